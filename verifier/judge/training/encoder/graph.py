"""An exported model in, the same network in ONNX Runtime's own operators out, which reads its weights in that model.

Of what is exported the library joins little by itself: attention runs as fifteen operators, and bias and GELU as one
that is slower than two. Here the nodes are written as they run fastest, and a weight is a place in `model.onnx`
(external data), so that none is stored twice.

    python -m verifier.judge.training.encoder.graph FOLDER   writes graph.onnx beside the model.onnx of a folder
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from verifier.judge.entailment import FUSED, MODEL, WEIGHTS_BYTES
from verifier.judge.training.encoder.base import BLOCK_VALUES, HEADS, LAYERS, WIDTH

_OURS = "com.microsoft"
_EPSILON = 1e-12
#: A smaller weight is written out: a place would take more.
_SMALL_BYTES = 256


class _Writer:
    """Collects nodes and weights; names what flows between them by numbers."""

    def __init__(self, model: Path) -> None:
        self._bytes = model.read_bytes()
        source = onnx.load_from_string(self._bytes).graph
        self._known = {tensor.name: tensor for tensor in source.initializer}
        self.matrices = [node.input[1] for node in source.node if node.op_type == "MatMulInteger"]
        self.nodes: list[Any] = []
        self.weights: dict[str, Any] = {}

    def node(self, kind: str, inputs: Sequence[str], outputs: int = 1, domain: str = "", **attributes: Any) -> Any:
        """Adds a node; gives the name of its output, or the names."""
        names = [f"{len(self.nodes)}.{number}" for number in range(outputs)]
        self.nodes.append(helper.make_node(kind, inputs, names, domain=domain, **attributes))
        return names[0] if outputs == 1 else names

    def weight(self, name: str, bytes_wide: int | None = None) -> str:
        """A weight of the exported model, or rows of so many bytes each that it is stored as."""
        known = self._known[name]
        values = known.raw_data or numpy_helper.to_array(known).tobytes()
        made = TensorProto(name=name, data_type=known.data_type, dims=known.dims)
        if bytes_wide is not None:
            made.data_type, made.dims[1] = TensorProto.UINT8, bytes_wide
        if len(values) < _SMALL_BYTES:
            made.raw_data = values
        else:
            place = {"location": MODEL, "offset": self._bytes.index(values), "length": len(values)}
            made.data_location = TensorProto.EXTERNAL
            for key, value in place.items():
                made.external_data.add(key=key, value=str(value))
        self.weights[name] = made
        return name

    def constant(self, name: str, values: NDArray[Any] | Sequence[int]) -> str:
        """A value that is not the model's."""
        self.weights[name] = numpy_helper.from_array(np.asarray(values), name)
        return name

    def product(self, states: str, number: int, bias: str) -> str:
        """`states` times the matrix of this number, int8 by int8."""
        matrix = self.matrices[number]
        taken = [states, self.weight(matrix), self.weight(_scale(matrix)), "", self.weight(bias)]
        return str(self.node("DynamicQuantizeMatMul", taken, domain=_OURS))

    def normalised(self, states: str, name: str) -> str:
        """Layer normalisation with the weights of this name."""
        taken = [states, self.weight(f"{name}.weight"), self.weight(f"{name}.bias")]
        return str(self.node("LayerNormalization", taken, axis=-1, epsilon=_EPSILON))


def _scale(matrix: str) -> str:
    return matrix.replace("_quantized", "_scale")


def fused_graph(model: Path) -> Any:
    """The graph for a `model.onnx` as `export` writes it, with the same inputs and outputs."""
    writer = _Writer(model)
    assert len(writer.matrices) == 4 * LAYERS + 2
    whole = writer.node("Cast", [writer.node("ReduceMin", ["attention_mask"], keepdims=0)], to=TensorProto.BOOL)
    mask = writer.node("Cast", ["attention_mask"], to=TensorProto.INT32)
    states = _embedded(writer)
    for number in range(LAYERS):
        states = _layer(writer, number, states, whole, mask)
    _head(writer, states)
    inputs = [
        helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "length"])
        for name in ("input_ids", "attention_mask")
    ]
    outputs = [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch", 4])]
    graph = helper.make_graph(writer.nodes, "judge", inputs, outputs, list(writer.weights.values()))
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid(_OURS, 1)]
    made = helper.make_model(graph, opset_imports=opsets, ir_version=10)
    helper.set_model_props(made, {WEIGHTS_BYTES: str(model.stat().st_size)})
    return made


def _embedded(writer: _Writer) -> str:
    """Word embeddings, each byte of a block looked up as its two values; with positions, normalised."""
    node, constant = writer.node, writer.constant
    known = writer.weight("word_blocks", WIDTH // 2)
    byte = np.arange(256)
    nibbles = np.stack([byte & 15, byte >> 4], axis=1)
    values = constant("values_of_a_byte", ((nibbles ^ 8) - 8).astype(np.float32))
    packed = node("Cast", [node("Gather", [known, "input_ids"], axis=0)], to=TensorProto.INT32)
    blocks = [0, 0, WIDTH // BLOCK_VALUES, BLOCK_VALUES]
    unpacked = node("Reshape", [node("Gather", [values, packed], axis=0), constant("blocks", blocks)])
    scales = node("Gather", [writer.weight("word_scales"), "input_ids"], axis=0)
    scaled = node("Mul", [unpacked, node("Unsqueeze", [scales, constant("last", [3])])])
    words = node("Reshape", [scaled, constant("wide", [0, 0, WIDTH])])
    length, start = node("Shape", ["input_ids"], start=1, end=2), constant("start", [0])
    positions = node("Slice", [writer.weight("network.position"), start, length, start])
    placed = node("Add", [node("Add", [words, positions]), writer.weight("network.kind")])
    return writer.normalised(placed, "network.norm")


def _layer(writer: _Writer, number: int, states: str, whole: str, mask: str) -> str:
    name, node = f"network.layers.{number}", writer.node
    first = 4 * number
    mixed = _attention(writer, number, node("Mul", [states, writer.weight(f"{name}.joined.shrink")]), whole, mask)
    mixed = writer.product(mixed, first + 1, f"{name}.mixed.bias")
    states = writer.normalised(node("Add", [states, mixed]), f"{name}.norm1")
    inner = node("Mul", [states, writer.weight(f"{name}.inner.shrink")])
    inner = node("Gelu", [writer.product(inner, first + 2, f"{name}.inner.linear.bias")], domain=_OURS)
    outer = node("Mul", [inner, writer.weight(f"{name}.outer.shrink")])
    outer = writer.product(outer, first + 3, f"{name}.outer.linear.bias")
    return writer.normalised(node("Add", [states, outer]), f"{name}.norm2")


def _attention(writer: _Writer, number: int, states: str, whole: str, mask: str) -> str:
    """Query, key, value and their mixture; where no row is padded, without the mask, which costs a twentieth."""
    matrix, bias = writer.matrices[4 * number], f"network.layers.{number}.joined.linear.bias"
    # The queries' weights were scaled for attention when they were exported, and the operator scales by itself.
    scaled = np.repeat(np.array([(WIDTH // HEADS) ** 0.5, 1, 1], dtype=np.float32), WIDTH)
    unscaled = writer.constant("unscaled", scaled)
    quantised, step, zero = writer.node("DynamicQuantizeLinear", [states], outputs=3)
    bias = writer.node("Mul", [writer.weight(bias), unscaled])
    scale = writer.node("Mul", [writer.weight(_scale(matrix)), unscaled])

    def branch(name: str, *masks: str) -> Any:
        taken = [quantised, writer.weight(matrix), bias, step, scale, *(masks or [""]), zero]
        output = f"{name}.{number}"
        inside = helper.make_node("QAttention", taken, [output], domain=_OURS, num_heads=HEADS)
        told = helper.make_tensor_value_info(output, TensorProto.FLOAT, ["batch", "length", WIDTH])
        return helper.make_graph([inside], name, [], [told])

    return str(writer.node("If", [whole], then_branch=branch("whole"), else_branch=branch("padded", mask)))


def _head(writer: _Writer, states: str) -> None:
    """The first token beside the mean of all, to `logits`."""
    node, rows = writer.node, writer.constant("rows", [1])
    present = node("Cast", ["attention_mask"], to=TensorProto.FLOAT)
    present = node("Unsqueeze", [present, writer.constant("columns", [2])])
    total = node("ReduceSum", [node("Mul", [states, present]), rows], keepdims=0)
    mean = node("Div", [total, node("ReduceSum", [present, rows], keepdims=0)])
    first = node("Gather", [states, writer.constant("first", np.array(0))], axis=1)
    joined = writer.product(node("Concat", [first, mean], axis=-1), 4 * LAYERS, "network.join.bias")
    writer.product(node("Tanh", [joined]), 4 * LAYERS + 1, "network.out.bias")
    writer.nodes[-1].output[0] = "logits"


def write_fused(folder: Path) -> None:
    """Writes the graph beside the model that holds its weights."""
    (folder / FUSED).write_bytes(fused_graph(folder / MODEL).SerializeToString(deterministic=True))


def main() -> None:
    """Writes the graph of a folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    write_fused(parser.parse_args().folder)


if __name__ == "__main__":
    main()
