"""A source name as printed in, the outlet it means out: its usual name, domains, languages, country."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from verifier.outlet_rows import MEDIA_KINDS, outlets_digest, read_outlet_rows

_QUOTES = re.compile(r"[«»„“”\"‘’'`´ʼ‹›]")
_SEPARATORS = re.compile(r"[\s\-–—_]+")
_ARTICLES = ("the ",)
_HOST = re.compile(r"(?:https?://)?(?:www\.)?((?:[\w-]+\.)+[a-zа-яіїєґ]{2,}|[\w-]+\.рф)(?=[/?#:\s]|$)", re.I)

#: Cyrillic as Latin, coarse on purpose: BGN, GOST and journalistic spellings meet in one key.
_LATIN = {
    **dict(zip("абвгдезийклмнопрстуфхыэіґўё", "abvgdeziiklmnoprstufhieigue", strict=True)),
    "ж": "zh",
    "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ь": "", "ю": "iu", "я": "ia", "є": "ie", "ї": "i",
}  # fmt: skip
_LATIN_TABLE = str.maketrans(_LATIN)
_SPELLINGS = (
    ("kh", "h"), ("yy", "i"), ("iy", "i"), ("yi", "i"), ("ij", "i"), ("ye", "e"), ("yo", "e"),
    ("y", "i"), ("j", "i"), ("ii", "i"), ("w", "v"),
)  # fmt: skip

_SLAVIC = frozenset({"pl", "ru", "uk", "be", "cs", "sk", "bg"})
#: Case endings of Polish, Russian, Ukrainian, Belarusian and Czech nouns and adjectives, longest first.
_ENDINGS = (
    "ської", "iego", "emu", "ego", "ogo", "ого", "его", "ому", "ему", "ой", "ей", "ою", "ею", "ая", "яя", "ое", "ее",
    "ые", "ие", "ий", "ый", "ій", "ої", "их", "ых", "ым", "им", "ом", "ем", "ам", "ям",
    "ami", "ach", "ych", "ich", "iej", "ej", "ym", "im", "om", "em", "ów", "ia", "ie", "ią",
    "ę", "ą", "a", "e", "i", "o", "u", "y",
    "а", "я", "е", "и", "ы", "у", "ю", "о", "і", "ї", "ь", "й",
)  # fmt: skip
_MIN_STEM = 3
_MIN_FUZZY = 8
_LOOSE_FUZZY = 13
_MAX_NAME = 120
_REMEMBERED = 4_096
_LONGEST_CAPITALS = 5
#: Words before or after a name that do not belong to it: `Kommersant daily`, `CalMac website`.
_GENERIC = frozenset({
    "daily", "newspaper", "magazine", "weekly", "website", "online", "agency", "newswire", "wire", "journal",
    "газета", "газеты", "журнал", "агентство", "портал", "сайт", "gazeta", "dziennik", "portal", "tygodnik",
    "agencja", "zeitung", "magazin", "quotidien", "diario", "quotidiano",
})  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """A publisher. `domains` are where it publishes, the main one first; `country` is ISO 3166."""

    name: str
    domains: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    country: str | None = None
    kind: str = ""

    @property
    def is_media(self) -> bool:
        """Whether it reports news, as against an office or company that speaks for itself."""
        return self.kind in MEDIA_KINDS


@dataclass(slots=True, eq=False)
class OutletTable:
    """Outlets by every form they are cited in, found through case, spelling, inflection and slips.

    `version` grows with every form, so that whoever remembers answers knows when to forget them.
    """

    exact: dict[str, Outlet] = field(default_factory=dict)
    sounded: dict[str, Outlet] = field(default_factory=dict)
    stems: dict[str, Outlet | None] = field(default_factory=dict)
    hosts: dict[str, Outlet] = field(default_factory=dict)
    lower: set[str] = field(default_factory=set)
    small: set[str] = field(default_factory=set)
    by_start: dict[tuple[str, int], list[tuple[str, int]]] = field(default_factory=dict)
    found: dict[str, Outlet | None] = field(default_factory=dict, repr=False)
    version: int = 0

    def add(self, form: str, outlet: Outlet) -> None:
        """Make the outlet known under that form."""
        key = folded(form)
        if not key:
            return
        self.exact.setdefault(key, outlet)
        if len(key) > _LONGEST_CAPITALS or form != form.upper():
            self.lower.add(key)
        if form.islower():
            self.small.add(form)
        self.sounded.setdefault(sounded(key), outlet)
        self.found.clear()
        self.version += 1
        for domain in outlet.domains:
            self.hosts.setdefault(domain, outlet)
        if _SLAVIC & set(outlet.languages) and len(key) > _MIN_FUZZY:
            stem = _stem(key)
            known = self.stems.get(stem, outlet)
            # Two outlets with one stem (Novaya Gazeta, Novye Gazety) cannot be told apart by it.
            self.stems[stem] = outlet if known is not None and known.name == outlet.name else None
        if len(key) >= _MIN_FUZZY and not _digits(key):
            self.by_start.setdefault((key[0], len(key)), []).append((key, _letters(key)))

    def find(self, name: str) -> Outlet | None:
        """The outlet a printed name means, or None when the table does not know it."""
        if not name or len(name) > _MAX_NAME:
            return None
        if name in self.found:
            return self.found[name]
        outlet = self._find(name) if self._in_case(name) else None
        if len(self.found) >= _REMEMBERED:
            self.found.clear()
        self.found[name] = outlet
        return outlet

    def _find(self, name: str) -> Outlet | None:
        host = _HOST.match(name.strip())
        key = folded(name)
        return self.at_host(host[1]) if host else self._look_up(key) or self._without_generic(key)

    def at_host(self, host: str) -> Outlet | None:
        """The outlet that publishes at a host or at a domain above it."""
        labels = host.lower().removeprefix("www.").split(".")
        for start in range(len(labels) - 1):
            outlet = self.hosts.get(".".join(labels[start:]))
            if outlet:
                return outlet
        return None

    def knows(self, name: str) -> bool:
        """Whether the name stands in the table as it is, case and quotation marks aside."""
        return folded(name) in self.exact and self._in_case(name)

    def prints_small(self, name: str) -> bool:
        """Whether the outlet writes itself without capitals: `taz`, `dpa`."""
        return name in self.small

    def _in_case(self, name: str) -> bool:
        """Whether short initials stand in capitals: `MAP` is an agency, `the map` is none."""
        key = folded(name)
        return key not in self.exact or key in self.lower or name.removeprefix("The ").upper() in name

    def _look_up(self, key: str) -> Outlet | None:
        if not key:
            return None
        return self.exact.get(key) or self.sounded.get(sounded(key)) or self._by_stem(key) or self._by_slip(key)

    def _by_stem(self, key: str) -> Outlet | None:
        return self.stems.get(_stem(key)) if len(key) > _MIN_FUZZY else None

    def _by_slip(self, key: str) -> Outlet | None:
        """The one form at an edit distance of 1 (2 for long names); digits must agree, so must the first letter."""
        if len(key) < _MIN_FUZZY or _digits(key):
            return None
        allowed = 2 if len(key) >= _LOOSE_FUZZY else 1
        found: dict[str, Outlet] = {}
        letters = _letters(key)
        for length in range(len(key) - allowed, len(key) + allowed + 1):
            for form, others in self.by_start.get((key[0], length), ()):
                # An edit changes at most two letters of the set: most forms are out before they are compared.
                if (letters ^ others).bit_count() <= 2 * allowed and _within(key, form, allowed):
                    found.setdefault(self.exact[form].name, self.exact[form])
        return next(iter(found.values())) if len(found) == 1 else None

    def _without_generic(self, key: str) -> Outlet | None:
        words = key.split(" ")
        if len(words) < 2:
            return None
        if words[-1] in _GENERIC:
            return self.exact.get(" ".join(words[:-1]))
        if words[0] in _GENERIC:
            return self.exact.get(" ".join(words[1:]))
        return None


def folded(name: str) -> str:
    """A name for comparison: no case, quotation marks, accents on Latin letters, leading article."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    plain = _SEPARATORS.sub(" ", _QUOTES.sub("", plain)).strip(" .,:;")
    if not plain.isascii():
        plain = "".join(_without_accent(letter) for letter in plain)
    for article in _ARTICLES:
        if plain.startswith(article) and len(plain) > len(article) + 2:
            plain = plain[len(article) :]
    return plain


def _without_accent(letter: str) -> str:
    if letter == "ł":
        return "l"
    if letter == "ё":
        return "е"
    if letter.isascii() or "\u0400" <= letter <= "\u04ff":
        return letter
    return "".join(part for part in unicodedata.normalize("NFD", letter) if not unicodedata.combining(part))


def sounded(key: str) -> str:
    """A folded name in one rough Latin spelling, so that Izvestiya, Izvestia and Известия meet."""
    latin = key.translate(_LATIN_TABLE)
    for spelling, rough in _SPELLINGS:
        latin = latin.replace(spelling, rough)
    return latin


def _stem(key: str) -> str:
    return " ".join(_stem_of_word(word) for word in key.split(" "))


def _stem_of_word(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _MIN_STEM:
            return word[: -len(ending)]
    return word


def _letters(key: str) -> int:
    """The set of letters as bits; different letters may share one, which only lets more forms through."""
    bits = 0
    for letter in key:
        bits |= 1 << (ord(letter) & 63)
    return bits


def _digits(key: str) -> str:
    return "".join(letter for letter in key if letter.isdigit())


def _within(left: str, right: str, allowed: int) -> bool:
    """Whether the edit distance (Levenshtein 1966) is at most `allowed`; a band of the table is enough."""
    previous = list(range(len(right) + 1))
    for row, letter in enumerate(left, start=1):
        current = [row] + [len(left) + len(right)] * len(right)
        low, high = max(1, row - allowed), min(len(right), row + allowed)
        for column in range(low, high + 1):
            change = previous[column - 1] + (letter != right[column - 1])
            current[column] = min(change, previous[column] + 1, current[column - 1] + 1)
        if min(current[low - 1 : high + 1]) > allowed:
            return False
        previous = current
    return previous[-1] <= allowed


def read_table(rows: Iterable[Mapping[str, str]]) -> OutletTable:
    """A table from rows of `form, outlet, domains, languages, country, kind`; lists are set apart by blanks."""
    table = OutletTable()
    for row in rows:
        outlet = Outlet(
            name=row["outlet"],
            domains=tuple(row["domains"].split()),
            languages=tuple(row["languages"].split()),
            country=row["country"] or None,
            kind=row.get("kind", ""),
        )
        table.add(row["form"], outlet)
        table.add(row["outlet"], outlet)
    return table


@lru_cache(maxsize=1)
def shipped_table() -> OutletTable:
    """The table that comes with the package, read on first use."""
    return read_table(_shipped_rows())


def outlet_table(path: Path | None) -> OutletTable:
    """The shipped table, or with the rows of a file added: where both know a form or a domain, the file wins.

    A row without domains takes what is shipped for an outlet of that name. Raises `SettingsError`.
    """
    return shipped_table() if path is None else _table_with(path, outlets_digest(path))


@lru_cache(maxsize=4)
def _table_with(path: Path, _digest: str) -> OutletTable:
    shipped = shipped_table()
    own: list[Mapping[str, str]] = []
    for row in read_outlet_rows(path):
        known = None if row["domains"] else shipped.find(row["outlet"])
        own.append(row if known is None else {**row, **_columns(known)})
    return read_table([*own, *_shipped_rows()])


def _columns(outlet: Outlet) -> dict[str, str]:
    return {
        "outlet": outlet.name,
        "domains": " ".join(outlet.domains),
        "languages": " ".join(outlet.languages),
        "country": outlet.country or "",
        "kind": outlet.kind,
    }


def _shipped_rows() -> Iterable[Mapping[str, str]]:
    text = files("verifier.cite").joinpath("outlets.csv").read_text("utf-8")
    return csv.DictReader(text.splitlines())
