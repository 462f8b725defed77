"""Rows of tokens in, logits out: the door to ONNX Runtime, and how rows are put into batches for it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime

_WHOLE_NUMBERS = {"tensor(int64)": np.int64, "tensor(int32)": np.int32}
#: What a graph may take.
INPUTS = ("input_ids", "attention_mask", "token_type_ids")
#: Only errors: what the library warns of says nothing to who runs the service.
_QUIET = 3


class Session:
    """A loaded classifier of token rows, safe for threads. Raises what the library raises: it has no base class."""

    def __init__(self, model: Path) -> None:
        options = onnxruntime.SessionOptions()
        # One thread: workers run a process a core, and threads that wait for each other on a busy machine are slower.
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = _QUIET
        self._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        self._inputs = {given.name: given for given in self._session.get_inputs()}
        outputs = [given.name for given in self._session.get_outputs()]
        self._output = "logits" if "logits" in outputs else outputs[0]

    @property
    def inputs(self) -> tuple[str, ...]:
        """The names of what the graph takes."""
        return tuple(self._inputs)

    @property
    def notes(self) -> dict[str, str]:
        """What whoever wrote the graph noted in it."""
        return dict(self._session.get_modelmeta().custom_metadata_map)

    @property
    def takes_token_rows(self) -> bool:
        """Whether the graph takes what a classifier of text takes, and nothing else."""
        whole = all(given.type in _WHOLE_NUMBERS for given in self._inputs.values())
        return whole and "input_ids" in self._inputs and all(name in INPUTS for name in self._inputs)

    def fixed(self, axis: int) -> int | None:
        """The length of an axis (0: rows, 1: tokens) that was fixed when the model was exported."""
        shape = self._inputs["input_ids"].shape
        return shape[axis] if len(shape) == 2 and isinstance(shape[axis], int) else None

    def run(self, rows: Sequence[Sequence[int]], padding: int, types: Sequence[Sequence[int]] | None = None) -> Any:
        """The logits as the graph gives them, one row for each of `rows` (and more where their number is fixed).

        `types` are the token types of each row; without them all are 0.
        """
        width = self.fixed(1) or max(map(len, rows))
        height = self.fixed(0) or len(rows)
        ids = np.full((height, width), padding, dtype=np.int64)
        mask, kinds = np.zeros((height, width), dtype=np.int64), np.zeros((height, width), dtype=np.int64)
        for number, row in enumerate(rows):
            ids[number, : len(row)] = row
            mask[number, : len(row)] = 1
            if types is not None:
                kinds[number, : len(row)] = types[number]
        given = dict(zip(INPUTS, (ids, mask, kinds), strict=True))
        feeds = {name: given[name].astype(_WHOLE_NUMBERS[one.type]) for name, one in self._inputs.items()}
        return np.asarray(self._session.run([self._output], feeds)[0])


def batches(
    lengths: Sequence[int], *, rows: int | None = None, tokens: int | None = None, filled: float = 0.0
) -> list[list[int]]:
    """Numbers of rows by length: rows of like length together, so that little of a batch is padding.

    A batch has at most so many `rows` and `tokens`, padding included, and its shortest row is at least the share
    `filled` of its longest. A row that is too long by itself is a batch by itself.
    """
    made: list[list[int]] = []
    for number in sorted(range(len(lengths)), key=lengths.__getitem__):
        size = lengths[number]
        last = made[-1] if made else []
        fits = (
            bool(last)
            and (rows is None or len(last) < rows)
            and (tokens is None or size * (len(last) + 1) <= tokens)
            and lengths[last[0]] >= filled * size
        )
        if fits:
            last.append(number)
        else:
            made.append([number])
    return made
