"""The report in every format: what readers see, what machines get, and that no format breaks on odd reports."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace

import jsonschema
import pytest
from support.sample_report import ARTICLE, PASSAGES, TEXT, sample_report

from verifier.codec import from_json
from verifier.errors import UsageError
from verifier.judge import load_scorer
from verifier.judge import reasons as judge_reasons
from verifier.model import (
    Article,
    Check,
    CheckKind,
    CheckOutcome,
    Citations,
    Finding,
    Outcome,
    OutcomeCode,
    Pair,
    Report,
    SourceState,
    Verdict,
)
from verifier.report import FORMATS, build_report, render
from verifier.report.csv import HEADER, neutral
from verifier.report.markdown import linked, literal
from verifier.report.schema import as_file, generated_schema, shipped_schema
from verifier.report.sentences import by_urgency, check_sentence, differences_first, next_step, passages, points
from verifier.report.tables import confidence, state_words, verdict_words
from verifier.report.text import columns, plain, wrapped

REPORT = sample_report()
EMPTY = build_report("e", Citations(article=Article(text=""), citations=()), [], scorer="s", settings_digest="d",
                     made_at="2025-03-13T02:00:00Z")  # fmt: skip


def text_of(output_format: str, report: Report = REPORT, **more: object) -> str:
    return render(report, output_format, **more).decode()  # type: ignore[arg-type]


# --- every format ---------------------------------------------------------------------------


@pytest.mark.parametrize("output_format", FORMATS)
def test_a_report_without_citations_can_be_written(output_format: str) -> None:
    assert render(EMPTY, output_format)


@pytest.mark.parametrize("output_format", FORMATS)
def test_the_same_report_gives_the_same_bytes(output_format: str) -> None:
    assert render(REPORT, output_format) == render(sample_report(), output_format)


@pytest.mark.parametrize("output_format", ["text", "html", "markdown", "csv", "claimreview", "annotations"])
def test_no_format_calls_a_claim_true_or_false(output_format: str) -> None:
    body = text_of(output_format)
    if output_format == "html":
        body = re.sub(r"<(script|style).*?</\1>|<[^>]*>", " ", body, flags=re.DOTALL)
    assert not re.search(r"\b(true|false|fake|hallucinat\w+|something went wrong)\b", body, re.IGNORECASE)


def test_a_format_that_does_not_exist_is_refused_with_the_list() -> None:
    with pytest.raises(UsageError) as caught:
        render(REPORT, "docx")
    assert "markdown" in caught.value.advice


def test_every_verdict_and_state_has_words() -> None:
    for verdict in Verdict:
        assert verdict_words(verdict).symbol
        assert verdict_words(verdict).line
    for state in SourceState:
        assert state_words(state).word
        assert state_words(state).line
    assert len({verdict_words(verdict).symbol for verdict in Verdict}) == len(Verdict)


def test_who_meets_a_site_out_of_order_is_told_to_try_again() -> None:
    outcome = Outcome(code=OutcomeCode.SERVER_ERROR, state=SourceState.UNREADABLE, reason="", retryable=True)
    source = replace(REPORT.citations[0].sources[0], state=SourceState.UNREADABLE, outcome=outcome)
    assert next_step(source).startswith("Try again later")
    assert "picture" in next_step(replace(source, outcome=replace(outcome, retryable=False)))


@pytest.mark.parametrize(
    ("probability", "word"), [(None, ""), (0.3, "weak"), (0.65, "probable"), (0.85, "likely"), (1.0, "likely")]
)
def test_how_sure_a_verdict_is_is_said_in_one_word(probability: float | None, word: str) -> None:
    assert confidence(probability) == word


def test_what_needs_eyes_comes_first() -> None:
    verdicts = [citation.verdict.value for citation in by_urgency(REPORT)]
    assert verdicts == [
        "contradicted", "not_supported", "undetermined", "undetermined", "partially_supported", "supported",
    ]  # fmt: skip


def test_checks_are_told_once_what_differs_first_and_days_as_people_write_them() -> None:
    def check(kind: CheckKind, claim: str, source: str | None, outcome: CheckOutcome) -> Check:
        return Check(kind=kind, claim_value=claim, source_value=source, outcome=outcome)

    name = check(CheckKind.NAME, "Poland", "Polska", CheckOutcome.AGREES)
    checks = [
        name,
        name,
        check(CheckKind.QUOTE, "not at war", None, CheckOutcome.ABSENT),
        check(CheckKind.DATE, "--09-10", "2025-09-11", CheckOutcome.DIFFERS),
    ]
    assert [check_sentence(one) for one in differences_first(checks)] == [
        "Date “10 September”: the source has “11 September 2025” instead.",
        "Quotation “not at war”: not in the source.",
        "Name “Poland”: the source has “Polska”.",
    ]


def test_what_the_source_only_alleges_is_no_speaker() -> None:
    alleged = Check(kind=CheckKind.ATTRIBUTION, claim_value="bank stole", source_value="alleged",
                    outcome=CheckOutcome.DIFFERS)  # fmt: skip
    assert check_sentence(alleged) == "Who says it, and how: the claim has “bank stole”, the source “alleged”."
    agreed = replace(alleged, claim_value="Berg", source_value="Berg", outcome=CheckOutcome.AGREES)
    assert check_sentence(agreed) == "Speaker “Berg”: the source has “Berg”."


def contradicted_by_meaning() -> Report:
    """The sample report, its contradicted citation with comparisons that agree beside the one that differs."""
    agreeing = Check(kind=CheckKind.NAME, claim_value="Lindmark", source_value="Lindmark", outcome=CheckOutcome.AGREES)
    differing = Check(kind=CheckKind.NUMBER, claim_value="no", source_value="two", outcome=CheckOutcome.DIFFERS)
    citations = list(REPORT.citations)
    place = next(i for i, one in enumerate(citations) if one.verdict is Verdict.CONTRADICTED)
    source = replace(citations[place].sources[0], checks=(agreeing, differing))
    citations[place] = replace(citations[place], sources=(source,))
    return replace(REPORT, citations=tuple(citations))


@pytest.mark.parametrize("output_format", ["text", "markdown", "html"])
def test_under_a_verdict_that_lacks_support_what_agrees_comes_last(output_format: str) -> None:
    report = contradicted_by_meaning()
    shown = " ".join(render(report, output_format, width=200).decode().split()).replace("&#34;", '"')
    differs = shown.index("Number “no”: the source has “two” instead.")
    ground = shown.index("The passage and the claim speak of the same thing.", differs)
    agrees = shown.index("Name “Lindmark”: the source has “Lindmark”.")
    assert differs < ground < agrees


def test_under_a_supported_claim_the_comparisons_come_before_the_reasons() -> None:
    supported = next(one for one in REPORT.citations if one.verdict is Verdict.SUPPORTED).sources[0]
    assert [point.outcome for point in points(supported)] == [CheckOutcome.AGREES, None]


@pytest.mark.parametrize(
    ("claim", "page", "once"),
    [
        ("The storm hurt 40 people in Lodwick.", "The storm hurt 14 people in Lodwick.", "14"),
        ("The storm hurt people in Lodwick on 3 May 2024.", "The storm hurt people in Lodwick on 5 May 2024.", "5 May"),
        ("Anna Berg opened the Lodwick harbour.", "Carla Berg opened the Lodwick harbour.", "Carla"),
        ("The Lodwick harbour opened in 1974.", "The Lodwick harbour is opened each spring.", "1974"),
        ("The Lodwick harbour has closed.", "The Lodwick harbour has reportedly closed.", "reportedly"),
        ("The Lodwick harbour was closed.", "The Lodwick harbour was not closed.", "not negated"),
    ],
)
def test_what_a_reason_tells_of_a_comparison_is_said_once(claim: str, page: str, once: str) -> None:
    judged = load_scorer("embedded").judge(Pair(claim=claim, source=page))
    source = replace(sample_report().citations[0].sources[0], checks=judged.checks, reasons=judged.reasons)
    apart = [one for one in points(source) if one.outcome not in (None, CheckOutcome.AGREES)]
    said = [point.sentence for point in points(source) if once in point.sentence]
    assert len(said) == 1, points(source)
    assert said == [point.sentence for point in apart]


@pytest.mark.parametrize("kind", [kind for kind in CheckKind if kind is not CheckKind.NEGATION])
@pytest.mark.parametrize("outcome", [CheckOutcome.DIFFERS, CheckOutcome.ABSENT])
def test_the_judge_s_words_for_a_comparison_are_known_to_the_report(kind: CheckKind, outcome: CheckOutcome) -> None:
    """Each side has its own texts, so that one changed alone would let a report say the same thing twice."""
    texts = judge_reasons._DIFFERS if outcome is CheckOutcome.DIFFERS else judge_reasons._ABSENT
    other = "Tern" if outcome is CheckOutcome.DIFFERS else None
    check = Check(kind=kind, claim_value="Auk", source_value=other, outcome=outcome, claim_span=(0, 3))
    reason = texts[kind].format(claim="Auk", source="Tern")
    source = replace(sample_report().citations[0].sources[0], checks=(check,), reasons=(reason,))
    assert [point.outcome for point in points(source)] == [outcome]


# --- JSON and its schema --------------------------------------------------------------------


@pytest.mark.parametrize("output_format", ["text", "html", "markdown"])
def test_that_two_languages_were_compared_is_said_once(output_format: str) -> None:
    finding = Finding(code="other-language", message="The source is in another language (pl) than the article (en).")
    reason = "The claim is in English and the source in Polish: compared by a multilingual model."
    first = REPORT.citations[0]

    def told(*reasons: str) -> int:
        source = replace(first.sources[0], reasons=reasons, findings=(finding,))
        report = replace(REPORT, citations=(replace(first, sources=(source,)), *REPORT.citations[1:]))
        return " ".join(text_of(output_format, report).split()).count("in another language")

    assert told() == told(reason) + 1


def test_json_comes_back_as_the_same_report() -> None:
    assert from_json(render(REPORT, "json"), Report) == REPORT


def test_the_shipped_schema_is_the_generated_one() -> None:
    assert shipped_schema() == as_file(generated_schema())


@pytest.mark.parametrize("report", [REPORT, EMPTY], ids=["sample", "empty"])
def test_reports_validate_against_the_shipped_schema(report: Report) -> None:
    schema = json.loads(shipped_schema())
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(json.loads(render(report, "json")))


def test_the_schema_refuses_what_is_no_report() -> None:
    document = json.loads(render(REPORT, "json"))
    document["citations"][0]["verdict"] = "true"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(json.loads(shipped_schema())).validate(document)


def test_the_json_has_the_names_of_the_contract() -> None:
    document = json.loads(render(REPORT, "json"))
    assert document["schema"] == "report/1"
    assert {"id", "made_at", "article", "scorer", "settings", "counts", "citations"} <= set(document)
    citation = document["citations"][1]
    assert {"id", "start", "end", "text", "sources", "claim", "verdict", "probability"} <= set(citation)
    assert {
        "name", "platform", "handle", "dates", "accessed", "qualifier", "url", "outlet", "domains", "resolution",
        "candidates", "state", "snapshot", "verdict", "probability", "probabilities", "evidence", "checks", "findings",
        "reasons",
    } <= set(citation["sources"][0])  # fmt: skip
    assert {
        "url", "final_url", "memento_url", "captured_at", "fetched_at", "sha256", "media_type", "language", "title",
        "published", "words", "read_share",
    } <= set(citation["sources"][0]["snapshot"])  # fmt: skip


# --- text -----------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_no_line_of_the_text_is_wider_than_the_terminal_but_for_addresses(width: int) -> None:
    for line in text_of("text", width=width).splitlines():
        assert columns(line) <= width or "http" in line


def test_colour_is_only_added_on_top_of_the_words() -> None:
    coloured = text_of("text", colour=True)
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == text_of("text")
    assert "\x1b" not in text_of("text")


def test_the_text_says_for_each_citation_what_was_found() -> None:
    text = " ".join(text_of("text", width=200).split())
    for words in ("✗ CONTRADICTED · citation 2 · probable", "✓ SUPPORTED · citation 1 · likely", "? COULD NOT TELL"):
        assert words in text
    assert PASSAGES["radio"] in text
    assert "Refused our robot: The site answered 403 to our reader." in text
    assert "Archived copy of 6 March 2025, 12:00 UTC (Wayback Machine)" in text
    assert "1 contradicted · 1 not found in the source · 2 could not tell · 1 partly supported · 1 supported" in text


def test_the_closest_passage_of_a_silent_source_is_not_said_to_say_it() -> None:
    text = text_of("text", width=200)
    assert f"closest  “{PASSAGES['council']}”" in text
    assert f"says     “{PASSAGES['radio']}”" in text


def test_an_article_without_citations_says_that_there_was_nothing_to_check() -> None:
    assert "No citations were found" in text_of("text", EMPTY)


def test_fetched_text_cannot_steer_the_terminal() -> None:
    hostile = "a\x1b[2Jb\x07c\u202ed\x9bm\r\ne\u200bf"
    assert plain(hostile) == "a [2Jb cd m ef"
    report = replace(REPORT, article=replace(ARTICLE, title=hostile))
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", text_of("text", report))


def test_wide_letters_count_twice_and_are_wrapped() -> None:
    assert columns("港口ab") == 6
    assert columns("e\u0301") == 1
    assert wrapped("港口" * 10, 8) == ["港口港口"] * 5
    assert wrapped("one two three", 7) == ["one two", "three"]
    assert wrapped("a https://example.org/long/address b", 10) == ["a", "https://example.org/long/address", "b"]


# --- Markdown -------------------------------------------------------------------------------


def test_markdown_has_a_row_and_a_section_for_each_citation() -> None:
    body = text_of("markdown")
    assert len(re.findall(r"^\| \d+ \|", body, re.MULTILINE)) == 6
    assert len(re.findall(r"^## \d+ · ", body, re.MULTILINE)) == 6


@pytest.mark.parametrize(
    ("text", "literal_text"),
    [
        ("a | b", "a \\| b"),
        ("<img src=x>", "\\<img src=x\\>"),
        ("[x](y)", "\\[x\\]\\(y\\)"),
        ("# no heading", "\\# no heading"),
        ("1. no list", "\\1. no list"),
        ("- no list", "\\- no list"),
        ("two\n\nlines", "two lines"),
        ("`code` *b* _i_ ~s~", "\\`code\\` \\*b\\* \\_i\\_ \\~s\\~"),
    ],
)
def test_nothing_quoted_is_taken_for_markdown(text: str, literal_text: str) -> None:
    assert literal(text) == literal_text


def test_only_web_addresses_become_links_in_markdown() -> None:
    assert linked("x", "javascript:alert(1)") == "x"
    assert linked("x", None) == "x"
    assert linked("x", "https://a.example/b c>d") == "[x](<https://a.example/bcd>)"


# --- CSV ------------------------------------------------------------------------------------


def rows(report: Report = REPORT) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text_of("csv", report).removeprefix("\ufeff"))))


def test_the_table_begins_with_a_byte_order_mark_and_the_fixed_header() -> None:
    body = text_of("csv")
    assert body.startswith("\ufeff" + ",".join(HEADER) + "\r\n")
    assert HEADER[:9] == (
        "n", "citation_id", "citation", "verdict", "source", "source_verdict", "confidence", "probability",
        "source_state",
    )  # fmt: skip


def test_the_table_has_one_row_for_each_source() -> None:
    table = rows()
    assert [row["citation_id"] for row in table] == ["c1", "c2", "c3", "c3", "c4", "c5", "c6"]
    assert table[3]["verdict"] == "partially_supported"
    assert table[3]["source_verdict"] == "contradicted"
    assert table[3]["findings"] == "outlet-differs; cited-date-differs; other-language; sources-disagree"
    assert table[1]["archived_at"] == "2025-03-06T12:00:00Z"
    assert table[1]["passage"] == PASSAGES["radio"]


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1", "\u200b=1", "=cmd|'/C calc'!A0", "\n=1", "%0A"],
)
def test_no_cell_is_run_as_a_formula(cell: str) -> None:
    assert neutral(cell).startswith("'")


@pytest.mark.parametrize("cell", ["plain", "2025-03-05", "0.93", "(NATO, September 12)", "“quoted”", ""])
def test_ordinary_cells_stay_as_they_are(cell: str) -> None:
    assert neutral(cell) == cell


# --- ClaimReview ----------------------------------------------------------------------------


def test_claim_reviews_are_drafts_without_author_and_rating() -> None:
    graph = json.loads(render(REPORT, "claimreview"))
    assert graph["@context"] == "https://schema.org"
    reviews = graph["@graph"]
    assert len(reviews) == 4  # the two that could not be told are no reviews
    for review in reviews:
        assert review["creativeWorkStatus"] == "Draft"
        assert "author" not in review
        assert set(review["reviewRating"]) == {"@type", "alternateName"}
    assert reviews[0]["reviewRating"]["alternateName"] == "Supported by the cited source"
    assert reviews[0]["itemReviewed"]["appearance"]["url"] == ARTICLE.url


# --- Web Annotation -------------------------------------------------------------------------


def resolve(selectors: list[dict[str, object]], text: str) -> tuple[int, int]:
    """The span that a TextQuoteSelector names, found without looking at its position; it must be unique."""
    quote = next(one for one in selectors if one["type"] == "TextQuoteSelector")
    exact, prefix, suffix = str(quote["exact"]), str(quote["prefix"]), str(quote["suffix"])
    hits = [
        found.start()
        for found in re.finditer(re.escape(exact), text)
        if text[: found.start()].endswith(prefix) and text[found.end() :].startswith(suffix)
    ]
    assert len(hits) == 1
    return hits[0], hits[0] + len(exact)


def test_annotations_lead_back_to_the_same_words_of_the_article() -> None:
    collection = json.loads(render(REPORT, "annotations"))
    assert collection["type"] == "AnnotationCollection"
    items = collection["first"]["items"]
    assert collection["total"] == len(items) == len(REPORT.citations)
    for item, citation in zip(items, REPORT.citations, strict=True):
        assert item["motivation"] == "assessing"
        spans = []
        for target in item["target"]:
            position = next(one for one in target["selector"] if one["type"] == "TextPositionSelector")
            assert resolve(target["selector"], TEXT) == (position["start"], position["end"])
            spans.append((position["start"], position["end"]))
        assert tuple(spans) == citation.claim.spans


def test_annotations_name_the_verdict_and_the_passage_of_the_source() -> None:
    items = json.loads(render(REPORT, "annotations"))["first"]["items"]
    bodies = items[1]["body"]
    assert [body["value"] for body in bodies if body.get("purpose") == "tagging"] == ["contradicted"]
    passage = next(body for body in bodies if body["type"] == "SpecificResource")
    assert passage["selector"][0]["exact"] == PASSAGES["radio"]
    assert passage["source"]["id"].startswith("https://archive.example/")


def test_of_passages_that_weigh_the_same_the_judges_first_one_is_shown_first() -> None:
    source = next(one for citation in REPORT.citations for one in citation.sources if one.evidence)
    first = source.evidence[0]
    later = replace(first, start=first.start + 9, end=first.end + 9)
    shown = passages(replace(source, evidence=(later, replace(first, score=0.1), first)))
    assert [one.start for one in shown] == [later.start, first.start, first.start]
