"""A text in, the headline and the day printed above it out; None where that is not sure."""

from __future__ import annotations

import re

from verifier.page.dates import days_in

_HEAD_LINES = 12
_HEAD_CHARS = 4_000
_MAX_TITLE_CHARS = 200
_MAX_TITLE_WORDS = 30
_MIN_TITLE_CHARS = 4
#: Besides its date: fewer words are a place and a weekday.
_TITLED_DATE_WORDS = 3
_NO_TITLE_ENDS = (".", ";", ",", ":", "—", "–", "-")
_MAX_DATELINE_CHARS = 140
_BODY_CHARS = 220
_BYLINE = re.compile(
    r"(?:by|von|par|por|autor(?:ka|zy)?|author|автор|текст|text|tekst|foto|photo|source|źródło|источник|publication|volume"
    r"|executive summary|key takeaways|abstract|share|posted|published|updated|issue|vol\.)(?:\s|:|$)",
    re.IGNORECASE,
)
_DATED_BY = re.compile(
    r"publi|posted|updated|dated?\b|dateline|datum|data\b|дата|опубл|veröffentl|stand:|mis à jour|fecha|actualiz",
    re.IGNORECASE,
)
_BULLET = re.compile(r"\s*(?:[•‣◦▪·*–—-]|\d{1,2}[.)])\s")
_CITY = re.compile(r"[^\W\d_][^.!?()\n]{1,40}[,(]\s?$")
_MARKS = re.compile(r"^#{1,6}\s+|\s+#+$")
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")


def headline(text: str) -> str | None:
    """The first line above the article that reads like a headline: no date, no byline, no sentence."""
    head = _head(text)
    found = [line for number, line in enumerate(head) if _is_title(line, number + 1 < len(head))]
    if not found:
        return _only_line_above(head)
    best = found[0]
    if _is_name(best):
        best = next((line for line in found[1:] if not _is_name(line)), "")
    return _MARKS.sub("", best) or None


def _only_line_above(head: list[str]) -> str | None:
    """Where no line is plainly a headline, the first: `Morning Brief, Tuesday 7 October 2025`, or a single word."""
    if len(head) < 2 or head[0].endswith(_NO_TITLE_ENDS) or _BULLET.match(head[0]) or _BYLINE.match(head[0]):
        return None
    first = _MARKS.sub("", head[0])
    dates = list(days_in(first))
    if not dates:
        single = len(first.split()) == 1 and len(first) >= _MIN_TITLE_CHARS and first[0].isupper()
        return first if single and first.replace("-", "").isalpha() else None
    rest = first[: dates[0][0]] + first[dates[0][1] :]
    return first if len(first) <= _MAX_TITLE_CHARS and len(rest.split()) >= _TITLED_DATE_WORDS else None


def dateline(text: str) -> str | None:
    """The day (with its year) that stands above the article, or opens it as agencies do: `KYIV, 24 May 2024 —`."""
    for line in [line.strip() for line in text[:_HEAD_CHARS].splitlines() if line.strip()][:_HEAD_LINES]:
        for start, end, iso in days_in(line[:_BODY_CHARS]):
            if _in_brackets(line, start):
                continue
            before, rest = line[:start], (line[:start] + line[end:]).strip(" ,.;:|–—-")
            words, sentence = len(rest.split()), line.endswith((".", "!", "?"))
            short = len(line) <= _MAX_DATELINE_CHARS and (words <= 2 or not sentence)
            if short and (words <= 8 or _DATED_BY.search(line)):
                return iso
            opens = line[end:].lstrip(" ).")[:1] in ("—", "–", "-", ":", "/", "|")
            if len(before) <= 45 and opens and (not before or _CITY.fullmatch(before)):
                return iso
    return None


def _head(text: str) -> list[str]:
    """The short lines above the first paragraph, and that paragraph."""
    lines: list[str] = []
    for line in text[:_HEAD_CHARS].splitlines():
        line = line.strip()
        if not line:
            continue
        lines.append(line)
        if len(line) > _BODY_CHARS or len(lines) > _HEAD_LINES:
            break
    return lines


def _is_title(line: str, something_follows: bool) -> bool:
    line = _MARKS.sub("", line)
    words = line.split()
    if not something_follows or not 2 <= len(words) <= _MAX_TITLE_WORDS or len(line) > _MAX_TITLE_CHARS:
        return False
    if line.endswith((".", ";", ",", ":")) or _BULLET.match(line) or _BYLINE.match(line) or "://" in line:
        return False
    dates = list(days_in(line))
    if dates and len((line[: dates[0][0]] + line[dates[0][1] :]).split()) <= 4:
        return False
    bracketed = _BRACKETED.search(line)
    return not (bracketed and re.search(r"\d", bracketed[0])) and any(char.isalpha() for char in line)


def _is_name(line: str) -> bool:
    """Two to four words all beginning with capitals may be a person."""
    words = line.split()
    return 2 <= len(words) <= 3 and all(
        word[:1].isupper() and word.replace("-", "").replace(".", "").replace("’", "").isalpha() for word in words
    )


def _in_brackets(line: str, place: int) -> bool:
    before = line[:place]
    return before.count("(") > before.count(")") or before.count("[") > before.count("]")
