"""What scans did to units, in one order with what everybody else did."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from hallmint.v1 import audit_service_pb2 as pb
from hallmint.v1 import event_pb2
from hallmint_client.audit import verify_chain
from hallmint_server.audit.model import EventFilter
from hallmint_server.audit.service import AuditService
from hallmint_server.db import event
from hallmint_server.db.pool import Database
from hallmint_server.errors import HallmintError, Reason
from hallmint_server.rpc import page
from hallmint_server.rpc.audit import AuditServicer
from hallmint_server.tenancy.model import Caller
from hallmint_server.verification.anchor import AnchorService
from tests.support.acting import OPERATING, Brand, acting_database, calling, make_brand
from tests.support.api import GTIN, Api
from tests.support.resolver import Resolver, revoke, tokens
from tests.support.unit import activate, noon

Conn = psycopg.AsyncConnection[Any]
CONTEXT: Any = None  # these servicers do not use it
SECOND = timedelta(seconds=1)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    async with acting_database(database_url) as database:
        yield database


@pytest.fixture
def servicer(database: Database) -> AuditServicer:
    return AuditServicer(AuditService(database), AnchorService(database))


@pytest.fixture
async def acme(conn: Conn) -> Brand:
    return await make_brand(conn, "acme")


async def record(database: Database, brand: Brand, name: str) -> datetime:
    """Write an event of the chain; returns its time."""
    async with database.act(brand.brand_id) as conn:
        await event.record(conn, brand.brand_id, "PRODUCT", name, "UPDATED", actor="a")
        row = await (await conn.execute("SELECT at FROM events WHERE entity_id = %s", [name])).fetchone()
    assert row is not None
    return datetime.fromisoformat(row[0].isoformat())


async def listed(
    servicer: AuditServicer, caller: Caller, *, page_size: int = 500, **filters: Any
) -> list[event_pb2.Event]:
    """All events, through pages of this size."""
    events: list[event_pb2.Event] = []
    request = pb.ListEventsRequest(page_size=page_size, **filters)
    with calling(caller):
        while True:
            answer = await servicer.ListEvents(request, CONTEXT)
            assert len(answer.events) <= page_size
            events += answer.events
            request.page_token = answer.next_page_token
            if not request.page_token:
                return events


def names(events: list[event_pb2.Event]) -> list[str]:
    """Their ids; of units without the batch."""
    return [each.entity_id.rpartition("/")[2] for each in events]


async def mixed(database: Database, conn: Conn, acme: Brand) -> UUID:
    """Events of units from long ago to right after the chain's, two of them at the microsecond of one of the chain."""
    first = await record(database, acme, "first")
    second = await record(database, acme, "second")
    times = [noon(700), noon(40), noon(40), noon(3), second, second, second + 2 * SECOND]
    batch_id = await activate(conn, acme, times)
    assert first < second
    return batch_id


IN_ORDER = ["0", "1", "2", "3", "first", "second", "4", "5", "6"]


@pytest.mark.parametrize("page_size", [1, 2, 3, 4, 500])
@pytest.mark.parametrize("oldest_first", [True, False])
async def test_pages_of_any_size_show_one_order(
    database: Database, servicer: AuditServicer, conn: Conn, acme: Brand, *, page_size: int, oldest_first: bool
) -> None:
    await mixed(database, conn, acme)
    found = await listed(servicer, acme.caller, page_size=page_size, oldest_first=oldest_first)
    assert names(found) == (IN_ORDER if oldest_first else IN_ORDER[::-1])


async def test_a_unit_s_event_says_what_happened_and_is_not_in_the_chain(
    database: Database, servicer: AuditServicer, conn: Conn, acme: Brand
) -> None:
    batch_id = await mixed(database, conn, acme)
    found = await listed(servicer, acme.caller, oldest_first=True)
    expected = event_pb2.Event(
        entity_type="TOKEN", entity_id=f"{batch_id}/0", action="ACTIVATED", actor="scan", detail="{}"
    )
    expected.at.FromDatetime(noon(700))
    assert found[0] == expected
    chained = await listed(servicer, acme.caller, oldest_first=True, chained_only=True)
    assert names(chained) == ["first", "second"]
    with calling(acme.caller):
        head = await servicer.GetAuditHead(pb.GetAuditHeadRequest(), CONTEXT)
    assert verify_chain(chained, head) is None


async def test_filters_hold_for_units_too(database: Database, servicer: AuditServicer, conn: Conn, acme: Brand) -> None:
    batch_id = await mixed(database, conn, acme)

    async def found(**filters: Any) -> list[str]:
        fallen = names(await listed(servicer, acme.caller, **filters))
        assert fallen[::-1] == names(await listed(servicer, acme.caller, page_size=1, oldest_first=True, **filters))
        return fallen[::-1]

    units = [name for name in IN_ORDER if name.isdigit()]
    for filters in ({"entity_type": "TOKEN"}, {"action": "ACTIVATED"}, {"actor": "scan"}):
        assert await found(**filters) == units
    assert (
        await found(entity_type="PRODUCT")
        == await found(action="UPDATED")
        == await found(actor="a")
        == ["first", "second"]
    )
    for seq in range(7):
        assert await found(entity_id=f"{batch_id}/{seq}") == [str(seq)]
        assert (
            await found(entity_id=f"{batch_id}/{seq}", entity_type="TOKEN", since=noon(50))
            == [str(seq)][: int(seq > 0)]
        )
    for absent in (
        f"{batch_id}/7",
        f"{batch_id}/07",
        f"{uuid4()}/0",
        f"{batch_id}/999999999",
        f"{batch_id}",
        "x/0",
        "/",
    ):
        assert await found(entity_id=absent) == []
    assert await found(since=noon(40), until=noon(3)) == ["1", "2"]
    assert await found(until=noon(40)) == ["0"]
    assert await found(since=noon(3) + SECOND, entity_type="TOKEN") == ["4", "5", "6"]


@pytest.mark.usefixtures("worker")
async def test_a_unit_that_was_activated_and_revoked_tells_both(api: Api, conn: Conn, resolver: Resolver) -> None:
    first, other = await tokens(api, 2)
    for token in (other, first):
        await resolver.ask(f"/01/{GTIN}/21/{token.code}")
    await revoke(api, first)
    request = pb.ListEventsRequest(entity_type="TOKEN", entity_id=f"{first.batch_id}/{first.seq}")
    found = (await api.audit.ListEvents(request, metadata=api.metadata)).events
    assert [(each.action, each.number > 0) for each in found] == [("REVOKED", True), ("ACTIVATED", False)]
    row = await (await conn.execute("SELECT activated_at FROM tokens WHERE seq = %s", [first.seq])).fetchone()
    assert row == (found[1].at.ToDatetime(UTC),)


async def test_nobody_sees_units_of_another_brand(
    database: Database, servicer: AuditServicer, conn: Conn, acme: Brand
) -> None:
    batch_id = await mixed(database, conn, acme)
    other = await make_brand(conn, "other")
    await activate(conn, other, [noon(1)])
    assert names(await listed(servicer, other.caller)) == ["0"]
    assert await listed(servicer, other.caller, entity_id=f"{batch_id}/1") == []
    assert await listed(servicer, OPERATING) == []


async def test_pages_cost_what_they_show(conn: Conn, acme: Brand) -> None:
    """A page reads the events of its days and no others, however many there are."""
    await activate(conn, acme, [noon(1, n) for n in range(2000)] + [noon(2, n) for n in range(2000)])
    await conn.execute("SELECT extend_partitions(1)")
    for part in await (await conn.execute("SELECT inhrelid::regclass::text FROM pg_inherits")).fetchall():
        await conn.execute(f"ANALYZE {part[0]}".encode())

    async def rows_read() -> int:
        await conn.execute("SELECT pg_stat_force_next_flush()")
        cursor = await conn.execute(
            "SELECT sum(idx_tup_fetch + seq_tup_read)::bigint FROM pg_stat_user_tables WHERE relname LIKE 'unit_events%'"
        )
        row = await cursor.fetchone()
        assert row is not None
        return int(row[0])

    before = await rows_read()
    await conn.execute("SELECT set_config('hallmint.brand_id', %s, false)", [str(acme.brand_id)])
    for oldest_first in (True, False):
        cursor = await conn.execute(
            "SELECT count(*) FROM brand_unit_events(%s, 10, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)",
            [oldest_first],
        )
        assert await cursor.fetchone() == (10,)
    assert 20 <= await rows_read() - before < 200


STRANGE = [
    "-1",
    "7 7",
    "7 1 1 1",
    "7 1 1 1 x",
    "-- 1 1 1 A",
    "9" * 19,
    f"7 {'9' * 18} 1 1 A",
    "7 1 1 1 A\n",
    "\N{ARABIC-INDIC DIGIT SEVEN}",
]


@pytest.mark.parametrize("text", STRANGE)
async def test_a_place_that_no_list_had_is_refused(servicer: AuditServicer, acme: Brand, text: str) -> None:
    token = page.make_token(text, "events", acme.brand_id, EventFilter(), False)
    with calling(acme.caller), pytest.raises(HallmintError) as refused:
        await servicer.ListEvents(pb.ListEventsRequest(page_token=token), CONTEXT)
    assert [violation.reason for violation in refused.value.violations] == [Reason.PAGE_TOKEN_INVALID]
