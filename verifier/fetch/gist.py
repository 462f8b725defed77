"""The text that was read of a page → what the page is, where it is no article: an apology, an offer, a question.

`signs` knows such pages by their titles and markup; many are silent there and speak in two sentences amid menus. So
each sentence is told apart here, and counts only where the page says next to nothing else: a page *about* any of these
things has sentences of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from verifier.fetch.markup import PageSigns
from verifier.fetch.offers import asks_to_read_on, offers_in
from verifier.fetch.patterns import pattern
from verifier.fetch.signs import is_dated_article, is_declared_free, is_drawn_by_script, phrase
from verifier.model import OutcomeCode

#: Words. The texts of whole pages with menus and footers around a message reach 200.
_LONG = 250
#: Words of a page's own, below which it says next to nothing, also before an offer or behind it.
_FEW, _FEW_BEFORE_AN_OFFER, _FEW_AFTER_AN_OFFER = 30, 80, 12
#: Words of the shortest sentence, of the longest line that is a notice, and of the longest title of one.
_SENTENCE, _NOTICE, _TITLE_OF_A_NOTICE = 5, 60, 6
_LIST_LINES, _LIST_WORDS = 8, 60
_MENU_LINES = 4
#: Lines with figures; more of them are a table, which needs no sentences.
_FEW_FIGURES = 2
_MAX_CHARS, _LOGIN_CHARS = 20_000, 600
#: Letters by which words of the same kind are known to be the same.
_STEM = 4
#: Kinds of sentences, in the order in which they are thought of.
_KINDS = ("parked", "pay", "letter", "blocker", "refused", "paused", "script", "missing", "consent")
#: What pages say that have next to nothing else to say, and what they are then.
_INSTEAD = {
    "blocker": OutcomeCode.BLOCKED_BOT,
    "refused": OutcomeCode.BLOCKED_BOT,
    "paused": OutcomeCode.SERVER_ERROR,
    "script": OutcomeCode.NEEDS_JS,
}

_TITLE_PARTS = re.compile(r"\s[-–—|/·•«»:]+\s|[|·•»«]|[.!?…]\s")
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
    blocker: int = 0
    refused: int = 0
    paused: int = 0
    script: int = 0
    figures: int = 0
    menu_lines: int = 0
    lines: int = 0
    before_offer: bool = False
    after_offer: int = 0


def kind_of(text: str, title: str | None = None, page: PageSigns | None = None) -> OutcomeCode | None:
    """What a page is that is no article, by its text, title and outward signs; None for an ordinary page.

    Long texts and texts in scripts without blanks are pages.
    """
    if not _can_be_told(text):
        return None
    page, gist = page or PageSigns(), _gist(text)
    if gist.own < _FEW:
        told = gist.own >= _SENTENCE and is_dated_article(page)  # no error page has a date and news
        if gist.parked and not told:
            return OutcomeCode.PARKED
        if gist.consent > gist.missing and _asks_for_consent(gist, f"{title or ''}\n{text}", page):
            return OutcomeCode.CONSENT_WALL
        instead = None if told else _instead(gist, title, page)
        if instead is not None:
            return instead
        if not told and (gist.missing > gist.own or (gist.missing and gist.own < _FEW // 2)):
            return OutcomeCode.SOFT_404
        if gist.own < _FEW // 2 and page.asks_password and page.text_chars < _LOGIN_CHARS:
            return OutcomeCode.NEEDS_LOGIN
    if gist.own < _FEW_BEFORE_AN_OFFER and not is_declared_free(page) and _ends_in_an_offer(gist, text, title, page):
        return OutcomeCode.PAYWALLED_PARTIAL
    furniture = gist.menu_lines >= _MENU_LINES or gist.consent > 0 or gist.letter > 0
    return OutcomeCode.NO_TEXT if gist.own < _SENTENCE and furniture and gist.figures <= _FEW_FIGURES else None


def _instead(gist: _Gist, title: str | None, page: PageSigns) -> OutcomeCode | None:
    """What stands in the page's place, said by most of its words, and by its title unless it says nothing else.

    A headline is no notice, however its brief goes on.
    """
    named = [page.title or title or "", *page.headings[:2]]
    if any(len(phrase(part).split()) > _TITLE_OF_A_NOTICE for part in _TITLE_PARTS.split(named[0])):
        return None
    for kind, code in _INSTEAD.items():
        words = getattr(gist, kind)
        titled = any(pattern(kind).search(phrase(name)) for name in named)
        if kind == "script":  # pages may be about it: these have to be drawn by it, too
            titled = is_drawn_by_script(page)
            words = words if titled or page.scripts_loaded else 0
        alone = gist.own == 0 and kind != "paused"  # much is away for a while, and told in one sentence
        if words and (alone or (titled and (words > gist.own or gist.own < _FEW // 2))):
            return code
    return None


def _asks_for_consent(gist: _Gist, told: str, page: PageSigns) -> bool:
    """Whether the text demands an answer; where it holds little else, what is seen beside it may, or be half of all."""
    if pattern("demand").search(_phrases(told)):
        return True
    if gist.own >= _FEW // 2:
        return False
    words = len(page.text.split())
    return bool(pattern("demand").search(_phrases(page.text))) or (words > 0 and 2 * gist.consent >= words)


def _ends_in_an_offer(gist: _Gist, text: str, title: str | None, page: PageSigns) -> bool:
    """Whether a beginning is followed by an offer, in words or in an element named after walls.

    A page about subscriptions speaks of them or of newspapers in its title or first sentence, and of more behind them.
    """
    if pattern("subscribe").search(phrase(page.wall)):
        return True
    if not gist.pay or gist.after_offer >= _FEW_AFTER_AN_OFFER:
        return False
    first = next((part for line in text.splitlines() for part in _BETWEEN.split(line.strip()) if part), "")
    about = f"{phrase(title or '')} {phrase(first) if gist.own else ''}"
    return not (pattern("subscribe").search(about) or pattern("press").search(about))


def turns_away(page: PageSigns) -> bool:
    """Whether what is seen of a page speaks of where its visitors come from, or of what is closed to them there."""
    return any(pattern("refused").search(phrase(seen)) for seen in (page.title, *page.headings[:2], page.text))


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
    told: list[tuple[str, str]] = []
    is_notice = _speaks_of_consent(text)
    for line in text.splitlines():
        bare = line.strip(" |•·-–*\t")
        if not bare:
            continue
        gist.lines += 1
        if len(bare.split()) < _SENTENCE and not _ENDS.search(bare):
            gist.menu_lines += 1
        gist.figures += any(character.isdigit() for character in bare)
        sentences = _BETWEEN.split(bare)
        kinds = [_kind(sentence) for sentence in sentences]
        if not is_notice:
            kinds = ["own" if kind == "consent" else kind for kind in kinds]
        notice = next((kind for kind in kinds if kind in ("consent", "letter")), None)
        if notice is not None and len(bare.split()) < _NOTICE:
            kinds = [notice if kind == "own" else kind for kind in kinds]  # what stands beside it belongs to it
        told += zip(sentences, kinds, strict=True)
    offers = offers_in(
        [phrase(sentence) for sentence, _ in told],
        [kind == "pay" for _, kind in told],
        [kind == "own" for _, kind in told],
    )
    for (sentence, kind), is_offer in zip(told, offers, strict=True):
        _count(gist, sentence, "pay" if is_offer else kind)
    return gist


def _speaks_of_consent(text: str) -> bool:
    """Whether several words of it stand there: one alone says nothing, for agreements and partners are news, too."""
    found = {words[:_STEM] for words in pattern("consent").findall(_phrases(text))}
    return len(found) > 1 or any(word.startswith("cook") for word in found)


def _kind(sentence: str) -> str:
    words = phrase(sentence)
    kind = next((name for name in _KINDS if pattern(name).search(words)), "own")
    return "pay" if kind == "letter" and asks_to_read_on(words) else kind


def _count(gist: _Gist, sentence: str, kind: str) -> None:
    number = len(phrase(sentence).split())
    whole = bool(_ENDS.search(sentence))
    if (number < _SENTENCE or not whole) if kind == "own" else (number < _SENTENCE and not whole):
        return  # a headline, a label, a name
    setattr(gist, kind, getattr(gist, kind) + number)
    if kind == "own" and gist.pay and gist.before_offer:
        gist.after_offer += number
    elif kind == "own":
        gist.before_offer = True


def _phrases(text: str) -> str:
    return " ".join(phrase(line) for line in text.splitlines())
