"""The one form that an archive of an export has: a ZIP of `manifest.json` and all packs, stored.

Each byte of it follows from the manifest and the packs, so a reader need trust no header: it makes them all again.
"""

import struct
import zlib
from collections.abc import Sequence
from typing import NamedTuple

from hallmint_client.manifest import MANIFEST_MOST, MANIFEST_NAME, Manifest, ProofError

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END_64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR_64 = struct.Struct("<4sLQL")
_END = struct.Struct("<4s4H2LH")
_UTF_8_NAMES = 0x800
_DAY = 0x21  # 1 January 1980
_MOST_32 = 2**32 - 1
HEAD_BYTES = _LOCAL.size + len(MANIFEST_NAME)
"""What stands before the manifest."""


class Entry(NamedTuple):
    """A file in an archive: its name, length and CRC-32."""

    name: str
    length: int
    crc: int

    @property
    def header(self) -> bytes:
        """What stands before its bytes."""
        name = self.name.encode()
        return _LOCAL.pack(b"PK\3\4", 10, _UTF_8_NAMES, 0, 0, _DAY, self.crc, *[self.length] * 2, len(name), 0) + name

    def line(self, offset: int) -> bytes:
        """Its line of the directory, its header standing at `offset`."""
        name = self.name.encode()
        wide = struct.pack("<2HQ", 1, 8, offset) if offset >= _MOST_32 else b""
        version = 45 if wide else 10
        facts = (self.crc, *[self.length] * 2, len(name), len(wide), 0, 0, 0, 0, min(offset, _MOST_32))
        return _CENTRAL.pack(b"PK\1\2", version, version, _UTF_8_NAMES, 0, 0, _DAY, *facts) + name + wide


def directory(entries: Sequence[Entry]) -> bytes:
    """What stands behind the last entry."""
    lines, at = [], 0
    for entry in entries:
        lines.append(entry.line(at))
        at += len(entry.header) + entry.length
    made, count, wide = b"".join(lines), len(entries), b""
    if at >= _MOST_32:
        wide = _END_64.pack(b"PK\6\6", _END_64.size - 12, 45, 45, 0, 0, count, count, len(made), at)
        wide += _LOCATOR_64.pack(b"PK\6\7", 0, at + len(made), 1)
    return made + wide + _END.pack(b"PK\5\6", 0, 0, count, count, len(made), min(at, _MOST_32), 0)


def manifest_length(head: bytes) -> int:
    """The length of the manifest that stands behind these first HEAD_BYTES of an archive. ProofError where they are of none."""
    if len(head) == HEAD_BYTES:
        crc, length = _LOCAL.unpack(head[: _LOCAL.size])[6:8]
        if 0 < length <= MANIFEST_MOST and head == Entry(MANIFEST_NAME, length, crc).header:
            return int(length)
    raise ProofError("this is no archive as Hallmint writes it")


def first_entry(data: bytes) -> Entry:
    """The entry of a manifest."""
    return Entry(MANIFEST_NAME, len(data), zlib.crc32(data))


def archive_length(data: bytes, manifest: Manifest) -> int:
    """The length of the archive of a manifest, of which `data` are the bytes."""
    entries = [first_entry(data), *(Entry(pack.file, pack.bytes, 0) for pack in manifest.packs)]
    return sum(len(entry.header) + entry.length for entry in entries) + len(directory(entries))
