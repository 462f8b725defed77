"""The seams: what each stage needs from the outside, one to four methods each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol, runtime_checkable

from verifier.model import Capture, Document, Exchange, Judgement, Pair, Sighting, Target, Wanted


class Web(Protocol):
    """A way to ask for a page: the live web, or a WARC that stands for it."""

    def get(self, url: str, *, headers: Mapping[str, str] | None = None) -> Exchange:
        """One GET with redirects followed. Any HTTP status is an answer.

        Raises `FetchError` when there is no answer, or none we may take.
        """
        ...


class KeyedWeb(Web, Protocol):
    """A web that can also be asked with a key, which is told to the asked site alone."""

    def get(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        keys: Mapping[str, str] | None = None,
        inner: bool = False,
    ) -> Exchange:
        """As `Web.get`; `keys` are header fields that no redirect carries elsewhere.

        `inner` allows a service at an address that the operator configured to be in a private network.
        """
        ...


class Past(Protocol):
    """A recorded check: what it asked, and what came of it."""

    def tried(self, door: str, target: Target) -> bool:
        """Whether the target was asked for at this door (see `verifier.trail`)."""
        ...

    def answer(self, door: str, target: Target) -> Exchange:
        """What was answered there. Raises `FetchError`, as it was raised then."""
        ...

    def seen(self, wanted: Wanted) -> tuple[Sequence[Sighting], Sequence[str]] | None:
        """What the finders saw of a page and what kept others from looking; None when it was not looked for."""
        ...


@runtime_checkable
class PostingWeb(Web, Protocol):
    """A web that can also be asked what does not fit into an address."""

    def post(self, url: str, content: bytes, *, media_type: str) -> Exchange:
        """One POST, redirects not followed; the exchange's address tells questions apart. Raises `FetchError`."""
        ...


class Archive(Protocol):
    """An archive of the web (RFC 7089 calls its copies mementos)."""

    name: str

    def captures(self, url: str, near: str | None) -> Sequence[Capture]:
        """Readable copies of the page around the day `near`, oldest first; empty if none.

        Raises `FetchError` when the archive does not answer.
        """
        ...

    def replay(self, capture: Capture) -> Exchange:
        """The copy as it was archived, `captured_at` set to its true time. Raises `FetchError`."""
        ...


@runtime_checkable
class SiteArchive(Archive, Protocol):
    """An archive that also knows what it holds of a whole site."""

    def pages_of(self, domain: str, days: tuple[str, str] | None) -> Sequence[Capture]:
        """One readable copy of each page of the domain, captured between two days (inclusive) or at any time.

        Raises `FetchError`.
        """
        ...


class Finder(Protocol):
    """A place where pages can be looked for by outlet, day and words."""

    name: str

    def find(self, wanted: Wanted) -> Sequence[Sighting]:
        """Pages that may be meant, of the outlet's sites only; none is a valid answer.

        Raises `FetchError` when it cannot answer.
        """
        ...


class Terms(Protocol):
    """The words of a text that carry meaning, each as the keys by which it is recognised in other languages."""

    def __call__(self, text: str, language: str | None) -> Sequence[tuple[str, ...]]:
        """`k:` a stem, `c:` a concept, `n:` the bones of a name, `#` a number. Words match that share a key.

        `m:` are the bones of a common word written large; they match the `n:` of another text's name.
        """
        ...


class Politeness(Protocol):
    """Turns at one site, shared by everybody who uses the same store."""

    def reserve(self, site: str, interval_s: float) -> float:
        """Book the next turn and return how many seconds to wait for it."""
        ...

    def back_off(self, site: str, delay_s: float) -> None:
        """Nobody asks this site for `delay_s` seconds."""
        ...

    def enter(self, site: str, at_most_s: float) -> str | None:
        """Be the only one who asks the site, for `at_most_s` seconds or until `leave`; None while another one is."""
        ...

    def leave(self, site: str, token: str) -> None:
        """The visit that began with this token is over; one that was over before is nobody's business any more."""
        ...


class RobotsShelf(Protocol):
    """What sites say in robots.txt, known to everybody who uses the same store."""

    def robots(self, origin: str) -> str | None:
        """The kept text, "" where the origin has no rules; None when it has to be asked."""
        ...

    def keep_robots(self, origin: str, text: str, keep_s: float) -> None:
        """Keep it for so many seconds."""
        ...


class Breaker(Protocol):
    """Which archives are in trouble, known to everybody who uses the same store."""

    def rest_s(self, archive: str) -> float:
        """Seconds for which the archive is to be left alone; 0 if it may be asked."""
        ...

    def worked(self, archive: str) -> None:
        """It answered."""
        ...

    def failed(self, archive: str, *, refused: bool) -> None:
        """It did not; `refused`: it asked for fewer requests, or took no connection."""
        ...


class Extractor(Protocol):
    """Bytes to readable text, at arm's length."""

    def extract(self, body: bytes, *, url: str, content_type: str | None) -> Document:
        """The text of a page. Raises `ExtractionError`, never anything else, for bad bytes."""
        ...


@runtime_checkable
class PostExtractor(Extractor, Protocol):
    """An extractor that also reads what platforms answer about a post."""

    def extract_post(self, parts: Mapping[str, str], *, kind: str, url: str) -> Document:
        """The text of a `video`, `message` or `embedded` post, see `verifier.extract.posts`.

        Raises `ExtractionError`, never anything else.
        """
        ...


class Scorer(Protocol):
    """Does this text support this claim?"""

    name: str

    def judge(self, pair: Pair) -> Judgement:
        """Four calibrated probabilities, a verdict, evidence, checks. Pure and deterministic."""
        ...


@runtime_checkable
class BatchScorer(Scorer, Protocol):
    """A scorer for which several claims at once are cheaper than one by one."""

    def judge_many(self, pairs: Sequence[Pair]) -> list[Judgement]:
        """One judgement for each pair, in their order."""
        ...


class Blobs(Protocol):
    """Content-addressed bytes."""

    def put(self, data: bytes) -> str:
        """Keep the bytes; returns their SHA-256 in hex."""
        ...

    def get(self, sha256: str) -> bytes:
        """The bytes of that hash. Raises `StoreError` if they are not there or damaged."""
        ...
