"""A bracket that holds only a date in, the outlet or author named in the sentence before it out."""

from __future__ import annotations

import re
from collections.abc import Container

from verifier.cite.claims.clauses import clause_words, words_of
from verifier.cite.sources.unknown_media import closes_sentence, ends_with, medium_before
from verifier.cite.words.lexicon import Lexicon
from verifier.cite.words.outlets import OutletTable
from verifier.model import Span

_WORD = re.compile(r"[^\s()\[\]«»„“”\"]+")
_LONGEST_NAME = 5
_WINDOW_CHARS = 240
#: A name in quotation marks that ends where the date begins, and the words before it.
_QUOTED = re.compile(r"[«„“\"《]([^«»„“”\"《》]{2,60})[»“”\"》]\s?$")
_LONGEST_PHRASE = 40
_MOST_DAY_WORDS = 2
_ARTICLES = frozenset({"the", "der", "die", "das", "le", "la", "el", "il"})
_CUTS_NAME = (",", ";", ":", ".", "’s", "'s", "’", "'")
_LATIN = re.compile(r"[A-Za-zÀ-ɏЀ-ӿ0-9]{2}")
_LONGEST_HAN_NAME = 8
_SHORTEST_CUE = 4
_SENTENCE_START = re.compile(r"[.!?…]\s+(?=[A-ZА-ЯЁ«“„\"])")


def outlet_before(
    text: str, bracket: Span, line_start: int, words: Lexicon, outlets: OutletTable, families: Container[str] = ()
) -> Span | None:
    """The outlet that the sentence names for a bare date at `bracket`: just before it, or as the subject of `wrote`.

    Only media count: `NATO (July 10)` is an event more often than a source. `families` are names of persons.
    """
    start = bracket[0]
    begin = max(line_start, start - _WINDOW_CHARS)
    window = text[begin:start]
    for match in _SENTENCE_START.finditer(window):
        begin = max(begin, start - len(window) + match.end())
    quoted = _introduced(text, begin, start, words)
    if quoted:
        return quoted
    if not words.spaced:
        return _unspaced(text, begin, start, outlets)
    tokens = [match.span() for match in _WORD.finditer(text, begin, start)]
    known = _just_before(text, tokens, words, outlets) or _as_subject(text, tokens, bracket, words, outlets)
    known = (
        known
        or _before_weekday(text, tokens, words, outlets)
        or _introduced_afar(text, tokens, bracket, words, outlets)
    )
    return known or medium_before(text, bracket, tokens, words, families)


def _introduced(text: str, begin: int, start: int, words: Lexicon) -> Span | None:
    """`пишет издание «Абзац» (8 марта)`: a noun for media or a verb of saying makes any quoted name a source."""
    quoted = _QUOTED.search(text, begin, start)
    if not quoted or not quoted[1][0].isalnum():
        return None
    before = text[max(begin, quoted.start() - _LONGEST_PHRASE) : quoted.start()].rstrip()
    openings = [0, *(at + 1 for at, sign in enumerate(before) if sign.isspace())]
    if not words.spaced:
        openings = list(range(len(before)))
    told = any(_introduces(before[at:], words) for at in openings)
    return quoted.span(1) if told else None


def _introduces(said: str, words: Lexicon) -> bool:
    """Not `via` or `in`: a short word leads to anything."""
    short = len(said) < _SHORTEST_CUE and words.spaced
    if not short and any(words.is_one_of(kind, said) for kind in ("media_nouns", "generic_names", "reporting")):
        return True
    return words.is_one_of("qualifiers", said) and (" " in said or not words.spaced)


def _unspaced(text: str, begin: int, start: int, outlets: OutletTable) -> Span | None:
    """`据中央社（4月13日）报道`: the longest outlet that ends there, where no blanks set words apart."""
    start = begin + len(text[begin:start].rstrip())
    for first in range(max(begin, start - _LONGEST_HAN_NAME), start - 1):
        if _LATIN.fullmatch(text, first - 1, first + 1):
            continue  # inside a word of another script
        outlet = outlets.find(text[first:start]) if outlets.knows(text[first:start]) else None
        if outlet is not None and outlet.is_media:
            return first, start
    return None


def _just_before(text: str, tokens: list[Span], words: Lexicon, outlets: OutletTable) -> Span | None:
    """`Ridge magazine (March 4)`, `in Kommersant (May 3)`: nothing but a word such as `daily` between."""
    last = len(tokens)
    whole = _ending_at(text, tokens, last, words, outlets)
    if whole and outlets.knows(text[slice(*whole)]):
        return whole
    while last and words.is_one_of("media_nouns", text[slice(*tokens[last - 1])]) and len(tokens) - last < 2:
        last -= 1
    return _ending_at(text, tokens, last, words, outlets) or whole


def _ending_at(text: str, tokens: list[Span], last: int, words: Lexicon, outlets: OutletTable) -> Span | None:
    for first in range(max(0, last - _LONGEST_NAME), last):
        span = (tokens[first][0], tokens[last - 1][1])
        if _is_media(text[slice(*span)], outlets):
            if last - first == 1 and _ends_a_name(text, tokens[:last], words):
                return None
            return tokens[_whole_name(text, tokens, first, last, words, outlets)][0], span[1]
    return None


def _whole_name(text: str, tokens: list[Span], first: int, last: int, words: Lexicon, outlets: OutletTable) -> int:
    """Where a name begins whose end alone is known: `Polskie Radio Białystok`, `Nordlys Kurier`, `Radio Ridge`."""
    while first and last - first < _LONGEST_NAME:
        before, known = text[slice(*tokens[first - 1])], text[slice(*tokens[first])]
        apart = text[tokens[first - 1][1] : tokens[first][0]].strip() or before.endswith(_CUTS_NAME)
        if apart or not before[0].isupper() or _opens_or_describes(before, words):
            break
        overlaps = any(
            outlets.knows(text[tokens[first - 1][0] : tokens[middle][1]]) for middle in range(first, last - 1)
        )
        told = first > 1 and _is_press_noun(text[slice(*tokens[first - 2])], words)
        of_press = words.is_one_of("press_words", known) or words.is_one_of("institutions", before)
        generic = last - first == 1 and (told or of_press)
        if not overlaps and not generic:
            break
        first -= 1
    return first


def _opens_or_describes(word: str, words: Lexicon) -> bool:
    """Whether a capitalised word before a name is none of it: `Laut`, `In`, `Die`, `Zeitung`."""
    kinds = ("attributions", "qualifiers", "asides", "articles", "conjunctions", "small_words", "settings", "starters")
    described = _is_press_noun(word, words) and not words.is_one_of("press_words", word)
    return described or any(words.is_one_of(kind, word) for kind in (*kinds, "offices", "ranks"))


def _is_press_noun(word: str, words: Lexicon) -> bool:
    return words.is_one_of("press_nouns", word) or words.is_one_of("press_periods", word)


def _ends_a_name(text: str, tokens: list[Span], words: Lexicon) -> bool:
    """Whether an everyday word closes a longer name: `the Annual Report (May 3)` is not the agency Report."""
    if len(tokens) < 2 or not words.is_one_of("everyday_names", text[slice(*tokens[-1])]):
        return False
    before = text[slice(*tokens[-2])]
    return before[:1].isupper() and not words.is_one_of("small_words", before) and before.lower() not in {"the", "in"}


def _is_media(name: str, outlets: OutletTable) -> bool:
    capital = any(letter.isupper() for letter in name[:4]) or outlets.prints_small(name)
    if len(name) < 3 or not name[0].isalnum() or not capital:
        return False
    outlet = outlets.find(name) if outlets.knows(name) or " " in name else None
    return outlet is not None and outlet.is_media


def _before_weekday(text: str, tokens: list[Span], words: Lexicon, outlets: OutletTable) -> Span | None:
    """`In Kommersant on Monday (September 22)`: the day of the week between, and `in` or a verb before the name."""
    last = len(tokens)
    while last and len(tokens) - last < _MOST_DAY_WORDS and _is_day_word(text[slice(*tokens[last - 1])], words):
        last -= 1
    if last == len(tokens) or not any(words.is_one_of("weekdays", text[slice(*one)]) for one in tokens[last:]):
        return None
    found = _ending_at(text, tokens, last, words, outlets)
    before = text[tokens[0][0] : found[0]].split()[-1:] if found else []
    if not before:
        return None
    leads = len(before[0]) < _SHORTEST_CUE and before[0].lower() != "at"
    return found if leads or any(words.is_one_of(kind, before[0]) for kind in ("reporting", "told_to")) else None


def _is_day_word(word: str, words: Lexicon) -> bool:
    return words.is_one_of("weekdays", word) or words.is_one_of("date_prefixes", word) or len(word) == 1


def _introduced_afar(text: str, tokens: list[Span], bracket: Span, words: Lexicon, outlets: OutletTable) -> Span | None:
    """`According to Kommersant, the budget … (September 22).`: named at the start, the day at the end."""
    if not closes_sentence(text, bracket):
        return None
    printed = [text[slice(*token)] for token in tokens]
    for first in range(1, len(tokens)):
        phrase = printed[max(0, first - _LONGEST_NAME) : first]
        if not printed[first][0].isupper() or not ends_with("attributions", phrase, words):
            continue
        for last in range(min(len(tokens) - 1, first + _LONGEST_NAME), first, -1):
            end = tokens[first][0] + len(text[tokens[first][0] : tokens[last - 1][1]].rstrip(",:;"))
            # `Corriere` alone is not the `Corriere Lagunese`.
            goes_on = end == tokens[last - 1][1] and printed[last][0].isupper()
            if not goes_on and _is_media(text[tokens[first][0] : end], outlets):
                return tokens[first][0], end
    return None


def _as_subject(text: str, tokens: list[Span], bracket: Span, words: Lexicon, outlets: OutletTable) -> Span | None:
    """`As the daily Profil put it, … (August 8)`: an outlet, a verb of saying, a comma or colon.

    Where the date closes the sentence, what is said may follow at once: `Vedomosti says the ruble … (May 3).`
    """
    start = bracket[0]
    closes = closes_sentence(text, bracket)
    for first in range(1, len(tokens)):
        rest = text[tokens[first][0] : start]
        verb = words.leading("reporting", rest) or words.leading("argues", rest)
        if verb is None:
            continue
        said = rest[len(verb) :].lstrip()
        at_once = said and not said.startswith((",", ":", "that ", "“", '"', "«"))
        if at_once and not (closes and _tells(verb, said, words)):
            continue
        found = _ending_at(text, tokens, first, words, outlets)
        if found and (not at_once or _opens_clause(text, tokens[0][0], found[0], words)):
            return found
    colon = text.rfind(":", tokens[0][0] if tokens else start, start)
    if tokens and colon >= 0:
        before = [token for token in tokens if token[1] <= colon + 1]
        if before and len(before) <= _LONGEST_NAME:
            trimmed = [*before[:-1], (before[-1][0], min(before[-1][1], colon))]
            return _ending_at(text, trimmed, len(trimmed), words, outlets)
    return None


def _tells(verb: str, said: str, words: Lexicon) -> bool:
    """Whether a verb has a statement behind it: `announced a layoff` is what the outlet itself did."""
    clauses = clause_words(words.language)
    return words.is_one_of("argues", verb) or bool(clauses.finite(words_of(said, 0, len(said))))


def _opens_clause(text: str, begin: int, at: int, words: Lexicon) -> bool:
    """Whether the name opens its clause, an article and a word such as `daily` aside."""
    before = text[begin:at].split()
    while before and (_is_press_noun(before[-1], words) or before[-1].lower() in _ARTICLES):
        before.pop()
    return not before or before[-1].endswith((",", ";", ":")) or words.is_one_of("conjunctions", before[-1])
