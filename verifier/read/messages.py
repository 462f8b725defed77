"""The public preview of a Telegram channel as bytes → its messages with day and words; pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from verifier.charset import decode
from verifier.model import Sighting
from verifier.page.messages import messages_on
from verifier.page.tree import parse_html

#: A preview shows some twenty.
_MOST = 200
_TITLE_CHARS = 200
_NAME = re.compile(r"\w{1,64}/\d{1,20}", re.ASCII)


def messages_in(body: bytes) -> Iterator[Sighting]:
    """The messages of the page in their order; those without words are left out. None for any other page."""
    root, _ = parse_html(decode(body, "text/html; charset=utf-8")[0])
    for message in islice(messages_on(root), _MOST) if root is not None else ():
        if message.text and _NAME.fullmatch(message.name):
            yield Sighting(
                url=f"https://t.me/{message.name}",
                how="channel",
                title=message.text.partition("\n")[0][:_TITLE_CHARS],
                day=message.published,
                text=message.text,
            )
