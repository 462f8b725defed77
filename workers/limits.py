"""How long each kind of work may take, and what follows from it for leases and redelivery."""

from __future__ import annotations

from verifier.settings import Settings

#: Between the polite interruption of a piece of work and the end of its process.
HARD_AFTER_S = 15

#: After SIGTERM running work may finish for this long, then it is given back; `docker stop` allows 10 s.
GRACE_S = 7.0
#: How long a worker whose owner is gone waits until all work is given back; what is not is found by the reaper.
LEAVE_S = 3.0

#: For kinds whose time does not follow from a setting: long articles, slow judges (reports judge, too), large nights.
_SOFT_S = {"read": 300, "judge": 900, "report": 900, "start": 900, "finish": 900}

#: Waiting for turns at a busy site, on top of what one source may take.
_TURNS_S = 60


def soft_limit_s(kind: str, settings: Settings) -> int:
    """After this time the work is interrupted by an exception, which counts as a stumble."""
    if kind == "fetch":
        one_page_s = settings.source_deadline_s + 2 * settings.extract_deadline_s
        # A page without a link is looked for first: the last question and the last reading may begin at the deadline.
        search_s = settings.search_deadline_s + 2 * settings.fetch_deadline_s + one_page_s
        return int(one_page_s + search_s + _TURNS_S)
    return _SOFT_S[kind]


def hard_limit_s(kind: str, settings: Settings) -> int:
    """After this time its process is killed, and its lease is no longer renewed."""
    return soft_limit_s(kind, settings) + HARD_AFTER_S


def visibility_timeout_s(settings: Settings) -> int:
    """When the broker delivers again what nobody acknowledged: later than any work, or it would run twice at once."""
    longest = max(hard_limit_s(kind, settings) for kind in ("fetch", *_SOFT_S))
    return longest + 2 * int(settings.lease_s) + 60
