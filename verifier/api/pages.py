"""The pages for people: hand in and list, progress, runs, the description of the API."""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from verifier.api.answers import REPORT_CACHE, tagged
from verifier.api.door import ReadyStatus, StoreDoor
from verifier.api.problems import problem_kinds
from verifier.jobs import JobState, Run

if TYPE_CHECKING:
    from jinja2 import Environment

_MOST_LISTED = 25


async def home(request: Request) -> Response:
    """`GET /`: a form to hand an article in, and the newest articles and runs."""
    door: StoreDoor = request.app.state.door
    cursor = request.query_params.get("cursor") or None
    articles, following = await door.ask(door.store.jobs, None, None, cursor, _MOST_LISTED)
    runs, _ = await door.ask(door.store.runs, None, 5)
    return await _page(request, "home.html", articles=articles, next=following, first=cursor is None, runs=runs)


async def progress_page(request: Request, ready: ReadyStatus) -> Response:
    """The page of one article: how far it is, then the way to its report."""
    status = ready.status
    if status.state is JobState.DONE:
        return RedirectResponse(f"/articles/{status.id}/report.html", 303)
    door: StoreDoor = request.app.state.door
    newest = await door.ask(door.store.latest_report_number, status.id)
    return await _page(request, "progress.html", status=status, ended=ready.ended, previous=newest)


async def run_page(request: Request, run: Run) -> Response:
    """What one run changed."""
    return await _page(request, "run.html", run=run)


async def docs(request: Request) -> Response:
    """The description of the API: calls, problem codes, finding codes."""
    from verifier.report.findings import FINDINGS

    description: dict[str, Any] = json.loads(files("verifier.api").joinpath("openapi.json").read_text("utf-8"))
    kinds = problem_kinds().values()
    return await _page(request, "docs.html", description=description, problems=kinds, findings=FINDINGS.values())


@cache
def page_policy() -> str:
    """The Content-Security-Policy of the pages: their own style and script by hash, calls to ourselves only."""
    return (
        f"default-src 'none'; style-src '{_hash('pages.css')}'; script-src '{_hash('pages.js')}'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )


async def _page(request: Request, template: str, **values: object) -> Response:
    door: StoreDoor = request.app.state.door
    body = await door.work(_render, template, values)
    headers = {"Cache-Control": REPORT_CACHE, "Vary": "Accept", "Content-Security-Policy": page_policy()}
    return tagged(request, body, "text/html; charset=utf-8", headers)


def _render(template: str, values: dict[str, object]) -> bytes:
    return _environment().get_template(template).render(values).encode("utf-8", "replace")


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    from verifier.report.days import spoken_time
    from verifier.report.diff import KINDS
    from verifier.report.html import web_link
    from verifier.report.tables import verdict_words

    environment = Environment(
        loader=PackageLoader("verifier.api"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    environment.filters.update(time=spoken_time, href=web_link, words=verdict_words)
    # Our own two files are the only text that is not escaped; their hashes are in the policy.
    environment.globals.update(style=Markup(_asset("pages.css")), script=Markup(_asset("pages.js")), kinds=KINDS)  # noqa: S704
    return environment


@cache
def _asset(name: str) -> str:
    return files("verifier.api").joinpath("templates", name).read_text("utf-8")


def _hash(name: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(_asset(name).encode()).digest()).decode()
