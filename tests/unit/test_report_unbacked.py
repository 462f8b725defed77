"""What no citation backs, and summaries that repeat: marked in the article, listed, said in words, in every format."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from support.sample_report import ARTICLE, sample_report

from verifier.model import Recited, Report, Uncited
from verifier.report import render
from verifier.report.pieces import paragraphs
from verifier.report.unbacked import first_uncited, repeats, uncited_heading

LEAD = "The port carried 412,000 passengers & <b>more</b>. Costs are 38 million crowns."
BARE = "The mayor <i>opened</i> 3 new berths in May."
TEXT = f"{LEAD}\n\n{ARTICLE.text}\n\n{BARE}"


def report(uncited: int = 1) -> Report:
    """The sample report with a lead that repeats citations 1 and 3, and that many uncited sentences."""
    sample = sample_report()
    moved = len(LEAD) + 2
    citations = tuple(
        replace(
            one,
            start=one.start + moved,
            end=one.end + moved,
            claim=replace(one.claim, spans=tuple((start + moved, end + moved) for start, end in one.claim.spans)),
        )
        for one in sample.citations
    )
    start = TEXT.index(BARE)
    bare = Uncited(start=start, end=start + len(BARE), text=BARE, facts=((start + 24, start + 25),))
    lead = Recited(start=0, end=len(LEAD), text=LEAD, citations=("c1", "c3"))
    return replace(
        sample,
        article=replace(ARTICLE, text=TEXT, links=()),
        citations=citations,
        uncited=(bare,) * uncited,
        recited=(lead,) if uncited else (),
    )


def rendered(of: Report, output_format: str) -> str:
    """The report in that format, as text."""
    return render(of, output_format).decode()


REPORT = report()
PAGE = rendered(REPORT, "html")


def test_an_uncited_sentence_is_marked_once_and_said_in_words() -> None:
    assert PAGE.count('id="u1"') == 1
    marked = re.search(r'<span class="uncited" id="u1"[^>]*>(.*?)</span><span class="unseen"[^>]*>(.*?)</span>', PAGE)
    assert marked is not None
    assert marked[1] == "The mayor &lt;i&gt;opened&lt;/i&gt; 3 new berths in May."
    assert "no citation" in marked[2]


def test_the_list_of_uncited_sentences_leads_to_their_marks() -> None:
    assert '<a href="#uncited">1 sentence without a citation</a>' in PAGE
    assert re.search(r'<li><a href="#u1"[^>]*>The mayor', PAGE)


def test_a_summary_shows_the_verdicts_of_what_it_repeats_with_links() -> None:
    start = PAGE.index('class="repeats"')
    marks = PAGE[start : PAGE.index("</p>", start)]
    assert re.findall(r'href="#c\d+"', marks) == ['href="#c1"', 'href="#c3"']
    assert "1 Supported" in marks
    assert "&lt;b&gt;more&lt;/b&gt;" in PAGE
    assert "<b>more</b>" not in PAGE


def test_the_legend_stands_only_where_there_is_something_to_explain() -> None:
    assert 'class="legend"' in PAGE
    plain = rendered(report(uncited=0), "html")
    assert 'class="legend"' not in plain
    assert 'id="uncited"' not in plain
    assert "without a citation" not in plain


def test_the_page_lists_the_first_ones_and_counts_the_rest() -> None:
    many = rendered(report(uncited=40), "html")
    assert many.count('<li><a href="#u') == 12
    assert "and 28 more, marked in the article." in many


def test_every_piece_of_the_article_is_still_shown() -> None:
    shown = "".join(piece.text for pieces in paragraphs(REPORT) for piece in pieces)
    assert "".join(shown.split()) == "".join(TEXT.split())
    assert [piece.uncited for pieces in paragraphs(REPORT) for piece in pieces if piece.uncited] == [1]


@pytest.mark.parametrize("output_format", ["text", "markdown"])
def test_text_and_markdown_list_both(output_format: str) -> None:
    shown = " ".join(rendered(REPORT, output_format).replace("\\", "").split())
    assert "1 sentence without a citation" in shown
    assert "3 new berths in May." in shown
    assert "repeats 1 (supported) and 3 (partly supported)" in shown.replace("> ", "")


def test_text_stays_within_its_width() -> None:
    assert max(len(line) for line in rendered(report(uncited=9), "text").splitlines() if "://" not in line) <= 80


def test_text_says_how_many_it_leaves_out() -> None:
    assert "    and 3 more" in rendered(report(uncited=9), "text").splitlines()


def test_markdown_takes_nothing_of_the_article_for_markup() -> None:
    assert "<i>" not in rendered(REPORT, "markdown")


def test_json_carries_both_and_leaves_nothing_out() -> None:
    document = json.loads(rendered(report(uncited=40), "json"))
    assert len(document["uncited"]) == 40
    assert document["recited"] == [{"start": 0, "end": len(LEAD), "text": LEAD, "citations": ["c1", "c3"]}]


def test_annotations_comment_on_the_sentence_and_link_the_summary() -> None:
    collection = json.loads(rendered(REPORT, "annotations"))
    items = collection["first"]["items"]
    assert collection["total"] == len(items) == len(REPORT.citations) + 2
    comment, link = items[-2:]
    assert (comment["motivation"], link["motivation"]) == ("commenting", "linking")
    assert comment["target"][0]["selector"][0]["exact"] == BARE
    assert link["body"] == [f"urn:verifier:{REPORT.id}:c1", f"urn:verifier:{REPORT.id}:c3"]
    assert {link["body"][0], link["body"][1]} <= {item["id"] for item in items}


def test_the_words_count_and_name() -> None:
    assert uncited_heading(report(uncited=2)) == "2 sentences without a citation"
    assert uncited_heading(report(uncited=0)) == ""
    assert first_uncited(report(uncited=5), 3)[1] == "and 2 more"
    assert repeats(REPORT, replace(REPORT.recited[0], citations=("c2",))) == "repeats 2 (contradicted)"
