"""Tokenised passes in, a trained network out; stopped at any moment, it goes on from its last checkpoint.

The learning rate warms up, stays, and falls to zero only when told to (`--finish`), so that the length of a run
need not be known beforehand (warm-up, stable, decay: Hu et al. 2024). bfloat16 arithmetic, AdamW.

    python -m verifier.judge.training.encoder.run WORK --hours 2            go on at the stable rate
    python -m verifier.judge.training.encoder.run WORK --hours 0.5 --finish  a decaying end, beside the stable run
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn

from verifier.judge.training.encoder.network import CLASSES, PAD, Encoder, from_base, word_table

RATE, HEAD_RATE = 1.0e-4, 3.0e-4
WARM_UP_STEPS = 150
DECAY = 0.01
BATCH_TOKENS, BATCH_PAIRS = 3_072, 40
FROZEN_LAYERS = 4
SORTED_TOGETHER = 2_500
SAVE_EVERY_S = 240.0

Row = tuple[list[int], int, str]


@dataclass(slots=True)
class Progress:
    """Where a run stands: passes name the mixes in order, `batch` counts within the current one."""

    step: int = 0
    mix: int = 0
    batch: int = 0
    tokens: int = 0


def batches(rows: list[Row], seed: int) -> list[list[Row]]:
    """Pairs of like length together, at most so many padded tokens, in random order."""
    rng = random.Random(seed)
    rows = rows[:]
    rng.shuffle(rows)
    made: list[list[Row]] = []
    for start in range(0, len(rows), SORTED_TOGETHER):
        batch: list[Row] = []
        for row in sorted(rows[start : start + SORTED_TOGETHER], key=lambda r: len(r[0])):
            if batch and (len(row[0]) * (len(batch) + 1) > BATCH_TOKENS or len(batch) == BATCH_PAIRS):
                made.append(batch)
                batch = []
            batch.append(row)
        made.append(batch)
    rng.shuffle(made)
    return made


def padded(batch: list[Row]) -> tuple[Tensor, Tensor]:
    """Ids [batch, longest] and targets [batch]."""
    ids = torch.full((len(batch), max(len(row[0]) for row in batch)), PAD)
    for number, row in enumerate(batch):
        ids[number, : len(row[0])] = torch.tensor(row[0])
    return ids, torch.tensor([row[1] for row in batch])


def loss_of(logits: Tensor, targets: Tensor) -> Tensor:
    """Cross-entropy of a set of classes: minus the log of the probability of all that the label leaves open."""
    logs = logits.float().log_softmax(-1)
    open_classes = (targets.unsqueeze(1) >> torch.arange(CLASSES)) & 1
    return -torch.logsumexp(logs.masked_fill(open_classes == 0, -1e9), 1).mean()


def optimiser_of(network: Encoder) -> torch.optim.AdamW:
    """Matrices decay, biases and norms do not, the fresh head learns faster."""
    named = [(name, w) for name, w in network.named_parameters() if w.requires_grad]
    head = [w for name, w in named if name.startswith(("join", "out"))]
    body = [w for name, w in named if not name.startswith(("join", "out"))]
    groups = [
        {"params": [w for w in body if w.ndim > 1], "weight_decay": DECAY, "lr": RATE},
        {"params": [w for w in body if w.ndim == 1], "weight_decay": 0.0, "lr": RATE},
        {"params": head, "weight_decay": DECAY, "lr": HEAD_RATE},
    ]
    return torch.optim.AdamW(groups, betas=(0.9, 0.98), fused=True)


class Run:
    """One training run in a work folder."""

    def __init__(self, work: Path, name: str) -> None:
        self.work, self.checkpoint = work, work / f"{name}.pt"
        self.network = from_base(work)
        self.network.freeze(FROZEN_LAYERS)
        self.optimiser = optimiser_of(self.network)
        self.rates = [group["lr"] for group in self.optimiser.param_groups]
        self.at = Progress()
        self.loss: float | None = None

    def load(self, path: Path) -> None:
        """Network, optimiser and place of a checkpoint."""
        saved = torch.load(path, weights_only=True)
        self.network.load_state_dict(saved["network"])
        self.network.words = word_table(self.work)
        self.optimiser.load_state_dict(saved["optimiser"])
        self.at = Progress(**saved["at"])

    def save(self) -> None:
        """Written beside, then renamed: a stop leaves the old checkpoint whole."""
        at = {name: getattr(self.at, name) for name in Progress.__slots__}
        state = {"network": self.network.state_dict(), "optimiser": self.optimiser.state_dict(), "at": at}
        half = self.checkpoint.with_suffix(".half")
        torch.save(state, half)
        os.replace(half, self.checkpoint)

    def stream(self) -> Iterator[list[Row]]:
        """Batches from where the run stands, pass after pass, round again after the last."""
        while True:
            mixes = sorted(self.work.glob("mix-*.pkl"), key=lambda p: int(p.stem.split("-")[1]))
            with mixes[self.at.mix % len(mixes)].open("rb") as stored:
                made = batches(pickle.load(stored), seed=self.at.mix)  # noqa: S301 -- our own file, written by `mix`
            yield from made[self.at.batch :]
            self.at.mix, self.at.batch = self.at.mix + 1, 0

    def go(self, seconds: float, *, finish: bool) -> None:
        """Trains for so long; with `finish` the rate falls linearly to zero at the end of it."""
        self.network.train()
        began, saved, first = time.monotonic(), time.monotonic(), self.at.tokens
        for batch in self.stream():
            spent = time.monotonic() - began
            if spent >= seconds:
                break
            share = max(0.01, 1 - spent / seconds) if finish else min(1.0, (self.at.step + 1) / WARM_UP_STEPS)
            self._step(batch, share)
            if self.at.step % 50 == 0:
                pace = (self.at.tokens - first) / max(1.0, time.monotonic() - began)
                print(
                    f"step {self.at.step} pass {self.at.mix} loss {self.loss:.3f} rate {RATE * share:.1e} "
                    f"tokens {self.at.tokens / 1e6:.2f}M {pace:.0f}/s", flush=True,
                )  # fmt: skip
            if time.monotonic() - saved > SAVE_EVERY_S:
                self.save()
                saved = time.monotonic()
        self.save()

    def _step(self, batch: list[Row], share: float) -> None:
        for group, rate in zip(self.optimiser.param_groups, self.rates, strict=True):
            group["lr"] = rate * share
        ids, targets = padded(batch)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            logits = self.network(ids)
        loss = loss_of(logits, targets)
        torch.autograd.backward(loss)
        nn.utils.clip_grad_norm_([w for w in self.network.parameters() if w.requires_grad], 1.0)
        self.optimiser.step()
        self.optimiser.zero_grad(set_to_none=True)
        value = loss.item()
        self.loss = value if self.loss is None else 0.98 * self.loss + 0.02 * value
        self.at.step, self.at.batch, self.at.tokens = self.at.step + 1, self.at.batch + 1, self.at.tokens + ids.numel()


def main() -> None:
    """Goes on from `stable.pt`; `--finish` writes `final.pt` and leaves the stable run as it is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("work", type=Path)
    parser.add_argument("--hours", type=float, required=True)
    parser.add_argument("--finish", action="store_true")
    parser.add_argument("--name", help="of the checkpoint written; default: stable, or final with --finish")
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    torch.manual_seed(0)
    torch.set_num_threads(options.threads)
    run = Run(options.work, options.name or ("final" if options.finish else "stable"))
    stable = options.work / "stable.pt"
    if stable.exists():
        run.load(stable)
    print(json.dumps({name: getattr(run.at, name) for name in Progress.__slots__}), flush=True)
    run.go(options.hours * 3600, finish=options.finish)


if __name__ == "__main__":
    main()
