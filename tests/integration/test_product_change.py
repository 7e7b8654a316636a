"""Changes of products: what they write, what they are held to, and what stays for ever."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from hallmint.v1 import catalog_service_pb2 as pb
from hallmint_server.catalog import store
from tests.support.shop import Conn, Shop, open_shop, paths, refusal
from tests.support.wait import until

GTIN = "04006381333931"


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


async def test_a_change_takes_the_named_fields_and_writes_a_revision(shop: Shop) -> None:
    await shop.create(gtin=GTIN, attributes={"a": 1, "b": {"c": 1}, "d": 1})
    attributes = {"a": 2, "b": {"x": 1}, "z": 1}
    changed = await shop.update(
        ["name", "attributes.a", "attributes.d"], name="New", sku="IGNORED", attributes=attributes
    )
    assert (changed.product.sku, changed.product.name, changed.product.revision) == ("SKU-1", "New", 2)
    assert [row[6] for row in await revisions(shop)] == [{"a": 1, "b": {"c": 1}, "d": 1}, {"a": 2, "b": {"c": 1}}]
    assert changed.product.updated_at.ToDatetime() > changed.product.created_at.ToDatetime()
    await shop.update(["attributes", "gtin"], attributes={"z": 1})
    assert [row[:3] for row in await revisions(shop)] == [
        (1, "SKU-1", GTIN),
        (2, "SKU-1", GTIN),
        (3, "SKU-1", None),
    ]
    assert [detail for _, _, _, detail in (await events(shop))[1:]] == [
        {
            "sku": "SKU-1",
            "before": {"name": "Product SKU-1", "attributes.a": 1, "attributes.d": 1},
            "after": {"name": "New", "attributes.a": 2},
        },
        {
            "sku": "SKU-1",
            "before": {"gtin": GTIN, "attributes.a": 2, "attributes.b": {"c": 1}},
            "after": {"attributes.z": 1},
        },
    ]


async def test_whether_a_first_scan_asks_is_a_part_of_revisions_and_events(shop: Shop) -> None:
    made = (await shop.create(confirm_activation=True)).product
    assert made.confirm_activation
    assert (await shop.page()).products[0].confirm_activation
    assert (await shop.update(["name"], name="New")).product.confirm_activation
    assert not (await shop.update(["confirm_activation"])).product.confirm_activation
    assert not (await shop.update(["confirm_activation"])).product.confirm_activation
    kept = await shop.rows("SELECT confirm_activation FROM product_revisions ORDER BY revision")
    assert kept == [(True,), (True,), (False,)]
    details = [detail for _, _, _, detail in await events(shop)]
    assert details[0]["after"]["confirm_activation"] is True
    assert details[2] == {"sku": "SKU-1", "before": {"confirm_activation": True}, "after": {}}


async def test_a_change_that_changes_nothing_writes_nothing(shop: Shop) -> None:
    made = (await shop.create(gtin=GTIN, attributes={"a": 1})).product
    same: dict[str, Any] = {
        "sku": "SKU-1",
        "gtin": "4006381333931",
        "name": made.name,
        "group": 5,
        "attributes": {"a": 1.0},
    }
    for revision in (0, 1, 7):
        changed = await shop.update([*same, "commercial_status"], revision=revision, **same)
        assert changed.product == made
    assert len(await revisions(shop)) == len(await events(shop)) == 1
    await shop.update(["attributes"], attributes={"a": True})
    assert len(await revisions(shop)) == 2


async def test_the_revision_that_was_seen_is_held_to(shop: Shop) -> None:
    await shop.create()
    await shop.update(["name"], revision=1, name="Second")
    error = await refusal(shop.update(["name"], revision=1, name="Late"))
    assert (error.kind, error.reason, error.metadata) == ("precondition", "REVISION_CHANGED", {"revision": "2"})
    answers = await asyncio.gather(
        *(shop.update(["name"], revision=2, name=f"Third {n}") for n in range(5)), return_exceptions=True
    )
    assert sum(isinstance(answer, pb.UpdateProductResponse) for answer in answers) == 1
    assert [row[0] for row in await revisions(shop)] == [1, 2, 3]


async def test_changes_at_once_are_all_kept(shop: Shop) -> None:
    await shop.create()
    await asyncio.gather(*(shop.update([f"attributes.n{n}"], attributes={f"n{n}": n}) for n in range(12)))
    product = await shop.get()
    assert product.revision == 13
    assert sorted(product.attributes.fields) == sorted(f"n{n}" for n in range(12))
    assert [row[0] for row in await revisions(shop)] == list(range(1, 14))


@pytest.mark.parametrize(
    ("mask", "change", "expected"),
    [
        ([], {}, [("update_mask", "FIELD_REQUIRED")]),
        (["revision"], {}, [("update_mask.paths[0]", "FIELD_INVALID")]),
        (["name", "attributes."], {"name": "x"}, [("update_mask.paths[1]", "FIELD_INVALID")]),
        (["attributes.a.b"], {}, [("update_mask.paths[0]", "FIELD_INVALID")]),
        (["attributes", "attributes.a"], {}, [("update_mask", "FIELD_INVALID")]),
        (["sku"], {}, [("change.sku", "FIELD_REQUIRED")]),
        (["group"], {}, [("change.group", "FIELD_REQUIRED")]),
        (["gtin"], {"gtin": "1"}, [("change.gtin", "GTIN_INVALID")]),
        (["company_prefix_length"], {"company_prefix_length": 7}, [("change.company_prefix_length", "FIELD_INVALID")]),
        (["attributes.a"], {"attributes": {"a": "x" * 70_000}}, [("change.attributes", "FIELD_INVALID")]),
    ],
)
async def test_a_wrong_change_is_refused(
    shop: Shop, mask: list[str], change: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    await shop.create()
    assert paths(await refusal(shop.update(mask, **change))) == expected
    assert (await shop.get()).revision == 1


async def test_attributes_are_bounded_together(shop: Shop) -> None:
    await shop.create(attributes={"a": "x" * 40_000})
    error = await refusal(shop.update(["attributes.b"], attributes={"b": "x" * 40_000}))
    assert paths(error) == [("change.attributes", "FIELD_INVALID")]


async def test_what_was_minted_stays_with_its_product(shop: Shop) -> None:
    made = (await shop.create(gtin=GTIN)).product
    async with shop.database.act(shop.caller.acting_brand) as conn:
        product = await store.find_product(conn, shop.caller.acting_brand, "SKU-1", lock=True)
        assert product is not None
        for _ in range(2):
            await store.mark_minted(conn, shop.caller.acting_brand, product)
    await shop.update(["sku", "gtin"], sku="NEW")
    assert (await refusal(shop.create())).reason == "SKU_TAKEN"
    assert (await refusal(shop.create("SKU-2", gtin=GTIN))).reason == "GTIN_NOT_AVAILABLE"
    assert (await refusal((await shop.another()).create(gtin=GTIN))).reason == "GTIN_NOT_AVAILABLE"
    again = (await shop.update(["sku", "gtin"], of="NEW", sku="SKU-1", gtin=GTIN)).product
    assert (again.product_id, again.sku, again.gtin, again.revision) == (made.product_id, "SKU-1", GTIN, 3)


async def test_a_shared_product_does_not_change(shop: Shop) -> None:
    await shop.create()
    brand_id = shop.caller.acting_brand
    async with shop.database.act(brand_id) as conn, shop.database.act(brand_id) as beside:
        assert await store.find_product(conn, brand_id, "SKU-1", lock=True)
        assert await store.find_product(beside, brand_id, "SKU-1", lock=True)
        held = asyncio.create_task(shop.update(["sku"], sku="NEW"))
        await until(shop.someone_waits)
        assert (await shop.get()).revision == 1
    assert (await held).product.sku == "NEW"
