"""The pages that are not there: told by the status, told in words, told by where one is led, or not told at all."""

from __future__ import annotations

import html

from verifier.model import OutcomeCode, SourceState

from .composing import LANGUAGES, Piece, article, words
from .dress import listing, page
from .town import Outlet, Reply, Town, address_of, front_page, gone_page

_NGINX = (
    "<html><head><title>{0}</title></head><body><center><h1>{0}</h1></center><hr><center>nginx</center></body></html>"
)
_SOFT = SourceState.SOFT_404


def print_missing(town: Town) -> None:
    """All of them."""
    for turn, language in enumerate(LANGUAGES):
        _told_by_status(town, language, turn)
        _told_in_words(town, language, turn)
        _led_elsewhere(town, language, turn)
    for turn, language in enumerate(LANGUAGES[:5]):
        _silent(town, language, turn)
    for turn, language in enumerate((*LANGUAGES, "en", "de")):
        _parked(town, language, turn)


def _told_by_status(town: Town, language: str, turn: int) -> None:
    code, gone = OutcomeCode.NOT_FOUND, SourceState.GONE
    piece, outlet = article(language, 120), town.truthful(language, turn)
    town.case("404", address_of(piece, outlet), code, gone, piece)
    piece, outlet = article(language, 121), town.truthful(language, turn + 1)
    url = town.put(address_of(piece, outlet), _NGINX.format("404 Not Found"), status=404)
    town.case("404", url, code, gone, piece)
    piece, outlet = article(language, 122), town.truthful(language, turn + 2)
    body = gone_page(outlet, 2) if turn % 2 else _NGINX.format("410 Gone")
    url = town.put(address_of(piece, outlet), body, status=410)
    town.case("410", url, OutcomeCode.GONE, gone, piece)


def _told_in_words(town: Town, language: str, turn: int) -> None:
    """Status 200 and an apology: at outlets that answer so for everything, and at outlets that else tell the truth."""
    outlet = town.of(language, 4)
    piece = article(language, 124)
    town.case("soft 404, apology", address_of(piece, outlet), OutcomeCode.SOFT_404, _SOFT, piece)
    for variant in range(3):
        piece, honest = article(language, 125 + variant), town.truthful(language, turn + variant)
        url = town.put(address_of(piece, honest), gone_page(honest, variant))
        town.case("soft 404, apology", url, OutcomeCode.SOFT_404, _SOFT, piece)
    if turn % 2 == 0:
        piece, honest = article(language, 129), town.truthful(language, turn + 3)
        url = town.put(address_of(piece, honest), gone_page(honest, 2, title=piece.title))
        town.case("soft 404, apology under the old headline", url, OutcomeCode.SOFT_404, _SOFT, piece)


def _led_elsewhere(town: Town, language: str, turn: int) -> None:
    piece, outlet = article(language, 130), town.of(language, 6)
    town.case("soft 404, led to an error page", address_of(piece, outlet), OutcomeCode.SOFT_404, _SOFT, piece)
    home = frozenset({OutcomeCode.REDIRECTED_HOME})
    piece, outlet = article(language, 131), town.of(language, 5)
    town.case("led home", address_of(piece, outlet), home, _SOFT, piece)
    piece, outlet = article(language, 132), town.truthful(language, turn)
    target = outlet.base + ("/" if turn % 2 else f"/{language}/")
    url = town.redirect(address_of(piece, outlet), target, 301 if turn % 3 else 302)
    town.case("led home", url, home, _SOFT, piece)
    if turn % 2 == 0:
        piece, outlet = article(language, 133), town.truthful(language, turn + 1)
        section = f"{outlet.base}/section/"
        titles = [(article(language, number).title, f"/s/{number}") for number in range(940, 952)]
        town.put(section, listing(language, outlet.site, words(language)["nav"][2], titles))
        url = town.redirect(address_of(piece, outlet), section)
        town.case("led to a section", url, {OutcomeCode.REDIRECTED_HOME, OutcomeCode.SOFT_404}, _SOFT, piece)


def _silent(town: Town, language: str, turn: int) -> None:
    """A site that shows its front page, or one notice without telling words, for every address it does not know."""
    host = f"silent{turn}-{language}.example"
    outlet = Outlet(language=language, number=turn, host=host, secure=False, manner="apology", site="divs")
    if turn % 2:
        body = front_page(outlet)
    else:
        body = page(language, "divs", host, f"<p>{words(language)['letter']}</p><p>{words(language)['cookie']}</p>")
    town.fallbacks[host] = Reply(body=body.encode())
    piece = article(language, 135)
    codes = {OutcomeCode.SOFT_404, OutcomeCode.REDIRECTED_HOME}
    town.case("soft 404, without a word", address_of(piece, outlet), codes, _SOFT, piece)


def _parked(town: Town, language: str, turn: int) -> None:
    host = f"lost-paper{turn}.example"
    piece = article(language, 137 + turn)
    told = {key: text.format(host=host) for key, text in words(language)["parked"].items()}
    text = f"<h1>{html.escape(told['title'])}</h1><p>{told['text']}</p>"
    start = f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{told["title"]}</title>'
    bodies = (
        f"{start}</head><body>{text}</body></html>",
        f'{start}</head><frameset rows="100%"><frame src="http://www.sedoparking.com/{host}"></frameset></html>',
        f'{start}<script src="https://www.bodis.com/park.js"></script></head><body>{text}</body></html>',
        '<!doctype html><html><head><script>window.onload=function(){window.location.href="/lander"}</script></head>'
        "<body></body></html>",
    )
    url = f"http://{host}/{piece.day.replace('-', '/')}/{piece.number}"
    if turn % 5 == 4:
        dealer = f"http://www.hugedomains.com/domain_profile.cfm?d={host}"
        town.put(dealer, f"{start}</head><body>{text}</body></html>")
        town.fallbacks[host] = Reply(status=302, headers=(("Location", dealer),))
    else:
        town.fallbacks[host] = Reply(body=bodies[turn % 5].encode())
        town.put(f"http://{host}/lander", f"{start}</head><body>{text}</body></html>")
    town.case("parked", url, OutcomeCode.PARKED, _SOFT, piece)


def dead(language: str, outlet: Outlet, piece: Piece) -> bytes:
    """What an archive kept of a page that answered well although it was missing."""
    return gone_page(outlet, piece.number % 3).encode()
