"""From the shown text back to the submitted markup: what is marked there is what was found here."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.model import Article, MarkedArticle, Span
from verifier.page.sniff import Kind
from verifier.pipeline import cite
from verifier.read.alignment import align
from verifier.read.markdown import front_matter_end, read_markdown
from verifier.read.marked import to_markup, with_pieces
from verifier.read.markup import visible_html, visible_markdown, visible_text
from verifier.read.rendered import Place, read_rendered
from verifier.settings import Settings

SETTINGS = Settings()
PLACE = Place(name="page.html", url=None, base_url=None)
PAGES = sorted((Path(__file__).parents[2] / "fixtures" / "articles").glob("*.html"))
LONG = "The board of the harbour met on Tuesday and talked for an hour about the cranes and the money they cost."


def of_html(source: str) -> MarkedArticle:
    article = read_rendered(source.encode(), Kind.HTML, "text/html; charset=utf-8", PLACE)
    assert isinstance(article, MarkedArticle)
    return article


def of_markdown(source: str) -> MarkedArticle:
    return with_pieces(read_markdown(source, "a.md", None), visible_markdown(source, front_matter_end(source)))


def squeezed(markup: str) -> str:
    """Markup without tags, entities, blanks and invisible signs."""
    markup = re.sub(r"<!--.*?-->|<(script|style)\b.*?</\1>", "", markup, flags=re.DOTALL)
    return visible_text(html.unescape(re.sub(r"<[^>]*>", "", markup))).chars


def shown(article: Article, span: Span) -> str:
    return visible_text(article.text[slice(*span)]).chars


def place_of(article: MarkedArticle, words: str) -> Span | None:
    start = article.text.index(words)
    return to_markup(article, (start, start + len(words)))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_the_markup_of_every_citation_and_claim_says_the_same(path: Path) -> None:
    source = path.read_text("utf-8")
    found = cite(of_html(source), SETTINGS)
    assert found.citations
    assert type(found.article) is Article
    for citation in found.citations:
        assert citation.markup is not None
        assert squeezed(source[slice(*citation.markup)]) == visible_text(citation.text).chars
        assert len(citation.claim.markup) == len(citation.claim.spans)
        for span, place in zip(citation.claim.spans, citation.claim.markup, strict=True):
            assert squeezed(source[slice(*place)]) == shown(found.article, span)


@pytest.mark.parametrize(
    ("words", "markup"),
    [
        ("(NATO, May 3)", '(<a href="https://n.example/?a=(b)&amp;c=>">NATO</a>, May&nbsp;3)'),
        ("(NATO, May 3)", "(<em>NA<wbr>TO</em>,\n  May\t3&#41;"),
        ("(NATO, May 3)", "(NA&shy;TO<!-- > -->, <script>if (a < b) c()</script>May 3)"),
        ("(R&D Daily, May 3)", "(R&amp;D Daily, May 3)"),
        ("(AT&T, May 3)", "(AT&T, May 3)"),
        ("(Ōta, “May” 3)", "(&Omacr;ta, &ldquo;May&#8221; 3)"),
        ("(Radio, May 3)", "(R\u200badio\u200f, May\u00a03)"),
        ("(Radio, May 3)", "(Radio,\r\nMay 3)"),
    ],
)
def test_a_stretch_is_found_with_all_its_tags(words: str, markup: str) -> None:
    source = f"<title>(NATO, May 3)</title><nav>{words}</nav><article><p>{LONG}</p><p>It sank {markup}.</p></article>"
    place = place_of(of_html(source), words)
    assert place is not None
    assert source[slice(*place)] == markup


def test_notes_that_are_shown_elsewhere_are_found_where_they_are_written() -> None:
    source = (
        f'<article><p id="n1">[1] Radio Lindholm told us so, May 3.</p></article><article><p>{LONG}</p><ul><li>one'
        "<li>two <b>(NATO, May 4)</b></ul></article>"
    )
    article = of_html(source)
    moved = Article(text="\n\n".join(reversed(article.text.split("\n\n"))))
    back = with_pieces(moved, visible_html(source))
    for words in ("[1] Radio Lindholm told us so, May 3.", "(NATO, May 4)", LONG):
        place = place_of(back, words)
        assert place is not None
        assert squeezed(source[slice(*place)]) == visible_text(words).chars


@pytest.mark.parametrize(
    ("source", "words", "markup"),
    [
        ("It sank ([NATO](https://n.example/a_(b) 'x'), May 3).", "(NATO, May 3)", None),
        ("---\ntitle: (NATO, May 3)\n---\n\nIt sank (**NATO**, May 3).", "(NATO, May 3)", "(**NATO**, May 3)"),
        ("It sank (NATO, May 3).[^1]\n\n[^1]: Havnebladet, May 5.", "[1]", "[^1]"),
        ("It [sank][s] (NATO,\nMay 3).\n\n[s]: https://n.example/ '(NATO, May 3)'", "sank", "sank"),
        (r"It sank \(AT&amp;T, *May 3*\).", "(AT&T, May 3)", r"(AT&amp;T, *May 3*\)"),
        ("Cranes stood still[2][3] (AP).\n\n[9]: x", "[2]", "[2]"),
        ("Cranes stood [still][A b] (AP).\n\n[a  B]: x", "still", "still"),
        ("> - It sank (<https://n.example/>, May 3).", "(https://n.example/, May 3)", "(<https://n.example/>, May 3)"),
        ("| a | b |\n|---|---|\n| x | (NATO, May 3) |", "(NATO, May 3)", "(NATO, May 3)"),
    ],
)
def test_markdown_is_found_among_its_marks(source: str, words: str, markup: str | None) -> None:
    place = place_of(of_markdown(source), words)
    assert place is not None
    assert source[slice(*place)] == (markup or "([NATO](https://n.example/a_(b) 'x'), May 3)")


def test_what_is_not_in_the_markup_has_no_place() -> None:
    article = with_pieces(Article(text=f"{LONG} (NATO, May 3)"), visible_html(f"<p>{LONG}</p>"))
    assert place_of(article, "(NATO, May 3)") is None
    assert place_of(article, "cost. (NATO") is None
    assert to_markup(Article(text="plain"), (0, 5)) is None


def test_a_stretch_that_is_written_in_another_order_has_no_place() -> None:
    one, two = f"First {LONG}", f"Second {LONG.upper()}"
    article = with_pieces(Article(text=f"{one}\n\n{two}"), visible_html(f"<p>{two}</p><p>{one}</p>"))
    assert place_of(article, one) is not None
    assert to_markup(article, (0, len(article.text))) is None


TAGS = ["<p>", "</p>", "<b>", "</b>", "<a href='x>y'>", "</a>", "<br>", "<!-- x -->", "<li>", "<script>x</script>"]
SIGNS = ["<", "&amp;", "&nbsp;", "&#41;", "&", "(", ")", "NATO", " ", "\n", "May 3", "é", "\u200b", "“", "<q>", "|"]
MARKUP = st.lists(st.sampled_from([*TAGS, *SIGNS, LONG, "abcdefghijklmnopqrstuvwxyz"]), max_size=40).map("".join)
HOSTILE = ["<", "<!--", "<a b='", "<script>", "<title>", "&amp;", "&", "](", "[a](", "[x]: y\n", "\\", "*a", "• ", "ab"]


@given(MARKUP, st.sampled_from([visible_html, lambda source: visible_markdown(source, 0)]), st.booleans())
def test_every_piece_says_the_same_on_both_sides(source: str, visible: object, other: bool) -> None:
    text = LONG + html.unescape(re.sub(r"<[^>]*>", "", source)) if other else source
    assert callable(visible)
    end = 0
    for start, stop, first, last in align(text, visible(source)):
        assert end <= start < stop <= len(text)
        assert 0 <= first < last <= len(source)
        end = stop
        assert visible_text(text[start:stop]).chars == visible_text(html.unescape(source[first:last])).chars or (
            stop - start == last - first and text[start:stop].split() == source[first:last].split()
        )


@pytest.mark.parametrize("unit", HOSTILE)
def test_hostile_markup_is_mapped_in_bounded_steps(unit: str) -> None:
    source = unit * 50_000
    for visible in (visible_html(source), visible_markdown(source, 0)):
        assert len(align(source, visible)) <= len(source)
