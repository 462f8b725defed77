"""A saved page (MHTML) or a mail in, its HTML or text with what its header says out."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import parsedate_to_datetime

from verifier.charset import decode

#: Deeper nesting of parts is not followed, more parts are not read.
_MAX_DEPTH = 40
_MAX_PARTS = 2_000
_MAX_HEADER_CHARS = 2_000
_HTML = ("text/html", "application/xhtml+xml")
_FORWARDED = re.compile(r"(?:(?:fwd?|re|aw|wg|tr|rv|odp|pd|ha|пересл)\s?:\s*)+", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrapped:
    """What a mail or saved page holds. `sent` is the day of a mail, None for a saved page."""

    text: str
    is_html: bool
    address: str | None = None
    subject: str | None = None
    sent: str | None = None
    is_mail: bool = False
    flowed: bool = False
    joined: bool = False


def unwrap(body: bytes) -> Wrapped | None:
    """The HTML of a mail or saved page, else its plain text; None if there is neither.

    Of alternatives HTML is taken; parts that follow each other are joined; attachments are left out. A mail that
    was forwarded as an attachment is read when nothing stands around it.
    """
    # The old policy: the new one parses every header on the way, at a cost that is quadratic in its length.
    message = message_from_bytes(body)
    parts = _texts(message)
    chosen = [part for part in parts if part.get_content_type() in _HTML] or parts
    is_html = bool(chosen) and chosen[0].get_content_type() in _HTML
    texts = [_content(part) for part in chosen]
    if not any(text.strip() for text in texts):
        inner = _forwarded(message)
        return unwrap(inner) if inner else None
    address = _address(chosen[0], message)
    is_mail = address is None and not str(message.get("From") or "").startswith("<Saved by")
    return Wrapped(
        text="\n".join(texts),
        is_html=is_html,
        address=address,
        subject=_subject(message),
        sent=_day_sent(message) if is_mail else None,
        is_mail=is_mail,
        flowed=not is_html and _parameter(chosen[0], "format") == "flowed",
        joined=_parameter(chosen[0], "delsp") == "yes",
    )


def _texts(message: Message) -> list[Message]:
    """The parts with text, in order: of alternatives the best one alone. Without recursion: parts nest at will."""
    found: list[Message] = []
    pending: list[tuple[Message, int]] = [(message, 0)]
    seen = 0
    while pending and seen < _MAX_PARTS:
        part, depth = pending.pop()
        seen += 1
        kind = part.get_content_type()
        if part.is_multipart() and kind != "message/rfc822":
            inner = _children(part) if depth < _MAX_DEPTH else []
            if kind == "multipart/alternative":
                inner = _best_alternative(inner)
            elif kind == "multipart/related":
                inner = inner[:1] if inner and _holds_html(inner[0]) else inner
            pending.extend((child, depth + 1) for child in reversed(inner))
        elif kind in (*_HTML, "text/plain") and part.get_content_disposition() != "attachment":
            found.append(part)
    return found


def _best_alternative(parts: list[Message]) -> list[Message]:
    """The last one that is HTML or holds it, else the last plain text; calendars and other kinds are passed over."""
    rich = [part for part in parts if _holds_html(part)]
    plain = [part for part in parts if part.get_content_type() == "text/plain" or part.is_multipart()]
    return (rich or plain)[-1:]


def _holds_html(part: Message) -> bool:
    pending, seen = [part], 0
    while pending and seen < 50:
        one = pending.pop()
        seen += 1
        if one.get_content_type() in _HTML:
            return True
        pending.extend(reversed(_children(one)[:50]))
    return False


def _forwarded(message: Message) -> bytes | None:
    """The first message that is attached to this one."""
    pending, seen = [message], 0
    while pending and seen < _MAX_PARTS:
        part = pending.pop()
        seen += 1
        children = _children(part)
        if part.get_content_type() == "message/rfc822" and children:
            return children[0].as_bytes() if part is not message else None
        pending.extend(reversed(children))
    return None


def _children(part: Message) -> list[Message]:
    inner = part.get_payload() if part.is_multipart() else []
    return [child for child in inner[:_MAX_PARTS] if isinstance(child, Message)] if isinstance(inner, list) else []


def _content(part: Message) -> str:
    try:
        content = part.get_payload(decode=True)
    except (ValueError, LookupError):  # a transfer encoding that is none
        content = None
    kind, charset = part.get_content_type(), part.get_content_charset()
    return decode(content, f"{kind}; charset={charset}" if charset else kind)[0] if isinstance(content, bytes) else ""


def _parameter(part: Message, name: str) -> str:
    value = part.get_param(name)
    return value.lower() if isinstance(value, str) else ""


def _address(part: Message, message: Message) -> str | None:
    address = str(part.get("Content-Location") or message.get("Snapshot-Content-Location") or "").strip()
    return address if address.startswith(("http://", "https://")) else None


def _subject(message: Message) -> str | None:
    """The subject, decoded (RFC 2047, or bytes as they stand), without `Fwd:` and `Re:`."""
    written = next((str(value) for name, value in message.raw_items() if name.lower() == "subject"), "")
    raw = written[:_MAX_HEADER_CHARS].encode("utf-8", "surrogateescape")
    shown = decode(raw)[0].replace("\r", "").replace("\n", "")
    with suppress(HeaderParseError, ValueError):
        shown = "".join(
            piece if isinstance(piece, str) else decode(piece, f"text/plain; charset={charset or 'utf-8'}")[0]
            for piece, charset in decode_header(shown)
        )
    return _FORWARDED.sub("", " ".join(shown.split()), count=1).strip() or None


def _day_sent(message: Message) -> str | None:
    try:
        return parsedate_to_datetime(str(message.get("Date") or "")[:100]).date().isoformat()
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
