"""The calls about the service itself: health, metrics, the description of the API, and nightly runs."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import Response

from verifier.api.answers import best_of, json_answer, tagged
from verifier.api.articles import known_query, next_link, page_size
from verifier.api.door import StoreDoor
from verifier.api.pages import run_page
from verifier.errors import StoreError

if TYPE_CHECKING:
    from verifier.store import Store

_STATIC_CACHE = "private, max-age=300"
_METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"


async def livez(_: Request) -> Response:
    """Whether this process answers; the store is not asked."""
    return json_answer({"alive": True}, headers={"Cache-Control": "no-store"})


async def readyz(request: Request) -> Response:
    """Whether articles can be handed in and reports be had: 503 when the store is away.

    Checks that fail without making the service useless (no worker, no append-only file) are listed with advice.
    """
    door: StoreDoor = request.app.state.door
    headers = {"Cache-Control": "no-store"}
    try:
        checks = await door.remembered(("health",), _checks, door.store)
    except StoreError as error:
        failed = {"name": "store", "ok": False, "detail": f"{error.message}. {error.advice}".strip()}
        headers["Retry-After"] = "2"
        return json_answer({"ready": False, "checks": [failed]}, 503, headers)
    return json_answer({"ready": True, "checks": checks}, headers=headers)


def _checks(store: Store) -> list[dict[str, Any]]:
    health, workers, unread = store.health(), store.workers_alive(), store.unread_queues()
    what = f"No worker reads {', '.join(unread)}" if workers else "No worker takes up work"
    advice = f"{what}: start one, or run `verifier serve` with `--workers`." if unread or not workers else ""
    return [
        {"name": "store", "ok": True, "detail": health.server},
        *({"name": "durability", "ok": False, "detail": sentence} for sentence in health.problems),
        {"name": "worker", "ok": not advice, "detail": advice or f"{workers} alive"},
    ]


async def metrics(request: Request) -> Response:
    """Prometheus text, read from the store at scrape time, so that every process tells the same.

    Without the store the scrape fails (503), which Prometheus shows as `up == 0`.
    """
    door: StoreDoor = request.app.state.door
    lines = await door.remembered(("metrics",), _metrics, door.store)
    return Response("\n".join(lines) + "\n", 200, {"Cache-Control": "no-store"}, _METRICS_TYPE)


def _metrics(store: Store) -> list[str]:
    jobs = [(f'{{state="{state}"}}', count) for state, count in sorted(store.count_by_state().items())]
    due = [(f'{{queue="{queue}"}}', count) for queue, count in sorted(store.backlog().items())]
    return [
        *_gauge("verifier_jobs", "Articles by the state of their check.", jobs),
        *_gauge("verifier_units_due", "Units of work due on each queue, those under way included.", due),
        *_gauge("verifier_units_held", "Units of work that a worker holds.", [("", len(store.holders()))]),
        *_gauge("verifier_doorbells_waiting", "Doorbells that no worker has picked up.", [("", store.bells_waiting())]),
        *_gauge("verifier_workers", "Workers with a sign of life in the last minute.", [("", store.workers_alive())]),
        *_gauge("verifier_api_keys", "API keys that are valid.", [("", store.key_count())]),
    ]


def _gauge(name: str, meaning: str, samples: list[tuple[str, int]]) -> list[str]:
    return [f"# HELP {name} {meaning}", f"# TYPE {name} gauge", *(f"{name}{labels} {n}" for labels, n in samples)]


async def openapi(request: Request) -> Response:
    """The hand-kept description of this API (OpenAPI 3.1)."""
    return tagged(request, described(), "application/json", {"Cache-Control": _STATIC_CACHE})


@cache
def described() -> bytes:
    """The bytes of `openapi.json`."""
    return files("verifier.api").joinpath("openapi.json").read_bytes()


async def report_schema(request: Request) -> Response:
    """The JSON Schema of the report."""
    from verifier.report.schema import shipped_schema

    return tagged(request, shipped_schema(), "application/schema+json", {"Cache-Control": _STATIC_CACHE})


async def runs(request: Request) -> Response:
    """`GET /runs`: nightly runs and batches, newest first."""
    query = known_query(request, "cursor", "limit")
    door: StoreDoor = request.app.state.door
    rows, following = await door.ask(door.store.runs, query.get("cursor"), page_size(query))
    return json_answer({"runs": rows, "next": following}, headers=next_link("/runs", query, following))


async def run(request: Request) -> Response:
    """`GET /runs/{id}`: one run with what it changed, as JSON, a page, or the digest as text."""
    door: StoreDoor = request.app.state.door
    found = await door.ask(door.store.run, request.path_params["run_id"])
    kind = best_of(request.headers.get("accept"), ("application/json", "text/html", "text/plain"))
    if kind == "text/html":
        return await run_page(request, found)
    if kind == "text/plain":
        from verifier.report import render_run

        return Response(render_run(found, "text"), 200, {"Cache-Control": "no-store"}, "text/plain; charset=utf-8")
    return json_answer(found, headers={"Cache-Control": "no-store", "Vary": "Accept"})
