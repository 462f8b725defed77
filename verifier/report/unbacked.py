"""A report in, the words for what no citation backs and for summaries that repeat cited sentences out."""

from __future__ import annotations

from collections.abc import Sequence

from verifier.model import Recited, Report, Uncited
from verifier.report.sentences import numbers
from verifier.report.tables import verdict_words

#: Said wherever uncited sentences are listed.
UNCITED_NOTE = "They state something that can be checked. That no citation backs them is no fault by itself."


def uncited_heading(report: Report) -> str:
    """`3 sentences without a citation`, or `""` when there are none."""
    number = len(report.uncited)
    return f"{number} sentence{'' if number == 1 else 's'} without a citation" if number else ""


def first_uncited(report: Report, most: int) -> tuple[Sequence[Uncited], str]:
    """At most that many uncited sentences, and the words for the rest: `and 7 more`, or `""`."""
    shown = report.uncited[:most]
    rest = len(report.uncited) - len(shown)
    return shown, f"and {rest} more" if rest else ""


def repeats(report: Report, recited: Recited) -> str:
    """`repeats 1 (supported) and 3 (contradicted)`: the citations that carry over, with their verdicts."""
    places = numbers(report)
    verdicts = {citation.id: verdict_words(citation.verdict).word.lower() for citation in report.citations}
    parts = [f"{places[one]} ({verdicts[one]})" for one in recited.citations if one in places]
    return "repeats " + (" and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts))
