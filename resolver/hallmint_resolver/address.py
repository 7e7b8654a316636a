"""Where a request comes from: a full address lives as long as its request, and what is kept of it is a prefix."""

from collections.abc import Sequence
from ipaddress import IPv4Network, IPv6Network, ip_address
from socket import AF_INET, AF_INET6, inet_pton
from typing import NamedTuple, NewType

Network = IPv4Network | IPv6Network

Prefix = NewType("Prefix", str)
"""A network in CIDR notation: /24 of IPv4, /40 of IPv6. Only `Address.prefix` makes one."""

_MAPPED = bytes(10) + b"\xff\xff"


class Address(NamedTuple):
    """A full address: 4 bytes, or 16. One of IPv4 that is written as IPv6 is one of IPv4 (RFC 4291, 2.5.5.2)."""

    packed: bytes

    @classmethod
    def parse(cls, text: str) -> "Address | None":
        """An address without its zone; None for what is none."""
        try:
            if ":" not in text:
                return cls(inet_pton(AF_INET, text))
            packed = inet_pton(AF_INET6, text.partition("%")[0])
        except (OSError, ValueError):
            return None
        return cls(packed[12:] if packed.startswith(_MAPPED) else packed)

    @property
    def network(self) -> bytes:
        """The first 24 bits of IPv4, the first 40 of IPv6."""
        return self.packed[: 3 if len(self.packed) == 4 else 5]  # noqa: PLR2004 - the length of an IPv4 address

    @property
    def prefix(self) -> Prefix:
        """What may be kept (resolver.md, "Telemetry"): `network`, written down. Reduced, it still narrows down who it was."""
        kept = self.network
        if len(kept) == 3:  # noqa: PLR2004 - as above
            return Prefix(f"{kept[0]}.{kept[1]}.{kept[2]}.0/24")
        # Two groups and a half; the standard library takes ten times as long to write them in their shortest form.
        return Prefix(f"{kept[0] << 8 | kept[1]:x}:{kept[2] << 8 | kept[3]:x}:{kept[4] << 8:x}::/40")

    def is_of(self, networks: tuple[Network, ...]) -> bool:
        """Whether one of the networks has it."""
        address = ip_address(self.packed)
        return any(address in network for network in networks)


def address_of(peer: str, forwarded: Sequence[str], proxies: tuple[Network, ...]) -> Address | None:
    """Who asks: the peer, or what a trusted proxy says. Of the lines of X-Forwarded-For together the last address that no trusted
    proxy has counts: all before it came from the client, who can write anything. None for a peer without an address.
    """
    sender = Address.parse(peer)
    if sender is None or not proxies or not sender.is_of(proxies):
        return sender
    for part in reversed(",".join(forwarded).split(",")):
        address = Address.parse(_without_port(part.strip()))
        if address is None:
            break
        if not address.is_of(proxies):
            return address
    return sender


def _without_port(text: str) -> str:
    """Some proxies write `192.0.2.1:80` and `[2001:db8::1]:80`."""
    if text.startswith("["):
        return text[1:].partition("]")[0]
    return text.partition(":")[0] if text.count(":") == 1 else text
