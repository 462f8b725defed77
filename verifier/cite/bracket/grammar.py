"""The inside of one bracket in, the sources printed there out: names, dates, qualifiers, accounts, addresses."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from verifier.cite.bracket.dates import PrintedDate
from verifier.cite.bracket.fields import field_reader
from verifier.cite.bracket.names import PrintedName
from verifier.cite.bracket.parts import PartReader
from verifier.cite.bracket.printed_source import PrintedSource
from verifier.cite.words.lexicon import Lexicon
from verifier.cite.words.outlets import OutletTable
from verifier.cite.words.signs import INVISIBLE, visible
from verifier.cite.words.splitting import SEMICOLONS, cut, trimmed
from verifier.cite.words.tongues import words_of

__all__ = ["Content", "PrintedSource", "nameless", "read_content"]


@dataclass(slots=True)
class Content:
    """What a bracket holds. `loose_dates` are dates without a name before them; `loose_issue` tells of `nr 9/2021`."""

    sources: list[PrintedSource] = field(default_factory=list)
    loose_dates: list[PrintedDate] = field(default_factory=list)
    loose_undated: bool = False
    loose_issue: bool = False
    credit: bool = False
    leading_qualifier: str | None = None


def read_content(text: str, start: int, end: int, words: Lexicon, outlets: OutletTable) -> Content:
    """Read `text[start:end]`, the inside of a bracket, as a list of sources. Never fails: prose gives odd names."""
    shown = visible(text[start:end])
    if len(shown) < end - start:
        places = [at for at in range(start, end) if text[at] not in INVISIBLE]
        content = read_content(shown, 0, len(shown), words, outlets)
        _move(content, [*places, end])
        return content
    content = Content()
    governing: str | None = None
    whole_tongue = words_of(text[start:end], words)
    for number, whole in enumerate(cut(text, start, end, SEMICOLONS)):
        piece = trimmed(text, whole)
        if piece[0] == piece[1]:
            continue
        # In a list of several languages each part is read in its own, and numbers in that of the others.
        tongue = words_of(text[slice(*piece)], words)
        fields = field_reader(whole_tongue if tongue is words else tongue, outlets)
        reader = PartReader(text, fields)
        piece, own = fields.strip_qualifiers(text, piece)
        if number == 0:
            content.credit = _is_credit(text[whole[0] : whole[1]], words)
            content.leading_qualifier = governing = own
        reader.read(piece, own or governing)
        _collect(content, reader)
    for source in content.sources:
        if "\n" in source.name.text:
            # A name that goes over the end of a line is printed with a blank there.
            source.name.text = " ".join(source.name.text.split())
    _share_days(content.sources, outlets)
    return content


def _move(content: Content, places: list[int]) -> None:
    """Put what was read without invisible signs where it stands among them: `places` has the offset of each letter."""
    for source in content.sources:
        source.span = (places[source.span[0]], places[source.span[1]])
        source.name.span = (places[source.name.span[0]], places[source.name.span[1]])


def _share_days(sources: list[PrintedSource], outlets: OutletTable) -> None:
    """`Kommersant; Vedomosti, August 29`: a semicolon where a comma was meant; the day is that of both."""
    for one, following in reversed([*pairwise(sources)]):
        bare = not (one.dates or one.accessed or one.undated or one.as_of or one.locator or one.address)
        led = one.qualifiers != following.qualifiers or following.accessed or following.as_of
        days = bool(following.dates) and all(date.full for date in following.dates)
        if bare and days and not led and _is_media(one, outlets) and _is_media(following, outlets):
            one.dates = list(following.dates)


def _is_media(source: PrintedSource, outlets: OutletTable) -> bool:
    outlet = outlets.find(source.name.text)
    return outlet is not None and outlet.is_media


def nameless(content: Content, start: int, end: int) -> PrintedSource:
    """The source of a bracket that holds no name: the name was lost, or stands outside."""
    return PrintedSource(
        PrintedName("", (start + 1, start + 1)), (start, end), list(content.loose_dates),
        undated=content.loose_undated, qualifiers=["n.d."] if content.loose_undated else [],
    )  # fmt: skip


def _is_credit(printed: str, words: Lexicon) -> bool:
    if ":" not in printed:
        return False
    head, _, _ = printed[trimmed(printed, (0, len(printed)))[0] :].partition(":")
    return len(head) < 30 and words.is_one_of("credit", head)


def _collect(content: Content, reader: PartReader) -> None:
    content.sources.extend(reader.sources)
    if reader.loose_dates and content.sources and not reader.sources:
        # `EDM, May 3; June 7`: a part with dates only goes on with the source before it.
        last = content.sources[-1]
        last.span = (last.span[0], reader.end)
        if not reader.loose_accessed:
            last.dates.extend(reader.loose_dates)
        elif not last.dates:
            last.dates, last.accessed = list(reader.loose_dates), True
    else:
        content.loose_dates.extend(reader.loose_dates)
        content.loose_undated |= reader.loose_undated
        content.loose_issue |= reader.loose_issue
