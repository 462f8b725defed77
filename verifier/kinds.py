"""The kinds of citations there are, and which of them are counted and checked unless an operator says otherwise."""

from __future__ import annotations

from collections.abc import Collection

from verifier.listed import read_listed

#: What stands in brackets for its own sentence, or heads a piece: the citations of a newsroom's own style.
IN_BRACKETS = ("parenthetical", "split", "attribution_line", "legal", "archival", "personal")
#: What says where words come from in other styles.
OTHER_STYLES = (
    "author_date",
    "narrative_author_date",
    "note_marker",
    "superscript_digit",
    "bare_url",
    "inline_link",
)
KINDS = (*IN_BRACKETS, *OTHER_STYLES)

DEFAULT_COUNTED = IN_BRACKETS
DEFAULT_CHECKED = tuple(kind for kind in KINDS if kind != "inline_link")

#: How kinds that are not counted are named to readers: one, many.
_SPOKEN = {
    "author_date": ("author–date reference", "author–date references"),
    "narrative_author_date": ("author–date reference", "author–date references"),
    "note_marker": ("note", "notes"),
    "superscript_digit": ("note", "notes"),
    "bare_url": ("bare address", "bare addresses"),
    "inline_link": ("link", "links"),
    "attribution_line": ("source line", "source lines"),
}
_OTHERWISE = ("citation of another kind", "citations of other kinds")


def read_kinds(value: object) -> tuple[str, ...]:
    """The kinds of a setting, see `read_listed`. Raises `ValueError` for unknown ones."""
    return read_listed(value, KINDS, "kind", "kinds")


def spoken(kinds: Collection[str]) -> str:
    """`12 notes, 3 links`: how many there are of each kind, in the order of `KINDS`; `""` for none."""
    tally: dict[tuple[str, str], int] = {}
    for kind in sorted(kinds, key=lambda kind: KINDS.index(kind) if kind in KINDS else len(KINDS)):
        words = _SPOKEN.get(kind, _OTHERWISE)
        tally[words] = tally.get(words, 0) + 1
    return ", ".join(f"{number} {one if number == 1 else many}" for (one, many), number in tally.items())
