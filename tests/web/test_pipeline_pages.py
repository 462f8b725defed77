"""From an article's text to its obtained pages, with the real reader, finder, fetcher and extractor over loopback."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.archive_server import ArchiveServer, Held
from support.loopback import Loopback, loopback, quick

from verifier import pipeline
from verifier.fetch.politeness import LocalPoliteness
from verifier.jobs import Submission
from verifier.model import Obtained
from verifier.store.blobs import FileBlobs

PROSE = (
    "The ministry said that the Korvin bridge was opened again on March 4 after seventeen months of repairs. "
    "Engineers replaced 310 cables and made both piers stronger, and the first trains crossed it at six. "
)


def page(title: str = "The Korvin bridge", words: str = PROSE * 2) -> str:
    return f"<html lang=en><head><title>{title}</title></head><body><h1>{title}</h1><p>{words}</p></body></html>"


@pytest.fixture
def site() -> Iterator[Loopback]:
    with loopback() as server:
        server.page("/good", page())
        server.page("/gone", page("Not found", "Not found."), "404 Not Found")
        server.page("/withdrawn", "", "410 Gone")
        server.redirect("/inside", "http://10.0.0.1/secret")
        yield server


def obtained_for(text: str, tmp_path: Path, *archives: ArchiveServer, url: str | None = None) -> dict[str, Obtained]:
    """What came of each source of an article, by the path of its address."""
    settings = quick(data_dir=tmp_path, archives=tuple(one.settings() for one in archives))
    blobs = FileBlobs(tmp_path)
    submission = Submission(url=url) if url else Submission(blob=blobs.put(text.encode()), media_type="text/plain")
    tools = pipeline.open_tools(settings, submission, LocalPoliteness())
    article, _ = pipeline.read(submission, tools, blobs)
    resolved = pipeline.resolve(pipeline.cite(article, settings), settings)
    targets = [one.target for of_citation in resolved for one in of_citation if one.target is not None]
    return {"/" + target.url.split("/", 3)[3]: pipeline.obtain(target, tools)[0] for target in targets}


def test_addresses_printed_in_a_text_lead_to_their_pages(site: Loopback, tmp_path: Path) -> None:
    text = (
        f"Bridges\n\n10 March 2025\n\nThe bridge was opened (Korvin Times, March 5, {site.url}/good). "
        f"It cost a lot ({site.url}/gone, March 5; {site.url}/inside). "
    )
    found = obtained_for(text, tmp_path)
    assert {path: one.outcome.state.value for path, one in found.items()} == {
        "/good": "live",
        "/gone": "gone",
        "/inside": "refused",
    }
    assert found["/good"].document is not None
    assert "310 cables" in found["/good"].document.text


@pytest.mark.parametrize("dialect", ["wayback", "pywb"])
def test_a_dead_page_is_read_from_the_good_copy_nearest_to_the_cited_day(
    dialect: str, site: Loopback, tmp_path: Path
) -> None:
    gone = f"{site.url}/withdrawn"
    copies = [
        Held(url=gone, timestamp="20250101000000", body=page(words=PROSE + "Early.").encode()),
        Held(url=gone, timestamp="20250305000000", status=302, location=f"{site.url}/"),
        Held(url=gone, timestamp="20250305010000", status=404, body=b"gone"),
        Held(url=gone, timestamp="20250305020000", body=page("Page not found", "Page not found.").encode()),
        Held(url=gone, timestamp="20250307000000", body=page(words=PROSE + "Near.").encode()),
        Held(url=gone, timestamp="20250601000000", body=page(words=PROSE + "Late.").encode()),
    ]
    text = f"Bridges\n\n10 March 2025\n\nThe bridge was opened (Korvin Times, March 5, {gone})."
    with ArchiveServer(copies, dialect=dialect) as archive:
        (found,) = obtained_for(text, tmp_path, archive).values()
    assert [one.code.value for one in found.attempts] == ["gone", "ok_archive"]
    assert found.snapshot is not None
    assert found.snapshot.captured_at == "2025-03-07T00:00:00Z"
    assert found.document is not None
    assert "Near." in found.document.text


def test_the_links_of_a_fetched_article_are_relative_to_where_it_was_found(site: Loopback, tmp_path: Path) -> None:
    cited = '<p>The bridge was opened again on March 4 (<a href="../good">Korvin Times</a>, March 5).</p>'
    site.page("/deep/article", f"<html lang=en><title>Bridges</title><article>{cited * 2}</article></html>")
    site.redirect("/short", "/deep/article", 301)
    found = obtained_for("", tmp_path, url=f"{site.url}/short")
    assert {path: one.outcome.state.value for path, one in found.items()} == {"/good": "live"}


def test_a_page_that_robots_may_not_read_is_read_from_an_archive_and_says_so(site: Loopback, tmp_path: Path) -> None:
    site.page("/robots.txt", "User-agent: *\nDisallow: /good")
    copy = Held(url=f"{site.url}/good", timestamp="20250305020000", body=page().encode())
    text = f"Bridges\n\n10 March 2025\n\nThe bridge was opened (Korvin Times, March 5, {site.url}/good)."
    with ArchiveServer([copy]) as archive:
        (found,) = obtained_for(text, tmp_path, archive).values()
    assert "/good" not in site.hits
    assert (found.outcome.code.value, found.outcome.state.value) == ("ok_archive", "archived")
    assert found.outcome.reason == (
        f"{site.url}/robots.txt asks not to read {site.url}/good. Read from Test Archive, copy of 2025-03-05."
    )
    assert [one.code.value for one in found.attempts] == ["blocked_robots", "ok_archive"]


def test_without_a_copy_the_same_page_stays_unread(site: Loopback, tmp_path: Path) -> None:
    site.page("/robots.txt", "User-agent: *\nDisallow: /good")
    text = f"Bridges\n\n10 March 2025\n\nThe bridge was opened (Korvin Times, March 5, {site.url}/good)."
    with ArchiveServer([]) as archive:
        (found,) = obtained_for(text, tmp_path, archive).values()
    assert "/good" not in site.hits
    assert (found.outcome.code.value, found.document) == ("blocked_robots", None)


def test_an_archive_in_trouble_is_named_where_it_is_why_there_is_no_copy(site: Loopback, tmp_path: Path) -> None:
    cited = " ".join(f"The bridge was opened (Korvin Times, March 5, {site.url}/{n}-gone)." for n in range(3))
    with ArchiveServer([], name="Weary", index_failure="drop") as archive:
        found = list(obtained_for(f"Bridges\n\n10 March 2025\n\n{cited}", tmp_path, archive).values())
        assert archive.count("index") == 2
    assert [one.outcome.code.value for one in found] == ["not_found"] * 3
    assert "Weary cannot be used" in found[0].outcome.reason
    assert found[2].outcome.reason.endswith(
        "Weary cannot be used: it is left alone for 10 more minutes after it failed."
    )
