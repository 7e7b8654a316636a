"""A whole export as one ZIP archive (PKWARE's APPNOTE 6.3.10): `manifest.json`, then the packs in order, all stored.

Not the standard library's writer: what that puts into headers has changed between versions of Python, and archives must not.
Local headers hold CRC and length, so that readers of a stream can unpack it too.
"""

import hashlib
import re
import struct
import zlib
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing

from hallmint_server.exporting.logged import Logged
from hallmint_server.exporting.manifest import MANIFEST_NAME, manifest
from hallmint_server.exporting.model import Export, Pack
from hallmint_server.exporting.storage import ObjectChangedError, Storage
from hallmint_server.minting.model import Batch

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END_64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR_64 = struct.Struct("<4sLQL")
_END = struct.Struct("<4s4H2LH")
_UTF_8_NAMES = 0x800
_DAY = 0x21
"""1 January 1980, the first that a ZIP can say: an archive's bytes do not depend on when it is made."""
_MOST_32 = 2**32 - 1
_ENTRIES_MOST = 2**16 - 2
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]")


class Archive:
    """An export that is complete, as one file. Its bytes depend on its manifest and its packs alone."""

    def __init__(
        self, export: Export, batch: Batch, root: bytes, packs: Sequence[Pack], logged: Logged | None = None
    ) -> None:
        """`packs` are all of the export, in order; `root` is `manifest.root_of` over its units; `logged` is what its manifest
        says of the log. ValueError where packs are missing, or where two files would have one name.
        """
        if [pack.pack_no for pack in packs] != list(range(export.packs)):
            raise ValueError("an archive holds all packs of its export, in order")
        names = {MANIFEST_NAME, *(pack.file_name for pack in packs)}
        if len(names) <= len(packs) or len(names) > _ENTRIES_MOST:
            raise ValueError("two files of an archive have the same name, or there are too many")
        if any(pack.bytes >= _MOST_32 for pack in packs):
            raise ValueError("a pack is too long for an archive")
        self._manifest = manifest(export, batch, root, packs, logged)
        self._packs = packs
        lengths = [(MANIFEST_NAME, len(self._manifest)), *((pack.file_name, pack.bytes) for pack in packs)]
        entries = [Entry(name, length, 0) for name, length in lengths]
        self.bytes = sum(len(e.header) + e.length for e in entries) + len(directory(entries))
        """Length of the whole archive."""
        profile = _UNSAFE.sub("_", f"{export.profile['name']}-{export.profile['version']}")
        self.file_name = f"{batch.batch_id}-{profile}.zip"
        """What to call it: ASCII, no path."""

    async def read(self, storage: Storage, offset: int) -> AsyncGenerator[bytes, None]:
        """The bytes from `offset` (0 to `bytes`) on, in pieces of about storage.READ_BYTES. A generator: close it (`aclosing`)
        where it is not read to its end.

        Each pack is read twice: once to prove its digest and for its CRC, which stands before it, and once to send it. Packs
        that end before `offset` are read once, since their CRCs stand at the archive's end. Meanwhile empty pieces come, so
        that whoever waits can be told that this lives. StorageError where the storage fails, or gives other bytes than were
        stored: none of that pack has come then, or not all of it, and never the archive's end.
        """
        if not 0 <= offset <= self.bytes:
            raise ValueError("no offset in this archive")
        if offset == self.bytes:
            return
        entries = [Entry(MANIFEST_NAME, len(self._manifest), zlib.crc32(self._manifest))]
        yield (entries[0].header + self._manifest)[offset:]
        at = len(entries[0].header) + len(self._manifest)
        for pack in self._packs:
            crc = 0
            async with aclosing(_whole(storage, pack)) as pieces:
                async for piece in pieces:
                    crc = zlib.crc32(piece, crc)
                    yield b""
            entry = Entry(pack.file_name, pack.bytes, crc)
            yield entry.header[max(0, offset - at) :]
            at += len(entry.header)
            skipped = max(0, offset - at)
            if skipped < pack.bytes:
                async with aclosing(_range(storage, pack, skipped)) as pieces:
                    async for piece in pieces:
                        yield piece
            at += pack.bytes
            entries.append(entry)
        yield directory(entries)[max(0, offset - at) :]


async def _whole(storage: Storage, pack: Pack) -> AsyncGenerator[bytes, None]:
    """All bytes of a pack. StorageError behind them where they are not those that were stored."""
    digest = hashlib.sha256()
    async with aclosing(_range(storage, pack, 0)) as pieces:
        async for piece in pieces:
            digest.update(piece)
            yield piece
    if digest.digest() != pack.sha256:
        raise ObjectChangedError


async def _range(storage: Storage, pack: Pack, start: int) -> AsyncGenerator[bytes, None]:
    """The bytes of a pack from `start` on. StorageError behind them where some are missing."""
    at = start
    async with aclosing(storage.get_range(pack.storage_key, start, pack.bytes)) as pieces:
        async for piece in pieces:
            at += len(piece)
            yield piece
    if at != pack.bytes:
        raise ObjectChangedError


class Entry:
    """A file in an archive: its name, its length and its CRC-32."""

    def __init__(self, name: str, length: int, crc: int) -> None:
        self.name = name.encode()
        self.length = length
        self.crc = crc

    @property
    def header(self) -> bytes:
        """What stands before its bytes (4.3.7)."""
        lengths = (self.crc, self.length, self.length, len(self.name), 0)
        return _LOCAL.pack(b"PK\x03\x04", 10, _UTF_8_NAMES, 0, 0, _DAY, *lengths) + self.name

    def line(self, offset: int) -> bytes:
        """Its line of the directory (4.3.12), its header standing at `offset`: in a ZIP64 field (4.5.3) from 4 GiB on."""
        wide = struct.pack("<2HQ", 1, 8, offset) if offset >= _MOST_32 else b""
        version = 45 if wide else 10
        lengths = (self.crc, self.length, self.length, len(self.name), len(wide), 0)
        where = (0, 0, 0, min(offset, _MOST_32))
        return (
            _CENTRAL.pack(b"PK\x01\x02", version, version, _UTF_8_NAMES, 0, 0, _DAY, *lengths, *where)
            + self.name
            + wide
        )


def directory(entries: Sequence[Entry]) -> bytes:
    """The end of an archive whose entries stand one behind the other from its beginning: the directory and its own end
    (4.3.14 to 4.3.16).
    """
    lines, at = [], 0
    for entry in entries:
        lines.append(entry.line(at))
        at += len(entry.header) + entry.length
    made, count = b"".join(lines), len(entries)
    wide = b""
    if at >= _MOST_32:
        wide = _END_64.pack(b"PK\x06\x06", _END_64.size - 12, 45, 45, 0, 0, count, count, len(made), at)
        wide += _LOCATOR_64.pack(b"PK\x06\x07", 0, at + len(made), 1)
    return made + wide + _END.pack(b"PK\x05\x06", 0, 0, count, count, len(made), min(at, _MOST_32), 0)
