"""The outlet table: what it holds, and how printed names find their way into it."""

from __future__ import annotations

import csv
import re
from importlib.resources import files

import pytest

from verifier.cite import find_citations
from verifier.cite.find import find_citations as find
from verifier.cite.words.outlets import read_table, shipped_table
from verifier.model import Article


@pytest.mark.parametrize(
    ("printed", "outlet"),
    [
        ("Polskiego Radia", "Polskie Radio"),
        ("Polskie Radio", "Polskie Radio"),
        ("Gazety Wyborczej", "Gazeta Wyborcza"),
        ("Tygodnika Powszechnego", "Tygodnik Powszechny"),
        ("Независимой газеты", "Nezavisimaya Gazeta"),
        ("«Известиях»", "Izvestia"),
        ("Izvestiya", "Izvestia"),
        ("Rossijskaja Gazeta", "Rossiyskaya Gazeta"),
        ("Rossiskaya Gazeta", "Rossiyskaya Gazeta"),
        ("THE NEW YORK TIMES", "The New York Times"),
        ("Washinton Post", "The Washington Post"),
        ("Kommersant daily", "Kommersant"),
        ("Hurriyet", "Hürriyet"),
        ("rosbalt.ru", "Rosbalt"),
        ("https://www.themoscowtimes.com/2024/05/03/a", "The Moscow Times"),
        ("eng.lsm.lv", "Latvijas Sabiedriskie Mediji"),
        ("Московского комсомольца", "Moskovsky Komsomolets"),
        ("Кавказского узла", "Caucasian Knot"),
        ("Медузы", "Meduza"),
        ("Лентой.ру", "Lenta.ru"),
        ("Независимую газету", "Nezavisimaya Gazeta"),
        ("Української правди", "Ukrainska Pravda"),
        ("Gazecie Wyborczej", "Gazeta Wyborcza"),
        ("Onecie", "Onet"),
        ("Polityce", "Polityka"),
        ("Tygodnikowi Powszechnemu", "Tygodnik Powszechny"),
        ("Hospodářských novinách", "Hospodářské noviny"),
        ("PAP-u", "Polish Press Agency"),
        ("Reuters’s", "Reuters"),
        ("l’AFP", "Agence France-Presse"),
        ("N.Y. Times", "The New York Times"),
        ("Sole 24 Ore", "Il Sole 24 Ore"),
        ("Il Corriere della Sera", "Corriere della Sera"),
        ("der Welt", "Die Welt"),
        ("Repubblica", "la Repubblica"),
        ("Niezawisimaja Gazieta", "Nezavisimaya Gazeta"),
        ("Rossijskaja Gazieta", "Rossiyskaya Gazeta"),
        ("Głos Ameryki", "Voice of America"),
        ("Frankfurter Allgemeine", "Frankfurter Allgemeine Zeitung"),
    ],
)
def test_a_printed_name_finds_its_outlet(printed: str, outlet: str) -> None:
    found = shipped_table().find(printed)
    assert found is not None, printed
    assert outlet == found.name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Azattyk", "Azattyq"),
        ("LSM", "LSM.kz"),
        ("RBC", "RBC-Ukraine"),
        ("Zerkalo", "Dzerkalo Tyzhnia"),
        ("Radio Svoboda", "Radio Svaboda"),
        ("Die Presse", "La Presse"),
        ("The Guardian", "Guardian Nigeria"),
        ("Interfax", "Interfax-Ukraine"),
        ("Novaya Gazeta", "Novaya Gazeta Europe"),
    ],
)
def test_names_that_are_close_stay_apart(one: str, other: str) -> None:
    table = shipped_table()
    first, second = table.find(one), table.find(other)
    assert first is not None
    assert second is not None
    assert first.name != second.name


def test_every_form_of_the_table_finds_its_own_outlet() -> None:
    text = files("verifier.cite").joinpath("outlets.csv").read_text("utf-8")
    table = shipped_table()
    astray = {}
    for row in csv.DictReader(text.splitlines()):
        found = table.find(row["form"])
        if found is None or found.name != row["outlet"]:
            astray[row["form"]] = found.name if found else None
    assert astray == {}


@pytest.mark.parametrize(
    ("host", "outlet"),
    [
        ("jamestown.org", "Jamestown Foundation"),
        ("www.svoboda.org", "RFE/RL"),
        ("gov.pl", "Government of Poland"),
        ("osw.waw.pl", "Centre for Eastern Studies (OSW)"),
    ],
)
def test_a_site_of_several_outlets_is_that_of_the_one_it_is_named_for(host: str, outlet: str) -> None:
    found = shipped_table().at_host(host)
    assert found is not None
    assert outlet == found.name


@pytest.mark.parametrize("platform", ["t.me", "x.com", "youtube.com", "facebook.com", "vk.com"])
def test_a_platform_is_at_home_where_outlets_have_accounts(platform: str) -> None:
    outlet = shipped_table().at_host(platform)
    assert outlet is not None
    assert outlet.kind == "platform"


@pytest.mark.parametrize(
    "name",
    ["", "the map", "who", "Blorp", "Kommersan7", "the minister", "x" * 500, "правды", "presse", "эксперта", "l’eau"],
)
def test_unknown_names_have_no_outlet(name: str) -> None:
    assert shipped_table().find(name) is None


def test_the_shipped_table_is_large_and_clean() -> None:
    text = files("verifier.cite").joinpath("outlets.csv").read_text("utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert len(rows) >= 800
    forms = [row["form"] for row in rows]
    assert len(forms) == len(set(forms))
    for row in rows:
        assert row["outlet"].strip()
        assert row["languages"].strip(), row
        assert re.fullmatch(r"(?:[A-Z]{2})?", row["country"]), row
        assert all(re.fullmatch(r"(?:[a-z0-9-]+\.)+[a-z]{2,}", domain) for domain in row["domains"].split()), row


def test_one_outlet_has_one_first_domain() -> None:
    """Rows of one outlet may list more domains, but not contradict each other entirely."""
    text = files("verifier.cite").joinpath("outlets.csv").read_text("utf-8")
    by_name: dict[str, list[set[str]]] = {}
    for row in csv.DictReader(text.splitlines()):
        if row["domains"]:
            by_name.setdefault(row["outlet"], []).append(set(row["domains"].split()))
    apart = {name for name, sets in by_name.items() if any(not (one & sets[0]) for one in sets)}
    assert not apart


def test_users_can_bring_their_own_table() -> None:
    row = ("Harbour Bulletin", "The Harbour Bulletin", "harbour.example", "en", "GB", "newspaper")
    table = read_table([row])
    (found,) = find(Article(text="It sank (Harbour Bulletin, May 3).", published="2024-05-05"), table).citations
    assert (found.sources[0].outlet, found.sources[0].domains) == ("The Harbour Bulletin", ("harbour.example",))


def test_a_domain_that_nobody_knows_is_its_own() -> None:
    (found,) = find_citations(Article(text="It sank (harbour.example, May 3).", published="2024-05-05")).citations
    assert (found.sources[0].outlet, found.sources[0].domains) == (None, ("harbour.example",))
