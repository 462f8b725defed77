"""An article with many citations in, what store, queue and worker add to each out, against the pipeline alone."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from bench.composed import Fact, article_html, facts, page_html
from bench.startup import check_command, environment, expect_success
from bench.timing import Row, medians, on_one_core, seconds

from verifier import pipeline
from verifier.cli.local import follow, local_store
from verifier.fetch.warc import write_warc
from verifier.jobs import JobState, Submission
from verifier.judge import load_scorer
from verifier.model import Citations, Exchange, Resolved
from verifier.protocols import Scorer
from verifier.settings import Settings, environment_for
from verifier.store import FileBlobs, Store, job_id_for

REPEATS = 3
_CITATIONS, _EMPTY_CITATIONS = 20, 100
_MADE_AT = "2025-11-20T06:00:00Z"
_DEADLINE_S = 120.0
_TESTS = Path(__file__).parents[1]


def rows() -> list[Row]:
    """What the command adds on one core, where nothing is gained by two; and what units cost that do nothing."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name, on_one_core():
        folder = Path(name)
        checked = _Checked(facts(_CITATIONS), folder)
        checked.in_process()  # imports, tables, a warm nursery
        with _doing_nothing(folder / "empty") as rounds:
            next(rounds)  # a worker that is up
            command, own, empty = medians(
                [lambda: seconds(checked.by_command), lambda: seconds(checked.in_process), lambda: next(rounds)],
                REPEATS,
            )
    return [
        _row(f"check of {_CITATIONS} citations, one core, added to each", (command - own) / _CITATIONS, own),
        _row("queue and store alone, warm worker, one core, per citation", empty / _EMPTY_CITATIONS, own),
    ]


def _row(what: str, measured_s: float, own_s: float) -> Row:
    return Row(
        what=what, measured=measured_s * 1000, unit="ms", reference="the pipeline in one process",
        against=own_s / _CITATIONS * 1000, repeats=REPEATS,
    )  # fmt: skip


class _Checked:
    """One article with its pages in a WARC, to be checked by the command or in this process."""

    def __init__(self, told: list[Fact], folder: Path) -> None:
        self._folder = folder
        self._article, self._warc = folder / "article.html", folder / "pages.warc.gz"
        self._article.write_text(article_html(told), "utf-8")
        write_warc(self._warc, map(_exchange, told), made_at=_MADE_AT)
        self._settings = Settings(data_dir=folder / "in-process")
        self._blobs = FileBlobs(self._settings.data_dir / "blobs")
        self._scorer = load_scorer(self._settings.scorer, self._settings)
        blob = self._blobs.put(self._article.read_bytes())
        self._submission = Submission(blob=blob, media_type="text/html", name="article", replay=str(self._warc))

    def by_command(self) -> None:
        """`verifier check` on a data folder of its own, from its start to its end."""
        command = check_command(self._article, self._warc)
        with tempfile.TemporaryDirectory(dir=self._folder) as data_dir:
            done = subprocess.run(
                command, capture_output=True, env=environment(Path(data_dir)), timeout=_DEADLINE_S, check=False
            )
        expect_success(command, done.returncode, done.stderr)

    def in_process(self) -> None:
        """The same steps, one after the other."""
        tools = pipeline.open_tools(self._settings, self._submission, _NoTurns())
        article, _ = pipeline.read(self._submission, tools, self._blobs)
        found = pipeline.cite(article, self._settings)
        resolved = pipeline.resolve(found, self._settings)
        tried = [
            [_tried(found, place, one, tools, self._scorer) for one in sources]
            for place, sources in enumerate(resolved)
        ]
        pipeline.report("b", found, tried, scorer=self._scorer.name, settings=self._settings, made_at=_MADE_AT)
        read = sum(one.judgement is not None for row in tried for one in row)
        if read != _CITATIONS:
            raise RuntimeError(f"{read} of {_CITATIONS} pages were read, so the figure would mean nothing")


class _NoTurns:
    """`protocols.Politeness` for a WARC, which has no sites to spare."""

    def reserve(self, site: str, interval_s: float) -> float:
        del site, interval_s
        return 0.0

    def back_off(self, site: str, delay_s: float) -> None:
        del site, delay_s


def _tried(found: Citations, place: int, resolved: Resolved, tools: pipeline.Tools, scorer: Scorer) -> pipeline.Tried:
    if resolved.target is None:
        return pipeline.Tried(resolved=resolved)
    obtained, _ = pipeline.obtain(resolved.target, tools)
    judgement = pipeline.judge(found.citations[place], obtained, found.article, scorer)
    return pipeline.Tried(resolved=resolved, obtained=obtained, judgement=judgement)


def _exchange(fact: Fact) -> Exchange:
    return Exchange(
        url=fact.url, final_url=fact.url, status=200, headers=(("Content-Type", "text/html; charset=utf-8"),),
        body=page_html(fact).encode(), fetched_at=_MADE_AT,
    )  # fmt: skip


@contextlib.contextmanager
def _doing_nothing(folder: Path) -> Iterator[Iterator[float]]:
    """A worker whose steps do nothing; each `next` gives the seconds one article took it."""
    folder.mkdir()
    with local_store(Settings(data_dir=folder)) as (store, settings):
        environ = environment_for(settings) | {"PYTHONPATH": str(_TESTS)}
        command = [sys.executable, "-m", "support.quiet_workers"]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, env=environ):
            yield (seconds(partial(_done_with, store, number)) for number in range(REPEATS + 1))


def _done_with(store: Store, number: int) -> None:
    """An article of citations with a page each, in the language of `support.doubles`, brought to its report."""
    text = "|".join(f"page-{number}-{place}" for place in range(_EMPTY_CITATIONS))
    submission = Submission(blob=store.blobs.put(text.encode()), media_type="text/plain")
    status, _ = store.submit(submission, job_id=job_id_for(submission))
    deadline = time.monotonic() + _DEADLINE_S

    def look(_: object) -> None:
        if time.monotonic() > deadline:
            raise RuntimeError(f"an article of doubles had no report after {_DEADLINE_S:g} s")

    if follow(store, status.id, None, look).state is not JobState.DONE:
        raise RuntimeError("an article of doubles did not become a report")
