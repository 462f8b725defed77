"""A report in, W3C Web Annotations out: one per citation, anchored in the article and in the pages it cites, one per
uncited sentence, and a link from each summary to the citations of what it repeats.

Every target has a TextQuoteSelector and a TextPositionSelector (Web Annotation Data Model, 4.2.4 and 4.2.5);
positions are code points of `article.text`, and of the text that was read from the source.
"""

from __future__ import annotations

from typing import Any

from verifier.model import READABLE_STATES, CheckedCitation, CheckedSource, Evidence, Recited, Report, Span, Uncited
from verifier.report.sentences import passages, source_label, verdict_line
from verifier.report.tables import verdict_words

#: Characters before and after a quotation that tell it from the same words elsewhere.
_CONTEXT_CHARS = 32


def web_annotations(report: Report) -> dict[str, Any]:
    """An AnnotationCollection of one page, JSON-LD."""
    collection = f"urn:verifier:{report.id}"
    annotations = [_annotation(report, citation) for citation in report.citations]
    annotations += [_comment(report, place, uncited) for place, uncited in enumerate(report.uncited, 1)]
    annotations += [_link(report, place, recited) for place, recited in enumerate(report.recited, 1)]
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": collection,
        "type": "AnnotationCollection",
        "label": report.article.title or report.article.url or "Untitled article",
        "total": len(annotations),
        "first": {
            "id": f"{collection}:page",
            "type": "AnnotationPage",
            "startIndex": 0,
            "items": annotations,
        },
    }


def _comment(report: Report, place: int, uncited: Uncited) -> dict[str, Any]:
    """That no citation backs a sentence."""
    return {
        "id": f"urn:verifier:{report.id}:u{place}",
        "type": "Annotation",
        "motivation": "commenting",
        "created": report.made_at,
        "body": [
            {
                "type": "TextualBody", "purpose": "commenting", "format": "text/plain", "language": "en",
                "value": "States something that can be checked; no citation backs it.",
            },
            {"type": "TextualBody", "purpose": "tagging", "value": "uncited", "format": "text/plain"},
        ],
        "target": [_target(report, (uncited.start, uncited.end))],
    }  # fmt: skip


def _link(report: Report, place: int, recited: Recited) -> dict[str, Any]:
    """From a summary to the annotations of the citations that carry over to it."""
    return {
        "id": f"urn:verifier:{report.id}:r{place}",
        "type": "Annotation",
        "motivation": "linking",
        "created": report.made_at,
        "body": [f"urn:verifier:{report.id}:{one}" for one in recited.citations],
        "target": [_target(report, (recited.start, recited.end))],
    }


def _target(report: Report, span: Span) -> dict[str, Any]:
    where = report.article.url or f"urn:verifier:{report.id}:article"
    return {"source": where, "selector": selectors(report.article.text, span)}


def _annotation(report: Report, citation: CheckedCitation) -> dict[str, Any]:
    words = verdict_words(citation.verdict)
    spans = citation.claim.spans or ((citation.start, citation.end),)
    verdict = {
        "type": "TextualBody",
        "purpose": "assessing",
        "value": f"{words.word}. {verdict_line(citation)}",
        "format": "text/plain",
        "language": "en",
    }
    code = {"type": "TextualBody", "purpose": "tagging", "value": citation.verdict.value, "format": "text/plain"}
    return {
        "id": f"urn:verifier:{report.id}:{citation.id}",
        "type": "Annotation",
        "motivation": "assessing",
        "created": report.made_at,
        "generator": {"type": "Software", "name": f"source-verifier, judge {report.scorer}"},
        "body": [verdict, code, *(_passage(one, best) for one in citation.sources for best in passages(one)[:1])],
        "target": [_target(report, span) for span in spans],
    }


def selectors(text: str, span: Span) -> list[dict[str, Any]]:
    """The two selectors of `text[span]`."""
    start, end = span
    return [
        {
            "type": "TextQuoteSelector",
            "exact": text[start:end],
            "prefix": text[max(0, start - _CONTEXT_CHARS) : start],
            "suffix": text[end : end + _CONTEXT_CHARS],
        },
        {"type": "TextPositionSelector", "start": start, "end": end},
    ]


def _passage(source: CheckedSource, evidence: Evidence) -> dict[str, Any]:
    """The deciding passage of a source, as a linked resource with selectors of its own."""
    snapshot = source.snapshot if source.state in READABLE_STATES else None
    page = (snapshot.memento_url or snapshot.final_url) if snapshot else source.url
    return {
        "type": "SpecificResource",
        "purpose": "linking",
        "source": {"id": page or f"urn:verifier:source:{source_label(source)}", "type": "Text"},
        "selector": [
            {"type": "TextQuoteSelector", "exact": evidence.text},
            {"type": "TextPositionSelector", "start": evidence.start, "end": evidence.end},
        ],
    }
