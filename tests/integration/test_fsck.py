"""fsck, the oracle of all other tests: for each thing that must hold one row is spoiled, and exactly that is found."""

import re
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from hallmint.v1 import minting_service_pb2, token_pb2
from tests.support.api import Api
from tests.support.hand import hand
from tests.support.installation import Installation

Conn = psycopg.AsyncConnection[Any]
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@pytest.fixture
async def scene(server: Installation, api: Api) -> dict[str, str]:
    """Batch 1: 50 units in two lots, active at mint, one revoked by name and the second lot as a whole. Batch 2: 20 of 40
    units are minted. Returns names for ids.
    """
    first = (await api.submit(50, lots={"A": 30, "B": 20}, at_mint=True)).batch_id
    revoke = minting_service_pb2.RevokeTokensRequest
    async with hand(server.settings, units=20) as worker:
        for _ in range(3):
            await worker.cycle()
        refs = [token_pb2.TokenRef(batch_seq=token_pb2.BatchSeq(batch_id=first, seq=3))]
        named = revoke(request_id=str(uuid4()), reason="named", tokens=minting_service_pb2.TokenRefs(tokens=refs))
        await api.minting.RevokeTokens(named, metadata=api.metadata)
        lot = minting_service_pb2.LotRef(batch_id=first, lot_code="B")
        whole = revoke(request_id=str(uuid4()), reason="lot", lot=lot)
        revocation = (await api.minting.RevokeTokens(whole, metadata=api.metadata)).revocation.revocation_id
        await worker.cycle()
        second = (await api.submit(40)).batch_id
        await worker.cycle()
        await worker.release()
    assert (await server.fsck()).findings == []
    return {first: "1", second: "2", revocation: "R"}


async def findings(place: Installation, names: dict[str, str]) -> list[str]:
    """What fsck says of everything, with names for ids."""
    report = await place.fsck()
    return [_UUID.sub(lambda m: names.get(m[0], "?"), f"{f.where}: {f.what}") for f in report.findings]


def at(batch_no: int) -> str:
    return f"(SELECT batch_id FROM mint_batches WHERE batch_no = {batch_no})"


_LEASE = "worker = 'w', backend_pid = 1, backend_start = now(), lease_until = now() + interval"

CASES: dict[str, tuple[str, list[str]]] = {
    "a row is missing": (
        "DELETE FROM tokens WHERE (batch_no, seq) = (1, 7)",
        [
            "batch 1: rows: expected 50, found 49",
            "batch 1: seq is not dense: 7 is missing",
            "brand acme: active counter: expected 28, found 29",
            "brand acme: minted with running batches: expected 69, found 70",
        ],
    ),
    "the last row is missing": (
        "DELETE FROM tokens WHERE (batch_no, seq) = (2, 19)",
        [
            "batch 2: rows: expected 20, found 19",
            "batch 2: seq is not dense: 19 is missing",
            "brand acme: minted with running batches: expected 69, found 70",
        ],
    ),
    "a row too many": (
        "INSERT INTO tokens SELECT 2, 20, code, 1 FROM tokens WHERE (batch_no, seq) = (2, 19)",
        [
            "batch 2: rows: expected 20, found 21",
            "batch 2: 1 codes do not decode to their own row: seq 20",
            "batch 2: the root made again from the rows is not the stored one",
            "brand acme: minted with running batches: expected 71, found 70",
        ],
    ),
    "two codes change places": (
        """UPDATE tokens t SET code = o.code FROM tokens o
           WHERE t.batch_no = 1 AND o.batch_no = 1 AND t.seq IN (4, 9) AND o.seq = 13 - t.seq""",
        [
            "batch 1: 2 codes do not decode to their own row: seq 4, 9",
            "batch 1: the root made again from the rows is not the stored one",
        ],
    ),
    "a code of another length": (
        "UPDATE tokens SET code = 'T123' WHERE (batch_no, seq) = (2, 0)",
        [
            "batch 2: 1 codes do not decode to their own row: seq 0",
            "batch 2: the root cannot be made again from the rows: a code has 16 symbols",
        ],
    ),
    "codes of no alphabet": (
        "UPDATE tokens SET code = lower(code) WHERE batch_no = 2",
        [
            "batch 2: 20 codes do not decode to their own row: seq 0, 1, 2, ...",
            "batch 2: the root made again from the rows is not the stored one",
        ],
    ),
    "the compact range changes": (
        """UPDATE mint_batches SET compact_range = set_byte(compact_range, 40, 1 + get_byte(compact_range, 40) % 200)
           WHERE batch_no = 1""",
        [
            "batch 1: the root made again from the rows is not the stored one",
            "batch 1, commitment: the root is not the batch's",
        ],
    ),
    "the compact range is cut": (
        "UPDATE mint_batches SET compact_range = substr(compact_range, 1, 64) WHERE batch_no = 1",
        [
            "batch 1: the root made again from the rows is not the stored one",
            "batch 1: bytes of the compact range: expected 96, found 64",
            "batch 1, commitment: the root is not the batch's",
        ],
    ),
    "the cursor goes back": (
        "UPDATE mint_batches SET cursor = 16 WHERE batch_no = 2",
        [
            "batch 2: rows: expected 16, found 20",
            "batch 2: bytes of the compact range: expected 32, found 64",
            "brand acme: minted with running batches: expected 70, found 66",
        ],
    ),
    "a status that there is not": (
        "UPDATE tokens SET status = 7 WHERE (batch_no, seq) = (2, 5)",
        [
            "batch 2: 1 tokens have a status that there is not: seq 5",
            "brand acme: minted with running batches: expected 69, found 70",
        ],
    ),
    "a time of activation too early": (
        "UPDATE tokens SET activated_at = now() WHERE batch_no = 2 AND seq IN (5, 6)",
        [
            "batch 2: 2 tokens are not active, and have a time of activation: seq 5, 6",
            "brand acme: activations counted: expected 2, found 0",
            "brand acme: events of activations: expected 2, found 0",
        ],
    ),
    "a token leaves REVOKED": (
        "UPDATE tokens SET status = 2 WHERE (batch_no, seq) = (1, 35)",
        [
            "batch 1: revoked counter: expected 20, found 21",
            "batch 1, revocation R: units below its cursor that are not revoked: expected 0, found 1",
            "brand acme: revoked counter: expected 20, found 21",
            "brand acme: active counter: expected 30, found 29",
        ],
    ),
    "an end without its time": (
        "UPDATE mint_batches SET ended_at = NULL WHERE batch_no = 1",
        ["batch 1: ended_at is set: expected True, found False"],
    ),
    "a batch's revoked counter": (
        "UPDATE mint_batches SET revoked = 22 WHERE batch_no = 1",
        [
            "batch 1: revoked counter: expected 21, found 22",
            "batch 1: units that events and revocations say are revoked: expected 22, found 21",
        ],
    ),
    "units that were folded": (
        "UPDATE mint_batches SET folded = 49 WHERE batch_no = 1",
        [
            "batch 1: units folded into the totals: expected 50, found 49",
            "brand acme: minted counter: expected 49, found 50",
        ],
    ),
    "units folded that are not there": (
        "UPDATE mint_batches SET folded = 30 WHERE batch_no = 2",
        [
            "batch 2: folded 30 units of 20",
            "brand acme: minted counter: expected 80, found 50",
            "brand acme: minted with running batches: expected 70, found 40",
        ],
    ),
    "a brand's counters": (
        "UPDATE brand_totals SET batches = 3, minted = 60, active = 28, revoked = 22",
        [
            "brand acme: batches counter: expected 2, found 3",
            "brand acme: minted counter: expected 50, found 60",
            "brand acme: revoked counter: expected 21, found 22",
            "brand acme: active counter: expected 29, found 28",
            "brand acme: minted with running batches: expected 70, found 80",
        ],
    ),
    "an event is missing": (
        f"DELETE FROM events WHERE entity_id = {at(1)}::text AND action = 'MINTED'",
        [
            "batch 1: MINTED events: expected 1, found 0",
            "events of brand acme: numbers are not dense: 8 is missing",
        ],
    ),
    "the event of a start is missing": (
        f"DELETE FROM events WHERE entity_id = {at(2)}::text AND action = 'STARTED'",
        [
            "batch 2: STARTED less RESUMED events: expected 1, found 0",
            "events of brand acme: last number: expected 13, found 12",
        ],
    ),
    "an event too many": (
        f"""SELECT append_event(brand_id, 'BATCH', {at(1)}::text, a, 'x', '', '{{}}')
            FROM brands, unnest(ARRAY['SUBMITTED', 'FAILED']) a""",
        [
            "batch 1: SUBMITTED events: expected 1, found 2",
            "batch 1: FAILED less RESUMED events: expected 0, found 1",
        ],
    ),
    "the event of a token is missing": (
        "DELETE FROM events WHERE entity_type = 'TOKEN'",
        [
            "batch 1: units that events and revocations say are revoked: expected 21, found 20",
            "events of brand acme: numbers are not dense: 9 is missing",
        ],
    ),
    "the event of a revocation is missing": (
        "DELETE FROM events WHERE entity_type = 'REVOCATION' AND action = 'COMPLETED'",
        [
            "batch 1, revocation R: COMPLETED events: expected 1, found 0",
            "events of brand acme: numbers are not dense: 11 is missing",
        ],
    ),
    "a revocation ended before its end": (
        "UPDATE revocations SET cursor = 40, revoked = 20",
        [
            "batch 1, revocation R: counts 20 of 10 units",
            "batch 1, revocation R: cursor of a completed revocation: expected 50, found 40",
        ],
    ),
    "a lease that nobody could have made": (
        f"UPDATE jobs SET {_LEASE} '1 hour' WHERE job_id = {at(2)}",
        ["batch 2: its job has a lease that nobody could have made"],
    ),
    "a job that is done too early": (
        f"UPDATE jobs SET state = 'done' WHERE job_id = {at(2)}",
        ["batch 2: state of its job: expected ready, found done"],
    ),
    "counts below zero": (
        f"UPDATE jobs SET attempts = -1 WHERE job_id = {at(2)}",
        ["batch 2: its job has a negative count"],
    ),
    "a job is missing": (
        f"DELETE FROM jobs WHERE job_id = {at(1)} OR kind = 'revoke'",
        ["batch 1: its job is missing", "batch 1, revocation R: its job is missing"],
    ),
    "a job of nothing": (
        """INSERT INTO jobs (job_id, kind, brand_id, state)
           SELECT gen_random_uuid(), 'mint', brand_id, 'ready' FROM brands""",
        ["job ?: belongs to nothing"],
    ),
    "tokens of no batch": (
        "INSERT INTO tokens SELECT b, seq, code, 1 FROM tokens, unnest(ARRAY[7, 9]) b WHERE batch_no = 2",
        ["batch number 7: has tokens, but no batch", "batch number 9: has tokens, but no batch"],
    ),
    "a lot that begins elsewhere": (
        "UPDATE lots SET first_seq = 31 WHERE lot_code = 'B'",
        [
            "batch 1: lots that do not begin where the one before ends: expected 0, found 1",
        ],
    ),
    "a lot is missing": (
        "DELETE FROM lots WHERE lot_code = 'B'",
        [
            "batch 1: the root cannot be made again from the rows: the units end after the lots, or after 1048576",
            "batch 1: sum of lots: expected 50, found 30",
        ],
    ),
    "a lot of a serial batch": (
        "INSERT INTO lots SELECT 2, 0, 'A', 40, brand_id FROM brands",
        ["batch 2: sum of lots: expected 0, found 40"],
    ),
    "a context is missing": (
        "DELETE FROM brand_contexts",
        [
            f"batch {n}: its context is one that the brand's bare codes are tried with: expected True, found False"
            for n in (1, 2)
        ],
    ),
}


@pytest.mark.parametrize("name", CASES)
async def test_what_is_spoiled_is_found_and_nothing_else(
    server: Installation, conn: Conn, scene: dict[str, str], name: str
) -> None:
    spoil, expected = CASES[name]
    await conn.execute("SET session_replication_role = replica")  # no trigger guards events against their owner
    await conn.execute(spoil.encode())
    assert await findings(server, scene) == expected


async def test_a_unit_cannot_stand_twice(conn: Conn, scene: dict[str, str]) -> None:
    assert len(scene) == 3
    with pytest.raises(psycopg.errors.UniqueViolation, match="tokens_pkey"):
        await conn.execute("INSERT INTO tokens SELECT * FROM tokens WHERE batch_no = 1")
