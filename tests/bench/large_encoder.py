"""A folder in, an encoder of RoBERTa-large's shape in it out: what judging with a large model costs, by arithmetic.

24 layers, hidden 1,024, 16 heads, inner 4,096, as Liu et al. (2019) trained it. Weights are random int8 numbers, since
time and memory do not depend on them; embeddings, a look-up, are left out. Needs `onnx` and `onnxruntime`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

LAYERS, HIDDEN, HEADS, INNER = 24, 1_024, 16, 4_096
TOKENS = 512
NAME = f"an encoder of RoBERTa-large's shape, int8, {TOKENS} tokens"
#: ONNX Runtime's own operators: a matrix product with int8 weights, and GELU.
_MICROSOFT = "com.microsoft"
_MODEL_VERSION, _OPERATORS = 8, 17


def write_encoder(folder: Path) -> Path:
    """Write the model and return its path. Raises `ImportError` without `onnx`."""
    from onnx import TensorProto, helper, save_model

    made = _Graph()
    hidden = "hidden_0"
    for layer in range(LAYERS):
        hidden = made.layer(f"l{layer}", hidden)
    shape = [1, TOKENS, HIDDEN]
    graph = helper.make_graph(
        made.nodes, "encoder",
        [helper.make_tensor_value_info("hidden_0", TensorProto.FLOAT, shape)],
        [helper.make_tensor_value_info(hidden, TensorProto.FLOAT, shape)],
        made.weights,
    )  # fmt: skip
    versions = [helper.make_opsetid("", _OPERATORS), helper.make_opsetid(_MICROSOFT, 1)]
    path = folder / "encoder.onnx"
    save_model(helper.make_model(graph, opset_imports=versions, ir_version=_MODEL_VERSION), str(path))
    return path


def open_encoder(path: Path) -> Any:
    """A function that runs the encoder once, on one thread. Raises `ImportError` without `onnxruntime`."""
    import numpy
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    hidden = numpy.random.default_rng(0).standard_normal((1, TOKENS, HIDDEN), dtype=numpy.float32)
    return lambda: session.run(None, {"hidden_0": hidden})


class _Graph:
    """Nodes and weights as they are added; every result is named after its layer and its part."""

    def __init__(self) -> None:
        import numpy

        self.nodes: list[Any] = []
        self.weights: list[Any] = []
        self._random = numpy.random.default_rng(0)
        self._numbers("heads", [0, 0, HEADS, HIDDEN // HEADS])
        self._numbers("joined", [0, 0, HIDDEN])
        self._weight("shrink", numpy.array(1 / math.sqrt(HIDDEN // HEADS), numpy.float32))
        self._weight("small", numpy.array(1 / (128 * math.sqrt(HIDDEN)), numpy.float32))
        self._weight("ones", numpy.ones(HIDDEN, numpy.float32))
        self._weight("zeros", numpy.zeros(HIDDEN, numpy.float32))

    def layer(self, name: str, hidden: str) -> str:
        """Attention and the inner network, each added to what went in and normalised."""
        mixed = self._product(f"{name}.out", self._attention(name, hidden), HIDDEN, HIDDEN)
        after = self._normalised(f"{name}.attended", hidden, mixed)
        inner = self._node("Gelu", f"{name}.gelu", self._product(f"{name}.in", after, HIDDEN, INNER), domain=_MICROSOFT)
        return self._normalised(f"{name}.hidden", after, self._product(f"{name}.back", inner, INNER, HIDDEN))

    def _attention(self, name: str, hidden: str) -> str:
        every = self._product(f"{name}.qkv", hidden, HIDDEN, 3 * HIDDEN)
        parts = [f"{name}.{part}" for part in "qkv"]
        self._add("Split", [every], parts, axis=2)
        query, key, value = self._heads(parts)
        scores = self._node("Mul", f"{name}.scores", self._node("MatMul", f"{name}.dots", query, key), "shrink")
        shares = self._node("Softmax", f"{name}.shares", scores, axis=-1)
        mixed = self._node("MatMul", f"{name}.mixed", shares, value)
        turned = self._node("Transpose", f"{name}.turned", mixed, perm=[0, 2, 1, 3])
        return self._node("Reshape", f"{name}.rejoined", turned, "joined")

    def _heads(self, parts: list[str]) -> Iterator[str]:
        """Query, key and value by heads; the key lies across."""
        for part, order in zip(parts, ([0, 2, 1, 3], [0, 2, 3, 1], [0, 2, 1, 3]), strict=True):
            cut = self._node("Reshape", f"{part}.cut", part, "heads")
            yield self._node("Transpose", f"{part}.heads", cut, perm=order)

    def _normalised(self, name: str, before: str, change: str) -> str:
        return self._node("LayerNormalization", name, self._node("Add", f"{name}.sum", before, change), "ones", "zeros")

    def _product(self, name: str, left: str, rows: int, columns: int) -> str:
        import numpy

        self._weight(f"{name}.weight", self._random.integers(-127, 128, (rows, columns), numpy.int8))
        return self._node("DynamicQuantizeMatMul", name, left, f"{name}.weight", "small", domain=_MICROSOFT)

    def _numbers(self, name: str, values: list[int]) -> None:
        import numpy

        self._weight(name, numpy.array(values, numpy.int64))

    def _weight(self, name: str, values: Any) -> None:
        from onnx import numpy_helper

        self.weights.append(numpy_helper.from_array(values, name))

    def _node(self, operator: str, name: str, *taken: str, **attributes: Any) -> str:
        self._add(operator, list(taken), [name], **attributes)
        return name

    def _add(self, operator: str, taken: list[str], given: list[str], **attributes: Any) -> None:
        from onnx import helper

        self.nodes.append(helper.make_node(operator, taken, given, **attributes))
