"""What a page is, told by the sentences that were read of it."""

from __future__ import annotations

import pytest

from verifier.fetch.gist import is_list, kind_of
from verifier.fetch.markup import PageSigns, scan
from verifier.model import OutcomeCode

MENU = "Home\nWorld\nSport\nCulture\nWeather\n"
STORY = (
    "The ferry to the islands was cancelled on Tuesday because of high waves. Around forty passengers spent the night "
    "in a school. The operator hopes to sail again on Thursday, once the wind has dropped.\n"
)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The story you requested is no longer available. Please check the link.", OutcomeCode.SOFT_404),
        (MENU + "This item has been withdrawn or never existed here.", OutcomeCode.SOFT_404),
        ("Der gewünschte Artikel ist nicht mehr verfügbar. Zur Startseite geht es hier.", OutcomeCode.SOFT_404),
        ("The domain old-herald.example is for sale. Make an offer on this domain.", OutcomeCode.PARKED),
        (
            "We and our partners use cookies to show personalised ads. To continue, accept them or subscribe.",
            OutcomeCode.CONSENT_WALL,
        ),
        (
            "The ferry was cancelled on Tuesday. Only subscribers only may go on. Already a subscriber? Sign in.",
            OutcomeCode.PAYWALLED_PARTIAL,
        ),
        (MENU + "Ferry cancelled\nRead also\nOld mill sold\nBus strike over", OutcomeCode.NO_TEXT),
    ],
)
def test_a_page_that_says_nothing_else_is_known_by_its_sentences(text: str, kind: OutcomeCode) -> None:
    assert kind_of(text) is kind


@pytest.mark.parametrize(
    "text",
    [
        STORY,
        STORY + "The page you requested was not found, said the screen at the pier instead of a timetable.",
        STORY + "We use cookies to measure reach. You can change your mind at any time.",
        "Confirmed: the minister resigned tonight.",
        "今日、島へのフェリーは高波のため欠航した。",
        MENU + "Ward A 312 290\nWard B 118 97\nWard C 441 502\nWard D 87 91",
        (STORY * 4) + "Already a subscriber? Sign in to continue reading.",
    ],
)
def test_briefs_posts_tables_and_articles_on_such_pages_stay_pages(text: str) -> None:
    assert kind_of(text) is None


def test_a_list_of_headlines_has_no_sentences() -> None:
    headlines = "\n".join(f"Council of ward {number} votes for a new library" for number in range(12))
    assert is_list(MENU + headlines)
    assert not is_list(MENU + STORY * 2)


LEAD = "The ferry to the islands was cancelled on Tuesday because of high waves, the harbour office said. "


@pytest.mark.parametrize(
    "offer",
    [
        "The rest of this report is for members. Become one, or sign in.",
        "Norėdami skaityti toliau, užsiprenumeruokite. Jau turite prenumeratą? Prisijunkite.",
        "Artikeln är för dig som är prenumerant.",
        "Ezt a cikket előfizetéssel olvashatja tovább.",
        "Продолжение доступно по подписке. Первый месяц стоит рубль.",
        "Sie möchten weiterlesen? Wählen Sie ein passendes Abo. Ein Monat kostet einen Euro.",
        "Sign up for a free account to go on reading this story. It takes half a minute.",
    ],
)
def test_who_may_read_and_what_make_an_offer_in_any_words(offer: str) -> None:
    assert kind_of(LEAD + "\n" + offer) is OutcomeCode.PAYWALLED_PARTIAL


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "Theatre has more subscribers",
            "The theatre counts 3,400 subscribers who read its programme. A seat costs ten.",
        ),
        ("Paper opens its pages", "The newspaper opens all pages until Sunday. Subscribers read the text as before."),
        (
            "Old archive is free",
            "Readers had to subscribe to read the text. " + LEAD + "Forty people waited at the pier.",
        ),
        ("Мэр подписал соглашение", "Мэр подписал соглашение о дороге. Подписку о невыезде сняли. Текст опубликуют."),
        (
            "Zgoda na wiatraki",
            "Starosta wydał zgodę na wiatraki. Zgody właścicieli zebrano w maju. Prace ruszą wiosną.",
        ),
    ],
)
def test_news_about_subscribers_and_agreements_stays_news(title: str, text: str) -> None:
    assert kind_of(text, title) is None


def test_an_element_named_after_walls_tells_of_an_offer_that_is_no_part_of_the_text() -> None:
    body = f"<p>{LEAD}</p><div class='art-paywall'><p>Subscribe for two crowns a week.</p></div>"
    assert kind_of(LEAD, "Ferry", scan(body.encode(), "text/html")) is OutcomeCode.PAYWALLED_PARTIAL
    for other in (
        f"<p>{LEAD}</p><div class='paywall' style='display: none'><p>Subscribe for two crowns.</p></div>",
        f"<p>{LEAD}</p><div class='paywall'></div><p>Subscribe for two crowns.</p>",
        f"<div class='paywall'><p>{LEAD}</p></div>",
        body + '<script type="application/ld+json">{"isAccessibleForFree": true}</script>',
    ):
        assert kind_of(LEAD, "Ferry", scan(other.encode(), "text/html")) is None


@pytest.mark.parametrize(
    ("title", "text", "kind"),
    [
        ("Not for your region", "Our pages are not for your region. We are sorry for it.", OutcomeCode.BLOCKED_BOT),
        ("Wartung", "Unsere Website wird gerade gewartet. Bitte versuchen Sie es später.", None),
        ("Wartungsarbeiten", "Unsere Website wird gewartet. Bitte später noch einmal.", OutcomeCode.SERVER_ERROR),
        ("Ferry stops for a week", "The ferry is down for maintenance until Friday, its owner said. Buses run.", None),
        ("Доступ к реке", "Доступ к реке ограничен до октября из-за ремонта, сообщил глава района.", None),
    ],
)  # fmt: skip
def test_notices_of_the_site_are_told_from_briefs_on_such_things(
    title: str, text: str, kind: OutcomeCode | None
) -> None:
    assert kind_of(text, title, PageSigns(title=title, text=text)) is kind


def test_a_form_for_a_password_and_hardly_a_word_is_a_login() -> None:
    text = "Private group\nPlease give your name and your password."
    form = f"<p>{text}</p><form><input type='password'></form>"
    assert kind_of(text, None, scan(form.encode(), "text/html")) is OutcomeCode.NEEDS_LOGIN
    assert kind_of(STORY, None, scan((form + STORY).encode(), "text/html")) is None


def test_a_page_about_the_language_of_scripts_is_not_drawn_by_it() -> None:
    text = (
        "JavaScript is thirty years old this week. “Please enable JavaScript” was said by all. It ran in 200 browsers."
    )
    page = scan(f"<title>JavaScript turns thirty</title><p>{text}</p><script src='/a.js'></script>".encode(), None)
    assert kind_of(text, "JavaScript turns thirty", page) is None
    told = "This reader needs JavaScript. Please switch JavaScript on."
    drawn = scan(f"<div id='app'></div><p>{told}</p><script src='/a.js'></script>".encode(), None)
    assert kind_of(told, None, drawn) is OutcomeCode.NEEDS_JS


def test_a_question_about_cookies_may_be_asked_without_a_demand() -> None:
    text = "Wij en onze partners plaatsen cookies en verwerken persoonsgegevens om advertenties te tonen."
    page = scan(f"<title>Welkom</title><h1>Welkom</h1><p>{text}</p>".encode(), "text/html; charset=utf-8")
    assert kind_of(text, "Welkom", page) is OutcomeCode.CONSENT_WALL
    brief = "The ferry was cancelled on Tuesday because of high waves, and forty people slept in a school.\n" + text
    beside = scan(f"<p>{brief}</p><div>Before you continue, make a choice.</div>".encode(), "text/html; charset=utf-8")
    assert kind_of(brief, "Ferry", beside) is None


BRIEF = "Forty residents of Selm Bay sat in the gallery for three hours on Wednesday."


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Ministry removes its report", f"The report on the floods has been removed, and is no longer online. {BRIEF}"),
        ("Party loses its address", f"This domain is for sale, read visitors of the party's site. {BRIEF}"),
        (
            "Down for maintenance",
            f"The tax portal is down for maintenance until Friday, and will be back soon. {BRIEF}",
        ),
    ],
)
def test_a_dated_article_on_what_is_gone_is_one_where_it_has_a_sentence_of_its_own(title: str, text: str) -> None:
    dated = PageSigns(title=title, text=text, metas={"article:published_time": "2025-09-10"})
    assert kind_of(text, title, dated) is None
    assert kind_of(text.removesuffix(BRIEF), title, dated) is not None


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Selm Bee", "Please disable your ad blocker. To read this article, switch it off and load the page again."),
        ("Bitte beachten", "Bitte deaktivieren Sie Ihren Werbeblocker. Danach laden Sie diese Seite neu."),
        ("Газета", "Пожалуйста, отключите свой блокировщик рекламы. После этого обновите страницу."),
        (
            "Unavailable",
            "We recognise that you are trying to access this website from a country belonging to the European Economic "
            "Area and cannot grant you access at this time.",
        ),
    ],
)
def test_pages_that_ask_for_advertisements_or_another_country_are_closed(title: str, text: str) -> None:
    heading = text.partition(".")[0]
    assert kind_of(text, title, PageSigns(title=title, headings=[heading], text=text)) is OutcomeCode.BLOCKED_BOT


def test_news_of_such_programs_is_news() -> None:
    text = "Ad blockers are used by four in ten readers in Selm Bay, the university found in a survey."
    assert kind_of(text, "Ad blockers gain ground", PageSigns(title="Ad blockers gain ground", text=text)) is None
