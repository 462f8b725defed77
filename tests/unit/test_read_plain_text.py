"""Plain text and Markdown files: the text as it is, what stands above it, and what is refused."""

from __future__ import annotations

import subprocess
import sys

import pytest

from verifier.errors import InputTooLarge, UnreadableInput
from verifier.read import read_article
from verifier.settings import Settings

SETTINGS = Settings()
BODY = (
    "On 3 May the harbour board of Lindholm closed two of its five cranes after an inspector found cracks in their "
    "feet (Radio Lindholm, May 3). Nobody was hurt, and ships were sent to the southern quay for the rest of the week."
)
POLISH = (
    "Rada portu w Lindholmie zamknęła wczoraj dwa z pięciu żurawi, ponieważ inspektor znalazł pęknięcia w ich stopach. "
    "Nikt nie został ranny, a statki do końca tygodnia będą cumować przy południowym nabrzeżu. Skarbnik powiedział, że "
    "nowy żuraw kosztuje około czterech milionów, a jego budowa potrwa rok. Związki zawodowe żądają przerwania pracy."
)
TITLE = "Two Cranes Closed in Lindholm Harbour"


@pytest.mark.parametrize(
    "text",
    [
        BODY,
        f"  {BODY}  \r\n\r\n\tNext line\r\n",
        f"{BODY}\x0cnew page\n",
        f"soft\u00adhyphen, zero\u200bwidth, no\u00a0break: {BODY}",
        f"<b>not markup</b> {BODY}",
        f"# not a heading\n\n{BODY}\n",
    ],
)
def test_the_text_is_the_file_unchanged(text: str) -> None:
    article = read_article(text.encode(), media_type="text/plain", name="a.txt", settings=SETTINGS)
    assert article.text == text
    assert article.links == ()


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        (b"\xef\xbb\xbf" + "Żółw (PAP, 3 maja)".encode(), None),
        (b"\xff\xfe" + "Żółw (PAP, 3 maja)".encode("utf-16-le"), None),
        ("Żółw (PAP, 3 maja)".encode("iso-8859-2"), "text/plain; charset=iso-8859-2"),
        (f"Żółw (PAP, 3 maja) {POLISH}".encode("cp1250"), None),
    ],
)
def test_encodings_are_found_out(body: bytes, media_type: str | None) -> None:
    text = read_article(body, media_type=media_type or "text/plain", name="a.txt", settings=SETTINGS).text
    assert text.startswith("Żółw (PAP, 3 maja)")


@pytest.mark.parametrize(
    "head",
    [
        f"24 September 2025\n\n{TITLE}\n\nAda Holm\n\n",
        f"{TITLE}\nSeptember 24, 2025\n\n",
        f"{TITLE}\n\nBy Ada Holm, Sept. 24, 2025\n\n",
        f"{TITLE}\n\nPublished: 24.09.2025 10:15\n\n",
        f"Ada Holm\n{TITLE}\n24 сентября 2025 г.\n\n",
        f"{TITLE}\n24 września 2025 r.\n\n",
        f"{TITLE}\n24. September 2025\n\n",
        f"{TITLE}\n24 septembre 2025\n\n",
        f"{TITLE}\n24 de septiembre de 2025\n\n",
        f"{TITLE}\n24 вересня 2025\n\n",
        f"{TITLE}\n2025-09-24\n\n",
        f"{TITLE}\n\nLINDHOLM, Sept. 24, 2025 — ",
    ],
)
def test_headline_and_dateline_are_found(head: str) -> None:
    article = read_article((head + BODY).encode(), media_type="text/plain", name="a.txt", settings=SETTINGS)
    assert (article.title, article.published) == (TITLE, "2025-09-24")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Campaign Assessment of the South, October 3, 2025\n\nTroops moved west and the river rose.", "first line"),
        ("Look-alikes\n\n2 February 2025\n\nThe treaty was signed in the spring and nobody was glad.", "first line"),
        ("Warsaw, 3 October 2025\n\nTroops moved west and the river rose.", None),
        ("Troops.\n\nThey moved west and the river rose.", None),
    ],
)
def test_a_dated_line_or_a_single_word_is_a_title_for_want_of_a_better_one(text: str, title: str | None) -> None:
    assert read_article(text.encode(), settings=SETTINGS).title == (text.splitlines()[0] if title else None)


@pytest.mark.parametrize(
    "text",
    [
        BODY,
        f"Ada Holm\n\n{BODY}",
        f"By Ada Holm\n\n{BODY}",
        "On September 24, 2025, the board met for an hour. " + BODY,
        f"The board met again (Radio Lindholm, September 24, 2025).\n\n{BODY}",
        "Short note",
    ],
)
def test_where_it_is_not_sure_there_is_no_title_and_no_day(text: str) -> None:
    article = read_article(text.encode(), media_type="text/plain", name="a.txt", settings=SETTINGS)
    assert (article.title, article.published) == (None, None)


def test_what_the_caller_says_wins() -> None:
    article = read_article(
        f"{TITLE}\n24 September 2025\n\n{BODY}".encode(),
        media_type="text/plain",
        name="a.txt",
        url="https://a.example/",
        title="Another",
        published="2024-01-02",
        language="da",
        settings=SETTINGS,
    )
    assert (article.title, article.published, article.language, article.url) == (
        "Another",
        "2024-01-02",
        "da",
        "https://a.example/",
    )


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "is empty"),
        (b" \r\n\t ", "is empty"),
        (b"abc\x00\x01\x02def" * 20, "binary"),
        (bytes(range(1, 32)) * 50, "binary"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "a picture"),
        (b"PK\x05\x06" + bytes(200), "binary"),
        (b"\x7fELF" + bytes(200), "a program"),
        (b"{\\rtf1\\ansi Hello}", "an RTF file"),
    ],
)
def test_junk_is_refused_by_name_with_advice(body: bytes, words: str) -> None:
    with pytest.raises(UnreadableInput, match=words) as caught:
        read_article(body, media_type="text/plain", name="the/file.txt", settings=SETTINGS)
    assert "the/file.txt" in caught.value.message
    assert caught.value.advice


def test_too_large_a_file_and_too_long_a_text_are_refused() -> None:
    with pytest.raises(InputTooLarge, match="larger than 20 MiB"):
        read_article(b"x" * (50 * 2**20), media_type="text/plain", name="a.txt", settings=SETTINGS)
    with pytest.raises(InputTooLarge, match="more than 1,000 characters"):
        read_article(b"word " * 300, media_type="text/plain", name="a.txt", settings=Settings(max_article_chars=1000))


def test_a_line_of_a_million_characters_is_read() -> None:
    text = "word (NATO, May 3) " * 60_000
    assert read_article(text.encode(), media_type="text/plain", name="a.txt", settings=SETTINGS).text == text


def test_plain_text_loads_no_parser_and_starts_no_process() -> None:
    script = (
        "import subprocess, sys\n"
        "def refuse(*a, **k): raise AssertionError('a process was started')\n"
        "subprocess.Popen = refuse\n"
        "from verifier.read import read_article\n"
        "from verifier.settings import Settings\n"
        f"body = {BODY.encode()!r}\n"
        "read_article(body, media_type='text/plain', settings=Settings())\n"
        "heavy = ('lxml', 'trafilatura', 'numpy', 'py3langid', 'resiliparse', 'bs4', 'msgspec')\n"
        "print([name for name in heavy if name in sys.modules])\n"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)
    assert run.stdout.strip() == "[]", run.stderr
