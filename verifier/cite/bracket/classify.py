"""A bracket and what was read in it in, a ruling out: a citation of some kind, or skipped for a reason."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from verifier.cite.bracket.documents import flights_in, kind_of_document
from verifier.cite.bracket.grammar import Content, PrintedSource
from verifier.cite.bracket.plausible import DOUBTFUL, Names
from verifier.cite.bracket.reasons import CURRENCY, Reasons
from verifier.cite.words.lexicon import Lexicon
from verifier.cite.words.outlets import OutletTable
from verifier.cite.words.people import FamilyNames
from verifier.cite.words.platforms import is_handle, read_account
from verifier.cite.words.shapes import (
    POSSESSIVE,
    WORD,
    is_address,
    is_case,
    is_foreign_script,
    is_initials_of,
    looks_like_authors,
    opens_plainly,
)
from verifier.cite.words.signs import visible

#: A bracket is a citation from this sum of weights on.
THRESHOLD = 3
MAX_CITATION_CHARS = 1_500
_SHORT_NOTE = 5
_STOPS = ("", ".", ";", "!", "?", "\n", "\r", "。")

# The signs first, what stands before them after that: `re` then looks for the signs only.
_EQUATION = re.compile(r"[=<>≤≥±](?<![^\s\w].)\s?[\d.−-]")
#: `— Ada Berg (@ada) May 3, 2023`: who wrote the post that is shown above.
_EMBEDDED = re.compile(r"\s{0,4}[—–-]{1,2}\s?[^\s.!?;:][^.!?;:]{0,60}$")
_DIGIT = re.compile(r"\d")
_LETTER_OR_DIGIT = re.compile(r"[^\W_]")
_TOKEN = re.compile(r"\w+")
_NUMBERED = re.compile(r"[\w.]+\s{0,2}(?:\d|[A-Z]\b|[IVX]+\b)")
_NUMBER_OR_LETTER = re.compile(r"\d|\b[A-Z]$")
_SENTENCE_INSIDE = re.compile(r"\b([a-zа-яё]{3,30})[.!?]\s+[A-ZА-ЯЁ]")


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing that speaks for or against a citation, and how much it weighs."""

    name: str
    weight: int


@dataclass(slots=True)
class Ruling:
    """What a bracket was taken for. `kind` is set for a citation, `reason` for the rest."""

    kind: str | None = None
    reason: str | None = None
    signs: tuple[Sign, ...] = ()
    doubtful: bool = False

    @property
    def score(self) -> int:
        """The sum of the weights."""
        return sum(sign.weight for sign in self.signs)


class Setting(NamedTuple):
    """What surrounds a bracket: the text before it on its line, what follows, links inside it."""

    before: str
    after: str
    linked: bool
    empty_link: bool
    at_line_start: bool
    square: bool


_LOST_NAME = Sign("lost name", 4)
_KNOWN = Sign("known outlet", 2)
_UNKNOWN_MONTHLY = "unknown name with a month"
_WITH_DAY = Sign("name with a day", 3)


class Classifier:
    """Rules on brackets by adding up signs; the order of the questions is the order of certainty."""

    def __init__(self, words: Lexicon, outlets: OutletTable, text: str = "", year: int | None = None) -> None:
        """`text` is that of the whole article, for the family names it tells; `year` that of its publication."""
        self.words = words
        self.outlets = outlets
        self.families = FamilyNames(text)
        self.reasons = Reasons(words, outlets)
        self.names = Names(words, self.families, flights_in(text), year + 1 if year else 9999)

    def rule(self, inside: str, content: Content, setting: Setting) -> Ruling:
        """Citation or not, and as what."""
        printed = visible(inside).strip(" \t\r\n\u00a0")
        if not printed:
            return self._empty(setting)
        if len(inside) > MAX_CITATION_CHARS:
            return Ruling(reason="aside")
        plain = opens_plainly(printed, self.words)
        if early := self._certainly_not(printed, content, setting, plain=plain):
            return Ruling(reason=early)
        if kind := self._certain_kind(printed, content, plain=plain, square=setting.square):
            return Ruling(kind=kind)
        if not content.sources:
            return self._without_name(printed, content, setting)
        signs = tuple(self._signs(printed, content, setting))
        ruling = Ruling(signs=signs)
        if ruling.score >= THRESHOLD:
            ruling.kind = self._kind(content)
        else:
            ruling.reason = self.reasons.reason(printed, content, setting.before)
            monthly = any(sign.name == _UNKNOWN_MONTHLY for sign in signs)
            ruling.doubtful = ruling.score == DOUBTFUL and (monthly or self._kind(content) == "author_date")
        return ruling

    # --- certain cases -------------------------------------------------------------------

    def _empty(self, setting: Setting) -> Ruling:
        return Ruling(kind="parenthetical") if setting.empty_link else Ruling(reason="empty")

    def _certainly_not(self, printed: str, content: Content, setting: Setting, *, plain: bool) -> str | None:
        if not plain and (said := self._says_what_it_is(printed)):
            return said
        if not _LETTER_OR_DIGIT.search(printed):
            return "editorial"
        if printed[0] == "@" and is_handle(printed) and _EMBEDDED.match(setting.before):
            return "aside"
        if content.credit and not any(one.dates or one.accessed for one in content.sources) and not setting.linked:
            return "photo-credit"
        if not plain and self._is_part_number(printed):
            return "part"
        if not plain and self._is_pointer(printed, content):
            return "pointer"
        if _EQUATION.search(printed) and "://" not in printed and "/" not in printed:
            return "amount"
        return None

    def _says_what_it_is(self, printed: str) -> str | None:
        folded = printed.lower().strip(" .")
        notes = self.words.openings["editorial"].get(folded[:3], ())
        if self.words.is_one_of("editorial", printed) or any(
            folded.startswith(note) and len(note) > _SHORT_NOTE for note in notes
        ):
            return "editorial"
        return "scene" if self.words.is_one_of("scene", printed) else None

    def _is_part_number(self, printed: str) -> bool:
        if not self.words.spaced and self.words.is_one_of("parts", printed):
            return True
        first = _TOKEN.search(printed)
        if not first or not self.words.is_one_of("parts", first.group()):
            return False
        tokens = _TOKEN.findall(printed)
        return 2 <= len(tokens) <= 5 and all(
            token.isdigit()
            or self.words.is_one_of("numerals", token)
            or token.lower() in {"of", "and", "и", "von", "sur", "de", "di"}
            for token in tokens[1:]
        )

    def _is_pointer(self, printed: str, content: Content) -> bool:
        if any(one.dates for one in content.sources):
            return False
        rest = self._past_qualifier(printed)
        qualified = rest != printed
        possessive = POSSESSIVE.match(rest)
        rest = rest[possessive.end() :] if possessive else rest
        first = WORD.match(rest)
        if not first or not self.words.is_one_of("pointers", first.group()):
            return False
        numbered = _NUMBERED.match(rest) is not None or len(rest.split()) <= 2
        return qualified or (numbered and _NUMBER_OR_LETTER.search(rest) is not None)

    def _certain_kind(self, printed: str, content: Content, *, plain: bool, square: bool) -> str | None:
        if not plain and self._own_material(printed):
            return "personal"
        if content.sources and self.words.is_one_of("ibid", content.sources[0].name.text):
            return "author_date" if content.sources[0].locator else "parenthetical"
        if any(one.archival for one in content.sources) and any(one.dates for one in content.sources):
            return "archival"
        if any(is_case(one.name.text) for one in content.sources) and _DIGIT.search(printed):
            return "legal"
        remarks = content.sources[0].qualifiers if content.sources else []
        if any(self.words.is_one_of("personal_remarks", said) for said in remarks):
            return "personal"
        return kind_of_document(printed, dated=any(one.dates for one in content.sources), square=square)

    def _past_qualifier(self, printed: str) -> str:
        """The words after `see`, `cf.` and the like; all of them where none leads."""
        found = self.words.leading("qualifiers", printed)
        return printed[len(found) :].strip(" :,") if found else printed

    def _own_material(self, printed: str) -> bool:
        stripped = self._past_qualifier(printed)
        said = self.words.leading("own_material", stripped)
        # A lone word such as `interview` needs a date or a partner to be a source.
        return said is not None and (
            " " in said or len(said) > 12 or not self.words.spaced or "," in stripped or " with " in stripped.lower()
        )

    def _without_name(self, printed: str, content: Content, setting: Setting) -> Ruling:
        """Dates alone: a citation if a link stands there; else whoever calls may find the outlet before it."""
        if (content.loose_dates or content.loose_undated) and setting.linked:
            return Ruling(kind="parenthetical", signs=(Sign("link", 4),))
        if content.loose_dates or content.loose_undated:
            return Ruling(reason="date")
        return Ruling(reason=self.reasons.reason(printed, content, setting.before))

    # --- signs ---------------------------------------------------------------------------

    def _signs(self, printed: str, content: Content, setting: Setting) -> list[Sign]:
        best: list[Sign] = []
        most = 0
        for source in content.sources:
            signs = self._signs_of(source, content, setting)
            weight = sum([sign.weight for sign in signs])
            if weight > most:
                best, most = signs, weight
        if len(content.sources) > 1 and sum(self.names.is_author_date(source) for source in content.sources) > 1:
            best.append(Sign("several authors", 1))
        if setting.linked and self._link_counts(printed, content, setting):
            best.append(Sign("link", 4))
        if content.credit:
            best.append(Sign("credit line", -2))
        if CURRENCY.search(printed):
            best.append(Sign("money", -2))
        if len(printed.split()) > 12 and self._holds_sentences(printed):
            best.append(Sign("whole sentences", -4))
        if setting.square and not any(source.dates for source in content.sources):
            best.append(Sign("editorial bracket", -3))
        return best

    def _holds_sentences(self, printed: str) -> bool:
        return any(
            not self.words.is_one_of("abbreviations", match[1])
            and not self.words.is_one_of("qualifiers", match[1] + ".")
            for match in _SENTENCE_INSIDE.finditer(printed)
        )

    def _signs_of(self, source: PrintedSource, content: Content, setting: Setting) -> list[Sign]:
        name = source.name.text
        if not name:
            return [_LOST_NAME] if source.dates or source.accessed else []
        address = is_address(name)
        if address and ("/" in name or source.dates or source.accessed):
            return [Sign("address", 4)]
        if source.address and not source.dates:
            return [Sign("name with its address", 4)]
        if address:
            # A bare host in the middle of a sentence gives the name of a site, at its end the source.
            return [Sign("host", 3 if setting.after[:1] in _STOPS else 2)]
        account = read_account(name)
        if is_handle(name) or (account and account.handle):
            return [Sign("account", 4)]
        known = self._known(name)
        if not known and not self.names.could_be_source(source, content):
            return []
        if not known and self.names.names_speaker(source, content):
            return []
        signs = [_KNOWN] if known else []
        day = any(date.full for date in source.dates)
        if day or source.accessed or source.undated or (source.as_of and source.dates):
            signs.append(_WITH_DAY)
        elif source.dates:
            weight = self.names.weight_of_partial(source, known=known)
            monthly = weight == DOUBTFUL and not known and any(date.month for date in source.dates)
            signs.append(Sign(_UNKNOWN_MONTHLY if monthly else "name with a month or year", weight))
        elif known and (content.leading_qualifier or source.qualifiers):
            signs.append(Sign("introduced outlet", 1))
        if source.locator and source.dates:
            signs.append(Sign("pages", 2))
        return signs

    def _known(self, name: str) -> bool:
        return self.outlets.find(name) is not None

    def _link_counts(self, printed: str, content: Content, setting: Setting) -> bool:
        """A link says `source` where its words could be a name or say `link`; not on an acronym just introduced."""
        if any(self.words.is_one_of("link_words", said) for said in (printed, self._past_qualifier(printed))):
            return True
        if is_initials_of(printed, setting.before):
            return False
        return any(
            self._known(one.name.text)
            or one.dates
            or (
                self.names.could_be_source(one, content)
                and len(one.name.text.split()) <= 6
                and not is_foreign_script(one.name.text, setting.before)
            )
            for one in content.sources
        )

    def _kind(self, content: Content) -> str:
        if any("in press" in one.qualifiers or "forthcoming" in one.qualifiers for one in content.sources):
            return "author_date"
        author_dates = sum(
            bool(one.dates)
            and all(date.month is None and date.until is None for date in one.dates)
            and not self._known(one.name.text)
            and not is_address(one.name.text)
            and (looks_like_authors(one.name.text, self.words) or one.locator or not one.qualifiers)
            for one in content.sources
        )
        return "author_date" if author_dates else "parenthetical"
