"""The pages that are there and cannot be read: guards, robots.txt, paywalls, consent, logins, scripts."""

from __future__ import annotations

import html

from verifier.model import OutcomeCode, SourceState

from .composing import LANGUAGES, Piece, article, words
from .dress import news_data, page
from .ordinary import shell
from .town import Outlet, Reply, Town, address_of, printed

_BLOCKED = SourceState.BLOCKED
#: Guards as they were seen in the wild: status, header fields, body.
_GUARDS: tuple[tuple[int, tuple[tuple[str, str], ...], str], ...] = (
    (403, (("cf-mitigated", "challenge"), ("Server", "cloudflare"), ("CF-RAY", "8f0a1b2c3d4e5f60-WAW")),
     "<!DOCTYPE html><html lang='en-US'><head><title>Just a moment...</title></head><body><noscript>Enable JavaScript "
     "and cookies to continue</noscript><script>(function(){window._cf_chl_opt={cvId:'3',cType:'managed'};})();"
     "</script><script src='/cdn-cgi/challenge-platform/h/g/orchestrate/chl_page/v1'></script></body></html>"),
    (503, (("Server", "cloudflare"),),
     "<html><head><title>Just a moment...</title></head><body><h1>Checking your browser before accessing.</h1>"
     "<p>This process is automatic. Your browser will redirect shortly.</p><form id='challenge-form' "
     "action='/?__cf_chl_f_tk=x'></form><script>window._cf_chl_opt={};</script></body></html>"),
    (403, (("Server", "cloudflare"),),
     "<html><head><title>Attention Required! | Cloudflare</title></head><body><h1>Sorry, you have been blocked</h1>"
     "<h2>You are unable to access this site</h2><p>This website is using a security service to protect itself from "
     "online attacks.</p><p>Cloudflare Ray ID: <strong>8f0a1b2c3d4e5f60</strong></p></body></html>"),
    (403, (("x-datadome", "protected"), ("Server", "DataDome")),
     "<html><head><title>press.example</title></head><body><p id='cmsg'>Please enable JS and disable any ad blocker</p>"
     "<script>var dd={'rt':'c','cid':'AHrlq','hsh':'9F3C','t':'bv','host':'geo.captcha-delivery.com'}</script>"
     "<script src='https://ct.captcha-delivery.com/c.js'></script></body></html>"),
    (403, (("X-PX-Block", "1"),),
     "<!DOCTYPE html><html><head><title>Access to this page has been denied</title></head><body><div id='px-captcha'>"
     "</div><p>Press &amp; Hold to confirm you are a human (and not a bot).</p><script>window._pxAppId='PXa1b2c3';"
     "window._pxUuid='11-22';</script><script src='/a1b2c3/captcha/captcha.js'></script></body></html>"),
    (200, (("X-Iinfo", "9-1234-0 0NNN RT(1)"),),
     "<html style='height:100%'><head><META NAME='ROBOTS' CONTENT='NOINDEX, NOFOLLOW'></head><body style='margin:0px'>"
     "<iframe id='main-iframe' src='/_Incapsula_Resource?SWUDNSAI=31&xinfo=9-1234&incident_id=877-1&edet=12' "
     "frameborder=0 width='100%' height='100%'>Request unsuccessful. Incapsula incident ID: 877-1</iframe></body>"
     "</html>"),
    (403, (("Server", "AkamaiGHost"),),
     "<HTML><HEAD><TITLE>Access Denied</TITLE></HEAD><BODY><H1>Access Denied</H1>You don't have permission to access "
     "\"http&#58;&#47;&#47;press&#46;example\" on this server.<P>Reference&#32;&#35;18&#46;5d6c7b68</BODY></HTML>"),
    (202, (("x-amzn-waf-action", "challenge"),),
     "<!DOCTYPE html><html><head><script>window.gokuProps={'key':'AQID','context':'x'};</script>"
     "<script src='https://ab.edge.sdk.awswaf.com/ab/challenge.js'></script></head><body><div id='challenge-container'>"
     "</div><noscript><h1>JavaScript is disabled</h1>In order to continue, we need to verify that you're not a robot."
     "</noscript></body></html>"),
    (403, (), "<html><head><title>403 Forbidden</title></head><body><center><h1>403 Forbidden</h1></center></body>"
     "</html>"),
)  # fmt: skip


def print_walls(town: Town) -> None:
    """All of them."""
    for turn, (status, headers, body) in enumerate(_GUARDS * 2):
        language = LANGUAGES[turn % len(LANGUAGES)]
        piece, outlet = article(language, 200 + turn), town.of(language, 7)
        url = town.put(address_of(piece, outlet), body, status=status, headers=headers)
        town.case("guard against programs", url, OutcomeCode.BLOCKED_BOT, _BLOCKED, piece)
    for turn, language in enumerate(LANGUAGES):
        _robots(town, language, turn)
        _paywalls(town, language, turn)
        _consent(town, language, turn)
        _login(town, language, turn)
        piece, outlet = article(language, 250), town.truthful(language, turn)
        url = town.put(address_of(piece, outlet), shell(piece) if turn % 3 else _spinner(piece))
        town.case("needs JavaScript", url, OutcomeCode.NEEDS_JS, SourceState.UNREADABLE, piece)


def _robots(town: Town, language: str, turn: int) -> None:
    outlet = town.of(language, 7)
    closed = ("/premium/", "/print/")
    town.robots[outlet.host] = closed
    piece = article(language, 220)
    url = town.put(f"{outlet.base}{closed[turn % 2]}{piece.number}.html", printed(piece, outlet))
    if turn % 3 == 2:  # the address itself is open, what it leads to is not
        url = town.redirect(f"{outlet.base}/go/{piece.number}", url)
    town.case("closed by robots.txt", url, OutcomeCode.BLOCKED_ROBOTS, _BLOCKED, piece)


def _paywalls(town: Town, language: str, turn: int) -> None:
    code, state = OutcomeCode.PAYWALLED_PARTIAL, SourceState.PAYWALLED
    pay = words(language)["pay"]["text"]
    part = {"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": ".locked"}
    for place in range(2):
        whole, outlet = article(language, 225 + place), town.truthful(language, turn + place)
        free = (False, "False", "false")[(turn + place) % 3]
        head = news_data(whole, isAccessibleForFree=free, hasPart=part)
        body = printed(
            whole.shortened(1),
            outlet,
            head=head,
            after=f'<div class="locked"></div><div class="offer"><p>{pay}</p></div>',
        )
        town.case("paywall with a teaser", town.put(address_of(whole, outlet), body), code, state, whole)
    whole, outlet = article(language, 228), town.truthful(language, turn + 2)
    head = '<meta property="article:content_tier" content="locked">' if turn % 2 else ""
    body = printed(whole.shortened(1), outlet, head=head, after=f'<div class="piano-offer"><p>{pay}</p></div>')
    group = "paywall told by a meta field" if turn % 2 else "paywall told in words alone"
    town.case(group, town.put(address_of(whole, outlet), body), code, state, whole)


def _consent(town: Town, language: str, turn: int) -> None:
    told = words(language)["consent"]
    buttons = "".join(f"<button>{label}</button>" for label in words(language)["buttons"])
    title = html.escape(told["title"])
    body = (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>'
        f'</head><body><div class="wall"><h1>{title}</h1><p>{html.escape(told["text"])}</p>'
        f"<form method=post>{buttons}</form></div></body></html>"
    )
    piece, outlet = article(language, 230), town.truthful(language, turn)
    url = address_of(piece, outlet)
    if turn % 3 == 1:
        host = f"consent.{outlet.host}"
        wall = f"http://{host}/collect?return={piece.number}"
        town.fallbacks[host] = Reply(status=404)
        town.put(wall, body)
        town.redirect(url, wall, 302)
    else:
        town.put(url, body)
    town.case("consent wall", url, OutcomeCode.CONSENT_WALL, _BLOCKED, piece)


def _login(town: Town, language: str, turn: int) -> None:
    code, state = OutcomeCode.NEEDS_LOGIN, SourceState.LOGIN_REQUIRED
    piece, outlet = article(language, 235), town.truthful(language, turn + 1)
    entry = f"{outlet.base}/login?next={piece.number}"
    town.put(entry, _entry(outlet))
    town.case("login", town.redirect(address_of(piece, outlet), entry, 302), code, state, piece)
    piece, outlet = article(language, 236), town.truthful(language, turn + 2)
    town.case("login", town.put(address_of(piece, outlet), _entry(outlet)), code, state, piece)
    if turn % 3 == 0:
        piece, outlet = article(language, 237), town.truthful(language, turn + 3)
        fields = (("WWW-Authenticate", 'Basic realm="members"'),)
        url = town.put(address_of(piece, outlet), "<h1>401 Unauthorized</h1>", status=401, headers=fields)
        town.case("login", url, code, state, piece)


def _entry(outlet: Outlet) -> str:
    told = words(outlet.language)["login"]
    form = (
        '<form action="/login" method="post"><input name="email" type="email"><input name="pw" type="password"></form>'
    )
    return page(outlet.language, outlet.site, told["title"], f"<p>{told['text']}</p>{form}")


def _spinner(piece: Piece) -> str:
    return (
        f'<!doctype html><html><head><meta charset="utf-8"><title>{html.escape(piece.title)}</title></head><body>'
        '<div id="app"><div class="spinner"></div></div><script>window.boot={};'
        + "boot.q=[];" * 120
        + '</script><script type="module" src="/assets/index-3b1f.js"></script></body></html>'
    )


def captured_wall(piece: Piece, outlet: Outlet) -> bytes:
    """What an archive keeps with status 200 of a page behind a guard, a login or a script."""
    kind = piece.number % 3
    return (_GUARDS[5][2], _entry(outlet), shell(piece))[kind].encode()


def captured_teaser(piece: Piece, outlet: Outlet) -> bytes:
    """The same of a page for subscribers."""
    head = news_data(piece, isAccessibleForFree=False)
    offer = f'<div class="offer"><p>{words(piece.language)["pay"]["text"]}</p></div>'
    return printed(piece.shortened(1), outlet, head=head, after=offer).encode()
