"""A pair in, what an exported entailment classifier says about it out (`SCORER=onnx:PATH`).

    folder ─► head, length, calibration ─► network ─► page in chunks of whole sentences ─► checks ─► Judgement

Any NLI or MiniCheck-type model that was exported to ONNX together with its tokenizer; nothing is downloaded.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from verifier.judge.classifier.folder import read_folder
from verifier.judge.classifier.network import Network
from verifier.judge.classifier.scorer import ClassifierScorer

__all__ = ["open_classifier"]


def open_classifier(path: str) -> ClassifierScorer:
    """The scorer for the model in that folder, loaded once per process. Raises `SettingsError`."""
    return _opened(Path(path).expanduser().absolute())


@lru_cache(maxsize=2)
def _opened(path: Path) -> ClassifierScorer:
    folder = read_folder(path)
    return ClassifierScorer(folder, Network(folder))
