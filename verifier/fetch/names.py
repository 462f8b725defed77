"""Host names → addresses, within a deadline; and whether it is the name that does not exist, or none can be looked up.

A machine without a network says of every name that it does not exist. So before a name counts as gone, one that is
known to exist is looked up, too: at most once a minute, and only then.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from verifier.errors import FetchError
from verifier.fetch.addresses import is_inner_name, parse_address
from verifier.fetch.deadline import Deadline
from verifier.model import OutcomeCode
from verifier.settings import Settings

#: Host and port to addresses as text; raises `socket.gaierror`.
Resolver = Callable[[str, int], Sequence[str]]

#: Name servers of the root: as long as there is a public DNS they have names in it.
_ALWAYS_THERE = ("a.root-servers.net", "m.root-servers.net")
_PERMANENT = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}
_KEEP_S = 60.0
_PROBE_S = 5.0
_HTTPS = 443


class Names:
    """The names of the network as one process sees them. Safe between threads.

    `known` are hosts that exist; `resolver` and `clock` stand in for the outside in tests.
    """

    def __init__(
        self,
        known: Sequence[str] = _ALWAYS_THERE,
        resolver: Resolver | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._known = tuple(known)
        self._resolver = resolver or system_resolver
        self._clock = clock
        self._lock = threading.Lock()
        self._asked_at = float("-inf")
        self._work = True

    def addresses(self, host: str, port: int, deadline: Deadline) -> Sequence[str]:
        """The addresses of a host. Raises `FetchError(DNS_ERROR)`, retryable unless the name does not exist.

        Where no name can be looked up nothing is said of the host: it was not even asked for.
        """
        try:
            return _lookup(self._resolver, host, port, deadline)
        except FetchError as error:
            if error.retryable or self.work(deadline):
                raise
            message = f"{host} could not be looked up: no name can be just now, so this machine seems to be offline."
            raise FetchError(OutcomeCode.DNS_ERROR, message, retryable=True, asked=False) from error

    def work(self, deadline: Deadline) -> bool:
        """Whether a name that exists is found; what was found out counts for a minute."""
        with self._lock:
            if self._clock() - self._asked_at < _KEEP_S:
                return self._work
            within = deadline.within(_PROBE_S)
            self._work = any(self._is_found(host, within) for host in self._known)
            if self._work or deadline.remaining_s() > 0:  # a probe that was cut short proves nothing to others
                self._asked_at = self._clock()
            return self._work

    def _is_found(self, host: str, deadline: Deadline) -> bool:
        try:
            return bool(_lookup(self._resolver, host, _HTTPS, deadline))
        except FetchError:
            return False


def known_hosts(settings: Settings) -> tuple[str, ...]:
    """Public names that exist: of the archives, which are asked anyway, and of the root of the DNS."""
    hosts = [_host_of(one.cdx or one.timegate or one.replay or "") for one in settings.archives]
    return (*(host for host in dict.fromkeys(hosts) if _is_public(host)), *_ALWAYS_THERE)


def _host_of(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _is_public(host: str) -> bool:
    """Whether only the DNS knows it: an address needs none, and names of the inner network are found without."""
    return bool(host) and parse_address(host) is None and not is_inner_name(host)


def system_resolver(host: str, port: int) -> list[str]:
    """The addresses the operating system knows for a host, without duplicates, families in turn (RFC 8305 §4)."""
    infos = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    found = list(dict.fromkeys(str(info[4][0]) for info in infos))
    first_family = ":" in found[0] if found else False
    one = [address for address in found if (":" in address) == first_family]
    other = [address for address in found if (":" in address) != first_family]
    mixed = [address for pair in zip(one, other, strict=False) for address in pair]
    return mixed + [address for address in found if address not in mixed]


def _lookup(resolver: Resolver, host: str, port: int, deadline: Deadline) -> Sequence[str]:
    """Resolve within the deadline. Raises `FetchError(DNS_ERROR)`, retryable unless the name does not exist.

    `getaddrinfo` takes no timeout; a thread that is left behind ends by itself when the library gives up.
    """
    answers: list[Sequence[str]] = []
    faults: list[Exception] = []

    def ask() -> None:
        try:
            answers.append(resolver(host, port))
        except (OSError, UnicodeError) as error:
            faults.append(error)

    thread = threading.Thread(target=ask, daemon=True, name=f"lookup {host}")
    thread.start()
    thread.join(deadline.remaining_s())
    if answers:
        return answers[0]
    if faults and isinstance(faults[0], socket.gaierror) and faults[0].errno in _PERMANENT:
        raise FetchError(OutcomeCode.DNS_ERROR, f"The name {host} does not exist (any more).") from faults[0]
    cause = faults[0] if faults else None
    raise FetchError(
        OutcomeCode.DNS_ERROR, f"The name {host} could not be looked up just now.", retryable=True
    ) from cause
