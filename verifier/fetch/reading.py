"""A page that answered well and the text that was read of it → its outcome, told by the text where it is no article."""

from __future__ import annotations

from urllib.parse import urlsplit

from verifier.fetch.gist import is_list, kind_of
from verifier.fetch.markup import scan
from verifier.fetch.outcome import STATES
from verifier.model import Document, Exchange, Outcome, OutcomeCode, SourceState
from verifier.pages import host_of, site_of

_REASONS = {
    OutcomeCode.SOFT_404: "The site answers, but all the page says is that something is missing.",
    OutcomeCode.PARKED: "There is no site at this domain any more, only an offer to buy it.",
    OutcomeCode.CONSENT_WALL: "The site shows a question about cookies instead of the page.",
    OutcomeCode.PAYWALLED_PARTIAL: "After a few sentences the page asks readers to subscribe.",
    OutcomeCode.NO_TEXT: "The page holds menus and notices, but hardly a sentence of its own.",
    OutcomeCode.BLOCKED_BOT: "The site answers, but does not show the page to visitors like this program.",
    OutcomeCode.SERVER_ERROR: "The site says that it is away for a while.",
    OutcomeCode.NEEDS_JS: "All the page says is that a browser has to run its scripts.",
    OutcomeCode.NEEDS_LOGIN: "The site shows a login instead of the page.",
    OutcomeCode.REDIRECTED_HOME: "The address now leads to a list of headlines, not to the page.",
}


def outcome_of_text(answer: Exchange, outcome: Outcome, document: Document) -> Outcome:
    """The outcome once the text is known: unchanged for every page that has one of its own."""
    html = document.media_type in ("text/html", "application/xhtml+xml")
    if not html or document.transcript or outcome.state is SourceState.PAYWALLED:
        return outcome
    if _led_to_a_list(answer, document.text):
        return _told(OutcomeCode.REDIRECTED_HOME)
    kind = kind_of(document.text, document.title, scan(answer.body, answer.header("content-type")))
    return _told(kind) if kind is not None else outcome


def outcome_of_seen(answer: Exchange) -> Outcome | None:
    """The outcome of a page without a text, by the words that are seen on it; None if they say nothing."""
    if "html" not in (answer.header("content-type") or "text/html").lower():
        return None
    page = scan(answer.body, answer.header("content-type"))
    kind = kind_of(page.text, page.title, page)
    return _told(kind) if kind not in (None, OutcomeCode.NO_TEXT) else None


def _told(kind: OutcomeCode) -> Outcome:
    return Outcome(code=kind, state=STATES[kind], reason=_REASONS[kind])


def _led_to_a_list(answer: Exchange, text: str) -> bool:
    """Whether a redirect within the site ended nearer to its front page, at headlines alone."""
    if not answer.redirects or site_of(host_of(answer.url)) != site_of(host_of(answer.final_url)):
        return False
    asked, got = (_depth(url) for url in (answer.url, answer.final_url))
    return got <= 1 and got < asked and not urlsplit(answer.final_url).query and is_list(text)


def _depth(url: str) -> int:
    return len([part for part in urlsplit(url).path.split("/") if part])
