"""Which network addresses may be dialled: an IP address and a port → yes, or the reason why not.

Python's `is_global` is not a policy: it passes multicast, NAT64, 6to4 of loopback and the metadata
services of several clouds. The tables below follow the IANA special-purpose registries (RFC 6890).
"""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

PUBLIC_PORTS = frozenset({80, 443, 8080, 8443})

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_SPECIAL_V4 = tuple(
    IPv4Network(block)
    for block in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "168.63.129.16/32", "169.254.0.0/16",
        "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24",
        "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3",
    )
)  # fmt: skip
_GLOBAL_UNICAST_V6 = IPv6Network("2000::/3")
_NAT64 = IPv6Network("64:ff9b::/96")
_SPECIAL_V6 = tuple(
    IPv6Network(block) for block in ("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20")
)
# Names that mean something different on every network; no public site has one.
_INNER_SUFFIXES = (".localhost", ".localdomain", ".local", ".internal", ".intranet", ".lan", ".corp", ".home",
                   ".private", ".home.arpa")  # fmt: skip


class AddressPolicy:
    """Public addresses on web ports, and whatever the operator allows by `ALLOW_NETWORKS` on any port."""

    def __init__(self, allow_networks: Sequence[Network] = ()) -> None:
        self._allowed = tuple(allow_networks)

    def refusal_before_lookup(self, host: str, port: int) -> str | None:
        """Why a host need not even be looked up, or None. With allowed networks the look-up decides."""
        if self._allowed:
            return None
        if port not in PUBLIC_PORTS:
            return f"Port {port} is not a port of web pages"
        if is_inner_name(host):
            return f"{host} is a name of the inner network"
        return None

    def choose(self, host: str, port: int, answers: Sequence[str]) -> tuple[list[Address], str | None]:
        """The addresses to dial, in the order given, or none and the reason.

        One forbidden answer forbids the name: a mixed answer is how rebinding looks. Only where
        the operator allowed a network are the answers inside it used without the others.
        """
        addresses = [parsed for parsed in map(parse_address, answers) if parsed is not None]
        if not addresses or len(addresses) < len(answers):
            return [], f"{host} has no usable address"
        granted = [address for address in addresses if self._is_allowed(address)]
        if granted:
            return granted, None
        if is_inner_name(host):
            return [], f"{host} is a name of the inner network"
        for address in addresses:
            if not is_public(address):
                named = host if parse_address(host) == address else f"{host} leads to {address}, which"
                return [], f"{named} is not a public address"
        if port not in PUBLIC_PORTS:
            return [], f"Port {port} is not a port of web pages"
        return addresses, None

    def permits(self, address: str, port: int) -> bool:
        """Whether a connection that stands to `address` may be used."""
        parsed = parse_address(address)
        return parsed is not None and (self._is_allowed(parsed) or (port in PUBLIC_PORTS and is_public(parsed)))

    def _is_allowed(self, address: Address) -> bool:
        return any(address.version == network.version and address in network for network in self._allowed)


def is_inner_name(host: str) -> bool:
    """A single label or a suffix that is never delegated in the public DNS (RFC 6761, RFC 6762, RFC 8375)."""
    if parse_address(host) is not None:
        return False
    return "." not in host or host.endswith(_INNER_SUFFIXES)


def parse_address(text: str) -> Address | None:
    """An address, IPv4-mapped ones as IPv4; None for anything else, and for one bound to an interface."""
    try:
        address = ip_address(text)
    except ValueError:
        return None
    if isinstance(address, IPv6Address):
        return None if address.scope_id is not None else address.ipv4_mapped or address
    return address


def is_public(address: Address) -> bool:
    """Whether everybody on the Internet reaches the same machine under this address."""
    if isinstance(address, IPv4Address):
        return address.is_global and not any(address in block for block in _SPECIAL_V4)
    if address in _NAT64:
        return is_public(IPv4Address(int(address) & 0xFFFFFFFF))
    return address in _GLOBAL_UNICAST_V6 and address.is_global and not any(address in block for block in _SPECIAL_V6)
