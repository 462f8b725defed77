"""Small pieces of markup: characters, brackets and spans of links come out as a browser would show them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.pages import links_of, read

LONG = "The board of the harbour met on Tuesday and talked for an hour about the cranes and the money they cost."


@pytest.mark.parametrize(
    ("markup", "text", "links"),
    [
        (
            'said (<a href="https://a.example/">NATO</a>, May 3).',
            "said (NATO, May 3).",
            [("NATO", "https://a.example/")],
        ),
        (
            'said (NATO, <a href="https://a.example/">May 3</a>).',
            "said (NATO, May 3).",
            [("May 3", "https://a.example/")],
        ),
        (
            'said <a href="https://a.example/">(NATO, May 3)</a>.',
            "said (NATO, May 3).",
            [("(NATO, May 3)", "https://a.example/")],
        ),
        ('(<a href="https://a.example/"> NATO </a>, May 3)', "( NATO , May 3)", [("NATO", "https://a.example/")]),
        (
            '(<a href="https://a.example/">Ukrainska </a><a href="https://a.example/">Pravda</a>)',
            "(Ukrainska Pravda)",
            [("Ukrainska", "https://a.example/"), ("Pravda", "https://a.example/")],
        ),
        (
            '(<a href="https://a.example/"><em>The <b>Times</b></em>&nbsp;of<span> X</span></a>)',
            "(The Times of X)",
            [("The Times of X", "https://a.example/")],
        ),
        ('(<a href="https://a.example/"><em class="lazy"></em></a>, May 3)', "(, May 3)", [("", "https://a.example/")]),
        ('word<a href="#fn1"><sup>[1]</sup></a> next', "word[1] next", [("[1]", "#fn1")]),
        ("word<sup>1</sup> next", "word1 next", []),
        ("«кавычки» „polskie” “curly” 'plain'", "«кавычки» „polskie” “curly” 'plain'", []),
        ("one [of <i>them</i>] (and (nested) brackets)", "one [of them] (and (nested) brackets)", []),
        ("soft\u00adhyphen zero\u200bwidth no\u00a0break&shy;", "softhyphen zerowidth no break", []),
        ("a&lt;b &amp; c &#8212; d", "a<b & c — d", []),
        ("many   \n\t blanks", "many blanks", []),
        ("H<sub>2</sub>O and <q>quoted</q>", "H2O and “quoted”", []),
        ("one<br>two<br><br>three", "one\ntwo\n\nthree", []),
        (
            '<a href="ftp://b.example/a.txt">report</a>',
            "report",
            [("report", "ftp://b.example/a.txt")],
        ),
        (
            '<a href="mailto:a@b.example">mail</a> <a href="javascript:void(0)">do</a> <a name="x">here</a>',
            "mail do here",
            [],
        ),
        ('<a href="https://a.example/"><img src="x.png" alt="a picture"></a>shown', "shown", []),
        ("first <!-- (unseen) -->second", "first second", []),
        ("before<script>alert('no')</script> after", "before after", []),
    ],
)
def test_inline_markup(markup: str, text: str, links: list[tuple[str, str]]) -> None:
    article = read(f"<article><p>{LONG}</p><p>{markup}</p><p>{LONG}</p></article>")
    assert article.text == f"{LONG}\n\n{text}\n\n{LONG}"
    assert links_of(article) == links


def test_lists_headings_and_notes_are_kept() -> None:
    article = read(
        f"<article><h2>Part one</h2><p>{LONG}</p><ul><li>first</li><li><p>second</p></li></ul>"
        f"<ol start=3><li>third</li><li>[4] fourth</li></ol></article>"
    )
    assert article.text == f"Part one\n\n{LONG}\n\n• first\n• second\n\n3. third\n[4] fourth"


@pytest.mark.parametrize("tag", ["article", "main", "section", "div", "figure"])
def test_a_page_may_leave_out_its_body_tags(tag: str) -> None:
    article = read(f"<!doctype html><title>Cranes</title><{tag}>{LONG}</{tag}><p>{LONG}</p>")
    assert article.title == "Cranes"
    assert LONG in article.text
    whole = read(f"<title>Cranes</title><{tag}>first <b>bold</b> <p>{LONG}</p></{tag}>").text
    assert (whole.index("first"), whole.index("bold"), whole.count(LONG)) == (0, 6, 1)


def test_rows_of_a_table_are_lines_and_cells_are_parted() -> None:
    article = read(f"<article><p>{LONG}</p><table><tr><th>Year<th>Cranes</tr><tr><td>2024<td>5</tr></table></article>")
    assert article.text == f"{LONG}\n\nYear | Cranes\n2024 | 5"


def test_preformatted_text_keeps_its_lines() -> None:
    article = read(f"<article><p>{LONG}</p><pre>one\n  two\n\nthree</pre></article>")
    assert article.text == f"{LONG}\n\none\ntwo\n\nthree"


def test_notes_outside_the_article_are_read_when_marks_lead_to_them() -> None:
    article = read(
        f'<body><div><div class="text"><p>{LONG}<a href="#note1">[1]</a></p><p>{LONG}</p></div>'
        '<footer class="page-footer"><p id="note1">[1] <a href="https://n.example/">Havnebladet</a>, May 5</p>'
        "</footer></div></body>"
    )
    assert article.text.endswith("[1] Havnebladet, May 5")
    assert ("Havnebladet", "https://n.example/") in links_of(article)


@pytest.mark.parametrize(
    ("href", "url", "base_url", "head", "expected"),
    [
        ("/x", None, None, "", "/x"),
        ("/x", "https://site.example/a/b", None, "", "https://site.example/x"),
        ("x", "https://site.example/a/b", None, "", "https://site.example/a/x"),
        ("/x", "https://site.example/", "https://told.example/", "", "https://told.example/x"),
        ("x", "https://site.example/", None, '<base href="/deep/">', "https://site.example/deep/x"),
        ("/x", None, None, '<link rel="canonical" href="https://own.example/p">', "https://own.example/x"),
        ("/x", None, None, '<meta property="og:url" content="https://own.example/p">', "https://own.example/x"),
        ("//cdn.example/x", "https://site.example/", None, "", "https://cdn.example/x"),
        (" https://a.example/a b\n", None, None, "", "https://a.example/a%20b"),
        ("https://a.example/lo\n\tng", None, None, "", "https://a.example/long"),
        ("http://[broken", "https://site.example/", None, "", None),
    ],
)
def test_addresses_are_made_whole(
    href: str, url: str | None, base_url: str | None, head: str, expected: str | None
) -> None:
    page = f'<html><head>{head}</head><body><p>{LONG} (<a href="{href}">Name</a>, May 3)</p></body></html>'
    article = read(page, url=url, base_url=base_url)
    assert [link.url for link in article.links] == ([expected] if expected else [])
    assert "(Name, May 3)" in article.text


WORDS = st.text(alphabet="abc ()[]«»“”.,;\u00a0é漢", min_size=0, max_size=12)


@given(st.lists(st.tuples(WORDS, st.sampled_from(["", "a", "em", "p", "li", "div", "sup", "td"])), max_size=25))
def test_no_character_is_lost_or_doubled_and_spans_lie_in_the_text(pieces: list[tuple[str, str]]) -> None:
    inner = "".join(
        f"<{tag}{' href=https://a.example/' if tag == 'a' else ''}>{words}</{tag}>" if tag else words
        for words, tag in pieces
    )
    article = read(f"<html><body><article><p>{LONG}</p>{inner}</article></body></html>")
    shown = article.text.replace(" | ", "").replace("• ", "")
    expected = LONG + "".join(words for words, _ in pieces)
    assert "".join(shown.split()) == "".join(expected.split())
    for link in article.links:
        assert 0 <= link.span[0] <= link.span[1] <= len(article.text)
        words = article.text[slice(*link.span)]
        assert words == words.strip()
