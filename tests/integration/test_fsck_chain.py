"""What fsck says of chains of events and of what mints took: one row is spoiled, and exactly that is found."""

import re
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from hallmint_server.db import event
from hallmint_server.db.pool import OPERATOR
from hallmint_server.fsck.check import Fsck
from hallmint_server.keyring.file import KeyFolder
from hallmint_server.keyring.keyring import Keyring
from tests.support.acting import Brand, acting_database, make_brand

Conn = psycopg.AsyncConnection[Any]
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@pytest.fixture
async def acme(database_url: str, conn: Conn) -> Brand:
    """A brand with seven events, and an installation with three."""
    acme = await make_brand(conn, "acme")
    async with acting_database(database_url) as database:
        for brand_id, count in ((acme.brand_id, 7), (OPERATOR, 3)):
            for n in range(count):
                async with database.act(brand_id) as acting:
                    await event.record(acting, brand_id, "PRODUCT", n, "UPDATED", actor="a", after={"n": n})
    return acme


async def findings(conn: Conn, home: Path, about: str = "") -> list[str]:
    """What fsck says of everything that `about` begins, without ids."""
    report = await Fsck(conn, Keyring(KeyFolder(home, {})), lease_seconds=2).run(None, lambda _: None)
    said = [f"{found.where}: {found.what}" for found in report.findings]
    return [_UUID.sub("?", each) for each in said if each.startswith(about)]


HASH_AGAIN = """UPDATE events e SET actor = 'x', hash = event_hash(
    p.hash, e.brand_id, e.number, e.at, e.entity_type, e.entity_id, e.action, 'x', e.request_id, e.detail)
    FROM events p WHERE p.brand_id = e.brand_id AND p.number = e.number - 1 AND e.entity_id = '4'"""
ACME = "(SELECT brand_id FROM brands)"

CASES: dict[str, tuple[str, list[str]]] = {
    "an event is edited": (
        f"UPDATE events SET actor = 'x' WHERE number = 3 AND brand_id = {ACME}",
        ["events of brand acme: 1 do not hash to what they say: the first is number 3"],
    ),
    "the first event is edited": (
        f"UPDATE events SET detail = '[]' WHERE number = 1 AND brand_id = {ACME}",
        ["events of brand acme: 1 do not hash to what they say: the first is number 1"],
    ),
    "events get other hashes": (
        f"UPDATE events SET hash = sha256(hash) WHERE number IN (2, 5) AND brand_id = {ACME}",
        ["events of brand acme: 4 do not hash to what they say: the first is number 2"],
    ),
    "an event is edited with a hash that fits": (
        HASH_AGAIN,
        ["events of brand acme: 1 do not hash to what they say: the first is number 6"],
    ),
    "an event is removed": (
        f"DELETE FROM events WHERE number = 4 AND brand_id = {ACME}",
        ["events of brand acme: numbers are not dense: 4 is missing"],
    ),
    "the first event is removed": (
        f"DELETE FROM events WHERE number = 1 AND brand_id = {ACME}",
        ["events of brand acme: numbers are not dense: 1 is missing"],
    ),
    "the last event is removed": (
        f"DELETE FROM events WHERE number = 7 AND brand_id = {ACME}",
        ["events of brand acme: last number: expected 7, found 6"],
    ),
    "all events are removed": (
        f"DELETE FROM events WHERE brand_id = {ACME}",
        ["events of brand acme: last number: expected 7, found 0"],
    ),
    "a removed event's place is closed": (
        f"""DELETE FROM events WHERE number = 4 AND brand_id = {ACME};
            UPDATE events SET number = -number WHERE number > 4; UPDATE events SET number = -number - 1 WHERE number < 0""",
        [
            "events of brand acme: 3 do not hash to what they say: the first is number 4",
            "events of brand acme: last number: expected 7, found 6",
        ],
    ),
    "an event of the installation is edited": (
        f"UPDATE events SET action = 'x' WHERE number = 2 AND brand_id <> {ACME}",
        ["events of the installation: 1 do not hash to what they say: the first is number 2"],
    ),
    "a head is missing": (
        f"DELETE FROM audit_heads WHERE brand_id = {ACME}",
        ["events of brand acme: last number: expected 0, found 7"],
    ),
    "a head has another hash": (
        f"UPDATE audit_heads SET hash = sha256(hash) WHERE brand_id = {ACME}",
        ["events of brand acme: the head has not the hash of the last one"],
    ),
    "a chain of nobody": (
        "UPDATE audit_heads SET brand_id = gen_random_uuid() WHERE number = 3",
        [
            "events of the installation: last number: expected 0, found 3",
            "events of brand ?: last number: expected 3, found 0",
        ],
    ),
}


@pytest.mark.usefixtures("acme")
async def test_right_chains_are_clean(conn: Conn, tmp_path: Path) -> None:
    assert await findings(conn, tmp_path) == []


@pytest.mark.usefixtures("acme")
@pytest.mark.parametrize("name", CASES)
async def test_what_is_spoiled_is_found_and_nothing_else(conn: Conn, tmp_path: Path, name: str) -> None:
    spoil, expected = CASES[name]
    await conn.execute("SET session_replication_role = replica")
    await conn.execute(spoil.encode())
    assert await findings(conn, tmp_path) == expected


async def mint(conn: Conn, acme: Brand, production_batch_id: UUID, *, state: str, quantity: int, cursor: int) -> None:
    """The row of a mint of a production batch."""
    await conn.execute(
        """INSERT INTO mint_batches (
               batch_no, batch_id, brand_id, product_id, product_revision, context, resolver_base_url, key_version,
               identity_mode, activation_mode, quantity, cursor, state, production_batch_id
           ) VALUES (
               nextval('batch_numbers'), %s, %s, %s, 1, 'x', 'https://id.example.com', 1,
               'serial', 'first_scan', %s, %s, %s, %s
           )""",
        [uuid4(), acme.brand_id, acme.product_id, quantity, cursor, state, production_batch_id],
    )


async def test_what_mints_took_is_added_up(conn: Conn, acme: Brand, tmp_path: Path) -> None:
    await conn.execute(
        "INSERT INTO code_keys (key_version, check_value, state) VALUES (1, '\\x0123456789abcdef', 'live')"
    )
    first, second = UUID(int=1), UUID(int=2)  # in the order in which they are told
    for number, (batch_id, taken) in enumerate([(first, 1130), (second, 0)]):
        await conn.execute(
            """INSERT INTO production_batches (
                   production_batch_id, brand_id, product_id, number, production_date, quantity, taken, facility, status
               ) VALUES (%s, %s, %s, %s, '2026-03-01', 2000, %s, '', 'ready')""",
            [batch_id, acme.brand_id, acme.product_id, str(number), taken],
        )
    for state, quantity, cursor in [
        ("queued", 10, 0),
        ("processing", 20, 7),
        ("minted", 100, 100),
        ("failed", 500, 3),
        ("cancelled", 900, 500),
    ]:
        await mint(conn, acme, first, state=state, quantity=quantity, cursor=cursor)
    assert await findings(conn, tmp_path, "production") == []
    await conn.execute("UPDATE production_batches SET taken = taken + 1")
    assert await findings(conn, tmp_path, "production") == [
        "production batch ?: units that mints have taken: expected 1130, found 1131",
        "production batch ?: units that mints have taken: expected 0, found 1",
    ]
