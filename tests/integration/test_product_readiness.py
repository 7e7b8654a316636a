"""Readiness of products, and the schemas it follows."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from google.protobuf import json_format

from hallmint.v1 import catalog_service_pb2 as pb
from hallmint.v1 import product_pb2
from hallmint_server.catalog import store
from hallmint_server.catalog.model import ProductGroup
from hallmint_server.demo import catalogue
from tests.support.shop import Conn, Shop, open_shop, paths, refusal

GENERIC = product_pb2.PRODUCT_GROUP_GENERIC
DEMANDS_COLOUR = json.dumps(
    {
        "type": "object",
        "required": ["colour"],
        "properties": {"colour": {"type": "string", "title": "Colour"}, "size": {"properties": {"eu": {}}}},
    }
)


@pytest.fixture
async def shop(database_url: str, conn: Conn) -> AsyncIterator[Shop]:
    async with open_shop(database_url, conn) as opened:
        yield opened


async def events(shop: Shop, entity_type: str = "PRODUCT") -> list[tuple[Any, ...]]:
    found = await shop.rows(
        "SELECT action, actor, entity_id, detail FROM events WHERE entity_type = %s ORDER BY event_id", entity_type
    )
    return [(action, actor, entity_id, json.loads(detail)) for action, actor, entity_id, detail in found]


async def schema(shop: Shop, text: str, group: product_pb2.ProductGroup.ValueType = GENERIC) -> str:
    request = pb.SetGroupSchemaRequest(group=group, brand_schema=text)
    return (await shop.call(shop.servicer.SetGroupSchema, request)).brand_schema


async def test_readiness_follows_both_schemas(shop: Shop) -> None:
    await shop.create(attributes={})
    without = (await shop.get()).field_problems
    kept = await schema(shop, DEMANDS_COLOUR)
    assert json.loads(kept) == json.loads(DEMANDS_COLOUR)
    product = await shop.get()
    assert product.readiness == product_pb2.READINESS_NOT_READY
    [colour] = [problem for problem in product.field_problems if problem not in without]
    assert (colour.path, colour.kind) == ("attributes.colour", product_pb2.FIELD_PROBLEM_KIND_MISSING)
    [listed] = (await shop.page()).products
    assert (listed.readiness, list(listed.field_problems)) == (product_pb2.READINESS_NOT_READY, [])
    assert not listed.HasField("attributes")
    other = await shop.another()
    await other.create(attributes={})
    assert (await other.get()).field_problems == without
    changed = (await shop.update(["attributes.colour"], attributes={"colour": "red"})).product
    assert list(changed.field_problems) == [p for p in without if p.path != "attributes.colour"]


async def test_a_ready_product_is_ready_everywhere(shop: Shop) -> None:
    shirt = next(product for product in catalogue.load().products if product.group == "textile")
    made = await shop.create("SHIRT", group=2, attributes=shirt.attributes)
    assert (made.product.readiness, list(made.product.field_problems)) == (product_pb2.READINESS_READY, [])
    assert json_format.MessageToDict((await shop.get("SHIRT")).attributes) == shirt.attributes
    assert [p.readiness for p in (await shop.page()).products] == [product_pb2.READINESS_READY]
    await schema(shop, DEMANDS_COLOUR, product_pb2.PRODUCT_GROUP_BATTERY)
    assert (await shop.get("SHIRT")).readiness == product_pb2.READINESS_READY  # another group's schema
    brand_id = shop.caller.acting_brand
    async with shop.database.act(brand_id) as conn:
        assert "size.eu" not in await store.known_fields(conn, brand_id, ProductGroup.TEXTILE)
        assert await store.known_fields(conn, brand_id, ProductGroup.BATTERY) >= {"colour", "size", "size.eu"}


async def test_a_brands_schema_is_set_and_taken_away(shop: Shop) -> None:
    async def get() -> pb.GetGroupSchemaResponse:
        return await shop.call(shop.servicer.GetGroupSchema, pb.GetGroupSchemaRequest(group=GENERIC))

    assert (await get()).brand_schema == ""
    assert json.loads((await get()).schema)["type"] == "object"
    kept = await schema(shop, DEMANDS_COLOUR)
    assert (await get()).brand_schema == kept
    assert await schema(shop, kept) == kept
    assert await schema(shop, "") == ""
    assert await schema(shop, "") == ""
    assert (await get()).brand_schema == ""
    told = await events(shop, "GROUP_SCHEMA")
    assert [(action, entity_id) for action, _, entity_id, _ in told] == [("UPDATED", "generic")] * 2
    assert told[0][3]["after"] == told[1][3]["before"]
    error = await refusal(schema(shop, '{"type": "array"}', product_pb2.PRODUCT_GROUP_UNSPECIFIED))
    assert paths(error) == [("brand_schema", "FIELD_INVALID"), ("group", "FIELD_REQUIRED")]
