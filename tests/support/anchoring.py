"""Chains of events as they would be if they had been written in earlier months, and what is anchored of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg

Conn = psycopg.AsyncConnection[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """A row of audit_anchors."""

    brand_id: UUID
    month: str
    number: int
    head: bytes
    entry_no: int | None


def last_months(count: int) -> list[datetime]:
    """The last moments of the last `count` months that are over, the oldest first: in UTC, to the microsecond."""
    first, found = datetime.now(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0), []
    for _ in range(count):
        found.append(first - timedelta(microseconds=1))
        first = (first - timedelta(days=1)).replace(day=1)
    return found[::-1]


async def write_chain(conn: Conn, brand_id: UUID, times: Sequence[datetime], *, actor: str = "a") -> None:
    """Write a chain of events of these times, as nobody but the owner could, where there is none."""
    await conn.execute("SET session_replication_role = replica")
    await conn.execute("DELETE FROM events WHERE brand_id = %s", [brand_id])
    before = bytes(32)
    for number, at in enumerate(times, 1):
        row = await (
            await conn.execute(
                """INSERT INTO events (brand_id, number, at, entity_type, entity_id, action, actor, request_id, detail, hash)
                   VALUES (%(brand)s, %(number)s, %(at)s, 'PRODUCT', %(number)s::text, 'UPDATED', %(actor)s, '', '{}',
                       event_hash(%(before)s, %(brand)s, %(number)s, %(at)s, 'PRODUCT', %(number)s::text, 'UPDATED',
                           %(actor)s, '', '{}'))
                   RETURNING hash""",
                {"brand": brand_id, "number": number, "at": at, "before": before, "actor": actor},
            )
        ).fetchone()
        assert row is not None
        before = row[0]
    await conn.execute(
        """INSERT INTO audit_heads VALUES (%s, %s, %s)
           ON CONFLICT (brand_id) DO UPDATE SET number = excluded.number, hash = excluded.hash""",
        [brand_id, len(times), before],
    )
    await conn.execute("SET session_replication_role = origin")


async def anchored(conn: Conn) -> list[Anchor]:
    """What is anchored, by month and brand."""
    rows = await conn.execute(
        """SELECT brand_id, to_char(month, 'YYYY-MM'), number, head, entry_no FROM audit_anchors
           ORDER BY month, brand_id::text"""
    )
    return [
        Anchor(brand_id=brand_id, month=month, number=number, head=bytes(head), entry_no=entry_no)
        for brand_id, month, number, head, entry_no in await rows.fetchall()
    ]


async def rehash(conn: Conn, brand_id: UUID) -> None:
    """Make a chain again over what its events say now, as an operator could who changed one: every hash fits afterwards."""
    await conn.execute("SET session_replication_role = replica")
    found = await conn.execute("SELECT number FROM events WHERE brand_id = %s ORDER BY number", [brand_id])
    before, number = bytes(32), 0
    for (number,) in await found.fetchall():
        row = await (
            await conn.execute(
                """UPDATE events SET hash = event_hash(
                       %(before)s, brand_id, number, at, entity_type, entity_id, action, actor, request_id, detail)
                   WHERE (brand_id, number) = (%(brand)s, %(number)s) RETURNING hash""",
                {"before": before, "brand": brand_id, "number": number},
            )
        ).fetchone()
        assert row is not None
        before = row[0]
    await conn.execute("UPDATE audit_heads SET number = %s, hash = %s WHERE brand_id = %s", [number, before, brand_id])
    await conn.execute("SET session_replication_role = origin")
