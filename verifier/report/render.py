"""A report and the name of a format in, the bytes of the file out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from verifier.codec import to_pretty_json
from verifier.errors import UsageError
from verifier.model import Report
from verifier.wording import quoted


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One way to write a report: the suffix of its files and its media type."""

    suffix: str
    media_type: str


#: Every format, by the name that commands and addresses use.
FORMATS = {
    "text": Format(suffix=".txt", media_type="text/plain; charset=utf-8"),
    "json": Format(suffix=".json", media_type="application/json"),
    "html": Format(suffix=".html", media_type="text/html; charset=utf-8"),
    "markdown": Format(suffix=".md", media_type="text/markdown; charset=utf-8"),
    "csv": Format(suffix=".csv", media_type="text/csv; charset=utf-8"),
    "claimreview": Format(suffix=".claimreview.json", media_type="application/ld+json"),
    "annotations": Format(
        suffix=".annotations.json",
        media_type='application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"',
    ),
}


def render(report: Report, output_format: str, *, colour: bool = False, width: int = 80) -> bytes:
    """The report as one whole file in UTF-8; `colour` and `width` (columns) matter to `text` alone.

    Raises `UsageError` for a format that does not exist.
    """
    if output_format == "text":
        from verifier.report.text import render_text

        return render_text(report, colour=colour, width=width).encode("utf-8", "replace")
    try:
        write = _writers()[output_format]
    except KeyError:
        raise UsageError(
            f"there is no report format {quoted(output_format)}", f"Choose one of {', '.join(FORMATS)}."
        ) from None
    return write(report)


def _writers() -> dict[str, Callable[[Report], bytes]]:
    return {
        "json": to_pretty_json,
        "html": _html,
        "markdown": _markdown,
        "csv": _csv,
        "claimreview": _claimreview,
        "annotations": _annotations,
    }


def _html(report: Report) -> bytes:
    from verifier.report.html import render_html

    return render_html(report).encode("utf-8", "replace")


def _markdown(report: Report) -> bytes:
    from verifier.report.markdown import render_markdown

    return render_markdown(report).encode("utf-8", "replace")


def _csv(report: Report) -> bytes:
    from verifier.report.csv import render_csv

    return render_csv(report).encode("utf-8", "replace")


def _claimreview(report: Report) -> bytes:
    from verifier.report.claimreview import claim_reviews

    return to_pretty_json(claim_reviews(report))


def _annotations(report: Report) -> bytes:
    from verifier.report.annotations import web_annotations

    return to_pretty_json(web_annotations(report))
