"""The client's calls for brands and products: what is sent, and what comes back."""

import io
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import UUID

import grpc
import pytest
from google.protobuf import json_format

from hallmint.v1 import brand_pb2, product_pb2
from hallmint.v1 import catalog_service_pb2 as catalog
from hallmint_client import Client, HallmintError
from hallmint_client.sheet import PIECE
from tests.support.fake_service import FakeService, serve
from tests.support.sample import CREDENTIAL, INVITATION, refusal
from tests.support.script import QUICK, UNAVAILABLE

BATTERY = product_pb2.PRODUCT_GROUP_BATTERY
BRAND_ID = str(UUID(int=5))


@pytest.fixture
def service() -> FakeService:
    return FakeService()


@pytest.fixture
async def client(service: FakeService) -> AsyncIterator[Client]:
    with serve(service) as address:
        async with Client(address, credential=CREDENTIAL, brand="nordlicht", policy=QUICK) as found:
            yield found


async def test_brands_are_made_read_and_suspended_for_no_acting_brand(client: Client, service: FakeService) -> None:
    made = await client.create_brand(slug="nordlicht", name="Nordlicht", gs1_ready=True, owner_email="o@n.example")
    assert (made.brand.slug, made.invitation) == ("nordlicht", INVITATION)
    assert [brand.slug async for brand in client.brands()] == ["nordlicht"]
    await client.suspend_brand(BRAND_ID, reason="unpaid")
    assert service.calls[-1].reason == "unpaid"
    await client.unsuspend_brand(BRAND_ID)
    await client.reassign_gtin("09506000134352", brand_id=BRAND_ID, sku="A")
    assert (service.calls[-1].brand_id, service.calls[-1].sku) == (BRAND_ID, "A")
    assert service.brands == [""] * 5
    for names, ref in (({"slug": "nordlicht"}, "slug"), ({"brand_id": BRAND_ID}, "brand_id"), ({}, None)):
        await client.get_brand(**names)
        assert service.calls[-1].WhichOneof("ref") == ref
    assert service.brands[5:] == ["nordlicht"] * 3


async def test_an_update_of_a_brand_names_what_is_given(client: Client, service: FakeService) -> None:
    links = [brand_pb2.LegalLink(label="Imprint", url="https://nordlicht.example/imprint")]
    await client.update_brand(name="N", gs1_ready=False, logo=b"", accent_colour="#112233", legal_links=links)
    sent = service.calls[-1]
    assert set(sent.update_mask.paths) == {
        "name",
        "gs1_ready",
        "theme.logo",
        "theme.accent_colour",
        "theme.legal_links",
    }
    assert (sent.brand_id, sent.change.name, sent.change.theme.accent_colour) == ("", "N", "#112233")
    assert list(sent.change.theme.legal_links) == links
    await client.update_brand(BRAND_ID, legal_links=[], default_market="")
    assert set(service.calls[-1].update_mask.paths) == {"theme.legal_links", "default_market"}


async def test_products_are_made_and_read(client: Client, service: FakeService) -> None:
    attributes = {"weight_kg": 2.74, "marking": {"symbol": True}, "hazards": ["H301"], "note": None}
    made = await client.create_product(sku="A", name="A", group=BATTERY, attributes=attributes, company_prefix_length=7)
    sent = service.calls[-1]
    assert json_format.MessageToDict(sent.attributes) == attributes
    assert (sent.commercial_status, sent.company_prefix_length) == (product_pb2.COMMERCIAL_STATUS_DRAFT, 7)
    assert list(made.notes) == ["gtin 8 digits: padded"]
    found = [product.sku async for product in client.products(query="NL", group=BATTERY)]
    assert found == [made.product.sku] * 2
    assert [(call.query, call.group, call.page_token) for call in service.calls[-2:]] == [
        ("NL", BATTERY, ""),
        ("NL", BATTERY, "p"),
    ]
    assert (await client.get_product(sku="A")).attributes["chemistry"] == "LFP"
    assert set(service.brands) == {"nordlicht"}


async def test_an_update_of_a_product_names_what_is_given(client: Client, service: FakeService) -> None:
    await client.update_product(
        sku="A",
        expected_revision=3,
        new_sku="B",
        gtin="",
        set_attributes={"weight_kg": 2},
        remove_attributes=["note"],
    )
    sent = service.calls[-1]
    assert (sent.product.sku, sent.expected_revision, sent.change.sku) == ("A", 3, "B")
    assert set(sent.update_mask.paths) == {"sku", "gtin", "attributes.weight_kg", "attributes.note"}
    assert json_format.MessageToDict(sent.change.attributes) == {"weight_kg": 2}
    await client.update_product(product_id="x", attributes={})
    assert list(service.calls[-1].update_mask.paths) == ["attributes"]
    assert service.calls[-1].product.product_id == "x"


async def test_schemas_of_groups_are_read_and_set(client: Client, service: FakeService) -> None:
    assert "chemistry" in (await client.get_group_schema(BATTERY)).schema
    assert await client.set_group_schema(BATTERY, "{}") == "{}"
    assert service.calls[-1].group == BATTERY


@pytest.mark.parametrize("size", [0, 1, PIECE, 5 * PIECE + 3])
async def test_a_sheet_arrives_whole_in_pieces(client: Client, service: FakeService, tmp_path: Path, size: int) -> None:
    content = bytes(place % 251 for place in range(size))
    path = tmp_path / "sheet.csv"
    path.write_bytes(content)
    seen: list[int] = []
    report = await client.import_products(
        path, mode=catalog.IMPORT_MODE_ACCEPTED_ONLY, dry_run=True, progress=seen.append
    )
    assert report == service.report
    assert service.sheets == [content]
    assert (service.calls[-1].mode, service.calls[-1].dry_run) == (catalog.IMPORT_MODE_ACCEPTED_ONLY, True)
    assert seen == ([*range(PIECE, size, PIECE), size] if size else [])
    assert all(len(call.piece) <= PIECE for call in service.calls)


def chopped(content: bytes, size: int) -> Iterator[bytes]:
    file = io.BytesIO(content)
    while piece := file.read(size):
        yield piece


async def test_a_file_is_sent_again_and_pieces_from_elsewhere_are_not(
    client: Client, service: FakeService, tmp_path: Path
) -> None:
    path = tmp_path / "sheet.csv"
    path.write_bytes(b"sku\n" * PIECE)
    service.refusals["ImportProducts"] = [UNAVAILABLE, UNAVAILABLE]
    await client.import_products(path)
    assert service.sheets == [path.read_bytes()]
    assert len(service.calls) == 3

    async def pieces() -> AsyncIterator[bytes]:
        for piece in chopped(path.read_bytes(), 3 * PIECE):
            yield piece

    await client.import_products(pieces())
    assert service.sheets == [path.read_bytes()] * 2
    service.refusals["ImportProducts"] = [UNAVAILABLE]
    with pytest.raises(HallmintError, match="DATABASE_UNAVAILABLE"):
        await client.import_products(pieces())
    assert len(service.calls) == 5


async def test_a_refusal_ends_a_sheet_that_is_still_being_sent(client: Client, service: FakeService) -> None:
    status = refusal(grpc.StatusCode.INVALID_ARGUMENT, "no header", reason="SHEET_REFUSED")
    service.refusals["ImportProducts"] = [status]

    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield bytes(PIECE)

    with pytest.raises(HallmintError) as caught:
        await client.import_products(endless())
    assert caught.value.reason == "SHEET_REFUSED"


async def test_what_the_source_of_a_sheet_raises_comes_out(
    client: Client, service: FakeService, tmp_path: Path
) -> None:
    async def broken() -> AsyncIterator[bytes]:
        yield b"sku\n"
        raise KeyError("of the source")

    with pytest.raises(KeyError, match="of the source"):
        await client.import_products(broken())
    with pytest.raises(FileNotFoundError):
        await client.import_products(tmp_path / "absent.csv")
    assert service.sheets == []
