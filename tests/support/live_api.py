"""The real service on loopback for tests: embedded Valkey, the application, uvicorn; and jobs brought to an end."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

import httpx
import uvicorn
from starlette.applications import Starlette
from support.sample_report import sample_report

from verifier.api.app import create_app
from verifier.jobs import JobState, Problem
from verifier.model import Article, Citations, Report
from verifier.settings import Settings
from verifier.store import Found, Lease, Store, open_store

PATIENCE_S = 20.0


@dataclass(frozen=True, slots=True)
class Service:
    """A running service, a client of it, and the store behind it."""

    app: Starlette
    client: httpx.Client
    store: Store
    settings: Settings

    def hand_in(self, text: str = "Some words (NATO, September 12).", **fields: object) -> str:
        """Submit a text; returns the job's id."""
        answer = self.client.post("/articles", json={"text": text, **fields})
        assert answer.status_code == 202, answer.text
        return str(answer.json()["id"])

    def claim(self, unit: str) -> Lease:
        """The lease of a unit that must be due."""
        lease = self.store.claim(unit, "tests/1/1/1")
        assert isinstance(lease, Lease), f"{unit} is not due"
        return lease

    def read(self, job_id: str, title: str = "A title") -> None:
        """Bring the job to the point where its report is due: an article without citations was read."""
        number = self.store.status(job_id).generation
        found = Found(citations=Citations(article=Article(text="x"), citations=()), resolved=(), pages=())
        self.store.found(self.claim(f"read:{job_id}:{number}"), found, {}, (), title=title)

    def finish(self, job_id: str, report: Report | None = None) -> Report:
        """Bring the job to its end with a report; returns it."""
        number = self.store.status(job_id).generation
        self.read(job_id)
        report = replace(report or sample_report(), id=job_id)
        self.store.publish(self.claim(f"report:{job_id}:{number}"), report)
        return report

    def fail(self, job_id: str, problem: Problem) -> None:
        """Bring the job to its end without a report."""
        number = self.store.status(job_id).generation
        self.store.fail(self.claim(f"read:{job_id}:{number}"), problem)

    def eventually(self, job_id: str, state: JobState) -> httpx.Response:
        """The status once the API says that state; its memory is at most a second old."""
        deadline = time.monotonic() + PATIENCE_S
        etag = ""
        while time.monotonic() < deadline:
            answer = self.client.get(f"/articles/{job_id}?wait=2", headers={"If-None-Match": etag} if etag else {})
            if answer.status_code == 200 and answer.json()["state"] == state:
                return answer
            etag = answer.headers["etag"]
        raise AssertionError(f"{job_id} did not become {state}")


@contextlib.contextmanager
def serving(app: Starlette) -> Iterator[httpx.Client]:
    """A client of the application, served by uvicorn on a free port of loopback."""
    config = uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, name="uvicorn", daemon=True)
    thread.start()
    deadline = time.monotonic() + PATIENCE_S
    while not server.started and thread.is_alive() and time.monotonic() < deadline:
        thread.join(0.01)
    assert server.started, "the server did not start"
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE_S, trust_env=False) as client:
            yield client
    finally:
        server.should_exit = True
        thread.join(PATIENCE_S)


@contextlib.contextmanager
def running_service(settings: Settings) -> Iterator[Service]:
    """The service over the store that the settings name."""
    store = open_store(settings)
    try:
        app = create_app(store, settings)
        with serving(app) as client:
            yield Service(app, client, store, settings)
    finally:
        store.close()
