"""Every call passes here first: keys and scopes are checked, and every answer gets its safe headers."""

from __future__ import annotations

import base64
import binascii
import re
from typing import TYPE_CHECKING

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from verifier.api.problems import Refused, problem, refusal_of
from verifier.errors import VerifierError
from verifier.wording import quoted

if TYPE_CHECKING:
    from verifier.api.door import StoreDoor
    from verifier.store import ApiKey

#: Calls that need no key: what watches over the service must work without one.
OPEN_PATHS = frozenset({"/livez", "/readyz"})
#: What an answer may do in a browser when it does not say so itself: nothing.
LOCKED_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"content-security-policy", LOCKED_POLICY.encode()),
    (b"cross-origin-resource-policy", b"same-origin"),
)
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_CHALLENGE = 'Bearer realm="verifier", Basic realm="verifier", charset="UTF-8"'
_READING = frozenset({"GET", "HEAD"})


class Gate:
    """ASGI middleware around the whole application."""

    def __init__(self, app: ASGIApp, door: StoreDoor) -> None:
        self._app = app
        self._door = door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the call through, or answer it with a problem."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        request_id = headers.get("x-request-id", "")

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = {name for name, _ in message["headers"]}
                message["headers"] += [pair for pair in _HEADERS if pair[0] not in given]
                if _REQUEST_ID.fullmatch(request_id):
                    message["headers"].append((b"x-request-id", request_id.encode()))
            await send(message)

        try:
            if scope["path"] not in OPEN_PATHS:
                _refuse_other_sites(scope["method"], headers)
                await self._check_key(scope["method"], headers)
        except Refused as refused:
            await problem(refused)(scope, receive, send_safely)
        except VerifierError as error:
            await problem(refusal_of(error))(scope, receive, send_safely)
        else:
            await self._app(scope, receive, send_safely)

    async def _check_key(self, method: str, headers: Headers) -> None:
        """Raises `Refused` unless there are no keys at all, or the caller's key may do this now."""
        count = self._door.key_count_at_hand()
        if not (await self._door.key_count() if count is None else count):
            return
        secret = secret_of(headers.get("authorization", ""))
        if not secret:
            detail = "Send an API key: `Authorization: Bearer KEY`; in a browser give it as the password."
            raise Refused("key-needed", detail, headers={"WWW-Authenticate": _CHALLENGE})
        key = await self._key(secret)
        if key is None:
            detail = "The API key is wrong or was revoked; `verifier keys list` shows which there are."
            raise Refused("key-unknown", detail, headers={"WWW-Authenticate": _CHALLENGE})
        needed = "read" if method in _READING else "submit"
        if needed not in key.scopes and "admin" not in key.scopes:
            detail = f"The API key {quoted(key.name)} lacks the scope `{needed}` that {method} needs."
            raise Refused("missing-scope", detail)
        wait_s = await self._door.ask(self._door.store.spend, key)
        if wait_s > 0:
            detail = (
                f"The API key {quoted(key.name)} may make {key.per_minute} calls a minute. Wait, or poll with `?wait=`."
            )
            raise Refused("too-many-calls", detail, headers={"Retry-After": str(int(wait_s) + 1)})

    async def _key(self, secret: str) -> ApiKey | None:
        from verifier.store import key_hash

        return await self._door.key_by_hash(key_hash(secret))


def secret_of(authorization: str) -> str:
    """The key in an `Authorization` header: the bearer token, or the password of Basic (RFC 7617) from a browser."""
    scheme, _, value = authorization.strip().partition(" ")
    value = value.strip()
    if scheme.lower() == "bearer":
        return value
    if scheme.lower() == "basic":
        try:
            return base64.b64decode(value, validate=True).decode().partition(":")[2]
        except (binascii.Error, UnicodeDecodeError):
            return ""
    return ""


def _refuse_other_sites(method: str, headers: Headers) -> None:
    """A page of another site must not make a reader's browser submit or delete anything here."""
    if method in _READING:
        return
    origin = headers.get("origin")
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none") or (
        origin is not None and origin.partition("://")[2] != headers.get("host")
    ):
        raise Refused("cross-site", "This call came from a page of another site. Call the service from its own pages.")
