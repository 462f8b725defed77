"""The value of one setting as it was given in, as the service uses it out.

Whatever cannot be used raises `ValueError` that says what it has to be, in words that go on from "cannot be used: ".
No message repeats the value: the caller shows it where it is no secret.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

from verifier.errors import MalformedJSON
from verifier.wording import quoted, read_json

_WHOLE = re.compile(r"[+-]?[0-9]{1,30}")
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")


def number(kind: type, least: float, most: float | None) -> Callable[[Any], Any]:
    """A reader of numbers of that kind (int or float) between the bounds; `most` None: as large as you like."""
    what = "a whole number" if kind is int else "a number"
    bounds = f"from {least:g}" if most is None else f"from {least:g} to {most:g}"

    def read(value: Any) -> Any:
        text = str(value).strip()
        if not (_WHOLE if kind is int else _NUMBER).fullmatch(text) or not _between(kind(text), least, most):
            raise ValueError(f"it must be {what} {bounds}")
        return kind(text)

    return read


def _between(given: float, least: float, most: float | None) -> bool:
    return least <= given < float("inf") and (most is None or given <= most)


def text_of(value: Any) -> str:
    """Text, as it is."""
    if not isinstance(value, str):
        raise ValueError("it must be text")
    return value


def header_text(value: Any) -> str:
    """A key, which is sent in a header: printable ASCII in one line."""
    text = text_of(value).strip()
    if not re.fullmatch(r"[ -~]+", text):
        raise ValueError("it must be one line of letters, digits and signs of ASCII")
    return text


def web_address(value: Any) -> str:
    """An address that starts with http:// or https://."""
    text = text_of(value).strip()
    parts = _parts(text) if re.fullmatch(r"[!-~]+", text) else None
    if parts is None or parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("it must be an address that starts with http:// or https://")
    return text


def bare_address(value: Any) -> str:
    """The same without a user, a password or a query, which would be shown to whoever lists the settings."""
    text = web_address(value)
    if "@" in urlsplit(text).netloc or "?" in text or "#" in text:
        raise ValueError("it must be the address alone, without a user, a password or a query, which would be shown")
    return text


def store_address(value: Any) -> str | None:
    """The address of a Redis or Valkey; None when it is empty. The path of a socket may hold blanks."""
    text = text_of(value).strip()
    parts = _parts(text)
    known = parts is not None and (parts.scheme in ("redis", "rediss") or (parts.scheme == "unix" and bool(parts.path)))
    if text and not known:
        raise ValueError("it must be an address that starts with redis://, rediss:// or unix://")
    return text or None


def _parts(address: str) -> SplitResult | None:
    """The parts of an address; None when it has none that make sense."""
    try:
        parts = urlsplit(address)
        _ = parts.port  # it is only looked at when it is asked for
    except ValueError:
        return None
    return parts


def path_of(value: Any) -> Path:
    """A path, `~` written out."""
    text = text_of(value)
    if "\x00" in text:
        raise ValueError("it must be a path")
    try:
        return Path(text).expanduser()
    except RuntimeError:
        raise ValueError("nobody of that name has a home folder here") from None


def networks(value: Any) -> tuple[IPv4Network | IPv6Network, ...]:
    """Networks in CIDR notation, set apart by commas or blanks, or as a JSON list."""
    rows = value.replace(",", " ").split() if isinstance(value, str) else value
    if isinstance(value, str) and value.lstrip().startswith("["):
        rows = json_list(value)
    if not isinstance(rows, list | tuple) or not all(isinstance(row, str) for row in rows):
        raise ValueError("it must be a list of networks such as 10.1.0.0/16")
    return tuple(map(_network, rows))


def _network(row: str) -> IPv4Network | IPv6Network:
    try:
        return ip_network(row)
    except ValueError:
        pass
    try:
        loose = ip_network(row, strict=False)
    except ValueError:
        raise ValueError(f"{quoted(row)} is no network; write it like 10.1.0.0/16 or fd00::/8") from None
    raise ValueError(f"{quoted(row)} names one address in a network; the network is {loose}")


def json_list(text: str) -> list[Any]:
    """The list in a JSON text."""
    try:
        value = read_json(text)
    except MalformedJSON as error:
        raise ValueError(f"it must be a JSON list, and {error.message}") from None
    if not isinstance(value, list):
        raise ValueError("it must be a JSON list")
    return value
