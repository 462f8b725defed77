"""The text that was read of a page → what the page is, where it is no article: an apology, an offer, a question.

`signs` knows such pages by their titles and markup; many are silent there and speak in two sentences amid menus. So
each sentence is told apart here, and counts only where the page says next to nothing else: a page *about* any of these
things has sentences of its own.
"""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass
from importlib.resources import files

from verifier.fetch.signs import phrase
from verifier.model import OutcomeCode

# Words. The texts of whole pages with menus and footers around a message reach 200.
_LONG = 250
_FEW = 30
_FEW_BEFORE_AN_OFFER = 80
_SENTENCE = 5
_NOTHING = _SENTENCE
_NOTICE = 60
_LIST_LINES = 8
_LIST_WORDS = 60
_MENU_LINES = 4
_FEW_FIGURES = 2  # lines; more of them are a table, which needs no sentences
_MAX_CHARS = 20_000
#: Kinds of sentences, in the order in which they are thought of.
_KINDS = ("parked", "pay", "letter", "missing", "consent")

_BETWEEN = re.compile(r"(?<=[.!?…])[\"'”»)\]]*\s+")
_ENDS = re.compile(r"[.!?…][\"'”»)\]|\s]*$")
# Scripts that put no blanks between words, or end sentences otherwise: their words cannot be counted so.
_UNSPACED = re.compile(r"[\u0590-\u08ff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@dataclass(slots=True)
class _Gist:
    """Words in sentences of each kind (`own` for what is no message), and lines too short for one."""

    own: int = 0
    missing: int = 0
    pay: int = 0
    consent: int = 0
    parked: int = 0
    letter: int = 0
    figures: int = 0
    menu_lines: int = 0
    lines: int = 0
    offer_last: bool = False


def kind_of(text: str, title: str | None = None) -> OutcomeCode | None:
    """`SOFT_404`, `PARKED`, `CONSENT_WALL`, `PAYWALLED_PARTIAL` or `NO_TEXT`, by the text; None for an ordinary page.

    Long texts and texts in scripts without blanks are pages.
    """
    if not _can_be_told(text):
        return None
    gist = _gist(text)
    if gist.own < _FEW:
        if gist.parked:
            return OutcomeCode.PARKED
        if gist.consent > gist.missing and _pattern("demand").search(phrase(f"{title or ''}") + " " + _phrases(text)):
            return OutcomeCode.CONSENT_WALL
        if gist.missing > gist.own or (gist.missing and gist.own < _FEW // 2):
            return OutcomeCode.SOFT_404
    if gist.pay and gist.offer_last and gist.own < _FEW_BEFORE_AN_OFFER:
        return OutcomeCode.PAYWALLED_PARTIAL
    furniture = gist.menu_lines >= _MENU_LINES or gist.consent > 0 or gist.letter > 0
    return OutcomeCode.NO_TEXT if gist.own < _NOTHING and furniture and gist.figures <= _FEW_FIGURES else None


def is_list(text: str) -> bool:
    """Whether a text is a list of headlines without sentences of its own, as front pages and sections are."""
    if not _can_be_told(text):
        return False
    gist = _gist(text)
    words = len(text.split())
    return (gist.lines >= _LIST_LINES and gist.own * 5 < words) or (gist.own == 0 and words >= _LIST_WORDS)


def _can_be_told(text: str) -> bool:
    if len(text) > _MAX_CHARS or len(text.split()) >= _LONG:
        return False
    return 10 * len(_UNSPACED.findall(text)) <= len(text)


def _gist(text: str) -> _Gist:
    gist = _Gist()
    for line in text.splitlines():
        told = line.strip(" |•·-–*\t")
        if not told:
            continue
        gist.lines += 1
        if len(told.split()) < _SENTENCE and not _ENDS.search(told):
            gist.menu_lines += 1
        gist.figures += any(character.isdigit() for character in told)
        sentences = _BETWEEN.split(told)
        kinds = [_kind(sentence) for sentence in sentences]
        notice = next((kind for kind in kinds if kind in ("consent", "letter")), None)
        if notice is not None and len(told.split()) < _NOTICE:
            kinds = [notice if kind == "own" else kind for kind in kinds]  # what stands beside it belongs to it
        for sentence, kind in zip(sentences, kinds, strict=True):
            _count(gist, sentence, kind)
    return gist


def _kind(sentence: str) -> str:
    words = phrase(sentence)
    return next((name for name in _KINDS if _pattern(name).search(words)), "own")


def _count(gist: _Gist, sentence: str, kind: str) -> None:
    number = len(phrase(sentence).split())
    whole = bool(_ENDS.search(sentence))
    if (number < _SENTENCE or not whole) if kind == "own" else (number < _SENTENCE and not whole):
        return  # a headline, a label, a name
    setattr(gist, kind, getattr(gist, kind) + number)
    gist.offer_last = kind == "pay" or (gist.offer_last and kind in ("consent", "letter"))


def _phrases(text: str) -> str:
    return " ".join(phrase(line) for line in text.splitlines())


@functools.cache
def _pattern(kind: str) -> re.Pattern[str]:
    raw: dict[str, dict[str, list[str]]] = tomllib.loads(
        files("verifier.fetch").joinpath("gist.toml").read_text("utf-8")
    )
    patterns = [pattern for language in raw[kind].values() for pattern in language]
    return re.compile("|".join(rf"\b(?:{pattern})" for pattern in patterns))
