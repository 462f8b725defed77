"""A passage's place on its page (printed page, entry of a live blog, outside the article) through to every report."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from support.papers import lines, pdf
from support.sample_report import ARTICLE, citation, linked, obtained

from verifier.extract import extract
from verifier.judge import load_scorer
from verifier.model import Citations, Document, Evidence, Judgement, Obtained, Report, Source, Verdict
from verifier.pipeline import Tried, judge_page, report
from verifier.report import render
from verifier.report.fragments import fragment_url
from verifier.report.sentences import place_of
from verifier.settings import Settings

URL = "https://port.example/page"
CITED = citation(
    1,
    "(Port Authority, March 3)",
    "The port of Lindmark carried 412,000 passengers last year",
    Source(name="Port Authority", dates=("2025-03-03",), url=URL),
)
SAID = "In the year that has ended, the port of Lindmark carried 412,000 passengers."
#: One document for each kind of place, and the words for it.
PLACES = {
    "page": (Document(text=SAID, parts=((0, len(SAID), 3, None),), media_type="application/pdf"), "Page 3"),
    "entry": (
        Document(text=SAID, parts=((0, len(SAID), None, "2025-03-03T13:45:00+02:00"),)),
        "Entry of 3 March 2025, 13:45 (UTC+02:00)",
    ),
    "outside": (Document(text="Ferries of the bay.", outside=SAID), "Outside the article's text"),
}


def got(document: Document) -> Obtained:
    return replace(obtained(URL, document.text, media_type=document.media_type), document=document)


def report_of(document: Document, said: Judgement | None = None) -> Report:
    if said is None:
        start = document.shown.index(SAID)
        found = Evidence(start=start, end=start + len(SAID), text=SAID, score=0.9)
        said = Judgement(verdict=Verdict.SUPPORTED, probability=0.9, evidence=(found,))
    tried = Tried(resolved=linked(URL), obtained=got(document), judgement=said)
    found_in = Citations(article=ARTICLE, citations=(CITED,))
    return report("r1", found_in, [[tried]], scorer="x/1", settings=Settings(), made_at="2025-03-13T10:00:00Z")


@pytest.mark.parametrize("kind", PLACES)
@pytest.mark.parametrize("output_format", ["text", "html", "markdown"])
def test_people_are_told_where_a_passage_stands(kind: str, output_format: str) -> None:
    document, words = PLACES[kind]
    shown = render(report_of(document), output_format).decode().replace("\\", "").replace("&#39;", "'")
    assert words in " ".join(shown.split())
    plain = render(report_of(replace(document, parts=(), text=SAID, outside="")), output_format).decode()
    assert words not in " ".join(plain.replace("\\", "").replace("&#39;", "'").split())


@pytest.mark.parametrize(
    ("kind", "place"),
    [
        ("page", {"page": 3, "posted_at": None, "outside": False}),
        ("entry", {"page": None, "posted_at": "2025-03-03T13:45:00+02:00", "outside": False}),
        ("outside", {"page": None, "posted_at": None, "outside": True}),
    ],
)
def test_programs_are_told_where_a_passage_stands(kind: str, place: dict[str, object]) -> None:
    (source,) = json.loads(render(report_of(PLACES[kind][0]), "json"))["citations"][0]["sources"]
    (evidence,) = source["evidence"]
    assert place == {name: evidence.get(name) for name in place}


def test_support_from_outside_the_article_is_a_finding_and_other_support_is_none() -> None:
    codes = {
        kind: [finding.code for finding in report_of(document).citations[0].sources[0].findings]
        for kind, (document, _) in PLACES.items()
    }
    assert {kind for kind, found in codes.items() if "outside-article" in found} == {"outside"}


def test_a_link_into_a_pdf_opens_its_page() -> None:
    (evidence,) = report_of(PLACES["page"][0]).citations[0].sources[0].evidence
    assert f"{URL}#page=3" == evidence.fragment_url
    assert fragment_url(f"{URL}#x", SAID, (0, 9), media_type="application/pdf", page=2) == f"{URL}#page=2"
    assert fragment_url(URL, SAID, (0, 9), media_type="application/pdf") is None
    assert fragment_url("ftp://a.example/", SAID, (0, 9), media_type="application/pdf", page=2) is None


def test_a_time_is_told_as_the_page_has_it() -> None:
    told = [
        place_of(Evidence(start=0, end=1, text="x", score=1.0, posted_at=stamp))
        for stamp in ("2025-05-08", "2025-05-08T11:45:00", "2025-05-08T11:45:00+00:00", "2025-05-08T11:45:00-05:00")
    ]
    assert told == [
        "Entry of 8 May 2025",
        "Entry of 8 May 2025, 11:45",
        "Entry of 8 May 2025, 11:45 (UTC)",
        "Entry of 8 May 2025, 11:45 (UTC-05:00)",
    ]
    assert place_of(Evidence(start=0, end=1, text="x", score=1.0)) == ""


def test_a_claim_that_the_second_page_of_a_pdf_supports_is_reported_with_that_page() -> None:
    first = [
        "The port was rebuilt in the years after the war and has had",
        "five berths since then, the report recalls.",
    ]
    second = [
        "In the year that has ended, the port of Lindmark carried",
        "412,000 passengers, more than in any year before.",
    ]
    document = extract(pdf([lines(first * 3), lines(second)]), url=URL, content_type="application/pdf")
    claim = "The port of Lindmark carried 412,000 passengers"
    cited = citation(1, "(Port Authority, March 3)", claim, *CITED.sources)
    (said,) = judge_page((cited,), got(document), ARTICLE, load_scorer("embedded"))
    assert said is not None
    source = report_of(document, said).citations[0].sources[0]
    assert source.verdict is Verdict.SUPPORTED
    assert max(source.evidence, key=lambda one: one.score).page == 2
