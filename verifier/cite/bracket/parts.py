"""One part of a bracket's list in, its sources out: names gather until dates come, dates close the group."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import zip_longest

from verifier.cite.bracket.cutting import SITE, fields_of
from verifier.cite.bracket.dates import PrintedDate
from verifier.cite.bracket.documents import (
    closes_name,
    is_shelfmark,
    reported_in,
    without_documents,
    without_references,
    year_of_ecli,
)
from verifier.cite.bracket.fields import HAN_LOCATOR, PAGES, FieldReader, tells_time
from verifier.cite.bracket.names import PrintedName, one_team, without_titles, year_beside
from verifier.cite.bracket.printed_source import PrintedSource
from verifier.cite.bracket.runs import DAY_ALONE, DateRun, read_run
from verifier.cite.bracket.slips import names_no_day, slipped_date
from verifier.cite.words.places import is_place
from verifier.cite.words.platforms import is_platform
from verifier.cite.words.shapes import is_address, is_case, is_full_address
from verifier.cite.words.splitting import Piece, trimmed

_CASE_NUMBER = re.compile(r"(?:Joined )?(?:Cases?|Application|Docket|No\.)\s.*\d")
_ISSUE = re.compile(r"\s\d{1,3}(?:[-–]\d{1,3})?/((?:19|20)\d\d)$")


class PartReader:
    """Reads one part of a list from left to right: names gather until dates come, dates close the group."""

    def __init__(self, text: str, fields: FieldReader) -> None:
        self.text = text
        self.fields = fields
        self.words = fields.words
        self.outlets = fields.outlets
        self.sources: list[PrintedSource] = []
        self.loose_dates: list[PrintedDate] = []
        self.loose_undated = False
        self.loose_accessed = self.loose_issue = False
        self.end = 0
        self.dashed = False

    def _start_group(self, qualifier: str | None) -> None:
        self.names: list[PrintedName] = []
        self.dates: list[PrintedDate] = []
        self.early_days: list[int] = []
        self.qualifier = qualifier
        self.extra: list[str] = []
        self.accessed = self.as_of = self.undated = self.locator = self.archival = self.lettered = False
        self.awaiting_access = self.past_access = False
        self.address: str | None = None
        self.group_end = 0

    def read(self, piece: Piece, qualifier: str | None) -> None:
        """Read one part; afterwards `sources` and `loose_dates` hold what it says."""
        self._start_group(qualifier)
        self.end = piece[1]
        fields, self.dashed = fields_of(self.text, piece, self.words)
        for one, following in zip_longest(fields, fields[1:]):
            if one[0] < one[1]:
                self._read_field(one, following)
            elif one is fields[0] and following:
                self.names.append(PrintedName("", one))
        self._close_group()

    # --- one field -----------------------------------------------------------------------

    def _read_field(self, piece: Piece, following: Piece | None) -> None:
        field = self.fields.field(self.text[piece[0] : piece[1]])
        if field.named and not self.awaiting_access:
            self._name_field(piece)
            return
        if field.run and not self.awaiting_access:
            self._note_run(field.run)
            self._add_dates(field.run.dates)
            self.group_end = piece[1]
            return
        for attempt in (
            self._access_field,
            self._address_field,
            self._word_field,
            self._day_field,
            self._date_field,
            self._locator_field,
        ):
            if attempt(piece, following):
                self.group_end = piece[1]
                return
        self._name_field(piece)

    def _access_field(self, piece: Piece, _: Piece | None) -> bool:
        """`accessed March 9`, `as of April 1`, `дата обращения: 21 ноября`."""
        printed = self.text[piece[0] : piece[1]]
        for kind in ("accessed", "as_of"):
            found = self.words.leading(kind, printed)
            if not found:
                continue
            start = trimmed(self.text, (piece[0] + len(found), piece[1]), " \t\n\r\u00a0:：,.–—-")[0]
            read = self._dates_at((start, piece[1])) or self._dates_after_preposition((start, piece[1]))
            if read is None and not (kind == "accessed" and start >= piece[1]):
                continue
            self._note_access(kind, read or [])
            return True
        if self.awaiting_access:
            read = self._dates_at(piece)
            if read is not None:
                self._note_access("accessed", read)
                return True
        return not self.words.spaced and self._access_after(piece)

    def _access_after(self, piece: Piece) -> bool:
        """`4月19日访问`: Chinese puts the word after the date."""
        printed = self.text[piece[0] : piece[1]]
        said = next((one for one in self.words.phrases["accessed"] if printed.endswith(one)), None)
        read = self._dates_at(trimmed(self.text, (piece[0], piece[1] - len(said)))) if said else None
        if read is None:
            return False
        self._note_access("accessed", read)
        return True

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
        else:
            self.past_access = True
        self.extra = [one for one in self.extra if one != "n.d."] if read and self.accessed else self.extra

    def _address_field(self, piece: Piece, _: Piece | None) -> bool:
        """`Reuters, https://…`: where the source named before it stands."""
        if not self.names or not self.names[-1].text or not is_full_address(self.text[slice(*piece)]):
            return False
        if self.address or is_address(self.names[-1].text):
            return False
        self.address = self.text[slice(*piece)]
        return True

    def _word_field(self, piece: Piece, following: Piece | None) -> bool:
        printed = self.text[piece[0] : piece[1]]
        if self.words.is_one_of("weekdays", printed) and (following or self.dates):
            return True
        if self.dates and tells_time(printed):
            return True
        undated = self.words.is_one_of("undated", printed)
        if undated or self.words.is_one_of("forthcoming", printed):
            self.undated = True
            self.extra.append("n.d." if undated else printed.lower())
            return True
        if self.names and self.words.is_one_of("personal_remarks", printed):
            self.extra.append(printed.lower())
            return True
        return self.fields.is_part(printed) and following is not None and not self.names

    def _day_field(self, piece: Piece, following: Piece | None) -> bool:
        """A bare day takes the month before it, or the one after it where the day comes first."""
        match = DAY_ALONE.fullmatch(self.text, *piece)
        if not match or not 1 <= int(match[1]) <= 31:
            return self._joined_days(piece, following)
        last = self.dates[-1] if self.dates else None
        if last and last.month and last.day is None and last.year is None and not match[2] and not last.until:
            # `October, 4`: a comma too many.
            self.dates[-1] = PrintedDate(None, last.month, int(match[1]))
            return True
        if last and last.full:
            until = PrintedDate(None, last.month, int(match[2])) if match[2] else None
            self.dates.append(PrintedDate(last.year, last.month, int(match[1]), until))
            return True
        if following and self.names and not self.dates and self.text[following[0]].isdigit():
            run = read_run(self.text, following, self.words)
            if run and run.dates[0].full:
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
            (DAY_ALONE.fullmatch(self.text, *rest) is not None and self._day_field(rest, None))
            or self._date_field(rest, None)
        )

    def _date_field(self, piece: Piece, _: Piece | None) -> bool:
        run = self.fields.dates(self.text[piece[0] : piece[1]])
        if run is None:
            return False
        self._note_run(run)
        self._add_dates(run.dates)
        return True

    def _dates_after_preposition(self, piece: Piece) -> list[PrintedDate] | None:
        """`dated May 3`, `dn. 3 maja`, `communiqué du 3 mai`: the words that introduce a date are passed over."""
        found = self.words.leading("date_prefixes", self.text[slice(*piece)])
        start = trimmed(self.text, (piece[0] + len(found), piece[1]))[0] if found else piece[1]
        return self._dates_at((start, piece[1])) if start < piece[1] else None

    def _add_dates(self, read: list[PrintedDate]) -> None:
        year_alone = len(read) == 1 and read[0].month is None and read[0].until is None
        if year_alone and self.past_access:
            # The year of `published May 1, 2025, accessed May 2, 2025` belongs to the day that was passed over.
            self.past_access = False
            return
        if year_alone and self.dates and self.dates[-1].month is not None and self.dates[-1].year is None:
            self.dates[-1] = self.dates[-1].in_year(read[0].year or 0)
            return
        until = self.dates[-1].until if self.dates else None
        if year_alone and until and until.year is None:
            self.dates[-1] = replace(self.dates[-1], until=replace(until, year=read[0].year))
            return
        for day in self.early_days:
            self.dates.append(PrintedDate(read[0].year, read[0].month, day))
        self.early_days.clear()
        self.dates.extend(read)

    def _dates_at(self, piece: Piece) -> list[PrintedDate] | None:
        run = read_run(self.text, piece, self.words)
        if run:
            self._note_run(run)
        return run.dates if run else None

    def _note_run(self, run: DateRun) -> None:
        self.lettered |= run.lettered
        self.locator |= run.pages

    def _locator_field(self, piece: Piece, _: Piece | None) -> bool:
        """`p. 4`, `S. 17`, `57`, `2:45–48`, `box 4`; only after a date or `ibid.`."""
        printed = self.text[piece[0] : piece[1]]
        if self.names and HAN_LOCATOR.fullmatch(printed):
            self.locator = True
            return True
        if self.names and self._kept_place(printed):
            return True
        head = self.fields.locator(printed)
        follows = bool(self.dates) or bool(self.names and self._is_ibid(self.names[-1]))
        issue = _ISSUE.search(printed) if head and not self.dates else None
        if head and (follows or self.names or issue):
            self.locator = True
            if issue:
                # `nr 9/2021`: the number of an issue tells its year.
                self.dates.append(PrintedDate(int(issue[1])))
            self.archival |= self.words.is_one_of("archival", head)
            return True
        if follows and PAGES.fullmatch(printed) and not (self.dates and self.dates[-1].full):
            self.locator = True
            return True
        return False

    def _kept_place(self, printed: str) -> bool:
        """`RG 59`, `81 F.4th 1012 (9th Cir. 2023)`: where an archive or a law report keeps it."""
        if (told := year_of_ecli(printed)) and is_case(without_references(self.names[-1])[0].text):
            self.dates = self.dates or [PrintedDate(told)]
            self.locator = True
            return True
        (reported, year), shelved = reported_in(printed), is_shelfmark(printed)
        reported = reported and is_case(self.names[-1].text)
        if reported and year and not self.dates:
            self.dates.append(PrintedDate(year))
        self.archival |= shelved
        self.locator |= shelved or reported
        return shelved or reported

    def _is_ibid(self, name: PrintedName) -> bool:
        return self.words.is_one_of("ibid", name.text)

    # --- names ---------------------------------------------------------------------------

    def _name_field(self, piece: Piece) -> None:
        if self.names and not self.dates and self._continues_name(piece):
            return
        printed = self.text[piece[0] : piece[1]]
        if self._slipped_field(printed):
            self.group_end = piece[1]
            return
        read = self.fields.names(printed, first=not self.names and not self.dates)
        own = read.own
        if own is None and read.is_remark and (self.names or self.dates):
            if read.remark:
                self.extra.append(read.remark)
            self.group_end = piece[1]
            return
        ahead = not self.names and (self.accessed or read.known)
        if self.dates and not ahead:
            self._close_group()
            self._start_group(own or self.qualifier)
        elif own and self.names and all(self._is_lead_in(name) for name in self.names):
            # `for background, see EDM`: the words before the qualifier name nobody.
            self.names.clear()
        if own == "via" and self.names and len(read.names) == 1 and is_platform(read.names[0].text):
            # `Amaq, via Telegram`: where it stood.
            self.extra.append(f"via {read.names[0].text}")
        else:
            self.names.extend(name.moved(piece[0], own) for name in read.names)
        self.group_end = piece[1]
        if read.run:
            self._note_run(read.run)
            self.accessed |= read.run.accessed
            self._add_dates(read.run.dates)

    def _slipped_field(self, printed: str) -> bool:
        """`Setpember 3`, `13/13/2025`, a year out of place: after the name of an outlet no further name."""
        if not self.names or not self.outlets.knows(self.names[-1].text) or self.outlets.knows(printed):
            return False
        if (date := slipped_date(printed, self.words)) is not None:
            self._add_dates([date])
            return True
        self.undated |= names_no_day(printed) and not self.dates
        return names_no_day(printed)

    def _continues_name(self, piece: Piece) -> bool:
        """`Halite Motors, Inc.`, `Ministry of Transport, Press Service`: the comma stands inside the name."""
        printed, last = self.text[slice(*piece)], self.names[-1]
        office = printed[0].isupper() and " " in printed and self.words.is_one_of("generic_names", printed)
        if not (last.text and (office or closes_name(printed))) or is_address(last.text):
            return False
        self.names[-1] = replace(last, text=self.text[last.span[0] : piece[1]], span=(last.span[0], piece[1]))
        self.group_end = piece[1]
        return True

    def _is_lead_in(self, name: PrintedName) -> bool:
        return name.text[:1].islower() and self.words.is_one_of("asides", name.text.split()[0])

    # --- groups --------------------------------------------------------------------------

    def _gathered(self, names: list[PrintedName]) -> list[PrintedName]:
        """The names with authors of one work, and a name with its title, drawn together."""
        if len(names) == 1 and not self.dates and (year := year_beside(names[0])):
            self.dates.append(PrintedDate(year))
        if len(names) < 2 or any(is_case(name.text) or self.outlets.knows(name.text) for name in names):
            return names
        if (self.dates or self.undated) and all(date.month is None and date.until is None for date in self.dates):
            return one_team(self.text, names, self.words)
        # `Ruiz, The Long Road, pp. 3–4`: with a page and no date, what follows the name is a title.
        return names[:1] if self.locator and not self.dates and not self.archival else names

    def _parties(self, name: PrintedName) -> PrintedName:
        bare, year = without_references(name)
        if year and not self.dates:
            self.dates.append(PrintedDate(year))
        return bare

    def _close_group(self) -> None:
        names = without_documents(without_titles(self.names, self.outlets), self.outlets)
        address = self.address
        names = [self._parties(name) for name in self._gathered(names)]
        if self.dashed and len(names) > 1:
            # `Outlet – site – authors – date`: one source, its site is its address.
            site = next((one.text for one in names[1:] if SITE.fullmatch(one.text)), None)
            address = address or ("https://" + site if site else None)
            names = names[:1]
        if len(names) > 1:
            cases = [one for one in names if is_case(one.text)]
            # `Case C-72/15, Rosneft v. HM Treasury`: the number goes with the name of the case.
            names = [one for one in names if one in cases or not _CASE_NUMBER.match(one.text)] if cases else names
            # `Dawn, Karachi, May 3`: the place is where it appears.
            own = bool(names) and self.words.leading("own_material", names[0].text) is not None
            # `Author's interview, Izmail, May 3`: what follows tells where and with whom.
            far = names[1:] if not own else [one for one in names[1:] if one.qualifier or self.outlets.knows(one.text)]
            names = names[:1] + [one for one in far if not is_place(one.text) or self.outlets.knows(one.text)]
        if self.archival and self.sources and not self.dates:
            # The collection of an archival source, not one more source.
            self.sources[-1].archival = self.sources[-1].locator = True
            names = []
        if names or not self.names:
            for number, name in enumerate(names):
                last = number + 1 == len(names)
                stop = max(self.group_end, name.span[1]) if last else names[number + 1].span[0]
                # Of what was relayed or drawn from another, the last words tell of that one.
                drawn = not last and names[-1].qualifier is not None and names[-1].qualifier != self.qualifier
                extra = [one for one in self.extra if one != "n.d."] if drawn else self.extra
                dates = [] if drawn and self.words.leading("own_material", name.text) else list(self.dates)
                said = (name.qualifier or self.qualifier, *name.remarks, *extra)
                self.sources.append(
                    PrintedSource(
                        name, (name.span[0], stop), dates, self.accessed, self.as_of, self.undated,
                        [one for one in said if one], self.locator, self.archival, self.lettered,
                        address if last else None,
                    )
                )  # fmt: skip
            if not names:
                self.loose_dates.extend(self.dates)
                self.loose_undated |= self.undated
                self.loose_accessed |= self.accessed
                self.loose_issue |= self.locator and bool(self.dates)
