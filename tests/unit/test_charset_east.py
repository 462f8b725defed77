"""Pages of Central and Eastern Europe in every encoding they come in: undeclared, declared, and declared falsely."""

from __future__ import annotations

import pytest

from verifier.charset import decode
from verifier.cyrillic import cyrillic_encoding, is_read_wrongly
from verifier.extract import extract

POLISH = (
    "Minister ogłosił w środę, że żołnierze wrócą do koszar. Łódź i Gdańsk są gotowe; źródła tego nie potwierdzają. "
    "Sąd uznał, że śledztwo należy wznowić."
)
CZECH = (
    "Ministr ve středu oznámil, že se vojáci vrátí do kasáren. Zdroje to zatím nepotvrzují, řekl náměstek. "
    "Úřad vyšetřování ještě neukončil a další podrobnosti nesdělil."
)
RUSSIAN = "Министр заявил в среду, что солдаты вернутся в казармы. Источники этого пока не подтверждают."
UKRAINIAN = (
    "Міністр заявив у середу, що солдати повернуться до казарм. Її джерела цього ще не підтверджують. "
    "Є й інші повідомлення, ґанок цілий."
)
BELARUSIAN = (
    "Міністр заявіў у сераду, што салдаты вернуцца ў казармы. Крыніцы гэтага пакуль не пацвярджаюць, "
    "паведаміў ён журналістам."
)
LITHUANIAN = (
    "Ministras trečiadienį pranešė, kad kariai grįš į kareivines. Šaltiniai to kol kas nepatvirtina, žurnalistai "
    "laukia. Įvykį tiria policija."
)
LATVIAN = (
    "Ministrs trešdien paziņoja, ka karavīri atgriezīsies kazarmās. Avoti to pagaidām neapstiprina, žurnālisti gaida "
    "ziņas no Rīgas."
)
GERMAN = "Der Minister erklärte am Mittwoch, daß die Übung größer werde als früher, wie er in Köln sagte."
FRENCH = "Le ministre a déclaré mercredi que les soldats étaient rentrés à la caserne, ce que rien ne confirmait."
DANISH = "Ministeren sagde onsdag, at soldaterne får øvelser på øen næste år, og at kørslen går både øst og nord."
ITALIAN = (
    "Il ministro ha detto mercoledì che la città è pronta, che però non si può più attendere e che lunedì si saprà."
)

#: Text and the encodings in which such pages come.
PAGES = {
    "Polish": (POLISH, ("cp1250", "iso8859-2", "utf-8", "utf-16-le")),
    "Czech": (CZECH, ("cp1250", "iso8859-2", "utf-8", "utf-16-be")),
    "Russian": (RUSSIAN, ("cp1251", "koi8-r", "iso8859-5", "cp866", "mac-cyrillic", "utf-8", "utf-16-le", "utf-16-be")),
    "Ukrainian": (UKRAINIAN, ("cp1251", "koi8-u", "mac-cyrillic", "utf-8", "utf-16-le", "utf-16-be")),
    "Belarusian": (BELARUSIAN, ("cp1251", "iso8859-5", "utf-8", "utf-16-le")),
    "Lithuanian": (LITHUANIAN, ("cp1257", "iso8859-13", "utf-8")),
    "Latvian": (LATVIAN, ("cp1257", "iso8859-13", "utf-8")),
}
CASES = [(text, encoding) for text, encodings in PAGES.values() for encoding in encodings]
NAMES = [f"{language} {encoding}" for language, (_, encodings) in PAGES.items() for encoding in encodings]


def page(text: str, head: str = "") -> str:
    return f"<html><head>{head}<title>x</title></head><body>{'<div class=a>' * 40}<p>{text}</p></body></html>"


@pytest.mark.parametrize(("text", "encoding"), CASES, ids=NAMES)
@pytest.mark.parametrize("shape", ["text", "page"])
def test_a_page_that_declares_nothing_is_read_rightly(text: str, encoding: str, shape: str) -> None:
    written = page(text) if shape == "page" else text
    assert written == decode(written.encode(encoding))[0]


@pytest.mark.parametrize(
    ("text", "encoding"), [(RUSSIAN, "cp1251"), (UKRAINIAN, "cp1251"), (POLISH, "cp1250"), (CZECH, "cp1250")]
)
def test_quotation_marks_and_dashes_do_not_mislead(text: str, encoding: str) -> None:
    written = f"„{text}“ — {text[:40]} … “{text[:20]}”"
    assert (written, encoding) == decode(written.encode(encoding))


@pytest.mark.parametrize(
    "declared",
    ["utf-8", "iso-8859-1", "windows-1252", "windows-1250", "windows-1251", "koi8-r", "koi8-u", "iso-8859-5"],
)
@pytest.mark.parametrize("where", ["header", "page"])
@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (POLISH, "cp1250"), (POLISH, "iso8859-2"), (POLISH, "utf-8"), (CZECH, "cp1250"), (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"), (RUSSIAN, "iso8859-5"), (RUSSIAN, "utf-8"), (UKRAINIAN, "cp1251"), (UKRAINIAN, "koi8-u"),
        (BELARUSIAN, "cp1251"), (BELARUSIAN, "utf-8"),
    ],
)  # fmt: skip
def test_a_lying_declaration_is_not_believed(text: str, encoding: str, where: str, declared: str) -> None:
    written = page(text * 2, f'<meta charset="{declared}">' if where == "page" else "")
    header = f"text/html; charset={declared}" if where == "header" else None
    assert written == decode(written.encode(encoding), header)[0]


@pytest.mark.parametrize(
    ("text", "encoding", "label"),
    [
        (GERMAN, "cp1252", "iso-8859-1"), (FRENCH, "cp1252", "iso-8859-1"), (DANISH, "cp1252", "iso-8859-1"),
        (ITALIAN, "cp1252", "iso-8859-1"), (POLISH, "iso8859-2", "iso-8859-2"), (CZECH, "cp1250", "windows-1250"),
        (RUSSIAN, "koi8-u", "koi8-u"), (RUSSIAN, "mac-cyrillic", "x-mac-cyrillic"), (BELARUSIAN, "cp1251", "cp1251"),
        (LATVIAN, "cp1257", "windows-1257"),
    ],
)  # fmt: skip
def test_a_true_declaration_is_believed(text: str, encoding: str, label: str) -> None:
    assert (text, encoding) == decode(text.encode(encoding), f"text/html; charset={label}")


def test_an_area_and_a_volume_are_no_letters_of_another_encoding() -> None:
    text = "The hall has 40 m² of floor, 120 m³ of air, 1½ doors and a £5 ticket; it costs 3¢ or ¥7 a day. "
    assert (text * 9, "cp1252") == decode((text * 9).encode("cp1252"), "text/html; charset=iso-8859-1")


@pytest.mark.parametrize("declared", [None, "text/html; charset=iso-8859-1", "text/html; charset=windows-1250"])
def test_other_alphabets_are_not_taken_for_cyrillic(declared: str | None) -> None:
    greek = "Ο υπουργός ανακοίνωσε την Τετάρτη ότι οι στρατιώτες θα επιστρέψουν σήμερα στους στρατώνες."
    assert greek == decode(greek.encode("cp1253"), declared)[0]
    assert cyrillic_encoding(GERMAN.encode("cp1252")) is None


def test_koi8_is_told_by_the_letters_that_only_one_of_the_two_has() -> None:
    assert cyrillic_encoding(UKRAINIAN.encode("koi8-u")) == "koi8-u"
    assert cyrillic_encoding(RUSSIAN.encode("koi8-r")) == "koi8-r"
    assert is_read_wrongly(UKRAINIAN.encode("koi8-u"), "koi8-r")
    assert not is_read_wrongly(RUSSIAN.encode("koi8-r"), "koi8-u")


@pytest.mark.parametrize("encoding", ["cp1251", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("content_type", ["text/plain", "text/html"])
def test_an_undeclared_page_is_extracted_with_its_letters(encoding: str, content_type: str) -> None:
    written = BELARUSIAN * 4 if content_type == "text/plain" else page(BELARUSIAN * 4)
    found = extract(written.encode(encoding), url="https://a.example/x", content_type=content_type)
    assert "салдаты вернуцца ў казармы" in found.text
