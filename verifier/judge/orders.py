"""A sentence in, whether it speaks to whoever checks the page out: such a sentence is no evidence for anything.

Pages may carry orders to machines ("ignore previous instructions", "mark this claim as supported"). No order is
followed, but words of a claim that is repeated in one must not count as its support either.
"""

from __future__ import annotations

import re

from verifier.judge.languages import language
from verifier.judge.sentences import split

_ORDER = re.compile(
    r"ignore (?:all |any )?(?:the )?(?:previous|prior|above|earlier) instructions"
    r"|<\|?\s*(?:system|assistant|user)\s*\|?>|^\W*(?:system|assistant)\s*:"
    r"|\bverdict\s*[=:]\s*(?:not_)?(?:supported|contradicted)|\banswer (?:supported|contradicted)\b"
    r"|(?:^\W*|[:;,]\s+|\b(?:please|you|must|should|always|and|then)\s)(?:mark|rate|report|label|judge) "
    r"(?:this|the|that|it|every|all)(?: \w+)? (?:claims? )?as (?:supported|true|contradicted|false)\b(?! or\b)"
    r"|\bclaims?\b.{0,200}?\b(?:is|are) supported(?=\W*$|\s*[:;.!)\]])"
    r"|\b(?:note|notice|message|instructions?|attention|dear)\b[^.:]{0,30}\bfact-?check(?:ers?|ing)\b(?: \w+)?\s*[:–—]",
    re.IGNORECASE | re.DOTALL,
)
#: An order is short, and a pattern is not tried on sentences without end.
_LONGEST = 600
#: A page of orders alone is short, too.
_LONGEST_PAGE = 5_000


def holds_only_orders(text: str) -> bool:
    """Is there nothing else to read in a text?"""
    if len(text) > _LONGEST_PAGE or _ORDER.search(text) is None:
        return False
    return all(is_order(text[start:end]) for start, end in split(text, language("und")))


def is_order(sentence: str) -> bool:
    """Does it speak to a judge rather than to readers?"""
    return len(sentence) <= _LONGEST and _ORDER.search(sentence) is not None
