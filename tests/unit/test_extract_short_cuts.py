"""The short cuts in reading pages: whatever the page, they give what the long way gives."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from verifier.extract.markup import _by_trafilatura
from verifier.extract.outside import outside_of
from verifier.page import hidden
from verifier.page.clean import tidy, words_in
from verifier.page.container import choose, lay_out, most_words
from verifier.page.flow import flow
from verifier.page.tree import Element, parse_fragment, parse_html, text_of
from verifier.shingles import shingles, words_of

_PAGES = sorted((Path(__file__).parents[2] / "fixtures" / "pages").glob("*.html"))
_ODD = (
    "<ul><li>one<li>two three<li></ul><ol><li>four</ol>",
    "<table><tr><th>a<th>b<tr><td>1<td>2</table>",
    "<p>He said <q> yes </q>, or<q>no</q>.</p>",
    "<p>first<br>second<span>third</span><i> fourth</i></p><pre>\n a  b\n</pre>",
    "<p>\u1112\u1161\u11ab\u1100\u1173\u11af \u6f22\u5b57\u3068\u304b\u306a</p><script>var a = 'no word';</script>",
)
_PIECES_OF_SHEETS = (
    *(".a", "#b", ".c-none", "{", "}", "{", "}", ";", ",", " ", "/* } */"),
    *("display:none", "DISPLAY: NONE", "opacity:0", "overflow:hidden", "color:red"),
    *("left: -9999px", "left:\n-900em", "position:absolute", "margin-left:-9px"),
)


def tree_of(markup: str) -> Element:
    root, _ = parse_html(markup)
    assert root is not None
    return root


@pytest.mark.parametrize("markup", [*(path.read_text("utf-8") for path in _PAGES), *_ODD])
def test_no_layout_has_more_words_than_the_page_may_have(markup: str) -> None:
    root = tree_of(markup)
    most = most_words(root)
    layout = lay_out(root)
    assert words_in(tidy(flow(root).text)) <= most
    assert words_in(tidy(flow(choose(layout), skip=layout.furniture.__contains__).text)) <= most
    assert most <= 2 * len(" ".join(root.itertext()).split())  # else it would never spare the layout


def test_reading_the_article_leaves_the_tree_as_it_was() -> None:
    root = tree_of(_PAGES[0].read_text("utf-8"))
    before = etree.tostring(root)
    assert _by_trafilatura(root, "https://site.example/")
    assert etree.tostring(root) == before


@given(st.lists(st.sampled_from(_PIECES_OF_SHEETS), max_size=40).map("".join))
def test_the_rules_that_hide_are_found_among_the_others(sheet: str) -> None:
    plain = [
        rule[1]
        for rule in hidden._RULE.finditer(hidden._COMMENT.sub("", sheet))
        if (body := rule[2].lower().strip())
        and (hidden._NONE.search(body) or (hidden._MOVED.search(body) and hidden._OFF.search(body)))
    ]
    expected = {name for selectors in plain for name in map(str.strip, selectors.split(","))}
    assert hidden._hiding_names(tree_of(f"<style>{sheet}</style><p>x</p>")) == {
        name for name in expected if hidden._SELECTOR.fullmatch(name)
    }


def test_the_text_of_an_element_is_all_but_markup_and_comments() -> None:
    root = tree_of("<p>One <b>two</b><!-- not --> three<br>four</p> five")
    assert text_of(root) == "One two threefour five" == "".join(root.itertext())
    assert text_of(next(root.iter(etree.Comment))) == ""


@pytest.mark.parametrize(("attributes", "kept"), [(1000, 1000), (1001, 0)])
def test_an_element_of_too_many_attributes_loses_them(attributes: int, kept: int) -> None:
    root = parse_fragment(f"<p {' '.join(f'a{number}=1' for number in range(attributes))}>word</p>")
    assert root is not None
    assert len(next(root.iter("p")).attrib) == kept


@given(st.lists(st.sampled_from(("One", "two", "three", ",", ". ", "! ", "4", "\n")), max_size=30).map(" ".join))
def test_shingles_are_the_runs_of_four_words(text: str) -> None:
    sentences = [words_of(sentence) for sentence in re.split(r"[.!](?=\s)", text)]
    runs = {tuple(words[at : at + 4]) for words in sentences for at in range(len(words)) if at + 4 <= len(words)}
    assert shingles(text) == runs | {tuple(words) for words in sentences if 0 < len(words) < 4}


def test_a_line_of_the_article_s_words_in_another_order_stands_outside_it() -> None:
    article = "The old ferry left the quay at noon. The crew stayed on the island."
    page = "<p>{}</p><aside><p>{}</p></aside>".format
    assert outside_of(tree_of(page(article, "The crew left the old island at noon")), article) != ""
    assert outside_of(tree_of(page(article, "old ferry left the quay")), article) == ""
