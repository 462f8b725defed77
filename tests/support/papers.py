"""Small PDF and DOCX files, built from scratch so that every byte of them is known."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Sequence

Box = tuple[float, float, float, float]


def pdf(pages: Sequence[str], links: Sequence[tuple[int, Box, str]] = (), title: str = "", rotate: int = 0) -> bytes:
    """A PDF whose pages have the given content streams (font /F1); links are page, box and address."""
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    kids = []
    for number, content in enumerate(pages):
        stream = content.encode("cp1252")
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        contents = len(objects)
        marks = []
        for page, box, url in links:
            if page == number:
                where = " ".join(map(str, box))
                annotation = f"<< /Type /Annot /Subtype /Link /Rect [{where}] /A << /S /URI /URI ({url}) >> >>"
                objects.append(annotation.encode())
                marks.append(f"{len(objects)} 0 R")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Rotate {rotate} /Contents {contents} 0 R "
            f"/Resources << /Font << /F1 3 0 R >> >> /Annots [{' '.join(marks)}] >>".encode()
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    objects.append(f"<< /Title ({title}) /CreationDate (D:20250508101500Z) >>".encode())
    return _assembled(objects)


def locked_pdf(page: str, password: bytes = b"") -> bytes:
    """A PDF of one page encrypted with 40-bit RC4 (ISO 32000-1, 7.6.3); with no password anybody may open it."""
    owner, rights, name = bytes(range(32)), -44, b"0123456789abcdef"
    padded = (password + _PADDING)[:32]
    key = hashlib.md5(padded + owner + rights.to_bytes(4, "little", signed=True) + name).digest()[:5]
    stream = _rc4(hashlib.md5(key + b"\x04\x00\x00\x00\x00").digest()[:10], page.encode("cp1252"))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [5 0 R] /Count 1 >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        b"/Resources << /Font << /F1 3 0 R >> >> >>",
        b"<< >>",
    ]
    lock = b"/Encrypt << /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P %d >> /ID [<%s> <%s>]" % (
        owner.hex().encode(), _rc4(key, _PADDING).hex().encode(), rights, name.hex().encode(), name.hex().encode()
    )  # fmt: skip
    return _assembled(objects).replace(b"/Root 1 0 R", b"/Root 1 0 R " + lock)


_PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


def _rc4(key: bytes, text: bytes) -> bytes:
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out = bytearray()
    i = j = 0
    for byte in text:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


def _assembled(objects: list[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\n" % (len(objects) + 1, len(objects))
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


def lines(rows: Sequence[str], *, top: float = 720, left: float = 72, step: float = 14, size: int = 12) -> str:
    """A content stream that prints the rows one below the other; an empty row leaves a gap."""
    parts = ["BT", f"/F1 {size} Tf", f"{left} {top} Td"]
    for row in rows:
        escaped = row.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        parts.append(f"({escaped}) Tj 0 -{step} Td" if row else f"0 -{step} Td")
    return "\n".join([*parts, "ET"])


def placed(words: Sequence[tuple[float, float, int, str]], *, turned: bool = False) -> str:
    """A content stream that prints each text at its place (left, base line, size, text), in that order.

    A turned page is written from bottom to top; what looks upright on it has its page's `/Rotate` at 90.
    """
    parts = ["BT"]
    for x, y, size, text in words:
        escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        matrix = f"0 1 -1 0 {612 - y} {x}" if turned else f"1 0 0 1 {x} {y}"
        parts.append(f"/F1 {size} Tf {matrix} Tm ({escaped}) Tj")
    return "\n".join([*parts, "ET"])


def docx(body: str, relations: Sequence[tuple[str, str]] = (), extra: Sequence[tuple[str, bytes]] = ()) -> bytes:
    """A DOCX with the given body XML; relations are id and address of its links."""
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    rels = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    links = "".join(
        f'<Relationship Id="{key}" Type="{rels}/hyperlink" Target="{url}" TargetMode="External"/>'
        for key, url in relations
    )
    files = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        'wordprocessingml.document.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
        f'Type="{rels}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{package}/relationships">{links}</Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{word}" xmlns:r="{rels}"><w:body>{body}</w:body></w:document>',
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, '<?xml version="1.0" encoding="UTF-8"?>' + content)
        for name, data in extra:
            archive.writestr(name, data)
    return packed.getvalue()


def paragraph(*runs: str) -> str:
    """A paragraph of runs; a run that is markup already stays."""
    return "<w:p>" + "".join(run if run.startswith("<") else _run(run) for run in runs) + "</w:p>"


def linked(key: str, words: str) -> str:
    """A link's run."""
    return f'<w:hyperlink r:id="{key}">{_run(words)}</w:hyperlink>'


def _run(words: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>'
