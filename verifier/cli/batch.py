"""`verifier batch`: many articles as one run, or the stored ones again; prints what changed."""

from __future__ import annotations

import dataclasses
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from verifier.cli.articles import ARTICLE_SUFFIXES, Handed, is_url, take
from verifier.cli.check import TheWeb, iso_day, replay_option, submission_of, web_of, write_whole
from verifier.cli.local import LocalWorker, local_store, worker_if_needed
from verifier.cli.saying import say
from verifier.errors import StoreUnavailable, UnknownJob, UnreadableInput, UsageError, VerifierError
from verifier.jobs import Problem, Run, Submission
from verifier.settings import Settings, load_settings

if TYPE_CHECKING:
    from verifier.store import Store

_POLL_S = 0.25
_AWAY_S = 30.0


@click.command()
@click.argument("sources", metavar="SOURCE...", nargs=-1)
@click.option("--nightly", is_flag=True, help="Check all stored articles again.")
@click.option("--published", callback=iso_day, metavar="YYYY-MM-DD", help="The date of articles that do not say.")
@click.option("--format", "output_format", type=click.Choice(["text", "json"]), help="Default: text on a terminal.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write there.")
@replay_option
@click.option("-q", "--quiet", is_flag=True, help="No progress on stderr.")
def batch(
    sources: tuple[str, ...],
    nightly: bool,
    published: str | None,
    output_format: str | None,
    output: Path | None,
    replay: tuple[Path, ...],
    quiet: bool,
) -> int:
    """Check the articles of each SOURCE (a folder, a list of URLs, a CSV, a feed, a sitemap) and print what changed.

    \b
    Examples:
      verifier batch articles/
      verifier batch https://example.org/feed.xml
      verifier batch --nightly
    """
    if nightly == bool(sources):
        raise UsageError("give sources, or --nightly for the stored articles", "See `verifier batch --help`.")
    settings = load_settings()
    web = web_of(replay)
    # Before the run begins: a list that cannot be read must not leave half a run behind.
    articles = [article for source in sources for article in _articles_of(source, settings)]
    if sources and not articles:
        say(f"there are no articles in {', '.join(sources)}", "Give files, folders, lists of URLs or feeds.")
    with local_store(settings) as (store, reached):
        run, _ = store.start_run("nightly" if nightly else "batch")
        if nightly:
            problems = _hand_in_stored(store, run.id, web if replay else TheWeb())
        else:
            problems = _hand_in(store, run.id, articles, reached, web, published)
        store.seal_run(run.id)
        with worker_if_needed(store, reached) as worker:
            run = _follow(store, run.id, worker, quiet)
    run = dataclasses.replace(run, problems=(*problems, *run.problems), failed=run.failed + len(problems))
    from verifier.report import render_run

    rendered = render_run(run, output_format or ("text" if sys.stdout.isatty() else "json"))
    if output:
        write_whole(output, rendered)
    else:
        sys.stdout.buffer.write(rendered)
    return 3 if run.failed else 0


def _hand_in_stored(store: Store, run_id: str, web: TheWeb) -> list[Problem]:
    problems = []
    for job_id in store.job_ids():
        try:
            submission = store.submission(job_id)
            submission = dataclasses.replace(submission, **(web or _same_web(submission)))
            store.submit(submission, job_id=job_id, recheck=True, run=run_id, known=True)
        except UnknownJob:
            continue  # removed since it was listed
        except UsageError as error:
            problems.append(Problem(code=error.code, message=f"{job_id}: {error.message}", advice=error.advice))
    return problems


def _same_web(submission: Submission) -> TheWeb:
    """The web that the article was checked against, as it is now: a WARC may have been made anew since."""
    if submission.replay is None:
        return TheWeb()
    return web_of([Path(submission.replay), *map(Path, submission.beside_it)], archive=submission.archive)


def _hand_in(
    store: Store, run_id: str, articles: list[str], settings: Settings, web: TheWeb, published: str | None
) -> list[Problem]:
    """Every readable article; one that cannot be read is a problem, not the end."""
    from verifier.store import job_id_for

    problems = []
    for article in articles:
        try:
            submission: Submission = submission_of(take(article, settings), store, web, published=published)
        except UnreadableInput as error:
            problems.append(Problem(code=error.code, message=error.message, advice=error.advice))
            continue
        store.submit(submission, job_id=job_id_for(submission), recheck=True, run=run_id)
    return problems


def _articles_of(source: str, settings: Settings) -> Iterable[str]:
    """The articles of a folder, a list or a feed; an article itself. Raises `UnreadableInput`."""
    path = Path(source)
    if is_url(source):
        return _listed(source, settings)
    if path.is_dir():
        return sorted(str(one) for one in path.rglob("*") if one.suffix.lower() in ARTICLE_SUFFIXES)
    if path.suffix.lower() in ARTICLE_SUFFIXES - {".txt"} and path.is_file():
        return [source]
    return _listed(source, settings)


def _listed(source: str, settings: Settings) -> tuple[str, ...]:
    from verifier.read.listing import addresses_in

    return addresses_in(_list_body(source, settings).body, source)


def _list_body(source: str, settings: Settings) -> Handed:
    if not is_url(source):
        return take(source, settings)
    from verifier.fetch.live import LiveWeb
    from verifier.fetch.politeness import LocalPoliteness

    try:
        answer = LiveWeb(settings, LocalPoliteness()).get(source)
    except VerifierError as error:
        raise UnreadableInput(
            f"the list {source} could not be fetched: {error.message}", "Check the address."
        ) from error
    if answer.status != 200:
        raise UnreadableInput(f"the list {source} answered HTTP {answer.status}", "Check the address.")
    return Handed(name=source, body=answer.body, media_type=answer.header("content-type"))


def _follow(store: Store, run_id: str, worker: LocalWorker | None, quiet: bool) -> Run:
    """Wait for the run to end, saying how far it is."""
    said, away_since = "", None
    while True:
        if worker is not None:
            worker.tend()
        try:
            run = store.run(run_id)
        except StoreUnavailable:
            away_since = away_since or time.monotonic()
            if time.monotonic() - away_since > _AWAY_S:
                raise
            time.sleep(_POLL_S)
            continue
        away_since = None
        progress = f"{run.done + run.failed} of {run.articles} articles"
        if progress != said and not quiet:
            said = progress
            print(f"{run.id}: {progress}", file=sys.stderr, flush=True)
        if run.state == "done":
            return run
        time.sleep(_POLL_S)
