"""Who asks, as far as a scan is concerned. Nothing here outlives the request."""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import NamedTuple

from multidict import CIMultiDictProxy

Network = IPv4Network | IPv6Network


class Visitor(NamedTuple):
    """What a request says of its sender."""

    method: str
    agent: str
    accept: str
    languages: str
    is_prefetch: bool
    is_document: bool
    """Whether a page is asked for, not a picture or a script of one: `Sec-Fetch-Dest` is absent or `document`."""
    counted_only: bool
    """Global Privacy Control (Sec-GPC) or Do Not Track asks that the visit is not recorded."""

    @classmethod
    def of(cls, method: str, headers: "CIMultiDictProxy[str]") -> "Visitor":
        """From the head of a request."""
        get = headers.get
        return cls(
            method=method,
            agent=get("User-Agent", "")[:512],
            accept=get("Accept", "")[:1024],
            languages=get("Accept-Language", "")[:256],
            is_prefetch="prefetch" in get("Sec-Purpose", "") or "prefetch" in (get("Purpose") or get("X-Moz") or ""),
            is_document=get("Sec-Fetch-Dest", "document") == "document",
            counted_only=get("Sec-GPC") == "1" or get("DNT") == "1",
        )


def address_of(peer: str, headers: "CIMultiDictProxy[str]", proxies: tuple[Network, ...]) -> str:
    """The full address of who asks: the peer, or what a trusted proxy says. Of X-Forwarded-For the last that no trusted
    proxy wrote counts: all before it came from the client, who can write anything.
    """
    if not proxies or not _is_of(peer, proxies):
        return peer
    for part in reversed(headers.get("X-Forwarded-For", "").split(",")):
        address = part.strip()
        if parse(address) is None:
            return peer
        if not _is_of(address, proxies):
            return address
    return peer


def parse(text: str) -> IPv4Address | IPv6Address | None:
    """An address, an IPv4 one also where it is written as IPv6 (RFC 4291, 2.5.5.2)."""
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return (address.ipv4_mapped or address) if isinstance(address, IPv6Address) else address


def _is_of(text: str, networks: tuple[Network, ...]) -> bool:
    address = parse(text)
    return address is not None and any(address in network for network in networks)
