"""Addresses of pages that are none, or of another list: the first page, and why it is that one."""

import pytest

from hallmint.v1 import catalog_service_pb2
from tests.support.api import Api
from tests.support.catalog_scene import product
from tests.support.console import Visit
from tests.support.credential import create

LISTS = {
    "/team?page=": "owner@acme.example",
    "/credentials?page=": "ERP of ours",
    "/credentials?own=": "you signed in with it",
    "/settings/profiles?page=": "zebra-zpl-203",
    "/settings/profiles?state=published&page=": "zebra-zpl-203",
}


@pytest.mark.parametrize("page", LISTS)
async def test_the_first_page_is_shown_in_place_of_one_that_is_none(visit: Visit, api: Api, page: str) -> None:
    await create(api, "scan:read", name="ERP of ours")
    for sku in ("A", "B"):
        await product(api, sku)
    request = catalog_service_pb2.ListProductsRequest(page_size=1)
    foreign = (await api.catalog.ListProducts(request, metadata=api.metadata)).next_page_token
    assert foreign
    for token in ("x", "%FF", foreign):
        answer = await visit.get(page + token)
        assert answer.status == 200
        assert "PAGE_TOKEN_INVALID" in answer.text
        assert LISTS[page] in answer.text
