"""Pairs of passage and claim in, how far one entails and contradicts the other out, by a model of anybody's."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from tokenizers import Encoding, Tokenizer

from verifier.errors import SettingsError
from verifier.judge.classifier.folder import Folder
from verifier.judge.folding import without_surrogates
from verifier.judge.session import INPUTS, Session, batches

_BATCH = 8
_SHORTEST_TOKENS = 32


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
            self._session = Session(folder.model)
        except Exception as error:  # the library has a dozen classes for "cannot be loaded" and no base of them
            raise SettingsError(
                f"the scorer's model {folder.model} cannot be loaded: {_first_line(error)}",
                "Export it again, with its external data beside it.",
            ) from error
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
        readings: dict[int, Reading] = {}
        for places in batches([len(one.ids) for one in encodings], rows=self._session.fixed(0) or _BATCH):
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
        if not self._session.takes_token_rows:
            raise SettingsError(
                f"the scorer's model {self._folder.model} takes {', '.join(self._session.inputs)}, which is not what a "
                f"classifier of text pairs takes ({', '.join(INPUTS)})",
                "Export it for the task text-classification.",
            )

    def _longest(self) -> int:
        longest = min(self._folder.longest, self._session.fixed(1) or self._folder.longest)
        if longest < _SHORTEST_TOKENS:
            raise SettingsError(
                f"the scorer's model {self._folder.model} reads {longest} tokens at once, which is too few for a claim "
                f"and a passage",
                f"Use a model that reads at least {_SHORTEST_TOKENS}.",
            )
        return longest

    def _run(self, encodings: list[Encoding]) -> Any:
        """Logits, a row for each encoding."""
        types = [one.type_ids for one in encodings] if self._folder.token_types > 1 else None
        try:
            given = self._session.run([one.ids for one in encodings], self._folder.padding, types)
            logits = np.asarray(given, dtype=np.float64)
        except Exception as error:  # as above: no common base
            raise SettingsError(
                f"the scorer's model {self._folder.model} does not run: {_first_line(error)}",
                "Its tokenizer, config.json and graph must come from one export.",
            ) from error
        rows = self._session.fixed(0) or len(encodings)
        if logits.shape != (rows, self._folder.head.count):
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


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:300]
