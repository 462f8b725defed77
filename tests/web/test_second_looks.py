"""Pages that need one more question: missing but answering well, or empty until a browser runs their scripts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.archive_server import ArchiveServer, Held
from support.loopback import Loopback, loopback, quick

from verifier import pipeline
from verifier.fetch.politeness import LocalPoliteness
from verifier.fetch.sibling import sibling_of
from verifier.fetch.warc import write_warc
from verifier.jobs import Submission
from verifier.model import Exchange, Obtained, Target

MENU = " ".join(f"Section {number} of the paper" for number in range(20))
PROSE = (
    "The council will plant 400 trees along the canal before the summer, the mayor said on Monday in the town hall. "
    "The work costs two million, of which the region pays a half, and it begins as soon as the frost is out of it. "
    "Neighbours asked for benches, and the architects promised to draw some into the plans before they come back. "
)
STATE = {"props": {"pageProps": {"article": {"headline": "Trees", "body": [{"type": "p", "text": PROSE}]}}}}
DATA = f'<script id="__NEXT_DATA__" type="application/json">{json.dumps(STATE)}</script>'
ORDERS = "<noscript>" + "You need to enable JavaScript. Open the settings, look for privacy, load it again. " * 9
FRAME = '<html><head>{head}</head><body>{more}<div id="__next"></div>{data}</body></html>'


def words(text: str, head: str = "") -> str:
    return f"<html lang=en><head><title>Paper</title>{head}</head><body><p>{MENU}</p><p>{text}</p></body></html>"


@pytest.fixture
def site() -> Iterator[Loopback]:
    with loopback() as server:
        yield server


def asked_for(
    url: str, tmp_path: Path, *archives: ArchiveServer, replay: Path | None = None
) -> tuple[Obtained, tuple[Exchange, ...]]:
    settings = quick(data_dir=tmp_path, archives=tuple(one.settings() for one in archives))
    submission = Submission(blob="x", replay=str(replay) if replay else None)
    return pipeline.obtain(Target(url=url), pipeline.open_tools(settings, submission, LocalPoliteness()))


def code(got: Obtained) -> str:
    return got.outcome.code.value


# --- a sibling that cannot exist ---------------------------------------------------------


def test_a_page_that_is_answered_like_any_other_address_is_missing_and_its_copy_is_read(
    site: Loopback, tmp_path: Path
) -> None:
    site.page("*", words("Have a look at our other stories."))
    copy = Held(url=f"{site.url}/news/trees", timestamp="20250307100000", body=words(PROSE).encode())
    with ArchiveServer([copy]) as archive:
        got, exchanges = asked_for(f"{site.url}/news/trees", tmp_path, archive)
    assert [one.code.value for one in got.attempts] == ["soft_404", "ok_archive"]
    assert "cannot exist" in got.attempts[0].reason
    assert got.outcome.state.value == "archived"
    assert [one.url for one in exchanges][:2] == [f"{site.url}/news/trees", sibling_of(f"{site.url}/news/trees")]


def test_a_copy_of_the_page_for_missing_pages_is_none(site: Loopback, tmp_path: Path) -> None:
    site.page("*", words("Have a look at our other stories."))
    url, missing = f"{site.url}/news/trees", words("Have a look at our other stories.").encode()
    copies = [
        Held(url=url, timestamp="20250307100000", body=words(PROSE).encode()),
        Held(url=url, timestamp="20250907100000", body=missing),
    ]
    with ArchiveServer(copies) as archive:
        got, _ = asked_for(url, tmp_path, archive)
    assert got.snapshot is not None
    assert (code(got), got.snapshot.captured_at) == ("ok_archive", "2025-03-07T10:00:00Z")


def test_a_short_page_of_a_truthful_site_is_itself(site: Loopback, tmp_path: Path) -> None:
    site.page("/news/trees", words("The council plants 400 trees."))
    got, _ = asked_for(f"{site.url}/news/trees", tmp_path)
    assert code(got) == "ok"
    assert len(site.pages()) == 2


def test_a_long_page_is_not_asked_about(site: Loopback, tmp_path: Path) -> None:
    site.page("*", words(PROSE * 2))
    got, _ = asked_for(f"{site.url}/news/trees", tmp_path)
    assert (code(got), site.pages()) == ("ok", ["/news/trees"])


def test_two_pages_of_one_folder_cost_one_probe(site: Loopback, tmp_path: Path) -> None:
    site.page("*", words("Have a look at our other stories."))
    tools = pipeline.open_tools(quick(data_dir=tmp_path), Submission(blob="x"), LocalPoliteness())
    found = [pipeline.obtain(Target(url=f"{site.url}/news/{name}"), tools)[0] for name in ("trees", "bridges")]
    assert [code(one) for one in found] == ["soft_404", "soft_404"]
    assert len(site.pages()) == 3


def test_a_recorded_probe_proves_the_same_again(site: Loopback, tmp_path: Path) -> None:
    site.page("*", words("Have a look at our other stories."))
    got, exchanges = asked_for(f"{site.url}/news/trees", tmp_path)
    write_warc(tmp_path / "kept.warc.gz", exchanges)
    again, _ = asked_for(f"{site.url}/news/trees", tmp_path, replay=tmp_path / "kept.warc.gz")
    assert (code(got), code(again)) == ("soft_404", "soft_404")


# --- drawn by script ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "page",
    [
        FRAME.format(head="", more="", data=DATA),
        FRAME.format(head="", more=f"{ORDERS}</noscript>", data=DATA),
        FRAME.format(head="", more="", data=f"<script>window.__STATE__ = {json.dumps(STATE)};</script>"),
    ],
)
def test_an_empty_frame_is_read_from_the_data_it_carries(page: str, site: Loopback, tmp_path: Path) -> None:
    site.page("/trees", page)
    got, exchanges = asked_for(f"{site.url}/trees", tmp_path)
    assert (got.outcome.state.value, code(got)) == ("live", "ok")
    assert "data it carries" in got.outcome.reason
    assert got.document is not None
    assert "400 trees" in got.document.text
    assert "JavaScript" not in got.document.text
    assert got.snapshot is not None
    assert got.snapshot.words == len(got.document.text.split())
    assert [one.body.decode() for one in exchanges] == [page]


def test_what_a_frame_says_to_browsers_without_scripts_is_not_its_text(site: Loopback, tmp_path: Path) -> None:
    site.page("/trees", FRAME.format(head="", more=f"{ORDERS}</noscript>", data=""))
    got, _ = asked_for(f"{site.url}/trees", tmp_path)
    assert (got.outcome.state.value, got.document) == ("unreadable", None)


def test_labels_in_the_data_are_not_its_text(site: Loopback, tmp_path: Path) -> None:
    state = {
        "text": "Sign up for our letter and never miss a story again, it costs nothing and comes each Monday. " * 2
    }
    site.page("/trees", FRAME.format(head="", more="", data=f"<script>window.__S__ = {json.dumps(state)};</script>"))
    assert code(asked_for(f"{site.url}/trees", tmp_path)[0]) == "needs_js"


@pytest.mark.parametrize(
    ("link", "read"), [("/amp/trees", True), ("http://localhost:1/amp/trees", False), ("/amp/lost", False)]
)
def test_the_sites_own_rendition_without_scripts_is_read(link: str, read: bool, site: Loopback, tmp_path: Path) -> None:
    site.page("/trees", FRAME.format(head=f'<link rel="amphtml" href="{link}">', more="", data=""))
    site.page("/amp/trees", words(PROSE * 2))
    got, exchanges = asked_for(f"{site.url}/trees", tmp_path)
    assert code(got) == ("ok" if read else "needs_js")
    assert got.snapshot is not None
    assert got.snapshot.url == f"{site.url}/trees"
    assert got.snapshot.final_url == f"{site.url}{'/amp' if read else ''}/trees"
    assert ([one.url for one in exchanges][1:] == [f"{site.url}/amp/trees"]) is read


def test_an_archived_frame_is_read_from_its_data_and_one_without_is_no_copy(site: Loopback, tmp_path: Path) -> None:
    url = f"{site.url}/trees"
    frames = [FRAME.format(head="", more="", data=data).encode() for data in (DATA, "")]
    with ArchiveServer([Held(url=url, timestamp="20250307100000", body=frames[0])]) as archive:
        got, _ = asked_for(url, tmp_path, archive)
    assert (got.outcome.state.value, code(got)) == ("archived", "ok_archive")
    with ArchiveServer([Held(url=url, timestamp="20250307100000", body=frames[1])]) as archive:
        got, _ = asked_for(url, tmp_path, archive)
    assert [one.code.value for one in got.attempts] == ["not_found", "no_capture"]
