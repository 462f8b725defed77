"""A printed string in, what it looks like out: an acronym, an address, authors, another script."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from verifier.cite.words.lexicon import Lexicon
from verifier.cite.words.places import is_place

_CONTEXT_CHARS = 160
_LATIN = "LATIN"
_DOMAIN = re.compile(r"(?:https?://)?(?:www\.)?(?:[\w-]+\.)+[a-zA-Zа-яёіїєґ]{2,}(?::\d{2,5})?(?:[/?#]\S*)?$", re.I)
_FULL_ADDRESS = re.compile(r"https?://[\w\[][^\s<>]*", re.I)
_NOT_DOMAIN = re.compile(r"(?:[A-Za-z]\.){2,}[A-Za-z]?\.?$|\S+\.(?:jpg|jpeg|png|gif|exe|py|txt|docx?)$", re.I)
#: `and others` after an author, in the languages that are read.
ET_AL = re.compile(
    # A range of Han signs without regard to case takes `re` longer to compile than all the rest.
    r"(?i:\bet\.? al\b|\bи др\b|\bта ін\b|\bі інш\b|\bi in\b|\ba kol\b|\bu\. ?a\b|\bet collab"
    r"|\by otros\b|\be altri\b)|[\u4e00-\u9fff]等$"
)
_SEVERAL = re.compile(r"\s(?:and|&|und|et|y|e|i|и|і|та|a)\s|[、和与]", re.I)
_HAN_NAME = re.compile(r"[\u4e00-\u9fff]{2,4}(?:[、和与][\u4e00-\u9fff]{2,4}){0,3}")
_PARTICLES = re.compile(r"^(?:(?:van|von|de|der|den|del|della|di|da|dos|du|le|la|el|al|bin|ibn|ter|ten)\s)+(?=\S)")
POSSESSIVE = re.compile(r"(?:the|our|my|this)\s")
_PLURAL = re.compile(r"s$")
_TITLED_CASE = re.compile(r"[A-ZÀ-Ý][^()]{1,80}\s\((?=[A-ZÀ-Ý])")
_WITHIN_WORD = re.compile(r"[-.'’]")
_LATIN_LETTER = re.compile(r"[A-Za-z]")
_VERSUS = re.compile(r"\sv(?:s?\.|\s)")
_CASE = re.compile(r"[A-ZÀ-Ý][\w.'’&-]*(?:\s[\w.'’&-]+){0,7}\sv(?:s?\.|\s)\s?(?:the\s)?[A-ZÀ-Ý]")
WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")


def is_case(name: str) -> bool:
    """`Rosneft v. HM Treasury`, `Corfu Channel (Albania v. Greece)`: the parties of a case at court."""
    if _VERSUS.search(name) is None:
        return False
    titled = _TITLED_CASE.match(name)
    return _CASE.match(name, titled.end() if titled else 0) is not None


def looks_like_authors(name: str, words: Lexicon) -> bool:
    """`Ossory`, `Ossory & Blanck`, `Trnka et al.`, `Survey of the Harbours`: what stands before a year."""
    if ET_AL.search(name):
        return True
    if is_place(name):
        return False
    if _HAN_NAME.fullmatch(name):
        return True
    parts = [part for part in re.split(r"[\s,]+", _PARTICLES.sub("", name)) if part]
    if not 1 <= len(parts) <= 8:
        return False
    return parts[0][0].isupper() and all(
        part[0].isupper() or part == "&" or words.is_one_of("small_words", part) for part in parts
    )


def names_several(name: str) -> bool:
    """Whether more than one author is named: `Ossory & Blanck`, `Trnka et al.`"""
    return _SEVERAL.search(name) is not None or ET_AL.search(name) is not None


def is_all_capitals(name: str) -> bool:
    """`INIFED`, `OECD`: a body known by its initials; surnames are not printed so."""
    return len(name) > 2 and name.isupper() and name.isalpha()


def is_initials_of(printed: str, before: str) -> bool:
    """Whether `(NATO)` or `(UAVs)` abbreviates the words just before it."""
    if not is_acronym(printed):
        return False
    letters = [letter.lower() for letter in _PLURAL.sub("", printed.strip(' “”«»"')) if letter.isalpha()]
    if not 2 <= len(letters) <= 10:
        return False
    initials = [
        token[0].lower()
        for word in WORD.findall(before[-_CONTEXT_CHARS:])
        for token in _WITHIN_WORD.split(word)
        if token
    ]
    tail = initials[-(len(letters) * 2 + 4) :]
    matched = 0
    for initial in tail:
        if matched < len(letters) and initial == letters[matched]:
            matched += 1
    return matched >= max(2, len(letters) - 2) and matched * 3 >= len(letters) * 2


def is_acronym(printed: str) -> bool:
    """Mostly capitals, short: `NATO`, `UAVs`, `R&D`, `KSČM`, `FAMa`, `ЧП «Маяк»`."""
    tokens = printed.split()
    if not tokens or len(printed) > 16:
        return False
    letters = [letter for letter in tokens[0] if letter.isalpha()]
    capitals = sum(letter.isupper() for letter in letters)
    return len(tokens) <= 2 and capitals >= 2 and capitals * 2 >= len(letters)


def is_address(name: str) -> bool:
    """`ridge.org`, `ridge.org/votes/17.html`, `http://192.0.2.7:8080/a`: what could be typed into a browser."""
    if "." not in name and "://" not in name:
        return False
    if _FULL_ADDRESS.fullmatch(name):
        return True
    if _DOMAIN.fullmatch(name) is None or _NOT_DOMAIN.match(name):
        return False
    return any(letter.islower() for letter in name.rsplit(".", 1)[-1])


def is_full_address(name: str) -> bool:
    """An address that says that it is one: `https://…`, `www.…`."""
    return name.lower().startswith(("http://", "https://", "www.")) and is_address(name)


def is_foreign_script(printed: str, before: str) -> bool:
    """Whether none of the letters is of a script that the words before are written in."""
    own, beside = _scripts(printed), before[-_CONTEXT_CHARS:]
    if not own or (_LATIN in own and _LATIN_LETTER.search(beside)):
        return False
    return not (own & _scripts(beside))


def _scripts(text: str) -> frozenset[str]:
    if text.isascii():
        return frozenset((_LATIN,)) if _LATIN_LETTER.search(text) else frozenset()
    return frozenset(_script(letter) for letter in set(text) if letter.isalpha())


@lru_cache(maxsize=1_024)
def _script(letter: str) -> str:
    return _LATIN if letter.isascii() else unicodedata.name(letter, "?").split(" ")[0]


def opens_plainly(printed: str, words: Lexicon) -> bool:
    """A quick yes for most names: no word opens the bracket that makes a note, a pointer or an interview of it."""
    opening = printed[:3].lower()
    telling = _telling_openings(words)
    tells = opening in telling or opening[:2] in telling or opening[:1] in telling
    return printed[0].isalnum() and not tells and POSSESSIVE.match(printed) is None


@lru_cache(maxsize=32)
def _telling_openings(words: Lexicon) -> frozenset[str]:
    kinds = ("editorial", "scene", "parts", "pointers", "qualifiers", "own_material")
    phrases = {phrase for kind in kinds for phrase in words.phrases[kind]}
    return frozenset(opening[:3] for phrase in phrases for opening in (phrase, phrase.removesuffix(".")))
