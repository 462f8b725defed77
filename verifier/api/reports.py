"""The calls about reports: `GET /articles/{id}/report`, by `Accept` or by suffix, and the schema."""

from __future__ import annotations

from collections import OrderedDict

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from verifier.api.answers import REPORT_CACHE, best_of, tagged, wants_page
from verifier.api.door import ReadyStatus, StoreDoor
from verifier.api.evidence import SUFFIX as EVIDENCE
from verifier.api.evidence import evidence_file
from verifier.api.problems import Refused, whole_number
from verifier.cleaning import exports
from verifier.codec import from_json
from verifier.jobs import JobState, Status
from verifier.model import Report
from verifier.wording import quoted

#: Suffix of the address → format. The longest that fits counts.
SUFFIXES = {
    ".claimreview.json": "claimreview",
    ".annotations.json": "annotations",
    ".json": "json",
    ".html": "html",
    ".md": "markdown",
    ".csv": "csv",
    ".txt": "text",
}
#: What may be asked for by `Accept`, the first when the client does not mind.
_ACCEPTED = {
    "application/json": "json",
    "text/html": "html",
    "text/markdown": "markdown",
    "text/csv": "csv",
    "text/plain": "text",
    "application/ld+json": "annotations",
}
_MOST_RENDERED = 32


class Rendered:
    """The newest renderings, by report and format: many readers open the same page at once."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, str, int, str], bytes] = OrderedDict()

    async def get(self, door: StoreDoor, status: Status, generation: int, output_format: str) -> bytes:
        """The report in that format; rendered in a thread the first time."""
        # An article that was removed and handed in again counts from 1 again: the time of acceptance tells them apart.
        key = (status.id, status.accepted_at, generation, output_format)
        if key not in self._kept:
            body = await door.ask(door.store.report, status.id, generation)
            if output_format != "json":
                body = await door.work(_render, body, output_format)
            self._kept[key] = body
        self._kept.move_to_end(key)
        while len(self._kept) > _MOST_RENDERED:
            self._kept.popitem(last=False)
        return self._kept[key]


def _render(body: bytes, output_format: str) -> bytes:
    from verifier.report import render

    return render(from_json(body, Report), output_format, width=100)


async def report(request: Request) -> Response:
    """The newest report, or what it was made of; `?generation=N` an earlier one.

    409 while the work is under way or when it failed.
    """
    door: StoreDoor = request.app.state.door
    job_id, suffix = request.path_params["job_id"], request.path_params.get("suffix", "")
    output_format = _format(request, suffix)
    ready = await door.fresh_status(job_id)
    asked = request.query_params.get("generation", "")
    generation = whole_number("generation", asked) if asked else 0
    if not generation:
        newest = await door.ask(door.store.latest_report_number, job_id)
        if ready.status.state is not JobState.DONE:
            if wants_page(request) and output_format == "html":
                return RedirectResponse(f"/articles/{job_id}", 303)
            raise _no_report(ready, newest)
        generation = newest
    if output_format == EVIDENCE:
        return await evidence_file(door, exports(request.app.state.settings), job_id, generation)
    body = await request.app.state.rendered.get(door, ready.status, generation, output_format)
    return _answer(request, body, output_format, job_id)


def _format(request: Request, suffix: str) -> str:
    if suffix == EVIDENCE:
        return EVIDENCE
    if suffix:
        found = SUFFIXES.get(suffix)
        if found is None:
            listed = " ".join((*SUFFIXES, EVIDENCE))
            raise Refused("not-found", f"There is no report of the kind {quoted(suffix)}; there are {listed}.")
        return found
    accepted = best_of(request.headers.get("accept"), tuple(_ACCEPTED))
    if accepted is None:
        raise Refused("not-acceptable", f"The report is written as {', '.join(_ACCEPTED)}; see /docs for the suffixes.")
    return _ACCEPTED[accepted]


def _no_report(ready: ReadyStatus, newest: int) -> Refused:
    """Why there is no report now, and where an earlier one is."""
    status = ready.status
    more: dict[str, object] = {"state": status.state.value}
    if newest:
        more["previous"] = f"/articles/{status.id}/report.json?generation={newest}"
    if status.state is JobState.FAILED:
        problem = status.error
        said = f"{problem.message}. {problem.advice}" if problem else "Hand it in again with `recheck`."
        if problem:
            more["cause"] = problem.code
        return Refused("job-failed", f"The check ended without a report: {said}", more=more)
    if status.state is JobState.CANCELLED:
        return Refused("job-cancelled", "The check was cancelled. Hand the article in again.", more=more)
    detail = f"The check is {status.state.value}: {status.progress.done} of {status.progress.citations} citations done."
    return Refused("report-not-ready", detail, headers={"Retry-After": str(ready.retry_after_s)}, more=more)


def _answer(request: Request, body: bytes, output_format: str, job_id: str) -> Response:
    from verifier.report import FORMATS

    shape = FORMATS[output_format]
    headers = {"Cache-Control": REPORT_CACHE, "Vary": "Accept"}
    if output_format == "html":
        from verifier.report.html import content_policy

        headers["Content-Security-Policy"] = content_policy() + "; frame-ancestors 'none'"
    else:
        name = f"report-{job_id}{shape.suffix}"
        headers["Content-Disposition"] = f'inline; filename="{name}"'
    return tagged(request, body, shape.media_type, headers)
