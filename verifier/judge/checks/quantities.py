"""The claim's numbers held against the page's: equal, rounded, converted, different or absent."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise

from verifier.judge.agreement import agrees, same_unit, shown
from verifier.judge.checks.cells import held_in_rows
from verifier.judge.checks.crossed import crossed
from verifier.judge.checks.places import Places, places_of
from verifier.judge.checks.reckoning import Worked, reckoned
from verifier.judge.checks.spans import between_moments
from verifier.judge.clauses import clause_at, clauses
from verifier.judge.matching import Match
from verifier.judge.names import names
from verifier.judge.number_roles import COUNT, LABEL, ORDINAL, TIME
from verifier.judge.number_units import MEASURES, PERCENT, POINTS, TIME_UNIT, money, unit_of
from verifier.judge.numbers import Number
from verifier.judge.words import Word
from verifier.model import Check, CheckKind, CheckOutcome, Span

#: Coverage of the claim by one sentence from which a number in the same unit takes the same place.
_SAME_PLACE = 0.5
_DISTINCT_DIGITS = 3
#: Coverage from which a sentence tells of the same, where it is the only one that counts the same things.
_SAME_EVENT = 0.4
#: How alike the surroundings must be (see `places`) for another number to stand in the claim's place; how alike,
#: with the same noun behind it or without, and how many times more so, where a number that agrees stands elsewhere.
_SAME_SURROUNDINGS, _SAME_WITH_NOUN = 0.6, 0.5
#: The same where one sentence says nearly all of the claim but the number.
_SAME_REST, _SAME_STATEMENT = 0.4, 0.65
_CLEAR_WITH_NOUN, _CLEAR_PLACE, _CLEARER, _SHARED = 0.33, 0.45, 2.5, 3
#: A page of so few sentences is read whole: in another language none of its words need be the claim's.
_SHORT_PAGE = 12
#: A claim with more numbers is a table: nothing is worked out for it.
_MOST_NUMBERS = 20
#: So much more alike where the claim's number is one that the source need not repeat.
_FEW_STRICTER = 0.1
#: The weakest part of a sum stands at least this much as clearly in the claim's place as the clearest.
_FAIR_SHARE = 0.5
#: Languages whose units of time are all known, so that another word behind a number is what it counts.
_UNITS_KNOWN = frozenset({"be", "cs", "de", "en", "es", "fr", "it", "pl", "ru", "uk"})
#: A day, half a year and a year, which pages give in words of their own: doba, Halbjahr, twelve months earlier.
_ROUND_SPANS = frozenset({(24.0, 3_600.0), (6.0, 2_629_800.0), (12.0, 2_629_800.0)})
#: Up to here a number in letters may be a list that the claim's writer counted.
_FEW = 12
_SAME_PLACE_OF_FEW = 0.6
#: "Five more", "five others", folded: they do not say how many there are in all.
_FURTHER = frozenset(
    {"more", "other", "others", "further", "additional", "another", "kolejnych", "kolejne", "dalszych", "innych"}
    | {"drugih", "eshche", "inshih", "shche", "weitere", "weiteren", "weiterer", "andere", "anderen", "autres", "otros"}
    | {"otras", "altri", "altre", "dalsich", "dalsi"}
)


def check_numbers(match: Match) -> list[Check]:
    """One check per number of the claim; a few in letters that stand nowhere give none, as two may be a list."""
    taken: set[Span] = set()
    places = places_of(match)
    return [check for number in match.numbers if (check := _check(match, places, number, taken)) is not None]


def _check(match: Match, places: Places, number: Number, taken: set[Span]) -> Check | None:
    near = match.neighbourhood or list(range(min(_SHORT_PAGE, len(match.page.sentences))))
    held = held_in_rows(match, number, near)
    if held is not None:
        taken.add(held[0].span)
        return _made(number, *held)
    same = [(at, other) for at in near for other in match.page.numbers(at) if agrees(number, other)]
    same = [(at, other) for at, other in same if not _hours_for_things(match, number, at, other)]
    if same:
        at, other = next((s for s in same if same_noun(match, number, *s)), same[0])
        rival = _bound_elsewhere(match, number, at, other) or _swapped(match, places, number, same, taken)
        rival = rival or crossed(match, places, number)
        if rival is not None:
            return _made(number, rival, CheckOutcome.DIFFERS)
        taken.add(other.span)
        return _made(number, other, CheckOutcome.AGREES)
    elsewhere = _elsewhere(match, number, near)
    if elsewhere is not None:
        return _made(number, elsewhere, CheckOutcome.AGREES)
    unlike = _other_unit(match, number)
    if unlike is not None:
        return unlike
    worked = reckoned(match, number) if number.upper is None and len(match.numbers) <= _MOST_NUMBERS else None
    if worked is not None and worked.sign == "+" and not _fair_sum(match, places, number, worked):
        worked = None
    if worked is not None:
        return _made_of(number, worked) if worked.plain else None
    rival = None if between_moments(match, number) else _rival(match, places, number, taken)
    if rival is not None:
        return _made(number, rival, CheckOutcome.DIFFERS)
    rival = _next_in_line(match, number, taken)
    if rival is not None:
        return _made(number, rival, CheckOutcome.DIFFERS)
    loose = _is_loose(match, number) and not _of_nothing(match, number)
    return None if loose else _made(number, None, CheckOutcome.ABSENT)


def _other_unit(match: Match, number: Number) -> Check | None:
    """The same figure in another currency or measure, or percent for what the page gives as percentage points."""
    if number.unit == PERCENT:
        ends = _change_of_share(match, number)
        if ends is not None:
            return _made(number, ends[0], CheckOutcome.DIFFERS, " … ".join(dict.fromkeys(shown(one) for one in ends)))
    if not number.unit or number.unit == TIME_UNIT:
        return None
    for at in match.neighbourhood:
        for other in match.page.numbers(at):
            alike = _of_one_kind(number, other) and other.values[0] == number.values[0]
            if alike and (other.unit, other.scale) != (number.unit, number.scale):
                return _made(number, other, CheckOutcome.DIFFERS)
    return None


def _of_one_kind(one: Number, other: Number) -> bool:
    """Two currencies, two lengths, percent and percentage points: units that a writer mixes up."""
    either = {one.unit, other.unit}
    return either <= money() or either == {PERCENT, POINTS} or (len(either) == 1 and one.unit in MEASURES)


def _claimed(match: Match, other: Number) -> bool:
    """Does the claim state this number of the page, in whatever place?"""
    return any(agrees(number, other) for number in match.numbers)


def _change_of_share(match: Match, number: Number) -> tuple[Number, Number] | None:
    """Two percentages that lie as many points apart as the claim says percent: from 8 % to 10 % are two points."""
    for at in match.neighbourhood[:3]:
        shares = [o for o in match.page.numbers(at) if o.unit == PERCENT or o.upper is not None]
        ends = [(o.values[0], o.upper, o, o) for o in shares if o.upper is not None]
        ends += [(one.values[0], two.values[0], one, two) for one, two in pairwise(shares)]
        for low, high, one, two in ends:
            if low and high and math.isclose(abs(high - low), number.values[0], abs_tol=0.001):
                return one, two
    return None


def _hours_for_things(match: Match, number: Number, at: int, other: Number) -> bool:
    """Does one number count hours or years, and the other, by the noun behind it, something else?"""
    if {number.unit, other.unit} != {"", TIME_UNIT} or number.kind != COUNT or other.kind != COUNT:
        return False
    counted, text, of = (
        (match.words, match.claim, number) if not number.unit else (match.page.words[at], match.page.text, other)
    )
    if (match.code if not number.unit else match.page.language.code) not in _UNITS_KNOWN:
        return False
    after = counted[of.last_word + 1 : of.last_word + 2]
    if not after or text[of.span[1] : after[0].start] != " " or not after[0].form.keys or after[0].form.digits:
        return False
    return not any(unit_of(w.form.folded) for w in counted[of.last_word + 1 : of.last_word + 4])


def _swapped(
    match: Match, places: Places, number: Number, same: list[tuple[int, Number]], taken: set[Span]
) -> Number | None:
    """Another number that stands far more clearly where the claim's stands than the one that agrees with it."""
    if number.kind == TIME or number.hedge == "vague" or len(match.numbers) > _MOST_NUMBERS:
        return None
    claimed = places.around(number.first_word, number.last_word)
    mine = max(places.likeness(claimed, places.around_there(at, o.first_word, o.last_word)) for at, o in same)
    named = any(same_noun(match, number, at, o) for at, o in same)
    best: tuple[float, Number] | None = None
    for at in match.neighbourhood:
        for other in match.page.numbers(at):
            if other.kind != number.kind or other.span in taken or not same_unit(number, other):
                continue
            if other.hedge == "vague" or _claimed(match, other):
                continue
            there = places.around_there(at, other.first_word, other.last_word)
            value = places.likeness(claimed, there)
            counted = (
                not named and len(claimed.keys() & there.keys()) >= _SHARED and same_noun(match, number, at, other)
            )
            if places.too_long and not counted:
                continue
            enough = value >= (_CLEAR_WITH_NOUN if counted else _CLEAR_PLACE) and value >= _CLEARER * mine
            if enough and (best is None or value > best[0]):
                best = (value, other)
    return None if best is None else best[1]


def _fair_sum(match: Match, places: Places, number: Number, worked: Worked) -> bool:
    """Are the parts of a sum told of alike? "19 were injured, ten of them flown out" does not add up to 29 injured."""
    claimed = places.around(number.first_word, number.last_word)
    there = [
        places.around_there(at, part.first_word, part.last_word)
        for part in worked.parts
        if (at := match.page.sentence_at(part.span[0])) is not None
    ]
    clear = [places.likeness(claimed, one, known=True) for one in there]
    return max(clear) < _SAME_SURROUNDINGS or min(clear) >= _FAIR_SHARE * max(clear)


def _of_nothing(match: Match, number: Number) -> bool:
    """Is what a few are said to be nowhere on the page? "Three fishermen" cannot be a list of applicants."""
    if number.kind != COUNT or number.hedge == "vague" or number.unit or not match.same_language:
        return False
    counted = match.context(match.words, number.first_word, number.last_word, back=0, ahead=3)[:2]
    terms = [i for w in counted if (i := match.term_of(w)) is not None]
    return bool(terms) and not any(match.found(i) for i in terms)


def _is_loose(match: Match, number: Number) -> bool:
    """Said in a way that the source need not repeat: two, the third, half, dozens, 5 p.m., spans between dates."""
    if number.kind in (ORDINAL, TIME) or number.hedge == "vague" or between_moments(match, number):
        return True
    if number.unit == TIME_UNIT and (number.values[0], number.scale) in _ROUND_SPANS:
        return True
    if number.spelled and number.unit == PERCENT and number.hedge:
        return not any(n.unit == PERCENT for at in match.neighbourhood for n in match.page.numbers(at))
    return number.spelled and not number.unit and number.values[0] <= _FEW


def _elsewhere(match: Match, number: Number, near: list[int]) -> Number | None:
    """The same number farther off: taken if it is long enough to be no accident, or has the same neighbours."""
    whole = len(match.page.sentences) <= _SHORT_PAGE
    places = range(len(match.page.sentences)) if whole else match.sentences_with_any
    for at in sorted(set(places).difference(near)):
        for other in match.page.numbers(at):
            if agrees(number, other) and (_distinct(number) or _same_neighbours(match, number, at, other)):
                return other
    return None


def _bound_elsewhere(match: Match, number: Number, at: int, agreed: Number) -> Number | None:
    """The number that the sentence gives to what the claim gives this one to.

    "Nine went to Lithuania and 114 to Ukraine" does not say that nine went to Ukraine: the part of the
    sentence that holds the claim's name or year holds another number in the same unit.
    """
    if len(match.numbers) > _MOST_NUMBERS:
        return None
    others = [o for o in match.page.numbers(at) if o.span != agreed.span and o.kind == agreed.kind]
    others = [o for o in others if o.unit == agreed.unit and o.values != agreed.values and not _claimed(match, o)]
    if not others:
        return None
    start, end = clause_at(match.claim, number.span[0])
    anchors = {
        i
        for w in match.words
        if start <= w.start < end and not number.span[0] <= w.start < number.span[1]
        and (w.form.capital or w.form.digits) and (i := match.term_of(w)) is not None and match.hit(i, (at,))
    }  # fmt: skip
    sentence = match.page.span(at)
    own = clause_at(match.page.text, agreed.span[0], *sentence) or sentence
    alone = not _names_its_own(match, at, agreed, own)
    for first, last in clauses(match.page.text, *sentence):
        if alone and last <= own[0]:
            continue  # "In Arden nine died, and 114 were hurt": there, too
        here = {match.matched_term(w) for w in match.page.words[at] if first <= w.start < last} & anchors
        if not here or first <= agreed.span[0] < last:
            anchors -= here
            continue
        rival = [o for o in others if first <= o.span[0] < last]
        if rival and len(anchors) == 1:
            return rival[0]
    return None


def _names_its_own(match: Match, at: int, number: Number, part: Span) -> bool:
    """Has the part of the sentence that a number stands in a name, or another figure?"""
    inside = [w for w in match.page.words[at] if part[0] <= w.start < part[1]]
    figures = [w for w in inside if w.form.digits and not number.span[0] <= w.start < number.span[1]]
    return bool(figures or names(match.page.text, inside, match.page.language.code))


def _distinct(number: Number) -> bool:
    digits = f"{number.values[0]:.12g}".replace(".", "").strip("0")
    return len(digits) >= _DISTINCT_DIGITS or number.unit not in ("", "s")


def _rival(match: Match, places: Places, number: Number, taken: set[Span]) -> Number | None:
    """A different number where the claim's should stand: before the same noun, or in the same unit."""
    if number.kind == TIME or number.hedge == "vague" or is_further(match.words, number):
        return None
    if places.too_long:
        return None
    claimed = places.around(number.first_word, number.last_word)
    few = _is_loose(match, number)
    candidates: list[tuple[float, int, Number]] = []
    for rank, at in enumerate(match.focus[:3]):
        coverage = match.coverage((at,))
        for other in match.page.numbers(at):
            if other.span in taken or not same_unit(number, other) or other.kind != number.kind:
                continue
            if other.hedge == "vague" or (few and coverage < _SAME_PLACE_OF_FEW):
                continue
            if _claimed(match, other):
                continue
            if is_further(match.page.words[at], other) or not _same_label(match, number, at, other):
                continue
            there = places.around_there(at, other.first_word, other.last_word)
            alike = places.likeness(claimed, there, known=True)
            noun = coverage >= _SAME_PLACE_OF_FEW and same_noun(match, number, at, other)
            least = _SAME_WITH_NOUN if noun else _SAME_SURROUNDINGS
            if coverage >= _SAME_STATEMENT:
                least = _SAME_REST
            least += _FEW_STRICTER if few else 0.0
            if number.kind == LABEL or (alike >= least and coverage >= _SAME_PLACE):
                candidates.append((-alike, rank, other))
    if candidates:
        return min(candidates, key=lambda c: (c[0], c[1], c[2].span))[2]
    return None if few else _only_one_counted(match, number)


def _only_one_counted(match: Match, number: Number) -> Number | None:
    """The one number that the nearest sentences give of what the claim counts, if they give no other of it."""
    if number.kind != COUNT:
        return None
    counted = [
        (at, other)
        for at in match.focus[:3]
        for other in match.page.numbers(at)
        if other.kind == COUNT and same_unit(number, other) and not _claimed(match, other)
        and not is_further(match.page.words[at], other) and same_noun(match, number, at, other)
    ]  # fmt: skip
    told = [other for at, other in counted if match.coverage((at,)) >= _SAME_EVENT]
    return told[0] if told and len({other.values[0] for _, other in counted}) == 1 else None


def _next_in_line(match: Match, number: Number, taken: set[Span]) -> Number | None:
    """The other ordinal of the sentence that tells most of the claim, if it has but one: the fourth time, the third."""
    if match.best is None or number.unit or number.hedge == "vague" or number.kind != ORDINAL or not number.spelled:
        return None
    if is_further(match.words, number) or match.coverage((match.best,)) < _SAME_PLACE:
        return None
    here = [o for o in match.page.numbers(match.best) if o.kind == ORDINAL and o.span not in taken]
    here = [o for o in here if not o.unit and o.hedge != "vague" and not _claimed(match, o)]
    return here[0] if len(here) == 1 else None


def is_further(found: list[Word], number: Number) -> bool:
    after = number.last_word + 1
    return after < len(found) and found[after].form.folded in _FURTHER


def _same_label(match: Match, number: Number, at: int, other: Number) -> bool:
    """Article 4 is held against article 5, not against part 5."""
    if number.kind != LABEL or not number.first_word or not other.first_word:
        return number.kind != LABEL
    if not match.same_language:
        return other.kind == LABEL  # the word before it is written otherwise there
    term = match.term_of(match.words[number.first_word - 1])
    return term is not None and match.matched_term(match.page.words[at][other.first_word - 1]) == term


def same_noun(match: Match, number: Number, at: int, other: Number) -> bool:
    """Does what is counted match: the first two content words after either number?"""
    claimed = match.context(match.words, number.first_word, number.last_word, back=0, ahead=4)[:2]
    # By their keys, not by the claim's terms: of several words for one concept ("unmanned …, UAVs") one owns it.
    wanted = {key for word in claimed for key in word.form.keys}
    around = match.context(match.page.words[at], other.first_word, other.last_word, back=0, ahead=4)[:2]
    return any(key in wanted for word in around for key in word.form.keys)


def _same_neighbours(match: Match, number: Number, at: int, other: Number) -> bool:
    """Do the words after both numbers, or failing those the words before, match?"""
    found = match.page.words[at]
    claimed = match.context(match.words, number.first_word, number.last_word, back=0, ahead=3)
    wanted = {match.term_of(w) for w in claimed} - {None}
    around = match.context(found, other.first_word, other.last_word, back=0, ahead=3)
    if wanted and any(match.matched_term(w) in wanted for w in around):
        return True
    claimed = match.context(match.words, number.first_word, number.last_word, back=3, ahead=0)
    wanted = {match.term_of(w) for w in claimed} - {None}
    around = match.context(found, other.first_word, other.last_word, back=3, ahead=0)
    return bool(wanted) and any(match.matched_term(w) in wanted for w in around)


def _made_of(number: Number, worked: Worked) -> Check:
    parts = sorted(worked.parts, key=lambda part: part.span) if worked.sign == "+" else list(worked.parts)
    texts = [shown(part) for part in parts]
    if len(parts) == 1 and parts[0].upper is not None:
        texts = [shown(replace(parts[0], values=(parts[0].upper,), upper=None)), shown(replace(parts[0], upper=None))]
    return Check(
        kind=CheckKind.NUMBER,
        claim_value=shown(number),
        source_value=f" {worked.sign} ".join(texts),
        outcome=CheckOutcome.AGREES,
        claim_span=number.span,
        source_span=(min(p.span[0] for p in parts), max(p.span[1] for p in parts)),
    )


def _made(number: Number, other: Number | None, outcome: CheckOutcome, value: str | None = None) -> Check:
    differs = other is not None and outcome is CheckOutcome.DIFFERS
    named = other is not None and differs and (other.unit, other.scale) != (number.unit, number.scale)
    return Check(
        kind=CheckKind.NUMBER,
        claim_value=shown(number, unit=named),
        source_value=value or (None if other is None else shown(other, unit=named)),
        outcome=outcome,
        claim_span=number.span,
        source_span=None if other is None else other.span,
    )
