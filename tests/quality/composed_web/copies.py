"""What the archive holds of every third source: copies around the cited day, errors, walls, unchanged ones, redirects.

Which of them is right is worked out here by itself: the readable copy nearest to the cited day, any of that day's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from support.archive_server import Held

from verifier.model import SourceState

from .dress import page_of
from .missing import dead
from .town import Case, Outlet, Town
from .walls import captured_teaser, captured_wall

_NOON = timedelta(hours=12)
_EVERY = 3


def fill_archive(town: Town) -> None:
    """Give every third source copies, and note which of them are right."""
    for place, case in enumerate(town.cases):
        if place % _EVERY or case.state is SourceState.REFUSED:
            continue
        plans = _BESIDE if case.readable else _INSTEAD
        shelf = _Shelf(case, _outlet_of(town, case))
        plans[(place // _EVERY) % len(plans)](shelf)
        town.held += shelf.held
        town.cases[place] = replace(case, right_copies=shelf.right())


def _outlet_of(town: Town, case: Case) -> Outlet:
    return town.of(case.piece.language, case.piece.number % 9)


def right_copies(readable: Sequence[str], near: str) -> frozenset[str]:
    """Those copies that are nearest to the cited day: all of that day, else the later one of the nearest."""
    day = datetime.fromisoformat(near).replace(tzinfo=UTC)
    least = min((_distance(stamp, day) for stamp in readable), default=0.0)
    nearest = [stamp for stamp in readable if _distance(stamp, day) == least]
    return frozenset(nearest if least == 0 else [max(nearest)] if nearest else [])


def _distance(stamp: str, day: datetime) -> float:
    """Seconds between a copy and a day; none within it."""
    at = datetime.strptime(stamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    if day <= at < day + timedelta(days=1):
        return 0.0
    return min(abs((at - day).total_seconds()), abs((at - day - timedelta(days=1)).total_seconds()))


class _Shelf:
    """The copies of one page. Times are days after noon of the cited day."""

    def __init__(self, case: Case, outlet: Outlet) -> None:
        self.held: list[Held] = []
        self._case = case
        self._outlet = outlet
        self._day = datetime.fromisoformat(case.near).replace(tzinfo=UTC)
        self._readable: list[str] = []

    def good(self, days: float, *, revisit: bool = False, note: str = "") -> None:
        """A readable copy; `note` makes its text differ from today's."""
        body = page_of(self._case.piece, self._outlet.site, after=f"<p>{note}</p>" if note else "")
        self._keep(days, body.encode(), revisit=revisit, digest="GOOD" if revisit or not note else None)
        self._readable.append(self._stamp(days))

    def bad(self, days: float, status: int = 503) -> None:
        """A captured error."""
        self._keep(days, b"<h1>Service unavailable</h1>", status=status)

    def away(self, days: float) -> None:
        """A captured redirect."""
        self._keep(days, b"", status=301, location=f"{self._outlet.base}/1/")

    def apology(self, days: float) -> None:
        """A captured page that is missing with status 200."""
        self._keep(days, dead(self._case.piece.language, self._outlet, self._case.piece))

    def wall(self, days: float) -> None:
        """A captured guard or wall with status 200."""
        self._keep(days, captured_wall(self._case.piece, self._outlet))

    def teaser(self, days: float) -> None:
        """A captured beginning of a page for subscribers."""
        self._keep(days, captured_teaser(self._case.piece, self._outlet))

    def right(self) -> frozenset[str]:
        """The readable copies that are nearest to the cited day."""
        return right_copies(self._readable, self._case.near)

    def _keep(self, days: float, body: bytes, **more: object) -> None:
        self.held.append(Held(url=self._case.url, timestamp=self._stamp(days), body=body, **more))  # type: ignore[arg-type]

    def _stamp(self, days: float) -> str:
        return (self._day + _NOON + timedelta(days=days)).strftime("%Y%m%d%H%M%S")


def _around(shelf: _Shelf) -> None:
    shelf.good(-20)
    shelf.good(2)
    shelf.good(16, note="Later words.")


def _errors_nearer(shelf: _Shelf) -> None:
    shelf.good(-10)
    shelf.bad(1)
    shelf.away(0.1)
    shelf.good(3, revisit=True)
    shelf.bad(4, 404)


def _apology_nearest(shelf: _Shelf) -> None:
    shelf.apology(0.2)
    shelf.good(-1.4)
    shelf.good(5)


def _same_day(shelf: _Shelf) -> None:
    shelf.good(-1)
    shelf.good(-0.3)
    shelf.good(0.3, note="An evening edition.")


def _years_away(shelf: _Shelf) -> None:
    shelf.good(-800)
    shelf.good(-1200)


def _crowd(shelf: _Shelf) -> None:
    for day in range(1, 13):
        shelf.good(day, revisit=day % 2 == 0)
        shelf.good(-day - 0.3)


def _nothing_usable(shelf: _Shelf) -> None:
    shelf.bad(0)
    shelf.apology(1)
    shelf.wall(2)


def _walls_nearer(shelf: _Shelf) -> None:
    shelf.wall(0.1)
    shelf.teaser(1)
    shelf.good(6)
    shelf.good(-9)


def _only_a_teaser(shelf: _Shelf) -> None:
    shelf.teaser(0)
    shelf.teaser(8)


def _long_afterwards(shelf: _Shelf) -> None:
    shelf.good(-70)
    shelf.good(45, revisit=True)


def _many_apologies(shelf: _Shelf) -> None:
    for day in (0, 0.7, 1.5, 2.5):
        shelf.apology(day)
    shelf.good(-5)


_Plan = Callable[[_Shelf], None]
_INSTEAD: tuple[_Plan, ...] = (
    _around, _errors_nearer, _apology_nearest, _same_day, _years_away, _crowd, _nothing_usable, _walls_nearer,
    _only_a_teaser, _long_afterwards, _many_apologies,
)  # fmt: skip
_BESIDE: tuple[_Plan, ...] = (_around, _errors_nearer, _apology_nearest, _same_day, _crowd, _long_afterwards)
