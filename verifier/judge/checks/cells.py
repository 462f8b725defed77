"""A number of the claim held against the tables of the page: is it the value of the row and column that are named?

"Turnout in Gdańsk was 61 %" is not borne out by Kraków's row, however near it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from verifier.judge.agreement import agrees, same_unit
from verifier.judge.matching import Match
from verifier.judge.named_rows import NamedRows, tables_at
from verifier.judge.number_roles import COUNT
from verifier.judge.numbers import Number
from verifier.model import CheckOutcome

#: Rows of a table among which a number is looked for that the named rows do not have.
_MOST_ROWS = 1_000


def held_in_rows(match: Match, number: Number, near: Sequence[int]) -> tuple[Number, CheckOutcome] | None:
    """The cell's number that bears the claim's out, or the one that stands in its place; None where no table tells."""
    if number.kind != COUNT or number.hedge == "vague" or not match.page.rows:
        return None
    found = [one for table in tables_at(match, near) if (one := _in_table(match, table, number)) is not None]
    if not found or found[0][1] is CheckOutcome.AGREES:
        return next(iter(found), None)
    told = (other for at in near if at not in match.page.rows for other in match.page.numbers(at))
    return None if any(agrees(number, other) for other in told) else found[0]


def _in_table(match: Match, table: NamedRows, number: Number) -> tuple[Number, CheckOutcome] | None:
    rows, columns = table.named(number.span), table.columns(number.span)
    if not rows and not columns:
        return None
    searched = table.rows[:_MOST_ROWS]
    mine = list(_cells(match, rows or searched, columns))
    hit = next((other for _, _, other in mine if agrees(number, other)), None)
    if hit is not None:
        return (hit, CheckOutcome.AGREES) if rows else None
    elsewhere = [(at, place) for at, place, other in _cells(match, searched, ()) if agrees(number, other)]
    if not elsewhere and not (len(rows) == 1 and table.counts(rows[0], number)):
        return None
    # The number stands in a named row under another heading, in a named column, or in neither.
    chosen = frozenset(rows)
    own_rows = {at for at, _ in elsewhere if at in chosen or not rows}
    own_columns = {place for _, place in elsewhere if place in columns or not columns}
    rivals = [
        other
        for at, place, other in mine
        if (not own_rows or at in own_rows)
        and (not own_columns or place in own_columns)
        and _may_be_meant(match, number, other)
    ]
    return (rivals[0], CheckOutcome.DIFFERS) if len({one.values[0] for one in rivals}) == 1 else None


def _cells(match: Match, rows: Iterable[int], columns: Sequence[int]) -> Iterator[tuple[int, int, Number]]:
    """The numbers of these rows, each with its row and column; of these columns alone, if there are any."""
    for at in rows:
        row = match.page.rows[at]
        for other in match.page.numbers(at):
            place = next((i for i, (start, end) in enumerate(row.cells) if start <= other.span[0] < end), None)
            if place is not None and place != row.label and (not columns or place in columns):
                yield at, place, other


def _may_be_meant(match: Match, number: Number, other: Number) -> bool:
    """Is it of the kind that the claim gives, and not what the claim gives elsewhere?"""
    if other.kind != number.kind or other.hedge == "vague" or not same_unit(number, other):
        return False
    return not any(agrees(one, other) for one in match.numbers)
