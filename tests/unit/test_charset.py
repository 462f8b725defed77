"""Bytes to text, whatever is declared."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.charset import declared_encodings, decode, encoding_of_label

POLISH = (
    "Minister ogłosił w środę, że żołnierze wrócą do koszar. Łódź i Gdańsk są gotowe; źródła tego nie potwierdzają."
)
RUSSIAN = "Министр заявил в среду, что солдаты вернутся в казармы. Источники этого пока не подтверждают."
UKRAINIAN = "Міністр заявив у середу, що солдати повернуться до казарм. Її джерела цього ще не підтверджують."
GERMAN = "Der Minister erklärte am Mittwoch, daß die Übung größer werde als früher – „viel größer“, wie er sagte."


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (POLISH, "cp1250"), (POLISH, "iso8859-2"), (RUSSIAN, "cp1251"), (RUSSIAN, "koi8-r"), (RUSSIAN, "iso8859-5"),
        (UKRAINIAN, "cp1251"), (GERMAN, "cp1252"), (POLISH, "utf-8"), (RUSSIAN, "utf-8"), (POLISH, "utf-16-le"),
        (POLISH, "utf-16-be"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("wrapped", [False, True], ids=["text", "page"])
def test_nothing_declared_is_found_out(text: str, encoding: str, wrapped: bool) -> None:
    page = f"<html><head><title>x</title></head><body>{'<div class=a>' * 40}<p>{text}</p></body></html>"
    given_text = page if wrapped else text
    assert decode(given_text.encode(encoding)) == (given_text, encoding)


@pytest.mark.parametrize(
    ("encoding", "label"),
    [("cp1250", "windows-1250"), ("iso8859-2", "ISO-8859-2"), ("koi8-u", "koi8-u"), ("cp866", "ibm866")],
)
def test_a_declaration_is_believed(encoding: str, label: str) -> None:
    text = POLISH if encoding in ("cp1250", "iso8859-2") else RUSSIAN
    body = text.encode(encoding)
    assert decode(body, f"text/html; charset={label}") == (text, encoding)
    page = f'<meta charset="{label}">{text}'
    assert decode(page.encode(encoding)) == (page, encoding)
    page = f'<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset={label}">{text}'
    assert decode(page.encode(encoding)) == (page, encoding)
    page = f'<?xml version="1.0" encoding="{label}"?><p>{text}</p>'
    assert decode(page.encode(encoding)) == (page, encoding)


def test_the_header_wins_over_the_page() -> None:
    page = f'<meta charset="iso-8859-1">{RUSSIAN}'
    assert decode(page.encode("cp1251"), "text/html; charset=windows-1251") == (page, "cp1251")


@pytest.mark.parametrize("label", ["iso-8859-1", "windows-1251", "us-ascii", "koi8-r"])
def test_text_that_is_plainly_utf8_is_read_as_such_whatever_is_declared(label: str) -> None:
    assert decode(POLISH.encode(), f"text/html; charset={label}") == (POLISH, "utf-8")


def test_a_page_that_calls_itself_utf8_and_is_not_is_detected() -> None:
    assert decode(RUSSIAN.encode("cp1251"), "text/html; charset=utf-8") == (RUSSIAN, "cp1251")


def test_latin1_means_its_larger_sibling() -> None:
    assert decode(GERMAN.encode("cp1252"), "text/html; charset=ISO-8859-1") == (GERMAN, "cp1252")


def test_letters_where_iso_has_none_unmask_the_windows_encoding() -> None:
    assert decode(POLISH.encode("cp1250"), "text/html; charset=iso-8859-2") == (POLISH, "cp1250")


def test_a_byte_order_mark_decides_and_goes() -> None:
    assert decode(codecs.BOM_UTF8 + POLISH.encode(), "text/html; charset=windows-1250") == (POLISH, "utf-8")
    assert decode(codecs.BOM_UTF16_LE + POLISH.encode("utf-16-le")) == (POLISH, "utf-16-le")
    assert decode(codecs.BOM_UTF16_BE + POLISH.encode("utf-16-be")) == (POLISH, "utf-16-be")


def test_wide_text_without_a_mark_is_read_as_its_header_says() -> None:
    assert decode(RUSSIAN.encode("utf-16-le"), "text/html; charset=utf-16le") == (RUSSIAN, "utf-16-le")


def test_one_broken_byte_does_not_spoil_a_page() -> None:
    text, encoding = decode(POLISH.encode() + b" \xff " + POLISH.encode(), None)
    assert encoding == "utf-8"
    assert text == f"{POLISH} \ufffd {POLISH}"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("東京の新聞は火曜日に首相の発言を伝えた。", "cp932"),
        ("部长星期三宣布士兵将返回营房，消息人士尚未证实。", "gb18030"),
        ("東京の新聞は火曜日に首相の発言を伝えた。", "iso2022_jp"),
    ],
)
def test_encodings_of_east_asia_are_found_out(text: str, encoding: str) -> None:
    assert decode((text * 3).encode(encoding)) == (text * 3, encoding)


@pytest.mark.parametrize(
    ("label", "encoding"),
    [
        ("latin1", "cp1252"),
        ("Windows-1251", "cp1251"),
        ("utf8", "utf-8"),
        ("x-sjis", "cp932"),
        ("gb2312", "gb18030"),
        ("euc-kr", "cp949"),
        ("tis-620", "cp874"),
        ("windows-874", "cp874"),
        ("iso-8859-9", "cp1254"),
        ("win-1251", "cp1251"),
    ],
)
def test_labels_mean_what_they_mean_on_the_web(label: str, encoding: str) -> None:
    assert encoding == encoding_of_label(label)


@pytest.mark.parametrize(
    "label", ["rot13", "idna", "utf-7", "undefined", "zlib", "unicode_escape", "nonsense", "", "\0"]
)
def test_labels_that_mean_no_text_mean_nothing(label: str) -> None:
    assert encoding_of_label(label) is None


def test_a_page_in_ascii_cannot_declare_itself_wide() -> None:
    assert declared_encodings(b'<meta charset="utf-16">', None) == ["utf-8"]


@given(st.binary(max_size=300), st.one_of(st.none(), st.text(max_size=30).map(lambda x: "text/html; charset=" + x)))
def test_no_bytes_whatever_raise(body: bytes, content_type: str | None) -> None:
    text, encoding = decode(body, content_type)
    assert isinstance(text, str)
    assert codecs.lookup(encoding)


def test_the_page_is_believed_before_the_default_of_its_server() -> None:
    page = '<meta charset="windows-1250"><p>Zażółć gęślą jaźń, powiedział minister w środę.</p>'
    assert decode(page.encode("cp1250"), "text/html; charset=ISO-8859-1") == (page, "cp1250")
    western = '<meta charset="iso-8859-1"><p>Les élèves étaient là.</p>'
    assert decode(western.encode("latin-1"), "text/html; charset=iso-8859-1") == (western, "cp1252")


def test_cyrillic_that_is_sent_as_latin_is_found_out() -> None:
    text = "Министерство сообщило, что мост открыт после ремонта, который обошёлся дорого. " + "<br class=wide>" * 50
    assert decode(text.encode("cp1251"), "text/html; charset=ISO-8859-1") == (text, "cp1251")
