"""Pages that were read before: asked whether they changed, and sent again only if they did."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from support.loopback import Loopback, Request, answer, loopback, quick

from verifier import pipeline
from verifier.fetch.conditional import ConditionalWeb
from verifier.fetch.live import LiveWeb
from verifier.fetch.politeness import LocalPoliteness
from verifier.jobs import Submission
from verifier.model import Exchange, Target

MONDAY, TUESDAY = "Mon, 08 Sep 2025 10:00:00 GMT", "Tue, 09 Sep 2025 10:00:00 GMT"


@pytest.fixture
def server() -> Iterator[Loopback]:
    with loopback() as running:
        yield running


def serve(server: Loopback, path: str, body: str, **marks: str) -> None:
    """A page that knows conditions, as RFC 9110 §13 has them: the entity tag before the day."""

    def script(request: Request) -> None:
        wish = request.headers.get("If-None-Match"), request.headers.get("If-Modified-Since")
        held = marks.get("ETag"), marks.get("Last_Modified")
        same = wish[0] == held[0] if wish[0] else bool(wish[1]) and wish[1] == held[1]
        request.send(answer("" if same else body, "304 Not Modified" if same else "200 OK", **marks))

    server.routes[path] = script


def web(earlier: Exchange | None = None) -> ConditionalWeb:
    return ConditionalWeb(LiveWeb(quick(), LocalPoliteness()), [earlier] if earlier else [])


@pytest.mark.parametrize(
    "marks", [{"ETag": '"1"'}, {"Last_Modified": MONDAY}, {"ETag": 'W/"1"', "Last_Modified": MONDAY}]
)
def test_an_unchanged_page_keeps_its_body_and_gets_the_time_of_now(marks: dict[str, str], server: Loopback) -> None:
    serve(server, "/a", "<p>Words.", **marks)
    first = replace(web().get(server.url + "/a"), fetched_at="2025-09-10T00:00:00Z")
    again = web(first).get(server.url + "/a")
    assert (again.status, again.body) == (200, b"<p>Words.")
    assert again.fetched_at > first.fetched_at
    assert again.header("content-length") == first.header("content-length")
    asked = server.seen[-1].headers
    assert (asked.get("If-None-Match"), asked.get("If-Modified-Since")) == (
        marks.get("ETag"),
        marks.get("Last_Modified"),
    )


def test_a_changed_page_is_sent(server: Loopback) -> None:
    serve(server, "/a", "<p>Old.", ETag='"1"', Last_Modified=MONDAY)
    first = web().get(server.url + "/a")
    serve(server, "/a", "<p>New.", ETag='"2"', Last_Modified=TUESDAY)
    assert web(first).get(server.url + "/a").body == b"<p>New."


def test_a_page_without_marks_is_asked_as_ever(server: Loopback) -> None:
    serve(server, "/a", "<p>Words.")
    first = web().get(server.url + "/a")
    assert web(first).get(server.url + "/a").body == b"<p>Words."
    assert "If-None-Match" not in server.seen[-1].headers


@pytest.mark.parametrize("change", [{"status": 404}, {"captured_at": "2025-09-10T00:00:00Z"}])
def test_neither_an_error_nor_a_copy_stands_for_the_page(change: dict[str, object], server: Loopback) -> None:
    serve(server, "/a", "<p>Words.", ETag='"1"')
    first = replace(web().get(server.url + "/a"), **change)
    assert web(first).get(server.url + "/a").body == b"<p>Words."
    assert "If-None-Match" not in server.seen[-1].headers


def test_the_same_mark_on_another_page_means_nothing(server: Loopback) -> None:
    serve(server, "/a", "<p>Old.", ETag='"1"')
    first = web().get(server.url + "/a")
    server.redirect("/a", "/b")
    serve(server, "/b", "<p>Elsewhere.", ETag='"1"')
    found = web(first).get(server.url + "/a")
    assert (found.body, found.final_url) == (b"<p>Elsewhere.", server.url + "/b")


def test_a_source_is_read_again_without_being_sent_again(server: Loopback, tmp_path: Path) -> None:
    page = "<html lang=en><title>Bridge</title><body><p>" + "The bridge was opened again on March 4. " * 30
    serve(server, "/a", page, ETag='"1"')
    tools = pipeline.open_tools(quick(data_dir=tmp_path), Submission(), LocalPoliteness())
    first, exchanges = pipeline.obtain(Target(url=server.url + "/a"), tools)
    again, _ = pipeline.obtain(Target(url=server.url + "/a"), tools, exchanges)
    assert first.document is not None
    assert again.document == first.document
    assert "If-None-Match" in server.seen[-1].headers
