"""A Chinese sentence in, the spans in it that a reader could check out; no words are set apart, so signs are sought."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from verifier.cite.unbacked.facts import blanked
from verifier.cite.words.lexicon import facts_of, lexicon
from verifier.model import Span

_NUMERALS = "一二三四五六七八九十百千万亿两零〇"
_DATE = (
    rf"(?:[12]\d{{3}}年(?:\d{{1,2}}月)?(?:\d{{1,2}}[日号])?|\d{{1,2}}月\d{{1,2}}[日号]|[去今前]年|昨[天日]|[上本]月|(?:星期|周)[{_NUMERALS}日天]"
    rf"|[{_NUMERALS}]{{1,3}}月[{_NUMERALS}]{{1,3}}[日号])"
)
_FIGURE = (
    rf"(?:百分之[{_NUMERALS}\d.点]{{1,8}}|(?<![A-Za-z\d.-])\d[\d,.]{{0,15}}\s?[%％万亿千百多余]{{0,3}}(?![\d号])[^\W\d_a-zA-Z]?"
    rf"|[{_NUMERALS}]{{2,8}}(?:[人名个艘辆架家户起元吨公亩]))"
)
_QUOTATION = r"[“「『][^“”「」『』\r\n]{6,800}[”」』]"
_AFTER_SIGN = " \r\n”」』）)。"


class UnspacedFactReader:
    """Finds what can be checked in Chinese sentences: the same question as `FactReader`, the same answer."""

    def __init__(self) -> None:
        self.cues, self.hedges, self.selves = _patterns()
        self.furniture = tuple(lexicon("zh").words["furniture"])

    def facts(self, text: str, start: int, end: int, brackets: Iterable[Span] = ()) -> tuple[Span, ...]:
        """The spans that make `text[start:end]` checkable, in order; `()` when it is not. Brackets do not count."""
        sentence = text[start:end]
        for opens, closes in brackets:
            sentence = blanked(sentence, (max(opens, start) - start, min(closes, end) - start))
        if sentence.rstrip(_AFTER_SIGN).endswith(("？", "?", "吗")) or any(one in sentence for one in self.furniture):
            return ()
        found: dict[str, list[Span]] = {}
        for match in self.cues.finditer(sentence):
            found.setdefault(match.lastgroup or "", []).append((start + match.start(), start + match.end()))
        unquoted = sentence
        for opens, closes in found.get("quote", ()):
            unquoted = blanked(unquoted, (opens - start, closes - start))
        if self.selves.search(unquoted):
            return ()
        strong = "figure" in found or "saying" in found or "quote" in found
        acted = "past" in found and ("date" in found or "body" in found)
        if not strong and (not acted or self.hedges.search(unquoted)):
            return ()
        return tuple(sorted(span for spans in found.values() for span in spans))


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    cues = facts_of("zh")
    groups = {
        "quote": _QUOTATION,
        "date": _DATE,
        "figure": _FIGURE,
        "saying": _any_of(cues["saying"]),
        "body": rf"[\u4e00-\u9fff]{{0,6}}?(?:{_any_of(cues['bodies'])})",
        "past": _any_of(cues["past"]),
    }
    together = "|".join(f"(?P<{name}>{pattern})" for name, pattern in groups.items())
    return re.compile(together), re.compile(_any_of(cues["hedges"])), re.compile(_any_of(cues["first_person"]))


def _any_of(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
