"""How well the state of a source is told: right state against found state, on a composed web of known answers.

    python -m tests.quality states [--short] [--misses N] [--group WORD]

473 sources on 63 outlets in seven languages and on odd hosts, and 429 of three later rounds in 18 languages on hosts
of their own, answer from real servers on loopback: ordinary pages (some of them about walls and missing pages),
missing, moved, walled and failing ones; an archive holds copies of every third of the first and of some others.
`state` is right when both today's answer has its code and the source ends in its state.

Printed are the matrix of states, the share right, unreadable sources that got a verdict although the judge would have
given any (a judge that says yes, no or the opposite to everything), copies that are the nearest to the cited day, and
requests that never should have been made. The exit code is 1 when a goal is missed.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from support.loopback import quick  # noqa: E402 - tests are no package

from verifier import pipeline  # noqa: E402
from verifier.extract import SandboxExtractor  # noqa: E402
from verifier.fetch.archives import CdxArchive  # noqa: E402
from verifier.fetch.live import LiveWeb  # noqa: E402
from verifier.fetch.politeness import LocalPoliteness  # noqa: E402
from verifier.mementos import stamp_of  # noqa: E402
from verifier.model import (  # noqa: E402
    Judgement,
    Obtained,
    OutcomeCode,
    Resolution,
    Resolved,
    Source,
    SourceState,
    Target,
    Verdict,
)
from verifier.report.build import check_source  # noqa: E402

from .composed_web.copies import fill_archive  # noqa: E402
from .composed_web.failing import LARGE_BYTES, print_failing  # noqa: E402
from .composed_web.missing import print_missing  # noqa: E402
from .composed_web.ordinary import print_moved, print_ordinary, print_rescued  # noqa: E402
from .composed_web.rounds import print_rounds  # noqa: E402
from .composed_web.serving import Streets  # noqa: E402
from .composed_web.town import Case, Town, founded  # noqa: E402
from .composed_web.walls import print_walls  # noqa: E402

GOAL_RIGHT = 0.98
_NOW = datetime(2025, 12, 1, 12, tzinfo=UTC)  # after the last copy of the archive
_AT_ONCE = 8
_SHORT_EVERY = 12
_VERDICTS = (Verdict.SUPPORTED, Verdict.NOT_SUPPORTED, Verdict.CONTRADICTED)


@dataclass(frozen=True, kw_only=True)
class Found:
    """What came of one source."""

    case: Case
    state: SourceState
    code: OutcomeCode
    copy: str | None
    verdicts: frozenset[Verdict]

    @property
    def right(self) -> bool:
        return self.state is self.case.final_state and self.code in self.case.codes

    @property
    def unreadable(self) -> bool:
        """Whether nothing of the source can be judged: no live page, no copy."""
        return not self.case.readable and not self.case.right_copies

    @property
    def judged_wrongly(self) -> bool:
        return self.unreadable and self.verdicts != {Verdict.UNDETERMINED}

    @property
    def nearest(self) -> bool:
        return self.copy in self.case.right_copies

    def __str__(self) -> str:
        right = f"{self.case.final_state}/{'|'.join(sorted(self.case.codes))}"
        return f"{self.case.group} [{self.case.piece.language}] {self.case.url}: {right} found {self.state}/{self.code}"


@dataclass(frozen=True, kw_only=True)
class Measured:
    """All that came of a town."""

    found: tuple[Found, ...]
    trespasses: tuple[str, ...]

    @property
    def share_right(self) -> float:
        return sum(one.right for one in self.found) / len(self.found)

    @property
    def judged_wrongly(self) -> list[Found]:
        return [one for one in self.found if one.judged_wrongly]

    @property
    def with_copies(self) -> list[Found]:
        return [one for one in self.found if one.case.right_copies]

    @property
    def false_alarms(self) -> list[Found]:
        """Pages that can be read and were taken for something else."""
        return [one for one in self.found if one.case.readable and not one.right]

    def goals_missed(self) -> list[str]:
        """What is not as it should be."""
        missed = [f"{self.share_right:.1%} right"] if self.share_right < GOAL_RIGHT else []
        missed += [f"judged although unreadable: {one}" for one in self.judged_wrongly]
        missed += [f"not the nearest copy: {one}" for one in self.with_copies if not one.nearest]
        missed += [f"false alarm: {one}" for one in self.false_alarms]
        return missed + list(self.trespasses)


def prepare(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--short", action="store_true", help=f"every {_SHORT_EVERY}th source of a group alone")
    parser.add_argument("--misses", type=int, default=20, metavar="N", help="print so many of the sources told wrongly")
    parser.add_argument("--group", default="", metavar="WORD", help="groups of sources with this word alone")


def run(options: argparse.Namespace) -> int:
    """Print the tables."""
    town = composed()
    chosen = [one for one in (short(town) if options.short else town.cases) if options.group in one.group]
    measured = measure(town, chosen)
    print(f"{len(chosen)} sources, {len(town.routes)} pages, {len(town.outlets)} outlets, {len(town.held)} copies\n")
    print(matrix(measured.found))
    print(f"\n{groups(measured.found)}\n")
    nearest = sum(one.nearest for one in measured.with_copies)
    print(f"right: {sum(one.right for one in measured.found)} of {len(chosen)} ({measured.share_right:.1%})")
    print(f"ordinary pages taken for something else: {len(measured.false_alarms)}")
    unreadable = [one for one in measured.found if one.unreadable]
    print(f"unreadable sources judged: {len(measured.judged_wrongly)} of {len(unreadable)}")
    print(f"copies that are the nearest to the cited day: {nearest} of {len(measured.with_copies)}")
    print(f"requests that never should have been made: {len(measured.trespasses)}")
    missed = measured.goals_missed()
    wrong = [str(one) for one in measured.found if not one.right]
    for line in [*wrong, *missed][: options.misses]:
        print(f"    {line}")
    return 1 if missed else 0


def composed() -> Town:
    """The whole town, with its archive."""
    town = founded()
    print_ordinary(town)
    print_moved(town)
    print_rescued(town)
    print_missing(town)
    print_walls(town)
    print_failing(town)
    fill_archive(town)
    print_rounds(town)
    return town


def short(town: Town) -> list[Case]:
    """Some sources of every group, and of every later round: the first, and every twelfth after it."""
    seen: Counter[str] = Counter()
    chosen = []
    for case in town.cases:
        group = case.group.partition(":")[0] if case.group.startswith("round ") else case.group
        if seen[group] % _SHORT_EVERY == 0:
            chosen.append(case)
        seen[group] += 1
    return chosen


def measure(town: Town, cases: Sequence[Case]) -> Measured:
    """Obtain every source as the pipeline does, and judge it as badly as can be."""
    with Streets(town) as streets:
        settings = quick(
            allow_networks=(),
            archives=(streets.archive_settings(),),
            max_body_bytes=LARGE_BYTES // 2,
            max_wire_bytes=LARGE_BYTES // 2,
            read_timeout_s=8.0,  # generous: on a busy machine a fast server is slow
            fetch_deadline_s=15.0,
            fetch_retries=1,
        )
        web = LiveWeb(
            settings,
            LocalPoliteness(),
            resolver=streets.resolve,
            dial=streets.dial,
            certificates=streets.certificates(),
            now=lambda: _NOW,
        )
        archive = CdxArchive(settings.archives[0], web, max_body_bytes=settings.max_body_bytes, today=_NOW.date)
        extractor = SandboxExtractor(settings)
        tools = pipeline.Tools(settings=settings, web=web, archives=(archive,), extractor=extractor)

        def one(case: Case) -> Found:
            target = Target(url=case.url, near=case.near)
            obtained, _ = pipeline.obtain(target, tools)
            return _found(case, target, obtained)

        web.get(town.outlets[0].base)  # what is loaded at the first request takes no time of a source
        slow_first = sorted(cases, key=lambda case: case.state is not SourceState.TIMED_OUT)
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            found = dict(zip((case.url for case in slow_first), pool.map(one, slow_first), strict=True))
        return Measured(found=tuple(found[case.url] for case in cases), trespasses=tuple(streets.trespasses()))


def _found(case: Case, target: Target, obtained: Obtained) -> Found:
    beside = obtained.day_copy
    snapshot = beside.snapshot if beside is not None else obtained.snapshot
    at = snapshot.captured_at if snapshot is not None else None
    source = Source(name=case.piece.author, url=case.url)
    resolved = Resolved(resolution=Resolution.LINKED, target=target)
    verdicts = {check_source(source, resolved, obtained, _said(obtained, one)).verdict for one in _VERDICTS}
    return Found(
        case=case,
        state=obtained.outcome.state,
        code=(obtained.attempts or (obtained.outcome,))[0].code,
        copy=stamp_of(at) if at else None,
        verdicts=frozenset(verdicts),
    )


def _said(obtained: Obtained, verdict: Verdict) -> Judgement | None:
    """What a judge says that is asked wherever the pipeline asks one."""
    return Judgement(verdict=verdict, probability=1.0) if obtained.document is not None else None


def matrix(found: Iterable[Found]) -> str:
    """Right states down, found states across."""
    pairs = Counter((one.case.final_state.value, one.state.value) for one in found)
    rows = sorted({right for right, _ in pairs})
    columns = sorted({*rows, *(state for _, state in pairs)})
    head = f"{'right / found':<16}" + "".join(f"{name[:9]:>10}" for name in columns)
    lines = [f"{right:<16}" + "".join(f"{pairs[right, name] or '·':>10}" for name in columns) for right in rows]
    return "\n".join([head, *lines])


def groups(found: Iterable[Found]) -> str:
    """Right and all, by group."""
    rows: dict[str, list[Found]] = {}
    for one in found:
        rows.setdefault(one.case.group, []).append(one)
    lines = []
    for name, of_group in rows.items():
        wrong = Counter(f"{one.state}/{one.code}" for one in of_group if not one.right)
        told = ", ".join(f"{count} {what}" for what, count in wrong.most_common())
        lines.append(f"{name:<46}{sum(one.right for one in of_group):>4}/{len(of_group):<4} {told}")
    return "\n".join(lines)
