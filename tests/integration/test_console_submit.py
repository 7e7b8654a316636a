"""Forms that make something: the same submit makes it once, and another one of the same page makes another thing."""

import re
from collections.abc import Mapping
from typing import Any

import pytest

from hallmint.v1 import (
    catalog_service_pb2,
    content_pb2,
    content_service_pb2,
    credential_service_pb2,
    link_service_pb2,
    product_pb2,
)
from tests.support.api import Api
from tests.support.catalog_scene import place_of, product, send
from tests.support.console import Visit
from tests.support.console_form import members, submit, the_request_id

PRODUCT = {"sku": "N-1", "name": "Pail", "group": "generic", "status": "draft"}


async def skus(api: Api) -> list[str]:
    request = catalog_service_pb2.ListProductsRequest()
    return [each.sku for each in (await api.catalog.ListProducts(request, metadata=api.metadata)).products]


async def markets(api: Api) -> list[str]:
    request = content_service_pb2.ListMarketPacksRequest()
    found = (await api.content.ListMarketPacks(request, metadata=api.metadata)).market_packs
    return sorted(f"{each.market} {each.version}" for each in found)


async def test_a_page_makes_a_second_product_and_the_first_one_once(visit: Visit, api: Api) -> None:
    page = {"request_id": the_request_id((await visit.get("/products/new?group=generic")).text)}
    first = place_of(await send(visit, "/products/new", {**PRODUCT, **page}))
    assert place_of(await send(visit, "/products/new", {**PRODUCT, **page})) == first, "a double click"
    second = place_of(await send(visit, "/products/new", {**PRODUCT, **page, "sku": "N-2"}))
    assert second != first
    assert (await skus(api))[:2] == ["N-1", "N-2"]
    refused = await send(visit, "/products/new", {**PRODUCT, **page, "name": "Another with the SKU"})
    assert (refused.status, "SKU_TAKEN" in refused.text) == (409, True)


async def test_a_page_that_was_refused_makes_what_is_right(visit: Visit, api: Api) -> None:
    form = await visit.get("/products/new?group=generic")
    page = the_request_id(form.text)
    refused = await send(visit, "/products/new", {**PRODUCT, "sku": "", "request_id": page})
    assert refused.status == 422
    assert the_request_id(refused.text) == page, "it is the same page"
    await send(visit, "/products/new", {**PRODUCT, "request_id": page})
    assert (await skus(api)).count("N-1") == 1


async def test_a_page_makes_a_second_market_pack_and_the_first_one_once(visit: Visit, api: Api) -> None:
    page = {"request_id": the_request_id((await visit.get("/market-packs/new")).text)}
    austria = {"market": "at", "languages": "de-AT", **page}
    first = place_of(await send(visit, "/market-packs/new", austria))
    assert place_of(await send(visit, "/market-packs/new", austria)) == first, "a double click"
    assert place_of(await send(visit, "/market-packs/new", {**austria, "market": "DE"})) != first
    assert await markets(api) == ["AT 1", "DE 1"]


async def test_a_page_makes_a_draft_of_each_template_that_is_asked_for(visit: Visit, api: Api) -> None:
    page = {"request_id": the_request_id((await visit.get("/templates")).text)}
    made = [
        place_of(await send(visit, "/templates/draft", {"group": group, **page})) for group in ("generic", "battery")
    ]
    assert made[0] == place_of(await send(visit, "/templates/draft", {"group": "generic", **page}))
    request = content_service_pb2.ListTemplatesRequest(state=content_pb2.VERSION_STATE_DRAFT)
    assert len((await api.content.ListTemplates(request, metadata=api.metadata)).templates) == len(set(made)) == 2


async def test_a_page_adds_a_second_link(visit: Visit, api: Api) -> None:
    place = f"/products/{await product(api, 'L')}"
    page = {"request_id": the_request_id((await visit.get(place)).text), "link_type": "gs1:pip", "title": "T"}
    for href in ("https://a.example/1", "https://a.example/1", "https://a.example/2"):
        assert (await submit(visit, f"{place}/links", {**page, "href": href})).status == 303
    request = link_service_pb2.ListLinksRequest(product=product_pb2.ProductRef(sku="L"))
    links = (await api.links.ListLinks(request, metadata=api.metadata)).links
    assert sorted(each.href for each in links) == ["https://a.example/1", "https://a.example/2"]


async def test_a_page_invites_a_second_person(visit: Visit, api: Api) -> None:
    page = {"request_id": the_request_id((await visit.get("/team/invite")).text), "role": "viewer"}
    for email in ("a@acme.example", "a@acme.example", "b@acme.example"):
        assert (await submit(visit, "/team/invite", {**page, "email": email})).status == 200
    assert {"a@acme.example", "b@acme.example"} < set(await members(api))


@pytest.mark.parametrize("change", [{"name": "Other"}, {"scope": "mint:write"}, {"lifetime": "90"}])
async def test_a_page_makes_a_second_credential(visit: Visit, api: Api, change: Mapping[str, Any]) -> None:
    page = {"request_id": the_request_id((await visit.get("/credentials/new")).text), "name": "ERP", "lifetime": "30"}
    for fields in ({"scope": "mint:read"}, {"scope": "mint:read"}, {"scope": "mint:read", **change}):
        assert (await submit(visit, "/credentials/new", {**page, **fields})).status == 200
    request = credential_service_pb2.ListCredentialsRequest()
    listed = (await api.credentials.ListCredentials(request, metadata=api.metadata)).credentials
    assert len(listed) == 2


async def test_a_page_makes_a_second_carrier_profile(visit: Visit) -> None:
    form = (await visit.get("/settings/profiles/new")).text
    found = re.search(r"<textarea[^>]*>\n?(.*?)</textarea>", form, re.DOTALL)
    assert found
    page = {"request_id": the_request_id(form), "text": found[1].replace("&#34;", '"')}
    for key in ("own-1", "own-1", "own-2"):
        assert (await submit(visit, "/settings/profiles/new", {**page, "key": key})).status == 303
