"""What the resolver reads of the log: views of version 1."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from psycopg_pool import AsyncConnectionPool

from hallmint_resolver.line import Connection, fetch
from hallmint_resolver.query import load
from hallmint_resolver.tlog.tile import HASH, WIDTH, Tile, bundle

_SQL = load("hallmint_resolver.tlog", "tlog.sql")


class Commitment(NamedTuple):
    """What the entry of a batch commits to, the entry's number and bytes, and the last checkpoint, which has it."""

    product_id: UUID
    quantity: int
    root: bytes
    mint_time: datetime
    salt: bytes
    entry_no: int
    entry: bytes
    size: int
    log_root: bytes
    note: str


class LogStore:
    """Reads the log. Nothing is kept: what never changes is for the caches of clients. Each raises psycopg.Error, PoolTimeout."""

    def __init__(self, pool: AsyncConnectionPool[Connection]) -> None:
        self._pool = pool

    async def checkpoint(self) -> str | None:
        """The last signed note, or None before the first."""
        found = await fetch(self._pool, _SQL["checkpoint"])
        return found[0][0] if found else None

    async def tile(self, tile: Tile) -> bytes | None:
        """A tile or a bundle of the last checkpoint's tree, or None."""
        if tile.level is None:
            ((size, entries),) = await fetch(self._pool, _SQL["bundle"], first=tile.first, width=tile.width)
            has_all = len(entries) == tile.width
            data = bundle(entries)
        else:
            values = {"level": tile.level, "number": tile.number, "width": tile.width}
            ((size, data),) = await fetch(self._pool, _SQL["tile"], **values)
            has_all = data is not None and len(data) == tile.width * HASH
        return bytes(data) if has_all and tile.is_of(size or 0) else None

    async def commitment(self, batch_no: int) -> Commitment | None:
        """Of a batch; None while no published checkpoint has its entry."""
        found = await fetch(self._pool, _SQL["commitment"], batch_no=batch_no)
        return Commitment(*found[0]) if found else None

    async def blocks(self, batch_no: int) -> bytes:
        """The hashes of the full blocks of a batch."""
        return b"".join([hashes for (hashes,) in await fetch(self._pool, _SQL["blocks"], batch_no=batch_no)])

    async def codes(self, batch_no: int, first: int, end: int) -> list[str]:
        """The codes of a batch from seq `first` to `end` - 1, at most 256."""
        limited = {"first": first, "end": min(end, first + WIDTH)}
        return [code for (code,) in await fetch(self._pool, _SQL["codes"], batch_no=batch_no, **limited)]

    async def tiles(self, wanted: Iterable[tuple[int, int]]) -> dict[tuple[int, int], bytes]:
        """The rows of tiles that are there, by level and number."""
        levels, numbers = (list(column) for column in zip(*wanted, strict=True))
        found = await fetch(self._pool, _SQL["tiles"], levels=levels, numbers=numbers)
        return {(level, number): hashes for level, number, hashes in found}
