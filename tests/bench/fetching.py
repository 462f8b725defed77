"""Sources fetched and extracted a second by real workers, on 200 sites that answer 100 ms late, against a script."""

from __future__ import annotations

import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

import httpx
import trafilatura
from bench.sites import host
from bench.timing import Row, at_length, rate
from bench.working import at_work

PROCESSES = 16
_PLAIN = 30


def rows() -> list[Row]:
    """Fetching alone (nothing is judged), once the processes are warm; every site is asked at most once a second.

    The script knows neither robots.txt, nor turns, nor a sandbox; its connections stay open.
    """
    pages = at_length(400, 2_000)
    warm = pages // 4
    with at_work(pages, {"articles,fetch": PROCESSES}) as work:
        began, before = work.until(warm), work.cpu_s()
        counted = work.done()
        ours = (pages - counted) / (work.until(pages) - began)
        cpu_ms = (work.cpu_s() - before) / (pages - counted) * 1000
        with httpx.Client(limits=httpx.Limits(max_connections=PROCESSES)) as client:
            alone = time.process_time()
            one_by_one = rate(lambda: _read_all(client, work.port, range(_PLAIN)), _PLAIN)()
            alone_ms = (time.process_time() - alone) / _PLAIN * 1000
            together = rate(lambda: _read_together(client, work.port, range(warm)), warm)()
    what = f"sources, fetched and extracted, {PROCESSES} processes"
    return [
        _row(what, ours, "httpx and trafilatura, one after the other", one_by_one),
        _row(what, ours, f"httpx and trafilatura, {PROCESSES} threads", together),
        Row(
            what="sources, the processors' time for each", measured=cpu_ms, unit="ms",
            reference="httpx and trafilatura, one after the other", against=alone_ms, repeats=1,
        ),
    ]  # fmt: skip


def _row(what: str, measured: float, reference: str, against: float) -> Row:
    return Row(what=what, measured=measured, unit="/s", reference=reference, against=against, repeats=1)


def _read_all(client: httpx.Client, port: int, numbers: Iterable[int]) -> None:
    for number in numbers:
        answer = client.get(f"http://127.0.0.1:{port}/news/{number}", headers={"Host": host(number)})
        if trafilatura.bare_extraction(answer.text, with_metadata=True) is None:
            raise RuntimeError(f"page {number} had no text for the script")


def _read_together(client: httpx.Client, port: int, numbers: range) -> None:
    with ThreadPoolExecutor(PROCESSES) as threads:
        list(threads.map(lambda number: _read_all(client, port, [number]), numbers))
