"""What each kind of unit does: a lease and the store in, the call that completes the unit out.

The work comes first and the store last, so that everything before the completing call may be repeated.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Iterator, Sequence

from verifier.codec import from_json
from verifier.errors import Conflict, MalformedJSON, StoreError, UnknownJob
from verifier.jobs import Change, JobState, Problem, Run
from verifier.model import (
    Citation,
    Citations,
    Judgement,
    Obtained,
    Outcome,
    OutcomeCode,
    Report,
    SourceState,
    Target,
    Verdict,
)
from verifier.store import CitationJudged, Found, Lease, Store, page_id
from workers.clock import now
from workers.steps import Steps

log = logging.getLogger("workers")

Completion = Callable[[], None]

#: Articles that are looked through for sites whose headlines are wanted.
_GATHERED_FOR = 2_000


def read_article(lease: Lease, store: Store, steps: Steps) -> Completion:
    """The submission → citations and the pages they lean on."""
    submission = store.submission(lease.ids[0])
    citations, resolved, exchanges = steps.read(submission)
    targets: dict[str, Target] = {}
    pages: list[tuple[str | None, ...]] = []
    for sources in resolved:
        row: list[str | None] = []
        for source in sources:
            page = None
            if source.target is not None and source.checked:
                page = page_id(steps.source_key(source.target), submission, store.settings)
                targets.setdefault(page, source.target)
            row.append(page)
        pages.append(tuple(row))
    found = Found(citations=citations, resolved=resolved, pages=tuple(pages))
    return lambda: store.found(lease, found, targets, exchanges, title=citations.article.title)


def fetch_source(lease: Lease, store: Store, steps: Steps) -> Completion:
    """A target → what came of it, for every job that waits."""
    (page,) = lease.ids
    submission = store.asking(page)
    if submission is None:
        return lambda: store.give_back(lease)  # cancelled since the claim; the next claim finds that nobody waits
    obtained, exchanges = steps.obtain(store.target(page), submission, store.earlier(page))
    return lambda: store.obtained(lease, obtained, exchanges)


def judge_source(lease: Lease, store: Store, steps: Steps) -> Completion:
    """A page and the claims that lean on it → judgements."""
    job_id, generation, page = lease.ids
    found, obtained = store.finding(job_id), store.page(job_id, generation, page)
    leaning = _leaning(found, page)
    judged = steps.judge_page(leaning, obtained, found.citations.article)
    copied = steps.judge_copy(leaning, obtained, judged, found.citations.article)
    judgements = [
        CitationJudged(citation=citation.id, judgement=judgement, of_copy=of_copy)
        for citation, judgement, of_copy in zip(leaning, judged, copied, strict=True)
        if judgement is not None
    ]
    return lambda: store.judged(lease, judgements)


def _leaning(found: Found, page: str) -> list[Citation]:
    return [citation for citation, pages in zip(found.citations.citations, found.pages, strict=True) if page in pages]


def publish_report(lease: Lease, store: Store, steps: Steps) -> Completion:
    """Everything kept for the job, and the report of before → its report.

    The last attempt leaves out what is judged beside the sources: a pair that ends its worker must not cost the report.
    """
    from verifier.report.missing import remembering

    job_id, generation = lease.ids
    before = _report_before(store, job_id)
    report = steps.report(
        job_id,
        store.finding(job_id),
        lambda page: store.page(job_id, generation, page),
        store.judgements(job_id, generation),
        beside=lease.attempt < max(2, store.settings.max_attempts),
    )
    report = remembering(before, report)
    return lambda: store.publish(lease, report)


def _report_before(store: Store, job_id: str) -> Report | None:
    """The newest report there is. One that cannot be read any more costs what it knew, not the new one."""
    number = store.latest_report_number(job_id)
    try:
        return from_json(store.report(job_id, number), Report) if number else None
    except (MalformedJSON, UnknownJob):
        return None


def start_run(lease: Lease, store: Store, steps: Steps) -> Completion:
    """Every stored article is handed in again, once the headlines of the sites they cite are gathered.

    Those out of a WARC are not: their web does not change. The last attempt gathers nothing, for the same reason as in
    `publish_report`.
    """
    (run_id,) = lease.ids
    job_ids = list(store.job_ids())
    if lease.attempt < max(2, store.settings.max_attempts):
        _gather(job_ids, store, steps)
    for job_id in job_ids:
        try:
            submission = store.submission(job_id)
            if submission.replay is None and store.status(job_id).state is not JobState.CANCELLED:
                store.submit(submission, job_id=job_id, recheck=True, run=run_id, known=True)
        except UnknownJob:
            continue  # removed meanwhile
    return lambda: _seal(lease, store, run_id)


def _gather(job_ids: Sequence[str], store: Store, steps: Steps) -> None:
    """Headlines are a help; whatever goes wrong with them, even their time being up, must not cost the run."""
    try:
        steps.gather(_found_before(job_ids, store))
    except Exception:
        log.exception("the headlines could not be gathered")


def _found_before(job_ids: Sequence[str], store: Store) -> Iterator[Citations]:
    for job_id in job_ids[:_GATHERED_FOR]:
        with contextlib.suppress(StoreError, OSError, MalformedJSON):  # not read yet, or removed meanwhile
            if store.submission(job_id).replay is None:
                yield store.finding(job_id).citations


def _seal(lease: Lease, store: Store, run_id: str) -> None:
    if not store.seal_run_as(run_id, lease.unit, lease.token):
        store.renew(lease)  # says how the lease was lost


def finish_run(lease: Lease, store: Store, steps: Steps) -> Completion:
    """The reports of before and after → what changed."""
    (run_id,) = lease.ids
    under_way = store.run(run_id)
    failed = store.run_failed(run_id)
    changes: list[Change] = []
    problems: list[Problem] = []
    jobs = store.run_jobs(run_id)
    for job_id, before in jobs.items():
        try:
            if job_id in failed:
                problems.append(_why_it_failed(store, job_id))
            else:
                changes += _changes(store, steps, job_id, before)
        except (UnknownJob, Conflict):
            continue  # removed meanwhile
    run = Run(
        id=run_id,
        kind=under_way.kind,
        state="done",
        started_at=under_way.started_at,
        ended_at=now(),
        articles=len(jobs),
        done=len(jobs) - len(failed),
        failed=len(failed),
        changes=tuple(changes),
        problems=tuple(problems),
    )
    return lambda: store.finish_run(lease, run)


def _changes(store: Store, steps: Steps, job_id: str, before: int) -> tuple[Change, ...]:
    newest = store.latest_report_number(job_id)
    if newest <= before:
        return ()
    earlier = from_json(store.report(job_id, before), Report) if before else None
    return steps.changes(earlier, from_json(store.report(job_id, newest), Report))


def _why_it_failed(store: Store, job_id: str) -> Problem:
    status = store.status(job_id)
    error = status.error or Problem(code=f"job-{status.state}", message=f"it is {status.state}")
    named = f"{status.title or 'article'} ({job_id}): {error.message}"
    return Problem(code=error.code, message=named, advice=error.advice)


def set_aside(lease: Lease, store: Store) -> Completion:
    """What stands in for a unit that ended its worker too often: its own result is spoilt, nothing else."""
    times = lease.attempt - 1
    if lease.kind == "fetch":
        reason = f"Set aside: reading this page ended its worker {times} times."
        outcome = Outcome(code=OutcomeCode.EXTRACTION_FAILED, state=SourceState.UNREADABLE, reason=reason)
        return lambda: store.obtained(lease, Obtained(outcome=outcome, attempts=(outcome,)), ())
    if lease.kind == "judge":
        job_id, _, page = lease.ids
        reason = f"Set aside: judging this page ended its worker {times} times."
        undetermined = Judgement(verdict=Verdict.UNDETERMINED, reasons=(reason,))
        leaning = _leaning(store.finding(job_id), page)
        judgements = [CitationJudged(citation=citation.id, judgement=undetermined) for citation in leaning]
        return lambda: store.judged(lease, judgements)
    what = {"read": "reading the article", "report": "writing the report"}.get(lease.kind, "this run")
    problem = Problem(
        code="set-aside",
        message=f"{what} ended its worker {times} times, so it was set aside",
        advice="The worker's log says how it ended; submit again after the cause is gone.",
    )
    return lambda: store.fail(lease, problem)


STAGES: dict[str, Callable[[Lease, Store, Steps], Completion]] = {
    "read": read_article,
    "fetch": fetch_source,
    "judge": judge_source,
    "report": publish_report,
    "start": start_run,
    "finish": finish_run,
}
