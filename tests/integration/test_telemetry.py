"""Scans on their way into the table: what is kept of a visit, and what is not."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
import structlog

from hallmint_resolver.telemetry.writer import LoadRefusedError, Writer
from tests.support.scans import (
    BRAND,
    CLOSED_PORT,
    PRODUCT,
    Connection,
    arrived,
    files,
    load,
    prefix_of,
    rows,
    scan,
    telemetry,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "spool"


async def test_a_scan_is_a_row(conn: Connection, database_url: str, folder: Path) -> None:
    at = datetime(2026, 11, 24, 12, tzinfo=UTC)
    async with telemetry(database_url, folder) as made:
        made.add(scan(at=at, user_agent="Mozilla/5.0 \\N \t\x00 x" + "y" * 600))
        made.add(scan(at=at, seq=None, batch_no=None, prefix=None, country=None, subdivision=None, outcome="product"))
        made.count(BRAND, "search")
        made.count(BRAND, "search")
        made.count(BRAND)
    found = await rows(
        conn,
        """SELECT at, brand_id, product_id, batch_no, seq, prefix::text, country, subdivision, browser, browser_major, os, device,
               traffic, outcome FROM scans ORDER BY seq""",
    )
    agent = ("firefox", 132, "android", "phone", "person")
    assert found == [
        (at, BRAND, PRODUCT, 1, 0, "203.0.113.0/24", "DE", "Berlin", *agent, "active"),
        (at, BRAND, PRODUCT, None, None, None, None, None, *agent, "product"),
    ]
    assert await rows(conn, "SELECT user_agent FROM scans ORDER BY seq") == [
        ("Mozilla/5.0 \\N  x" + "y" * 493,),
        (None,),
    ]
    counts = await rows(conn, "SELECT traffic, sum(visits)::int FROM traffic_counts GROUP BY 1 ORDER BY 1")
    assert counts == [("person", 3), ("search", 2)]
    assert await rows(conn, "SELECT day::text, folded_at FROM scan_folds") == [("2026-11-24", None)]
    assert files(folder, "*") == []


async def test_5000_scans_do_not_wait_for_the_second(conn: Connection, database_url: str, folder: Path) -> None:
    async with telemetry(database_url, folder) as made:
        for seq in range(12_000):
            made.add(scan(seq))
        await arrived(conn, list(range(12_000)))
        assert made.dropped == 0


async def test_a_prefix_that_is_too_long_is_refused_by_the_table(database_url: str) -> None:
    for prefix in ("203.0.113.77/32", "203.0.113.0/25", "2001:db8::/48"):
        writer = Writer(database_url)
        with pytest.raises(LoadRefusedError, match="scans_prefix_check"):
            await writer.write(UUID(int=9), [load(1, scan(prefix=prefix))])


CANARIES = ("198.51.100.237", "2001:db8:9f3a:11b7:7c2e:4d5f:6a81:93bd", "::ffff:192.0.2.219")
TRACES = (
    b"198.51.100.237",
    b"198.51.100.237".hex().encode(),
    b"9f3a:11b7",
    b"7c2e",
    b"93bd",
    b"192.0.2.219",
    b"c000:2db",
    bytes([198, 51, 100, 237]),
    bytes([192, 0, 2, 219]),
    bytes.fromhex("20010db89f3a11b7"),
)


async def test_no_byte_of_an_address_beyond_its_prefix_stays(conn: Connection, database_url: str, folder: Path) -> None:
    with structlog.testing.capture_logs() as logs:
        async with telemetry(CLOSED_PORT, folder) as made:
            for seq, address in enumerate(CANARIES):
                made.add(scan(seq, prefix=prefix_of(address)))
        on_disk = b"".join(path.read_bytes() for path in files(folder))
        assert on_disk.count(b"\n") == 4
        async with telemetry(database_url, folder):
            await arrived(conn, [0, 1, 2])
    assert await rows(conn, "SELECT prefix::text FROM scans ORDER BY seq") == [
        ("198.51.100.0/24",),
        ("2001:db8:9f00::/40",),
        ("192.0.2.0/24",),
    ]
    (in_table,) = (await rows(conn, "SELECT string_agg(s::text || inet_send(s.prefix)::text, ' ') FROM scans s"))[0]
    for trace in TRACES:
        assert trace not in on_disk
        assert trace.decode("latin-1") not in in_table
        assert trace.decode("latin-1") not in str(logs)


async def test_scans_of_a_day_that_was_folded_make_it_due_again(
    conn: Connection, database_url: str, folder: Path
) -> None:
    old = datetime.now(UTC) - timedelta(days=3)
    async with telemetry(database_url, folder) as made:
        made.add(scan(0, at=old))
        await arrived(conn, [0])
        await conn.execute("UPDATE scan_folds SET folded_at = now()")
        made.add(scan(1, at=old))
        await arrived(conn, [0, 1])
    assert await rows(conn, "SELECT day, folded_at FROM scan_folds") == [(old.date(), None)]


async def test_the_role_of_the_resolver_writes_and_does_not_read(database_url: str) -> None:
    options = "-c role=hallmint_resolver"
    async with await psycopg.AsyncConnection.connect(database_url, autocommit=True, options=options) as conn:
        for statement in (
            "SELECT 1 FROM scans",
            "UPDATE scans SET outcome = 'x'",
            "DELETE FROM scans",
            "DELETE FROM traffic_counts",
            "SELECT 1 FROM scan_days",
            "SELECT 1 FROM scans_rest",
            "INSERT INTO scan_days VALUES (now(), gen_random_uuid(), gen_random_uuid(), '', '', '', 1)",
            "DELETE FROM scan_writers",
            "SELECT purge_scans(1)",
            "SELECT fold_scans(current_date, 1)",
            "SELECT extend_partitions(1)",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                await conn.execute(statement.encode())
