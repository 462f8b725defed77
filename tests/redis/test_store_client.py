"""The connection: whatever the server does, callers hear one kind of error, in words, and soon."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.waiting import eventually
from support.workbench import Bench

from verifier.errors import StoreError, StoreUnavailable
from verifier.settings import Settings
from verifier.store import Store, open_store
from verifier.store.client import Client, without_password


@pytest.fixture
def liar() -> Iterator[tuple[str, list[bytes]]]:
    """A server that gives one prepared answer to everything."""
    answers = [b"+OK\r\n"]
    listening = socket.create_server(("127.0.0.1", 0))
    clients: list[socket.socket] = []

    def serve() -> None:
        while True:
            try:
                client, _ = listening.accept()
            except OSError:
                return
            clients.append(client)
            threading.Thread(target=answer, args=(client,), daemon=True).start()

    def answer(client: socket.socket) -> None:
        try:
            while client.recv(65536):
                client.sendall(answers[0])
        except OSError:
            return

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield f"redis://:secret@127.0.0.1:{listening.getsockname()[1]}/0", answers
    listening.shutdown(socket.SHUT_RDWR)
    listening.close()
    thread.join(10)
    for client in clients:
        client.close()


@pytest.mark.parametrize("url", ["redis://127.0.0.1:1/0", "unix:///nowhere/at/all.sock", "redis://:pw@127.0.0.1:1/0"])
def test_a_server_that_is_not_there_is_named_without_its_password(url: str, tmp_path: Path) -> None:
    store = open_store(Settings(redis_url=url, data_dir=tmp_path))
    for ask in (store.ping, store.health, store.job_ids, store.reap, store.runs, lambda: store.status("x")):
        with pytest.raises(StoreUnavailable, match="gives no answer") as caught:
            ask()
        assert "pw" not in caught.value.message
        assert caught.value.retryable
        assert caught.value.advice


@pytest.mark.parametrize("url", ["http://localhost/", "nonsense", "redis://localhost:notaport/"])
def test_a_url_that_is_none_is_unavailable_too(url: str, tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable):
        open_store(Settings(redis_url=url, data_dir=tmp_path)).ping()


@pytest.mark.parametrize(
    ("answer", "advice"),
    [
        ("-LOADING Valkey is loading the dataset in memory", "try again"),
        ("-MISCONF Errors writing to the AOF file: No space left on device", "make room"),
        ("-OOM command not allowed when used memory > 'maxmemory'.", "maxmemory"),
        ("-ERR OOM command not allowed when used memory > 'maxmemory'. script: 1", "maxmemory"),
        ("-READONLY You can't write against a read only replica.", "primary"),
        ("-NOAUTH Authentication required.", "password"),
        ("-WRONGPASS invalid username-password pair or user is disabled.", "password"),
    ],
)
def test_a_server_that_cannot_serve_is_unavailable_with_advice(
    liar: tuple[str, list[bytes]], answer: str, advice: str
) -> None:
    url, answers = liar
    client = Client(url.replace(":secret@", ""))
    answers[0] = answer.encode() + b"\r\n"
    with pytest.raises(StoreUnavailable) as caught:
        client.do("GET", "x")
    client.close()
    assert advice in caught.value.advice


def test_a_server_that_speaks_something_else_is_unavailable(liar: tuple[str, list[bytes]]) -> None:
    url, answers = liar
    client = Client(url.replace(":secret@", ""))
    answers[0] = b"HTTP/1.1 400 Bad Request\r\n\r\n"
    with pytest.raises(StoreUnavailable):
        client.do("GET", "x")
    client.close()


def test_a_refused_command_is_a_store_error_but_not_an_outage(store: Store) -> None:
    with pytest.raises(StoreError) as caught:
        store.client.do("LPUSH", "verifier:jobs")
    assert not isinstance(caught.value, StoreUnavailable)


def test_scripts_are_loaded_again_after_the_server_forgot_them(store: Store) -> None:
    assert store.reap() == (0, 0)
    store.client.do("SCRIPT", "FLUSH")
    assert store.reap() == (0, 0)


def test_connections_that_the_server_cut_are_made_again(store: Store) -> None:
    store.ping()
    store.client.do("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes")
    store.client.pipeline([("PING",), ("PING",)])
    store.ping()


def test_a_closed_store_opens_itself_again(store: Store) -> None:
    store.close()
    store.ping()


def test_the_embedded_server_keeps_what_it_is_given(store: Store) -> None:
    health = store.health()
    assert health.ok, health.problems
    assert health.server.split()[0] in {"Valkey", "Redis"}


def test_a_server_that_forgets_is_reported(store: Store) -> None:
    store.client.do("CONFIG", "SET", "appendonly", "no")
    store.client.do("CONFIG", "SET", "maxmemory-policy", "allkeys-lru")
    try:
        problems = " ".join(store.health().problems)
    finally:
        store.client.do("CONFIG", "SET", "maxmemory-policy", "noeviction")
        store.client.do("CONFIG", "SET", "appendonly", "yes")
    assert "appendonly yes" in problems
    assert "allkeys-lru" in problems


def test_a_full_server_is_reported(store: Store) -> None:
    used = int(store.client.do("INFO", "memory")["used_memory"])
    store.client.do("CONFIG", "SET", "maxmemory", int(used * 1.05))
    try:
        assert "memory is" in " ".join(store.health().problems)
    finally:
        store.client.do("CONFIG", "SET", "maxmemory", 0)


def test_passwords_are_not_shown() -> None:
    assert without_password("redis://user:pw@h:1/0") == "redis://…@h:1/0"
    assert without_password("redis://h:1/0") == "redis://h:1/0"


def test_many_may_wait_at_once(store: Store, bench: Bench) -> None:
    job_id = bench.submit("a")
    etag = store.status_document(job_id)[1]
    answers: list[str] = []
    waiters = [
        threading.Thread(target=lambda: answers.append(store.wait(job_id, etag, 60)[1]), daemon=True)
        for _ in range(150)
    ]
    for waiter in waiters:
        waiter.start()
    eventually(lambda: store.client.do("INFO", "clients")["blocked_clients"] == 150)
    store.cancel(job_id)
    for waiter in waiters:
        waiter.join(60)
    assert len(answers) == 150
    assert etag not in answers
