"""The one connection to Redis: commands and Lua scripts go in, plain values or our own errors come out."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from verifier.errors import StoreError, StoreUnavailable

T = TypeVar("T")

SCRIPTS = Path(__file__).parent / "scripts"

#: The longest a blocking command may wait; the socket's own timeout is longer by `ANSWER_TIMEOUT_S`.
LONGEST_BLOCK_S = 5.0
ANSWER_TIMEOUT_S = 3.0
CONNECT_TIMEOUT_S = 2.0
#: Connections of one process: everybody who waits for a change needs one. Servers allow 10,000 in all by default.
MOST_CONNECTIONS = 2000

#: What a server says when it is there but cannot serve, and what helps then.
_SERVER_TROUBLE = {
    "LOADING": "It is still reading its file; try again in a moment.",
    "MISCONF": "It cannot write its file: make room on its disk.",
    "OOM": "Its memory is full: raise `maxmemory`; the policy must be `noeviction`.",
    "READONLY": "This is a replica: set VERIFIER_REDIS_URL to the primary.",
    "NOAUTH": "It wants a password: put it into VERIFIER_REDIS_URL.",
    "WRONGPASS": "The password in VERIFIER_REDIS_URL is missing or wrong.",
    "NOPERM": "The user in VERIFIER_REDIS_URL may not run the commands needed.",
}
_CODE_OF = {
    "BusyLoadingError": "LOADING",
    "OutOfMemoryError": "OOM",
    "ReadOnlyError": "READONLY",
    "AuthenticationError": "WRONGPASS",
    "NoPermissionError": "NOPERM",
}


def without_password(url: str) -> str:
    """The URL as it may be shown."""
    return re.sub(r"://[^/@]*@", "://…@", url)


class Client:
    """A lazy, fork-safe, thread-safe connection. Methods raise `StoreUnavailable` or `StoreError` only."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._lock = threading.Lock()
        self._redis: Any = None
        self._scripts: dict[str, Any] = {}

    def do(self, *command: Any) -> Any:
        """One command, for example `do("HGET", key, field)`. Text in and out."""
        return self._guarded(lambda: self._connection().execute_command(*command))

    def pipeline(self, commands: Sequence[Sequence[Any]]) -> list[Any]:
        """Several commands in one round trip, answers in order; not a transaction."""

        def run() -> list[Any]:
            with self._connection().pipeline(transaction=False) as pipe:
                for command in commands:
                    pipe.execute_command(*command)
                return list(pipe.execute())

        return self._guarded(run)

    def script(self, name: str, *arguments: Any) -> Any:
        """Run `scripts/<name>.lua` atomically with these ARGV."""
        return self._guarded(lambda: self._script(name)(args=arguments))

    def close(self) -> None:
        """Give the connections back; the next command opens new ones."""
        with self._lock:
            if self._redis is not None:
                self._redis.close()
            self._redis = None
            self._scripts = {}

    def _connection(self) -> Any:
        with self._lock:
            if self._redis is None:
                self._redis = _connect(self.url)
            return self._redis

    def _script(self, name: str) -> Any:
        script = self._scripts.get(name)
        if script is None:
            source = (SCRIPTS / "_shared.lua").read_text("utf-8") + (SCRIPTS / f"{name}.lua").read_text("utf-8")
            script = self._scripts[name] = self._connection().register_script(source)
        return script

    def _guarded(self, run: Callable[[], T]) -> T:
        import redis

        try:
            return run()
        except (redis.RedisError, OSError, ValueError) as error:
            raise _in_our_words(self.url, error, isinstance(error, redis.ResponseError)) from error


def _connect(url: str) -> Any:
    import redis
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    return redis.Redis.from_url(
        url,
        decode_responses=True,
        protocol=2,  # answers keep the shapes that redis-py has always given them
        socket_connect_timeout=CONNECT_TIMEOUT_S,
        socket_timeout=LONGEST_BLOCK_S + ANSWER_TIMEOUT_S,
        health_check_interval=15,
        max_connections=MOST_CONNECTIONS,
        # One try on a new connection: the old one may have died with a server that is back by now.
        retry=Retry(NoBackoff(), 1),
    )


def _in_our_words(url: str, error: Exception, answered: bool) -> StoreError:
    """`answered`: the server spoke, so that it is not away."""
    where = without_password(url)
    # The client cuts the server's code word off and puts a class in its place; inside a script's error it stays.
    words = [_CODE_OF.get(type(error).__name__, ""), *str(error).replace(":", " ").split()]
    trouble = next((word for word in words if word in _SERVER_TROUBLE), None)
    if trouble is not None:
        return StoreUnavailable(f"the store at {where} cannot serve: {error}", _SERVER_TROUBLE[trouble])
    if answered:
        return StoreError(
            f"the store at {where} refused a command: {error}", "It must be Redis 6.2 or later, or Valkey."
        )
    return StoreUnavailable(
        f"the store at {where} gives no answer: {error}",
        "Start Redis or Valkey there, or mend VERIFIER_REDIS_URL; unset, an embedded server is used.",
    )
