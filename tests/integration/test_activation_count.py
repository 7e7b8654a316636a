"""Counters of activations, and fsck, which derives them again."""

from typing import Any

import psycopg
import pytest

from hallmint.v1 import minting_service_pb2
from tests.support.api import GTIN, Api
from tests.support.installation import Installation
from tests.support.resolver import Resolver, revoke, tokens

Conn = psycopg.AsyncConnection[Any]


@pytest.mark.usefixtures("worker")
async def test_counters_and_fsck_follow_activations(
    api: Api, conn: Conn, resolver: Resolver, server: Installation
) -> None:
    first, second, *_ = await tokens(api, 3)
    for token in (first, second):
        await resolver.ask(f"/01/{GTIN}/21/{token.code}")

    async def counted() -> tuple[int, int, int]:
        found = await api.minting.GetStats(minting_service_pb2.GetStatsRequest(), metadata=api.metadata)
        return found.tokens_minted, found.tokens_active, found.tokens_revoked

    assert await counted() == (3, 2, 0)
    await revoke(api, first)
    assert await counted() == (3, 1, 1)
    assert (await server.fsck()).findings == []
    await conn.execute("UPDATE activations SET units = units + 1")
    await conn.execute("SET session_replication_role = replica")
    await conn.execute("DELETE FROM unit_events WHERE seq = 0")
    said = {finding.what for finding in (await server.fsck()).findings}
    assert "activations counted: expected 2, found 3" in said
    assert "events of activations: expected 2, found 1" in said
