"""Whole citations a second through real workers, from fetching to judging, and where the workers' time goes."""

from __future__ import annotations

from dataclasses import replace

from bench.sites import host, story
from bench.timing import Row, at_length, rate
from bench.working import Work, at_work

from verifier import pipeline
from verifier.fetch.live import LiveWeb
from verifier.fetch.politeness import LocalPoliteness
from verifier.judge import load_scorer
from verifier.model import Article, Citation, Claim, Submission, Target

PROCESSES = 16
_ALONE = 10


def rows() -> list[Row]:
    """Once the processes are warm. What is left of their time is queue, store, reports, and waiting for work."""
    pages = at_length(300, 1_000)
    with at_work(pages, "articles,fetch,judge", PROCESSES) as work:
        began = work.until(pages // 3)
        counted, before = work.done(), work.spent()
        taken_s = work.until(pages) - began
        spent = work.spent()
        spent.subtract(before)
        alone = rate(lambda: _one_by_one(work), _ALONE)()
    checked = pages - counted
    all_ms = PROCESSES * taken_s / checked * 1000
    parts = {name: spent[name] / checked * 1000 for name in ("network", "extraction", "judging")}
    parts["queue, store and all else"] = all_ms - sum(parts.values())
    made = [
        Row(
            what=f"citations, checked, {PROCESSES} processes", measured=checked / taken_s, unit="/s",
            reference="the pipeline in one process", against=alone, repeats=1,
        )
    ]  # fmt: skip
    return made + [
        Row(what=f"citations, {name}", measured=ms, unit="ms", reference="a process's time", against=all_ms, repeats=1)
        for name, ms in parts.items()
    ]


def _one_by_one(work: Work) -> None:
    """The same steps for a few pages, without store and queue."""
    settings = work.store.settings
    tools = pipeline.open_tools(settings, Submission(), LocalPoliteness())
    web = LiveWeb(settings, LocalPoliteness(), resolver=lambda _host, _port: ["127.0.0.1"])
    tools = replace(tools, web=web)
    scorer = load_scorer(settings.scorer, settings)
    article = Article(text="", published="2025-09-24", language="en")
    for number in range(_ALONE):
        target = Target(url=f"http://{host(number)}:{work.port}/news/{number}")
        obtained, _ = pipeline.obtain(target, tools)
        claim = Claim(text=story(number).claim, spans=())
        citation = Citation(id="c1", start=0, end=1, text="()", sources=(), claim=claim)
        if pipeline.judge(citation, obtained, article, scorer) is None:
            raise RuntimeError(f"page {number} was not judged: {obtained.outcome.reason}")
