"""Objects that tests store."""

import hashlib
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

from hallmint_server.exporting.storage import Storage, Stored

KEY = "brand/export/0-pack"
DATA = bytes(range(256)) * 2000


def stored(data: bytes) -> Stored:
    return Stored(sha256=hashlib.sha256(data).digest(), bytes=len(data))


async def read(storage: Storage, key: str, start: int = 0, end: int = 1 << 40) -> bytes:
    return b"".join([piece async for piece in storage.get_range(key, start, end)])


def temporary(storage_folder: Path) -> list[Path]:
    return list((storage_folder / ".new").iterdir())


def in_pieces(data: bytes) -> Iterator[bytes]:
    yield from (data[at : at + 100_000] for at in range(0, len(data), 100_000))


async def in_pieces_async(data: bytes) -> AsyncIterator[bytes]:
    for piece in in_pieces(data):
        yield piece
