"""Which links a scan, a page and a linkset show: of the unit, of its lot and of its product, and of no other."""

import json
from typing import Any

import psycopg
import pytest

from hallmint.v1 import token_pb2
from tests.support.api import GTIN, Api
from tests.support.installation import Installation
from tests.support.resolver import HOST, Resolver, resolving, revoke, tokens

Conn = psycopg.AsyncConnection[Any]
VOC = "https://ref.gs1.org/voc/"
LINKSET = "application/linkset+json"
pytestmark = pytest.mark.usefixtures("worker")


async def link(conn: Conn, name: str, type_: str = "gs1:recallStatus", **columns: Any) -> str:
    """A link whose target ends with its name."""
    found = await (await conn.execute("SELECT brand_id, product_id FROM products ORDER BY sku LIMIT 1")).fetchone()
    assert found is not None
    values: dict[str, Any] = {
        "brand_id": found[0],
        "product_id": found[1],
        "lot_code": "",
        "is_default": False,
        **columns,
    }
    href = f"https://brand.example/{name}"
    await conn.execute(
        """INSERT INTO links (link_id, brand_id, product_id, lot_code, batch_no, seq, link_type, href, title, is_default)
           VALUES (gen_random_uuid(), %(brand_id)s, %(product_id)s, %(lot_code)s, %(batch_no)s, %(seq)s, %(type)s,
               %(href)s, %(name)s, %(is_default)s)""",
        {"batch_no": None, "seq": None, **values, "type": type_, "href": href, "name": name},
    )
    return href


def of_unit(token: token_pb2.Token) -> dict[str, Any]:
    return {"batch_no": 1, "seq": token.seq}


async def shown(resolver: Resolver, path: str) -> str:
    """The page that a scan leads to."""
    scan = await resolver.ask(path)
    assert scan.status == 307
    assert scan.headers["Location"].startswith(f"https://{HOST}/p/"), scan.headers["Location"]
    return (await resolver.ask(scan.location)).text


async def test_a_recall_of_a_lot_reaches_its_units_and_no_others(api: Api, conn: Conn, resolver: Resolver) -> None:
    first, second = await tokens(api, 2, at_mint=True, lots={"A/1": 1, "B": 1})
    recall = await link(conn, "recall-of-lot", lot_code="A/1")
    with_lot, without = f"/01/{GTIN}/10/A%2F1/21/{first.code}", f"/01/{GTIN}/21/{first.code}"
    for path in (with_lot, without):
        assert recall in await shown(resolver, path)
        contexts = json.loads((await resolver.ask(path, Accept=LINKSET)).body)["linkset"]
        anchors = (without, f"/01/{GTIN}/10/A%2F1", f"/01/{GTIN}")
        assert [context["anchor"] for context in contexts] == [f"https://{HOST}{path}" for path in anchors]
        assert [VOC + "recallStatus" in context for context in contexts] == [False, True, False]
        assert (await resolver.ask(f"{path}?linkType=gs1:recallStatus")).headers["Location"].startswith(recall)
    assert recall not in await shown(resolver, f"/01/{GTIN}/21/{second.code}")
    # The other lot's code in the link changes nothing of which lot the unit is of.
    assert recall in await shown(resolver, f"/01/{GTIN}/10/B/21/{first.code}")


async def test_a_withdrawn_unit_shows_what_is_said_of_it_alone(api: Api, conn: Conn, resolver: Resolver) -> None:
    first, second = await tokens(api, 2, at_mint=True, lots={"A": 1, "B": 1})
    own = [
        await link(conn, "of-unit", **of_unit(first)),
        await link(conn, "of-lot", "gs1:safetyInfo", lot_code="A"),
        await link(conn, "of-product"),
    ]
    others = [
        await link(conn, "of-other-unit", **of_unit(second)),
        await link(conn, "of-other-lot", "gs1:safetyInfo", lot_code="B"),
        await link(conn, "manual", "gs1:instructions"),
    ]
    await revoke(api, first)
    path = f"/01/{GTIN}/21/{first.code}"
    page, document = await shown(resolver, path), (await resolver.ask(path, Accept=LINKSET)).text
    for text in (page, document):
        assert [href for href in own if href in text] == own
        assert [href for href in others if href in text] == []


@pytest.mark.parametrize("type_", ["gs1:pip", "gs1:dpp"])
async def test_a_page_with_a_notice_stands_before_the_brands_own(
    api: Api, conn: Conn, resolver: Resolver, type_: str
) -> None:
    (token, _) = await tokens(api, 2, at_mint=True, lots={"A": 1, "B": 1})
    target = await link(conn, "own", type_, is_default=type_ == "gs1:pip")
    forged = ("A" if token.code[0] != "A" else "B") + token.code[1:]
    paths = (f"/01/{GTIN}/21/{forged}", f"/01/{GTIN}/10/NOPE", f"/01/{GTIN}/10/B/21/{token.code}")
    for path in paths:
        ours = f"https://{HOST}/p{path}"
        assert (await resolver.ask(path)).headers["Location"] == ours
        context = json.loads((await resolver.ask(path, Accept=LINKSET)).body)["linkset"][0]
        assert context[VOC + "defaultLink"][0]["href"] == ours
        assert ours in [each["href"] for each in context[VOC + "dpp"]]
    assert (await resolver.ask(f"/01/{GTIN}")).headers["Location"] == target


async def test_a_unit_without_a_gtin_shows_what_is_said_of_its_product_and_lot(
    server: Installation, api: Api, conn: Conn, resolver: Resolver
) -> None:
    await conn.execute("UPDATE brands SET gs1_ready = false")
    await api.make_product(sku="SKU-0", gtin="")
    batch = await api.ended((await api.submit(1, at_mint=True, lots={"A": 1}, sku="SKU-0")).batch_id)
    row = await (
        await conn.execute(
            "SELECT code FROM tokens t JOIN mint_batches USING (batch_no) WHERE batch_id = %s", [batch.batch_id]
        )
    ).fetchone()
    assert row is not None
    of_lot, of_product = await link(conn, "of-lot", lot_code="A"), await link(conn, "of-product", "gs1:instructions")
    assert of_lot in (page := await shown(resolver, f"/t/{row[0]}"))
    assert of_product in page
    (context,) = json.loads((await resolver.ask(f"/t/{row[0]}", Accept=LINKSET)).body)["linkset"]
    assert [each["href"] for each in context[VOC + "recallStatus"]] == [of_lot]
    target = await link(conn, "default", "gs1:pip", is_default=True)
    # The resolver keeps a product for 20 s; its default is seen by another.
    async with resolving(server) as fresh:
        assert (await fresh.ask(f"/t/{row[0]}")).headers["Location"] == target


async def test_the_default_link_can_be_asked_for_by_its_type(api: Api, conn: Conn, resolver: Resolver) -> None:
    (token,) = await tokens(api, 1)
    target = await link(conn, "own", "gs1:pip", is_default=True)
    for type_ in ("gs1:defaultLink", f"{VOC}defaultLink"):
        answer = await resolver.ask(f"/01/{GTIN}/21/{token.code}?linkType={type_}")
        assert (answer.status, answer.headers["Location"]) == (307, f"{target}?linkType={type_}")
    assert (await (await conn.execute("SELECT status FROM tokens")).fetchone()) == (1,)
