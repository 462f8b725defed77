"""Whatever is thrown at it: valid spans, no crash, the same answer twice, work that grows with the text only."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from types import FrameType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from verifier.cite import find_citations
from verifier.codec import from_json, to_json
from verifier.model import Article, Citations, Link


def check(article: Article) -> Citations:
    found = find_citations(article)
    text = article.text
    assert found.article is article
    for rows in (found.citations, found.skipped):
        spans = [(one.start, one.end) for one in rows]
        assert spans == sorted(spans)
        assert all(0 <= start < end <= len(text) for start, end in spans)
        assert all(text[one.start : one.end] == one.text for one in rows)
    assert all(one.end <= later.start for one, later in pairwise(found.citations))
    for number, one in enumerate(found.citations, start=1):
        assert f"c{number}" == one.id
        assert one.sources
        assert " ".join(text[start:end] for start, end in one.claim.spans) == one.claim.text
        assert all(0 <= start < end <= len(text) for start, end in one.claim.spans)
    return found


PIECES = st.sampled_from(
    [
        "(",
        ")",
        "[",
        "]",
        "（",
        "）",
        "(Reuters, May 3)",
        "(see EDM,...",
        "(, August 26)",
        "[1]",
        "\n",
        "\r\n",
        "\r",
        "\x00",
        "\u200b",
        "\u202e",
        "…",
        "...",
        ". ",
        ", ",
        ";",
        "“",
        "”",
        "«",
        "»",
        '"',
        "May",
        "2024",
        "10.09.2025",
        "accessed ",
        "n.d.",
        "http://a.b/c",
        "t.me/x",
        "@x",
        "e\u0301",
        "Prices rose ",
        "Он сказал ",
        "价格",
        "。",
        "\ufeff",
        " \t",
        "Ibid.",
        "(2019)",
        "Notes\n",
        "1. ",
        "• ",
        "𝒳",
        "(Smith, 2019)",
        "(Müller et al., 2020, p. 3)",
    ]
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(PIECES | st.text(max_size=6), max_size=40).map("".join),
    st.sampled_from([None, "2024-05-05", "2024-13-45", ""]),
    st.sampled_from([None, "en", "ru", "zh", "xx"]),
)
def test_any_text_gives_valid_sorted_spans(text: str, published: str | None, language: str | None) -> None:
    article = Article(text=text, published=published, language=language)
    found = check(article)
    assert found == find_citations(article)
    assert found == from_json(to_json(found), Citations)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 60),
            st.integers(0, 60),
            st.sampled_from(["https://a.b/c", "#x", "", "mailto:a", "http://[", "//x"]),
        ),
        max_size=6,
    )
)
def test_any_links_are_survived(rows: list[tuple[int, int, str]]) -> None:
    text = "Prices rose (Reuters, May 3; , May 4) and fell (source) again [1]."
    links = tuple(Link(span=(min(a, b), max(a, b)), url=url) for a, b, url in rows)
    check(Article(text=text, published="2024-05-05", language="en", links=links))


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "\x00", "(", ")", "()", "(\x00)", "（", "[", "((", "))", "\ufeff(", "(...)", "(;)", "(,)"]
)
def test_tiny_texts_are_no_problem(text: str) -> None:
    assert check(Article(text=text, published="2024-05-05")).citations == ()


def test_odd_characters_do_not_shift_offsets() -> None:
    text = "\ufeffA\u202eB 𝒳 e\u0301 \x00\u200bprices rose (Reuters, May\u00a03).\r\nMore\rmore (AP, May 4).\n"
    assert [one.text for one in check(Article(text=text, published="2024-05-05")).citations] == [
        "(Reuters, May\u00a03)",
        "(AP, May 4)",
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_line_ends_of_every_system_end_a_paragraph(end: str) -> None:
    text = f"A heading{end}Prices rose (AP, May 4).{end}Notes on it"
    found = check(Article(text=text, published="2024-05-05"))
    assert [one.claim.text for one in found.citations] == ["Prices rose"]


@pytest.mark.parametrize("end", ["\r", "\x0c", "\u2028"])
def test_notes_are_read_whatever_ends_their_lines(end: str) -> None:
    text = f"Prices rose.[1]{end}Notes{end}[1] AP, May 4{end}"
    (one,) = check(Article(text=text, published="2024-05-05")).citations
    assert (one.sources[0].name, one.sources[0].dates) == ("AP", ("2024-05-04",))


def test_what_shows_nothing_is_no_part_of_a_claim() -> None:
    for blank in ("\u3000\u3000", "\u2002", "\u2067", "\u202e", "\ufeff", "\x1f", "\u00ad \u200d"):
        text = f"It was so.\n{blank}Prices rose{blank}(AP, May 4){blank}.\n"
        found = check(Article(text=text, published="2024-05-05", language="en"))
        assert [one.claim.text for one in found.citations] == ["Prices rose"]


@pytest.mark.parametrize("published", ["0001-01-01", "9999-12-31", "9999-12-31T23:59:59Z"])
def test_a_day_that_stands_for_no_day_gives_no_year(published: str) -> None:
    (one,) = check(Article(text="Prices rose (AP, 31/12; TASS, May 3).", published=published, language="en")).citations
    assert [source.dates for source in one.sources] == [(), ()]


@pytest.mark.parametrize(
    ("text", "citations", "skipped"),
    [
        ("It rose: http://a.example/b_(c)/d", ["http://a.example/b_(c)/d"], []),
        ("It rose: https://a.example/b(AP,3.5.2024)", ["https://a.example/b", "(AP,3.5.2024)"], []),
        ("It fell (a long time (AP, May 3) ago).", ["(AP, May 3)"], ["(a long time (AP, May 3) ago)"]),
    ],
)
def test_brackets_and_addresses_do_not_cut_each_other(text: str, citations: list[str], skipped: list[str]) -> None:
    found = check(Article(text=text, published="2024-05-05", language="en"))
    assert [one.text for one in found.citations] == citations
    assert [one.text for one in found.skipped] == skipped


def test_a_link_beside_a_printed_address_does_not_overlap_it() -> None:
    text = "It rose, as http://a.example/news/b_(c)/d,\u2069 September reports in the port have it."
    at = text.index("\u2069")
    links = (Link(span=(at, at + 11), url="https://b.example/2024-09-10-port-report"),)
    found = check(Article(text=text, published="2024-05-05", language="en", links=links))
    assert [one.kind for one in found.citations] == ["bare_url", "inline_link"]


def test_an_address_with_an_impossible_day_gives_none() -> None:
    (one,) = check(Article(text="It rose: https://a.example/2024/05/0/d", published="2024-05-05")).citations
    assert one.sources[0].dates == ()


@pytest.mark.parametrize("text", ["((()", "It fell (AP [Paris], May 3", "It fell (AP, May 3; TASS [Moscow], April..."])
def test_a_bracket_cut_off_by_the_end_is_one_before_blank_lines_too(text: str) -> None:
    plain, longer = (check(Article(text=one, published="2024-05-05", language="en")) for one in (text, text + "\n \n"))
    assert (plain.citations, plain.skipped) == (longer.citations, longer.skipped)


def test_a_bracket_left_open_hides_no_citation_of_a_later_sentence() -> None:
    text = "Prices rose (AP, May 3. They fell again in the port (Reuters, May 4). Nobody knew (TASS, May 5)"
    found = check(Article(text=text, published="2024-05-05", language="en"))
    assert [one.text for one in found.citations][-2:] == ["(Reuters, May 4)", "(TASS, May 5)"]


def test_a_raised_digit_in_a_bracket_is_no_citation_beside_it() -> None:
    text = "Prices fell.¹ It rose (² Reuters; AP, May 3\n\n[1] TASS, May 3\n[2] Reuters, May 3\n"
    assert [one.text for one in check(Article(text=text, published="2024-05-05", language="en")).citations] == [
        "¹",
        "(² Reuters; AP, May 3",
    ]


def test_a_name_ends_before_the_blank_and_comma_in_its_quotation_marks() -> None:
    text = "It rose (Reuters; “Coast Weekly\u00a0,” May 3)."
    (one,) = check(Article(text=text, published="2024-05-05", language="en")).citations
    assert [source.name for source in one.sources] == ["Reuters", "Coast Weekly"]


def test_a_name_is_no_part_of_a_word_in_another_script() -> None:
    found = check(Article(text="价格上涨 and (5月3日) 下跌。", published="2024-05-05", language="zh"))
    assert found.citations == ()


def test_a_conjunction_alone_backs_nothing_twice() -> None:
    text = "Baku (AP, May 3) and (TASS, May 4) are both dearer."
    for one in check(Article(text=text, published="2024-05-05", language="en")).citations:
        assert all(start < end for start, end in one.claim.spans)


def test_ten_thousand_brackets_are_all_accounted_for() -> None:
    found = check(Article(text="(a) " * 10_000, published="2024-05-05", language="en"))
    assert len(found.citations) + len(found.skipped) == 10_000
    nested = check(Article(text="(" * 10_000 + ")" * 10_000, published="2024-05-05", language="en"))
    assert len(nested.skipped) == 1


def test_a_megabyte_on_one_line_is_read() -> None:
    text = "The price of grain went up again in the port. " * 22_000 + "It fell (Reuters, May 3)."
    (one,) = check(Article(text=text, published="2024-05-05", language="en")).citations
    assert one.claim.text == "It fell"


def steps(article: Article) -> int:
    """Calls made while the article is read: a measure of work that no busy machine can disturb."""
    count = 0

    def tick(frame: FrameType, event: str, arg: Any) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(tick)
    try:
        find_citations(article)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize(
    "make",
    [
        lambda n: "Prices rose (Reuters, May 3) and " * n,
        lambda n: "(Reuters, May 3)" * n,
        lambda n: "(" * (8 * n),
        lambda n: "([)]" * n,
        lambda n: "(a\n" * (2 * n),
        lambda n: "(" * (4 * n) + ")" * (4 * n),
        lambda n: "• lower (AP, May 3)\n" * n,
        lambda n: "As Profil put it, well (May 3). " * n,
        lambda n: "Profil wrote, well (May 3) and " * n,
        lambda n: "Foo.[1] Bar.[2] " * n + "\nNotes\n[1] AP, May 2\n[2] AP, May 3\n",
        lambda n: "A (Smith and Jones, 2019) says (2019) " * n,
        lambda n: "(" + "May 3, " * (4 * n) + ")",
        lambda n: "A. B. C. " * (4 * n),
        lambda n: "(“a, " * n,
        lambda n: "价格上涨（新华社，5月1日）。" * n,
        lambda n: "“He said so in 2019. " * n,
        lambda n: "He said “so. It. Was” 5 percent. " * n,
        lambda n: ("word " * 12 + "\n") * n + "(AP, May 3)",
    ],
)
def test_twice_the_text_is_twice_the_work(make: Callable[[int], str]) -> None:
    small, large = (Article(text=make(n), published="2024-05-05", language="en") for n in (60, 120))
    find_citations(large)
    base = steps(Article(text="", published="2024-05-05", language="en"))
    assert steps(large) - base < 2.5 * (steps(small) - base) + 200


def test_importing_the_room_loads_neither_tables_nor_parsers() -> None:
    code = (
        "import sys, verifier.cite; from verifier.cite.words.outlets import shipped_table; "
        "heavy = {'lxml', 'bs4', 'httpx', 'redis', 'trafilatura', 'msgspec'} & set(sys.modules); "
        "print(sorted(heavy), shipped_table.cache_info().currsize)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "[] 0"
