"""The words of a note, or an address alone in, the sources they stand for out."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace

from verifier.cite.bracket.classify import MAX_CITATION_CHARS
from verifier.cite.bracket.dateline import day_in_address
from verifier.cite.bracket.grammar import PrintedSource, read_content
from verifier.cite.bracket.names import PrintedName
from verifier.cite.bracket.years import impossible_days
from verifier.cite.sources.build import build_sources, iso_dates
from verifier.cite.sources.links import ArticleLinks, pair
from verifier.cite.sources.scholarly import name_of_note
from verifier.cite.words.lexicon import Lexicon
from verifier.cite.words.outlets import OutletTable
from verifier.cite.words.splitting import trimmed
from verifier.model import Source, Span

_SOCIAL = re.compile(
    r"https?://(?:www\.|m\.)?((?:t\.me|telegram\.me)/\S+|(?:facebook|twitter|x|instagram|vk|youtube)\.com/[^/\s?#]+)",
    re.I,
)
# `https://tass dot ru/…` is how notes keep readers from opening an address by accident.
_URL = re.compile(r"(?:https?://|www\.)[^\s<>]{1,2000}(?:\sdot\s[^\s<>]{1,2000}){0,3}", re.I)
_DOT = re.compile(r"\sdot\s", re.I)


@dataclass(frozen=True, slots=True)
class Addresses:
    """Reads notes and addresses of one article."""

    text: str
    words: Lexicon
    outlets: OutletTable
    published: dt.date | None
    links: ArticleLinks

    def sources_of_note(self, note: Span) -> tuple[Source, ...]:
        """The sources that the words of a note name; one without a name where none is found."""
        start, end = note
        end = min(end, start + MAX_CITATION_CHARS)
        urls = list(_URL.finditer(self.text, start, end))
        scholarly = self._scholarly(start, end, urls)
        if scholarly:
            return (scholarly,)
        parts = self._parts_with_addresses(start, end, urls)
        if parts:
            return tuple(source for part in parts for source in self.sources_of_note(part))
        bare = self.text[start:end]
        for match in urls:
            bare = bare.replace(match.group(), "")
        if urls and not re.search(r"[^\W\d_]{3,}", bare):
            return tuple(self.source_at(_address(match)) for match in urls)
        if urls and not self.text[start : urls[0].start()].strip():
            return (self._read_at(urls[0], end),)
        stop = urls[0].start() if urls else end
        stop = trimmed(self.text, (start, stop), " \t\u00a0:–—-")[1]
        head = self.text.rfind(" - ", start, stop)
        content = read_content(self.text, head + 3 if head >= 0 else start, stop, self.words, self.outlets)
        links = self.links.inside(start, end)
        printed = content.sources[:4]
        stretches, names = [one.span for one in printed], [one.name.span for one in printed]
        built = build_sources(printed, pair(stretches, names, links, note), self.published, self.outlets)
        sources = built or (Source(name=""),)
        if urls and (len(sources) == 1 or len(urls) == 1) and not any(one.url for one in sources):
            sources = (replace(sources[0], url=_address(urls[0])), *sources[1:])
        return sources

    def _scholarly(self, start: int, end: int, urls: list[re.Match[str]]) -> Source | None:
        """The source of a note on a book, a letter or an archive, which goes by one name."""
        named = name_of_note(self.text, start, end)
        if named is None:
            return None
        url = _address(urls[0]) if urls else next((link.url for link in self.links.inside(start, end)), None)
        printed = PrintedSource(PrintedName(named.name, named.span), (start, end))
        built = build_sources([printed], [url], self.published, self.outlets)[0]
        if named.year:
            return replace(built, dates=(named.year,))
        content = read_content(self.text, named.span[0], end, self.words, self.outlets)
        dates = next((one.dates for one in content.sources if one.dates), content.loose_dates)
        return replace(built, dates=iso_dates(dates, self.published), impossible_dates=impossible_days(dates))

    def _parts_with_addresses(self, start: int, end: int, urls: list[re.Match[str]]) -> list[Span]:
        """The parts of `https://…; Outlet, May 3`: an address that opens a note and a semicolon after it."""
        opens = bool(urls) and not self.text[start : urls[0].start()].strip()
        at = self.text.find("; ", urls[0].start(), end) if opens else -1
        return [(start, at), (at + 2, end)] if at >= 0 and self.text[at + 2 : end].strip() else []

    def _read_at(self, url: re.Match[str], end: int) -> Source:
        """`https://…, accessed May 3`: the address, and the day that stands behind it."""
        source = self.source_at(_address(url))
        behind = trimmed(self.text, (url.end(), end), " \t\u00a0.,;")
        content = read_content(self.text, *behind, self.words, self.outlets)
        dates = iso_dates(content.loose_dates, self.published)
        impossible = impossible_days(content.loose_dates)
        if content.sources or not (dates or impossible):
            return source
        accessed = self.words.leading("accessed", self.text[slice(*behind)]) is not None
        return replace(source, dates=dates, impossible_dates=impossible, accessed=accessed)

    def source_at(self, url: str, *, dated: bool = True) -> Source:
        """The source that lives at an address; `dated` takes the day written in it for the cited one."""
        social = _SOCIAL.match(url)
        host = re.sub(r"^(?:https?://)?(?:www\.)?", "", url, flags=re.I).split("/")[0]
        name = social[1] if social else host
        piece = (0, len(name))
        day = day_in_address(url) if dated else None
        built = build_sources([PrintedSource(PrintedName(name, piece), piece)], [url], self.published, self.outlets)[0]
        return replace(built, dates=(day.isoformat(),)) if day else built


def _address(printed: re.Match[str]) -> str:
    return _DOT.sub(".", printed.group()).rstrip(".,;)")
