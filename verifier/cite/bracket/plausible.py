"""A source as printed in, whether its name could be that of a source out, and what a month or year beside it weighs."""

from __future__ import annotations

import re
from functools import lru_cache

from verifier.cite.bracket.grammar import Content, PrintedSource
from verifier.cite.words.lexicon import Lexicon
from verifier.cite.words.people import FamilyNames, is_person
from verifier.cite.words.places import is_place
from verifier.cite.words.shapes import ET_AL, WORD, is_acronym, is_all_capitals, looks_like_authors, names_several

#: What a surname with a year, or an unknown name with a month, weighs: enough only where the article cites so again.
DOUBTFUL = 2
_LONG_AGO_YEARS = 12
_MAX_NAME_WORDS = 12
_NUMBERED_NAME = re.compile(r"\d+(?:[.-]?[a-zа-я]|\s[A-ZА-Я])", re.I)
_OCCASION = re.compile(r"[-–\s](?:19|20)\d\d$")


class Names:
    """Judges names by themselves: what they look like, in an article with these family names and flights."""

    def __init__(self, words: Lexicon, families: FamilyNames, flights: frozenset[str], last_year: int) -> None:
        self.words = words
        self.families = families
        self.flights = flights
        self.last_year = last_year

    def names_speaker(self, source: PrintedSource, content: Content) -> bool:
        """A person with a day tells who spoke and when, unless `see` or a page makes an author of them."""
        if not any(date.full for date in source.dates):
            return False
        told = source.qualifiers or content.leading_qualifier or source.locator or source.accessed or source.address
        return not told and is_person(source.name.text, self.families, self.words)

    def weight_of_partial(self, source: PrintedSource, *, known: bool) -> int:
        """What a name with a month or a year weighs, from 0 to 3."""
        if all((date.year or 0) > self.last_year for date in source.dates):
            return 0  # `Polska 2050` ends with a number that only reads like a year.
        if known:
            return 2
        name = source.name.text
        year_only = all(date.month is None and date.until is None for date in source.dates)
        body = self.is_institution(name)
        long_ago = all((date.year or 0) < self.last_year - _LONG_AGO_YEARS for date in source.dates)
        if year_only and long_ago and is_all_capitals(name) and not (body or source.locator or source.qualifiers):
            # `(INIFED, 2021)` cites figures, which age, `(WTC, 2001)` tells when: the article must cite so again.
            return DOUBTFUL
        body = body or is_all_capitals(name)
        if year_only and looks_like_authors(name, self.words) and not body:
            return 3 if source.locator or source.lettered or names_several(name) else DOUBTFUL
        issue = any(date.issue or (source.name.quoted and date.month and date.year) for date in source.dates)
        if issue or (source.qualifiers and name[:1].isupper()):
            # `«Эксперт», июль 2021` is the issue of a monthly.
            return 3
        if body or is_acronym(name):
            return 3
        monthly = name[:1].isupper() and any(date.month and date.year for date in source.dates)
        return DOUBTFUL if monthly and not is_person(name, self.families, self.words) else 1

    def is_author_date(self, source: PrintedSource) -> bool:
        """`Ossory, 2021`: a name such as authors have, and a year."""
        years = bool(source.dates) and all(date.month is None and date.until is None for date in source.dates)
        return years and looks_like_authors(source.name.text, self.words)

    def is_institution(self, name: str) -> bool:
        """Whether a word of the name says so: `Ministry`, `Bank`, `Radio`."""
        return _names_institution(name, self.words)

    def could_be_source(self, source: PrintedSource, content: Content) -> bool:
        """Whether an unknown name could be that of a source: a short proper name, not a place or an event."""
        name = source.name.text
        tokens = WORD.findall(name)
        if not tokens or len(tokens) > _MAX_NAME_WORDS:
            return False
        if name[:1].islower() and self.is_author_date(source):
            # `van der Meer, 2020` opens with a particle.
            return True
        first = tokens[0]
        institution = self.is_institution(name)
        if not source.name.quoted:
            if name[0].isdigit() and not institution and not _NUMBERED_NAME.match(name):
                return False
            article = (
                self.words.is_one_of("articles", first)
                and 1 < len(tokens) <= 5
                and all(token[:1].isupper() or token.isdigit() for token in tokens[1:])
            )
            if article:
                return not any(token.lower() in self.words.words["events"] for token in tokens)
            if self.words.is_one_of("asides", first) and not (first[:1].isupper() and (institution or len(tokens) > 1)):
                return False
            if first[:1].islower() and not institution and not (source.qualifiers and not source.dates[1:]):
                return False
            if first[:1].islower() and not any(token[:1].isupper() for token in tokens):
                return False
            if first[:1].islower() and len(tokens) > 4 and not content.leading_qualifier:
                return False
        # `first published in London, May 1984` tells where, `via Moscow Times` through whom.
        where = not source.qualifiers or source.qualifiers[0].endswith((" in", " on"))
        if (is_place(name) and where) or name in self.flights:
            return False
        last = tokens[-1].lower()
        if last in self.words.words["events"] or _OCCASION.search(name):
            return False
        trails_off = len(tokens) > 1 and tokens[-1].islower() and last in self.words.words["asides"]
        if trails_off and not ET_AL.search(name):
            return False
        if not institution and any(token.lower() in self.words.words["events"] for token in tokens):
            return False
        return not (self.words.is_one_of("asides", first) and self._reads_like_prose(tokens))

    def _reads_like_prose(self, tokens: list[str]) -> bool:
        lower = sum(token[:1].islower() for token in tokens)
        return lower > len(tokens) / 2


@lru_cache(maxsize=4_096)
def _names_institution(name: str, words: Lexicon) -> bool:
    named = WORD.findall(name)
    if any(words.is_one_of("institutions", word) for word in named):
        return True
    # `Gesundheitsministerium`, `Landesamt`: one word in German.
    endings = words.phrases["institution_endings"]
    return any(word.lower().endswith(endings) for word in named) if endings else False
