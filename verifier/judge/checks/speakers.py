"""A sentence in, who speaks in it out: the names beside words of saying, and which of its words are theirs.

Words of saying stand in `speech.csv`: `said` has its speaker before or after it, `told` before it (after it stands the
one who was told, unless it follows what was said), `source` after it ("according to"). There, too, stand the articles
and prepositions by which a name is told from one that does not speak, and "who" of "it was Berg who said".
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter

from verifier.judge.checks.quotes import quotations
from verifier.judge.clauses import clauses
from verifier.judge.folding import fold, like_skeletons
from verifier.judge.lexicon import proper_names
from verifier.judge.names import Name, names_at
from verifier.judge.ordered_spans import span_at
from verifier.judge.page import Page
from verifier.judge.word_kinds import word_kind
from verifier.judge.words import Form, Word
from verifier.model import Span

SAID, TOLD, SOURCE, CLEFT = "said", "told", "source", "cleft"
ARTICLE, OF, BESIDE = "article", "of", "beside"
#: Words that may stand between a speaker and what follows: "Farid Nassar, who examined the cabin, said".
_BEFORE = 8
#: And between a word of saying and the speaker after it: "said the mayor of the town, Jonas Berg".
_AFTER = 5
_CUES = frozenset({SAID, TOLD, SOURCE})
_LONGEST_ENDING = 7
_SHORTEST_SURNAME = 3
#: Marks that end the part of a sentence in which a speaker may follow.
_ENDS = frozenset(";:!?–—")
#: What stands before a word of saying that follows what was said.
_REPORTED = (",", "”", "“", '"', "»", "–", "—")
_POSSESSIVES = ("'", "’", "'s", "’s")
#: Parts of a text with one cut in it: "Berg, and the minister said" begins anew, "Berg, the minister, said" does not.
_NEW_CLAUSE = 2


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker, the word of saying, and whether the speaker stands before it."""

    name: Name
    cue: int
    before: bool


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words `first` to `last` of sentence `at`, and the one who says them; None where that cannot be told."""

    at: int
    first: int
    last: int
    voice: Voice | None


def speech(folded: str, code: str) -> str:
    """The kind of one folded word in `speech.csv`: `said`, `told`, `source` …; "" for any other."""
    return word_kind("speech.csv", folded, code, _LONGEST_ENDING)


def voices(text: str, found: list[Word], named: Iterable[Name], code: str, quoted: Iterable[Span] = ()) -> list[Voice]:
    """The speakers of a sentence in the order of their words of saying; nobody speaks within `quoted`, in order."""
    spans = list(quoted)
    people = [n for n in named if span_at(spans, n.span[0]) is None and not _is_place(n)]
    made = []
    for i, word in enumerate(found):
        kind = _kind(text, word, code)
        if kind not in _CUES or span_at(spans, word.start) is not None or any(n.first <= i <= n.last for n in people):
            continue
        name = _beside(text, found, people, i, kind, code)
        if name is not None and _crosses(name, word, spans):
            continue
        if name is not None:
            made.append(Voice(name, i, name.last < i))
    return made


def _crosses(name: Name, cue: Word, spans: list[Span]) -> bool:
    """Stands something quoted between the speaker and the word of saying?"""
    first, last = min(name.span[0], cue.start), max(name.span[1], cue.end)
    at = bisect_right(spans, first, key=itemgetter(0))
    return at < len(spans) and spans[at][0] < last


def _kind(text: str, word: Word, code: str) -> str:
    elided = fold(text[max(0, word.start - 2) : word.end]) if code == "fr" else ""
    return speech(word.form.folded, code) or (speech(elided, code) if elided[:1] == "d" else "")


def _is_place(name: Name) -> bool:
    return any(proper_names().intersection(w.form.concepts) for w in name.words[-1:])


def _beside(text: str, found: list[Word], people: list[Name], i: int, kind: str, code: str) -> Name | None:
    """The speaker of the word of saying `i`: the nearest name before it, or else the one right after it."""
    before = [n for n in people if 0 < i - n.last <= _BEFORE]
    if before and kind != SOURCE and _is_subject(text, found, before[-1], i, code):
        return before[-1]
    after = next((n for n in people if 0 < n.first - i <= _AFTER), None)
    if after is None or (kind == TOLD and not _follows(text, found[i])):
        return None
    between = text[found[i].end : after.span[0]]
    if _ENDS.intersection(between) or "," in between.rstrip(" ,") or between.startswith(","):
        return None
    # "said that Berg", "said of Berg" and "spoke with Berg" do not let Berg speak; "said the mayor of Oslo, Berg" does.
    joined = [speech(w.form.folded, code) if w.form.stop else ARTICLE for w in found[i + 1 : after.first]]
    return after if kind == SOURCE or ({*joined} <= {ARTICLE, OF} and joined[:1] != [OF]) else None


def _follows(text: str, cue: Word) -> bool:
    """Follows the word of saying what was said?"""
    at = cue.start
    while at and text[at - 1].isspace():
        at -= 1
    return text[at - 1 : at] in _REPORTED


def _is_subject(text: str, found: list[Word], name: Name, i: int, code: str) -> bool:
    """Does the name govern word `i` behind it: "Berg, who knows it, said", not "Berg's wife", "a friend of Berg"?"""
    between = text[name.span[1] : found[i].start]
    if _ENDS.intersection(between) or text.endswith(_POSSESSIVES, *name.span):
        return False
    if name.first and speech(found[name.first - 1].form.folded, code) in (OF, BESIDE):
        return False
    if speech(fold(between.strip()), code) == CLEFT:
        return True  # "it was Berg who said"
    if len(clauses(between + " ")) == _NEW_CLAUSE:
        return False
    following = found[name.last + 1].form
    return not (between[:1] == " " and name.last + 1 < i and following.keys and _is_head(following, code))


def _is_head(form: Form, code: str) -> bool:
    """May the word behind a name be what the name only describes: "Ontario shoppers", "a Kinetra spokeswoman"?"""
    return code == "en" and not form.folded.endswith("ly")


@lru_cache(maxsize=4)
def stretches(page: Page) -> tuple[Stretch, ...]:
    """The page cut into what each of its speakers says, sentence by sentence.

    A sentence with a word of saying or a quotation and no name at all goes on with the speaker before it.
    """
    code = page.language.code
    quoted = [span for span, _ in quotations(page.text)]
    surnames = _surnames(page)
    made: list[Stretch] = []
    for at, found in enumerate(page.words):
        named = _with_surnames(names_at(page, at), found, surnames)
        own = voices(page.text, found, named, code, quoted)
        goes_on = not named and any(
            span_at(quoted, w.start) is not None or _kind(page.text, w, code) in _CUES for w in found
        )
        if not own and goes_on and made and made[-1].voice is not None:
            made.append(Stretch(at, 0, len(found) - 1, made[-1].voice))
        else:
            made += _cut(page, at, own)
    return tuple(made)


def _surnames(page: Page) -> frozenset[str]:
    """Skeletons of the last words of names that the page gives in full."""
    full = (n for at in range(len(page.words)) for n in names_at(page, at) if len(n.words) > 1)
    lasts = (n.words[-1].form for n in full)
    return frozenset(f.skeleton for f in lasts if not f.concepts and len(f.skeleton) >= _SHORTEST_SURNAME)


def _with_surnames(named: list[Name], found: list[Word], surnames: frozenset[str]) -> list[Name]:
    """With the surnames that stand alone, also where any word is written large: "Wulff sagte"."""
    taken = {i for n in named for i in range(n.first, n.last + 1)}
    alone = [
        Name((word,), i, i)
        for i, word in enumerate(found)
        if i not in taken and word.form.skeleton and not word.form.stop and not word.form.concepts
        if not surnames.isdisjoint(like_skeletons(word.form.skeleton))
    ]
    return sorted([*named, *alone], key=lambda n: n.first)


def _cut(page: Page, at: int, own: list[Voice]) -> list[Stretch]:
    """One stretch for one speaker; for several, each from the clause that begins with the name to the next one."""
    last = len(page.words[at]) - 1
    distinct = list({v.name.first: v for v in reversed(own)}.values())[::-1]
    if len(distinct) <= 1:
        return [Stretch(at, 0, last, distinct[0] if distinct else None)]
    if not all(v.before for v in distinct):
        return [Stretch(at, 0, last, None)]
    cuts = [first for first, _ in clauses(page.text, *page.span(at))]
    opens = [max(c for c in cuts if c <= v.name.span[0]) for v in distinct]
    if len(set(opens)) < len(opens):
        return [Stretch(at, 0, last, None)]
    firsts = [0, *(next(i for i, w in enumerate(page.words[at]) if w.start >= o) for o in opens[1:])]
    return [
        Stretch(at, first, (firsts[k + 1] - 1) if k + 1 < len(firsts) else last, distinct[k])
        for k, first in enumerate(firsts)
    ]
