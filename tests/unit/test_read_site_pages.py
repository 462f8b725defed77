"""Citations in the markup of many publishing systems: each found once, whole, with its link, and nothing else."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from pathlib import Path
from string import Template

import pytest
from support.pages import read

from verifier.model import Citations
from verifier.page.sniff import Kind
from verifier.pipeline import cite
from verifier.read.markup import visible_text
from verifier.read.rendered import Place, read_rendered
from verifier.settings import Settings

P1 = (
    "The harbour board of Lindholm closed two of its five cranes on Saturday after an inspector had found cracks in "
    "their feet"
)
P2 = "A new crane costs about four million, the treasurer told the council, and would take at least a year to build"
P3 = (
    "Nobody was hurt in the spring, ships were sent to the southern quay, and the board meets again next week to talk "
    "about the money and the timetable of the repairs."
)
RADIO, HAVNE, VOICE = "https://radio.example/cranes", "https://havne.example/letters", "https://voice.example/union"
A_RADIO = f'<a href="{RADIO}">Radio Lindholm</a>'
HEAD = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Two Cranes Closed in Lindholm | Review</title>'
)
DATED = '<meta property="article:published_time" content="2025-05-08T10:00:00Z">'
#: Name and link of each source, by the citation's text.
Expected = list[tuple[str, list[tuple[str, str | None]]]]
ONE: Expected = [("(Radio Lindholm, May 3)", [("Radio Lindholm", RADIO)])]
NOTE: Expected = [*ONE, ("[1]", [("Havnebladet", HAVNE)])]


@dataclass(frozen=True)
class Page:
    """What is cited in a page of tests/support/sites, words that are none of its text, words that are."""

    expected: Expected
    absent: tuple[str, ...] = ()
    present: tuple[str, ...] = (P1, P3)


PAGES = {
    "wordpress-blocks-with-footnotes": Page(
        NOTE,
        absent=(
            "↩",
            "Powered",
        ),
    ),
    "substack": Page(NOTE),
    "medium": Page(ONE, absent=("Listen",)),
    "ghost-with-markdown-footnotes": Page(NOTE, absent=("↩",)),
    "drupal-footnotes-module": Page(NOTE),
    "institute-with-a-summary": Page(
        [
            *ONE,
            (
                "(Havnebladet, Dockers’ Voice, May 5; see NM, March 2)",
                [("Havnebladet", HAVNE), ("Dockers’ Voice", VOICE), ("NM", "https://m.example/1")],
            ),
        ]
    ),
    "newspaper-of-components": Page(ONE, absent=("Morning Mail",)),
    "live-blog": Page([("(Havnebladet, May 5)", [("Havnebladet", HAVNE)]), *ONE], present=(P1, P2, P3)),
    "wiki": Page(NOTE, absent=("^",)),
    "pandoc": Page(NOTE, absent=("↩",)),
    "kramdown": Page(NOTE, absent=("↩",)),
    "office-suite-on-the-web": Page(
        [
            ("(Radio Lindholm, May 3)", [("Radio Lindholm", f"https://www.google.com/url?q={RADIO}&sa=D&ust=1")]),
            ("[1]", [("Havnebladet", HAVNE)]),
        ]
    ),
    "word-processor": Page(NOTE),
    "site-builder-blocks": Page(ONE),
    "link-in-several-pieces": Page(
        [("(Radio Lindholm, Havnebladet, May 3)", [("Radio Lindholm", RADIO), ("Havnebladet", HAVNE)])]
    ),
    "link-on-the-date": Page(
        [("(Radio Lindholm, May 3; Havnebladet, May 5)", [("Radio Lindholm", RADIO), ("Havnebladet", HAVNE)])]
    ),
    "link-on-the-claim": Page(ONE),
    "link-on-the-bracket-brackets-in-the-link": Page(
        [("(Radio Lindholm [in Danish], May 3)", [("Radio Lindholm", RADIO)])]
    ),
    "citation-cut-by-inline-tags": Page([("(Radio Lindholm, May 3)", [("Radio Lindholm", None)])]),
    "abbreviations-and-raised-ordinals": Page([("(Radio Lindholm, 3rd May)", [("Radio Lindholm", None)])]),
    "a-break-inside": Page([("(Radio Lindholm,\nMay 3)", [("Radio Lindholm", RADIO)])]),
    "quotations-and-details": Page([*ONE, ("(Havnebladet, May 5)", [("Havnebladet", HAVNE)])], present=(P1, f"“{P2}”")),
    "words-for-screen-readers": Page(
        ONE,
        absent=(
            "new tab",
            "external",
        ),
    ),
    "bidirectional-marks-and-zero-widths": Page(ONE),
    "readings-above-the-line": Page([("(新华社, May 3)", [("新华社", RADIO)])]),
    "tables-for-layout": Page(ONE),
    "accelerated-pages": Page(ONE, absent=("Advertisement",)),
    "drop-cap-and-pull-quote": Page(ONE, absent=("A new crane costs four million",)),
}
SITES = Path(__file__).parents[1] / "support" / "sites"
WORDS = {
    "P1": P1,
    "P2": P2,
    "P3": P3,
    "REST": P1[1:],
    "A_RADIO": A_RADIO,
    "RADIO": RADIO,
    "HAVNE": HAVNE,
    "VOICE": VOICE,
}


def of_page(name: str) -> tuple[str, Citations]:
    body = Template((SITES / f"{name}.html").read_text("utf-8")).substitute(WORDS)
    source = f"{HEAD}{DATED}</head><body>{body}</body></html>"
    place = Place(name="page.html", url="https://review.example/two-cranes", base_url=None)
    return source, cite(read_rendered(source.encode(), Kind.HTML, "text/html; charset=utf-8", place), Settings())


@pytest.mark.parametrize("name", PAGES)
def test_every_citation_is_found_with_its_link(name: str) -> None:
    _, found = of_page(name)
    counted = [one for one in found.citations if one.kind != "link"]
    assert [(one.text, [(s.name, s.url) for s in one.sources]) for one in counted] == PAGES[name].expected


@pytest.mark.parametrize("name", PAGES)
def test_the_text_is_the_article_and_no_more(name: str) -> None:
    text = of_page(name)[1].article.text
    assert [words for words in PAGES[name].present if words not in text] == []
    assert [words for words in PAGES[name].absent if words in text] == []


@pytest.mark.parametrize("name", PAGES)
def test_every_citation_leads_back_to_its_markup(name: str) -> None:
    source, found = of_page(name)
    for one in found.citations:
        assert one.markup is not None
        written = re.sub(
            r"<svg>.*?</svg>|<span class=\"vh\">.*?</span>|<r[tp]>.*?</r[tp]>", "", source[slice(*one.markup)]
        )
        written = visible_text(html.unescape(re.sub(r"<[^>]*>", "", written))).chars
        assert written in (visible_text(one.text).chars, one.text.strip("[]"))


@pytest.mark.parametrize(
    "note",
    [
        "<label for=s class=sidenote-number></label><input type=checkbox id=s><span class=sidenote>{}</span>",
        "<sup><a href='javascript:void(0)'>1</a></sup><span class=modern-footnotes-footnote__note>{}</span>",
        "<span class='marginnote wide'>{}</span>",
    ],
)
def test_notes_in_the_margin_are_lifted_out_of_the_sentence(note: str) -> None:
    inner = note.format(f"<a href='{HAVNE}'>Havnebladet</a>, May 5.")
    article = read(f"<body><article><p>{P1},{inner} and <b>left</b>. {P3}</p><p>{P2}.</p></article></body>")
    assert article.text == f"{P1},[1] and left. {P3}\n\n{P2}.\n\n[1] Havnebladet, May 5."
    assert HAVNE in [link.url for link in article.links]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (f'<p>{P1}.<sup><a href="#n2">2</a></sup></p><p>{P3}</p><p id="n2">2. Havnebladet</p>', "[2] Havnebladet"),
        (
            f'<p>{P1}.<sup><a href="#n2">2</a></sup></p><p>{P3}</p><p id="n2"><sup>2</sup> Havnebladet</p>',
            "[2] Havnebladet",
        ),
        (f'<p>{P1}.<a href="#fn2">(2)</a></p><p>{P3}</p><p id="fn2">(2) Havnebladet</p>', "[2] Havnebladet"),
        (
            f'<p>{P1}.<sup><a href="#n2">2</a></sup></p><p>{P3}</p><p><a id="n2"></a>Havnebladet 7</p>',
            "[2] Havnebladet 7",
        ),
        (f'<p>{P1} <a href="#part2">2</a></p><p>{P3}</p><h2 id="part2">Part two</h2>', "Part two"),
        (f'<p>{P1}.<sup><a href="#none">2</a></sup></p><p>{P3}</p><p>The last word</p>', "The last word"),
        (
            f'<p>{P1}.<a href="#f1">[1]</a><a href="#f2">[2]</a></p><p>{P3}</p><dl><dt id="f1">[1]</dt><dd>Radio</dd>'
            '<dt id="f2">[2]</dt><dd>Havnebladet, May 5</dd></dl>',
            "[2] Havnebladet, May 5",
        ),
        (
            f'<p>{P1}.<sup><a href="https://r.example/p/#n2">2</a></sup></p><p>{P3}</p><p id="n2">2. Havnebladet</p>',
            "[2] Havnebladet",
        ),
    ],
)
def test_notes_are_opened_with_their_label(body: str, text: str) -> None:
    found = read(f"<article>{body}</article>", url="https://r.example/p").text
    assert found.endswith(f"\n\n{text}")
    assert ("[2]" in found.split("\n")[0]) is text.startswith("[2]")


@pytest.mark.parametrize(
    "unit", ['<sup><a href="#a">1</a></sup>', '<li id="a">', '<a id="a" href="#a">1</a>', '<a name="a">']
)
def test_many_marks_and_notes_are_read_in_bounded_steps(unit: str) -> None:
    assert read(f"<article><p>{P1}</p>{unit * 3000}<p id='a'>{P3}</p></article>").text
