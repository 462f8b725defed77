"""`GET /articles/{id}/events`: what happens to a job as server-sent events, resumable by `Last-Event-ID`."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator, Sequence
from typing import TYPE_CHECKING

import anyio
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from verifier.api.door import StoreDoor
from verifier.api.problems import Refused
from verifier.codec import to_builtins
from verifier.errors import StoreUnavailable, UnknownJob

if TYPE_CHECKING:
    from verifier.store import Event

#: Streams that one process keeps open.
MOST_STREAMS = 500
_LOOK_EVERY_S = 0.5
_HEARTBEAT_S = 15.0
_RECONNECT_MS = 3000


class Streams:
    """How many streams are open."""

    def __init__(self, most: int = MOST_STREAMS) -> None:
        self.most = most
        self.open = 0


async def events(request: Request) -> Response:
    """The stream; it ends after the job has. 204 for a client that has heard everything of an ended job."""
    door: StoreDoor = request.app.state.door
    streams: Streams = request.app.state.streams
    job_id = request.path_params["job_id"]
    heard = request.headers.get("last-event-id") or request.query_params.get("after")
    ready = await door.fresh_status(job_id)
    first = await door.ask(door.store.events, job_id, heard)
    if ready.ended and heard and not first:
        return Response(status_code=204)  # the one answer after which an EventSource does not come back
    if streams.open >= streams.most:
        detail = f"{streams.most} event streams are open. Poll the status instead, or try again in a moment."
        raise Refused("too-many-streams", detail, headers={"Retry-After": "5"})
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(_stream(door, streams, job_id, heard, first), 200, headers, "text/event-stream")


async def _stream(
    door: StoreDoor, streams: Streams, job_id: str, heard: str | None, news: Sequence[Event]
) -> AsyncIterator[bytes]:
    streams.open += 1
    try:
        yield f"retry: {_RECONNECT_MS}\n\n".encode()
        quiet_since = time.monotonic()
        while True:
            for event in news:
                heard, quiet_since = event.id, time.monotonic()
                yield _written(event)
            try:
                # First whether it has ended, then what is new: so the last event is never missed.
                ended = (await door.status(job_id)).ended
                news = await door.ask(door.store.events, job_id, heard)
            except StoreUnavailable:
                ended, news = False, []
            except UnknownJob:
                yield b'event: removed\ndata: {"kind":"removed"}\n\n'
                return
            if ended and not news:
                return
            if time.monotonic() - quiet_since > _HEARTBEAT_S:
                quiet_since = time.monotonic()
                yield b": still here\n\n"
            if not news:
                await anyio.sleep(_LOOK_EVERY_S)
    finally:
        streams.open -= 1


def _written(event: Event) -> bytes:
    """One event as the protocol wants it; JSON has no line breaks, so `data` is one line."""
    fields = to_builtins(event)
    fields["more"] = json.loads(event.more)
    data = json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
    return f"id: {event.id}\nevent: {event.kind}\ndata: {data}\n\n".encode()
