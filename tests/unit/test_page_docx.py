"""Word documents as readers see them: fields, notes, changes, boxes, hidden words, properties."""

from __future__ import annotations

import pytest
from support.pages import links_of
from support.papers import docx, linked, paragraph

from verifier.model import Article
from verifier.page.docx import read_docx
from verifier.page.sniff import Kind
from verifier.read.rendered import Place, read_rendered

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
    "<dc:title>{}</dc:title><dcterms:created>2022-06-07T08:00:00Z</dcterms:created></cp:coreProperties>"
)
FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'


def read(body: bytes) -> Article:
    return read_rendered(body, Kind.DOCX, None, Place(name="the file", url=None, base_url=None))


def run(words: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


@pytest.mark.parametrize(
    "field",
    [
        FIELD.format("begin") + '<w:r><w:instrText> HYPERLINK "https://r.example/1" </w:instrText></w:r>'
        + FIELD.format("separate") + run("Radio") + FIELD.format("end"),
        FIELD.format("begin") + '<w:r><w:instrText> HYPER</w:instrText></w:r>'
        '<w:r><w:instrText>LINK "https://r.example/1" \\o "a tip"</w:instrText></w:r>'
        + FIELD.format("separate") + run("Ra") + run("dio") + FIELD.format("end"),
        '<w:fldSimple w:instr=" HYPERLINK &quot;https://r.example/1&quot; \\t &quot;_blank&quot; ">' + run("Radio")
        + "</w:fldSimple>",
        linked("r1", "Radio"),
    ],
)  # fmt: skip
def test_links_in_every_spelling_stand_on_their_words(field: str) -> None:
    article = read(docx(paragraph("It said so (", field, ", May 3)."), [("r1", "https://r.example/1")]))
    assert article.text == "It said so (Radio, May 3)."
    assert links_of(article) == [("Radio", "https://r.example/1")]


def test_the_words_of_other_fields_and_of_text_set_in_a_direction_stay() -> None:
    field = f'<w:fldSimple w:instr=" DATE ">{run("6 March 2025")}</w:fldSimple>'
    assert read(docx(paragraph(field) + paragraph(f"<w:bdo>{run('It rained.')}</w:bdo>"))).text == (
        "6 March 2025\n\nIt rained."
    )


def test_notes_stand_at_the_end_and_open_with_their_marks() -> None:
    notes = (
        f'<w:footnotes xmlns:w="{WORD}">'
        + f'<w:footnote w:id="7">{paragraph(" One.")}</w:footnote><w:footnote w:id="5">{paragraph("Two.")}</w:footnote>'
        + "</w:footnotes>"
    )
    marks = [f'<w:r><w:footnoteReference w:id="{key}"/></w:r>' for key in (7, 5)]
    article = read(
        docx(paragraph("It rained.", marks[0], " It snowed.", marks[1]), extra=[("word/footnotes.xml", notes.encode())])
    )
    assert article.text == "It rained.[1] It snowed.[2]\n\n[1] One.\n\n[2] Two."
    assert links_of(article) == [("[1]", "#footnote-7"), ("[2]", "#footnote-5")]


def test_what_was_inserted_is_shown_and_what_was_deleted_or_hidden_is_not() -> None:
    body = paragraph(
        "It ",
        f'<w:del w:id="1">{run("snowed").replace("w:t", "w:delText")}</w:del>',
        f'<w:ins w:id="2">{run("rained")}</w:ins>',
        run(" secretly", "<w:vanish/>"),
        run(" all day", '<w:vanish w:val="0"/>'),
        '<w:r><w:commentReference w:id="3"/></w:r>',
        ".",
    )
    comment = f'<w:comments xmlns:w="{WORD}"><w:comment w:id="3">{paragraph("Sure?")}</w:comment></w:comments>'
    assert read(docx(body, extra=[("word/comments.xml", comment.encode())])).text == "It rained all day."


def test_a_text_box_without_a_fallback_is_read_and_one_with_it_only_once() -> None:
    space = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    box = f"<w:txbxContent>{paragraph('In the box.')}</w:txbxContent>"
    for fallback in ("", f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"):
        drawing = f"<w:drawing>{box}</w:drawing>"
        boxed = f"<mc:AlternateContent {space}><mc:Choice>{drawing}</mc:Choice>{fallback}</mc:AlternateContent>"
        assert read(docx(paragraph("Beside it.", f"<w:r>{boxed}</w:r>"))).text.count("In the box.") == 1


def test_cells_stand_in_rows_and_a_table_of_contents_is_left_out() -> None:
    row = "<w:tr>{}</w:tr>".format("".join(f"<w:tc>{paragraph(word)}</w:tc>" for word in ("2020", "5,000 sheep")))
    contents = paragraph(f'<w:hyperlink w:anchor="_Toc1">{run("Sheep 1")}</w:hyperlink>')
    assert read(docx(f"{contents}{paragraph('A table.')}<w:tbl>{row}{row}</w:tbl>")).text == (
        "A table.\n\n2020 | 5,000 sheep\n2020 | 5,000 sheep"
    )


def test_short_lists_of_links_are_no_furniture_in_a_document() -> None:
    body = "".join(paragraph(linked("r1", f"Source {number}")) for number in range(12))
    assert read(docx(paragraph("Read more:") + body, [("r1", "https://r.example/")])).text.count("Source") == 12


@pytest.mark.parametrize(
    ("first", "title", "published"),
    [
        (paragraph("A sentence that is no headline, but long enough to be one of a text."), "Two Cranes", "2022-06-07"),
        (paragraph("Cranes of the Harbour") + paragraph("3 May 2024"), "Cranes of the Harbour", "2024-05-03"),
    ],
)
def test_the_properties_fill_in_what_the_text_does_not_say(first: str, title: str, published: str) -> None:
    body = docx(first + paragraph("It rained."), extra=[("docProps/core.xml", CORE.format("Two Cranes").encode())])
    article = read(body)
    assert (article.title, article.published) == (title, published)


@pytest.mark.parametrize("title", ["Microsoft Word", "draft7.docx", ""])
def test_a_title_that_a_program_gave_is_none(title: str) -> None:
    body = docx(paragraph("It rained."), extra=[("docProps/core.xml", CORE.format(title).encode())])
    assert read_docx(body).title is None


def test_entities_of_a_hostile_part_are_not_expanded() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x><title>&b;</title></x>'
    assert read_docx(docx(paragraph("It rained."), extra=[("docProps/core.xml", bomb.encode())])).title is None
