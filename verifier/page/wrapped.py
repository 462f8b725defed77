"""A saved page (MHTML) or a mail in, its HTML or text part with type and address out."""

from __future__ import annotations

from email import message_from_bytes
from email.message import Message


def unwrap(body: bytes) -> tuple[bytes, str, str | None] | None:
    """The first HTML part, else the first text part: bytes, content type, address. None if there is neither."""
    message = message_from_bytes(body)
    parts = [part for part in message.walk() if not part.is_multipart()]
    for wanted in ("text/html", "application/xhtml+xml", "text/plain"):
        for part in parts:
            if part.get_content_type() == wanted:
                return _content(part), _type_of(part, wanted), _address(part, message)
    return None


def _content(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _type_of(part: Message, wanted: str) -> str:
    charset = part.get_content_charset()
    return f"{wanted}; charset={charset}" if charset else wanted


def _address(part: Message, message: Message) -> str | None:
    address = str(part.get("Content-Location") or message.get("Snapshot-Content-Location") or "").strip()
    return address if address.startswith(("http://", "https://")) else None
