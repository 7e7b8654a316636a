"""Tokens of all batches: their order, and that a page reads what it shows however much lies behind it."""

from typing import Any
from uuid import UUID

import psycopg
import pytest

from hallmint.v1 import minting_service_pb2, token_pb2
from hallmint_server.db.pool import Database, open_pool
from hallmint_server.minting import token_walk
from hallmint_server.minting.model import TokenStatus
from tests.support.api import Api
from tests.support.installation import Installation
from tests.support.refusal import refused

Conn = psycopg.AsyncConnection[Any]
READ = """SELECT coalesce(sum(seq_tup_read + coalesce(idx_tup_fetch, 0)), 0) FROM pg_stat_xact_user_tables
          WHERE relname IN ('tokens', 'mint_batches')"""
UNITS = 2_000
COPIES = 1_500
ACTIVE, REVOKED, MINTED = TokenStatus.ACTIVE, TokenStatus.REVOKED, TokenStatus.MINTED


async def page_of(api: Api, **wanted: Any) -> minting_service_pb2.ListTokensResponse:
    return await api.minting.ListTokens(minting_service_pb2.ListTokensRequest(**wanted), metadata=api.metadata)


async def places(api: Api, size: int, **wanted: Any) -> list[tuple[str, int]]:
    """Batch and seq of all tokens, walked page by page."""
    found, at = [], ""
    while True:
        page = await page_of(api, page_size=size, page_token=at, **wanted)
        assert len(page.tokens) <= size
        found += [(token.batch_id, token.seq) for token in page.tokens]
        at = page.next_page_token
        if not at:
            return found


async def minted(api: Api, quantity: int, **how: Any) -> str:
    return (await api.ended((await api.submit(quantity, **how)).batch_id)).batch_id


@pytest.mark.usefixtures("worker")
async def test_tokens_of_all_batches_come_newest_batch_first_whatever_the_page(api: Api, conn: Conn) -> None:
    old, lots, new = [
        await minted(api, 5),
        await minted(api, 4, lots={"A": 2, "B": 2}),
        await minted(api, 3, at_mint=True),
    ]
    everything = [(new, n) for n in range(3)] + [(lots, n) for n in range(4)] + [(old, n) for n in range(5)]
    for size in (1, 3, 4, 12, 500):
        assert await places(api, size) == everything, size
    assert [t.lot_code for t in (await page_of(api, page_size=7)).tokens] == ["", "", "", "A", "A", "B", "B"]
    assert (await page_of(api, page_size=12)).next_page_token == ""
    # A scan activates one, and two are revoked.
    await conn.execute("SELECT activate_tokens('{1,1}', '{4,2}')")
    for batch_id, seq in ((old, 2), (lots, 3)):
        ref = token_pb2.TokenRef(batch_seq=token_pb2.BatchSeq(batch_id=batch_id, seq=seq))
        request = minting_service_pb2.RevokeTokensRequest(
            request_id=str(UUID(int=seq)), reason="r", tokens=minting_service_pb2.TokenRefs(tokens=[ref])
        )
        await api.minting.RevokeTokens(request, metadata=api.metadata)
    for size in (1, 2, 500):
        assert await places(api, size, status=token_pb2.TOKEN_STATUS_REVOKED) == [(lots, 3), (old, 2)]
        assert await places(api, size, status=token_pb2.TOKEN_STATUS_ACTIVE) == [*everything[:3], (old, 4)]
        left = [place for place in everything[3:] if place not in ((lots, 3), (old, 2), (old, 4))]
        assert await places(api, size, status=token_pb2.TOKEN_STATUS_MINTED) == left


@pytest.mark.usefixtures("worker")
async def test_another_brand_sees_none_of_them_and_its_page_token_fits_nowhere_else(api: Api) -> None:
    own = api.brand
    batch_id = await minted(api, 3)
    token = (await page_of(api, page_size=1)).next_page_token
    for wrong in (
        {"page_token": token, "batch_id": batch_id},
        {"page_token": token, "status": token_pb2.TOKEN_STATUS_ACTIVE},
        {"page_token": (await page_of(api, page_size=1, batch_id=batch_id)).next_page_token},
    ):
        assert (await refused(page_of(api, **wrong))).paths == [("page_token", "PAGE_TOKEN_INVALID")]
    assert (await refused(page_of(api, lot_code="A"))).paths == [("batch_id", "FIELD_REQUIRED")]
    await api.make_brand("other")
    assert await places(api, 50) == []
    assert (await refused(page_of(api, page_token=token))).paths == [("page_token", "PAGE_TOKEN_INVALID")]
    api.brand = own
    assert len(await places(api, 50)) == 3


@pytest.mark.usefixtures("worker")
async def test_a_page_costs_the_same_however_many_batches_there_are(server: Installation, api: Api, conn: Conn) -> None:
    await minted(api, UNITS)
    await minted(api, UNITS, at_mint=True)
    (brand_id,) = await (await conn.execute("SELECT brand_id FROM brands")).fetchone() or (UUID(int=0),)
    # Copies of the two, as many as a large brand has, with all their tokens.
    columns = [
        name
        for (name,) in await (
            await conn.execute(
                "SELECT column_name::text FROM information_schema.columns WHERE table_name = 'mint_batches' "
                "AND column_name NOT IN ('batch_no', 'batch_id')"
            )
        ).fetchall()
    ]
    names = ", ".join(columns)
    await conn.execute(
        f"""INSERT INTO mint_batches (batch_no, batch_id, {names})
            SELECT n * 10 + batch_no, gen_random_uuid(), {names} FROM mint_batches, generate_series(1, %s) n""",
        [COPIES],
    )
    await conn.execute(
        """INSERT INTO tokens (batch_no, seq, code, status) SELECT n * 10 + batch_no, seq, code, status
           FROM tokens, generate_series(1, 100) n"""
    )
    await conn.execute("ANALYZE")
    async with open_pool(server.dsn, max_size=2) as pool:

        async def walked(
            status: TokenStatus | None, start: token_walk.Place | None = None, limit: int = 50
        ) -> tuple[list[token_walk.Place], token_walk.Place | None, int]:
            """Places of a page, where to go on, and how many rows of tokens and batches it read."""
            async with Database(pool).act(brand_id) as acting:
                before = await (await acting.execute(READ)).fetchone() or (0,)
                page, more = await token_walk.walk(acting, brand_id, start=start, limit=limit, status=status)
                read = await (await acting.execute(READ)).fetchone() or (0,)
                return [(token.batch.batch_no, token.seq) for token in page], more, int(read[0] - before[0])

        for first in ((1_002, 0), (501, 7), (12, 1_900), (2, 0)):
            seqs, more, read = await walked(None, first)
            assert seqs == [(first[0], first[1] + n) for n in range(50)]
            assert more == (first[0], first[1] + 50)
            assert read <= 3_000, first
        # Nothing is revoked anywhere: the counters of the batches say so.
        seqs, more, read = await walked(REVOKED)
        assert (seqs, more) == ([], None)
        assert read <= 4 * 2 * COPIES
        # One revoked, one activated by a scan, far behind.
        await conn.execute("UPDATE tokens SET status = 3 WHERE (batch_no, seq) = (12, 77)")
        await conn.execute("UPDATE mint_batches SET revoked = 1 WHERE batch_no = 12")
        await conn.execute("SELECT activate_tokens('{21,1}', '{1234,5}')")
        seqs, more, read = await walked(REVOKED)
        assert (seqs, more) == ([(12, 77)], None)
        assert read <= 6 * 2 * COPIES
        await conn.execute("UPDATE mint_batches SET revoked = cursor WHERE activation_mode = 'at_mint'")
        seqs, more, read = await walked(ACTIVE)
        assert (seqs, more) == ([(21, 1234), (1, 5)], None)
        assert read <= 8 * 2 * COPIES
        seqs, more, read = await walked(MINTED, (21, 1_200))
        assert seqs == [(21, n) for n in range(1_200, 1_251) if n != 1_234]
        assert read <= 3_000


@pytest.mark.usefixtures("worker")
async def test_a_page_that_finds_too_little_ends_early_and_says_where_to_go_on(
    server: Installation, api: Api, conn: Conn, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(4):
        await minted(api, 3_000)
    (brand_id,) = await (await conn.execute("SELECT brand_id FROM brands")).fetchone() or (UUID(int=0),)
    # All but the last one of the oldest were activated, and by their counters those before might have minted ones.
    await conn.execute("UPDATE tokens SET status = 2, activated_at = now() WHERE (batch_no, seq) <> (1, 2999)")
    monkeypatch.setattr(token_walk, "_ROWS_MOST", 3_500)
    monkeypatch.setattr(token_walk, "_BATCHES", 1)
    async with open_pool(server.dsn, max_size=2) as pool, Database(pool).act(brand_id) as acting:
        pages, start = [], None
        while True:
            page, start = await token_walk.walk(acting, brand_id, start=start, limit=50, status=MINTED)
            pages.append([(token.batch.batch_no, token.seq) for token in page])
            if start is None:
                break
        assert pages == [[], [], [], [(1, 2999)]]
        monkeypatch.setattr(token_walk, "_STEPS_MOST", 3)
        assert await token_walk.walk(acting, brand_id, start=None, limit=50, status=REVOKED) == ([], (1, 0))
        assert await token_walk.walk(acting, brand_id, start=(1, 0), limit=50, status=REVOKED) == ([], None)
