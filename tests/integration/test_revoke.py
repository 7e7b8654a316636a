"""Withdrawing tokens: named ones at once, batches and lots by a worker. fsck and the counters are the oracles."""

import asyncio
from collections import Counter
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from hallmint.v1 import batch_pb2, minting_service_pb2, revocation_pb2, token_pb2
from hallmint_server.command import work
from tests.conftest import running
from tests.support.api import GTIN, Api
from tests.support.contents import contents
from tests.support.installation import Installation
from tests.support.refusal import refused
from tests.support.wait import until

Conn = psycopg.AsyncConnection[Any]
Batch = batch_pb2.Batch
Token = token_pb2.Token
REVOKED = token_pb2.TOKEN_STATUS_REVOKED


def place(batch: Batch, seq: int) -> token_pb2.TokenRef:
    return token_pb2.TokenRef(batch_seq=token_pb2.BatchSeq(batch_id=batch.batch_id, seq=seq))


async def minted(api: Api, quantity: int, **fields: Any) -> Batch:
    return await api.ended((await api.submit(quantity, **fields)).batch_id)


async def revoke(api: Api, *, reason: str = "recall", **target: Any) -> minting_service_pb2.RevokeTokensResponse:
    request = minting_service_pb2.RevokeTokensRequest(request_id=str(uuid4()), reason=reason, **target)
    return await api.minting.RevokeTokens(request, metadata=api.metadata)


async def revoke_named(api: Api, *refs: token_pb2.TokenRef) -> list[Token]:
    return list((await revoke(api, tokens=minting_service_pb2.TokenRefs(tokens=refs))).tokens)


async def revoke_whole(api: Api, batch: Batch, lot_code: str = "") -> revocation_pb2.Revocation:
    """Revoke a batch or lot, and wait until a worker has done it."""
    lot = minting_service_pb2.LotRef(batch_id=batch.batch_id, lot_code=lot_code)
    target: dict[str, Any] = {"lot": lot} if lot_code else {"batch_id": batch.batch_id}
    asked = (await revoke(api, **target)).revocation
    assert asked.state == revocation_pb2.REVOCATION_STATE_PROCESSING

    async def ended() -> revocation_pb2.Revocation | None:
        found = {r.revocation_id: r for r in await revocations(api, batch)}[asked.revocation_id]
        return found if found.HasField("ended_at") else None

    found: revocation_pb2.Revocation = await until(ended, 30)
    return found


async def revocations(api: Api, batch: Batch) -> list[revocation_pb2.Revocation]:
    request = minting_service_pb2.GetBatchRequest(batch_id=batch.batch_id)
    return list((await api.minting.GetBatch(request, metadata=api.metadata)).revocations)


async def listed(api: Api, batch: Batch, **filters: Any) -> list[Token]:
    request = minting_service_pb2.ListTokensRequest(batch_id=batch.batch_id, page_size=500, **filters)
    return list((await api.minting.ListTokens(request, metadata=api.metadata)).tokens)


async def counters(api: Api) -> tuple[int, int, int]:
    stats = await api.minting.GetStats(minting_service_pb2.GetStatsRequest(), metadata=api.metadata)
    return stats.tokens_minted, stats.tokens_active, stats.tokens_revoked


async def events(conn: Conn, entity_type: str) -> Counter[str]:
    sql = "SELECT action, count(*) FROM events WHERE entity_type = %s GROUP BY action"
    return Counter(dict(await (await conn.execute(sql, [entity_type])).fetchall()))


@pytest.mark.usefixtures("worker")
async def test_named_tokens_by_whatever_names_them(server: Installation, api: Api, conn: Conn) -> None:
    batch = await minted(api, 8, at_mint=True)
    tokens = await listed(api, batch)
    revoked = await revoke_named(
        api,
        token_pb2.TokenRef(url=tokens[5].resolver_url),
        place(batch, 2),
        token_pb2.TokenRef(code=tokens[7].code.lower()),
        token_pb2.TokenRef(gtin_serial=token_pb2.GtinSerial(gtin=GTIN, serial=tokens[0].code)),
        token_pb2.TokenRef(code=tokens[5].code),  # the same again, under another name
        place(batch, 2),
    )
    assert [(t.seq, t.status) for t in revoked] == [(5, REVOKED), (2, REVOKED), (7, REVOKED), (0, REVOKED)]
    assert [t.seq for t in await listed(api, batch, status=REVOKED)] == [0, 2, 5, 7]
    assert [t.seq for t in await listed(api, batch, status=token_pb2.TOKEN_STATUS_ACTIVE)] == [1, 3, 4, 6]
    assert (await api.batch(batch.batch_id)).revoked_quantity == 4
    assert await counters(api) == (8, 4, 4)
    assert await events(conn, "TOKEN") == {"REVOKED": 4}
    detail = """SELECT detail::json->>'reason', detail::json->>'status', actor = 'member:' || member_id
        FROM events, memberships WHERE entity_type = 'TOKEN'"""
    assert set(await (await conn.execute(detail)).fetchall()) == {("recall", "ACTIVE", True)}
    assert (await server.fsck()).findings == []


@pytest.mark.usefixtures("worker")
async def test_all_or_none(server: Installation, api: Api, conn: Conn) -> None:
    batch = await minted(api, 3)
    async with server.api() as other:
        await other.make_brand("other", gs1_ready=False)
        await other.make_product("THEIRS", gtin="")
        theirs = (await listed(other, await minted(other, 1, sku="THEIRS")))[0]
    before = await contents(conn)
    for unknown in (
        place(batch, 3),
        place(batch, -1),
        token_pb2.TokenRef(code="T" * 16),
        token_pb2.TokenRef(url="not a link"),
        token_pb2.TokenRef(code=theirs.code),
        token_pb2.TokenRef(url=theirs.resolver_url),
    ):
        refusal = await refused(revoke_named(api, place(batch, 0), place(batch, 1), unknown, place(batch, 2)))
        assert (refusal.code, refusal.reason) == ("NOT_FOUND", "TOKEN_NOT_FOUND")
        assert refusal.metadata == {"index": "2"}
    assert await contents(conn) == before


@pytest.mark.usefixtures("worker")
async def test_a_revoked_token_stays_so_and_is_no_error(server: Installation, api: Api, conn: Conn) -> None:
    batch = await minted(api, 4)
    await revoke_named(api, place(batch, 1))
    assert [t.status for t in await revoke_named(api, place(batch, 1), place(batch, 2))] == [REVOKED, REVOKED]
    assert await events(conn, "TOKEN") == {"REVOKED": 2}
    assert (await revoke_whole(api, batch)).revoked_quantity == 2
    assert (await revoke_whole(api, batch)).revoked_quantity == 0
    assert {t.status for t in await listed(api, batch)} == {REVOKED}
    assert await counters(api) == (4, 0, 4)
    assert await events(conn, "REVOCATION") == {"SUBMITTED": 2, "COMPLETED": 2}
    assert [r.revoked_quantity for r in await revocations(api, batch)] == [0, 2]  # newest first
    assert (await server.fsck()).findings == []


@pytest.mark.usefixtures("worker")
async def test_how_many_and_why(api: Api, conn: Conn) -> None:
    batch = await minted(api, 1000)
    before = await contents(conn)
    for refs in ([], [place(batch, 0)] * 1001):
        refusal = await refused(revoke_named(api, *refs))
        assert (refusal.code, refusal.paths) == ("INVALID_ARGUMENT", [("tokens.tokens", "FIELD_INVALID")])
    for reason in ("", "x" * 501):
        refusal = await refused(revoke(api, reason=reason, batch_id=batch.batch_id))
        assert refusal.paths == [("reason", "FIELD_INVALID")]
    empty = minting_service_pb2.TokenRefs(tokens=[token_pb2.TokenRef(), place(batch, 0)])
    request = minting_service_pb2.RevokeTokensRequest(tokens=empty)
    refusal = await refused(api.minting.RevokeTokens(request, metadata=api.metadata))
    assert [path for path, _ in refusal.paths] == ["reason", "request_id", "tokens.tokens[0]"]
    assert await contents(conn) == before
    thousand = [place(batch, seq) for seq in range(1000)]
    answer = await revoke(api, reason="ω" * 500, tokens=minting_service_pb2.TokenRefs(tokens=thousand))
    assert len(answer.tokens) == 1000
    assert await counters(api) == (1000, 0, 1000)


@pytest.mark.usefixtures("worker")
async def test_a_batch_of_more_than_one_cycle(server: Installation, api: Api, conn: Conn) -> None:
    batch = await minted(api, 25_000, at_mint=True)
    await revoke_named(api, place(batch, 0), place(batch, 24_999))
    done = await revoke_whole(api, batch)
    assert (done.state, done.revoked_quantity) == (revocation_pb2.REVOCATION_STATE_COMPLETED, 24_998)
    assert (done.batch_id, done.lot_code, done.reason) == (batch.batch_id, "", "recall")
    assert (await api.batch(batch.batch_id)).revoked_quantity == 25_000
    assert await counters(api) == (25_000, 0, 25_000)
    assert await events(conn, "REVOCATION") == {"SUBMITTED": 1, "COMPLETED": 1}
    assert (await server.fsck()).findings == []


@pytest.mark.usefixtures("worker")
async def test_a_lot(server: Installation, api: Api) -> None:
    batch = await minted(api, 60, lots={"A": 10, "B": 20, "C": 30})
    done = await revoke_whole(api, batch, "B")
    assert (done.lot_code, done.revoked_quantity) == ("B", 20)
    assert [t.seq for t in await listed(api, batch, status=REVOKED)] == list(range(10, 30))
    assert [t.seq for t in await listed(api, batch, status=REVOKED, lot_code="A")] == []
    missing = minting_service_pb2.LotRef(batch_id=batch.batch_id, lot_code="D")
    assert (await refused(revoke(api, lot=missing))).reason == "LOT_NOT_FOUND"
    refusal = await refused(revoke(api, lot=minting_service_pb2.LotRef(batch_id=batch.batch_id)))
    assert refusal.paths == [("lot.lot_code", "FIELD_REQUIRED")]
    assert await counters(api) == (60, 0, 20)
    assert (await server.fsck()).findings == []


async def test_a_batch_is_revoked_when_it_has_ended(server: Installation, api: Api, conn: Conn) -> None:
    batch = await api.submit(10, lots={"A": 4, "B": 6})
    refusal = await refused(revoke(api, batch_id=batch.batch_id))
    assert (refusal.code, refusal.reason, refusal.metadata) == (
        "FAILED_PRECONDITION",
        "BATCH_NOT_ENDED",
        {"state": "QUEUED"},
    )
    cancel = minting_service_pb2.CancelBatchRequest(batch_id=batch.batch_id)
    await api.minting.CancelBatch(cancel, metadata=api.metadata)
    async with running(lambda stop: work(server.settings, stop)):
        # Nothing was minted, so there is nothing to revoke, and the job still comes to its end.
        for lot_code in ("", "B"):
            done = await revoke_whole(api, batch, lot_code)
            assert (done.state, done.revoked_quantity) == (revocation_pb2.REVOCATION_STATE_COMPLETED, 0)
    assert await events(conn, "REVOCATION") == {"SUBMITTED": 2, "COMPLETED": 2}
    assert (await server.fsck()).findings == []


async def test_overlapping_revocations_wait_for_each_other_without_deadlock(
    server: Installation, api: Api, conn: Conn
) -> None:
    """Named tokens of two batches in both orders, both batches as a whole, and a third batch that ends meanwhile."""
    place_settings = server.settings.model_copy(update={"cycle_units": 40})
    async with (
        running(lambda stop: work(place_settings, stop)),
        running(lambda stop: work(place_settings, stop)),
    ):
        first, second = await minted(api, 400), await minted(api, 400, at_mint=True)
        third = await api.submit(400, at_mint=True)
        refs = [place(batch, seq) for seq in range(0, 400, 4) for batch in (first, second)]
        named = (revoke_named(api, *(refs[::step][n : n + 60])) for n in range(0, 200, 50) for step in (1, -1))
        answers, *_ = await asyncio.gather(
            asyncio.gather(*named), revoke_whole(api, first), revoke_whole(api, second), api.ended(third.batch_id)
        )
    assert all(token.status == REVOKED for tokens in answers for token in tokens)
    assert await counters(api) == (1200, 400, 800)
    assert (await server.fsck()).findings == []
    await conn.execute("SELECT pg_stat_force_next_flush()")
    deadlocks = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
    assert await (await conn.execute(deadlocks)).fetchone() == (0,)


@pytest.mark.usefixtures("worker")
async def test_counters_are_locked_in_the_order_in_which_a_batch_ends(
    server: Installation, api: Api, conn: Conn
) -> None:
    """Batches first and then their brand; the other way round two calls could each wait for the other."""
    first, second = await minted(api, 2), await minted(api, 2)
    blocked = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    async with await psycopg.AsyncConnection.connect(server.dsn) as holder:
        await holder.execute("SELECT FROM mint_batches WHERE batch_no = %s FOR UPDATE", [second.batch_no])
        call = asyncio.create_task(revoke_named(api, place(first, 0), place(second, 0)))

        async def is_waiting() -> bool:
            return await (await conn.execute(blocked)).fetchone() == (1,)

        await until(is_waiting)
        await holder.execute("SELECT FROM brand_totals FOR UPDATE NOWAIT")  # what ends a batch takes next
    assert [token.status for token in await call] == [REVOKED, REVOKED]
