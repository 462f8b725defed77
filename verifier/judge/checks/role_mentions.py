"""Participants that have no name: the driver, the dog, the court, where a sentence mentions them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from verifier.judge.cases import INFLECTED
from verifier.judge.deed_clauses import Frame, Mention
from verifier.judge.deeds import deeds, marks
from verifier.judge.role_nouns import role_noun
from verifier.judge.words import Word

#: How far a role may stand from the deed (a German verb may stand at the end); a name behind a comma may stand this
#: far from the noun that it explains.
_REACH = 8
_APPOSITION = 4
_NAMED_IN_GENITIVE = frozenset({"village"})
#: What an English word behind a noun ends in that is no noun itself: "police accused", not "police dog".
_NO_NOUN = ("ed", "ing", "ly")


def role_ids(text: str, found: Sequence[Word], code: str, named: Sequence[Mention], first: int) -> dict[str, int]:
    """Roles that a claim has once and beside no name, each with a number from `first` on."""
    roles = [
        role
        for i in _spots(text, found, code, named)
        if not any(_is_beside(text, found, code, i, name) for name in named)
        for role in sorted(_roles(found[i], code))
    ]
    return {role: first + k for k, role in enumerate(sorted({r for r in roles if roles.count(r) == 1}))}


def with_roles(
    text: str, found: Sequence[Word], code: str, named: Sequence[Mention], ids: dict[str, int]
) -> list[Mention]:
    """The names of a sentence and its role nouns, in order; a noun beside the name of a stranger is one with it."""
    kept = list(named)
    for i in _spots(text, found, code, named):
        who = frozenset(ids[role] for role in _roles(found[i], code) if role in ids)
        noun = role_noun(found[i].form.folded, code)
        oblique = noun.oblique if noun is not None else None
        at = next((k for k, name in enumerate(kept) if _is_beside(text, found, code, i, name)), None)
        if at is None:
            is_owner = oblique is True and i > 0 and _roles(found[i - 1], code) and _is_next(text, found, i - 1)
            kept += [] if is_owner else [Mention(i, i, who, oblique)]  # the bus's driver is no bus
            continue
        name = kept[at]
        # "Marek's driver" where nouns have cases; else the two are one, as a village and its name are.
        is_owner = oblique is False and name.oblique is True and _NAMED_IN_GENITIVE.isdisjoint(_roles(found[i], code))
        kept[at] = replace(name, first=i, who=who if is_owner or not name.who else name.who, oblique=oblique)
    return sorted(kept, key=lambda mention: mention.first)


def is_told(said: Frame, code: str, at: int, ids: dict[str, int], *, is_claim: bool = False) -> bool:
    """Are a role and the other near the deed, and told apart where nouns have cases?"""
    two = (said.one, said.other)
    numbers = frozenset(ids.values())
    if code != "de" and any(m.who & numbers and min(abs(m.first - at), abs(m.last - at)) > _REACH for m in two):
        return False
    if code not in INFLECTED:
        return True
    free = [m.oblique for m in two if not m.marked]
    if is_claim and len(free) > 1 and True in free:
        return free != [True, True]  # a short sentence has its subject
    return {*free} == {True, False} if len(free) > 1 else free == [False]


def shared_roles(claimed: Sequence[Word], code: str, said: Sequence[Word], page_code: str) -> frozenset[str]:
    """The roles that both mention."""
    mine, theirs = ((r for w in ws for r in _roles(w, lang)) for ws, lang in ((claimed, code), (said, page_code)))
    return frozenset(mine) & frozenset(theirs)


def _roles(word: Word, code: str) -> frozenset[str]:
    noun = role_noun(word.form.folded, code)
    return noun.roles if noun is not None else frozenset()


def _spots(text: str, found: Sequence[Word], code: str, named: Sequence[Mention]) -> list[int]:
    taken = {k for m in named for k in range(m.first, m.last + 1)}
    acts = {k for deed in deeds(list(found), code) for k in (deed.at, deed.last)}
    return [
        i
        for i, word in enumerate(found)
        if i not in taken
        and _roles(word, code)
        and "-" not in (text[word.start - 1 : word.start], text[word.end : word.end + 1])
        and not (code == "de" and not word.form.capital)
        and not (code == "en" and _is_attribute(text, found, i, taken | acts))
    ]


def _is_attribute(text: str, found: Sequence[Word], i: int, known: set[int]) -> bool:
    """Does an English noun only describe the next one: a police dog, a bus driver?"""
    if i + 1 == len(found) or i + 1 in known:
        return False
    after = found[i + 1].form
    is_other = after.stop or after.folded.endswith(_NO_NOUN) or marks(after.folded, "en")
    return not is_other and _is_next(text, found, i)


def _is_beside(text: str, found: Sequence[Word], code: str, i: int, name: Mention) -> bool:
    """ "lifeguard Kamil Reda"; "his owner, 58-year-old Nikolai Trofimov"; producent mebli Drewex."""
    if name.first == i + 1 and _is_next(text, found, i):
        return True
    if not i < name.first <= i + _APPOSITION:
        return False
    between = found[i + 1 : name.first]
    if any(w.form.stop or marks(w.form.folded, code) for w in between):
        return False
    if text[found[i].end :].startswith(","):
        return not between or between[0].form.digits or not any(w.form.concepts for w in between)
    is_act = any(deed.at == i + 1 for deed in deeds(list(found), code))
    fits = code in INFLECTED or (code == "de" and all(w.form.capital for w in between))
    return fits and len(between) == 1 and not is_act and text[found[i].end] == " "


def _is_next(text: str, found: Sequence[Word], i: int) -> bool:
    """Does only a space stand between word `i` and the next one, or a quotation mark that opens its name?"""
    return not text[found[i].end : found[i + 1].start].strip(' «„“"')
