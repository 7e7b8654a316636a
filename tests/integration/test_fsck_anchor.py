"""What fsck says of heads of audit chains in the log: one thing is spoiled, and exactly that is found."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import psycopg
import pytest

from hallmint_server.db.pool import OPERATOR
from tests.support.acting import make_brand
from tests.support.anchoring import last_months, rehash, write_chain
from tests.support.installation import Installation
from tests.support.sequencing import sequence
from tests.support.unit import spoil

Conn = psycopg.AsyncConnection[Any]
SECOND, FIRST = last_months(2)
MONTHS = [month.strftime("%Y-%m") for month in (SECOND, FIRST)]
ACME = f"audit head of brand acme of {MONTHS[1]}"
ENTRY = "its entry is missing, or says something else"
MINE = "brand_id IN (SELECT brand_id FROM brands WHERE slug = 'acme')"
NEWEST = f"month = (SELECT max(month) FROM audit_anchors) AND {MINE}"


@pytest.fixture
async def acme(place: Installation, conn: Conn) -> UUID:
    """Two brands and the installation, each with two months in the log."""
    brands = [(await make_brand(conn, slug)).brand_id for slug in ("acme", "other")]
    for brand_id in (*brands, OPERATOR):
        await write_chain(conn, brand_id, [SECOND, SECOND, FIRST, FIRST, datetime.now(UTC)])
    await sequence(place.settings)
    assert await findings(place) == []
    return brands[0]


async def findings(place: Installation) -> list[str]:
    return [f"{found.where}: {found.what}" for found in (await place.fsck()).findings]


CASES: dict[str, tuple[str, list[str]]] = {
    "a head is another one": (
        f"UPDATE audit_anchors SET head = sha256(head) WHERE {NEWEST}",
        [
            f"{ACME}: event 4 of the chain has not its hash: the chain was made again, or the head",
            f"{ACME}: {ENTRY}",
            f"{ACME}: the event that tells of it says something else",
        ],
    ),
    "a head is an earlier one": (
        f"""UPDATE audit_anchors a SET number = 3, head = e.hash FROM events e
            WHERE e.number = 3 AND e.brand_id = a.brand_id AND a.month = (SELECT max(month) FROM audit_anchors)
                AND a.{MINE}""",
        [
            f"{ACME}: last event of the month: expected 4, found 3",
            f"{ACME}: event 4 is behind it, and dated in the month",
            f"{ACME}: {ENTRY}",
            f"{ACME}: the event that tells of it says something else",
        ],
    ),
    "a tag is another one": (
        f"UPDATE audit_anchors SET tag = sha256(tag) WHERE {NEWEST}",
        [f"{ACME}: its tag is not the chain's", f"{ACME}: {ENTRY}"],
    ),
    "a number is another one": (
        f"UPDATE audit_anchors SET entry_no = 77 WHERE {NEWEST}",
        [f"{ACME}: {ENTRY}", f"{ACME}: entry 3 of the log is a second one"],
    ),
    "a number is missing": (
        f"UPDATE audit_anchors SET entry_no = NULL WHERE {NEWEST}",
        [
            f"{ACME}: in the queue: expected True, found False",
            f"{ACME}: {ENTRY}",
            f"{ACME}: entry 3 of the log is a second one",
        ],
    ),
    "a month is missing": (
        f"DELETE FROM audit_anchors WHERE month < (SELECT max(month) FROM audit_anchors) AND {MINE}",
        [
            f"{ACME}: month behind the one before: expected {MONTHS[0]}, found {MONTHS[1]}",
            f"audit head of ? of {MONTHS[0]}: an event tells of it, and it is not there",
        ],
    ),
    "an entry waits for nothing": (
        "INSERT INTO log_queue (anchor_no, entry) VALUES (99, 'x')",
        ["log: number 1 of the queue is of an audit chain without anchor"],
    ),
}


@pytest.mark.parametrize(("statement", "expected"), CASES.values(), ids=CASES)
async def test_what_is_spoiled_is_found(
    place: Installation, acme: UUID, conn: Conn, statement: str, expected: list[str]
) -> None:
    row = await (
        await conn.execute("SELECT entry_no FROM audit_anchors WHERE brand_id = %s ORDER BY month DESC LIMIT 1", [acme])
    ).fetchone()
    assert row is not None
    await spoil(conn, statement)
    found = [each.replace(str(acme), "?") for each in await findings(place)]
    found = [
        each.replace(f"entry {row[0]} of", "entry 3 of").replace("number 7 of the queue", "number 1 of the queue")
        for each in found
    ]
    assert found == expected


async def test_a_chain_that_was_made_again_is_found(place: Installation, acme: UUID, conn: Conn) -> None:
    await spoil(conn, f"UPDATE events SET actor = 'x' WHERE number = 3 AND {MINE}")
    await rehash(conn, acme)
    assert await findings(place) == [
        f"{ACME}: event 4 of the chain has not its hash: the chain was made again, or the head"
    ]


async def test_a_month_that_no_longer_is_told_of_is_found(place: Installation, acme: UUID, conn: Conn) -> None:
    await spoil(
        conn, f"UPDATE events SET action = 'x' WHERE action = 'ANCHORED' AND entity_id = '{MONTHS[1]}' AND {MINE}"
    )
    await rehash(conn, acme)
    assert await findings(place) == [f"{ACME}: events that tell of it: expected 1, found 0"]


async def test_a_second_head_of_a_month_is_found(place: Installation, acme: UUID, conn: Conn) -> None:
    """Whoever rewrote a chain could log its new head too: two entries have the month's tag then, which a monitor sees as well."""
    assert acme
    await conn.execute(
        f"""INSERT INTO log_queue (entry) SELECT convert_to(concat_ws(
                E'\\n', 'hallmint/audit/v1', encode(tag, 'hex'), encode(sha256(head), 'hex'), ''), 'UTF8')
            FROM audit_anchors WHERE {NEWEST}""".encode()
    )
    await sequence(place.settings)
    assert await findings(place) == [f"{ACME}: entry 6 of the log is a second one"]


async def test_the_installation_is_named(place: Installation, acme: UUID, conn: Conn) -> None:
    assert acme
    await spoil(
        conn,
        "UPDATE audit_anchors SET tag = sha256(tag) WHERE brand_id NOT IN (SELECT brand_id FROM brands) AND number = 2",
    )
    where = f"audit head of the installation of {MONTHS[0]}"
    assert await findings(place) == [f"{where}: its tag is not the chain's", f"{where}: {ENTRY}"]
