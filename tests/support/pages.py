"""Pages as sites of many kinds set them, all around the same invented article, and a reader for them."""

from __future__ import annotations

from verifier.model import Article
from verifier.read.rendered import Place, read_html

FIRST = (
    "On 3 May the harbour board of Lindholm closed two of its five cranes after an inspector found cracks in their "
    'feet (<a href="https://radio.example/cranes">Radio Lindholm</a>, May 3). Nobody was hurt, and ships were sent '
    "to the southern quay for the rest of the week."
)
FIRST_TEXT = (
    "On 3 May the harbour board of Lindholm closed two of its five cranes after an inspector found cracks in their "
    "feet (Radio Lindholm, May 3). Nobody was hurt, and ships were sent to the southern quay for the rest of the week."
)
SECOND = (
    "The board had been warned twice before, in January and in March, according to letters that the town council "
    'published (Havnebladet, <a href="https://havne.example/letters">May 5</a>; council.example, accessed May 6). '
    "A new crane costs about 4.2 million, the treasurer said, and would take a year to build."
)
SECOND_TEXT = (
    "The board had been warned twice before, in January and in March, according to letters that the town council "
    "published (Havnebladet, May 5; council.example, accessed May 6). A new crane costs about 4.2 million, the "
    "treasurer said, and would take a year to build."
)
THIRD = (
    "Dockers want the work to stop altogether until every crane has been looked at [both of the unions signed the "
    'letter] and their “patience is at an end” <a href="https://dockers.example/letter">(Dockers’ Voice, May 7)</a>. '
    "The board meets again next Tuesday to decide about the money and the timetable of the repairs."
)
THIRD_TEXT = (
    "Dockers want the work to stop altogether until every crane has been looked at [both of the unions signed the "
    "letter] and their “patience is at an end” (Dockers’ Voice, May 7). The board meets again next Tuesday to decide "
    "about the money and the timetable of the repairs."
)
PARAGRAPHS = (FIRST_TEXT, SECOND_TEXT, THIRD_TEXT)
LINKS = (
    ("Radio Lindholm", "https://radio.example/cranes"),
    ("May 5", "https://havne.example/letters"),
    ("(Dockers’ Voice, May 7)", "https://dockers.example/letter"),
)
TITLE = "Two Cranes Closed in Lindholm Harbour"


def read(html: str, *, url: str | None = None, base_url: str | None = None) -> Article:
    """The article of a page, read in this process."""
    return read_html(html, Place(name="page.html", url=url, base_url=base_url))


def links_of(article: Article) -> list[tuple[str, str]]:
    """Anchor text and address of each link."""
    return [(article.text[slice(*link.span)], link.url) for link in article.links]
