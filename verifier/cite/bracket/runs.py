"""A stretch of a bracket in, the run of dates that makes it up or ends it out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from verifier.cite.bracket.dates import PrintedDate, read_date
from verifier.cite.words.lexicon import Lexicon
from verifier.cite.words.shapes import ET_AL
from verifier.cite.words.splitting import Piece, trimmed

DAY_ALONE = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er|º|°|日|号|號|\.)?(?:\s?[-–—]\s?(\d{1,2}))?\.?")
_CLOCK = r"\d{1,2}[:.h]\d{2}(?::\d{2})?\s?(?:[ap]\.?m\.?|[A-Z]{2,4}|Uhr)?\.?"
_TIME = re.compile(rf"[,\s]*(?:at\s|à\s|um\s|о\s|в\s)?{_CLOCK}$", re.I)
_YEAR_PAGES = re.compile(r"\s?:\s?\d[\d\s,–—-]*$")
#: `vom 3. Mai 2019 – II ZR 12/18`: the number of the court.
_DOCKET = re.compile(r"[–—-]\s(?:Az\.\s?)?(?:\d{1,3}|[IVX]{1,4})?\s?[A-Z]{1,4}\s(?:[A-Z]{1,4}\s)?\d{1,5}/\d{2,4}")
_DATE_START = re.compile(r"(?<![\w@/])(?=[^\W_])")
_SUFFIXED_YEAR = re.compile(r"\d{4}[a-h]$")
_YEAR_IN_BRACKETS = re.compile(r"\[\d{4}\]\s?")
_FIRST_DAY = re.compile(r"(\d{1,2})(?:er|re|º|°|st|nd|rd|th)?\.?\s+")
_DIGIT = re.compile(r"\d")
_LETTERS = re.compile(r"[^\W\d_]+")
_REMARK_CHARS = 60


@dataclass(slots=True)
class DateRun:
    """Dates that stand together. `lettered` is a year such as 2021a, `pages` a page number after the year."""

    dates: list[PrintedDate] = field(default_factory=list)
    lettered: bool = False
    pages: bool = False
    accessed: bool = False


def read_run(text: str, piece: Piece, words: Lexicon) -> DateRun | None:
    """The dates that make up the whole piece, or None if it holds anything else of weight.

    A time of day, pages or a remark in lower case may follow the last of them.
    """
    at, end = piece
    bracketed = _YEAR_IN_BRACKETS.match(text, at, end)
    at = bracketed.end() if bracketed else at
    run = _day_before_month(text, at, end, words)
    if run:
        return run
    run = DateRun()
    while at < end:
        read = read_within(text, at, end, words)
        if read is None:
            day = DAY_ALONE.fullmatch(text, at, end)
            last = run.dates[-1] if run.dates else None
            if not (day and last and last.full and 1 <= int(day[1]) <= 31):
                return None
            run.dates.append(PrintedDate(last.year, last.month, int(day[1])))
            return run
        run.dates.append(read[0])
        at = read[1]
        run.lettered |= bool(_SUFFIXED_YEAR.search(text, piece[0], at))
        rest, _ = trimmed(text, (at, end))
        joint = words.leading("and_words", text[rest:end]) or words.leading("to_words", text[rest:end])
        if not joint or rest == at:
            return run if _is_tail(text, rest, end, run) else None
        at, _ = trimmed(text, (rest + len(joint), end))
    return run if run.dates else None


def read_within(text: str, at: int, end: int, words: Lexicon) -> tuple[PrintedDate, int] | None:
    """The date at that place, read no further than `end`."""
    read = read_date(text[at:end], 0, words)
    return (read[0], at + read[1]) if read else None


def _day_before_month(text: str, at: int, end: int, words: Lexicon) -> DateRun | None:
    """`3 и 8 апреля`, `10 and 12 November 2024`."""
    first = _FIRST_DAY.match(text, at, end)
    joint = words.leading("and_words", text[first.end() : end]) if first else None
    if not first or not joint or not 1 <= int(first[1]) <= 31:
        return None
    start, _ = trimmed(text, (first.end() + len(joint), end))
    read = read_within(text, start, end, words)
    run = DateRun()
    if not read or not read[0].full or not _is_tail(text, read[1], end, run):
        return None
    run.dates = [PrintedDate(read[0].year, read[0].month, int(first[1])), read[0]]
    return run


def _is_tail(text: str, at: int, end: int, run: DateRun) -> bool:
    """Whether what follows a date adds nothing to it; notes pages in the run."""
    rest = text[at:end].strip(" .\t\n\r\u00a0")
    if not rest or _TIME.fullmatch(rest):
        return True
    if _YEAR_PAGES.fullmatch(rest) or _DOCKET.fullmatch(rest):
        run.pages = True
        return True
    apart = text[at - 1 : at + 1] != rest[:2]
    return rest[0] in "([（?" or (rest[0].islower() and apart and len(rest) < _REMARK_CHARS)


def split_off_run(text: str, piece: Piece, words: Lexicon) -> tuple[Piece, DateRun | None]:
    """`Nordlys July 9`, `Ridge Radio on May 3`, `Halloran 2011`: the name, and the dates after it."""
    start, end = piece
    if not _may_hold_date(text[start:end], words):
        return piece, None
    for match in _DATE_START.finditer(text, start + 1, end):
        at = match.start()
        if text[at - 1] in ".:-–№#" if text[at].isdigit() else not _opens_date(text, at, words):
            continue
        said = words.leading("accessed", text[at:end])
        stop, _ = trimmed(text, (at + len(said or ""), end), " :")
        run = read_run(text, (stop, end), words)
        if run:
            run.accessed = said is not None
            return _without_preposition(text, (start, at), words), run
    return piece, None


def _may_hold_date(printed: str, words: Lexicon) -> bool:
    """A quick no for prose: without a digit only the words that open dates or say when a page was read count."""
    if not words.spaced or _DIGIT.search(printed):
        return True
    openings = words.openings["accessed"]
    for word in _LETTERS.findall(printed):
        said = word.lower()
        if said in words.months or said in words.words["weekdays"] or said in words.words["seasons"]:
            return True
        if said[:3] in openings:
            return True
    return False


def _opens_date(text: str, at: int, words: Lexicon) -> bool:
    word = _LETTERS.match(text, at)
    if not word:
        return False
    said = word.group().lower()
    if said in words.months or said in words.words["weekdays"] or said in words.words["seasons"]:
        return True
    return words.leading("accessed", text[at : at + 40]) is not None


def _without_preposition(text: str, piece: Piece, words: Lexicon) -> Piece:
    start, end = trimmed(text, piece, " \t\n\r\u00a0:–—-")
    last = text[start:end].rsplit(" ", 1)
    if ET_AL.search(text[start:end]):
        # `Nowak i in. 2021`: the last word is no preposition.
        return start, end
    if len(last) == 2 and words.is_one_of("date_prefixes", last[1]) and last[1].islower():
        return trimmed(text, (start, end - len(last[1])))
    return start, end
