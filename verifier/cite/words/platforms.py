"""A printed source name in, the platform and account it stands for out."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

_AFTER_PLATFORM = re.compile(r"\s{0,2}(?:/|:|\||@|—|–|\s-\s|\s|,|\()\s{0,2}")
_HANDLE = re.compile(r"@[\w.\-]*\w", re.U)
_QUOTED = re.compile(r"[«„“\"'‘](.+)[»“”\"'’]$")
_HOST_PATH = re.compile(r"(?:https?://)?(?:www\.)?([\w.-]+\.[a-z]{2,})(?:/(.*))?$", re.I)


@dataclass(frozen=True, slots=True)
class Account:
    """A platform by its usual name, and the account there as printed, if one is printed."""

    platform: str
    handle: str | None


@cache
def _tables() -> tuple[Mapping[str, str], Mapping[str, str], Mapping[str, tuple[str, ...]], frozenset[str]]:
    """Platforms by spelling and by host, spellings by first letter (longest first), path words that are no accounts."""
    shipped = json.loads(files("verifier.cite").joinpath("platforms.json").read_text("utf-8"))
    rows = shipped["platforms"]
    spellings = {spelling: row["name"] for row in rows for spelling in row["spellings"]}
    hosts = {host: row["name"] for row in rows for host in row["hosts"]}
    by_letter: dict[str, tuple[str, ...]] = {}
    for spelling in sorted(spellings, key=len, reverse=True):
        by_letter[spelling[0]] = (*by_letter.get(spelling[0], ()), spelling)
    return spellings, hosts, by_letter, frozenset(shipped["not_accounts"])


@lru_cache(maxsize=4_096)
def read_account(name: str) -> Account | None:
    """The platform a name means: `YouTube/@APT`, `Telegram @x`, `t.me/x`, `VK`, `X/@y`; None for other names.

    A slash alone proves nothing (`RFE/RL`): only listed platforms count.
    """
    spellings, hosts, by_letter, not_accounts = _tables()
    address = _HOST_PATH.match(name.strip())
    if address and " " not in name.strip():
        host = address[1].lower()
        if host in hosts:
            return Account(hosts[host], _account_in_path(address[2] or "", not_accounts))
    folded = name.strip().lower()
    for spelling in by_letter.get(folded[:1], ()):
        if not folded.startswith(spelling):
            continue
        rest = name.strip()[len(spelling) :]
        if not rest:
            return Account(spellings[spelling], None)
        gap = _AFTER_PLATFORM.match(rest)
        if gap:
            return _with_rest(spellings[spelling], rest, gap.end())
    return _handle_first(name, spellings)


def _with_rest(platform: str, rest: str, start: int) -> Account | None:
    handle = _HANDLE.search(rest)
    if handle:
        return Account(platform, handle.group())
    if rest.lstrip().startswith(("/", ":", "|")):
        account = _unquoted(rest[start:].strip(" ()"))
        return Account(platform, account or None)
    quoted = _QUOTED.search(rest.strip())
    if quoted:
        return Account(platform, quoted[1].strip(" ,."))
    # `Facebook page of the ministry` and `X Corp`: the one is the platform, the other a company.
    return Account(platform, None) if len(platform) > 2 else None


def _handle_first(name: str, spellings: Mapping[str, str]) -> Account | None:
    """`@handle on X`, `@handle (Telegram)`, `Ministry of Health's Telegram channel`."""
    handle = _HANDLE.match(name.strip())
    words = re.findall(r"[^\W_]+", name.lower())
    named = next((spellings[word] for word in words if word in spellings and (len(word) > 2 or handle)), None)
    if named and handle:
        return Account(named, handle.group())
    if named and re.search(r"\b(?:channel|page|account|post|канал\w*|group|profile|страниц\w*)\b", name.lower()):
        return Account(named, None)
    return None


def _account_in_path(path: str, not_accounts: frozenset[str]) -> str | None:
    for piece in re.split(r"[/?#]", path):
        if piece and piece.lower() not in not_accounts and not piece.isdigit():
            return piece
    return None


def _unquoted(name: str) -> str:
    match = _QUOTED.fullmatch(name)
    return match[1].strip() if match else name


def is_handle(name: str) -> bool:
    """Whether the whole name is an account such as `@harbour_watch`."""
    return "@" in name and _HANDLE.fullmatch(name.strip()) is not None


def platform_host(host: str) -> str | None:
    """The platform that lives at a host name, or None."""
    return _tables()[1].get(host.lower().removeprefix("www."))


def is_platform(name: str) -> bool:
    """`Telegram`, `X`: a platform by its name alone, no account of it."""
    account = read_account(name)
    return account is not None and not account.handle and " " not in name
