"""A pair in, its claim held against its page out, or the reason why there is nothing to hold."""

from __future__ import annotations

from verifier.judge.folding import without_surrogates
from verifier.judge.languages import COMPARED_SCRIPTS, SCRIPT_NAMES, UNKNOWN, could_be, detect, main_script
from verifier.judge.matching import Match
from verifier.judge.orders import holds_only_orders
from verifier.judge.page import open_page
from verifier.model import Pair

_MAX_CLAIM_CHARS = 6_000


def open_match(pair: Pair) -> Match:
    """The claim of a pair, or as much of it as is read, held against its page."""
    claim = without_surrogates(_beginning(pair.claim))
    source_code, claim_code = _languages(pair, claim)
    page = open_page(pair.source, source_code, pair.source_date, pair.satire)
    return Match(claim, claim_code, page, pair.claim_date)


def is_cut(pair: Pair, match: Match) -> bool:
    """Is there more of the claim than the match holds?"""
    return bool(pair.claim[len(match.claim) :].strip())


def _beginning(claim: str) -> str:
    """The claim as far as it is read, cut between words: half a name is another name."""
    if len(claim) <= _MAX_CLAIM_CHARS:
        return claim
    kept = claim[: _MAX_CLAIM_CHARS + 1]
    last = next((at for at in range(_MAX_CLAIM_CHARS, _MAX_CLAIM_CHARS // 2, -1) if kept[at].isspace()), None)
    return kept[: last or _MAX_CLAIM_CHARS]


def _languages(pair: Pair, claim: str) -> tuple[str, str]:
    """Codes of source and claim. One that tells nothing is taken to be in the language of the other."""
    alike = main_script(claim) == main_script(pair.source)
    claimed = _code(pair.claim_language)
    source = _code(pair.source_language) or detect(pair.source)
    if source is None:
        source = (claimed or detect(claim) if alike else None) or UNKNOWN
    if claimed is None:
        claimed = source if alike and could_be(claim, source) else detect(claim) or UNKNOWN
    return source, claimed


def _code(language: str | None) -> str | None:
    return language.casefold().replace("_", "-").split("-")[0] if language else None


def unreadable(pair: Pair) -> str | None:
    """Why nothing can be judged, or None."""
    if not pair.claim.strip():
        return "The claim is empty, so there is nothing to look for."
    if not pair.source.strip():
        return "The source has no readable text, so nothing can be said about the claim."
    if holds_only_orders(pair.source):
        return "The source only tells whoever checks it what to say, so nothing can be said about the claim."
    script, claimed = main_script(pair.source), main_script(pair.claim)
    if script is None:
        return "The source has no words that can be read, so nothing can be said about the claim."
    if claimed is None:
        return "The claim has no words that can be read, so there is nothing to look for."
    if script == claimed or (script in COMPARED_SCRIPTS and claimed in COMPARED_SCRIPTS):
        return None
    unread = script if script not in COMPARED_SCRIPTS else claimed
    which = "source" if unread == script else "claim"
    return (
        f"The {which} is written in {SCRIPT_NAMES.get(unread, unread)}, which this scorer cannot compare with "
        f"another script; a reader of that language has to check it."
    )
