"""Mints that cannot be: every violation is told at once, preflight tells the same, and nothing is written."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from hallmint.v1 import batch_pb2, error_reason_pb2, minting_service_pb2, product_pb2
from tests.support.api import Api
from tests.support.contents import contents
from tests.support.refusal import Refusal, refused

Conn = psycopg.AsyncConnection[Any]
LOT, SERIAL = batch_pb2.IDENTITY_MODE_LOT, batch_pb2.IDENTITY_MODE_SERIAL


def mint(quantity: int, lots: Sequence[tuple[str, int]] = (), **fields: Any) -> minting_service_pb2.MintSpec:
    parts = [batch_pb2.LotQuantity(lot_code=code, quantity=units) for code, units in lots]
    known = {"product": product_pb2.ProductRef(sku="SKU-1"), "identity_mode": LOT if lots else SERIAL}
    return minting_service_pb2.MintSpec(quantity=quantity, lots=parts, **{**known, **fields})


async def submit(api: Api, spec: minting_service_pb2.MintSpec, request_id: str | None = None) -> Refusal:
    own = str(uuid4()) if request_id is None else request_id
    request = minting_service_pb2.SubmitMintRequest(request_id=own, mint=spec)
    return await refused(api.minting.SubmitMint(request, metadata=api.metadata))


async def preflight(api: Api, spec: minting_service_pb2.MintSpec) -> list[tuple[str, str, str]]:
    request = minting_service_pb2.PreflightMintRequest(mint=spec)
    response = await api.minting.PreflightMint(request, metadata=api.metadata)
    prefix = "ERROR_REASON_"
    name = error_reason_pb2.ErrorReason.Name
    return [(name(v.reason).removeprefix(prefix), v.field, v.description) for v in response.violations]


async def both(api: Api, conn: Conn, spec: minting_service_pb2.MintSpec) -> Refusal:
    """What SubmitMint refuses `spec` with, after PreflightMint said the same; neither writes."""
    before = await contents(conn)
    foreseen = await preflight(api, spec)
    refusal = await submit(api, spec)
    assert [v for v in foreseen if v[1]] == list(refusal.fields)
    assert [(reason, text) for reason, field, text in foreseen if not field] == [(r, t) for r, _, t in refusal.states]
    assert refusal.metadata == {"reasons": ",".join(dict.fromkeys(reason for reason, _, _ in foreseen))}
    assert await contents(conn) == before
    return refusal


@pytest.mark.parametrize("quantity", [0, -1, 1_000_001, 2**31 - 1, -(2**31)])
async def test_quantities_out_of_range(api: Api, conn: Conn, quantity: int) -> None:
    refusal = await both(api, conn, mint(quantity))
    assert (refusal.code, refusal.paths) == ("INVALID_ARGUMENT", [("mint.quantity", "QUANTITY_OUT_OF_RANGE")])


async def test_the_limits_themselves_are_accepted(api: Api) -> None:
    most = [(f"LOT-{n}", 10_000) for n in range(100)]
    for spec in (mint(1), mint(1_000_000), mint(1_000_000, most), mint(1, [("!\"%&'()*+,-./:;<=>", 1)])):
        assert await preflight(api, spec) == []


@pytest.mark.parametrize(
    ("spec", "paths"),
    [
        (mint(10, [("A", 4), ("B", 5)]), [("mint.lots", "LOT_QUANTITY_MISMATCH")]),
        (mint(10, [("A", 4), ("B", 7)]), [("mint.lots", "LOT_QUANTITY_MISMATCH")]),
        (mint(101, [(f"L{n}", 1) for n in range(101)]), [("mint.lots", "LOTS_NOT_ALLOWED")]),
        (mint(10, identity_mode=LOT), [("mint.lots", "LOTS_NOT_ALLOWED")]),
        (mint(10, [("A", 10)], identity_mode=SERIAL), [("mint.lots", "LOTS_NOT_ALLOWED")]),
        (mint(10, [("A", 10)], identity_mode=0), [("mint.lots", "LOTS_NOT_ALLOWED")]),
        (mint(3, [("A", 1), ("B", 1), ("A", 1)]), [("mint.lots[2].lot_code", "LOT_CODE_DUPLICATE")]),
        (mint(5, [("A", 5), ("B", 0)]), [("mint.lots[1].quantity", "LOT_QUANTITY_MISMATCH")]),
        # Units that add up, but only with a lot below nothing.
        (mint(5, [("A", 6), ("B", -1)]), [("mint.lots[1].quantity", "LOT_QUANTITY_MISMATCH")]),
        # No 32-bit sum of these is wrong by accident.
        (mint(10, [("A", 2**31 - 1), ("B", 2**31 - 1), ("C", 12)]), [("mint.lots", "LOT_QUANTITY_MISMATCH")]),
    ],
)
async def test_lots_that_cannot_be(
    api: Api, conn: Conn, spec: minting_service_pb2.MintSpec, paths: list[tuple[str, str]]
) -> None:
    refusal = await both(api, conn, spec)
    assert (refusal.code, refusal.paths) == ("INVALID_ARGUMENT", paths)


async def test_lot_codes_that_ai_10_cannot_carry(api: Api, conn: Conn) -> None:
    codes = ["", "x" * 21, "A B", "é", "A\tB", "A#B", "A\x1dB", "A~", "[", "😀", "."]
    refusal = await both(api, conn, mint(len(codes), [(code, 1) for code in codes]))
    expected = [(f"mint.lots[{n}].lot_code", "LOT_CODE_INVALID") for n in range(len(codes))]
    assert (refusal.code, refusal.paths) == ("INVALID_ARGUMENT", sorted(expected))


async def test_lot_codes_that_a_spreadsheet_takes_for_formulas(api: Api, conn: Conn) -> None:
    """A pack holds the lot as it is printed, so what no cell may hold is refused before anything is."""
    codes = ["=1+2", "+1", "-1", "=", "@1"]
    refusal = await both(api, conn, mint(len(codes), [(code, 1) for code in codes]))
    expected = [(f"mint.lots[{n}].lot_code", "LOT_CODE_INVALID") for n in range(len(codes))]
    assert (refusal.code, refusal.paths) == ("INVALID_ARGUMENT", expected)
    good = ["1=2", "1+", "A-1", "'=1", "%=", "_-", "0/0", '"=']
    assert await preflight(api, mint(len(good), [(code, 1) for code in good])) == []


async def test_everything_that_is_wrong_is_told_at_once(api: Api, conn: Conn) -> None:
    await conn.execute("UPDATE brands SET suspended_at = now()")
    await conn.execute("UPDATE code_keys SET state = 'retired'")
    await conn.execute("SELECT setval('batch_numbers', 2147483647)")
    nowhere = product_pb2.ProductRef(sku="NOWHERE")
    refusal = await both(api, conn, mint(0, [("A B", 1), ("C", 0), ("C", 1)], product=nowhere))
    assert refusal.code == "INVALID_ARGUMENT"  # a wrong value outweighs what is absent, and that outweighs a state
    assert refusal.reason == "QUANTITY_OUT_OF_RANGE"  # the first in the order of the enumeration
    assert refusal.paths == [
        ("mint.lots", "LOT_QUANTITY_MISMATCH"),
        ("mint.lots[0].lot_code", "LOT_CODE_INVALID"),
        ("mint.lots[1].quantity", "LOT_QUANTITY_MISMATCH"),
        ("mint.lots[2].lot_code", "LOT_CODE_DUPLICATE"),
        ("mint.product", "PRODUCT_NOT_FOUND"),
        ("mint.quantity", "QUANTITY_OUT_OF_RANGE"),
    ]
    assert [reason for reason, _, _ in refusal.states] == ["BRAND_SUSPENDED", "BATCH_NUMBERS_EXHAUSTED", "NO_CODE_KEY"]


async def test_every_precondition_of_a_product_is_told_at_once(api: Api, conn: Conn) -> None:
    await api.make_product("DRAFT", gtin="", status="DRAFT")
    await conn.execute("UPDATE brands SET suspended_at = now()")
    refusal = await both(api, conn, mint(1, product=product_pb2.ProductRef(sku="DRAFT")))
    assert refusal.code == "FAILED_PRECONDITION"
    assert refusal.reasons == ["BRAND_SUSPENDED", "COMMERCIAL_STATUS_NOT_ACTIVE", "GTIN_MISSING"]


async def test_a_product_that_is_not_named_not_there_or_another_brands(api: Api, conn: Conn) -> None:
    own = api.brand
    await api.make_brand("other")
    theirs = await api.make_product("THEIRS", gtin="04006381333931")
    api.brand = own
    for ref in (product_pb2.ProductRef(sku="THEIRS"), product_pb2.ProductRef(product_id=theirs)):
        refusal = await both(api, conn, mint(1, product=ref))
        assert (refusal.code, refusal.paths) == ("NOT_FOUND", [("mint.product", "PRODUCT_NOT_FOUND")])
    refusal = await both(api, conn, mint(1, product=None))
    assert (refusal.code, refusal.paths) == ("INVALID_ARGUMENT", [("mint.product", "FIELD_REQUIRED")])


async def test_what_cannot_be_read_is_told_with_the_rest(api: Api, conn: Conn) -> None:
    """Preflight refuses such a message too, for there is no mint to judge; with the same violations."""
    spec = mint(0, [("A", 1)], identity_mode=9, activation_mode=7, product=product_pb2.ProductRef(product_id="x"))
    before = await contents(conn)
    wrong = [
        ("mint.activation_mode", "FIELD_INVALID"),
        ("mint.identity_mode", "FIELD_INVALID"),
        ("mint.lots", "LOT_QUANTITY_MISMATCH"),
        ("mint.product.product_id", "FIELD_INVALID"),  # and not, besides, that there is no product of this id
        ("mint.quantity", "QUANTITY_OUT_OF_RANGE"),
    ]
    request = minting_service_pb2.PreflightMintRequest(mint=spec)
    refusal = await refused(api.minting.PreflightMint(request, metadata=api.metadata))
    assert (refusal.code, refusal.paths) == ("INVALID_ARGUMENT", wrong)
    refusal = await submit(api, spec, request_id="")
    assert refusal.paths == sorted([*wrong, ("request_id", "FIELD_REQUIRED")])
    assert refusal.metadata["reasons"].startswith("FIELD_INVALID,FIELD_REQUIRED,")
    assert await contents(conn) == before


async def test_more_violations_than_a_status_holds_are_counted(api: Api, conn: Conn) -> None:
    """gRPC clients refuse trailing metadata of more than 8 KiB with an error of their own, which would say nothing."""
    await conn.execute("UPDATE brands SET suspended_at = now()")
    spec = mint(0, [("not a lot", 0)] * 100)
    every = await preflight(api, spec)
    assert len(every) == 1 + 100 + 99 + 100 + 1
    refusal = await submit(api, spec)
    told = [*refusal.fields, *refusal.states]
    assert int(refusal.metadata["omitted"]) == len(every) - len(told)
    assert refusal.reasons == list(dict.fromkeys(reason for reason, _, _ in every))
    assert {v for v in told if v[0] != "BRAND_SUSPENDED"} < set(every)
    assert len(refusal.encoded) * 4 // 3 + len(refusal.message) < 8192
    assert len(told) > 20
