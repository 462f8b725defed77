"""A page of Telegram (an embedded post, a channel's public preview) as a tree in, its messages out in their order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from verifier.page.clean import tidy
from verifier.page.dates import day_of_stamp
from verifier.page.flow import flow
from verifier.page.tree import Element

_SHOWN = "//*[contains(concat(' ',normalize-space(@class),' '),' tgme_widget_message ') and @data-post]"
#: The words of a message: not of the one it answers to, and each once where they nest.
_WORDS = "contains(@class,'tgme_widget_message_text')"
_OWN_WORDS = f".//*[{_WORDS} and not(ancestor::*[{_WORDS} or contains(@class,'tgme_widget_message_reply')])]"
_OWNER = ".//*[contains(@class,'tgme_widget_message_owner_name')]"
_STAMP = ".//a[contains(@class,'tgme_widget_message_date')]//time/@datetime"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message: `name` is `channel/number`, `channel` what the channel calls itself; `text` may be empty."""

    name: str
    text: str
    channel: str | None
    published: str | None


def messages_on(root: Element) -> Iterator[Message]:
    """Every message that the page shows; none on any other page."""
    for node in root.xpath(_SHOWN):
        owner = next(iter(node.xpath(_OWNER)), None)
        stamp = next(iter(node.xpath(_STAMP)), None)
        yield Message(
            name=str(node.get("data-post") or ""),
            text="\n".join(filter(None, (tidy(flow(words).text) for words in node.xpath(_OWN_WORDS)))),
            channel=tidy(flow(owner).text) or None if owner is not None else None,
            published=day_of_stamp(str(stamp)) if stamp else None,
        )
