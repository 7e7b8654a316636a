"""Pages and ids: what lists give, and what they refuse."""

import base64
import json
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from hallmint.v1 import batch_pb2, brand_service_pb2, catalog_service_pb2, minting_service_pb2, product_pb2, token_pb2
from tests.support.api import Api
from tests.support.refusal import refused

Conn = psycopg.AsyncConnection[Any]
Call = Callable[..., Any]


def encode(text: str | bytes) -> str:
    raw = text if isinstance(text, bytes) else text.encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def decode(token: str) -> Any:
    return json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))


async def brands(api: Api, **page: Any) -> brand_service_pb2.ListBrandsResponse:
    return await api.brands.ListBrands(brand_service_pb2.ListBrandsRequest(**page), metadata=api.operator_metadata)


async def products(api: Api, **page: Any) -> catalog_service_pb2.ListProductsResponse:
    return await api.catalog.ListProducts(catalog_service_pb2.ListProductsRequest(**page), metadata=api.metadata)


async def batches(api: Api, **page: Any) -> minting_service_pb2.ListBatchesResponse:
    return await api.minting.ListBatches(minting_service_pb2.ListBatchesRequest(**page), metadata=api.metadata)


async def tokens(api: Api, **page: Any) -> minting_service_pb2.ListTokensResponse:
    return await api.minting.ListTokens(minting_service_pb2.ListTokensRequest(**page), metadata=api.metadata)


@pytest.mark.usefixtures("worker")
async def test_page_sizes(api: Api) -> None:
    batch_id = (await api.ended((await api.submit(501)).batch_id)).batch_id
    for asked, given in ((0, 50), (1, 1), (500, 500), (501, 500), (2**31 - 1, 500)):
        page = await tokens(api, batch_id=batch_id, page_size=asked)
        assert [t.seq for t in page.tokens] == list(range(given))
        assert page.next_page_token
    rest = await tokens(api, batch_id=batch_id, page_size=500, page_token=page.next_page_token)
    assert ([t.seq for t in rest.tokens], rest.next_page_token) == ([500], "")
    whole = await tokens(api, batch_id=batch_id, page_size=1, page_token=page.next_page_token)
    assert (len(whole.tokens), whole.next_page_token) == (1, "")  # an end exactly at a page's end is one


async def test_a_negative_page_size_is_refused_with_what_else_is_wrong(api: Api) -> None:
    for call in (
        brands(api, page_size=-1, page_token="x"),  # noqa: S106 - a page's, no password
        products(api, page_size=-1, page_token="x"),  # noqa: S106
        batches(api, page_size=-(2**31), page_token="x"),  # noqa: S106
    ):
        refusal = await refused(call)
        assert refusal.paths == [("page_size", "FIELD_INVALID"), ("page_token", "PAGE_TOKEN_INVALID")]
    refusal = await refused(tokens(api, batch_id="x", page_size=-1, page_token="x", status=9))  # noqa: S106
    assert [path for path, _ in refusal.paths] == ["batch_id", "page_size", "page_token", "status"]
    refusal = await refused(batches(api, state=6))
    assert refusal.paths == [("state", "FIELD_INVALID")]


async def test_a_token_of_another_list_filter_or_brand_is_refused(api: Api) -> None:
    own = api.brand
    await api.make_product("SKU-2", gtin="04006381333931")
    ids = [(await api.submit(1)).batch_id for _ in range(3)]
    await api.make_brand("other")
    await api.make_product("SKU-3", gtin="")
    api.brand = own
    of_brands = (await brands(api, page_size=1)).next_page_token
    of_products = (await products(api, page_size=1)).next_page_token
    of_batches = (await batches(api, page_size=1)).next_page_token
    of_queued = (await batches(api, page_size=1, state=batch_pb2.BATCH_STATE_QUEUED)).next_page_token
    assert len({of_brands, of_products, of_batches, of_queued}) == 4
    assert [b.batch_id for b in (await batches(api, page_token=of_batches)).batches] == ids[1::-1]
    minted = batch_pb2.BATCH_STATE_MINTED
    wrong: list[tuple[Any, dict[str, Any]]] = [
        *((brands, {"page_token": token}) for token in (of_products, of_batches, of_queued)),
        *((products, {"page_token": token}) for token in (of_brands, of_batches, of_queued)),
        *((batches, {"page_token": token}) for token in (of_brands, of_products, of_queued)),
        *((batches, {"page_token": token, "state": minted}) for token in (of_batches, of_queued)),
        *((tokens, {"batch_id": ids[0], "page_token": token}) for token in (of_brands, of_batches)),
    ]
    for call, page in wrong:
        assert (await refused(call(api, **page))).paths == [("page_token", "PAGE_TOKEN_INVALID")], (call, page)
    api.brand = "other"
    for call, token in ((products, of_products), (batches, of_batches)):
        assert (await refused(call(api, page_token=token))).paths == [("page_token", "PAGE_TOKEN_INVALID")]


@pytest.mark.usefixtures("worker")
async def test_a_token_of_another_batch_lot_or_status_is_refused(api: Api) -> None:
    first = (await api.ended((await api.submit(4, lots={"A": 2, "B": 2})).batch_id)).batch_id
    second = (await api.ended((await api.submit(4)).batch_id)).batch_id
    token = (await tokens(api, batch_id=first, page_size=1, lot_code="A")).next_page_token
    assert [t.seq for t in (await tokens(api, batch_id=first, page_token=token, lot_code="A")).tokens] == [1]
    minted = token_pb2.TOKEN_STATUS_MINTED
    for page in (
        {"batch_id": first},
        {"batch_id": first, "lot_code": "B"},
        {"batch_id": first, "lot_code": "A", "status": minted},
        {"batch_id": second},
    ):
        assert (await refused(tokens(api, page_token=token, **page))).reasons == ["PAGE_TOKEN_INVALID"]


async def test_tokens_that_nobody_made(api: Api) -> None:
    for _ in range(2):
        await api.submit(1)
    key, digest = decode((await batches(api, page_size=1)).next_page_token)
    keys: list[Any] = [None, True, -1, 2**31, 2**63, 1e300, 1.5, "1", [key], {}, float("nan"), "\x00", "\ud800"]
    forged = [encode(json.dumps([k, digest])) for k in keys]
    shapes = [
        "null",
        "1",
        "[]",
        "{}",
        '""',
        f'["{digest}"]',
        f"[{key},null]",
        f'{{"{key}":1,"{digest}":2}}',
        "[" * 5000,
    ]
    garbage = ["x", "=", "====", "é", " ", "\n", "A" * 10_000, encode(b"\xff\xfe"), encode("9" * 5000), "not base64!"]
    tokens_of_nobody = [*forged, *(encode(shape) for shape in shapes), *garbage]
    for token in tokens_of_nobody:
        refusal = await refused(batches(api, page_token=token))
        assert (refusal.code, refusal.paths) == ("INVALID_ARGUMENT", [("page_token", "PAGE_TOKEN_INVALID")]), token
    of_text = [*(k for k in keys if not isinstance(k, str)), "\x00", "\ud800", "a\udfff"]
    await api.make_product("SKU-2", gtin="04006381333931")
    _, digest = decode((await products(api, page_size=1)).next_page_token)
    for key in of_text:
        refusal = await refused(products(api, page_token=encode(json.dumps([key, digest]))))
        assert refusal.paths == [("page_token", "PAGE_TOKEN_INVALID")], key


async def test_malformed_ids(api: Api, conn: Conn) -> None:
    await conn.execute("UPDATE brands SET suspended_at = now()")  # says nothing of ids
    minting, catalog = minting_service_pb2, catalog_service_pb2
    nobody = str(UUID(int=1))
    for text in (
        "x",
        nobody.replace("-", ""),
        f"{{{nobody}}}",
        f" {nobody}",
        f"{nobody}0",
        nobody.replace("0", "\u0660"),
    ):
        place = token_pb2.TokenRef(batch_seq=token_pb2.BatchSeq(batch_id=text))
        named = minting.TokenRefs(tokens=[token_pb2.TokenRef(code="x"), place])
        revoke: dict[str, Any] = {"request_id": nobody, "reason": "recall"}
        calls: list[tuple[Call, Any, str]] = [
            (api.minting.GetBatch, minting.GetBatchRequest(batch_id=text), "batch_id"),
            (api.minting.CancelBatch, minting.CancelBatchRequest(batch_id=text), "batch_id"),
            (api.minting.ResumeBatch, minting.ResumeBatchRequest(batch_id=text), "batch_id"),
            (api.minting.ListTokens, minting.ListTokensRequest(batch_id=text), "batch_id"),
            (api.minting.GetToken, minting.GetTokenRequest(token=place), "token.batch_seq.batch_id"),
            (api.minting.RevokeTokens, minting.RevokeTokensRequest(**revoke, batch_id=text), "batch_id"),
            (
                api.minting.RevokeTokens,
                minting.RevokeTokensRequest(**revoke, lot=minting.LotRef(batch_id=text, lot_code="A")),
                "lot.batch_id",
            ),
            (
                api.minting.RevokeTokens,
                minting.RevokeTokensRequest(**revoke, tokens=named),
                "tokens.tokens[1].batch_seq.batch_id",
            ),
            (api.brands.GetBrand, brand_service_pb2.GetBrandRequest(brand_id=text), "brand_id"),
            (
                api.catalog.GetProduct,
                catalog.GetProductRequest(product=product_pb2.ProductRef(product_id=text)),
                "product.product_id",
            ),
        ]
        for call, request, path in calls:
            refusal = await refused(call(request, metadata=api.metadata))
            assert (refusal.code, refusal.paths) == ("INVALID_ARGUMENT", [(path, "FIELD_INVALID")]), (request, text)
        stream = api.minting.WatchBatch(minting.WatchBatchRequest(batch_id=text, cursor="-1"), metadata=api.metadata)
        refusal = await refused(stream.read())
        assert [path for path, _ in refusal.paths] == ["batch_id", "cursor"]


async def test_references_that_name_nothing(api: Api) -> None:
    minting, catalog = minting_service_pb2, catalog_service_pb2
    calls: list[tuple[Call, Any, str]] = [
        (api.catalog.GetProduct, catalog.GetProductRequest(), "product"),
        (api.minting.GetToken, minting.GetTokenRequest(), "token"),
        (api.minting.RevokeTokens, minting.RevokeTokensRequest(request_id=str(uuid4()), reason="recall"), "target"),
    ]
    for call, request, path in calls:
        refusal = await refused(call(request, metadata=api.metadata))
        assert (refusal.code, refusal.paths) == ("INVALID_ARGUMENT", [(path, "FIELD_REQUIRED")])
    nobody = brand_service_pb2.GetBrandRequest()
    refusal = await refused(api.brands.GetBrand(nobody, metadata=api.operator_metadata))
    assert refusal.paths == [("ref", "FIELD_REQUIRED")]
    own = await api.brands.GetBrand(nobody, metadata=api.metadata)
    assert own.brand.slug == api.brand


async def test_cursors_of_a_watch_that_no_message_carried(api: Api) -> None:
    batch_id = (await api.submit(1)).batch_id
    for cursor in ("x", "-1", "1.5", " 1", "1\n", "٣"):
        request = minting_service_pb2.WatchBatchRequest(batch_id=batch_id, cursor=cursor)
        refusal = await refused(api.minting.WatchBatch(request, metadata=api.metadata).read())
        assert refusal.paths == [("cursor", "FIELD_INVALID")], cursor


async def test_the_acting_brand_by_slug_or_id_and_nothing_else(api: Api) -> None:
    hexadecimal = "deadbeef" * 4  # a slug, though Python would take it for a UUID
    brand_id = await api.make_brand(hexadecimal)

    def listed(brand: str) -> Any:
        metadata = (*api.metadata, ("x-hallmint-brand", brand))
        return api.catalog.ListProducts(catalog_service_pb2.ListProductsRequest(), metadata=metadata)

    for known in (hexadecimal, brand_id, ""):
        assert (await listed(known)).products == []
    for unknown in (
        "nobody",
        "acme",
        str(UUID(int=0)),
        brand_id.replace("-", ""),
        f"{{{brand_id}}}",
        "ACME",
        "x" * 4000,
    ):
        refusal = await refused(listed(unknown))
        assert (refusal.code, refusal.reason) == ("UNAUTHENTICATED", "BRAND_NOT_FOUND"), unknown
