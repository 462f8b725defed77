"""RTE's English claims and their French translations in, English claims with French sources out.

RTE3-FR translates problems that are partly in RTE's train file, under other numbers. A pair is taken where
each is the other's nearest neighbour by the base encoder, by a margin, and both carry the same label.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from verifier.judge.training.data import read_rows
from verifier.judge.training.encoder.mix import JOINED
from verifier.judge.training.encoder.network import PAD, Encoder, from_base

MARGIN = 0.04


def embed(network: Encoder, tokenizer: Any, texts: list[str]) -> Tensor:
    """Unit vectors [texts, width]: the mean of the last layer's states, as the base model was trained to be used."""
    rows = []
    for start in range(0, len(texts), 32):
        encoded = tokenizer.encode_batch([f"query: {text}" for text in texts[start : start + 32]])
        ids = torch.full((len(encoded), max(len(e.ids) for e in encoded)), PAD)
        for number, one in enumerate(encoded):
            ids[number, : len(one.ids)] = torch.tensor(one.ids)
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
            rows.append(network.mean(ids).float())
    return torch.nn.functional.normalize(torch.cat(rows), dim=-1)


def main() -> None:
    """Writes the joined pairs into the work folder and says how many there are."""
    from tokenizers import Tokenizer

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("work", type=Path)
    options = parser.parse_args()
    tokenizer = Tokenizer.from_file(str(options.work / "tokenizer.json"))
    tokenizer.enable_truncation(128)
    network = from_base(options.work).eval()
    english = list(read_rows(options.data / "train" / "rte_train.jsonl.gz"))
    french = list(read_rows(options.data / "train" / "rte3_fr_dev.jsonl.gz"))
    a, b = (embed(network, tokenizer, [f"{r['claim']} {r['source']}" for r in rows]) for rows in (english, french))
    near = b @ a.T
    best, at = near.topk(2, dim=1)
    joined = []
    for number, row in enumerate(french):
        twin = int(at[number, 0])
        mutual = int(near[:, twin].argmax()) == number
        same = (row["label"] == "supported") == (english[twin]["label"] == "supported")
        if mutual and same and float(best[number, 0] - best[number, 1]) >= MARGIN:
            joined.append({"claim": english[twin]["claim"], "source": row["source"], "label": row["label"]})
    with (options.work / JOINED).open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in joined)
    print(f"{len(joined)} of {len(french)} French rows joined")


if __name__ == "__main__":
    main()
