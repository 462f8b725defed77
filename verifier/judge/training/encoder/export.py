"""A checkpoint in, a folder laid out as any exported sequence classifier out: graph, config, tokenizer.

The graph takes `input_ids` and `attention_mask` and gives `logits`. Word embeddings stay the base package's Q4_0
blocks, read by ONNX Runtime's GatherBlockQuantized; all other matrices are int8, a scale a column.
`encoder.graph` writes the same network once more, faster, on the weights of this file.

    python -m verifier.judge.training.encoder.export WORK OUT [--checkpoint final.pt]
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from verifier.judge.entailment import FUSED, MODEL
from verifier.judge.training.encoder.base import BLOCK_BYTES, BLOCK_VALUES, HEADS, LAYERS, WIDTH
from verifier.judge.training.encoder.graph import write_fused
from verifier.judge.training.encoder.mix import MAX_TOKENS
from verifier.judge.training.encoder.network import SCALE, Encoder, Layer, from_base
from verifier.judge.training.encoder.pages import labelled_claims

LABELS = ("supported", "partially_supported", "not_supported", "contradicted")
OPSET = 17


class _Graph(nn.Module):
    """The network from embeddings already looked up."""

    def __init__(self, network: Encoder) -> None:
        super().__init__()
        self.network = network

    def forward(self, words: Tensor, mask: Tensor) -> Tensor:
        logits: Tensor = self.network.judge(words, mask)
        return logits


class _Smoothed(nn.Module):
    """A linear map whose inputs are evened out first; its weights have taken the scales back."""

    def __init__(self, linear: nn.Linear, scales: Tensor) -> None:
        super().__init__()
        self.shrink = nn.Parameter(1 / scales, requires_grad=False)
        self.linear = linear
        linear.weight.data = linear.weight.data * scales

    def forward(self, states: Tensor) -> Tensor:
        mapped: Tensor = self.linear(states * self.shrink)
        return mapped


class _Fused(nn.Module):
    """A layer with one matrix for query, key and value, whose inputs are evened out and quantised once."""

    def __init__(self, layer: Layer, highest: dict[str, Tensor]) -> None:
        super().__init__()
        self.norm1, self.norm2 = layer.norm1, layer.norm2
        # The mixture is linear in the values, so what its matrix takes unevenly is evened out in theirs.
        scales = _scales(highest["mixed"], layer.mixed)
        layer.value.weight.data = layer.value.weight.data / scales.unsqueeze(1)
        layer.value.bias.data = layer.value.bias.data / scales
        layer.mixed.weight.data = layer.mixed.weight.data * scales
        self.mixed = layer.mixed
        layer.query.weight.data = layer.query.weight.data * SCALE
        layer.query.bias.data = layer.query.bias.data * SCALE
        parts = (layer.query, layer.key, layer.value)
        joined = nn.Linear(WIDTH, len(parts) * WIDTH)
        joined.weight.data = torch.cat([part.weight.data for part in parts])
        joined.bias.data = torch.cat([part.bias.data for part in parts])
        self.joined = _Smoothed(joined, _scales(highest["query"], joined))
        self.inner = _Smoothed(layer.inner, _scales(highest["inner"], layer.inner))
        self.outer = _Smoothed(layer.outer, _scales(highest["outer"], layer.outer))

    def forward(self, states: Tensor, allowed: Tensor) -> Tensor:
        batch, length, _ = states.shape
        query, key, value = (
            part.view(batch, length, HEADS, WIDTH // HEADS).transpose(1, 2)
            for part in self.joined(states).split(WIDTH, -1)
        )
        shares = (query @ key.transpose(-1, -2) + allowed).softmax(-1)
        mixed = (shares @ value).transpose(1, 2).reshape(batch, length, WIDTH)
        states = self.norm1(states + self.mixed(mixed))
        after: Tensor = self.norm2(states + self.outer(functional.gelu(self.inner(states))))
        return after


def _scales(highest: Tensor, linear: nn.Linear) -> Tensor:
    """What inputs are divided by: equal shares of unevenness for inputs and weights."""
    columns = linear.weight.data.abs().amax(0)
    return (highest.clamp(min=1e-4) / columns.clamp(min=1e-4)).sqrt().clamp(min=1e-2)


def smooth(network: Encoder, texts: list[Tensor]) -> None:
    """Moves what is uneven in the inputs of the matrices into the matrices, where int8 loses less by it.

    SmoothQuant (Xiao et al. 2023) with equal shares; `texts` are token ids, [1, length], to see inputs on.
    """
    highest: list[dict[str, Tensor]] = [{} for _ in network.layers]

    def watch(seen: dict[str, Tensor], name: str) -> Any:
        def look(_module: nn.Module, inputs: tuple[Tensor, ...]) -> None:
            most = inputs[0].reshape(-1, inputs[0].shape[-1]).abs().amax(0)
            seen[name] = torch.maximum(seen[name], most) if name in seen else most

        return look

    watched = [
        getattr(layer, part).register_forward_pre_hook(watch(seen, part))
        for seen, layer in zip(highest, network.layers, strict=True)
        for part in ("query", "mixed", "inner", "outer")
    ]
    with torch.no_grad():
        for ids in texts:
            network(ids)
    for hook in watched:
        hook.remove()
    for number, seen in enumerate(highest):
        layer = network.layers[number]
        assert isinstance(layer, Layer)
        network.layers[number] = _Fused(layer, seen)


def load_network(work: Path, checkpoint: Path) -> Encoder:
    """The trained network of a checkpoint, ready to judge."""
    network = from_base(work)
    words = network.words
    network.load_state_dict(torch.load(checkpoint, weights_only=True)["network"])
    network.words = words
    return network.eval()


def quantised_words(blocks: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """Q4_0 rows as packed signed nibbles in their order, [pieces, width / 2], and scales, [pieces, width / 32]."""
    rows = blocks.reshape(len(blocks), WIDTH // BLOCK_VALUES, BLOCK_BYTES)
    scales = rows[..., :2].copy().view("<f2")[..., 0].astype(np.float32)
    nibbles = np.concatenate([rows[..., 2:] & 15, rows[..., 2:] >> 4], axis=-1).reshape(len(blocks), WIDTH)
    signed = nibbles ^ np.uint8(8)  # less 8, in two's complement
    return signed[:, ::2] | (signed[:, 1::2] << np.uint8(4)), scales


def encoder_graph(network: Encoder, folder: Path) -> Any:
    """The network as ONNX from `words` and `mask` on, attention and normalisation fused, matrices int8."""
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from onnxruntime.transformers.fusion_options import FusionOptions
    from onnxruntime.transformers.optimizer import optimize_model

    plain, fused, small = folder / "plain.onnx", folder / "fused.onnx", folder / "small.onnx"
    words, mask = torch.randn(2, 24, WIDTH), torch.ones(2, 24, dtype=torch.long)
    mask[1, 15:] = 0
    axes = {"words": {0: "batch", 1: "length"}, "mask": {0: "batch", 1: "length"}, "logits": {0: "batch"}}
    torch.onnx.export(
        _Graph(network), (words, mask), str(plain), input_names=["words", "mask"], output_names=["logits"],
        dynamic_axes=axes, opset_version=OPSET, dynamo=False,
    )  # fmt: skip
    options = FusionOptions("bert")
    options.enable_embed_layer_norm = False
    options.enable_skip_layer_norm = False  # the fused operator is slower than its parts on a CPU
    options.enable_bias_skip_layer_norm = False
    optimised = optimize_model(str(plain), "bert", num_heads=HEADS, hidden_size=WIDTH, optimization_options=options)
    print(optimised.get_fused_operator_statistics())
    optimised.save_model_to_file(str(fused))
    # Fused operators are unknown to shape inference, which then needs to be told what flows through them.
    types = {"DefaultTensorType": onnx.TensorProto.FLOAT}
    quantize_dynamic(str(fused), str(small), weight_type=QuantType.QInt8, per_channel=True, extra_options=types)
    return onnx.load(str(small))


def whole_graph(encoder: Any, blocks: NDArray[np.uint8]) -> Any:
    """The encoder behind a look-up of word embeddings, so that the graph starts at token ids."""
    from onnx import TensorProto, helper

    packed, scales = quantised_words(blocks)
    graph = encoder.graph
    table = helper.make_tensor("word_blocks", TensorProto.INT4, (len(blocks), WIDTH), packed.tobytes(), raw=True)
    graph.initializer.extend(
        [table, helper.make_tensor("word_scales", TensorProto.FLOAT, scales.shape, scales.tobytes(), raw=True)]
    )
    looked_up = helper.make_node(
        "GatherBlockQuantized", ["word_blocks", "input_ids", "word_scales"], ["words"], domain="com.microsoft",
        block_size=BLOCK_VALUES, gather_axis=0, quantize_axis=1,
    )  # fmt: skip
    graph.node.insert(0, looked_up)
    for node in graph.node:
        node.input[:] = ["attention_mask" if name == "mask" else name for name in node.input]
    del graph.input[:]
    for name in ("input_ids", "attention_mask"):
        graph.input.append(helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "length"]))
    encoder.ir_version = max(10, encoder.ir_version)
    if not any(one.domain == "com.microsoft" for one in encoder.opset_import):
        encoder.opset_import.append(helper.make_opsetid("com.microsoft", 1))
    return encoder


def config(pieces: int) -> dict[str, Any]:
    """What a reader of the folder has to know, under the usual names."""
    return {
        "model_type": "bert", "architectures": ["BertForSequenceClassification"],
        "id2label": {str(i): label for i, label in enumerate(LABELS)},
        "label2id": {label: i for i, label in enumerate(LABELS)},
        "hidden_size": WIDTH, "num_hidden_layers": LAYERS, "num_attention_heads": HEADS,
        "max_position_embeddings": MAX_TOKENS, "pad_token_id": 1, "vocab_size": pieces,
        "pair_order": "claim, evidence",
    }  # fmt: skip


def main() -> None:
    """Writes the folder and says how far its logits are from the checkpoint's."""
    import onnx

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("work", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--checkpoint", default="final.pt")
    options = parser.parse_args()
    network = load_network(options.work, options.work / options.checkpoint)
    held_out = _texts(options.work, development=True)
    with torch.no_grad():
        wanted = [network(ids).numpy() for ids in held_out]
    smooth(network, _texts(options.work, development=False))
    blocks = np.load(options.work / "words.q4.npy")
    options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        onnx.save(whole_graph(encoder_graph(network, Path(folder)), blocks), str(options.out / MODEL))
    write_fused(options.out)
    (options.out / "config.json").write_text(json.dumps(config(len(blocks)), indent=1) + "\n", encoding="utf-8")
    shutil.copy(options.work / "tokenizer.json", options.out / "tokenizer.json")
    print(json.dumps(_distance(wanted, held_out, options.out)))
    print(json.dumps({path.name: round(path.stat().st_size / 1e6, 1) for path in sorted(options.out.iterdir())}))


def _texts(work: Path, *, development: bool) -> list[Tensor]:
    """Token ids of pairs in several languages."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(work / "tokenizer.json"))
    tokenizer.enable_truncation(MAX_TOKENS, strategy="longest_first")
    known = list(labelled_claims(development=development))[::40]
    return [torch.tensor([tokenizer.encode(one.claim, one.page).ids]) for one in known]


def _distance(wanted: list[NDArray[np.float32]], texts: list[Tensor], out: Path) -> dict[str, float]:
    """How far the exported logits are from the network's, on texts that the scales were not chosen on."""
    import onnxruntime

    session = onnxruntime.InferenceSession(str(out / FUSED), providers=["CPUExecutionProvider"])
    feeds = [{"input_ids": ids.numpy(), "attention_mask": np.ones(ids.shape, dtype=np.int64)} for ids in texts]
    found = [session.run(None, feed)[0] for feed in feeds]
    gaps = [np.abs(one - other).mean() for one, other in zip(found, wanted, strict=True)]
    return {"mean_distance": float(np.mean(gaps)), "spread": float(np.concatenate(wanted).std())}


if __name__ == "__main__":
    main()
