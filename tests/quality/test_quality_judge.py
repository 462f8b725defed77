"""The judge judges a short choice of our own claims no worse than the last committed run; the harness sees misses."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from quality.__main__ import main
from quality.history import read_last, save
from quality.judge import LAST
from quality.judging.bootstrap import interval
from quality.judging.evidence import evidence_spans, recall_at_five
from quality.judging.figures import Judged, floor, judge_set, measure, spread
from quality.judging.floor import best_balanced_accuracy, overlap
from quality.judging.pairs import KINDS, LANGUAGES, MinimalPair, judge_pairs, read_pairs, share, shares
from quality.judging.sets import LabelledSet, Row, own_pages, sets_under
from quality.judging.short import RISING, losses, page_figures, pair_figures, short_pages, short_pairs, short_record
from quality.judging.tables import pair_tables, set_figures, set_lines
from verifier.judge import load_scorer
from verifier.judge.training.encoder.pages import labelled_claims
from verifier.model import Judgement, Pair, Probabilities, Verdict
from verifier.protocols import Scorer

VERDICTS = ("supported", "partially_supported", "not_supported", "contradicted")


@pytest.mark.parametrize("figures", [pair_figures, page_figures])
def test_the_short_form_is_no_worse_than_the_last_committed_run(
    figures: Callable[[Scorer], dict[str, float]],
) -> None:
    stored = read_last(LAST).get("short")
    assert stored, "no run is stored: python -m tests.quality judge --save"
    now = figures(load_scorer("embedded"))
    assert losses(now, stored) == [], f"{now}; what is allowed stands in {LAST.name}"


def test_the_short_form_has_thirty_pairs_and_twenty_claims_of_every_kind_of_label() -> None:
    pairs = short_pairs()
    assert set(Counter(one.kind for one in pairs).items()) == {(kind, 3) for kind in KINDS}
    assert set(Counter(one.language for one in pairs).items()) == {(language, 5) for language in LANGUAGES}
    claims = [rows[0] for rows in short_pages().claims]
    assert len(claims) == 20
    assert {row["label"] for row in claims} == {"supported", "partially", "not_supported", "contradicted"}
    assert len({row["source_language"] for row in claims}) > 5


# --- the minimal pairs ---------------------------------------------------------------------


def test_there_are_eleven_minimal_pairs_of_each_kind_in_each_language() -> None:
    pairs = read_pairs()
    assert set(Counter((one.kind, one.language) for one in pairs).values()) == {11}
    assert len(pairs) == len({one.id for one in pairs}) == 11 * len(KINDS) * len(LANGUAGES) == 660
    for one in pairs:
        assert one.claim != one.altered, one.id
        assert one.altered_label in ("contradicted", "not_supported"), one.id
        assert one.claim_language in (one.language, "en"), one.id


def test_no_minimal_pair_is_about_a_page_that_is_trained_on() -> None:
    trained = {one.page for one in labelled_claims(development=False)}
    assert not trained & {one.source for one in read_pairs()}


# --- the harness itself --------------------------------------------------------------------


class Said:
    """A scorer that says what it is told; a verdict has nine tenths of the probability."""

    name = "said/1"

    def __init__(self, verdict_of: Callable[[Pair], str]) -> None:
        self._verdict_of = verdict_of

    def judge(self, pair: Pair) -> Judgement:
        verdict = self._verdict_of(pair)
        if verdict == "undetermined":
            return Judgement(verdict=Verdict.UNDETERMINED)
        shares_of = {name: 0.91 if name == verdict else 0.03 for name in VERDICTS}
        return Judgement(verdict=Verdict(verdict), probability=0.91, probabilities=Probabilities(**shares_of))


def minimal(**changes: str) -> MinimalPair:
    fields = {
        "id": "en-number-01", "language": "en", "kind": "number", "source": "Nine came.", "source_date": None,
        "claim_language": "en", "claim": "Nine came.", "altered": "Ten came.", "altered_label": "contradicted",
    }  # fmt: skip
    return MinimalPair(**{**fields, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("unaltered", "altered", "expected"),
    [
        ("supported", "contradicted", (0.0, 0.0, 0.0)),
        ("supported", "supported", (1.0, 0.0, 0.0)),
        ("partially_supported", "not_supported", (0.0, 1.0, 0.0)),
        ("not_supported", "partially_supported", (0.0, 1.0, 1.0)),
        ("undetermined", "undetermined", (0.0, 1.0, 1.0)),
    ],
)
def test_an_altered_claim_is_passed_and_an_unaltered_one_refused_by_the_verdict(
    unaltered: str, altered: str, expected: tuple[float, ...]
) -> None:
    said = Said(lambda pair: unaltered if pair.claim == "Nine came." else altered)
    judged = judge_pairs(said, [minimal()])
    assert expected == tuple(share(name, judged) for name in ("altered passed", "unaltered refused", "flatly refused"))


def test_the_pair_table_has_a_line_for_every_kind_and_tells_the_halves_and_the_last_run() -> None:
    pairs = [minimal(), minimal(id="pl-date-06", language="pl", kind="date")]
    passed = judge_pairs(Said(lambda pair: "supported"), pairs)
    caught = judge_pairs(Said(lambda pair: "supported" if pair.claim == "Nine came." else "contradicted"), pairs)
    printed = pair_tables(caught, shares(passed)).split("\n")
    assert printed[0].split() == [
        "altered", "passed,", "%", "en", "pl", "same", "across", "01-05", "06-11", "all", "last", "run",
    ]  # fmt: skip
    assert printed[1].split() == ["number", "0.0", "–", "0.0", "–", "0.0", "–", "0.0", "100.0", "-100.0"]
    assert printed[4].split() == ["last", "run", *["100.0"] * 7]
    assert "goal: altered passed, number and date: 0.0 % (0.0–0.0), at most 1 %: met" in printed
    assert "at most 1 %: NOT met" in pair_tables(passed, {})


def judged(label: str, verdict: str, score: float, page: str = "p", **changes: object) -> Judged:
    return replace(Judged(label=label, verdict=verdict, score=score, page=page, groups=()), **changes)  # type: ignore[arg-type]


GRADED = [
    judged("supported", "supported", 0.9),
    judged("supported", "partially_supported", 0.3),
    judged("partially_supported", "supported", 0.6),
    judged("not_supported", "not_supported", 0.1),
    judged("contradicted", "supported", 0.5),
    judged("contradicted", "undetermined", 0.0),
]


def test_figures_are_of_the_verdicts() -> None:
    known = measure(GRADED, graded=True)
    assert known["false pass"] == pytest.approx(2 / 4)
    assert known["grave pass"] == pytest.approx(1 / 3)
    assert known["false strip"] == pytest.approx(1 / 2)
    assert known["BAcc"] == pytest.approx(1 / 2)
    assert known["F1"] == pytest.approx(2 / 5)
    assert known["AUROC"] == pytest.approx(6 / 8)
    assert known["4-way"] == pytest.approx(2 / 6)
    assert known["macro F1"] == pytest.approx((2 / 5 + 0 + 1 + 0) / 4)


def test_labels_that_tell_less_give_fewer_figures() -> None:
    assert measure(GRADED, graded=False)["grave pass"] is None
    binary = [replace(one, binary=True) for one in GRADED]
    assert (measure(binary, graded=True)["4-way"], measure(binary, graded=True)["macro F1"]) == (None, None)
    alone = measure(GRADED[:2], graded=True)
    assert (alone["AUROC"], alone["BAcc"], alone["false pass"]) == (None, None, None)


def test_a_set_of_contradictions_is_measured_by_that_verdict() -> None:
    rows: list[Row] = [
        {"claim": "A.", "source": "B.", "label": "contradicted", "contradiction_only": True},
        {"claim": "C.", "source": "B.", "label": "not_supported", "contradiction_only": True},
    ]
    said = Said(lambda pair: "contradicted" if pair.claim == "A." else "supported")
    known = measure(judge_set(said, made(rows)), graded=False)
    assert (known["BAcc"], known["F1"], known["AUROC"]) == (1.0, 1.0, 1.0)
    assert "false pass" not in known


def made(rows: list[Row]) -> LabelledSet:
    return LabelledSet(name="own/made", claims=tuple((row,) for row in rows), in_sample=False)


def test_a_claim_with_several_passages_counts_once_by_the_best() -> None:
    rows: list[Row] = [{"claim": "A.", "source": text, "label": "supported", "group": "g"} for text in ("B.", "C.")]
    one = LabelledSet(name="x", claims=(tuple(rows),), in_sample=False)
    known = judge_set(Said(lambda pair: "supported" if pair.source == "C." else "not_supported"), one)
    assert [(found.verdict, found.page) for found in known] == [("supported", "g")]


def test_rows_about_one_page_are_resampled_together() -> None:
    apart = [judged("supported", "supported" if n % 2 else "not_supported", 0.5, page=str(n)) for n in range(40)]
    together = [replace(one, page=str(n % 2)) for n, one in enumerate(apart)]
    narrow, wide = (spread(rows, graded=False, resamples=200)["false strip"] for rows in (apart, together))
    assert wide == (0.0, 1.0)
    assert 0.2 < narrow[0] < 0.5 < narrow[1] < 0.8


def test_an_interval_is_the_same_each_time_and_one_page_has_none() -> None:
    clusters = [[number] for number in range(30)]

    def mean(rows: object) -> float:
        return sum(rows) / 30  # type: ignore[call-overload,no-any-return]

    low, high = interval(clusters, mean, 300) or (0.0, 0.0)
    assert (low, high) == interval(clusters, mean, 300)
    assert 10 < low < 14.5 < high < 19
    assert interval(clusters[:1], mean) is None


def test_word_overlap_looks_at_the_best_two_sentences_and_the_whole_page() -> None:
    page = "Rain fell. The old bridge closed. Nobody spoke on Monday."
    assert overlap("the bridge closed", page) == 1.0
    assert overlap("rain fell monday", page) == pytest.approx((2 / 3 + 1) / 2)
    assert overlap("桥关", "老桥。关。") == 1.0
    assert overlap("!", page) == 0.0


def test_the_floor_has_the_threshold_that_flatters_it_most() -> None:
    assert best_balanced_accuracy([True, True, False, False], [0.9, 0.4, 0.5, 0.1]) == pytest.approx(0.75)
    assert best_balanced_accuracy([True, False], [0.5, 0.5]) == 0.5
    rows = [judged("supported", "supported", 0.5, words=0.9), judged("contradicted", "supported", 0.5, words=0.2)]
    assert floor(rows) == {"words AUROC": 1.0, "words BAcc": 1.0}
    assert floor(rows[:1]) == {"words AUROC": None, "words BAcc": None}


def test_evidence_is_found_by_numbers_and_by_words() -> None:
    assert evidence_spans({"sentences": ["One.", "Two."], "evidence": [1]}, "One. Two.") == [[(5, 9)]]
    assert evidence_spans({"evidence": ["Two."]}, "One. Two.") == [[(5, 9)]]
    assert evidence_spans({"evidence": ["Three."]}, "One. Two.") == []
    assert evidence_spans({"sentences": ["One."], "evidence_sets": [[0], [7]]}, "One.") == [[(0, 4)]]


def test_recall_is_of_the_set_that_fares_best_among_five_sentences() -> None:
    sentences = [f"Village number {n} slept quietly through winter." for n in range(9)]
    sentences[7] = "The harbour bridge closed on Monday after inspectors found cracks."
    row = {"sentences": sentences, "evidence_sets": [[7], [0, 7], [8]], "evidence": [0, 7, 8]}
    pair = Pair(claim="The harbour bridge closed because inspectors found cracks.", source=" ".join(sentences))
    assert recall_at_five(row, pair) == 1.0
    far = {"sentences": sentences, "evidence": [0, 1, 2, 3, 4, 5, 6, 8]}
    assert 0 < (recall_at_five(far, pair) or 0) < 1
    assert recall_at_five({"evidence": []}, pair) is None


def test_questions_are_left_out_and_fitted_files_are_marked(tmp_path: Path) -> None:
    rows = [{"claim": text, "source": "S.", "label": "supported", "lang": "en"} for text in ("One.", "Is it?")]
    rows.append({**rows[0], "claim_form": "question"})
    rows.append({**rows[0], "label": "unheard of"})
    for name in ("dev/wice_claim_dev", "dev/wice_claim_dev_chunks", "dev/unseen", "train/any"):
        path = tmp_path / f"{name}.jsonl"
        path.parent.mkdir(exist_ok=True)
        path.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    found = list(sets_under(tmp_path, 10))
    assert {one.name: one.in_sample for one in found} == {
        "dev/wice_claim_dev": True, "dev/wice_claim_dev_chunks": True, "dev/unseen": False, "train/any": True,
    }  # fmt: skip
    assert [[row["claim"] for row in rows] for one in found for rows in one.claims] == [["One."]] * 4


def test_a_set_has_a_line_for_each_language_and_kind_above_the_last_run() -> None:
    rows: list[Row] = [
        {"claim": "Eins.", "claim_lang": "de", "source": "B.", "lang": "de", "label": "supported", "kind": "number"},
        {"claim": "A.", "claim_lang": "en", "source": "B.", "lang": "de", "label": "supported", "kind": "date"},
        {"claim": "A.", "claim_lang": "en", "source": "C.", "lang": "en", "label": "contradicted", "kind": "date"},
    ]
    labelled = replace(made(rows), in_sample=True)
    before = set_figures(labelled, judge_set(Said(lambda pair: "supported"), labelled))
    now = judge_set(Said(lambda pair: "undetermined"), labelled)
    heads = [line[:46].strip() for line in set_lines(labelled, now, before)]
    assert [head for head in heads if head != "last run"] == [
        "own/made (in-sample)", "same language", "across languages", "language de", "language en", "kind date",
        "kind number", "3 undetermined",
    ]  # fmt: skip
    assert heads.count("last run") == 7
    assert before["own/made"]["false pass"] == 1.0


def test_only_what_falls_by_more_than_is_stored_is_a_loss() -> None:
    figures = {"altered passed": 0.10, "unaltered refused": 0.20, "BAcc": 0.70, "4-way": 0.60}
    stored = {"figures": figures, "tolerance": dict.fromkeys(RISING, 0.03)}
    assert losses(figures, stored) == []
    assert losses({**figures, "altered passed": 0.13, "BAcc": 0.67}, stored) == []
    fallen = losses({"altered passed": 0.14, "unaltered refused": 0.24, "BAcc": 0.66, "4-way": 0.56}, stored)
    assert [line.split(" 0.")[0] for line in fallen] == list(RISING)
    assert losses({"altered passed": 0.0, "unaltered refused": 0.0, "BAcc": 1.0, "4-way": 1.0}, stored) == []


def test_what_a_figure_may_lose_is_kept_from_run_to_run(tmp_path: Path) -> None:
    said = Said(lambda pair: "supported")
    first = short_record(said, {})
    assert first["figures"]["altered passed"] == 1.0
    kept = short_record(said, {"tolerance": {"BAcc": 0.5}})
    assert kept["tolerance"] == {"BAcc": 0.5}
    save({"scorer": "said/1", "short": first}, tmp_path / "judge.json")
    assert read_last(tmp_path / "judge.json") == {"scorer": "said/1", "short": first}


def test_a_folder_without_labelled_claims_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["judge", str(tmp_path), "--skip-own"]) == 2
    assert "no labelled claims" in capsys.readouterr().out


def test_languages_are_told_where_the_pipeline_would_know_them() -> None:
    asked: list[Pair] = []

    def remember(pair: Pair) -> str:
        asked.append(pair)
        return "supported"

    pages = own_pages()
    judge_set(Said(remember), replace(pages, claims=pages.claims[:1]))
    judge_set(Said(remember), made([{"claim": "A.", "source": "B.", "lang": "en", "label": "supported"}]))
    judge_pairs(Said(remember), [minimal(language="pl")])
    told = [(pair.claim_language, pair.source_language) for pair in asked]
    first = pages.claims[0][0]
    assert told == [(first["claim_language"], first["source_language"]), (None, None), *[("en", "pl")] * 2]
