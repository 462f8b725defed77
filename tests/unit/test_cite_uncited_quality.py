"""The labelled articles: labels that hold together, figures above their floors, a measure that notices a miss."""

from __future__ import annotations

import copy

from quality import uncited as harness

GOLDS = harness.read_gold(harness.OWN)


def test_the_labels_are_whole() -> None:
    assert len(GOLDS) >= 20
    assert len({gold["language"] for gold in GOLDS}) >= 10
    for gold in GOLDS:
        assert gold["origin"] == "composed"
        text, rows = harness.laid_out(gold)
        found = {one.id for one in harness.find(gold).citations}
        for (start, end), sentence in rows:
            assert text[start:end] == sentence["text"]
            assert sentence["label"] in {"uncited", "cited", "none", "either", "recited"}
            assert ("citations" in sentence) == (sentence["label"] == "recited")
            assert {f"c{number}" for number in sentence.get("citations", ())} <= found
            assert sentence.get("tail", "") in sentence["text"]


def test_the_figures_stay_above_their_floors() -> None:
    tally = harness.score(GOLDS)
    figures = {
        "uncited, precision": tally.share("right", "found"),
        "uncited, recall": tally.share("hits", "wanted"),
        "recited, precision": tally.share("pairs_hit", "pairs_found"),
        "recited, recall": tally.share("pairs_hit", "pairs"),
    }
    low = {name: figure for name, figure in figures.items() if figure is None or figure < 0.93}
    assert not low, "\n".join(tally.misses)


def test_the_measure_notices_what_is_missed_and_what_is_wrong() -> None:
    gold = copy.deepcopy(next(one for one in GOLDS if one["id"] == "en-monitor-summary"))
    for paragraph in gold["paragraphs"]:
        for sentence in paragraph:
            if sentence["label"] in {"none", "uncited"}:
                sentence["label"] = "uncited" if sentence["label"] == "none" else "none"
            if sentence["label"] == "recited":
                sentence["citations"] = [5]
    tally = harness.score([gold])
    # Only the uncited tail is still where the labels say.
    assert (tally.counts["right"], tally.counts["pairs_hit"]) == (1, 0)
    assert any("wrongly uncited" in miss for miss in tally.misses)
    assert any("wrongly carried" in miss for miss in tally.misses)
