"""Bytes of a page or file → text and the name of its encoding, whatever the declarations say; never raises.

Order: byte order mark, UTF-8 that proves itself, HTTP header, declaration in the page, statistical detection. A
declaration is not believed where the text reads wrongly by it and rightly by what is detected.
"""

from __future__ import annotations

import codecs
import re

from verifier.cyrillic import cyrillic_encoding, is_read_wrongly

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_HEAD_BYTES = 8192
_DETECT_BYTES = 64 * 1024
#: More replacement characters than this (a share of all) and the declared encoding is not believed.
_MAX_DAMAGE = 0.01
_SERVER_DEFAULT = "cp1252"

_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([\w:.()-]{1,40})", re.IGNORECASE)
_DECLARED = re.compile(
    rb"""<meta\b[^>]{0,512}?charset\s{0,8}=\s{0,8}["']?\s{0,8}([\w:.()-]{1,40})|<\?xml\b[^>]{0,256}?encoding\s{0,8}=\s{0,8}["']([\w:.()-]{1,40})""",
    re.IGNORECASE,
)
# The encodings of the WHATWG Encoding Standard, in Python's names. Others (utf-7, idna, rot13 …) are not for pages.
_KNOWN = frozenset({
    "utf-8", "utf-16-le", "utf-16-be", "cp866", "iso8859-2", "iso8859-3", "iso8859-4", "iso8859-5", "iso8859-6",
    "iso8859-7", "iso8859-8", "iso8859-10", "iso8859-13", "iso8859-14", "iso8859-15", "iso8859-16", "koi8-r",
    "koi8-u", "mac-roman", "mac-cyrillic", "cp874", "cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255",
    "cp1256", "cp1257", "cp1258", "gb18030", "big5hkscs", "euc_jp", "iso2022_jp", "cp932", "cp949",
})  # fmt: skip
# Labels that the standard reads as the larger sibling which sites really use.
_LARGER = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874",
    "gb2312": "gb18030", "gbk": "gb18030", "hz": "gb18030", "big5": "big5hkscs", "shift_jis": "cp932",
    "euc_kr": "cp949", "johab": "cp949", "utf-16": "utf-16-le", "utf-8-sig": "utf-8",
}  # fmt: skip
_ODD_LABELS = {
    "iso-8859-8-i": "iso8859-8", "x-sjis": "cp932", "x-gbk": "gb18030", "x-x-big5": "big5hkscs", "x-euc-jp": "euc_jp",
    "x-cp1250": "cp1250", "x-cp1251": "cp1251", "x-cp1252": "cp1252", "x-mac-roman": "mac-roman",
    "x-mac-cyrillic": "mac-cyrillic", "x-mac-ukrainian": "mac-cyrillic", "ks_c_5601-1987": "cp949",
    "unicode": "utf-16-le",
    "x-user-defined": "cp1252", "koi8-ru": "koi8-u", "koi": "koi8-r", "win-1250": "cp1250", "win-1251": "cp1251",
    "cp-1250": "cp1250", "cp-1251": "cp1251", "win1251": "cp1251", "dos-866": "cp866",
    "windows-874": "cp874", "dos-874": "cp874",
}  # fmt: skip
# ISO encodings have no letters at 0x80–0x9f; the Windows siblings do. Letters there unmask the sibling.
_WINDOWS_SIBLING = {
    "iso8859-2": "cp1250",
    "iso8859-7": "cp1253",
    "iso8859-13": "cp1257",
    "iso8859-15": "cp1252",
    "iso8859-16": "cp1250",
}
_LOW_CONTROLS = re.compile(rb"[\x00-\x08]")
_ACCENTED = re.compile("[\u00c0-\u00ff]+")
_HIGH_CONTROLS = re.compile(rb"[\x80-\x9f]")
#: Signs that no language writes between two letters of a word, two of them also not before one: there they are
#: letters of another encoding.
_SIGN_WITHIN = re.compile(r"(?<=[^\W\d_])[¹²³±¶¿¡¼½¾¤¢£¥¦§¨´¸¬¯×÷‹›‚ˆ˙˛˝ˇ˘](?=[^\W\d_])|[¶±](?=[^\W\d_]{2})")
_FEW_SIGNS = 3
_MIXED = re.compile("(?:(?<=[a-zA-Z])[\u0400-\u04ff]|[\u0400-\u04ff](?=[a-zA-Z]))")
_CYRILLIC_RUN = re.compile("[\u0400-\u04ff]+")
#: Letters of Western Europe of which no language has both: Czech and Baltic pages that are sent as Latin-1.
_NEVER_TOGETHER = ("øì", "øè", "ðè", "ðò", "þè")
#: Encodings of the Latin alphabet, which a page may be in though it says another of them.
_LATIN = frozenset({
    "cp1250", "cp1252", "cp1254", "cp1257", "iso8859-2", "iso8859-4", "iso8859-10", "iso8859-13", "iso8859-15",
    "iso8859-16",
})  # fmt: skip
_CYRILLIC = frozenset({"cp1251", "koi8-r", "koi8-u", "iso8859-5", "cp866", "mac-cyrillic"})
#: In UTF-16 the upper byte of Latin, Greek and Cyrillic letters.
_UPPER_BYTES = bytes(range(5))


def decode(body: bytes, content_type: str | None = None) -> tuple[str, str]:
    """The text without its byte order mark, and the encoding that was used, as Python names it.

    `content_type` is the header's value. Bytes that mean nothing become U+FFFD.
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace"), name
    wide = _wide_without_mark(body)
    if wide is not None:
        return body.decode(wide, "replace"), wide
    header = header_encoding(content_type)
    if header in ("utf-16-le", "utf-16-be") and _LOW_CONTROLS.search(body[:_HEAD_BYTES]):
        return body.decode(header, "replace"), header
    if not _is_iso2022(body) and _is_utf8(body):
        return body.decode("utf-8", "replace"), "utf-8"
    for name in declared_encodings(body, content_type):
        name = _unmasked(name, body)
        text = body.decode(name, "replace")
        if text.count("\ufffd") <= len(text) * _MAX_DAMAGE and not _is_a_lie(name, text, body):
            return text, name
    name = _detected(body)
    return body.decode(name, "replace"), name


def declared_encodings(body: bytes, content_type: str | None) -> list[str]:
    """What the header and then the page itself say, known encodings only.

    A header with Latin-1 comes last: it is what servers send for pages that they know nothing of.
    """
    names = [header_encoding(content_type)]
    found = _DECLARED.search(body[:_HEAD_BYTES])
    if found:
        name = encoding_of_label((found[1] or found[2]).decode("ascii", "replace"))
        # A page that can be read as ASCII up to its declaration is not UTF-16, whatever it says.
        names.append("utf-8" if name and name.startswith("utf-16") else name)
    known = dict.fromkeys(name for name in names if name is not None)
    return sorted(known, key=lambda name: name == _SERVER_DEFAULT)


def _is_a_lie(name: str, text: str, body: bytes) -> bool:
    """Whether the page is in another encoding than it says: `text` is what it says in that of its declaration."""
    if name == _SERVER_DEFAULT and _is_mojibake(text):
        return True
    if name in _LATIN | _CYRILLIC and is_read_wrongly(_sample(body), name):
        return True
    if name in _CYRILLIC:
        return _is_mixed(text)
    if name == _SERVER_DEFAULT and any(set(pair) <= set(text) for pair in _NEVER_TOGETHER):
        return _detected(body) in _LATIN - {_SERVER_DEFAULT}
    signs = _signs_within(text) if name in _LATIN else 0
    return signs >= _FEW_SIGNS and 3 * _signs_within(body.decode(_detected(body), "replace")) < signs


def _is_mixed(text: str) -> bool:
    """Whether Cyrillic letters stand in words of Latin ones: those were accented."""
    mixed = len(_MIXED.findall(text))
    return mixed >= _FEW_SIGNS and 2 * mixed > len(_CYRILLIC_RUN.findall(text))


def _signs_within(text: str) -> int:
    return len(_SIGN_WITHIN.findall(text))


def _is_mojibake(text: str) -> bool:
    """Accented letters stand alone in the languages of Western Europe; Cyrillic read as Latin-1 is rows of them."""
    rows = [len(row) for row in _ACCENTED.findall(text)]
    return len(rows) > 2 and sum(length >= 3 for length in rows) * 2 > len(rows)


def header_encoding(content_type: str | None) -> str | None:
    """The encoding named in a Content-Type header, or None."""
    found = _HEADER.search(content_type or "")
    return encoding_of_label(found[1]) if found else None


def encoding_of_label(label: str) -> str | None:
    """Python's name of the encoding a label means on the web, or None."""
    label = label.strip().lower()
    try:
        name = _ODD_LABELS.get(label) or codecs.lookup(label).name
    except (LookupError, ValueError):
        return None
    name = _LARGER.get(name, name)
    return name if name in _KNOWN else None


def _is_utf8(body: bytes) -> bool:
    """Valid UTF-8 but for rare damage (one character in twenty). Prose in other encodings never is by chance."""
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        text = body.decode("utf-8", "replace")
        beyond_ascii, broken = len(text) - len(text.encode("ascii", "ignore")), text.count("\ufffd")
        return beyond_ascii - broken >= 20 * broken
    return True


def _is_iso2022(body: bytes) -> bool:
    """ISO-2022-JP is plain ASCII to the eye of a decoder; its escapes give it away."""
    return b"\x1b$" in body[:_DETECT_BYTES]


def _wide_without_mark(body: bytes) -> str | None:
    """UTF-16 shows as a zero in every other byte of its ASCII letters, or a small number for its Cyrillic ones."""
    head = body[:_HEAD_BYTES]
    if len(head) < 8:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if even + odd < len(head) // 4:
        even, odd = (sum(map(half.count, _UPPER_BYTES)) for half in (head[0::2], head[1::2]))
        if max(even, odd) * 5 < len(head) * 2:
            return None
    if min(even, odd) * 20 > max(even, odd):
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def _unmasked(name: str, body: bytes) -> str:
    sibling = _WINDOWS_SIBLING.get(name)
    return sibling if sibling and _HIGH_CONTROLS.search(body) else name


def _detected(body: bytes) -> str:
    """By statistics: Cyrillic by our own, whose detector knows Russian alone, all else by the library's."""
    if _is_iso2022(body):
        return "iso2022_jp"
    from resiliparse.parse.encoding import detect_encoding

    sample = _sample(body)
    label = detect_encoding(sample, max_len=_DETECT_BYTES, from_html_meta=False)
    name = encoding_of_label(label or "") or "cp1252"
    name = "cp1252" if name == "utf-8" else name
    if name in _LATIN | _CYRILLIC:
        name = cyrillic_encoding(sample) or name
    return _unmasked(name, body)


def _sample(body: bytes) -> bytes:
    """The part of the page where its letters beyond ASCII begin."""
    first = next((at for at, byte in enumerate(body[: 4 * _DETECT_BYTES]) if byte >= 0x80), 0)
    start = max(0, first - 256)
    return body[start : start + _DETECT_BYTES]


def encodable(text: str) -> str:
    """The text without lone surrogates, which JSON can escape and no encoding can carry."""
    return text.encode("utf-8", "ignore").decode("utf-8")
