"""Minting end to end inside one process: gRPC server, worker, real PostgreSQL; fsck is the oracle."""

import hashlib

import grpc
import psycopg
import pytest

from hallmint.v1 import batch_pb2, minting_service_pb2, token_pb2
from mintcore import extend_range, range_root
from tests.support.api import GTIN, Api
from tests.support.installation import Installation


async def all_tokens(api: Api, batch_id: str, size: int = 500, **filters: object) -> list[token_pb2.Token]:
    tokens: list[token_pb2.Token] = []
    page = ""
    while True:
        request = minting_service_pb2.ListTokensRequest(batch_id=batch_id, page_size=size, page_token=page, **filters)  # type: ignore[arg-type]
        response = await api.minting.ListTokens(request, metadata=api.metadata)
        tokens += response.tokens
        page = response.next_page_token
        if not page:
            return tokens


async def find(api: Api, **ref: object) -> token_pb2.Token:
    request = minting_service_pb2.GetTokenRequest(token=token_pb2.TokenRef(**ref))  # type: ignore[arg-type]
    return (await api.minting.GetToken(request, metadata=api.metadata)).token


async def stats(api: Api) -> minting_service_pb2.GetStatsResponse:
    return await api.minting.GetStats(minting_service_pb2.GetStatsRequest(), metadata=api.metadata)


@pytest.mark.usefixtures("worker")
async def test_serial_batch_is_minted_and_every_token_is_right(server: Installation, api: Api) -> None:
    batch = await api.ended((await api.submit(1234)).batch_id)
    assert batch.state == batch_pb2.BATCH_STATE_MINTED
    assert (batch.minted_quantity, batch.gtin, batch.lots[:]) == (1234, GTIN, [])
    tokens = await all_tokens(api, batch.batch_id)
    assert [t.seq for t in tokens] == list(range(1234))
    assert len({t.code for t in tokens}) == 1234
    assert {t.status for t in tokens} == {token_pb2.TOKEN_STATUS_MINTED}
    assert all(t.resolver_url == f"https://id.acme.example/01/{GTIN}/21/{t.code}" for t in tokens)
    codes = [t.code for t in tokens]
    assert batch.root == range_root(extend_range(batch.batch_id, f"gtin:{GTIN}", [], 0, codes, b""), 1234)
    report = await server.fsck()
    assert (report.findings, report.tokens) == ([], 1234)


@pytest.mark.usefixtures("worker")
async def test_lots_share_the_batch_in_order(server: Installation, api: Api) -> None:
    lots = {"A-1": 3, "B/2": 25_000, "c%3": 1}
    batch = await api.ended((await api.submit(25_004, lots=lots)).batch_id)
    ranges = [(lot.lot_code, lot.first_seq, lot.quantity) for lot in batch.lots]
    assert ranges == [
        ("A-1", 0, 3),
        ("B/2", 3, 25_000),
        ("c%3", 25_003, 1),
    ]
    first = await all_tokens(api, batch.batch_id, lot_code="A-1")
    assert [t.seq for t in first] == [0, 1, 2]
    last = await find(api, batch_seq=token_pb2.BatchSeq(batch_id=batch.batch_id, seq=25_003))
    assert last.resolver_url == f"https://id.acme.example/01/{GTIN}/10/c%253/21/{last.code}"
    assert await find(api, url=last.resolver_url) == last
    middle = await all_tokens(api, batch.batch_id, lot_code="B/2", size=500)
    assert len(middle) == 25_000
    assert "/10/B%2F2/21/" in middle[0].resolver_url
    assert (await server.fsck()).findings == []


@pytest.mark.usefixtures("worker")
async def test_active_at_mint_and_counters(server: Installation, api: Api) -> None:
    await api.ended((await api.submit(300)).batch_id)
    await api.ended((await api.submit(200, at_mint=True)).batch_id)
    found = await stats(api)
    assert (found.tokens_minted, found.tokens_active, found.tokens_revoked) == (500, 200, 0)
    assert (found.batches_created, found.batches_running) == (2, 0)
    assert (await server.fsck()).findings == []


@pytest.mark.usefixtures("worker")
async def test_a_token_is_found_by_whatever_somebody_holds(api: Api) -> None:
    batch = await api.ended((await api.submit(50)).batch_id)
    token = (await all_tokens(api, batch.batch_id))[17]
    typed = token.code.replace("0", "o").replace("1", "l").lower()
    assert await find(api, code=token.code) == token
    assert await find(api, code=typed) == token
    assert await find(api, url=token.resolver_url) == token
    assert await find(api, url=f"/01/{GTIN}/21/{token.code}?utm=x") == token
    assert await find(api, gtin_serial=token_pb2.GtinSerial(gtin=GTIN, serial=typed)) == token
    assert await find(api, batch_seq=token_pb2.BatchSeq(batch_id=batch.batch_id, seq=17)) == token


@pytest.mark.usefixtures("worker")
async def test_what_was_never_minted_is_not_found(api: Api) -> None:
    batch = await api.ended((await api.submit(50)).batch_id)
    token = (await all_tokens(api, batch.batch_id))[0]
    forged = token.code[:-1] + ("0" if token.code[-1] != "0" else "2")
    for ref in (
        {"code": forged},
        {"code": "no code"},
        {"url": f"https://id.acme.example/01/{GTIN}/21/{forged}"},
        {"url": f"https://id.acme.example/t/{token.code}"},  # right code, wrong context
        {"url": f"https://id.acme.example/01/04006381333931/21/{token.code}"},
        {"gtin_serial": token_pb2.GtinSerial(gtin="123", serial=token.code)},
        {"batch_seq": token_pb2.BatchSeq(batch_id=batch.batch_id, seq=50)},
        {"batch_seq": token_pb2.BatchSeq(batch_id=batch.batch_id, seq=-1)},
    ):
        with pytest.raises(grpc.aio.AioRpcError) as caught:
            await find(api, **ref)
        assert caught.value.code() == grpc.StatusCode.NOT_FOUND


@pytest.mark.usefixtures("worker")
async def test_without_gtin_urls_are_short_and_a_bare_code_leads_to_its_context(server: Installation, api: Api) -> None:
    async with server.api() as other:
        await other.make_brand("plain", gs1_ready=False)
        await other.make_product("NO-GTIN", gtin="")
        batch = await other.ended((await other.submit(10, sku="NO-GTIN")).batch_id)
        token = (await all_tokens(other, batch.batch_id))[3]
        assert token.resolver_url == f"https://id.acme.example/t/{token.code}"
        assert await find(other, url=token.resolver_url.replace("/t/", "/T/")) == token
        assert await find(other, code=token.code) == token
        with pytest.raises(grpc.aio.AioRpcError) as caught:  # another brand's token
            await find(api, code=token.code)
        assert caught.value.code() == grpc.StatusCode.NOT_FOUND


@pytest.mark.usefixtures("worker")
async def test_a_forged_code_costs_no_read_of_tokens(
    server: Installation, api: Api, conn: psycopg.AsyncConnection[tuple[int]]
) -> None:
    await api.ended((await api.submit(50)).batch_id)

    async def reads() -> int:
        await conn.execute("SELECT pg_stat_force_next_flush()")
        sql = "SELECT coalesce(sum(seq_scan + idx_scan), 0)::bigint FROM pg_stat_user_tables WHERE relname = 'tokens'"
        row = await (await conn.execute(sql)).fetchone()
        assert row is not None
        return row[0]

    async with server.api(api.brand) as guest:
        before = await reads()
        for number in range(20):
            forged = "T" + hashlib.sha256(str(number).encode()).hexdigest().upper()[:15]
            with pytest.raises(grpc.aio.AioRpcError):
                await find(guest, code=forged)
        assert await reads() == before


async def test_watch_tells_snapshot_progress_and_end(server: Installation, api: Api) -> None:
    batch = await api.submit(60_000)
    request = minting_service_pb2.WatchBatchRequest(batch_id=batch.batch_id)
    worker = server.start("worker", HALLMINT_CYCLE_UNITS="500")
    seen = [m async for m in api.minting.WatchBatch(request, metadata=api.metadata, timeout=60) if m.HasField("batch")]
    assert seen[-1].batch.state == batch_pb2.BATCH_STATE_MINTED
    minted = [m.batch.minted_quantity for m in seen]
    assert minted == sorted(minted)
    assert any(0 < units < 60_000 for units in minted)
    cursors = [int(m.cursor) for m in seen]
    assert cursors == sorted(set(cursors))
    again = minting_service_pb2.WatchBatchRequest(batch_id=batch.batch_id, cursor=seen[-1].cursor)
    last = [m async for m in api.minting.WatchBatch(again, metadata=api.metadata, timeout=10)]
    assert [m.batch.state for m in last] == [batch_pb2.BATCH_STATE_MINTED]
    worker.terminate()
    assert worker.wait(20) == 0


async def test_watch_sends_heartbeats_and_a_cursor_leaves_out_the_snapshot(place: Installation) -> None:
    place.options["HALLMINT_HEARTBEAT_SECONDS"] = "0.2"
    place.start("serve")
    async with place.api() as api:
        await api.make_brand()
        await api.make_product()
        batch = await api.submit(10)
        request = minting_service_pb2.WatchBatchRequest(batch_id=batch.batch_id)
        call = api.minting.WatchBatch(request, metadata=api.metadata, timeout=20)
        stream = aiter(call)
        first, beat = await anext(stream), await anext(stream)
        assert first.batch.state == batch_pb2.BATCH_STATE_QUEUED
        assert not beat.HasField("batch")
        assert beat.cursor == first.cursor
        call.cancel()
        again = minting_service_pb2.WatchBatchRequest(batch_id=batch.batch_id, cursor=first.cursor)
        call = api.minting.WatchBatch(again, metadata=api.metadata, timeout=20)
        assert not (await anext(aiter(call))).HasField("batch")
        call.cancel()


async def test_cancel_keeps_what_was_minted_and_nothing_follows(server: Installation, api: Api) -> None:
    batch = await api.submit(1_000_000)
    server.start("worker", HALLMINT_CYCLE_UNITS="1000")
    request = minting_service_pb2.WatchBatchRequest(batch_id=batch.batch_id)
    async for message in api.minting.WatchBatch(request, metadata=api.metadata, timeout=60):
        if message.batch.minted_quantity:
            break
    cancel = minting_service_pb2.CancelBatchRequest(batch_id=batch.batch_id)
    cancelled = (await api.minting.CancelBatch(cancel, metadata=api.metadata)).batch
    assert cancelled.state == batch_pb2.BATCH_STATE_CANCELLED
    assert 0 < cancelled.minted_quantity < 1_000_000
    assert (await api.minting.CancelBatch(cancel, metadata=api.metadata)).batch == cancelled
    small = await api.ended((await api.submit(1000)).batch_id)  # the worker went on to the next job
    assert small.state == batch_pb2.BATCH_STATE_MINTED
    assert await api.batch(batch.batch_id) == cancelled
    found = await stats(api)
    assert found.tokens_minted == cancelled.minted_quantity + 1000
    assert (await server.fsck()).findings == []
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await api.minting.ResumeBatch(
            minting_service_pb2.ResumeBatchRequest(batch_id=batch.batch_id), metadata=api.metadata
        )
    assert caught.value.code() == grpc.StatusCode.FAILED_PRECONDITION


async def test_a_hundred_units_beside_a_million_of_one_brand_do_not_wait(server: Installation, api: Api) -> None:
    """Order, not time: when the hundred are minted, the million still runs, on one worker and within one brand."""
    large = await api.submit(1_000_000)
    server.start("worker", HALLMINT_CYCLE_UNITS="2000")
    request = minting_service_pb2.WatchBatchRequest(batch_id=large.batch_id)
    async for message in api.minting.WatchBatch(request, metadata=api.metadata, timeout=60):
        if message.batch.minted_quantity:
            break
    small = await api.ended((await api.submit(100)).batch_id)
    assert small.state == batch_pb2.BATCH_STATE_MINTED
    assert (await api.batch(large.batch_id)).state == batch_pb2.BATCH_STATE_PROCESSING
    await api.minting.CancelBatch(
        minting_service_pb2.CancelBatchRequest(batch_id=large.batch_id), metadata=api.metadata
    )


@pytest.mark.usefixtures("worker")
async def test_batches_are_listed_newest_first_by_keyset(api: Api) -> None:
    made = [(await api.submit(1)).batch_id for _ in range(7)]
    for batch_id in made:
        await api.ended(batch_id)
    listed, page = [], ""
    while True:
        request = minting_service_pb2.ListBatchesRequest(
            page_size=3, page_token=page, state=batch_pb2.BATCH_STATE_MINTED
        )
        response = await api.minting.ListBatches(request, metadata=api.metadata)
        assert len(response.batches) <= 3
        listed += [b.batch_id for b in response.batches]
        page = response.next_page_token
        if not page:
            break
    assert listed == made[::-1]
