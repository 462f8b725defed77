"""An error in, an `application/problem+json` answer out (RFC 9457); the closed list of codes is `problems.csv`."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from verifier.errors import BadParameter, StoreError, StoreUnavailable, UsageError, VerifierError
from verifier.wording import quoted

MEDIA_TYPE = "application/problem+json"
#: Seconds after which to ask again when the store is away.
STORE_RETRY_S = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemKind:
    """One kind of problem: its stable code, HTTP status and title."""

    code: str
    status: int
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that is wrong with a request: `pointer` is a JSON Pointer (RFC 6901) or a parameter's name."""

    pointer: str
    detail: str


class Refused(Exception):
    """The request is answered by a problem of that code."""

    def __init__(
        self,
        code: str,
        detail: str,
        *,
        faults: Sequence[Fault] = (),
        headers: Mapping[str, str] | None = None,
        more: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail
        self.faults = tuple(faults)
        self.headers = dict(headers or {})
        self.more = dict(more or {})


def bad_fields(faults: Sequence[Fault]) -> Refused:
    """The refusal of a request for the sake of its fields or parameters, every fault named."""
    return Refused("bad-fields", "; ".join(fault.detail.rstrip(".") for fault in faults) + ".", faults=faults)


def bad_value(name: str, value: str, wanted: str) -> Refused:
    """The refusal of a parameter's value; `wanted` says what it has to be."""
    return bad_fields([Fault(pointer=name, detail=f"`{name}` must be {wanted}, not {quoted(value)}")])


def whole_number(name: str, text: str, most: int | None = None) -> int:
    """The number from 1 that a parameter holds. Raises `Refused` for anything else."""
    number = int(text) if re.fullmatch("[0-9]{1,18}", text) else 0
    if number < 1 or (most is not None and number > most):
        raise bad_value(name, text, "a whole number from 1" + (f" to {most}" if most is not None else ""))
    return number


@cache
def problem_kinds() -> dict[str, ProblemKind]:
    """Every kind of problem, by code."""
    rows = csv.DictReader(files("verifier.api").joinpath("problems.csv").read_text("utf-8").splitlines())
    return {row["code"]: ProblemKind(code=row["code"], status=int(row["status"]), title=row["title"]) for row in rows}


def problem(refused: Refused) -> Response:
    """The answer: `type` leads to the page that explains the code, `detail` says what to do."""
    kind = problem_kinds()[refused.code]
    body: dict[str, object] = {
        "type": f"/docs#{kind.code}",
        "title": kind.title,
        "status": kind.status,
        "detail": refused.detail,
        "code": kind.code,
        **refused.more,
    }
    if refused.faults:
        body["errors"] = [{"pointer": fault.pointer, "detail": fault.detail} for fault in refused.faults]
    headers = {"Cache-Control": "no-store", **refused.headers}
    return Response(json.dumps(body, ensure_ascii=False), kind.status, headers, MEDIA_TYPE)


def refusal_of(error: VerifierError) -> Refused:
    """Our errors as problems: what is wrong with the request keeps its code where the list has it."""
    detail = f"{error.message}. {error.advice}".rstrip(" .") + "."
    if isinstance(error, StoreUnavailable):
        return Refused("store-unavailable", detail, headers={"Retry-After": str(STORE_RETRY_S)})
    if isinstance(error, BadParameter):
        return Refused(error.code, detail, faults=[Fault(pointer=error.parameter, detail=error.message)])
    if error.code in problem_kinds():
        return Refused(error.code, detail)
    if isinstance(error, UsageError):
        return Refused("bad-usage", detail)
    return Refused("store-error" if isinstance(error, StoreError) else "internal-error", detail)


def on_refused(_: Request, error: Exception) -> Response:
    """Starlette's handler for `Refused`."""
    assert isinstance(error, Refused)
    return problem(error)


def on_our_error(_: Request, error: Exception) -> Response:
    """Starlette's handler for our own errors."""
    assert isinstance(error, VerifierError)
    return problem(refusal_of(error))


def on_http_error(request: Request, error: Exception) -> Response:
    """Starlette's handler for what the routes do not know."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    if status == 405:
        allow = (error.headers or {}) if isinstance(error, HTTPException) else {}
        detail = f"{quoted(request.url.path)} does not take {request.method}. See /docs for the calls there are."
        return problem(Refused("method-not-allowed", detail, headers=allow))
    return problem(
        Refused("not-found", f"There is nothing at {quoted(request.url.path)}. See /docs for the calls there are.")
    )


def on_any_error(_: Request, error: Exception) -> Response:
    """Starlette's handler for what we did not foresee; the trace goes to the server's log, not to the client."""
    detail = f"An error of ours ({type(error).__name__}). The log of the service says more; please report it."
    return problem(Refused("internal-error", detail))
