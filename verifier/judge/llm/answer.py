"""The text of a model's answer in, the answers that can be used out: our labels, numbers that were given, no words."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, TypeGuard

from verifier.judge.llm.prompt import VERDICTS, Question, shown
from verifier.model import Verdict

_MAX_PASSAGES = 3
#: What models put around their JSON although they were told not to.
_THOUGHT = re.compile(r"\A\s*<think>.*?</think>", re.DOTALL)
_FENCE = re.compile(r"\A\s*```(?:json)?\s*\n(.*?)\n?\s*```\s*\Z", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a model says about one claim: `passages` are sentences of the page, `missing` parts of the claim, by number.

    There is deliberately no room for a text of the model.
    """

    verdict: Verdict
    passages: tuple[int, ...]
    missing: tuple[int, ...] = ()
    probability: float | None = None


def read_answers(text: str, asked: Sequence[Question]) -> dict[int, Answer]:
    """The usable answers by their place among the questions; a claim with none, or a wrong one, is left out."""
    found: dict[int, Answer] = {}
    spoilt: set[int] = set()
    known = set(shown(asked))
    for given in _entries(text, len(asked)):
        number = given.get("claim", 1 if len(asked) == 1 else None)
        if not _is_number(number) or not 1 <= number <= len(asked):
            continue
        place = number - 1
        answer = read_answer(given, asked[place], known)
        if answer is None or found.setdefault(place, answer) != answer:
            spoilt.add(place)  # two answers to one claim are none
    return {place: answer for place, answer in found.items() if place not in spoilt}


def _entries(text: str, count: int) -> list[dict[str, Any]]:
    text = _THOUGHT.sub("", text, count=1)
    fenced = _FENCE.match(text)
    try:
        given = json.loads(fenced.group(1) if fenced else text)
    except (ValueError, RecursionError):
        return []
    if isinstance(given, dict) and "verdict" in given and count == 1:
        given = {"answers": [given]}
    entries = given.get("answers") if isinstance(given, dict) else None
    return [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []


def read_answer(given: dict[str, Any], question: Question, known: Collection[int]) -> Answer | None:
    """One answer checked against its question and the sentences that were shown, or None if anything is wrong in it."""
    label = given.get("verdict")
    if not isinstance(label, str) or label not in VERDICTS:
        return None
    verdict = Verdict(label)
    passages = _places(given.get("passages"), known)
    missing = given.get("missing")
    parts = () if missing is None or isinstance(missing, str) else _places(missing, range(len(question.parts)))
    probability = given.get("probability")
    if passages is None or parts is None or not (probability is None or _is_share(probability)):
        return None
    passages = passages[:_MAX_PASSAGES]
    if verdict is not Verdict.NOT_SUPPORTED and not (passages and question.shares_words(passages)):
        return None  # what is said must be said somewhere, and about the claim: a page's order to us is neither
    return Answer(verdict, passages, tuple(part + 1 for part in parts), probability)


def _places(numbers: Any, known: Collection[int]) -> tuple[int, ...] | None:
    """Numbers counted from 1 as places counted from 0, once each; None if one of them was never given."""
    if not isinstance(numbers, list) or not all(_is_number(n) and n - 1 in known for n in numbers):
        return None
    return tuple(dict.fromkeys(n - 1 for n in numbers))


def _is_number(value: Any) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_share(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1
