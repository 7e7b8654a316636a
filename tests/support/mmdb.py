"""A small MMDB file (MaxMind DB File Format 2.0), for networks of the test's own."""

import struct
from collections.abc import Mapping
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Any

_EMPTY = 0
_V4_BITS = 96  # IPv4 lies at ::/96
_KINDS = {"node_count": 6, "build_epoch": 9}  # uint32 and uint64; other numbers are uint16


def mmdb(networks: Mapping[str, Any], *, ip_version: int = 6) -> bytes:
    """A file in which each network has its value: dicts, lists, texts and whole numbers."""
    tree: list[list[int]] = [[_EMPTY, _EMPTY]]
    data = bytearray()
    leaves: list[tuple[int, int, int]] = []
    for text, value in networks.items():
        node, path = 0, _bits(ip_network(text), ip_version)
        for bit in path[:-1]:
            if tree[node][bit] == _EMPTY:
                tree.append([_EMPTY, _EMPTY])
                tree[node][bit] = len(tree) - 1
            node = tree[node][bit]
        leaves.append((node, path[-1], len(data)))
        data += _encode(value)
    for row in tree:
        row[:] = [each or len(tree) for each in row]
    for node, bit, offset in leaves:
        tree[node][bit] = len(tree) + 16 + offset
    metadata = {
        "binary_format_major_version": 2,
        "binary_format_minor_version": 0,
        "build_epoch": 1,
        "database_type": "Test",
        "description": {"en": "made by a test"},
        "ip_version": ip_version,
        "languages": ["en"],
        "node_count": len(tree),
        "record_size": 32,
    }
    nodes = b"".join(struct.pack(">II", *row) for row in tree)
    return nodes + bytes(16) + bytes(data) + b"\xab\xcd\xefMaxMind.com" + _encode(metadata)


def _bits(network: IPv4Network | IPv6Network, ip_version: int) -> list[int]:
    lead = _V4_BITS if ip_version == 6 and network.version == 4 else 0
    number = int(network.network_address)
    return [0] * lead + [number >> (network.max_prefixlen - 1 - n) & 1 for n in range(network.prefixlen)]


def _encode(value: Any, kind: int = 5) -> bytes:
    if isinstance(value, dict):
        return _head(7, len(value)) + b"".join(_encode(k) + _encode(v, _KINDS.get(k, 5)) for k, v in value.items())
    if isinstance(value, list):
        return _head(11, len(value)) + b"".join(_encode(each) for each in value)
    if isinstance(value, str):
        return _head(2, len(value.encode())) + value.encode()
    number = int(value).to_bytes((int(value).bit_length() + 7) // 8)
    return _head(kind, len(number)) + number


def _head(kind: int, size: int) -> bytes:
    assert size < 285
    first, more = (size, b"") if size < 29 else (29, bytes([size - 29]))
    return bytes([kind << 5 | first]) + more if kind <= 7 else bytes([first, kind - 7]) + more
