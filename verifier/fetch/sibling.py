"""The probe for pages that are missing but answer well: a page that asks for it → the same for an address beside it.

An address that cannot exist is asked for in the same folder. A server that answers it as it answers the page says
nothing about the page (Bar-Yossef, Broder, Kumar and Tomkins, "Sic transit gloria telae", 2004). The made-up name is
always the same in one folder, so that a recorded check can be replayed and one answer serves all pages of a folder.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from verifier.errors import FetchError
from verifier.fetch import signs
from verifier.fetch.gist import is_list
from verifier.fetch.markup import PageSigns, scan
from verifier.model import Exchange, Outcome, OutcomeCode, SourceState
from verifier.pages import loose_key
from verifier.protocols import Web
from verifier.shingles import Shingles, resemblance, shingles

#: From this likeness on two pages are one (Bar-Yossef et al.).
SAME_PAGE = 0.9
_NAME_CHARS = 25
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_KEEP_S = 7 * 86_400.0
_MOST_KEPT = 256
#: A longer answer is not kept beside what was made of it.
_MOST_KEPT_BYTES = 256 * 1024
_FEW_RUNS = 4
#: Shorter texts are those of briefs and notices.
_FEW_WORDS = 100
_NAMES = ("og:title", "og:description", "description", "twitter:title", "twitter:description")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sibling:
    """How a site answers for an address that cannot exist. `answers` is False where it tells the truth."""

    answers: bool
    final_url: str = ""
    names: tuple[str, ...] = ()
    runs: Shingles = frozenset()


_SILENT = Sibling(answers=False)


class Siblings:
    """Answers of the last days by address, at most `_MOST_KEPT`. Safe between threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, tuple[float, Sibling, Exchange | None]] = OrderedDict()

    def ask(self, web: Web, url: str) -> tuple[Sibling, Exchange | None]:
        """How the site answers there, and the exchange that showed it: it is evidence for every page of the folder.

        No exchange where there was no answer, or a long one was given to an earlier question.
        """
        with self._lock:
            asked_at, sibling, kept = self._kept.get(url, (float("-inf"), _SILENT, None))
        if self._clock() - asked_at < _KEEP_S:
            return sibling, kept
        try:
            answer: Exchange | None = web.get(url)
        except FetchError:
            answer = None  # a probe that fails proves nothing
        sibling = _as_sibling(answer) if answer is not None else _SILENT
        with self._lock:
            short = answer if answer is not None and len(answer.body) <= _MOST_KEPT_BYTES else None
            self._kept[url] = self._clock(), sibling, short
            while len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
        return sibling, answer


def asks_for_a_probe(answer: Exchange, outcome: Outcome, text: str) -> bool:
    """Whether something about a page that answered well is odd: a redirect, little text, a word of what is missing.

    `text` is what was read from it. A text that the page carries as data is its own, whatever the frame around it.
    """
    answers_well = outcome.state in (SourceState.LIVE, SourceState.MOVED) or outcome.code is OutcomeCode.NO_TEXT
    if not answers_well or answer.captured_at is not None:
        return False
    page = _page_of(answer)
    if page is None or sibling_of(answer.url) is None:
        return False
    elsewhere = bool(answer.redirects) and loose_key(answer.final_url) != loose_key(answer.url)
    few = len(text.split()) < _FEW_WORDS or is_list(text)
    if not (elsewhere or few or signs.shows_very_little(page) or signs.hints_at_missing(page)):
        return False
    runs = shingles(text)
    return 2 * len(runs & shingles(page.text)) >= len(runs)


def sibling_of(url: str) -> str | None:
    """An address in the same folder that cannot exist; None for a front page. The ending of the name stays."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    path = parts.path.rstrip("/")
    folder, _, name = path.rpartition("/")
    if not name:
        return None
    dot = name.rfind(".")
    ending = name[dot:] if dot > 0 and name[dot + 1 :].isalnum() and len(name) - dot <= 6 else ""
    slash = "/" if parts.path.endswith("/") else ""
    digest = hashlib.sha256(f"{parts.netloc}{folder}".encode()).digest()
    made_up = "".join(_LETTERS[byte % len(_LETTERS)] for byte in digest[:_NAME_CHARS])
    return urlunsplit((parts.scheme, parts.netloc, f"{folder}/{made_up}{ending}{slash}", "", ""))


def after_the_probe(answer: Exchange, outcome: Outcome, sibling: Sibling) -> Outcome:
    """The outcome, once it is known how the site answers for an address that cannot exist."""
    page = _page_of(answer)
    if page is None or not sibling.answers:
        return outcome
    if answer.redirects and loose_key(answer.final_url) == loose_key(sibling.final_url):
        reason = f"The site leads every unknown address beside it to {answer.final_url}, so the page is missing."
        return Outcome(code=OutcomeCode.SOFT_404, state=SourceState.SOFT_404, reason=reason)
    runs = shingles(page.text)
    if _names(page) != sibling.names or len(runs) < _FEW_RUNS or resemblance(runs, sibling.runs) < SAME_PAGE:
        return outcome
    if signs.is_drawn_by_script(page):
        reason = "The site sends the same frame for every address; a browser's scripts would fill it."
        return Outcome(code=OutcomeCode.NEEDS_JS, state=SourceState.UNREADABLE, reason=reason)
    reason = "The site answers the same for an address that cannot exist, so the page is missing."
    return Outcome(code=OutcomeCode.SOFT_404, state=SourceState.SOFT_404, reason=reason)


def runs_of(answer: Exchange) -> Shingles:
    """The visible words of a page, for comparing."""
    page = _page_of(answer)
    return shingles(page.text) if page is not None else frozenset()


def is_like(answer: Exchange, runs: Shingles) -> bool:
    """Whether a page shows the same words as another."""
    return bool(runs) and resemblance(runs_of(answer), runs) >= SAME_PAGE


def _as_sibling(answer: Exchange) -> Sibling:
    page = _page_of(answer)
    if page is None or not 200 <= answer.status < 300:
        return _SILENT
    return Sibling(
        answers=True,
        final_url=answer.final_url,
        names=_names(page),
        runs=shingles(page.text),
    )


def _names(page: PageSigns) -> tuple[str, ...]:
    """What the page calls itself; a post in a frame that is the same for all posts still has its own description."""
    return tuple(signs.phrase(name) for name in (page.title, *(page.metas.get(key, "") for key in _NAMES)))


def _page_of(answer: Exchange) -> PageSigns | None:
    """The signs of an HTML page, None for other files."""
    media_type = answer.header("content-type")
    if not answer.body or (media_type and "html" not in media_type.lower()):
        return None
    return scan(answer.body, media_type)
