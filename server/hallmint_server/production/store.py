"""Rows of production batches.

Whoever takes units locks the row first, in the order of the whole server: tokens, job, batch, production batch, brand totals,
audit chain.
"""

from datetime import date
from typing import Any
from uuid import UUID

from hallmint_server.catalog.model import ProductRef
from hallmint_server.db.pool import Connection
from hallmint_server.db.queries import load
from hallmint_server.production.model import ProductionBatch, ProductionStatus
from mintcore import uuid7

_SQL = load("hallmint_server.production", "production.sql")


async def find_product(conn: Connection, brand_id: UUID, ref: ProductRef) -> UUID | None:
    """The id of a product of the brand."""
    name = "product_by_id" if isinstance(ref, UUID) else "product_by_sku"
    row = await (await conn.execute(_SQL[name], {"brand_id": brand_id, "ref": ref})).fetchone()
    return row[0] if row else None


async def insert(
    conn: Connection,
    brand_id: UUID,
    *,
    product_id: UUID,
    number: str,
    production_date: date,
    quantity: int,
    facility: str,
    status: ProductionStatus,
) -> UUID:
    """Write a production batch of which nothing is taken. UniqueViolation on production_batches_number_key."""
    production_batch_id = UUID(uuid7())
    await conn.execute(
        _SQL["insert"],
        {
            "production_batch_id": production_batch_id,
            "brand_id": brand_id,
            "product_id": product_id,
            "number": number,
            "production_date": production_date,
            "quantity": quantity,
            "facility": facility,
            "status": status,
        },
    )
    return production_batch_id


async def read(conn: Connection, brand_id: UUID, ref: UUID | str) -> ProductionBatch | None:
    """A production batch of the brand by id or number, without a lock; None where it is absent or another brand's."""
    name = "by_id" if isinstance(ref, UUID) else "by_number"
    row = await (await conn.execute(_SQL[name], {"brand_id": brand_id, "ref": ref})).fetchone()
    return _production_batch(row) if row else None


async def lock(conn: Connection, brand_id: UUID, production_batch_id: UUID) -> ProductionBatch | None:
    """A production batch of the brand as it stays until the transaction ends; None where it is absent or another brand's."""
    row = await (await conn.execute(_SQL["lock"], {"brand_id": brand_id, "ref": production_batch_id})).fetchone()
    return _production_batch(row) if row else None


async def take(conn: Connection, production_batch_id: UUID, units: int) -> None:
    """Take units of a production batch that the caller has locked and found `left` of. CheckViolation beyond that."""
    await conn.execute(_SQL["take"], {"production_batch_id": production_batch_id, "units": units})


async def give_back(conn: Connection, production_batch_id: UUID, units: int) -> None:
    """Give units back that a cancelled mint took and did not mint. CheckViolation where more come back than were taken."""
    await conn.execute(_SQL["give_back"], {"production_batch_id": production_batch_id, "units": units})


async def list_by_number(
    conn: Connection,
    brand_id: UUID,
    *,
    after: str,
    limit: int,
    product_id: UUID | None,
    status: ProductionStatus | None,
) -> list[ProductionBatch]:
    """Production batches by number, from the one behind `after`; None for a filter means all."""
    cursor = await conn.execute(
        _SQL["list"],
        {"brand_id": brand_id, "after": after, "limit": limit, "product_id": product_id, "status": status},
    )
    return [_production_batch(row) for row in await cursor.fetchall()]


async def update(conn: Connection, brand_id: UUID, changed: ProductionBatch) -> None:
    """Write what can be changed. UniqueViolation on production_batches_number_key; CheckViolation below what is taken."""
    await conn.execute(
        _SQL["update"],
        {
            "brand_id": brand_id,
            "production_batch_id": changed.production_batch_id,
            "number": changed.number,
            "production_date": changed.production_date,
            "quantity": changed.quantity,
            "facility": changed.facility,
            "status": changed.status,
        },
    )


def _production_batch(row: tuple[Any, ...]) -> ProductionBatch:
    production_batch_id, number, product_id, sku, production_date, quantity, taken, facility, status, created_at = row
    return ProductionBatch(
        production_batch_id=production_batch_id,
        number=number,
        product_id=product_id,
        sku=sku,
        production_date=production_date,
        quantity=quantity,
        taken=taken,
        facility=facility,
        status=ProductionStatus(status),
        created_at=created_at,
    )
