"""Markdown as it is shown: marks gone, words and brackets kept, links at their spans."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.read.markdown import render


@pytest.mark.parametrize(
    ("source", "text", "links"),
    [
        (
            "(see [NATO, September 12](https://n.example/))",
            "(see NATO, September 12)",
            [("NATO, September 12", "https://n.example/")],
        ),
        ('([NATO](https://n.example/ "a title"), May 3)', "(NATO, May 3)", [("NATO", "https://n.example/")]),
        ("[a](<https://n.example/a b>)", "a", [("a", "https://n.example/a%20b")]),
        ("[a](https://n.example/x_(y))", "a", [("a", "https://n.example/x_(y)")]),
        ("[**bold** and *thin*](https://n.example/)", "bold and thin", [("bold and thin", "https://n.example/")]),
        ("[text][one]\n\n[one]: https://n.example/ 'title'", "text", [("text", "https://n.example/")]),
        ("[One]\n\n[one]: https://n.example/", "One", [("One", "https://n.example/")]),
        ("[text][]\n\n[text]: https://n.example/", "text", [("text", "https://n.example/")]),
        ("<https://n.example/x>", "https://n.example/x", [("https://n.example/x", "https://n.example/x")]),
        ("![a picture](x.png)after", "after", []),
        ("[not a link] (NATO, May 3) [of them]", "[not a link] (NATO, May 3) [of them]", []),
        ("a **b** _c_ `d` ~~e~~ snake_case 2 * 3", "a b c d e snake_case 2 * 3", []),
        (r"\*not thin\* \[x\]", "*not thin* [x]", []),
        ("A claim.[^1]\n\n[^1]: Radio Lindholm, May 3.", "A claim.[1]\n\n[1] Radio Lindholm, May 3.", []),
        ("one\ntwo\n\nthree", "one two\n\nthree", []),
        ("one  \ntwo\\\nthree", "one\ntwo\nthree", []),
        ("- one\n- two\n  more\n* three", "• one\n• two more\n\n• three", []),
        ("- one\n  - two\n- three", "• one\n• two\n• three", []),
        ("1. one\n2. two", "1. one\n2. two", []),
        ("> quoted\n> on", "quoted on", []),
        ("a &amp; b &lt;c&gt; <br>d <!-- no -->e", "a & b <c>\nd e", []),
        ("before\n\n```\ncode *x*\n```\n\nafter", "before\n\ncode *x*\n\nafter", []),
        ("one\n\n---\n\ntwo", "one\n\ntwo", []),
        ("A.[^1] B.[^pap]\n\n[^1]: one\n[^pap]: two", "A.[1] B.[2]\n\n[1] one\n\n[2] two", []),
        ("A.[^7]\n\n[^7]: one\n\n    two", "A.[7]\n\n[7] one\n\ntwo", []),
        ("A.^[a note] B.", "A.[1] B.\n\n[1] a note", []),
        ("A.[^none] B.", "A.[^none] B.", []),
        ("| a | b |\n|---|:-:|\n| (N, May 3) | *c* |", "a | b\n(N, May 3) | c", []),
        (
            "<div>raw *marks* (<a href='https://n.example/'>N</a>, May 3)</div>",
            "raw *marks* (N, May 3)",
            [("N", "https://n.example/")],
        ),
        (
            "*([The **N** Post](https://n.example/), <span>May&nbsp;3</span>)*",
            "(The N Post, May 3)",
            [("The N Post", "https://n.example/")],
        ),
        ("a<br>b<wbr>c<script>d()</script><!-- e\n -->", "a\nbc", []),
        ("<p hidden>unseen</p>\n\nseen", "seen", []),
        (
            "([N][1], May 3)\r\n\r\n  [1]: <https://n.example/>\r\n  'title'\r\n",
            "(N, May 3)",
            [("N", "https://n.example/")],
        ),
        ("[a](javascript:alert(1)) [b](mailto:x@y.example)", "[a](javascript:alert(1)) b", []),
        ("one\rtwo\r\rthree", "one two\n\nthree", []),
        ("        code (N, May 3)", "code (N, May 3)", []),
        ("[a [b] c](https://n.example/)", "a [b] c", [("a [b] c", "https://n.example/")]),
    ],
)
def test_markup(source: str, text: str, links: list[tuple[str, str]]) -> None:
    rendered = render(source)
    assert rendered.text == text
    found = [link for link in rendered.links if not link.url.startswith("#")]
    assert [(rendered.text[slice(*link.span)], link.url) for link in found] == links


def test_relative_links_are_made_whole() -> None:
    assert render("[a](/x)", "https://site.example/y").links[0].url == "https://site.example/x"


def test_front_matter_tells_title_day_and_language() -> None:
    rendered = render('---\ntitle: "Two Cranes"\ndate: 2025-05-08T10:00:00Z\nlang: en\n---\n\n# Heading\n\nText.')
    assert (rendered.title, rendered.published, rendered.language) == ("Two Cranes", "2025-05-08", "en")
    assert rendered.text == "Heading\n\nText."


@pytest.mark.parametrize(
    "source", ["# Two Cranes\n\nText.", "Two Cranes\n==========\n\nText.", "#   Two *Cranes* ##\nText."]
)
def test_the_first_heading_is_the_title(source: str) -> None:
    assert render(source).title == "Two Cranes"


@pytest.mark.parametrize("piece", ["[", "[a](", "![", "**", "`", "<a ", "> ", "- ", "\\", "&#", "[x][", "(((", "[^"])
def test_long_runs_of_marks_are_read_in_bounded_steps(piece: str) -> None:
    assert len(render(piece * 20_000).text) <= len(piece) * 20_000 + 20_000


@given(st.text(alphabet="ab [](){}<>*_`~!\\\n#>-=.:/1^&;\"'", max_size=80))
def test_nothing_breaks_and_spans_lie_in_the_text(source: str) -> None:
    rendered = render(source)
    assert rendered == render(source)
    for link in rendered.links:
        assert 0 <= link.span[0] <= link.span[1] <= len(rendered.text)
