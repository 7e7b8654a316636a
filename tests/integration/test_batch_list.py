"""ListBatches by product and modes: what is in a page, and that tokens belong to their filters."""

from typing import Any

import pytest

from hallmint.v1 import batch_pb2
from hallmint.v1 import minting_service_pb2 as pb
from tests.support.api import Api
from tests.support.refusal import refused

LOT, SERIAL = batch_pb2.IDENTITY_MODE_LOT, batch_pb2.IDENTITY_MODE_SERIAL
AT_MINT, FIRST_SCAN = batch_pb2.ACTIVATION_MODE_AT_MINT, batch_pb2.ACTIVATION_MODE_FIRST_SCAN


async def test_batches_are_told_apart_by_product_and_modes_in_pages(api: Api) -> None:
    other = await api.make_product("SKU-2", gtin="09506000117843")
    first = await api.submit(3)
    lots = await api.submit(3, lots={"A": 3})
    active = await api.submit(3, at_mint=True)
    theirs = [await api.submit(3, sku="SKU-2") for _ in range(3)]

    async def listed(page_token: str = "", **only: Any) -> pb.ListBatchesResponse:
        request = pb.ListBatchesRequest(page_size=2, page_token=page_token, **only)
        return await api.minting.ListBatches(request, metadata=api.metadata)

    async def everything(**only: Any) -> list[str]:
        page = await listed(**only)
        found = list(page.batches)
        while page.next_page_token:
            page = await listed(page.next_page_token, **only)
            found += page.batches
        return [batch.batch_id for batch in found]

    assert await everything(product_id=other) == [batch.batch_id for batch in reversed(theirs)]
    assert await everything(identity_mode=LOT) == [lots.batch_id]
    assert await everything(activation_mode=AT_MINT) == [active.batch_id]
    assert await everything(product_id=first.product_id, identity_mode=SERIAL, activation_mode=FIRST_SCAN) == [
        first.batch_id
    ]
    assert await everything(product_id=other, identity_mode=LOT) == []
    assert await everything(product_id="00000000-0000-7000-8000-000000000001") == []


@pytest.mark.parametrize(
    ("fields", "path", "reason"),
    [
        ({"product_id": "SKU-1"}, "product_id", "FIELD_INVALID"),
        ({"identity_mode": 99}, "identity_mode", "FIELD_INVALID"),
        ({"activation_mode": 99}, "activation_mode", "FIELD_INVALID"),
    ],
)
async def test_what_is_no_filter_is_refused(api: Api, fields: dict[str, object], path: str, reason: str) -> None:
    request = pb.ListBatchesRequest(**fields)  # type: ignore[arg-type]
    found = await refused(api.minting.ListBatches(request, metadata=api.metadata))
    assert found.paths == [(path, reason)]


async def test_a_token_of_one_filter_is_none_of_another(api: Api) -> None:
    for _ in range(2):
        batch = await api.submit(3)
    request = pb.ListBatchesRequest(page_size=1, product_id=batch.product_id)
    token = (await api.minting.ListBatches(request, metadata=api.metadata)).next_page_token
    for other in (
        pb.ListBatchesRequest(page_token=token),
        pb.ListBatchesRequest(page_token=token, product_id=batch.product_id, identity_mode=SERIAL),
        pb.ListBatchesRequest(page_token=token, product_id=batch.product_id, activation_mode=FIRST_SCAN),
    ):
        found = await refused(api.minting.ListBatches(other, metadata=api.metadata))
        assert found.paths == [("page_token", "PAGE_TOKEN_INVALID")]
