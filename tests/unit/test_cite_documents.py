"""Laws, dockets, shelfmarks and numbered reports in brackets."""

from __future__ import annotations

import pytest

from verifier.cite import find_citations
from verifier.model import Article, Citation


def only(bracket: str) -> Citation:
    """The one citation in a sentence with that bracket."""
    text = f"The port stayed closed for a week {bracket}."
    found = find_citations(Article(text=text, published="2024-06-01", language="en")).citations
    assert [one.text for one in found] == [bracket]
    return found[0]


@pytest.mark.parametrize(
    ("bracket", "name"),
    [
        ("(UNCLOS, art. 87, para. 2)", "UNCLOS"),
        ("(Harbours Act 1964, s. 33)", "Harbours Act 1964"),
        ("(Resolution 1373 (2001), para. 3)", "Resolution 1373"),
        ("(Decree No. 44, April 5, 2013)", "Decree No. 44"),
        ("(Regulation (EU) 2019/1155, Article 4(2))", "Regulation (EU) 2019/1155"),
        ("(Convention on Road Traffic, arts. 3 and 4)", "Convention on Road Traffic"),
        ("(Cal. Veh. Code § 21703)", "Cal. Veh. Code § 21703"),
        ("(18 U.S.C. § 1030)", "18 U.S.C. § 1030"),
        ("[Dkt. No. 12]", "Dkt. No. 12"),
        ("(Lindner v. Quay Works, Inc., 77 F.3d 401 (2d Cir. 1996))", "Lindner v. Quay Works, Inc."),
    ],
)
def test_a_reference_to_law_is_a_legal_citation(bracket: str, name: str) -> None:
    one = only(bracket)
    assert (one.kind, [source.name for source in one.sources]) == ("legal", [name])


@pytest.mark.parametrize(
    "bracket",
    ["(Law No. 7)", "(Article 5, para. 2)", "(the Order No. 7 of the ministry)", "(Hall B, box 12)", "(Annex B, p. 4)"],
)
def test_a_law_or_place_that_is_only_named_is_no_citation(bracket: str) -> None:
    text = f"The port stayed closed for a week {bracket}."
    assert find_citations(Article(text=text, published="2024-06-01", language="en")).citations == ()


@pytest.mark.parametrize(
    "bracket",
    [
        "(Port Council, Special Report 4/2023, May 3)",
        "(Port Council, Press Release 12, May 3)",
        "(Port Council, Bulletin No. 11, May 3)",
        "(Port Council, A/77/12, May 3)",
        "(Port Council, Annual Report, May 3)",
        "(Port Council, Policy Brief, May 3)",
    ],
)
def test_a_document_goes_with_the_body_that_put_it_out(bracket: str) -> None:
    assert [source.name for source in only(bracket).sources] == ["Port Council"]


@pytest.mark.parametrize(
    ("bracket", "name"),
    [
        ("(Ministry of Ports, Press Service, May 3)", "Ministry of Ports, Press Service"),
        ("(Gale & River Trust, May 3)", "Gale & River Trust"),
        ("(Mott, Frost, & Omura, 2019)", "Mott, Frost, & Omura"),
        ("(Ruiz, The Long Quay, pp. 3–4)", "Ruiz"),
        ("(State Archive, f. R-6, op. 2)", "State Archive"),
        ("(Hale to Dunmore, 14 May 1875, FO 424/40)", "Hale to Dunmore"),
    ],
)
def test_a_comma_or_ampersand_inside_a_name_makes_no_second_source(bracket: str, name: str) -> None:
    assert [source.name for source in only(bracket).sources] == [name]


def test_the_address_of_a_site_after_and_is_a_second_source() -> None:
    names = [source.name for source in only("(Quay Evening and Harbour.ru, May 3)").sources]
    assert names == ["Quay Evening", "Harbour.ru"]


def test_a_numbered_channel_stays_a_source_of_its_own() -> None:
    assert [source.name for source in only("(Interfax, Kuban 24, May 3)").sources] == ["Interfax", "Kuban 24"]
