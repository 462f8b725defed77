"""The words, finding codes and platforms shown in reports, read once from the CSV files beside this module."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit

from verifier.model import SourceState, Verdict
from verifier.pages import site_of

#: Endings under which a publisher of that name is as likely at home as under its own.
_OLD_ENDINGS = frozenset({"com", "org", "net", "eu"})
#: Endings of countries that are sold to anybody, for their letters or for nothing.
_SOLD_ENDINGS = frozenset({
    "ai", "am", "cc", "cf", "cx", "fm", "ga", "gq", "io", "la", "ly", "me", "ml", "nu", "pw", "sh", "st", "su", "tk",
    "to", "tv", "vc", "ws",
})  # fmt: skip
_SHORTEST_NAME = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """How one code is said to a reader: a symbol, a short word, a line under it, and what to do next."""

    symbol: str
    word: str
    line: str
    advice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingKind:
    """One code of the closed list. `level` is `attention` (an editor must look) or `note`."""

    code: str
    level: str
    meaning: str


def _rows(name: str) -> list[dict[str, str]]:
    text = files("verifier.report").joinpath(name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def _wordings() -> dict[tuple[str, str], Wording]:
    return {
        (row["kind"], row["code"]): Wording(
            symbol=row["symbol"], word=row["word"], line=row["line"], advice=row["advice"]
        )
        for row in _rows("words.csv")
    }


def verdict_words(verdict: Verdict) -> Wording:
    """The words for what a source says about a claim."""
    return _wordings()["verdict", verdict.value]


def state_words(state: SourceState) -> Wording:
    """The words for whether a source could be reached."""
    return _wordings()["state", state.value]


@cache
def finding_kinds() -> dict[str, FindingKind]:
    """Every finding code with its level and one-line meaning, by code."""
    return {row["code"]: FindingKind(**row) for row in _rows("findings.csv")}


@cache
def _platforms() -> dict[str, tuple[str, str]]:
    return {row["domain"]: (row["platform"], row["same_as"] or row["domain"]) for row in _rows("platforms.csv")}


def host_of(url: str | None) -> str:
    """The host of an address in lower case without `www.`, or `""` if it has none."""
    try:
        host = urlsplit(url or "").hostname or ""
    except ValueError:
        return ""
    return host.rstrip(".").removeprefix("www.")


def platform_of(url: str | None) -> str | None:
    """The social platform an address belongs to, or None."""
    host = host_of(url)
    return next((name for domain, (name, _) in _platforms().items() if within(host, domain)), None)


def within(host: str, domain: str) -> bool:
    """Whether `host` is `domain` or a subdomain of it."""
    return host == domain or host.endswith("." + domain)


def same_site(host: str, domain: str) -> bool:
    """Whether `host` belongs to `domain`, short and former names of platforms included."""
    domain = domain.casefold().removeprefix("www.")
    if within(host, domain):
        return True
    homes = {home for name, (_, home) in _platforms().items() if within(host, name)}
    return any(home in homes for name, (_, home) in _platforms().items() if within(domain, name))


def same_house(host: str, domain: str, *, known: bool) -> bool:
    """Whether two sites are of one publisher: sister sites, own short addresses, or editions for other countries.

    `known` says that a table of outlets has the host under some name: then its name alone proves nothing. Nor does a
    name under an ending that is sold to anybody cheaply: forgers of news pages use `spiegel.ltd` and the like.
    """
    houses = _houses()
    mine = {house for name, house in houses.items() if within(host, name)}
    if mine & {house for name, house in houses.items() if within(domain, name)}:
        return True
    one, other = site_of(host).split("."), site_of(domain).split(".")
    if known or one[0] != other[0] or len(one[0]) < _SHORTEST_NAME:
        return False
    return one[-1] in _OLD_ENDINGS or (len(one[-1]) == 2 and one[-1] not in _SOLD_ENDINGS)


@cache
def _houses() -> dict[str, str]:
    return {row["domain"]: row["house"] for row in _rows("houses.csv")}


def hides_the_page(host: str) -> bool:
    """Whether addresses at a host say nothing about the page: shorteners, aggregators, file hosts, archives."""
    return any(within(host, known) for known in _hiding_hosts())


@cache
def _hiding_hosts() -> frozenset[str]:
    return frozenset(_lines("hiding_hosts.txt"))


def is_video_page(url: str | None) -> bool:
    """Whether an address leads to a video, whose page holds a title and a description but not what is said in it."""
    host = host_of(url)
    path = urlsplit(url or "").path if host else ""
    return any(within(host, known) and path.startswith(start) for known, start in _video_pages())


@cache
def _video_pages() -> tuple[tuple[str, str], ...]:
    rows = (line.partition("/") for line in _lines("video_pages.txt"))
    return tuple((host, slash + path) for host, slash, path in rows)


def _lines(name: str) -> list[str]:
    """The lines of a list beside this module, without remarks."""
    lines = files("verifier.report").joinpath(name).read_text("utf-8").splitlines()
    return [text for line in lines if (text := line.partition("#")[0].strip())]


def confidence(probability: float | None) -> str:
    """How sure a verdict is, in one word: likely (0.85 and more), probable (0.65), weak; `""` for none.

    The probabilities are calibrated, so 0.85 means that 85 of 100 such verdicts were right on labelled pairs.
    """
    if probability is None:
        return ""
    if probability >= 0.85:
        return "likely"
    return "probable" if probability >= 0.65 else "weak"
