"""A nightly run in, the digest of what it changed out: changes first, one line when there are none."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from verifier.codec import to_pretty_json
from verifier.errors import UsageError, sentence
from verifier.jobs import Change, Run
from verifier.report.days import spoken_time
from verifier.report.diff import KINDS
from verifier.report.text import plain, wrapped
from verifier.wording import quoted

_WIDTH = 100


def render_run(run: Run, output_format: str = "text") -> bytes:
    """The run as `text` or `json`. Raises `UsageError` for another format."""
    if output_format == "json":
        return to_pretty_json(run)
    if output_format != "text":
        raise UsageError(f"a run cannot be written as {quoted(output_format)}", "Choose text or json.")
    lines = [*_changes(run), *_problems(run), _totals(run)]
    return ("\n".join(lines) + "\n").encode("utf-8", "replace")


def _changes(run: Run) -> Iterator[str]:
    if not run.changes:
        yield "Nothing changed." if run.state == "done" else "Nothing has changed so far."
        yield ""
        return
    articles = len({change.article for change in run.changes})
    yield f"{_counted(len(run.changes), 'change')} in {_counted(articles, 'article')}"
    yield ""
    for (_, title), changes in groupby(_ordered(run.changes), key=_article):
        yield from wrapped(plain(title), _WIDTH)
        for change in changes:
            words = f"{KINDS.get(change.kind, change.kind)}: {change.message} [{change.citation}]"
            yield from (
                f"  {'  ' if place else ''}{line}" for place, line in enumerate(wrapped(plain(words), _WIDTH - 4))
            )
            if change.url:
                yield f"    {plain(change.url)}"
        yield ""


def _ordered(changes: tuple[Change, ...]) -> list[Change]:
    """Articles in the order in which they first occur, the most pressing change of each first."""
    kinds, articles = list(KINDS), list(dict.fromkeys(map(_article, changes)))
    return sorted(changes, key=lambda one: (articles.index(_article(one)), kinds.index(one.kind)))


def _article(change: Change) -> tuple[str, str]:
    return change.article, change.title or change.article


def _problems(run: Run) -> Iterator[str]:
    for problem in run.problems:
        yield from wrapped(plain(f"Not checked: {sentence(problem.message, problem.advice)}"), _WIDTH)
    if run.problems:
        yield ""


def _totals(run: Run) -> str:
    failed = f", {run.failed} failed" if run.failed else ""
    ended = f"ended {spoken_time(run.ended_at)}" if run.ended_at else f"started {spoken_time(run.started_at)}, running"
    return plain(
        f"Run {run.id} ({run.kind}): {run.done} of {_counted(run.articles, 'article')} checked{failed}; {ended}."
    )


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
