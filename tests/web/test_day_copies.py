"""Today's page and the copy of the cited day, over loopback: a site, an archive, the real fetcher and extractor."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from support.archive_server import ArchiveServer, Held
from support.copies import FILLER, NOW, SAYS_NOW, THEN, ByPhrase
from support.loopback import Loopback, loopback, quick
from support.sample_report import linked
from support.warcs import ForeignWarc

from verifier import pipeline
from verifier.codec import from_json, to_json
from verifier.fetch.politeness import LocalPoliteness
from verifier.fetch.warc import write_warc
from verifier.jobs import Submission
from verifier.model import Article, Citation, Claim, Exchange, Obtained, Source, Target, Verdict
from verifier.report import check_source
from verifier.trail import Traced

MORE = (
    " The mayor thanked the gardeners, who have looked after the old limes for thirty years without a budget of their "
    "own, and said that the first trees would stand before the summer fair opens its gates. Children of two schools "
    "may choose where. "
    "In the afternoon the council looked at the plans for the new bridge, which were drawn by an office from far away "
    "and shown in the hall for the first time; some neighbours asked for a second staircase on the northern bank, and "
    "the architects promised to come back with an answer before the end of the month."
)
DAY = "2025-03-05"
CITED = Citation(
    id="c1", start=0, end=9, text="(Post, 5)", sources=(Source(name="Post", dates=(DAY,)),),
    claim=Claim(text="The council will plant 400 trees.", spans=((0, 9),)),
)  # fmt: skip


def html(text: str) -> bytes:
    words = f"<p>{text}</p><p>{MORE}</p>"
    return f"<html lang=en><head><title>Trees</title></head><body><h1>Trees</h1>{words}</body></html>".encode()


@pytest.fixture
def site() -> Iterator[Loopback]:
    with loopback() as server:
        server.page("/trees", html(NOW))
        yield server


def tools_for(tmp_path: Path, *archives: ArchiveServer, archive: str = "fallback", **options: Any) -> pipeline.Tools:
    settings = quick(data_dir=tmp_path, archives=tuple(one.settings() for one in archives), **options)
    return pipeline.open_tools(settings, Submission(blob="x", archive=archive), LocalPoliteness())


def obtained(site: Loopback, tools: pipeline.Tools, near: str | None = DAY) -> tuple[Obtained, tuple[Exchange, ...]]:
    return pipeline.obtain(Target(url=f"{site.url}/trees", near=near), tools)


def held(site: Loopback, stamp: str, text: str = THEN, **fields: Any) -> Held:
    return Held(url=f"{site.url}/trees", timestamp=stamp, body=html(text), **fields)


def codes(got: Obtained) -> list[str]:
    return [attempt.code.value for attempt in got.attempts]


@pytest.mark.parametrize("dialect", ["wayback", "pywb"])
def test_the_copy_nearest_to_the_cited_day_stands_beside_todays_page(
    dialect: str, site: Loopback, tmp_path: Path
) -> None:
    copies = [held(site, "20250101000000", "Too early."), held(site, "20250307100000"), held(site, "20260101000000")]
    with ArchiveServer(copies, dialect=dialect) as archive:
        got, exchanges = obtained(site, tools_for(tmp_path, archive))
    assert (got.outcome.state.value, codes(got)) == ("live", ["ok", "ok_archive"])
    assert got.document is not None
    assert "250 trees" in got.document.text
    copy = got.day_copy
    assert copy is not None
    assert copy.document is not None
    assert copy.snapshot is not None
    assert "400 trees" in copy.document.text
    assert copy.snapshot.captured_at == "2025-03-07T10:00:00Z"
    assert copy.snapshot.headers
    assert len(copy.snapshot.sha256) == 64
    assert [one.captured_at for one in exchanges] == [None, "2025-03-07T10:00:00Z"]
    assert from_json(to_json(got), Traced) == got


def test_what_the_copy_says_decides_where_todays_page_says_it_no_longer(site: Loopback, tmp_path: Path) -> None:
    with ArchiveServer([held(site, "20250307100000")]) as archive:
        got, _ = obtained(site, tools_for(tmp_path, archive))
    scorer, article = ByPhrase(), Article(text="x" * 20)
    judged = pipeline.judge_page((CITED,), got, article, scorer)
    copied = pipeline.judge_copy((CITED,), got, judged, article, scorer)
    assert [one.verdict for one in (*judged, *copied) if one] == [Verdict.CONTRADICTED, Verdict.SUPPORTED]
    assert len(scorer.pairs) == 2


def test_support_by_words_that_the_copy_has_too_is_not_judged_again(site: Loopback, tmp_path: Path) -> None:
    with ArchiveServer([held(site, "20250307100000", NOW + " The fair is in June.")]) as archive:
        got, _ = obtained(site, tools_for(tmp_path, archive))
    scorer = ByPhrase(("250 trees",))
    judged = pipeline.judge_page((CITED,), got, Article(text="x"), scorer)
    assert pipeline.judge_copy((CITED,), got, judged, Article(text="x"), scorer) == [None]
    assert len(scorer.pairs) == 1


def test_support_by_words_that_came_later_is_held_against_the_copy(site: Loopback, tmp_path: Path) -> None:
    with ArchiveServer([held(site, "20250307100000", FILLER)]) as archive:
        got, _ = obtained(site, tools_for(tmp_path, archive))
    scorer = ByPhrase(("250 trees",), against="nothing")
    judged = pipeline.judge_page((CITED,), got, Article(text="x"), scorer)
    (of_copy,) = pipeline.judge_copy((CITED,), got, judged, Article(text="x"), scorer)
    assert of_copy is not None
    source = check_source(CITED.sources[0], linked(f"{site.url}/trees"), got, judged[0], of_copy=of_copy)
    assert (source.state.value, source.verdict) == ("live", Verdict.SUPPORTED)
    (told,) = [finding.message for finding in source.findings if finding.code == "changed-since"]
    assert SAYS_NOW in told
    assert "copy of 7 March 2025 has nothing in its place" in told


def test_a_copy_that_says_the_same_is_kept_without_its_text_and_not_judged(site: Loopback, tmp_path: Path) -> None:
    with ArchiveServer([held(site, "20250307100000", NOW.replace(". ", ".\n  "))]) as archive:
        got, _ = obtained(site, tools_for(tmp_path, archive))
    assert got.day_copy is not None
    assert (got.day_copy.document, got.day_copy.outcome.code.value) == (None, "ok_archive")
    assert got.day_copy.snapshot is not None
    scorer = ByPhrase()
    judged = pipeline.judge_page((CITED,), got, Article(text="x"), scorer)
    assert pipeline.judge_copy((CITED,), got, judged, Article(text="x"), scorer) == [None]


def test_a_copy_of_which_nothing_is_gone_has_nothing_to_say_for_a_claim_that_is_not_supported(
    site: Loopback, tmp_path: Path
) -> None:
    site.page("/trees", html(NOW + " Correction: an earlier text gave another title to the mayor."))
    with ArchiveServer([held(site, "20250307100000", NOW)]) as archive:
        got, _ = obtained(site, tools_for(tmp_path, archive))
    assert got.day_copy is not None
    assert got.day_copy.document is not None
    scorer = ByPhrase()
    judged = pipeline.judge_page((CITED,), got, Article(text="x"), scorer)
    assert pipeline.judge_copy((CITED,), got, judged, Article(text="x"), scorer) == [None]
    source = check_source(CITED.sources[0], linked(f"{site.url}/trees"), got, judged[0])
    assert "unchanged-since" in {finding.code for finding in source.findings}


def test_a_copy_that_differs_in_a_table_alone_is_judged(site: Loopback, tmp_path: Path) -> None:
    def with_table(trees: int) -> bytes:
        box = f"<aside><table><tr><td>Planned along the canal</td><td>{trees} trees</td></tr></table></aside>"
        return html(FILLER).replace(b"</body>", box.encode() + b"</body>")

    site.page("/trees", with_table(250))
    copy = replace(held(site, "20250307100000"), body=with_table(400))
    with ArchiveServer([copy]) as archive:
        got, _ = obtained(site, tools_for(tmp_path, archive))
    assert got.document is not None
    assert got.day_copy is not None
    assert got.day_copy.document is not None
    assert got.day_copy.document.text == got.document.text
    assert "400 trees" in got.day_copy.document.outside


@pytest.mark.parametrize(
    ("failures", "code"),
    [
        ({"index_failure": "server_error"}, "archive_unavailable"),
        ({"index_failure": "drop"}, "archive_unavailable"),
        ({"index_failure": "garbage_rows"}, "archive_unavailable"),
        ({"index_failure": "excluded"}, "archive_excluded"),
        ({"replay_failure": "rate_limited"}, "archive_unavailable"),
        ({"replay_failure": "excluded"}, "archive_excluded"),
        ({"circular": True}, "no_capture"),
    ],
)
def test_an_archive_that_fails_costs_the_page_nothing_and_is_named(
    failures: dict[str, Any], code: str, site: Loopback, tmp_path: Path
) -> None:
    copies = [held(site, "20250307100000"), held(site, "20250308100000")]
    with ArchiveServer(copies, **failures) as archive:
        got, _ = obtained(site, tools_for(tmp_path, archive))
    assert (got.outcome.state.value, got.day_copy, codes(got)) == ("live", None, ["ok", code])
    assert got.document is not None


def test_an_archive_without_a_copy_is_named(site: Loopback, tmp_path: Path) -> None:
    with ArchiveServer([]) as archive:
        got, _ = obtained(site, tools_for(tmp_path, archive))
    assert (got.day_copy, codes(got)) == (None, ["ok", "no_capture"])


def test_a_copy_of_a_wall_or_an_error_page_is_none(site: Loopback, tmp_path: Path) -> None:
    missing = replace(held(site, "20250305100000"), body=b"<title>Page not found</title><h1>Page not found</h1>")
    with ArchiveServer([missing]) as archive:
        got, _ = obtained(site, tools_for(tmp_path, archive))
    assert (got.day_copy, codes(got)) == (None, ["ok", "no_capture"])


@pytest.mark.parametrize("archive_mode", ["never", "only"])
def test_with_one_door_closed_nothing_is_compared(archive_mode: str, site: Loopback, tmp_path: Path) -> None:
    with ArchiveServer([held(site, "20250307100000")]) as archive:
        got, _ = obtained(site, tools_for(tmp_path, archive, archive=archive_mode))
        asked = archive.count("index")
    assert got.day_copy is None
    assert (asked, len(site.pages())) == ((0, 1) if archive_mode == "never" else (1, 0))


@pytest.mark.parametrize("near", [None, "2200-01-01"])
def test_without_a_cited_day_in_the_past_no_archive_is_asked(near: str | None, site: Loopback, tmp_path: Path) -> None:
    with ArchiveServer([held(site, "20250307100000")]) as archive:
        got, _ = obtained(site, tools_for(tmp_path, archive), near)
        assert archive.asked == []
    assert (got.day_copy, codes(got)) == (None, ["ok"])


def test_no_more_is_asked_for_a_copy_than_its_time_allows(site: Loopback, tmp_path: Path) -> None:
    with ArchiveServer([held(site, "20250307100000")]) as archive:
        got, _ = obtained(site, tools_for(tmp_path, archive, copy_deadline_s=0.0))
        assert archive.asked == []
    assert codes(got) == ["ok", "archive_unavailable"]


# --- out of a WARC -----------------------------------------------------------------------


def replayed(path: Path, url: str, tmp_path: Path) -> Obtained:
    submission = Submission(blob="x", replay=str(path))
    return pipeline.obtain(Target(url=url, near=DAY), pipeline.open_tools(quick(data_dir=tmp_path), submission,
                                                                         LocalPoliteness()))[0]  # fmt: skip


def test_an_older_record_of_a_warc_is_the_copy_of_its_day(tmp_path: Path) -> None:
    url = "https://post.example/trees"
    warc = ForeignWarc(tmp_path / "two.warc.gz")
    for when, text in (("2025-03-06T10:00:00Z", THEN), ("2025-11-20T06:00:00Z", NOW)):
        warc.response(url, when, html(text))
    warc.close()
    got = replayed(warc.path, url, tmp_path)
    assert got.document is not None
    assert "250 trees" in got.document.text
    assert got.day_copy is not None
    assert got.day_copy.snapshot is not None
    assert got.day_copy.snapshot.captured_at == "2025-03-06T10:00:00Z"


def test_the_record_that_stands_for_todays_page_is_not_its_own_copy(tmp_path: Path) -> None:
    url = "https://post.example/trees"
    warc = ForeignWarc(tmp_path / "one.warc.gz").response(url, "2025-11-20T06:00:00Z", html(NOW))
    warc.close()
    got = replayed(warc.path, url, tmp_path)
    assert (got.day_copy, codes(got)) == (None, ["ok", "no_capture"])


def test_what_was_recorded_gives_the_same_two_copies_again(site: Loopback, tmp_path: Path) -> None:
    with ArchiveServer([held(site, "20250307100000")]) as archive:
        got, exchanges = obtained(site, tools_for(tmp_path, archive))
    write_warc(tmp_path / "kept.warc.gz", exchanges)
    again = replayed(tmp_path / "kept.warc.gz", f"{site.url}/trees", tmp_path)
    assert again.day_copy is not None
    assert got.day_copy is not None
    assert (again.document, again.day_copy.document) == (got.document, got.day_copy.document)
    assert (again.attempts, again.outcome) == (got.attempts, got.outcome)
