"""A DOCX in, HTML with its links and footnotes out."""

from __future__ import annotations

import io
import zipfile
from xml.parsers.expat import ExpatError

#: A document of a million characters inflates to a few MiB; pictures are not inflated at all.
MAX_INFLATED_BYTES = 64 * 2**20
MAX_RATIO = 200
MAX_ENTRIES = 5_000
_READ = ("word/", "[Content_Types]", "_rels/", "docProps/")


class UnreadableDocx(Exception):
    """It cannot be opened, or must not be; the argument says why, for people."""


def docx_to_html(body: bytes) -> str:
    """The document as HTML: headings, lists, tables, links, footnotes; pictures left out. Raises `UnreadableDocx`."""
    check_zip(body)
    import mammoth

    try:
        found = mammoth.convert_to_html(
            io.BytesIO(body),
            convert_image=mammoth.images.img_element(_without_picture),
            include_embedded_style_map=False,
        )
    except (zipfile.BadZipFile, ExpatError, LookupError, ValueError, AttributeError, RecursionError, OSError) as error:
        raise UnreadableDocx("it is damaged or no Word document") from error
    return str(found.value)


def _without_picture(_: object) -> dict[str, str]:
    return {}


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
