"""Shown text and its source in, the pieces that lead from one to the other out.

Both are compared without blanks. Long runs are found as rsync finds them (Tridgell 1999: blocks of one side looked
up at every place of the other); of those the heaviest chain that keeps the order is taken, then what was moved
(notes), then what stands between. Linear but for the sorting of runs.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from verifier.model import Piece
from verifier.read.markup import Visible, visible_text

_BLOCK = 16
#: How far behind a run a short piece is looked for.
_NEAR_CHARS = 2_000
_LINE = re.compile(r"(?m)^.")
_BITS = re.compile(r"\w+|\W")


@dataclass(frozen=True, slots=True, order=True)
class Run:
    """`shown[t : t + n] == source[v : v + n]`, both without blanks."""

    t: int
    v: int
    n: int


def align(text: str, source: Visible) -> tuple[Piece, ...]:
    """The pieces of `text`, in order, with their places in the source. What has no counterpart has no piece."""
    shown = visible_text(text)
    t, v = shown.chars, source.chars
    groups = _long_runs(t, v, _line_starts(text, shown))
    runs = _with_moved(_heaviest_chain(groups), groups)
    runs = sorted([*runs, *_between(runs, t, v, shown)])
    return tuple(_merged(text, _pieces(runs, shown, source)))


def _line_starts(text: str, shown: Visible) -> list[int]:
    """Where lines begin, counted without blanks: short notes and items are found by their first words."""
    words = (bisect_left(shown.starts, line.start()) for line in _LINE.finditer(text))
    return [shown.at[word] for word in words if word < len(shown.at)]


def _long_runs(t: str, v: str, lines: Iterable[int]) -> list[list[Run]]:
    """Equal stretches of at least a block, in the order of the source; alternatives stand together."""
    blocks: dict[str, list[int]] = {}
    for place in sorted({*range(0, len(t) - _BLOCK + 1, _BLOCK), *lines}):
        blocks.setdefault(t[place : place + _BLOCK], []).append(place)
    groups: list[list[Run]] = []
    place = cursor = free = 0
    last = len(v) - _BLOCK
    while place <= last:
        places = blocks.get(v[place : place + _BLOCK])
        if places is None:
            place += 1
            continue
        best = _best_of(places, cursor, t, v, place, free)
        groups.append(best)
        longest = max(best, key=lambda run: run.n)
        place = free = longest.v + longest.n
        cursor = longest.t + longest.n
    return groups


def _best_of(places: list[int], cursor: int, t: str, v: str, place: int, free: int) -> list[Run]:
    """The run at the first of the block's places behind the cursor, and at the first of all."""
    number = bisect_left(places, cursor)
    chosen = {places[0], places[number] if number < len(places) else places[-1]}
    found = []
    for start in chosen:
        back = 0
        while back < min(start, place - free, _BLOCK) and t[start - back - 1] == v[place - back - 1]:
            back += 1
        found.append(Run(start - back, place - back, back + _equal(t, start, v, place)))
    return found


def _equal(t: str, start: int, v: str, place: int) -> int:
    """How many characters are equal from there on: in growing steps, then by halves."""
    most = min(len(t) - start, len(v) - place)
    done, step = 0, 64
    while done < most:
        size = min(step, most - done)
        if t[start + done : start + done + size] == v[place + done : place + done + size]:
            done += size
            step *= 2
        elif size == 1:
            break
        else:
            step = max(1, size // 2)
            most = min(most, done + size - 1)
    return done


def _heaviest_chain(groups: list[list[Run]]) -> list[Run]:
    """The runs that follow each other on both sides and hold most characters (a Fenwick tree over ends).

    Runs of one group stand at one place of the source, so no two of them are taken.
    """
    runs = [run for group in groups for run in group]
    ends = sorted({run.t + run.n for run in runs})
    best: list[tuple[int, int]] = [(0, -1)] * (len(ends) + 1)
    before: list[int] = []
    top = (0, -1)
    for group in groups:
        first = len(before)
        found = [_most(best, bisect_right(ends, run.t)) for run in group]
        for number, (run, (weight, previous)) in enumerate(zip(group, found, strict=True), start=first):
            before.append(previous)
            total = (weight + run.n, number)
            top = max(top, total)
            _raise(best, bisect_left(ends, run.t + run.n) + 1, total)
    chain = []
    number = top[1]
    while number >= 0:
        chain.append(runs[number])
        number = before[number]
    return chain[::-1]


def _most(tree: list[tuple[int, int]], rank: int) -> tuple[int, int]:
    found = tree[0]
    while rank > 0:
        found = max(found, tree[rank])
        rank -= rank & -rank
    return found


def _raise(tree: list[tuple[int, int]], rank: int, value: tuple[int, int]) -> None:
    while rank < len(tree):
        tree[rank] = max(tree[rank], value)
        rank += rank & -rank


def _with_moved(chain: list[Run], groups: list[list[Run]]) -> list[Run]:
    """Also the runs out of order, the longest first, as far as their text has no place yet."""
    taken = sorted(chain)
    loose = sorted((run for group in groups for run in group if run.n >= _BLOCK), key=lambda run: -run.n)
    for run in loose:
        at = bisect_left(taken, run)
        start = max(run.t, taken[at - 1].t + taken[at - 1].n) if at else run.t
        end = min(run.t + run.n, taken[at].t) if at < len(taken) else run.t + run.n
        if end - start >= _BLOCK:
            insort(taken, Run(start, run.v + start - run.t, end - start))
    return taken


def _between(runs: list[Run], t: str, v: str, shown: Visible) -> Iterator[Run]:
    """Short stretches between two runs, word by word: first as they follow the run before, else in front of the next.

    A word is looked for only in the source between the two, and not far from them.
    """
    for number in range(len(runs) + 1):
        before = runs[number - 1] if number else None
        after = runs[number] if number < len(runs) else None
        start, low = (before.t + before.n, before.v + before.n) if before else (0, 0)
        end, high = (after.t, after.v) if after else (len(t), len(v))
        if start >= end or low >= high:
            continue
        if high - low > 2 * _NEAR_CHARS and before is None:
            low = high - _NEAR_CHARS
        yield from _words_between(t, v, shown, (start, end), (low, min(high, low + _NEAR_CHARS)))


def _words_between(t: str, v: str, shown: Visible, piece: tuple[int, int], window: tuple[int, int]) -> Iterator[Run]:
    (place, end), (low, high) = piece, window
    while place < end:
        word_end = _word_end(shown, place, end)
        found = v.find(t[place:word_end], low, high)
        if found >= 0:
            yield Run(place, found, word_end - place)
            low = found + word_end - place
        else:
            for bit in _BITS.finditer(t, place, word_end):
                found = v.find(bit[0], low, high)
                if found >= 0 and (len(bit[0]) > 1 or found == low):
                    yield Run(bit.start(), found, len(bit[0]))
                    low = found + len(bit[0])
        place = word_end


def _word_end(shown: Visible, place: int, end: int) -> int:
    """Where the word (of the text with its blanks) ends that holds the place."""
    number = bisect_right(shown.at, place)
    return min(end, shown.at[number] if number < len(shown.at) else shown.length)


def _pieces(runs: list[Run], shown: Visible, source: Visible) -> Iterator[Piece]:
    """Runs cut where a blank, a tag or an entity stands on either side."""
    for run in runs:
        done = 0
        while done < run.n:
            number = bisect_right(shown.at, run.t + done) - 1
            other = bisect_right(source.at, run.v + done) - 1
            inside = run.t + done - shown.at[number]
            behind = run.v + done - source.at[other]
            word_left = (shown.at[number + 1] if number + 1 < len(shown.at) else shown.length) - run.t - done
            unit_left = (source.at[other + 1] if other + 1 < len(source.at) else source.length) - run.v - done
            size = min(run.n - done, word_left, unit_left)
            start, first = shown.starts[number] + inside, source.starts[other]
            if source.ends[other] - first == unit_left + behind:
                yield (start, start + size, first + behind, first + behind + size)
            else:
                yield (start, start + size, first, source.ends[other])
            done += size


def _merged(text: str, pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Neighbours joined where the same number of blanks stands between them on both sides."""
    last: Piece | None = None
    for piece in pieces:
        if last is None:
            last = piece
        elif piece[0] - last[1] == piece[2] - last[3] and _plain(last, piece) and not text[last[1] : piece[0]].strip():
            last = (last[0], piece[1], last[2], piece[3])
        else:
            yield last
            last = piece
    if last is not None:
        yield last


def _plain(*pieces: Piece) -> bool:
    return all(piece[1] - piece[0] == piece[3] - piece[2] for piece in pieces)
