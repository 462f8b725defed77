"""A bracket at the head of a line in, whether it names the source of all that follows out."""

from __future__ import annotations

import re

from verifier.cite.bracket.classify import Ruling, Setting
from verifier.cite.bracket.dateline import AFTER_DATELINE, AGENCY, DATELINE
from verifier.cite.bracket.dates import PrintedDate, read_date
from verifier.cite.bracket.grammar import Content
from verifier.cite.words.lexicon import Lexicon
from verifier.cite.words.outlets import OutletTable

_LONGEST_DATELINE = 200
_HEAD_CHARS = 1_500
_WORD = re.compile(r"(?<!\w)\w+")


def at_the_head(
    inside: str, content: Content, setting: Setting, place: tuple[int, int], words: Lexicon, outlets: OutletTable
) -> Ruling | None:
    """`(Reuters) - …`, `OSLO. March 4 (NTB) –`, `(Ridge Weekly) Text …`: the piece is theirs.

    `place` is where the bracket and where its line begin. The date of the dateline becomes that of the source.
    """
    if not content.sources or content.credit or any(one.dates for one in content.sources):
        return None
    start, line_start = place
    names = [one.name.text for one in content.sources]
    dash = AFTER_DATELINE.match(setting.after) is not None
    near = line_start + _LONGEST_DATELINE > start
    dateline = near and DATELINE.fullmatch(setting.before.strip()) is not None
    # Between a dateline and its dash stands an agency, known or not.
    agency = dateline and dash and len(names) == 1 and AGENCY.fullmatch(names[0]) is not None
    if not (agency or all(_is_media(name, outlets) for name in names)) or not setting.after.strip():
        return None
    if dateline and dash:
        content.sources[-1].dates.extend(_date_in(setting.before, words))
    if (setting.at_line_start and (dash or line_start < _HEAD_CHARS) and len(inside) > 3) or (dateline and dash):
        return Ruling(kind="attribution_line")
    return None


def heads_line(setting: Setting) -> bool:
    """Whether a citation stands at the start of a line with text after it: the source of the whole piece."""
    following = setting.after.splitlines()[:1]
    return setting.at_line_start and any(letter.isalpha() for line in following for letter in line)


def _date_in(dateline: str, words: Lexicon) -> list[PrintedDate]:
    for word in _WORD.finditer(dateline):
        read = read_date(dateline[word.start() :], 0, words)
        if read and read[0].full:
            return [read[0]]
    return []


def _is_media(name: str, outlets: OutletTable) -> bool:
    outlet = outlets.find(name)
    return outlet is not None and outlet.is_media
