"""Characters that break offsets: what is shown, what is found and where it stands agree, or the input is refused."""

from __future__ import annotations

import unicodedata

import pytest

from verifier.errors import UnreadableInput
from verifier.model import Citations
from verifier.pipeline import cite
from verifier.read import read_article
from verifier.settings import Settings

SETTINGS = Settings()
CLAIM = "The harbour board of Lindholm closed two of its five cranes after an inspector had found cracks"
CITED = "(Radio Lindholm, May 3)"
KINDS = {
    "text/plain": f"{CLAIM} {CITED}.",
    "text/markdown": f"{CLAIM} {CITED}.",
    "text/html": f"<article><p>{CLAIM} {CITED}.</p></article>",
}


def found_in(text: str, kind: str, encoding: str = "utf-8") -> Citations:
    body = text.encode(encoding, "surrogatepass")
    media_type = f"{kind}; charset={encoding}"
    return cite(read_article(body, media_type=media_type, published="2025-05-08", settings=SETTINGS), SETTINGS)


def assert_sound(found: Citations, source: str, kind: str) -> None:
    text = found.article.text
    for one in found.citations:
        assert text[one.start : one.end] == one.text
        assert one.claim.text == " ".join(text[start:end] for start, end in one.claim.spans)
        if kind != "text/plain":
            assert one.markup is not None
            assert source[one.markup[0]] == one.text[0]
            assert source[one.markup[1] - 1] == one.text[-1]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\x85", "\x0b", "\x0c"])
def test_every_way_to_end_a_line(kind: str, end: str) -> None:
    source = f"{end}{end}".join([KINDS[kind].replace("cranes after", f"cranes{end}after"), KINDS[kind]])
    found = found_in(source, kind)
    assert [one.text for one in found.citations] == [CITED, CITED]
    assert_sound(found, source, kind)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("mark", [*"\u200b\u200e\u200f\u202b\u2066\u00ad\ufeff\u2060\u061c"])
def test_marks_without_width(kind: str, mark: str) -> None:
    source = KINDS[kind].replace("Lindholm, May", f"Lind{mark}holm,{mark} {mark}May").replace("cranes", f"cra{mark}nes")
    found = found_in(source, kind)
    assert len(found.citations) == 1
    assert_sound(found, source, kind)
    if kind == "text/plain":
        assert found.article.text == source


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_composed_and_decomposed_letters(kind: str, form: str) -> None:
    source = unicodedata.normalize(form, KINDS[kind].replace("Radio", "Rádió").replace("cranes", "žeriávy"))
    found = found_in(source, kind)
    assert len(found.citations) == 1
    assert unicodedata.normalize("NFC", found.citations[0].sources[0].name) == "Rádió Lindholm"
    assert_sound(found, source, kind)
    if kind == "text/plain":
        assert found.article.text == source


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "windows-1252"])
def test_a_byte_order_mark_is_no_character_and_counts_for_nothing(kind: str, encoding: str) -> None:
    source = KINDS[kind]
    found = found_in(source, kind, encoding)
    assert len(found.citations) == 1
    assert "\ufeff" not in found.article.text
    assert_sound(found, source, kind)
    if kind == "text/plain":
        assert found.article.text == source


def test_a_second_byte_order_mark_is_the_files_own() -> None:
    found = found_in("\ufeff" + KINDS["text/plain"], "text/plain", "utf-8-sig")
    assert found.article.text == "\ufeff" + KINDS["text/plain"]


@pytest.mark.parametrize("kind", ["text/plain", "text/markdown"])
def test_a_nul_in_a_text_is_refused(kind: str) -> None:
    with pytest.raises(UnreadableInput, match="binary"):
        found_in(KINDS[kind].replace("cranes", "cra\x00nes"), kind)


def test_a_nul_in_a_page_is_passed_over() -> None:
    source = KINDS["text/html"].replace("Lindholm, May", "Lind\x00holm, May")
    found = found_in(source, "text/html")
    assert [one.text for one in found.citations] == [CITED]
    assert_sound(found, source, "text/html")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("odd", ["😀", "𝐑", "\u0301", "\ud800", "\U0010ffff", "\ue000"])
def test_characters_beyond_the_usual(kind: str, odd: str) -> None:
    source = KINDS[kind].replace("cranes", f"cra{odd}nes {odd}")
    found = found_in(source, kind)
    assert [one.text for one in found.citations] == [CITED]
    if odd != "\ud800":  # half a pair is no UTF-8: it is decoded as three marks of damage
        assert_sound(found, source, kind)


@pytest.mark.parametrize("unit", [*"()[]「*", "((a) ", "[a](b", "> ", "<b>", "<a href=x>", "<ul><li>", "_("])
@pytest.mark.parametrize("kind", KINDS)
def test_ten_thousand_brackets_are_read_or_refused(kind: str, unit: str) -> None:
    source = f"{KINDS[kind]}\n\n{unit * 10_000}\n\n{KINDS[kind]}"
    try:
        found = found_in(source, kind)
    except UnreadableInput:
        return
    text = found.article.text
    assert all(text[one.start : one.end] == one.text for one in found.citations)


@pytest.mark.parametrize("kind", KINDS)
def test_a_megabyte_on_one_line(kind: str) -> None:
    source = f"{CLAIM} {CITED}. " * 8_500
    found = found_in(f"<p>{source}</p>" if kind == "text/html" else source, kind)
    assert len(found.citations) == 8_500
    assert_sound(found, f"<p>{source}</p>" if kind == "text/html" else source, kind)
