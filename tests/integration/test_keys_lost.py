"""A code key is gone for good: everything that was printed is still found, and minting goes on with another key."""

import asyncio
import subprocess
from collections.abc import Sequence
from typing import Any

import grpc
import psycopg
import pytest

from hallmint.v1 import batch_pb2, brand_service_pb2, minting_service_pb2, token_pb2
from hallmint_server.command import connect, keyring_of, work
from hallmint_server.db.queries import load
from hallmint_server.rpc.server import serve
from tests.conftest import running
from tests.support.api import Api
from tests.support.hand import hand
from tests.support.installation import Installation
from tests.support.refusal import refused
from tests.support.wait import until

Conn = psycopg.AsyncConnection[Any]
_INDEX = "tokens_code_lost_1"


async def run(place: Installation, *arguments: str) -> subprocess.CompletedProcess[str]:
    return await asyncio.to_thread(place.run, *arguments)


def forget(place: Installation) -> None:
    (place.home / "keys" / "code-key-1.hex").unlink()


async def tokens(api: Api, batch_id: str) -> list[token_pb2.Token]:
    made: list[token_pb2.Token] = []
    page = ""
    while page or not made:
        request = minting_service_pb2.ListTokensRequest(batch_id=batch_id, page_size=500, page_token=page)
        response = await api.minting.ListTokens(request, metadata=api.metadata)
        made += response.tokens
        page = response.next_page_token
    return made


async def check_found(api: Api, printed: Sequence[token_pb2.Token]) -> None:
    """Every one of `printed` is found by what its carrier says, and by what support staff type."""
    limit = asyncio.Semaphore(8)  # as many as the server's pool serves without a queue

    async def find(ref: token_pb2.TokenRef) -> token_pb2.Token:
        async with limit:
            request = minting_service_pb2.GetTokenRequest(token=ref)
            return (await api.minting.GetToken(request, metadata=api.metadata)).token

    by_url = await asyncio.gather(*(find(token_pb2.TokenRef(url=token.resolver_url)) for token in printed))
    assert by_url == list(printed)
    by_code = await asyncio.gather(*(find(token_pb2.TokenRef(code=token.code)) for token in printed))
    assert by_code == list(printed)


async def reads(conn: Conn) -> tuple[Any, ...]:
    """Scans of the whole table of tokens, and of the index on the codes of the lost key."""
    await conn.execute("SELECT pg_stat_force_next_flush()")
    sql = """SELECT (SELECT seq_scan FROM pg_stat_user_tables WHERE relname = 'tokens'),
                    (SELECT idx_scan FROM pg_stat_user_indexes WHERE indexrelname = %s)"""
    row = await (await conn.execute(sql, [_INDEX])).fetchone()
    assert row is not None
    return tuple(row)


async def plan(conn: Conn, api: Api, code: str) -> str:
    """How the server's own statement is carried out."""
    statement = load("hallmint_server.minting", "token.sql")["lost_token"].decode().format(lost_batch_no=9)
    brand = await (await conn.execute("SELECT brand_id FROM brands WHERE slug = %s", [api.brand])).fetchone()
    assert brand is not None
    values = {"code": code, "brand_id": brand[0], "key_version": 1, "context": None}
    last = await (await conn.execute("SELECT lost_batch_no FROM code_keys WHERE key_version = 1")).fetchone()
    assert last is not None
    statement = statement.replace("<= 9", f"<= {last[0]}")
    return "\n".join(line for (line,) in await (await conn.execute(f"EXPLAIN {statement}".encode(), values)).fetchall())


async def print_codes(place: Installation) -> tuple[dict[str, list[token_pb2.Token]], str]:
    """While there is a key: two brands, with and without GTIN, lots, and a batch that is not finished.

    Returns what is printed, by brand, and the id of that batch.
    """
    printed: dict[str, list[token_pb2.Token]] = {}
    async with running(lambda stop: serve(place.settings, stop)), place.api() as api:
        async with running(lambda stop: work(place.settings, stop)):
            await api.make_brand("other", gs1_ready=False)
            await api.make_product("PLAIN", gtin="")
            batch = await api.ended((await api.submit(300, sku="PLAIN")).batch_id)
            printed["other"] = await tokens(api, batch.batch_id)
            await api.make_brand("acme")
            await api.make_product()
            batch = await api.ended((await api.submit(700, lots={"A/1": 300, "B%2": 400})).batch_id)
            printed["acme"] = await tokens(api, batch.batch_id)
        unfinished = await api.submit(1000)
        async with hand(place.settings, units=300) as worker:
            await worker.cycle()
            await worker.release()
        printed["acme"] += await tokens(api, unfinished.batch_id)
    return printed, unfinished.batch_id


async def give_up(place: Installation) -> None:
    forget(place)
    assert (await run(place, "worker")).returncode == 78
    asked = await run(place, "keys", "lost", "1")
    assert (asked.returncode, "Is its file gone for good?" in asked.stdout) == (1, True)
    assert " live " in (await run(place, "keys", "list")).stdout
    lost = await run(place, "keys", "lost", "1", "--yes")
    says = "code key 1 is given up; its codes, of batches up to number 3, are found by an index now\n"
    assert (lost.returncode, lost.stdout) == (0, says)
    assert " lost " in (await run(place, "keys", "list")).stdout


async def go_on(place: Installation, api: Api, unfinished: str, printed: Sequence[token_pb2.Token]) -> None:
    """Nothing is minted with the key any more; what was not finished says why it cannot be; another key takes over."""
    assert (await refused(api.submit(1))).reason == "NO_CODE_KEY"
    async with running(lambda stop: work(place.settings, stop)):
        failed = await api.ended(unfinished)
        assert (failed.state, failed.minted_quantity) == (batch_pb2.BATCH_STATE_FAILED, 300)
        assert "code key 1 is lost" in failed.failure
        resume = minting_service_pb2.ResumeBatchRequest(batch_id=unfinished)
        refusal = await refused(api.minting.ResumeBatch(resume, metadata=api.metadata))
        assert (refusal.reason, refusal.metadata) == ("BATCH_NOT_RESUMABLE", {"state": "FAILED"})
        assert "submit a new batch for the 700 units that are left" in refusal.message
        assert await api.batch(unfinished) == failed

        assert (await run(place, "keys", "add")).stdout.startswith("code key 2 is live")
        rest = await api.ended((await api.submit(700)).batch_id)
        assert (rest.state, rest.key_version) == (batch_pb2.BATCH_STATE_MINTED, 2)
        await check_found(api, [*(await tokens(api, rest.batch_id))[:50], *printed[-50:]])


async def test_every_printed_code_outlives_its_key(place: Installation, conn: Conn) -> None:
    printed, unfinished = await print_codes(place)
    assert [len(found) for found in printed.values()] == [300, 1000]
    await give_up(place)
    await conn.execute("ANALYZE tokens")
    place.start("serve")
    async with place.api() as api:
        await until(lambda: is_ready(api))
        before = await reads(conn)
        for api.brand, found in printed.items():
            await check_found(api, found)
        after = await reads(conn)
        assert after[0] == before[0]
        assert after[1] - before[1] >= 1000  # statistics lag a second behind
        assert f"Index Scan using {_INDEX}" in await plan(conn, api, printed["acme"][0].code)
        api.brand = "other"
        stranger = minting_service_pb2.GetTokenRequest(token=token_pb2.TokenRef(code=printed["acme"][0].code))
        refusal = await refused(api.minting.GetToken(stranger, metadata=api.metadata))
        assert refusal.reason == "TOKEN_NOT_FOUND"
        api.brand = "acme"
        await go_on(place, api, unfinished, printed["acme"])
    checked = await run(place, "fsck")
    assert (checked.returncode, checked.stdout) == (0, "4 batches, 2,000 tokens: clean\n")


async def is_ready(api: Api) -> bool:
    try:
        await api.brands.ListBrands(
            brand_service_pb2.ListBrandsRequest(), metadata=api.operator_metadata, wait_for_ready=True
        )
    except grpc.aio.AioRpcError:
        return False
    return True


async def index_is_valid(conn: Conn) -> bool | None:
    sql = "SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass(%s)"
    row = await (await conn.execute(sql, [_INDEX])).fetchone()
    return None if row is None else bool(row[0])


async def test_giving_up_a_key_is_repeated_after_it_was_cut_off(server: Installation, api: Api, conn: Conn) -> None:
    batch = await api.submit(20)
    async with hand(server.settings, units=20) as worker:
        await worker.cycle()
    printed = await tokens(api, batch.batch_id)
    forget(server)
    async with await psycopg.AsyncConnection.connect(server.dsn) as older:
        # An index that is built beside writers waits for every older transaction; there its backend is ended.
        await older.set_isolation_level(psycopg.IsolationLevel.REPEATABLE_READ)
        await older.execute("SELECT FROM tokens")
        process = server.start("keys", "lost", "1", "--yes")

        async def is_half_built() -> bool:
            return await index_is_valid(conn) is False

        await until(is_half_built, 30)
        ended = await conn.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE query LIKE 'CREATE INDEX%'"
            " AND datname = current_database()"
        )
        assert await ended.fetchall() == [(True,)]
        assert await asyncio.to_thread(process.wait, 20) == 1
    assert await index_is_valid(conn) is False
    # The key is retired already, so that no batch is made with it; what it made is not yet found without it.
    assert (await refused(api.submit(1))).reason == "NO_CODE_KEY"
    again = await run(server, "keys", "lost", "1", "--yes")
    assert (again.returncode, again.stderr) == (0, "")
    assert await index_is_valid(conn) is True
    await check_found(api, printed)
    assert (await server.fsck()).findings == []


async def test_an_index_that_somebody_dropped_is_noticed_and_made_again(place: Installation, conn: Conn) -> None:
    settings = place.settings
    async with connect(settings) as own:
        ring = keyring_of(settings)
        await ring.open(own)
        assert await ring.lose(own, 1) == 0
        await conn.execute(f"DROP INDEX {_INDEX}".encode())
        found = (await place.fsck()).findings
        assert [(f.where, f.what) for f in found] == [
            ("code key 1", f"index {_INDEX} is there and valid: expected True, found False")
        ]
        assert await ring.lose(own, 1) == 0
        assert await index_is_valid(conn) is True
        assert (await place.fsck()).findings == []
        with pytest.raises(Exception, match="code key 1 is lost already"):
            await ring.retire(own, 1)
