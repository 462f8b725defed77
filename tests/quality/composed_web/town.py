"""The composed web as data: outlets, what stands at which address, and every source with its right state."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from support.archive_server import Held

from verifier.model import OutcomeCode, SourceState

from .composing import LANGUAGES, Piece, article, words
from .dress import SITES, listing, page, page_of

#: How an outlet answers for an address that is not there.
MANNERS = ("truth", "truth", "truth", "truth", "apology", "home", "error page", "truth", "truth")
ERROR_PAGE = "/error404.html"
_TOWNS = ("varnholt", "selm", "tarnby", "lindholm", "orzeno", "korvin", "aska", "pell", "brede")
_PAPERS = ("courier", "glos", "vestnik", "visti", "tagblatt", "gazette", "diario")


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What an address answers. `manner` other than plain: `hang`, `drip`, `drop`, `stream`, `lie` (wrong length)."""

    status: int = 200
    body: bytes = b""
    media_type: str | None = "text/html; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()
    manner: str = "plain"


@dataclass(frozen=True, kw_only=True)
class Outlet:
    """A newspaper and its site."""

    language: str
    number: int
    host: str
    secure: bool
    manner: str
    site: str

    @property
    def base(self) -> str:
        return f"{'https' if self.secure else 'http'}://{self.host}"


@dataclass(frozen=True, kw_only=True)
class Case:
    """One source: `codes` and `state` are what today's page is, `right_copies` the copies that may be read (14 digits).

    `piece` is what it says or once said; `plan` picks what the archive holds of it.
    """

    group: str
    url: str
    codes: frozenset[OutcomeCode]
    state: SourceState
    piece: Piece
    near: str
    right_copies: frozenset[str] = frozenset()

    @property
    def readable(self) -> bool:
        return self.state in (SourceState.LIVE, SourceState.MOVED)

    @property
    def final_state(self) -> SourceState:
        return SourceState.ARCHIVED if self.right_copies and not self.readable else self.state


@dataclass
class Town:
    """Everything there is; `robots` maps a host to the paths it closes, `odd_hosts` a host to how its door behaves."""

    outlets: tuple[Outlet, ...]
    routes: dict[str, Reply] = field(default_factory=dict)
    fallbacks: dict[str, Reply] = field(default_factory=dict)
    robots: dict[str, tuple[str, ...]] = field(default_factory=dict)
    odd_hosts: dict[str, str] = field(default_factory=dict)
    cases: list[Case] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)

    def of(self, language: str, number: int) -> Outlet:
        """The outlet with that number in a language, 0 to 8."""
        return next(one for one in self.outlets if one.language == language and one.number == number)

    def truthful(self, language: str, turn: int) -> Outlet:
        """One of the outlets that tell the truth about what is missing."""
        honest = [one for one in self.outlets if one.language == language and one.manner == "truth"]
        return honest[turn % len(honest)]

    def put(self, url: str, body: str | bytes = "", **more: object) -> str:
        """Set what stands at an address."""
        raw = body.encode() if isinstance(body, str) else body
        self.routes[url] = replace(Reply(body=raw), **more)  # type: ignore[arg-type]
        return url

    def redirect(self, url: str, target: str, status: int = 301) -> str:
        return self.put(url, status=status, headers=(("Location", target),))

    def case(
        self,
        group: str,
        url: str,
        codes: OutcomeCode | Iterable[OutcomeCode],
        state: SourceState,
        piece: Piece,
    ) -> None:
        """Note a source with its right state; it is cited the day after its piece was printed."""
        right = frozenset([codes]) if isinstance(codes, OutcomeCode) else frozenset(codes)
        self.cases.append(Case(group=group, url=url, codes=right, state=state, piece=piece, near=piece.day))


def outlets() -> tuple[Outlet, ...]:
    """Nine outlets in each language."""
    return tuple(
        Outlet(
            language=language,
            number=number,
            host=f"{_TOWNS[number]}-{_PAPERS[place]}.example",
            secure=number % 2 == 1,
            manner=MANNERS[number],
            site=SITES[(number + place) % len(SITES)],
        )
        for place, language in enumerate(LANGUAGES)
        for number in range(len(MANNERS))
    )


def founded() -> Town:
    """The outlets with their front pages, error pages and manners, and no source yet."""
    town = Town(outlets=outlets())
    for outlet in town.outlets:
        front = front_page(outlet)
        for path in ("/", "/1/", f"/{outlet.language}/"):
            town.put(outlet.base + path, front)
        gone = gone_page(outlet, outlet.number % 3)
        town.put(outlet.base + ERROR_PAGE, gone_page(outlet, 0))
        town.fallbacks[outlet.host] = {
            "truth": Reply(status=404, body=gone.encode()),
            "apology": Reply(body=gone.encode()),
            "home": Reply(status=302, headers=(("Location", "/"),)),
            "error page": Reply(status=302, headers=(("Location", ERROR_PAGE),)),
        }[outlet.manner]
    return town


def front_page(outlet: Outlet) -> str:
    """Ten headlines."""
    pieces = [article(outlet.language, 900 + outlet.number * 10 + place) for place in range(10)]
    rows = [(piece.title, path_of(piece, outlet)) for piece in pieces]
    return listing(outlet.language, outlet.site, outlet.host.partition(".")[0].title(), rows)


def gone_page(outlet: Outlet, variant: int, title: str = "") -> str:
    """What the site says about a page that is not there; with `title`, under the headline it once had."""
    told = words(outlet.language)["gone"][variant]
    return page(outlet.language, outlet.site, title or told["title"], f"<p>{told['text']}</p>")


def path_of(piece: Piece, outlet: Outlet) -> str:
    """Where the outlet prints the piece: outlets write days and headlines into addresses, or numbers, or a query."""
    folded = unicodedata.normalize("NFKD", piece.title).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", folded).strip("-")[:60].strip("-")
    ident = 40_000 + 97 * piece.number + outlet.number
    slug = f"{slug}-{ident}" if len(slug) > 12 else str(ident)
    return (
        f"/{piece.day.replace('-', '/')}/{slug}",
        f"/news/{slug}.html",
        f"/articles/{ident}/",
        f"/news/article.php?id={ident}",
    )[(outlet.number + len(outlet.language) + LANGUAGES.index(outlet.language)) % 4]


def address_of(piece: Piece, outlet: Outlet) -> str:
    return outlet.base + path_of(piece, outlet)


def printed(piece: Piece, outlet: Outlet, **more: str) -> str:
    """The page of a piece at its outlet."""
    return page_of(piece, outlet.site, **more)
