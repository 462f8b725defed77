"""Text that claims to be a web address → `Location`, checked and spelt as it goes on the wire (RFC 3986, WHATWG URL).

Stricter than browsers where parsers disagree: what two readers might read as two hosts is refused.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address
from urllib.parse import quote, urljoin

from verifier.errors import FetchError
from verifier.model import OutcomeCode
from verifier.wording import quoted

MAX_URL_CHARS = 8192
DEFAULT_PORTS = {"http": 80, "https": 443}

# RFC 3986, appendix B, with the authority taken apart later.
_PARTS = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):(//)?([^/?#]*)([^?#]*)(\?[^#]*)?(#.*)?", re.DOTALL)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_\-]{0,61}[a-z0-9_])?")
_NUMERIC_LABEL = re.compile(r"[0-9]+|0x[0-9a-f]*")
# Characters that stay as they are in a path or query; `%` stays because escapes are already there.
_SAFE = "/?:@!$&'()*+,;=-._~%[]|"


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """One place on the web: `host` is ASCII, lower case, without brackets; `target` is path and query."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def authority(self) -> str:
        """Host with its port where that is not the scheme's own: the `Host` header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        """Scheme and authority (RFC 6454)."""
        return f"{self.scheme}://{self.authority}"

    @property
    def url(self) -> str:
        """The address without user names and fragment."""
        return self.origin + self.target


def parse_url(text: str) -> Location:
    """The location an http(s) address means. Raises `FetchError(INVALID_URL)`, never anything else."""
    if len(text) > MAX_URL_CHARS:
        raise _invalid(text, f"it is longer than {MAX_URL_CHARS} characters")
    text = text.strip(" ")
    if _CONTROL.search(text):
        raise _invalid(text, "it contains control characters")
    parts = _PARTS.fullmatch(text)
    if parts is None:
        raise _invalid(text, "it is not a full web address; it should begin with https://")
    scheme, slashes, authority, path, query, _fragment = parts.groups()
    scheme = scheme.lower()
    if scheme not in DEFAULT_PORTS:
        raise _invalid(text, f"only http and https addresses are fetched, not {scheme}:")
    if not slashes or not authority:
        raise _invalid(text, "it names no host")
    if "\\" in authority:
        raise _invalid(text, "a backslash in the host is read differently by different programs")
    host, port = _host_and_port(text, authority.rpartition("@")[2])
    target = quote(path.replace("\\", "/") or "/", safe=_SAFE) + quote(query or "", safe=_SAFE)
    return Location(scheme=scheme, host=host, port=port or DEFAULT_PORTS[scheme], target=target)


def join_url(base: Location, reference: str) -> Location:
    """Where a redirect from `base` leads. Raises `FetchError(INVALID_URL)`."""
    reference = reference.strip(" \t\r\n")
    if len(reference) > MAX_URL_CHARS or _CONTROL.search(reference):
        raise _invalid(reference, f"{base.url} redirects to it, and it cannot be read")
    if _SCHEME.match(reference):
        return parse_url(reference)  # `urljoin` would read `http:///x` as a path
    try:
        joined = urljoin(base.url, reference)
    except ValueError as error:
        raise _invalid(reference, f"{base.url} redirects to it, and it cannot be read") from error
    return parse_url(joined)


def _host_and_port(text: str, authority: str) -> tuple[str, int | None]:
    if authority.startswith("["):
        literal, bracket, rest = authority[1:].partition("]")
        if not bracket or (rest and not rest.startswith(":")):
            raise _invalid(text, "the brackets of its host are not closed")
        return _ipv6(text, literal), _port(text, rest[1:])
    host, _colon, port = authority.partition(":")
    return _named_host(text, host), _port(text, port)


def _port(text: str, digits: str) -> int | None:
    if not digits:
        return None
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 5 or not 0 < int(digits) < 65536:
        raise _invalid(text, "its port is not a number from 1 to 65535")
    return int(digits)


def _ipv6(text: str, literal: str) -> str:
    if "%" in literal:
        raise _invalid(text, "addresses bound to a network interface are not fetched")
    try:
        return str(IPv6Address(literal))
    except ValueError as error:
        raise _invalid(text, "its host is not an IPv6 address") from error


def _named_host(text: str, host: str) -> str:
    if not host.isascii():
        import idna

        try:
            host = idna.encode(host, uts46=True).decode("ascii")
        except (idna.IDNAError, UnicodeError) as error:
            raise _invalid(text, "its host name is not allowed") from error
    host = host.lower().removesuffix(".")
    labels = host.split(".")
    if len(host) > 253 or not all(_LABEL.fullmatch(label) and label != "xn--" for label in labels):
        raise _invalid(text, "its host name is not allowed")
    if _NUMERIC_LABEL.fullmatch(labels[-1]):
        return str(_ipv4(text, labels))
    return host


def _ipv4(text: str, labels: list[str]) -> IPv4Address:
    """Numbers as the C library reads them: `127.1`, `0x7f.1`, `017700000001` (WHATWG URL, IPv4 parser)."""
    try:
        numbers = [_number(label) for label in labels]
    except ValueError as error:
        raise _invalid(text, "its host is neither a name nor an IPv4 address") from error
    *head, last = numbers
    if len(numbers) > 4 or any(number > 255 for number in head) or last >= 256 ** (5 - len(numbers)):
        raise _invalid(text, "its host is not an IPv4 address")
    return IPv4Address(sum(number << (8 * (3 - place)) for place, number in enumerate(head)) + last)


def _number(label: str) -> int:
    if label.startswith("0x"):
        return int(label[2:] or "0", 16)
    return int(label, 8 if label.startswith("0") and label != "0" else 10)


def _invalid(text: str, why: str) -> FetchError:
    return FetchError(OutcomeCode.INVALID_URL, f"The address {quoted(text, 200)} cannot be used: {why}.")


def posted_url(url: str, content: bytes) -> str:
    """The address under which the answer to a POST is kept in a WARC file, as players of such files spell it."""
    told = base64.urlsafe_b64encode(content).decode("ascii").rstrip("=")
    return f"{url}{'&' if '?' in url else '?'}__wb_method=POST&__wb_post_data={told}"
