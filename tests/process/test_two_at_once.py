"""Two commands at the same time over one data folder: each gets what it asked for."""

from __future__ import annotations

import json

from support.shell import LIMIT_S, REPLAY, SEED, Home


def test_two_checks_of_one_article_share_the_work(new_home: Home) -> None:
    with new_home.start("check", SEED, *REPLAY) as first, new_home.start("check", SEED, *REPLAY) as second:
        reports = [json.loads(one.communicate(timeout=LIMIT_S)[0]) for one in (first, second)]
    assert (first.returncode, second.returncode) == (0, 0)
    assert reports[0] == reports[1]


def test_two_checks_of_one_article_with_other_options_do_not_get_each_others_report(new_home: Home) -> None:
    with (
        new_home.start("check", SEED, *REPLAY) as both,
        new_home.start("check", SEED, *REPLAY, "--no-archive") as live,
        new_home.start("check", SEED, *REPLAY, "--archive-only") as archive,
    ):
        outputs = [one.communicate(timeout=LIMIT_S) for one in (both, live, archive)]
    reports = [json.loads(out) for out, _ in outputs]
    states = [report["citations"][2]["sources"][0]["state"] for report in reports]
    assert states == ["archived", "gone", "archived"]
    assert [report["citations"][0]["sources"][0]["state"] for report in reports] == ["live", "live", "archived"]
