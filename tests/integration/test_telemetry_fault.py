"""Scans are in the table once, whatever happens to the database or to this process between."""

import asyncio
from pathlib import Path
from uuid import UUID

import pytest
import structlog

from hallmint_resolver.telemetry.buffer import MOST_SCANS, Telemetry
from hallmint_resolver.telemetry.spool import Spool
from hallmint_resolver.telemetry.writer import Writer
from tests.support.proxy import Place, Proxy
from tests.support.scans import (
    BRAND,
    CLOSED_PORT,
    MIB,
    Connection,
    arrived,
    files,
    load,
    rows,
    scan,
    seqs,
    spooled,
    telemetry,
)
from tests.support.wait import until


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "spool"


async def test_while_the_database_is_away_scans_go_to_disk_and_then_in(
    conn: Connection, database_url: str, folder: Path
) -> None:
    async with Proxy(database_url).open() as proxy, telemetry(proxy.dsn, folder) as made:
        made.add(scan(0))
        await arrived(conn, [0])
        proxy.hold()
        proxy.cut()
        made.add(scan(1))
        await spooled(folder)
        made.add(scan(2))
        await spooled(folder, 2)
        proxy.release()
        await arrived(conn, [0, 1, 2])
        made.add(scan(3))
        await arrived(conn, [0, 1, 2, 3])
        assert made.dropped == 0
    assert files(folder, "*") == []
    assert await rows(conn, "SELECT visits::int FROM traffic_counts") == [(4,)]


@pytest.mark.parametrize("place", Place)
async def test_a_connection_that_breaks_anywhere_writes_all_once(
    conn: Connection, database_url: str, folder: Path, place: Place
) -> None:
    async with Proxy(database_url).open() as proxy, telemetry(proxy.dsn, folder) as made:
        sprung = proxy.trap(place)
        made.add(scan(0))
        await asyncio.wait_for(sprung.wait(), 10)
        made.add(scan(1))
        await arrived(conn, [0, 1])
        made.add(scan(2))
        await arrived(conn, [0, 1, 2])
    assert await rows(conn, "SELECT visits::int FROM traffic_counts") == [(3,)]


async def test_a_database_that_was_killed_loses_nothing(conn: Connection, database_url: str, folder: Path) -> None:
    async with telemetry(database_url, folder) as made:
        made.add(scan(0))
        await arrived(conn, [0])
        await conn.execute("BEGIN; LOCK TABLE scans IN ACCESS EXCLUSIVE MODE")
        made.add(scan(1))

        async def waits() -> bool:
            found = await rows(conn, "SELECT pid FROM pg_locks WHERE NOT granted AND relation = 'scans'::regclass")
            return len(found) == 1

        await until(waits, what="the load at the lock")
        await conn.execute("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE NOT granted")
        await spooled(folder)
        await conn.execute("COMMIT")
        await arrived(conn, [0, 1])


async def test_what_is_left_at_the_stop_is_spooled_and_the_next_process_writes_it(
    conn: Connection, database_url: str, folder: Path
) -> None:
    async with telemetry(CLOSED_PORT, folder) as made:
        made.add(scan(0))
        made.count(BRAND, "ai")
        await spooled(folder)
        made.add(scan(1))
    assert len(files(folder)) == 2
    async with telemetry(database_url, folder):
        await arrived(conn, [0, 1])
    assert files(folder, "*") == []
    counts = await rows(conn, "SELECT traffic, visits::int FROM traffic_counts ORDER BY 1")
    assert counts == [("ai", 1), ("person", 2)]


async def test_a_crash_between_commit_and_unlink_doubles_nothing(
    conn: Connection, database_url: str, folder: Path
) -> None:
    dead = Spool(folder, max_bytes=MIB)
    for number in (1, 2, 3):
        assert dead.append(load(number, scan(number)))
    writer = Writer(database_url)
    writer_id, waiting = dead.next()
    await writer.write(writer_id, waiting[:2])
    await writer.close()
    dead.close()  # as the kernel does: the locks go, the files stay
    assert len(files(folder)) == 3
    async with telemetry(database_url, folder):
        await arrived(conn, [1, 2, 3])

        await until(lambda: not files(folder), what="no file left")
    assert await seqs(conn) == [1, 2, 3]
    assert await rows(conn, "SELECT visits::int FROM traffic_counts") == [(3,)]


async def test_two_processes_that_write_the_same_files_write_them_once(conn: Connection, database_url: str) -> None:
    writers = [Writer(database_url) for _ in range(4)]
    loads = [load(number, scan(number)) for number in range(1, 11)]
    await asyncio.gather(*(writer.write(UUID(int=9), loads) for writer in writers))
    assert await seqs(conn) == list(range(1, 11))
    for writer in writers:
        await writer.close()


async def test_a_full_spool_drops_says_so_and_goes_on(conn: Connection, database_url: str, folder: Path) -> None:
    with structlog.testing.capture_logs() as logs:
        async with Proxy(database_url).open() as proxy:
            proxy.hold()
            async with telemetry(proxy.dsn, folder, spool_bytes=2 * 4096) as made:
                added = 0

                def overflows() -> bool:
                    nonlocal added
                    made.add(scan(added))
                    added += 1
                    return made.dropped >= 3

                await until(overflows, what="visits dropped", seconds=20)
                assert sum(path.stat().st_size for path in files(folder, "*")) <= 2 * 4096
                dropped = made.dropped
                proxy.release()
                await until(lambda: not files(folder), what="an empty spool", seconds=20)
    assert made.dropped >= dropped
    assert len(await seqs(conn)) == added - made.dropped
    said = [line for line in logs if line["event"] == "visits dropped"]
    assert len(said) == 1  # once a minute
    assert said[0]["since_start"] >= 1


async def test_a_full_buffer_drops(folder: Path) -> None:
    telemetry = Telemetry(Writer(CLOSED_PORT), Spool(folder, max_bytes=MIB))
    one = scan()
    for _ in range(MOST_SCANS + 5):
        telemetry.add(one)
    assert telemetry.dropped == 5


async def test_what_the_database_refuses_is_put_aside_and_holds_nobody_up(
    conn: Connection, database_url: str, folder: Path
) -> None:
    with structlog.testing.capture_logs() as logs:
        async with Proxy(database_url).open() as proxy:
            proxy.hold()
            async with telemetry(proxy.dsn, folder) as made:
                for seq, country in enumerate(("DE", "nowhere", "AT")):
                    made.add(scan(seq, country=country))
                    await spooled(folder, seq + 1)
                proxy.release()
                await arrived(conn, [0, 2])
    assert made.dropped == 1
    assert [path.suffix for path in files(folder, "*")] == [".refused"]
    assert "nowhere" not in str(logs)
