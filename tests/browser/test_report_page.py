"""The report page in a real browser: silent, never too wide, printed whole, its anchors and links leading somewhere."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from html import escape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from support.chromium import print_pdf, visit
from support.sample_report import sample_report

from verifier.report import render
from verifier.report.fragments import fragment_url

PAGE = render(sample_report(), "html")
#: Says on a page whether it was scrolled to what is wanted.
_SEEN = (
    '<p id="said"></p><script>onload = function () { setTimeout(function () {'
    "var box = document.getElementById('wanted').getBoundingClientRect();"
    "var seen = scrollY > 0 && box.top >= 0 && box.bottom <= innerHeight;"
    "document.getElementById('said').textContent = seen ? 'seen' : 'not seen'; }, 500); };</script>"
)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The folder over HTTP on loopback."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the sample report in it."""
    (tmp_path / "report.html").write_bytes(PAGE)
    return tmp_path


def measured(folder: Path, width: int, script: str) -> str:
    """What a script says about the report in a frame of that width; `page` is its window."""
    (folder / "harness.html").write_text(
        f'<iframe id="f" width="{width}" height="900" src="report.html" style="border:0"></iframe>'
        '<p id="said"></p><script>'
        'document.getElementById("f").onload = function () { var page = this.contentWindow;'
        f"function say(words) {{ document.getElementById('said').textContent = words; }} {script} }};</script>",
        "utf-8",
    )
    with served(folder) as site:
        found = re.search(r'<p id="said">(.*?)</p>', visit(f"{site}/harness.html").document)
    assert found is not None
    return found[1]


def test_the_page_asks_for_nothing_and_the_console_stays_silent(folder: Path) -> None:
    result = visit((folder / "report.html").as_uri())
    assert "Harbour works begin" in result.document
    assert result.requests == ()
    assert result.console == ()


def test_a_picture_in_the_page_would_have_been_noticed(folder: Path) -> None:
    """The listener hears: the same page with a picture in it, and without its policy, asks for the picture."""
    page = re.sub(rb'<meta http-equiv="Content-Security-Policy"[^>]*>', b"", PAGE)
    (folder / "report.html").write_bytes(page.replace(b"<body>", b'<body><img src="http://tracker.example/a.png">'))
    assert visit((folder / "report.html").as_uri()).requests == ("http://tracker.example/a.png",)


def test_the_script_runs_under_its_policy(folder: Path) -> None:
    assert re.search(rb'<button id="save"[^>]*hidden', PAGE)
    assert not re.search(r'<button id="save"[^>]*hidden', visit((folder / "report.html").as_uri()).document)


def test_a_script_that_is_not_the_pages_own_is_stopped(folder: Path) -> None:
    (folder / "report.html").write_bytes(PAGE.replace(b"<body>", b"<body><script>document.title = 'pwned'</script>"))
    result = visit((folder / "report.html").as_uri())
    assert "<title>pwned" not in result.document
    assert "Content Security Policy" in "".join(result.console)


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_nothing_is_wider_than_the_window(folder: Path, width: int) -> None:
    said = measured(folder, width, "say(page.document.documentElement.scrollWidth + ' ' + page.innerWidth);")
    content, window = map(int, said.split())
    assert content <= window


def test_a_mark_leads_to_its_card_and_the_card_back_to_its_mark(folder: Path) -> None:
    script = (
        "page.document.documentElement.style.scrollBehavior = 'auto'; var out = [];"
        "['c4', 'm6', 'c1', 'm1'].forEach(function (id) { page.location.hash = id;"
        "var box = page.document.getElementById(id).getBoundingClientRect();"
        "out.push(box.top >= 0 && box.top < page.innerHeight ? 'seen' : id + ' at ' + box.top); }); say(out.join(' '));"
    )
    assert measured(folder, 1280, script) == "seen seen seen seen"


def test_the_printed_page_keeps_every_card_and_what_was_folded(folder: Path) -> None:
    import pypdfium2

    data = print_pdf((folder / "report.html").as_uri(), folder / "report.pdf")
    with pypdfium2.PdfDocument(data) as pdf:
        text = " ".join(page.get_textpage().get_text_range() for page in pdf)
    text = " ".join(text.split())
    for words in (
        "not found in the source",
        "SHA-256",
        "The site answered 404.",
        "https://council.example/press",
        "labelled",
    ):
        assert words in text


def test_folded_parts_are_printed_without_the_help_of_a_script(folder: Path) -> None:
    import pypdfium2

    bare = folder / "bare.html"
    bare.write_bytes(re.sub(rb"<script.*?</script>", b"", PAGE, flags=re.DOTALL))
    with pypdfium2.PdfDocument(print_pdf(bare.as_uri(), folder / "bare.pdf")) as pdf:
        text = " ".join(page.get_textpage().get_text_range() for page in pdf)
    assert "SHA-256" in text


PARAGRAPHS = [
    f"Paragraph {number}: the quay, the ferry and the harbour are mentioned here once more." for number in range(40)
]


@pytest.mark.parametrize(
    "passage",
    [
        "In the year 2024, 412,000 passengers used the ferries & boats of Lindmark - more than ever.",
        "The director said “two of the five berths will close” while the quay is rebuilt, and that no ferry "
        "would be cancelled before the autumn of the following year, which fishermen doubt.",
    ],
)
def test_a_fragment_link_scrolls_to_its_passage(tmp_path: Path, passage: str) -> None:
    lines = [*PARAGRAPHS[:35], passage, *PARAGRAPHS[35:]]
    text = "\n".join(lines)
    start = text.index(passage)
    named = {passage: ' id="wanted"'}
    spaced = "".join(f'<p style="margin:0 0 60px"{named.get(line, "")}>{escape(line)}</p>' for line in lines)
    (tmp_path / "source.html").write_text(f'<!doctype html><meta charset="utf-8">{spaced}{_SEEN}', "utf-8")
    with served(tmp_path) as site:
        link = fragment_url(f"{site}/source.html", text, (start, start + len(passage)))
        assert link is not None
        assert '<p id="said">seen</p>' in visit(link).document
        assert '<p id="said">not seen</p>' in visit(link.partition("#")[0]).document


@pytest.mark.parametrize("row", ["Oldmere | 58 % | 12,345", "Tolsby | 47 % | 9 | 47"])
def test_links_lead_into_a_table_though_no_phrase_crosses_its_cells(row: str, tmp_path: Path) -> None:
    prose = ["Turnout in Oldmere was high."] + [f"Line {number} of a long page." for number in range(60)]
    rows = ["Town | Turnout | Votes", "Oldmere | 58 % | 12,345", "Tolsby | 47 % | 9 | 47"]
    text = "\n".join([*prose, *rows])
    start = text.index(row)
    cells = "".join(
        f"<tr{' id=wanted' if line == row else ''}><td>" + "<td>".join(line.split(" | ")) + "</tr>" for line in rows
    )
    before = "".join(f'<p style="margin:0 0 60px">{line}</p>' for line in prose)
    after = '<p style="height:2000px"></p>'
    page = f'<!doctype html><meta charset="utf-8">{before}<table>{cells}</table>{after}{_SEEN}'
    (tmp_path / "source.html").write_text(page, "utf-8")
    with served(tmp_path) as site:
        link = fragment_url(f"{site}/source.html", text, (start, start + len(row)))
        assert link is not None
        assert '<p id="said">seen</p>' in visit(link).document
