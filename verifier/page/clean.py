"""Characters as they came in, text as people see it out: invisible marks dropped, blanks made plain."""

from __future__ import annotations

import re
import unicodedata

#: Blanks that are not the plain one: no-break, figure, thin, ideographic and so on.
BLANKS = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
# Marks with no width that only hide or reorder: soft hyphen, zero-width space, directional marks, word joiner,
# byte order mark, tag characters. Joiners stay where a script needs them (Arabic, Indian scripts).
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]|(?<![\u0600-\u0dff\ufb50-\ufdff\ufe70-\ufefc])[\u200c\u200d]"
)
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_LINE_ENDS = re.compile("\r\n|[\r\x85\u2028\u2029]")
#: Whatever the three above find but for carriage returns, in one set: most texts have nothing of it.
_ODD = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f"
    "\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
)
_ASCII_CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127])
_TAGS = re.compile("[\U000e0020-\U000e007e]+")
_TAGS_IN_UTF8 = b"\xf3\xa0"  # how each of them begins
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")


def visible(text: str) -> str:
    """The text without invisible marks and control characters (line breaks and tabs stay)."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.isascii():  # most pieces of most pages
        return text.translate(_ASCII_CONTROLS)
    if not _ODD.search(text):
        return text
    return _CONTROLS.sub("", _INVISIBLE.sub("", _LINE_ENDS.sub("\n", text)))


def tidy(text: str) -> str:
    """One line a paragraph: NFC, one blank between words, no blank lines, nothing at line ends."""
    text = unicodedata.normalize("NFC", visible(text))
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def one_line(text: str) -> str:
    """The text on one line, blanks collapsed."""
    return " ".join(tidy(text).split())


def words_in(text: str) -> int:
    """How many words; where a script has no blanks, two characters count as one."""
    return len(text.split()) + (0 if text.isascii() else len(_CJK.findall(text)) // 2)


def smuggled(text: str) -> str:
    """ASCII written in Unicode tag characters: readable by a program, invisible to people."""
    if text.isascii() or _TAGS_IN_UTF8 not in text.encode("utf-8", "surrogatepass"):  # a fraction of a search's time
        return ""
    return " ".join("".join(chr(ord(mark) - 0xE0000) for mark in run) for run in _TAGS.findall(text))
