"""Units that were activated, written as the resolver leaves them but on days of the test's choice."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg

from tests.support.acting import Brand

Conn = psycopg.AsyncConnection[Any]


def noon(days_ago: int, microsecond: int = 0) -> datetime:
    """A time of a day in UTC, in the past or, with 0, of today."""
    today = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=microsecond)
    return today - timedelta(days=days_ago)


async def activate(conn: Conn, brand: Brand, times: Sequence[datetime]) -> UUID:
    """A batch of as many tokens as times, each active since its own; returns its id. The brand becomes old enough."""
    await conn.execute("UPDATE brands SET created_at = '2020-01-01' WHERE brand_id = %s", [brand.brand_id])
    await conn.execute(
        "INSERT INTO code_keys (key_version, check_value, state) VALUES (1, '\\x0123456789abcdef', 'live') "
        "ON CONFLICT DO NOTHING"
    )
    batch_id = uuid4()
    cursor = await conn.execute(
        """INSERT INTO mint_batches (
               batch_no, batch_id, brand_id, product_id, product_revision, context, resolver_base_url, key_version,
               identity_mode, activation_mode, quantity, cursor, state
           ) VALUES (
               nextval('batch_numbers'), %s, %s, %s, 1, 'x', 'https://id.example.com', 1,
               'serial', 'first_scan', %s, %s, 'minted'
           ) RETURNING batch_no""",
        [batch_id, brand.brand_id, brand.product_id, len(times), len(times)],
    )
    row = await cursor.fetchone()
    assert row is not None
    rows = {"batch_no": row[0], "brand_id": brand.brand_id, "times": list(times)}
    for statement in (
        """INSERT INTO tokens (batch_no, seq, code, status, activated_at)
           SELECT %(batch_no)s, n - 1, 'C' || n, 2, t FROM unnest(%(times)s::timestamptz[]) WITH ORDINALITY AS w (t, n)""",
        """INSERT INTO unit_events (at, brand_id, batch_no, seq, action)
           SELECT t, %(brand_id)s, %(batch_no)s, n - 1, 'ACTIVATED'
           FROM unnest(%(times)s::timestamptz[]) WITH ORDINALITY AS w (t, n)""",
        """INSERT INTO activations VALUES (%(brand_id)s, 0, cardinality(%(times)s::timestamptz[]))
           ON CONFLICT (brand_id, slot) DO UPDATE SET units = activations.units + excluded.units""",
    ):
        await conn.execute(statement.encode(), rows)
    return batch_id


async def spoil(conn: Conn, statement: str) -> None:
    """Change what nobody may, as somebody with all rights could."""
    await conn.execute("SET session_replication_role = replica")
    await conn.execute(statement.encode())
    await conn.execute("SET session_replication_role = origin")
