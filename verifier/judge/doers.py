"""A sentence, a word of it for a deed and the names around that word in, who did it to whom out.

What tells the two apart, the surest first: a preposition ("by", "to", "against"), the passive voice, the case of a
name (told by comparing it with its base form), their order. Where these leave it open, nothing is returned.
"""

from __future__ import annotations

from collections.abc import Sequence

from verifier.judge.cases import INFLECTED
from verifier.judge.deed_clauses import PREPOSITIONS, Clause, Frame, Mention
from verifier.judge.deeds import Deed, Kind
from verifier.judge.role_nouns import role_noun
from verifier.judge.words import Word

#: How far "not" may stand before and behind: did not file any such charges against.
_NEGATION_BEFORE, _NEGATION_REACH = 6, 3
_VERBAL = ("s", "ed", "ing")
#: How far the two may stand from a word that the table does not know.
_REACH_OF_ANY, _REACH_BEHIND_ANY = 5, 10
#: Languages that have no word for "by", only a case.
_BY_CASE = frozenset({"ru", "uk", "be", "cs"})
#: What marks the other one of the two after a deed of that kind.
_OTHER_MARKS = {
    Kind.ACT: frozenset({"against", "on"}),
    Kind.OVER: frozenset({"against", "on", "with"}),
    Kind.LOSE: frozenset({"to", "against", "with"}),
    Kind.TAKE: frozenset({"from", "owner"}),
    Kind.GIVE: frozenset({"to"}),
}
#: Marks of what may stand between a verb and its subject: in the final, on Monday.
_PLACES = frozenset({"other", "on", "with", "to"})
_PARTICIPLES = ("n", "na", "no", "ny", "ni", "nyi", "nii", "naia", "nyie", "noi", "nogo", "nym", "nou", "nej", "neho")

#: How infinitives end: who does it stands with another verb, in whatever case that one asks for.
_INFINITIVES = {"ru": ("ть", "ться", "чь"), "uk": ("ти", "тися"), "be": ("ць", "цца"), "pl": ("ć",), "cs": ("t", "ti")}


def frame(text: str, found: Sequence[Word], code: str, deed: Deed, named: Sequence[Mention]) -> Frame | None:
    """The two of a deed, or None where it cannot be told who is which."""
    if deed.kind is Kind.BOTH:
        return None
    near = found[max(0, deed.at - _NEGATION_BEFORE) : deed.last + 1 + _NEGATION_REACH]
    if any(word.form.negation for word in near):
        return None
    clause = Clause(text, found, code, deed, named)
    by = _by(clause)
    if by is not None:
        return _passive(clause, by)
    if _is_passive(clause):
        return _passive_without(clause)
    return _active(clause)


def _free(named: Sequence[Mention]) -> list[Mention]:
    return [m for m in named if not m.marked & PREPOSITIONS]


def _with(named: Sequence[Mention], wanted: frozenset[str]) -> Mention | None:
    return next((m for m in named if m.marked & wanted), None)


def _by(clause: Clause) -> Mention | None:
    """The one by whom it is done, if a word says so."""
    passive = _is_passive(clause) or (clause.code == "it" and clause.deed.kind is Kind.ACT and not _is_finite(clause))
    wanted = frozenset({"by"}) | (frozenset({"agent"}) if passive else frozenset())
    if clause.deed.kind is Kind.OVER:
        owner = next((m for m in clause.before if "owner" in m.marked and m.last == clause.deed.at - 1), None)
        if owner is not None:
            return owner
        wanted |= {"from", "of"}
        return next((m for m in clause.after if m.marked & wanted and m.first - clause.deed.last <= 4), None)
    if clause.deed.kind is Kind.LOSE:
        return None
    return _with(clause.after, wanted) or (_with(clause.before, wanted) if clause.code == "de" else None)


def _is_finite(clause: Clause) -> bool:
    """Has an Italian participle "ha" before it? Else "battuta da" is one of the passive."""
    at = clause.deed.at
    return any("aux" in clause.marks(i) for i in range(max(clause.first, at - 2), at))


def _is_passive(clause: Clause) -> bool:
    code, at = clause.code, clause.deed.at
    if clause.deed.kind in (Kind.LOSE, Kind.OVER):
        return False
    word = clause.found[at].form.folded
    if code == "en" and word.endswith("ing"):
        return False
    back = range(max(clause.first, at - 3), at)
    near = [*back, *range(at + 1, min(clause.last, at + 2) + 1)] if code in INFLECTED else list(back)
    if code == "de":
        near = list(range(clause.first, clause.last + 1))
    aux = any("passive" in clause.marks(i) for i in near)
    if code in _BY_CASE:
        return word.endswith(_PARTICIPLES)
    if code == "pl":
        return aux and word.endswith(("ny", "na", "ne", "ni", "no", "ty", "ta", "te", "ci"))
    return aux


def _passive(clause: Clause, by: Mention) -> Frame | None:
    """ "B was sued by A"; "B was sold to A by C"."""
    kind = clause.deed.kind
    if kind is Kind.GIVE:
        goal = _with(clause.after, _OTHER_MARKS[kind])
        subject = _last(_free(clause.before))
        return _made(goal or subject, by)
    if kind is Kind.OVER:
        goal = _with(clause.after, _OTHER_MARKS[kind])
        return _made(by, goal or _last([m for m in _free(clause.before) if m is not by]))
    if clause.code == "de":
        rest = [m for m in clause.before if m is not by]
        return _made(by, _last(_free(rest)) or _first(_free(clause.after)))
    return _made(by, _last(_free(clause.before)))


def _passive_without(clause: Clause) -> Frame | None:
    """A passive whose doer has no word before it: one in a case, or none at all."""
    if clause.code not in _BY_CASE or clause.deed.kind is Kind.GIVE:
        return None
    free = [*_free(clause.before)[-1:], *_free(clause.after)[:1]]
    oblique = [m for m in free if m.oblique]
    rest = [m for m in free if not m.oblique]
    return _made(oblique[0], rest[0]) if len(oblique) == 1 and len(rest) == 1 else None


def _active(clause: Clause) -> Frame | None:
    kind = clause.deed.kind
    subject, direct = _by_order(clause)
    wanted = _OTHER_MARKS.get(kind, frozenset())
    if kind is Kind.TAKE and clause.code in ("fr", "es", "ru", "uk", "be"):
        wanted |= {"to", "with"}  # acheter à, comprar a, купить у
    marked = _with(clause.after, wanted) or (_with(clause.before, wanted) if clause.code == "de" else None)
    if marked is subject:
        marked = None
    if kind is Kind.LOSE:
        if marked is None and clause.code in INFLECTED and direct is not None and direct.oblique is not False:
            marked = direct
        return _made(marked, subject)
    if kind is Kind.OVER:
        return _made(subject, marked)
    if kind is Kind.ANY:
        return _any(clause, subject, direct)
    source = _with(clause.after, frozenset({"from"}))
    if kind is Kind.GIVE:
        if source is not None and marked is None:
            return _made(subject, source)  # borrowed from, where one word means both
        if marked is None and (clause.deed.event == "buy" or direct is None):
            return None
        return _made(marked or direct, subject)
    return _made(subject, (marked or direct) if kind is Kind.TAKE else (direct or marked))


def _any(clause: Clause, subject: Mention | None, direct: Mention | None) -> Frame | None:
    """The two around a word that the table does not know: close to it on either side, with no comma between."""
    if direct is None or "of" in direct.marked:
        direct = next((m for m in clause.after if "of" not in m.marked), None)
    if subject is None or direct is None:
        return None
    first, last = min(subject.last, direct.last), max(subject.first, direct.first)
    at = clause.deed.at
    if not first < at < last or at - first > _REACH_OF_ANY or last - at > _REACH_BEHIND_ANY:
        return None
    if last - first == 2 and clause.code == "en" and not clause.found[at].form.folded.endswith(_VERBAL):
        return None  # "Lviv team Kvant"
    if any("," in clause.gap(i) for i in range(first, last)):
        return None
    nominative = direct.oblique is False or subject.oblique is not False
    if clause.code in INFLECTED and not direct.marked and not direct.oblique and nominative:
        return None
    return _made(subject, direct)


def _by_order(clause: Clause) -> tuple[Mention | None, Mention | None]:
    """Subject and object by their order, put right by their cases."""
    before, after = _free(clause.before), _free(clause.after)
    if clause.code == "de":
        subject, direct = _german(clause, before, after)
    elif before:
        subject, direct = before[-1], (after[0] if after else None)
    elif clause.code in INFLECTED and len(after) > 1:
        subject, direct = after[0], after[1]
    else:
        subject, direct = None, None
    if direct is None and subject is not None and (subject.oblique or "object" in subject.marked):
        direct = _behind(clause)
    if clause.code == "es" and direct is None:
        direct = next((m for m in clause.after if "object" in m.marked), None)
    if subject is not None and subject.oblique and _is_infinitive(clause):
        return None, None
    if clause.code in INFLECTED and subject is not None and subject.oblique and _is_owner(clause, subject):
        return None, None
    return _by_case(subject, direct)


def _is_infinitive(clause: Clause) -> bool:
    word = clause.found[clause.deed.at]
    return clause.text[word.start : word.end].casefold().endswith(_INFINITIVES.get(clause.code, ("-",)))


def _is_owner(clause: Clause, mention: Mention) -> bool:
    """Stands a noun of its own before a name in the genitive: игроки «Сокола»? Then the noun is the subject."""
    i = mention.first - 1
    if i < clause.first or clause.gap(i).strip(' «„“"') or "," in clause.gap(i):
        return False
    shape = clause.found[i].form
    noun = role_noun(shape.folded, clause.code)
    agrees = noun is not None and noun.oblique
    return not (shape.stop or shape.digits or clause.marks(i) or agrees) and bool(shape.keys)


def _behind(clause: Clause) -> Mention | None:
    """The subject behind verb and adverb: "Olega pokonała w finale Anna", where "w" governs "finale" alone."""
    after = next((m for m in clause.after if m.marked <= _PLACES), None)
    governed = after is not None and PREPOSITIONS & clause.marks(after.first - 1)
    return None if after is None or governed or (clause.code in INFLECTED and after.oblique is not False) else after


def _german(clause: Clause, before: list[Mention], after: list[Mention]) -> tuple[Mention | None, Mention | None]:
    """The verb may stand between the two, behind both, or (after an adverb) before both."""
    verb_last = any("aux" in clause.marks(i) for i in range(clause.first, clause.deed.at)) or not after
    if len(before) > 1 and verb_last:
        return before[-2], before[-1]
    if before and after:
        return before[-1], after[0]
    if len(after) > 1:
        return after[0], after[1]
    return (before[-1] if before else None), None


def _by_case(subject: Mention | None, direct: Mention | None) -> tuple[Mention | None, Mention | None]:
    """An object that stands first, as cases or a German article tell; neither where cases leave it open."""
    if subject is None or not (subject.oblique or "object" in subject.marked):
        return subject, direct
    if direct is not None and "object" not in direct.marked and (direct.oblique is False or subject.oblique is None):
        return direct, subject
    return None, None


def _first(named: Sequence[Mention]) -> Mention | None:
    return named[0] if named else None


def _last(named: Sequence[Mention]) -> Mention | None:
    return named[-1] if named else None


def _made(one: Mention | None, other: Mention | None) -> Frame | None:
    return Frame(one, other) if one is not None and other is not None and one is not other else None
