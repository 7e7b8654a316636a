"""Audit chains in the log: which months are anchored, with what, by whom, and that nothing gets behind a head afterwards."""

import asyncio
import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import psycopg
import pytest
from psycopg import sql

from hallmint_server.db import event
from hallmint_server.db.pool import OPERATOR, connect_worker
from hallmint_server.log import anchor
from hallmint_server.log.anchor import MOST, Anchoring
from hallmint_server.log.entry import AuditEntry, audit_name, brand_tag
from hallmint_server.settings import Settings
from tests.support.acting import Brand, acting_database, make_brand
from tests.support.anchoring import anchored, last_months, write_chain
from tests.support.installation import Installation
from tests.support.sequencing import sequence
from tests.support.unit import spoil

Conn = psycopg.AsyncConnection[Any]


@pytest.fixture
def settings(place: Installation) -> Settings:
    return place.settings


async def entries(conn: Conn) -> list[bytes]:
    return [
        bytes(row[0])
        for row in await (await conn.execute("SELECT entry FROM log_entries ORDER BY entry_no")).fetchall()
    ]


async def test_each_month_that_is_over_is_anchored_with_the_head_that_it_ended_with(
    place: Installation, conn: Conn
) -> None:
    acme, other = await make_brand(conn, "acme"), await make_brand(conn, "other")
    third, second, first = last_months(3)
    await write_chain(conn, acme.brand_id, [*[third] * 2, *[second] * 3, datetime.now(UTC)])
    await write_chain(conn, other.brand_id, [second, datetime.now(UTC)])
    await write_chain(conn, OPERATOR, [first])
    await sequence(place.settings)
    keys = dict(await (await conn.execute("SELECT brand_id, monitor_key FROM brands")).fetchall())
    row = await (await conn.execute("SELECT monitor_key FROM log_installation")).fetchone()
    assert row is not None
    keys[OPERATOR] = row[0]
    found = await anchored(conn)
    # A month in which nothing happened ends with the head that the one before had.
    assert [(each.brand_id, each.month, each.number) for each in found] == [
        (acme.brand_id, third.strftime("%Y-%m"), 2),
        *sorted([(acme.brand_id, second.strftime("%Y-%m"), 5), (other.brand_id, second.strftime("%Y-%m"), 1)]),
        *sorted([(acme.brand_id, first.strftime("%Y-%m"), 5), (other.brand_id, first.strftime("%Y-%m"), 1),
                 (OPERATOR, first.strftime("%Y-%m"), 1)]),
    ]  # fmt: skip
    logged = await entries(conn)
    for each in found:
        head = await (
            await conn.execute(
                "SELECT hash FROM events WHERE (brand_id, number) = (%s, %s)", [each.brand_id, each.number]
            )
        ).fetchone()
        assert head == (each.head,)
        tag = brand_tag(keys[each.brand_id], audit_name(each.month))
        assert each.entry_no is not None
        assert logged[each.entry_no] == bytes(AuditEntry(tag=tag, head=each.head))
    assert (await place.fsck()).findings == []
    # There is nothing left to do.
    assert await sequence(place.settings) == 1
    assert len(await anchored(conn)) == 6


async def test_the_chain_carries_the_checkpoint_and_what_was_anchored(place: Installation, conn: Conn) -> None:
    acme = await make_brand(conn, "acme")
    (month,) = last_months(1)
    await write_chain(conn, acme.brand_id, [month] * 4)
    await sequence(place.settings)
    (anchor,) = await anchored(conn)
    assert await anchoring_events(conn, acme.brand_id) == [
        (anchor.month, {"checkpoint": None, "head": anchor.head.hex(), "number": 4}, "worker", 5)
    ]
    other = await make_brand(conn, "other")
    await write_chain(conn, other.brand_id, [month])
    await sequence(place.settings)
    ((_, told, _, _),) = await anchoring_events(conn, other.brand_id)
    row = await (await conn.execute("SELECT root FROM log_checkpoints WHERE size = 1")).fetchone()
    assert row is not None
    assert told["checkpoint"] == {"root": row[0].hex(), "size": 1}
    # Its text is the one that events of Python have.
    text = await (await conn.execute("SELECT detail FROM events WHERE action = 'ANCHORED'")).fetchall()
    assert [event.detail_text(json.loads(detail)) for (detail,) in text] == [detail for (detail,) in text]


async def anchoring_events(conn: Conn, brand_id: UUID) -> Sequence[tuple[str, Any, str, int]]:
    rows = await conn.execute(
        """SELECT entity_id, detail, actor, number FROM events
           WHERE brand_id = %s AND (entity_type, action) = ('AUDIT', 'ANCHORED') ORDER BY number""",
        [brand_id],
    )
    return [(month, json.loads(detail), actor, number) for month, detail, actor, number in await rows.fetchall()]


async def test_the_month_that_runs_is_not_anchored(place: Installation, conn: Conn) -> None:
    acme = await make_brand(conn, "acme")
    await write_chain(conn, acme.brand_id, [datetime.now(UTC)])
    assert await sequence(place.settings) == 1
    assert await anchored(conn) == []


async def test_years_of_many_chains_are_caught_up_with_in_bounded_turns(place: Installation, conn: Conn) -> None:
    months = last_months(30)
    for number in range(5):
        brand = await make_brand(conn, f"brand-{number}")
        await write_chain(conn, brand.brand_id, months[number:])
    assert await sequence(place.settings) > 150 // MOST
    found = await anchored(conn)
    assert len(found) == 30 + 29 + 28 + 27 + 26
    assert [each.month for each in found] == sorted(each.month for each in found), "the oldest first"
    assert sorted(each.entry_no for each in found if each.entry_no is not None) == list(range(140))
    assert (await place.fsck()).findings == []


async def test_two_at_once_anchor_a_month_once(place: Installation, conn: Conn, database_url: str) -> None:
    months = last_months(8)
    for number in range(4):
        brand = await make_brand(conn, f"brand-{number}")
        await write_chain(conn, brand.brand_id, months)

    async def all_of_it() -> None:
        made = Anchoring()
        async with await connect_worker(database_url) as own:
            while await made.step(own):
                pass

    await asyncio.gather(*(all_of_it() for _ in range(4)))
    await sequence(place.settings)
    found = await anchored(conn)
    assert len(found) == len({(each.brand_id, each.month) for each in found}) == 32
    assert len(await entries(conn)) == 32
    assert (await place.fsck()).findings == []


async def test_an_event_dated_before_the_end_and_committed_after_it_is_waited_for(
    place: Installation, conn: Conn, database_url: str
) -> None:
    acme = await make_brand(conn, "acme")
    (month,) = last_months(1)
    await write_chain(conn, acme.brand_id, [month])
    async with acting_database(database_url) as database, await connect_worker(database_url) as own:
        async with database.act(acme.brand_id) as acting:
            await event.record(acting, acme.brand_id, "PRODUCT", 1, "UPDATED", actor="a")
            # Its end is not known: the chain is left alone, and nobody waits.
            assert await Anchoring().step(own) is False
            assert await anchored(conn) == []
        assert await Anchoring().step(own) is True
    (anchor,) = await anchored(conn)
    assert anchor.number == 1
    await sequence(place.settings)
    assert (await place.fsck()).findings == []


async def test_a_month_that_is_anchored_takes_no_more_events(
    place: Installation, conn: Conn, database_url: str
) -> None:
    """Whatever the clock says: here it was moved back by a month, or was a month ahead before."""
    acme = await make_brand(conn, "acme")
    (month,) = last_months(1)
    await write_chain(conn, acme.brand_id, [month])
    await sequence(place.settings)
    await spoil(conn, "UPDATE audit_anchors SET month = date_trunc('month', now() AT TIME ZONE 'UTC')::date")
    async with acting_database(database_url) as database, database.act(acme.brand_id) as acting:
        await event.record(acting, acme.brand_id, "PRODUCT", 1, "UPDATED", actor="a")
    row = await (
        await conn.execute(
            """SELECT at = (date_trunc('month', now() AT TIME ZONE 'UTC') + interval '1 month') AT TIME ZONE 'UTC'
               FROM events ORDER BY number DESC LIMIT 1"""
        )
    ).fetchone()
    assert row == (True,)


async def test_a_chain_that_is_nobodys_does_not_hold_the_others_up(
    place: Installation, conn: Conn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(anchor, "MOST", 1)  # it is due before the other, and fills the turn
    acme, lost = await make_brand(conn, "acme"), await make_brand(conn, "lost")
    (month,) = last_months(1)
    await write_chain(conn, lost.brand_id, [month])
    await write_chain(conn, acme.brand_id, [month])
    await spoil(
        conn,
        """UPDATE events SET brand_id = '00000000-0000-0000-0000-000000000001' WHERE brand_id IN (
               SELECT brand_id FROM brands WHERE slug = 'lost');
           UPDATE audit_heads SET brand_id = '00000000-0000-0000-0000-000000000001' WHERE brand_id IN (
               SELECT brand_id FROM brands WHERE slug = 'lost')""",
    )
    await sequence(place.settings)
    assert [each.brand_id for each in await anchored(conn)] == [acme.brand_id]


FORBIDDEN = {
    "anchors are not made by hand": ("hallmint_mint", "INSERT INTO audit_anchors (number) VALUES (1)"),
    "anchors are not changed": ("hallmint_mint", "UPDATE audit_anchors SET head = sha256('x')"),
    "anchors are not taken away": ("hallmint_mint", "DELETE FROM audit_anchors"),
    "the installation's key is not read": ("hallmint_mint", "SELECT monitor_key FROM log_installation"),
    "nor by callers": ("hallmint_api", "SELECT monitor_key FROM log_installation"),
    "callers anchor nothing": ("hallmint_api", "SELECT anchor_audit_chain(gen_random_uuid())"),
    "callers number nothing": ("hallmint_api", "UPDATE audit_anchors SET entry_no = 1"),
    "the resolver reads no anchors": ("hallmint_resolver", "SELECT 1 FROM audit_anchors"),
}


@pytest.mark.parametrize(("role", "statement"), FORBIDDEN.values(), ids=FORBIDDEN)
async def test_rights(conn: Conn, role: str, statement: str) -> None:
    await conn.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(role)))
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        await conn.execute(statement.encode())


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_anchors SET head = sha256('x')",
        "UPDATE audit_anchors SET entry_no = 7",
        "DELETE FROM audit_anchors",
        "TRUNCATE audit_anchors",
        "UPDATE log_installation SET monitor_key = sha256('x')",
        "DELETE FROM log_installation",
    ],
)
async def test_the_owner_changes_nothing_either(place: Installation, conn: Conn, statement: str) -> None:
    acme = await make_brand(conn, "acme")
    await write_chain(conn, acme.brand_id, last_months(1))
    await sequence(place.settings)
    with pytest.raises(psycopg.errors.RaiseException, match="only ever added to"):
        await conn.execute(statement.encode())


async def test_a_brand_sees_its_own_anchors_alone(place: Installation, conn: Conn, database_url: str) -> None:
    brands: list[Brand] = [await make_brand(conn, slug) for slug in ("acme", "other")]
    for brand in brands:
        await write_chain(conn, brand.brand_id, last_months(2))
    await sequence(place.settings)
    async with acting_database(database_url) as database:
        for brand_id, count in ((brands[0].brand_id, 2), (brands[1].brand_id, 2), (OPERATOR, 0)):
            async with database.act(brand_id) as acting:
                rows = await (await acting.execute("SELECT brand_id FROM audit_anchors")).fetchall()
            assert rows == [(brand_id,)] * count


def test_an_entry_gives_no_brand_away() -> None:
    tags = {brand_tag(hashlib.sha256(key).digest(), audit_name("2027-02")) for key in (b"a", b"b")}
    assert len(tags) == 2
