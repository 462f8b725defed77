"""A source name as printed in, the outlet it means out: its usual name, domains, languages, country."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from verifier.cite.words.inflection import stem_of
from verifier.outlet_rows import MEDIA_KINDS, outlets_digest, read_outlet_rows

_OPENING_QUOTES = tuple("«„“”\"‘'‹")
#: Quotation marks say nothing in a name, dashes no more than blanks.
_FOLDING = str.maketrans({**dict.fromkeys("«»„“”\"‘’'`´ʼ‹›"), **dict.fromkeys("-–—_", " ")})
_ARTICLES = ("the ",)
#: Articles that belong to the name of a newspaper and are often left out, or put before one that has none.
_FOREIGN_ARTICLES = ("il", "lo", "la", "le", "les", "el", "los", "las", "der", "die", "das", "de", "het")
_MIN_WITHOUT_ARTICLE = 5
#: `PAP-u`, `Reuters’s`, `l’AFP`: endings, possessives and articles put to names that do not change.
_APPENDED = re.compile(r"(?<=[^\W\d_a-zа-я])-(?:u|owi|em|ie|a|ow|ów|y|ą|ę|om|ach|ami|а|у|ом|е|ы)$|['’]s?$")
_ELIDED = re.compile(r"^(?:l|d|all|dell|nell|sull|dall)['’](?=[A-ZÀ-Þ])")
_INITIALS = re.compile(r"(?<![^\W_])([^\W\d_])\.(?=[^\W\d_]\.|\s)")
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
    ("y", "i"), ("j", "i"), ("ii", "i"), ("ie", "e"), ("w", "v"),
)  # fmt: skip

_SLAVIC = frozenset({"pl", "ru", "uk", "be", "cs", "sk", "bg"})
_MIN_STEMMED = 4
_MIN_INFLECTED = 6
_MIN_FUZZY = 8
_LOOSE_FUZZY = 13
_MAX_NAME = 120
_REMEMBERED = 4_096
_LONGEST_CAPITALS = 5
#: Words before or after a name that do not belong to it: `Kommersant daily`, `Oban Times website`.
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
    unread: list[tuple[str, Outlet]] = field(default_factory=list, repr=False)
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
        self.unread.append((key, outlet))
        self.found.clear()
        self.version += 1
        for domain in outlet.domains:
            known = self.hosts.setdefault(domain, outlet)
            # A platform is at home where others have accounts, Jamestown where its journals are.
            if known is not outlet and _is_named_for(outlet, domain) and not _is_named_for(known, domain):
                self.hosts[domain] = outlet

    def _read_on(self) -> None:
        """Index what was added for names that are not printed as in the table; most look-ups never ask for it."""
        for key, outlet in self.unread:
            self.sounded.setdefault(sounded(key), outlet)
            if len(key) >= _MIN_STEMMED and not _SLAVIC.isdisjoint(outlet.languages):
                stem = sounded(stem_of(key))
                known = self.stems.get(stem, outlet)
                # Two outlets with one stem (Novaya Gazeta, Novye Gazety) cannot be told apart by it.
                self.stems[stem] = outlet if known is not None and known.name == outlet.name else None
            if len(key) >= _MIN_FUZZY and not _digits(key):
                self.by_start.setdefault((key[0], len(key)), []).append((key, _letters(key)))
        self.unread.clear()

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
        key = folded(name)
        if key in self.exact:
            return self.exact[key]
        host = _HOST.match(name.strip())
        at_host = self.at_host(host[1]) if host else None
        if at_host or (host and host[1].isascii()):
            return at_host
        cased = name != name.lower() or name.strip()[:1] in _OPENING_QUOTES
        found = self._look_up(key, cased=cased) or self._without_generic(key)
        bare = _ELIDED.sub("", _APPENDED.sub("", name.strip()))
        return found or (self.exact.get(folded(bare)) if bare != name.strip() else None)

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

    def _look_up(self, key: str, *, cased: bool) -> Outlet | None:
        """`cased` says that the name has a capital or quotation marks; short words without are words."""
        if not key or key in self.exact:
            return self.exact.get(key)
        if self.unread:
            self._read_on()
        found = self.sounded.get(sounded(key))
        if found or not (cased or len(key) > _MIN_FUZZY):
            return found
        return self._by_stem(key) or self._by_article(key) or self._by_slip(key)

    def _by_stem(self, key: str) -> Outlet | None:
        return self.stems.get(sounded(stem_of(key))) if len(key) >= _MIN_INFLECTED else None

    def _by_article(self, key: str) -> Outlet | None:
        """`Sole 24 Ore`, `Il Corriere della Sera`; not where two outlets differ by their article alone."""
        first, _, rest = key.partition(" ")
        key = rest if first in _FOREIGN_ARTICLES else key
        if len(key) < _MIN_WITHOUT_ARTICLE and not (rest and len(key) > 2):
            return None
        printed = (key, *(f"{article} {key}" for article in _FOREIGN_ARTICLES))
        found = {one.name: one for form in printed if (one := self.exact.get(form))}
        return next(iter(found.values())) if len(found) == 1 else None

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
    plain = (name if name.isascii() else unicodedata.normalize("NFKC", name)).casefold()
    plain = _INITIALS.sub(r"\1", plain) if "." in plain else plain
    plain = " ".join(plain.translate(_FOLDING).split()).strip(" .,:;")
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


def _letters(key: str) -> int:
    """The set of letters as bits; different letters may share one, which only lets more forms through."""
    bits = 0
    for letter in key:
        bits |= 1 << (ord(letter) & 63)
    return bits


def _is_named_for(outlet: Outlet, domain: str) -> bool:
    return outlet.kind == "platform" or domain.split(".")[0] in folded(outlet.name.partition(" (")[0])


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


def read_table(rows: Iterable[Sequence[str]]) -> OutletTable:
    """A table from rows of `form, outlet, domains, languages, country, kind`; lists are set apart by blanks."""
    table = OutletTable()
    made: dict[tuple[str, ...], Outlet] = {}
    for form, *columns in rows:
        outlet = made.get(tuple(columns))
        if outlet is None:
            name, domains, languages, country, kind = columns
            outlet = made[tuple(columns)] = Outlet(
                name=name,
                domains=tuple(domains.split()),
                languages=tuple(languages.split()),
                country=country or None,
                kind=kind,
            )
            table.add(name, outlet)
        if form != outlet.name:
            table.add(form, outlet)
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
    own = []
    for row in read_outlet_rows(path):
        known = None if row["domains"] else shipped.find(row["outlet"])
        own.append([row["form"], *(_columns(known) if known else list(row.values())[1:])])
    return read_table([*own, *_shipped_rows()])


def _columns(outlet: Outlet) -> list[str]:
    return [
        outlet.name, " ".join(outlet.domains), " ".join(outlet.languages), outlet.country or "", outlet.kind,
    ]  # fmt: skip


def _shipped_rows() -> Iterable[Sequence[str]]:
    text = files("verifier.cite").joinpath("outlets.csv").read_text("utf-8")
    rows = csv.reader(text.splitlines())
    next(rows)  # the names of the columns
    return rows
