"""Treaties with their short names, cases with their parties, courts' own numbers: one legal source each."""

from __future__ import annotations

import pytest

from verifier.cite import find_citations
from verifier.model import Article


def _read(text: str, language: str = "en") -> list[tuple[str, list[str], list[tuple[str, ...]]]]:
    found = find_citations(Article(text=text, language=language, published="2023-07-20"))
    return [
        (one.kind, [source.name for source in one.sources], [source.dates for source in one.sources])
        for one in found.citations
    ]


@pytest.mark.parametrize(
    ("language", "bracket", "name", "dates"),
    [
        ("en", "(Convention on the Law of the Sea [UNCLOS], art. 26(2))", "Convention on the Law of the Sea", ()),
        ("en", "(Convention on Diplomatic Law (CDL), art. 29)", "Convention on Diplomatic Law", ()),
        ("en", "(Case C-118/20, para. 41)", "Case C-118/20", ()),
        ("en", "(Joined Cases T-12/19 and T-14/19, paras 12–15)", "Joined Cases T-12/19 and T-14/19", ()),
        ("en", "(Case T-77/21 P, Harbour v Council, para. 9)", "Harbour v Council", ()),
        ("en", "(Application no. 5809/08, § 88)", "Application no. 5809/08", ()),
        (
            "en", "(Corfu Channel (United Kingdom v. Albania), Judgment, 9 April 1949, p. 28)",
            "Corfu Channel (United Kingdom v. Albania)", ("1949-04-09",),
        ),
        ("en", "(The M/V “Saiga” Case, Judgment of December 4, 1997)", "The M/V “Saiga” Case", ("1997-12-04",)),
        ("en", "[Dkt. No. 1 ¶¶ 22–31]", "Dkt. No. 1", ()),
        ("de", "(Hess. VGH, Beschl. v. 22.12.2022 – 8 B 77/22)", "Hess. VGH", ("2022-12-22",)),
        ("de", "(BGH, Urt. v. 3. Mai 2019 – II ZR 12/18)", "BGH", ("2019-05-03",)),
    ],
)  # fmt: skip
def test_law_is_cited_as_one_source(language: str, bracket: str, name: str, dates: tuple[str, ...]) -> None:
    assert _read(f"The words have been read so before {bracket}.", language) == [("legal", [name], [dates])]


@pytest.mark.parametrize(
    "text",
    [
        "The parties (the Convention on the Law of the Sea [UNCLOS]) met. The rule (the “1994 Regulations”) stays.",
        "The strait (Corfu Channel (Albania)) is narrow. The match (United v. City) ended.",
        "He was a case (Case 12). The pair (Case C) lost. The article (art. 26) matters. (See Case 3 below.)",
    ],
)
def test_short_names_and_pointers_are_no_law(text: str) -> None:
    assert _read(text) == []


def test_a_gazette_is_no_case() -> None:
    text = "The fee rose (Resmî Gazete, no. 31976, 7 October 2022)."
    assert _read(text) == [("parenthetical", ["Resmî Gazete"], [("2022-10-07",)])]
