"""The report page as a file: whole, self-contained, anchored both ways, legible, and locked by its policy."""

from __future__ import annotations

import base64
import hashlib
import itertools
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from importlib.resources import files

import pytest
from support.sample_report import ARTICLE, PASSAGES, sample_report

from verifier.codec import from_json
from verifier.model import Article, Citations, Report
from verifier.report import build_report
from verifier.report.html import content_policy, language_tag, render_html, stretches, web_link

REPORT = sample_report()
PAGE = render_html(REPORT)
VOID = {"meta", "link", "br", "img", "input", "hr", "path", "circle", "rect", "use"}


class Tree(HTMLParser):
    """Every element with its attributes, the text inside each, and whether tags are closed in order."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: dict[str, str] = {}
        self.open: list[tuple[str, str]] = []
        self.crossed: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.elements.append((tag, attributes))
        if tag not in VOID:
            self.open.append((tag, attributes.get("id", "")))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open.pop()[0] != tag:
            self.crossed.append(tag)

    def handle_data(self, data: str) -> None:
        for _, name in self.open:
            if name:
                self.texts[name] = self.texts.get(name, "") + data

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]

    def ids(self) -> list[str]:
        return [attributes["id"] for _, attributes in self.elements if "id" in attributes]


TREE = Tree(PAGE)


def test_the_page_is_well_formed_and_every_id_is_its_own() -> None:
    assert TREE.crossed == []
    assert TREE.open == []
    assert len(TREE.ids()) == len(set(TREE.ids()))


def test_every_anchor_of_the_page_leads_somewhere() -> None:
    targets = {link["href"][1:] for link in TREE.all("a") if link["href"].startswith("#")}
    assert targets
    assert targets <= set(TREE.ids())
    assert {icon["href"][1:] for icon in TREE.all("use")} <= set(TREE.ids())


def test_every_citation_has_a_mark_a_card_and_a_way_between_them_both_ways() -> None:
    hrefs = [link["href"] for link in TREE.all("a")]
    for number in range(1, len(REPORT.citations) + 1):
        assert f"c{number}" in TREE.ids()
        assert f"m{number}" in TREE.ids()
        assert f"#c{number}" in hrefs
        assert f"#m{number}" in hrefs
    described = {mark["aria-describedby"] for mark in TREE.all("mark")}
    assert described == {f"v{number}" for number in range(1, len(REPORT.citations) + 1)}


def test_a_verdict_is_said_in_words_at_its_mark_and_on_its_card() -> None:
    assert "2 Contradicted" in TREE.texts["m2"]
    assert "Contradicted" in TREE.texts["v2"]
    assert "probable" in TREE.texts["v2"]
    assert "Could not tell" in TREE.texts["m4"]


def test_a_card_answers_what_where_whether_what_it_says_and_why() -> None:
    card = " ".join(TREE.texts["c2"].split())
    assert "Its director promised" in card
    assert "Radio Nord, 5 March 2025" in card
    assert "Archived copy of 6 March 2025, 12:00 UTC (Wayback Machine), 1 day from the cited day, read on" in card
    assert PASSAGES["radio"] in card
    assert "Quotation “no berth will close”: not in the source." in card
    assert "The site answered 404." in card
    assert "Next: Compare the passage" in card


def test_the_source_that_could_not_be_read_says_why_and_what_to_do() -> None:
    card = " ".join(TREE.texts["c4"].split())
    assert "Refused our robot: The site answered 403 to our reader." in card
    assert "Next: Open the link in your own browser." in card


def test_the_page_asks_nothing_from_anywhere() -> None:
    for tag, attributes in TREE.elements:
        assert "src" not in attributes, tag
        assert "style" not in attributes, tag
        assert not [name for name in attributes if name.startswith("on")], tag
    assert not {"link", "img", "iframe", "object", "embed", "base", "form", "audio", "video"} & {
        tag for tag, _ in TREE.elements
    }
    assert "url(" not in PAGE
    assert "@import" not in PAGE


def test_links_to_the_web_neither_refer_nor_open_the_page_to_others() -> None:
    outside = [link for link in TREE.all("a") if not link["href"].startswith("#")]
    assert outside
    for link in outside:
        assert link["href"].startswith(("https://", "http://"))
        assert link["rel"] == "noopener noreferrer nofollow"


def test_the_policy_allows_the_pages_own_style_and_script_and_nothing_else() -> None:
    policy = next(one["content"] for one in TREE.all("meta") if one.get("http-equiv") == "Content-Security-Policy")
    assert policy == content_policy()
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    for element, directive in (("style", "style-src"), ("script", "script-src")):
        inside = re.findall(rf"<{element}>(.*?)</{element}>", PAGE, re.DOTALL)
        assert len(inside) == 1
        digest = base64.b64encode(hashlib.sha256(inside[0].encode()).digest()).decode()
        assert f"{directive} 'sha256-{digest}'" in policy


def test_the_json_inside_is_the_report() -> None:
    embedded = re.search(r'<script type="application/json" id="report-json">(.*?)</script>', PAGE, re.DOTALL)
    assert embedded is not None
    assert from_json(embedded[1], Report) == REPORT


def test_the_json_inside_cannot_end_its_element() -> None:
    report = replace(REPORT, article=replace(ARTICLE, title="</script><script>alert(1)</script>\u2028<!--"))
    page = render_html(report)
    embedded = re.search(r'id="report-json">(.*?)</script>', page, re.DOTALL)
    assert embedded is not None
    assert not re.search(r"[<>&\u2028\u2029]", embedded[1])
    assert json.loads(embedded[1])["article"]["title"] == report.article.title


def test_no_template_switches_escaping_off() -> None:
    for package in ("verifier.report", "verifier.api"):
        for template in files(package).joinpath("templates").iterdir():
            if template.name.endswith(".html"):
                assert not re.search(r"\|\s*safe|autoescape", template.read_text("utf-8")), template.name


def test_headings_go_down_one_step_at_a_time() -> None:
    levels = [int(tag[1]) for tag, _ in TREE.elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_the_headline_is_not_shown_twice() -> None:
    assert ARTICLE.title not in TREE.texts["article"]


def test_a_page_without_citations_says_so() -> None:
    empty = build_report("e", Citations(article=Article(text="Only words."), citations=()), [], scorer="s",
                         settings_digest="d", made_at="2025-03-13T02:00:00Z")  # fmt: skip
    tree = Tree(render_html(empty))
    assert tree.crossed == []
    assert "No citations were found" in tree.texts["citations"]
    assert "Only words." in tree.texts["article"]


def test_a_page_of_fifty_citations_stays_small() -> None:
    many = tuple(
        replace(REPORT.citations[place % 6], id=f"x{place}", start=REPORT.citations[place % 6].start)
        for place in range(50)
    )
    assert len(render_html(replace(REPORT, citations=many)).encode()) < 300_000


def test_compared_values_are_marked_inside_the_passage() -> None:
    checks = REPORT.citations[0].sources[0].checks
    evidence = REPORT.citations[0].sources[0].evidence[0]
    parts = stretches(evidence.text, evidence.start, checks, claim=False)
    assert [(part.text, part.outcome) for part in parts if part.outcome] == [("412,000", "agrees")]
    assert "".join(part.text for part in parts) == evidence.text


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//a.example", "vbscript:x", " https://x", "", None]
)
def test_only_web_addresses_are_linked(url: str | None) -> None:
    assert web_link(url) is None


@pytest.mark.parametrize(("tag", "kept"), [("pl", True), ("zh-Hant-TW", True), ('en" onload="x', False), ("", False)])
def test_only_language_tags_are_set(tag: str, kept: bool) -> None:
    assert (language_tag(tag) == tag) is kept


# --- contrast (WCAG 2.2, 1.4.3) -----------------------------------------------------------------


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def colours(css: str) -> dict[str, str]:
    return {name: value if len(value) == 7 else f"#{value[1] * 2}{value[2] * 2}{value[3] * 2}"
            for name, value in re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})\b", css)}  # fmt: skip


def themes() -> list[tuple[dict[str, str], list[dict[str, str]]]]:
    """The colours of the page, light and dark, and those of each verdict."""
    css = files("verifier.report").joinpath("templates", "report.css").read_text("utf-8")
    dark_at = css.index("@media (prefers-color-scheme: dark)")
    parts = css[:dark_at], css[dark_at : css.index("* { box-sizing")]
    found = []
    for part in parts:
        root = re.search(r":root \{(.*?)\}", part, re.DOTALL)
        assert root is not None
        verdicts = re.findall(r"^\s*\.\w+ \{ (--v: .*?) \}", part, re.MULTILINE)
        found.append((colours(root[1]), [colours(one) for one in verdicts]))
    return found


@pytest.mark.parametrize(("page", "verdicts"), themes(), ids=["light", "dark"])
def test_all_words_can_be_read_against_what_is_behind_them(
    page: dict[str, str], verdicts: list[dict[str, str]]
) -> None:
    assert len(verdicts) == 5
    for words in ("ink", "soft", "link"):
        for ground in ("paper", "card", "quote"):
            assert contrast(page[words], page[ground]) >= 4.5, (words, ground)
    for verdict in verdicts:
        assert contrast(verdict["v"], verdict["tint"]) >= 4.5
        assert contrast(verdict["v"], page["card"]) >= 4.5
        assert contrast(page["ink"], verdict["tint"]) >= 4.5
        assert contrast(verdict["v"], page["on-v"]) >= 3
