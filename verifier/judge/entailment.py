"""Claims and passages in, how far each passage entails or contradicts its claim out.

The classifier is a folder as any exported sequence classifier is laid out: `model.onnx` with `input_ids`,
`attention_mask` and `logits`, `config.json` with `id2label`, `tokenizer.json`. `verifier.judge.session` runs it.
`graph.onnx`, where there is one, is the same network with other operators, faster, on the weights in `model.onnx`.
"""

from __future__ import annotations

import json
import logging
import math
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from verifier.errors import SettingsError

if TYPE_CHECKING:
    from verifier.judge.session import Session

_LOG = logging.getLogger(__name__)

#: Tokens of a batch, padding included: a larger one gains no pace and costs memory.
_BATCH_TOKENS = 512
#: Of a batch's longest row, what its shortest must have: padding costs as much as words do.
_FILLED = 0.8
_LABELS = ("supported", "partially_supported", "not_supported", "contradicted")
EMBEDDED = Path(__file__).parent / "model"
MODEL, FUSED = "model.onnx", "graph.onnx"
#: What a fused graph notes of the file that it reads its weights in: its size. In another file they stand elsewhere.
WEIGHTS_BYTES = "weights_bytes"
_FILES = ("config.json", "tokenizer.json", MODEL)
_ADVICE = "Install the package again, or choose another judge with VERIFIER_SCORER."
_SENTENCE = "Nineteen boats left the harbour on Monday."


@dataclass(frozen=True, slots=True)
class Entailment:
    """Log-probabilities of one (claim, passage)."""

    supported: float
    partially: float
    absent: float
    contradicted: float


class Reader(Protocol):
    """Whoever says how far passages entail claims."""

    def judge(self, pairs: Sequence[tuple[str, str]]) -> list[Entailment]:
        """Of each (claim, passage), in order."""


class Classifier:
    """A loaded model. Thread-safe; loads nothing but its folder.

    Raises `SettingsError` if a file of it is missing or damaged.
    """

    def __init__(self, folder: Path) -> None:
        lacking = [name for name in _FILES if not (folder / name).is_file()]
        if lacking:
            raise SettingsError(f"the scorer 'embedded' lacks {', '.join(lacking)} in {folder}", _ADVICE)
        try:
            self._open(folder)
        except Exception as error:  # the libraries have a dozen classes for "cannot be loaded" and no base of them
            why = str(error).partition("\n")[0]
            raise SettingsError(f"the scorer 'embedded' cannot be loaded from {folder}: {why}", _ADVICE) from error

    def _open(self, folder: Path) -> None:
        from tokenizers import Tokenizer

        from verifier.judge.session import Session

        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        self._order = [int(config["label2id"][label]) for label in _LABELS]
        self._pad = int(config["pad_token_id"])
        self._tokenizer: Any = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(int(config["max_position_embeddings"]), strategy="longest_first")
        fused = _fused(folder)
        self._session = fused or Session(folder / MODEL)
        if fused is not None and not self._reads():
            _LOG.warning("%s is damaged, so %s is run, which is slower", folder / FUSED, MODEL)
            self._session = Session(folder / MODEL)

    def _reads(self) -> bool:
        """Whether a sentence is found to say what it says: a damaged network mostly runs on, with any result."""
        return self.judge([(_SENTENCE, _SENTENCE)])[0].supported > math.log(0.5)

    def judge(self, pairs: Sequence[tuple[str, str]]) -> list[Entailment]:
        """Of each (claim, passage), in order. Pairs of like length share a batch; equal pairs are judged once."""
        from verifier.judge.session import batches

        distinct = list(dict.fromkeys(pairs))
        encoded = [one.ids for one in self._tokenizer.encode_batch(distinct)]
        found: dict[tuple[str, str], Entailment] = {}
        for batch in batches([len(ids) for ids in encoded], tokens=_BATCH_TOKENS, filled=_FILLED):
            for number, logits in zip(batch, self._session.run([encoded[i] for i in batch], self._pad), strict=True):
                found[distinct[number]] = _entailment([float(logits[i]) for i in self._order])
        return [found[pair] for pair in pairs]


def _fused(folder: Path) -> Session | None:
    """The fused graph; None where it is not there or cannot be used, and the exported one is: slower, else the same."""
    from verifier.judge.session import Session

    fused, weights = folder / FUSED, folder / MODEL
    if fused.is_file():
        try:
            session = Session(fused)
        except Exception as error:  # the library has a dozen classes for "cannot be loaded" and no base of them
            _LOG.warning("%s cannot be loaded, so %s is, which is slower: %s", fused, MODEL, error)
        else:
            if session.notes.get(WEIGHTS_BYTES) == str(weights.stat().st_size):
                return session
            _LOG.warning("%s belongs to another %s, which is run by itself, slower", fused, MODEL)
    return None


def _entailment(logits: Sequence[float]) -> Entailment:
    top = max(logits)
    total = top + math.log(sum(math.exp(one - top) for one in logits))
    return Entailment(*(one - total for one in logits))


_LOADING = threading.Lock()


@cache
def _load(folder: Path) -> Classifier:
    return Classifier(folder)


def embedded_classifier() -> Classifier:
    """The shipped model, loaded on first use and once a process."""
    with _LOADING:
        return _load(EMBEDDED)
