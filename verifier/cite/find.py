"""An article in, its citations with their claims out, and every other bracket with the reason it was passed over."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace

from verifier.cite.bracket.classify import MAX_CITATION_CHARS, Classifier, Ruling, Setting
from verifier.cite.bracket.dateline import days_come_first, published_on
from verifier.cite.bracket.doubts import cites_monthly, is_monthly
from verifier.cite.bracket.grammar import Content, PrintedSource, nameless, read_content
from verifier.cite.bracket.heads import at_the_head, heads_line
from verifier.cite.bracket.lines import lines_of_source
from verifier.cite.bracket.names import PrintedName
from verifier.cite.claims.clauses import clause_words, words_of
from verifier.cite.claims.pairing import Mark, find_claims
from verifier.cite.claims.running import (
    Mention,
    bare_addresses,
    claims_of_links,
    linked_words,
    past_pointers,
    same_page,
    stands_in_a_list,
)
from verifier.cite.layout.brackets import Bracket, find_brackets
from verifier.cite.layout.line_ends import as_printed, in_plain_lines
from verifier.cite.layout.notes import NoteMark, Notes, find_notes
from verifier.cite.layout.printed_links import blanked, printed_markup, restored
from verifier.cite.layout.sentences import Sentence, find_sentences, paragraphs
from verifier.cite.sources.addresses import Addresses
from verifier.cite.sources.again import IBID, same_again, sources_of_notes
from verifier.cite.sources.build import build_sources
from verifier.cite.sources.links import ArticleLinks, pair, speaks_for
from verifier.cite.sources.narrative import Authors
from verifier.cite.sources.outside import outlet_before
from verifier.cite.unbacked.join import with_the_rest
from verifier.cite.unbacked.uncited import joined
from verifier.cite.words.lexicon import Lexicon, guess_language, lexicon
from verifier.cite.words.outlets import Outlet, OutletTable, shipped_table
from verifier.model import Article, Citation, Citations, Claim, Link, Skipped, Source, Span

_CONTEXT_CHARS = 200
_AFTER_CHARS = 40
#: `(Ibid.)` holds its own name, whatever stands where in the citation before it.
_OF_THE_SAME = {"split": "parenthetical", "narrative_author_date": "author_date"}
#: Kinds whose source may have its link on the words before the bracket.
_PAIRED_KINDS = frozenset({"parenthetical", "split", "author_date", "narrative_author_date"})


@dataclass(slots=True)
class _Found:
    """A citation on its way: what was read, what it was taken for, where its name stands if outside."""

    start: int
    end: int
    kind: str
    printed: list[PrintedSource]
    sources: tuple[Source, ...] = ()
    narrative: bool = False
    heads: bool = False


def find_citations(article: Article, outlets: OutletTable | None = None) -> Citations:
    """Every citation of the article, in order, each with its sources and the words it backs.

    Pure and deterministic; time grows linearly with the text. Offsets index `article.text`.
    `outlets` replaces the table that is shipped.
    """
    plain = in_plain_lines(article)
    markup = printed_markup(plain)
    found = _Reading(blanked(plain, markup) if markup else plain, outlets or shipped_table()).citations()
    return as_printed(restored(found, plain, markup) if markup else found, article)


class _Reading:
    def __init__(self, article: Article, outlets: OutletTable) -> None:
        self.article = article
        self.text = article.text
        self.words: Lexicon = lexicon(article.language or guess_language(article.text))
        self.outlets = outlets
        self.links = ArticleLinks(article.links)
        if self.words.language == "en" and days_come_first(self.text):
            self.words = self.words.with_days_first()
        self.published = published_on(article, self.words)
        self.addresses = Addresses(self.text, self.words, outlets, self.published, self.links)
        self.classifier = Classifier(self.words, outlets, self.text, self.published.year if self.published else None)
        self.brackets = find_brackets(self.text)
        self.tops = [bracket for bracket in self.brackets if bracket.depth == 0]
        self.spans = [(bracket.start, bracket.end) for bracket in self.tops]
        self.lines = paragraphs(self.text, self.spans)
        self.line_starts = [start for start, _ in self.lines]
        self.found: list[_Found] = []
        self.skipped: list[Skipped] = []
        self.used: list[Span] = []
        self.undecided: list[tuple[Bracket, Content]] = []
        self.doubtful: list[tuple[Bracket, Content, Ruling]] = []

    def citations(self) -> Citations:
        """The whole way, step by step."""
        notes = find_notes(self.text, self.tops, self.links.jumps, self.words)
        self._read_brackets(notes)
        self._settle_doubts()
        self._look_outside()
        noted = sources_of_notes(self.text, notes.marks, self.addresses.sources_of_note, self.words)
        self.found.extend(self._note(mark, noted) for mark in notes.marks)
        self._read_addresses(notes)
        self._read_lines(notes)
        self.found = _outermost(self.found)
        self._resolve_ibid()
        sentences, claims = self._claims()
        self._link_from_claims(claims)
        paired = [*zip(self.found, claims, strict=True), *self._linked_words(sentences, claims, notes)]
        paired.sort(key=lambda pair: (pair[0].start, pair[0].end))
        made = tuple(
            Citation(
                id=f"c{number}", start=one.start, end=one.end, text=self.text[one.start : one.end], kind=one.kind,
                sources=one.sources, claim=claim,
            )
            for number, (one, claim) in enumerate(paired, start=1)
        )  # fmt: skip
        self.skipped.sort(key=lambda one: (one.start, one.end))
        found = Citations(article=self.article, citations=made, skipped=tuple(self.skipped))
        return with_the_rest(found, self.words, sentences, self.spans, notes.begin)

    def _line_start(self, at: int) -> int:
        """Where the paragraph of that place begins."""
        return self.line_starts[max(0, bisect_right(self.line_starts, at) - 1)] if self.line_starts else 0

    # --- brackets ------------------------------------------------------------------------

    def _read_brackets(self, notes: Notes) -> None:
        marks = {(mark.start, mark.end) for mark in notes.marks}
        stray = set(notes.stray)
        children = [bracket for bracket in self.brackets if bracket.depth == 1 and bracket.round]
        child = 0
        for bracket in self.tops:
            line_start = self._line_start(bracket.start)
            if (bracket.start, bracket.end) in marks:
                continue
            if (bracket.start, bracket.end) in stray:
                self._skip(bracket, "note-mark")
                continue
            if notes.begin is not None and bracket.start >= notes.begin:
                self._skip(bracket, "note-text")
                continue
            inner: list[Bracket] = []
            while child < len(children) and children[child].start < bracket.end:
                if children[child].start > bracket.start:
                    inner.append(children[child])
                child += 1
            if not self._read_bracket(bracket, line_start) and bracket.round:
                for one in inner:
                    self._read_bracket(one, line_start, nested=True)

    def _read_bracket(self, bracket: Bracket, line_start: int, *, nested: bool = False) -> bool:
        """Rule on one bracket; True when it is a citation."""
        start, end = bracket.start + 1, bracket.end - 1 if bracket.closed else bracket.end
        inside = self.text[start : max(start, end)]
        links = self.links.inside(bracket.start, bracket.end)
        short = len(inside) <= MAX_CITATION_CHARS
        content = read_content(self.text, start, max(start, end), self.words, self.outlets) if short else Content()
        setting = self._setting(bracket, line_start, links)
        ruling = self.classifier.rule(inside, content, setting)
        if ruling.kind is None and short:
            place = (bracket.start, line_start)
            ruling = at_the_head(inside, content, setting, place, self.words, self.outlets) or ruling
        if ruling.doubtful:
            self.doubtful.append((bracket, content, ruling))
            return False
        if ruling.kind is None:
            if not nested:
                self._leave(bracket, content, ruling)
            return False
        if ruling.kind == "parenthetical" and bracket.round and heads_line(setting):
            ruling.kind = "attribution_line"
        printed = content.sources or [nameless(content, bracket.start, bracket.end)]
        one = _Found(bracket.start, bracket.end, ruling.kind, printed, heads=ruling.kind == "attribution_line")
        if not content.sources:
            self._name_from_outside(one, line_start)
        self._build(one, links)
        self.found.append(one)
        return True

    def _leave(self, bracket: Bracket, content: Content, ruling: Ruling) -> None:
        if ruling.reason == "date" and not content.sources and (content.loose_dates or content.loose_undated):
            self.undecided.append((bracket, content))
        elif bracket.closed:
            self._skip(bracket, ruling.reason or "aside")

    def _skip(self, bracket: Bracket, reason: str) -> None:
        text = self.text[bracket.start : bracket.end]
        self.skipped.append(Skipped(start=bracket.start, end=bracket.end, text=text, reason=reason))

    def _setting(self, bracket: Bracket, line_start: int, links: list[Link]) -> Setting:
        before = self.text[max(line_start, bracket.start - _CONTEXT_CHARS) : bracket.start]
        return Setting(
            before=before,
            after=self.text[bracket.end : bracket.end + _AFTER_CHARS],
            linked=bool(links),
            empty_link=any(link.span[0] == link.span[1] for link in links),
            at_line_start=not before.strip(),
            square=not bracket.round,
        )

    # --- names outside -------------------------------------------------------------------

    def _name_from_outside(self, one: _Found, line_start: int) -> None:
        span = self._outlet_before((one.start, one.end), line_start)
        if span:
            one.printed[0].name = PrintedName(self.text[slice(*span)], span)
            one.kind, one.narrative = "split", True

    def _outlet_before(self, place: Span, line_start: int) -> Span | None:
        return outlet_before(self.text, place, line_start, self.words, self.outlets, self.classifier.families)

    def _settle_doubts(self) -> None:
        """A surname with a year, or an unknown name with a month, is a citation where the article cites so again."""
        yearly = [one for one in self.doubtful if not is_monthly(one[1])]
        alone = len(yearly) < 2 and not any(one.kind == "author_date" for one in self.found)
        cited = sorted((one.start, one.end) for one in self.found if one.kind == "parenthetical")
        for bracket, content, ruling in self.doubtful:
            monthly = is_monthly(content)
            place = (bracket.start, bracket.end)
            if not cites_monthly(self.text, place, content, cited, self.words) if monthly else alone:
                self._skip(bracket, ruling.reason or "date")
                continue
            one = _Found(*place, "parenthetical" if monthly else "author_date", content.sources)
            self._build(one, self.links.inside(bracket.start, bracket.end))
            self.found.append(one)

    def _look_outside(self) -> None:
        """Bare dates: citations where the sentence names the outlet, or the author in an author–date article."""
        authors = {
            name
            for one in self.found
            if one.kind == "author_date"
            for printed in one.printed
            for name in (printed.name.text, *printed.name.places)
        }
        known_authors = Authors(self.text, self.words, self.outlets, authors)
        for bracket, content in self.undecided:
            line_start = self._line_start(bracket.start)
            span = self._author_of(bracket, content, line_start, known_authors)
            kind = "narrative_author_date" if span else "split"
            if span is None and (content.loose_issue or any(date.month for date in content.loose_dates)):
                span = self._outlet_before((bracket.start, bracket.end), line_start)
            if span is None:
                self._skip(bracket, "date")
                continue
            printed = nameless(content, bracket.start, bracket.end)
            printed.name = PrintedName(self.text[slice(*span)], span)
            one = _Found(bracket.start, bracket.end, kind, [printed], narrative=True)
            self._build(one, self.links.inside(bracket.start, bracket.end))
            self.found.append(one)

    def _author_of(self, bracket: Bracket, content: Content, line_start: int, authors: Authors) -> Span | None:
        if any(date.month for date in content.loose_dates) or any(date.until for date in content.loose_dates):
            return None
        year = content.loose_dates[0].year if content.loose_dates else None
        return authors.before((bracket.start, bracket.end), line_start, year)

    # --- sources -------------------------------------------------------------------------

    def _build(self, one: _Found, links: list[Link]) -> None:
        pieces = [printed.span for printed in one.printed]
        names = [printed.name.span for printed in one.printed]
        urls = pair(pieces, names, links, (one.start, one.end))
        one.sources = build_sources(one.printed, urls, self.published, self.outlets)

    def _resolve_ibid(self) -> None:
        """`(Ibid.)` after a citation of one source is that source again."""
        for before, one in zip([None, *self.found], self.found, strict=False):
            if not one.printed or not self.words.is_one_of("ibid", one.printed[0].name.text):
                continue
            same = before.sources[0] if before and len(before.sources) == 1 and before.sources[0].name else None
            if same and not self.words.is_one_of("ibid", same.name):
                url = one.sources[0].url or same.url
                one.sources = (replace(same_again(same), url=url), *one.sources[1:])
                one.kind = _OF_THE_SAME.get(before.kind, before.kind) if before else one.kind
            else:
                one.sources = (replace(one.sources[0], qualifier=one.sources[0].qualifier or IBID), *one.sources[1:])

    def _note(self, mark: NoteMark, noted: dict[Span, tuple[Source, ...]]) -> _Found:
        one = _Found(mark.start, mark.end, "superscript_digit" if mark.raised else "note_marker", [])
        linked = self.links.inside(mark.start, mark.end)
        alone = (self.addresses.source_at(linked[0].url) if linked else Source(name=""),)
        led_to = [mark.note, *mark.others] if mark.note else []
        one.sources = tuple(source for note in led_to for source in noted[note]) or alone
        return one

    # --- running text --------------------------------------------------------------------

    def _read_addresses(self, notes: Notes) -> None:
        """Addresses printed outside brackets; in a list of them they back nothing that could be named."""
        for mention in bare_addresses(self.text, self._taken(notes), {one.start for one in self.found}):
            one = _Found(mention.start, mention.end, "bare_url", [])
            linked = self.links.inside(mention.start, mention.end)
            one.sources = (self.addresses.source_at(linked[0].url if linked else mention.url),)
            one.heads = stands_in_a_list(self.text, mention)
            self.found.append(one)

    def _read_lines(self, notes: Notes) -> None:
        """Lines that name an outlet and a day and nothing else head the piece under them."""
        end = len(self.text) if notes.begin is None else notes.begin
        for (start, stop), printed in lines_of_source(self.text, end, self.words, self.outlets):
            one = _Found(start, stop, "attribution_line", printed, heads=True)
            self._build(one, self.links.inside(start, stop))
            self.found.append(one)

    def _taken(self, notes: Notes) -> list[Span]:
        """Stretches that are no running text: brackets, and the notes at the end."""
        if notes.begin is None:
            return self.spans
        return [*(one for one in self.spans if one[0] < notes.begin), (notes.begin, len(self.text))]

    def _linked_words(self, sentences: list[Sentence], claims: list[Claim], notes: Notes) -> list[tuple[_Found, Claim]]:
        """Words of running text with a link that no citation of their sentence has already."""
        taken = joined([*self._taken(notes), *((one.start, one.end) for one in self.found), *self.used])
        anchors = linked_words(self.text, self.links.all, taken, self.article.url)
        anchors = [one for one in anchors if not self._cited_beside(one, claims)]
        cited = [(one.start, one.end) for one in self.found]
        found = [_Found(one.start, one.end, one.kind, []) for one in anchors]
        for one, anchor in zip(found, anchors, strict=True):
            source = self.addresses.source_at(anchor.url, dated=False)
            one.sources = (replace(source, name=source.outlet or source.name) if not source.platform else source,)
        return list(zip(found, claims_of_links(self.text, anchors, sentences, cited), strict=True))

    def _cited_beside(self, anchor: Mention, claims: list[Claim]) -> bool:
        """Whether the citation after the linked words, or another of their sentence, leads to the same page."""
        at = bisect_right(self.found, anchor.start, key=lambda one: one.start)
        for number in (at - 1, at, at + 1):
            if not 0 <= number < len(self.found):
                continue
            sentence = claims[number].sentence
            beside = sentence is not None and sentence[0] <= anchor.start < max(sentence[1], self.found[number].end)
            if beside and any(one.url and same_page(one.url, anchor.url) for one in self.found[number].sources):
                return True
        return False

    # --- claims --------------------------------------------------------------------------

    def _claims(self) -> tuple[list[Sentence], list[Claim]]:
        cited = {one.start: one.end for one in self.found}
        sentences = find_sentences(self.text, self.spans, cited, self.words, self.lines)
        marks = [
            Mark(one.start, one.end, narrative=one.narrative or self._is_told_by_nobody(one), heads=one.heads)
            for one in self.found
        ]
        skipped = [(one.start, one.end) for one in self.skipped if one.start not in cited]
        claims = find_claims(self.text, marks, sentences, skipped, self.words)
        for number, one in enumerate(self.found):
            if one.kind == "bare_url":
                claims[number] = past_pointers(self.text, claims[number], sentences, self.words)
        return sentences, claims

    def _is_told_by_nobody(self, one: _Found) -> bool:
        """`He wrote (, August 26) that …`: the lost name is that of who said what follows."""
        if one.kind != "parenthetical" or not one.printed or any(source.name for source in one.sources):
            return False
        clauses = clause_words(self.words.language)
        after = words_of(self.text, one.end, one.end + _AFTER_CHARS)
        return bool(after) and clauses.at("that_words", after, 0) > 0

    def _link_from_claims(self, claims: list[Claim]) -> None:
        """A source without a link takes the one on the last words of its claim, if the bracket has no other source."""
        for one, claim in zip(self.found, claims, strict=True):
            if len(one.sources) != 1 or one.sources[0].url or one.kind not in _PAIRED_KINDS:
                continue
            outlet = self.outlets.find(one.sources[0].name)
            link = self.links.on_name(one.printed[0].name.span) if one.narrative and one.printed else None
            if link is None:
                link = self._link_on_claim(one, claim, outlet)
            if link is not None:
                one.sources = (replace(one.sources[0], url=link.url),)
                self.used.append(link.span)

    def _link_on_claim(self, one: _Found, claim: Claim, outlet: Outlet | None) -> Link | None:
        link = self.links.on_claim(claim.spans, one.start)
        if outlet is None or not outlet.domains:
            return link
        if link is not None and (speaks_for(outlet, link.url) or link.span[1] + 2 >= one.start):
            return link
        # Farther off, only a link to the outlet's own site can be meant, and only if there is no choice.
        own = [link for link in self.links.within(claim.spans) if speaks_for(outlet, link.url)]
        return own[0] if len({link.url for link in own}) == 1 else None


def _outermost(found: list[_Found]) -> list[_Found]:
    """In order, without those that stand in another: a raised digit in a bracket that a line end cuts off."""
    kept: list[_Found] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept
