"""Later rounds of sources, written as data, each before it was run: the second before the product's signs were read.

`rounds/<name>/*.toml` hold them, `rounds/stories.toml` the pieces that their pages print. A source has `group`,
`language`, `code` (one or several), and what answers: `status`, `headers`, `body` as it is or `inside` dressed as a
site, `also` for other addresses, `rest` for every other path of its host ("same" for the same answer), `copies` for
what the archive holds. `[[title]]`, `[[lead]]`, `[[two]]`, `[[story]]`, `[[plain]]`, `[[json]]` and `[[ld]]` stand for
the piece; `[[base]]` for scheme and host.
"""

from __future__ import annotations

import functools
import gzip
import html
import json
import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from support.archive_server import Held
from support.papers import lines, pdf

from verifier.fetch.outcome import STATES
from verifier.model import OutcomeCode, SourceState

from .composing import Piece
from .copies import right_copies
from .town import Case, Reply, Town

ROUNDS = ("two", "three", "four")
_HERE = Path(__file__).resolve().parent / "rounds"
_ONE = ("amber", "birch", "cedar", "delta", "ember", "fjord", "grove", "heron", "islet", "juniper", "kestrel", "larch",
        "meadow", "nettle", "osprey", "plover", "quarry", "raven", "sorrel", "thistle")  # fmt: skip
_OTHER = ("echo", "monitor", "observer", "herald", "bulletin", "review", "post", "wire", "ledger", "chronicle",
          "dispatch", "star", "mirror")  # fmt: skip
_FIRST = date(2025, 5, 5)


def print_rounds(town: Town) -> None:
    """All sources of all rounds, with their copies."""
    for place, name in enumerate(ROUNDS):
        rows = [row for path in sorted((_HERE / name).glob("*.toml")) for row in _read(path)]
        for number, row in enumerate(rows):
            _print(town, row, place, number)


@functools.cache
def stories() -> Mapping[str, list[dict[str, Any]]]:
    """Title and paragraphs of every story, by language."""
    told: dict[str, list[dict[str, Any]]] = {}
    for row in tomllib.loads((_HERE / "stories.toml").read_text("utf-8"))["story"]:
        told.setdefault(row["language"], []).append(row)
    return told


def _read(path: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tomllib.loads(path.read_text("utf-8"))["source"]
    return rows


def _print(town: Town, row: dict[str, Any], place: int, number: int) -> None:
    piece = _piece(row, number)
    host = f"{_ONE[number % len(_ONE)]}-{_OTHER[number // len(_ONE)]}-{place + 2}.example"
    base = f"http://{row.get('host', host)}"
    url = base + row.get("at", f"/{piece.day.replace('-', '/')}/{_slug(piece.title)}-{4100 + number}")
    town.routes[url] = answer = _reply(row, piece, base)
    for more in row.get("also", []):
        address = _filled(more["at"], piece, base)
        town.routes[address if "://" in address else base + address] = _reply(more, piece, base)
    rest = row.get("rest")
    if rest is not None:
        town.fallbacks[urlsplit(url).hostname or ""] = answer if rest == "same" else _reply(rest, piece, base)
    codes = [row["code"]] if isinstance(row["code"], str) else row["code"]
    state = SourceState(row["state"]) if "state" in row else STATES[OutcomeCode(codes[0])]
    case = Case(
        group=f"round {ROUNDS[place]}: {row['group']}",
        url=url,
        codes=frozenset(map(OutcomeCode, codes)),
        state=state,
        piece=piece,
        near=piece.day,
    )
    town.cases.append(_archived(town, case, row.get("copies", []), base))


def _piece(row: dict[str, Any], number: int) -> Piece:
    known = stories()[row["language"]]
    told = row if "paragraphs" in row else known[row.get("piece", number) % len(known)]
    day = (_FIRST + timedelta(days=(number * 7) % 150)).isoformat()
    return Piece(
        language=row["language"], number=number, title=told["title"], paragraphs=tuple(told["paragraphs"]),
        author="", day=day,
    )  # fmt: skip


def _reply(row: Mapping[str, Any], piece: Piece, base: str) -> Reply:
    headers = [tuple(_filled(line, piece, base).split(": ", 1)) for line in row.get("headers", [])]
    body = _body(row, piece, base)
    for coding in row.get("coding", []):
        body = gzip.compress(body)
        headers += [("Content-Encoding", coding)] if coding != "untold" else []
    return Reply(
        status=row.get("status", 200),
        body=body[: row["cut"]] if "cut" in row else body,
        media_type=row.get("media_type", "text/html; charset=utf-8") or None,
        headers=tuple(headers),  # type: ignore[arg-type]
        manner=row.get("manner", "plain"),
    )


def _body(row: Mapping[str, Any], piece: Piece, base: str) -> bytes:
    if row.get("pdf"):
        told = " ".join(piece.paragraphs).split()
        rows = [piece.title, *(" ".join(told[at : at + 11]) for at in range(0, len(told), 11))]
        return pdf([lines([one.encode("cp1252", "replace").decode("cp1252") for one in rows])])
    text = row["body"] if "body" in row else _dressed(row, piece)
    return _filled(text, piece, base).encode(row.get("encoding", "utf-8"), "xmlcharrefreplace")


def _filled(text: str, piece: Piece, base: str) -> str:
    def block(parts: tuple[str, ...]) -> str:
        return "\n".join(f"<p>{html.escape(part, quote=False)}</p>" for part in parts)

    plain, headline = "\n\n".join(piece.paragraphs), json.dumps(piece.title, ensure_ascii=False)
    known = {
        "title": html.escape(piece.title, quote=False),
        "lead": block(piece.paragraphs[:1]),
        "two": block(piece.paragraphs[:2]),
        "story": block(piece.paragraphs),
        "plain": plain,
        "json": json.dumps(plain, ensure_ascii=False)[1:-1],
        "ld": f'"headline": {headline}, "datePublished": "{piece.day}T07:30:00+00:00"',
        "base": base,
    }
    return re.sub(r"\[\[(\w+)\]\]", lambda found: known[found[1]], text)


def _slug(title: str) -> str:
    folded = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", folded)[:7]) or "item"


# --- dress ---------------------------------------------------------------------------------------


def _dressed(row: Mapping[str, Any], piece: Piece) -> str:
    """`inside` under the site's head, menu and foot."""
    first = stories()[piece.language][0]
    menu = first["menu"]
    title = row.get("heading", "[[title]]")
    links = "".join(f'<li><a href="/{place}/">{name}</a></li>' for place, name in enumerate(menu))
    others = "".join(f'<a href="/x/{place}">{line}</a> ' for place, line in enumerate(first["beside"]))
    inside, head = row.get("inside", "[[story]]"), row.get("head", "")
    meta = f'<meta charset="utf-8"><title>{title}</title><meta name="viewport" content="width=device-width">{head}'
    html_tag = f'<html lang="{piece.language}">'
    if row.get("encoding", "utf-8") != "utf-8":
        meta = meta.replace("utf-8", row.get("declares", row["encoding"]))
    after = row.get("after", "")
    return (
        f'<!DOCTYPE html>{html_tag}<head>{meta}</head><body class="single"><header><a href="/">Logo</a>'
        f'<nav class="menu"><ul>{links}</ul></nav></header><main><article><h1>{title}</h1>'
        f'<div class="entry-content">{inside}</div></article><aside>{others}</aside></main>{after}'
        f"<footer><ul>{links}</ul></footer></body></html>",
        f'{html_tag}<head>{meta}</head><body><div id="top"><b></b><div class="nav">{links}</div></div>'
        f'<div class="wrap"><div class="col"><h1 class="hl">{title}</h1><div class="txt">{inside}</div></div>'
        f'<div class="side">{others}</div></div>{after}<div id="end">{links}</div></body></html>',
        f'<!doctype html>{html_tag}<head>{meta}</head><body><div id="__next"><div class="css-1a"><nav>{links}</nav>'
        f'</div><main class="css-9z"><div><h1>{title}</h1><section class="css-b">{inside}</section></div></main>'
        f'{after}<footer class="css-f">{others}</footer></div><script src="/_next/static/chunks/main.js"></script>'
        "</body></html>",
    )[piece.number % 3]


# --- the archive ---------------------------------------------------------------------------------


def _archived(town: Town, case: Case, rows: list[dict[str, Any]], base: str) -> Case:
    """The copies of a source, `days` after noon of the cited day; a readable one has no body, status or location."""
    noon = datetime.fromisoformat(case.near).replace(tzinfo=UTC) + timedelta(hours=12)
    readable = []
    for row in rows:
        at = noon + timedelta(days=row["days"])
        stamp = at.strftime("%Y%m%d%H%M%S")
        if not {"body", "inside", "status", "location"} & set(row):
            readable.append(stamp)
        where = _filled(row["location"], case.piece, base) if "location" in row else None
        town.held.append(
            Held(
                url=case.url,
                timestamp=stamp,
                status=row.get("status", 301 if where else 200),
                body=b"" if where else _body(row, case.piece, base),
                location=where,
            )
        )
    return replace(case, right_copies=right_copies(readable, case.near))
