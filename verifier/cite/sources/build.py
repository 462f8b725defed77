"""Printed sources in, the nouns of the report out: dates with their year, outlet, domains, account, address."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from verifier.cite.bracket.dates import PrintedDate
from verifier.cite.bracket.grammar import PrintedSource
from verifier.cite.bracket.years import govern, impossible_days, written
from verifier.cite.sources.links import host_of
from verifier.cite.words.outlets import Outlet, OutletTable
from verifier.cite.words.platforms import Account, is_handle, platform_host, read_account
from verifier.model import Source

_PATH = re.compile(r"(?:https?://[^\s/?#]+|(?:[\w-]+\.)+[a-zа-я]{2,}(?::\d{2,5})?)[/?#]\S*", re.I)
_HOST = re.compile(r"(?:https?://)?(?:www\.)?((?:[\w-]+\.)+[a-zа-яёіїєґ]{2,})(?::\d{2,5})?(?:[/?#]\S*)?", re.I)


def build_sources(
    printed: Sequence[PrintedSource], urls: Sequence[str | None], published: dt.date | None, outlets: OutletTable
) -> tuple[Source, ...]:
    """One `Source` for each printed one. `urls` are the links that stand on them, parallel to `printed`."""
    built: list[Source] = []
    for one, url in zip(printed, urls, strict=True):
        account = read_account(one.name.text)
        if account is None and is_handle(one.name.text):
            before = built[-1] if built else None
            shared = before.platform if before else _platform_of_link(url)
            account = Account(shared, one.name.text.strip()) if shared else None
        outlet = _outlet(one.name.text, account, url, outlets)
        built.append(
            Source(
                name=one.name.text,
                platform=account.platform if account else None,
                handle=account.handle if account else None,
                dates=iso_dates(one.dates, published),
                impossible_dates=impossible_days(one.dates),
                accessed=one.accessed,
                qualifier=_qualifier(one),
                url=url or _own_address(one.name.text) or _with_scheme(one.address),
                outlet=outlet.name if outlet else None,
                domains=outlet.domains if outlet else _own_domain(one.name.text, url),
            )
        )
    return tuple(built)


def iso_dates(dates: Sequence[PrintedDate], published: dt.date | None) -> tuple[str, ...]:
    """The dates of one source, each with the year it means."""
    return tuple(one for date in govern(list(dates), published) if (one := written(date, published)) is not None)


def _qualifier(printed: PrintedSource) -> str | None:
    if not printed.qualifiers and not printed.name.remarks:
        return None
    said = [*printed.qualifiers, *(remark for remark in printed.name.remarks if remark not in printed.qualifiers)]
    return "; ".join(dict.fromkeys(said)) or None


def _outlet(name: str, account: Account | None, url: str | None, outlets: OutletTable) -> Outlet | None:
    if account:
        return outlets.find(account.platform)
    if name:
        return outlets.find(name)
    host = host_of(url) if url else None
    return outlets.at_host(host) if host else None


def _platform_of_link(url: str | None) -> str | None:
    host = host_of(url) if url else None
    return platform_host(host) if host else None


def _own_address(name: str) -> str | None:
    """A name that is itself an address with a path is its own link."""
    if ("/" not in name and "?" not in name and "#" not in name) or not _PATH.fullmatch(name):
        return None
    return _with_scheme(name)


def _with_scheme(address: str | None) -> str | None:
    return "https://" + address if address and not address.lower().startswith(("http://", "https://")) else address


def _own_domain(name: str, url: str | None) -> tuple[str, ...]:
    match = _HOST.fullmatch(name) if "." in name else None
    if match:
        return (match[1].lower(),)
    host = host_of(url) if url and not name else None
    return (host,) if host else ()
