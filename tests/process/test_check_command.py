"""`verifier check` and its like as people type them: real processes, the embedded server, a WARC for the web."""

from __future__ import annotations

import json
import resource
import signal
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import jsonschema
import psutil
import pytest
from support.shell import LIMIT_S, REPLAY, ROOT, SEED, Home, soon, workers_of
from support.warcs import ForeignWarc

from verifier.codec import json_schema
from verifier.model import Report


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """One data folder for all tests that only read from the seed report."""
    return Home(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def seed_report(home: Home) -> dict[str, Any]:
    done = home.run("check", SEED, *REPLAY)
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)


def test_the_seed_article_gets_its_report(seed_report: dict[str, Any]) -> None:
    assert seed_report["counts"]["citations"] == 5
    states = [source["state"] for citation in seed_report["citations"] for source in citation["sources"]]
    assert states == ["live", "moved", "archived", "live", "timed_out"]
    verdicts = [citation["verdict"] for citation in seed_report["citations"]]
    assert verdicts[0] == "contradicted"
    assert verdicts[2] == verdicts[3] == "supported"
    assert verdicts[4] == "undetermined"


def test_the_copy_nearest_to_the_cited_day_was_read(seed_report: dict[str, Any]) -> None:
    (source,) = seed_report["citations"][2]["sources"]
    assert source["snapshot"]["captured_at"].startswith("2025-09-16")
    assert [attempt["code"] for attempt in source["attempts"]] == ["not_found", "ok_archive"]


def test_the_report_is_what_its_schema_says(seed_report: dict[str, Any]) -> None:
    jsonschema.validate(seed_report, json_schema(Report))


def test_every_quotation_of_the_article_is_a_slice_of_it(seed_report: dict[str, Any]) -> None:
    text = seed_report["article"]["text"]
    for citation in seed_report["citations"]:
        assert text[citation["start"] : citation["end"]] == citation["text"]
        spans = citation["claim"]["spans"]
        assert " ".join(text[start:end] for start, end in spans) == citation["claim"]["text"]


def test_a_second_check_is_instant_and_says_so(home: Home, seed_report: dict[str, Any]) -> None:
    again = home.run("check", SEED, *REPLAY)
    assert b"checked before" in again.stderr
    assert json.loads(again.stdout) == seed_report


def test_recheck_repeats_the_work_with_the_same_result(home: Home, seed_report: dict[str, Any]) -> None:
    again = home.run("check", SEED, *REPLAY, "--recheck")
    assert b"checked before" not in again.stderr
    assert json.loads(again.stdout) | {"made_at": ""} == seed_report | {"made_at": ""}


@pytest.mark.usefixtures("seed_report")
@pytest.mark.parametrize(
    ("output_format", "sign"),
    [
        ("text", b"CONTRADICTED"),
        ("html", b"<!doctype html>"),
        ("markdown", b"#"),
        ("csv", b"citation_id"),
        ("claimreview", b"ClaimReview"),
        ("annotations", b"http://www.w3.org/ns/anno.jsonld"),
    ],
)
def test_the_report_comes_in_every_format(home: Home, output_format: str, sign: bytes) -> None:
    done = home.run("check", SEED, *REPLAY, "-q", "--format", output_format)
    assert (done.returncode, done.stderr) == (0, b"")
    assert sign.lower() in done.stdout.lower()


@pytest.mark.usefixtures("seed_report")
@pytest.mark.parametrize(("codes", "expected"), [("contradicted", 1), ("gone,archived", 1), ("paywalled,drifted", 0)])
def test_fail_on_sets_the_exit_code(home: Home, codes: str, expected: int) -> None:
    assert home.run("check", SEED, *REPLAY, "-q", "--fail-on", codes).returncode == expected


@pytest.mark.usefixtures("seed_report")
def test_what_was_recorded_replays_to_the_same_report(home: Home, seed_report: dict[str, Any], tmp_path: Path) -> None:
    record = tmp_path / "record.warc.gz"
    assert home.run("check", SEED, *REPLAY, "-q", "--record", str(record)).returncode == 0
    again = json.loads(home.run("check", SEED, "--replay", str(record)).stdout)
    assert [c["verdict"] for c in again["citations"]] == [c["verdict"] for c in seed_report["citations"]]
    first, second = ([s["snapshot"] for c in r["citations"] for s in c["sources"]] for r in (seed_report, again))
    assert [s and (s["sha256"], s["captured_at"]) for s in first] == [
        s and (s["sha256"], s["captured_at"]) for s in second
    ]


def test_plain_text_has_no_links_so_its_sources_are_unresolved_with_the_reason(new_home: Home) -> None:
    text = (ROOT / "fixtures/articles/seed.txt").read_bytes()
    report = json.loads(new_home.run("check", "-", "--no-archive", text=text).stdout)
    sources = [source for citation in report["citations"] for source in citation["sources"]]
    assert {source["state"] for source in sources} == {"unresolved"}
    assert all(source["reasons"] for source in sources)
    assert report["article"]["text"] == text.decode()


def test_pages_without_links_are_found_among_those_of_the_file_and_may_only_support(new_home: Home) -> None:
    report = json.loads(new_home.run("check", "fixtures/articles/seed.txt", *REPLAY).stdout)
    sources = [source for citation in report["citations"] for source in citation["sources"]]
    assert [source["resolution"] for source in sources] == ["searched", "none", "searched", "searched", "none"]
    assert [len(source["candidates"]) for source in sources] == [1, 1, 1, 1, 1]
    for source in sources:
        codes = {finding["code"] for finding in source["findings"]}
        assert ("found-by-search" if source["resolution"] == "searched" else "ambiguous") in codes
        assert source["verdict"] in ("supported", "partially_supported", "undetermined")
    assert sources[3]["verdict"] == "supported"
    assert sources[2]["snapshot"]["captured_at"] == "2025-09-16T08:12:45Z"


def test_an_article_without_citations_is_a_complete_report(new_home: Home) -> None:
    done = new_home.run("check", "fixtures/articles/no-citations.txt", *REPLAY)
    assert done.returncode == 0
    assert json.loads(done.stdout)["counts"]["citations"] == 0


# --- bad input ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content"),
    [("junk.txt", bytes(range(256)) * 9), ("junk.html", bytes(range(256)) * 9), ("broken.pdf", b"%PDF-1.7 nothing")],
)
def test_junk_is_unreadable_input(new_home: Home, tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    done = new_home.run("check", str(tmp_path / name), *REPLAY)
    assert (done.returncode, done.stdout) == (2, b"")
    assert name in done.stderr.decode().splitlines()[-1]


def test_an_address_that_does_not_answer_is_unreadable_input(new_home: Home) -> None:
    done = new_home.run("check", "http://127.0.0.1:9/x", settings={"ALLOW_NETWORKS": "127.0.0.1/32"})
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"http://127.0.0.1:9/x could not be fetched" in done.stderr


def test_a_private_address_is_refused(new_home: Home) -> None:
    done = new_home.run("check", "http://127.0.0.1:9/x")
    assert done.returncode == 2
    assert b"refused" not in done.stdout


def test_without_a_store_it_ends_at_once_with_advice(new_home: Home) -> None:
    done = new_home.run("check", SEED, *REPLAY, settings={"REDIS_URL": "redis://127.0.0.1:1/0"})
    assert (done.returncode, done.stdout) == (3, b"")
    assert b"VERIFIER_REDIS_URL" in done.stderr


def test_a_folder_that_cannot_be_written_is_named() -> None:
    done = Home(Path("/proc/nowhere")).run("check", SEED, *REPLAY)
    assert done.returncode == 3
    assert b"/proc/nowhere" in done.stderr


def test_a_full_disk_ends_in_a_message_and_nothing_half_written(new_home: Home, tmp_path: Path) -> None:
    output = tmp_path / "out.json"

    def full() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, 2_000))

    done = new_home.run("check", SEED, *REPLAY, "-o", str(output), preexec_fn=full)
    assert done.returncode == 3
    assert done.stderr.startswith(b"verifier: ")
    assert not output.exists()


# --- interruptions -----------------------------------------------------------------------


def test_an_interrupted_check_goes_on_the_next_time(new_home: Home, tmp_path: Path) -> None:
    output = tmp_path / "report.json"
    with new_home.start("check", SEED, *REPLAY, "-o", str(output)) as process:
        soon(lambda: workers_of(process))
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=LIMIT_S)
    assert process.returncode == 130
    assert b"interrupted" in err
    assert not output.exists()
    assert new_home.run("check", SEED, *REPLAY, "-o", str(output)).returncode == 0
    assert json.loads(output.read_bytes())["counts"]["citations"] == 5


def test_a_killed_worker_costs_nothing_but_time(new_home: Home) -> None:
    with new_home.start("check", SEED, *REPLAY) as process:
        (worker,) = soon(lambda: workers_of(process))
        soon(worker.children)
        for child in worker.children(recursive=True):
            child.kill()
        worker.kill()
        out, _ = process.communicate(timeout=LIMIT_S)
    assert process.returncode == 0
    assert json.loads(out)["counts"]["citations"] == 5


def test_nothing_stays_behind_when_it_is_done(new_home: Home) -> None:
    assert new_home.run("check", SEED, *REPLAY).returncode == 0
    mine = str(new_home.folder)

    def left() -> bool:
        return any(mine in " ".join(one.info["cmdline"] or ()) for one in psutil.process_iter(["cmdline"]))

    soon(lambda: not left())


# --- batches and the service -------------------------------------------------------------


def test_of_two_nights_exactly_the_change_is_reported(new_home: Home) -> None:
    first = new_home.run("batch", "fixtures/articles", "--replay", "fixtures/night1.warc.gz")
    assert (first.returncode, json.loads(first.stdout)["changes"]) == (0, [])
    second = json.loads(new_home.run("batch", "--nightly", "--replay", "fixtures/night2.warc.gz").stdout)
    (change,) = second["changes"]
    assert (change["before"], change["after"]) == ("supported", "contradicted")
    assert second["articles"] == second["done"] == 5
    third = json.loads(new_home.run("batch", "--nightly", "--replay", "fixtures/night2.warc.gz").stdout)
    assert third["changes"] == []


def test_several_warcs_stand_for_the_web_together_and_a_night_asks_the_same(new_home: Home, tmp_path: Path) -> None:
    words = "The bridge was closed for 14 weeks. The ferry carried 512 passengers on its first day. " * 4
    page = f"<html lang=en><head><title>News</title></head><body><article><p>{words}</p></article></body></html>"
    links = ["https://one.example/bridge", "https://two.example/ferry"]
    options: list[str] = []
    for number, link in enumerate(links):
        warc = ForeignWarc(tmp_path / f"{number}.warc.gz").response(link, "2025-09-12T00:00:00Z", page.encode())
        options += ["--replay", str(warc.close())]
    article = tmp_path / "article.md"
    claims = "The bridge was closed for 14 weeks ([One]({})). The ferry carried 512 passengers ([Two]({}))."
    article.write_text(claims.format(*links))

    def states(*replay: str) -> list[str]:
        report = json.loads(new_home.run("check", str(article), "-q", *replay).stdout)
        return [source["state"] for citation in report["citations"] for source in citation["sources"]]

    assert states(*options[:2]) == ["live", "timed_out"]
    assert states(*options) == ["live", "live"]
    night = json.loads(new_home.run("batch", "--nightly").stdout)
    assert (night["done"], night["changes"]) == (1, [])


def test_a_batch_names_what_it_could_not_read(new_home: Home, tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "empty.txt").write_bytes(b"")
    (folder / "good.txt").write_bytes((ROOT / "fixtures/articles/no-citations.txt").read_bytes())
    done = new_home.run("batch", str(folder), *REPLAY)
    run = json.loads(done.stdout)
    assert (done.returncode, run["done"], run["failed"]) == (3, 1, 1)
    assert "empty.txt" in run["problems"][0]["message"]


def test_a_batch_with_a_list_that_cannot_be_read_begins_nothing(new_home: Home, tmp_path: Path) -> None:
    done = new_home.run("batch", SEED, str(tmp_path / "missing.csv"), *REPLAY)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"missing.csv" in done.stderr
    assert not new_home.folder.exists()


def test_a_batch_of_nothing_says_so(new_home: Home, tmp_path: Path) -> None:
    done = new_home.run("batch", str(tmp_path), *REPLAY)
    assert (done.returncode, json.loads(done.stdout)["articles"]) == (0, 0)
    assert b"there are no articles in" in done.stderr


class _Pages(BaseHTTPRequestHandler):
    """A small paper: one article that cites one page of its own."""

    article = (
        "<html lang=en><head><title>The bridge</title></head><body><article><h1>The bridge</h1>"
        "<p>Work on the old bridge over the Orla began in March and has gone on through heat and rain.</p>"
        "<p>The council closed the bridge to lorries for 14 weeks "
        "(<a href='/council'>Orla Council</a>, September 9).</p>"
        "<p>Drivers take the long way round by the mill, and the mill's owner has put up a stall with cold drinks.</p>"
        "</article></body></html>"
    )
    council = (
        "<html lang=en><head><title>Bridge closed</title></head><body><article><h1>Bridge closed to lorries</h1>"
        "<p>The council has closed the bridge over the Orla to lorries for 14 weeks while its deck is replaced.</p>"
        "<p>Cars and bicycles may use the eastern lane. Buses are sent through Mill Street until the work is done, and "
        "the school bus leaves ten minutes earlier than usual. The council thanks everybody for their patience.</p>"
        "</article></body></html>"
    )

    def do_GET(self) -> None:
        pages = {"/article": self.article, "/council": self.council}
        body = pages.get(self.path, "not here").encode()
        self.send_response(200 if self.path in pages else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing on the test's screen."""


@pytest.fixture
def paper() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Pages) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_an_article_on_the_web_is_checked_against_the_pages_it_links(new_home: Home, paper: str) -> None:
    settings = {"ALLOW_NETWORKS": "127.0.0.1/32", "PER_HOST_DELAY_S": "0.05"}
    done = new_home.run("check", f"{paper}/article", "--published", "2025-09-12", settings=settings)
    assert done.returncode == 0, done.stderr.decode()
    report = json.loads(done.stdout)
    (citation,) = report["citations"]
    (source,) = citation["sources"]
    assert (source["state"], source["verdict"]) == ("live", "supported")
    assert source["url"] == f"{paper}/council"
    assert report["article"]["title"] == "The bridge"


def test_the_same_work_can_be_had_through_the_service(new_home: Home) -> None:
    with new_home.start("serve", "--port", "0", stdin=None) as service:
        assert service.stderr
        address = soon(lambda: service.stderr and service.stderr.readline().decode()).split()[3]
        try:
            settings = {"SERVER_URL": address}
            submitted = new_home.run("submit", "fixtures/articles/seed.txt", settings=settings)
            job_id = submitted.stdout.decode().split()[0]
            status = json.loads(new_home.run("status", job_id, "--wait", settings=settings).stdout)
            assert status["state"] == "done"
            report = json.loads(new_home.run("report", job_id, settings=settings).stdout)
            assert report["id"] == job_id
            listed = new_home.run("list", "--state", "done", settings=settings).stdout
            assert json.loads(listed.splitlines()[0])["id"] == job_id
            assert new_home.run("cancel", job_id, settings=settings).returncode == 0
            assert new_home.run("status", job_id, settings=settings).returncode == 2
        finally:
            service.send_signal(signal.SIGINT)
            service.communicate(timeout=LIMIT_S)
    assert service.returncode in (0, 130)


def test_keys_are_made_listed_and_revoked(new_home: Home) -> None:
    made = new_home.run("keys", "create", "--name", "desk", "--scope", "read,submit")
    assert len(made.stdout.decode().strip()) > 30
    listed = new_home.run("keys", "list").stdout.decode()
    key_id, name, scopes, _ = listed.strip().split("\t")
    assert (name, scopes) == ("desk", "read,submit")
    assert made.stdout.decode().strip() not in listed
    assert new_home.run("keys", "revoke", key_id).returncode == 0
    assert new_home.run("keys", "revoke", "nobody").returncode == 2
    assert new_home.run("keys", "list").stdout == b""


def test_doctor_says_what_works(new_home: Home) -> None:
    done = new_home.run("doctor")
    assert done.returncode == 0, done.stdout.decode()
    assert {line.split()[1] for line in done.stdout.decode().splitlines()} == {
        "store:",
        "worker:",
        "model:",
        "reader:",
        "names:",
        "archives:",
        "disk:",
        "finders:",
    }
