"""Lists of a batch's tokens read what they show, whatever the filter."""

from typing import Any
from uuid import UUID

import psycopg
import pytest

from hallmint_server.db.pool import Database, open_pool
from hallmint_server.minting import token_store
from hallmint_server.minting.lookup import batch_of
from hallmint_server.minting.model import TokenStatus
from tests.support.api import Api
from tests.support.installation import Installation

Conn = psycopg.AsyncConnection[Any]
UNITS = 60_000
READ = "SELECT seq_tup_read + coalesce(idx_tup_fetch, 0) FROM pg_stat_xact_user_tables WHERE relname = 'tokens'"


@pytest.mark.usefixtures("worker")
async def test_a_page_reads_little_more_than_it_shows(server: Installation, api: Api, conn: Conn) -> None:
    found = await conn.execute("SELECT brand_id FROM brands")
    (brand_id,) = await found.fetchone() or (UUID(int=0),)
    batch_id = UUID((await api.ended((await api.submit(UNITS, at_mint=True)).batch_id)).batch_id)
    sparse = (7, 31_000, 31_001, UNITS - 1)
    change = "UPDATE tokens SET status = %s, activated_at = NULL WHERE seq = ANY(%s)"
    await conn.execute(change, [TokenStatus.REVOKED, [3, 40_000]])
    await conn.execute(change, [TokenStatus.MINTED, list(sparse)])
    async with open_pool(server.dsn, max_size=2) as pool:

        async def listed(status: TokenStatus | None, first: int, limit: int) -> tuple[list[int], int]:
            """Seqs of a page, and how many rows of tokens it read."""
            async with Database(pool).act(brand_id) as acting:
                batch = await batch_of(acting, brand_id, batch_id)
                before = await (await acting.execute(READ)).fetchone() or (0,)
                page = await token_store.list_range(
                    acting, batch, first=first, end=batch.cursor, limit=limit, status=status
                )
                read = await (await acting.execute(READ)).fetchone() or (0,)
                return [token.seq for token in page], int(read[0] - before[0])

        for first in (0, 59_000):
            seqs, read = await listed(TokenStatus.ACTIVE, first, 50)
            assert (len(seqs), seqs == sorted(set(seqs) - {3, *sparse})) == (50, True)
            assert 50 <= read <= 500
            seqs, read = await listed(None, first, 50)
            assert seqs == list(range(first, first + 50))
            assert 50 <= read <= 500
        seqs, read = await listed(TokenStatus.REVOKED, 0, 50)
        assert seqs == [3, 40_000]
        assert read <= 500
        seqs, read = await listed(TokenStatus.MINTED, 0, 3)
        assert seqs == list(sparse[:3])
        assert 31_000 <= read <= 2 * UNITS
        assert (await listed(TokenStatus.MINTED, 31_001, 50))[0] == list(sparse[2:])
        assert await listed(TokenStatus.MINTED, UNITS, 50) == ([], 0)
