"""The fixtures are what they say: files and WARCs agree, and each cited page is in the state it stands for."""

from __future__ import annotations

import hashlib
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from support.warcs import FIXTURES, load_script
from warcio.archiveiterator import ArchiveIterator

from verifier.errors import FetchError
from verifier.fetch.archives import read_from_archives
from verifier.fetch.warc import Replay
from verifier.model import Article, Citation, Claim, OutcomeCode, Source, Target
from verifier.resolve import resolve
from verifier.settings import Settings

script = load_script(FIXTURES / "build_warc.py")
hostile = load_script(FIXTURES / "hostile" / "build.py")

ARTICLE4 = "https://www.nato.int/cps/en/natohq/topics_consultation_article4.htm"
PAGES = sorted((FIXTURES / "pages").glob("*.html"))


class _Links(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.found += [value for name, value in attrs if name == "href" and value]


def links(name: str) -> list[str]:
    """The pages that an article cites, by its own address spelling, in order."""
    text = (FIXTURES / "articles" / name).read_text("utf-8")
    brackets = re.findall(r"\((<a [^()]*</a>, [^()]*)\)", text)
    return [link for bracket in brackets for link in _Links(bracket).found]


def target(link: str, day: str) -> Target:
    source = Source(name="x", dates=(day,), url=link)
    citation = Citation(id="c", start=0, end=1, text="(x)", sources=(source,), claim=Claim(text="", spans=()))
    found = resolve(source, citation, Article(text=""), Settings()).target
    assert found is not None
    return found


def records(path: Path) -> list[tuple[str, bytes]]:
    with path.open("rb") as file:
        return [(str(record.rec_headers), record.raw_stream.read()) for record in ArchiveIterator(file)]


@pytest.fixture(scope="module")
def seed() -> Replay:
    return Replay(FIXTURES / "seed.warc.gz")


def test_building_again_gives_the_committed_files(tmp_path: Path) -> None:
    for path in script.build(tmp_path):
        assert records(path) == records(FIXTURES / path.name)


def test_every_page_is_used_and_every_used_page_is_there() -> None:
    manifest = (FIXTURES / "pages" / "manifest.toml").read_text("utf-8")
    assert set(re.findall(r'^file = "(.+)"', manifest, re.MULTILINE)) == {page.name for page in PAGES}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_pages_look_like_pages(page: Path) -> None:
    text = page.read_text("utf-8")
    assert re.search(r'<html lang="(en|pl)">', text)
    assert "<nav>" in text
    assert "<footer>" in text
    if page.stem != "nato-missing":
        assert '"application/ld+json"' in text
        words = re.sub(
            r"<[^>]+>", " ", "".join(re.findall(r"<p>.*?</p>", text.partition("<main>")[2], re.DOTALL))
        ).split()
        assert len(words) >= 140


def test_the_seed_article_is_the_one_the_project_was_given() -> None:
    content = (FIXTURES / "articles" / "seed.txt").read_bytes()
    assert hashlib.sha256(content).hexdigest() == "1553098cb453e7bc4a57bd1914a8b344be8b6155a64727da962137df6fa9507e"
    assert content.decode("utf-8").endswith("No comments:")


def test_the_seed_as_a_web_page_has_the_words_of_the_text() -> None:
    html = (FIXTURES / "articles" / "seed.html").read_text("utf-8")
    shown = re.sub(r"<[^>]+>", "", html)
    for paragraph in (FIXTURES / "articles" / "seed.txt").read_text("utf-8").split("\n\n"):
        assert paragraph.strip() in shown
    assert len(links("seed.html")) == 5


def test_the_five_sources_are_in_the_states_they_stand_for(seed: Replay) -> None:
    days = ["2025-09-10", "2025-09-10", "2025-09-14", "2025-09-12", "2025-09-10"]
    pages = [target(link, day) for link, day in zip(links("seed.html"), days, strict=True)]
    speech, radio, article4, sentry, lost = pages
    assert b"dok\xc5\x82adnie 12 bezza\xc5\x82ogowych" in seed.web.get(speech.url).body
    moved = seed.web.get(radio.url)
    assert (moved.status, len(moved.redirects)) == (200, 1)
    assert "wojn" not in moved.body.decode("utf-8")
    assert seed.web.get(article4.url).status == 404
    assert "“Eastern Sentry”" in seed.web.get(sentry.url).body.decode("utf-8")
    for door in (lambda: seed.web.get(lost.url), lambda: read_from_archives([seed.archive], lost)):
        with pytest.raises(FetchError) as caught:
            door()
        assert caught.value.outcome in (OutcomeCode.UNREACHABLE, OutcomeCode.NO_CAPTURE)


def test_of_the_two_copies_of_the_dead_page_the_nearer_is_read_and_it_is_another_text(seed: Replay) -> None:
    near = read_from_archives([seed.archive], Target(url=ARTICLE4, near="2025-09-14"))
    far = read_from_archives([seed.archive], Target(url=ARTICLE4, near="2025-09-09"))
    assert (near.captured_at, far.captured_at) == ("2025-09-16T08:12:45Z", "2025-09-08T21:40:10Z")
    assert b"Poland invoked Article 4" in near.body
    assert b"Poland" not in far.body
    assert near.memento_url == f"https://web.archive.org/web/20250916081245id_/{ARTICLE4}"
    assert near.archive == "Wayback Machine"


def test_between_the_two_nights_exactly_one_page_changed() -> None:
    first, second = Replay(FIXTURES / "night1.warc.gz"), Replay(FIXTURES / "night2.warc.gz")
    changed = []
    for link in links("drift.html") + [link for link in links("seed.html") if not link.endswith("0910b")]:
        before, after = first.web.get(link), second.web.get(link)
        if (before.status, before.body) != (after.status, after.body):
            changed.append(link)
            assert (b"carry 40 electric" in before.body, b"only 14 electric" in after.body) == (True, True)
    assert changed == ["https://gazette.example.org/port/electric-buses"]


def test_hostile_articles_are_made_as_named(tmp_path: Path) -> None:
    made = hostile.articles(tmp_path, big_bytes=10_000)
    assert made["empty.txt"].read_bytes() == b""
    assert made["big.txt"].stat().st_size == 10_000
    assert b"\0" in made["binary.bin"].read_bytes()
    assert set(made.values()) == set(tmp_path.iterdir())
