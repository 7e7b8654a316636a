"""Fields of every request that hold what they cannot: told with their paths, and nothing is written."""

from typing import Any
from uuid import UUID, uuid4

import grpc
import psycopg
import pytest
from google.protobuf import json_format, struct_pb2
from google.protobuf.message_factory import GetMessageClass

from hallmint.v1 import brand_service_pb2, catalog_service_pb2, minting_service_pb2, product_pb2, token_pb2
from tests.support.api import Api
from tests.support.contents import contents
from tests.support.installation import Installation
from tests.support.refusal import Refusal, read, refused
from tests.support.usual_request import METHODS, send, ways, whose

Conn = psycopg.AsyncConnection[Any]


@pytest.mark.parametrize("name", [name for name, method in METHODS.items() if ways(method.input_type)])
async def test_no_text_of_any_request_may_hold_nul(server: Installation, api: Api, conn: Conn, name: str) -> None:
    method = METHODS[name]
    before = await contents(conn)
    async with grpc.aio.insecure_channel(server.address) as channel:
        for way in ways(method.input_type):
            request = GetMessageClass(method.input_type)()
            way.put(request, "a\x00b")
            refusal = await refused(send(channel, whose(api, method), method, request.SerializeToString()))
            assert (refusal.code, refusal.paths) == ("INVALID_ARGUMENT", [(way.path, "FIELD_INVALID")])
    assert await contents(conn) == before


async def test_every_text_with_nul_is_told_at_once(api: Api) -> None:
    request = catalog_service_pb2.CreateProductRequest(request_id="\x00", sku="\x00", name="ok", gtin="\x00")
    json_format.ParseDict({"a\x00": 1, "b": ["\x00", {"c": "\x00"}]}, request.attributes)
    refusal = await refused(api.catalog.CreateProduct(request, metadata=api.metadata))
    assert [path for path, _ in refusal.paths] == [
        "attributes.fields",
        "attributes.fields[b].list_value.values[0].string_value",
        "attributes.fields[b].list_value.values[1].struct_value.fields[c].string_value",
        "gtin",
        "request_id",
        "sku",
    ]


@pytest.mark.parametrize("encoded", [b"\x0a\x02\xff\xfe", b"\xff\xff\xff", b"\x0a\x7f", b"\x0b" * 200])
async def test_bytes_that_are_no_message_are_refused_like_any_other_field(
    server: Installation, api: Api, conn: Conn, encoded: bytes
) -> None:
    before = await contents(conn)
    async with grpc.aio.insecure_channel(server.address) as channel:
        for name in ("SubmitMint", "WatchBatch", "CreateBrand"):
            method = METHODS[name]
            refusal = await refused(send(channel, whose(api, method), method, encoded))
            assert (refusal.code, refusal.reason) == ("INVALID_ARGUMENT", "FIELD_INVALID")
            assert "DecodeError" not in refusal.message
    assert await contents(conn) == before


async def test_a_message_above_a_mebibyte_is_refused_and_the_server_goes_on(api: Api, conn: Conn) -> None:
    before = await contents(conn)
    request = minting_service_pb2.GetTokenRequest(token=token_pb2.TokenRef(code="x" * (1 << 20)))
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await api.minting.GetToken(request, metadata=api.metadata)
    assert caught.value.code() == grpc.StatusCode.RESOURCE_EXHAUSTED
    assert read(caught.value).reason == "MESSAGE_TOO_LARGE"
    for field in ("code", "url"):
        text = "https://id.example/t/" * 40_000
        ref = token_pb2.TokenRef(code=text) if field == "code" else token_pb2.TokenRef(url=text)
        almost = minting_service_pb2.GetTokenRequest(token=ref)
        refusal = await refused(api.minting.GetToken(almost, metadata=api.metadata))
        assert refusal.reason == "TOKEN_NOT_FOUND"
    assert await contents(conn) == before


async def create_brand(api: Api, **fields: Any) -> Refusal:
    known = {"request_id": str(uuid4()), "slug": "new-brand", "name": "New"}
    request = brand_service_pb2.CreateBrandRequest(**{**known, **fields})
    return await refused(api.brands.CreateBrand(request, metadata=api.operator_metadata))


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("slug", ["", "a", "A-b", "1ab", "-ab", "a_b", "a" * 41, "é-b", "ab\n", str(UUID(int=0xABC << 116))]),
        ("name", ["", "x" * 201, "a\nb", "a\x7fb"]),
        (
            "resolver_base_url",
            [
                *(
                    "http://id.example",
                    "https://ID.example",
                    "https://id.example/",
                    "https://id.example/x",
                    "id.example",
                ),
                *("https://a b", "https://", "https://id.example?x", "https://u@id.example", "https://id.example:0"),
                *("https://id.example:65536", "https://-a.example", "https://id..example", "https://id.example\n"),
            ],
        ),
        ("request_id", ["x", "0" * 32, "{" + str(UUID(int=1)) + "}", "urn:uuid:" + str(UUID(int=1)), " "]),
    ],
)
async def test_fields_of_a_brand(api: Api, conn: Conn, field: str, values: list[str]) -> None:
    before = await contents(conn)
    for value in values:
        refusal = await create_brand(api, **{field: value})
        assert (refusal.code, refusal.paths) == ("INVALID_ARGUMENT", [(field, "FIELD_INVALID")]), value
    assert await contents(conn) == before


async def test_all_fields_of_a_brand_are_told_at_once(api: Api) -> None:
    refusal = await create_brand(api, request_id="", slug="", name="", resolver_base_url="x")
    assert [path for path, _ in refusal.paths] == ["name", "request_id", "resolver_base_url", "slug"]
    assert refusal.metadata == {"reasons": "FIELD_INVALID,FIELD_REQUIRED"}


async def create_product(api: Api, **fields: Any) -> Refusal:
    known = {"request_id": str(uuid4()), "sku": "NEW", "name": "New", "group": 5}
    request = catalog_service_pb2.CreateProductRequest(**{**known, **fields})
    return await refused(api.catalog.CreateProduct(request, metadata=api.metadata))


def struct(value: Any) -> struct_pb2.Struct:
    return struct_pb2.Struct(fields={"key": value})


@pytest.mark.parametrize(
    ("field", "values", "reason"),
    [
        ("sku", [""], "FIELD_REQUIRED"),
        ("sku", ["x" * 65, "a\nb", "a\u202eb"], "FIELD_INVALID"),
        ("name", [""], "FIELD_REQUIRED"),
        ("name", ["x" * 201, "a\x1fb", "a\u2067b"], "FIELD_INVALID"),
        ("gtin", ["1", "0950600013435", "095060001343520", "0950600013435X", "٠٩٥٠٦٠٠٠١٣٤٣٥٢"], "GTIN_INVALID"),
        ("gtin", ["09506000134351", " 9506000134352"], "GTIN_INVALID"),
        ("group", [6, 99, -1, 2**31 - 1], "FIELD_INVALID"),
        ("group", [0], "FIELD_REQUIRED"),
        ("commercial_status", [4, -1], "FIELD_INVALID"),
        (
            "attributes",
            [
                struct(struct_pb2.Value(string_value="x" * 65_536)),
                struct(struct_pb2.Value(number_value=float("nan"))),
                struct(struct_pb2.Value(number_value=float("-inf"))),
            ],
            "FIELD_INVALID",
        ),
    ],
)
async def test_fields_of_a_product(api: Api, conn: Conn, field: str, values: list[Any], reason: str) -> None:
    before = await contents(conn)
    for value in values:
        refusal = await create_product(api, **{field: value})
        assert (refusal.code, refusal.paths) == ("INVALID_ARGUMENT", [(field, reason)]), value
    assert await contents(conn) == before


async def test_all_fields_of_a_product_are_told_at_once(api: Api) -> None:
    bad = struct(struct_pb2.Value(number_value=float("nan")))
    refusal = await create_product(api, request_id="x", sku="", name="", gtin="1", group=9, attributes=bad)
    assert [path for path, _ in refusal.paths] == ["attributes", "group", "gtin", "name", "request_id", "sku"]


async def test_attributes_are_measured_in_bytes_of_utf_8(api: Api) -> None:
    """64 KiB hold as much Greek or Chinese as they do anywhere else; JSON's escapes would make six bytes of a letter."""
    for text in ("ω" * 32_000, "電" * 21_000):
        request = catalog_service_pb2.CreateProductRequest(
            request_id=str(uuid4()),
            sku=text[:3],
            name="New",
            group=product_pb2.PRODUCT_GROUP_GENERIC,
            attributes=struct(struct_pb2.Value(string_value=text)),
        )
        made = (await api.catalog.CreateProduct(request, metadata=api.metadata)).product
        assert made.attributes == request.attributes
    refusal = await create_product(api, attributes=struct(struct_pb2.Value(string_value="電" * 22_000)))
    assert refusal.paths == [("attributes", "FIELD_INVALID")]
