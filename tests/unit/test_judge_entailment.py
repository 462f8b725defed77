"""The entailment model and the passages it is shown: what is read, in which order, and what is made of it."""

from __future__ import annotations

import math
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from verifier.errors import SettingsError
from verifier.judge.combiner import load_weights
from verifier.judge.entailed import WIDE, Entailed, against, entail, least_backed, margin, model_features, regime
from verifier.judge.entailment import EMBEDDED, Classifier, Entailment, embedded_classifier
from verifier.judge.features import features
from verifier.judge.matching import Match
from verifier.judge.opening import open_match
from verifier.judge.passages import by_words, clause_texts, joined, length, passage, windows
from verifier.model import Pair

FILLER = "The market hall opens at seven and the stalls sell bread, soap and rope."
CLAIM = "The ferry Alda carried 212 passengers to Skarholm on Sunday, and its captain thanked the crew."
PAGE = " ".join([FILLER] * 30 + ["On Sunday the ferry Alda took 212 passengers to Skarholm."] + [FILLER] * 30)
UNKNOWN = Entailment(math.log(0.05), math.log(0.05), math.log(0.85), math.log(0.05))
FOUND = Entailment(math.log(0.85), math.log(0.05), math.log(0.05), math.log(0.05))


class Listening:
    """Stands in for the model: a passage supports the claim where it holds the needle; keeps what it was shown."""

    def __init__(self, needle: str) -> None:
        self.needle = needle
        self.shown: list[tuple[str, str]] = []

    def judge(self, pairs: Sequence[tuple[str, str]]) -> list[Entailment]:
        self.shown += pairs
        return [FOUND if self.needle in passage else UNKNOWN for _, passage in pairs]


def opened(claim: str = CLAIM, source: str = PAGE, **given: str) -> Match:
    return open_match(Pair(claim=claim, source=source, **given))


def read(match: Match, needle: str) -> Entailed:
    return entail(match, Listening(needle))


def test_a_passage_keeps_to_its_words_and_to_the_order_of_the_page() -> None:
    match = opened()
    made = passage(match, by_words(match), WIDE)
    assert sum(length(match, number) for number in made.numbers) <= WIDE
    assert made.numbers == tuple(sorted(made.numbers))
    assert "212 passengers" in made.text


def test_one_sentence_is_shown_even_where_it_is_too_long() -> None:
    match = opened(source="word " * 90)
    assert passage(match, [0], 5).numbers == (0,)


def test_windows_hold_all_sentences_once_and_only_neighbours_together() -> None:
    match = opened()
    numbers = [n for n in range(len(match.page.sentences)) if n != 7]
    made = windows(match, numbers, 30)
    assert [n for one in made for n in one.numbers] == numbers
    assert all(one.numbers == tuple(range(one.numbers[0], one.numbers[-1] + 1)) for one in made)


def test_a_passage_is_made_of_verbatim_sentences_on_one_line() -> None:
    match = opened(source="A sentence  with\twide gaps. A second one.")
    assert joined(match, (1, 0)).text == "A sentence with wide gaps. A second one."


def test_the_clause_that_shares_least_with_the_passage_is_named() -> None:
    match = opened()
    span = least_backed(match, read(match, "212 passengers"), Listening("212 passengers"))
    assert span is not None
    assert "its captain thanked" in match.claim[slice(*span)]
    match = opened(claim="The ferry carried 212 passengers.")
    assert least_backed(match, read(match, "212"), Listening("212")) is None


def test_across_languages_the_model_names_the_clause_that_is_backed_least() -> None:
    source = "W niedzielę prom Alda przewiózł 212 pasażerów do Skarholm."
    match = opened(source=source, claim_language="en", source_language="pl")
    found = read(match, "212 pasażerów")
    assert least_backed(match, found, Listening("212 pasażerów")) is None
    assert least_backed(match, found, Listening("no such words")) in [span for span, _ in clause_texts(match)]


def test_the_clauses_of_a_claim_are_judged_where_there_are_several() -> None:
    assert len(clause_texts(opened())) == 2
    assert clause_texts(opened(claim="The ferry carried 212 passengers.")) == []


def test_within_a_language_the_sentences_are_found_by_their_words() -> None:
    found = read(opened(), "212 passengers")
    assert found.by_wide == FOUND
    assert found.by_narrow == FOUND


def test_across_languages_a_sentence_without_any_common_word_is_found_by_the_model() -> None:
    filler = "Targ otwiera się o siódmej, a na straganach sprzedaje się chleb i mydło. "
    page = filler * 60 + "Nikt nie przyszedł. " + filler * 60
    match = opened(claim="Nobody came.", source=page, claim_language="en", source_language="pl")
    assert not match.same_language
    found = read(match, "Nikt nie przyszedł")
    assert "Nikt nie przyszedł." in found.narrow.text
    assert found.telling[0][1] > 0.1
    assert found.read_whole


def test_across_languages_the_rest_is_left_alone_once_a_sentence_says_something() -> None:
    page = "Nikt nie przyszedł. " + "Targ otwiera się o siódmej rano, jak co dzień. " * 100
    model = Listening("Nikt nie przyszedł")
    match = opened(claim="Nobody came.", source=page, claim_language="en", source_language="pl")
    entail(match, model)
    assert len(model.shown) < 30


def test_a_page_too_long_to_read_across_languages_says_so() -> None:
    filler = "Targ otwiera się o siódmej rano, a na straganach jest chleb, mydło, sznur i wiele innych rzeczy. "
    match = opened(claim="Nobody came.", source=filler * 1_500, claim_language="en", source_language="pl")
    assert not read(match, "no such words").read_whole


def test_what_the_model_reads_of_a_page_across_languages_is_bounded() -> None:
    filler = "Targ otwiera się o siódmej rano, a na straganach jest chleb, mydło, sznur i wiele innych rzeczy. "
    model = Listening("no such words")
    entail(opened(claim="Nobody came.", source=filler * 600, claim_language="en", source_language="pl"), model)
    assert len(model.shown) < 90


def test_a_folder_without_the_model_is_an_error_that_names_what_lacks(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(SettingsError, match=r"tokenizer\.json, model\.onnx") as raised:
        Classifier(tmp_path)
    assert raised.value.advice


@pytest.mark.parametrize("damaged", ["config.json", "tokenizer.json", "model.onnx"])
def test_a_folder_with_a_damaged_file_is_an_error_with_advice(tmp_path: Path, damaged: str) -> None:
    for name in ("config.json", "tokenizer.json", "model.onnx"):
        (tmp_path / name).symlink_to(EMBEDDED / name)
    (tmp_path / damaged).unlink()
    (tmp_path / damaged).write_bytes(b"{" + (EMBEDDED / damaged).read_bytes()[:99])
    with pytest.raises(SettingsError, match="cannot be loaded") as raised:
        Classifier(tmp_path)
    assert raised.value.advice


def test_log_odds_are_bounded() -> None:
    certain = Entailment(0.0, -80.0, -80.0, -80.0)
    assert margin(certain) == 6.0
    assert against(certain) == -6.0


def test_every_feature_is_a_number_that_the_combiner_can_weigh() -> None:
    values = model_features(read(opened(), "212 passengers"))
    assert all(math.isfinite(value) for value in values.values())
    assert values["ce_wide"] > 0


def test_pairs_are_weighed_by_the_length_and_the_language_of_their_page() -> None:
    assert regime(opened()) == "long"
    assert regime(opened(source="On Sunday the ferry Alda took 212 passengers to Skarholm.")) == "short"
    assert regime(opened(claim_language="en", source_language="pl")) == "cross"


def test_the_weights_know_every_feature_that_is_made() -> None:
    made = {*model_features(read(opened(), "212 passengers")), *features(opened(), ())}
    for name in ("long", "short", "cross"):
        assert {weight for weight, _ in load_weights(name).supported.weights} <= made
        assert any(weight.startswith("ce_") for weight, _ in load_weights(name).supported.weights)


@pytest.mark.parametrize(
    ("claim", "passage", "expected"),
    [
        ("19 drones crossed the border.", "W nocy granicę przekroczyło 19 dronów.", "supported"),
        ("The mayor refused to resign.", "Мер подав у відставку в понеділок, повідомила рада.", "contradicted"),
    ],
)
def test_the_shipped_model_reads_across_languages(claim: str, passage: str, expected: str) -> None:
    one = embedded_classifier().judge([(claim, passage)])[0]
    said = {"supported": one.supported, "absent": one.absent, "contradicted": one.contradicted}
    assert max(said, key=lambda name: said[name]) == expected


def test_readings_come_in_order_and_are_the_same_each_time() -> None:
    pairs = [(CLAIM, PAGE[:400]), (CLAIM, "Short."), (CLAIM, PAGE[:400]), ("Bread is sold.", FILLER * 3)]
    found = embedded_classifier().judge(pairs)
    assert found[0] == found[2]
    assert found[1] != found[0]
    assert embedded_classifier().judge(pairs) == found


def test_texts_of_any_length_and_kind_are_read() -> None:
    for claim, text in (("x " * 9_000, "y " * 9_000), ("\u200b", "\ufffd\ud7ff"), ("?", "…"), ("", "")):
        assert math.isfinite(embedded_classifier().judge([(claim, text)])[0].supported)


def test_the_model_is_loaded_when_it_is_needed_and_without_torch() -> None:
    code = (
        "import sys; import verifier.judge.scorer; assert 'onnxruntime' not in sys.modules\n"
        "from verifier.judge import load_scorer; from verifier.model import Pair\n"
        "load_scorer('embedded').judge(Pair(claim='Two ships sank.', source='Two ships sank on Monday.'))\n"
        "assert 'onnxruntime' in sys.modules and 'torch' not in sys.modules and 'sklearn' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
