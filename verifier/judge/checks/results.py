"""What became of people: twelve killed where the source has twelve injured, nobody hurt where it has several.

A number belongs to the result that stands nearest to it in its clause. It differs where no sentence near
gives that number to the claim's result, or leaves it open to which. That nobody was hurt differs where the page says
only that some were, and the other way round; of less plain negations the check of polarity knows more.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from verifier.judge.agreement import agrees
from verifier.judge.checks.differing import differing
from verifier.judge.checks.polarity import negations
from verifier.judge.clauses import clauses
from verifier.judge.csv_tables import table_rows
from verifier.judge.matching import Match
from verifier.judge.number_roles import COUNT
from verifier.judge.numbers import Number
from verifier.judge.words import Word
from verifier.model import Check, CheckKind

#: What may become of people, by the concepts of the words for it.
_RESULTS = {
    "kill": "dead", "death": "dead", "wound": "hurt", "injury": "hurt", "missing": "missing", "arrest": "arrested",
    "rescue": "rescued", "evacuate": "evacuated",
}  # fmt: skip
#: Words for any of them: casualties, victims.
ANY = frozenset({"casualty"})
#: Words between a number and what became of so many people.
REACH = 5
#: Results of which a page says that they befell nobody.
_HARM = frozenset({"dead", "hurt", "missing"})
_NOBODY, _SOME = "nobody", "some"
#: Share of the rest of the claim that the other sentence must tell.
_SAME_EVENT = 0.45


def check_results(match: Match) -> list[Check]:
    """At most one check: the first number of the claim that the page gives to another result, or nobody for some."""
    found = _other_result(match) if match.words and not negations(match.claim, match.words) else None
    found = found or _nobody_or_some(match)
    return [found] if found is not None else []


def _other_result(match: Match) -> Check | None:
    in_clause, results = clause_numbers(match.claim, match.words), list(named_results(match.words))
    for number in match.numbers:
        own = result_of(number, results, in_clause) if number.kind == COUNT and not number.unit else None
        other = _elsewhere(match, number, *own) if own is not None else None
        if own is not None and other is not None:
            return _made(match, match.words[own[0]], other)
    return None


@cache
def _nobody(code: str) -> re.Pattern[str] | None:
    """What says in a case-folded text that something befell nobody; `nobody.csv` joins words by `_`."""
    rows = table_rows("nobody.csv")
    forms = [form for row in rows if row["language"] == code for form in row["forms"].split()]
    if not forms:
        return None
    written = (re.escape(form.rstrip("*")).replace("_", r"\s+") + r"\w*" * form.endswith("*") for form in forms)
    return re.compile(rf"\b(?:{'|'.join(written)})\b")


def named_results(found: list[Word]) -> Iterator[tuple[int, str]]:
    for i, word in enumerate(found):
        named = {_RESULTS[c] for c in word.form.concepts if c in _RESULTS}
        if len(named) == 1 and not ANY.intersection(word.form.concepts):
            yield i, next(iter(named))


def clause_numbers(text: str, found: list[Word]) -> list[int]:
    """The number of the clause that each word stands in."""
    cuts = [first for first, _ in clauses(text, found[0].start, found[-1].end)][1:]
    return [bisect_right(cuts, word.start) for word in found]


def words_apart(number: Number, i: int) -> int:
    """How far word `i` is from a number."""
    return min(abs(i - number.first_word), abs(i - number.last_word))


def around(number: Number, numbers: Sequence[Number], count: int) -> range:
    """The words of a sentence of `count` from the number before to the number behind this one."""
    before = max((n.last_word for n in numbers if n.last_word < number.first_word), default=-1)
    return range(before + 1, min((n.first_word for n in numbers if n.first_word > number.last_word), default=count))


def result_of(number: Number, results: Sequence[tuple[int, str]], in_clause: list[int]) -> tuple[int, str] | None:
    """The result nearest to a number, in its clause."""
    own = in_clause[number.first_word]
    near = [(words_apart(number, i), i, result) for i, result in results if in_clause[i] == own]
    distance, i, result = min(near, default=(REACH + 1, 0, ""))
    return (i, result) if distance <= REACH else None


def _elsewhere(match: Match, number: Number, place: int, result: str) -> Word | None:
    """The word for another result with that number; None where the claim's own may stand with it."""
    own_words = (place, *range(number.first_word, number.last_word + 1))
    without = [i for k in own_words if (i := match.term_of(match.words[k])) is not None]
    other: Word | None = None
    for at in match.neighbourhood:
        found = match.page.words[at]
        counts = [n for n in match.page.numbers(at) if n.kind == COUNT]
        if not any(agrees(number, n) for n in counts):
            continue
        in_clause, results = clause_numbers(match.page.text, found), list(named_results(found))
        of = [(n, result_of(n, results, in_clause)) for n in counts]
        others = {there[0] for n, there in of if there is not None and not agrees(number, n)}
        own = any(said == result and i not in others for i, said in results)
        if own or any(ANY.intersection(word.form.concepts) for word in found):
            return None
        there = next((there for n, there in of if there is not None and agrees(number, n)), None)
        if there is not None and other is None and match.coverage((at,), without) >= _SAME_EVENT:
            other = found[there[0]]
    return other


def _nobody_or_some(match: Match) -> Check | None:
    """A result that the claim says of nobody and the page only of some, or the other way round."""
    claimed = [one for one in _told(match.claim, match.words, match.numbers, match.code) if one.result in _HARM]
    if len(claimed) != 1 or claimed[0].of_whom == "" or match.coverage(match.sentences_with_any) < _SAME_EVENT:
        return None
    (mine,) = claimed
    code = match.page.language.code
    there = [
        (at, one)
        for at in sorted(match.sentences_with_any)
        if any(result == mine.result for _, result in named_results(match.page.words[at]))
        for one in _told(match.page.text, match.page.words[at], match.page.numbers(at), code)
        if one.result == mine.result
    ]
    against = _SOME if mine.of_whom == _NOBODY else _NOBODY
    if not any(one.of_whom == against for _, one in there) or (against == _SOME and _none_of_them(match)):
        return None
    if any(one.of_whom == mine.of_whom or (against == _NOBODY and one.of_whom != _NOBODY) for _, one in there):
        return None
    at, other = next((at, one) for at, one in there if one.of_whom == against)
    return _made(match, match.words[mine.place], match.page.words[at][other.place])


def _none_of_them(match: Match) -> bool:
    """Says the page in other words that nobody of those came to harm: "vom Personal kam niemand zu Schaden"?"""
    nobody = _nobody(match.page.language.code)
    if nobody is None:
        return False
    results = {match.term_of(match.words[i]) for i, _ in named_results(match.words)}
    for at in match.sentences_with_any:
        for first, last in clauses(match.page.text, *match.page.span(at)):
            said = nobody.search(match.page.text[first:last].casefold())
            inside = [w for w in match.page.words[at] if first <= w.start < last]
            shared = {i for w in inside if (i := match.matched_term(w)) is not None and not w.form.negation} - results
            if said is not None and any(match.weights[i] for i in shared):
                return True
    return False


@dataclass(frozen=True, slots=True)
class _Told:
    """Word `place` of a sentence says that of some, of nobody or of whom is left open ("") something became."""

    place: int
    result: str
    of_whom: str


def _told(text: str, found: list[Word], numbers: list[Number], code: str) -> list[_Told]:
    if not found:
        return []
    in_clause = clause_numbers(text, found)
    nobody, results = _nobody(code), list(named_results(found))
    counted = {result_of(n, results, in_clause) for n in numbers if n.kind == COUNT and not n.unit and n.values[0] > 0}
    told = []
    for i, result in results:
        words = [k for k, clause in enumerate(in_clause) if clause == in_clause[i]]
        clause = text[found[words[0]].start : found[words[-1]].end + 1]
        if nobody is not None and nobody.search(clause.casefold()):
            told.append(_Told(i, result, _NOBODY))
            continue
        some = (i, result) in counted or any("several" in found[k].form.concepts for k in words)
        denied = any(found[k].form.negation for k in words)
        told.append(_Told(i, result, _SOME if some and not denied else ""))
    return told


def _made(match: Match, word: Word, other: Word) -> Check:
    return differing(match, CheckKind.NEGATION, (word.start, word.end), (other.start, other.end))
