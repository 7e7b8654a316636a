"""Preflight: each precondition of product.md alone, and in their order together."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from hallmint_server.catalog.model import CommercialStatus, Product, ProductGroup
from hallmint_server.catalog.readiness import FieldProblem, FieldProblemKind
from hallmint_server.errors import Reason
from hallmint_server.minting.model import ActivationMode, IdentityMode, MintSpec
from hallmint_server.minting.preflight import preflight
from hallmint_server.production.model import ProductionBatch, ProductionStatus
from hallmint_server.tenancy.brand import Brand

NOW = datetime(2027, 2, 18, tzinfo=UTC)
BRAND = Brand(
    brand_id=UUID(int=1),
    slug="acme",
    name="Acme",
    gs1_ready=True,
    resolver_base_url="https://id.acme.example",
    suspended_at=None,
    created_at=NOW,
)
PRODUCT = Product(
    product_id=UUID(int=2),
    brand_id=UUID(int=1),
    sku="SKU-1",
    gtin="09506000134352",
    name="Product",
    group=ProductGroup.BATTERY,
    commercial_status=CommercialStatus.ACTIVE,
    revision=1,
    created_at=NOW,
    updated_at=NOW,
)
SERIAL = MintSpec(
    product="SKU-1",
    quantity=10,
    identity_mode=IdentityMode.SERIAL,
    activation_mode=ActivationMode.FIRST_SCAN,
    lots=[],
)


def lots(*quantities: tuple[str, int], quantity: int = 10) -> MintSpec:
    return replace(SERIAL, identity_mode=IdentityMode.LOT, lots=quantities, quantity=quantity)


def found(
    spec: MintSpec = SERIAL,
    *,
    brand: Brand = BRAND,
    product: Product | None = PRODUCT,
    has_live_key: bool = True,
    has_numbers: bool = True,
    has_template: bool = True,
    field_problems: Sequence[FieldProblem] = (),
    production_batch: ProductionBatch | None = None,
) -> Sequence[tuple[Reason, str]]:
    violations = preflight(
        brand,
        product,
        spec,
        field_problems=field_problems,
        has_template=has_template,
        production_batch=production_batch,
        has_live_key=has_live_key,
        has_numbers=has_numbers,
    )
    assert all(v.description for v in violations)
    return [(v.reason, v.field) for v in violations]


@pytest.mark.parametrize(
    "spec",
    [
        SERIAL,
        replace(SERIAL, quantity=1),
        replace(SERIAL, quantity=1_000_000),
        lots(("A", 10)),
        lots(("A", 1), ("a", 9)),  # AI 10 tells case apart
        lots(*((f"L{n}", 1) for n in range(100)), quantity=100),
        lots(("x" * 20, 10)),
    ],
)
def test_what_is_accepted(spec: MintSpec) -> None:
    assert found(spec) == []


@pytest.mark.parametrize("quantity", [0, -1, 1_000_001, -(2**31), 2**31 - 1])
def test_quantity(quantity: int) -> None:
    assert found(replace(SERIAL, quantity=quantity)) == [(Reason.QUANTITY_OUT_OF_RANGE, "mint.quantity")]


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        (replace(SERIAL, lots=[("A", 10)]), [(Reason.LOTS_NOT_ALLOWED, "mint.lots")]),
        (lots(), [(Reason.LOTS_NOT_ALLOWED, "mint.lots")]),
        (lots(*((f"L{n}", 1) for n in range(101)), quantity=101), [(Reason.LOTS_NOT_ALLOWED, "mint.lots")]),
        (lots(("A", 9)), [(Reason.LOT_QUANTITY_MISMATCH, "mint.lots")]),
        (lots(("A", 11)), [(Reason.LOT_QUANTITY_MISMATCH, "mint.lots")]),
        (lots(("A", 10), ("B", 0)), [(Reason.LOT_QUANTITY_MISMATCH, "mint.lots[1].quantity")]),
        (lots(("A", 5), ("A", 5)), [(Reason.LOT_CODE_DUPLICATE, "mint.lots[1].lot_code")]),
        (lots(("", 10)), [(Reason.LOT_CODE_INVALID, "mint.lots[0].lot_code")]),
        (lots(("x" * 21, 10)), [(Reason.LOT_CODE_INVALID, "mint.lots[0].lot_code")]),
        (lots(("A B", 10)), [(Reason.LOT_CODE_INVALID, "mint.lots[0].lot_code")]),
        (lots(("=A", 5), ("A=", 5)), [(Reason.LOT_CODE_INVALID, "mint.lots[0].lot_code")]),
        (
            lots(("A B", 0), ("A B", 4)),
            [
                (Reason.LOT_CODE_INVALID, "mint.lots[0].lot_code"),
                (Reason.LOT_CODE_INVALID, "mint.lots[1].lot_code"),
                (Reason.LOT_CODE_DUPLICATE, "mint.lots[1].lot_code"),
                (Reason.LOT_QUANTITY_MISMATCH, "mint.lots[0].quantity"),
                (Reason.LOT_QUANTITY_MISMATCH, "mint.lots"),
            ],
        ),
    ],
)
def test_lots(spec: MintSpec, expected: list[tuple[Reason, str]]) -> None:
    assert found(spec) == expected


@pytest.mark.parametrize("status", [CommercialStatus.DRAFT, CommercialStatus.DISCONTINUED])
def test_commercial_status(status: CommercialStatus) -> None:
    product = replace(PRODUCT, commercial_status=status)
    assert found(product=product) == [(Reason.COMMERCIAL_STATUS_NOT_ACTIVE, "")]


def test_gtin() -> None:
    plain = replace(PRODUCT, gtin=None)
    assert found(product=plain) == [(Reason.GTIN_MISSING, "")]
    assert found(product=plain, brand=replace(BRAND, gs1_ready=False)) == []


def test_product() -> None:
    assert found(product=None) == [(Reason.PRODUCT_NOT_FOUND, "mint.product")]
    assert found(replace(SERIAL, product=None), product=None) == [(Reason.FIELD_REQUIRED, "mint.product")]


def test_what_is_not_the_requests_fault() -> None:
    assert found(brand=replace(BRAND, suspended_at=NOW)) == [(Reason.BRAND_SUSPENDED, "")]
    assert found(has_live_key=False) == [(Reason.NO_CODE_KEY, "")]
    assert found(has_numbers=False) == [(Reason.BATCH_NUMBERS_EXHAUSTED, "")]


def test_all_at_once_in_the_order_of_the_api() -> None:
    together = found(
        replace(SERIAL, quantity=0, lots=[("A", 0)]),
        brand=replace(BRAND, suspended_at=NOW),
        product=replace(PRODUCT, gtin=None, commercial_status=CommercialStatus.DRAFT),
        has_live_key=False,
        has_numbers=False,
    )
    assert [reason for reason, _ in together] == [
        Reason.QUANTITY_OUT_OF_RANGE,
        Reason.LOTS_NOT_ALLOWED,
        Reason.BRAND_SUSPENDED,
        Reason.COMMERCIAL_STATUS_NOT_ACTIVE,
        Reason.GTIN_MISSING,
        Reason.BATCH_NUMBERS_EXHAUSTED,
        Reason.NO_CODE_KEY,
    ]


RUN = ProductionBatch(
    production_batch_id=UUID(int=3),
    product_id=UUID(int=2),
    sku="SKU-1",
    number="RUN-1",
    production_date=date(2027, 2, 1),
    quantity=100,
    taken=90,
    facility="",
    status=ProductionStatus.READY,
    created_at=NOW,
)
OF_RUN = replace(SERIAL, production_batch_id=RUN.production_batch_id)
WHERE = "mint.production_batch_id"


@pytest.mark.parametrize(
    ("spec", "run", "reasons"),
    [
        (OF_RUN, RUN, []),
        (replace(OF_RUN, quantity=11), RUN, [(Reason.PRODUCTION_BATCH_QUANTITY_EXCEEDED, "")]),
        (OF_RUN, None, [(Reason.PRODUCTION_BATCH_NOT_FOUND, WHERE)]),
        (OF_RUN, replace(RUN, product_id=UUID(int=9)), [(Reason.PRODUCTION_BATCH_NOT_FOUND, WHERE)]),
        (OF_RUN, replace(RUN, status=ProductionStatus.PLANNED), [(Reason.PRODUCTION_BATCH_NOT_READY, "")]),
        (
            replace(OF_RUN, quantity=11),
            replace(RUN, status=ProductionStatus.CLOSED),
            [(Reason.PRODUCTION_BATCH_NOT_READY, ""), (Reason.PRODUCTION_BATCH_QUANTITY_EXCEEDED, "")],
        ),
    ],
)
def test_a_production_batch(spec: MintSpec, run: ProductionBatch | None, reasons: list[tuple[Reason, str]]) -> None:
    assert found(spec, production_batch=run) == reasons


def test_a_product_that_is_not_ready_says_each_field_up_to_twenty() -> None:
    lacking = [
        FieldProblem(path=f"attributes.f{n}", problem=FieldProblemKind.MISSING, description="is missing")
        for n in range(25)
    ]
    assert found(field_problems=lacking[:1]) == [(Reason.PRODUCT_NOT_READY, "")]
    assert found(field_problems=lacking) == [(Reason.PRODUCT_NOT_READY, "")] * 21


def test_a_mint_needs_a_published_template() -> None:
    assert found(has_template=False) == [(Reason.NO_PUBLISHED_PASSPORT_TEMPLATE, "")]
    assert Reason.NO_PUBLISHED_PASSPORT_TEMPLATE not in [r for r, _ in found(product=None, has_template=False)]
