"""What must be true of minted batches, whatever happened while they were made."""

from collections.abc import Iterable
from typing import Any

import psycopg
from tests.support.installation import Installation

from hallmint.v1 import batch_pb2


async def check_minted(
    place: Installation, conn: psycopg.AsyncConnection[Any], batches: Iterable[batch_pb2.Batch]
) -> None:
    """All of them minted with their exact quantity, each code once, one event per transition; fsck clean."""
    expected = {batch.batch_id: batch.quantity for batch in batches}
    for batch in batches:
        assert batch.state == batch_pb2.BATCH_STATE_MINTED, batch
        assert batch.minted_quantity == batch.quantity
    counted = dict(
        await rows(
            conn,
            "SELECT batch_id::text, count(*) FROM tokens JOIN mint_batches USING (batch_no) "
            "WHERE batch_id = ANY(%s::uuid[]) GROUP BY 1",
            list(expected),
        )
    )
    assert counted == expected
    assert (await rows(conn, "SELECT count(*) - count(DISTINCT code) FROM tokens"))[0][0] == 0
    for batch_id in expected:
        assert await actions(conn, batch_id) == ["SUBMITTED", "STARTED", "MINTED"]
    await check_clean(place)


async def check_clean(place: Installation) -> None:
    """Fsck finds nothing."""
    assert (await place.fsck()).findings == []


async def actions(conn: psycopg.AsyncConnection[Any], entity_id: str) -> list[str]:
    """What the record says of a batch or a revocation, in order."""
    found = await rows(conn, "SELECT action FROM events WHERE entity_id = %s ORDER BY event_id", entity_id)
    return [row[0] for row in found]


async def rows(conn: psycopg.AsyncConnection[Any], sql: str, *values: object) -> list[tuple[Any, ...]]:
    """The rows of a query."""
    return await (await conn.execute(sql.encode(), values)).fetchall()


async def cursor_of(conn: psycopg.AsyncConnection[Any], batch_id: str) -> int:
    """Units of a batch that are committed."""
    return int((await rows(conn, "SELECT cursor FROM mint_batches WHERE batch_id = %s", batch_id))[0][0])
