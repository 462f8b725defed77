"""A bracket that is no citation in, the reason out, from a closed list."""

from __future__ import annotations

import re

from verifier.cite.bracket.grammar import Content
from verifier.cite.words.lexicon import Lexicon
from verifier.cite.words.outlets import OutletTable
from verifier.cite.words.places import is_place
from verifier.cite.words.shapes import WORD, is_acronym, is_foreign_script, is_initials_of

#: Why a bracket is no citation. The list is closed.
REASONS = (
    "acronym", "aside", "amount", "translation", "date", "pointer", "outlet-mention", "part", "editorial", "legal",
    "photo-credit", "scene", "note-text", "note-mark", "empty",
)  # fmt: skip

# Letters first, what stands before them after that: `re` then looks for these letters only.
CURRENCY = re.compile(
    r"\$|€|£|¥|₽|₴|₸|₹|USD(?<!\w...)\b|EUR(?<!\w...)\b|RUB(?<!\w...)\b|UAH(?<!\w...)\b"
    r"|PLN(?<!\w...)\b|GBP(?<!\w...)\b|CNY(?<!\w...)\b|KZT(?<!\w...)\b|CHF(?<!\w...)\b"
)
_AMOUNT = re.compile(r"[^\w(]*(?:\D{0,24}?\s)?[$€£¥₽₴₸₹+~≈<>=±−-]?\s?\d[\d.,\s]*", re.U)
_STATUTE = re.compile(r"№|§|\b[A-ZА-Я]{1,6}[ /-]?\d{2,}(?:[-–/]\d+)?\b|\b\d{2,}-[A-ZА-Я]{2,}\b")
_DIGIT = re.compile(r"\d")
_NUMBERED = re.compile(r"[\d№§]")
_COUNT = re.compile(r"[\W_]*+(?:\w+\.?\s){0,2}[\W_]*\d")


class Reasons:
    """Says why a bracket was passed over; the first question with an answer decides."""

    def __init__(self, words: Lexicon, outlets: OutletTable) -> None:
        self.words = words
        self.outlets = outlets

    def reason(self, printed: str, content: Content, before: str) -> str:
        """One of `REASONS`. `before` is the text before the bracket on its line."""
        tokens = WORD.findall(printed)
        dated = any(one.dates for one in content.sources)
        if self._is_amount(printed, dated=dated or bool(content.loose_dates)):
            return "legal" if _STATUTE.match(printed) else "amount"
        if content.loose_dates or dated:
            return "date" if not content.sources or len(tokens) <= 4 else "aside"
        if len(tokens) <= 6 and _NUMBERED.search(printed) and _STATUTE.search(printed):
            return "legal"
        acronym = is_acronym(printed)
        if acronym and (is_initials_of(printed, before) or not self._known(printed)):
            return "acronym"
        if is_foreign_script(printed, before) or printed[0] in "“«„\"'‘" or printed[-1] in '”»"':
            return "translation"
        if all(self._known(one.name.text) for one in content.sources) or self._mentions_outlet(tokens):
            return "outlet-mention"
        if acronym:
            return "acronym"
        return "translation" if self._is_gloss(printed, tokens, content) else "aside"

    def _is_amount(self, printed: str, *, dated: bool) -> bool:
        if CURRENCY.search(printed):
            return True
        if dated or not _DIGIT.search(printed):
            return False
        return _AMOUNT.match(printed) is not None and _COUNT.match(printed) is not None

    def _is_gloss(self, printed: str, tokens: list[str], content: Content) -> bool:
        """A word or two in lower case, which explain or translate."""
        short = len(tokens) <= 3 and len(content.sources) == 1 and printed[:1].islower()
        return short and not self.words.is_one_of("asides", tokens[0]) and not is_place(printed)

    def _known(self, name: str) -> bool:
        return self.outlets.find(name) is not None

    def _mentions_outlet(self, tokens: list[str]) -> bool:
        """`once the Ridge Courier`, `an ex NPR editor`."""
        if not tokens or len(tokens) > 6 or not self.words.is_one_of("once", tokens[0]):
            return False
        return any(token[:1].isupper() and len(token) > 1 and self.outlets.knows(token) for token in tokens)
