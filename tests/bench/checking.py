"""Whole citations a second through real workers, from fetching to judging, and where the workers' time goes."""

from __future__ import annotations

import time
from dataclasses import replace

from bench.sites import host, story
from bench.timing import Row, at_length, rate
from bench.working import Work, at_work

from verifier import pipeline
from verifier.fetch.live import LiveWeb
from verifier.fetch.politeness import LocalPoliteness
from verifier.jobs import Submission
from verifier.judge import load_scorer
from verifier.model import Article, Citation, Claim, Target
from verifier.protocols import Scorer

POOLS = {"articles,fetch": 12, "judge": 2}
_ALONE = 10


def rows() -> list[Row]:
    """The rate of pages handed in once the processes are warm, from their articles to their judgements.

    What is left of the processes' time is queue, store, reports, and waiting for work or for the processor.
    """
    pages = at_length(100, 600)
    warm = pages // 4
    with at_work(pages, POOLS, first=warm) as work:
        work.until(warm)
        before, cpu_before, began = work.spent(), work.cpu_s(), time.perf_counter()
        work.hand_in_rest()
        took_s = work.until(pages) - began
        spent, cpu_s = work.spent() - before, work.cpu_s() - cpu_before
        alone = _alone(work)
    measured = pages - warm
    all_ms = sum(POOLS.values()) * took_s / measured * 1000
    parts = {name: spent[name] / measured * 1000 for name in ("network", "extraction", "judging")}
    parts["queue, store, waiting for work"] = all_ms - sum(parts.values())
    return [
        Row(
            what=f"citations, checked, {sum(POOLS.values())} processes", measured=measured / took_s, unit="/s",
            reference="the pipeline in one process", against=alone, repeats=1,
        ),
        *(
            Row(
                what=f"citations, {name}, each", measured=ms, unit="ms",
                reference="all processes' time", against=all_ms, repeats=1,
            )
            for name, ms in parts.items()
        ),
        Row(
            what="citations, the processors' time, each", measured=cpu_s / measured * 1000, unit="ms",
            reference="all processes' time", against=all_ms, repeats=1,
        ),
    ]  # fmt: skip


def _alone(work: Work) -> float:
    """The same steps a second in this process, one after the other, without store and queue."""
    settings = work.store.settings
    tools = pipeline.open_tools(settings, Submission(), LocalPoliteness())
    web = LiveWeb(settings, LocalPoliteness(), resolver=lambda _host, _port: ["127.0.0.1"])
    tools, scorer = replace(tools, web=web), load_scorer(settings.scorer, settings)
    _check(0, work.port, tools, scorer)  # a warm nursery, a loaded model
    return rate(lambda: [_check(number, work.port, tools, scorer) for number in range(1, 1 + _ALONE)], _ALONE)()


def _check(number: int, port: int, tools: pipeline.Tools, scorer: Scorer) -> None:
    obtained, _ = pipeline.obtain(Target(url=f"http://{host(number)}:{port}/news/{number}"), tools)
    claim = Claim(text=story(number).claim, spans=())
    citation = Citation(id="c1", start=0, end=1, text="()", sources=(), claim=claim)
    article = Article(text="", published="2025-09-24", language="en")
    if pipeline.judge(citation, obtained, article, scorer) is None:
        raise RuntimeError(f"page {number} was not judged: {obtained.outcome.reason}")
