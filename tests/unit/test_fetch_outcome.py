"""What an answer is worth: status, address and outward signs → state and code."""

from __future__ import annotations

import json
import re
import tomllib
from importlib.resources import files

import pytest

from verifier.errors import FetchError
from verifier.fetch.outcome import STATES, outcome_of, outcome_of_error
from verifier.fetch.signs import says_not_found, tables
from verifier.model import READABLE_STATES, Exchange, OutcomeCode, Redirect, SourceState

URL = "https://news.example.com/2025/09/24/minister-says-more"
SENTENCE = "The council met on Tuesday evening and heard three reports about the bridge, the school and the harbour. "
MENU = "".join(f'<li><a href="/{n}">Section {n}</a></li>' for n in range(12))


def _exchange(body: bytes | str, *, status: int = 200, url: str = URL, final_url: str | None = None,
              hops: tuple[tuple[str, int], ...] = (), **headers: str) -> Exchange:  # fmt: skip
    names = {"Content-Type": "text/html; charset=utf-8"} | {
        key.replace("_", "-"): text for key, text in headers.items()
    }
    places = [place for place, _status in hops]
    end = final_url or url
    redirects = tuple(
        Redirect(url=place, status=code, location=following)
        for (place, code), following in zip(hops, [*places, end][1:], strict=True)
    )
    return Exchange(
        url=url,
        final_url=end,
        status=status,
        headers=tuple(names.items()),
        body=body.encode() if isinstance(body, str) else body,
        fetched_at="2025-09-24T12:00:00Z",
        redirects=redirects,
    )


def _page(title: str, heading: str | None = None, text: str = SENTENCE * 12, head: str = "") -> str:
    h1 = f"<h1>{heading}</h1>" if heading else ""
    top = f"<!doctype html><html><head><title>{title}</title>{head}</head>"
    return f"{top}<body><ul>{MENU}</ul>{h1}<p>{text}</p></body></html>"


def _state(body: bytes | str, **more: object) -> SourceState:
    return outcome_of(_exchange(body, **more)).state  # type: ignore[arg-type]


# --- errors --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "retryable", "state"),
    [
        (OutcomeCode.DNS_ERROR, False, "gone"),
        (OutcomeCode.DNS_ERROR, True, "timed_out"),
        (OutcomeCode.UNREACHABLE, True, "timed_out"),
        (OutcomeCode.TIMEOUT, True, "timed_out"),
        (OutcomeCode.TLS_ERROR, False, "unreadable"),
        (OutcomeCode.PROTOCOL_ERROR, False, "unreadable"),
        (OutcomeCode.TOO_MANY_REDIRECTS, False, "unreadable"),
        (OutcomeCode.UNSAFE_ADDRESS, False, "refused"),
        (OutcomeCode.INVALID_URL, False, "refused"),
        (OutcomeCode.TOO_LARGE, False, "unsupported"),
        (OutcomeCode.UNSUPPORTED_TYPE, False, "unsupported"),
        (OutcomeCode.BLOCKED_ROBOTS, False, "blocked"),
        (OutcomeCode.RATE_LIMITED, True, "blocked"),
    ],
)
def test_every_failure_has_a_state_and_its_own_words(code: OutcomeCode, retryable: bool, state: str) -> None:
    outcome = outcome_of_error(FetchError(code, "The page did what pages do.", retryable=retryable))
    assert (outcome.code, outcome.state, outcome.retryable) == (code, state, retryable)
    assert outcome.reason == "The page did what pages do."


def test_every_code_there_is_has_a_state() -> None:
    assert set(STATES) == set(OutcomeCode)


# --- statuses ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "state", "code"),
    [
        (200, "live", "ok"), (203, "live", "ok"), (206, "live", "ok"),
        (404, "gone", "not_found"), (410, "gone", "gone"),
        (401, "blocked", "blocked_bot"), (403, "blocked", "blocked_bot"), (406, "blocked", "blocked_bot"),
        (451, "blocked", "blocked_bot"), (429, "blocked", "rate_limited"), (402, "paywalled", "paywalled_partial"),
        (500, "unreadable", "server_error"), (502, "unreadable", "server_error"), (503, "unreadable", "server_error"),
        (504, "unreadable", "server_error"), (520, "unreadable", "server_error"), (400, "unreadable", "protocol_error"),
        (418, "unreadable", "protocol_error"), (302, "unreadable", "protocol_error"), (204, "unreadable", "no_text"),
    ],
)  # fmt: skip
def test_a_status_has_a_state(status: int, state: str, code: str) -> None:
    outcome = outcome_of(_exchange(_page("Harbour news", "Harbour news"), status=status))
    assert (outcome.state, outcome.code) == (state, code)
    assert outcome.retryable is (status == 429 or status >= 500)
    assert outcome.reason.endswith(".")


def test_a_login_by_status_is_a_login() -> None:
    assert _state("no", status=401, WWW_Authenticate='Basic realm="x"') == "login_required"


@pytest.mark.parametrize("status", [401, 403, 405, 429, 503, 202])
def test_a_wall_against_robots_is_a_wall_whatever_the_status(status: int) -> None:
    body = _page("Just a moment...", text="", head="<script>window._cf_chl_opt={}</script>")
    outcome = outcome_of(_exchange(body, status=status))
    assert (outcome.state, outcome.code) == ("blocked", "blocked_bot")


@pytest.mark.parametrize("header", [{"cf_mitigated": "challenge"}, {"x_vercel_mitigated": "Challenge"}])
def test_the_header_of_a_challenge_is_enough(header: dict[str, str]) -> None:
    assert _state(_page("Harbour news"), **header) == "blocked"


def test_an_outage_behind_the_same_network_is_an_outage() -> None:
    assert _state(_page("Harbour news", "Back soon"), status=503, Server="cloudflare") == "unreadable"


# --- missing pages -------------------------------------------------------------------------

MISSING = [
    "404 Not Found",
    "Page not found",
    "PAGE NOT FOUND",
    "404: Page not found",
    "Error 404",
    "Oops! That page can’t be found.",
    "The page you are looking for could not be found",
    "Sorry, this page isn't available",
    "We couldn’t find the page you’re looking for",
    "This content is no longer available",
    "Article not found",
    "Nie znaleziono strony",
    "Strona nie istnieje",
    "Błąd 404 - Nie znaleziono strony",
    "Podana strona nie istnieje",
    "Страница не найдена",
    "Ошибка 404. Страница не найдена",
    "Запрашиваемая страница не существует",
    "404 — Страница удалена",
    "Сторінку не знайдено",
    "Сторінка не знайдена",
    "Seite nicht gefunden",
    "Diese Seite existiert leider nicht mehr",
    "Page introuvable",
    "Cette page n'existe plus",
    "Página no encontrada",
    "Pagina non trovata",
    "Página não encontrada",
    "Stránka nenalezena",
    "Puslapis nerastas",
    "Pagina nu a fost găsită",
    "Az oldal nem található",
    "Sayfa bulunamadı",
    "Pagina niet gevonden",
    "Sidan kunde inte hittas",
    "Siden ble ikke funnet",
    "Sivua ei löytynyt",
    "您访问的页面不存在",
    "ページが見つかりません",
    "Страницата не е намерена",
    "Lapa nav atrasta",
    "Старонка не знойдзена",
]


@pytest.mark.parametrize("words", MISSING)
def test_a_page_that_says_it_is_missing_is_missing(words: str) -> None:
    for body in (
        _page(words, text="Try the search or go to the front page."),
        _page(f"{words} - Harbour News", words, text="Try the search."),
        _page("Harbour News", words, text="Try the search."),
    ):
        outcome = outcome_of(_exchange(body))
        assert (outcome.state, outcome.code) == ("soft_404", "soft_404"), body


def test_a_missing_page_under_a_menu_and_a_list_of_articles_is_missing() -> None:
    body = _page("Page not found - Harbour News", "Page not found", text=SENTENCE * 20)
    assert _state(body) == "soft_404"


def test_a_redirect_to_the_page_for_missing_pages_is_missing() -> None:
    end = "https://news.example.com/404.html"
    assert _state(_page("Harbour News"), final_url=end, hops=((URL, 302),)) == "soft_404"


def test_a_bare_answer_in_one_line_is_missing() -> None:
    assert _state("<p>Page not found.</p>") == "soft_404"


# --- ordinary pages ------------------------------------------------------------------------

CONTROLS = {
    "an article about missing pages": ("Page not found: how a third of the web fell apart", None),
    "an article about missing pages, dashed": (
        "Page not found – how a third of the web fell apart | Harbour News",
        None,
    ),
    "a headline about a missing page": ("“Page not found” is the message most readers know", None),
    "an article about the number": ("404 houses to be built at the harbour", None),
    "a missing person": ("Fisherman not found after third day of search", None),
    "no longer available": ("The old ferry is no longer available, council says", None),
    "removed": ("Statue has been removed, harbour master confirms", None),
    "an article about paywalls": ("Why paywalls work: subscribe to continue reading, says every site", None),
    "an article about captchas": ("Are you a robot? The story of the captcha", None),
    "an article about being blocked": ("Access denied to observers at polling stations", None),
    "an article about waiting": ("Just a moment that changed the harbour", None),
    "an article about logins": ("Log in, log out: a year of remote work", None),
    "an article about passwords": ("Sign in with your face? Banks think again", None),
    "an article about cookies": ("We value your privacy, and other things sites say", None),
    "an article about domains": ("This domain is for sale: inside the trade with names", None),
    "an article about consent": ("Before you continue: what the banner really asks", None),
    "an article in Polish": ("Nie znaleziono winnych pożaru w porcie", None),
    "an article in Russian": ("Страница не найдена: как исчезают архивы газет", None),
    "an article in Ukrainian": ("Зниклого рибалку не знайдено", None),
    "an article in German": ("Täter nicht gefunden: Polizei bittet um Hilfe", None),
    "an article about JavaScript": ("Please enable JavaScript, said the museum of the web", None),
    "an article about maintenance": ("Under maintenance: the bridge closes for a month", None),
    "gone": ("Gone", "Gone with the tide"),
    "error": ("Error of judgment cost harbour three million", None),
}


@pytest.mark.parametrize("kind", CONTROLS)
@pytest.mark.parametrize("size", [3, 12, 60], ids=["short", "middling", "long"])
def test_a_page_that_merely_mentions_such_things_is_an_ordinary_page(kind: str, size: int) -> None:
    title, heading = CONTROLS[kind]
    text = (
        f"{title}. This page is no longer available, said the site; verify you are human, said the next. "
        + SENTENCE * size
    )
    widgets = "<script src='https://www.google.com/recaptcha/api.js' class='g-recaptcha'></script>"
    for body in (
        _page(title, heading or title, text, widgets),
        _page(f"{title} | Harbour News", heading or title, text),
    ):
        outcome = outcome_of(_exchange(body))
        assert (outcome.state, outcome.code) == ("live", "ok"), outcome.reason


def test_an_encyclopaedia_may_explain_the_status() -> None:
    assert _state(_page("HTTP 404 - Encyclopaedia", "HTTP 404", SENTENCE * 60)) == "live"


def test_a_dated_article_with_an_unlucky_headline_is_an_article() -> None:
    head = '<meta property="article:published_time" content="2025-09-24">'
    assert _state(_page("Page not found", "Page not found", SENTENCE * 15, head)) == "live"


def test_a_search_form_with_a_password_field_in_the_menu_is_no_login() -> None:
    body = _page("Harbour news", "Harbour news", '<form><input type="password"></form>' + SENTENCE * 4)
    assert _state(body) == "live"


def test_a_noscript_about_counting_visitors_is_no_empty_page() -> None:
    body = _page("Harbour news", "Harbour news", "<noscript>Turn on JavaScript to be counted</noscript>" + SENTENCE * 4)
    assert _state(body) == "live"


# --- walls ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Just a moment...", "Checking your browser before you go on."),
        ("Attention Required! | Cloudflare", "Please complete the check."),
        ("Pardon Our Interruption", "Something about your browser made us think."),
        ("Are you a robot?", "Please confirm."),
        ("Access Denied", "You don't have permission."),
        ("Making sure you're not a bot!", "Loading…"),
        ("Вы не робот?", "Подтвердите."),
        ("Проверка браузера", "Подождите."),
    ],
)
def test_a_challenge_with_a_good_status_is_a_wall(title: str, text: str) -> None:
    assert _state(f"<title>{title}</title><h1>{title}</h1><p>{text}</p>") == "blocked"


@pytest.mark.parametrize(
    "address",
    ["https://x.com/i/status/1", "https://www.facebook.com/p/1", "https://m.facebook.com/p/1", "https://www.instagram.com/p/1/",
     "https://www.linkedin.com/posts/x", "https://www.tiktok.com/@a/video/1", "https://twitter.com/a/status/1"],
)  # fmt: skip
def test_sites_that_show_strangers_nothing_need_a_login(address: str) -> None:
    assert _state(_page("Site", text="Log in to see more"), url=address) == "login_required"


def test_a_public_article_at_such_a_site_is_read() -> None:
    assert (
        _state(_page("On bridges", "On bridges", SENTENCE * 30), url="https://www.linkedin.com/pulse/on-bridges")
        == "live"
    )


@pytest.mark.parametrize(
    "end",
    ["https://news.example.com/login?next=/2025/09/24/x", "https://news.example.com/account/signin",
     "https://login.example.com/?r=1", "https://news.example.com/wp-login.php"],
)  # fmt: skip
def test_a_redirect_to_a_login_needs_a_login(end: str) -> None:
    assert _state(_page("Harbour News"), final_url=end, hops=((URL, 302),)) == "login_required"


def test_a_login_in_the_place_of_the_page_needs_a_login() -> None:
    body = _page("Log in | Harbour News", "Welcome", '<form><input name=u><input type="password"></form>')
    assert _state(body) == "login_required"


@pytest.mark.parametrize(
    "end", ["https://consent.youtube.com/m?continue=x", "https://consent.google.com/ml?continue=x"]
)
def test_a_question_about_cookies_is_a_wall(end: str) -> None:
    outcome = outcome_of(_exchange(_page("Before you continue"), final_url=end, hops=((URL, 302),)))
    assert (outcome.state, outcome.code) == ("blocked", "consent_wall")


def test_a_domain_for_sale_is_no_page() -> None:
    for body in (
        "<title>example.com - This domain is for sale!</title><h1>example.com</h1><p>Make an offer.</p>",
        '<title>example.com</title><script src="https://www.sedoparking.com/x.js"></script><p>Related links</p>',
        "<title>example.com</title><p>This domain is for sale. Buy this domain. Related searches: boats.</p>",
    ):
        outcome = outcome_of(_exchange(body))
        assert (outcome.state, outcome.code) == ("soft_404", "parked")


# --- paywalls ------------------------------------------------------------------------------


def _ld(data: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


@pytest.mark.parametrize(
    "head",
    [
        _ld({"@type": "NewsArticle", "isAccessibleForFree": False}),
        _ld({"@type": "NewsArticle", "isAccessibleForFree": "False"}),
        _ld({"@graph": [{"@type": "NewsArticle", "isAccessibleForFree": "http://schema.org/False"}]}),
        _ld([{"@type": "WebPage"}, {"@type": "NewsArticle", "isAccessibleForFree": False}]),
        '<script type="application/ld+json">{"isAccessibleForFree": false, broken</script>',
        '<meta property="article:content_tier" content="locked">',
        '<meta name="article:content_tier" content="metered">',
        '<meta itemprop="isAccessibleForFree" content="false">',
    ],
)
def test_a_page_that_says_it_is_for_subscribers_is_paywalled_and_readable(head: str) -> None:
    outcome = outcome_of(_exchange(_page("Harbour news", "Harbour news", head=head)))
    assert (outcome.state, outcome.code) == ("paywalled", "paywalled_partial")
    assert outcome.state in READABLE_STATES


@pytest.mark.parametrize(
    "head",
    [
        _ld({"@type": "NewsArticle", "isAccessibleForFree": True}),
        _ld({"@type": "NewsArticle", "mentions": [{"@type": "NewsArticle", "isAccessibleForFree": False}]}),
        '<meta property="article:content_tier" content="free">',
        "<style>.paywall { display: none }</style>",
        '<script>var config = {"isAccessibleForFree": false}</script>',
    ],
)
def test_an_open_page_is_live_whatever_it_says_about_others(head: str) -> None:
    assert _state(_page("Harbour news", "Harbour news", head=head)) == "live"


# --- scripts and media ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        '<title>News</title><div id="root"></div><script src="/app.js"></script>',
        "<title>News</title><noscript>You need to enable JavaScript to run this app.</noscript><div id=x></div>",
        "<title>News</title><p>Loading</p><script>" + "var a = 1;" * 500 + "</script>",
    ],
)
def test_an_empty_frame_for_scripts_cannot_be_read(body: str) -> None:
    outcome = outcome_of(_exchange(body))
    assert (outcome.state, outcome.code) == ("unreadable", "needs_js")


def test_an_empty_frame_with_the_article_in_its_data_can_be_read() -> None:
    head = _ld({"@type": "NewsArticle", "articleBody": SENTENCE * 5})
    assert _state(f'<head>{head}</head><div id="root"></div>') == "live"


@pytest.mark.parametrize("body", [b"", b"   \n ", b"\t"])
def test_an_empty_answer_cannot_be_read(body: bytes) -> None:
    outcome = outcome_of(_exchange(body))
    assert (outcome.state, outcome.code) == ("unreadable", "no_text")


@pytest.mark.parametrize(
    ("body", "media_type", "state"),
    [
        (b"\x89PNG\r\n\x1a\n", "image/png", "unsupported"),
        (b"\xff\xd8\xff\xe0 jpeg", "text/html", "unsupported"),
        (b"\0\0\0 ftypmp42", "video/mp4", "unsupported"),
        (b"ID3 sound", "audio/mpeg", "unsupported"),
        (b"anything", "audio/x-new", "unsupported"),
        (b"PK\x03\x04 data", "application/zip", "unsupported"),
        (b"\xd0\xcf\x11\xe0 doc", "application/msword", "unsupported"),
        (b"\0\1\2\3 binary", "application/octet-stream", "unsupported"),
        (b"PK\x03\x04 [Content_Types].xml word/document.xml", "application/octet-stream", "live"),
        (b"%PDF-1.7 x", "application/octet-stream", "live"),
        (b"%PDF-1.7 x", "text/html", "live"),
        (b"plain words", "text/plain", "live"),
        (b"plain words", "application/octet-stream", "live"),
        (b"<html><p>" + SENTENCE.encode() * 3, "application/octet-stream", "live"),
        (b"{}", "application/json", "live"),
    ],
)
def test_a_file_is_what_its_first_bytes_say(body: bytes, media_type: str, state: str) -> None:
    assert _state(body, Content_Type=media_type) == state


# --- addresses -----------------------------------------------------------------------------

ARTICLE = _page("Harbour news", "Minister says more")


@pytest.mark.parametrize(
    "end",
    ["https://news.example.com/", "https://news.example.com/index.html", "https://news.example.com/en/", "https://other.example.org/",
     "https://news.example.com/pl-pl", "https://www.news.example.com/?utm_source=old", "https://news.example.com/home"],
)  # fmt: skip
def test_a_page_that_leads_home_is_missing(end: str) -> None:
    outcome = outcome_of(_exchange(ARTICLE, final_url=end, hops=((URL, 301),)))
    assert (outcome.state, outcome.code) == ("soft_404", "redirected_home")


def test_a_page_that_leads_to_its_section_is_missing() -> None:
    asked = "https://news.example.com/world/minister-says-more-about-bridge-123"
    outcome = outcome_of(
        _exchange(ARTICLE, url=asked, final_url="https://news.example.com/world/", hops=((asked, 301),))
    )
    assert outcome.code == "redirected_home"


@pytest.mark.parametrize(
    ("asked", "end"),
    [
        ("https://news.example.com/", "https://news.example.com/en/"),
        ("https://example.com/index.php", "https://example.com/"),
        ("https://bit.ly/abc123", "https://news.example.com/"),
        (
            "https://news.example.com/world/minister-says-more-123/amp",
            "https://news.example.com/world/minister-says-more-123",
        ),
    ],
)
def test_leading_home_is_fine_where_home_was_meant(asked: str, end: str) -> None:
    assert _state(ARTICLE, url=asked, final_url=end, hops=((asked, 301),)) == "live"


@pytest.mark.parametrize("status", [301, 308])
def test_a_page_that_moved_for_good_has_moved(status: int) -> None:
    end = "https://news.example.com/archive/minister-says-more-98765"
    outcome = outcome_of(_exchange(ARTICLE, final_url=end, hops=((URL, status),)))
    assert (outcome.state, outcome.code) == ("moved", "ok")
    assert end in outcome.reason


@pytest.mark.parametrize(
    ("asked", "end"),
    [
        (URL.replace("https", "http"), URL),
        (URL, URL + "/"),
        (URL.replace("news.", "www.news."), URL),
        (URL.replace("news.example", "m.news.example"), URL),
        (URL + "?utm_source=x&fbclid=y", URL),
        (URL.upper().replace("HTTPS", "https"), URL),
        (URL + "/index.html", URL + "/"),
        (URL + "/amp/", URL),
        ("https://t.co/abc", URL),
    ],
)
def test_a_permanent_redirect_to_the_same_page_is_no_move(asked: str, end: str) -> None:
    assert _state(ARTICLE, url=asked, final_url=end, hops=((asked, 301),)) == "live"


@pytest.mark.parametrize("status", [302, 303, 307, 200])
def test_a_passing_redirect_is_no_move(status: int) -> None:
    end = "https://news.example.com/archive/minister-says-more-98765"
    assert _state(ARTICLE, final_url=end, hops=((URL, status),)) == "live"


def test_of_several_hops_one_lasting_move_is_enough() -> None:
    second = URL.replace("http:", "https:")
    end = "https://news.example.com/archive/minister-says-more-98765"
    assert _state(ARTICLE, final_url=end, hops=((URL, 302), (second + "/x", 301))) == "moved"


def test_the_addresses_of_an_archive_say_nothing_about_the_page() -> None:
    found = _exchange(ARTICLE, final_url="https://web.archive.org/", hops=((URL, 301),))
    changes = {name: getattr(found, name) for name in Exchange.__dataclass_fields__}
    assert outcome_of(Exchange(**changes | {"captured_at": "2025-09-10T00:00:00Z"})).state == "live"


# --- what vendors and servers say of themselves --------------------------------------------


@pytest.mark.parametrize("name", ["x_vercel_challenge_token", "x_sucuri_block", "sg_captcha"])
def test_a_guard_s_own_header_is_enough(name: str) -> None:
    assert _state(_page("Harbour news"), status=429, **{name: "challenge"}) == "blocked"


@pytest.mark.parametrize(
    "body",
    [
        "<title>Sprawdzenie</title><p>Pokaż, że jesteś człowiekiem.</p><form action='/captcha'><input name='c'></form>",
        "<title>Перевірка</title><p>Позначте, що ви людина.</p><div class='h-captcha'></div>",
        "<title>Un instant</title><p>Cochez la case si vous êtes un humain.</p><div class='cf-turnstile'></div>",
    ],
)
def test_a_box_to_tick_for_people_is_a_wall_in_any_language(body: str) -> None:
    assert outcome_of(_exchange(body)).code == "blocked_bot"


def test_the_script_of_a_guard_makes_a_slow_down_a_wall() -> None:
    outcome = outcome_of(_exchange("<script>KPSDK.now()</script><script src='/a/ips.js'></script>", status=429))
    assert outcome.code == "blocked_bot"


def test_a_refusal_with_a_form_for_a_password_is_a_login() -> None:
    form = "<title>Connexion requise</title><form><input type='password'></form>"
    assert _state(form, status=403) == "login_required"
    assert _state(_page("Harbour news", text=SENTENCE * 12 + form), status=403) == "blocked"


@pytest.mark.parametrize(
    "end", ["http://consent.harbour.example/?ret=1", "https://news.example.com/collectConsent?s=1"]
)
def test_a_redirect_to_a_place_for_consent_is_a_question_about_cookies(end: str) -> None:
    outcome = outcome_of(_exchange(_page("Harbour", text="Yes or no?"), final_url=end, hops=((URL, 302),)))
    assert outcome.code == "consent_wall"
    assert _state(_page("Harbour"), url="https://news.example.com/consent", hops=()) == "live"


def test_an_error_page_with_a_good_status_is_an_outage() -> None:
    assert _state("<title>Bad Gateway</title><h1>502 Bad Gateway</h1>") == "unreadable"
    assert _state(_page("Bad Gateway", "Bad Gateway")) == "live"


def test_a_server_s_first_page_is_no_site() -> None:
    assert outcome_of(_exchange("<html><body><h1>It works!</h1></body></html>")).code == "parked"
    assert _state(_page("It works!", "It works!")) == "live"


def test_what_is_not_shown_in_a_country_is_not_missing() -> None:
    assert _state("<title>Treść niedostępna</title><h1>Ta treść nie jest dostępna w Twoim kraju</h1>") == "blocked"
    assert _state("<title>Treść niedostępna</title><h1>Treść niedostępna</h1>") == "soft_404"


def test_a_label_and_scripts_alone_wait_for_a_browser() -> None:
    scripts = "<script src='/a.js'></script><script src='/b.js' type='module'></script>"
    assert outcome_of(_exchange(f"<app-root>Loading…</app-root>{scripts}")).code == "needs_js"
    assert outcome_of(_exchange(f"<p>{SENTENCE}</p>{scripts}")).code == "ok"


# --- the tables ----------------------------------------------------------------------------


def test_the_patterns_are_linear_and_written_as_phrases_come_out() -> None:
    raw = tomllib.loads(files("verifier.fetch").joinpath("signs.toml").read_text("utf-8"))
    for language, patterns in raw["not_found"].items():
        for pattern in patterns:
            assert re.compile(pattern)
            assert not re.search(r"[+*}]", pattern), (language, "repeats can make a pattern slow")
            assert pattern == pattern.lower()
            assert not re.search(r"['’.,!]", pattern), "phrases have lost their punctuation"


def test_titles_in_the_tables_are_written_as_phrases_come_out() -> None:
    for words in tables().titles.values():
        for title in words:
            assert re.fullmatch(r"[\w ]+", title), title
            assert title == title.lower()


@pytest.mark.timeout(20)
def test_a_title_without_end_is_judged_at_once() -> None:
    for unit in ("page ", "the page you are looking for ", "404 ", "не найдена ", ". ", "| ", "- "):
        assert says_not_found(unit * 100_000) is None
        outcome_of(_exchange(_page(unit * 100_000, unit * 100_000)))
