"""The part of an address that may be kept."""

from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import NewType

Prefix = NewType("Prefix", str)
"""A network in CIDR notation: /24 of IPv4, /40 of IPv6. Only `truncate` makes one."""

Address = IPv4Address | IPv6Address


def unwrap(address: str | Address) -> Address | None:
    """An address, an IPv4 one also where it is written as IPv6 (RFC 4291, 2.5.5.2), without its zone. None for what is none."""
    try:
        parsed = ip_address(address.partition("%")[0]) if isinstance(address, str) else address
    except ValueError:
        return None
    return (parsed.ipv4_mapped or parsed) if isinstance(parsed, IPv6Address) else parsed


def truncate(address: str | Address) -> Prefix | None:
    """The first 24 bits of an IPv4 address, the first 40 of an IPv6 one (resolver.md, "Telemetry"). None for what is none.

    What is left is reduced: it still narrows down who it was.
    """
    parsed = unwrap(address)
    if parsed is None:
        return None
    if isinstance(parsed, IPv4Address):
        return Prefix(f"{str(parsed).rpartition('.')[0]}.0/24")
    # Two groups and a half; the standard library takes ten times as long to write them in their shortest form.
    kept = int(parsed) >> 88
    return Prefix(f"{kept >> 24:x}:{kept >> 8 & 0xFFFF:x}:{(kept & 0xFF) << 8:x}::/40")
