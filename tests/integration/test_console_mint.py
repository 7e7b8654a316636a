"""The wizard before a real server: four steps that lose nothing, and one batch however often the last one is sent."""

import asyncio
import re
from html import unescape
from uuid import uuid4

import pytest

from hallmint.v1 import catalog_service_pb2, member_pb2, product_pb2, production_batch_pb2, production_service_pb2
from hallmint.v1 import minting_service_pb2 as pb
from hallmint_console.order import Order
from tests.support.api import GTIN, Api
from tests.support.console import Answer, Visit, visiting
from tests.support.console_form import ESCAPED, HOSTILE, member, submit

_HIDDEN = re.compile(r'<input type="hidden" name="([a-z_]+)" value="([^"]*)">')
MODES = {"identity": "serial", "activation": "first-scan"}


async def product_of(api: Api, sku: str = "SKU-1") -> product_pb2.Product:
    request = catalog_service_pb2.GetProductRequest(product=product_pb2.ProductRef(sku=sku))
    return (await api.catalog.GetProduct(request, metadata=api.metadata)).product


async def followed(visit: Visit, answer: Answer) -> Answer:
    return await visit.get(answer.headers["Location"]) if answer.status == 303 else answer


async def batches(api: Api) -> list[str]:
    answer = await api.minting.ListBatches(pb.ListBatchesRequest(), metadata=api.metadata)
    return [batch.batch_id for batch in answer.batches]


async def make_run(api: Api, number: str, quantity: int) -> str:
    request = production_service_pb2.CreateProductionBatchRequest(
        request_id=str(uuid4()), product=product_pb2.ProductRef(sku="SKU-1"), number=number, quantity=quantity,
        production_date="2026-11-02", status=production_batch_pb2.PRODUCTION_STATUS_READY,
    )  # fmt: skip
    made = await api.production.CreateProductionBatch(request, metadata=api.metadata)
    return made.production_batch.production_batch_id


def hidden(answer: Answer, action: str) -> dict[str, str]:
    """What a form of a page carries by itself."""
    (form,) = re.findall(rf'<form method="post" action="{action}".*?</form>', answer.text, re.DOTALL)
    found = {name: unescape(value) for name, value in _HIDDEN.findall(form)}
    del found["form_token"]
    return found


async def reviewed(visit: Visit, api: Api, **typed: str) -> Answer:
    """The review of an order."""
    product = await product_of(api)
    await visit.get(f"/mint/new?product={product.product_id}&step=setup")
    answer = await submit(visit, "/mint/new", {"product": product.product_id, **MODES, **typed})
    assert answer.status == 303, answer.text
    return await visit.get(answer.headers["Location"])


async def test_a_batch_is_ordered_in_four_steps_without_script(visit: Visit, api: Api) -> None:
    product = await product_of(api)
    page = await visit.get("/mint/new")
    assert "Ready" in page.text
    assert f'name="product" value="{product.product_id}"' in page.text
    page = await visit.get(f"/mint/new?step=run&product={product.product_id}")
    assert "No production run" in page.text
    page = await visit.get(f"/mint/new?step=setup&product={product.product_id}&run=")
    assert "Quantity" in page.text
    page = await reviewed(visit, api, quantity="1,200", identity="lot", lots="L-1,700\nL-2\t500", activation="at-mint")
    assert "Ready to mint" in page.text
    assert f"/01/{GTIN}/10/L-1/21/0000000000000000" in page.text
    assert "data:image/svg+xml;base64," in page.text
    assert "units a second" not in page.text  # nothing was ever minted
    answer = await submit(visit, "/mint/new/submit", hidden(page, "/mint/new/submit"))
    (batch_id,) = await batches(api)
    assert (answer.status, answer.headers["Location"]) == (303, f"/mint/batch/{batch_id}")
    batch = await api.batch(batch_id)
    assert [(lot.lot_code, lot.quantity) for lot in batch.lots] == [("L-1", 700), ("L-2", 500)]
    assert batch.activation_mode == api.spec(1, at_mint=True).activation_mode


async def test_sent_twice_at_once_and_again_after_going_back_it_mints_once(visit: Visit, api: Api) -> None:
    product = await product_of(api)
    await visit.get(f"/mint/new?product={product.product_id}&step=setup")
    answer = await submit(visit, "/mint/new", {"product": product.product_id, "quantity": "5", **MODES})
    place = answer.headers["Location"]
    fields = hidden(await visit.get(place), "/mint/new/submit")
    answers = await asyncio.gather(*(submit(visit, "/mint/new/submit", fields) for _ in range(2)))
    back = hidden(await visit.get(place), "/mint/new/submit")
    assert back == fields
    answers.append(await submit(visit, "/mint/new/submit", back))
    (batch_id,) = await batches(api)
    assert [answer.headers["Location"] for answer in answers] == [f"/mint/batch/{batch_id}"] * 3


async def test_what_cannot_be_is_said_at_once_and_stays_in_the_form(visit: Visit, api: Api) -> None:
    product = await product_of(api)
    await visit.get(f"/mint/new?product={product.product_id}&step=setup")
    sent = {"product": product.product_id, "quantity": "1000", "identity": "lot", "activation": "at-mint"}
    for typed, words in (
        ({"lots": "A,400\nB,500"}, "The lots add up to 900 units, and the quantity is 1,000."),
        ({"lots": "A,400\nA,600"}, "Lot A is there more than once."),
        ({"lots": "A 1000"}, "Lot 1: it takes a code and a number of units"),
        ({"lots": ""}, "Lots are missing"),
        ({"lots": "\n".join(f"L-{n},10" for n in range(101))}, "There are 101 lots"),
        ({"identity": "serial", "quantity": "many"}, "Quantity must be a whole number"),
        ({"identity": "serial", "quantity": "1000001"}, "Quantity must be a whole number"),
        ({"identity": "serial", "quantity": "0"}, "Quantity must be a whole number"),
    ):
        answer = await followed(visit, await submit(visit, "/mint/new", {**sent, **typed}))
        assert (answer.status, words in unescape(answer.text)) == (422, True), typed
        form = unescape(answer.text)
        assert f'value="{typed.get("quantity", "1000")}"' in form
        assert typed.get("lots", "") in form
        assert re.search(r'value="at-mint" checked', form)


async def test_lots_that_no_address_holds_stay_in_the_form(visit: Visit, api: Api) -> None:
    product = await product_of(api)
    await visit.get(f"/mint/new?product={product.product_id}&step=setup")
    lots = "\n".join(f"LOT-{n:016},10" for n in range(1_000))
    for to in ("review", "run"):
        sent = {"product": product.product_id, "quantity": "10000", "identity": "lot", "lots": lots, "to": to}
        answer = await submit(visit, "/mint/new", sent)
        assert (answer.status, "There are 1000 lots" in answer.text, lots in answer.text) == (422, True, True)


async def test_going_back_and_forth_loses_nothing(visit: Visit, api: Api) -> None:
    product = await product_of(api)
    await visit.get(f"/mint/new?product={product.product_id}&step=setup")
    typed = {"identity": "lot", "activation": "at-mint", "quantity": "12", "lots": "A,\nB,7"}
    answer = await submit(visit, "/mint/new", {"product": product.product_id, "to": "run", **typed})
    page = await visit.get(answer.headers["Location"])
    assert "No production run" in page.text
    assert dict(_HIDDEN.findall(page.text))["lots"] == "A,\nB,7"
    page = await visit.get(answer.headers["Location"].replace("step=run", "step=product"))
    kept = dict(_HIDDEN.findall(page.text))
    assert {name: kept[name] for name in typed} == typed


async def test_a_hundred_lots_with_the_longest_codes_fit_into_an_address(visit: Visit, api: Api) -> None:
    lots = "\n".join(f"{'%/&' * 6}{n:02},10000" for n in range(100))
    page = await reviewed(visit, api, quantity="1000000", identity="lot", lots=lots)
    assert "100 lots" in page.text
    assert Order(identity="lot", quantity="1000000", lots=lots).fits


async def test_products_are_searched_and_say_why_they_cannot_be_minted(visit: Visit, api: Api) -> None:
    await api.make_product("OLD-1", gtin="09506000117843", status="DISCONTINUED", name="Kettle")
    request = catalog_service_pb2.CreateProductRequest(
        request_id="0195c0de-0000-7000-8000-00000000000a", sku="BARE", name="Nothing said",
        group=product_pb2.PRODUCT_GROUP_GENERIC, commercial_status=product_pb2.COMMERCIAL_STATUS_ACTIVE,
    )  # fmt: skip
    bare = (await api.catalog.CreateProduct(request, metadata=api.metadata)).product
    page = (await visit.get("/mint/new?q=kett")).text
    assert "OLD-1" in page
    assert "It is discontinued" in page
    assert "SKU-1" not in page
    page = (await visit.get("/mint/new?q=BARE")).text
    assert f'href="/products/{bare.product_id}"' in page
    assert f'name="product" value="{bare.product_id}"' not in page
    assert "Manufacturer is required" in page
    assert "Nothing is called that" in (await visit.get("/mint/new?q=zzz")).text
    review = await visit.get(f"/mint/new?product={bare.product_id}&step=review&quantity=5")
    review = await visit.get(review.headers["Location"])
    assert "PRODUCT_NOT_READY" in review.text
    assert re.search(r"<button[^>]* disabled", review.text)


async def test_ready_runs_are_offered_with_what_is_left(visit: Visit, api: Api) -> None:
    run = await make_run(api, "RUN-7", 100)
    product = await product_of(api)
    page = await visit.get(f"/mint/new?step=run&product={product.product_id}")
    assert "100 of 100 units left" in page.text
    page = await reviewed(visit, api, quantity="60", run=run)
    assert "RUN-7" in page.text
    await submit(visit, "/mint/new/submit", hidden(page, "/mint/new/submit"))
    page = await visit.get(f"/mint/new?step=run&product={product.product_id}")
    assert "40 of 100 units left" in page.text
    page = await reviewed(visit, api, quantity="60", run=run)
    assert "PRODUCTION_BATCH" in page.text


async def test_the_time_of_past_batches_is_the_estimate(visit: Visit, api: Api, worker: None) -> None:
    del worker
    await api.ended((await api.submit(2_000)).batch_id)
    page = await reviewed(visit, api, quantity="5")
    assert re.search(r"About \d+ s once it begins, at [\d,]+ units a second", page.text)


async def test_a_viewer_looks_and_is_refused_by_the_server(url: str, api: Api) -> None:
    key = await member(api, "v@acme.example", member_pb2.ROLE_VIEWER)
    async with visiting(url, key) as viewer:
        page = await reviewed(viewer, api, quantity="5")
        assert "/mint/new/submit" not in page.text
        assert "Your role can look" in page.text
        product = await product_of(api)
        answer = await viewer.post(
            "/mint/new/submit",
            product=product.product_id,
            quantity="5",
            request_id="0195c0de-0000-7000-8000-00000000000b",
        )
        assert (answer.status, "PERMISSION_MISSING" in answer.text) == (403, True)
    assert await batches(api) == []


async def test_names_that_are_code_are_shown_as_text(visit: Visit, api: Api) -> None:
    await api.make_product("SKU-X", gtin="09506000117843", name=HOSTILE)
    product = await product_of(api, "SKU-X")
    pages = [await visit.get("/mint/new"), await visit.get(f"/mint/new?step=setup&product={product.product_id}")]
    pages.append(await visit.get(f"/mint/new?q={HOSTILE}"))
    for page in pages:
        assert HOSTILE not in page.text
        assert ESCAPED in page.text
    await visit.get("/mint/new")
    lots = f"{HOSTILE},5"
    answer = await visit.post(
        "/mint/new", product=product.product_id, quantity="6", identity="lot", activation="at-mint", lots=lots
    )
    answer = await followed(visit, answer)
    assert answer.status == 422
    assert ESCAPED in answer.text
    assert HOSTILE not in answer.text


@pytest.mark.parametrize(
    "query",
    [
        "product=nonsense",
        "product=00000000-0000-7000-8000-000000000001",
        "step=run&product=x",
        "page=nonsense",
        "q=" + "w" * 300,
    ],
)
async def test_addresses_that_are_wrong_are_no_fault(visit: Visit, query: str) -> None:
    answer = await visit.get(f"/mint/new?{query}")
    assert answer.status in {200, 404, 422}
    assert "Something went wrong" not in answer.text
