"""The short cuts in cleaning text: whatever the characters, they give what the plain rules give."""

from __future__ import annotations

import re
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from verifier.page import clean

_BLANK_RUN = re.compile(f"[ \t{clean.BLANKS}]+")
_ANYTHING = st.text(st.one_of(st.characters(max_codepoint=0x7F), st.characters()), max_size=40)


def plainly_visible(text: str) -> str:
    return clean._CONTROLS.sub("", clean._INVISIBLE.sub("", clean._LINE_ENDS.sub("\n", text)))


def plainly_tidy(text: str) -> str:
    lines = unicodedata.normalize("NFC", plainly_visible(text)).split("\n")
    kept = (_BLANK_RUN.sub(" ", line).strip() for line in lines)
    return "\n".join(line for line in kept if line)


@given(_ANYTHING)
def test_short_cuts_change_no_text(text: str) -> None:
    assert clean.visible(text) == plainly_visible(text)
    assert clean.tidy(text) == plainly_tidy(text)
    assert clean.words_in(text) == len(text.split()) + len(clean._CJK.findall(text)) // 2


def test_short_cuts_know_every_character() -> None:
    text = "".join(f"a{chr(code)}" for code in range(0x110000))
    assert clean.visible(text) == plainly_visible(text)
    assert clean.tidy(text) == plainly_tidy(text)
