"""`hallmint audit verify --log-key` against a real server: a chain that an operator made again is found, and the month named."""

import asyncio
import json
import os
import sys
from asyncio.subprocess import PIPE
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import psycopg
import pytest

from hallmint.v1 import audit_service_pb2 as pb
from hallmint_client.cli.exit import ExitCode
from hallmint_server.log.opening import public_key
from mintcore import verify_entry_proof
from tests.support.anchoring import last_months, rehash, write_chain
from tests.support.api import Api
from tests.support.installation import Installation
from tests.support.log_scene import signer
from tests.support.sequencing import sequence
from tests.support.unit import spoil

Conn = psycopg.AsyncConnection[Any]
Verify = Callable[..., Awaitable[tuple[int, str, str]]]
THIRD, SECOND, FIRST = last_months(3)
MONTHS = [month.strftime("%Y-%m") for month in (THIRD, SECOND, FIRST)]


@pytest.fixture
async def brand(server: Installation, api: Api, conn: Conn) -> UUID:
    """A brand with five events in each of two months, none in the next, and three in this one."""
    row = await (await conn.execute("SELECT brand_id FROM brands")).fetchone()
    assert row is not None
    brand_id: UUID = row[0]
    await write_chain(conn, brand_id, [*[THIRD] * 5, *[SECOND] * 5, *[datetime.now(UTC)] * 3])
    await sequence(server.settings)
    assert api.key
    return brand_id


@pytest.fixture
def log_key(server: Installation, brand: UUID) -> str:
    assert brand
    return public_key(server.settings.keys_folder)


@pytest.fixture
def verify(server: Installation, api: Api, log_key: str) -> Verify:
    """`hallmint audit verify` as the brand's owner, with the log's key unless it is told otherwise."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("HALLMINT_")}
    environment |= {"HALLMINT_SERVER": server.address, "HALLMINT_CREDENTIAL": api.key}

    async def call(*words: str, key: str | None = None) -> tuple[int, str, str]:
        own = {"HALLMINT_LOG_KEY": log_key if key is None else key}
        command = (sys.executable, "-m", "hallmint_client", "audit", "verify", *words)
        process = await asyncio.create_subprocess_exec(*command, env=environment | own, stdout=PIPE, stderr=PIPE)
        out, err = await asyncio.wait_for(process.communicate(), 60)
        assert process.returncode is not None
        return process.returncode, out.decode(), err.decode()

    return call


async def test_a_chain_is_the_one_that_the_log_has(verify: Verify, server: Installation, log_key: str) -> None:
    code, out, err = await verify()
    assert (code, out.splitlines()[1]) == (0, "3 months in the public log: with the heads that the chain has"), err
    assert "not in the log yet" not in err
    code, out, _ = await verify("--json")
    assert (code, json.loads(out)["months"], json.loads(out)["open_months"]) == (0, 3, [])
    code, out, err = await verify(key="")
    assert code == 0
    assert "public log" not in out
    assert "were not checked: that takes --log-key" in err
    assert (await verify("--log-key", log_key, key=""))[0] == 0
    assert (await server.fsck()).findings == []


async def test_the_rpc_gives_pages_that_anyone_can_check(
    api: Api, server: Installation, brand: UUID, log_key: str
) -> None:
    anchors: list[pb.AuditAnchor] = []
    token = ""
    while True:
        request = pb.ListAuditAnchorsRequest(page_size=2, page_token=token)
        told = await api.audit.ListAuditAnchors(request, metadata=api.metadata)
        anchors += told.anchors
        token = told.next_page_token
        if not token:
            break
    assert [each.month for each in anchors] == MONTHS
    assert [each.number for each in anchors] == [5, 10, 10]
    for each in anchors:
        entry = f"hallmint/audit/v1\n{each.tag.hex()}\n{each.head.hex()}\n".encode()
        index, head = verify_entry_proof(entry, each.proof, log_key)
        assert (index, head.size) == (each.entry_no, 3)
    # What is anchored and in no checkpoint yet has no proof.
    await spoil_queue(server, brand)
    told = await api.audit.ListAuditAnchors(pb.ListAuditAnchorsRequest(), metadata=api.metadata)
    assert [bool(each.proof) for each in told.anchors] == [True, True, False]


async def spoil_queue(server: Installation, brand: UUID) -> None:
    async with await psycopg.AsyncConnection.connect(server.dsn, autocommit=True) as conn:
        await spoil(
            conn,
            f"UPDATE audit_anchors SET entry_no = NULL WHERE number = 10 AND brand_id = '{brand}' AND entry_no = 2",
        )


async def broken(verify: Verify) -> str:
    code, out, err = await verify()
    assert (code, out) == (ExitCode.ENDED_BADLY, "")
    assert "(AUDIT_CHAIN_BROKEN)" in err
    return err.removeprefix("error: ")


async def test_a_chain_that_was_made_again_is_found(verify: Verify, brand: UUID, conn: Conn) -> None:
    await spoil(conn, "UPDATE events SET actor = 'nobody' WHERE number = 7")
    await rehash(conn, brand)
    # Every hash fits.
    assert (await verify(key=""))[0] == 0
    assert (await broken(verify)).startswith(f"month {MONTHS[1]}: event 10 is not the head that the log has")


async def test_what_is_kept_of_the_anchors_does_not_help(verify: Verify, brand: UUID, conn: Conn) -> None:
    """The chain made again, and what the database keeps of its heads too: the log has another entry."""
    await spoil(conn, "UPDATE events SET actor = 'nobody' WHERE number = 2")
    await rehash(conn, brand)
    await spoil(
        conn,
        """UPDATE audit_anchors a SET head = e.hash FROM events e WHERE (e.brand_id, e.number) = (a.brand_id, a.number);
           UPDATE events e SET detail = replace(detail, detail::json ->> 'head', encode(a.head, 'hex'))
           FROM audit_anchors a WHERE action = 'ANCHORED' AND to_char(a.month, 'YYYY-MM') = e.entity_id
        """,
    )
    await rehash(conn, brand)
    assert (await verify(key=""))[0] == 0
    assert (await broken(verify)).startswith(f"month {MONTHS[0]}: is not proved to be in the log under this key")


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("DELETE FROM audit_anchors", f"month {MONTHS[0]}: is in the log by what the chain says"),
        (
            "DELETE FROM audit_anchors WHERE entry_no = 1",
            f"month {MONTHS[1]}: is missing between the months in the log",
        ),
        ("DELETE FROM audit_anchors WHERE entry_no = 0", f"month {MONTHS[0]}: is the first month of the chain"),
        (
            "UPDATE audit_anchors SET entry_no = NULL WHERE entry_no = 1",
            f"month {MONTHS[1]}: has no proof, and a later",
        ),
        ("UPDATE audit_anchors SET number = 9 WHERE entry_no = 1", f"month {MONTHS[1]}: event 9 is not the head"),
        (
            """DELETE FROM events WHERE number > 3; UPDATE audit_heads SET number = 3, hash = e.hash FROM events e
               WHERE e.number = 3 AND e.brand_id = audit_heads.brand_id""",
            f"month {MONTHS[0]}: the log has event 5 as its head, and the chain ends with 3",
        ),
    ],
)
async def test_whatever_is_held_back_is_found(
    verify: Verify, conn: Conn, brand: UUID, statement: str, words: str
) -> None:
    assert brand
    await spoil(conn, statement)
    assert (await broken(verify)).startswith(words)


async def test_a_chain_without_any_anchor_is_found(verify: Verify, brand: UUID, conn: Conn) -> None:
    """As if the log had never been told of it."""
    await spoil(conn, "DELETE FROM audit_anchors; DELETE FROM events WHERE action = 'ANCHORED'")
    await rehash(conn, brand)
    assert (await broken(verify)).startswith(
        f"month {MONTHS[0]}: ended more than a day ago, and the log has no head of it"
    )


async def test_an_event_put_behind_a_head_with_a_date_before_it_is_found(
    verify: Verify, brand: UUID, conn: Conn
) -> None:
    await spoil(conn, f"UPDATE events SET at = '{SECOND.isoformat()}' WHERE number = 12")
    await rehash(conn, brand)
    assert (await broken(verify)).startswith(f"month {MONTHS[2]}: event 12 is dated before its end")


async def test_a_head_of_the_log_that_the_log_never_had_is_found(
    verify: Verify, server: Installation, api: Api, brand: UUID, conn: Conn
) -> None:
    """One that an event behind the last head tells of: that it is none of the log's, no anchor shows."""
    del api
    await spoil(conn, "DELETE FROM audit_anchors; DELETE FROM events WHERE action = 'ANCHORED'")
    await write_chain(conn, brand, [FIRST])
    await sequence(server.settings)
    row = await (await conn.execute("SELECT detail FROM events WHERE action = 'ANCHORED' ORDER BY number")).fetchone()
    assert row is not None
    root = json.loads(row[0])["checkpoint"]["root"]
    assert (await verify())[0] == 0
    for old, new, words in (
        (root, "00" * 32, "the log did not grow out of the head of it that the chain tells of"),
        ('"size":3', '"size":9', "the chain tells of 9 entries of the log, and it has fewer"),
    ):
        await spoil(conn, f"UPDATE events SET detail = replace(detail, '{old}', '{new}') WHERE action = 'ANCHORED'")
        await rehash(conn, brand)
        assert words in await broken(verify)


async def test_other_keys_prove_nothing(verify: Verify, brand: UUID) -> None:
    assert brand
    code, _, err = await verify(key=str(signer("id.hallmint.example/log").verifier))
    assert (code, f"month {MONTHS[0]}: is not proved" in err) == (ExitCode.ENDED_BADLY, True)
    for words in (("--log-key", "x"), ("--witnesses", "1"), ("--witness", "y")):
        code, _, err = await verify(*words)
        assert code == ExitCode.USAGE, err
    code, _, err = await verify("--witness", "y", key="")
    assert (code, "need --log-key" in err) == (ExitCode.USAGE, True)
