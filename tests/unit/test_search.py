"""How a search goes: finders in order, failures named, pages read, and never longer than it may take."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from verifier import pipeline
from verifier.codec import to_json
from verifier.errors import FetchError, SettingsError
from verifier.judge.terms import _kept, terms
from verifier.model import (
    Article,
    Citation,
    Citations,
    Claim,
    Document,
    Exchange,
    Judgement,
    Obtained,
    Outcome,
    OutcomeCode,
    Probabilities,
    Resolution,
    Resolved,
    Sighting,
    Snapshot,
    Source,
    SourceState,
    Target,
    Verdict,
    Wanted,
)
from verifier.read.feeds import articles_in
from verifier.report.build import check_citation, check_source
from verifier.resolve.choose import is_sure, stands_out
from verifier.resolve.engines import _sightings
from verifier.resolve.headlines import Headlines
from verifier.resolve.rank import rank
from verifier.search import Rested, Search, earlier_links, search, search_with
from verifier.settings import Settings, load_settings
from workers.limits import soft_limit_s

WANTED = Wanted(
    name="Selm Post",
    claim="Police in Selm detained nine people over the theft of copper.",
    domains=("selmpost.example",),
    languages=("en",),
    dates=("2025-03-12",),
    language="en",
)
RIGHT = Sighting(
    url="https://selmpost.example/nine-held-401",
    how="one",
    title="Police detain nine in Selm over copper theft",
    day="2025-03-12",
)
CHOIR = replace(RIGHT, url="https://selmpost.example/choir-sings-402", title="Choir sings in the dome")
LIVE = Outcome(code=OutcomeCode.OK, state=SourceState.LIVE, reason="Read.")
GONE = Outcome(code=OutcomeCode.GONE, state=SourceState.GONE, reason="Gone.")


class Found:
    def __init__(self, name: str, *seen: Sighting, error: FetchError | None = None) -> None:
        self.name = name
        self.seen = seen
        self.error = error
        self.asked = 0

    def find(self, wanted: Wanted) -> Sequence[Sighting]:
        self.asked += 1
        if self.error is not None:
            raise self.error
        return self.seen


class Shelf:
    """Pages by address; all others are gone."""

    def __init__(self, **texts: str) -> None:
        self.texts = texts
        self.read: list[str] = []

    def obtain(self, target: Target) -> tuple[Obtained, tuple[Exchange, ...]]:
        self.read.append(target.url)
        name = target.url.rpartition("-")[2]
        answer = Exchange(url=target.url, final_url=target.url, status=200, headers=(), body=b"", fetched_at="…")
        if f"p{name}" not in self.texts:
            return Obtained(outcome=GONE, attempts=(GONE,)), (answer,)
        document = Document(text=self.texts[f"p{name}"], language="en", published="2025-03-12")
        return Obtained(outcome=LIVE, document=document, attempts=(LIVE,)), (answer,)


def looked(shelf: Shelf, *finders: Found, **limits: object) -> Obtained:
    return search(WANTED, Search(finders=finders, terms=terms, **limits), shelf.obtain)[0]  # type: ignore[arg-type]


def resolution(obtained: Obtained) -> tuple[Resolution, str | None]:
    assert obtained.resolved is not None
    return obtained.resolved.resolution, obtained.resolved.reason


def test_the_page_that_is_found_is_read_and_returned() -> None:
    shelf = Shelf(p401=WANTED.claim, p402="The choir of Selm sings.")
    found, exchanges = search(WANTED, Search(finders=[Found("one", RIGHT, CHOIR)], terms=terms), shelf.obtain)
    assert resolution(found) == (Resolution.SEARCHED, None)
    assert found.document is not None
    assert found.document.text == WANTED.claim
    assert exchanges[-1].url == RIGHT.url


def test_no_further_finder_is_asked_once_the_page_is_certain() -> None:
    second = Found("two")
    looked(Shelf(p401=WANTED.claim), Found("one", RIGHT, CHOIR), second)
    assert second.asked == 0


def test_a_finder_that_is_down_is_named_and_the_next_one_asked() -> None:
    down = Found("GDELT", error=FetchError(OutcomeCode.RATE_LIMITED, "GDELT asks for fewer requests"))
    assert resolution(looked(Shelf(p401=WANTED.claim), down, Found("two", RIGHT, CHOIR)))[0] is Resolution.SEARCHED
    _, reason = resolution(looked(Shelf(), down))
    assert reason is not None
    assert "GDELT could not be asked: it asks for fewer requests." in reason


def test_what_a_page_says_may_overturn_what_its_headline_promised() -> None:
    vague = replace(CHOIR, title="Night report of the Selm police")
    shelf = Shelf(p401="A recipe for soup with leeks and cream. Serves four.", p402=f"{WANTED.claim} They are held.")
    found = looked(shelf, Found("one", replace(RIGHT, title="Copper theft in Selm"), vague))
    assert found.resolved is not None
    assert found.resolved.target is None or found.resolved.target.url == vague.url
    assert set(shelf.read) == {RIGHT.url, CHOIR.url}


def test_a_page_linked_for_another_claim_is_held_against_the_others_before_it_is_taken() -> None:
    linked = replace(
        RIGHT,
        how="linked",
        title=None,
        url="https://selmpost.example/a-401",
        text="Police in Selm detained nine people.",
    )
    vague = replace(CHOIR, title="Night report of the Selm police")
    shelf = Shelf(p401="Police in Selm have detained nine people in a tavern.", p402=f"{WANTED.claim} They are held.")
    seen = rank((linked, vague), WANTED, terms)
    assert stands_out(seen)
    assert seen[0].sighting.url == linked.url
    found = looked(shelf, Found("one", linked, vague))
    assert found.resolved is not None
    assert found.resolved.candidates[0].url == vague.url


def test_a_page_that_is_likely_but_not_certain_is_held_against_those_that_are_near() -> None:
    likely = replace(RIGHT, title="Nine held at harbour over stolen copper in Selm")
    near = replace(CHOIR, title="Police in Brede on a theft")
    seen = rank((likely, near), WANTED, terms)
    assert stands_out(seen)
    assert not is_sure(seen)
    shelf = Shelf(p401=WANTED.claim, p402=f"{WANTED.claim} They are held.")
    looked(shelf, Found("one", likely, near))
    assert set(shelf.read) == {likely.url, near.url}


def test_no_more_pages_are_read_than_allowed() -> None:
    seen = [replace(CHOIR, url=f"https://selmpost.example/piece-of-news-{n}", title=f"Piece {n}") for n in range(30)]
    shelf = Shelf()
    looked(shelf, Found("one", *seen), reads=3)
    assert len(shelf.read) <= 3


def test_no_page_is_read_twice() -> None:
    shelf = Shelf(p401=WANTED.claim, p402="The choir.")
    looked(shelf, Found("one", RIGHT, CHOIR))
    assert len(shelf.read) == len(set(shelf.read))


def test_after_the_deadline_nobody_is_asked_and_nothing_read() -> None:
    moments = iter([0.0, *([100.0] * 50)])
    late, shelf = Found("two", RIGHT), Shelf(p401=WANTED.claim)
    found = looked(shelf, late, deadline_s=60.0, clock=lambda: next(moments))
    assert (late.asked, shelf.read) == (0, [])
    assert "There was no time left to ask two." in (resolution(found)[1] or "")


def test_without_finders_the_source_is_unresolved_with_the_reason() -> None:
    found, exchanges = search_with(WANTED, None, Shelf().obtain)
    assert found.outcome.state is SourceState.UNRESOLVED
    assert found.outcome.reason.startswith("No link, and no page of Selm Post was found")
    assert exchanges == ()


def test_a_finder_that_keeps_failing_is_left_alone_and_asked_again_later() -> None:
    now = [0.0]
    down = Found("two", error=FetchError(OutcomeCode.TIMEOUT, "it did not answer"))
    rested = Rested(down, clock=lambda: now[0])
    for _ in range(5):
        with pytest.raises(FetchError):
            rested.find(WANTED)
    assert down.asked == 2
    now[0] = 601.0
    down.error = None
    assert rested.find(WANTED) == ()


# --- what the report makes of it ---------------------------------------------------------

SOURCE = Source(name="Selm Post", domains=("selmpost.example",), dates=("2025-03-12",))
SEARCHED = Resolved(resolution=Resolution.SEARCHED, target=Target(url=RIGHT.url))
LINKED = Resolved(resolution=Resolution.LINKED, target=Target(url=RIGHT.url))
READ = Obtained(outcome=LIVE, document=Document(text="Another thing."))
SHARES = Probabilities(supported=0.1, partially_supported=0.1, not_supported=0.4, contradicted=0.4)


def judged(verdict: Verdict) -> Judgement:
    return Judgement(verdict=verdict, probability=0.8, probabilities=SHARES, reasons=("because",), scorer="x")


@pytest.mark.parametrize("verdict", [Verdict.NOT_SUPPORTED, Verdict.CONTRADICTED])
def test_a_page_found_by_searching_never_fails_a_claim(verdict: Verdict) -> None:
    checked = check_source(SOURCE, SEARCHED, READ, judged(verdict))
    assert (checked.verdict, checked.probability, checked.probabilities) == (Verdict.UNDETERMINED, None, None)
    assert checked.reasons[0].startswith("The page was found by searching and does not say this")
    assert checked.reasons[1:] == ("because",)
    assert "found-by-search" in {finding.code for finding in checked.findings}
    assert check_source(SOURCE, LINKED, READ, judged(verdict)).verdict is verdict


@pytest.mark.parametrize("verdict", [Verdict.SUPPORTED, Verdict.PARTIALLY_SUPPORTED])
def test_a_page_found_by_searching_may_support_a_claim(verdict: Verdict) -> None:
    checked = check_source(SOURCE, SEARCHED, READ, judged(verdict))
    assert (checked.verdict, checked.probability) == (verdict, 0.8)
    assert checked.resolution is Resolution.SEARCHED


def test_the_report_takes_what_the_search_came_to() -> None:
    open_end = Resolved(resolution=Resolution.NONE, target=Target(url="", wanted=WANTED), reason="no link")
    assert pipeline.Tried(resolved=open_end, obtained=replace(READ, resolved=SEARCHED)).settled == SEARCHED
    assert pipeline.Tried(resolved=open_end, obtained=READ).settled == replace(open_end, target=None)
    assert pipeline.Tried(resolved=LINKED, obtained=READ).settled == LINKED


def test_candidates_of_an_ambiguous_citation_are_a_finding() -> None:
    twins = [RIGHT, replace(RIGHT, url=RIGHT.url + "9", title=f"{RIGHT.title} again")]
    found = looked(Shelf(), Found("one", *twins))
    assert found.resolved is not None
    checked = check_source(SOURCE, found.resolved, found)
    assert len(checked.candidates) == 2
    assert "ambiguous" in {finding.code for finding in checked.findings}
    assert checked.state is SourceState.UNRESOLVED
    assert checked.reasons[0].startswith("Ambiguous")


# --- what later articles may use ---------------------------------------------------------


def test_links_are_kept_for_later_articles_with_day_and_claim() -> None:
    linked = replace(SOURCE, url=RIGHT.url)
    rows = [(linked, LINKED), (replace(linked, domains=()), LINKED), (SOURCE, SEARCHED)]
    citations = tuple(
        Citation(id=f"c{n}", start=0, end=1, text="x", sources=(source,), claim=Claim(text="It rained.", spans=()))
        for n, (source, _) in enumerate(rows)
    )
    found = Citations(article=Article(text="…"), citations=citations)
    assert earlier_links(found, [(one,) for _, one in rows]) == [
        Sighting(url=RIGHT.url, how="linked-earlier", day="2025-03-12", text="It rained.")
    ]


def test_a_worker_has_time_for_a_whole_search() -> None:
    settings = Settings()
    more = dataclasses.replace(settings, search_deadline_s=settings.search_deadline_s + 100.0)
    assert soft_limit_s("fetch", more) == soft_limit_s("fetch", settings) + 100
    assert soft_limit_s("start", settings) > settings.headlines_deadline_s


@pytest.mark.parametrize("other", [Verdict.NOT_SUPPORTED, Verdict.CONTRADICTED])
def test_a_page_found_by_searching_decides_a_citation_only_by_supporting_it(other: Verdict) -> None:
    citation = Citation(id="c1", start=0, end=1, text="x", sources=(SOURCE, SOURCE), claim=Claim(text="It.", spans=()))
    partly, whole = (
        check_source(SOURCE, SEARCHED, READ, judged(verdict))
        for verdict in (Verdict.PARTIALLY_SUPPORTED, Verdict.SUPPORTED)
    )
    against = check_source(SOURCE, LINKED, READ, judged(other))
    assert check_citation(citation, [partly, against]).verdict is other
    assert check_citation(citation, [whole, against]).verdict is Verdict.SUPPORTED
    alone = check_citation(citation, [partly])
    assert (alone.verdict, alone.probability) == (Verdict.UNDETERMINED, None)
    assert alone.sources[0].verdict is Verdict.PARTIALLY_SUPPORTED


# --- what must not get through -----------------------------------------------------------


@pytest.mark.parametrize(("ends", "taken"), [("casino.example", False), ("www.selmpost.example", True)])
def test_a_page_that_leads_to_another_site_is_not_taken_unless_the_article_links_it(ends: str, taken: bool) -> None:
    def obtain(target: Target) -> tuple[Obtained, tuple[Exchange, ...]]:
        snapshot = Snapshot(url=target.url, final_url=f"https://{ends}/win", fetched_at="…", sha256="0")
        document = Document(text=WANTED.claim, language="en", published="2025-03-12")
        return Obtained(outcome=LIVE, snapshot=snapshot, document=document), ()

    found, _ = search(WANTED, Search(finders=[Found("one", RIGHT)], terms=terms), obtain)
    assert (resolution(found)[0] is Resolution.SEARCHED) is taken
    linked, _ = search(WANTED, Search(finders=[Found("linked", replace(RIGHT, how="linked"))], terms=terms), obtain)
    assert resolution(linked)[0] is Resolution.SEARCHED
    assert linked.resolved is not None
    checked = check_source(SOURCE, linked.resolved, linked)
    told = [finding.message for finding in checked.findings if finding.code == "outlet-differs"]
    assert bool(told) is not taken
    assert taken or "the page found by searching is at casino.example" in told[0]


def test_readers_are_not_told_the_question_nor_where_the_finder_stands(caplog: pytest.LogCaptureFixture) -> None:
    error = FetchError(OutcomeCode.UNREACHABLE, "No connection to 127.0.0.1:8888/search?q=copper&token=sesame")
    found = looked(Shelf(), Found("searxng", error=error))
    assert "searxng could not be asked: it could not be reached." in (resolution(found)[1] or "")
    assert "sesame" not in repr(found) + caplog.text
    assert "fetch-unreachable" in caplog.text


def test_long_texts_are_not_kept() -> None:
    _kept.cache_clear()
    assert terms("Copper. " * 100, "en") == terms("Copper. " * 100, "en")
    assert _kept.cache_info().currsize == 0
    terms("Copper.", "en")
    assert _kept.cache_info().currsize == 1


def test_rows_with_lone_surrogates_are_cleaned_or_passed_over() -> None:
    rows = [{"url": "https://selmpost.example/x-\ud800", "title": "a"}, {"url": RIGHT.url, "title": "a \ud800 b"}]
    (one,) = _sightings(rows, "one", ("title",), (), ())
    assert (one.url, one.title) == (RIGHT.url, "a b")
    body = "\n".join(json.dumps({**row, "lang": "\ud800"}) for row in rows).encode()
    assert to_json(articles_in(body))


def test_a_text_that_cannot_be_kept_is_not_and_costs_nothing(tmp_path: Path) -> None:
    assert Headlines(tmp_path, terms).put([replace(RIGHT, title="a \ud800 b")]) == 0


@pytest.mark.parametrize("end", ["?token=sesame", "#sesame", "@selm.example", "/a sesame"])
def test_an_address_with_secrets_is_refused_and_not_repeated(end: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings({"VERIFIER_SEARXNG_URL": f"http://sesame{end}"})
    assert "sesame" not in caught.value.message
    assert load_settings({"VERIFIER_SEARXNG_URL": "http://127.0.0.1:8888/"}).searxng_url == "http://127.0.0.1:8888/"
