"""A list of articles, as bytes → their addresses: text, CSV, RSS, Atom or a sitemap."""

from __future__ import annotations

import csv
import io
import re

from verifier.errors import UnreadableInput

_ADDRESS = re.compile(r"https?://[^\s<>\"']+", re.IGNORECASE)
_URL_COLUMNS = ("url", "link", "address", "href")
_MAX_ADDRESSES = 100_000


def addresses_in(body: bytes, name: str) -> tuple[str, ...]:
    """Every article address of the list, in order, each once.

    A CSV needs a column `url`; an XML list is RSS, Atom or a sitemap; anything else has an address a line
    (`#` begins a comment). Raises `UnreadableInput` when there is none.
    """
    head = body.lstrip(b"\xef\xbb\xbf \t\r\n")[:512].lower()
    if head.startswith(b"<"):
        found = _from_xml(body, name)
    else:
        text = body.decode("utf-8-sig", "replace")
        found = _from_csv(text) if name.lower().endswith((".csv", ".tsv")) else _from_lines(text)
    unique = tuple(dict.fromkeys(found))[:_MAX_ADDRESSES]
    if not unique:
        raise UnreadableInput(
            f"{name} names no article", "Give an address a line, a CSV with a column `url`, or a feed."
        )
    return unique


def _from_lines(text: str) -> list[str]:
    found = []
    for line in text.splitlines():
        match = None if line.lstrip().startswith("#") else _ADDRESS.search(line)
        if match:
            found.append(match.group())
    return found


def _from_csv(text: str) -> list[str]:
    dialect: type[csv.Dialect] = csv.excel
    first = text.partition("\n")[0]
    if first.count(";") > first.count(","):
        dialect = _Semicolons
    elif first.count("\t") > first.count(","):
        dialect = csv.excel_tab
    rows = list(csv.reader(io.StringIO(text), dialect))
    if not rows:
        return []
    header = [cell.strip().lower() for cell in rows[0]]
    column = next((header.index(name) for name in _URL_COLUMNS if name in header), None)
    if column is None:
        return _from_lines(text)
    cells = (row[column].strip() for row in rows[1:] if len(row) > column)
    return [cell for cell in cells if _ADDRESS.fullmatch(cell)]


class _Semicolons(csv.excel):
    delimiter = ";"


def _from_xml(body: bytes, name: str) -> list[str]:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=True, load_dtd=False)
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableInput(f"{name} is no feed or sitemap: {error}", "Check the file or its address.") from error
    if root is None:
        raise UnreadableInput(f"{name} is no feed or sitemap", "Check the file or its address.")
    found: list[str] = []
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        tag = etree.QName(element).localname.lower()
        parent = element.getparent()
        parent_tag = etree.QName(parent).localname.lower() if parent is not None and isinstance(parent.tag, str) else ""
        found.extend(_address_of(tag, parent_tag, element.text or "", dict(element.attrib)))
    return found


def _address_of(tag: str, parent: str, text: str, attributes: dict[str, str]) -> list[str]:
    """RSS: item/link. Atom: entry/link[@href], not an enclosure or the feed itself. Sitemap: url/loc."""
    address = ""
    if (tag, parent) in (("link", "item"), ("loc", "url")):
        address = text.strip()
    elif (tag, parent) == ("link", "entry") and attributes.get("rel", "alternate") == "alternate":
        address = attributes.get("href", "").strip()
    return [address] if _ADDRESS.fullmatch(address) else []
