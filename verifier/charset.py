"""Bytes of a page or file → text and the name of its encoding, whatever the declarations say; never raises.

Order: byte order mark, UTF-8 that proves itself, HTTP header, declaration in the page, statistical detection.
"""

from __future__ import annotations

import codecs
import re

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
_WINDOWS_SIBLING = {"iso8859-2": "cp1250", "iso8859-7": "cp1253", "iso8859-13": "cp1257", "iso8859-15": "cp1252"}
_LOW_CONTROLS = re.compile(rb"[\x00-\x08]")
_ACCENTED = re.compile("[\u00c0-\u00ff]+")
_HIGH_CONTROLS = re.compile(rb"[\x80-\x9f]")


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
        text = body.decode(_unmasked(name, body), "replace")
        if text.count("\ufffd") <= len(text) * _MAX_DAMAGE and not (name == _SERVER_DEFAULT and _is_mojibake(text)):
            return text, _unmasked(name, body)
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
    """UTF-16 shows as a zero in every other byte of its ASCII letters."""
    head = body[:_HEAD_BYTES]
    if len(head) < 8 or head.count(0) < len(head) // 4:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if min(even, odd) * 20 > max(even, odd):
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def _unmasked(name: str, body: bytes) -> str:
    sibling = _WINDOWS_SIBLING.get(name)
    return sibling if sibling and _HIGH_CONTROLS.search(body) else name


def _detected(body: bytes) -> str:
    """By statistics, over the part of the page where its letters are."""
    if _is_iso2022(body):
        return "iso2022_jp"
    from resiliparse.parse.encoding import detect_encoding

    first = next((at for at, byte in enumerate(body[: 4 * _DETECT_BYTES]) if byte >= 0x80), 0)
    start = max(0, first - 256)
    label = detect_encoding(body[start : start + _DETECT_BYTES], max_len=_DETECT_BYTES, from_html_meta=False)
    name = encoding_of_label(label or "") or "cp1252"
    return "cp1252" if name == "utf-8" else _unmasked(name, body)


def encodable(text: str) -> str:
    """The text without lone surrogates, which JSON can escape and no encoding can carry."""
    return text.encode("utf-8", "ignore").decode("utf-8")
