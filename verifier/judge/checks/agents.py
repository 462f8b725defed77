"""Who did what to whom: two names of the claim that the page has in each other's role in the same event."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from verifier.judge.cases import INFLECTED
from verifier.judge.checks.differing import differing
from verifier.judge.checks.participants import Participant, claim_mentions, page_mentions, participants
from verifier.judge.checks.role_mentions import is_told, role_ids, shared_roles, with_roles
from verifier.judge.deed_clauses import PREPOSITIONS, Frame, Mention
from verifier.judge.deeds import Deed, Kind, deeds, knows
from verifier.judge.doers import frame
from verifier.judge.matching import Match
from verifier.judge.words import Word
from verifier.model import Check, CheckKind, CheckOutcome, Span

_MOST_SENTENCES = 60
_LONGEST_CLAIM = 60
#: What two do to each other alike.
_MUTUAL = frozenset(
    {"meet", "marry", "talk", "negotiate", "agree", "join", "together", "neighbour", "border", "friend", "equal"}
    | {"game", "dispute"}
)


def check_agents(match: Match) -> list[Check]:
    """At most one check, of an event whose two the claim has the other way round than the page, and nowhere as it."""
    if len(match.words) > _LONGEST_CLAIM or not (knows(match.code) and knows(match.page.language.code)):
        return []
    known = participants(match)
    named = claim_mentions(match, known)
    listed = deeds(match.words, match.code)
    if sum(bool(one.terms) for one in known) > 1:
        # Beside "sold" the word "helicopters" is no deed of its own.
        enough = any(deed.kind is Kind.BOTH or _claimed_frame(match, deed, named) is not None for deed in listed)
        unlisted = [] if enough else _unlisted(match.words, known, match.term_of)
        for deed in (*listed, *unlisted):
            found = _held(match, deed, known, named, None)
            if found:
                return found
    roles = role_ids(match.claim, match.words, match.code, named, len(known))
    named = with_roles(match.claim, match.words, match.code, named, roles) if listed else []
    for deed in listed:
        found = _held(match, deed, known, named, roles)
        if found:
            return found
    return []


def _held(
    match: Match, deed: Deed, known: Sequence[Participant], named: Sequence[Mention], roles: dict[str, int] | None
) -> list[Check]:
    """The check of one deed of the claim; with `roles`, of nouns as well as of names."""
    claimed = _claimed_frame(match, deed, named)
    if claimed is None:
        return []
    if roles is not None and not is_told(claimed, match.code, deed.at, roles, is_claim=True):
        return []
    said = _reversed(match, deed, claimed, known, roles)
    return [] if said is None else [_made(match, (deed, claimed), said)]


def _claimed_frame(match: Match, deed: Deed, named: Sequence[Mention]) -> Frame | None:
    """Who the claim says did it to whom, if it names two."""
    claimed = frame(match.claim, match.words, match.code, deed, named)
    both = claimed is not None and claimed.one.who and claimed.other.who and not claimed.one.who & claimed.other.who
    return claimed if both else None


def is_reversal(match: Match, check: Check) -> bool:
    """Is the check one of two names that have changed places, rather than of one that stands for another?"""
    if check.kind is not CheckKind.NAME or check.outcome is not CheckOutcome.DIFFERS:
        return False
    if check.claim_span is None or check.source_span is None:
        return False
    (start, end), (first, last) = check.claim_span, check.source_span
    claimed = {match.term_of(w) for w in match.words if start <= w.start < end and w.form.capital}
    said = {match.matched_term(w) for ws in match.page.words for w in ws if first <= w.start < last and w.form.capital}
    both = sum(not one.terms.isdisjoint(claimed & said) for one in participants(match))
    mine = [w for w in match.words if start <= w.start < end]
    theirs = [w for ws in match.page.words for w in ws if first <= w.start < last]
    both += len(shared_roles(mine, match.code, theirs, match.page.language.code))
    return both > 1


def _unlisted(found: Sequence[Word], known: Sequence[Participant], term_of: Callable[[Word], int | None]) -> list[Deed]:
    """Words that claim and page share and that the table does not know: each may be an event of its own."""
    taken = {term for one in known for term in one.terms}
    made = []
    for i, word in enumerate(found):
        shape = word.form
        if shape.capital or shape.digits or not shape.keys or not _MUTUAL.isdisjoint(shape.concepts):
            continue
        term = term_of(word)
        if term is not None and term not in taken:
            made.append(Deed(f"#{term}", Kind.ANY, i, i))
    return made


def _reversed(
    match: Match, deed: Deed, claimed: Frame, known: Sequence[Participant], roles: dict[str, int] | None
) -> tuple[int, Deed, Frame] | None:
    """The first sentence that has the two the other way round.

    None if any has them as the claim has, or if another one with both leaves it open.
    """
    code = match.page.language.code
    against: tuple[int, Deed, Frame] | None = None
    wanted = claimed.one.who | claimed.other.who
    is_open: set[int] = set()
    for at in sorted(match.sentences_with_any)[:_MOST_SENTENCES]:
        found = match.page.words[at]
        listed = deed.kind is not Kind.ANY
        there = deeds(found, code) if listed else _unlisted(found, known, match.matched_term)
        there = [one for one in there if one.event == deed.event]
        named = page_mentions(match, at, known) if there else []
        named = with_roles(match.page.text, found, code, named, roles) if roles is not None and there else named
        for other in there:
            said = frame(match.page.text, found, code, other, named)
            if said is None or (roles is not None and not is_told(said, code, other.at, roles)):
                if wanted <= {who for one in named for who in one.who}:
                    is_open.add(at)
                continue
            if claimed.one.who & said.one.who:
                return None
            crossed = claimed.one.who & said.other.who and claimed.other.who & said.one.who
            fits = _may_be_told(match, at, claimed, said) if listed else _alike(match, at, claimed, said)
            if crossed and against is None and fits:
                against = (at, other, said)
    return against if against is not None and not is_open - {against[0]} else None


def _alike(match: Match, at: int, claimed: Frame, said: Frame) -> bool:
    """Around a word that the table does not know: have the others like prepositions, and other cases than before?"""
    here, there = (one.other.marked & PREPOSITIONS for one in (claimed, said))
    if bool(here) is not bool(there) or {*here, *there} >= {"from", "to"}:
        return False
    if not match.same_language:
        return True
    found = match.page.words[at]
    pairs = ((claimed.one, said.other), (claimed.other, said.one))
    declined = any(_spelled(match.words, one) != _spelled(found, other) for one, other in pairs)
    return here == there and (declined or match.code not in INFLECTED)


def _may_be_told(match: Match, at: int, claimed: Frame, said: Frame) -> bool:
    """Around a listed word: where nouns have cases, two in the same cases as before are no others, in any order.

    But for names that end in a consonant, as most of those do that have no cases, and where prepositions tell.
    """
    if not match.same_language or match.code not in INFLECTED or (claimed.other.marked | said.other.marked):
        return True
    found = match.page.words[at]
    pairs = ((claimed.one, said.other), (claimed.other, said.one))
    alike = all(_spelled(match.words, one) == _spelled(found, other) for one, other in pairs)
    return not alike or all(match.words[one.last].form.folded[-1] not in "aeiouy" for one, _ in pairs)


def _spelled(found: Sequence[Word], mention: Mention) -> set[str]:
    return {found[i].form.folded for i in (mention.first, mention.last)}


def _made(match: Match, claimed: tuple[Deed, Frame], said: tuple[int, Deed, Frame]) -> Check:
    at, deed, there = said
    own = _span(match.words, *claimed)
    other = _span(match.page.words[at], deed, there)
    return differing(match, CheckKind.NAME, own, other)


def _span(found: Sequence[Word], deed: Deed, named: Frame) -> Span:
    """From the first of deed and names to the last."""
    first = min(deed.at, named.one.first, named.other.first)
    last = max(deed.last, named.one.last, named.other.last)
    return found[first].start, found[last].end
