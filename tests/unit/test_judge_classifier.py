"""`onnx:PATH`: any exported entailment classifier judges, by its own labels, over all of the page, under our checks."""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import permutations
from pathlib import Path

import onnxruntime
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from onnx import TensorProto
from support.tiny_models import THREE, write_model

from verifier.errors import SettingsError
from verifier.judge import load_scorer
from verifier.judge.classifier import open_classifier
from verifier.judge.classifier import scorer as scorer_module
from verifier.judge.classifier.chunks import chunks
from verifier.judge.classifier.folder import read_folder
from verifier.judge.classifier.network import Network
from verifier.judge.classifier.scorer import ClassifierScorer
from verifier.judge.opening import open_match
from verifier.model import Pair, Verdict

PAGE = (
    "The ferry Aurelia ran aground off Kihnu island in the morning. All passengers were taken ashore by boat. "
    "Captain Mart Soo said that fog had hidden the channel. The operator Saarlines has not named a cause."
)
FILLER = "The gazette lists harvests and prices of the parish in spring. "
WORDS = PAGE + FILLER + "Mayor Ilves opened a bridge"
SUPPORTED = "All passengers were taken ashore."
SILENT = "Mayor Ilves opened a bridge."
DENIED = "The operator Saarlines has named a cause."


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_model(tmp_path_factory.mktemp("models") / "tiny-nli", WORDS)


@pytest.fixture(scope="module")
def scorer(folder: Path) -> ClassifierScorer:
    return open_classifier(str(folder))


def verdict_of(folder: Path, claim: str, page: str = PAGE) -> Verdict:
    return load_scorer(f"onnx:{folder}").judge(Pair(claim=claim, source=page)).verdict


def test_the_scorer_is_named_after_its_folder(scorer: ClassifierScorer) -> None:
    judgement = scorer.judge(Pair(claim=SUPPORTED, source=PAGE, id="p-1"))
    assert (scorer.name, judgement.scorer, judgement.id) == ("onnx/tiny-nli", "onnx/tiny-nli", "p-1")


def test_a_model_is_loaded_once(folder: Path) -> None:
    assert load_scorer(f"onnx:{folder}") is load_scorer(f"onnx:{folder}")


@pytest.mark.parametrize("order", list(permutations(THREE)))
def test_the_order_of_the_classes_is_read_from_the_configuration(order: tuple[str, ...], tmp_path: Path) -> None:
    model = write_model(tmp_path / "m", WORDS, order)
    assert [verdict_of(model, claim) for claim in (SUPPORTED, SILENT)] == [Verdict.SUPPORTED, Verdict.NOT_SUPPORTED]
    weighed = load_scorer(f"onnx:{model}")._network.weigh([("The operator has not named a cause", DENIED)])  # type: ignore[attr-defined]
    assert weighed[0].contradicted > 0.8


@pytest.mark.parametrize(
    ("labels", "named"),
    [
        (("neutral", "entailment"), ("not_entailment", "ENTAILMENT")),
        (("entailment", "neutral"), ("Supported", "Unsupported")),
        (("neutral", "entailment"), ("0", "1")),
        (("neutral", "entailment"), ("hallucinated", "consistent")),
        (("entailment", "neutral", "contradiction"), ("SUPPORTS", "NOT ENOUGH INFO", "REFUTES")),
    ],
)
def test_labels_are_known_in_many_spellings(labels: tuple[str, ...], named: tuple[str, ...], tmp_path: Path) -> None:
    model = write_model(tmp_path / "m", WORDS, labels, named=named)
    assert [verdict_of(model, claim) for claim in (SUPPORTED, SILENT)] == [Verdict.SUPPORTED, Verdict.NOT_SUPPORTED]


def test_label2id_stands_in_for_a_missing_id2label(tmp_path: Path) -> None:
    model = write_model(
        tmp_path / "m", WORDS, ("neutral", "entailment"), id2label=None, label2id={"unsupported": 0, "supported": 1}
    )
    assert verdict_of(model, SUPPORTED) is Verdict.SUPPORTED


@pytest.mark.parametrize(
    "named",
    [
        ("LABEL_0", "LABEL_1", "LABEL_2"),
        ("entailment", "neutral", "neutral"),
        ("entailment", "neutral", "banana"),
        ("entailment", "neutral"),
        ("entailment",),
        ("neutral", "contradiction"),
    ],
)
def test_classes_that_cannot_be_told_apart_are_an_error_that_says_what_to_write(
    named: tuple[str, ...], tmp_path: Path
) -> None:
    model = write_model(tmp_path / "m", WORDS, THREE, named=named)
    with pytest.raises(SettingsError) as raised:
        load_scorer(f"onnx:{model}")
    assert "id2label" in raised.value.advice + raised.value.message
    assert "scorer" in raised.value.message


@pytest.mark.parametrize("file", ["model_quantized.onnx", "model_int8.onnx", "onnx/model.onnx", "onnx/model_int8.onnx"])
def test_the_model_is_found_where_exporters_put_it(file: str, tmp_path: Path) -> None:
    assert verdict_of(write_model(tmp_path / "m", WORDS, file=file), SUPPORTED) is Verdict.SUPPORTED


@pytest.mark.parametrize("missing", ["model.onnx", "tokenizer.json", "config.json"])
def test_a_folder_that_lacks_a_file_is_an_error_that_names_it(missing: str, tmp_path: Path) -> None:
    model = write_model(tmp_path / "m", WORDS)
    (model / missing).unlink()
    with pytest.raises(SettingsError, match=missing) as raised:
        load_scorer(f"onnx:{model}")
    assert raised.value.advice


@pytest.mark.parametrize("broken", ["model.onnx", "tokenizer.json", "config.json", "calibration.json"])
def test_a_file_that_cannot_be_read_is_an_error_that_names_it(broken: str, tmp_path: Path) -> None:
    model = write_model(tmp_path / "m", WORDS)
    (model / broken).write_text("{]", "utf-8")
    with pytest.raises(SettingsError, match=broken) as raised:
        load_scorer(f"onnx:{model}")
    assert raised.value.advice


def test_a_folder_that_is_not_there_is_an_error_for_people(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="no such folder"):
        load_scorer(f"onnx:{tmp_path / 'nowhere'}")


def test_a_model_that_reads_too_little_at_once_is_refused(tmp_path: Path) -> None:
    model = write_model(tmp_path / "m", WORDS, max_position_embeddings=16)
    with pytest.raises(SettingsError, match="too few"):
        load_scorer(f"onnx:{model}")


@pytest.mark.parametrize(
    ("shape", "integers", "types"),
    [
        (("batch", "sequence"), TensorProto.INT32, False),
        (("batch", "sequence"), TensorProto.INT64, True),
        ((1, "sequence"), TensorProto.INT64, False),
        ((3, 48), TensorProto.INT64, True),
    ],
)
def test_inputs_are_given_as_the_graph_declares_them(
    shape: tuple[int | str, int | str], integers: int, types: bool, tmp_path: Path
) -> None:
    model = write_model(tmp_path / "m", WORDS, shape=shape, integers=integers, types=types)
    verdicts = [verdict_of(model, claim) for claim in (SUPPORTED, SILENT)]
    assert verdicts == [Verdict.SUPPORTED, Verdict.NOT_SUPPORTED]


@pytest.mark.parametrize(
    ("config", "tokens", "expected"),
    [
        ({"max_position_embeddings": 512}, {}, 512),
        ({"max_position_embeddings": 514, "model_type": "xlm-roberta", "pad_token_id": 1}, {}, 512),
        ({"max_position_embeddings": 8192}, {}, 1024),
        ({"max_position_embeddings": 512}, {"model_max_length": 128}, 128),
        ({"max_position_embeddings": 512}, {"model_max_length": 1000000000000000019884624838656}, 512),
        ({"max_position_embeddings": None}, {}, 512),
    ],
)
def test_the_length_is_what_positions_and_tokenizer_allow(
    config: dict[str, object], tokens: dict[str, object], expected: int, tmp_path: Path
) -> None:
    model = write_model(tmp_path / "m", WORDS, **config)
    (model / "tokenizer_config.json").write_text(json.dumps(tokens), "utf-8")
    assert read_folder(model).longest == expected


def test_a_page_longer_than_the_model_is_read_to_its_end(scorer: ClassifierScorer) -> None:
    page = FILLER * 60 + PAGE
    judgement = scorer.judge(Pair(claim=SUPPORTED, source=page))
    assert judgement.verdict is Verdict.SUPPORTED
    assert judgement.evidence[0].text == "All passengers were taken ashore by boat."
    assert not any("not read in full" in reason for reason in judgement.reasons)


def test_chunks_are_whole_sentences_that_fit_and_cover_the_page(scorer: ClassifierScorer) -> None:
    match = open_match(Pair(claim=SUPPORTED, source=FILLER * 20 + PAGE))
    found = chunks(match, scorer._sizes(match.page), 40, scorer._network.cut)
    starts = {start for start, _ in match.page.sentences}
    ends = {end for _, end in match.page.sentences}
    assert sorted(at for chunk in found for at in chunk.sentences) == list(range(len(match.page.sentences)))
    for chunk in found:
        start, end = match.page.span(chunk.sentences[0])[0], match.page.span(chunk.sentences[-1])[1]
        assert (start in starts, end in ends, chunk.text) == (True, True, match.page.text[start:end])
        assert scorer._network.count([chunk.text])[0] <= 40
    assert "taken ashore" in found[0].text


def test_a_sentence_longer_than_the_model_is_read_in_pieces(scorer: ClassifierScorer) -> None:
    page = "harvests and prices " * 30 + "all passengers were taken ashore"
    match = open_match(Pair(claim=SUPPORTED, source=page))
    found = chunks(match, scorer._sizes(match.page), 20, scorer._network.cut)
    assert all(scorer._network.count([chunk.text])[0] <= 20 for chunk in found)
    assert "".join("".join(chunk.text for chunk in found).split()).count("harvestsandprices") == 30
    assert scorer.judge(Pair(claim=SUPPORTED, source=page)).verdict is Verdict.SUPPORTED


def test_a_page_beyond_the_cap_is_said_to_be_read_in_part(
    scorer: ClassifierScorer, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair = Pair(claim=SILENT, source=FILLER * 60)
    assert not any("not read in full" in reason for reason in scorer.judge(pair).reasons)
    assert scorer.judge(pair).verdict is Verdict.NOT_SUPPORTED
    monkeypatch.setattr(scorer_module, "MOST_CHUNKS", 3)
    in_part = scorer.judge(pair)
    assert any("not read in full" in reason for reason in in_part.reasons)
    assert (in_part.verdict, in_part.read_whole) == (Verdict.UNDETERMINED, False)


def test_a_claim_longer_than_the_model_is_said_to_be_cut(scorer: ClassifierScorer) -> None:
    long = scorer.judge(Pair(claim=SUPPORTED * 30, source=PAGE))
    short = scorer.judge(Pair(claim=SUPPORTED, source=PAGE))
    assert any("only its beginning" in reason for reason in long.reasons)
    assert not any("only its beginning" in reason for reason in short.reasons)
    assert (short.verdict, long.verdict) == (Verdict.SUPPORTED, Verdict.PARTIALLY_SUPPORTED)


def test_lone_surrogates_are_survived(scorer: ClassifierScorer) -> None:
    assert scorer.judge(Pair(claim=SUPPORTED + " \ud800", source=PAGE + " \udfff")).reasons


def test_the_model_runs_in_one_thread(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = []

    class Listening(onnxruntime.SessionOptions):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            opened.append(self)

    monkeypatch.setattr(onnxruntime, "SessionOptions", Listening)
    Network(read_folder(folder))
    assert [(one.intra_op_num_threads, one.inter_op_num_threads) for one in opened] == [(1, 1)]


def test_a_sentence_that_contradicts_and_shares_a_name_decides(scorer: ClassifierScorer) -> None:
    judgement = scorer.judge(Pair(claim=DENIED, source=PAGE))
    assert judgement.verdict is Verdict.CONTRADICTED
    assert judgement.evidence[0].text == "The operator Saarlines has not named a cause."


def test_no_contradiction_comes_from_a_sentence_that_shares_no_name_or_number(scorer: ClassifierScorer) -> None:
    page = "It is not known how fog had hidden the channel of Kihnu."
    common = scorer.judge(Pair(claim="fog had hidden the channel.", source=page))
    named = scorer.judge(Pair(claim="fog had hidden the channel of Kihnu.", source=page))
    assert not [check for judged in (common, named) for check in judged.checks if check.outcome.value == "differs"]
    assert [judged.verdict for judged in (common, named)] == [Verdict.NOT_SUPPORTED, Verdict.CONTRADICTED]


def test_a_check_lowers_what_the_model_passes_and_says_so(scorer: ClassifierScorer) -> None:
    page = PAGE.replace("All passengers", "All 312 passengers")
    agreed = scorer.judge(Pair(claim="All 312 passengers were taken ashore.", source=page))
    changed = scorer.judge(Pair(claim="All 412 passengers were taken ashore.", source=page))
    assert (agreed.verdict, changed.verdict) == (Verdict.SUPPORTED, Verdict.CONTRADICTED)
    assert "The claim says 412; the source says 312." in changed.reasons
    assert any("lowered" in reason for reason in changed.reasons)


def test_a_claim_of_which_one_part_is_there_is_partially_supported(scorer: ClassifierScorer) -> None:
    judgement = scorer.judge(
        Pair(claim="All passengers were taken ashore, and Mayor Ilves opened a bridge.", source=PAGE)
    )
    assert judgement.verdict is Verdict.PARTIALLY_SUPPORTED
    assert any("Mayor Ilves opened a bridge" in reason for reason in judgement.reasons)


def test_a_calibration_in_the_folder_is_used_and_its_absence_is_said(tmp_path: Path) -> None:
    plain = write_model(tmp_path / "plain", WORDS)
    fitted = write_model(tmp_path / "fitted", WORDS)
    (fitted / "calibration.json").write_text('{"slope": 1.0, "intercept": -9.0}', "utf-8")
    pair = Pair(claim=SUPPORTED, source=PAGE)
    raw, lowered = (load_scorer(f"onnx:{model}").judge(pair) for model in (plain, fitted))
    assert raw.verdict is Verdict.SUPPORTED
    assert lowered.verdict is not Verdict.SUPPORTED
    assert [any("not calibrated" in r for r in j.reasons) for j in (raw, lowered)] == [True, False]


@pytest.mark.parametrize("stored", ['{"slope": 0, "intercept": 1}', '{"slope": "1"}', '{"slope": NaN, "intercept": 0}'])
def test_a_calibration_that_is_none_is_an_error(stored: str, tmp_path: Path) -> None:
    model = write_model(tmp_path / "m", WORDS)
    (model / "calibration.json").write_text(stored, "utf-8")
    with pytest.raises(SettingsError, match=r"calibration\.json"):
        load_scorer(f"onnx:{model}")


def test_a_page_without_words_is_undetermined(scorer: ClassifierScorer) -> None:
    assert scorer.judge(Pair(claim=SUPPORTED, source="… 42 %")).verdict is Verdict.UNDETERMINED


TEXTS = st.one_of(
    st.text(max_size=200), st.lists(st.sampled_from([*WORDS.split(), "42", "нет", "\n"]), max_size=80).map(" ".join)
)


@settings(max_examples=60, deadline=None)
@given(claim=TEXTS, source=TEXTS)
def test_any_two_texts_get_a_sound_judgement_twice_the_same(scorer: ClassifierScorer, claim: str, source: str) -> None:
    pair = Pair(claim=claim, source=source)
    judgement = scorer.judge(pair)
    assert judgement == scorer.judge(pair)
    assert judgement.reasons
    assert all(source[one.start : one.end] == one.text and 0 <= one.score <= 1 for one in judgement.evidence)
    if judgement.probabilities is not None:
        p = judgement.probabilities
        four = (p.supported, p.partially_supported, p.not_supported, p.contradicted)
        assert sum(four) == pytest.approx(1.0)
        assert judgement.probability == getattr(p, judgement.verdict.value)


def test_no_runtime_of_models_is_loaded_before_a_model_is_asked_for() -> None:
    program = (
        "import sys; from verifier.judge import load_scorer; load_scorer('embedded'); "
        "print({'onnxruntime', 'tokenizers', 'torch', 'httpx'} & set(sys.modules))"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert said.stdout.strip() == "set()"
