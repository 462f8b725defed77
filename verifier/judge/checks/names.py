"""The claim's names held against the page's, across alphabets and case endings."""

from __future__ import annotations

from itertools import pairwise

from verifier.judge.cases import INFLECTED
from verifier.judge.checks.differing import differing
from verifier.judge.checks.persons import other_first_name, other_office
from verifier.judge.checks.places import Places, places_of
from verifier.judge.deed_clauses import PREPOSITIONS
from verifier.judge.deeds import marks
from verifier.judge.lexicon import titles
from verifier.judge.matching import Match
from verifier.judge.names import Name, claimed_names, names_at, opens_sentence, places_named
from verifier.judge.words import Word
from verifier.model import Check, CheckKind, CheckOutcome, Span

#: Coverage of the rest of the claim from which another name in the same place is a different one.
_SAME_STATEMENT = 0.75
_SAME_STATEMENT_ELSEWHERE = 0.85
#: How alike the surroundings of another name must be (see `places`), how many times more so than those of the claim's
#: own name, with how many words of the claim around it.
_CLEAR_PLACE, _CLEARER, _SHARED = 0.45, 2.5, 4
_IN_FULL = 2
_LONG_CLAIM = 80
#: A name's words may stand this far apart: Donald J. Trump.
_GAP = 2
#: Letters of a name that may drop the vowel of its last syllable, at least.
_SHORTEST = 4
#: Words before a name among which its preposition stands.
_BACK = 4


def check_names(match: Match) -> list[Check]:
    """One check per name of the claim; days of the week and months are dates, not names."""
    taken = [d.span for d in match.dates] + [n.span for n in match.numbers if n.spelled]
    places = places_of(match)
    checks = []
    for name in claimed_names(match):
        if _overlaps(name.span, taken):
            continue
        check = _check(match, name)
        if check is not None and check.outcome is CheckOutcome.AGREES:
            check = _mixed(match, name) or _other_person(match, name) or _displaced(match, places, name) or check
        if check is not None:
            checks.append(check)
    swap = _swapped(match)
    return [*checks, swap] if swap is not None else checks


def _check(match: Match, name: Name) -> Check | None:
    terms = [match.term_of(w) for w in name.words]
    known = [i for i in terms if i is not None]
    if not known:
        return None
    present = [i for i in known if match.found(i)]
    rival = _rival(match, name, known)
    if rival is not None:
        return _made(match, name, rival, CheckOutcome.DIFFERS)
    if known[-1] in present or len(present) * 2 > len(known):
        where = _where(match, present)
        return _made(match, name, where, CheckOutcome.AGREES)
    if not match.same_language and (match.page.unspaced or not any(match.terms[i].readable for i in known)):
        return None
    if len(name.words) == 1 and opens_sentence(match.claim, name.words[0]) and not places_named(name.words[0]):
        return None  # "Rescuers", "Almost": an unknown word that opens a sentence need be no name
    return _made(match, name, None, CheckOutcome.ABSENT)


def _mixed(match: Match, name: Name) -> Check | None:
    """A first name and a surname that the page has only apart, each as part of another person's name."""
    if len(name.words) != _IN_FULL or len(match.words) > _LONG_CLAIM or any(places_named(w) for w in name.words):
        return None
    first, last = (match.term_of(w) for w in name.words)
    if first is None or last is None or first == last:
        return None
    with_first: Span | None = None
    with_last = False
    for at in match.sentences_with_any:
        for other in names_at(match.page, at):
            terms = [match.matched_term(w) for w in other.words]
            if (first in terms and last in terms) or (len(terms) == 1 and first in terms):
                return None
            if first in terms[:-1] and _two_letters(other):
                with_first = other.span
            with_last |= len(terms) > 1 and terms[-1] == last and terms[-2] is None
    return _made(match, name, with_first, CheckOutcome.DIFFERS) if with_first is not None and with_last else None


def _other_person(match: Match, name: Name) -> Check | None:
    """Another first name with the surname, or another office with the name."""
    last = match.term_of(name.words[-1])
    runs = [
        (other.words, opens_sentence(match.page.text, other.words[-2]))
        for at in sorted(match.sentences_with_any)
        if last is not None and match.hit(last, (at,))
        for other in names_at(match.page, at)
        if len(other.words) > 1
    ]
    where = other_first_name(match, name.words, opens_sentence(match.claim, name.words[0]), runs)
    if where is not None:
        return _made(match, name, where, CheckOutcome.DIFFERS)
    spans = other_office(match, name.first, name.last)
    return None if spans is None else differing(match, CheckKind.NAME, *spans)


def _two_letters(name: Name) -> bool:
    return len(name.words) >= _IN_FULL and len(name.words[-1].form.folded) > 2


def _displaced(match: Match, places: Places, name: Name) -> Check | None:
    """Another name that stands far more clearly where the claim's stands: the driver, not the spokeswoman."""
    term = match.term_of(name.words[-1])
    if term is None or places.too_long:
        return None
    claimed = places.around(name.first, name.last)
    if len(claimed) < _SHARED:
        return None
    page = match.page
    near = {at: names_at(page, at) for at in match.neighbourhood}
    full = len(name.words) > 1 or _in_full(match, term, near)
    mine = 0.0
    best: tuple[float, Span] | None = None
    for at, others in near.items():
        for i, word in enumerate(page.words[at]):
            if match.matched_term(word) == term:
                mine = max(mine, places.likeness(claimed, places.around_there(at, i, i)))
        dated = [d.span for d in page.dates(at)]
        for other in others:
            if not _comparable(match, name, other, full=full) or _overlaps(other.span, dated):
                continue
            there = places.around_there(at, other.first, other.last)
            value = places.likeness(claimed, there)
            if len(claimed.keys() & there.keys()) >= _SHARED and (best is None or value > best[0]):
                best = (value, other.span)
    if best is None or best[0] < max(_CLEAR_PLACE, _CLEARER * mine):
        return None
    return _made(match, name, best[1], CheckOutcome.DIFFERS)


def _in_full(match: Match, term: int, near: dict[int, list[Name]]) -> bool:
    """Does the page give the name in full near the evidence, first name and surname?"""
    return any(
        len(other.words) > 1 and match.matched_term(other.words[-1]) == term
        for others in near.values()
        for other in others
    )


def _comparable(match: Match, name: Name, other: Name, *, full: bool) -> bool:
    """A person named in full is held against others named in full, not against the town in the same sentence."""
    if any(match.matched_term(w) is not None for w in other.words) or (full and len(other.words) < _IN_FULL):
        return False
    if _may_be_spelled(match, name, other):
        return False
    return bool(places_named(name.words[-1])) is bool(places_named(other.words[-1]))


def _may_be_spelled(match: Match, name: Name, other: Name) -> bool:
    """May it be the claim's name, but for a vowel that cases drop (Brodek, Brodku) or for the alphabet (Riy, Рій)?"""
    one, two = name.words[-1].form, other.words[-1].form
    if not match.same_language:
        return one.skeleton == two.skeleton != ""
    return match.code in INFLECTED and (_drops_vowel(one.folded, two.folded) or _drops_vowel(two.folded, one.folded))


def _drops_vowel(one: str, other: str) -> bool:
    return one[-2:-1] in ("e", "o") and len(one) > _SHORTEST and other.startswith(one[:-2] + one[-1])


def _overlaps(span: Span, others: list[Span]) -> bool:
    return any(a < span[1] and span[0] < b for a, b in others)


def _where(match: Match, present: list[int]) -> Span | None:
    """The first place near the evidence where the name's words stand, those that stand together."""
    for at in (*match.neighbourhood, *sorted(match.sentences_with_any)):
        found = match.page.words[at]
        spots = [i for i, w in enumerate(found) if match.matched_term(w) in present]
        spots = [i for i in spots if found[i].form.capital] or spots
        if spots:
            groups = [[spots[0]]]
            for i in spots[1:]:
                if i - groups[-1][-1] <= _GAP:
                    groups[-1].append(i)
                else:
                    groups.append([i])
            best = max(groups, key=lambda g: len({match.matched_term(found[i]) for i in g}))
            return found[best[0]].start, found[best[-1]].end
    return None


def _rival(match: Match, name: Name, own: list[int]) -> Span | None:
    """Another name in the same place of a sentence that says the rest of the claim."""
    at = match.best
    if at is None or any(match.hit(i, (at, at - 1, at + 1)) for i in own[-1:]):
        return None
    elsewhere = any(match.found(i) for i in own[-1:])
    if match.coverage((at,), without=own) < (_SAME_STATEMENT_ELSEWHERE if elsewhere else _SAME_STATEMENT):
        return None
    found = match.page.words[at]
    neighbours = _neighbours(match, match.words, name.first, name.last, claim_side=True)
    for other in names_at(match.page, at):
        if any(match.matched_term(w) is not None for w in other.words[-1:]) or _may_be_spelled(match, name, other):
            continue
        if _overlaps(other.span, [d.span for d in match.page.dates(at)]):
            continue
        if neighbours & _neighbours(match, found, other.first, other.last, claim_side=False):
            return other.span
    return None


def _neighbours(match: Match, found: list[Word], first: int, last: int, *, claim_side: bool) -> set[tuple[str, int]]:
    """The nearest content word on either side, as terms of the claim."""
    result: set[tuple[str, int]] = set()
    for side, steps in (
        ("before", range(first - 1, max(-1, first - 4), -1)),
        ("after", range(last + 1, min(len(found), last + 4))),
    ):
        for i in steps:
            if not found[i].form.keys:
                continue
            term = match.term_of(found[i]) if claim_side else match.matched_term(found[i])
            if term is not None:
                result.add((side, term))
            break
    return result


def _swapped(match: Match) -> Check | None:
    """Two names that changed places in an otherwise equal sentence: who did it to whom."""
    at = match.best
    if at is None or not match.same_language or match.coverage((at,)) < 0.9:
        return None
    claimed = [(n, i) for n in claimed_names(match) if (i := match.term_of(n.words[-1])) is not None]
    order = [match.matched_term(w) for w in match.page.words[at]]
    line = [i for i in order if i is not None]
    wanted = [i for w in match.words if (i := match.term_of(w)) is not None]
    for (one, a), (two, b) in pairwise(claimed):
        if a == b or line.count(a) != 1 or line.count(b) != 1 or line.index(a) < line.index(b):
            continue
        without = [i for i in wanted if i not in (a, b)]
        if not _change_parts(match, at, (one, a), (two, b)):
            continue
        if without == [i for i in line if i not in (a, b)]:
            first = next(w for w in match.page.words[at] if match.matched_term(w) == b)
            last = next(w for w in match.page.words[at] if match.matched_term(w) == a)
            return differing(match, CheckKind.NAME, (one.span[0], two.span[1]), (first.start, last.end))
    return None


def _change_parts(match: Match, at: int, *named: tuple[Name, int]) -> bool:
    """Has each name the preposition of the other? Not so in "Polaris bought Hexa" and "Hexa was bought by Polaris"."""
    found = match.page.words[at]
    own = [_preposition(match.words, name.first, match.code) for name, _ in named]
    spots = [next(i for i, w in enumerate(found) if match.matched_term(w) == term) for _, term in named]
    return own == [_preposition(found, spot, match.code) for spot in reversed(spots)]


def _preposition(found: list[Word], first: int, code: str) -> str:
    """The preposition before a name and its titles; "" for none."""
    for i in range(first - 1, max(-1, first - 1 - _BACK), -1):
        shape = found[i].form
        if marks(shape.folded, code) & PREPOSITIONS:
            return shape.folded
        if not (shape.stop or shape.capital or titles().intersection(shape.concepts)):
            break
    return ""


def _made(match: Match, name: Name, where: Span | None, outcome: CheckOutcome) -> Check:
    start, end = name.span
    return Check(
        kind=CheckKind.NAME,
        claim_value=match.claim[start:end],
        source_value=None if where is None else match.page.text[where[0] : where[1]],
        outcome=outcome,
        claim_span=name.span,
        source_span=where,
    )
