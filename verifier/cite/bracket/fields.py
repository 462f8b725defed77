"""One printed field in, what it says out: a run of dates, names, or something that only its neighbours decide."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from verifier.cite.bracket.documents import is_numbered_act, is_shelfmark, reported_in, year_of_ecli
from verifier.cite.bracket.names import PrintedName, names_in, past_part
from verifier.cite.bracket.runs import DAY_ALONE, DateRun, read_run, split_off_run
from verifier.cite.words.lexicon import Lexicon
from verifier.cite.words.outlets import OutletTable
from verifier.cite.words.shapes import is_address, is_full_address
from verifier.cite.words.splitting import Piece, trimmed

_ZONE = (
    r"(?:\s(?:\(?[A-Z]{2,5}\)?|(?:[A-Z][a-z]{2,12}\s){1,2}time|local\stime"
    r"|по\s\w{3,14}(?:\sвремени)?|за\s\w{4,12}))?"
)
#: `21:15`, `9:15 a.m. EST`, `9 p.m. Moscow time`, `21:15 по Москве`.
_TIME_ALONE = re.compile(
    rf"\d{{1,2}}(?:[:.]\d{{2}}(?::\d{{2}})?\s?(?:[ap]\.?m\.?|[A-Z]{{2,4}}|Uhr)?\.?|\s?(?:[ap]\.?m\.?|Uhr)){_ZONE}", re.I
)
_HALF_DAY = re.compile(r"\d\s?[ap]\.?m\b", re.I)
PAGES = re.compile(r"(?:\d+|[ivxlc]+)(?:\s?[-–—:n]\s?(?:\d+|[ivxlc]+))*[a-z]?\.?$", re.I)
HAN_LOCATOR = re.compile(r"第\s?[\d一二三四五六七八九十百零]{1,6}\s?[页頁版期卷章节節册冊]")
# `iRozhlas`, `eDnes`: a small letter before a capital opens a name.
_SMALL_PREFIX = re.compile(r"[a-z]{1,2}[^\W\d_a-z]")
#: A few words in front of `see`, the first in lower case.
_LEAD_IN = re.compile(r"(?![A-ZА-ЯЁ])[^\W\d_]{1,16}(?:\s[^\W\d_]{1,16}){0,4}\s")
_LEADING_REMARK = re.compile(r"[\[(]([^\[\]()]{1,40})[\])]\s{0,3}")
_ATTACHED = re.compile(r"([^\W\d_]+\.?|№|§)(\d.*)$")
_LOCATOR_OPENS = re.compile(r"[\divxlcIVXLC№A-Z]")
_STATEFUL_WORDS = ("weekdays", "undated", "forthcoming", "personal_remarks")
_REMEMBERED = 4_096
_LONGEST_REMEMBERED = 100


@dataclass(frozen=True, slots=True)
class Field:
    """What a field is whatever stands beside it: `run`, its dates; else `named`, a name; else its neighbours decide."""

    run: DateRun | None = None
    named: bool = False


@dataclass(frozen=True, slots=True)
class NameField:
    """A field read as names. `own` introduces them; `known` when an outlet is called so; places count from 0."""

    own: str | None
    known: bool
    is_remark: bool
    remark: str | None
    names: Sequence[PrintedName]
    run: DateRun | None


class FieldReader:
    """Reads fields, each distinct one once: news names the same outlets and days over and over."""

    def __init__(self, words: Lexicon, outlets: OutletTable) -> None:
        self.words = words
        self.outlets = outlets
        self._fields: dict[str, Field] = {}
        self._names: dict[tuple[str, bool], NameField] = {}

    def field(self, printed: str) -> Field:
        """What kind of field that is."""
        found = self._fields.get(printed)
        if found is None:
            found = self._read_field(printed)
            if len(printed) <= _LONGEST_REMEMBERED:
                if len(self._fields) >= _REMEMBERED:
                    self._fields.clear()
                self._fields[printed] = found
        return found

    def names(self, printed: str, *, first: bool) -> NameField:
        """The field as names; the `first` of a part has had its qualifiers taken off before."""
        found = self._names.get((printed, first))
        if found is None:
            found = self._read_names(printed, first=first)
            if len(printed) <= _LONGEST_REMEMBERED:
                if len(self._names) >= _REMEMBERED:
                    self._names.clear()
                self._names[printed, first] = found
        return found

    def strip_qualifiers(self, text: str, piece: Piece) -> tuple[Piece, str | None]:
        """The piece without the words that introduce it, and those words in lower case."""
        start, end = piece
        said: list[str] = []
        lead = _LEAD_IN.match(text, start, end)
        for word in re.finditer(r"\s", lead.group()) if lead else ():
            see = self.words.leading("see_words", text[start + word.end() : end])
            if see:
                # `for background see EDM`, `on this cf. EDM`
                said.append(text[start : start + word.end() + len(see)].lower())
                start = trimmed(text, (start + word.end() + len(see), end), " \t\n\r\u00a0,:：")[0]
                break
        while start < end:
            filler = self.words.leading("see_fillers", text[start:end]) if said else None
            if filler:
                said[-1] += f" {filler.lower()}"
                start = trimmed(text, (start + len(filler), end), " \t\n\r\u00a0,:：")[0]
            remark = _LEADING_REMARK.match(text, start, end) if said else None
            if remark and self.words.is_one_of("remarks", remark[1]):
                start = remark.end()
            found = self.words.leading("qualifiers", text[start:end])
            if not found or (not said and self.outlets.knows(text[start:end])):
                break
            rest, _ = trimmed(text, (start + len(found), end), " \t\n\r\u00a0,:：")
            if rest >= end:
                break
            if not self.words.is_one_of("silent_qualifiers", found):
                said.append(found.lower())
            start = rest
        return (start, end), ", ".join(said) or None

    def is_part(self, printed: str) -> bool:
        """`Part Two`, `Parts 3 and 4`."""
        first, *rest = printed.split()
        return (
            self.words.is_one_of("parts", first)
            and bool(rest)
            and all(
                word.isdigit() or self.words.is_one_of("numerals", word) or self.words.is_one_of("and_words", word)
                for word in rest
            )
        )

    def locator(self, printed: str) -> str | None:
        """The word that calls a field a page, an issue or a box, if there is one before a number."""
        head, rest = [*printed.split(" ", 1), ""][:2]
        attached = _ATTACHED.match(head)
        if attached:
            head, rest = attached[1], attached[2]
        return head if _LOCATOR_OPENS.match(rest) and self.words.is_one_of("locators", head) else None

    def dates(self, printed: str) -> DateRun | None:
        """The dates that make up a field, words such as `on` and `published` before them aside."""
        found = self.words.leading("date_prefixes", printed)
        if found:
            start = trimmed(printed, (len(found), len(printed)))[0]
            run = read_run(printed, (start, len(printed)), self.words)
            if run:
                return run
        return read_run(printed, (0, len(printed)), self.words)

    def _read_field(self, printed: str) -> Field:
        words = self.words
        open_to_neighbours = (
            words.leading("accessed", printed)
            or words.leading("as_of", printed)
            or words.leading("and_words", printed)
            or DAY_ALONE.fullmatch(printed)
            or any(words.is_one_of(kind, printed) for kind in _STATEFUL_WORDS)
            or tells_time(printed)
            or is_full_address(printed)
            or HAN_LOCATOR.fullmatch(printed)
            or (not words.spaced and printed.endswith(words.phrases["accessed"]))
            or self.is_part(printed)
        )
        if open_to_neighbours:
            return Field()
        run = self.dates(printed)
        if run:
            return Field(run=run)
        placed = is_shelfmark(printed) or reported_in(printed)[0] or year_of_ecli(printed)
        return Field(named=self.locator(printed) is None and PAGES.fullmatch(printed) is None and not placed)

    def _read_names(self, printed: str, *, first: bool) -> NameField:
        whole = (0, len(printed))
        stripped, own = (whole, None) if first else self.strip_qualifiers(printed, whole)
        rest = printed[stripped[0] : stripped[1]]
        remark = rest.lower() if self.words.is_one_of("remarks", rest) else None
        known = self.outlets.knows(rest)
        piece = past_part(printed, stripped, self.words)
        run: DateRun | None = None
        known_whole = known if piece == stripped else self.outlets.knows(printed[piece[0] : piece[1]])
        if not known_whole and not is_numbered_act(rest):
            whole_piece = piece
            piece, run = split_off_run(printed, piece, self.words)
            # `Der Spiegel 8/2023` has a date, `Special Report 4/2023` a number.
            if run and run.dates[0].issue and not self.outlets.knows(printed[slice(*piece)]):
                piece, run = whole_piece, None
        names = names_in(printed, piece, self.words, self.outlets)
        return NameField(own, known, remark is not None or self._is_remark(rest), remark, names, run)

    def _is_remark(self, printed: str) -> bool:
        """Words in lower case that are neither an outlet nor an address."""
        if not printed[0].islower() or _SMALL_PREFIX.match(printed) or self.outlets.find(printed):
            return False
        return not is_address(printed) and not printed.startswith("@")


def tells_time(printed: str) -> bool:
    """A field that is a time of day; `9.15` alone could be a date."""
    return (":" in printed or _HALF_DAY.search(printed) is not None) and _TIME_ALONE.fullmatch(printed) is not None


def field_reader(words: Lexicon, outlets: OutletTable) -> FieldReader:
    """The reader for these words and outlets, with all it remembers; a table that has grown gets a new one."""
    return _field_reader(words, outlets, outlets.version)


@lru_cache(maxsize=32)
def _field_reader(words: Lexicon, outlets: OutletTable, _version: int) -> FieldReader:
    return FieldReader(words, outlets)
