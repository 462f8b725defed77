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


def blog_of(*entries: tuple[str, str]) -> Document:
    """Entries with their times, the newest first as on a page."""
    parts, text = [], ""
    for posted_at, words in entries:
        parts.append((len(text), len(text) + len(words), None, posted_at))
        text += words + "\n"
    return Document(text=text, parts=tuple(parts))


def told_of_dates(document: Document, verdict: Verdict, *passages: tuple[str, float]) -> list[str]:
    evidence = []
    for words, score in passages:
        start = document.text.index(words)
        evidence.append(Evidence(start=start, end=start + len(words), text=words, score=score))
    said = Judgement(verdict=verdict, probability=0.9, evidence=tuple(evidence))
    findings = report_of(document, said).citations[0].sources[0].findings
    return [finding.message for finding in findings if finding.code == "cited-date-differs"]


@pytest.mark.parametrize(
    ("posted_at", "verdict", "told"),
    [
        ("2025-03-04T00:20:00+02:00", Verdict.SUPPORTED, True),
        ("2025-03-05", Verdict.PARTIALLY_SUPPORTED, True),
        ("2025-03-04T09:00:00Z", Verdict.CONTRADICTED, True),
        ("2025-03-04T09:00:00Z", Verdict.NOT_SUPPORTED, False),
        ("2025-03-03T23:50:00+02:00", Verdict.SUPPORTED, False),
        ("2025-03-02T23:50:00+02:00", Verdict.SUPPORTED, False),
    ],
)
def test_an_entry_after_the_cited_day_that_decides_is_a_finding(posted_at: str, verdict: Verdict, told: bool) -> None:
    found = told_of_dates(blog_of((posted_at, SAID)), verdict, (SAID, 0.9))
    assert bool(found) is told


def test_the_finding_names_the_cited_day_and_the_hour_of_the_entry() -> None:
    (told,) = told_of_dates(blog_of(("2025-03-04T09:05:00+02:00", SAID)), Verdict.SUPPORTED, (SAID, 0.9))
    assert told == (
        "Cited as of 3 March 2025; the passage that supports this was posted later, "
        "in the live blog's entry of 4 March 2025, 09:05 (UTC+02:00)."
    )


def test_a_later_entry_that_weighs_less_than_one_of_the_cited_day_is_none() -> None:
    later = "The harbour master repeated the number of the year."
    blog = blog_of(("2025-03-04T09:05:00+02:00", later), ("2025-03-03T10:00:00+02:00", SAID))
    assert told_of_dates(blog, Verdict.SUPPORTED, (later, 0.4), (SAID, 0.9)) == []
    assert told_of_dates(blog, Verdict.SUPPORTED, (later, 0.9), (SAID, 0.4)) != []


def test_support_by_the_embedded_judge_out_of_a_later_entry_is_found() -> None:
    early = "On Monday the harbour was closed because of the storm, and no ferry left Lindmark before noon."
    blog = blog_of(("2025-03-04T09:05:00+02:00", SAID), ("2025-03-03T10:00:00+02:00", early))
    (said,) = judge_page([CITED], got(blog), ARTICLE, load_scorer("embedded", Settings()))
    findings = report_of(blog, said).citations[0].sources[0].findings
    assert "cited-date-differs" in {finding.code for finding in findings}


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
