"""A power cut: the end of the append-only file is missing; whatever job is left goes all the way."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest
from support.servers import PROGRAMS, running
from support.workbench import Bench

from verifier.jobs import JobState
from verifier.settings import Settings
from verifier.store import open_store

CUTS = 6


@pytest.mark.parametrize("program", sorted(PROGRAMS))
def test_every_job_that_survives_a_cut_ends_with_one_report(program: str, tmp_path: Path) -> None:
    whole, data = tmp_path / "whole", tmp_path / "data"
    data.mkdir()
    with running(program, whole) as url:
        store = open_store(Settings(redis_url=url, data_dir=data))
        bench = Bench(store)
        ids = [bench.submit(f"a{n} b|b|-c") for n in range(4)]
        for _ in range(12):  # some are done, some are on their way
            bench.do(bench.bell())
        bench.claim(bench.bell())
        store.close()
    chance = random.Random(7)
    for cut in range(CUTS):
        torn = tmp_path / f"torn{cut}"
        shutil.copytree(whole, torn)
        (log,) = (torn / "embedded" / "appendonlydir").glob("*.incr.aof")
        with open(log, "r+b") as file:
            file.truncate(chance.randrange(log.stat().st_size))
        with running(program, torn) as url:
            store = open_store(Settings(redis_url=url, data_dir=data))
            bench = Bench(store)
            for unit, holder in store.holders().items():
                bench.expire(unit)
                assert holder.owner
            for queue in ("articles", "fetch", "judge"):
                store.client.do("HSET", "verifier:served", queue, 9_999_999_999_999)
            store.reap()
            bench.drain()
            left = store.job_ids()
            assert set(left) <= set(ids)
            assert [store.status(job_id).state for job_id in left] == [JobState.DONE] * len(left)
            assert [store.client.do("HGET", f"verifier:job:{job_id}", "published") for job_id in left] == [
                "1" for _ in left
            ]
            store.close()
