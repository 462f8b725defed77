"""A place in a text in, the date printed there out."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from verifier.cite.words.lexicon import Lexicon

_YEAR = r"(?:1[5-9]|20|21)\d\d"
_DASH = r"\s{0,2}[-–—‑−/]\s{0,2}"
_ISO = re.compile(rf"({_YEAR})([-/.])(\d{{1,2}})\2(\d{{1,2}})(?!\d)(?:T[\d:.+Z-]*)?")
_NUMERIC = re.compile(rf"(\d{{1,2}})([./-])(\d{{1,2}})\2({_YEAR}|\d\d)(?!\d)")
_MONTH_YEAR = re.compile(r"(?:(0?[1-9]|1[0-2])/|(0[1-9]|1[0-2])\.)((?:19|20)\d\d)(?![\w/.-]{0,9}\d)")
_SPACED_NUMERIC = re.compile(rf"(\d{{1,2}})\.[ \u00a0](\d{{1,2}})\.[ \u00a0]({_YEAR})(?!\d)")
_ROMAN_NUMERIC = re.compile(rf"(\d{{1,2}})\s?([./ -])\s?([IVX]{{1,4}})\s?\2\s?({_YEAR}|\d\d)(?!\d)")
_SHORT_NUMERIC = re.compile(r"(\d{1,2})\.(?:(\d{2})(?![\d.]\d)\.?(?!\d)|[ \u00a0]?(\d{1,2})\.(?![ \u00a0]?\d))")
_DAY_OF = r"(\d{1,2})\s?[日号號]"
_CHINESE = re.compile(
    rf"(?:(\d{{4}})\s?年\s?)?(\d{{1,2}})\s?月(?:\s?(?:{_DAY_OF}|(\d{{1,2}})(?=\s?[-–—至到~]))"
    rf"(?:\s?[-–—至到~]\s?(?:(\d{{1,2}})\s?月\s?)?{_DAY_OF})?)?"
)
_CHINESE_YEAR = re.compile(r"(\d{4})\s?年")
_DAY_AFTER_MONTH = re.compile(r"\s{0,3},?\s{0,2}(?:the\s)?(\d{1,2})(?!\d|:\d)(?:st|nd|rd|th)?(?!\w)")
_DAY_FIRST = re.compile(r"(\d{1,2})(?!\d|[.,:]\d)(?:st|nd|rd|th|er|re|º|°|-?го)?\.?")
_RANGE_TO_DAY = re.compile(rf"{_DASH}(\d{{1,2}})(?!\d)(?:st|nd|rd|th|er|º)?\.?")
_RANGE = re.compile(_DASH)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_YEAR_AFTER = re.compile(rf"\.?,?\s{{0,3}}(?:de\s|del\s|of\s|dell['’])?({_YEAR})(?![\d])")
_YEAR_ALONE = re.compile(rf"({_YEAR})([a-h]?)(?![\w])")
_YEAR_RANGE = re.compile(rf"({_YEAR}){_DASH}({_YEAR}|\d\d)(?![\w])")
_JOIN_DE = re.compile(r"\s{0,3}(?:(?:de|of|di|del)\s|d['’]|['’])?\s{0,3}", re.I)
_SEASON_WORD = re.compile(r"[^\W_]+-?")
_BLANKS = re.compile(r"[\s,]{0,4}")
_SPACES = re.compile(r"\s{0,3}")
_TWO_DIGIT_PIVOT = 70
# Polish writes `20 I 2025`, Spanish `20-I-2025`; in lower case `i` is Polish for `and`.
_ROMAN = {
    name: number
    for number, name in enumerate(("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"), 1)
}


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date as printed: what is missing is None. `until` closes a range.

    `other` is the second reading of an all-numeric date such as 05.09.2024, which
    may be the fifth of September or the ninth of May. `issue` marks 12/2022, which only numbers of journals have.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    until: PrintedDate | None = None
    other: PrintedDate | None = None
    issue: bool = False

    @property
    def full(self) -> bool:
        """Whether a day and a month are printed."""
        return self.day is not None and self.month is not None

    def in_year(self, year: int) -> PrintedDate:
        """The same date with that year printed, at both ends of a range."""
        until = replace(self.until, year=self.until.year or year) if self.until else None
        return replace(self, year=self.year or year, until=until)


Read = tuple[PrintedDate, int]


def read_date(text: str, at: int, words: Lexicon) -> Read | None:
    """The date that begins at `text[at]` and the offset after it, or None. Weekdays before it are passed over."""
    at = _past_weekday(text, at, words)
    for reader in _DIGIT_READERS if text[at : at + 1].isdecimal() else _WORD_READERS:
        found = reader(text, at, words)
        if found:
            return found
    return None


def _past_weekday(text: str, at: int, words: Lexicon) -> int:
    word = _WORD.match(text, at)
    if word and words.is_one_of("weekdays", word.group()):
        end = word.end() + (text[word.end() : word.end() + 1] == ".")
        blanks = _BLANKS.match(text, end)
        if blanks and blanks.end() > end:
            return blanks.end()
    return at


def _valid(month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= 31


def _read_iso(text: str, at: int, _: Lexicon) -> Read | None:
    match = _ISO.match(text, at)
    if not match or not _valid(int(match[3]), int(match[4])):
        return None
    first = PrintedDate(int(match[1]), int(match[3]), int(match[4]))
    rest = _RANGE.match(text, match.end())
    if rest:
        second = _ISO.match(text, rest.end())
        if second and _valid(int(second[3]), int(second[4])):
            return replace(first, until=PrintedDate(int(second[1]), int(second[3]), int(second[4]))), second.end()
    return first, match.end()


def _read_chinese(text: str, at: int, _: Lexicon) -> Read | None:
    match = _CHINESE.match(text, at)
    if match:
        year = int(match[1]) if match[1] else None
        month, day = int(match[2]), match[3] or match[4]
        if not _valid(month, int(day or 1)):
            return None
        if not day:
            return PrintedDate(year, month), match.end()
        until = None
        if match[6]:
            until = PrintedDate(year, int(match[5] or month), int(match[6]))
        return PrintedDate(year, month, int(day), until), match.end()
    match = _CHINESE_YEAR.match(text, at)
    return (PrintedDate(int(match[1])), match.end()) if match else None


def _read_numeric(text: str, at: int, words: Lexicon) -> Read | None:
    spaced = _SPACED_NUMERIC.match(text, at)
    if spaced and _valid(int(spaced[2]), int(spaced[1])):
        return PrintedDate(int(spaced[3]), int(spaced[2]), int(spaced[1])), spaced.end()
    roman = _ROMAN_NUMERIC.match(text, at) if words.language != "en" else None
    if roman and roman[3] in _ROMAN and _valid(_ROMAN[roman[3]], int(roman[1])):
        return PrintedDate(_full_year(roman[4]), _ROMAN[roman[3]], int(roman[1])), roman.end()
    monthly = _MONTH_YEAR.match(text, at)
    if monthly and (monthly[1] or words.language != "en"):
        return PrintedDate(int(monthly[3]), int(monthly[1] or monthly[2]), issue=True), monthly.end()
    match = _NUMERIC.match(text, at)
    if not match:
        return _read_short_numeric(text, at, words) if words.language != "en" else None
    first, sign, second, year = int(match[1]), match[2], int(match[3]), _full_year(match[4])
    day_month = PrintedDate(year, second, first) if _valid(second, first) else None
    month_day = PrintedDate(year, first, second) if _valid(first, second) else None
    if not (day_month and month_day):
        only = day_month or month_day
        return (only, match.end()) if only else None
    # In English a dot with the full year is the European habit; all else is American.
    european = words.day_first or (sign == "." and len(match[4]) == 4)
    chosen, other = (day_month, month_day) if european else (month_day, day_month)
    return replace(chosen, other=other if other != chosen else None), match.end()


def _read_short_numeric(text: str, at: int, _: Lexicon) -> Read | None:
    match = _SHORT_NUMERIC.match(text, at)
    if match and _valid(month := int(match[2] or match[3]), int(match[1])):
        return PrintedDate(None, month, int(match[1])), match.end()
    return None


def _full_year(digits: str) -> int:
    if len(digits) == 4:
        return int(digits)
    return int(digits) + (1900 if int(digits) >= _TWO_DIGIT_PIVOT else 2000)


def _month(text: str, at: int, words: Lexicon) -> tuple[int, int] | None:
    """The month named at that place and the offset after its name and stop."""
    word = _WORD.match(text, at)
    if not word:
        return None
    number = words.months.get(word.group().lower())
    if number is None and words.roman_months:
        number = _ROMAN.get(word.group())
    if number is None and text[word.end() : word.end() + 1] == ".":
        number = words.shortened_months.get(word.group().lower())
    if number is None:
        return None
    end = word.end()
    if text[end : end + 1] == "." and (len(word.group()) <= 5 or word.group().lower() in words.shortened_months):
        end += 1
    return number, end


def _read_day_first(text: str, at: int, words: Lexicon) -> Read | None:
    """`9 March 2024`, `9. März`, `9 de marzo`, `9–10 marca`, `30 March – 2 April`."""
    start = _DAY_FIRST.match(text, at)
    if not start or not 1 <= int(start[1]) <= 31:
        return None
    until_day = _RANGE_TO_DAY.match(text, start.end())
    if until_day and 1 <= int(until_day[1]) <= 31:
        named = _month_after(text, until_day.end(), words)
        if named:
            month, end = named
            year, end = _year_after(text, end, words)
            first = PrintedDate(year, month, int(start[1]), PrintedDate(year, month, int(until_day[1])))
            return first, end
    named = _month_after(text, start.end(), words)
    if not named:
        return None
    month, end = named
    year, end = _year_after(text, end, words)
    first = PrintedDate(year, month, int(start[1]))
    dash = _RANGE.match(text, end)
    if dash:
        second = _DAY_FIRST.match(text, dash.end())
        later = _month_after(text, second.end(), words) if second else None
        if second and later:
            until_year, later_end = _year_after(text, later[1], words)
            until = PrintedDate(until_year, later[0], int(second[1]))
            return replace(first, year=year or until_year, until=until), later_end
    return first, end


def _month_after(text: str, at: int, words: Lexicon) -> tuple[int, int] | None:
    joint = _JOIN_DE.match(text, at)
    return _month(text, joint.end() if joint else at, words)


def _year_after(text: str, at: int, words: Lexicon) -> tuple[int | None, int]:
    match = _YEAR_AFTER.match(text, at)
    if not match:
        return None, at
    return int(match[1]), _past_year_word(text, match.end(), words)


def _past_year_word(text: str, at: int, words: Lexicon) -> int:
    """Past `г.`, `р.`, `roku` and the like, which follow the number of a year."""
    gap = _SPACES.match(text, at)
    word = _WORD.match(text, gap.end() if gap else at)
    if word and word.group().lower() in words.words["year_words"]:
        return word.end() + (text[word.end() : word.end() + 1] == ".")
    return at


def _read_named_month(text: str, at: int, words: Lexicon) -> Read | None:
    """`September 10, 2024`, `August 30–September 2`, `September 2019`, `March–April 2024`, `June`."""
    named = _month(text, at, words)
    if not named:
        return None
    month, end = named
    day = _DAY_AFTER_MONTH.match(text, end)
    if day and 1 <= int(day[1]) <= 31:
        return _read_month_day(text, month, day, words)
    year, year_end = _year_after(text, end, words)
    if year is not None:
        return PrintedDate(year, month), year_end
    dash = _RANGE.match(text, end)
    later = _month(text, dash.end(), words) if dash else None
    if later:
        year, year_end = _year_after(text, later[1], words)
        return PrintedDate(year, month, None, PrintedDate(year, later[0])), year_end
    return PrintedDate(None, month), end


def _read_month_day(text: str, month: int, day: re.Match[str], words: Lexicon) -> Read:
    end = day.end()
    until: PrintedDate | None = None
    early_year, year_end = _year_after(text, end, words)
    dash = _RANGE.match(text, year_end)
    if dash and early_year:
        # `December 30, 2024 – January 2`: each end of a range over New Year may have its own year.
        later = _month(text, dash.end(), words)
        later_day = _DAY_AFTER_MONTH.match(text, later[1]) if later else None
        if later and later_day and 1 <= int(later_day[1]) <= 31:
            year, end = _year_after(text, later_day.end(), words)
            until = PrintedDate(year, later[0], int(later_day[1]))
            return PrintedDate(early_year, month, int(day[1]), until), end
        dash = None
    dash = dash or _RANGE.match(text, end)
    if dash:
        later = _month(text, dash.end(), words)
        later_day = _DAY_AFTER_MONTH.match(text, later[1]) if later else None
        if later and later_day and 1 <= int(later_day[1]) <= 31:
            until, end = PrintedDate(None, later[0], int(later_day[1])), later_day.end()
        else:
            same = _RANGE_TO_DAY.match(text, end)
            if same and 1 <= int(same[1]) <= 31:
                until, end = PrintedDate(None, month, int(same[1])), same.end()
    year, end = _year_after(text, end, words)
    if until and year:
        until = replace(until, year=year)
    return PrintedDate(year, month, int(day[1]), until), end


def _read_season(text: str, at: int, words: Lexicon) -> Read | None:
    """`spring 2024`, `Q1 2026`, `early 2023`, `late September`: as exact as the month or year they hold."""
    opening = _SEASON_WORD.match(text, at)
    if not opening or opening.group().lower() not in words.words["seasons"]:
        return None
    gap = _JOIN_DE.match(text, opening.end())
    start = gap.end() if gap else opening.end()
    named = _month(text, start, words)
    if named:
        year, end = _year_after(text, named[1], words)
        return PrintedDate(year, named[0]), end
    return _read_year(text, start, words)


def _read_year(text: str, at: int, words: Lexicon) -> Read | None:
    match = _YEAR_RANGE.match(text, at)
    if match:
        last = int(match[2]) if len(match[2]) == 4 else int(match[1][:2] + match[2])
        if last > int(match[1]):
            return PrintedDate(int(match[1]), until=PrintedDate(last)), _past_year_word(text, match.end(), words)
    match = _YEAR_ALONE.match(text, at)
    if match:
        return PrintedDate(int(match[1])), _past_year_word(text, match.end(), words)
    return None


_DIGIT_READERS = (_read_iso, _read_chinese, _read_numeric, _read_day_first, _read_year)
_WORD_READERS = (_read_named_month, _read_season)
