"""What is counted, what is checked, and a newsroom's own outlets, through the whole service and back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from support.shell import REPLAY, Home

ARTICLE = (
    "# The port of Lindmark\n\n24 September 2025\n\n"
    "The port closed for a week ([Harbour Bulletin](https://quay.example/2025/09/01/port), September 10). "
    "The ferry [sank near the quay](https://ferry.example/news/ferry-sank-near-quay) at noon.\n\n"
    "Nobody was hurt. https://police.example/news/item-12-a\n"
)
HEADER = "form,outlet,domains,languages,country,kind\n"
OUTLETS = HEADER + "Harbour Bulletin,The Harbour Bulletin,harbour.example,en,GB,news\n"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return Home(tmp_path_factory.mktemp("home"))


def checked(home: Home, **settings: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The report and its citations by kind."""
    path = home.folder / "article.md"
    path.write_text(ARTICLE, "utf-8")
    done = home.run("check", str(path), *REPLAY, "--format", "json", "--recheck", settings=settings)
    assert done.returncode == 0, done.stderr.decode()
    report = json.loads(done.stdout)
    return report, {one["kind"]: one for one in report["citations"]}


def test_only_brackets_count_and_linked_words_are_listed_without_being_asked_for(home: Home) -> None:
    report, kinds = checked(home)
    assert set(kinds) == {"parenthetical", "inline_link", "bare_url"}
    assert report["counts"]["citations"] == 1
    assert {kind: one["counted"] for kind, one in kinds.items()} == {
        "parenthetical": True, "inline_link": False, "bare_url": False,
    }  # fmt: skip
    (listed,) = kinds["inline_link"]["sources"]
    assert (listed["verdict"], listed["resolution"]) == ("undetermined", "linked")
    assert listed["attempts"] == []
    assert "VERIFIER_CHECKED_KINDS" in listed["reasons"][0]
    (asked,) = kinds["bare_url"]["sources"]
    assert asked["attempts"]


def test_an_operator_has_links_checked_and_counted(home: Home) -> None:
    report, kinds = checked(home, CHECKED_KINDS="parenthetical,inline_link", COUNTED_KINDS="inline_link,bare_url")
    assert report["counts"]["citations"] == 2
    assert kinds["inline_link"]["sources"][0]["attempts"]
    assert not kinds["bare_url"]["sources"][0]["attempts"]


def test_own_outlets_reach_the_workers_and_the_address_is_held_against_them(home: Home, tmp_path: Path) -> None:
    table = tmp_path / "outlets.csv"
    table.write_text(OUTLETS, "utf-8")
    before = checked(home)[0]["settings"]
    report, kinds = checked(home, OUTLETS=str(table))
    (source,) = kinds["parenthetical"]["sources"]
    assert (source["outlet"], source["domains"]) == ("The Harbour Bulletin", ["harbour.example"])
    assert {"outlet-differs", "cited-date-differs"} <= {finding["code"] for finding in source["findings"]}
    assert report["settings"] != before
    found = home.run("citations", str(home.folder / "article.md"), settings={"OUTLETS": str(table)})
    assert json.loads(found.stdout)["citations"][0]["sources"][0]["outlet"] == "The Harbour Bulletin"


def test_a_slip_in_the_own_table_stops_the_command_with_its_line(home: Home, tmp_path: Path) -> None:
    table = tmp_path / "outlets.csv"
    table.write_text(OUTLETS + "Quay,,,,,\n", "utf-8")
    done = home.run("citations", "fixtures/articles/seed.html", settings={"OUTLETS": str(table)})
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"line 3: the outlet is empty" in done.stderr
