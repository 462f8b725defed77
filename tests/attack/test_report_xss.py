"""Hostile words in every field of a report: no format lets them become markup, script, formula or terminal control."""

from __future__ import annotations

import csv
import io
import json
import re
from html.parser import HTMLParser

import pytest
from support.sample_report import sample_report

from verifier.codec import from_json, to_builtins
from verifier.model import Report
from verifier.report import html as report_html
from verifier.report import render

PAYLOADS = (
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "</title><svg onload=alert(1)>",
    "</style><img src=x onerror=alert(1)>",
    '"><img src=x onerror=alert(1)>',
    "'><iframe srcdoc='<script>alert(1)</script>'>",
    '" autofocus onfocus="alert(1)',
    "' onmouseover='alert(1)",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\tscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    'https://a.example/"onclick=alert(1)//',
    "https://a.example/'><b>",
    "https://a.example/<script>alert(1)</script>",
    "http://a.example/\u202egpj.exe",
    "<!--<script>",
    "--><script>alert(1)</script>",
    "]]><script>alert(1)</script>",
    "{{ 7 * 7 }}{% raw %}",
    "${alert(1)}",
    "<math><mtext><table><mglyph><style><img src onerror=alert(1)>",
    "<base href=//a.example>",
    "<meta http-equiv=refresh content=0;url=//a.example>",
    "<form action=//a.example><button>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\u2028\u2029<script>",
    "\x00<\x00script>",
    "\ufeff=cmd|'/C calc'!A0",
    '=HYPERLINK("http://a.example")',
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1+1)",
    "\t=1+1",
    "\x1b]0;pwned\x07\x1b[2J",
    "\x9b31m",
    "two\r\nSet-Cookie: a=b",
    "[x](javascript:alert(1))",
    "![x](http://a.example/x.png)",
    "<https://a.example>",
    "| a | b |",
    "\u202eelpmaxe\u2066",
    "x" * 3000,
)
#: Fields with a closed list of values, and hashes of what was read.
CODES = {"schema", "kind", "verdict", "resolution", "state", "code", "outcome"}
#: Words of the same sort as most payloads: no address, no language.
HARMLESS = "quite harmless words"


def poisoned(payload: str) -> Report:
    """The sample report with every string that could come from outside replaced; spans stay inside the text."""

    def spread(value: object, name: str) -> object:
        if isinstance(value, dict):
            return {key: spread(one, key) for key, one in value.items()}
        if isinstance(value, list):
            return [spread(one, name) for one in value]
        if isinstance(value, str) and (name not in CODES or (name == "code" and value in ("",))):
            return payload
        return value

    document = to_builtins(sample_report())
    length = len(document["article"]["text"])
    document = spread(document, "")
    document["article"]["text"] = (payload + " ") * (length // (len(payload) + 1) + 1)
    for number, citation in enumerate(document["citations"], 1):
        citation["id"] = f"c{number}"  # ids are ours
    return from_json(json.dumps(document), Report)


class Skeleton(HTMLParser):
    """The elements of a page with the names of their attributes, the addresses they lead to, and nothing else."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, ...]] = []
        self.links: list[str] = []
        self.comments = 0
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, *(name for name, _ in attrs)))
        self.links += [value or "" for name, value in attrs if name in ("href", "src", "action")]

    def handle_comment(self, data: str) -> None:
        self.comments += 1


def skeleton(report: Report) -> Skeleton:
    return Skeleton(render(report, "html").decode())


def kinds_of_elements(found: Skeleton) -> set[tuple[str, ...]]:
    return set(found.elements)


CLEAN = kinds_of_elements(skeleton(sample_report())) | kinds_of_elements(skeleton(poisoned(HARMLESS)))


@pytest.mark.parametrize("payload", PAYLOADS, ids=repr)
def test_the_page_has_only_its_own_elements_and_attributes(payload: str) -> None:
    found = skeleton(poisoned(payload))
    assert kinds_of_elements(found) <= CLEAN
    assert found.elements.count(("script",)) == 1
    assert found.comments == 0
    for link in found.links:
        assert link.startswith(("#", "http://", "https://"))


@pytest.mark.parametrize("payload", PAYLOADS, ids=repr)
def test_the_embedded_json_stays_inside_its_element_and_whole(payload: str) -> None:
    report = poisoned(payload)
    found = re.search(r'id="report-json">(.*?)</script>', render(report, "html").decode(), re.DOTALL)
    assert found is not None
    assert from_json(found[1], Report) == report


def test_without_escaping_the_same_words_would_become_elements(monkeypatch: pytest.MonkeyPatch) -> None:
    """The guard is what holds: with it off the attack succeeds."""
    payload = "<b onclick=alert(1)>x</b>"
    environment = report_html._environment()
    monkeypatch.setattr(environment, "autoescape", False)
    environment.cache.clear()  # type: ignore[union-attr]
    report_html._page.cache_clear()
    try:
        assert ("b", "onclick") in kinds_of_elements(skeleton(poisoned(payload)))
    finally:
        monkeypatch.undo()
        environment.cache.clear()  # type: ignore[union-attr]
        report_html._page.cache_clear()
    assert ("b", "onclick") not in kinds_of_elements(skeleton(poisoned(payload)))


@pytest.mark.parametrize("payload", PAYLOADS, ids=repr)
def test_no_cell_of_the_table_is_a_formula_or_a_row_of_its_own(payload: str) -> None:
    body = render(poisoned(payload), "csv").decode().removeprefix("\ufeff")
    rows = list(csv.reader(io.StringIO(body)))
    assert len(rows) == 1 + 7
    for row in rows:
        assert len(row) == len(rows[0])
        for cell in row:
            assert not cell.lstrip().startswith(("=", "+", "-", "@"))
            assert cell.isprintable()


@pytest.mark.parametrize("payload", PAYLOADS, ids=repr)
def test_markdown_holds_no_markup_but_ours(payload: str) -> None:
    body = render(poisoned(payload), "markdown").decode()
    ours = re.sub(r"\]\(<https?://[^<>\s]*>\)", "](#)", body)
    assert not re.search(r"(?<!\\)<", ours)
    assert "javascript:" not in " ".join(re.findall(r"\]\(([^)]*)\)", ours)).lower()
    assert not re.search(r"(?<!\\)!\[", ours)
    assert len(re.findall(r"^\| \d+ \|", body, re.MULTILINE)) == 6


@pytest.mark.parametrize("payload", PAYLOADS, ids=repr)
def test_a_terminal_gets_no_control_characters(payload: str) -> None:
    body = render(poisoned(payload), "text").decode()
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", body)


@pytest.mark.parametrize("output_format", ["json", "claimreview", "annotations"])
@pytest.mark.parametrize("payload", PAYLOADS, ids=repr)
def test_machine_formats_stay_json(payload: str, output_format: str) -> None:
    assert json.loads(render(poisoned(payload), output_format))
