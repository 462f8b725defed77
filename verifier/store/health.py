"""Whether the server behind the store keeps what it is given: a question goes out, problems for people come back."""

from __future__ import annotations

from dataclasses import dataclass

from verifier.errors import StoreError
from verifier.store.base import PREFIX, Base, pairs

#: Above this share of `maxmemory` the server is close to refusing writes.
FULL_SHARE = 0.85


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """`ok` when there are no `problems`; each is a sentence with its advice."""

    ok: bool
    server: str
    problems: tuple[str, ...]


class HealthCheck(Base):
    """The part of the store that looks at the server."""

    def ping(self) -> None:
        """Return if the server answers, else raise `StoreUnavailable`."""
        self.client.do("PING")

    def health(self) -> Health:
        """The state of the server. Raises `StoreUnavailable` when it gives no answer."""
        info = self.client.do("INFO")
        problems = [*self._durability(), *_trouble(info)]
        name = "Valkey" if "valkey_version" in info else "Redis"
        version = info.get("valkey_version") or info.get("redis_version", "?")
        return Health(ok=not problems, server=f"{name} {version}", problems=tuple(problems))

    def try_writing(self) -> None:
        """Write a trifle. Raises `StoreUnavailable`, with the reason, when the server refuses: its disk may be full."""
        self.client.do("SET", f"{PREFIX}trifle", "1", "EX", 60)

    def _durability(self) -> list[str]:
        problems = []
        try:
            append_only, policy = self._config("appendonly", "yes"), self._config("maxmemory-policy", "noeviction")
        except StoreError:
            return []  # hosted servers hide CONFIG; they persist by other means
        if append_only != "yes":
            problems.append("The server keeps nothing over a restart: set `appendonly yes`.")
        if policy != "noeviction":
            problems.append(
                f"The server may drop work when memory is short: `maxmemory-policy` is {policy}, set noeviction."
            )
        return problems

    def _config(self, name: str, unknown: str) -> str:
        return str(dict(pairs(self.client.do("CONFIG", "GET", name))).get(name, unknown))


def _trouble(info: dict[str, object]) -> list[str]:
    problems = []
    used, limit = float(str(info.get("used_memory", 0))), float(str(info.get("maxmemory", 0)))
    if limit and used > FULL_SHARE * limit:
        problems.append(f"The server's memory is {used / limit:.0%} full: raise `maxmemory`.")
    if info.get("aof_last_write_status", "ok") != "ok":
        problems.append("The server cannot write its append-only file: make room on its disk.")
    return problems
