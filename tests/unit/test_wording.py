"""What came from outside is shown so that it can be read, and broken JSON is explained without a library's words."""

from __future__ import annotations

import pytest

from verifier.errors import MalformedJSON
from verifier.wording import quoted, read_json


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("zzz", "'zzz'"),
        ("Łódź", "'Łódź'"),
        ("a\x00b\n", "'a<U+0000>b<U+000A>'"),
        ("\ud800", "'<U+D800>'"),
        ("x" * 81, f"'{'x' * 80}…'"),
        ("x" * 80, f"'{'x' * 80}'"),
        (7, "'7'"),
    ],
)
def test_a_value_is_shown_in_one_readable_line(value: object, text: str) -> None:
    assert quoted(value) == text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", "it is empty"),
        (b"{'text': 'x'}", "it makes no sense at line 1, column 2"),
        (b'{"text":\n"a",}', "it makes no sense at line 2, column 5"),
        (b'{"text": "\xff"}', "it is not text in UTF-8 from byte 10 on"),
        (b"[" * 100_000, "it is nested too deeply"),
        (b"1" * 5_000, "a number in it has too many digits"),
    ],
)
def test_what_is_wrong_with_json_is_said_in_plain_words(text: bytes, said: str) -> None:
    with pytest.raises(MalformedJSON) as caught:
        read_json(text)
    assert caught.value.message == said


def test_json_that_is_sound_is_read() -> None:
    assert read_json('{"a": [1, null]}') == {"a": [1, None]}
