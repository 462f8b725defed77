"""Whether a name does not exist, or none can be looked up just now."""

from __future__ import annotations

import socket
import threading
from collections.abc import Sequence

import pytest
from support.loopback import quick

from verifier.archive_settings import ArchiveSettings
from verifier.errors import FetchError
from verifier.fetch.deadline import Deadline
from verifier.fetch.names import Names, known_hosts
from verifier.settings import Settings

KNOWN = ("first.example.net", "second.example.net")


class Book:
    """A resolver that knows some names; for the others it raises `fault`."""

    def __init__(self, *names: str, fault: int = socket.EAI_NONAME) -> None:
        self.names = set(names)
        self.fault = fault
        self.asked: list[str] = []
        self.time = 0.0

    def __call__(self, host: str, _port: int) -> Sequence[str]:
        self.asked.append(host)
        if host in self.names:
            return ["192.0.2.1"]
        raise socket.gaierror(self.fault, "no such name")

    def network(self) -> Names:
        return Names(KNOWN, self, lambda: self.time)


def failure(names: Names, host: str = "lost.example.com", seconds: float = 5.0) -> FetchError:
    with pytest.raises(FetchError) as caught:
        names.addresses(host, 80, Deadline(seconds))
    return caught.value


def test_a_name_that_is_found_needs_no_proof() -> None:
    book = Book("page.example.com")
    assert book.network().addresses("page.example.com", 80, Deadline(5.0)) == ["192.0.2.1"]
    assert book.asked == ["page.example.com"]


@pytest.mark.parametrize("known", KNOWN)
def test_a_name_is_gone_where_one_that_exists_is_found(known: str) -> None:
    error = failure(Book(known).network())
    assert (error.retryable, error.asked) == (False, True)


def test_no_name_is_gone_where_none_is_found() -> None:
    error = failure(Book().network())
    assert (error.retryable, error.asked) == (True, False)


def test_names_that_exist_are_asked_for_once_a_minute() -> None:
    book = Book()
    names = book.network()
    for at, asked in ((0.0, 1), (59.0, 1), (61.0, 2)):
        book.time = at
        assert failure(names).retryable
        assert book.asked.count(KNOWN[0]) == asked
    book.names.add(KNOWN[1])
    book.time = 125.0
    assert not failure(names).retryable


def test_a_name_server_that_is_busy_proves_nothing_and_is_not_held_against_others() -> None:
    book = Book(fault=socket.EAI_AGAIN)
    error = failure(book.network())
    assert (error.retryable, error.asked) == (True, True)
    assert book.asked == ["lost.example.com"]


def test_a_probe_that_was_cut_short_is_made_again() -> None:
    may_answer = threading.Event()

    def slow(_host: str, _port: int) -> Sequence[str]:
        may_answer.wait(10)
        return ["192.0.2.1"]

    names = Names(KNOWN, slow)
    assert not names.work(Deadline(0.0))
    may_answer.set()
    assert names.work(Deadline(5.0))


def test_known_are_the_archives_and_the_root_but_nothing_of_the_inner_network() -> None:
    inner = ("https://wayback/cdx", "http://10.0.0.7/cdx", "https://archive.internal/cdx", "https://[bad/cdx")
    archives = tuple(
        ArchiveSettings(name=cdx, cdx=cdx, replay="https://x.example/{timestamp}/{url}")
        for cdx in (*inner, "https://www.old-pages.example.org/cdx")
    )
    roots = ("a.root-servers.net", "m.root-servers.net")
    assert known_hosts(quick(archives=archives)) == ("www.old-pages.example.org", *roots)
    assert known_hosts(quick(archives=())) == roots
    assert known_hosts(Settings())[0] == "web.archive.org"
