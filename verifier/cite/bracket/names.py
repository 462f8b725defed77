"""The printed words of one field in, the names they hold out: unquoted, without remarks, several if joined by `and`."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from verifier.cite.words.lexicon import Lexicon
from verifier.cite.words.outlets import OutletTable
from verifier.cite.words.people import given_names
from verifier.cite.words.shapes import is_address, is_case
from verifier.cite.words.signs import BLANKS
from verifier.cite.words.splitting import Piece, trimmed

_PAIRS = {"“": "”", "«": "»", "„": "“”‟", '"': '"', "‘": "’", "'": "'", "‹": "›", "《": "》", "「": "」", "”": "”"}
_TRAILING_BRACKET = re.compile(r"(?<!\s)\s*[\[(（]([^\[\]()（）]{0,80})[\])）]\s*$")
_RELAYED = re.compile(
    r"\s(via|through|citing|quoting|cited in|cited by|as cited in|quoted in|quoted by|as quoted by|as quoted in|"
    r"со ссылкой на|цит\. по|через|з посиланням на|zitiert nach|cité par|cité dans|cyt\. za|za pośrednictwem|"
    r"citado por|citado en|citato in|citato da)\s",
    re.I,
)
#: `author's calculations based on Eurostat`: what own work rests on.
_DRAWN_FROM = re.compile(
    r"\s(based on|on the basis of|using data from|with data from|from data of|на основе|на основании|по данным|"
    r"на основі|за даними|на падставе|na podstawie|na základě|auf (?:der )?(?:Basis|Grundlage) von|nach|d['’]après|"
    r"à partir de|sur la base de|a partir de|con datos de|su dati(?: di)?|in base a)\s",
    re.I,
)
#: `Dkt. No. 1 ¶¶ 22–31`: where in the paper, no part of its name.
_PARAGRAPHS = re.compile(r"\s¶{1,2}\s?\d.*$")
_JOINTS = re.compile(r"\s(?:and|&|und|et|y|e|i|oraz|и|і|та)\s")
_AMPERSAND = re.compile(r"\s&\s")
_TITLE_FIRST = re.compile(r"[“\"«„][^“”\"«»„]{4,300}[,.?!]?[”\"»“][,.]?\s+(?=[^\W\d_])")
_SIGNATURE = re.compile(r"(?:[^\W\d_]\.[\s-]?){1,3}[^\W\d_][^\W\d_'’-]+(?:[-\s][^\W\d_]+)?")
_TITLE_WORDS = 3
_SURNAME_WORDS = 2


@dataclass(slots=True)
class PrintedName:
    """A name as printed (an empty text is a name lost from the page) and where it stands."""

    text: str
    span: Piece
    qualifier: str | None = None
    remarks: tuple[str, ...] = ()
    is_title: bool = False
    quoted: bool = False
    places: tuple[str, ...] = ()
    after_title: bool = False

    def moved(self, by: int, qualifier: str | None) -> PrintedName:
        """The same name that many letters further on; `qualifier` is taken where it has none of its own."""
        start, end = self.span
        return replace(self, span=(start + by, end + by), qualifier=self.qualifier or qualifier)


def names_in(text: str, piece: Piece, words: Lexicon, outlets: OutletTable) -> list[PrintedName]:
    """The names a field holds, in order."""
    own = words.leading("own_material", text[slice(*piece)])
    relayed = _DRAWN_FROM.search(text, *piece) if own else None
    relayed = relayed or _RELAYED.search(text, *piece)
    if relayed:
        first = names_in(text, trimmed(text, (piece[0], relayed.start())), words, outlets)
        second = names_in(text, trimmed(text, (relayed.end(), piece[1])), words, outlets)
        for name in second:
            name.qualifier = name.qualifier or relayed[1].lower()
        return [*first, *second]
    return [_cleaned(text, one, words) for one in _joined(text, piece, outlets) if one[0] < one[1]]


def _joined(text: str, piece: Piece, outlets: OutletTable) -> list[Piece]:
    """Both sides of `and` where both are outlets; of `&` too where the whole is none and both sides look like names."""
    whole = text[piece[0] : piece[1]]
    joint = _JOINTS.search(text, *piece)
    if not joint or outlets.knows(whole):
        return [_past_and(text, piece)]
    left, right = trimmed(text, (piece[0], joint.start())), trimmed(text, (joint.end(), piece[1]))
    sides = [text[left[0] : left[1]], text[right[0] : right[1]]]
    # No name goes on with the address of a site.
    if all(outlets.find(side) for side in sides) or (is_address(sides[1]) and not is_address(sides[0])):
        return [left, *_joined(text, right, outlets)]
    both_long = all(len(side.split()) <= 4 and side[:1].isupper() and len(side) > 3 for side in sides)
    some_known = any(outlets.find(side) for side in sides) and any(" " in side for side in sides)
    if _AMPERSAND.search(joint.group()) and both_long and some_known:
        return [left, right]
    return [_past_and(text, piece)]


def _past_and(text: str, piece: Piece) -> Piece:
    match = re.compile(r"(?:and|&|и|und|et|oraz)\s+(?=[^\W\d_])").match(text, *piece)
    return (match.end(), piece[1]) if match else piece


def _cleaned(text: str, piece: Piece, words: Lexicon) -> PrintedName:
    start, end = trimmed(text, piece, " \t\n\r\u00a0\u200b,:")
    paragraphs = _PARAGRAPHS.search(text, start, end)
    if paragraphs:
        end = paragraphs.start()
    remarks: list[str] = []
    places: list[str] = []
    while True:
        bracket = _TRAILING_BRACKET.search(text[start:end])
        if not bracket or bracket.start() == 0:
            break
        inside = bracket[1].strip()
        if is_case(inside):
            # `Corfu Channel (United Kingdom v. Albania)`: the parties belong to the name.
            break
        if words.is_one_of("remarks", inside) or inside[:1].islower():
            remarks.insert(0, inside)
        else:
            places.append(inside)
        end = start + bracket.start()
    title = _TITLE_FIRST.match(text, start, end)
    if title:
        start = title.end()
    inner = trimmed(text, _unquoted(text, (start, end)))
    quoted = inner != (start, end)
    printed = text[inner[0] : inner[1]]
    long_title = quoted and (len(printed.split()) >= _TITLE_WORDS or printed.endswith((",", ".", "?", "!")))
    return PrintedName(
        printed.rstrip("," + BLANKS) if quoted else printed, inner, None, tuple(remarks), long_title, quoted,
        tuple(places), title is not None,
    )  # fmt: skip


def _unquoted(text: str, piece: Piece) -> Piece:
    start, end = piece
    if end - start > 2 and text[start] in _PAIRS and text[end - 1] in _PAIRS[text[start]]:
        inside = text[start + 1 : end - 1]
        if text[start] not in inside and not any(sign in inside for sign in _PAIRS[text[start]] if sign != "’"):
            return start + 1, end - 1
    return piece


def past_part(text: str, piece: Piece, words: Lexicon) -> Piece:
    """`Part Two in Ridge Weekly` is Ridge Weekly."""
    tokens = list(re.finditer(r"\S+", text[piece[0] : piece[1]]))
    if len(tokens) < 3 or not words.is_one_of("parts", tokens[0].group()):
        return piece
    for token in tokens[1:-1]:
        if (
            words.is_one_of("numerals", token.group())
            or token.group().strip(",").isdigit()
            or words.is_one_of("and_words", token.group())
        ):
            continue
        if words.is_one_of("date_prefixes", token.group()):
            return trimmed(text, (piece[0] + token.end(), piece[1]))
        break
    return piece


def one_team(text: str, names: list[PrintedName], words: Lexicon) -> list[PrintedName]:
    """`Liang, Frost, & Omura`: surnames with an `&` before the last are one name; other names stay as they are."""
    joint = text[names[-2].span[1] : names[-1].span[0]].strip(" ,")
    surnames = all(len(name.text.split()) <= _SURNAME_WORDS and name.text[:1].isupper() for name in names)
    if not surnames or not words.is_one_of("and_words", joint):
        return names
    span = (names[0].span[0], names[-1].span[1])
    return [replace(names[0], text=text[slice(*span)], span=span)]


def year_beside(name: PrintedName) -> int | None:
    """The year in `Resolution 1838 (2008)`, which is no place."""
    return next((int(place) for place in name.places if re.fullmatch(r"(?:19|20)\d\d", place)), None)


def _without_signatures(names: list[PrintedName], outlets: OutletTable) -> list[PrintedName]:
    """Who wrote a piece is no source beside the outlet that has it: `K. Lind`, `Karin Lind`."""
    first = next((number for number, name in enumerate(names) if outlets.find(name.text)), 0)
    signed = all(_SIGNATURE.fullmatch(name.text) or _is_full_name(name.text) for name in names[:first])
    return names[first:] if first and signed else names


def _is_full_name(name: str) -> bool:
    given, _, family = name.partition(" ")
    return given in given_names() and family[:1].isupper() and len(family.split()) <= _SURNAME_WORDS


def without_titles(names: list[PrintedName], outlets: OutletTable) -> list[PrintedName]:
    """Of `Author, “Title,” Outlet` and of `K. Lind, Outlet` the outlet; of `Institute, “Title”` the institute."""
    if len(names) < 2:
        return names
    names = _without_signatures(names, outlets)
    titles = [number for number, name in enumerate(names) if name.is_title and not outlets.find(name.text)]
    for number, name in enumerate(names):
        if name.after_title and number:
            return names[number:]
    if not titles:
        return names
    after = names[titles[-1] + 1 :]
    if after:
        return after
    return [name for number, name in enumerate(names) if number not in titles][:1]
