"""Pairs of passage and claim in, how far one entails and contradicts the other out: the door to onnxruntime."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import onnxruntime
from tokenizers import Encoding, Tokenizer

from verifier.errors import SettingsError
from verifier.judge.classifier.folder import Folder
from verifier.judge.folding import without_surrogates

_BATCH = 8
_SHORTEST_TOKENS = 32
_INPUTS = ("input_ids", "attention_mask", "token_type_ids")
_WHOLE_NUMBERS = {"tensor(int64)": np.int64, "tensor(int32)": np.int32}
_QUIET = 3


@dataclass(frozen=True, slots=True)
class Reading:
    """Probabilities of one pair; `contradicted` is 0 for a model that does not tell it apart."""

    supported: float
    contradicted: float


class Network:
    """A loaded model with its tokenizer. Safe for threads; the same pairs give the same readings."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        try:
            options = onnxruntime.SessionOptions()
            # One thread: workers run a process a core, and threads that wait for each other on a busy machine are
            # slower.
            options.intra_op_num_threads = 1
            options.inter_op_num_threads = 1
            options.log_severity_level = _QUIET
            self._session = onnxruntime.InferenceSession(str(folder.model), options, providers=["CPUExecutionProvider"])
        except Exception as error:  # the library has a dozen classes for "cannot be loaded" and no base of them
            raise SettingsError(
                f"the scorer's model {folder.model} cannot be loaded: {_first_line(error)}",
                "Export it again, with its external data beside it.",
            ) from error
        self._inputs = {given.name: given for given in self._session.get_inputs()}
        self._check_graph()
        self.longest = self._longest()
        self._tokenizer = self._open_tokenizer()
        self.special = self._tokenizer.num_special_tokens_to_add(is_pair=True)
        self.weigh([("One passage.", "One claim.")])  # what does not fit together is said now, not while judging

    def count(self, texts: Sequence[str]) -> list[int]:
        """How many tokens each text has, alone."""
        return [len(encoding.ids) for encoding in self._encoded(texts)]

    def clip(self, text: str, tokens: int) -> str:
        """The start of a text that has at most so many tokens."""
        encoding = self._encoded([text])[0]
        return text if len(encoding.ids) <= tokens else text[: encoding.offsets[tokens - 1][1]]

    def cut(self, text: str, tokens: int) -> list[str]:
        """The text in pieces of at most so many tokens."""
        offsets = self._encoded([text])[0].offsets
        firsts = [offsets[at][0] for at in range(0, len(offsets), tokens)]
        return [text[a:b] for a, b in zip([0, *firsts[1:]], [*firsts[1:], len(text)], strict=True)] if firsts else []

    def weigh(self, pairs: Sequence[tuple[str, str]]) -> list[Reading]:
        """One reading for each pair of passage and claim; a passage that is too long loses its end."""
        encodings = self._tokenizer.encode_batch(
            [(without_surrogates(text), without_surrogates(claim)) for text, claim in pairs]
        )
        # Alike in length together, so that little is padded; put back in order at the end.
        order = sorted(range(len(pairs)), key=lambda at: (len(encodings[at].ids), at))
        readings: dict[int, Reading] = {}
        for places in _groups(order, self._batch()):
            logits = self._run([encodings[at] for at in places])
            readings |= zip(places, map(self._reading, logits), strict=True)
        return [readings[at] for at in range(len(pairs))]

    def _encoded(self, texts: Sequence[str]) -> list[Encoding]:
        return list(self._plain.encode_batch([without_surrogates(one) for one in texts], add_special_tokens=False))

    def _open_tokenizer(self) -> Tokenizer:
        try:
            paired = Tokenizer.from_file(str(self._folder.tokenizer))
            self._plain = Tokenizer.from_file(str(self._folder.tokenizer))
        except Exception as error:  # a bare Exception is what the library raises
            raise SettingsError(
                f"the scorer's tokenizer {self._folder.tokenizer} cannot be read: {_first_line(error)}",
                "It must be the file that the `tokenizers` library writes.",
            ) from error
        self._plain.no_truncation()
        self._plain.no_padding()
        paired.no_padding()
        paired.enable_truncation(self.longest, strategy="only_first")
        return paired

    def _check_graph(self) -> None:
        unknown = [name for name in self._inputs if name not in _INPUTS]
        strange = [name for name, given in self._inputs.items() if given.type not in _WHOLE_NUMBERS]
        if unknown or strange or "input_ids" not in self._inputs:
            raise SettingsError(
                f"the scorer's model {self._folder.model} takes {', '.join(self._inputs)}, which is not what a "
                f"classifier of text pairs takes ({', '.join(_INPUTS)})",
                "Export it for the task text-classification.",
            )
        outputs = [given.name for given in self._session.get_outputs()]
        self._output = "logits" if "logits" in outputs else outputs[0]

    def _fixed(self, axis: int) -> int | None:
        """The length of an axis that was fixed when the model was exported."""
        shape = self._inputs["input_ids"].shape
        return shape[axis] if len(shape) == 2 and isinstance(shape[axis], int) else None

    def _longest(self) -> int:
        longest = min(self._folder.longest, self._fixed(1) or self._folder.longest)
        if longest < _SHORTEST_TOKENS:
            raise SettingsError(
                f"the scorer's model {self._folder.model} reads {longest} tokens at once, which is too few for a claim "
                f"and a passage",
                f"Use a model that reads at least {_SHORTEST_TOKENS}.",
            )
        return longest

    def _batch(self) -> int:
        return self._fixed(0) or _BATCH

    def _run(self, encodings: list[Encoding]) -> Any:
        """Logits, a row for each encoding."""
        width = self._fixed(1) or max(len(one.ids) for one in encodings)
        height = self._fixed(0) or len(encodings)
        ids = np.full((height, width), self._folder.padding, dtype=np.int64)
        mask = np.zeros((height, width), dtype=np.int64)
        types = np.zeros((height, width), dtype=np.int64)
        for row, one in enumerate(encodings):
            ids[row, : len(one.ids)] = one.ids
            mask[row, : len(one.ids)] = 1
            if self._folder.token_types > 1:
                types[row, : len(one.ids)] = one.type_ids
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": types}
        feeds = {name: given[name].astype(_WHOLE_NUMBERS[self._inputs[name].type]) for name in self._inputs}
        try:
            logits = np.asarray(self._session.run([self._output], feeds)[0], dtype=np.float64)
        except Exception as error:  # as above: no common base
            raise SettingsError(
                f"the scorer's model {self._folder.model} does not run: {_first_line(error)}",
                "Its tokenizer, config.json and graph must come from one export.",
            ) from error
        if logits.shape != (height, self._folder.head.count):
            raise SettingsError(
                f"the scorer's model {self._folder.model} gives an answer of the shape {logits.shape}, and its "
                f"config.json names {self._folder.head.count} classes",
                "Write all classes of the model under id2label in config.json, in their order.",
            )
        return logits[: len(encodings)]

    def _reading(self, logits: Any) -> Reading:
        head = self._folder.head
        top = float(max(logits))
        shares = [math.exp(float(one) - top) for one in logits]
        total = sum(shares)
        contradicted = shares[head.contradicted] / total if head.contradicted is not None else 0.0
        return Reading(supported=shares[head.supported] / total, contradicted=contradicted)


def _groups(order: list[int], size: int) -> Iterator[list[int]]:
    for start in range(0, len(order), size):
        yield order[start : start + size]


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:300]
