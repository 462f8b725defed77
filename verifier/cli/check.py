"""`verifier check`: articles in, reports out, through the store and the workers."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

import click

from verifier.cli.articles import Handed, shown, take
from verifier.cli.local import LocalWorker, follow, local_store, worker_if_needed
from verifier.cli.saying import say
from verifier.errors import JobFailed, StoreError, UsageError
from verifier.jobs import ENDED_STATES, JobState, Status, Submission
from verifier.model import Report, SourceState, Verdict
from verifier.settings import Settings, load_settings
from verifier.wording import quoted

if TYPE_CHECKING:
    from verifier.store import Store

FORMATS = ("text", "json", "html", "markdown", "csv", "claimreview", "annotations")
_SUFFIXES = {
    ".claimreview.json": "claimreview",
    ".annotations.json": "annotations",
    ".json": "json",
    ".html": "html",
    ".htm": "html",
    ".md": "markdown",
    ".csv": "csv",
    ".txt": "text",
}
#: How often another check of the same article may come in between.
_OVERTAKEN_AT_MOST = 5
#: Codes of problems that lie in what was handed in, not in our doing: exit 2.
_INPUT_PROBLEMS = re.compile(r"unreadable-input|input-too-large|bad-usage|bad-setting|broken-warc|article-|malformed")


replay_option = click.option(
    "--replay",
    multiple=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="A WARC that stands for the web; several stand for it together.",
)


class TheWeb(TypedDict, total=False):
    """The fields of a `Submission` that say which web is meant."""

    archive: str
    replay: str
    beside_it: tuple[str, ...]
    replay_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """The options of one `check`, in one piece."""

    output_format: str
    output: Path | None
    record: Path | None
    fail_on: frozenset[str]
    recheck: bool
    quiet: bool


def iso_day(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    if value is not None:
        try:
            if len(value) != 10:
                raise ValueError(value)
            date.fromisoformat(value)
        except ValueError:
            raise click.BadParameter(f"{quoted(value)} is not a day; write it as 2025-09-24") from None
    return value


def _codes(_context: click.Context, _parameter: click.Parameter, value: str | None) -> frozenset[str]:
    codes = frozenset(part.strip() for part in (value or "").split(",") if part.strip())
    from verifier.report.findings import FINDINGS

    known = {*Verdict, *SourceState, *FINDINGS}
    unknown = sorted(codes - known)
    if unknown:
        raise click.BadParameter(f"{', '.join(unknown)}: not a verdict, a state or a finding")
    return codes


@click.command()
@click.argument("articles", metavar="ARTICLE...", nargs=-1, required=True)
@click.option("--published", callback=iso_day, metavar="YYYY-MM-DD", help="The article's date, when it does not say.")
@click.option("--base-url", metavar="URL", help="What relative links of the article are relative to.")
@click.option("--format", "output_format", type=click.Choice(FORMATS), help="Default: text on a terminal, else json.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write there; suffix sets format."
)
@click.option("--record", type=click.Path(path_type=Path, dir_okay=False), help="Keep everything fetched as a WARC.")
@replay_option
@click.option("--archive-only", is_flag=True, help="Read archive copies alone.")
@click.option("--no-archive", is_flag=True, help="Read live pages alone.")
@click.option("--fail-on", callback=_codes, metavar="LIST", help="Exit 1 when a verdict, state or finding occurs.")
@click.option("--recheck", is_flag=True, help="Do the work again although there is a report.")
@click.option("-q", "--quiet", is_flag=True, help="No progress on stderr.")
def check(
    articles: tuple[str, ...],
    published: str | None,
    base_url: str | None,
    output_format: str | None,
    output: Path | None,
    record: Path | None,
    replay: tuple[Path, ...],
    archive_only: bool,
    no_archive: bool,
    fail_on: frozenset[str],
    recheck: bool,
    quiet: bool,
) -> int:
    """Find, fetch and judge every citation of ARTICLE (a path, a URL or -), and print the report.

    \b
    Examples:
      verifier check https://example.org/article
      verifier check draft.docx --published 2025-09-24 -o report.html
      verifier check fixtures/articles/seed.html --replay fixtures/seed.warc.gz
    """
    if archive_only and no_archive:
        raise UsageError("--archive-only and --no-archive exclude each other")
    if (output or record) and len(articles) > 1:
        raise UsageError("-o and --record take one article at a time", "Call `verifier check` once for each.")
    settings = load_settings()
    wishes = Wishes(
        output_format=output_format or format_of(output),
        output=output,
        record=record,
        fail_on=fail_on,
        recheck=recheck,
        quiet=quiet,
    )
    handed = [take(article, settings) for article in articles]
    for path in (output, record):
        _can_be_written(path)
    _spare_what_is_read([path for path in (output, record) if path], [*map(Path, articles), *replay])
    web = web_of(replay, archive="only" if archive_only else "never" if no_archive else "fallback")
    with ExitStack() as stack:
        store, settings = stack.enter_context(local_store(settings))
        submissions = [submission_of(one, store, web, published=published, base_url=base_url) for one in handed]
        return _check_all(store, settings, submissions, handed, wishes, stack)


def _check_all(
    store: Store,
    settings: Settings,
    submissions: list[Submission],
    handed: list[Handed],
    wishes: Wishes,
    stack: ExitStack,
) -> int:
    jobs = [_submit(store, submission, wishes.recheck) for submission in submissions]
    worker: LocalWorker | None = None
    if any(status.state not in ENDED_STATES for status, _ in jobs):
        worker = stack.enter_context(worker_if_needed(store, settings))
    exit_code = 0
    for (status, created), submission, one in zip(jobs, submissions, handed, strict=True):
        progress = _Progress(one.name, quiet=wishes.quiet)
        if not created and status.state is JobState.DONE:
            progress.say(f"checked before, on {status.updated_at[:10]}; --recheck repeats the work")
        else:
            progress.say("accepted")
            status = _to_the_end(store, submission, status, worker, progress)
        exit_code = max(exit_code, _deliver(store, status, one.name, wishes))
    return exit_code


def _to_the_end(
    store: Store, submission: Submission, accepted: Status, worker: LocalWorker | None, progress: _Progress
) -> Status:
    """Follow the job until it has ended the way it was submitted.

    A check of the same article with other options (`--no-archive`, another WARC) overtakes: its report is not ours.
    """
    for _ in range(_OVERTAKEN_AT_MOST):
        status = follow(store, accepted.id, worker, progress.show)
        if status.generation == accepted.generation:
            return status
        accepted, again = _submit(store, submission, recheck=False)
        if not again and accepted.state in ENDED_STATES:
            return accepted
        progress.say("overtaken by a check of the same article with other options; once more")
    raise JobFailed(
        f"other checks of the same article kept overtaking this one ({_OVERTAKEN_AT_MOST} times)",
        "Run them one after the other.",
    )


def _submit(store: Store, submission: Submission, recheck: bool) -> tuple[Status, bool]:
    from verifier.store import job_id_for

    return store.submit(submission, job_id=job_id_for(submission), recheck=recheck)


def _deliver(store: Store, status: Status, name: str, wishes: Wishes) -> int:
    """Print or write the report of an ended job; returns its exit code."""
    if status.state is not JobState.DONE:
        problem = status.error
        if problem:
            say(problem.message, problem.advice)
        else:
            say(f"the check of {name} was {status.state}")
        return 2 if problem and _INPUT_PROBLEMS.match(problem.code) else 3
    from verifier.codec import from_json
    from verifier.report import render

    report = from_json(store.report(status.id, status.generation), Report)
    if wishes.record:
        from verifier.fetch.warc import write_warc

        write_warc(wishes.record, store.evidence(status.id, status.generation))
    to_terminal = wishes.output is None and sys.stdout.isatty()
    rendered = render(
        report,
        wishes.output_format,
        colour=to_terminal and "NO_COLOR" not in os.environ,
        width=_terminal_width() if to_terminal else 100,
    )
    if wishes.output:
        write_whole(wishes.output, rendered)
    else:
        sys.stdout.buffer.write(rendered)
        sys.stdout.buffer.flush()
    return 1 if wishes.fail_on & codes_in(report) else 0


def _terminal_width() -> int:
    import shutil

    return min(shutil.get_terminal_size((100, 24)).columns, 120)


def codes_in(report: Report) -> frozenset[str]:
    """Every verdict, state and finding code that occurs in the report, at citations that count."""
    codes: set[str] = set()
    for citation in (one for one in report.citations if one.counted):
        codes.add(citation.verdict)
        for source in citation.sources:
            codes.add(source.state)
            codes.update(finding.code for finding in source.findings)
    return frozenset(codes)


def format_of(output: Path | None) -> str:
    """The format a file's name asks for; without a file, text for a terminal and JSON otherwise."""
    if output is None:
        return "text" if sys.stdout.isatty() else "json"
    name = output.name.lower()
    for suffix, output_format in _SUFFIXES.items():
        if name.endswith(suffix):
            return output_format
    raise UsageError(
        f"cannot tell the format from {quoted(output.name)}", "Add --format, or use .html, .json, .md, .csv."
    )


def submission_of(
    handed: Handed,
    store: Store,
    web: TheWeb,
    *,
    published: str | None = None,
    base_url: str | None = None,
) -> Submission:
    """What is handed to the store: the bytes go among its blobs."""
    said = Submission(published=published, base_url=base_url, **web)
    if handed.url is not None:
        return replace(said, url=handed.url)
    return replace(said, blob=store.blobs.put(handed.body), media_type=handed.media_type, name=handed.name)


def web_of(replay: Sequence[Path], *, archive: str = "fallback") -> TheWeb:
    """The fields of a `Submission` that say which web is meant. Raises `BrokenArchiveFile`."""
    fields = TheWeb(archive=archive)
    if replay:
        from verifier.fetch.warc import Replay, digest_of

        paths = list(dict.fromkeys(path.resolve() for path in replay))
        for damage in Replay(*paths).damages:
            say(f"warning: {damage}")
        for path in paths:
            if shown(str(path)) != str(path):
                raise UsageError(f"the name of {path} is not UTF-8, so it cannot be handed to a worker", "Rename it.")
        first, *others = map(str, paths)
        fields |= TheWeb(replay=first, beside_it=tuple(others), replay_sha256=digest_of(paths))
    return fields


def write_whole(path: Path, data: bytes) -> None:
    """Write beside the file and rename, so that nobody ever sees half of it; a pipe or a device is written into."""
    try:
        if _is_stream(path):
            path.write_bytes(data)
            return
        target = Path(os.path.realpath(path))  # what a link stands for is written, the link stays
        beside = target.with_name(f".verifier-{os.getpid()}.part")
        try:
            beside.write_bytes(data)
            if target.exists():
                beside.chmod(target.stat().st_mode & 0o777)
            beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise StoreError(f"cannot write {path}: {error.strerror}", "Free space or choose another place.") from error


def _is_stream(path: Path) -> bool:
    """Whether the path is a pipe, a terminal or a device: `/dev/stdout` and `/dev/null` must not become files."""
    return path.exists() and (not path.is_file() or path.absolute().parts[:2] in (("/", "dev"), ("/", "proc")))


def _can_be_written(path: Path | None) -> None:
    if path is None:
        return
    if not os.access(path if _is_stream(path) else Path(os.path.realpath(path)).parent, os.W_OK):
        raise UsageError(f"cannot write {path}: no such folder or no rights", "Choose another place.")


def _spare_what_is_read(written: Sequence[Path], read: Sequence[Path]) -> None:
    """Raises `UsageError` where a report or a record would take the place of an article or of a WARC, or of another."""
    taken = {os.path.realpath(path) for path in read}
    for path in (one for one in written if not _is_stream(one)):
        target = os.path.realpath(path)
        if target in taken:
            raise UsageError(f"{path} would be written over: it is read or written besides", "Give another name.")
        taken.add(target)


class _Progress:
    """Lines on stderr as the work goes on; one line for each change."""

    def __init__(self, name: str, *, quiet: bool) -> None:
        self._name = name
        self._quiet = quiet
        self._last = ""

    def say(self, message: str) -> None:
        if not self._quiet and message != self._last:
            self._last = message
            print(f"{self._name}: {message}", file=sys.stderr, flush=True)

    def show(self, status: Status) -> None:
        if status.state is JobState.QUEUED:
            self.say("waiting for a worker")
        elif status.state is JobState.RUNNING and not status.progress.citations:
            self.say("reading")
        elif status.progress.citations:
            self.say(f"{status.progress.done} of {status.progress.citations} citations judged")
