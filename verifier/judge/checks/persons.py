"""A person of the claim in; what the page has instead of the first name, or of the office, out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache

from verifier.judge.deeds import marks
from verifier.judge.given_names import alike, is_given_name, may_be_one
from verifier.judge.matching import Match
from verifier.judge.page import Page
from verifier.judge.words import Word
from verifier.model import Span

#: Offices that no one holds at once, by the concept of their word.
_HEADS = frozenset({"president", "chancellor", "king", "mayor", "ambassador"})
#: What a minister may be responsible for.
_PORTFOLIOS = frozenset({"foreign", "interior", "defence", "finance", "health", "economy", "transport", "energy"})
#: Offices that one word may mean in two languages, or that are one office in two countries.
_ONE_OFFICE = ({"president", "mayor"}, {"prime", "chancellor"}, {"president", "king"})
_OFFICIAL = _PORTFOLIOS | _HEADS | {"prime", "minister", "secretary"}
#: Marks of the small words that an office may have within it: of the, de la, für.
_WITHIN = frozenset({"article", "of", "other"})
_BEFORE, _BEHIND = 6, 6
#: A ministry, folded: no person holds it.
_MINISTRY = re.compile("minist(?:ry|ries|er(?:st|iu|io|ies|e$|es$|o$|i$))")


def other_first_name(
    match: Match, name: Sequence[Word], opens: bool, runs: Sequence[tuple[Sequence[Word], bool]]
) -> Span | None:
    """The surname with another first name, where the page never has it with the claim's.

    `opens`: does the name open a sentence, where any word is written large? `runs` are the page's names with the same
    of each.
    """
    *given, surname = name
    last = match.term_of(surname)
    if not given or last is None or surname.form.concepts or not match.found(last):
        return None
    if any((term := match.term_of(word)) is None or match.found(term) for word in given):
        return None
    if not _is_first(given[-1], match.code, opens=opens and len(given) == 1):
        return None
    other: Span | None = None
    for words, begins in runs:
        if match.matched_term(words[-1]) != last:
            continue
        if any(may_be_one(one.form.folded, word.form.folded) for one in given for word in words[:-1]):
            return None
        if not alike(surname.form.folded, words[-1].form.folded):
            continue  # a skeleton that two surnames share
        if other is None and _is_first(words[-2], match.page.language.code, opens=begins):
            other = words[-2].start, words[-1].end
    return other


def _is_first(word: Word, code: str, *, opens: bool) -> bool:
    """May it be a first name? Where other words are written large as well, only a known one is."""
    if is_given_name(word.form.folded):
        return True
    return not (opens or code == "de" or word.form.concepts) and len(word.form.folded) > 1


def other_office(match: Match, first: int, last: int) -> tuple[Span, Span] | None:
    """The claim's office with the name (words `first` to `last`), and another one that the page gives with it.

    Nothing if the page has the claimed office anywhere without saying that it is another's.
    """
    own = _office(match.claim, match.words, match.code, first, last)
    term = match.term_of(match.words[last])
    if own is None or term is None:
        return None
    claimed, claim_span = own
    own_terms = {match.term_of(word) for word in match.words[first : last + 1]} - {None}
    page = match.page
    named = (found for found, offices in zip(page.words, _offices_on(page), strict=True) if claimed in offices)
    if any(not _is_anothers(match, found, claimed, own_terms) for found in named):
        return None
    held = None
    for at in sorted(match.sentences_with_any):
        found = page.words[at]
        for i, word in enumerate(found):
            if match.matched_term(word) != term or not word.form.capital:
                continue
            start = i
            while start and match.matched_term(found[start - 1]) in own_terms:
                start -= 1
            said = _office(page.text, found, page.language.code, start, i)
            if said is not None and held is None and _exclude(claimed, said[0]):
                held = claim_span, said[1]
    return held


def _is_anothers(match: Match, found: Sequence[Word], office: str, own_terms: AbstractSet[int | None]) -> bool:
    """Does this sentence of the page give the office to someone else by name?"""
    text, code = match.page.text, match.page.language.code
    first = None
    for i, word in enumerate(found):
        if not _may_name(word):
            first = None
            continue
        first = i if first is None else first
        ends = i + 1 == len(found) or not _may_name(found[i + 1])
        # "Finanzminister des Landes": whose office it is, not who holds it.
        of = first > 0 and bool(marks(found[first - 1].form.folded, code) & _WITHIN)
        if ends and not of and match.matched_term(word) not in own_terms:
            said = _office(text, found, code, first, i)
            if said is not None and said[0] == office:
                return True
    return False


def _may_name(word: Word) -> bool:
    return word.form.capital and not word.form.stop and not word.form.concepts


def _exclude(one: str, other: str) -> bool:
    return one != other and not any({one, other} <= same for same in _ONE_OFFICE)


def _offices(found: Sequence[Word]) -> set[str]:
    """Every office that these words may name, whoever holds it."""
    persons = [word for word in found if not _MINISTRY.search(word.form.folded)]
    concepts = {concept for word in persons for concept in word.form.concepts}
    spelled = [word.form.folded for word in persons]
    offices = concepts & _HEADS
    if "minister" in concepts or "secretary" in concepts or any("minist" in one for one in spelled):
        offices |= concepts & (_PORTFOLIOS | {"prime"})
    if any(one.startswith(("premier", "premer", "prem'er")) for one in spelled):
        offices |= {"prime"}
    return offices


@lru_cache(maxsize=4)
def _offices_on(page: Page) -> list[set[str]]:
    """The offices that each sentence of a page may name."""
    return [_offices(found) for found in page.words]


def _office(text: str, found: Sequence[Word], code: str, first: int, last: int) -> tuple[str, Span] | None:
    """The one office that stands before a name, or behind it between commas; none where there are two, or a deputy."""
    before = _stretch(text, found, code, range(first - 1, max(-1, first - 1 - _BEFORE), -1), 1)
    inside = [found[i] for i in sorted(before)]
    if not _offices(inside) and last + 1 < len(found) and "," in text[found[last].end : found[last + 1].start]:
        behind = range(last + 1, min(len(found), last + 1 + _BEHIND))
        inside = [found[i] for i in _stretch(text, found, code, behind, -1)]
    named = _offices(inside)
    deputy = any("deputy" in word.form.concepts for word in inside)
    if len(named) != 1 or deputy:
        return None
    held = [word for word in inside if _OFFICIAL.intersection(word.form.concepts) or "minist" in word.form.folded]
    ends = [found[first].start, found[last].end, *(w.start for w in held), *(w.end for w in held)]
    return next(iter(named)), (min(ends), max(ends))


def _stretch(text: str, found: Sequence[Word], code: str, places: range, step: int) -> list[int]:
    """The words of one phrase in that direction: up to a mark, or another name that is no place."""
    kept: list[int] = []
    for i in places:
        gap = text[found[i].end : found[i + 1].start] if step > 0 else (text[found[i - 1].end : found[i].start])
        opened = step < 0 and not kept
        if not opened and any(mark in gap for mark in ',;:.()–—«»"“”'):
            break
        shape = found[i].form
        if shape.capital and not shape.concepts and not shape.stop and "minist" not in shape.folded:
            break
        if shape.stop and not marks(shape.folded, code) & _WITHIN:
            break
        kept.append(i)
    return kept
