"""Products in the console: listed, made, changed, linked and imported through the API, with everything kept that was typed."""

import re
from html import unescape
from uuid import uuid4

from aiohttp import FormData
from google.protobuf import json_format

from hallmint.v1 import catalog_service_pb2, member_pb2, product_pb2
from tests.support.api import GTIN, Api
from tests.support.catalog_scene import HOSTILE, LONG, product, send
from tests.support.console import Answer, Visit, visiting
from tests.support.credential import accept, invite

FIELDS = {"sku": "NEW-1", "name": "New", "gtin": "", "group": "generic", "status": "draft", "prefix": "", "x": ""}


async def found(api: Api, sku: str) -> product_pb2.Product:
    request = catalog_service_pb2.GetProductRequest(product=product_pb2.ProductRef(sku=sku))
    return (await api.catalog.GetProduct(request, metadata=api.metadata)).product


async def upload(visit: Visit, content: bytes, **fields: str) -> Answer:
    """Send a sheet with the form token of the page that was loaded last."""
    token = re.search(r'name="form_token" value="([0-9a-f]{64})"', visit.page)
    assert token
    form = FormData({"form_token": token[1], **fields})
    form.add_field("sheet", content, filename="sheet.csv", content_type="text/csv")
    async with visit.http.post(f"{visit.url}/products/import", data=form) as response:
        return Answer(response.status, await response.text(), response.headers)


async def test_the_list_searches_filters_and_pages(visit: Visit, api: Api) -> None:
    for number in range(26):
        await product(api, f"LOT-{number:02}", name=f"Bucket {number}", group="TEXTILE")
    first = (await visit.get("/products?q=lot-&group=textile")).text
    assert first.count("/products/0") == 25
    assert "LOT-25" not in first
    link = re.search(r'href="(/products\?[^"]*page=[^"]*)"', first)
    assert link
    second = (await visit.get(unescape(link[1]))).text
    assert "LOT-25" in second
    assert "LOT-00" not in second
    assert "SKU-1" in (await visit.get(f"/products?q={GTIN[:6]}")).text
    assert "Bucket 7" in (await visit.get("/products?q=ucket 7")).text
    assert "No product fits" in (await visit.get("/products?status=discontinued")).text
    assert "PAGE_TOKEN_INVALID" in (await visit.get("/products?page=nonsense")).text


async def test_a_brand_without_products_is_told_what_to_do(url: str, api: Api) -> None:
    await api.make_brand("empty")
    async with visiting(url, api.key) as visit:
        text = (await visit.get("/products")).text
        assert "No products yet" in text
        assert 'href="/products/new"' in text


async def test_a_product_is_made_once_and_changed(visit: Visit, api: Api) -> None:
    page = (await visit.get("/products/new?group=generic")).text
    assert "needed" in page
    request_id = str(uuid4())
    made = FIELDS | {"request_id": request_id, "gtin": "629 1041500213", "t/product_type": "Pail", "l/safety": ""}
    made |= {"t/manufacturer/name": "Acme", "t/safety/0": "Mind", "t/safety/1": "", "n/durability_years": "2.5"}
    answers = [await send(visit, "/products/new", made) for _ in range(2)]
    assert [each.status for each in answers] == [303, 303]
    assert answers[0].headers["Location"].partition("?")[0] == answers[1].headers["Location"].partition("?")[0]
    assert answers[0].headers["Location"].endswith("done=padded")
    now = await found(api, "NEW-1")
    assert now.gtin == "06291041500213"
    held = json_format.MessageToDict(now.attributes)
    assert held["manufacturer"] == {"name": "Acme"}
    assert held["safety"] == ["Mind"]
    place = f"/products/{now.product_id}"
    shown = (await visit.get(answers[0].headers["Location"])).text
    assert "padded with zeros" in shown
    assert 'href="#f/manufacturer/contact"' in shown
    assert "Not ready" in shown
    changed = FIELDS | {"name": "Better", "revision": "1", "status": "active", "confirms": "yes", "x": '{"own": [1]}'}
    assert (await send(visit, place, changed)).headers["Location"] == f"{place}?done=saved"
    now = await found(api, "NEW-1")
    assert (now.name, now.gtin, now.revision, now.confirm_activation) == ("Better", "", 2, True)
    assert json_format.MessageToDict(now.attributes) == {"own": [1]}


async def test_what_was_typed_survives_every_refusal(visit: Visit, api: Api) -> None:
    other = await product(api, "OTHER")
    place = f"/products/{other}"
    await visit.get(place)
    typed = FIELDS | {"sku": "SKU-1", "revision": "1", "t/product_type": HOSTILE, "n/weight_kg": "heavy"}
    answer = await send(visit, place, typed)
    assert (answer.status, "SKU_TAKEN" in answer.text) == (409, True)
    assert HOSTILE not in answer.text
    assert unescape(answer.text).count(HOSTILE) == 1
    answer = await send(visit, place, FIELDS | {"gtin": "9506000134353", "revision": "1"})
    assert answer.status == 422
    assert "it would be 2" in answer.text
    assert "GTIN_INVALID" in answer.text
    answer = await send(visit, place, FIELDS | {"x": "{broken", "revision": "1"})
    assert answer.status == 422
    assert "{broken" in answer.text
    assert (await send(visit, place, FIELDS | {"sku": "OTHER", "revision": "1"})).status == 303
    answer = await send(visit, place, FIELDS | {"sku": "OTHER", "name": "Late", "revision": "1"})
    assert (answer.status, "REVISION_CHANGED" in answer.text, 'value="Late"' in answer.text) == (409, True, True)
    assert (await send(visit, place, {"t/a": "1", "t/a/b": "2"})).status == 422
    answer = await send(visit, "/products/new", FIELDS | {"prefix": "many", "request_id": str(uuid4())})
    assert answer.status == 422
    assert 'value="many"' in answer.text


async def test_rows_are_added_and_removed_without_saving(visit: Visit, api: Api) -> None:
    other = await product(api, "OTHER")
    place = f"/products/{other}"
    await visit.get(place)
    typed = {"l/materials": "", "t/materials/0/material": "steel", "t/materials/1/material": "wood", "revision": "1"}
    answer = await send(visit, place, FIELDS | typed | {"do": "add:/materials"})
    assert 'name="t/materials/2/material"' in answer.text
    answer = await send(visit, place, FIELDS | typed | {"do": "remove:/materials/0"})
    assert (answer.status, "steel" in answer.text, 'value="wood"' in answer.text) == (200, False, True)
    assert 'name="t/materials/1/material"' not in answer.text
    assert (await found(api, "OTHER")).revision == 1


async def test_hostile_and_long_names_are_text_everywhere(visit: Visit, api: Api) -> None:
    ids = [
        await product(api, "A&B<i>", name=HOSTILE, attributes={"product_type": HOSTILE, HOSTILE: {HOSTILE: [HOSTILE]}}),
        await product(api, "L" * 64, name=LONG.strip()),
    ]
    for path in ("/products", *(f"/products/{each}" for each in ids), *(f"/products/{each}/preview" for each in ids)):
        answer = await visit.get(path)
        assert answer.status == 200
        assert "<script>alert" not in answer.text
        assert "A&B<i>" not in answer.text
        if not path.startswith(f"/products/{ids[1]}"):
            assert HOSTILE in unescape(answer.text), path


async def test_links_are_added_and_taken_away(visit: Visit, api: Api) -> None:
    place = f"/products/{await product(api, 'OTHER')}"
    assert "None beside the passport" in (await visit.get(place)).text
    link = {"title": HOSTILE, "href": "https://a.example/x", "link_type": "gs1:pip", "request_id": str(uuid4())}
    refused = await send(visit, f"{place}/links", link | {"href": "http://a.example", "languages": "de, fr"})
    assert refused.status == 422
    assert 'value="de, fr"' in refused.text
    for _ in range(2):
        answer = await send(visit, f"{place}/links", link | {"lot": "L1"})
        assert answer.headers["Location"] == f"{place}?done=linked#links"
    shown = (await visit.get(place)).text
    assert shown.count("Lot L1") == 1
    remove = re.search(rf'action="({place}/links/[0-9a-f-]+/remove)"', shown)
    assert remove
    for _ in range(2):
        assert (await visit.post(remove[1])).status == 303
    assert "None beside the passport" in (await visit.get(place)).text


async def test_a_sheet_is_checked_then_imported(visit: Visit, api: Api) -> None:
    await visit.get("/products/import")
    sheet = f"sku,name,group,gtin\nS-1,{HOSTILE.replace(',', '')},generic,\nS-2,B,generic,12\n".encode()
    sheet = sheet.replace(HOSTILE.encode(), b'"<b>x"""')
    checked = await upload(visit, sheet, do="check")
    assert checked.status == 200
    assert "Checked: nothing was written" in checked.text
    assert "GTIN_INVALID" in checked.text
    assert "Nothing was written" in (await upload(visit, sheet, do="import")).text
    assert "No product fits" in (await visit.get("/products?q=S-")).text
    await visit.get("/products/import")
    assert "Imported" in (await upload(visit, sheet, do="import", accepted_only="yes")).text
    assert (await found(api, "S-1")).name == '<b>x"'
    refused = await upload(visit, b"PK\x03\x04rest", do="import")
    assert (refused.status, "workbook" in refused.text) == (422, True)
    refused = await upload(visit, b"\xff\xfe\xfd", do="import")
    assert refused.status == 422
    assert (await visit.post("/products/import", do="import")).status == 422


async def test_a_viewer_sees_products_and_changes_none(url: str, api: Api) -> None:
    key = (await accept(api, (await invite(api, "v@acme.example", member_pb2.ROLE_VIEWER)).invitation)).key
    place = f"/products/{(await found(api, 'SKU-1')).product_id}"
    async with visiting(url, key) as visit:
        shown = (await visit.get(place)).text
        assert "Acme" in shown
        for word in ("<textarea", 'name="sku"', "Add a link", "Preview", "New product"):
            assert word not in shown
        assert "New product" not in (await visit.get("/products")).text
        for path in ("/products/new?group=generic", "/products/import", f"{place}/preview"):
            assert (await visit.get(path)).status == 403
        await visit.get("/products")
        forged = FIELDS | {"request_id": str(uuid4()), "revision": "1"}
        link = {"title": "t", "href": "https://a.example", "link_type": "gs1:pip"}
        for path, fields in (
            ("/products/new", forged),
            (place, forged),
            (f"{place}/links", link),
            (f"{place}/links/{uuid4()}/remove", {}),
        ):
            answer = await send(visit, path, fields)
            assert (answer.status, "PERMISSION_MISSING" in answer.text) == (403, True), path
        assert "PERMISSION_MISSING" in (await upload(visit, b"sku,name,group\nX,Y,generic\n", do="import")).text
    assert (await found(api, "SKU-1")).revision == 1


async def test_advice_on_a_gtin_comes_while_it_is_typed(visit: Visit) -> None:
    assert "it would be 2" in (await visit.get("/products/gtin?gtin=9506000134353")).text
    assert "check digit" in (await visit.get("/products/gtin?gtin=9506000134352")).text
