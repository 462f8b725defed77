"""A DOCX in, HTML with its links and notes, and what its properties say, out.

mammoth turns Word's markup into HTML. What it passes over is mended first, in the parts of the package that hold text:
simple fields, drawings without a fallback, text set in a direction. Hidden text and comments are dropped, tracked
insertions stay, tracked deletions go.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from typing import Any
from xml.parsers.expat import ExpatError

from verifier.page.clean import one_line
from verifier.page.dates import day_of_stamp

#: A document of a million characters inflates to a few MiB; pictures are not inflated at all.
MAX_INFLATED_BYTES = 64 * 2**20
MAX_RATIO = 200
MAX_ENTRIES = 5_000
_READ = ("word/", "[Content_Types]", "_rels/", "docProps/")
_TEXT_PARTS = re.compile(r"word/(?:document|footnotes|endnotes)\d*\.xml")
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
#: Elements that say how text is set, and hold it.
_WRAPPERS = frozenset({f"{_WORD}bdo", f"{_WORD}dir"})
_HYPERLINK = re.compile(r'\s*HYPERLINK\s+(?!\\)(?:"([^"]{1,4000})"|([^\s"\\]\S{0,4000}))')
#: What follows the address in a field, left in it by a reading that takes the last quotation mark for its end.
_SWITCHES = re.compile(r'(<a href="(?:(?!&quot;)[^"]){0,4000})&quot;[^"]{0,4000}"')
_CELL = re.compile(r"(<(t[dh])(?: [^<>]{0,200})?>)<p>((?:(?!</?p>|</?table).){0,20000})</p>(?=</\2>)", re.DOTALL)
_NOTES = re.compile(r"<ol>(?=<li id=\"(?:footnote|endnote)-)")
_NOTE = re.compile(r"<li id=\"((?:footnote|endnote)-[^\"]{1,40})\">")
_BACK = re.compile(r"\s?<a href=\"#(?:footnote|endnote)-ref-[^\"]{1,40}\">↑</a>")
#: A table of contents: paragraphs that are nothing but a link to a heading.
_CONTENTS = re.compile(r"<p><a href=\"#_Toc[^\"]{1,40}\">(?:(?!</a>).){0,400}</a></p>", re.DOTALL)
_HEADING = re.compile(r"<h1>((?:(?!</h1>).){1,400})</h1>", re.DOTALL)
_TAG = re.compile(r"<[^<>]{0,500}>")
_HEADED = "p[style-name='Title'] => h1:fresh\np.Title => h1:fresh\np[style-name='Subtitle'] => h2:fresh\n"
_NO_TITLES = frozenset({"word document", "microsoft word", "untitled", "document", "document1"})


class UnreadableDocx(Exception):
    """It cannot be opened, or must not be; the argument says why, for people."""


@dataclass(frozen=True, slots=True)
class WordDocument:
    """The text as HTML and its first heading; title and day of creation are its properties', maybe a template's."""

    html: str
    heading: str | None
    title: str | None
    created: str | None


def docx_to_html(body: bytes) -> str:
    """The document as HTML: headings, lists, tables, links, notes; pictures left out. Raises `UnreadableDocx`."""
    return read_docx(body).html


def read_docx(body: bytes) -> WordDocument:
    """The document's HTML and properties. Notes stand at its end as `[1] …`. Raises `UnreadableDocx`."""
    check_zip(body)
    import mammoth

    try:
        mended, properties = _mended(body)
        found = mammoth.convert_to_html(
            io.BytesIO(mended),
            convert_image=mammoth.images.img_element(_without_picture),
            include_embedded_style_map=False,
            style_map=_HEADED,
        )
    except (zipfile.BadZipFile, ExpatError, LookupError, ValueError, AttributeError, RecursionError, OSError) as error:
        raise UnreadableDocx("it is damaged or no Word document") from error
    title, created = _told(properties)
    html = _CONTENTS.sub("", _with_open_notes(str(found.value)))
    html = _CELL.sub(r"\1\3", _SWITCHES.sub(r'\1"', html))
    heading = _HEADING.search(html)
    return WordDocument(
        html=html, heading=(one_line(_plain(heading[1])) or None) if heading else None, title=title, created=created
    )


def _plain(html: str) -> str:
    from html import unescape

    return unescape(_TAG.sub("", html))


def _without_picture(_: object) -> dict[str, str]:
    return {}


def _with_open_notes(html: str) -> str:
    """The numbered list of notes as paragraphs `[1] …`: the mark in the text is written the same way."""
    start = _NOTES.search(html)
    if start is None:
        return html
    head, tail = html[: start.start()], html[start.end() :]
    tail = _BACK.sub("", tail)
    number = 0

    def opened(match: re.Match[str]) -> str:
        nonlocal number
        number += 1
        return f'<div id="{match[1]}">[{number}] '

    tail = _NOTE.sub(opened, tail).replace("</li>", "</div>").removesuffix("</ol>")
    return head + re.sub(r"(\[\d+\] )<p>\s*", r"<p>\1", tail)


# --- the parts of the package --------------------------------------------------------------


def _mended(body: bytes) -> tuple[bytes, bytes | None]:
    """The package with its text parts made plain and its pictures left out, and its properties."""
    packed = io.BytesIO()
    properties = None
    with zipfile.ZipFile(io.BytesIO(body)) as source, zipfile.ZipFile(packed, "w") as target:
        for entry in source.infolist():
            if not entry.filename.startswith(_READ) or "media/" in entry.filename:
                continue
            content = source.read(entry)
            if entry.filename == "docProps/core.xml":
                properties = content
            elif _TEXT_PARTS.fullmatch(entry.filename):
                content = _plain_part(content)
            target.writestr(entry.filename, content)
    return packed.getvalue(), properties


def _plain_part(content: bytes) -> bytes:
    from lxml import etree

    root = _parsed(content)
    if root is None:
        return content
    for node in list(root.iter(etree.Element)):
        if node.tag == f"{_WORD}fldSimple":
            _open_field(node)
        elif node.tag in _WRAPPERS:
            _unwrap(node)
        elif node.tag == f"{_COMPATIBLE}AlternateContent" and node.find(f"{_COMPATIBLE}Fallback") is None:
            _offer_fallback(node)
        elif node.tag == f"{_WORD}vanish" and node.get(f"{_WORD}val") not in ("0", "false", "off"):
            _hide(node)
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True))


def _parsed(content: bytes) -> Any | None:
    """The part's tree; None where it is damaged, which is for the reader proper to say."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        return None


def _open_field(field: Any) -> None:
    """`HYPERLINK` becomes a field in the long form, which is understood; of other fields the words stay."""
    link = _HYPERLINK.match(field.get(f"{_WORD}instr") or "")
    if link is None:
        _unwrap(field)
        return
    before = [_field_mark(field, "begin"), _run_with(field, "instrText"), _field_mark(field, "separate")]
    before[1][0].text = f' HYPERLINK "{link[1] or link[2]}" '
    for place, run in enumerate(before):
        field.insert(place, run)
    field.append(_field_mark(field, "end"))
    _unwrap(field)


def _run_with(near: Any, name: str) -> Any:
    run = near.makeelement(f"{_WORD}r")
    run.append(near.makeelement(f"{_WORD}{name}"))
    return run


def _field_mark(near: Any, kind: str) -> Any:
    run = _run_with(near, "fldChar")
    run[0].set(f"{_WORD}fldCharType", kind)
    return run


def _unwrap(node: Any) -> None:
    """The node's children in its place."""
    parent = node.getparent()
    if parent is None:
        return
    at = parent.index(node)
    parent[at : at + 1] = list(node)


def _offer_fallback(alternatives: Any) -> None:
    """The words of a drawing's text boxes as what is read where no fallback is given."""
    boxes = list(alternatives.iter(f"{_WORD}txbxContent"))
    if boxes:
        fallback = alternatives.makeelement(f"{_COMPATIBLE}Fallback")
        picture = alternatives.makeelement(f"{_WORD}pict")
        picture.extend(boxes)
        fallback.append(picture)
        alternatives.append(fallback)


def _hide(mark: Any) -> None:
    """Take out the run that is set as hidden; a paragraph's own mark hides no words."""
    properties = mark.getparent()
    run = properties.getparent() if properties is not None else None
    if run is not None and run.tag == f"{_WORD}r" and run.getparent() is not None:
        run.getparent().remove(run)


def _told(properties: bytes | None) -> tuple[str | None, str | None]:
    root = _parsed(properties) if properties else None
    if root is None:
        return None, None
    told = {str(node.tag).rpartition("}")[2]: (node.text or "").strip() for node in root if isinstance(node.tag, str)}
    title = told.get("title", "")
    useless = title.casefold() in _NO_TITLES or title.lower().endswith((".doc", ".docx", ".dotx"))
    return (None if useless else title or None), day_of_stamp(told.get("created"))


def check_zip(body: bytes) -> None:
    """Raises `UnreadableDocx` for a file that inflates beyond all measure, before anything is inflated."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            entries = packed.infolist()
            if len(entries) > MAX_ENTRIES:
                raise UnreadableDocx(f"it packs more than {MAX_ENTRIES} files")
            texts = [entry for entry in entries if entry.filename.startswith(_READ) and "media/" not in entry.filename]
            if sum(_size(entry) for entry in texts) > MAX_INFLATED_BYTES:
                raise UnreadableDocx(f"its text unpacks to more than {MAX_INFLATED_BYTES // 2**20} MiB")
            if any(entry.filename == "word/document.xml" for entry in entries) is False:
                raise UnreadableDocx("it is no Word document")
            if any(entry.flag_bits & 1 for entry in texts):
                raise UnreadableDocx("it is locked with a password")
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError) as error:
        raise UnreadableDocx("it is damaged or no Word document") from error


def _size(entry: zipfile.ZipInfo) -> int:
    """The size it says, which the unpacker holds it to. A tiny file that says it is huge is refused."""
    if entry.file_size > 2**20 and entry.file_size > MAX_RATIO * max(1, entry.compress_size):
        raise UnreadableDocx("it packs far too much into too little")
    return entry.file_size
