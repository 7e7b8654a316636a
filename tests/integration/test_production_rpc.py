"""ProductionService as it is called: messages, masks, pages."""

from collections.abc import AsyncIterator
from typing import Any, cast
from uuid import UUID, uuid4

import psycopg
import pytest
from google.protobuf.field_mask_pb2 import FieldMask

from hallmint.v1 import product_pb2, production_batch_pb2
from hallmint.v1 import production_service_pb2 as pb
from hallmint_server.errors import HallmintError, Reason
from hallmint_server.production.service import ProductionService
from hallmint_server.rpc.production import ProductionServicer
from tests.support.acting import Brand, acting_database, calling, make_brand

Conn = psycopg.AsyncConnection[Any]
CONTEXT: Any = None  # these servicers do not use it


@pytest.fixture
async def acme(conn: Conn) -> Brand:
    return await make_brand(conn, "acme")


@pytest.fixture
async def servicer(database_url: str) -> AsyncIterator[ProductionServicer]:
    async with acting_database(database_url) as database:
        yield ProductionServicer(ProductionService(database))


def request(**changes: Any) -> pb.CreateProductionBatchRequest:
    values: dict[str, Any] = {
        "request_id": str(uuid4()),
        "product": product_pb2.ProductRef(sku="SKU-1"),
        "number": "RUN-1",
        "production_date": "2026-03-01",
        "quantity": 1000,
    }
    return pb.CreateProductionBatchRequest(**{**values, **changes})


async def test_what_is_sent_comes_back(servicer: ProductionServicer, acme: Brand) -> None:
    with calling(acme.caller):
        made = (await servicer.CreateProductionBatch(request(), CONTEXT)).production_batch
        by_number = pb.GetProductionBatchRequest(number="RUN-1")
        by_id = pb.GetProductionBatchRequest(production_batch_id=made.production_batch_id)
        for sent in (by_number, by_id):
            found = await servicer.GetProductionBatch(sent, CONTEXT)
            assert found.production_batch == made
    assert UUID(made.production_batch_id).version == 7
    assert (made.number, made.sku, made.production_date) == ("RUN-1", "SKU-1", "2026-03-01")
    assert (made.quantity, made.taken_quantity) == (1000, 0)
    assert made.status == production_batch_pb2.PRODUCTION_STATUS_PLANNED, "unspecified means planned"
    assert made.created_at.seconds > 0


async def test_pages_hold_together_and_belong_to_their_filters(servicer: ProductionServicer, acme: Brand) -> None:
    with calling(acme.caller):
        for n in range(5):
            await servicer.CreateProductionBatch(request(number=f"R{n}"), CONTEXT)
        seen, token = [], ""
        while True:
            sent = pb.ListProductionBatchesRequest(page_size=2, page_token=token)
            page = await servicer.ListProductionBatches(sent, CONTEXT)
            seen.append([each.number for each in page.production_batches])
            token = page.next_page_token or token
            if not page.next_page_token:
                break
        assert seen == [["R0", "R1"], ["R2", "R3"], ["R4"]]
        planned = production_batch_pb2.PRODUCTION_STATUS_PLANNED
        moved = pb.ListProductionBatchesRequest(page_size=2, page_token=token, status=planned)
        with pytest.raises(HallmintError) as refused:
            await servicer.ListProductionBatches(moved, CONTEXT)
    assert refused.value.reason is Reason.PAGE_TOKEN_INVALID


async def test_the_mask_says_which_fields_change(servicer: ProductionServicer, acme: Brand) -> None:
    with calling(acme.caller):
        made = (await servicer.CreateProductionBatch(request(facility="A"), CONTEXT)).production_batch
        change = pb.ProductionBatchChange(number="RUN-9", quantity=5, facility="")
        mask = FieldMask(paths=["number", "facility"])
        sent = pb.UpdateProductionBatchRequest(
            production_batch_id=made.production_batch_id, change=change, update_mask=mask
        )
        changed = (await servicer.UpdateProductionBatch(sent, CONTEXT)).production_batch
    assert (changed.number, changed.quantity, changed.facility) == ("RUN-9", 1000, "")


@pytest.mark.parametrize("paths", [[], ["product_id"], ["number", "taken_quantity"], ["*"], ["change.number"]])
async def test_a_mask_names_fields_of_the_change(servicer: ProductionServicer, acme: Brand, paths: list[str]) -> None:
    with calling(acme.caller):
        made = (await servicer.CreateProductionBatch(request(), CONTEXT)).production_batch
        sent = pb.UpdateProductionBatchRequest(
            production_batch_id=made.production_batch_id,
            change=pb.ProductionBatchChange(number="RUN-2"),
            update_mask=FieldMask(paths=paths),
        )
        with pytest.raises(HallmintError) as refused:
            await servicer.UpdateProductionBatch(sent, CONTEXT)
        assert [(v.field, v.reason) for v in refused.value.violations] == [("update_mask", Reason.FIELD_INVALID)]
        found = await servicer.GetProductionBatch(pb.GetProductionBatchRequest(number="RUN-1"), CONTEXT)
    assert found.production_batch == made


async def test_messages_are_refused_with_all_their_faults(servicer: ProductionServicer, acme: Brand) -> None:
    with calling(acme.caller):
        with pytest.raises(HallmintError) as refused:
            await servicer.CreateProductionBatch(pb.CreateProductionBatchRequest(status=cast("Any", 9)), CONTEXT)
        with pytest.raises(HallmintError) as unnamed:
            await servicer.GetProductionBatch(pb.GetProductionBatchRequest(), CONTEXT)
    fields = {v.field for v in refused.value.violations}
    assert fields == {"request_id", "product", "number", "production_date", "quantity", "status"}
    assert [(v.field, v.reason) for v in unnamed.value.violations] == [("ref", Reason.FIELD_REQUIRED)]
