"""Which addresses may be dialled."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

import pytest

from verifier.fetch.addresses import AddressPolicy, is_inner_name, is_public, parse_address

PUBLIC = [
    "8.8.8.8", "1.1.1.1", "93.184.216.34", "172.15.255.255", "172.32.0.1", "100.63.255.255", "100.128.0.1",
    "192.167.255.255", "198.17.255.255", "198.20.0.1", "223.255.255.255", "2606:4700::1111", "2a00:1450:4001::200e",
    "64:ff9b::808:808",
]  # fmt: skip
INNER = [
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.255.255.254",
    "168.63.129.16", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.0.192", "192.0.2.1",
    "192.31.196.1", "192.52.193.1", "192.88.99.1", "192.168.0.1", "192.175.48.1", "198.18.0.1", "198.51.100.1",
    "203.0.113.1", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "::", "::1", "::127.0.0.1",
    "::ffff:0:7f00:1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1",
    "2002:7f00:1::", "2002:808:808::", "2620:4f:8000::1", "3fff::1", "5f00::1", "fc00::1", "fd00:ec2::254", "fe80::1",
    "fec0::1", "ff02::1", "ff0e::1",
]  # fmt: skip


@pytest.mark.parametrize("address", PUBLIC)
def test_an_address_of_everybody_is_public(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize("address", INNER)
def test_an_address_with_a_special_meaning_is_not_public(address: str) -> None:
    assert not is_public(ip_address(address))


def test_the_predicate_of_the_standard_library_alone_would_let_some_of_them_through() -> None:
    """Why there is a table at all: without it these would pass."""
    assert [address for address in INNER if ip_address(address).is_global] != []


def test_a_mapped_address_is_judged_as_the_address_inside() -> None:
    assert ip_address("127.0.0.1") == parse_address("::ffff:7f00:1")
    assert ip_address("8.8.8.8") == parse_address("::ffff:8.8.8.8")


def test_an_address_bound_to_an_interface_is_none() -> None:
    assert parse_address("fe80::1%lo") is None


@pytest.mark.parametrize(
    "host", ["localhost", "metadata", "a.localhost", "metadata.google.internal", "printer.local", "x.home.arpa"]
)
def test_names_of_the_inner_network_are_known(host: str) -> None:
    assert is_inner_name(host)


@pytest.mark.parametrize("host", ["example.com", "local.example.com", "8.8.8.8", "::1"])
def test_other_names_and_addresses_are_not_inner_names(host: str) -> None:
    assert not is_inner_name(host)


def test_one_inner_answer_forbids_the_whole_name() -> None:
    chosen, why = AddressPolicy().choose("example.com", 80, ["93.184.216.34", "10.0.0.7"])
    assert chosen == []
    assert "10.0.0.7" in (why or "")


def test_an_answer_that_is_no_address_forbids_the_whole_name() -> None:
    assert AddressPolicy().choose("example.com", 80, ["93.184.216.34", "fe80::1%lo"])[0] == []


@pytest.mark.parametrize(
    ("port", "fine"), [(80, True), (443, True), (8080, True), (8443, True), (22, False), (25, False)]
)
def test_public_hosts_are_fetched_on_ports_of_the_web_only(port: int, fine: bool) -> None:
    policy = AddressPolicy()
    assert fine is bool(policy.choose("example.com", port, ["93.184.216.34"])[0])
    assert fine is policy.permits("93.184.216.34", port)


def test_an_allowed_network_may_be_fetched_on_any_port() -> None:
    policy = AddressPolicy([ip_network("127.0.0.0/8")])
    assert policy.choose("localhost", 6379, ["127.0.0.1"])[1] is None
    assert policy.permits("127.0.0.1", 6379)
    assert not policy.permits("10.0.0.1", 80)


def test_of_a_mixed_answer_only_the_allowed_addresses_are_dialled() -> None:
    policy = AddressPolicy([ip_network("127.0.0.0/8")])
    assert [ip_address("127.0.0.1")] == policy.choose("localhost", 8000, ["::1", "127.0.0.1"])[0]


def test_allowing_one_network_allows_no_other() -> None:
    policy = AddressPolicy([ip_network("127.0.0.0/8")])
    assert policy.choose("intranet", 80, ["10.0.0.1"])[0] == []
    assert policy.choose("intranet", 80, ["93.184.216.34"])[0] == []
    assert policy.choose("example.com", 22, ["93.184.216.34"])[0] == []


def test_an_address_does_not_lead_to_itself() -> None:
    assert AddressPolicy().choose("10.0.0.1", 80, ["10.0.0.1"])[1] == "10.0.0.1 is not a public address"
    why = AddressPolicy().choose("example.com", 80, ["10.0.0.7"])[1]
    assert why == "example.com leads to 10.0.0.7, which is not a public address"
