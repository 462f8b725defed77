"""A number in, a page of a news site out: text among menus, scripts, teasers, each host with its own template."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from html import escape

from bench.composed import Fact, facts, filling

#: Sites of the loopback web; names that no DNS knows (RFC 2606).
HOSTS = 200
_MENU = ("Politics", "Economy", "Courts", "The sea", "Science", "Culture", "Sport", "Weather", "Opinion", "Jobs")
#: Where the text stands: opening and closing tags around it, by template.
_FRAMES = (
    ('<main><article class="story">', "</article></main>"),
    ('<div id="content"><div class="post-body entry-content">', "</div></div>"),
    ('<main role="main"><section class="article__body"><div>', "</div></section></main>"),
    ('<div class="layout"><div class="col-8"><div itemprop="articleBody">', "</div></div></div>"),
    ('<article id="a1"><div class="text-block"><div class="inner">', "</div></div></article>"),
)


def host(number: int) -> str:
    """The name of the site on which that page stands: pages go round the hosts."""
    return f"www.news{number % HOSTS}.example"


def story(number: int) -> Fact:
    """What the page of that number tells."""
    return facts(1, seed=number + 1)[0]


def news_page(number: int) -> str:
    """40 to 90 kB: a fact in 8 to 60 paragraphs, and around it what news sites put around a text."""
    site = number % HOSTS
    frame, chance = random.Random(site), random.Random(number)
    fact = story(number)
    opening, closing = frame.choice(_FRAMES)
    title = f"{fact.place}: {fact.amount} {fact.deed[1]}"
    day = f"2025-09-{fact.day:02d}"
    body = [
        f"<p>{_linked(' '.join(filling(chance, chance.randint(2, 5))), chance)}</p>" for _ in range(_length(chance))
    ]
    body.insert(len(body) // 2, f"<p>{escape(fact.told(fact.amount))}</p>")
    if frame.random() < 0.5:
        body.insert(1, f'<figure><img src="/{number}.jpg" alt=""><figcaption>The quay at dusk</figcaption></figure>')
    data = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": title, "datePublished": day}
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta property="og:title" content="{escape(title)}"><meta property="article:published_time" content="{day}">'
        f'<script type="application/ld+json">{json.dumps(data)}</script>{_clutter(frame)}</head><body>'
        f"{_menu(frame, site)}{opening}<h1>{escape(title)}</h1><p class='byline'>By {escape(fact.person)}</p>\n"
        + "\n".join(body)
        + f"{closing}{_teasers(frame, chance)}<footer><p>Imprint</p><p>All rights reserved</p></footer>"
        + f"{_clutter(frame)}</body></html>"
    )


def news_article(numbers: Sequence[int], port: int) -> str:
    """A page of an article that cites these pages by links to the loopback web."""
    told = [(number, story(number)) for number in numbers]
    paragraphs = "".join(
        f'<p>{escape(fact.claim)} (<a href="http://{host(number)}:{port}/news/{number}">{escape(fact.outlet)}</a>, '
        f"September {fact.day}).</p>\n"
        for number, fact in told
    )
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>A month on the coast</title>'
        '<meta property="article:published_time" content="2025-09-24"></head><body><article>'
        f"<h1>A month on the coast</h1>\n{paragraphs}</article></body></html>"
    )


def _length(chance: random.Random) -> int:
    """Paragraphs of a text: most are short, a few are long."""
    return min(60, 8 + int(chance.expovariate(1 / 10)))


def _linked(text: str, chance: random.Random) -> str:
    words = escape(text).split(" ")
    if chance.random() < 0.3:
        place = chance.randrange(len(words))
        words[place] = f'<a href="/topics/{place}">{words[place]}</a>'
    return " ".join(words)


def _clutter(frame: random.Random) -> str:
    """Styles and scripts in the page, 10 to 60 kB."""
    rules = "".join(
        f".c{frame.randrange(9999)}{{margin:{frame.randrange(40)}px;color:#{frame.randrange(4096):03x}}}"
        for _ in range(frame.randint(80, 400))
    )
    code = "".join(
        f"window.q{frame.randrange(9999)}=function(a){{return a.b[{frame.randrange(99)}]}};"
        for _ in range(frame.randint(100, 600))
    )
    return f"<style>{rules}</style><script>{code}</script>"


def _menu(frame: random.Random, site: int) -> str:
    items = "".join(
        f'<li class="menu-item m{place}"><a href="/{name.split()[0].lower()}/{place}">{name}</a></li>'
        for place, name in enumerate(_MENU * frame.randint(1, 6))
    )
    return f'<header><a class="logo" href="/">News {site}</a><nav><ul>{items}</ul></nav></header>'


def _teasers(frame: random.Random, chance: random.Random) -> str:
    boxes = "".join(
        f'<div class="teaser"><a href="/news/{chance.randrange(99999)}"><h3>{escape(filling(chance, 1)[0])}</h3></a>'
        f"<span class='time'>{chance.randrange(24)}:{chance.randrange(60):02d}</span></div>"
        for _ in range(frame.randint(8, 60))
    )
    return f"<aside><h2>Read on</h2>{boxes}</aside>"
