"""Products: made, found and listed."""

import json
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import pytest
from google.protobuf import json_format

from hallmint.v1 import catalog_service_pb2 as pb
from hallmint.v1 import product_pb2
from hallmint_server.exporting.profile.text import cell_problem
from tests.support.shop import Conn, Shop, create_request, minted, open_shop, paths, refusal

GTIN = "04006381333931"
OTHER_GTIN = "09506000134352"


@pytest.fixture
async def shop(database_url: str, conn: Conn) -> AsyncIterator[Shop]:
    async with open_shop(database_url, conn) as opened:
        yield opened


async def revisions(shop: Shop) -> list[tuple[Any, ...]]:
    return await shop.rows(
        "SELECT revision, sku, gtin, name, commercial_status, company_prefix_length, attributes FROM product_revisions "
        "ORDER BY product_id, revision"
    )


async def events(shop: Shop, entity_type: str = "PRODUCT") -> list[tuple[Any, ...]]:
    found = await shop.rows(
        "SELECT action, actor, entity_id, detail FROM events WHERE entity_type = %s ORDER BY event_id", entity_type
    )
    return [(action, actor, entity_id, json.loads(detail)) for action, actor, entity_id, detail in found]


async def test_a_product_is_made_found_and_told_of(shop: Shop) -> None:
    attributes = {"a": None, "b": [1, 2.5, {"c": True}], "d": {"e": "f"}}
    made = await shop.create(gtin=GTIN, company_prefix_length=7, commercial_status=2, attributes=attributes)
    product = made.product
    assert list(made.notes) == []
    assert (product.gtin, product.company_prefix_length, product.revision) == (GTIN, 7, 1)
    assert (product.group, product.commercial_status) == (5, 2)
    assert json_format.MessageToDict(product.attributes) == attributes
    assert product.created_at == product.updated_at
    assert await shop.get() == product
    ref = product_pb2.ProductRef(product_id=product.product_id)
    assert (await shop.call(shop.servicer.GetProduct, pb.GetProductRequest(product=ref))).product == product
    assert await revisions(shop) == [(1, "SKU-1", GTIN, "Product SKU-1", "active", 7, attributes)]
    [(action, actor, entity_id, detail)] = await events(shop)
    assert (action, actor, entity_id) == ("CREATED", "machine:test", product.product_id)
    assert (detail["sku"], detail["before"], detail["after"]["gtin"]) == ("SKU-1", {}, GTIN)


async def test_short_gtins_are_padded_in_both_ways_in(shop: Shop) -> None:
    made = await shop.create(gtin="4006381333931")
    assert (made.product.gtin, list(made.notes)) == (GTIN, [f"gtin 4006381333931 was padded to {GTIN}"])
    changed = await shop.update(["gtin"], gtin="96385074")
    assert changed.product.gtin == "00000096385074"
    assert list(changed.notes) == ["change.gtin 96385074 was padded to 00000096385074"]


async def test_all_that_is_wrong_is_told_at_once_and_nothing_is_written(shop: Shop) -> None:
    request = create_request("", gtin="123", name="", group=99, company_prefix_length=3, request_id="no uuid")
    error = await refusal(shop.call(shop.servicer.CreateProduct, request))
    assert paths(error) == [
        ("company_prefix_length", "FIELD_INVALID"),
        ("group", "FIELD_INVALID"),
        ("gtin", "GTIN_INVALID"),
        ("name", "FIELD_REQUIRED"),
        ("request_id", "FIELD_INVALID"),
        ("sku", "FIELD_REQUIRED"),
    ]
    error = await refusal(shop.create(company_prefix_length=7))
    assert paths(error) == [("company_prefix_length", "FIELD_INVALID")]
    deep: dict[str, Any] = {}
    for _ in range(32):
        deep = {"x": deep}
    assert paths(await refusal(shop.create(attributes=deep))) == [("attributes", "FIELD_INVALID")]
    assert await revisions(shop) == []
    assert await events(shop) == []


@pytest.mark.parametrize("text", ["=1+1", "+49", "-20 °C", "@home", " =1", "\uff1d1", "\uff20x"])
async def test_what_no_pack_could_hold_is_told_before_anything_is_minted(shop: Shop, text: str) -> None:
    error = await refusal(shop.create(sku=text, name=text))
    assert paths(error) == [("name", "FIELD_INVALID"), ("sku", "FIELD_INVALID")]
    assert "takes for a formula, and no export could have it" in error.violations[0].description
    await shop.create(sku="A=1", name="1 = 1, + - @")
    assert paths(await refusal(shop.update(["name"], of="A=1", name=text))) == [("change.name", "FIELD_INVALID")]
    assert [bool(cell_problem(each)) for each in (text, "A=1", "1 = 1, + - @")] == [True, False, False]


async def test_a_retry_finds_the_product_as_it_is(shop: Shop) -> None:
    request_id = str(uuid4())
    first = await shop.create(request_id=request_id)
    await shop.update(["name"], name="New")
    again = await shop.create(request_id=request_id)
    assert (again.product.product_id, again.product.name) == (first.product.product_id, "New")
    assert (await refusal(shop.create("OTHER", request_id=request_id))).reason == "REQUEST_ID_REUSED"


async def test_a_sku_is_one_in_the_brand_and_a_gtin_in_the_installation(shop: Shop) -> None:
    other = await shop.another()
    await shop.create(gtin=GTIN)
    assert (await refusal(shop.create())).reason == "SKU_TAKEN"
    assert (await refusal(shop.create("SKU-2", gtin=GTIN))).reason == "GTIN_NOT_AVAILABLE"
    error = await refusal(other.create(gtin=GTIN))
    assert (error.reason, error.message, error.metadata) == ("GTIN_NOT_AVAILABLE", "this GTIN is not available", {})
    await other.create()
    assert (await refusal(other.update(["gtin"], gtin=GTIN))).reason == "GTIN_NOT_AVAILABLE"
    assert (await other.get()).revision == 1


async def test_another_brands_product_is_as_if_absent(shop: Shop) -> None:
    other = await shop.another()
    made = (await shop.create("MINE")).product
    for ref in (product_pb2.ProductRef(product_id=made.product_id), product_pb2.ProductRef(sku="MINE")):
        absent = product_pb2.ProductRef(sku="ABSENT")
        errors = [
            await refusal(other.call(other.servicer.GetProduct, pb.GetProductRequest(product=each)))
            for each in (ref, absent)
        ]
        assert {(e.reason.value, e.message, str(e.metadata)) for e in errors} == {
            ("PRODUCT_NOT_FOUND", "the brand has no such product", "{}")
        }
    assert (await refusal(other.update(["name"], of="MINE", name="x"))).reason == "PRODUCT_NOT_FOUND"
    assert list((await other.page()).products) == []


async def test_lists_search_and_go_on(shop: Shop) -> None:
    for number in range(7):
        await shop.create(f"A-{number}", name=f"Lamp {number}", group=3 if number % 2 else 2, commercial_status=2)
    await shop.create("b_1", name="100% Wool", gtin=GTIN)
    await shop.create("bx1", name="1000 Wool")

    async def skus(**fields: Any) -> list[str]:
        return [product.sku for product in (await shop.page(**fields)).products]

    assert await skus(query="a-") == [f"A-{n}" for n in range(7)]
    assert await skus(query="LAMP 3") == ["A-3"]
    assert await skus(query="040063") == ["b_1"]
    assert await skus(query="b_") == ["b_1"]
    assert await skus(query="0% w") == ["b_1"]
    assert await skus(query="\\") == []
    assert await skus(query="amp", group=3) == ["A-1", "A-3", "A-5"]
    assert await skus(commercial_status=1) == ["b_1", "bx1"]
    assert await skus(query="-3") == []
    pages: list[list[str]] = []
    token = ""
    while not pages or token:
        page = await shop.page(page_size=3, page_token=token, query="lamp")
        pages.append([product.sku for product in page.products])
        token = page.next_page_token
    assert pages == [["A-0", "A-1", "A-2"], ["A-3", "A-4", "A-5"], ["A-6"]]
    first = (await shop.page(page_size=1)).next_page_token
    assert paths(await refusal(shop.page(page_token=first, query="x"))) == [("page_token", "PAGE_TOKEN_INVALID")]
    assert paths(await refusal(shop.page(query="x" * 101, page_size=-1))) == [
        ("page_size", "FIELD_INVALID"),
        ("query", "FIELD_INVALID"),
    ]


async def test_a_minted_gtin_of_another_brand_is_not_told_apart(shop: Shop) -> None:
    made = (await shop.create(gtin=GTIN)).product
    await minted(shop.conn, shop.caller, made.product_id, "gtin", OTHER_GTIN)
    other = await shop.another()
    errors = [await refusal(other.create(gtin=gtin)) for gtin in (GTIN, OTHER_GTIN)]
    assert len({(e.kind, e.reason, e.message, str(e.metadata)) for e in errors}) == 1
