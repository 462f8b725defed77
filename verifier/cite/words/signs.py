"""Signs that show nothing: blanks, and marks without width that direct, join or part letters."""

from __future__ import annotations

#: Soft hyphen, marks of direction, joiners and the byte order mark.
INVISIBLE = (
    "\u00ad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufeff"
)
#: What may stand around words without being any: `line_ends` has made other blanks into these.
BLANKS = " \t\r\n\u00a0\u2009\u202f" + INVISIBLE

_NO_SIGNS = str.maketrans("", "", INVISIBLE)


def visible(text: str) -> str:
    """The text without signs that show nothing; they part and join the letters of names and months."""
    return text if text.isascii() else text.translate(_NO_SIGNS)
