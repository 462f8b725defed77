"""The inside of one bracket in, the sources printed there out: names, dates, qualifiers, accounts, addresses."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from verifier.cite.dates import PrintedDate, read_date
from verifier.cite.lexicon import Lexicon
from verifier.cite.names import PrintedName, names_in
from verifier.cite.outlets import OutletTable
from verifier.cite.splitting import COMMAS, SEMICOLONS, Piece, cut, trimmed

_DAY_ALONE = re.compile(r"(\d{1,2})(?:st|nd|rd|th|\.)?(?:\s?[-–—]\s?(\d{1,2}))?\.?")
_TIME = re.compile(r"[,\s]*(?:at\s|à\s|um\s|о\s|в\s)?\d{1,2}[:.h]\d{2}(?::\d{2})?\s?(?:[ap]\.?m\.?|[A-Z]{2,4}|Uhr)?\.?$", re.I)
_PAGES = re.compile(r"(?:\d+|[ivxlc]+)(?:\s?[-–—:n]\s?(?:\d+|[ivxlc]+))*[a-z]?\.?$", re.I)
_YEAR_PAGES = re.compile(r"\s?:\s?\d[\d\s,–—-]*$")
_SPACED_DASH = re.compile(r"\s[-–—|]\s")
_SITE = re.compile(r"(?:[\w-]{1,63}\.){1,6}[a-z]{2,24}(?:/\S*)?", re.I)
_DATE_START = re.compile(r"(?<![\w@/])(?=[^\W_])")
_SUFFIXED_YEAR = re.compile(r"\d{4}[a-h]$")
_YEAR_IN_BRACKETS = re.compile(r"\[\d{4}\]\s?")
_SILENT_QUALIFIERS = frozenset({"and", "also", "source", "sources", "quelle", "quellen", "fuente", "fuentes", "fonte", "fonti", "источник", "источники", "źródło", "źródła", "джерело", "来源", "資料来源", "资料来源", "а также", "auch", "aussi", "также", "також", "as of", "aussi", "so", "zdroj", "крыніца"})  # fmt: skip


@dataclass(slots=True)
class PrintedSource:
    """One source as printed. `span` covers its name and dates; `date_spans` are parallel to `dates`."""

    name: PrintedName
    span: Piece
    dates: list[PrintedDate] = field(default_factory=list)
    accessed: bool = False
    as_of: bool = False
    undated: bool = False
    qualifiers: list[str] = field(default_factory=list)
    locator: bool = False
    archival: bool = False
    lettered: bool = False
    address: str | None = None


@dataclass(slots=True)
class Content:
    """What a bracket holds. `loose_dates` are dates without a name before them."""

    sources: list[PrintedSource] = field(default_factory=list)
    loose_dates: list[PrintedDate] = field(default_factory=list)
    loose_locator: bool = False
    loose_undated: bool = False
    credit: bool = False
    leading_qualifier: str | None = None


def read_content(text: str, start: int, end: int, words: Lexicon, outlets: OutletTable) -> Content:
    """Read `text[start:end]`, the inside of a bracket, as a list of sources. Never fails: prose gives odd names."""
    content = Content()
    governing: str | None = None
    for number, whole in enumerate(cut(text, start, end, SEMICOLONS)):
        piece = trimmed(text, whole)
        if piece[0] == piece[1]:
            continue
        reader = _PartReader(text, words, outlets)
        piece, own = reader.strip_qualifiers(piece)
        if number == 0:
            content.credit = _is_credit(text, trimmed(text, whole), words)
            content.leading_qualifier = governing = own
        reader.read(piece, own or governing)
        _collect(content, reader)
    return content


def _is_credit(text: str, piece: Piece, words: Lexicon) -> bool:
    head, colon, _ = text[piece[0] : piece[1]].partition(":")
    return bool(colon) and len(head) < 30 and words.is_one_of("credit", head)


def _collect(content: Content, reader: _PartReader) -> None:
    content.sources.extend(reader.sources)
    if reader.loose_dates and content.sources and not reader.sources:
        # `EDM, May 3; June 7`: a part with dates only goes on with the source before it.
        content.sources[-1].dates.extend(reader.loose_dates)
        content.sources[-1].span = (content.sources[-1].span[0], reader.end)
    else:
        content.loose_dates.extend(reader.loose_dates)
        content.loose_locator |= reader.loose_locator
        content.loose_undated |= reader.loose_undated


class _PartReader:
    """Reads one part of a list from left to right: names gather until dates come, dates close the group."""

    def __init__(self, text: str, words: Lexicon, outlets: OutletTable) -> None:
        self.text = text
        self.words = words
        self.outlets = outlets
        self.sources: list[PrintedSource] = []
        self.loose_dates: list[PrintedDate] = []
        self.loose_locator = False
        self.loose_undated = False
        self.end = 0
        self.dashed = False
        self._start_group(None)

    def _start_group(self, qualifier: str | None) -> None:
        self.names: list[PrintedName] = []
        self.dates: list[PrintedDate] = []
        self.early_days: list[int] = []
        self.qualifier = qualifier
        self.extra: list[str] = []
        self.accessed = self.as_of = self.undated = self.locator = self.archival = self.lettered = False
        self.awaiting_access = False
        self.group_end = 0

    def strip_qualifiers(self, piece: Piece) -> tuple[Piece, str | None]:
        """The piece without the words that introduce it, and those words in lower case."""
        start, end = piece
        said: list[str] = []
        while start < end:
            found = self.words.leading("qualifiers", self.text[start:end])
            if not found or (not said and self.outlets.knows(self.text[start:end])):
                break
            rest, _ = trimmed(self.text, (start + len(found), end), " \t\n\r\u00a0,:")
            if rest >= end:
                break
            if found.lower() not in _SILENT_QUALIFIERS:
                said.append(found.lower())
            start = rest
        return (start, end), ", ".join(said) or None

    def read(self, piece: Piece, qualifier: str | None) -> None:
        """Read one part; afterwards `sources` and `loose_dates` hold what it says."""
        self._start_group(qualifier)
        self.end = piece[1]
        self.dashed = False
        fields = [trimmed(self.text, one) for one in self._fields(piece)]
        for number, one in enumerate(fields):
            if one[0] == one[1]:
                if number == 0 and len(fields) > 1:
                    self.names.append(PrintedName("", one))
                continue
            self._read_field(one, fields[number + 1] if number + 1 < len(fields) else None)
        self._close_group()

    def _fields(self, piece: Piece) -> list[Piece]:
        fields: list[Piece] = []
        for one in cut(self.text, *piece, COMMAS):
            dashes = [match.span() for match in _SPACED_DASH.finditer(self.text, *one)]
            pieces, start = [], one[0]
            for left, right in dashes:
                pieces.append((start, left))
                start = right
            pieces.append((start, one[1]))
            # `Outlet – site – date` is a list; a dash inside a name or title is not.
            lists = len(pieces) > 1 and any(self._is_date_or_host(trimmed(self.text, one)) for one in pieces[1:])
            self.dashed |= lists
            fields.extend(pieces if lists else [one])
        return fields

    def _is_date_or_host(self, piece: Piece) -> bool:
        read = self._read(*piece)
        if read and read[1] >= piece[1]:
            return True
        return _SITE.fullmatch(self.text, *piece) is not None

    # --- one field -----------------------------------------------------------------------

    def _read_field(self, piece: Piece, following: Piece | None) -> None:
        for attempt in (self._access_field, self._word_field, self._day_field, self._date_field, self._locator_field):
            if attempt(piece, following):
                self.group_end = piece[1]
                return
        self._name_field(piece, following)

    def _access_field(self, piece: Piece, _: Piece | None) -> bool:
        """`accessed September 14`, `as of April 1`, `дата обращения: 15 сентября`."""
        printed = self.text[piece[0] : piece[1]]
        for kind in ("accessed", "as_of"):
            found = self.words.leading(kind, printed)
            if not found:
                continue
            start, _ = trimmed(self.text, (piece[0] + len(found), piece[1]), " \t\n\r\u00a0:,.")
            read = self._dates_at((start, piece[1]))
            if read is None and not (kind == "accessed" and start >= piece[1]):
                continue
            self._note_access(kind, read or [])
            return True
        if self.awaiting_access:
            read = self._dates_at(piece)
            if read is not None:
                self._note_access("accessed", read)
                return True
        return False

    def _note_access(self, kind: str, read: list[PrintedDate]) -> None:
        if kind == "as_of":
            self.as_of = True
            self.dates = self.dates or read
        elif not self.dates:
            # With a date of its own before it, the day of reading is not the date of the source.
            self.accessed = True
            self.dates = read
            self.awaiting_access = not read
        elif not read:
            self.accessed = True
        self.extra = [one for one in self.extra if one != "n.d."] if read and self.accessed else self.extra

    def _word_field(self, piece: Piece, following: Piece | None) -> bool:
        printed = self.text[piece[0] : piece[1]]
        if self.words.is_one_of("undated", printed):
            self.undated = True
            self.extra.append("n.d.")
            return True
        if self.words.is_one_of("forthcoming", printed):
            self.undated = True
            self.extra.append(printed.lower())
            return True
        if self.names and self.words.is_one_of("personal_remarks", printed):
            self.extra.append(printed.lower())
            return True
        return self._is_part(printed) and following is not None and not self.names

    def _is_part(self, printed: str) -> bool:
        first, *rest = printed.split()
        return self.words.is_one_of("parts", first) and bool(rest) and all(
            word.isdigit() or self.words.is_one_of("numerals", word) or self.words.is_one_of("and_words", word)
            for word in rest
        )

    def _day_field(self, piece: Piece, following: Piece | None) -> bool:
        """A bare day takes the month before it, or the one after it where the day comes first."""
        match = _DAY_ALONE.fullmatch(self.text, *piece)
        if not match or not 1 <= int(match[1]) <= 31:
            return self._joined_days(piece, following)
        last = self.dates[-1] if self.dates else None
        if last and last.full:
            until = PrintedDate(None, last.month, int(match[2])) if match[2] else None
            self.dates.append(PrintedDate(last.year, last.month, int(match[1]), until))
            return True
        if following and self.names and not self.dates:
            read = self._read(*following)
            if read and read[0].full and self.text[following[0]].isdigit():
                self.early_days.append(int(match[1]))
                return True
        return False

    def _joined_days(self, piece: Piece, _: Piece | None) -> bool:
        """`and 14` at the end of a list of days."""
        found = self.words.leading("and_words", self.text[piece[0] : piece[1]])
        if not found or not self.dates:
            return False
        rest = trimmed(self.text, (piece[0] + len(found), piece[1]))
        return rest[0] < rest[1] and (
            (_DAY_ALONE.fullmatch(self.text, *rest) is not None and self._day_field(rest, None))
            or self._date_field(rest, None)
        )

    def _date_field(self, piece: Piece, _: Piece | None) -> bool:
        start = piece[0]
        found = self.words.leading("date_prefixes", self.text[start : piece[1]])
        if found:
            start, _ = trimmed(self.text, (start + len(found), piece[1]))
        read = self._dates_at((start, piece[1]))
        if read is None and found:
            read = self._dates_at(piece)
        if read is None:
            return False
        self._add_dates(read)
        return True

    def _add_dates(self, read: list[PrintedDate]) -> None:
        year_alone = len(read) == 1 and read[0].month is None and read[0].until is None
        if year_alone and self.dates and self.dates[-1].month is not None and self.dates[-1].year is None:
            self.dates[-1] = self.dates[-1].in_year(read[0].year or 0)
            return
        for day in self.early_days:
            self.dates.append(PrintedDate(read[0].year, read[0].month, day))
        self.early_days.clear()
        self.dates.extend(read)

    def _dates_at(self, piece: Piece) -> list[PrintedDate] | None:
        """The dates that make up the whole piece, or None if it holds anything else of weight."""
        text, at, end = self.text, piece[0], piece[1]
        bracketed = _YEAR_IN_BRACKETS.match(text, at, end)
        at = bracketed.end() if bracketed else at
        days = self._days_before_month(at, end)
        if days:
            return days
        dates: list[PrintedDate] = []
        while at < end:
            read = self._read(at, end)
            if read is None:
                day = _DAY_ALONE.match(text, at, end)
                if not (day and dates and dates[-1].full and day.end() == end and 1 <= int(day[1]) <= 31):
                    return None
                dates.append(PrintedDate(dates[-1].year, dates[-1].month, int(day[1])))
                return dates
            dates.append(read[0])
            at = read[1]
            self.lettered |= bool(_SUFFIXED_YEAR.search(text, piece[0], at))
            rest, _ = trimmed(text, (at, end))
            joint = self.words.leading("and_words", text[rest:end]) or self.words.leading("to_words", text[rest:end])
            if joint and rest > at:
                at, _ = trimmed(text, (rest + len(joint), end))
                continue
            return dates if self._is_tail(rest, end) else None
        return dates or None

    def _read(self, at: int, end: int) -> tuple[PrintedDate, int] | None:
        """The date at that place, read no further than `end`."""
        read = read_date(self.text[at:end], 0, self.words)
        return (read[0], at + read[1]) if read else None

    def _days_before_month(self, at: int, end: int) -> list[PrintedDate] | None:
        """`11 и 14 сентября`, `10 and 12 September 2024`."""
        first = re.compile(r"(\d{1,2})\.?\s+").match(self.text, at, end)
        if not first or not 1 <= int(first[1]) <= 31:
            return None
        joint = self.words.leading("and_words", self.text[first.end() : end])
        if not joint:
            return None
        start, _ = trimmed(self.text, (first.end() + len(joint), end))
        read = self._read(start, end)
        if not read or not read[0].full or not self._is_tail(read[1], end):
            return None
        return [PrintedDate(read[0].year, read[0].month, int(first[1])), read[0]]

    def _is_tail(self, at: int, end: int) -> bool:
        """Whether what follows a date adds nothing to it: a time, pages, a remark in lower case."""
        rest = self.text[at:end].strip(" .\t\n\r\u00a0")
        if not rest or _TIME.fullmatch(rest):
            return True
        if _YEAR_PAGES.fullmatch(rest):
            self.locator = True
            return True
        return rest[0] in "([（?" or (rest[0].islower() and not rest[0].isdigit() and at < end and len(rest) < 60 and self.text[at - 1 : at + 1] != rest[:2])

    def _locator_field(self, piece: Piece, _: Piece | None) -> bool:
        """`p. 4`, `S. 17`, `57`, `3:112–15`, `box 4`; only after a date or `ibid.`."""
        printed = self.text[piece[0] : piece[1]]
        head, _, rest = printed.partition(" ")
        attached = re.match(r"([^\W\d_]+\.?|№|§)(\d.*)$", head)
        if attached:
            head, rest = attached[1], attached[2]
        named = self.words.is_one_of("locators", head) and bool(re.match(r"[\divxlcIVXLC№A-Z]", rest))
        follows = bool(self.dates) or bool(self.names and self._is_ibid(self.names[-1]))
        if named and (follows or self.names):
            self.locator = True
            self.archival |= self.words.is_one_of("archival", head)
            return True
        if follows and _PAGES.fullmatch(printed) and not (self.dates and self.dates[-1].full):
            self.locator = True
            return True
        return False

    def _is_ibid(self, name: PrintedName) -> bool:
        return self.words.is_one_of("ibid", name.text)

    # --- names ---------------------------------------------------------------------------

    def _name_field(self, piece: Piece, following: Piece | None) -> None:
        text = self.text
        first = not self.names and not self.dates
        stripped, own = self.strip_qualifiers(piece) if not first else (piece, None)
        if own is None and not first and self._is_remark(stripped):
            printed = text[stripped[0] : stripped[1]].lower()
            if self.words.is_one_of("remarks", printed):
                self.extra.append(printed)
            self.group_end = piece[1]
            return
        if self.dates:
            self._close_group(next_qualifier=own or self.qualifier)
        stripped = self._past_part(stripped)
        name_piece, dates = self._split_off_date(stripped)
        for name in names_in(text, name_piece, self.words, self.outlets):
            name.qualifier = name.qualifier or own
            self.names.append(name)
        self.group_end = piece[1]
        if dates:
            self._add_dates(dates)

    def _past_part(self, piece: Piece) -> Piece:
        """`Parts One and Two in EDM` is EDM."""
        tokens = list(re.finditer(r"\S+", self.text[piece[0] : piece[1]]))
        if len(tokens) < 3 or not self.words.is_one_of("parts", tokens[0].group()):
            return piece
        for token in tokens[1:-1]:
            if self.words.is_one_of("numerals", token.group()) or token.group().strip(",").isdigit() or self.words.is_one_of("and_words", token.group()):
                continue
            if self.words.is_one_of("date_prefixes", token.group()):
                return trimmed(self.text, (piece[0] + token.end(), piece[1]))
            break
        return piece

    def _is_remark(self, piece: Piece) -> bool:
        printed = self.text[piece[0] : piece[1]]
        if self.words.is_one_of("remarks", printed):
            return True
        if not printed[0].islower() or self.outlets.find(printed):
            return False
        return re.match(r"(?:[\w-]+\.)+[a-z]{2,}(?:/|$)", printed, re.I) is None and not printed.startswith("@")

    def _split_off_date(self, piece: Piece) -> tuple[Piece, list[PrintedDate]]:
        """`EDM September 2`, `Sputnik on May 3`, `Ardeleanu 2014`: the name, and the date after it."""
        text, (start, end) = self.text, piece
        if self.outlets.knows(text[start:end]):
            return piece, []
        for match in _DATE_START.finditer(text, start + 1, end):
            at = match.start()
            if not text[at].isdigit() and not self._opens_date(at):
                continue
            if text[at].isdigit() and text[at - 1] in ".:-–№#":
                continue
            kind = self.words.leading("accessed", text[at:end])
            if kind:
                stop, _ = trimmed(text, (at + len(kind), end), " :")
                read = self._dates_at((stop, end))
                if read:
                    self.accessed = True
            else:
                read = self._dates_at((at, end))
            if read:
                return self._without_preposition((start, at)), read
        return piece, []

    def _opens_date(self, at: int) -> bool:
        word = re.compile(r"[^\W\d_]+").match(self.text, at)
        if not word:
            return False
        said = word.group().lower()
        return said in self.words.months or said in self.words.words["weekdays"] or said in self.words.words["seasons"] or self.words.leading("accessed", self.text[at : at + 40]) is not None

    def _without_preposition(self, piece: Piece) -> Piece:
        start, end = trimmed(self.text, piece, " \t\n\r\u00a0:–—-")
        last = self.text[start:end].rsplit(" ", 1)
        if len(last) == 2 and self.words.is_one_of("date_prefixes", last[1]) and last[1].islower():
            return trimmed(self.text, (start, end - len(last[1])))
        return start, end

    # --- groups --------------------------------------------------------------------------

    def _close_group(self, next_qualifier: str | None = None) -> None:
        names = _without_titles(self.names, self.outlets)
        address = None
        if self.dashed and len(names) > 1:
            # `Outlet – site – authors – date`: one source, its site is its address.
            address = next((one.text for one in names[1:] if _SITE.fullmatch(one.text)), None)
            names = names[:1]
        if self.archival and self.sources and not self.dates:
            # The collection of an archival source, not one more source.
            self.sources[-1].archival = self.sources[-1].locator = True
            names = []
        if names or not self.names:
            for number, name in enumerate(names):
                stop = names[number + 1].span[0] if number + 1 < len(names) else max(self.group_end, name.span[1])
                said = [name.qualifier or self.qualifier, *name.remarks, *self.extra]
                self.sources.append(
                    PrintedSource(
                        name, (name.span[0], stop), list(self.dates), self.accessed, self.as_of, self.undated,
                        [one for one in said if one], self.locator, self.archival, self.lettered, address,
                    )
                )  # fmt: skip
            if not names:
                self.loose_dates.extend(self.dates)
                self.loose_locator |= self.locator
                self.loose_undated |= self.undated
        self._start_group(next_qualifier)


def _without_titles(names: list[PrintedName], outlets: OutletTable) -> list[PrintedName]:
    """Of `Author, “Title,” Outlet` the outlet; of `Institute, “Title”` the institute."""
    titles = [number for number, name in enumerate(names) if name.is_title and not outlets.find(name.text)]
    if not titles or len(names) == 1:
        return names
    after = names[titles[-1] + 1 :]
    if after:
        return after
    return [name for number, name in enumerate(names) if number not in titles][:1]
