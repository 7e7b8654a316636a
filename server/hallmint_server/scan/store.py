"""Rows of scans, through views that show those of the acting brand."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from hallmint_server.db.pool import Connection
from hallmint_server.db.queries import load
from hallmint_server.scan.model import Dimension, Outcome, Range, Scan, Traffic, TrafficCount

E = TypeVar("E", Outcome, Traffic)
_SQL = load("hallmint_server.scan", "scan.sql")


async def cells(
    conn: Connection, days: Range, *, product_id: UUID | None, dimension: Dimension | None
) -> list[tuple[date, str, int]]:
    """Day, value and number of scans, in no order; the value is empty where no dimension is asked for."""
    values = {"first": days.first, "last": days.last, "product_id": product_id, "dimension": dimension or ""}
    return [(row[0], row[1], row[2]) for row in await (await conn.execute(_SQL["cells"], values)).fetchall()]


async def token_scans(
    conn: Connection, batch_no: int, seq: int, *, until: datetime | None, skip: int, limit: int
) -> Sequence[Scan]:
    """Scans of a token, the latest first: without the first `skip` of those at or before `until`."""
    values = {"batch_no": batch_no, "seq": seq, "until": until, "skip": skip, "limit": limit}
    return [_scan(row) for row in await (await conn.execute(_SQL["token_scans"], values)).fetchall()]


async def traffic_counts(conn: Connection, days: Range) -> Sequence[TrafficCount]:
    """Visits by day and class."""
    rows = await (await conn.execute(_SQL["traffic_counts"], {"first": days.first, "last": days.last})).fetchall()
    return [TrafficCount(day=day, traffic=_known(Traffic, word), visits=visits) for day, word, visits in rows]


async def today(conn: Connection) -> date:
    """The day that it is in UTC, by the database's clock."""
    row = await (await conn.execute(_SQL["today"])).fetchone()
    assert row is not None  # noqa: S101 - there is always a day
    found: date = row[0]
    return found


def _scan(row: tuple[Any, ...]) -> Scan:
    return Scan(
        at=row[0],
        product_id=row[1],
        outcome=_known(Outcome, row[2]),
        country=row[3] or "",
        subdivision=row[4] or "",
        browser=row[5],
        browser_major=row[6],
        os=row[7],
        device=row[8],
        user_agent=row[9] or "",
    )


def _known(words: type[E], word: str) -> E | None:
    return words(word) if word in words.__members__.values() else None
