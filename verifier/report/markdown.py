"""A report in, Markdown for notes and pull requests out: a table of all citations, then one section for each."""

from __future__ import annotations

import re
from collections.abc import Iterator

from verifier.model import CheckedCitation, CheckedSource, Report
from verifier.report import sentences
from verifier.report.days import spoken_time
from verifier.report.tables import confidence, verdict_words
from verifier.report.unbacked import UNCITED_NOTE, first_uncited, repeats, uncited_heading

_MARKS = re.compile(r"([\\`*_\[\]<>|~#!&(){}$])")
_MOST_UNCITED = 30
_LINE_START = re.compile(r"^(\s*)([-+=]|\d+[.)])")


def render_markdown(report: Report) -> str:
    """The report as GitHub-flavoured Markdown; nothing in it can be taken for markup of our own."""
    places = sentences.numbers(report)
    lines = [f"# {literal(report.article.title or report.article.url or 'Untitled article')}", ""]
    counts = ", ".join(sentences.tally_words(report))
    when = literal(spoken_time(report.made_at))
    lines += [f"Checked {when} · {report.counts.citations} citations: {counts or 'none'}.", ""]
    lines += [sentences.also_found(report), ""] if sentences.also_found(report) else []
    ordered = sentences.by_urgency(report)
    if ordered:
        lines += ["| | Verdict | Claim | Source |", "|---:|---|---|---|"]
        lines += [_row(citation, places[citation.id]) for citation in ordered]
        lines.append("")
    for citation in ordered:
        lines += [*_section(citation, places[citation.id]), ""]
    lines += [*_repeated(report), *_uncited(report)]
    lines += [*(f"- {sentence}" for sentence in sentences.LIMITS), ""]
    lines.append(f"Report {literal(report.id)} · judge {literal(report.scorer)} · settings {literal(report.settings)}")
    return "\n".join(lines) + "\n"


def _repeated(report: Report) -> Iterator[str]:
    """Summaries with the citations of what they repeat."""
    if report.recited:
        yield from ("## Repeated in the summary", "")
        yield from (f"- “{literal(one.text)}” {literal(repeats(report, one))}" for one in report.recited)
        yield ""


def _uncited(report: Report) -> Iterator[str]:
    """The first sentences that no citation backs."""
    shown, rest = first_uncited(report, _MOST_UNCITED)
    if shown:
        yield from (f"## {uncited_heading(report)}", "", UNCITED_NOTE, "")
        yield from (f"- “{literal(one.text)}”" for one in shown)
        yield from ([f"- {rest}", ""] if rest else [""])


def literal(text: str) -> str:
    """The text on one line with every mark of Markdown and HTML made harmless."""
    flat = sentences.one_line("".join(letter if letter.isprintable() else " " for letter in text))
    return _LINE_START.sub(r"\1\\\2", _MARKS.sub(r"\\\1", flat))


def linked(words: str, url: str | None) -> str:
    """A link, if the address is one of the web; the words alone otherwise."""
    if not url or not url.lower().startswith(("http://", "https://")):
        return literal(words)
    safe = "".join(letter if letter.isprintable() and letter not in ' <>"\\' else "" for letter in url)
    return f"[{literal(words)}](<{safe}>)"


def _row(citation: CheckedCitation, number: int) -> str:
    words = verdict_words(citation.verdict)
    named = "; ".join(_linked_name(source) for source in citation.sources)
    return f"| {number} | {words.symbol} {words.word} | {literal(citation.claim.text)} | {named} |"


def _linked_name(source: CheckedSource) -> str:
    return linked(sentences.source_label(source), sentences.page_of(source))


def _section(citation: CheckedCitation, number: int) -> Iterator[str]:
    words, sure = verdict_words(citation.verdict), confidence(citation.probability)
    parts = (str(number), f"{words.symbol} {words.word}", sentences.kind_label(citation), sure)
    yield "## " + " · ".join(part for part in parts if part)
    yield ""
    yield f"**Claim:** “{literal(citation.claim.text)}” {literal(citation.text)}"
    if sentences.supported_together(citation):
        yield from ("", sentences.verdict_line(citation))
    for source in citation.sources:
        yield ""
        yield from _source(source, sentences.needs_eyes(citation), alone=len(citation.sources) == 1)


def _source(source: CheckedSource, with_advice: bool, *, alone: bool) -> Iterator[str]:
    words = verdict_words(source.verdict)
    verdict = "" if alone else f" — {words.symbol} {words.word}"
    yield f"**{_linked_name(source)}**{verdict}. {literal(sentences.how_read(source))}"
    for evidence in sentences.passages(source)[:2]:
        seen = sentences.moment(evidence) or "in its place"
        where = f" {linked(seen, evidence.fragment_url)}" if evidence.fragment_url else ""
        place = f" ({literal(sentences.place_of(evidence))})" if sentences.place_of(evidence) else ""
        yield from ("", f"> {literal(evidence.text)}{place}{where}")
    notes = [point.sentence for point in sentences.points(source)]
    notes += [finding.message for finding in sentences.notes(source)]
    if with_advice and sentences.next_step(source):
        notes.append(f"Next: {sentences.next_step(source)}")
    if notes:
        yield ""
        yield from (f"- {literal(note)}" for note in notes)
