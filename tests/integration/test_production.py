"""Production batches: what is refused, what is remembered, and that no mints at once take more than there is."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from hallmint_server.catalog.model import ProductRef
from hallmint_server.db.errors import to_domain
from hallmint_server.db.pool import Database
from hallmint_server.errors import HallmintError, Kind, Reason
from hallmint_server.production import store
from hallmint_server.production.model import (
    NewProductionBatch,
    ProductionBatch,
    ProductionBatchChange,
    ProductionStatus,
)
from hallmint_server.production.service import ProductionService
from tests.support.acting import Brand, acting_database, make_brand, make_product

Conn = psycopg.AsyncConnection[Any]
METHOD = "CreateProductionBatch"


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    async with acting_database(database_url) as database:
        yield database


@pytest.fixture
def service(database: Database) -> ProductionService:
    return ProductionService(database)


@pytest.fixture
async def acme(conn: Conn) -> Brand:
    return await make_brand(conn, "acme")


@pytest.fixture
async def other(conn: Conn) -> Brand:
    return await make_brand(conn, "other")


def wanted(product: ProductRef | None = "SKU-1", **changes: Any) -> NewProductionBatch:
    new = NewProductionBatch(
        product=product,
        number="RUN-1",
        production_date="2026-03-01",
        quantity=1000,
        facility="4012345000009",
        status=ProductionStatus.READY,
    )
    return replace(new, **changes)


async def make(service: ProductionService, brand: Brand, **changes: Any) -> ProductionBatch:
    return await service.create(brand.caller, wanted(**changes), brand.key(METHOD))


async def events(conn: Conn) -> list[tuple[str, str, str, Any]]:
    cursor = await conn.execute("SELECT entity_type, entity_id, action, detail FROM events ORDER BY number")
    return [(kind, entity, action, json.loads(detail)) for kind, entity, action, detail in await cursor.fetchall()]


@pytest.mark.parametrize("by", ["id", "sku"])
async def test_what_is_made_is_found_by_id_and_number(
    service: ProductionService, acme: Brand, conn: Conn, by: str
) -> None:
    made = await make(service, acme, product=acme.product_id if by == "id" else acme.sku)
    assert (made.number, made.product_id, made.sku) == ("RUN-1", acme.product_id, "SKU-1")
    assert (made.production_date, made.quantity, made.taken, made.left) == (date(2026, 3, 1), 1000, 0, 1000)
    assert (made.facility, made.status) == ("4012345000009", ProductionStatus.READY)
    assert await service.get(acme.caller, made.production_batch_id) == made
    assert await service.get(acme.caller, "RUN-1") == made
    said = {
        "number": "RUN-1",
        "product_id": str(acme.product_id),
        "production_date": "2026-03-01",
        "quantity": 1000,
        "facility": "4012345000009",
        "status": "ready",
    }
    assert await events(conn) == [("PRODUCTION_BATCH", str(made.production_batch_id), "CREATED", said)]


async def test_identical_calls_make_one_also_when_the_sku_is_another_later(
    service: ProductionService, acme: Brand, conn: Conn
) -> None:
    key = acme.key(METHOD)
    made, *others = await asyncio.gather(*(service.create(acme.caller, wanted(), key) for _ in range(8)))
    assert others == [made] * 7
    await conn.execute("UPDATE products SET sku = 'SKU-2'")
    assert await service.create(acme.caller, wanted(), key) == replace(made, sku="SKU-2")
    assert len(await events(conn)) == 1


async def test_all_that_is_wrong_is_said_at_once_and_nothing_is_written(
    service: ProductionService, acme: Brand, conn: Conn
) -> None:
    bad = wanted("NONE", number="", production_date="2026-02-29", quantity=0, facility="x" * 201)
    with pytest.raises(HallmintError) as refused:
        await service.create(acme.caller, bad, acme.key(METHOD))
    found = {(v.field, v.reason) for v in refused.value.violations}
    fields = {"number", "production_date", "quantity", "facility"}
    assert found == {*((name, Reason.FIELD_INVALID) for name in fields), ("product", Reason.PRODUCT_NOT_FOUND)}
    assert refused.value.kind is Kind.INVALID
    with pytest.raises(HallmintError) as unnamed:
        await service.create(acme.caller, wanted(None), acme.key(METHOD))
    assert [(v.field, v.reason) for v in unnamed.value.violations] == [("product", Reason.FIELD_REQUIRED)]
    for table in (b"production_batches", b"events", b"requests"):
        assert await (await conn.execute(b"SELECT count(*) FROM " + table)).fetchone() == (0,)


BOUNDS: dict[str, tuple[list[Any], list[Any]]] = {
    "number": (["N" * 64], ["N" * 65, "A\tB", ""]),
    "production_date": (
        ["2000-01-01", "2100-12-31"],
        ["1999-12-31", "2101-01-01", "20260301", "2026-W09-7", "2026-03-01T00:00", "2026-02-29", ""],
    ),
    "quantity": ([1, 2_000_000_000], [0, -1, 2_000_000_001]),
    "facility": (["", "é" * 200], ["é" * 201, "a\nb"]),
}


@pytest.mark.parametrize(
    ("field", "value", "is_right"),
    [(name, value, not n) for name, bounds in BOUNDS.items() for n in (0, 1) for value in bounds[n]],
)
async def test_the_bounds_of_fields_are_the_same_when_made_and_when_changed(
    service: ProductionService, acme: Brand, field: str, value: Any, is_right: bool
) -> None:
    made = await make(service, acme, number="FIRST")
    change = ProductionBatchChange(**{field: value})
    if is_right:
        changed = await service.update(acme.caller, made.production_batch_id, change)
        await service.update(acme.caller, made.production_batch_id, ProductionBatchChange(number="AGAIN"))
        second = await make(service, acme, **{"number": "SECOND", field: value})
        assert getattr(changed, field) == getattr(second, field) != getattr(wanted(), field)
        return
    with pytest.raises(HallmintError) as at_change:
        await service.update(acme.caller, made.production_batch_id, change)
    assert [(v.field, v.reason) for v in at_change.value.violations] == [(f"change.{field}", Reason.FIELD_INVALID)]
    with pytest.raises(HallmintError) as at_make:
        await make(service, acme, **{"number": "SECOND", field: value})
    assert [(v.field, v.reason) for v in at_make.value.violations] == [(field, Reason.FIELD_INVALID)]
    assert await service.get(acme.caller, made.production_batch_id) == made


async def test_a_number_is_unique_in_its_brand_alone(service: ProductionService, acme: Brand, other: Brand) -> None:
    made = await make(service, acme)
    await make(service, other)
    second = await make(service, acme, number="RUN-2")
    with pytest.raises(psycopg.errors.UniqueViolation) as twice:
        await make(service, acme)
    with pytest.raises(psycopg.errors.UniqueViolation) as renamed:
        await service.update(acme.caller, second.production_batch_id, ProductionBatchChange(number="RUN-1"))
    for caught in (twice, renamed):
        refusal = to_domain(caught.value)
        assert refusal is not None
        assert (refusal.kind, refusal.reason) == (Kind.ALREADY_EXISTS, Reason.PRODUCTION_BATCH_NUMBER_TAKEN)
    same = await service.update(acme.caller, made.production_batch_id, ProductionBatchChange(number="RUN-1"))
    assert same == made


async def test_another_brands_is_refused_as_an_absent_one(
    service: ProductionService, database: Database, acme: Brand, other: Brand
) -> None:
    theirs = await make(service, other, number="THEIRS")
    absent: list[tuple[Any, ...]] = []
    for batch_id, number, product in (
        (theirs.production_batch_id, "THEIRS", other.product_id),
        (uuid4(), "X", uuid4()),
    ):
        change = ProductionBatchChange(quantity=1)
        calls = [
            service.get(acme.caller, batch_id),
            service.get(acme.caller, number),
            service.update(acme.caller, batch_id, change),
            service.create(acme.caller, wanted(product), acme.key(METHOD)),
            service.list_by_number(acme.caller, after="", limit=1, product=product),
        ]
        said = []
        for call in calls:
            with pytest.raises(HallmintError) as refused:
                await call
            error = refused.value
            said.append((error.kind, error.reason, error.message, str(error.metadata), error.violations))
        absent.append(tuple(said))
        async with database.act(acme.brand_id) as conn:
            assert await store.lock(conn, acme.brand_id, batch_id) is None
            assert await store.read(conn, acme.brand_id, batch_id) is None
    assert absent[0] == absent[1]
    assert {kind for kind, *_ in absent[0]} == {Kind.NOT_FOUND}
    assert await service.get(other.caller, "THEIRS") == theirs


async def test_lists_by_number_and_filters(service: ProductionService, acme: Brand, other: Brand, conn: Conn) -> None:
    second = await make_product(conn, acme.brand_id, "SKU-2")
    for number, product, status in [
        ("R3", "SKU-1", ProductionStatus.PLANNED),
        ("R1", "SKU-1", ProductionStatus.READY),
        ("R4", "SKU-2", ProductionStatus.READY),
        ("R2", "SKU-2", ProductionStatus.CLOSED),
    ]:
        await make(service, acme, product=product, number=number, status=status)
    await make(service, other, number="R0")

    async def numbers(**filters: Any) -> list[str]:
        values = {"after": "", "limit": 10, **filters}
        return [each.number for each in await service.list_by_number(acme.caller, **values)]

    assert await numbers() == ["R1", "R2", "R3", "R4"]
    assert await numbers(after="R1", limit=2) == ["R2", "R3"]
    assert await numbers(product="SKU-2") == await numbers(product=second) == ["R2", "R4"]
    assert await numbers(status=ProductionStatus.READY) == ["R1", "R4"]
    assert await numbers(status=ProductionStatus.READY, product="SKU-1", after="R1") == []


async def test_a_change_says_what_was_and_what_is(service: ProductionService, acme: Brand, conn: Conn) -> None:
    made = await make(service, acme)
    change = ProductionBatchChange(quantity=2000, status=ProductionStatus.CLOSED, facility=made.facility)
    changed = await service.update(acme.caller, made.production_batch_id, change)
    assert changed == replace(made, quantity=2000, status=ProductionStatus.CLOSED)
    assert await service.get(acme.caller, "RUN-1") == changed
    assert await service.update(acme.caller, made.production_batch_id, change) == changed
    said = {"before": {"quantity": 1000, "status": "ready"}, "after": {"quantity": 2000, "status": "closed"}}
    assert [(action, detail) for _, _, action, detail in (await events(conn))[1:]] == [("UPDATED", said)]


async def test_the_quantity_never_falls_below_what_is_taken(
    service: ProductionService, database: Database, acme: Brand
) -> None:
    made = await make(service, acme)
    async with database.act(acme.brand_id) as conn:
        await store.take(conn, made.production_batch_id, 700)
        await store.give_back(conn, made.production_batch_id, 50)
    with pytest.raises(HallmintError) as refused:
        await service.update(acme.caller, made.production_batch_id, ProductionBatchChange(quantity=649, number=""))
    quantity = next(v for v in refused.value.violations if v.field == "change.quantity")
    assert (quantity.reason, "650" in quantity.description) == (Reason.FIELD_INVALID, True)
    assert len(refused.value.violations) == 2
    exact = await service.update(acme.caller, made.production_batch_id, ProductionBatchChange(quantity=650))
    assert (exact.quantity, exact.taken, exact.left) == (650, 650, 0)


async def test_takers_and_changes_at_once_never_exceed_the_quantity(database_url: str, acme: Brand) -> None:
    """Thirty takers of 50 want 1500 of 1000, while the quantity goes down to 600 and up again."""
    async with acting_database(database_url, max_size=12) as database:
        service = ProductionService(database)
        batch_id = (await make(service, acme)).production_batch_id
        taken = 0

        async def take() -> None:
            nonlocal taken
            async with database.act(acme.brand_id) as conn:
                found = await store.lock(conn, acme.brand_id, batch_id)
                assert found is not None
                if found.left < 50:
                    return
                await store.take(conn, batch_id, 50)
            taken += 50

        async def change(quantity: int) -> None:
            try:
                await service.update(acme.caller, batch_id, ProductionBatchChange(quantity=quantity))
            except HallmintError as error:
                assert error.reason is Reason.FIELD_INVALID  # noqa: PT017 - may pass or not, and if not, only so

        await asyncio.gather(*(take() if n % 6 else change(600 + n * 10) for n in range(36)))
        found = await service.get(acme.caller, batch_id)
        assert found.taken == taken
        assert 0 <= found.left < 50, "takers went on as long as there was enough"


async def test_the_row_itself_refuses_what_no_caller_may_ask(
    service: ProductionService, database: Database, acme: Brand, other: Brand
) -> None:
    made = await make(service, acme)
    with pytest.raises(psycopg.errors.CheckViolation):
        async with database.act(acme.brand_id) as conn:
            await store.take(conn, made.production_batch_id, 1001)
    with pytest.raises(psycopg.errors.CheckViolation):
        async with database.act(acme.brand_id) as conn:
            await store.give_back(conn, made.production_batch_id, 1)
    async with database.act(other.brand_id) as conn:
        await store.take(conn, made.production_batch_id, 1)
    assert (await service.get(acme.caller, "RUN-1")).taken == 0, "row-level security hides it from another brand"
