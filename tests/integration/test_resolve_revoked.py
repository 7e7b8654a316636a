"""Revoked tokens of a batch that the resolver keeps for a while."""

from typing import Any

import psycopg
import pytest

from hallmint_resolver import loader
from tests.support.api import GTIN, Api
from tests.support.resolver import Resolver, revoke, tokens
from tests.support.wait import until

Conn = psycopg.AsyncConnection[Any]
pytestmark = pytest.mark.usefixtures("worker")


@pytest.mark.parametrize("others", [0, 100])
async def test_of_a_batch_that_is_active_from_its_mint_a_revocation_shows_when_it_is_read_again(
    api: Api, conn: Conn, resolver: Resolver, monkeypatch: pytest.MonkeyPatch, others: int
) -> None:
    monkeypatch.setattr(loader, "FRESH_SECONDS", 0.2)
    minted = await tokens(api, 3 + others, at_mint=True)
    # With more than a hundred revoked tokens each scan asks for its own.
    await conn.execute("UPDATE tokens SET status = 3 WHERE seq >= 3")
    path, other = (f"/01/{GTIN}/21/{token.code}" for token in minted[:2])
    assert b"withdrawn" not in (await resolver.ask(f"/p{path}")).body
    await revoke(api, minted[0])

    async def is_shown() -> bool:
        return b"withdrawn" in (await resolver.ask(f"/p{path}")).body

    await until(is_shown, 10, what="the page says that the item was withdrawn")
    assert b"withdrawn" not in (await resolver.ask(f"/p{other}")).body
