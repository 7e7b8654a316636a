"""The audit trail: one chain for each brand whatever is written at once, that nobody can change unseen."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

import psycopg
import pytest

from hallmint.v1 import audit_service_pb2 as pb
from hallmint.v1 import event_pb2
from hallmint_client.audit import AuditHead, ChainBreak, verify_chain
from hallmint_server.audit.model import EventFilter, Place
from hallmint_server.audit.service import AuditService
from hallmint_server.db import event
from hallmint_server.db.pool import API_ROLE, MINT_ROLE, OPERATOR, Database, act_for
from hallmint_server.errors import HallmintError, Reason
from hallmint_server.rpc.audit import AuditServicer
from hallmint_server.tenancy.model import Caller
from hallmint_server.verification.anchor import AnchorService
from tests.support.acting import OPERATING, Brand, acting_database, calling, make_brand

Conn = psycopg.AsyncConnection[Any]
CONTEXT: Any = None  # these servicers do not use it


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    async with acting_database(database_url, max_size=20) as database:
        yield database


@pytest.fixture
def servicer(database: Database) -> AuditServicer:
    return AuditServicer(AuditService(database), AnchorService(database))


@pytest.fixture
async def acme(conn: Conn) -> Brand:
    return await make_brand(conn, "acme")


@pytest.fixture
async def other(conn: Conn) -> Brand:
    return await make_brand(conn, "other")


async def write(database: Database, brand_id: UUID, count: int = 1, **changes: str) -> None:
    """Events of products 1 to `count`."""
    values = {"entity_type": "PRODUCT", "action": "UPDATED", "actor": "machine:M1", **changes}
    for n in range(1, count + 1):
        async with database.act(brand_id) as conn:
            names = values["entity_type"], values.get("entity_id", f"product-{n}"), values["action"]
            await event.record(conn, brand_id, *names, actor=values["actor"], before={"n": "Möbel"}, after={"n": n})


async def chain(servicer: AuditServicer, caller: Caller) -> tuple[list[event_pb2.Event], AuditHead]:
    """All events, oldest first, and the head, as a client gets them."""
    events: list[event_pb2.Event] = []
    with calling(caller):
        token = ""
        while True:
            request = pb.ListEventsRequest(page_size=7, page_token=token, oldest_first=True)
            page = await servicer.ListEvents(request, CONTEXT)
            events += page.events
            token = page.next_page_token
            if not token:
                return events, await servicer.GetAuditHead(pb.GetAuditHeadRequest(), CONTEXT)


async def test_events_written_at_once_form_one_chain(database: Database, servicer: AuditServicer, acme: Brand) -> None:
    await asyncio.gather(*(write(database, acme.brand_id, 5, entity_id=f"writer-{n}") for n in range(20)))
    events, head = await chain(servicer, acme.caller)
    assert [each.number for each in events] == list(range(1, 101))
    assert all(later.at.ToNanoseconds() >= each.at.ToNanoseconds() for each, later in pairwise(events))
    assert (head.brand_id, head.number, head.hash) == (str(acme.brand_id), 100, events[-1].hash)
    assert verify_chain(events, head) is None
    assert {each.entity_id for each in events} == {f"writer-{n}" for n in range(20)}


async def test_what_is_rolled_back_leaves_no_gap(database: Database, servicer: AuditServicer, acme: Brand) -> None:
    await write(database, acme.brand_id)

    async def fail() -> None:
        async with database.act(acme.brand_id) as conn:
            await event.record(conn, acme.brand_id, "PRODUCT", "x", "UPDATED", actor="a")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    await write(database, acme.brand_id)
    events, head = await chain(servicer, acme.caller)
    assert [each.number for each in events] == [1, 2]
    assert verify_chain(events, head) is None


FORBIDDEN = [
    """INSERT INTO events (brand_id, entity_type, entity_id, action, actor, detail, number, hash)
       SELECT brand_id, 'X', 'x', 'X', 'x', '{}', 99, hash FROM audit_heads""",
    "UPDATE events SET actor = 'nobody'",
    "UPDATE events SET hash = hash",
    "DELETE FROM events",
    "TRUNCATE events",
    "INSERT INTO audit_heads SELECT gen_random_uuid(), number, hash FROM audit_heads",
    "UPDATE audit_heads SET number = 0",
    "DELETE FROM audit_heads",
    "ALTER TABLE events DISABLE TRIGGER ALL",
    "SET session_replication_role = replica",
]


@pytest.mark.parametrize("role", [API_ROLE, MINT_ROLE])
async def test_no_program_can_change_the_trail(
    database: Database, servicer: AuditServicer, acme: Brand, conn: Conn, role: str
) -> None:
    await write(database, acme.brand_id, 3)
    before = await chain(servicer, acme.caller)

    async def attempt(statement: str) -> None:
        async with conn.transaction():
            await conn.execute(f"SET LOCAL ROLE {role}".encode())
            await act_for(conn, acme.brand_id)
            await conn.execute(statement.encode())

    for statement in FORBIDDEN:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            await attempt(statement)
    assert await chain(servicer, acme.caller) == before


@pytest.mark.parametrize("statement", ["UPDATE events SET actor = 'x'", "DELETE FROM events", "TRUNCATE events"])
async def test_even_the_owner_does_not_change_it_by_accident(
    database: Database, acme: Brand, conn: Conn, statement: str
) -> None:
    await write(database, acme.brand_id)
    with pytest.raises(psycopg.errors.RaiseException, match="only ever added"):
        await conn.execute(statement.encode())


async def test_nobody_writes_into_the_chain_of_another_brand(database: Database, acme: Brand, other: Brand) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="another brand"):
        async with database.act(acme.brand_id) as conn:
            await event.record(conn, other.brand_id, "PRODUCT", "x", "UPDATED", actor="a")


async def test_each_sees_its_own_chain_and_no_other(
    database: Database, servicer: AuditServicer, acme: Brand, other: Brand
) -> None:
    await write(database, acme.brand_id, 3)
    await write(database, OPERATOR, 2, entity_type="BRAND", actor="operator:O1")
    empty, nothing = await chain(servicer, other.caller)
    assert (empty, nothing.number, nothing.hash) == ([], 0, bytes(32))
    assert verify_chain(empty, nothing) is None
    async with database.act(other.brand_id) as conn:
        for table in (b"events", b"audit_heads"):
            assert await (await conn.execute(b"SELECT count(*) FROM " + table)).fetchone() == (0,)
    ours, head = await chain(servicer, acme.caller)
    assert [each.entity_type for each in ours] == ["PRODUCT"] * 3
    installations, end = await chain(servicer, OPERATING)
    assert [each.entity_type for each in installations] == ["BRAND"] * 2
    assert end.brand_id == "00000000-0000-0000-0000-000000000000"
    assert verify_chain(ours, head) is verify_chain(installations, end) is None


async def test_lists_filter_in_both_orders(database: Database, acme: Brand) -> None:
    await write(database, acme.brand_id, 3)
    await write(database, acme.brand_id, 2, action="CREATED", actor="member:A")
    await write(database, acme.brand_id, 1, entity_type="BATCH", entity_id="b")
    service = AuditService(database)
    events = await service.list_events(acme.caller, EventFilter(), after=Place(), limit=9, oldest_first=True)
    at = [each.at for each in events]

    async def numbers(**filters: Any) -> list[int]:
        wanted = EventFilter(**filters)
        found = await service.list_events(acme.caller, wanted, after=Place(), limit=9)
        risen = await service.list_events(acme.caller, wanted, after=Place(), limit=9, oldest_first=True)
        assert list(found) == list(risen)[::-1]
        return [each.number for each in found]

    assert await numbers() == [6, 5, 4, 3, 2, 1]
    assert await numbers(entity_type="BATCH") == await numbers(entity_id="b") == [6]
    assert await numbers(entity_id="product-2") == [5, 2]
    assert await numbers(actor="member:A") == await numbers(action="CREATED") == [5, 4]
    assert await numbers(actor="member:A", entity_id="product-1", entity_type="PRODUCT", action="CREATED") == [4]
    assert await numbers(since=at[1], until=at[4]) == [4, 3, 2]
    assert await numbers(since=at[5] + timedelta(microseconds=1)) == await numbers(until=at[0]) == []
    assert await numbers(entity_type="%", actor="") == []


async def test_pages_hold_together_while_more_is_written(
    database: Database, servicer: AuditServicer, acme: Brand
) -> None:
    await write(database, acme.brand_id, 5)
    with calling(acme.caller):
        first = await servicer.ListEvents(pb.ListEventsRequest(page_size=2), CONTEXT)
        await write(database, acme.brand_id)
        token = first.next_page_token
        second = await servicer.ListEvents(pb.ListEventsRequest(page_size=2, page_token=token), CONTEXT)
        third = await servicer.ListEvents(pb.ListEventsRequest(page_token=second.next_page_token), CONTEXT)
        assert [each.number for page in (first, second, third) for each in page.events] == [5, 4, 3, 2, 1]
        assert third.next_page_token == ""
        for changed in (
            pb.ListEventsRequest(page_token=token, oldest_first=True),
            pb.ListEventsRequest(page_token=token, actor="x"),
            pb.ListEventsRequest(page_token=token[1:]),
        ):
            with pytest.raises(HallmintError) as refused:
                await servicer.ListEvents(changed, CONTEXT)
            assert [v.reason for v in refused.value.violations] == [Reason.PAGE_TOKEN_INVALID]


async def test_times_and_sizes_that_there_are_not_are_refused_together(servicer: AuditServicer, acme: Brand) -> None:
    request = pb.ListEventsRequest(page_size=-1)
    request.since.seconds = 2**60
    request.until.nanos = -1
    with calling(acme.caller), pytest.raises(HallmintError) as refused:
        await servicer.ListEvents(request, CONTEXT)
    assert {v.field for v in refused.value.violations} == {"page_size", "since", "until"}
    assert {v.reason for v in refused.value.violations} == {Reason.FIELD_INVALID}


SPOILED = [
    ("UPDATE events SET actor = 'nobody' WHERE number = 4", 4),
    ("UPDATE events SET at = at + interval '1 microsecond' WHERE number = 9", 9),
    ("UPDATE events SET detail = replace(detail, 'after', 'aftef') WHERE number = 1", 1),
    ("DELETE FROM events WHERE number = 5", 5),
    ("DELETE FROM events WHERE number >= 8", 8),
    ("UPDATE audit_heads SET hash = sha256(hash)", 9),
]


@pytest.mark.parametrize("spoiled", SPOILED, ids=lambda case: case[0])
async def test_a_client_finds_what_was_changed(
    database: Database, servicer: AuditServicer, acme: Brand, conn: Conn, spoiled: tuple[str, int]
) -> None:
    spoil, number = spoiled
    await write(database, acme.brand_id, 9)
    await conn.execute("SET session_replication_role = replica")
    await conn.execute(spoil.encode())
    events, head = await chain(servicer, acme.caller)
    found = verify_chain(events, head)
    assert isinstance(found, ChainBreak)
    assert found.number == number


async def test_large_details_are_cut_and_pages_stay_small(
    database: Database, servicer: AuditServicer, acme: Brand, conn: Conn
) -> None:
    for n in range(60):
        async with database.act(acme.brand_id) as acting:
            text = "é" * (60_000 if n else 90_000)
            await event.record(acting, acme.brand_id, "X", n, "MADE", actor="me", text=text)
    seen: list[str] = []
    request = pb.ListEventsRequest(oldest_first=True, page_size=500)
    with calling(acme.caller):
        while not seen or request.page_token:
            listed = await servicer.ListEvents(request, CONTEXT)
            assert listed.ByteSize() < 3 * 1024 * 1024
            seen += [e.entity_id for e in listed.events]
            request.page_token = listed.next_page_token
    assert seen == [str(n) for n in range(60)]
    row = await (await conn.execute("SELECT detail::json->>'characters' FROM events WHERE entity_id = '0'")).fetchone()
    assert row == (str(len('{"text":""}') + 90_000),)
