"""A date in a bracket belongs to a medium that no table has where the words around its name say that it is one."""

from __future__ import annotations

import pytest

from verifier.cite import find_citations
from verifier.model import Article


def _names(text: str, language: str) -> list[str]:
    found = find_citations(Article(text=text, language=language, published="2023-07-20"))
    return [one.sources[0].name for one in found.citations if one.kind == "split"]


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("en", "Writing in Harbour-Plus (May 4), the envoy called the posts a border in disguise.", "Harbour-Plus"),
        ("en", "As Ada Bekova of the daily Ekran-K sees it, the port has four flaws (June 28).", "Ekran-K"),
        ("en", "According to Zavtra Segodnya (June 28), the mill will close.", "Zavtra Segodnya"),
        ("en", "The daily Nordlys Kurier reported (June 28) that the mill will close.", "Nordlys Kurier"),
        ("en", "The weekly Ridge Post writes that the mill will close (June 28).", "Ridge Post"),
        ("en", "In an interview with Steppe Courier (July 2), the mayor denied it.", "Steppe Courier"),
        ("en", "Talking to the weekly Zakrytaya gazeta (May 4), a cashier denied it.", "Zakrytaya gazeta"),
        ("en", "According to Stepnoy vestnik (May 4), the mill will close.", "Stepnoy vestnik"),
        ("en", "Radio Ridge (May 4) broadcast the first report of the flood.", "Radio Ridge"),
        ("de", "Laut Täglichem Marschboten (22. Februar) fehlt noch die Genehmigung.", "Täglichem Marschboten"),
        ("de", "Wie die Zeitung Elbblick (3. Mai) berichtet, fehlt die Genehmigung.", "Elbblick"),
        ("de", "Nach Angaben des Senders Radio Küste (4. Mai) dauert es.", "Radio Küste"),
        ("pl", "Jak podaje dziennik Echo Portu (3 maja), most zamknięto.", "Echo Portu"),
        ("pl", "Według Głosu Nadwiślańskiego (4 maja) potrwa to rok.", "Głosu Nadwiślańskiego"),
        ("pl", "Jak podało Polskie Radio Białystok (4 maja), most zamknięto.", "Polskie Radio Białystok"),
        ("ru", "Как пишет Степной курьер (4 мая), ремонт продлится год.", "Степной курьер"),
        ("ru", "По сообщению Степного курьера (4 мая), ремонт продлится год.", "Степного курьера"),
        ("uk", "Як пише Степовий кур'єр (4 травня), ремонт триватиме рік.", "Степовий кур'єр"),
        ("fr", "Selon Le Phare du Nord (3 mai), le pont est fermé.", "Le Phare du Nord"),
        ("fr", "D’après le quotidien L’Écho des Digues (4 mai), rien ne change.", "L’Écho des Digues"),
        ("es", "El diario La Ría informó (4 de mayo) de otro cierre.", "La Ría"),
        ("it", "Il quotidiano La Laguna scrive (4 maggio) che il ponte riaprirà.", "La Laguna"),
        ("cs", "Deník Přístav uvedl (4. května), že se most otevře.", "Přístav"),
    ],
)
def test_the_words_around_a_name_make_a_medium_of_it(language: str, text: str, name: str) -> None:
    assert _names(text, language) == [name]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "According to Viktor Orlov (May 4), the mill will close. According to the minister (May 4), it stays."),
        ("en", "Rinat Akhmetov owns it. According to Akhmetov (May 5), it closed; Akhmetov added more."),
        ("en", "Rovshan Qaraev owns it. According to Rovshan Qaraev (May 5), it closed; Qaraev added more."),
        ("en", "According to Prime Minister Smailov (May 4), trains run. According to Minister Bek (May 5), too."),
        ("en", "Speaking in Paris (May 4), he denied it. Writing in Russian (May 5), he erred."),
        ("en", "According to the Treaty of Ridge (May 4), all leave. The law published in Brussels (May 3) is short."),
        ("en", "The daily march (May 4) was cancelled. The weekly market in Riga (May 5) is popular."),
        ("en", "The summit in Vilnius (July 10) ended early. According to plans (June 3), they play Chelsea (June 4)."),
        ("en", "The weekly Ridge Post writes that the summit (June 28) failed."),
        ("de", "Laut Plan (3. Mai) beginnt der Bau. In Hamburg (4. Mai) fehlte er. Nach der Wahl (5. Mai) ging er."),
        ("pl", "Według planu (3 maja) budowa ruszy. Według Jana Kowalskiego (5 maja) to błąd."),
        ("ru", "По плану (3 мая) работы начнутся. По словам Степана Курьянова (5 мая), нет."),
    ],
)
def test_persons_places_laws_and_events_are_none(language: str, text: str) -> None:
    assert _names(text, language) == []
