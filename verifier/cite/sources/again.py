"""Citations that lead back to one before them in (`Ibid.`, `See note 1.`), the sources that they mean out."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from verifier.cite.layout.notes import NoteMark
from verifier.cite.words.lexicon import Lexicon
from verifier.model import Source, Span

IBID = "ibid."
_LONGEST_BACK = 80
_SEE_NOTE = re.compile(
    r"\s{0,9}(?:(?:see|cf\.|siehe|s\.|vgl\.|voir|véase|ver|vedi|см\.|див\.|гл\.|zob\.|por\.|viz|参见|见)\s{0,3})?"
    r"(?:supra,?\s|above,?\s)?(?:foot)?(?:notes?|nn?\.|fn\.?|anm(?:erkung|\.)|fußnote|nota|"
    r"прим(?:ечание|ітка|\.)|сноск[ау]|przypis|przyp\.|pozn\.|poznámka|注释?)\s{0,3}(\d{1,3})\b(?!\s?[,:]?\s?[^\W\d_]{12})",
    re.I,
)


def sources_of_notes(
    text: str, marks: Sequence[NoteMark], read: Callable[[Span], tuple[Source, ...]], words: Lexicon
) -> dict[Span, tuple[Source, ...]]:
    """The sources of each note that a mark leads to; a note that leads to another has the sources of that one."""
    by_label = {mark.label: mark.note for mark in marks if mark.note}
    notes = sorted({note for mark in marks for note in (mark.note, *mark.others) if note})
    found: dict[Span, tuple[Source, ...]] = {}
    before: tuple[Source, ...] = ()
    for note in notes:
        sources = before if _says_ibid(text, note, words) else ()
        led_to = _SEE_NOTE.match(text, note[0], min(note[1], note[0] + _LONGEST_BACK))
        if led_to:
            sources = found.get(by_label.get(led_to[1]) or note, ())
        found[note] = tuple(same_again(one) for one in sources) if sources else read(note)
        before = found[note]
    return found


def same_again(source: Source) -> Source:
    """The source, said to be that of the citation before."""
    return replace(source, qualifier=IBID)


def _says_ibid(text: str, note: Span, words: Lexicon) -> bool:
    said = text[note[0] : min(note[1], note[0] + _LONGEST_BACK)].lstrip()
    return words.leading("ibid", said) is not None
