"""The digest of each closed day in the chain: once, in order, and found out where it does not fit any more."""

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest

from hallmint.v1 import audit_service_pb2 as pb
from hallmint.v1 import event_pb2
from hallmint_client.audit import verify_chain
from hallmint_client.day import DayBreak, Days
from hallmint_server.audit.service import AuditService
from hallmint_server.db import event
from hallmint_server.db.pool import Database, connect_worker
from hallmint_server.fsck.check import Fsck
from hallmint_server.jobs import digest
from hallmint_server.jobs.digest import close_days
from hallmint_server.jobs.maintenance import maintain
from hallmint_server.keyring.file import KeyFolder
from hallmint_server.keyring.keyring import Keyring
from hallmint_server.rpc.audit import AuditServicer
from hallmint_server.verification.anchor import AnchorService
from tests.support.acting import Brand, acting_database, calling, make_brand
from tests.support.unit import activate, noon, spoil

Conn = psycopg.AsyncConnection[Any]
CONTEXT: Any = None


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    async with acting_database(database_url) as database:
        yield database


@pytest.fixture
async def acme(conn: Conn) -> Brand:
    return await make_brand(conn, "acme")


@pytest.fixture
async def other(conn: Conn) -> Brand:
    return await make_brand(conn, "other")


def day(days_ago: int) -> str:
    return noon(days_ago).date().isoformat()


async def close(database_url: str) -> int:
    async with await connect_worker(database_url) as conn:
        return await close_days(conn)


async def events(database: Database, brand: Brand, *, chained_only: bool = False) -> list[event_pb2.Event]:
    """All, oldest first, as a client gets them."""
    with calling(brand.caller):
        request = pb.ListEventsRequest(page_size=500, oldest_first=True, chained_only=chained_only)
        return list(
            (await AuditServicer(AuditService(database), AnchorService(database)).ListEvents(request, CONTEXT)).events
        )


async def digests(database: Database, brand: Brand) -> list[tuple[str, int]]:
    """Days and counts, as the chain tells them."""
    found = await events(database, brand, chained_only=True)
    return [(e.entity_id, json.loads(e.detail)["events"]) for e in found if e.entity_type == "DAY"]


async def verified(database: Database, brand: Brand) -> DayBreak | Days:
    days = Days(str(brand.brand_id))
    for each in await events(database, brand):
        if found := days.add(each):
            return found
    return days


async def findings(conn: Conn, folder: Path) -> list[str]:
    """What fsck says of days."""
    report = await Fsck(conn, Keyring(KeyFolder(folder, {})), lease_seconds=2).run(None, lambda _: None)
    return [f"{each.where}: {each.what}" for each in report.findings if each.where.startswith("events of units")]


async def test_each_closed_day_of_a_brand_is_digested_once_and_in_order(
    database: Database, database_url: str, conn: Conn, *, acme: Brand, other: Brand, tmp_path: Path
) -> None:
    await activate(conn, acme, [noon(5), noon(3), noon(3, 1), noon(0)])
    await activate(conn, other, [noon(3)])
    closed_by = await asyncio.gather(*(close(database_url) for _ in range(4)))
    row = await (await conn.execute("SELECT count(*), min(day) FROM closed_days")).fetchone()
    assert row == (sum(closed_by), noon(5).date())
    assert await close(database_url) == 0
    assert await digests(database, acme) == [(day(5), 1), (day(3), 2)]
    assert await digests(database, other) == [(day(3), 1)]
    for brand, closed, count, left in ((acme, 2, 3, [day(0)]), (other, 1, 1, [])):
        found = await verified(database, brand)
        assert isinstance(found, Days)
        assert (found.closed, found.events, found.still_open()) == (closed, count, left)
    assert await findings(conn, tmp_path) == []


async def test_the_digest_is_what_the_contract_says(
    database: Database, database_url: str, conn: Conn, acme: Brand
) -> None:
    """Byte for byte from event.proto, without the code under test."""
    batch_id = await activate(conn, acme, [noon(2, 7), noon(2, 5)])
    await close(database_url)
    (line,) = await events(database, acme, chained_only=True)
    base = int(noon(2).timestamp()) * 1_000_000
    text = (
        f"hallmint/unit-events/v1\n{acme.brand_id}\n{day(2)}\n"
        f"{base + 5} {batch_id}/1 ACTIVATED\n{base + 7} {batch_id}/0 ACTIVATED\n"
    )
    assert (line.entity_type, line.entity_id, line.action, line.actor) == ("DAY", day(2), "DIGESTED", "worker")
    assert line.detail == f'{{"events":2,"sha256":"{hashlib.sha256(text.encode()).hexdigest()}"}}'


async def test_days_are_closed_by_maintenance_and_the_chain_holds(
    database: Database, database_url: str, conn: Conn, acme: Brand
) -> None:
    await activate(conn, acme, [noon(9)])
    await asyncio.gather(*(maintain(database_url, keep_days=30) for _ in range(3)))
    await maintain(database_url, keep_days=30)
    assert await digests(database, acme) == [(day(9), 1)]
    with calling(acme.caller):
        head = await AuditServicer(AuditService(database), AnchorService(database)).GetAuditHead(
            pb.GetAuditHeadRequest(), CONTEXT
        )
    assert verify_chain(await events(database, acme, chained_only=True), head) is None


async def test_a_day_waits_for_its_end_and_an_hour(
    database: Database, database_url: str, conn: Conn, acme: Brand
) -> None:
    now = datetime.now(UTC)
    await activate(conn, acme, [now - timedelta(hours=25), now - timedelta(minutes=1), now])
    await close(database_url)
    closed = {name for name, _ in await digests(database, acme)}
    row = await (await conn.execute("SELECT max(day) FROM closed_days")).fetchone()
    assert row == ((now - timedelta(hours=1)).date() - timedelta(days=1),)
    assert now.date().isoformat() not in closed


async def test_an_activation_on_its_way_is_waited_for(database_url: str, conn: Conn, acme: Brand) -> None:
    """Its event could still come to a day that ended: nothing is closed, and nobody who activates waits long."""
    await activate(conn, acme, [noon(2)])
    async with await psycopg.AsyncConnection.connect(database_url) as slow:
        await slow.execute("SELECT activate_tokens('{1}', '{1}')")
        with pytest.raises(psycopg.errors.LockNotAvailable):
            await close(database_url)
        assert await (await conn.execute("SELECT count(*) FROM closed_days")).fetchone() == (0,)
        await slow.rollback()
        assert await close(database_url) > 0


async def test_who_dies_before_the_commit_is_as_if_never_there(
    database: Database, database_url: str, conn: Conn, *, acme: Brand, other: Brand, monkeypatch: pytest.MonkeyPatch
) -> None:
    for brand in (acme, other):
        await activate(conn, brand, [noon(4), noon(2)])
    record, written = event.record, 0

    async def dies(*arguments: Any, **detail: Any) -> None:
        nonlocal written
        written += 1
        if written == 4:  # the second brand's second day
            raise ZeroDivisionError
        await record(*arguments, **detail)

    monkeypatch.setattr(event, "record", dies)
    with pytest.raises(ZeroDivisionError):
        await close(database_url)
    assert await digests(database, acme) == await digests(database, other) == [(day(4), 1)]
    monkeypatch.undo()
    assert await close(database_url) > 0
    assert await digests(database, acme) == await digests(database, other) == [(day(4), 1), (day(2), 1)]


async def test_many_events_are_digested_in_several_portions(
    database: Database, database_url: str, conn: Conn, acme: Brand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(digest, "_ROWS", 7)
    await activate(conn, acme, [noon(2, n) for n in range(100)])
    await close(database_url)
    assert await digests(database, acme) == [(day(2), 100)]
    assert isinstance(await verified(database, acme), Days)


SPOILED = {
    "an event is taken away": (
        "DELETE FROM unit_events WHERE seq = 1",
        f"events of units of {day(3)} are not those of its digest: it tells of 2, there are 1",
        [f"events of units of brand acme on {day(3)}: the digest is not that of the 1 that are there"],
    ),
    "all events of a day are taken away": (
        f"DELETE FROM unit_events WHERE at::date = '{day(3)}'",
        f"events of units of {day(3)} are not those of its digest: it tells of 2, there are 0",
        [f"events of units of brand acme on {day(3)}: digests in the chain: expected 0, found 1"],
    ),
    "an event is moved": (
        "UPDATE unit_events SET at = at + interval '1 microsecond' WHERE seq = 1",
        f"events of units of {day(3)} are not those of its digest: it tells of 2, there are 2",
        [f"events of units of brand acme on {day(3)}: the digest is not that of the 2 that are there"],
    ),
    "an event is added": (
        f"INSERT INTO unit_events SELECT '{day(3)}', brand_id, batch_no, 0, action FROM unit_events WHERE seq = 1",
        f"events of units of {day(3)} are not those of its digest: it tells of 2, there are 3",
        [f"events of units of brand acme on {day(3)}: the digest is not that of the 3 that are there"],
    ),
    "a day is added": (
        f"INSERT INTO unit_events SELECT '{day(4)}', brand_id, batch_no, 1, action FROM unit_events WHERE seq = 1",
        f"events of units were added to {day(4)}: its digest tells of none",
        [f"events of units of brand acme on {day(4)}: digests in the chain: expected 1, found 0"],
    ),
    "a digest is taken away": (
        f"DELETE FROM events WHERE entity_id = '{day(5)}'",
        f"events of units were added to {day(5)}: its digest tells of none",
        [f"events of units of brand acme on {day(5)}: digests in the chain: expected 1, found 0"],
    ),
    "a closed day is forgotten": (
        f"DELETE FROM closed_days WHERE day = '{day(5)}'",
        "",
        [f"events of units on {day(5)}: chains tell of a digest, but the day is not closed"],
    ),
}


@pytest.mark.parametrize("name", SPOILED)
async def test_what_is_spoiled_is_found(
    database: Database, database_url: str, conn: Conn, *, acme: Brand, tmp_path: Path, name: str
) -> None:
    statement, told, found = SPOILED[name]
    await activate(conn, acme, [noon(5), noon(3), noon(3, 1), noon(0)])
    await close(database_url)
    await spoil(conn, statement)
    said = await verified(database, acme)
    assert (said.problem if isinstance(said, DayBreak) else "") == told
    assert await findings(conn, tmp_path) == found
