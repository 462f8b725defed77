"""A report in, drafts of schema.org ClaimReview out, for a person to finish, rate and sign.

A machine must not sign fact-checks: the drafts carry no author and no numeric rating, and say that they are drafts.
"""

from __future__ import annotations

from typing import Any

from verifier.model import CheckedCitation, Report, Verdict
from verifier.report.sentences import (
    how_read,
    next_step,
    page_of,
    passages,
    source_label,
    supported_together,
    verdict_line,
)
from verifier.report.tables import verdict_words

_NOTE = (
    "Draft made by a program. It needs a human author, a rating of theirs and a publisher before it may be published."
)

_SAYS_SO = (Verdict.SUPPORTED, Verdict.PARTIALLY_SUPPORTED, Verdict.CONTRADICTED)


def claim_reviews(report: Report) -> dict[str, Any]:
    """A JSON-LD graph with one draft for each citation that has a verdict.

    `alternateName` says what the cited source says about the claim, nothing more.
    """
    judged = [citation for citation in report.citations if citation.verdict is not Verdict.UNDETERMINED]
    return {
        "@context": "https://schema.org",
        "@graph": [_review(report, citation) for citation in judged],
    }


def _review(report: Report, citation: CheckedCitation) -> dict[str, Any]:
    words = verdict_words(citation.verdict)
    by = "the cited sources together" if supported_together(citation) else "the cited source"
    rating = f"{words.word} by {by}" if citation.verdict in _SAYS_SO else words.word
    lines = [f"{words.word}: {verdict_line(citation)}"]
    for source in citation.sources:
        quoted = [f"“{passages(source)[0].text}”"] if source.evidence else []
        lines.append(" ".join([f"{source_label(source)}.", how_read(source), *quoted, next_step(source)]).strip())
    return {
        "@type": "ClaimReview",
        "@id": f"urn:verifier:{report.id}:{citation.id}",
        "creativeWorkStatus": "Draft",
        "disambiguatingDescription": _NOTE,
        "dateCreated": report.made_at,
        "claimReviewed": citation.claim.text,
        "itemReviewed": {
            "@type": "Claim",
            "text": citation.claim.text,
            "appearance": _present(
                {
                    "@type": "Article",
                    "headline": report.article.title,
                    "url": report.article.url,
                    "datePublished": report.article.published,
                    "inLanguage": report.article.language,
                }
            ),
        },
        "reviewRating": {
            "@type": "Rating",
            "alternateName": rating,
        },
        "reviewBody": "\n".join(lines),
        "citation": [
            _present({"@type": "CreativeWork", "name": source_label(source), "url": page_of(source)})
            for source in citation.sources
        ],
    }


def _present(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}
