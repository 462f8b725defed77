"""One request, one connection, one answer: `Location` → `Answer`, every failure a `FetchError` in words for people."""

from __future__ import annotations

import ssl
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import httpcore
import httpx

from verifier.errors import FetchError
from verifier.fetch.body import BodyLimits, content_coding, read_body
from verifier.fetch.deadline import Deadline
from verifier.fetch.dialling import GuardedBackend
from verifier.fetch.urls import Location
from verifier.model import OutcomeCode

MAX_HEADERS = 300
#: Allowance for status line, headers and chunk marks beside the body.
HEAD_BYTES = 512 * 1024

# Cookies are never kept; the rest described bytes on the wire, which `Answer.body` no longer is.
_DROPPED = frozenset({"set-cookie", "set-cookie2", "content-encoding", "transfer-encoding", "content-length"})


class NoAnswer(FetchError):
    """Failed before the first byte of an answer: asking again does no harm."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one server said. `headers` as sent, without cookies and transport codings; `body` inflated."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str | None:
        """The first header of that (lower-case) name, or None."""
        return next((value for key, value in self.headers if key.lower() == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeouts:
    """Seconds to open a connection, and between two pieces of an answer."""

    connect_s: float
    read_s: float


def trusted_certificates() -> ssl.SSLContext:
    """The system's certificate authorities and Mozilla's list, so that bare machines and company CAs both work."""
    import certifi

    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


def ask(
    place: Location,
    headers: Sequence[tuple[str, str]],
    *,
    backend: GuardedBackend,
    deadline: Deadline,
    timeouts: Timeouts,
    limits: BodyLimits,
    certificates: ssl.SSLContext | None,
    content: bytes | None = None,
) -> Answer:
    """GET, or POST of `content`, redirects not followed. Raises `FetchError` (`NoAnswer`: asking again may help).

    For a status of 400 or more the body is only a sign of what happened, so a bad one is dropped.
    """
    timeout = httpx.Timeout(timeouts.read_s, connect=timeouts.connect_s)
    fields = [("Host", place.authority), *headers]
    try:
        method = "GET" if content is None else "POST"
        timeouts_told = {"timeout": timeout.as_dict()}
        request = httpx.Request(method, place.url, headers=fields, content=content, extensions=timeouts_told)
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchError(OutcomeCode.INVALID_URL, f"{place.url[:200]} is no address that can be asked.") from error
    transport = GuardedTransport(place, backend, certificates)
    with httpx.Client(transport=transport, trust_env=False, follow_redirects=False) as client:
        try:
            response = client.send(request, stream=True, auth=None)
        except Exception as error:
            raise _explained(error, place, backend, deadline) from error
        try:
            kept = _kept_headers(response.headers.raw, place)
            body = _body_of(response, place, backend, deadline, limits)
        finally:
            response.close()
    return Answer(status=response.status_code, headers=kept, body=body)


class GuardedTransport(httpx.BaseTransport):
    """One connection to one place, opened by the guarded backend; httpx's own pool would open it unguarded."""

    def __init__(self, place: Location, backend: GuardedBackend, certificates: ssl.SSLContext | None) -> None:
        self._target = place.target.encode("ascii")
        origin = httpcore.Origin(place.scheme.encode(), place.host.encode(), place.port)
        self._origin = origin
        self._connection = httpcore.HTTPConnection(origin, ssl_context=certificates, network_backend=backend)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The answer, its body still on the wire. Raises what httpcore raises."""
        origin = self._origin
        answer = self._connection.handle_request(
            httpcore.Request(
                request.method,
                httpcore.URL(scheme=origin.scheme, host=origin.host, port=origin.port, target=self._target),
                headers=request.headers.raw,
                content=request.read(),
                extensions=request.extensions,
            )
        )
        return httpx.Response(answer.status, headers=answer.headers, stream=_Stream(answer), extensions={})

    def close(self) -> None:
        """Hang up."""
        self._connection.close()


class _Stream(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        return self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


def _body_of(
    response: httpx.Response, place: Location, backend: GuardedBackend, deadline: Deadline, limits: BodyLimits
) -> bytes:
    status = response.status_code
    if status in (204, 205, 304) or (300 <= status < 400 and _field(response, "location")):
        return b""
    try:
        length = _field(response, "content-length")
        if length and length.isdigit() and int(length[:18]) > limits.max_wire_bytes and not limits.cut:
            raise FetchError(OutcomeCode.TOO_LARGE, f"{place.url} is {length[:18]} bytes long, too long to be read.")
        raw = response.headers.raw
        codings = [value.decode("latin-1") for name, value in raw if name.lower() == b"content-encoding"]
        return read_body(
            _chunks(response, place, backend, deadline),
            limits,
            url=place.url,
            coding=content_coding(codings, place.url),
            media_type=_field(response, "content-type"),
        )
    except FetchError:
        if status >= 400:
            return b""
        raise


def _chunks(response: httpx.Response, place: Location, backend: GuardedBackend, deadline: Deadline) -> Iterator[bytes]:
    try:
        yield from response.iter_raw()
    except Exception as error:
        raise _explained(error, place, backend, deadline) from error


def _field(response: httpx.Response, name: str) -> str | None:
    wanted = name.encode()
    return next((value.decode("latin-1").strip() for key, value in response.headers.raw if key.lower() == wanted), None)


def _kept_headers(raw: Iterable[tuple[bytes, bytes]], place: Location) -> tuple[tuple[str, str], ...]:
    headers = [(_text(name), _text(value)) for name, value in raw]
    if len(headers) > MAX_HEADERS:
        raise FetchError(OutcomeCode.PROTOCOL_ERROR, f"{place.url} answered with more than {MAX_HEADERS} headers.")
    return tuple((name, value) for name, value in headers if name.lower() not in _DROPPED)


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _explained(error: Exception, place: Location, backend: GuardedBackend, deadline: Deadline) -> FetchError:
    """What a failure means, with the address in it. Bytes heard decide whether it is a `NoAnswer`."""
    heard = backend.stream is not None and backend.stream.heard_bytes > 0
    made = FetchError if heard else NoAnswer
    if isinstance(error, FetchError):
        if error.outcome is not OutcomeCode.TOO_LARGE:
            return made(error.outcome, error.message, retryable=error.retryable, asked=error.asked)
        return FetchError(error.outcome, f"{place.url} was not read: {error.message}", retryable=error.retryable)
    tls = _tls_error(error)
    if tls is not None:
        return FetchError(OutcomeCode.TLS_ERROR, f"No secure connection to {place.host}: {_tls_reason(tls)}.")
    if isinstance(error, httpcore.TimeoutException) or deadline.remaining_s() <= 0:
        return made(OutcomeCode.TIMEOUT, f"{place.url} did not answer in time.", retryable=True)
    if isinstance(error, httpcore.ConnectError):
        return made(OutcomeCode.UNREACHABLE, f"No connection to {place.host} ({_os_reason(error)}).", retryable=True)
    if isinstance(error, httpcore.ReadError | httpcore.WriteError):
        return made(OutcomeCode.UNREACHABLE, f"{place.authority} broke off the connection.", retryable=True)
    if isinstance(error, httpcore.RemoteProtocolError) and not heard:
        return made(OutcomeCode.UNREACHABLE, f"{place.authority} hung up without an answer.", retryable=True)
    if isinstance(error, httpcore.RemoteProtocolError):
        cut = "incomplete" in str(error) or "without sending complete" in str(error)
        why = "its answer broke off" if cut else "its answer is not proper HTTP"
        return FetchError(OutcomeCode.PROTOCOL_ERROR, f"{place.url} could not be read: {why}.", retryable=cut)
    return FetchError(OutcomeCode.PROTOCOL_ERROR, f"{place.url} could not be asked: {error}.")


def _tls_error(error: BaseException) -> ssl.SSLError | None:
    seen: BaseException | None = error
    for _step in range(6):
        if seen is None or isinstance(seen, ssl.SSLError):
            return seen
        seen = seen.__cause__ or seen.__context__
    return None


def _tls_reason(error: ssl.SSLError) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate was not accepted ({error.verify_message})"
    return (error.reason or "the handshake failed").replace("_", " ").lower()


def _os_reason(error: Exception) -> str:
    cause = error.__cause__ or error.__context__
    return (cause.strerror if isinstance(cause, OSError) and cause.strerror else str(error)).lower() or "failed"
