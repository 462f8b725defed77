"""When an address that cannot exist is asked for, which one, and what the answer proves."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from verifier.errors import FetchError
from verifier.fetch.outcome import outcome_of
from verifier.fetch.sibling import Sibling, Siblings, after_the_probe, asks_for_a_probe, sibling_of
from verifier.model import Exchange, OutcomeCode, Redirect, SourceState

URL = "https://paper.example/news/2025/trees.html"
BESIDE = "https://paper.example/news/2025/" + "x" * 25 + ".html"
HTML = (("Content-Type", "text/html; charset=utf-8"),)
MENU = " ".join(f"Section {number}, read more of ours" for number in range(20)) + ". "
LONG = "The council will plant 400 trees along the canal, and the mayor thanked everybody. " * 12


def page(text: str, title: str = "Paper", head: str = "", url: str = URL, **fields: Any) -> Exchange:
    body = f"<html><head><title>{title}</title>{head}</head><body><p>{text}</p></body></html>"
    base = Exchange(url=url, final_url=url, status=200, headers=HTML, body=body.encode(),
                    fetched_at="2025-09-20T10:00:00Z")  # fmt: skip
    return replace(base, **fields)


def sent(url: str, to: str, text: str = LONG, **fields: Any) -> Exchange:
    return page(text, url=url, final_url=to, redirects=(Redirect(url=url, status=302, location=to),), **fields)


@dataclass
class Site:
    """A web with one answer for everything."""

    answer: Exchange | FetchError
    asked: list[str] = field(default_factory=list)

    def get(self, url: str, *, headers: object = None) -> Exchange:
        self.asked.append(url)
        if isinstance(self.answer, FetchError):
            raise self.answer
        return self.answer


def judged(answer: Exchange, beside: Exchange | FetchError) -> tuple[str, str]:
    """State and code of a page once the answer beside it is known."""
    sibling, _ = Siblings().ask(Site(beside), BESIDE)
    outcome = after_the_probe(answer, outcome_of(answer), sibling)
    return outcome.state.value, outcome.code.value


# --- when and where ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "asked"),
    [
        (page(LONG), False),
        (page("A short note on the weather of the day."), True),
        (page(LONG, title="Not found | Paper"), True),
        (page(f"</p><h1>Nicht gefunden</h1><p>{LONG}"), True),
        (page(LONG + " The page could not be found, she said, and content is no longer available."), False),
        (sent(URL, "https://paper.example/archive/12345-trees"), True),
        (sent(URL, "https://www.paper.example/news/2025/trees.html/"), False),
        (sent("http://paper.example/news/2025/trees.html", URL), False),
        (page("Short.", url="https://paper.example/"), False),
        (page("Short.", captured_at="2025-09-10T00:00:00Z"), False),
        (page("Short.", status=404), False),
        (page("Short.", headers=(("Content-Type", "text/plain"),)), False),
    ],
)
def test_only_odd_pages_ask_for_a_probe(answer: Exchange, asked: bool) -> None:
    assert asks_for_a_probe(answer, outcome_of(answer), answer.body.decode().split("<p>")[-1]) is asked


def test_a_text_out_of_the_pages_data_asks_for_none() -> None:
    assert not asks_for_a_probe(page("Open the app."), outcome_of(page("Open the app.")), LONG)


@pytest.mark.parametrize(
    ("url", "start", "end"),
    [
        (URL, "https://paper.example/news/2025/", ".html"),
        ("https://paper.example/news/2025/trees/?page=2#top", "https://paper.example/news/2025/", "/"),
        ("https://paper.example/trees", "https://paper.example/", ""),
        ("https://paper.example/a.b.c/v1.2.3-final-notes", "https://paper.example/a.b.c/", ""),
    ],
)
def test_the_made_up_address_stands_in_the_same_folder_with_the_same_ending(url: str, start: str, end: str) -> None:
    made_up = sibling_of(url) or ""
    name = made_up.removeprefix(start).removesuffix(end)
    assert made_up.startswith(start)
    assert made_up.endswith(end)
    assert (len(name), name.isalpha()) == (25, True)


def test_pages_of_one_folder_share_the_made_up_address() -> None:
    assert sibling_of(URL) == sibling_of(URL.replace("trees", "bridges"))
    assert sibling_of(URL) != sibling_of(URL.replace("2025", "2024"))
    assert sibling_of("https://paper.example/") is None
    assert sibling_of("https://[broken/x") is None


# --- what it proves ----------------------------------------------------------------------


def test_the_same_answer_for_an_address_that_cannot_exist_is_a_page_that_is_missing() -> None:
    here, beside = (page(MENU + f"We looked for {name} in vain.") for name in ("trees", "x"))
    assert judged(here, beside) == ("soft_404", "soft_404")


@pytest.mark.parametrize(
    "beside",
    [
        page(MENU + "Nothing.", status=404),
        page(MENU + "Nothing.", status=410),
        page(MENU + "Nothing.", status=503),
        FetchError(OutcomeCode.TIMEOUT, "no answer"),
        page("An altogether other text stands under this address, which is odd but proves nothing at all."),
        page(MENU + "We looked in vain.", title="Another title | Paper"),
        page(MENU + "We looked in vain.", head='<meta property="og:description" content="Another post">'),
        page(MENU, headers=(("Content-Type", "application/json"),)),
    ],
)
def test_a_site_that_tells_the_truth_or_answers_otherwise_proves_nothing(beside: Exchange | FetchError) -> None:
    assert judged(page(MENU + "We looked in vain."), beside) == ("live", "ok")


def test_a_short_page_under_a_long_menu_is_not_its_sibling() -> None:
    here = page(MENU + "The bridge is closed until Monday, the council says; buses go by the mill all day.")
    assert judged(here, page(MENU + "This page is not here any more.")) == ("live", "ok")


def test_pages_of_a_few_words_are_too_little_to_compare() -> None:
    assert judged(page("Closed today."), page("Closed today.")) == ("live", "ok")


def test_a_frame_that_is_the_same_everywhere_needs_a_browser() -> None:
    frame = MENU + "</p><div id=root></div><p>"
    assert judged(page(frame), page(frame)) == ("unreadable", "needs_js")


def test_a_page_led_to_where_every_unknown_address_is_led_is_missing() -> None:
    section = "https://paper.example/archive/overview-of-all-years"
    assert judged(sent(URL, section), sent(BESIDE, section)) == ("soft_404", "soft_404")
    assert judged(sent(URL, section), sent(BESIDE, section + "-2", "Other words are here.")) == ("live", "ok")
    assert judged(page(LONG, url=section), sent(BESIDE, section, "Other words are here.")) == ("live", "ok")


# --- how often ---------------------------------------------------------------------------


def test_one_answer_serves_all_pages_of_a_folder_for_a_week() -> None:
    now = [0.0]
    site, siblings = Site(page(MENU)), Siblings(lambda: now[0])
    first, asked = siblings.ask(site, BESIDE)
    assert asked is not None
    assert siblings.ask(site, BESIDE) == (first, asked)
    assert site.asked == [BESIDE]
    now[0] = 8 * 86_400.0
    assert siblings.ask(site, BESIDE)[1] is not None
    assert site.asked == [BESIDE, BESIDE]


def test_a_long_answer_is_remembered_without_its_bytes() -> None:
    site, siblings = Site(page("words " * 100_000)), Siblings()
    first, asked = siblings.ask(site, BESIDE)
    assert asked is not None
    assert siblings.ask(site, BESIDE) == (first, None)
    assert site.asked == [BESIDE]


def test_no_more_answers_are_remembered_than_fit() -> None:
    site, siblings = Site(FetchError(OutcomeCode.TIMEOUT, "no answer")), Siblings()
    for number in range(300):
        assert siblings.ask(site, f"{BESIDE}{number}") == (Sibling(answers=False), None)
    siblings.ask(site, f"{BESIDE}299")
    assert len(site.asked) == 300
    siblings.ask(site, f"{BESIDE}0")
    assert len(site.asked) == 301


def test_an_outcome_that_stands_is_given_back_as_it_is() -> None:
    outcome = outcome_of(page(LONG))
    assert outcome.state is SourceState.LIVE
    assert after_the_probe(page(LONG), outcome, Sibling(answers=False)) is outcome
