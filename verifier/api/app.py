"""The store and the settings in, the HTTP application of the service out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.routing import Route

from verifier.api import articles, events, pages, problems, reports, service
from verifier.api.door import StoreDoor
from verifier.api.security import Gate
from verifier.errors import VerifierError

if TYPE_CHECKING:
    from verifier.settings import Settings
    from verifier.store import Store

ROUTES = (
    # The most asked for comes first: routes are tried in order.
    Route("/articles/{job_id}", articles.status, methods=["GET"]),
    Route("/articles/{job_id}", articles.remove, methods=["DELETE"]),
    Route("/articles", articles.submit, methods=["POST"]),
    Route("/articles", articles.listing, methods=["GET"]),
    Route("/articles/{job_id}/events", events.events, methods=["GET"]),
    Route("/articles/{job_id}/report", reports.report, methods=["GET"]),
    Route("/articles/{job_id}/report{suffix}", reports.report, methods=["GET"]),
    Route("/runs", service.runs, methods=["GET"]),
    Route("/runs/{run_id}", service.run, methods=["GET"]),
    Route("/livez", service.livez, methods=["GET"]),
    Route("/readyz", service.readyz, methods=["GET"]),
    Route("/metrics", service.metrics, methods=["GET"]),
    Route("/openapi.json", service.openapi, methods=["GET"]),
    Route("/schemas/report-1.json", service.report_schema, methods=["GET"]),
    Route("/docs", pages.docs, methods=["GET"]),
    Route("/", pages.home, methods=["GET"]),
)


def create_app(store: Store, settings: Settings) -> Starlette:
    """The application over one store. The store is not asked for anything yet and stays the caller's to close."""
    door = StoreDoor(store)
    app = Starlette(
        routes=list(ROUTES),
        middleware=[Middleware(Gate, door=door)],
        exception_handlers={
            problems.Refused: problems.on_refused,
            VerifierError: problems.on_our_error,
            HTTPException: problems.on_http_error,
            Exception: problems.on_any_error,
        },
    )
    app.state.door = door
    app.state.settings = settings
    app.state.rendered = reports.Rendered()
    app.state.streams = events.Streams()
    return app
