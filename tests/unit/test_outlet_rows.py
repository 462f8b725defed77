"""A newsroom's own table of outlets: read with care, said with its line, put before the shipped one."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from verifier.cite import find_citations, outlet_table
from verifier.errors import SettingsError
from verifier.model import Article
from verifier.outlet_rows import checked_rows, read_outlet_rows
from verifier.settings import Settings, environment_for, load_settings

HEADER = "form,outlet,domains,languages,country,kind\n"
ROW = "Harbour Bulletin,The Harbour Bulletin,harbour.example,en,GB,newspaper\n"


def table_in(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "outlets.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_the_shipped_table_passes_the_same_checks() -> None:
    text = files("verifier.cite").joinpath("outlets.csv").read_text("utf-8")
    assert len(checked_rows(text, "outlets.csv")) >= 800


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        ("\n\n", "is empty"),
        ("form;outlet;domains\n", "line 1: the columns are set apart by semicolons"),
        ("form,outlets\n", "line 1: there is no column 'outlets'"),
        ("form,domains\n", "line 1: the column 'outlet' is missing"),
        ("form,form,outlet\n", "line 1: the column 'form' is there twice"),
        (HEADER + ROW + ",The Quay,,,,\n", "line 3: the form is empty"),
        (HEADER + "Quay,,,,,\n", "line 2: the outlet is empty"),
        (HEADER + "…,The Quay,,,,\n", "line 2: the form '…' holds no letter"),
        (HEADER + "x" * 121 + ",The Quay,,,,\n", "line 2: the form is longer than 120"),
        (HEADER + "Quay,The Quay,https://quay.example,,,\n", "line 2: 'https://quay.example' is no domain"),
        (HEADER + "Quay,The Quay,Quay.example,,,\n", "line 2: 'Quay.example' is no domain"),
        (HEADER + "Quay,The Quay,quay.example,English,,\n", "line 2: 'English' is no language code"),
        (HEADER + "Quay,The Quay,quay.example,en,UKR,\n", "line 2: 'UKR' is no country code"),
        (HEADER + "Quay,The Quay,quay.example,en,UA,paper\n", "line 2: there is no kind 'paper'"),
        (HEADER + "Quay, The,Quay,quay.example,en,UA,news\n", "line 2: 7 columns instead of 6"),
        (HEADER + ROW + "\n" + "Harbour Bulletin,Other,,,,\n", "line 4: 'Harbour Bulletin' is 'The Harbour Bulletin'"),
        (HEADER + '"Quay,The Quay,,,,\n', "line 2: this is no row of a table"),
    ],
)
def test_a_slip_is_said_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read_outlet_rows(table_in(tmp_path, text))
    assert said in caught.value.message
    assert "outlets.csv" in caught.value.message
    assert caught.value.advice


def test_a_table_that_cannot_be_read_stops_the_start(tmp_path: Path) -> None:
    for path in (tmp_path / "missing.csv", table_in(tmp_path, HEADER + "Žluť,Z,,,,\n", "iso8859-2")):
        with pytest.raises(SettingsError):
            load_settings({"VERIFIER_OUTLETS": str(path)}, Path("/nonexistent"))


def test_columns_may_be_left_out_and_a_byte_order_mark_may_lead(tmp_path: Path) -> None:
    (row,) = read_outlet_rows(table_in(tmp_path, "\ufeffoutlet,form\r\nThe Quay,Quay\r\n"))
    assert (row["form"], row["outlet"], row["domains"]) == ("Quay", "The Quay", "")


def test_an_own_outlet_is_added_and_an_own_row_wins(tmp_path: Path) -> None:
    own = "Reuters,Our Reuters desk,wires.example,en,GB,news agency\nRtrs,Reuters,,,,\n"
    path = table_in(tmp_path, HEADER + ROW + own)
    table = outlet_table(path)
    forms = ("Harbour Bulletin", "REUTERS", "Rtrs", "TASS")
    names = {form: outlet.name for form in forms if (outlet := table.find(form))}
    assert names == {
        "Harbour Bulletin": "The Harbour Bulletin", "REUTERS": "Our Reuters desk", "Rtrs": "Reuters", "TASS": "TASS",
    }  # fmt: skip
    rtrs = table.find("Rtrs")
    assert rtrs is not None
    assert rtrs.domains == ("reuters.com",)
    (one,) = find_citations(Article(text="It sank (Harbour Bulletin, May 3).", published="2024-05-05"), table).citations
    assert one.sources[0].domains == ("harbour.example",)


def test_a_changed_table_is_read_again_and_changes_the_digest(tmp_path: Path) -> None:
    path = table_in(tmp_path, HEADER + ROW)
    settings = Settings(outlets=path)
    first, known = settings.digest(), outlet_table(path).find("Quay Weekly")
    table_in(tmp_path, HEADER + ROW + "Quay Weekly,The Quay,quay.example,en,GB,magazine\n")
    assert known is None
    assert outlet_table(path).find("Quay Weekly") is not None
    assert len({first, settings.digest(), Settings().digest()}) == 3


def test_a_process_of_ours_uses_the_same_table(tmp_path: Path) -> None:
    path = table_in(tmp_path, HEADER + ROW)
    again = load_settings(environment_for(Settings(outlets=path)), Path("/nonexistent"))
    assert again.outlets == path
