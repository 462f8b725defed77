"""A claim and a source text in, what the text says about the claim out.

    claim, source ─► passages ─► retrieval ─► match ─► checks, features ─► combiner ─► rules ─► Judgement

The embedded scorer needs no model: `load_scorer("embedded").judge(pair)`.
"""

from __future__ import annotations

from verifier.errors import SettingsError
from verifier.protocols import Scorer

__all__ = ["load_scorer"]


def load_scorer(name: str) -> Scorer:
    """The scorer of that name (the `SCORER` setting). Raises `SettingsError` for one that is not to be had."""
    if name == "embedded":
        from verifier.judge.scorer import EmbeddedScorer

        return EmbeddedScorer()
    if name == "llm" or name.startswith("onnx:"):
        raise SettingsError(
            f"The scorer '{name}' is not available yet.", "Set VERIFIER_SCORER=embedded, or leave it unset."
        )
    raise SettingsError(f"There is no scorer '{name}'.", "Use 'embedded'.")
