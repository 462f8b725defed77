"""Status, report, events, listings and removal over real HTTP and the real store."""

from __future__ import annotations

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import jsonschema
import pytest
from support.live_api import Service
from support.sample_report import ARTICLE, sample_report

from verifier.codec import from_json
from verifier.jobs import Problem, Status
from verifier.model import Report

UNKNOWN = "0123456789abcdef"
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


# --- status -----------------------------------------------------------------------------------


def test_the_status_has_a_strong_tag_and_says_when_to_ask_again(service: Service) -> None:
    job_id = service.hand_in()
    answer = service.client.get(f"/articles/{job_id}")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "private, max-age=1"
    assert answer.headers["retry-after"] == "2"
    assert answer.headers["etag"].startswith('"')
    assert from_json(answer.content, Status) == service.store.status(job_id)
    assert len(answer.content) <= 1024


def test_who_holds_the_status_already_gets_304_without_a_body(service: Service) -> None:
    job_id = service.hand_in()
    etag = service.client.get(f"/articles/{job_id}").headers["etag"]
    for value in (etag, f'W/{etag}, "other"', "*"):
        answer = service.client.get(f"/articles/{job_id}", headers={"If-None-Match": value})
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer.headers["etag"] == etag
    other = service.client.get(f"/articles/{job_id}", headers={"If-None-Match": '"other"'})
    assert other.status_code == 200


def test_the_tag_changes_exactly_when_the_status_does(service: Service) -> None:
    job_id = service.hand_in()
    before = service.client.get(f"/articles/{job_id}")
    same = service.client.get(f"/articles/{job_id}")
    assert (before.headers["etag"], before.content) == (same.headers["etag"], same.content)
    service.finish(job_id)
    after = service.eventually(job_id, "done")
    assert after.headers["etag"] != before.headers["etag"]
    assert "retry-after" not in after.headers
    assert after.json()["counts"]["contradicted"] == 1


def test_polls_within_a_second_do_not_ask_the_store(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    job_id = service.hand_in()
    asked = []
    honest = service.store.status_document
    monkeypatch.setattr(service.store, "status_document", lambda one: (asked.append(one), honest(one))[1])
    service.app.state.door.forget()
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: service.client.get(f"/articles/{job_id}").status_code, range(80)))
    assert answers == [200] * 80
    assert len(asked) < 8


def test_waiting_returns_as_soon_as_something_changes(service: Service) -> None:
    job_id = service.hand_in()
    etag = service.client.get(f"/articles/{job_id}").headers["etag"]
    answers = []

    def wait() -> None:
        answers.append(service.client.get(f"/articles/{job_id}?wait=15", headers={"If-None-Match": etag}))

    waiter = threading.Thread(target=wait)
    waiter.start()
    service.finish(job_id)
    waiter.join(12)
    assert not waiter.is_alive()
    assert answers[0].status_code == 200
    assert answers[0].headers["etag"] != etag


def test_waiting_in_vain_ends_with_304_or_the_same_status(service: Service) -> None:
    job_id = service.hand_in()
    first = service.client.get(f"/articles/{job_id}")
    waited = service.client.get(f"/articles/{job_id}?wait=0.3", headers={"If-None-Match": first.headers["etag"]})
    assert waited.status_code == 304
    assert service.client.get(f"/articles/{job_id}?wait=0.3").content == first.content


def test_nobody_waits_for_a_job_that_has_ended(service: Service) -> None:
    job_id = service.hand_in()
    service.finish(job_id)
    etag = service.eventually(job_id, "done").headers["etag"]
    answer = service.client.get(f"/articles/{job_id}?wait=30", headers={"If-None-Match": etag}, timeout=5)
    assert answer.status_code == 304


@pytest.mark.parametrize("wait", ["31", "-1", "soon", "nan", "inf", ""])
def test_a_wait_out_of_bounds_is_refused(service: Service, wait: str) -> None:
    answer = service.client.get(f"/articles/{service.hand_in()}?wait={wait}")
    assert (answer.status_code, answer.json()["code"]) == (422, "bad-fields")


@pytest.mark.parametrize("path", ["", "/report", "/report.json", "/report.html", "/events"])
@pytest.mark.parametrize("job_id", [UNKNOWN, "x" * 200, "..%2F..", "%00", "a b"])
def test_what_does_not_exist_is_404(service: Service, job_id: str, path: str) -> None:
    answer = service.client.get(f"/articles/{job_id}{path}")
    assert answer.status_code == 404, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "not-found"


def test_a_failed_job_says_what_went_wrong_and_what_to_do(service: Service) -> None:
    job_id = service.hand_in()
    service.fail(job_id, Problem(code="unreadable-input", message="the file is a picture", advice="Send the text."))
    status = service.eventually(job_id, "failed").json()
    assert status["error"] == {
        "code": "unreadable-input",
        "message": "the file is a picture",
        "advice": "Send the text.",
    }
    report = service.client.get(f"/articles/{job_id}/report")
    assert (report.status_code, report.json()["code"], report.json()["cause"]) == (
        409,
        "job-failed",
        "unreadable-input",
    )
    assert "the file is a picture. Send the text." in report.json()["detail"]


# --- report -----------------------------------------------------------------------------------


def test_the_report_is_refused_while_the_work_is_under_way(service: Service) -> None:
    job_id = service.hand_in()
    answer = service.client.get(f"/articles/{job_id}/report")
    assert answer.status_code == 409
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["retry-after"] == "2"
    assert (answer.json()["code"], answer.json()["state"]) == ("report-not-ready", "queued")


def test_the_report_is_the_one_that_was_published(service: Service) -> None:
    job_id = service.hand_in()
    published = service.finish(job_id)
    answer = service.client.get(f"/articles/{job_id}/report")
    assert answer.headers["content-type"] == "application/json"
    assert from_json(answer.content, Report) == published
    schema = service.client.get("/schemas/report-1.json")
    assert schema.headers["content-type"] == "application/schema+json"
    jsonschema.Draft202012Validator(schema.json()).validate(answer.json())


@pytest.mark.parametrize(
    ("suffix", "media_type", "begins"),
    [
        (".json", "application/json", b'{"schema":"report/1"'),
        (".html", "text/html; charset=utf-8", b"<!doctype html>"),
        (".md", "text/markdown; charset=utf-8", b"# Harbour"),
        (".csv", "text/csv; charset=utf-8", b"\xef\xbb\xbfn,citation_id"),
        (".txt", "text/plain; charset=utf-8", b"Harbour"),
        (".claimreview.json", "application/ld+json", b'{\n  "@context": "https://schema.org"'),
        (".annotations.json", "application/ld+json", b'{\n  "@context": "http://www.w3.org/ns/anno.jsonld"'),
    ],
)
def test_the_suffix_names_the_format(service: Service, suffix: str, media_type: str, begins: bytes) -> None:
    job_id = service.hand_in()
    service.finish(job_id)
    answer = service.client.get(f"/articles/{job_id}/report{suffix}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith(media_type)
    assert answer.content.startswith(begins)
    again = service.client.get(f"/articles/{job_id}/report{suffix}", headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        (None, "application/json"),
        ("*/*", "application/json"),
        ("text/html", "text/html"),
        (BROWSER["Accept"], "text/html"),
        ("text/csv", "text/csv"),
        ("text/markdown, application/json;q=0.5", "text/markdown"),
        ("application/json;q=0.1, text/html;q=0.9", "text/html"),
        ("text/*", "text/html"),
        ("application/ld+json", "application/ld+json"),
        ("text/html;q=0, */*", "application/json"),
    ],
)
def test_without_a_suffix_the_client_is_asked_what_it_likes(
    service: Service, accept: str | None, media_type: str
) -> None:
    job_id = service.hand_in()
    service.finish(job_id)
    headers = {"Accept": accept} if accept else {}
    answer = service.client.get(f"/articles/{job_id}/report", headers=headers)
    assert answer.headers["content-type"].partition(";")[0] == media_type
    assert answer.headers["vary"] == "Accept"


def test_a_format_that_is_not_written_is_refused(service: Service) -> None:
    job_id = service.hand_in()
    service.finish(job_id)
    answer = service.client.get(f"/articles/{job_id}/report", headers={"Accept": "image/png"})
    assert (answer.status_code, answer.json()["code"]) == (406, "not-acceptable")
    assert service.client.get(f"/articles/{job_id}/report.docx").status_code == 404


def test_the_report_page_comes_with_its_own_policy(service: Service) -> None:
    job_id = service.hand_in()
    service.finish(job_id)
    policy = service.client.get(f"/articles/{job_id}/report.html").headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "frame-ancestors 'none'" in policy


def test_earlier_reports_stay_while_the_article_is_checked_again(service: Service) -> None:
    job_id = service.hand_in("Words (NATO, May 1).")
    first = service.finish(job_id)
    service.client.post("/articles", json={"text": "Words (NATO, May 1).", "recheck": True})
    running = service.client.get(f"/articles/{job_id}/report")
    assert (running.status_code, running.json()["code"]) == (409, "report-not-ready")
    earlier = service.client.get(running.json()["previous"])
    assert from_json(earlier.content, Report) == first
    second = service.finish(job_id, replace(sample_report(), made_at="2026-01-01T00:00:00Z"))
    newest = service.client.get(f"/articles/{job_id}/report")
    assert from_json(newest.content, Report) == second
    assert service.client.get(f"/articles/{job_id}/report?generation=9").status_code == 404
    assert service.client.get(f"/articles/{job_id}/report?generation=x").status_code == 422


# --- removing ---------------------------------------------------------------------------------


def test_deleting_cancels_work_under_way_and_removes_what_has_ended(service: Service) -> None:
    job_id = service.hand_in()
    cancelled = service.client.delete(f"/articles/{job_id}")
    assert (cancelled.status_code, cancelled.json()["state"]) == (200, "cancelled")
    assert service.client.get(f"/articles/{job_id}").json()["state"] == "cancelled"
    report = service.client.get(f"/articles/{job_id}/report")
    assert (report.status_code, report.json()["code"]) == (409, "job-cancelled")
    assert service.client.delete(f"/articles/{job_id}").status_code == 204
    assert service.client.get(f"/articles/{job_id}").status_code == 404
    assert service.client.delete(f"/articles/{job_id}").status_code == 404


def test_an_article_handed_in_again_after_removal_shows_its_new_report(service: Service) -> None:
    job_id = service.hand_in("Words (NATO, May 2).")
    service.finish(job_id)
    assert b"Harbour" in service.client.get(f"/articles/{job_id}/report.html").content
    service.client.delete(f"/articles/{job_id}")
    assert service.hand_in("Words (NATO, May 2).") == job_id
    service.finish(job_id, replace(sample_report(), article=replace(ARTICLE, title="Another title")))
    assert b"Another title" in service.client.get(f"/articles/{job_id}/report.html").content


# --- events -----------------------------------------------------------------------------------


def events_of(text: str) -> list[dict[str, str]]:
    """The events of a stream: id, event, data."""
    blocks = [block for block in text.split("\n\n") if "data: " in block]
    return [dict(line.split(": ", 1) for line in block.splitlines()) for block in blocks]


def test_events_tell_the_whole_story_and_then_end(service: Service) -> None:
    job_id = service.hand_in()
    service.finish(job_id)
    answer = service.client.get(f"/articles/{job_id}/events")
    assert answer.headers["content-type"].startswith("text/event-stream")
    events = events_of(answer.text)
    assert [event["event"] for event in events] == ["queued", "running", "found", "done"]
    last = json.loads(events[-1]["data"])
    assert (last["kind"], last["state"], last["id"]) == ("done", "done", events[-1]["id"])


def test_a_stream_is_taken_up_where_it_broke_off(service: Service) -> None:
    job_id = service.hand_in()
    service.finish(job_id)
    events = events_of(service.client.get(f"/articles/{job_id}/events").text)
    rest = service.client.get(f"/articles/{job_id}/events", headers={"Last-Event-ID": events[1]["id"]})
    assert [event["id"] for event in events_of(rest.text)] == [event["id"] for event in events[2:]]
    by_query = service.client.get(f"/articles/{job_id}/events?after={events[1]['id']}")
    assert by_query.text == rest.text
    over = service.client.get(f"/articles/{job_id}/events", headers={"Last-Event-ID": events[-1]["id"]})
    assert over.status_code == 204


def test_events_arrive_while_the_work_goes_on(service: Service) -> None:
    job_id = service.hand_in()
    seen = []
    with service.client.stream("GET", f"/articles/{job_id}/events") as stream:
        for line in stream.iter_lines():
            if line.startswith("event: "):
                seen.append(line.removeprefix("event: "))
                if seen == ["queued"]:
                    service.finish(job_id)
    assert seen == ["queued", "running", "found", "done"]


def test_a_stream_ends_when_its_article_is_removed(service: Service) -> None:
    job_id = service.hand_in()
    seen = []
    with service.client.stream("GET", f"/articles/{job_id}/events") as stream:
        for line in stream.iter_lines():
            if line.startswith("event: "):
                seen.append(line.removeprefix("event: "))
                if seen == ["queued"]:
                    service.store.remove(job_id)
    assert seen[-1] == "removed"


def test_there_is_an_end_to_the_number_of_streams(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service.app.state.streams, "most", 0)
    answer = service.client.get(f"/articles/{service.hand_in()}/events")
    assert (answer.status_code, answer.json()["code"], answer.headers["retry-after"]) == (503, "too-many-streams", "5")


# --- listings ---------------------------------------------------------------------------------


def test_articles_are_listed_newest_first_page_by_page(service: Service) -> None:
    ids = [service.hand_in(f"Words {number} (NATO, May 3).") for number in range(5)]
    listed, path = [], "/articles?limit=2"
    for _ in range(5):
        answer = service.client.get(path)
        listed += [row["id"] for row in answer.json()["articles"]]
        if answer.json()["next"] is None:
            assert "link" not in answer.headers
            break
        path = answer.headers["link"].partition("<")[2].partition(">")[0]
        assert 'rel="next"' in answer.headers["link"]
    assert sorted(listed) == sorted(ids)
    assert len(listed) == 5


def test_articles_are_listed_by_state_and_day(service: Service) -> None:
    done, queued = service.hand_in("Words a (NATO, May 4)."), service.hand_in("Words b (NATO, May 4).")
    service.finish(done)
    assert [row["id"] for row in service.client.get("/articles?state=done").json()["articles"]] == [done]
    assert [row["id"] for row in service.client.get("/articles?state=queued").json()["articles"]] == [queued]
    assert service.client.get("/articles?since=2999-01-01").json() == {"articles": [], "next": None}
    assert len(service.client.get("/articles?since=2020-01-01T00:00:00Z").json()["articles"]) == 2


@pytest.mark.parametrize(
    "query", ["state=odd", "since=then", "cursor=x", "limit=0", "limit=101", "limit=x", "stat=done"]
)
def test_a_listing_that_cannot_be_is_refused(service: Service, query: str) -> None:
    answer = service.client.get(f"/articles?{query}")
    assert answer.status_code == 422, answer.text
    assert answer.json()["code"] in ("bad-fields", "bad-usage")


def test_runs_are_listed_and_shown(service: Service) -> None:
    assert service.client.get("/runs").json() == {"runs": [], "next": None}
    run, _ = service.store.start_run("nightly", "2025-03-13")
    assert [row["id"] for row in service.client.get("/runs").json()["runs"]] == [run.id]
    shown = service.client.get(f"/runs/{run.id}").json()
    assert (shown["id"], shown["kind"], shown["changes"]) == (run.id, "nightly", [])
    text = service.client.get(f"/runs/{run.id}", headers={"Accept": "text/plain"}).text
    assert text.startswith("Nothing has changed so far.")
    page = service.client.get(f"/runs/{run.id}", headers=BROWSER)
    assert page.headers["content-type"].startswith("text/html")
    assert run.id in page.text
    assert service.client.get(f"/runs/{UNKNOWN}").status_code == 404
