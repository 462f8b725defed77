"""Health, metrics, description, pages, keys, and what happens when the store is away: over real HTTP."""

from __future__ import annotations

import base64
import json
import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import httpx
import psutil
import pytest
from starlette.routing import Route
from support.live_api import Service, running_service
from support.sample_report import ARTICLE, sample_report

from verifier.api import bodies
from verifier.api.app import ROUTES
from verifier.api.problems import problem_kinds
from verifier.errors import Conflict, StoreError, StoreUnavailable, UsageError
from verifier.settings import Settings
from verifier.store import embedded_server
from verifier.store.embedded import find_server

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'"


# --- health and metrics -----------------------------------------------------------------------


def test_the_process_says_that_it_lives(service: Service) -> None:
    answer = service.client.get("/livez")
    assert (answer.status_code, answer.json()) == (200, {"alive": True})


def test_readiness_names_each_check_and_gives_advice(service: Service) -> None:
    answer = service.client.get("/readyz")
    checks = {check["name"]: check for check in answer.json()["checks"]}
    assert (answer.status_code, answer.json()["ready"]) == (200, True)
    assert checks["store"]["ok"]
    assert not checks["worker"]["ok"]
    assert "verifier serve" in checks["worker"]["detail"]


def test_metrics_are_read_from_the_store(service: Service) -> None:
    service.finish(service.hand_in("a (NATO, May 1)."))
    service.hand_in("b (NATO, May 1).")
    service.app.state.door.forget()
    answer = service.client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    samples = dict(re.findall(r"^(\w+(?:\{[^}]*\})?) (\d+)$", answer.text, re.MULTILINE))
    assert samples['verifier_jobs{state="done"}'] == "1"
    assert samples['verifier_jobs{state="queued"}'] == "1"
    assert samples["verifier_doorbells_waiting"] != "0"
    names = set(re.findall(r"^# TYPE (\w+) gauge$", answer.text, re.MULTILINE))
    assert names == {name.partition("{")[0] for name in samples}


# --- description ------------------------------------------------------------------------------


def described() -> dict[str, dict[str, object]]:
    document: dict[str, dict[str, object]] = json.loads(
        files("verifier.api").joinpath("openapi.json").read_text("utf-8")
    )["paths"]
    return document


def test_the_description_and_the_routes_are_the_same_calls(service: Service) -> None:
    served = {(route.path, method.lower()) for route in ROUTES for method in (route.methods or ()) if method != "HEAD"}
    written = {(path, method) for path, calls in described().items() for method in calls if method != "parameters"}
    assert served == written
    assert all(isinstance(route, Route) for route in ROUTES)
    assert service.client.get("/openapi.json").json()["paths"] == described()


def test_every_reference_in_the_description_leads_somewhere() -> None:
    document = json.loads(files("verifier.api").joinpath("openapi.json").read_text("utf-8"))
    for reference in re.findall(r'"\$ref": "#/([^"]+)"', json.dumps(document)):
        found = document
        for step in reference.split("/"):
            found = found[step]


def test_every_problem_code_is_described_and_explained(service: Service) -> None:
    page = service.client.get("/docs", headers=BROWSER).text
    for code in problem_kinds():
        assert f'id="{code}"' in page
    named = set(re.findall(r"`([a-z-]+)`", json.dumps(described())))
    document = json.loads(files("verifier.api").joinpath("openapi.json").read_text("utf-8"))
    named |= set(re.findall(r"`([a-z-]+)`", json.dumps(document["components"])))
    general = {"method-not-allowed", "internal-error", "store-error", "conflict",
               "key-needed", "key-unknown", "too-many-calls"}  # fmt: skip
    assert set(problem_kinds()) - general <= named


def test_unchanging_documents_are_not_sent_twice(service: Service) -> None:
    for path in ("/openapi.json", "/schemas/report-1.json", "/docs", "/"):
        first = service.client.get(path)
        again = service.client.get(path, headers={"If-None-Match": first.headers["etag"]})
        assert (first.status_code, again.status_code) == (200, 304), path


def test_addresses_and_methods_that_do_not_exist_are_problems(service: Service) -> None:
    nowhere = service.client.get("/nowhere")
    assert (nowhere.status_code, nowhere.json()["code"]) == (404, "not-found")
    wrong = service.client.put("/articles")
    assert (wrong.status_code, wrong.json()["code"]) == (405, "method-not-allowed")
    assert "POST" in wrong.headers["allow"]
    assert service.client.patch("/runs").json()["code"] == "method-not-allowed"


def test_head_answers_like_get_without_the_body(service: Service) -> None:
    job_id = service.hand_in()
    answer = service.client.head(f"/articles/{job_id}")
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["etag"] == service.client.get(f"/articles/{job_id}").headers["etag"]


@pytest.mark.parametrize("path", ["/", "/docs", "/livez", "/metrics", "/nowhere", "/articles", "/openapi.json"])
def test_every_answer_has_its_safe_headers(service: Service, path: str) -> None:
    headers = service.client.get(path, headers={"X-Request-Id": "abc-1"}).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["content-security-policy"].startswith("default-src 'none'; ")
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-request-id"] == "abc-1"
    assert "x-request-id" not in service.client.get(path, headers={"X-Request-Id": "a b;c"}).headers


def test_an_error_of_ours_is_a_problem_without_a_trace(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr(service.store, "runs", broken)
    answer = service.client.get("/runs", headers={"Connection": "close"})  # the server closes after such an error
    assert (answer.status_code, answer.json()["code"]) == (500, "internal-error")
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (StoreError("the store refused a command"), 500, "store-error"),
        (Conflict("the request contradicts another"), 409, "conflict"),
        (UsageError("the cursor is odd"), 422, "bad-usage"),
        (StoreUnavailable("the store is away"), 503, "store-unavailable"),
    ],
)
def test_errors_of_the_store_have_their_problems(
    service: Service, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int, code: str
) -> None:
    def broken(*_: object) -> None:
        raise error

    monkeypatch.setattr(service.store, "runs", broken)
    answer = service.client.get("/runs")
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert str(error) in answer.json()["detail"]


def test_a_body_that_does_not_come_is_not_waited_for(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "_BODY_DEADLINE_S", 0.2)
    url = service.client.base_url
    with socket.create_connection((url.host, url.port or 80), timeout=10) as connection:
        head = b"POST /articles HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\nContent-Length: 50\r\n\r\nonly"
        connection.sendall(head)
        assert connection.recv(200).startswith(b"HTTP/1.1 408 ")


# --- pages ------------------------------------------------------------------------------------


def test_a_browser_is_led_from_the_form_to_the_report(service: Service) -> None:
    client = service.client
    job_id = service.hand_in("Page words (NATO, May 5).")
    home = client.get("/", headers=BROWSER)
    assert '<form class="box" method="post" action="/articles" enctype="multipart/form-data">' in home.text
    assert f'href="/articles/{job_id}"' in home.text
    progress = client.get(f"/articles/{job_id}", headers=BROWSER)
    assert progress.headers["content-type"].startswith("text/html")
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in progress.text
    waiting = client.get(f"/articles/{job_id}/report.html", headers=BROWSER)
    assert (waiting.status_code, waiting.headers["location"]) == (303, f"/articles/{job_id}")
    service.finish(job_id)
    service.eventually(job_id, "done")
    done = client.get(f"/articles/{job_id}", headers=BROWSER)
    assert (done.status_code, done.headers["location"]) == (303, f"/articles/{job_id}/report.html")
    assert client.get(done.headers["location"], headers=BROWSER).text.startswith("<!doctype html>")
    assert "6, 5 to look at" in client.get("/", headers=BROWSER).text
    assert client.get("/articles", headers=BROWSER).headers["location"] == "/"


def test_pages_may_run_their_own_script_and_talk_to_the_service_only(service: Service) -> None:
    answer = service.client.get("/", headers=BROWSER)
    policy = answer.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "connect-src 'self'" in policy
    assert not re.search(r'\bsrc="|<link|style="|\son\w+="', answer.text)


def test_hostile_titles_stay_words_on_every_page(service: Service) -> None:
    job_id = service.hand_in("Evil words (NATO, May 6).")
    service.read(job_id, HOSTILE)
    service.app.state.door.forget()
    for path in ("/", f"/articles/{job_id}"):
        page = service.client.get(path, headers=BROWSER).text
        assert "&lt;script&gt;alert(1)" in page
        assert page.count("<script>") == 1
        assert "<img" not in page
    number = service.store.status(job_id).generation
    evil = replace(sample_report(), id=job_id, article=replace(ARTICLE, title=HOSTILE))
    service.store.publish(service.claim(f"report:{job_id}:{number}"), evil)
    page = service.client.get(f"/articles/{job_id}/report.html").text
    assert "<img" not in page
    assert page.count("<script>") == 1


# --- keys -------------------------------------------------------------------------------------


@pytest.fixture
def keys(service: Service) -> dict[str, str]:
    """A key of each scope; from now on every call needs one."""
    made = {scope: service.store.create_key(scope, [scope])[0] for scope in ("read", "submit", "admin")}
    service.app.state.door.forget()
    return made


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


def test_without_any_key_no_call_needs_one(service: Service) -> None:
    assert service.client.get("/articles").status_code == 200


@pytest.mark.usefixtures("keys")
@pytest.mark.parametrize(
    "path", ["/", "/articles", "/articles/x", "/articles/x/report", "/runs", "/metrics", "/openapi.json", "/docs"]
)
def test_once_a_key_exists_every_call_needs_one(service: Service, path: str) -> None:
    answer = service.client.get(path)
    assert (answer.status_code, answer.json()["code"]) == (401, "key-needed")
    assert "Bearer" in answer.headers["www-authenticate"]
    wrong = service.client.get(path, headers=bearer("verifier_wrong"))
    assert (wrong.status_code, wrong.json()["code"]) == (401, "key-unknown")


@pytest.mark.usefixtures("keys")
@pytest.mark.parametrize("path", ["/livez", "/readyz"])
def test_health_needs_no_key(service: Service, path: str) -> None:
    assert service.client.get(path).status_code == 200


def test_a_key_does_what_its_scopes_say(service: Service, keys: dict[str, str]) -> None:
    client = service.client
    assert client.get("/articles", headers=bearer(keys["read"])).status_code == 200
    refused = client.post("/articles", json={"text": "a"}, headers=bearer(keys["read"]))
    assert (refused.status_code, refused.json()["code"]) == (403, "missing-scope")
    accepted = client.post("/articles", json={"text": "a (NATO, May 7)."}, headers=bearer(keys["submit"]))
    assert accepted.status_code == 202
    assert client.get("/articles", headers=bearer(keys["submit"])).status_code == 403
    assert client.delete(f"/articles/{accepted.json()['id']}", headers=bearer(keys["admin"])).status_code == 200
    assert client.get("/articles", headers=bearer(keys["admin"])).status_code == 200


def test_a_browser_may_give_the_key_as_its_password(service: Service, keys: dict[str, str]) -> None:
    assert service.client.get("/", headers=BROWSER, auth=("anybody", keys["read"])).status_code == 200
    broken = {"Authorization": "Basic " + base64.b64encode(b"\xff\xfe").decode()}
    assert service.client.get("/", headers=broken).status_code == 401
    assert service.client.get("/", headers={"Authorization": "Basic ???"}).status_code == 401


def test_a_revoked_key_is_refused(service: Service, keys: dict[str, str]) -> None:
    service.store.revoke_key("read")
    service.app.state.door.forget()
    assert service.client.get("/articles", headers=bearer(keys["read"])).status_code == 401


def test_a_key_has_only_so_many_calls(service: Service) -> None:
    secret, _ = service.store.create_key("busy", ["read"], per_minute=1)
    service.app.state.door.forget()
    answers = [service.client.get("/articles", headers=bearer(secret)) for _ in range(80)]
    refused = [answer for answer in answers if answer.status_code == 429]
    assert refused
    assert refused[0].json()["code"] == "too-many-calls"
    assert int(refused[0].headers["retry-after"]) >= 1


# --- the store is away ------------------------------------------------------------------------


@pytest.fixture
def doomed(tmp_path: Path) -> Iterator[tuple[Service, psutil.Process]]:
    """A service of its own with the process of its store, which nobody starts again."""
    settings = Settings(data_dir=tmp_path / "data")
    port = _free_port()
    command = [str(find_server()), "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        try:
            with running_service(replace(settings, redis_url=f"redis://127.0.0.1:{port}/0")) as service:
                _await_store(service)
                yield service, psutil.Process(process.pid)
        finally:
            process.send_signal(signal.SIGCONT)
            process.kill()


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _await_store(service: Service) -> None:
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline:
        service.app.state.door.forget()
        if service.client.get("/readyz").status_code == 200:
            return
    raise AssertionError("the store did not come up")


@pytest.mark.parametrize("how", ["killed", "frozen"])
def test_without_its_store_the_service_says_so_at_once_and_never_hangs(
    doomed: tuple[Service, psutil.Process], how: str
) -> None:
    service, process = doomed
    job_id = service.hand_in()
    process.kill() if how == "killed" else process.suspend()
    calls = [
        "/articles/" + job_id,
        "/articles",
        "/",
        "/runs",
        f"/articles/{job_id}/report",
        f"/articles/{job_id}/events",
    ]
    service.app.state.door.forget()

    def ask(path: str) -> httpx.Response:
        return service.client.get(path, timeout=10)

    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(ask, calls * 4))
    for answer in answers:
        assert answer.status_code == 503, answer.text
        assert answer.json()["code"] == "store-unavailable"
        assert answer.headers["retry-after"] == "2"
        assert "Traceback" not in answer.text
    assert service.client.post("/articles", json={"text": "a"}, timeout=10).json()["code"] == "store-unavailable"
    ready = service.client.get("/readyz", timeout=10)
    assert (ready.status_code, ready.json()["ready"]) == (503, False)
    assert service.client.get("/livez").status_code == 200
    assert service.client.get("/metrics", timeout=10).status_code == 503


def test_the_service_is_back_when_its_store_is(doomed: tuple[Service, psutil.Process]) -> None:
    service, process = doomed
    job_id = service.hand_in()
    process.suspend()
    service.app.state.door.forget()
    assert service.client.get(f"/articles/{job_id}", timeout=10).status_code == 503
    process.resume()
    _await_store(service)
    assert service.client.get(f"/articles/{job_id}").status_code == 200


def test_the_embedded_server_can_be_the_store(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    with embedded_server(settings), running_service(settings) as service:
        assert service.client.get("/readyz").json()["ready"] is True
