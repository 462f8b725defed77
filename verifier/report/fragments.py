"""Text-fragment links: a page address and a passage in, an address that scrolls to exactly that passage out.

The form is `#:~:text=[prefix-,]start[,end]` of the WICG draft "Text Fragments" (URL Fragment Text Directives).
"""

from __future__ import annotations

import re
from urllib.parse import quote

from verifier.model import Span

#: Words taken at each end of a passage; a passage of fewer than twice as many is spelt out.
_END_WORDS = 6
_MOST_WORDS = 10
_PREFIX_WORDS = 5
_MAX_PHRASE_CHARS = 160

_WORD = re.compile(r"[^\s。，、！？；：]+")
_READ_AS_PAGE = ("text/html", "application/xhtml+xml", "text/plain")

Words = list[Span]


def fragment_url(
    url: str, text: str, span: Span, *, media_type: str | None = "text/html", page: int | None = None
) -> str | None:
    """The address of `text[span]` on its page, or None when no link would surely lead to the right words.

    `text` is the readable text of the page. A wrong highlight is worse than none: the phrase must occur once,
    or once after the words before it. Phrases never cross a line, as the browser wants each in one block.
    In a PDF the link leads to the `page` (RFC 8118, 3), counted from 1.
    """
    if media_type == "application/pdf" and page and url.startswith(("http://", "https://")):
        return f"{url.partition('#')[0]}#page={page}"
    if not url.startswith(("http://", "https://")) or (media_type or "text/html") not in _READ_AS_PAGE:
        return None
    lines = _lines(text, span)
    if not lines:
        return None
    for count in range(_END_WORDS, _MOST_WORDS + 1, 2):
        directive = _directive(text, span, lines, count)
        if directive is not None:
            return f"{url}{'' if '#' in url else '#'}:~:text={directive}"
    return None


def encode(phrase: str) -> str:
    """Percent-encode one phrase; `-`, `,` and `&` mean something in a directive and are always encoded."""
    return quote(phrase, safe="").replace("-", "%2D")


def _lines(text: str, span: Span) -> list[Words]:
    """The words of the passage, line by line; lines without a letter or digit are left out."""
    lines: list[Words] = []
    start = span[0]
    for line in text[span[0] : span[1]].splitlines(keepends=True):
        words = [(start + found.start(), start + found.end()) for found in _WORD.finditer(line)]
        words = [word for word in words if any(letter.isalnum() for letter in text[word[0] : word[1]])]
        if words:
            lines.append(words)
        start += len(line)
    return lines


def _directive(text: str, span: Span, lines: list[Words], count: int) -> str | None:
    """The directive with `count` words at each end, or None if it would not lead to the passage alone."""
    first, last = lines[0], lines[-1]
    if len(lines) == 1 and len(first) <= 2 * count:
        return _anchored(text, (first[0][0], first[-1][1]), None)
    opening = (first[0][0], first[min(count, len(first)) - 1][1])
    closing = (last[max(0, len(last) - count)][0], last[-1][1])
    if closing[0] < opening[1] or span[1] <= opening[1]:
        return None
    return _anchored(text, opening, closing)


def _anchored(text: str, opening: Span, closing: Span | None) -> str | None:
    """Opening phrase, made unique by words before it if need be, and the closing phrase it runs to."""
    opening = _trimmed(text, opening)
    ending = ""
    if closing is not None:
        closing = _trimmed(text, closing)
        found = _pattern(text, closing).search(text, opening[1])
        if found is None or found.span() != closing:
            return None
        ending = "," + _encoded(text, closing)
    if _phrase_too_long(opening) or (closing is not None and _phrase_too_long(closing)):
        return None
    if _occurs_once(text, opening):
        return _encoded(text, opening) + ending
    line_start = text.rfind("\n", 0, opening[0]) + 1
    before = [found.span() for found in _WORD.finditer(text, line_start, opening[0])]
    for take in range(1, min(_PREFIX_WORDS, len(before)) + 1):
        prefix = (before[-take][0], opening[0])
        if _occurs_once(text, (prefix[0], opening[1])):
            return f"{encode(_collapsed(text, prefix))}-,{_encoded(text, opening)}{ending}"
    return None


def _phrase_too_long(phrase: Span) -> bool:
    return phrase[1] - phrase[0] > _MAX_PHRASE_CHARS


def _trimmed(text: str, phrase: Span) -> Span:
    """The phrase without the punctuation at its ends, so that it begins and ends on a word."""
    start, end = phrase
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    return start, end


def _pattern(text: str, phrase: Span) -> re.Pattern[str]:
    """The phrase as browsers look for it: whole words, case folded, any white space between them."""
    words = map(re.escape, text[phrase[0] : phrase[1]].split())
    return re.compile(r"(?<!\w)" + r"\s+".join(words) + r"(?!\w)", re.IGNORECASE)


def _occurs_once(text: str, phrase: Span) -> bool:
    matches = _pattern(text, phrase).finditer(text)
    first, second = next(matches, None), next(matches, None)
    return first is not None and second is None


def _collapsed(text: str, phrase: Span) -> str:
    return " ".join(text[phrase[0] : phrase[1]].split())


def _encoded(text: str, phrase: Span) -> str:
    return encode(_collapsed(text, phrase))
