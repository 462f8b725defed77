"""A report in, one self-contained HTML file out; nothing in it is asked from anywhere, with or without script."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from verifier.codec import to_json
from verifier.model import Check, CheckedCitation, CheckedSource, Evidence, Report, Span, Verdict
from verifier.report import days, sentences, tables
from verifier.report.findings import WHOLE
from verifier.report.pieces import paragraphs
from verifier.report.unbacked import UNCITED_NOTE, first_uncited, uncited_heading

if TYPE_CHECKING:
    from jinja2 import Environment, Template

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
#: Words that a reader is told to search for when no link leads to the passage.
_SEARCH_WORDS = 8
#: So many uncited sentences are listed; all of them are marked in the article.
_MOST_UNCITED = 12


@dataclass(frozen=True, slots=True)
class Stretch:
    """Part of a shown text: `outcome` is that of the check whose value it is, `""` for plain words."""

    text: str
    outcome: str = ""


def render_html(report: Report) -> str:
    """The whole page. It works without script, prints, and carries the report's JSON inside."""
    from markupsafe import Markup

    numbers = sentences.numbers(report)
    return _page().render(
        report=report,
        title=report.article.title or report.article.url or "Untitled article",
        language=language_tag(report.article.language),
        numbers=numbers,
        verdicts={citation.id: citation.verdict for citation in report.citations},
        paragraphs=_body(report),
        ordered=sentences.by_urgency(report),
        tally=sentences.tally(report),
        limits=sentences.LIMITS,
        sources=sentences.counted_sources(report),
        also_found=sentences.also_found(report),
        uncited_heading=uncited_heading(report),
        uncited_note=UNCITED_NOTE,
        uncited=first_uncited(report, _MOST_UNCITED),
        embedded=Markup(embedded_json(report)),  # noqa: S704
    )


@cache
def content_policy() -> str:
    """The Content-Security-Policy under which the page may stand: its own style and script by hash, nothing else."""
    style, script = (_hash(_asset(name)) for name in ("report.css", "report.js"))
    return (
        f"default-src 'none'; style-src '{style}'; script-src '{script}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def web_link(url: str | None) -> str | None:
    """The address if it is one of the web (http or https), so that it may be linked; else None."""
    return url if url and url.lower().startswith(("http://", "https://")) else None


def language_tag(language: str | None) -> str | None:
    """The language if it has the form of a tag (BCP 47), so that it may stand in a `lang` attribute; else None."""
    return language if language and _LANGUAGE.fullmatch(language) else None


def embedded_json(report: Report) -> str:
    """The report's JSON with every character escaped that could end the script element it stands in."""
    text = to_json(report).decode()
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return text


def stretches(text: str, offset: int, checks: Sequence[Check], *, claim: bool) -> list[Stretch]:
    """`text`, which begins at `offset` of the claim or the source, cut where values were compared."""
    marked: list[tuple[Span, str]] = []
    for check in checks:
        span = check.claim_span if claim else check.source_span
        if span is not None and offset <= span[0] < span[1] <= offset + len(text):
            marked.append(((span[0] - offset, span[1] - offset), check.outcome.value))
    parts, at = [], 0
    for (start, end), outcome in sorted(marked):
        if start >= at:
            parts += [Stretch(text[at:start]), Stretch(text[start:end], outcome)]
            at = end
    return [part for part in (*parts, Stretch(text[at:])) if part.text]


def _body(report: Report) -> list[Any]:
    """The paragraphs without the headline, which stands above the page already."""
    found = list(paragraphs(report))
    for place, pieces in enumerate(found[:3]):
        if len(pieces) == 1 and pieces[0].text.strip() == (report.article.title or "").strip():
            return found[:place] + found[place + 1 :]
    return found


def claim_stretches(citation: CheckedCitation) -> list[Stretch]:
    """The claim, cut where its values were compared with those of its first source."""
    # Values that one source lacks are not missing where another one has them.
    alone = citation.sources and not sentences.supported_together(citation)
    checks = citation.sources[0].checks if alone else ()
    return stretches(citation.claim.text, 0, checks, claim=True)


def _passage_stretches(evidence: Evidence, source: CheckedSource) -> list[Stretch]:
    return stretches(evidence.text, evidence.start, source.checks, claim=False)


def _search_words(evidence: Evidence) -> str:
    return " ".join(evidence.text.split()[:_SEARCH_WORDS])


def _percent(share: float | None) -> str:
    return "" if share is None else f"{round(share * 100)} in 100"


@cache
def _page() -> Template:
    environment = _environment()
    environment.filters.update(
        href=web_link,
        lang=language_tag,
        day=days.spoken,
        time=days.spoken_time,
        words=tables.verdict_words,
        state_words=tables.state_words,
        confidence=tables.confidence,
        percent=_percent,
        label=sentences.source_label,
        kind_label=sentences.kind_label,
        how_read=sentences.how_read,
        page_of=sentences.page_of,
        passages=sentences.passages,
        place_of=sentences.place_of,
        is_silent=sentences.is_silent,
        moment=sentences.moment,
        verdict_line=sentences.verdict_line,
        next_step=sentences.next_step,
        needs_eyes=sentences.needs_eyes,
        claim_stretches=claim_stretches,
        search_words=_search_words,
        points=sentences.points,
        notes=sentences.notes,
    )
    environment.globals.update(passage_stretches=_passage_stretches, finding_kinds=tables.finding_kinds(), whole=WHOLE)
    return environment.get_template("report.html")


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=PackageLoader("verifier.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # Our own two files are the only text that is not escaped; their hashes are in the policy.
    environment.globals.update(
        style=Markup(_asset("report.css")),  # noqa: S704
        script=Markup(_asset("report.js")),  # noqa: S704
        icons=Markup(_asset("icons.html")),  # noqa: S704
        policy=content_policy(),
        verdict_order=list(Verdict),
    )
    return environment


@cache
def _asset(name: str) -> str:
    return files("verifier.report").joinpath("templates", name).read_text("utf-8")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
