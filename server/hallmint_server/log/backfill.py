"""Batches that were minted, or begun, before there was a log: their block hashes, made again from rows, and their entries."""

from dataclasses import dataclass
from uuid import UUID

import structlog

from hallmint_server.db.pool import Connection
from hallmint_server.db.queries import load
from hallmint_server.log.entry import BLOCK_UNITS
from mintcore import block_hashes

log = structlog.get_logger()

_SQL = load("hallmint_server.log", "log.sql")
_BLOCKS = 80  # in a row, as in a cycle of 20,000 units


@dataclass(frozen=True, slots=True)
class _Batch:
    batch_no: int
    batch_id: str
    brand_id: UUID
    context: str
    cursor: int


async def catch_up(conn: Connection) -> bool:
    """Do one batch that has ended, in one transaction; whether there was one. If the process dies, nothing of it happened."""
    async with conn.transaction():
        row = await (await conn.execute(_SQL["next_backfill"])).fetchone()
        if row is None:
            return False
        batch = _Batch(*row)
        try:
            await _add_blocks(conn, batch)
        except ValueError as error:  # its rows are no batch's, which fsck says more of; the log goes on without it
            log.error("no block hashes of a batch", batch_id=batch.batch_id, error=str(error))  # noqa: TRY400 - the message says it all
        await conn.execute(_SQL["append_batch"], {"batch_no": batch.batch_no})
        await conn.execute(_SQL["end_backfill"], {"batch_no": batch.batch_no})
    log.info("caught up with a batch", batch_id=batch.batch_id)
    return True


async def _add_blocks(conn: Connection, batch: _Batch) -> None:
    """Add what is missing of the full blocks: all of them, or those before the first cycle that knew of them."""
    number = {"batch_no": batch.batch_no}
    present = await (await conn.execute(_SQL["present_blocks"], number)).fetchall()
    lots = await (await conn.execute(_SQL["lots"], number)).fetchall()
    block = 0
    for first, count in [*present, (batch.cursor // BLOCK_UNITS, 0)]:
        while block < first:
            until = min(first, block + _BLOCKS)
            start, end = block * BLOCK_UNITS, until * BLOCK_UNITS
            rows = await (await conn.execute(_SQL["codes"], {**number, "first": start, "end": end})).fetchall()
            if len(rows) != end - start:
                raise ValueError(f"{len(rows)} rows with seqs {start} to {end - 1}")
            hashes = block_hashes(batch.batch_id, batch.context, lots, start, [code for (code,) in rows])
            values = {"first_block": block, "brand_id": batch.brand_id, "hashes": hashes}
            await conn.execute(_SQL["insert_blocks"], number | values)
            block = until
        block = first + count
