"""Lists of articles come as text, CSV, feeds and sitemaps."""

from __future__ import annotations

import pytest

from verifier.errors import UnreadableInput
from verifier.read.listing import addresses_in

ONE, TWO = "https://paper.example/a?b=1", "https://paper.example/c"


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("list.txt", f"# the week\n{ONE}\n\n  {TWO}  \n{ONE}\n"),
        ("list.csv", f"id,url,desk\n1,{ONE},foreign\n2,{TWO},home\n3,,home\n"),
        ("list.csv", f"\ufeffdesk;URL\nforeign;{ONE}\nhome;{TWO}\n"),
        ("list.tsv", f"url\tdesk\n{ONE}\tx\n{TWO}\ty\n"),
        ("list.csv", f"{ONE}\n{TWO}\n"),
        (
            "feed.xml",
            "<?xml version='1.0'?><rss><channel><link>https://paper.example/</link>"
            f"<item><link>{ONE}</link></item><item><link>{TWO}</link></item></channel></rss>",
        ),
        (
            "feed.atom",
            "<feed xmlns='http://www.w3.org/2005/Atom'><link rel='self' href='https://paper.example/feed'/>"
            f"<entry><link href='{ONE}'/><link rel='enclosure' href='https://paper.example/x.mp3'/></entry>"
            f"<entry><link rel='alternate' href='{TWO}'/></entry></feed>",
        ),
        (
            "sitemap.xml",
            "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>"
            f"<url><loc>{ONE}</loc></url><url><loc> {TWO} </loc></url></urlset>",
        ),
    ],
)
def test_every_kind_of_list_gives_the_same_addresses_once(name: str, body: str) -> None:
    assert addresses_in(
        body.replace("&", "&amp;").encode() if name.endswith(("xml", "atom")) else body.encode(), name
    ) == (
        ONE,
        TWO,
    )


@pytest.mark.parametrize("body", [b"", b"no address here", b"<rss/>", b"<<<", b"\x00\x01\x02", b"url\n\n"])
def test_a_list_without_addresses_says_so(body: bytes) -> None:
    with pytest.raises(UnreadableInput, match="list"):
        addresses_in(body, "list")


def test_entities_of_a_hostile_feed_are_not_expanded() -> None:
    bomb = (
        b"<!DOCTYPE r [<!ENTITY a 'x'><!ENTITY b '&a;&a;&a;'><!ENTITY e SYSTEM 'file:///etc/passwd'>]>"
        b"<rss><item><link>https://paper.example/&b;&e;</link></item></rss>"
    )
    with pytest.raises(UnreadableInput):
        addresses_in(bomb.replace(b"https", b"ftp"), "list")
    assert all("root" not in address and "xxx" not in address for address in _quietly(bomb))


def _quietly(body: bytes) -> tuple[str, ...]:
    try:
        return addresses_in(body, "list")
    except UnreadableInput:
        return ()
