"""Text-fragment links: a page address and a passage in, an address that scrolls to exactly that passage out.

The form is `#:~:text=[prefix-,]start[,end]` of the WICG draft "Text Fragments" (URL Fragment Text Directives).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

from verifier.model import Span

#: Words taken at each end of a passage; a passage of fewer than twice as many is spelt out.
_END_WORDS = 6
_MOST_WORDS = 10
_PREFIX_WORDS = 5
_MAX_PHRASE_CHARS = 160

_WORD = re.compile(r"[^\s。，、！？；：]+")
#: What parts two blocks of a page in its text: a line break, and what stands between the cells of a row.
_BORDER = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029\t|]")
_BETWEEN_CELLS = re.compile(r"[\s|:-]*")
_READ_AS_PAGE = ("text/html", "application/xhtml+xml", "text/plain")

Words = list[Span]


def fragment_url(
    url: str, text: str, span: Span, *, media_type: str | None = "text/html", page: int | None = None
) -> str | None:
    """The address of `text[span]` on its page, or None when no link would surely lead to the right words.

    `text` is the readable text of the page. A wrong highlight is worse than none: the phrase must occur once,
    or once after the words before it. Phrases never cross a line or the border of a cell, as the browser wants each in
    one block; of a table's row the link may mark only the first cells.
    In a PDF the link leads to the `page` (RFC 8118, 3), counted from 1.
    """
    if media_type == "application/pdf" and page and url.startswith(("http://", "https://")):
        return f"{url.partition('#')[0]}#page={page}"
    if not url.startswith(("http://", "https://")) or (media_type or "text/html") not in _READ_AS_PAGE:
        return None
    blocks = _blocks(text, span)
    if not blocks:
        return None
    for shown in _endings(text, blocks):
        for count in range(_END_WORDS, _MOST_WORDS + 1, 2):
            directive = _directive(text, shown, count)
            if directive is not None:
                return f"{url}{'' if '#' in url else '#'}:~:text={directive}"
    return None


def _endings(text: str, blocks: list[Words]) -> Iterator[list[Words]]:
    """The blocks of a passage; of a row also without its last cells, whose words may stand in another cell as well."""
    yield blocks
    if "\n" not in text[blocks[0][0][0] : blocks[-1][-1][1]]:
        for last in range(len(blocks) - 1, 0, -1):
            yield blocks[:last]


def encode(phrase: str) -> str:
    """Percent-encode one phrase; `-`, `,` and `&` mean something in a directive and are always encoded."""
    return quote(phrase, safe="").replace("-", "%2D")


def _blocks(text: str, span: Span) -> list[Words]:
    """The words of the passage, line by line and cell by cell; blocks without a letter or digit are left out."""
    blocks: list[Words] = []
    start = span[0]
    borders = [found.start() for found in _BORDER.finditer(text, *span)]
    for end in [*borders, span[1]]:
        words = [found.span() for found in _WORD.finditer(text, start, end)]
        words = [word for word in words if any(letter.isalnum() for letter in text[word[0] : word[1]])]
        if words:
            blocks.append(words)
        start = end + 1
    return blocks


def _directive(text: str, blocks: list[Words], count: int) -> str | None:
    """The directive with `count` words at each end, or None if it would not lead to the passage alone."""
    first, last = blocks[0], blocks[-1]
    if len(blocks) == 1 and len(first) <= 2 * count:
        return _anchored(text, (first[0][0], first[-1][1]), None)
    opening = (first[0][0], first[min(count, len(first)) - 1][1])
    closing = (last[max(0, len(last) - count)][0], last[-1][1])
    if closing[0] < opening[1]:
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
    before = _before(text, opening[0])
    for take in range(1, min(_PREFIX_WORDS, len(before)) + 1):
        prefix = (before[-take][0], before[-1][1])
        if any(map(str.isalnum, text[slice(*prefix)])) and _occurs_once(text, (prefix[0], opening[1])):
            return f"{encode(_collapsed(text, prefix))}-,{_encoded(text, opening)}{ending}"
    return None


def _before(text: str, place: int) -> Words:
    """The words before a place in its block; of a cell with none before it those of the cell before.

    What leads up to a phrase may stand in another block, though only in one; the phrase follows on it.
    """
    window = max(0, place - 2 * _MAX_PHRASE_CHARS)
    end = place
    for border in [found.start() for found in _BORDER.finditer(text, window, place)][::-1]:
        words = [found.span() for found in _WORD.finditer(text, border + 1, end)]
        if any(letter.isalnum() for letter in text[border + 1 : end]):
            is_cell = text[border] in "|\t" and _BETWEEN_CELLS.fullmatch(text, end, place)
            return words if end == place or is_cell else []
        end = border
    return [found.span() for found in _WORD.finditer(text, window, place)] if window == 0 and end == place else []


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
