"""What an import refuses: rows one by one, sheets as a whole."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from hallmint.v1 import catalog_service_pb2 as pb
from hallmint.v1 import error_reason_pb2
from hallmint_server.catalog.importing import ImportMode
from hallmint_server.catalog.intake import SIZE_MOST
from tests.support.contents import contents
from tests.support.gtin import check_digit
from tests.support.shop import Conn, Shop, minted, open_shop, refusal
from tests.support.wait import until

GTIN = "04006381333931"
OTHER_GTIN = "09506000134352"
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


def problems(response: pb.ImportProductsResponse) -> list[tuple[int, str, str]]:
    return [
        (p.row, p.column, error_reason_pb2.ErrorReason.Name(p.reason).removeprefix("ERROR_REASON_"))
        for p in response.problems
    ]


async def test_one_row_more_is_refused(shop: Shop) -> None:
    sheet = "sku,name,group\n" + "".join(f"S{n},x,generic\n" for n in range(100_001))
    error = await refusal(shop.send(message(sheet, mode=ACCEPTED)))
    assert (error.kind, error.reason) == ("invalid", "SHEET_REFUSED")
    assert error.metadata == {"rows": "100000", "refused": "0"}
    assert await shop.rows("SELECT count(*) FROM products") == [(0,)]


WRONG_ROWS = [
    (",No SKU,generic,,,,,", "sku", "FIELD_REQUIRED"),
    ("N,,generic,,,,,", "name", "FIELD_REQUIRED"),
    ("G,No group,,,,,,", "group", "FIELD_REQUIRED"),
    ("H,Unknown group,shoes,,,,,", "group", "FIELD_INVALID"),
    ("I,Unknown status,generic,,sold,,,", "commercial_status", "FIELD_INVALID"),
    ("J,Short GTIN,generic,12345,,,,", "gtin", "GTIN_INVALID"),
    ("K,Check digit,generic,4006381333930,,,,", "gtin", "GTIN_INVALID"),
    ("L,Prefix,generic,4006381333931,,3,,", "gtin_company_prefix_length", "FIELD_INVALID"),
    ("M,Prefix without GTIN,generic,,,7,,", "gtin_company_prefix_length", "FIELD_INVALID"),
    ("O,Too few cells,generic", "", "FIELD_INVALID"),
    ("P,Too many,generic,,,,,,,", "", "FIELD_INVALID"),
    ("=1+1,Formula,generic,,,,,", "sku", "FIELD_INVALID"),
    ("FW,\uff1d1+1,generic,,,,,", "name", "FIELD_INVALID"),
    ("BL, @home,generic,,,,,", "name", "FIELD_INVALID"),
    ("Q,Control\x01,generic,,,,,", "name", "FIELD_INVALID"),
    ("R,Direction \u202e,generic,,,,,", "name", "FIELD_INVALID"),
    ("OK,Stands twice,generic,,,,,", "sku", "FIELD_INVALID"),
    ("S,GTIN twice,generic,96385074,,,,", "gtin", "FIELD_INVALID"),
    (f"{'T' * 65},Long SKU,generic,,,,,", "sku", "FIELD_INVALID"),
    (f"U,{'n' * 201},generic,,,,,", "name", "FIELD_INVALID"),
    ('V,Deep,generic,,,,"' + "[" * 40 + "]" * 40 + '",', "attributes", "FIELD_INVALID"),
    (f"W,GTIN of another brand,generic,{OTHER_GTIN},,,,", "gtin", "GTIN_NOT_AVAILABLE"),
]


async def test_every_kind_of_wrong_row_is_told_by_row_and_column(shop: Shop) -> None:
    other = await shop.another()
    await other.create("THEIRS", gtin=OTHER_GTIN)
    right = "OK,Right,generic,96385074,,,,\n"
    sheet = HEADER + right + "".join(f"{row}\n" for row, _, _ in WRONG_ROWS) + "LAST,Right,generic,,,,,\n"
    expected = [(number, column, reason) for number, (_, column, reason) in enumerate(WRONG_ROWS, start=3)]
    before = await contents(shop.conn)
    for options in ({}, {"mode": ALL}, {"mode": ALL, "dry_run": True}):
        response = await shop.send(message(sheet, **options))
        assert problems(response) == expected
        assert counts(response) == (24, 0, 0, 0, 22)
        assert all(problem.description for problem in response.problems)
        assert await contents(shop.conn) == before
    response = await shop.send(message(sheet, mode=ACCEPTED, dry_run=True))
    assert (counts(response), await contents(shop.conn)) == ((24, 2, 0, 0, 22), before)
    response = await shop.send(message(sheet, mode=ACCEPTED))
    assert (counts(response), problems(response), response.not_ready) == ((24, 2, 0, 0, 22), expected, 2)
    assert await shop.rows("SELECT sku FROM products WHERE brand_id = %s ORDER BY 1", shop.caller.brand_id) == [
        ("LAST",),
        ("OK",),
    ]


async def test_identifiers_of_other_products_are_refused_row_by_row(shop: Shop) -> None:
    other = await shop.another()
    theirs = (await other.create("THEIRS", gtin=OTHER_GTIN)).product
    await minted(shop.conn, other.caller, theirs.product_id, "gtin", "00012345600012")
    await minted(shop.conn, other.caller, theirs.product_id, "sku", "FREE")  # a SKU is of its brand only
    mine = (await shop.create("MINE", gtin=GTIN)).product
    await minted(shop.conn, shop.caller, mine.product_id, "gtin", "00000096385074")
    await minted(shop.conn, shop.caller, mine.product_id, "sku", "OLD")
    await minted(shop.conn, shop.caller, mine.product_id, "sku", "MINE")
    rows = [
        "A,Another brand has it,generic," + OTHER_GTIN,
        "B,Another brand minted it,generic,00012345600012",
        "C,Another product has it,generic," + GTIN,
        "D,Another product minted it,generic,96385074",
        "OLD,Minted as another product,generic,",
        "FREE,Free,generic,",
    ]
    sheet = "sku,name,group,gtin\n" + "\n".join(rows)
    response = await shop.send(message(sheet, mode=ACCEPTED))
    assert problems(response) == [
        (2, "gtin", "GTIN_NOT_AVAILABLE"),
        (3, "gtin", "GTIN_NOT_AVAILABLE"),
        (4, "gtin", "GTIN_NOT_AVAILABLE"),
        (5, "gtin", "GTIN_NOT_AVAILABLE"),
        (6, "sku", "SKU_TAKEN"),
    ]
    assert len({problem.description for problem in response.problems[:4]}) == 1
    assert counts(response) == (6, 1, 0, 0, 5)
    back = "sku,name,group,gtin\nMINE,Its own again,generic,96385074\n"
    assert counts(await shop.send(message(back))) == (1, 0, 1, 0, 0)


async def test_a_gtin_that_is_taken_meanwhile_takes_everything_back(shop: Shop, conn: Conn) -> None:
    other = await shop.another()
    before = await contents(conn)
    sheet = f"sku,name,group,gtin\nA,a,generic,\nB,b,generic,{GTIN}\n"
    async with shop.database.act(other.caller.acting_brand) as beside:
        await beside.execute(
            "INSERT INTO products (product_id, brand_id, sku, gtin, name, product_group, commercial_status) "
            "VALUES (gen_random_uuid(), %s, 'X', %s, 'x', 'generic', 'draft')",
            [other.caller.brand_id, GTIN],
        )
        held = asyncio.create_task(refusal(shop.send(message(sheet, mode=ACCEPTED))))
        await until(shop.someone_waits)
    error = await held
    assert (error.reason, error.message) == ("GTIN_NOT_AVAILABLE", "this GTIN is not available")
    after = await contents(conn)
    assert {name for name in after if after[name] != before[name]} == {"products"}  # the other brand's
    assert after["products"][0] == 1


async def test_a_sheet_too_large_is_refused_when_it_is(shop: Shop) -> None:
    sent = 0

    async def stream() -> AsyncIterator[bytes]:
        nonlocal sent
        yield b"sku,name,group\n"
        row = b"A," + b"n" * 64_000 + b",generic\n"
        while True:
            sent += 1
            yield row * 64

    error = await refusal(shop.imports.run(shop.caller, stream(), ImportMode.ALL_OR_NOTHING))
    assert (error.reason, error.message) == ("SHEET_REFUSED", "the sheet is larger than 256 MiB")
    assert sent == SIZE_MOST // (64 * 64_011) + 1


async def test_how_to_import_is_said_once(shop: Shop) -> None:
    error = await refusal(shop.send(message("sku,name,group\n", mode=99)))
    assert [(v.field, v.reason) for v in error.violations] == [("mode", "FIELD_INVALID")]
    error = await refusal(shop.send(message("sku,name"), message(",group\n", mode=ALL, dry_run=True)))
    assert [(v.field, v.reason) for v in error.violations] == [
        ("mode", "FIELD_INVALID"),
        ("dry_run", "FIELD_INVALID"),
    ]
    assert (await refusal(shop.send())).reason == "SHEET_REFUSED"


async def test_the_first_thousand_problems_and_hundred_notes_are_told(shop: Shop) -> None:
    wrong = "".join(f"W{n},,generic,\n" for n in range(1_500))
    gtins = "".join(f"G{n},g,generic,{_gtin8(n)}\n" for n in range(150))
    response = await shop.send(message("sku,name,group,gtin\n" + wrong + gtins, mode=ACCEPTED))
    assert counts(response) == (1_650, 150, 0, 0, 1_500)
    assert [problem.row for problem in response.problems] == list(range(2, 1_002))
    assert [note.split(":")[0] for note in response.notes] == [f"row {n}" for n in range(1_502, 1_602)]


def _gtin8(number: int) -> str:
    digits = f"96{number:05}"
    return digits + check_digit(digits)
