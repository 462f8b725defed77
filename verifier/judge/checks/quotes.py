"""The claim's quotations looked up word by word on the page.

Typography does not count; an ellipsis stands for any words left out, in order; words in
[brackets] are the writer's and are not looked for. In another language a quotation can only be
compared by meaning: its original is shown where it is recognised, and differs only in a number, a
negation or an opposite (see `translated`).
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from verifier.judge.checks.translated import original
from verifier.judge.folding import fold
from verifier.judge.matching import Match
from verifier.judge.words import Word, words
from verifier.model import Check, CheckKind, CheckOutcome, Span

_QUOTED = re.compile(
    r"“([^“”]{3,600})[”“]|\"([^\"]{3,600})\"|«([^«»]{3,600})»|„([^„“”\"]{3,600})[“”\"]|(?<!\w)‘([^‘’]{8,600})’(?!\w)"
)
_GAP = re.compile(r"\s*(?:\[[^\]]{0,200}\]|\(?\.\.\.\)?|\(?…\)?|\. \. \.)\s*")
_WORD = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)?")
_MIN_WORDS = 2
_ALIKE = 0.6
_TITLE_WORDS = 7
_MAX_PIECES = 20
_MOST_ORIGINALS = 60


def quotations(claim: str) -> list[tuple[Span, str]]:
    """Span and words of each quotation in a claim that is long enough to be one."""
    found = []
    for match in _QUOTED.finditer(claim):
        group = next(i for i in range(1, 6) if match.group(i) is not None)
        if len(_WORD.findall(match.group(group))) >= _MIN_WORDS and not _is_title(match.group(group)):
            found.append((match.span(group), match.group(group)))
    return found


def _is_title(text: str) -> bool:
    """Titles of works and operations are in quotation marks too: short, every longer word capitalised."""
    longer = [w for w in _WORD.findall(text) if len(w) > 3]
    return len(longer) <= _TITLE_WORDS and all(w[0].isupper() or w[0].isdecimal() for w in longer)


def check_quotes(match: Match) -> list[Check]:
    """One check per quotation of the claim."""
    return [_check(match, span, text) for span, text in quotations(match.claim)]


def _check(match: Match, span: Span, text: str) -> Check:
    pieces = [p for piece in _GAP.split(text)[:_MAX_PIECES] if (p := _folded(piece, match.code))]
    found = [w for sentence in match.page.words for w in sentence]
    where = _in_order(match.page.text, pieces, found)
    if where is not None:
        return _made(match, span, text, where, CheckOutcome.AGREES)
    if not match.same_language:
        source = original(match, span, [there for there, _ in quotations(match.page.text)][:_MOST_ORIGINALS])
        outcome = CheckOutcome.DIFFERS if source is not None and source.differs else CheckOutcome.ABSENT
        return _made(match, span, text, None if source is None else source.span, outcome)
    altered = _closest(match, [w for p in pieces for w in p])
    if altered is not None:
        return _made(match, span, text, altered, CheckOutcome.DIFFERS)
    return _made(match, span, text, None, CheckOutcome.ABSENT)


def _folded(piece: str, code: str) -> list[str]:
    return [fold(piece[w.start : w.end]) for w in words(piece, code)]


def _in_order(text: str, pieces: list[list[str]], found: list[Word]) -> Span | None:
    """Where the pieces stand one after another on the page, each word for word."""
    if not pieces:
        return None
    folded = [fold(text[w.start : w.end]) for w in found]
    positions: dict[str, list[int]] = {}
    for i, word in enumerate(folded):
        positions.setdefault(word, []).append(i)
    for start in positions.get(pieces[0][0], ()):
        at: int | None = start
        for piece in pieces:
            at = _next(piece, folded, positions, at)
            if at is None:
                break
            at += len(piece)
        if at is not None:
            return found[_next(pieces[0], folded, positions, start) or start].start, found[at - 1].end
    return None


def _next(piece: list[str], folded: list[str], positions: dict[str, list[int]], start: int | None) -> int | None:
    if start is None:
        return None
    return next((i for i in positions.get(piece[0], ()) if i >= start and folded[i : i + len(piece)] == piece), None)


def _closest(match: Match, quoted: list[str]) -> Span | None:
    """The most similar run of words in the sentences nearest to the claim, if it is similar enough."""
    best: tuple[float, Span] | None = None
    size = len(quoted)
    for at in match.neighbourhood:
        found = match.page.words[at]
        folded = [fold(match.page.text[w.start : w.end]) for w in found]
        matcher = SequenceMatcher(None, quoted, folded, autojunk=False)
        blocks = [b for b in matcher.get_matching_blocks() if b.size]
        if not blocks:
            continue
        first, last = max(0, blocks[0].b - blocks[0].a), min(len(found), blocks[-1].b + size - blocks[-1].a)
        shared = sum(b.size for b in blocks)
        ratio = 2 * shared / (size + max(1, last - first))
        if shared >= 2 and ratio >= _ALIKE and last > first and (best is None or ratio > best[0]):
            best = (ratio, (found[first].start, found[last - 1].end))
    return None if best is None else best[1]


def _made(match: Match, span: Span, text: str, where: Span | None, outcome: CheckOutcome) -> Check:
    return Check(
        kind=CheckKind.QUOTE,
        claim_value=text,
        source_value=None if where is None else match.page.text[where[0] : where[1]],
        outcome=outcome,
        claim_span=span,
        source_span=where,
    )
