"""Partitions, aggregates and purging, as a worker does them every hour."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest

from hallmint_server.command import work
from hallmint_server.jobs.maintenance import maintain
from tests.conftest import running
from tests.support.installation import Installation
from tests.support.wait import until

Connection = psycopg.AsyncConnection[Any]
BRANDS = (UUID(int=1), UUID(int=2))
PRODUCT = UUID(int=3)
NOW = datetime.now(UTC)
TODAY = NOW.date()


def noon(days_ago: int) -> datetime:
    return datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=UTC) - timedelta(days=days_ago)


async def add(conn: Connection, at: datetime, *, brand: UUID = BRANDS[0], times: int = 1, **changes: Any) -> None:
    values = {
        "at": at,
        "brand_id": brand,
        "product_id": PRODUCT,
        "country": "DE",
        "browser": "firefox",
        "browser_major": 1,
        "os": "android",
        "device": "phone",
        "traffic": "person",
        "outcome": "active",
        "user_agent": None,
        **changes,
    }
    names = ", ".join(values)
    marks = ", ".join(f"%({name})s" for name in values)
    for _ in range(times):
        await conn.execute(f"INSERT INTO scans ({names}) VALUES ({marks})".encode(), values)
    await conn.execute(
        "INSERT INTO scan_folds (day) VALUES (%s) ON CONFLICT (day) DO UPDATE SET folded_at = NULL", [at.date()]
    )


async def rows(conn: Connection, statement: str) -> list[Any]:
    return await (await conn.execute(statement.encode())).fetchall()


async def partitions(conn: Connection, parent: str) -> list[str]:
    found = await rows(
        conn, f"SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = '{parent}'::regclass ORDER BY 1"
    )
    return [name for (name,) in found if not name.endswith("_rest")]


def names(parent: str, first: date, last: date) -> list[str]:
    days = (last - first).days
    return [f"{parent}_{first + timedelta(days=n):%Y%m%d}" for n in range(days + 1)]


async def test_partitions_reach_from_yesterday_to_seven_days_ahead(conn: Connection, database_url: str) -> None:
    yesterday, ahead = TODAY - timedelta(days=1), TODAY + timedelta(days=7)
    for parent in ("scans", "unit_events"):
        assert await partitions(conn, parent) == names(parent, yesterday, ahead)  # made by the migration
    await conn.execute(
        f"ALTER TABLE scans DETACH PARTITION scans_{ahead:%Y%m%d}; DROP TABLE scans_{ahead:%Y%m%d};"
        f"DROP TABLE unit_events_{yesterday:%Y%m%d}, unit_events_{TODAY:%Y%m%d}".encode()
    )
    await asyncio.gather(*(maintain(database_url, keep_days=180) for _ in range(3)))
    for parent in ("scans", "unit_events"):
        assert await partitions(conn, parent) == names(parent, yesterday, ahead)


async def test_rows_of_the_default_partition_move(conn: Connection, database_url: str) -> None:
    await conn.execute(f"DROP TABLE scans_{TODAY:%Y%m%d}, unit_events_{TODAY:%Y%m%d}".encode())
    await add(conn, NOW, times=3)
    await add(conn, noon(40), times=2)
    await add(conn, noon(-30))  # a clock that is wrong stays where it is
    await conn.execute(
        "INSERT INTO unit_events VALUES (%s, %s, 1, 1, 'ACTIVATED'), (%s, %s, 1, 2, 'ACTIVATED')",
        [NOW, BRANDS[0], noon(-30), BRANDS[0]],
    )
    await maintain(database_url, keep_days=180)
    where = "SELECT tableoid::regclass::text, count(*) FROM {} GROUP BY 1 ORDER BY 1"
    old = TODAY - timedelta(days=40)
    assert await rows(conn, where.format("scans")) == [
        (f"scans_{old:%Y%m%d}", 2),
        (f"scans_{TODAY:%Y%m%d}", 3),
        ("scans_rest", 1),
    ]
    assert await rows(conn, where.format("unit_events")) == [
        (f"unit_events_{TODAY:%Y%m%d}", 1),
        ("unit_events_rest", 1),
    ]
    # What moved is found by key and by index there, and a new row goes where it belongs.
    with pytest.raises(psycopg.errors.UniqueViolation):
        await conn.execute("INSERT INTO unit_events VALUES (%s, %s, 1, 1, 'ACTIVATED')", [NOW, BRANDS[0]])
    with pytest.raises(psycopg.errors.RaiseException):
        await conn.execute("DELETE FROM unit_events")


async def test_a_writer_in_between_finds_its_row_once(conn: Connection, database_url: str) -> None:
    await conn.execute(f"DROP TABLE scans_{TODAY:%Y%m%d}".encode())
    async with await psycopg.AsyncConnection.connect(database_url) as writer:
        await add(writer, NOW)
        maintaining = asyncio.create_task(maintain(database_url, keep_days=180))

        async def waits() -> bool:
            found = await rows(conn, "SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'scans_rest'::regclass")
            return len(found) == 1

        await until(waits, what="the maintenance at the lock")
        await writer.commit()
        await maintaining
    assert await rows(conn, "SELECT tableoid::regclass::text FROM scans") == [(f"scans_{TODAY:%Y%m%d}",)]


async def test_days_that_ended_are_counted(conn: Connection, database_url: str) -> None:
    await add(conn, noon(2), times=3)
    await add(conn, noon(2), country=None, outcome="revoked")
    await add(conn, noon(2), brand=BRANDS[1])
    await add(conn, NOW)
    await maintain(database_url, keep_days=180)
    counted = "SELECT day, brand_id, country, outcome, scans FROM scan_days ORDER BY 2, 3"
    day = TODAY - timedelta(days=2)
    first = [(day, BRANDS[0], "", "revoked", 1), (day, BRANDS[0], "DE", "active", 3)]
    assert await rows(conn, counted) == [*first, (day, BRANDS[1], "DE", "active", 1)]
    assert await rows(conn, "SELECT day FROM scan_folds WHERE folded_at IS NULL") == [(TODAY,)]
    # Twice changes nothing; late rows count.
    await maintain(database_url, keep_days=180)
    await add(conn, noon(2), brand=BRANDS[1])
    await maintain(database_url, keep_days=180)
    assert await rows(conn, counted) == [*first, (day, BRANDS[1], "DE", "active", 2)]


async def test_scans_are_purged_and_their_counts_stay(conn: Connection, database_url: str) -> None:
    for days in (0, 9, 10, 11, 50):
        await add(conn, noon(days))
    await conn.execute("INSERT INTO scan_writers VALUES (%s, 1, %s), (%s, 1, now())", [BRANDS[0], noon(11), BRANDS[1]])
    await conn.execute("INSERT INTO traffic_counts VALUES (%s, %s, 'search', 5)", [noon(50).date(), BRANDS[0]])
    await maintain(database_url, keep_days=60)
    await maintain(database_url, keep_days=10)
    kept = "SELECT (at AT TIME ZONE 'UTC')::date FROM scans ORDER BY 1 DESC"
    assert await rows(conn, kept) == [(noon(days).date(),) for days in (0, 9, 10)]
    assert f"scans_{noon(11):%Y%m%d}" not in await partitions(conn, "scans")
    assert await rows(conn, "SELECT sum(scans)::int FROM scan_days") == [(4,)]
    assert await rows(conn, "SELECT visits::int FROM traffic_counts") == [(5,)]
    assert await rows(conn, "SELECT writer_id FROM scan_writers") == [(BRANDS[1],)]
    # A spool that comes after all does not take the count away.
    await add(conn, noon(50))
    await maintain(database_url, keep_days=10)
    assert await rows(conn, "SELECT count(*)::int, sum(scans)::int FROM scan_days") == [(4, 4)]
    assert await rows(conn, "SELECT count(*)::int FROM scans") == [(3,)]
    assert await rows(conn, "SELECT day FROM scan_folds WHERE folded_at IS NULL") == [(TODAY,)]


async def test_texts_of_user_agents_last_30_days(conn: Connection, database_url: str) -> None:
    for days in (0, 29, 31):
        await add(conn, noon(days), user_agent="Mozilla/5.0")
    await maintain(database_url, keep_days=180)
    kept = await rows(conn, "SELECT user_agent FROM scans ORDER BY at DESC")
    assert kept == [("Mozilla/5.0",), ("Mozilla/5.0",), (None,)]


@pytest.mark.parametrize(
    "statement", ["purge_scans(0)", "purge_scans(761)", "purge_scans(NULL)", "extend_partitions(61)"]
)
async def test_what_the_functions_refuse(conn: Connection, statement: str) -> None:
    with pytest.raises(psycopg.errors.InvalidParameterValue):
        await conn.execute(f"SELECT {statement}".encode())


async def test_a_worker_does_it(place: Installation, conn: Connection) -> None:
    await add(conn, noon(200))
    async with running(lambda stop: work(place.settings, stop)):

        async def purged() -> bool:
            return await rows(conn, "SELECT count(*) FROM scans") == [(0,)]

        await until(purged, what="what is older than 180 days gone")
