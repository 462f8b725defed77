"""A host name → an open connection to a checked address, bounded by one deadline and a byte budget.

The name is looked up once and the address that was checked is the one that is dialled, so redirects
and rebinding find no gap; Host header, SNI and certificate checks keep the name.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import httpcore

from verifier.errors import FetchError
from verifier.fetch.addresses import AddressPolicy, is_inner_name
from verifier.fetch.deadline import Deadline
from verifier.fetch.names import Names
from verifier.model import OutcomeCode

#: Address, port and seconds to an open stream; raises the errors of httpcore.
Dial = Callable[[str, int, float], httpcore.NetworkStream]

MAX_ADDRESSES = 4
_MIN_WAIT_S = 0.001


class GuardedStream(httpcore.NetworkStream):
    """A stream whose every wait ends at the deadline and whose bytes are counted."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline, max_bytes: int, heard: int = 0) -> None:
        self._stream = stream
        self._deadline = deadline
        self._max_bytes = max_bytes
        self.heard_bytes = heard

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        data = self._stream.read(max_bytes, self._clamp(timeout, httpcore.ReadTimeout))
        self.heard_bytes += len(data)
        if self.heard_bytes > self._max_bytes:
            raise FetchError(OutcomeCode.TOO_LARGE, f"more than {self._max_bytes} bytes were sent.")
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._clamp(timeout, httpcore.WriteTimeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        seconds = self._clamp(timeout, httpcore.ConnectTimeout)
        self._stream = self._stream.start_tls(ssl_context, server_hostname, seconds)
        return self

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)

    def _clamp(self, timeout: float | None, expired: type[Exception]) -> float:
        remaining = self._deadline.remaining_s()
        if remaining <= 0:
            self.close()
            raise expired("deadline passed")
        return remaining if timeout is None else max(_MIN_WAIT_S, min(timeout, remaining))


class GuardedBackend(httpcore.NetworkBackend):
    """The one place where sockets to the outside are opened. `stream` is the connection, once it stands."""

    def __init__(
        self,
        policy: AddressPolicy,
        deadline: Deadline,
        max_bytes: int,
        *,
        names: Names,
        dial: Dial | None = None,
    ) -> None:
        self._policy = policy
        self._deadline = deadline
        self._max_bytes = max_bytes
        self._names = names
        self._dial = dial or system_dial
        self.stream: GuardedStream | None = None

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,  # noqa: ARG002 - the signature is httpcore's
        socket_options: Iterable[Any] | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        """Look up, check every answer, dial, check the peer. Raises `FetchError` or httpcore's connect errors."""
        refusal = self._policy.refusal_before_lookup(host, port)
        if refusal:
            raise _unsafe(refusal)
        addresses, refusal = self._policy.choose(host, port, self._answers(host, port))
        if refusal:
            raise _unsafe(refusal)
        stream = self._dial_first([str(address) for address in addresses[:MAX_ADDRESSES]], port, timeout)
        peer = stream.get_extra_info("server_addr")
        if not peer or not self._policy.permits(str(peer[0]), port):
            stream.close()
            raise _unsafe(f"The connection to {host} ended at {peer}")
        self.stream = GuardedStream(stream, self._deadline, self._max_bytes)
        return self.stream

    def connect_unix_socket(self, *_path: Any, **_options: Any) -> httpcore.NetworkStream:
        """Never."""
        raise _unsafe("Local sockets are not fetched")

    def _answers(self, host: str, port: int) -> Sequence[str]:
        try:
            return self._names.addresses(host, port, self._deadline)
        except FetchError:
            if is_inner_name(host):
                raise _unsafe(f"{host} is a name of the inner network") from None
            raise

    def _dial_first(self, addresses: Sequence[str], port: int, timeout: float | None) -> httpcore.NetworkStream:
        """The first address that answers; all of them share the connect timeout."""
        budget = self._deadline.within(timeout if timeout is not None else self._deadline.remaining_s())
        last: Exception = httpcore.ConnectTimeout("deadline passed")
        for place, address in enumerate(addresses):
            remaining = budget.remaining_s()
            if remaining <= 0:
                break
            share = remaining if place == len(addresses) - 1 else remaining / 2
            try:
                return self._dial(address, port, max(_MIN_WAIT_S, share))
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                last = error
        raise last


def system_dial(address: str, port: int, timeout_s: float) -> httpcore.NetworkStream:
    """A plain TCP connection to an address (never a name)."""
    return httpcore.SyncBackend().connect_tcp(address, port, timeout_s)


def _unsafe(why: str) -> FetchError:
    return FetchError(OutcomeCode.UNSAFE_ADDRESS, f"{why}.")
