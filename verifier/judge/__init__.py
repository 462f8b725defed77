"""A claim and a source text in, what the text says about the claim out.

    claim, source ─► passages ─► retrieval ─► match ─► checks, framing, features ─► combiner ─► rules ─► Judgement

The embedded scorer needs no settings: `load_scorer("embedded").judge(pair)`. The larger ones (`onnx:PATH`, `llm`) put
a model in the place of features and combiner; everything else stays the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from verifier.errors import SettingsError
from verifier.model import Article, Document, Judgement, Pair
from verifier.protocols import BatchScorer, Scorer
from verifier.settings import Settings

__all__ = ["judge_many", "load_scorer", "pairs_of"]


def load_scorer(name: str, settings: Settings | None = None) -> Scorer:
    """The scorer of that name (the `SCORER` setting). Raises `SettingsError` for one that is not to be had."""
    if name == "embedded":
        from verifier.judge.scorer import EmbeddedScorer

        return EmbeddedScorer()
    if name.startswith("onnx:"):
        from verifier.judge.classifier import open_classifier

        return open_classifier(name.removeprefix("onnx:"))
    if name == "llm":
        from verifier.judge.llm import open_language_model

        return open_language_model(settings or Settings())
    raise SettingsError(f"there is no scorer '{name}'", "Use 'embedded', 'onnx:PATH' or 'llm'.")


def judge_many(scorer: Scorer, pairs: Sequence[Pair]) -> list[Judgement]:
    """A judgement for each pair, in their order: at once where the scorer can, else one by one."""
    if isinstance(scorer, BatchScorer):
        return scorer.judge_many(pairs)
    return [scorer.judge(pair) for pair in pairs]


def pairs_of(article: Article, claims: Sequence[tuple[str, Document]]) -> list[Pair]:
    """Claims of one article with the documents they are held against, as scorers take them."""
    name = hashlib.sha256(article.text.encode("utf-8", "replace")).hexdigest()
    return [
        Pair(
            claim=claim,
            source=document.text,
            claim_date=article.published,
            source_date=document.published,
            claim_language=article.language,
            source_language=document.language,
            article=name,
            satire=document.satire,
        )
        for claim, document in claims
    ]
