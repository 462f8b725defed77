"""Where things stand in a source: printed pages, entries of live blogs, and what a page shows besides its article."""

from __future__ import annotations

import json

import pytest
from support.papers import lines, pdf

from verifier.extract import extract
from verifier.extract.page import extract_page
from verifier.model import Document
from verifier.page.live import stamp_of
from verifier.page.parts import printed_pages

PAGES = [
    "The board of the harbour closed two of its five cranes on Saturday, after an inspector had found",
    "Cracks were seen in their feet on Monday, and the ships were sent to the southern quay to be",
    "The third page tells of a ferry that sank in the winter of the year before, with nine on board",
]
PARAGRAPHS = [
    "The harbour board of Lindholm closed two of its five cranes on Saturday after an inspector had found cracks.",
    "It had been warned twice before, according to letters that the council of the town published on Monday.",
    "Ships are sent to the southern quay for the rest of the week, and the crews are paid as if they worked.",
]
BOX = "<table><tr><th>Crane</th><th>Cracks</th></tr><tr><td>North crane</td><td>14 cracks</td></tr></table>"
CAPTION = "<figure><img src=x><figcaption>The north crane seen from the ferry on 3 May.</figcaption></figure>"


def read(body: str | bytes, content_type: str | None = None) -> Document:
    data = body.encode() if isinstance(body, str) else body
    return extract(data, url="https://a.example/x", content_type=content_type)


def article(beside: str, head: str = "") -> str:
    prose = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS * 2)
    return (
        f"<html lang=en><head><title>Cranes</title>{head}</head><body><main><article><h1>Cranes closed</h1>{prose}"
        f"</article></main>{beside}</body></html>"
    )


# --- printed pages -------------------------------------------------------------------------


def test_each_stretch_of_a_pdf_knows_its_page() -> None:
    document = read(pdf([lines([page, "and so on to the end."]) for page in PAGES]))
    assert [page for _, _, page, _ in document.parts] == [1, 2, 3]
    for (start, end, _, _), words in zip(document.parts, PAGES, strict=True):
        assert document.text[start:end].startswith(words[:40])
        assert document.text[start:end].endswith("to the end.")


def test_a_sentence_that_runs_over_a_page_is_cut_where_the_page_ends() -> None:
    document = read(pdf([lines([PAGES[0]]), lines(["cracks in their feet."])]))
    (_, first_end, _, _), (second, _, page, _) = document.parts
    assert document.text[:first_end].endswith("had found")
    assert document.text[second:] == "cracks in their feet."
    assert page == 2


def test_a_page_without_text_takes_no_number_away_from_the_next() -> None:
    document = read(pdf([lines([PAGES[0]]), "", lines([PAGES[2]])]))
    assert [page for _, _, page, _ in document.parts] == [1, 3]


def test_places_are_kept_through_what_tidying_takes_away() -> None:
    raw, tidied = "a\u00ad b\n\n\n  c  d\u200b e", "a b\nc d e"
    parts = printed_pages(raw, [(0, 0), (raw.index("c"), 1)], tidied)
    assert [(tidied[start:end], page) for start, end, page, _ in parts] == [("a b", 1), ("c d e", 2)]


def test_a_text_that_is_cut_off_keeps_the_places_of_what_is_left() -> None:
    body = pdf([lines([page, "and so on to the end."]) for page in PAGES])
    document = extract_page(body, url="https://a.example/x", content_type=None, max_chars=300)
    assert [page for _, _, page, _ in document.parts] == [1, 2]
    assert document.parts[-1][1] == len(document.text)


# --- live blogs ----------------------------------------------------------------------------

ENTRIES = [(f"2025-05-0{day}T{hour}:45:00+02:00", f"{day} May, {hour}") for day in (8, 7) for hour in (13, 11)]


def told(label: str) -> str:
    return f"The harbour board said on {label} hours that another crane had been looked at and was found to be sound."


def marked_up() -> str:
    blocks = "".join(
        f"<article class='entry {number}'><time datetime='{stamp}'>{stamp[11:16]}</time><p>{told(label)}</p></article>"
        for number, (stamp, label) in enumerate(ENTRIES)
    )
    return f"<html lang=en><body><main><h1>Live from the harbour</h1><div>{blocks}</div></main></body></html>"


def linked_data(shown: str = "<div id=app></div>") -> str:
    updates = [
        {"@type": "BlogPosting", "headline": f"Crane of {label}", "articleBody": told(label), "datePublished": stamp}
        for stamp, label in ENTRIES
    ]
    thing = json.dumps({"@type": "LiveBlogPosting", "liveBlogUpdate": updates})
    return f'<html lang=en><head><script type="application/ld+json">{thing}</script></head><body>{shown}</body></html>'


@pytest.mark.parametrize("page", [marked_up(), linked_data(), linked_data(article(""))], ids=["markup", "data", "both"])
def test_each_entry_of_a_live_blog_knows_its_time(page: str) -> None:
    document = read(page, "text/html")
    assert [stamp for stamp, _ in ENTRIES] == [posted_at for _, _, _, posted_at in document.parts]
    for (start, end, _, _), (_, label) in zip(document.parts, ENTRIES, strict=True):
        assert told(label) in document.text[start:end]
        assert document.text[start:end].count("The harbour board said") == 1


def test_entries_that_extraction_left_out_are_read_all_the_same() -> None:
    document = read(linked_data(article("")), "text/html")
    assert PARAGRAPHS[0] in document.text
    assert all(document.text.count(told(label)) == 1 for _, label in ENTRIES)


def test_an_article_with_its_own_times_is_no_live_blog() -> None:
    times = (
        "<p><time datetime='2025-05-04T10:00:00Z'>4 May</time> <time datetime='2025-05-05T10:00:00Z'>5 May</time></p>"
    )
    assert read(article(times), "text/html").parts == ()


def test_teasers_with_times_are_no_entries_of_the_article() -> None:
    teasers = "".join(
        f"<li class=t><time datetime='{stamp}'>x</time><a href=/{label}>{told(label)}</a></li>"
        for stamp, label in ENTRIES
    )
    document = read(article(f"<aside><ul>{teasers}</ul></aside>"), "text/html")
    assert document.parts == ()
    assert "another crane" not in document.outside


@pytest.mark.parametrize(
    ("stamp", "expected"),
    [
        ("2025-05-08T11:45:00Z", "2025-05-08T11:45:00+00:00"),
        ("2025-05-08 11:45", "2025-05-08T11:45:00"),
        ("2025-05-08", "2025-05-08"),
        ("11:45", None),
        ("2025-13-40T99:00", None),
        ("", None),
        (None, None),
    ],
)
def test_a_time_is_taken_with_its_zone_or_not_at_all(stamp: str | None, expected: str | None) -> None:
    assert expected == stamp_of(stamp)


# --- outside the article -------------------------------------------------------------------


def test_tables_and_captions_that_extraction_drops_are_kept_apart() -> None:
    document = read(article(f"<aside>{BOX}{CAPTION}</aside>"), "text/html")
    assert "14 cracks" not in document.text
    assert document.outside.split("\n") == [
        "Crane | Cracks", "North crane | 14 cracks", "The north crane seen from the ferry on 3 May."
    ]  # fmt: skip


def test_what_the_article_says_is_not_said_again_outside() -> None:
    document = read(article(f"<aside><p>{PARAGRAPHS[0]}</p></aside>"), "text/html")
    assert PARAGRAPHS[0] in document.text
    assert document.outside == ""


@pytest.mark.parametrize(
    "not_its_word",
    [
        "<nav><p>Ferries and cranes of the town on 3 May</p></nav>",
        "<ul><li><a href=/y>Fourteen cracks were found in another crane in May</a></li></ul>",
        "<div class=comments><div class=comment><p>There were fourteen cracks, a reader says.</p></div></div>",
        "<p hidden>There were fourteen cracks that nobody can see on this page.</p>",
        "<script>There were fourteen cracks</script>",
        "<p>Accept cookies: this site uses cookies and more cookies</p>",
    ],
)
def test_menus_teasers_comments_and_what_is_hidden_are_nobodys_word(not_its_word: str) -> None:
    assert read(article(not_its_word), "text/html").outside == ""


def test_rows_that_a_year_names_are_kept_and_every_table_keeps_its_headings() -> None:
    years = "<table><tr><th>Year</th><th>Cracks</th></tr><tr><td>2019</td><td>{}</td></tr></table>"
    days = "<table><tr><td>3</td><td>4</td></tr><tr><td>10</td><td>11</td></tr></table>"
    boxes = f"<h3>North crane</h3>{years.format(14)}<h3>South crane</h3>{years.format(3)}{days}"
    assert read(article(f"<aside>{boxes}</aside>"), "text/html").outside.split("\n") == [
        "North crane", "Year | Cracks", "2019 | 14", "South crane", "Year | Cracks", "2019 | 3"
    ]  # fmt: skip


def test_what_stands_outside_is_bounded() -> None:
    rows = "".join(f"<tr><td>Crane number {n}</td><td>{n} cracks</td></tr>" for n in range(12_000))
    assert 50_000 < len(read(article(f"<aside><table>{rows}</table></aside>"), "text/html").outside) <= 100_000
