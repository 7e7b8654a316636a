"""The import of product sheets: what is written, and that nothing is half-written."""

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from hallmint.v1 import catalog_service_pb2 as pb
from hallmint_server.catalog.importing import ImportMode
from tests.support.contents import contents
from tests.support.shop import Conn, Shop, open_shop, refusal

GTIN = "04006381333931"
HEADER = "sku,name,group,gtin,commercial_status,gtin_company_prefix_length,attributes.a,attributes.b.c\n"
ALL = pb.IMPORT_MODE_ALL_OR_NOTHING
ACCEPTED = pb.IMPORT_MODE_ACCEPTED_ONLY


@pytest.fixture
async def shop(database_url: str, conn: Conn) -> AsyncIterator[Shop]:
    async with open_shop(database_url, conn) as opened:
        yield opened


def message(text: str | bytes, **fields: Any) -> pb.ImportProductsRequest:
    return pb.ImportProductsRequest(piece=text.encode() if isinstance(text, str) else text, **fields)


def counts(response: pb.ImportProductsResponse) -> tuple[int, int, int, int, int]:
    return response.rows, response.created, response.updated, response.unchanged, response.refused


async def test_a_sheet_makes_and_changes_products_and_says_so(shop: Shop) -> None:
    first = (
        HEADER
        + 'A,One,generic,4006381333931,active,7,1,true\n\nB,Two \\ 2,textile,,,,\\N,"x,""y"""\nC,Drei ä😀,generic,,,,,\n'
    )
    response = await shop.send(message(first))
    assert counts(response) == (3, 3, 0, 0, 0)
    assert list(response.notes) == [f"row 2: gtin 4006381333931 was padded to {GTIN}"]
    assert response.not_ready == 3
    one = await shop.get("A")
    assert (one.name, one.gtin, one.company_prefix_length, one.commercial_status) == ("One", GTIN, 7, 2)
    rows = (
        "SELECT sku, revision, name, gtin, commercial_status, attributes FROM product_revisions ORDER BY sku, revision"
    )
    assert await shop.rows(rows) == [
        ("A", 1, "One", GTIN, "active", {"a": 1, "b": {"c": True}}),
        ("B", 1, "Two \\ 2", None, "draft", {"a": "\\N", "b": {"c": 'x,"y"'}}),
        ("C", 1, "Drei ä😀", None, "draft", {}),
    ]
    await shop.update(["confirm_activation"], of="B", confirm_activation=True)
    second = (
        HEADER
        + "A,One,generic,,active,,1,true\nC,Drei ä😀,generic,,,,,\nD,Four,generic,,,,,\nB,Two \\ 2,textile,,,,\\N,z\n"
    )
    response = await shop.send(message(second))
    assert counts(response) == (4, 1, 2, 1, 0)
    assert (await shop.rows(rows))[1] == ("A", 2, "One", None, "active", {"a": 1, "b": {"c": True}})
    assert [row[:2] for row in await shop.rows(rows)] == [
        ("A", 1),
        ("A", 2),
        ("B", 1),
        ("B", 2),
        ("B", 3),
        ("C", 1),
        ("D", 1),
    ]
    assert (await shop.get("B")).confirm_activation  # a sheet says nothing of it
    asks = "SELECT revision FROM product_revisions WHERE sku = 'B' AND confirm_activation ORDER BY revision"
    assert await shop.rows(asks) == [(2,), (3,)]
    product = await shop.get("A")
    assert (product.revision, product.gtin, product.company_prefix_length) == (2, "", 0)
    told = await shop.rows(
        "SELECT entity_type, entity_id, action, actor, detail FROM events WHERE entity_type = 'CATALOGUE' ORDER BY event_id"
    )
    assert [row[:4] for row in told] == [("CATALOGUE", str(shop.caller.brand_id), "IMPORTED", "machine:test")] * 2
    assert json.loads(told[1][4]) == {
        "mode": "all_or_nothing",
        "sha256": hashlib.sha256(second.encode()).hexdigest(),
        "rows": 4,
        "created": 1,
        "updated": 2,
        "unchanged": 1,
        "refused": 0,
    }


async def test_a_hundred_thousand_products_and_again(shop: Shop) -> None:
    sheet = HEADER + "".join(f"S{n:06},Product {n},generic,,active,,{n},x\n" for n in range(100_000))
    pieces = [sheet[start : start + 1_000_003] for start in range(0, len(sheet), 1_000_003)]
    messages = [message(piece) for piece in pieces]
    ticks = 0

    async def tick() -> None:
        nonlocal ticks
        while True:
            await shop.page(page_size=1)
            ticks += 1

    beside = asyncio.create_task(tick())
    response = await shop.send(*messages)
    beside.cancel()
    assert counts(response) == (100_000, 100_000, 0, 0, 0)
    assert ticks > 20  # others were served meanwhile
    found = "SELECT count(*), count(DISTINCT product_id), min(revision), max(revision) FROM products"
    assert await shop.rows(found) == [(100_000, 100_000, 1, 1)]
    assert await shop.rows("SELECT sum((attributes->>'a')::bigint) FROM product_revisions") == [(4_999_950_000,)]
    before = await contents(shop.conn)
    assert counts(await shop.send(*messages)) == (100_000, 0, 0, 100_000, 0)
    assert await contents(shop.conn) == before


async def test_a_broken_stream_writes_nothing(shop: Shop) -> None:
    class BrokenError(Exception):
        pass

    async def stream() -> AsyncIterator[bytes]:
        yield b"sku,name,group\nA,a,generic\n"
        raise BrokenError

    before = await contents(shop.conn)
    with pytest.raises(BrokenError):
        await shop.imports.run(shop.caller, stream(), ImportMode.ACCEPTED_ONLY)
    assert await contents(shop.conn) == before


async def test_a_cancelled_stream_writes_nothing(shop: Shop) -> None:
    reached = asyncio.Event()

    async def stream() -> AsyncIterator[bytes]:
        yield b"sku,name,group\nA,a,generic\n"
        reached.set()
        await asyncio.Event().wait()

    before = await contents(shop.conn)
    task = asyncio.create_task(shop.imports.run(shop.caller, stream(), ImportMode.ACCEPTED_ONLY))
    await reached.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await contents(shop.conn) == before


async def test_imports_of_a_brand_at_once_make_each_product_once(shop: Shop) -> None:
    sheet = "sku,name,group\n" + "".join(f"S{n},x,generic\n" for n in range(500))
    answers = await asyncio.gather(*(shop.send(message(sheet)) for _ in range(3)))
    assert sorted(counts(answer) for answer in answers) == [(500, 0, 0, 500, 0)] * 2 + [(500, 500, 0, 0, 0)]
    assert await shop.rows("SELECT count(*), max(revision) FROM product_revisions") == [(500, 1)]


@pytest.mark.parametrize(
    ("sheet", "words"),
    [
        (b"", "empty"),
        (b"sku,name,group,sku\nA,a,generic,B\n", "twice"),
        (b"sku,name\nA,a\n", "no column group"),
        (b"sku,name,group,colour\n", "unknown"),
        ("sku,name,group\nA,Größe,generic\n".encode("latin-1"), "Windows-1252"),
        (b"sku,name,group\nA,\x00,generic\n", "NUL"),
        (b'sku,name,group\nA,"a"b,generic\n', "quote"),
        (b'sku,name,group\nA,"a,generic\n', "not closed"),
        (b"PK\x03\x04\x14\x00", "NUL"),
    ],
)
async def test_what_is_no_sheet_is_refused_as_a_whole(shop: Shop, sheet: bytes, words: str) -> None:
    for mode in (ALL, ACCEPTED):
        error = await refusal(shop.send(message(sheet[:7], mode=mode), message(sheet[7:])))
        assert (error.kind, error.reason) == ("invalid", "SHEET_REFUSED")
        assert words in error.message
        assert {(v.field, v.reason) for v in error.violations} == {("piece", "SHEET_REFUSED")}
    assert await shop.rows("SELECT count(*) FROM products") == [(0,)]


async def test_every_way_a_spreadsheet_writes_is_read(shop: Shop) -> None:
    for number, sheet in enumerate(
        (
            "\ufeffsku;name;group\r\nA;a;generic\r\n".encode(),
            "sku\tname\tgroup\rA\ta\tgeneric\r".encode("utf-16"),
            b"group,sku,name\nGENERIC,A,a",
        )
    ):
        answer = await shop.send(*(message(sheet[n : n + 1]) for n in range(len(sheet))))
        assert counts(answer) == (1, int(number == 0), 0, int(number > 0), 0)
