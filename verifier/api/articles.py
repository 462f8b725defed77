"""The calls about articles: hand in, ask how it stands, get the report, cancel or remove, list."""

from __future__ import annotations

import hashlib
import re
import secrets
import time
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import anyio
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from verifier.api.answers import STATUS_CACHE, holds_already, json_answer, wants_page
from verifier.api.bodies import read_body
from verifier.api.door import ReadyStatus, StoreDoor
from verifier.api.pages import progress_page
from verifier.api.problems import Fault, Refused, bad_fields, bad_value, whole_number
from verifier.api.submissions import Handed, understand
from verifier.codec import to_json
from verifier.jobs import Submission
from verifier.wording import quoted

if TYPE_CHECKING:
    from verifier.settings import Settings
    from verifier.store import Store

#: The longest `?wait=`.
LONGEST_WAIT_S = 30.0
#: How often a waiting call looks again; the memo makes the looks cheap.
_LOOK_EVERY_S = 0.25
_MOST_LISTED = 100
_LONGEST_KEY = 255


async def submit(request: Request) -> Response:
    """`POST /articles`: 202 with the status; the same content has the same id."""
    door: StoreDoor = request.app.state.door
    settings: Settings = request.app.state.settings
    body = await read_body(request, settings.max_article_bytes)
    handed = await door.work(understand, body, dict(request.query_params), settings)
    key = request.headers.get("idempotency-key", "").strip()
    if len(key) > _LONGEST_KEY:
        raise Refused("bad-fields", f"An Idempotency-Key has at most {_LONGEST_KEY} characters.")
    job_id = await door.ask(_accept, door.store, handed, key)
    ready = await door.fresh_status(job_id)
    where = f"/articles/{job_id}"
    if body.is_form and wants_page(request):
        return RedirectResponse(where, 303)
    headers = {"Location": where, "ETag": ready.etag, "Cache-Control": "no-store"}
    if not ready.ended:
        headers["Retry-After"] = str(ready.retry_after_s)
    return Response(ready.body, 202, headers, "application/json")


def _accept(store: Store, handed: Handed, key: str) -> str:
    """Keep the content, start the work unless it was done or is under way; returns the job's id."""
    from verifier.store import job_id_for

    submission: Submission = handed.submission
    if handed.content is not None:
        submission = replace(submission, blob=store.blobs.put(handed.content))
    job_id = job_id_for(submission)
    recheck = handed.recheck
    if key:
        # The receipt tells the first call with this key from a repetition, which must not start a second recheck.
        receipt = f"{job_id}/{secrets.token_hex(8)}"
        first = store.remember_idempotency(key, _digest(submission, handed.recheck), receipt) == receipt
        recheck = recheck and first
    store.submit(submission, job_id=job_id, recheck=recheck)
    return job_id


def _digest(submission: Submission, recheck: bool) -> str:
    """What was asked, not how it was written down: every try of a form has another boundary."""
    return hashlib.sha256(to_json(submission) + bytes([recheck])).hexdigest()


async def status(request: Request) -> Response:
    """`GET /articles/{id}`: ready bytes, 304 when nothing changed, `?wait=` until it does."""
    door: StoreDoor = request.app.state.door
    job_id = request.path_params["job_id"]
    ready = door.status_at_hand(job_id) or await door.status(job_id)
    if "wait" in request.query_params:
        ready = await _changed(request, door, ready)
    if_none_match = request.headers.get("if-none-match")
    if request.headers.get("accept", "*/*") not in ("*/*", "application/json") and wants_page(request):
        return await progress_page(request, ready)
    headers = {"ETag": ready.etag, "Cache-Control": STATUS_CACHE, "Vary": "Accept"}
    if not ready.ended:
        headers["Retry-After"] = str(ready.retry_after_s)
    if holds_already(if_none_match, ready.etag):
        return Response(status_code=304, headers=headers)
    return Response(ready.body, 200, headers, "application/json")


async def _changed(request: Request, door: StoreDoor, ready: ReadyStatus) -> ReadyStatus:
    """The status as soon as it differs from what the client holds, or after the time it is willing to wait."""
    text = request.query_params["wait"]
    deadline = time.monotonic() + _seconds(text)
    known = request.headers.get("if-none-match") or ready.etag
    while not ready.ended and holds_already(known, ready.etag):
        left_s = deadline - time.monotonic()
        if left_s <= 0:
            break
        await anyio.sleep(min(_LOOK_EVERY_S, left_s))
        ready = await door.status(ready.status.id)
    return ready


async def remove(request: Request) -> Response:
    """`DELETE /articles/{id}`: cancels work under way (200 with the status), removes what has ended (204)."""
    door: StoreDoor = request.app.state.door
    job_id = request.path_params["job_id"]
    ready = await door.fresh_status(job_id)
    if ready.ended:
        await door.ask(door.store.remove, job_id)
        door.forget(job_id)
        return Response(status_code=204)
    await door.ask(door.store.cancel, job_id)
    ready = await door.fresh_status(job_id)
    return Response(ready.body, 200, {"ETag": ready.etag, "Cache-Control": "no-store"}, "application/json")


async def listing(request: Request) -> Response:
    """`GET /articles`: newest first, page by page."""
    if wants_page(request):
        return RedirectResponse("/", 303)
    query = known_query(request, "state", "since", "cursor", "limit")
    door: StoreDoor = request.app.state.door
    limit = page_size(query)
    rows, following = await door.ask(
        door.store.jobs, query.get("state"), query.get("since"), query.get("cursor"), limit
    )
    return json_answer({"articles": rows, "next": following}, headers=next_link("/articles", query, following))


def page_size(query: dict[str, str]) -> int:
    """The `limit` of a listing, 1 to 100."""
    return whole_number("limit", query.get("limit", "50"), _MOST_LISTED)


def known_query(request: Request, *names: str) -> dict[str, str]:
    """The query parameters. Raises `Refused` for one that does not exist, because it would be ignored silently."""
    query = dict(request.query_params)
    faults = [
        Fault(pointer=name, detail=f"there is no parameter {quoted(name)}; there are {', '.join(names)}")
        for name in query
        if name not in names
    ]
    if faults:
        raise bad_fields(faults)
    return {name: value for name, value in query.items() if value}


def next_link(path: str, query: dict[str, str], cursor: str | None) -> dict[str, str]:
    """The `Link` header to the next page (RFC 8288), and no caching."""
    headers = {"Cache-Control": "no-store"}
    if cursor is not None:
        headers["Link"] = f'<{path}?{urlencode({**query, "cursor": cursor})}>; rel="next"'
    return headers


def _seconds(text: str) -> float:
    if not re.fullmatch(r"[0-9]{1,4}(\.[0-9]{1,9})?", text) or float(text) > LONGEST_WAIT_S:
        raise bad_value("wait", text, f"a number from 0 to {LONGEST_WAIT_S:g}")
    return float(text)
