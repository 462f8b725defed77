"""Who said it, and how surely: the claim's speaker held against the speaker near the evidence."""

from __future__ import annotations

from verifier.judge.checks.hedges import check_hedges
from verifier.judge.checks.other_speaker import other_speaker
from verifier.judge.checks.speakers import BESIDE, speech, voices
from verifier.judge.lexicon import titles
from verifier.judge.matching import Match
from verifier.judge.names import Name, claimed_names, names_at, opens_sentence, places_named
from verifier.judge.words import Word
from verifier.model import Check, CheckKind, CheckOutcome

_SPEECH = frozenset({
    "say", "announce", "report", "deny", "confirm", "warn", "accuse", "condemn", "praise", "statement", "argue",
    "claim", "estimate", "think", "explain", "speak", "hope", "fear", "promise", "recommend", "doubt", "demand",
    "forecast",
})  # fmt: skip
_REACH = 4
#: Nouns and adverbs made from such verbs say nothing about a speaker: reportedly, declaration.
_NO_VERB = ("ly", "tion", "tions", "ment", "ments", "er", "ers", "ing", "ung")
#: After these stands the one who was spoken to or of.
_WITH_OBJECT = frozenset({"told", "tell", "tells", "accuse", "condemn", "praise", "warn", "deny", "report", "reported"})
#: Coverage of what was said from which the sentence reports the same words; how much less any sentence beside the
#: claim's speaker must cover, so that it is not there that the speaker says it.
_SAME_WORDS = 0.5
_LESS = 0.5


def check_attribution(match: Match) -> list[Check]:
    """One check if the claim says who said it, one if it makes certain what the source doubts."""
    hedge = check_hedges(match)
    named = _without_dates(match, claimed_names(match))
    made = _speakers(match, named)
    if all(check.outcome is not CheckOutcome.DIFFERS for check in made):
        made = _misgiven(match, named) or made
    return [*made, *([hedge] if hedge is not None else [])]


def _misgiven(match: Match, named: list[Name]) -> list[Check]:
    found = other_speaker(match, named)
    if found is None:
        return []
    (start, end), there = found.claimed.span, found.other.span
    other = (match.page.text[there[0] : there[1]], found.other)
    return [_made(match.claim[start:end], found.claimed, other, CheckOutcome.DIFFERS)]


def _speakers(match: Match, named: list[Name]) -> list[Check]:
    speaker = _speaker(match.words, _without_places(match, named))
    if speaker is None:
        return []
    own = {i for w in speaker.words if (i := match.term_of(w)) is not None}
    if not own:
        return []
    last = match.term_of(speaker.words[-1])
    at = _said_at(match, own)
    start, end = speaker.span
    value = match.claim[start:end]
    if last is not None and at is not None and match.hit(last, (at,)):
        return [_made(value, speaker, None, CheckOutcome.AGREES)]
    governs = any(voice.name == speaker for voice in voices(match.claim, match.words, named, match.code))
    other = _other_speaker(match, at) if at is not None and governs else None
    said = match.coverage((at,), without=own) if at is not None else 0.0
    if other is not None and said >= _SAME_WORDS and _most_beside(match, last, own) <= _LESS * said:
        shown = match.page.text[other.span[0] : other.span[1]]
        return [_made(value, speaker, (shown, other), CheckOutcome.DIFFERS)]
    if last is not None and match.found(last):
        return [_made(value, speaker, None, CheckOutcome.AGREES)]
    if len(speaker.words) == 1 and opens_sentence(match.claim, speaker.words[0]) and not places_named(speaker.words[0]):
        return []  # "Reliability suffered, they said": an unknown word that opens a sentence need be nobody
    return [_made(value, speaker, None, CheckOutcome.ABSENT)]


def _without_dates(match: Match, named: list[Name]) -> list[Name]:
    """The names from behind a date on: "10 September Prime Minister Donald Tusk" leaves Donald Tusk."""
    dated = [day.span for day in match.dates]
    kept = []
    for name in named:
        places = range(name.first, name.last + 1)
        inside = [i for i in places if any(a < match.words[i].end and match.words[i].start < b for a, b in dated)]
        first = inside[-1] + 1 if inside else name.first
        while inside and first <= name.last and titles().intersection(match.words[first].form.concepts):
            first += 1
        if first <= name.last:
            kept.append(Name(name.words[first - name.first :], first, name.last))
    return kept


def _without_places(match: Match, named: list[Name]) -> list[Name]:
    """The names behind no preposition that keeps them from speaking: "Two died in Norhaven, the mayor said"."""
    return [n for n in named if not n.first or speech(match.words[n.first - 1].form.folded, match.code) != BESIDE]


def _most_beside(match: Match, last: int | None, own: set[int]) -> float:
    """The most that a sentence with the claim's speaker, or the one after it, covers of what was said."""
    if last is None:
        return 0.0
    count = len(match.page.sentences)
    named = [at for at in range(count) if match.hit(last, (at,))]
    beside = {other for at in named for other in (at, at + 1) if other < count}
    return max((match.coverage((at,), without=own) for at in beside), default=0.0)


def _said_at(match: Match, own: set[int]) -> int | None:
    """The sentence that says what was said, the speaker's name left out."""
    candidates = [at for at in match.focus if match.covered((at,)) - own]
    return max(candidates, key=lambda at: (match.coverage((at,), without=own), -at)) if candidates else None


def _speaker(found: list[Word], named: list[Name]) -> Name | None:
    """The name that stands next to a verb of saying."""
    for i, word in enumerate(found):
        if not _SPEECH.intersection(word.form.concepts) or word.form.folded.endswith(_NO_VERB):
            continue
        addressed = word.form.folded in _WITH_OBJECT or _WITH_OBJECT.intersection(word.form.concepts)
        near = [n for n in named if 0 < i - n.last <= _REACH or (n.first - i == 1 and not addressed)]
        if near:
            return min(near, key=lambda n: (min(abs(i - n.last), abs(n.first - i)), n.first))
    return None


def _other_speaker(match: Match, at: int) -> Name | None:
    other = _speaker(match.page.words[at], names_at(match.page, at))
    if other is None or any(match.matched_term(w) is not None for w in other.words):
        return None
    return other


def _made(value: str, speaker: Name, other: tuple[str, Name] | None, outcome: CheckOutcome) -> Check:
    return Check(
        kind=CheckKind.ATTRIBUTION,
        claim_value=value,
        source_value=value if outcome is CheckOutcome.AGREES else (other[0] if other else None),
        outcome=outcome,
        claim_span=speaker.span,
        source_span=other[1].span if other else None,
    )
