"""What the resolver reads of the log: views of version 1."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from psycopg_pool import AsyncConnectionPool

from hallmint_resolver.line import Connection, fetch
from hallmint_resolver.query import load
from hallmint_resolver.tlog.tile import HASH, Tile, bundle

_SQL = load("hallmint_resolver.tlog", "tlog.sql")


class Record(NamedTuple):
    """What the entry of a batch commits to, the entry's number and bytes, the last checkpoint, which has it, the hashes of the
    batch's full blocks, the codes of one block, and those of a last one that is not full and another.
    """

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
    blocks: bytes
    codes: list[str]
    last_codes: list[str]


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

    async def record(self, batch_no: int, first: int) -> Record | None:
        """Of a batch, with the codes from seq `first` on; None while no published checkpoint has its entry."""
        found = await fetch(self._pool, _SQL["record"], batch_no=batch_no, first=first)
        return Record(*found[0]) if found else None

    async def tiles(self, wanted: Iterable[tuple[int, int]]) -> dict[tuple[int, int], bytes]:
        """The rows of tiles that are there, by level and number."""
        levels, numbers = (list(column) for column in zip(*wanted, strict=True))
        found = await fetch(self._pool, _SQL["tiles"], levels=levels, numbers=numbers)
        return {(level, number): hashes for level, number, hashes in found}
