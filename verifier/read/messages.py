"""The public preview of a Telegram channel as bytes → its messages with day and words; pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from verifier.charset import decode
from verifier.model import Sighting
from verifier.page.clean import tidy
from verifier.page.dates import day_of_stamp
from verifier.page.flow import flow
from verifier.page.tree import parse_html

#: A preview shows some twenty.
_MOST = 200
_TITLE_CHARS = 200
_NAME = re.compile(r"\w{1,64}/\d{1,20}", re.ASCII)
_MESSAGES = "//*[contains(concat(' ',normalize-space(@class),' '),' tgme_widget_message ') and @data-post]"
_WORDS = "contains(@class,'tgme_widget_message_text')"
_OWN_WORDS = f".//*[{_WORDS} and not(ancestor::*[{_WORDS} or contains(@class,'tgme_widget_message_reply')])]"
_STAMP = ".//a[contains(@class,'tgme_widget_message_date')]//time/@datetime"


def messages_in(body: bytes) -> Iterator[Sighting]:
    """The messages of the page in their order; those without words are left out. None for any other page."""
    root, _ = parse_html(decode(body, "text/html; charset=utf-8")[0])
    for message in root.xpath(_MESSAGES)[:_MOST] if root is not None else ():
        found = _message(message)
        if found is not None:
            yield found


def _message(message: Any) -> Sighting | None:
    name = str(message.get("data-post") or "")
    text = "\n".join(filter(None, (tidy(flow(node).text) for node in message.xpath(_OWN_WORDS))))
    if not text or not _NAME.fullmatch(name):
        return None
    stamp = next(iter(message.xpath(_STAMP)), None)
    return Sighting(
        url=f"https://t.me/{name}",
        how="channel",
        title=text.partition("\n")[0][:_TITLE_CHARS],
        day=day_of_stamp(str(stamp)) if stamp else None,
        text=text,
    )
