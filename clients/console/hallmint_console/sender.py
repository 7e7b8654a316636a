"""Who sends a request, for counting tries: the peer, or what a trusted proxy says."""

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network


def sender_of(peer: str | None, forwarded: Sequence[str], proxies: Sequence[Network]) -> Address | None:
    """Of the lines of X-Forwarded-For together the last address that no trusted proxy has: all before it came from the client,
    who can write anything. The peer itself where it is no such proxy; None for a peer without an address.
    """
    sender = _read(peer or "")
    if sender is None or not _is_of(sender, proxies):
        return sender
    for part in reversed(",".join(forwarded).split(",")):
        address = _read(_without_port(part.strip()))
        if address is None:
            break
        if not _is_of(address, proxies):
            return address
    return sender


def _read(text: str) -> Address | None:
    try:
        address = ip_address(text)
    except ValueError:
        return None
    # One of IPv4 that is written as IPv6 is one of IPv4 (RFC 4291, 2.5.5.2).
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def _is_of(address: Address, networks: Sequence[Network]) -> bool:
    return any(address in network for network in networks)


def _without_port(text: str) -> str:
    if text.startswith("["):
        return text[1:].partition("]")[0]
    return text.partition(":")[0] if text.count(":") == 1 else text
