"""Linked words and addresses of running text: which say where a statement comes from, and what they back."""

from __future__ import annotations

import re

import pytest

from verifier.cite import find_citations
from verifier.cite.claims.running import leads_to_a_source
from verifier.model import Article, Citation, Link

PAGE = "https://www.reuters.com/world/port-of-lindmark-closes-2025-09-10/"
OWN = "https://own.example/news/today"


def article(marked: str, url: str | None = OWN, language: str = "en") -> Article:
    """An article from text with `[words](address)`; the text is what a reader sees."""
    text, links, at = "", [], 0
    for match in re.finditer(r"\[([^\[\]]*)\]\(([^()\s]+)\)", marked):
        text += marked[at : match.start()]
        links.append(Link(span=(len(text), len(text) + len(match[1])), url=match[2]))
        text += match[1]
        at = match.end()
    return Article(text=text + marked[at:], published="2025-09-24", language=language, url=url, links=tuple(links))


def found(marked: str, kind: str, url: str | None = OWN, language: str = "en") -> list[Citation]:
    return [one for one in find_citations(article(marked, url, language)).citations if one.kind == kind]


def claims(marked: str, kind: str = "inline_link") -> list[tuple[str, str]]:
    return [(one.text, one.claim.text) for one in found(marked, kind)]


def test_linked_words_are_part_of_the_claim_they_back() -> None:
    (one,) = found(f"The port [closed for a week]({PAGE}) on Tuesday. Nobody knows why.", "inline_link")
    assert (one.text, one.claim.text) == ("closed for a week", "The port closed for a week on Tuesday")
    (source,) = one.sources
    assert (source.name, source.outlet, source.url, source.dates) == ("Reuters", "Reuters", PAGE, ())


def test_two_links_of_a_sentence_share_it_at_the_comma() -> None:
    text = f"The port [closed]({PAGE}) on Tuesday, and the ferry [sank at the quay](https://b.example/n/12-3) at noon."
    assert claims(text) == [
        ("closed", "The port closed on Tuesday"),
        ("sank at the quay", "and the ferry sank at the quay at noon"),
    ]


def test_a_site_that_no_table_knows_goes_by_its_host() -> None:
    (one,) = found("The port [closed for a week](https://www.harbour.example/n/closed-for-a-week).", "inline_link")
    assert (one.sources[0].name, one.sources[0].outlet) == ("harbour.example", None)


@pytest.mark.parametrize(
    "text",
    [
        f"The port [closed for a week]({PAGE}) (Reuters, September 10).",
        f"The port [closed for a week]({PAGE}?utm_source=x) on Tuesday ([Reuters]({PAGE}), September 10).",
        f"The port ([Reuters]({PAGE}), September 10) [closed for a week]({PAGE}).",
        f"The [port]({PAGE}) of Lindmark, as all had feared for months, closed for a week (Reuters, September 10).",
        f"The port closed for a week ([Reuters, September 10]({PAGE})).",
        f"The port closed for a week [(Reuters, September 10)]({PAGE}).",
        "As [Profil](https://www.profil.at/ausland/port/402123) put it, the port is dead (August 8).",
    ],
)
def test_a_link_that_a_citation_of_the_sentence_has_is_not_listed_again(text: str) -> None:
    cited = find_citations(article(text)).citations
    assert [one.kind in ("parenthetical", "split") for one in cited] == [True]
    assert cited[0].sources[0].url is not None


def test_words_linked_elsewhere_stand_beside_the_citation_whose_claim_stays_whole() -> None:
    marked = f"The port [closed]({PAGE}) on Tuesday after the strike (NATO, September 10)."
    cited = find_citations(article(marked)).citations
    assert [(one.kind, one.claim.text) for one in cited] == [
        ("inline_link", "The port closed on Tuesday after the strike"),
        ("parenthetical", "The port closed on Tuesday after the strike"),
    ]
    assert cited[1].sources[0].url is None


@pytest.mark.parametrize(
    "text",
    [
        "The port [closed](https://own.example/older) on Tuesday.",
        "The port [closed](/older) and [the quay](#map) fell.",
        "The port [closed](https://news.own.example/older) on Tuesday.",
        "[Reuters](https://www.reuters.com/) and [Nato](https://www.nato.int) reported it.",
        "He met [Jan Novak](https://harbour.example/team/jan) and [Anna Lind](https://www.linkedin.com/in/anna) there.",
        f"Read more: [The port of Lindmark closes]({PAGE}).",
        f"Related articles: [The port of Lindmark closes]({PAGE}), [The quay fell](https://b.example/a-b-c).",
        f"[The port of Lindmark closes for a week]({PAGE})",
        f"- [The port of Lindmark closes for a week]({PAGE})",
        f"1. [The port closes]({PAGE}) – Reuters",
        "Photo: [Harbour Press](https://harbour.example/p/a-b-c)",
        "By [Jan Novak](https://harbour.example/writers/jan-novak)",
        "Please [subscribe to our letter](https://letters.example/subscribe) and [give](https://patreon.com/x).",
        "Share it [on Facebook](https://www.facebook.com/sharer/sharer.php?u=1) or [here](https://t.me/share/url?x=1).",
        "Follow us on [X](https://x.com/own) and [YouTube](https://www.youtube.com/@own) for more of this.",
        "Write to [the editors](mailto:a@own.example) or call [them](tel:+123) about the port today.",
        "The picture [shows the quay](https://harbour.example/quay.jpg) after the storm.",
        "All about [the port](https://harbour.example/tag/port) and [its quay](https://harbour.example/category/quay).",
        "The law on the matter is [here.](javascript:void) It was passed in 1990.",
        "An aside (the port [closed](https://b.example/a-b-c) later) stands in brackets.",
        f"The full story is long; [read more]({PAGE}) about it.",
    ],
)
def test_links_that_do_not_say_where_words_come_from(text: str) -> None:
    assert found(text, "inline_link") == []


def test_without_links_there_are_no_linked_words() -> None:
    assert found("The port closed for a week on Tuesday.", "inline_link") == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (f"Порт [закрыли на неделю]({PAGE}) во вторник.", "ru"),
        (f"Port [zamknięto na tydzień]({PAGE}) we wtorek.", "pl"),
        (f"港口[关闭一周]({PAGE})，渡轮停航。", "zh"),
    ],
)
def test_linked_words_in_other_languages(text: str, language: str) -> None:
    assert len(found(text, "inline_link", language=language)) == 1


def test_a_linked_number_after_a_word_is_a_note() -> None:
    marked = f"The port closed.[1]({PAGE}) The quay fell.[2](https://b.example/n/quay-fell-down) It rained."
    assert claims(marked, "superscript_digit") == [("1", "The port closed"), ("2", "The quay fell")]


# --- addresses in running text -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "printed", "claim"),
    [
        ("The port closed. https://harbour.example/n/12 It rained.", "https://harbour.example/n/12", "The port closed"),
        ("The port closed, see www.harbour.example/n/12.", "www.harbour.example/n/12", "The port closed"),
        ("The port closed.\nhttps://harbour.example/n/(12)\n", "https://harbour.example/n/(12)", "The port closed"),
        ("The port closed.\n\nhttps://harbour dot example/n/12, it says.", "https://harbour dot example/n/12", ""),
        ("Sources:\nhttps://harbour.example/n/12\n", "https://harbour.example/n/12", ""),
        ("The port closed: gazeta.ru/politics/12.shtml!", "gazeta.ru/politics/12.shtml", "The port closed"),
    ],
)
def test_an_address_in_running_text_is_a_citation_of_its_own_kind(text: str, printed: str, claim: str) -> None:
    (one,) = found(text, "bare_url")
    assert (one.text, one.claim.text) == (printed, claim)
    assert (one.sources[0].url or "").startswith(("https://", "www."))


@pytest.mark.parametrize(
    "text",
    [
        "The port closed (https://harbour.example/n/12).",
        "Write to me@harbour.example/n or visit https://harbour.example today.",
        "It costs 5 km/h, and/or 3.5/4.5 e.g./i.e. more; U.S./EU talks go on.",
        "See https://harbour.example/subscribe and https://harbour.example/quay.png now.",
        "[1] One.\n\nNotes\n[1] https://harbour.example/n/12",
    ],
)
def test_addresses_that_are_no_citations_of_their_own(text: str) -> None:
    assert found(text, "bare_url") == []


def test_an_address_that_is_also_a_link_is_found_once() -> None:
    marked = "The port closed. [harbour.example/n/12-a](https://harbour.example/n/12-a)"
    cited = find_citations(article(marked)).citations
    assert [(one.kind, one.sources[0].url) for one in cited] == [("bare_url", "https://harbour.example/n/12-a")]


@pytest.mark.parametrize(
    ("url", "leads"),
    [
        ("https://x.com/a/status/123456", True),
        ("https://x.com/a", False),
        ("https://t.me/harbour/1234", True),
        ("https://t.me/harbour", False),
        ("https://www.youtube.com/watch?v=abc", True),
        ("https://youtu.be/abc", True),
        ("https://www.youtube.com/@harbour", False),
        ("https://vk.com/wall-12_34", True),
        ("https://harbour.example/?p=12", True),
        ("https://harbour.example/", False),
        ("https://harbour.example/authors/jan/first-report", False),
        ("http://[broken", False),
        ("ftp://harbour.example/a", False),
        ("", False),
    ],
)
def test_what_an_address_leads_to(url: str, leads: bool) -> None:
    assert leads_to_a_source(url) is leads


def test_an_address_ends_where_a_bracket_with_more_words_begins() -> None:
    plain = Article(text="See https://a.example/news/c-d-e(Reuters, May 3) for more.", published="2025-09-24")
    assert [one.text for one in find_citations(plain).citations] == [
        "https://a.example/news/c-d-e",
        "(Reuters, May 3)",
    ]


def test_a_bracket_inside_an_address_is_part_of_it() -> None:
    plain = Article(text="It is told at https://a.example/wiki/Port_(Lindmark) in full.", published="2025-09-24")
    assert [one.text for one in find_citations(plain).citations] == ["https://a.example/wiki/Port_(Lindmark)"]
