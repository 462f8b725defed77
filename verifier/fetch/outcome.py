"""What came of a request, in a code, a state and a sentence: an `Exchange` or a `FetchError` → `Outcome`.

Pure: status, headers, redirects and bytes decide, in that order. Nothing here is fetched.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from verifier.errors import FetchError
from verifier.fetch import signs
from verifier.fetch.gist import turns_away
from verifier.fetch.markup import PageSigns, scan
from verifier.model import Exchange, Outcome, OutcomeCode, Redirect, SourceState
from verifier.pages import host_of, loose_key, site_of

#: The state that each code means to a reader.
STATES = {
    OutcomeCode.OK: SourceState.LIVE,
    OutcomeCode.OK_ARCHIVE: SourceState.ARCHIVED,
    OutcomeCode.NOT_FOUND: SourceState.GONE,
    OutcomeCode.GONE: SourceState.GONE,
    OutcomeCode.SOFT_404: SourceState.SOFT_404,
    OutcomeCode.PARKED: SourceState.SOFT_404,
    OutcomeCode.REDIRECTED_HOME: SourceState.SOFT_404,
    OutcomeCode.BLOCKED_BOT: SourceState.BLOCKED,
    OutcomeCode.BLOCKED_ROBOTS: SourceState.BLOCKED,
    OutcomeCode.CONSENT_WALL: SourceState.BLOCKED,
    OutcomeCode.RATE_LIMITED: SourceState.BLOCKED,
    OutcomeCode.ARCHIVE_EXCLUDED: SourceState.BLOCKED,
    OutcomeCode.PAYWALLED_PARTIAL: SourceState.PAYWALLED,
    OutcomeCode.NEEDS_LOGIN: SourceState.LOGIN_REQUIRED,
    OutcomeCode.NEEDS_JS: SourceState.UNREADABLE,
    OutcomeCode.NO_TEXT: SourceState.UNREADABLE,
    OutcomeCode.EXTRACTION_FAILED: SourceState.UNREADABLE,
    OutcomeCode.TLS_ERROR: SourceState.UNREADABLE,
    OutcomeCode.PROTOCOL_ERROR: SourceState.UNREADABLE,
    OutcomeCode.SERVER_ERROR: SourceState.UNREADABLE,
    OutcomeCode.TOO_MANY_REDIRECTS: SourceState.UNREADABLE,
    OutcomeCode.NO_CAPTURE: SourceState.UNREADABLE,
    OutcomeCode.UNSUPPORTED_TYPE: SourceState.UNSUPPORTED,
    OutcomeCode.TOO_LARGE: SourceState.UNSUPPORTED,
    OutcomeCode.TIMEOUT: SourceState.TIMED_OUT,
    OutcomeCode.UNREACHABLE: SourceState.TIMED_OUT,
    OutcomeCode.ARCHIVE_UNAVAILABLE: SourceState.TIMED_OUT,
    OutcomeCode.DNS_ERROR: SourceState.GONE,
    OutcomeCode.UNSAFE_ADDRESS: SourceState.REFUSED,
    OutcomeCode.INVALID_URL: SourceState.REFUSED,
    OutcomeCode.NO_LINK: SourceState.UNRESOLVED,
    OutcomeCode.NOT_CHECKED: SourceState.UNRESOLVED,
}

#: How sites that want a login refuse everybody else.
_MEANS_LOGIN = frozenset({
    OutcomeCode.BLOCKED_BOT, OutcomeCode.BLOCKED_ROBOTS, OutcomeCode.CONSENT_WALL, OutcomeCode.NEEDS_JS,
    OutcomeCode.NO_TEXT, OutcomeCode.EXTRACTION_FAILED, OutcomeCode.PROTOCOL_ERROR, OutcomeCode.REDIRECTED_HOME,
})  # fmt: skip
_PERMANENT = frozenset({301, 308})
_PASSING = frozenset({408, 425, 429})
_MEDIA = ("image/", "video/", "audio/", "font/", "model/")
_SIGNATURES = (
    (b"%PDF-", "pdf"), (b"\x89PNG", "image"), (b"\xff\xd8\xff", "image"), (b"GIF8", "image"), (b"ID3", "audio"),
    (b"OggS", "audio"), (b"Rar!", "archive"), (b"7z\xbc\xaf", "archive"), (b"\x1f\x8b", "archive"),
    (b"BZh", "archive"), (b"\x7fELF", "program"), (b"MZ\x90", "program"), (b"\xd0\xcf\x11\xe0", "office file"),
    (b"\x1aE\xdf\xa3", "video"), (b"fLaC", "audio"), (b"wOF", "font"),
)  # fmt: skip
_UNSUPPORTED_TYPES = frozenset({
    "application/zip", "application/gzip", "application/x-gzip", "application/x-tar", "application/x-rar-compressed",
    "application/vnd.rar", "application/x-7z-compressed", "application/octet-stream", "application/msword",
    "application/vnd.ms-excel", "application/vnd.ms-powerpoint", "application/epub+zip", "application/javascript",
    "application/wasm", "text/css", "text/javascript",
})  # fmt: skip


def outcome_of_error(error: FetchError) -> Outcome:
    """The outcome of a request without an answer. A name that might be found later only timed out, and so did a turn
    in our own queue: nobody refused us.
    """
    state = STATES[error.outcome]
    if not error.asked or (error.outcome is OutcomeCode.DNS_ERROR and error.retryable):
        state = SourceState.TIMED_OUT
    return Outcome(code=error.outcome, state=state, reason=error.message, retryable=error.retryable)


def behind_its_login(outcome: Outcome, url: str) -> Outcome:
    """The outcome of a page that was not had, at a site that shows strangers nothing: a login is what is missing."""
    host = host_of(url)
    if outcome.code not in _MEANS_LOGIN or not _is_host(host, "login"):
        return outcome
    return _outcome(OutcomeCode.NEEDS_LOGIN, f"{host} shows its posts only to people who are logged in.")


def outcome_of(exchange: Exchange) -> Outcome:
    """The outcome of an answer. Only `READABLE_STATES` mean that its text is that of the page asked for."""
    page = _signs_of(exchange)
    found = _by_status(exchange, page)
    if found is None and exchange.captured_at is None and exchange.memento_url is None:
        found = _by_address(exchange, page)
    elif found is None and site_of(host_of(exchange.url)) == site_of(host_of(exchange.final_url)):
        found = _sent_home(exchange)  # an archived redirect leads to the copy of another page
    if found is None:
        found = _by_media_type(exchange)
    if found is None and page is not None:
        found = _by_content(exchange, page)
    if found is None and exchange.captured_at is None and exchange.memento_url is None:
        found = _moved(exchange)
    return found or _outcome(OutcomeCode.OK, "The page answers.")


def _outcome(code: OutcomeCode, reason: str, *, retryable: bool = False) -> Outcome:
    return Outcome(code=code, state=STATES[code], reason=reason, retryable=retryable)


def _signs_of(exchange: Exchange) -> PageSigns | None:
    """The signs of an HTML answer, None for other media."""
    media_type = _media_type(exchange)
    if exchange.body and (media_type in ("", "text/html", "application/xhtml+xml") or _looks_like_html(exchange.body)):
        return scan(exchange.body, exchange.header("content-type"))
    return None


def _by_status(exchange: Exchange, page: PageSigns | None) -> Outcome | None:
    status = exchange.status
    headers = signs.tables().headers
    mitigated = [(exchange.header(name) or "").lower() for name in headers["mitigated"]]
    if "challenge" in mitigated or any(exchange.header(name) for name in headers["challenge"]):
        return _outcome(OutcomeCode.BLOCKED_BOT, "The site asks every visitor to prove to be human.")
    if 200 <= status < 300 and status not in (202, 204, 205):
        return None
    if status in (404, 410):
        code = OutcomeCode.NOT_FOUND if status == 404 else OutcomeCode.GONE
        return _outcome(code, f"The site says that the page does not exist ({status}).")
    if status == 401 and exchange.header("www-authenticate"):
        return _outcome(OutcomeCode.NEEDS_LOGIN, "The site shows the page only after a login (401).")
    if status == 402:
        return _outcome(OutcomeCode.PAYWALLED_PARTIAL, "The site shows the page only to subscribers (402).")
    if status == 999 and _is_host(host_of(exchange.final_url), "login"):
        return _outcome(OutcomeCode.NEEDS_LOGIN, "The site shows the page only after a login.")
    if status == 403 and page is not None and page.asks_password and signs.shows_very_little(page):
        return _outcome(OutcomeCode.NEEDS_LOGIN, "The site shows a login instead of the page (403).")
    walled = page is not None and signs.is_refusal_to_robots(exchange.body, page)
    if status in (401, 403, 451, 999) or (walled and status in (202, 405, 429, 503)):
        why = "The page is withheld for legal reasons" if status == 451 else "The site refuses programs"
        return _outcome(OutcomeCode.BLOCKED_BOT, f"{why} ({status}).")
    return _by_odd_status(status)


def _by_odd_status(status: int) -> Outcome | None:
    if status == 429:
        return _outcome(OutcomeCode.RATE_LIMITED, "The site asks to come back later (429).", retryable=True)
    if status >= 500:
        return _outcome(OutcomeCode.SERVER_ERROR, f"The site is out of order ({status}).", retryable=True)
    if status in (204, 205):
        return _outcome(OutcomeCode.NO_TEXT, f"The site sent an empty page ({status}).")
    if status in (406, 415):
        return _outcome(OutcomeCode.BLOCKED_BOT, f"The site refuses programs ({status}).")
    if status >= 300 or status < 200:
        retryable = status in _PASSING
        return _outcome(
            OutcomeCode.PROTOCOL_ERROR, f"The site did not hand out the page ({status}).", retryable=retryable
        )
    return None


def _by_address(exchange: Exchange, page: PageSigns | None) -> Outcome | None:
    """Where the request ended, compared with where it began."""
    host = host_of(exchange.final_url)
    last = _segments(exchange.final_url)[-1:]
    if _is_host(host, "consent"):
        return _outcome(OutcomeCode.CONSENT_WALL, "The site shows a question about cookies instead of the page.")
    if _is_host(host, "login") and (page is None or signs.shows_little(page)):
        return _outcome(OutcomeCode.NEEDS_LOGIN, f"{host} shows the page only after a login.")
    if not exchange.redirects:
        return None
    asked = exchange.url
    if signs.is_sent_to_consent(host, last) and not signs.is_sent_to_consent(host_of(asked), _segments(asked)[-1:]):
        return _outcome(OutcomeCode.CONSENT_WALL, "The site shows a question about cookies instead of the page.")
    if _is_host(host, "parked"):
        return _outcome(OutcomeCode.PARKED, f"The address now leads to {host}, a dealer in domain names.")
    paths = signs.tables().paths
    before = set(_segments(exchange.url))
    if (set(_segments(exchange.final_url)[-2:]) & paths["login"]) - before or _signs_in(host, exchange.url):
        return _outcome(OutcomeCode.NEEDS_LOGIN, "The site sends visitors to its login.")
    if set(last) & paths["not_found"]:
        return _outcome(OutcomeCode.SOFT_404, "The site leads to its page for missing pages.")
    return _sent_home(exchange)


def _signs_in(host: str, asked: str) -> bool:
    labels = signs.tables().hosts["login_labels"]
    return host.partition(".")[0] in labels and host_of(asked).partition(".")[0] not in labels


def _sent_home(exchange: Exchange) -> Outcome | None:
    if (
        _is_host(host_of(exchange.url), "shorteners")
        or _is_home(exchange.url)
        or _same_page(exchange.url, exchange.final_url)
    ):
        return None
    if _is_home(exchange.final_url):
        return _outcome(OutcomeCode.REDIRECTED_HOME, "The address now leads to the site's front page.")
    asked, got = _segments(exchange.url), _segments(exchange.final_url)
    lost = asked[len(got) :]
    if got == asked[: len(got)] and lost and len(got) == 1 and _is_slug(lost[-1]) and not _is_slug(got[0]):
        return _outcome(OutcomeCode.REDIRECTED_HOME, "The address now leads to a section of the site, not to the page.")
    return None


def _by_media_type(exchange: Exchange) -> Outcome | None:
    """By the first bytes, then by the header; a PDF or DOCX is a document whatever the header says."""
    body, media_type = exchange.body, _media_type(exchange)
    if not body.strip():
        return _outcome(OutcomeCode.NO_TEXT, "The site sent an empty page.")
    kind = _sniffed(body)
    if kind in ("pdf", "docx") or (kind is None and _looks_like_html(body)):
        return None
    if kind is None:
        if media_type.startswith(_MEDIA):
            kind = media_type.partition("/")[0]
        elif media_type == "application/octet-stream" and _is_plain_text(body):
            return None
        elif media_type in _UNSUPPORTED_TYPES or media_type.startswith("application/vnd."):
            kind = media_type
    if kind is None:
        return None
    return _outcome(OutcomeCode.UNSUPPORTED_TYPE, f"The address holds no text page but something else ({kind}).")


def _by_content(exchange: Exchange, page: PageSigns) -> Outcome | None:
    """What the page shows, each rule blind to pages with a real text."""
    body = exchange.body
    if signs.is_challenge(page, body):
        return _outcome(OutcomeCode.BLOCKED_BOT, "The site turns programs away, or asks for a proof of being human.")
    if signs.is_out_of_order(page):
        return _outcome(OutcomeCode.SERVER_ERROR, f"The site answers, but is out of order: “{_shown(page)}”.")
    if signs.is_soft_404(page):
        if turns_away(page):
            return _outcome(OutcomeCode.BLOCKED_BOT, f"The site does not show the page here: “{_shown(page)}”.")
        return _outcome(OutcomeCode.SOFT_404, f"The site answers, but says that the page is missing: “{_shown(page)}”.")
    if signs.is_parked(page, body):
        return _outcome(OutcomeCode.PARKED, "There is no site at this domain any more, only a placeholder.")
    if signs.is_login_page(page):
        return _outcome(OutcomeCode.NEEDS_LOGIN, "The site shows a login instead of the page.")
    if signs.is_consent_page(page):
        return _outcome(OutcomeCode.CONSENT_WALL, "The site shows a question about cookies instead of the page.")
    if signs.needs_javascript(page):
        return _outcome(OutcomeCode.NEEDS_JS, "The page is empty until a browser runs its scripts.")
    if signs.is_behind_paywall(page):
        return _outcome(OutcomeCode.PAYWALLED_PARTIAL, "The site keeps part of the page for subscribers.")
    return None


def _moved(exchange: Exchange) -> Outcome | None:
    """A permanent redirect to another page; a change of scheme, `www`, slash or tracking is the same page."""
    hops = exchange.redirects
    ends = [*(hop.url for hop in hops[1:]), exchange.final_url]
    if hops and any(_is_move(hop, end) for hop, end in zip(hops, ends, strict=True)):
        reason = f"The page has moved to {exchange.final_url}."
        return Outcome(code=OutcomeCode.OK, state=SourceState.MOVED, reason=reason)
    return None


def _is_move(hop: Redirect, end: str) -> bool:
    if hop.status not in _PERMANENT or _is_host(host_of(hop.url), "shorteners") or _same_page(hop.url, end):
        return False
    return not (_is_home(hop.url) and _is_home(end) and host_of(hop.url) == host_of(end))


def _same_page(one: str, other: str) -> bool:
    return _page_key(one) == _page_key(other)


def _page_key(url: str) -> str:
    """Stricter spellings of one page fall together: case, `m.` and `amp.` hosts, `index.html`, renditions."""
    host, slash, rest = loose_key(url).lower().partition("/")
    path, mark, query = rest.partition("?")
    segments = path.split("/")
    if segments[-1].partition(".")[0] in ("index", "default"):
        segments = segments[:-1]
    while len(segments) > 1 and segments[-1] in signs.tables().paths["renditions"]:
        segments = segments[:-1]
    for prefix in ("m.", "amp.", "mobile."):
        host = host.removeprefix(prefix)
    return host + slash + "/".join(segments) + mark + query


def _segments(url: str) -> list[str]:
    """The parts of the path in lower case, suffixes like `.html` off the last."""
    try:
        path = urlsplit(url).path.lower()
    except ValueError:
        return []
    parts = [part for part in path.split("/") if part]
    if parts:
        parts[-1] = parts[-1].partition(".")[0]
    return parts


def _is_home(url: str) -> bool:
    """`/`, `/index.html`, `/en/`, `/en-gb`; a query makes it a page."""
    if "?" in loose_key(url):
        return False
    parts = _segments(url)
    if len(parts) > 1 and parts[-1] in signs.tables().paths["home"]:
        parts = parts[:-1]
    return not parts or (len(parts) == 1 and (_is_language(parts[0]) or parts[0] in signs.tables().paths["home"]))


def _is_language(part: str) -> bool:
    letters = part.replace("_", "-").split("-")
    return len(letters) <= 2 and all(len(word) == 2 and word.isascii() and word.isalpha() for word in letters)


def _is_slug(part: str) -> bool:
    """A name or number that only an article has."""
    return len(part) >= 15 or part.count("-") >= 2 or sum(character.isdigit() for character in part) >= 4


def _is_host(host: str, kind: str) -> bool:
    return any(host == known or host.endswith("." + known) for known in signs.tables().hosts[kind])


def _media_type(exchange: Exchange) -> str:
    return (exchange.header("content-type") or "").partition(";")[0].strip().lower()


def _looks_like_html(body: bytes) -> bool:
    head = body[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return head.startswith((b"<!doctype html", b"<html", b"<head", b"<body")) or b"<html" in head


def _sniffed(body: bytes) -> str | None:
    """The kind of a file by its first bytes, None for text and the unknown."""
    if body.startswith(b"PK\x03\x04"):
        return "docx" if b"word/document.xml" in body else "archive"
    if body[:4] == b"RIFF" and body[8:12] in (b"WEBP", b"WAVE", b"AVI "):
        return "image or sound"
    if body[4:8] == b"ftyp":
        return "video"
    return next((kind for signature, kind in _SIGNATURES if body.startswith(signature)), None)


def _is_plain_text(body: bytes) -> bool:
    return b"\0" not in body[:4096]


def _shown(page: PageSigns) -> str:
    return (page.headings[0] if page.headings else page.title or page.text)[:120]
