"""Token ids of (claim, evidence) in, four logits out: supported, partially supported, not supported, contradicted.

A BERT encoder (Devlin et al. 2019) of twelve layers of 384; the head reads the first token beside the
mean of all. Word embeddings are frozen, so that the shipped table stays that of the base package.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from verifier.judge.training.encoder.base import HEADS, INNER, LAYERS, POSITIONS, WIDTH, dequantise

PAD = 1
SCALE = (WIDTH // HEADS) ** -0.5
CLASSES = 4


class Layer(nn.Module):
    """Attention and a feed-forward block, each added to its input and normalised after."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value = (nn.Linear(WIDTH, WIDTH) for _ in range(3))
        self.mixed = nn.Linear(WIDTH, WIDTH)
        self.inner = nn.Linear(WIDTH, INNER)
        self.outer = nn.Linear(INNER, WIDTH)
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12), nn.LayerNorm(WIDTH, eps=1e-12)

    def forward(self, states: Tensor, allowed: Tensor) -> Tensor:
        """`states` [batch, length, width]; `allowed` [batch, 1, 1, length] is 0 for words and very low for padding."""
        batch, length, _ = states.shape
        heads = [
            part(states).view(batch, length, HEADS, WIDTH // HEADS).transpose(1, 2)
            for part in (self.query, self.key, self.value)
        ]
        query, key, value = heads
        # Written out: the fused form's backward pass on a CPU costs as much as all else together.
        shares = (query * SCALE @ key.transpose(-1, -2) + allowed.to(query.dtype)).softmax(-1).to(value.dtype)
        mixed = (shares @ value).transpose(1, 2).reshape(batch, length, WIDTH)
        states = self.norm1(states + self.mixed(mixed))
        states = self.norm2(states + self.outer(functional.gelu(self.inner(states))))
        return states


class Encoder(nn.Module):
    """The cross-encoder; `forward` takes ids, `judge` takes their embeddings already looked up."""

    def __init__(self, layers: int = LAYERS) -> None:
        super().__init__()
        self.position = nn.Parameter(torch.zeros(POSITIONS, WIDTH), requires_grad=False)
        self.kind = nn.Parameter(torch.zeros(WIDTH), requires_grad=False)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(layers))
        self.drop = nn.Dropout(0.1)
        self.join = nn.Linear(2 * WIDTH, WIDTH)
        self.out = nn.Linear(WIDTH, CLASSES)
        self.words: Tensor
        self.register_buffer("words", torch.zeros(1, WIDTH), persistent=False)

    def forward(self, ids: Tensor) -> Tensor:
        """`ids` [batch, length], padded with 1 → logits [batch, 4]."""
        return self.judge(functional.embedding(ids, self.words), (ids != PAD).long())

    def judge(self, words: Tensor, mask: Tensor) -> Tensor:
        """`words` [batch, length, width], `mask` [batch, length] → logits [batch, 4]."""
        states = self._states(words, mask)
        joined = torch.cat([states[:, 0], _mean(states, mask)], -1)
        logits: Tensor = self.out(self.drop(torch.tanh(self.join(joined))))
        return logits

    def mean(self, ids: Tensor) -> Tensor:
        """`ids` [batch, length] → the mean state of each text, [batch, width]."""
        mask = (ids != PAD).long()
        return _mean(self._states(functional.embedding(ids, self.words), mask), mask)

    def _states(self, words: Tensor, mask: Tensor) -> Tensor:
        states: Tensor = self.norm(words + self.position[: words.shape[1]] + self.kind)
        allowed = (1.0 - mask.to(states.dtype))[:, None, None, :] * -1e9
        for layer in self.layers:
            states = layer(states, allowed)
        return states

    def freeze(self, layers: int) -> None:
        """The lowest layers and the embedding norm learn nothing more; their arithmetic then costs a third."""
        for part in (self.norm, *list(self.layers)[:layers]):
            for weight in part.parameters():
                weight.requires_grad_(False)


def _mean(states: Tensor, mask: Tensor) -> Tensor:
    present = mask.unsqueeze(-1).to(states.dtype)
    return (states * present).sum(1) / present.sum(1)


def from_base(work: Path) -> Encoder:
    """The untrained network with the base package's weights and a fresh head."""
    torch.manual_seed(0)
    made = Encoder()
    arrays = np.load(work / "base.npz")
    with torch.no_grad():
        for name, values in made.named_parameters():
            if name in arrays:
                values.copy_(torch.from_numpy(arrays[name]).view_as(values))
    made.words = word_table(work)
    return made


def word_table(work: Path) -> Tensor:
    """The frozen word embeddings, [pieces, width]."""
    return torch.from_numpy(dequantise(np.load(work / "words.q4.npy")).reshape(-1, WIDTH))
