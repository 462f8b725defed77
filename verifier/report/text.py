"""A report in, lines for a terminal out: what needs eyes first, in symbols and words, colour only on top of them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from verifier.model import CheckedCitation, CheckedSource, Report, Verdict
from verifier.report import sentences
from verifier.report.days import spoken_time
from verifier.report.tables import confidence, verdict_words
from verifier.report.unbacked import UNCITED_NOTE, first_uncited, repeats, uncited_heading

_COLOURS = {
    Verdict.SUPPORTED: "32",
    Verdict.PARTIALLY_SUPPORTED: "33",
    Verdict.NOT_SUPPORTED: "35",
    Verdict.CONTRADICTED: "31",
    Verdict.UNDETERMINED: "36",
}
_LABEL_WIDTH = 9
_MOST_CLAIM_CHARS = 400
_MOST_PASSAGE_CHARS = 500
_MOST_CHECKS = 4
_MOST_UNCITED = 6
_MOST_SENTENCE_CHARS = 240


def render_text(report: Report, *, colour: bool = False, width: int = 80) -> str:
    """The report for a terminal of `width` columns (40 at least). Only an address may run over the edge."""
    width = max(40, width)
    places = sentences.numbers(report)
    lines = list(_head(report, width))
    for citation in sentences.by_urgency(report):
        lines += ["", *_citation(citation, places[citation.id], colour, width)]
    lines += [*_repeated(report, width), *_uncited(report, width), "", *_foot(report, width)]
    return "\n".join(lines) + "\n"


def _head(report: Report, width: int) -> Iterator[str]:
    title = report.article.title or report.article.url or "Untitled article"
    yield from wrapped(plain(title), width)
    cited = f"{_counted(report.counts.citations, 'citation')}, {_counted(sentences.counted_sources(report), 'source')}"
    yield from wrapped(plain(f"{cited} · checked {spoken_time(report.made_at)}"), width)
    if sentences.also_found(report):
        yield from wrapped(sentences.also_found(report), width)
    if not report.citations:
        yield from wrapped("No citations were found in this article, so there was nothing to check.", width)


def _citation(citation: CheckedCitation, number: int, colour: bool, width: int) -> Iterator[str]:
    words = verdict_words(citation.verdict)
    sure = confidence(citation.probability)
    head = f"{words.symbol} {words.word.upper()}"
    painted = f"\x1b[1;{_COLOURS[citation.verdict]}m{head}\x1b[0m" if colour else head
    tail = " · ".join(one for one in (f"citation {number}", sentences.kind_label(citation), sure) if one)
    yield from [f"{painted} · {tail}"] if columns(f"{head} · {tail}") <= width else [painted, f"    {tail}"]
    yield from _row("claim", f"“{_shortened(citation.claim.text, _MOST_CLAIM_CHARS)}”", width)
    if sentences.supported_together(citation):
        yield from _row("", sentences.verdict_line(citation), width)
    for source in citation.sources:
        yield from _source(source, width, sentences.needs_eyes(citation), alone=len(citation.sources) == 1)


def _source(source: CheckedSource, width: int, with_advice: bool, *, alone: bool) -> Iterator[str]:
    words = verdict_words(source.verdict)
    verdict = "" if alone else f" — {words.symbol} {words.word.lower()}"
    yield from _row("source", sentences.source_label(source) + verdict, width)
    page = sentences.page_of(source)
    if page:
        yield from _row("", page, width)
    yield from _row("", sentences.how_read(source), width)
    best = sentences.passages(source)[:1]
    for evidence in best:
        label = "closest" if sentences.is_silent(source) else "says"
        moment = f" ({said})" if (said := sentences.moment(evidence)) else ""
        yield from _row(label, f"“{_shortened(evidence.text, _MOST_PASSAGE_CHARS)}”{moment}", width)
        yield from _row("", sentences.place_of(evidence), width)
    for label, sentence in _why(source):
        yield from _row(label, sentence, width)
    for finding in sentences.notes(source):
        yield from _row("note", finding.message, width)
    if with_advice and sentences.next_step(source):
        yield from _row("next", sentences.next_step(source), width)


def _why(source: CheckedSource) -> Iterator[tuple[str, str]]:
    """The points that tell most: every reason, and the first few comparisons."""
    label, checks = "why", 0
    for point in sentences.points(source):
        checks += point.outcome is not None
        if point.outcome is None or checks <= _MOST_CHECKS:
            yield label, point.sentence
            label = ""


def _repeated(report: Report, width: int) -> Iterator[str]:
    """Summaries with the citations of what they repeat."""
    if report.recited:
        yield from ["", "Repeated in the summary"]
    for recited in report.recited:
        sentence = f"“{_shortened(recited.text, _MOST_SENTENCE_CHARS)}” {repeats(report, recited)}"
        yield from _listed(sentence, width)


def _uncited(report: Report, width: int) -> Iterator[str]:
    """The first sentences that no citation backs."""
    shown, rest = first_uncited(report, _MOST_UNCITED)
    if shown:
        yield from ["", *wrapped(uncited_heading(report), width)]
        yield from _listed(UNCITED_NOTE, width)
    for uncited in shown:
        yield from _listed(f"“{_shortened(uncited.text, _MOST_SENTENCE_CHARS)}”", width)
    if rest:
        yield from _listed(rest, width)


def _listed(sentence: str, width: int) -> Iterator[str]:
    for place, line in enumerate(wrapped(plain(sentence), width - 6)):
        yield ("    " if place == 0 else "      ") + line


def _foot(report: Report, width: int) -> Iterator[str]:
    if parts := sentences.tally_words(report):
        yield from wrapped(" · ".join(parts), width)
    yield from wrapped("“Supported” means that the cited page says so, not that it is so.", width)


def _row(label: str, text: str, width: int) -> Iterator[str]:
    indent = " " * (4 + _LABEL_WIDTH)
    lines = wrapped(plain(text), width - len(indent))
    for place, line in enumerate(lines):
        yield (f"    {label:<{_LABEL_WIDTH}}" if place == 0 else indent) + line


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _shortened(text: str, most: int) -> str:
    """At most that many characters, cut between words, the cut shown."""
    text = sentences.one_line(text)
    if len(text) <= most:
        return text
    return text[:most].rsplit(" ", 1)[0].rstrip(",;:") + " …"


def plain(text: str) -> str:
    """One line without control and direction characters: fetched text must not steer a terminal."""
    return sentences.one_line("".join(" " if unicodedata.category(letter) in ("Cc", "Zl", "Zp") else letter
                            for letter in text if unicodedata.category(letter) not in ("Cf", "Cs", "Co")))  # fmt: skip


def columns(text: str) -> int:
    """How many columns of a terminal the text takes: wide East Asian letters two, combining marks none."""
    return sum(
        0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        for letter in text
    )


def wrapped(text: str, width: int) -> list[str]:
    """The text in lines of at most `width` columns, broken at spaces, or inside a word that has none and is wide."""
    lines, line, taken = [], "", 0
    for word in text.split():
        size = columns(word)
        if line and taken + 1 + size > width:
            lines.append(line)
            line, taken = "", 0
        if size > width and not word.startswith(("http://", "https://")):
            pieces = _broken(word, width)
            lines += pieces[:-1] if not line else [line, *pieces[:-1]]
            line, taken = pieces[-1], columns(pieces[-1])
            continue
        line, taken = (f"{line} {word}", taken + 1 + size) if line else (word, size)
    return [*lines, line] if line else lines


def _broken(word: str, width: int) -> list[str]:
    pieces, piece, taken = [], "", 0
    for letter in word:
        size = columns(letter)
        if taken + size > width:
            pieces.append(piece)
            piece, taken = "", 0
        piece, taken = piece + letter, taken + size
    return [*pieces, piece]
