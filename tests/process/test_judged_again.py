"""A check against real servers, its evidence as a WARC, and the same report out of that alone, byte for byte."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from support.archive_server import ArchiveServer, Held
from support.copies import ByPhrase
from support.loopback import Loopback, quick
from support.papers import lines, pdf
from support.workbench import Bench
from warcio.archiveiterator import ArchiveIterator

from verifier import judge
from verifier.codec import from_json
from verifier.fetch.warc import write_warc
from verifier.jobs import JobState, Submission
from verifier.model import Report
from verifier.store import Store, job_id_for, open_store
from workers.tools import RealSteps

LATER = "The council will decide about the canal in the spring"
#: Path, claim and cited day.
SIGHTS = (
    ("/trees", "400 trees will be planted along the canal", "March 5"),
    ("/private/ferry", "The ferry carried 512 passengers on its first day", "September 10"),
    ("/dead", "The school moved its classes to the town hall", "September 10"),
    ("/paper.pdf", "The railway replaced 40 of its old carriages", "September 10"),
    ("/gazeta", "Rada miasta zamknęła most na 14 tygodni", "September 10"),
    ("/short", "The mill was sold for 300,000 crowns", "September 10"),
    ("/walled", "The harbour was dredged for 19 days", "September 10"),
    ("/slow", "The lighthouse was painted in 1998", "September 10"),
    ("/nothing", "The theatre was closed for two winters", "September 10"),
)
STATES = ["drifted", "archived", "gone", "live", "live", "moved", "paywalled", "timed_out", "soft_404"]


def page(sentence: str, head: str = "") -> str:
    return (
        f"<html lang=en><head><title>News of the day</title>{head}</head><body><article><h1>News of the day</h1>"
        f"<p>{sentence}, the office said on Tuesday after a meeting in the town.</p>"
        "<p>Neighbours welcomed the news and asked for more of the same in the coming year. A second meeting is due "
        "for the spring, when the first figures will be known and the plans for the harbour will be shown.</p>"
        "</article></body></html>"
    )


def furnish(web: Loopback) -> None:
    """Pages of every kind that a check has to do with, and a folder that robots may not read."""
    claims = {path: claim for path, claim, _ in SIGHTS}
    web.page("/robots.txt", "User-agent: *\nDisallow: /private/\n", Content_Type="text/plain")
    web.page("/trees", page(LATER))
    web.page("/private/ferry", page(claims["/private/ferry"]))
    web.page("/dead", "<html><body>gone</body></html>", "404 Not Found")
    paper = [lines([f"{claims['/paper.pdf']} last year, the office said.", "", "A second meeting is due in spring."])]
    web.page("/paper.pdf", pdf(paper), Content_Type="application/pdf")
    polish = page(claims["/gazeta"]).replace("lang=en", "lang=pl").encode("cp1250")
    web.page("/gazeta", polish, Content_Type="text/html; charset=windows-1250", X_Told="zażółć")
    web.redirect("/short", "/shorter?a=1", 301)
    web.redirect("/shorter?a=1", "/mill-was-sold-to-a-baker", 302)
    web.page("/mill-was-sold-to-a-baker", page(claims["/short"]))
    web.page("/walled", page("It begins well", '<meta property="article:content_tier" content="locked">'))
    web.routes["/slow"] = lambda request: None  # closes without a word
    web.page("/nothing", "<html><head><title>Page not found</title></head><body>Page not found</body></html>")


@dataclass
class Scene:
    """A store, and the servers that can be closed before the test is over."""

    store: Store
    web: Loopback
    archive: ArchiveServer
    servers: ExitStack


@pytest.fixture
def scene(valkey_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    monkeypatch.setattr(judge, "load_scorer", lambda *_: ByPhrase(("400 trees", "512 passengers", "300,000")))
    with ExitStack() as servers:
        web = servers.enter_context(Loopback())
        furnish(web)
        held = [
            Held(url=f"{web.url}/trees", timestamp="20250306100000", body=page(SIGHTS[0][1]).encode()),
            Held(url=f"{web.url}/private/ferry", timestamp="20250910061244", body=page(SIGHTS[1][1]).encode()),
        ]
        archive = servers.enter_context(ArchiveServer(held))
        settings = quick(redis_url=valkey_url, data_dir=tmp_path, archives=(archive.settings(),), finders=("linked",))
        store = open_store(settings)
        store.client.do("FLUSHALL")
        yield Scene(store=store, web=web, archive=archive, servers=servers)
        store.close()


def checked(store: Store, submission: Submission) -> bytes:
    bench = Bench(store)
    bench.steps = RealSteps(store.settings, store)
    store.submit(submission, job_id=job_id_for(submission))
    bench.drain()
    status = store.status(job_id_for(submission))
    assert status.state is JobState.DONE, status.error
    return store.report(status.id)


def without_times(report: bytes) -> bytes:
    """The report without the moment it was made, and the days that follow from it."""
    bare, times = re.subn(rb'"made_at":"[^"]*"|"missing_on":\[[^]]*\]', b"", report)
    assert times > 1
    return bare


def article(web: Loopback) -> bytes:
    paragraphs = "".join(
        f'<p>{claim} (<a href="{web.url}{path}">Orla Gazette</a>, {day}).</p>' for path, claim, day in SIGHTS
    )
    head = "<html lang=en><head><meta charset=utf-8><title>Sights</title></head>"
    return f"{head}<body><article>{paragraphs}</article></body></html>".encode()


@pytest.mark.parametrize("handed", ["as a file", "as an address"])
def test_a_report_is_judged_again_from_its_evidence_byte_for_byte(handed: str, scene: Scene, tmp_path: Path) -> None:
    store, body = scene.store, article(scene.web)
    submission = Submission(blob=store.blobs.put(body), name="a.html", published="2025-09-12")
    if handed == "as an address":
        scene.web.page("/article", body)
        submission = Submission(url=f"{scene.web.url}/article", published="2025-09-12")
    first = checked(store, submission)
    report = from_json(first, Report)
    assert [citation.sources[0].state.value for citation in report.citations] == STATES
    warc = tmp_path / "evidence.warc.gz"
    write_warc(warc, store.evidence(report.id, 1))
    scene.servers.close()
    store.client.do("FLUSHALL")
    again = checked(store, replace(submission, replay=str(warc)))
    assert without_times(again) == without_times(first)


def test_the_file_is_read_by_other_tools_with_requests_hops_and_copies(scene: Scene, tmp_path: Path) -> None:
    store, web = scene.store, scene.web
    report = from_json(checked(store, Submission(blob=store.blobs.put(article(web)), name="a.html")), Report)
    write_warc(tmp_path / "evidence.warc.gz", store.evidence(report.id))
    with (tmp_path / "evidence.warc.gz").open("rb") as file:
        found = [
            (record.rec_type, (record.rec_headers.get_header("WARC-Target-URI") or "").removeprefix(web.url))
            for record in ArchiveIterator(file, check_digests="raise")
        ]
    assert found[0] == ("warcinfo", "")
    for path in ("/short", "/shorter?a=1", "/mill-was-sold-to-a-baker", "/paper.pdf"):
        assert {("response", path), ("request", path)} <= set(found)
    assert ("response", "/private/ferry") in found
    assert ("request", "/private/ferry") not in found  # an archive was asked, not the page
    assert ("metadata", "/slow") in found
