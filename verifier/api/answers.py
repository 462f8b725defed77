"""What the client accepts and holds already in; the right answer with its ETag and caching headers out."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from starlette.requests import Request
from starlette.responses import Response

from verifier.codec import to_json

#: What every answer about an article is kept as: by this client alone, to be asked again after a second.
STATUS_CACHE = "private, max-age=1"
#: What a report or a page is kept as: asked again every time, by its ETag.
REPORT_CACHE = "private, no-cache"


def json_answer(value: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """A noun as JSON."""
    return Response(to_json(value), status, dict(headers or {}), "application/json")


def strong_etag(body: bytes) -> str:
    """A strong validator (RFC 9110, 8.8.3): equal bytes, equal tag."""
    return f'"{hashlib.sha256(body).hexdigest()[:20]}"'


def holds_already(if_none_match: str | None, etag: str) -> bool:
    """Whether the client's `If-None-Match` names this version; weak comparison, as RFC 9110, 13.1.2 asks."""
    if if_none_match is None:
        return False
    if if_none_match == etag:
        return True
    tags = [tag.strip().removeprefix("W/") for tag in if_none_match.split(",")]
    return etag in tags or "*" in tags


def tagged(request: Request, body: bytes, media_type: str, headers: Mapping[str, str]) -> Response:
    """The body with its ETag, or 304 when the client holds it already."""
    etag = strong_etag(body)
    headers = {**headers, "ETag": etag}
    if holds_already(request.headers.get("if-none-match"), etag):
        return Response(status_code=304, headers=headers)
    return Response(body, 200, headers, media_type)


def best_of(accept: str | None, offered: Sequence[str]) -> str | None:
    """The media type the client likes best, the first offered among equals; None when it takes none.

    Quality values and wildcards as in RFC 9110, 12.5.1; parameters other than `q` are ignored.
    """
    if not accept or not accept.strip():
        return offered[0]
    ranges = [_range(part) for part in accept.split(",")[:50]]
    scored = [(_quality(media_type, ranges), -place) for place, media_type in enumerate(offered)]
    quality, place = max(scored)
    return offered[-place] if quality > 0 else None


def wants_page(request: Request) -> bool:
    """Whether a browser asks: it likes HTML better than JSON."""
    return best_of(request.headers.get("accept"), ("application/json", "text/html")) == "text/html"


def _range(part: str) -> tuple[str, float]:
    media_range, *parameters = (piece.strip().lower() for piece in part.split(";"))
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return media_range, min(1.0, max(0.0, float(value)))
            except ValueError:
                return media_range, 0.0
    return media_range, 1.0


def _quality(media_type: str, ranges: Sequence[tuple[str, float]]) -> float:
    """The quality of the most specific range that fits."""
    family = media_type.partition("/")[0] + "/*"
    for wanted in (media_type, family, "*/*"):
        fitting = [quality for media_range, quality in ranges if media_range == wanted]
        if fitting:
            return max(fitting)
    return 0.0
