"""request_ids: a call that is sent again does nothing again, and says what the first one made."""

import asyncio
from collections.abc import Awaitable
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from hallmint.v1 import (
    batch_pb2,
    brand_service_pb2,
    catalog_service_pb2,
    minting_service_pb2,
    product_pb2,
    revocation_pb2,
    token_pb2,
)
from hallmint_server.command import work
from hallmint_server.jobs.lease import purge_requests
from tests.conftest import running
from tests.support.api import Api
from tests.support.contents import contents
from tests.support.installation import Installation
from tests.support.refusal import refused
from tests.support.wait import until

Conn = psycopg.AsyncConnection[Any]


def mint(api: Api, quantity: int, request_id: str, **fields: Any) -> Any:
    request = minting_service_pb2.SubmitMintRequest(request_id=request_id, mint=api.spec(quantity, **fields))
    return api.minting.SubmitMint(request, metadata=api.metadata)


def revoke(api: Api, request_id: str, *, reason: str = "recall", **target: Any) -> Any:
    request = minting_service_pb2.RevokeTokensRequest(request_id=request_id, reason=reason, **target)
    return api.minting.RevokeTokens(request, metadata=api.metadata)


def brand(api: Api, request_id: str, slug: str) -> Any:
    request = brand_service_pb2.CreateBrandRequest(request_id=request_id, slug=slug, name="Brand")
    return api.brands.CreateBrand(request, metadata=api.operator_metadata)


def product(api: Api, request_id: str, sku: str) -> Any:
    request = catalog_service_pb2.CreateProductRequest(
        request_id=request_id, sku=sku, name="Product", group=product_pb2.PRODUCT_GROUP_GENERIC
    )
    request.attributes.update({name: {"x": number} for number, name in enumerate("zyxwvutsrqponmlkjihgfedcba")})
    return api.catalog.CreateProduct(request, metadata=api.metadata)


def named(batch_id: str, *seqs: int) -> minting_service_pb2.TokenRefs:
    places = (token_pb2.BatchSeq(batch_id=batch_id, seq=seq) for seq in seqs)
    return minting_service_pb2.TokenRefs(tokens=[token_pb2.TokenRef(batch_seq=place) for place in places])


async def test_fifty_identical_submits_at_once_are_one_batch(server: Installation, api: Api, conn: Conn) -> None:
    request_id = str(uuid4())
    answers = await asyncio.gather(*(mint(api, 1000, request_id, lots={"A": 400, "B": 600}) for _ in range(50)))
    assert answers == [answers[0]] * 50
    assert [(lot.lot_code, lot.quantity) for lot in answers[0].batch.lots] == [("A", 400), ("B", 600)]
    listed = await api.minting.ListBatches(minting_service_pb2.ListBatchesRequest(), metadata=api.metadata)
    assert [b.batch_id for b in listed.batches] == [answers[0].batch.batch_id]
    made = await contents(conn)
    assert [made[table][0] for table in ("mint_batches", "jobs", "lots", "brand_contexts")] == [1, 1, 2, 1]
    assert (await server.fsck()).findings == []


async def test_identical_creations_at_once_are_one_thing(api: Api, conn: Conn) -> None:
    request_id = str(uuid4())
    for call in (brand, product):
        before = await contents(conn)
        answers = await asyncio.gather(*(call(api, request_id, "new") for _ in range(20)))
        assert answers == [answers[0]] * 20
        after = await contents(conn)
        table = f"{call.__name__}s"
        assert after[table][0] == before[table][0] + 1


async def test_the_same_id_with_another_body_is_refused_and_does_nothing(api: Api, conn: Conn) -> None:
    batch_id = (await api.submit(5)).batch_id
    await api.minting.CancelBatch(minting_service_pb2.CancelBatchRequest(batch_id=batch_id), metadata=api.metadata)
    ids = [str(uuid4()) for _ in range(4)]
    await mint(api, 10, ids[0])
    await brand(api, ids[1], "new")
    await product(api, ids[2], "NEW")
    await revoke(api, ids[3], batch_id=batch_id)
    before = await contents(conn)
    for call, method in (
        (mint(api, 11, ids[0]), "SubmitMint"),
        (mint(api, 10, ids[0], at_mint=True), "SubmitMint"),
        (mint(api, 10, ids[0], sku="NOWHERE"), "SubmitMint"),
        (mint(api, 0, ids[0]), "SubmitMint"),  # refused for its id, and not for what was never to be done
        (brand(api, ids[1], "newer"), "CreateBrand"),
        (product(api, ids[2], "NEWER"), "CreateProduct"),
        (revoke(api, ids[3], batch_id=batch_id, reason="another"), "RevokeTokens"),
        (revoke(api, ids[3], tokens=named(batch_id, 0)), "RevokeTokens"),
    ):
        refusal = await refused(call)
        assert (refusal.code, refusal.reason) == ("ALREADY_EXISTS", "REQUEST_ID_REUSED")
        assert refusal.metadata == {"method": method}
    assert await contents(conn) == before


async def test_of_two_bodies_at_once_one_wins(api: Api) -> None:
    request_id = str(uuid4())
    calls = [mint(api, quantity, request_id) for quantity in range(1, 21)]
    answers = await asyncio.gather(*calls, return_exceptions=True)
    made = [answer for answer in answers if isinstance(answer, minting_service_pb2.SubmitMintResponse)]
    assert len(made) == 1
    assert (await mint(api, made[0].batch.quantity, request_id)) == made[0]


async def test_an_id_belongs_to_its_method_and_brand(api: Api) -> None:
    request_id = str(uuid4())
    first = (await mint(api, 1, request_id)).batch
    await product(api, request_id, "NEW")
    await brand(api, request_id, "new")
    await api.make_brand("other", gs1_ready=False)
    await api.make_product(gtin="")
    second = (await mint(api, 2, request_id)).batch
    assert second.batch_id != first.batch_id
    # Upper case is the same UUID.
    assert (await mint(api, 2, request_id.upper())).batch == second


async def test_a_retry_returns_the_batch_as_it_has_become(server: Installation, api: Api) -> None:
    request_id = str(uuid4())
    queued = (await mint(api, 700, request_id)).batch
    assert queued.state == batch_pb2.BATCH_STATE_QUEUED
    async with running(lambda stop: work(server.settings, stop)):
        minted = await api.ended(queued.batch_id)
    again = (await mint(api, 700, request_id)).batch
    assert again == minted
    assert (again.state, again.minted_quantity) == (batch_pb2.BATCH_STATE_MINTED, 700)
    revoked = str(uuid4())
    first = await revoke(api, revoked, batch_id=queued.batch_id)
    assert first.revocation.state == revocation_pb2.REVOCATION_STATE_PROCESSING

    async def ended() -> minting_service_pb2.RevokeTokensResponse | None:
        response: minting_service_pb2.RevokeTokensResponse = await revoke(api, revoked, batch_id=queued.batch_id)
        return response if response.revocation.HasField("ended_at") else None

    async with running(lambda stop: work(server.settings, stop)):
        last = await until(ended)
    assert last.revocation.revocation_id == first.revocation.revocation_id
    assert last.revocation.revoked_quantity == 700


@pytest.mark.usefixtures("worker")
async def test_revoking_named_tokens_again_changes_nothing(server: Installation, api: Api, conn: Conn) -> None:
    batch_id = (await api.ended((await api.submit(10)).batch_id)).batch_id
    request_id = str(uuid4())
    answers = await asyncio.gather(*(revoke(api, request_id, tokens=named(batch_id, 3, 1, 3)) for _ in range(10)))
    assert answers == [answers[0]] * 10
    assert [t.seq for t in answers[0].tokens] == [3, 1]
    before = await contents(conn)
    assert await revoke(api, request_id, tokens=named(batch_id, 3, 1, 3)) == answers[0]
    assert await contents(conn) == before
    refusal = await refused(revoke(api, request_id, tokens=named(batch_id, 99)))
    assert refusal.reason == "REQUEST_ID_REUSED"
    assert (await server.fsck()).findings == []


async def test_a_refused_call_does_not_use_up_its_id(api: Api, conn: Conn) -> None:
    request_id = str(uuid4())
    assert (await refused(mint(api, 5, request_id, sku="NEW"))).reason == "PRODUCT_NOT_FOUND"
    assert (await refused(mint(api, 0, request_id))).reason == "QUANTITY_OUT_OF_RANGE"
    await api.make_product("NEW", gtin="04006381333931")
    batch = (await mint(api, 5, request_id, sku="NEW")).batch
    assert batch.quantity == 5
    assert (await refused(product(api, request_id, "SKU-1"))).reason == "SKU_TAKEN"
    assert (await product(api, request_id, "SKU-2")).product.sku == "SKU-2"
    assert (await refused(brand(api, request_id, "acme"))).reason == "SLUG_TAKEN"
    assert (await brand(api, request_id, "acme-2")).brand.slug == "acme-2"
    assert (await refused(revoke(api, request_id, batch_id=batch.batch_id))).reason == "BATCH_NOT_ENDED"
    await api.minting.CancelBatch(
        minting_service_pb2.CancelBatchRequest(batch_id=batch.batch_id), metadata=api.metadata
    )
    assert (await revoke(api, request_id, batch_id=batch.batch_id)).revocation.batch_id == batch.batch_id
    row = await (await conn.execute("SELECT count(*) FROM requests WHERE request_id = %s", [request_id])).fetchone()
    assert row == (4,)


async def test_ids_older_than_thirty_days_are_forgotten(api: Api, conn: Conn) -> None:
    old, young = str(uuid4()), str(uuid4())
    for request_id, age in ((old, "30 days 1 minute"), (young, "29 days 23 hours")):
        await mint(api, 1, request_id)
        age_it = "UPDATE requests SET created_at = now() - %s::interval WHERE request_id = %s"
        await conn.execute(age_it, [age, request_id])
    assert await purge_requests(conn) == 1
    assert await purge_requests(conn) == 0
    assert (await refused(mint(api, 2, young))).reason == "REQUEST_ID_REUSED"
    assert (await mint(api, 2, old)).batch.quantity == 2


async def test_an_idle_worker_forgets_them(server: Installation, api: Api, conn: Conn) -> None:
    await conn.execute("UPDATE requests SET created_at = now() - interval '31 days'")
    await api.submit(1)

    async def ids() -> list[tuple[str]]:
        return await (await conn.execute("SELECT method FROM requests")).fetchall()

    async with running(lambda stop: work(server.settings, stop)):
        await until(lambda: _is(ids(), [("SubmitMint",)]))


async def _is(found: Awaitable[Any], expected: Any) -> bool:
    return bool(await found == expected)
