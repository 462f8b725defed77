"""Classifiers of a few nodes that really compare: words of the claim in the passage, and a "not" in it."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
NOT = len(SPECIAL)
THREE = ("entailment", "neutral", "contradiction")
#: A label → what the graph computes for it.
_MEANS = {"entailment": "support", "supported": "support", "1": "support", "contradiction": "contradict"}


def write_model(
    folder: Path,
    words: str,
    labels: Sequence[str] = THREE,
    *,
    named: Sequence[str] | None = None,
    file: str = "model.onnx",
    types: bool = False,
    integers: int = TensorProto.INT64,
    shape: tuple[int | str, int | str] = ("batch", "sequence"),
    **config: Any,
) -> Path:
    """A folder as an exporter writes it. `labels` are the classes in the graph's order, `named` what config.json says.

    The tokenizer knows the words of `words` and "not"; all others are unknown to it, and the graph passes over them.
    """
    (folder / file).parent.mkdir(parents=True, exist_ok=True)
    vocabulary = [*SPECIAL, "not", *sorted(set(re.findall(r"\w+", words.lower())) - {"not"})]
    _tokenizer(vocabulary).save(str(folder / "tokenizer.json"))
    onnx.save(_graph(labels, types, integers, shape), str(folder / file))
    settings = {
        "id2label": {str(i): label for i, label in enumerate(named or labels)},
        "max_position_embeddings": 64,
        "pad_token_id": 0,
        "type_vocab_size": 2,
    }
    (folder / "config.json").write_text(json.dumps(settings | config), "utf-8")
    return folder


def _tokenizer(vocabulary: list[str]) -> Tokenizer:
    tokenizer = Tokenizer(models.WordLevel({word: i for i, word in enumerate(vocabulary)}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS]:0 $A:0 [SEP]:0 $B:1 [SEP]:1",
        special_tokens=[("[CLS]", 2), ("[SEP]", 3)],
    )
    return tokenizer


def _graph(labels: Sequence[str], types: bool, integers: int, shape: tuple[int | str, int | str]) -> onnx.ModelProto:
    names = ["input_ids", "attention_mask", *(["token_type_ids"] if types else [])]
    constants = {
        "sep": np.int64(3), "last_special": np.int64(4), "not": np.int64(NOT), "zero": np.int64(0), "one": np.int64(1),
        "axis1": np.array([1]), "axis2": np.array([2]), "axis": np.int64(1), "least": np.float32(1.0),
        "enough": np.float32(0.9), "half": np.float32(0.5), "steep": np.float32(40), "twenty": np.float32(20),
        "five": np.float32(5), "nothing": np.float32(0),
    }  # fmt: skip
    nodes = [helper.make_node("Cast", [name], [f"{name}_64"], to=TensorProto.INT64) for name in names]

    def node(kind: str, inputs: list[str], output: str, **attributes: Any) -> None:
        nodes.append(helper.make_node(kind, inputs, [output], **attributes))

    if types:
        node("Identity", ["token_type_ids_64"], "segment")
    else:
        node("Equal", ["input_ids_64", "sep"], "is_sep")
        node("Cast", ["is_sep"], "sep_count", to=TensorProto.INT64)
        node("CumSum", ["sep_count", "axis"], "segment", exclusive=1)
    node("Greater", ["input_ids_64", "last_special"], "is_word")
    for name, number in (("passage", "zero"), ("claim", "one")):
        node("Equal", ["segment", number], f"in_{name}")
        node("And", [f"in_{name}", "is_word"], name)
    node("Unsqueeze", ["input_ids_64", "axis2"], "rows")
    node("Unsqueeze", ["input_ids_64", "axis1"], "columns")
    node("Equal", ["rows", "columns"], "same")
    node("Unsqueeze", ["passage", "axis1"], "passage_columns")
    node("And", ["same", "passage_columns"], "found_at")
    node("Cast", ["found_at"], "found_number", to=TensorProto.FLOAT)
    node("ReduceMax", ["found_number"], "found", axes=[2], keepdims=0)
    node("Cast", ["claim"], "claim_number", to=TensorProto.FLOAT)
    node("Mul", ["found", "claim_number"], "found_of_claim")
    node("ReduceSum", ["found_of_claim", "axis1"], "hits", keepdims=1)
    node("ReduceSum", ["claim_number", "axis1"], "count", keepdims=1)
    node("Max", ["count", "least"], "at_least_one")
    node("Div", ["hits", "at_least_one"], "share")
    node("Equal", ["input_ids_64", "not"], "is_not")
    node("And", ["is_not", "passage"], "not_in_passage")
    node("Cast", ["not_in_passage"], "not_number", to=TensorProto.FLOAT)
    node("ReduceMax", ["not_number"], "denied", axes=[1], keepdims=1)
    node("Sub", ["share", "enough"], "above")
    node("Mul", ["above", "steep"], "agreeing")
    node("Mul", ["denied", "twenty"], "much_denied")
    node("Sub", ["agreeing", "much_denied"], "support")
    node("Sub", ["share", "half"], "above_half")
    node("Mul", ["above_half", "much_denied"], "opposed")
    node("Sub", ["opposed", "five"], "contradict")
    node("Mul", ["share", "nothing"], "neither")
    node("Concat", [_MEANS.get(label.lower(), "neither") for label in labels], "logits", axis=1)
    graph = helper.make_graph(
        nodes,
        "tiny",
        [helper.make_tensor_value_info(name, integers, list(shape)) for name in names],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, [shape[0], len(labels)])],
        [numpy_helper.from_array(np.asarray(value), name) for name, value in constants.items()],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
