"""The names of a claim in, where the claim and a sentence of the page mention them out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from verifier.judge.cases import INFLECTED, is_oblique
from verifier.judge.deed_clauses import Mention, is_day
from verifier.judge.deeds import marks
from verifier.judge.lexicon import proper_names
from verifier.judge.matching import Match
from verifier.judge.names import Name, claimed_names, names, names_at
from verifier.judge.role_nouns import role_noun
from verifier.judge.words import Word

_MOST_NAMES = 12
#: How English ends what is made from the name of a country, and writes it large: Georgian, Swedish.
_DEMONYMS = (
    "ish", "ese", "ian", "ean", "ench", "utch", "wiss", "reek", "rman", "ican", "egian", "zech", "aqi", "aeli", "lak",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Participant:
    """A name of the claim; `terms` are the claim's terms that are on the page and in no other of its names."""

    name: Name
    terms: frozenset[int]


def participants(match: Match) -> list[Participant]:
    """The claim's names in order, adjectives left out."""
    claimed = [n for one in claimed_names(match) if (n := _without_opening(one, match.code)) is not None]
    named = {n.first: n for n in (*claimed, *_names(match.claim, match.words, match.code))}
    kept = [named[first] for first in sorted(named) if not is_demonym(named[first].words[-1], match.code)]
    terms = [{i for w in n.words if (i := match.term_of(w)) is not None and match.found(i)} for n in kept[:_MOST_NAMES]]
    counted = [term for found in terms for term in found]
    return [
        Participant(name, frozenset(term for term in own if counted.count(term) == 1))
        for name, own in zip(kept, terms, strict=False)
    ]


def is_demonym(word: Word, code: str) -> bool:
    """Is it an English adjective made from a country, written large like a name?"""
    is_place = not proper_names().isdisjoint(word.form.concepts)
    return code == "en" and is_place and word.form.folded.endswith(_DEMONYMS)


def _names(text: str, found: list[Word], code: str) -> list[Name]:
    """The names of a sentence. German writes every noun large: there, a single word behind no article may be one."""
    named = [n for one in names(text, found, code) if (n := _without_opening(one, code)) is not None]
    if code != "de":
        return named
    taken = {i for n in named for i in range(n.first, n.last + 1)}
    return [*named, *(Name((w,), i, i) for i, w in enumerate(found) if i not in taken and _is_single(found, i, code))]


def _without_opening(name: Name, code: str) -> Name | None:
    """The name but for a noun that opens the sentence; English has an article there."""
    if name.first > 0 or code == "en" or role_noun(name.words[0].form.folded, code) is None:
        return name
    return Name(name.words[1:], name.first + 1, name.last) if len(name.words) > 1 else None


def _is_single(found: list[Word], i: int, code: str) -> bool:
    shape = found[i].form
    behind = i > 0 and "article" in marks(found[i - 1].form.folded, code)
    return bool(shape.capital and shape.skeleton) and not shape.stop and not shape.concepts and not behind


def claim_mentions(match: Match, known: Sequence[Participant]) -> list[Mention]:
    """The names where the claim has them; their cases are told from what the page calls them."""
    spelled = _spellings(match) if match.code in INFLECTED else {}
    return [
        Mention(
            one.name.first,
            one.name.last,
            frozenset({number} if one.terms else ()),
            is_oblique(one.name.words, [w for term in one.terms for w in spelled.get(term, ())], match.code),
        )
        for number, one in enumerate(known)
    ]


def _spellings(match: Match) -> dict[int, list[Word]]:
    """The page's words for each term of the claim, of each spelling one."""
    spelled: dict[int, dict[str, Word]] = {}
    for at in match.sentences_with_any:
        for word in match.page.words[at]:
            if (term := match.matched_term(word)) is not None:
                spelled.setdefault(term, {}).setdefault(word.form.folded, word)
    return {term: list(words.values()) for term, words in spelled.items()}


def page_mentions(match: Match, at: int, known: Sequence[Participant]) -> list[Mention]:
    """The names of one sentence of the page, in order: those of the claim, and strangers."""
    code = match.page.language.code
    opened = [_without_opening(one, code) for one in names_at(match.page, at)]
    named = [n for n in opened if n is not None and not is_demonym(n.words[-1], code)]
    mentions = list(_known_mentions(match, at, known, named))
    taken = {k for m in mentions for k in range(m.first, m.last + 1)}
    dated = [d.span for d in match.page.dates(at)]
    for name in named:
        is_date = any(a < name.span[1] and name.span[0] < b for a, b in dated)
        if not is_date and taken.isdisjoint(range(name.first, name.last + 1)):
            mentions.append(Mention(name.first, name.last, frozenset()))
    return sorted(mentions, key=lambda m: m.first)


def _known_mentions(match: Match, at: int, known: Sequence[Participant], named: Sequence[Name]) -> Iterator[Mention]:
    found, code = match.page.words[at], match.page.language.code
    spots = _spots(match, at, known)
    for first, last in _grouped(spots):
        one = known[spots[first]]
        inside = [k for k in range(first, last + 1) if k in spots]
        before = [k for n in named if _reaches(match, found, n, first, last) for k in range(n.first, first)]
        before = [k for k in before if not is_day(found[k])]
        # Another first name with the claim's surname is another person's.
        strange = len(one.name.words) > 1 and len(one.terms) > 1 and len(inside) == 1 and bool(before)
        base = [w for w in one.name.words if match.term_of(w) in one.terms]
        yield Mention(
            first if code == "de" else min([first, *before]),  # German writes the noun before a name large, too
            last,
            frozenset() if strange else frozenset({spots[first]}),
            is_oblique([found[k] for k in inside], base, code),
        )


def _spots(match: Match, at: int, known: Sequence[Participant]) -> dict[int, int]:
    """Words of a sentence that belong to a name of the claim, each with the number of that name."""
    spots: dict[int, int] = {}
    for k, word in enumerate(match.page.words[at]):
        term = match.matched_term(word) if word.form.capital else None
        who = next((i for i, one in enumerate(known) if term is not None and term in one.terms), None)
        if who is not None and not is_demonym(word, match.page.language.code):
            spots[k] = who
    return spots


def _grouped(spots: dict[int, int]) -> Iterator[tuple[int, int]]:
    """Words of one name that stand together, at most one other word between them."""
    groups: list[list[int]] = []
    for k in sorted(spots):
        if groups and spots[k] == spots[groups[-1][0]] and k - groups[-1][-1] <= 2:
            groups[-1].append(k)
        else:
            groups.append([k])
    return ((group[0], group[-1]) for group in groups)


def _reaches(match: Match, found: Sequence[Word], name: Name, first: int, last: int) -> bool:
    """Does a run of names overlap words `first` to `last`, or end right before them?"""
    if name.last == first - 1:
        return match.page.text[found[name.last].end : found[first].start] == " "
    return name.first <= last and first <= name.last
