"""The labelled articles lose nothing against the last committed run, and the harness sees what it should see."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from quality.__main__ import main
from quality.history import changes, lost_items, moved, read_last, save, summary, won_items
from quality.labelled import OWN, Labelled, labelled, read_folder
from quality.score_citations import Scored, figures, score
from quality.tables import alarms, table, total, worst
from verifier.model import Citations

#: No figure of our own set may be below; the run of every item is held against the stored one besides.
FLOOR = 0.97
FLOORED = ("F1", "names", "dates", "accounts", "accessed F1", "claim IoU", "links", "kinds")


@pytest.fixture(scope="module")
def own() -> list[Scored]:
    return [score(text) for text in read_folder(OWN)]


def test_no_labelled_item_that_was_right_has_become_wrong(own: list[Scored]) -> None:
    before = read_last()
    assert before["texts"], "no run is stored: python -m tests.quality citations --save"
    now = summary(own, {}, before)
    assert lost_items(before, now) == [], worst(total(own).misses, 20)


def test_the_labelled_texts_stay_above_their_floors(own: list[Scored]) -> None:
    assert len(own) >= 12
    known = figures(total(own))
    low = {name: known[name] for name in FLOORED if known[name] is None or known[name] < FLOOR}
    assert not low, worst(total(own).misses, 20)


def test_no_text_of_the_last_run_has_gone(own: list[Scored]) -> None:
    assert set(read_last()["texts"]) <= {one.text.id for one in own}


def test_the_labels_point_at_what_they_say(own: list[Scored]) -> None:
    for one in own:
        text = one.text
        assert text.origin in ("composed", "seed"), text.id
        assert not text.faults, text.id
        for label in text.labels:
            assert label.span is not None, f"{text.id} {label.id}"
            assert _plain(label.text) == _plain(text.article.text[slice(*label.span)]), f"{text.id} {label.id}"
            assert not label.lost, f"{text.id} {label.id}: {label.lost}"
        assert len({label.id for label in text.labels}) == len(text.labels), text.id


def _plain(words: str) -> str:
    return "".join(words.split())


# --- the harness itself --------------------------------------------------------------------

TEXT = "Prices rose (aside) again (Radio Lindholm, May 3). They fell later (Harbour Review, May 4)."


def gold(**changes: Any) -> dict[str, Any]:
    sources: list[dict[str, Any]] = [{"name": "Radio Lindholm", "dates": ["2024-05-03"], "accessed": False}]
    one: dict[str, Any] = {"id": "c1", "text": "(Radio Lindholm, May 3)", "sources": sources}
    one["claim_texts"] = ["Prices rose (aside) again"]
    two: dict[str, Any] = {"text": "(Harbour Review, May 4)"}
    two["sources"] = [{"name": "Harbour Review", "dates": ["2024-05-04"]}]
    two["claim_texts"] = ["They fell\n later"]
    base = {"id": "x", "text": TEXT, "published": "2024-05-05", "lang": "en", "citations": [one, two]}
    return {**base, "not_citations": [{"text": "(aside)", "class": "aside"}], **changes}


def made(tmp_path: Path, **changes: Any) -> Labelled:
    return labelled(gold(**changes), tmp_path, "x")


def test_labels_given_as_words_are_found_in_the_text(tmp_path: Path) -> None:
    text = made(tmp_path)
    assert [(label.id, label.span) for label in text.labels] == [("c1", (26, 49)), ("c2", (67, 90))]
    assert [label.claim for label in text.labels] == [((0, 25),), ((51, 66),)]
    known = figures(score(text).tally())
    assert (known["F1"], known["names"], known["dates"], known["claim IoU"]) == (1.0, 1.0, 1.0, 1.0)


def test_an_item_with_a_file_is_read_as_the_product_reads_it(tmp_path: Path) -> None:
    words = "# A Title\n\nIt *rained* ([Radio Lindholm](https://r.example/1), May 3).\n"
    (tmp_path / "x.md").write_text(words, "utf-8")
    source = {"name": "Radio Lindholm", "dates": ["2024-05-03"], "url": "https://r.example/1"}
    one = {"text": "(Radio Lindholm, May 3)", "sources": [source], "claim_texts": ["It rained"]}
    text = labelled(
        {"id": "x", "input": "x.md", "title": "A Title", "published": "2024-05-05", "citations": [one]}, tmp_path, "x"
    )
    known = figures(score(text).tally())
    assert (text.form, known["F1"], known["links"], known["claim IoU"]) == ("md", 1.0, 1.0, 1.0)
    assert ("title", "A Title", "A Title") in text.told


def test_the_second_of_two_equal_citations_is_told_by_its_number(tmp_path: Path) -> None:
    words = "One (Radio, May 3). Two (Radio, May 3)."
    one = {"text": "(Radio, May 3)", "occurrence": 2, "sources": [], "claim_texts": ["Two"]}
    text = labelled({"id": "x", "text": words, "published": "2024-05-05", "citations": [one]}, tmp_path, "x")
    assert text.labels[0].span == (24, 38)


@pytest.mark.parametrize(
    ("changes", "figure"),
    [
        ({"sources": [{"name": "Radio", "dates": ["2024-05-03"]}]}, "names"),
        ({"sources": [{"name": "Radio Lindholm", "dates": ["2023-05-03"]}]}, "dates"),
        ({"sources": [{"name": "Radio Lindholm", "dates": [], "platform": "Telegram"}]}, "accounts"),
        ({"sources": [{"name": "Radio Lindholm", "dates": [], "accessed": True}]}, "accessed F1"),
        ({"sources": [{"name": "Radio Lindholm", "dates": [], "url": "https://r.example/"}]}, "links"),
        ({"claim_texts": ["Prices"]}, "claim IoU"),
        ({"claim_texts": ["words that are not there"]}, "claim IoU"),
        ({"kind": "author_date"}, "kinds"),
        ({"text": "(Nobody, May 3)"}, "F1"),
    ],
)
def test_the_harness_notices_every_kind_of_miss(tmp_path: Path, changes: dict[str, Any], figure: str) -> None:
    one = {**gold()["citations"][0], **changes}
    tally = score(made(tmp_path, citations=[one])).tally()
    known = figures(tally)[figure]
    assert known is not None
    assert known < 1
    assert tally.misses


def test_a_false_alarm_is_counted_by_its_class(tmp_path: Path) -> None:
    looks = [{"text": "(Harbour Review, May 4)", "class": "amount"}]
    scored = score(made(tmp_path, citations=gold()["citations"][:1], not_citations=looks))
    assert scored.tally().alarms == {"amount": 1}
    assert "amount 1/1" in alarms([scored])
    assert "wrongly found" in worst(scored.tally().misses)


def test_gains_and_losses_are_listed_item_by_item(tmp_path: Path) -> None:
    text = made(tmp_path)
    blind = score(text, Citations(article=text.article, citations=()))
    good, bad = summary([score(text)], {}, {}), summary([blind], {"dev": [blind]}, {})
    assert (lost_items(good, bad), won_items(good, bad)) == (["x c1.span", "x c2.span"], [])
    assert (lost_items(bad, good), won_items(bad, good)) == ([], ["x c1.span", "x c2.span"])
    better = summary([score(text)], {"dev": [score(text)]}, bad)
    assert "dev recall 1.0000 → 0.0000" in moved(better, bad)[1]
    assert "dev recall 0.0000 → 1.0000" in moved(bad, better)[0]
    assert "LOST x c1.span" in changes(good, bad)
    assert "won  x c1.span" in changes(bad, good)


def test_a_stored_run_comes_back_and_keeps_no_text_of_other_folders(tmp_path: Path) -> None:
    record = summary([], {"dev": [score(made(tmp_path))]}, {})
    save(record, tmp_path / "last.json")
    assert read_last(tmp_path / "last.json") == record
    assert "Lindholm" not in (tmp_path / "last.json").read_text("utf-8")
    assert record["texts"] == {}


def test_the_table_has_a_line_for_every_group(tmp_path: Path) -> None:
    printed = table([score(made(tmp_path)), score(made(tmp_path, lang="de", id="y"))])
    groups = {line[:34].strip() for line in printed.split("\n")}
    assert {"all", "language de", "language en", "kind parenthetical"} <= groups


def test_a_folder_without_labels_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["citations", str(tmp_path)]) == 2
    assert "no label files" in capsys.readouterr().out
