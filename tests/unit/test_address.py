"""What of an address is kept."""

from ipaddress import IPv4Address, IPv6Address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hallmint_resolver.address import Address, address_of
from tests.support.scans import prefix_of


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("0.0.0.9", "0.0.0.0/24"),
        ("255.255.255.255", "255.255.255.0/24"),
        ("2001:db8:1234:5678:9abc:def0:1234:5678", "2001:db8:1200::/40"),
        ("::ffff:203.0.113.77", "203.0.113.0/24"),
        ("::FFFF:cb00:714d", "203.0.113.0/24"),
        ("0:0:0:0:0:ffff:203.0.113.77", "203.0.113.0/24"),
        ("fe80::1%eth0", "fe80:0:0::/40"),
        ("::1", "0:0:0::/40"),
        ("::203.0.113.77", "0:0:0::/40"),
    ],
)
def test_truncation(address: str, kept: str) -> None:
    assert prefix_of(address) == kept


@pytest.mark.parametrize(
    "text", ["", "unknown", "203.0.113", "203.0.113.77:443", "203.0.113.077", "[::1]", "1", "203.0.113.77/32"]
)
def test_what_is_no_address_leaves_nothing(text: str) -> None:
    assert prefix_of(text) is None


@given(st.ip_addresses())
def test_only_the_first_bits_are_kept(address: IPv4Address | IPv6Address) -> None:
    kept = prefix_of(str(address))
    mapped = getattr(address, "ipv4_mapped", None) or address
    assert kept is not None
    network = ip_network(kept)  # strict: no bit beyond the prefix is set
    assert mapped in network
    assert network.prefixlen == (24 if mapped.version == 4 else 40)


@given(st.ip_addresses(v=6).map(lambda each: IPv6Address(int(each))), st.integers(0, 2**88 - 1))
def test_what_follows_the_prefix_makes_no_difference(address: IPv6Address, other: int) -> None:
    sibling = IPv6Address(int(address) >> 88 << 88 | other)
    if address.ipv4_mapped is None and sibling.ipv4_mapped is None:
        assert prefix_of(str(sibling)) == prefix_of(str(address))


PROXIES = (ip_network("127.0.0.0/8"), ip_network("10.0.0.0/8"))


@pytest.mark.parametrize(
    ("peer", "lines", "found"),
    [
        ("203.0.113.1", ["198.51.100.7"], "203.0.113.1"),  # no proxy: the header is anybody's
        ("127.0.0.1", [], "127.0.0.1"),
        ("127.0.0.1", ["198.51.100.7"], "198.51.100.7"),
        ("127.0.0.1", ["192.0.2.1, 198.51.100.7"], "198.51.100.7"),
        ("127.0.0.1", ["192.0.2.1", "198.51.100.7"], "198.51.100.7"),  # a line more, as HAProxy adds it
        ("127.0.0.1", ["198.51.100.7, 10.1.2.3"], "198.51.100.7"),
        ("127.0.0.1", ["198.51.100.7:4711"], "198.51.100.7"),
        ("127.0.0.1", ["192.0.2.1", "[2001:db8::7]:4711"], "2001:db8::7"),
        ("127.0.0.1", ["2001:db8::7"], "2001:db8::7"),
        ("127.0.0.1", ["198.51.100.7, unknown"], "127.0.0.1"),
        ("127.0.0.1", ["198.51.100.7,"], "127.0.0.1"),
    ],
)
def test_who_asks(peer: str, lines: list[str], found: str) -> None:
    assert address_of(peer, lines, PROXIES) == Address.parse(found)
