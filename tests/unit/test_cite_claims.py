"""Each citation is tied to the words it backs, by the written policy."""

from __future__ import annotations

import pytest

from verifier.cite import find_citations
from verifier.model import Article, Citation


def cited(text: str, language: str = "en") -> tuple[Citation, ...]:
    return find_citations(Article(text=text, published="2024-05-05", language=language)).citations


def claims(text: str, language: str = "en") -> list[str]:
    return [one.claim.text for one in cited(text, language)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("First. Prices fell (AP, May 2). Later.", ["Prices fell"]),
        ("Prices fell (AP, May 2); exports rose (AP, May 3), he said.", ["Prices fell", "exports rose"]),
        ("Prices fell. (AP, May 2) Exports rose.", ["Prices fell"]),
        ("Prices fell (AP, May 2) (TASS, May 3).", ["Prices fell", "Prices fell"]),
        ("Prices fell (AP, May 2). (TASS, May 3)", ["Prices fell", "Prices fell"]),
        (
            "Mr. Smith of the U.S. Treasury paid $3.5 million (AP, May 2).",
            ["Mr. Smith of the U.S. Treasury paid $3.5 million"],
        ),
        ("The Aug. 3 vote in St. Petersburg failed (AP, May 2).", ["The Aug. 3 vote in St. Petersburg failed"]),
        ("The drones (UAVs) fell (AP, May 2).", ["The drones (UAVs) fell"]),
        ("They hold (which is odd. Very odd.) the hill (AP, May 2).", ["They hold (which is odd. Very odd.) the hill"]),
        ("Tusk said “No.” (AP, May 2) The others agreed.", ["Tusk said “No.”"]),
        ("• Wheat fell (AP, May 2)\n• Rye rose (AP, May 3)", ["Wheat fell", "Rye rose"]),
        ("Heading\nPrices fell (AP, May 2).", ["Prices fell"]),
        ("Prices fell.\n(AP, May 2)\nMore.", ["Prices fell"]),
        ("Sales rose (AP, May 2), according to the firm.", ["Sales rose"]),
    ],
)
def test_a_citation_backs_the_words_before_it(text: str, expected: list[str]) -> None:
    assert expected == claims(text)


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        (
            "As in earlier winters (AP, May 2), the dispute is about more.",
            ["As in earlier winters", "the dispute is about more"],
        ),
        (
            "Speaking in Minsk (BelTA, May 1), he said that it is shut.",
            ["Speaking in Minsk", "he said that it is shut"],
        ),
    ],
)
def test_a_mere_setting_is_joined_with_its_statement(text: str, spans: list[str]) -> None:
    (one,) = cited(text)
    assert spans == [text[start:end] for start, end in one.claim.spans]
    assert " ".join(spans) == one.claim.text


def test_a_setting_with_a_citation_of_its_own_statement_stays_alone() -> None:
    text = "Under a program adopted on May 1 (AP, May 1), the region will get money (TASS, May 2)."
    assert claims(text) == ["Under a program adopted on May 1", "the region will get money"]


def test_a_shared_verb_belongs_to_each_subject() -> None:
    text = "Baku (Report.az, May 3) and Turkmenbashi (Turkmenportal, May 3) are both deeper."
    assert claims(text) == ["Baku are both deeper", "Turkmenbashi are both deeper"]


def test_a_shared_beginning_belongs_to_each_end() -> None:
    text = "Similar sums went to Krasnodar (Kuban 24, May 3) and Stavropol (Interfax, May 2)."
    assert claims(text) == ["Similar sums went to Krasnodar", "Similar sums went to Stavropol"]


def test_bullets_that_are_no_sentences_take_their_lead_in() -> None:
    text = "Two things hold the ports back:\n• silos, of which there are four (AP, May 2);\n• insurance (AP, May 3)."
    assert claims(text) == [
        "Two things hold the ports back silos, of which there are four",
        "Two things hold the ports back insurance",
    ]


def test_words_after_a_citation_are_never_its_claim() -> None:
    text = "Prices fell (AP, May 2) and nobody was surprised by that."
    assert claims(text) == ["Prices fell"]


def test_a_leading_bracket_that_is_no_citation_is_left_out() -> None:
    assert claims("Prices rose (AP, May 2) (by 3 percent) fell again (AP, May 3).")[1:] == ["fell again"]


def test_the_whole_sentence_is_kept_beside_the_claim() -> None:
    text = "First. Prices fell (AP, May 2); exports rose (AP, May 3), he said. Last."
    assert {"Prices fell (AP, May 2); exports rose (AP, May 3), he said."} == {
        text[slice(*one.claim.sentence)] for one in cited(text) if one.claim.sentence
    }


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "ru",
            "В области на 1 мая 2023 г. жили 3,5 тыс. чел. (ТАСС, 1 мая).",
            "В области на 1 мая 2023 г. жили 3,5 тыс. чел",
        ),
        (
            "ru",
            "Да. По словам И. И. Иванова, ул. Ленина закрыта (РБК, 2 мая).",
            "По словам И. И. Иванова, ул. Ленина закрыта",
        ),
        (
            "de",
            "Gut. Am 3. Oktober kamen ca. 300 Gäste, z. B. aus Polen (dpa, 3. Mai).",
            "Am 3. Oktober kamen ca. 300 Gäste, z. B. aus Polen",
        ),
        (
            "pl",
            "Tak. Szkody to ok. 3 tys. zł, m.in. na ul. Długiej (PAP, 3 maja).",
            "Szkody to ok. 3 tys. zł, m.in. na ul. Długiej",
        ),
        ("fr", "Oui. M. Durand habite av. Foch (AFP, 3 mai).", "M. Durand habite av. Foch"),
        ("es", "Sí. El Sr. Pérez llegó a EE. UU. ayer (EFE, 3 de mayo).", "El Sr. Pérez llegó a EE. UU. ayer"),
        ("it", "Sì. Il dott. Rossi ha pagato ca. 30 euro (ANSA, 3 maggio).", "Il dott. Rossi ha pagato ca. 30 euro"),
        ("zh", "价格上涨。出口下降（新华社，5月1日）。", "出口下降"),
    ],
)
def test_sentences_do_not_end_at_abbreviations(language: str, text: str, expected: str) -> None:
    assert expected in claims(text, language)


def test_hard_wrapped_text_is_read_as_one_sentence() -> None:
    lines = [
        "The ministry said on Monday that the line between the two towns would",
        "not be opened before the end of the year, since the bridge over the",
        "river has to be tested once more, and since the signals that were put",
        "in last winter do not work as they were meant to (Reuters, May 2).",
        "Passengers will go on using the bus that was hired for them in April.",
    ]
    (one,) = cited("\n".join(lines))
    assert one.claim.text.startswith("The ministry said on Monday")


def test_a_note_mark_takes_its_source_from_the_note() -> None:
    body = "Troops moved west.[1] The staff denied it.[2]"
    text = body + "\n\n[1] https://t.me/ridge/7\n[2] Ministry of Defence, May 2, 2024."
    found = cited(text)
    assert [(one.kind, one.sources[0].name, one.claim.text) for one in found] == [
        ("note_marker", "t.me/ridge/7", "Troops moved west"),
        ("note_marker", "Ministry of Defence", "The staff denied it"),
    ]


def test_an_address_printed_with_the_word_dot_is_put_together_again() -> None:
    text = "Troops moved west.[1] The staff denied it.[2]\n\n[1] https://ridge dot example/en/7; https://t.me/ridge/8\n"
    first, second = cited(text + "[2] Ministry of Defence, May 2, 2024: https://mod dot gov dot example/a\n")
    assert [one.url for one in first.sources] == ["https://ridge.example/en/7", "https://t.me/ridge/8"]
    assert second.sources[0].url == "https://mod.gov.example/a"


def test_raised_digits_count_with_their_notes_and_in_their_order() -> None:
    body = "Prices rose by a third.1 Farmers switched crops.2 In 2024 the yield was 3.5 tons."
    notes = "\n\nWorks cited\n1. The fallout - Farm Progress, accessed May 1, 2024, https://x.example/a\n"
    notes += "2. AP, May 2, 2024\n"
    assert claims(body + notes) == ["Prices rose by a third", "Farmers switched crops"]
    assert claims(body) == ["Prices rose by a third", "Farmers switched crops"]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "en",
            "In an interview with a local station (Radio Kyiv, May 1), the mayor said that two bridges are closed.",
            ["In an interview with a local station the mayor said that two bridges are closed"],
        ),
        (
            "en",
            "Asked about the strike (AFP, May 2), Durand replied that talks go on.",
            ["Asked about the strike Durand replied that talks go on"],
        ),
        (
            "en",
            "In May 2023 the plant closed (AP, May 2), and its workers left for Poland.",
            ["In May 2023 the plant closed"],
        ),
        (
            "en",
            "Writing in the daily (Izvestia, May 2), the senator called the plan a fraud.",
            ["Writing in the daily the senator called the plan a fraud"],
        ),
        (
            "en",
            "The ministry denied the report (TASS, May 2) and promised an inquiry (RIA Novosti, May 3).",
            ["The ministry denied the report", "and promised an inquiry"],
        ),
        (
            "en",
            "Exports to Egypt (Ahram Online, May 1), Jordan (Petra, May 2), and "
            "Iraq (INA, May 3) have doubled since 2021.",
            [
                "Exports to Egypt have doubled since 2021",
                "Exports to Jordan have doubled since 2021",
                "Exports to Iraq have doubled since 2021",
            ],
        ),
        (
            "en",
            "Blasts were heard in Odesa (Suspilne, May 2) and Mykolaiv (Ukrinform, May 2).",
            ["Blasts were heard in Odesa", "Blasts were heard in Mykolaiv"],
        ),
        (
            "en",
            "Blasts were heard in Odesa (Suspilne, May 2), Mykolaiv (Ukrinform, "
            "May 2), and Kherson (Hromadske, May 3).",
            ["Blasts were heard in Odesa", "Blasts were heard in Mykolaiv", "Blasts were heard in Kherson"],
        ),
        (
            "en",
            "Police searched the office of the party (AP, May 2) and the home of its leader (AFP, May 3).",
            ["Police searched the office of the party", "and the home of its leader"],
        ),
        (
            "en",
            "Key points:\n- The port reopened (Reuters, May 2).\n- Two ships left (AP, May 3).",
            ["The port reopened", "Two ships left"],
        ),
        (
            "en",
            "The plan names four risks:\n1. drought in the south (FAO, May 1)\n2. theft of fuel (Reuters, May 2)",
            ["The plan names four risks drought in the south", "The plan names four risks theft of fuel"],
        ),
        (
            "en",
            "The plan names two risks:\n• Drought in the south (FAO, May 1)\n• Theft of fuel (Reuters, May 2)",
            ["The plan names two risks Drought in the south", "The plan names two risks Theft of fuel"],
        ),
        ("en", "Trade\n\nPrices fell (AP, May 2).", ["Prices fell"]),
        ("en", "Ships left. Two returned. (AP, May 2)", ["Two returned"]),
        ("en", "He said, “We won. They lost.” (AP, May 2)", ["They lost.”"]),
        (
            "en",
            "“The line is safe” (AP, May 2), the minister said, “and will stay so” (TASS, May 3).",
            ["“The line is safe”", "the minister said, “and will stay so”"],
        ),
        ("en", "KYIV, May 2 (Ukrinform) – Two trains collided near Fastiv on Thursday.", [""]),
        ("en", "WARSAW (AP) — Poland closed the gate. Drivers wait (PAP, May 3).", ["", "Drivers wait"]),
        (
            "en",
            "Gen. Col. Petrov met Lt. Gov. Ann Dow at 5 p.m. Monday in St. Cloud, Minn. (AP, May 2)",
            ["Gen. Col. Petrov met Lt. Gov. Ann Dow at 5 p.m. Monday in St. Cloud, Minn"],
        ),
        (
            "en",
            "The firm, Acme Inc., paid its No. 7 plant approx. $4.5 m. to settle (AP, May 2).",
            ["The firm, Acme Inc., paid its No. 7 plant approx. $4.5 m. to settle"],
        ),
        (
            "en",
            "It costs 5 vs. 7 euros in the U.K. and the U.S. today (BBC, May 2).",
            ["It costs 5 vs. 7 euros in the U.K. and the U.S. today"],
        ),
        ("en", "Region | Output\nOmsk | 4.1 million tons (Rosstat, May 2)", ["Omsk | 4.1 million tons"]),
        (
            "en",
            "| Region | Output | Trend |\n|---|---|---|\n| Omsk | 4.1 million tons (Rosstat, May 2) | up |",
            ["Omsk | 4.1 million tons"],
        ),
        ("en", "> The wall is 5 km long (AP, May 2).", ["The wall is 5 km long"]),
        ("en", "> “The wall holds.” (AP, May 2)", ["“The wall holds.”"]),
        ("en", "## Trade falls (AP, May 2)\n\nMore below.", ["Trade falls"]),
        (
            "en",
            "Signatories include Chad (AFP, May 1); Mali (AFP, May 2); and Niger (RFI, May 3).",
            ["Signatories include Chad", "Signatories include Mali", "Signatories include Niger"],
        ),
        (
            "en",
            "Kazakhstan sent wheat (Kazinform, May 1), barley and flax (Elorda, May 2).",
            ["Kazakhstan sent wheat", "barley and flax"],
        ),
        ("en", "The tally is plain: two dead, nine hurt (AP, May 2).", ["The tally is plain: two dead, nine hurt"]),
        ("en", "Who pays? The taxpayer does (AP, May 2).", ["The taxpayer does"]),
        ("en", "The plant (see Figure 2) leaks (AP, May 2).", ["The plant (see Figure 2) leaks"]),
        ("en", "It stopped. (the “Ridge” group) attacked first (AP, May 2).", ["attacked first"]),
        (
            "en",
            "Talking to the weekly Spiegel (May 2), the chancellor ruled out new loans.",
            ["the chancellor ruled out new loans"],
        ),
        ("en", "According to Reuters (May 2), three ships sank.", ["three ships sank"]),
        ("en", "Reuters (May 2) reported that three ships sank.", ["three ships sank"]),
        ("en", "The ridge was taken, Reuters reported (May 2).", ["The ridge was taken"]),
        ("en", "As Kommersant wrote (May 2), the bank is insolvent.", ["the bank is insolvent"]),
        ("en", "Le Monde headlined: the deal is dead (May 2).", ["the deal is dead"]),
        (
            "en",
            "Prices fell (AP, May 2). (TASS, May 3) Rain came (AFP, May 4).",
            ["Prices fell", "Prices fell", "Rain came"],
        ),
        (
            "en",
            "Output rose,[1] but wages fell.[2]\n\n[1] AP, May 2, 2024.\n[2] AFP, May 3, 2024.",
            ["Output rose", "but wages fell"],
        ),
        ("en", "U.S. forces left. (AP, May 2) The U.N. stayed (AFP, May 3).", ["U.S. forces left", "The U.N. stayed"]),
        ("en", "“Enough.” He left the hall. (AP, May 2)", ["He left the hall"]),
        (
            "en",
            "The deal, worth $4.5 billion, was signed by the U.S. (AP, May 2). Rivals fumed (AFP, May 3).",
            ["The deal, worth $4.5 billion, was signed by the U.S", "Rivals fumed"],
        ),
        (
            "en",
            "Some left (AP, May 2): two to Oslo (NTB, May 3), one to Bern (SDA, "
            "May 3), and the rest are unaccounted for.",
            ["Some left", "two to Oslo", "one to Bern"],
        ),
        (
            "en",
            "A poll found 54% in favor (Gallup, May 2) – the most since 1999 (Pew, May 1).",
            ["A poll found 54% in favor", "the most since 1999"],
        ),
        (
            "ru",
            "Выступая в Туле (ТАСС, 1 мая), министр заявил, что завод откроют осенью.",
            ["Выступая в Туле министр заявил, что завод откроют осенью"],
        ),
        (
            "ru",
            "Цены выросли на 3 % (РБК, 2 мая), а спрос упал («Коммерсантъ», 3 мая).",
            ["Цены выросли на 3 %", "а спрос упал"],
        ),
        (
            "ru",
            "Взрывы слышали в Одессе (УНИАН, 2 мая) и Николаеве (Укринформ, 2 мая).",
            ["Взрывы слышали в Одессе", "Взрывы слышали в Николаеве"],
        ),
        ("ru", "Как пишет «Коммерсантъ» (2 мая), банк закрыт.", ["банк закрыт"]),
        ("ru", "В 2023 г. в г. Орле жили 300 тыс. чел. (Росстат, 1 мая).", ["В 2023 г. в г. Орле жили 300 тыс. чел"]),
        (
            "ru",
            "Названы две причины:\n— засуха на юге (РИА Новости, 1 мая);\n— кражи топлива (ТАСС, 2 мая).",
            ["Названы две причины засуха на юге", "Названы две причины кражи топлива"],
        ),
        (
            "uk",
            "Виступаючи у Львові (Укрінформ, 2 травня), міністр пообіцяв два мости.",
            ["Виступаючи у Львові міністр пообіцяв два мости"],
        ),
        ("uk", "Ціни зросли. (Укрінформ, 2 травня) Попит упав.", ["Ціни зросли"]),
        (
            "pl",
            "W rozmowie z radiem (Polskie Radio, 2 maja) minister przyznał, że tama przecieka.",
            ["W rozmowie z radiem minister przyznał, że tama przecieka"],
        ),
        (
            "pl",
            "Ryga (LETA, 2 maja) i Tallinn (ERR, 3 maja) zamknęły granice.",
            ["Ryga zamknęły granice", "Tallinn zamknęły granice"],
        ),
        (
            "pl",
            "Prof. Nowak z ul. Długiej zapłacił ok. 3 tys. zł (PAP, 2 maja), tj. mniej niż w ub.r.",
            ["Prof. Nowak z ul. Długiej zapłacił ok. 3 tys. zł"],
        ),
        (
            "de",
            "In einem Interview (ZDF, 2. Mai) sagte die Ministerin, dass die Brücke gesperrt bleibt.",
            ["In einem Interview sagte die Ministerin, dass die Brücke gesperrt bleibt"],
        ),
        ("de", "Laut der Behörde (dpa, 2. Mai) ist die Brücke gesperrt.", ["Laut der Behörde ist die Brücke gesperrt"]),
        ("de", "Der Verkehr ruht (dpa, 2. Mai); die Bahn zahlt (FAZ, 3. Mai).", ["Der Verkehr ruht", "die Bahn zahlt"]),
        (
            "de",
            "Dr. Maier wohnt in der Hauptstr. 5, d. h. am Markt (dpa, 2. Mai).",
            ["Dr. Maier wohnt in der Hauptstr. 5, d. h. am Markt"],
        ),
        (
            "de",
            "Am 12. und 13. Mai streiken rund 1.200 Fahrer (dpa, 2. Mai).",
            ["Am 12. und 13. Mai streiken rund 1.200 Fahrer"],
        ),
        (
            "fr",
            "Dans un entretien au journal (Le Monde, 3 mai), la maire a promis deux écoles.",
            ["Dans un entretien au journal la maire a promis deux écoles"],
        ),
        ("fr", "« Nous tiendrons », a dit M. Diallo (RFI, 2 mai).", ["« Nous tiendrons », a dit M. Diallo"]),
        (
            "fr",
            "Lyon (AFP, 2 mai) et Lille (La Voix du Nord, 3 mai) ont fermé leurs piscines.",
            ["Lyon ont fermé leurs piscines", "Lille ont fermé leurs piscines"],
        ),
        (
            "es",
            "En una entrevista con la emisora (Cadena SER, 3 de mayo), el alcalde negó los pagos.",
            ["En una entrevista con la emisora el alcalde negó los pagos"],
        ),
        ("es", "¿Quién paga? Paga el Estado (EFE, 3 de mayo).", ["Paga el Estado"]),
        (
            "es",
            "Cayeron las ventas (EFE, 2 de mayo) y subieron los precios (El País, 3 de mayo).",
            ["Cayeron las ventas", "y subieron los precios"],
        ),
        (
            "it",
            "In un'intervista al quotidiano (La Stampa, 3 maggio), la sindaca ha escluso nuovi tagli.",
            ["In un'intervista al quotidiano la sindaca ha escluso nuovi tagli"],
        ),
        (
            "it",
            "Il ponte, lungo ca. 3,5 km, è chiuso (ANSA, 3 maggio), ma il porto lavora.",
            ["Il ponte, lungo ca. 3,5 km, è chiuso"],
        ),
        ("zh", "出口下降（新华社，5月1日），进口上升（人民日报，5月2日）。", ["出口下降", "进口上升"]),
        ("zh", "他说：“我们不会退让。”（新华社，5月1日）会议结束了。", ["他说：“我们不会退让。”"]),
        (
            "cs",
            "V rozhovoru pro rozhlas (ČTK, 2. května) ministr připustil, že hráz teče.",
            ["V rozhovoru pro rozhlas ministr připustil, že hráz teče"],
        ),
        ("cs", "Podle ministerstva je most zavřený (ČTK, 2. května).", ["Podle ministerstva je most zavřený"]),
        (
            "be",
            "Выступаючы ў Гомелі (БелТА, 2 мая), міністр паабяцаў два масты.",
            ["Выступаючы ў Гомелі міністр паабяцаў два масты"],
        ),
    ],
)
def test_a_claim_is_cut_as_the_policy_says(language: str, text: str, expected: list[str]) -> None:
    found = cited(text, language)
    assert [one.claim.text for one in found] == expected
    assert all(one.claim.sentence for one in found if one.claim.text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In an interview he said it leaks (AP, May 2), which worried farmers.", "In an interview he said it leaks"),
        ("Some traders (AP, May 2) deny that it has begun.", "Some traders deny that it has begun"),
        ("Some traders from Riga (AP, May 2) deny that it has begun.", "Some traders from Riga"),
        ("Output fell, and three mines (AP, May 2) were shut.", "Output fell, and three mines"),
        ("An analyst, Sh. Isakov, counts four posts (AP, May 2).", "An analyst, Sh. Isakov, counts four posts"),
        ("#FreeTheFive was banned (AP, May 2).", "#FreeTheFive was banned"),
    ],
)
def test_words_before_a_bracket_are_left_alone_where_they_are_a_statement(text: str, expected: str) -> None:
    assert claims(text) == [expected]


def test_the_name_of_the_next_source_is_not_part_of_a_statement() -> None:
    text = "Checks are skipped (Adeyemi, 2018, p. 4; Lund, 2001). Adeyemi (2018) blames deadlines; "
    text += "Lund (2001) blames the screen."
    assert claims(text) == ["Checks are skipped", "blames deadlines", "blames the screen"]


def test_in_a_digest_a_citation_backs_the_item_since_the_one_before_it() -> None:
    text = "Prices fell. (AP, May 1) Mines were shut. Miners left. (AFP, May 2) Rain came. (AP, May 3)"
    assert [[text[a:b] for a, b in one.claim.extended] for one in cited(text)] == [[], ["Mines were shut"], []]
    text = text.replace("Rain came. (AP, May 3)", "Rain came (AP, May 3).")
    assert not any(one.claim.extended for one in cited(text))
