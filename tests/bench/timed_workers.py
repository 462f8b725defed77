"""`python -m bench.timed_workers`: what `python -m workers` starts, on the loopback web, noting where its time goes.

Names of hosts lead to 127.0.0.1 by the resolver; all else is the real thing. Each process adds up seconds by what they
were spent on and writes them to `DATA_DIR/spent/PID.json` after every unit.
"""

from __future__ import annotations

import json
import os
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from verifier import pipeline
from verifier.fetch.live import LiveWeb
from verifier.jobs import Submission
from verifier.settings import Settings
from verifier.store import Store
from workers import runtime
from workers.__main__ import main
from workers.tools import RealSteps

_spent: Counter[str] = Counter()


class _Timed:
    """Something whose calls of some methods are timed under one name."""

    def __init__(self, inner: Any, name: str, methods: tuple[str, ...]) -> None:
        self._inner, self._name, self._methods = inner, name, methods

    def __getattr__(self, method: str) -> Any:
        found = getattr(self._inner, method)
        return _timed(found, self._name) if method in self._methods else found


def _timed(call: Callable[..., Any], name: str) -> Callable[..., Any]:
    def run(*arguments: Any, **options: Any) -> Any:
        began = time.perf_counter()
        try:
            return call(*arguments, **options)
        finally:
            _spent[name] += time.perf_counter() - began

    return run


class TimedSteps(RealSteps):
    """`RealSteps` on the loopback web, with a stop-watch."""

    def __init__(self, settings: Settings, store: Store) -> None:
        super().__init__(settings, store)
        _spent.clear()
        self._notes = Path(settings.data_dir) / "spent"
        self._notes.mkdir(exist_ok=True)

    def _open_tools(self, web: Submission) -> pipeline.Tools:
        tools = super()._open_tools(web)
        live = LiveWeb(
            self._settings,
            self._store.politeness,
            shelf=self._store.robots,
            resolver=lambda _host, _port: ["127.0.0.1"],
        )
        return replace(
            tools,
            web=_Timed(live, "network", ("get",)),
            extractor=_Timed(tools.extractor, "extraction", ("extract",)),
        )

    def obtain(self, *arguments: Any) -> Any:
        return self._noted("obtain", super().obtain, *arguments)

    def judge_page(self, *arguments: Any) -> Any:
        return self._noted("judging", super().judge_page, *arguments)

    def _noted(self, name: str, call: Callable[..., Any], *arguments: Any) -> Any:
        answer = _timed(call, name)(*arguments)
        _spent["cpu"] = time.process_time()
        (self._notes / f"{os.getpid()}.json").write_text(json.dumps(_spent))
        return answer


runtime.make_steps = TimedSteps

if __name__ == "__main__":
    main()
