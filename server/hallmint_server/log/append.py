"""Appending to the log: into the queue, in the transaction that ends a batch; the sequencer gives it its number later."""

from hallmint_server.db.pool import Connection
from hallmint_server.db.queries import load

_SQL = load("hallmint_server.log", "log.sql")


async def append_batch(conn: Connection, batch_no: int) -> None:
    """Queue the entry of a batch whose row says minted or cancelled, with its commitment and salt. Durable with the caller's
    transaction. A retry changes nothing. psycopg.errors.NoDataFound where the batch has not ended.

    The database makes the entry, of the batch's own row (decision 0021).
    """
    await conn.execute(_SQL["append_batch"], {"batch_no": batch_no})
