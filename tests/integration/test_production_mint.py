"""Mints that name a production batch are held to its quantity together, whatever arrives at once."""

import asyncio
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from hallmint.v1 import (
    error_reason_pb2,
    minting_service_pb2,
    product_pb2,
    production_batch_pb2,
    production_service_pb2,
)
from tests.support.api import Api
from tests.support.contents import contents
from tests.support.hand import hand
from tests.support.installation import Installation
from tests.support.refusal import Refusal, read, refused

Conn = psycopg.AsyncConnection[Any]
READY, PLANNED = production_batch_pb2.PRODUCTION_STATUS_READY, production_batch_pb2.PRODUCTION_STATUS_PLANNED


async def make_run(api: Api, quantity: int, *, sku: str = "SKU-1", status: Any = READY) -> str:
    request = production_service_pb2.CreateProductionBatchRequest(
        request_id=str(uuid4()),
        product=product_pb2.ProductRef(sku=sku),
        number=f"RUN-{uuid4()}",
        production_date="2026-11-02",
        quantity=quantity,
        status=status,
    )
    made = await api.production.CreateProductionBatch(request, metadata=api.metadata)
    return made.production_batch.production_batch_id


async def taken(api: Api, run: str) -> int:
    request = production_service_pb2.GetProductionBatchRequest(production_batch_id=run)
    return (await api.production.GetProductionBatch(request, metadata=api.metadata)).production_batch.taken_quantity


def mint(api: Api, quantity: int, run: str, request_id: str = "") -> Any:
    request = minting_service_pb2.SubmitMintRequest(
        request_id=request_id or str(uuid4()), mint=api.spec(quantity, run=run)
    )
    return api.minting.SubmitMint(request, metadata=api.metadata)


async def answer(call: Any) -> Any:
    """A response or a refusal."""
    try:
        return await call
    except Exception as error:  # noqa: BLE001 - taken apart, which fails for any but a rich status
        return read(error)  # type: ignore[arg-type]


async def insist(api: Api, quantity: int, run: str) -> Any:
    """As a client does: while the server has no connection to the database left, the same request again."""
    request_id = str(uuid4())
    while True:
        answered = await answer(mint(api, quantity, run, request_id))
        if not (isinstance(answered, Refusal) and answered.code == "UNAVAILABLE"):
            return answered


async def test_of_fifty_at_once_as_many_are_accepted_as_fit(api: Api) -> None:
    run = await make_run(api, 1_000)
    answers = await asyncio.gather(*(insist(api, 70, run) for _ in range(50)))
    refusals = [a for a in answers if isinstance(a, Refusal)]
    assert len(answers) - len(refusals) == 1_000 // 70
    assert {(r.code, r.reason) for r in refusals} == {("FAILED_PRECONDITION", "PRODUCTION_BATCH_QUANTITY_EXCEEDED")}
    assert await taken(api, run) == 980
    left = await refused(mint(api, 21, run))
    assert "20 are left" in left.message
    assert (await mint(api, 20, run)).batch.production_batch_id == run
    assert await taken(api, run) == 1_000


async def test_a_request_that_is_sent_again_takes_once(api: Api) -> None:
    run, request_id = await make_run(api, 100), str(uuid4())
    answers = await asyncio.gather(*(mint(api, 60, run, request_id) for _ in range(10)))
    assert {a.batch.batch_id for a in answers} == {answers[0].batch.batch_id}
    assert await taken(api, run) == 60


@pytest.mark.usefixtures("worker")
async def test_a_minted_batch_keeps_what_it_took(api: Api) -> None:
    run = await make_run(api, 100)
    batch = (await mint(api, 60, run)).batch
    await api.ended(batch.batch_id)
    assert await taken(api, run) == 60


async def test_a_cancel_gives_back_what_was_not_minted_and_once(api: Api, server: Installation) -> None:
    run = await make_run(api, 100)
    batch = (await mint(api, 60, run)).batch
    async with hand(server.settings, units=25) as own:
        await own.cycle()
        await own.release()
    request = minting_service_pb2.CancelBatchRequest(batch_id=batch.batch_id)
    for _ in range(2):
        await api.minting.CancelBatch(request, metadata=api.metadata)
        assert await taken(api, run) == 25
    await mint(api, 75, run)
    assert await taken(api, run) == 100


async def test_a_failed_batch_keeps_what_it_took(api: Api, conn: Conn) -> None:
    run = await make_run(api, 100)
    batch = (await mint(api, 60, run)).batch
    await conn.execute("UPDATE mint_batches SET state = 'failed', failure = 'x', ended_at = now()")
    await conn.execute("UPDATE jobs SET state = 'failed'")
    assert await taken(api, run) == 60
    assert (await refused(mint(api, 41, run))).reason == "PRODUCTION_BATCH_QUANTITY_EXCEEDED"
    request = minting_service_pb2.ResumeBatchRequest(batch_id=batch.batch_id)
    await api.minting.ResumeBatch(request, metadata=api.metadata)
    assert await taken(api, run) == 60


async def test_what_is_wrong_with_a_run_is_said_with_all_the_rest_and_nothing_is_written(api: Api, conn: Conn) -> None:
    await api.make_product("SKU-2", "09506000131016")
    planned, others = await make_run(api, 5, status=PLANNED), await make_run(api, 5, sku="SKU-2")
    before = await contents(conn)
    for run, reasons in (
        (planned, ["PRODUCTION_BATCH_NOT_READY", "PRODUCTION_BATCH_QUANTITY_EXCEEDED"]),
        (others, ["PRODUCTION_BATCH_NOT_FOUND"]),
        (str(uuid4()), ["PRODUCTION_BATCH_NOT_FOUND"]),
    ):
        request = minting_service_pb2.PreflightMintRequest(mint=api.spec(6, run=run))
        found = await api.minting.PreflightMint(request, metadata=api.metadata)
        names = [error_reason_pb2.ErrorReason.Name(v.reason).removeprefix("ERROR_REASON_") for v in found.violations]
        assert names == reasons
        refusal = await refused(mint(api, 6, run))
        assert refusal.reasons == reasons
    assert await contents(conn) == before
