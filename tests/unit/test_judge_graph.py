"""The fused graph of the embedded model reads the weights of `model.onnx` and says what that model says."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, external_data_helper, numpy_helper
from support.tiny_models import write_model
from tokenizers import Tokenizer

from verifier.judge.entailment import EMBEDDED, FUSED, MODEL, WEIGHTS_BYTES, Classifier, Entailment, embedded_classifier
from verifier.judge.session import Session
from verifier.judge.training.remembered import files_version

PAGE = (
    "The ferry Alda left Skarholm at nine with 212 passengers. A pump in the engine room failed off Mirrane, and the "
    "crew anchored the ship until a tug arrived at noon. Nobody was hurt, said harbour master Ines Tolvar."
)
PAIRS = [
    ("The Alda carried 212 passengers.", PAGE),
    ("The Alda carried 121 passengers.", PAGE),
    ("Ines Tolvar said that two sailors were hurt.", PAGE),
    ("Most na Welnie zostanie zamknięty w maju.", "Gmina zamknie most na Welnie 4 maja na trzy tygodnie."),
    ("Мер Корвина подав у відставку.", "Рада Корвина у понеділок обрала нового мера."),
    ("Nineteen boats were counted.", "Gezählt wurden am Morgen neunzehn Boote im Hafen von Lüdersiel."),
    ("Le pont de Varel est ouvert.", "Bread is sold at the market of Ostrand from seven in the morning."),
]
#: Of logits, in the mean: inputs of a product are rounded to 256 steps, so that a last bit may move them by a step.
NOISE = 0.3


def logits(readings: list[Entailment]) -> np.ndarray:
    return np.array([[one.supported, one.partially, one.absent, one.contradicted] for one in readings])


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped folder without its fused graph."""
    folder = tmp_path_factory.mktemp("plain")
    for name in ("config.json", "tokenizer.json", MODEL):
        shutil.copy(EMBEDDED / name, folder / name)
    return folder


@pytest.fixture(scope="module")
def exported(plain: Path) -> np.ndarray:
    return logits(Classifier(plain).judge(PAIRS))


def test_each_weight_of_the_graph_is_where_the_model_holds_it() -> None:
    graph = onnx.load(str(EMBEDDED / FUSED), load_external_data=False)
    held = {tensor.name: tensor for tensor in onnx.load(str(EMBEDDED / MODEL)).graph.initializer}
    everything = (EMBEDDED / MODEL).read_bytes()
    outside = [one for one in graph.graph.initializer if one.data_location == TensorProto.EXTERNAL]
    for one in outside:
        place = external_data_helper.ExternalDataInfo(one)
        meant = held[one.name].raw_data or numpy_helper.to_array(held[one.name]).tobytes()
        assert place.location == MODEL
        assert everything[place.offset : place.offset + place.length] == meant, one.name
    assert {one.name for one in outside} >= {name for name, one in held.items() if len(one.raw_data) > 2_000}
    assert {one.key: one.value for one in graph.metadata_props}[WEIGHTS_BYTES] == str(len(everything))


def test_the_graph_says_what_the_model_says(exported: np.ndarray) -> None:
    assert 0 < np.abs(logits(embedded_classifier().judge(PAIRS)) - exported).mean() < NOISE


def test_padding_is_passed_over_as_the_model_does() -> None:
    """Beside a row of its words and padding that is read as words, which is then what it must differ from."""
    tokens, padding = Tokenizer.from_file(str(EMBEDDED / "tokenizer.json")), 1
    rows = [tokens.encode(*pair).ids for pair in PAIRS]
    fused, model = (
        np.array([session.run([row, row + [padding] * 60], padding) for row in rows])
        for session in (Session(EMBEDDED / FUSED), Session(EMBEDDED / MODEL))
    )
    assert np.abs(fused[:, 0] - model[:, 0]).mean() < NOISE < np.abs(fused[:, 0] - model[:, 1]).mean()


@pytest.mark.parametrize("graph", ["damaged", "cut", "of another model", "altered"])
def test_without_a_graph_of_its_own_the_model_runs_alone(plain: Path, exported: np.ndarray, graph: str) -> None:
    whole = (EMBEDDED / FUSED).read_bytes()
    if graph == "of another model":
        tiny = write_model(plain / "tiny", PAGE) / MODEL
        (plain / FUSED).write_bytes(tiny.read_bytes())
    elif graph == "altered":  # still runs, and says whatever comes of it
        altered = onnx.load(str(EMBEDDED / FUSED), load_external_data=False)
        for one in altered.graph.initializer:
            if one.data_location != TensorProto.EXTERNAL and one.data_type == TensorProto.FLOAT:
                one.raw_data = (numpy_helper.to_array(one) * -1).tobytes()
        (plain / FUSED).write_bytes(altered.SerializeToString())
    else:
        (plain / FUSED).write_bytes(b"\0graph" if graph == "damaged" else whole[: len(whole) // 2])
    try:
        assert (logits(Classifier(plain).judge(PAIRS)) == exported).all()
    finally:
        (plain / FUSED).unlink()


def test_readings_belong_to_every_file_of_the_model(tmp_path: Path) -> None:
    first, second = tmp_path / "one", tmp_path / "two"
    first.write_bytes(b"one")
    known = {files_version(first, second)}
    second.write_bytes(b"two")
    known.add(files_version(first, second))
    second.write_bytes(b"three")
    known.add(files_version(first, second))
    assert len(known) == 3
