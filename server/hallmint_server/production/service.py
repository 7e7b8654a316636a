"""What may be done with production batches."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from hallmint_server.catalog.model import ProductRef
from hallmint_server.db import event
from hallmint_server.db.pool import Connection, Database
from hallmint_server.db.request import RequestKey, once
from hallmint_server.errors import Problems, Reason, not_found
from hallmint_server.production import store
from hallmint_server.production.model import (
    DATE_FIRST,
    DATE_LAST,
    FACILITY_MOST,
    NUMBER_MOST,
    QUANTITY_MOST,
    NewProductionBatch,
    ProductionBatch,
    ProductionBatchChange,
    ProductionStatus,
)
from hallmint_server.tenancy.model import Caller

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


class ProductionService:
    """Production batches of the acting brand. Each method is one transaction of its own."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def create(
        self, caller: Caller, new: NewProductionBatch, key: RequestKey, *, problems: Problems | None = None
    ) -> ProductionBatch:
        """Make a production batch. Durable on return; a retry returns the same. Raises PRODUCT_NOT_FOUND,
        PRODUCTION_BATCH_NUMBER_TAKEN (as UniqueViolation), and field violations together with the problems that the caller
        found.
        """
        problems = problems or Problems()
        brand_id = caller.acting_brand
        production_date = _check(
            problems,
            "",
            ProductionBatchChange(
                number=new.number,
                production_date=new.production_date,
                quantity=new.quantity,
                facility=new.facility,
            ),
        )
        if new.product is None:
            problems.add(Reason.FIELD_REQUIRED, "product", "name the product by product_id or sku")
        # A malformed id names no product; that there is none of it says nothing more.
        unread = any(problem.field.startswith("product.") for problem in problems.found)

        async def product() -> UUID | None:
            found = await store.find_product(conn, brand_id, new.product) if new.product is not None else None
            if found is None and new.product is not None and not unread:
                problems.add(Reason.PRODUCT_NOT_FOUND, "product", "the brand has no such product")
            return found

        async def make() -> UUID:
            # Asked for in here: a retry finds what the first call made also when the product's SKU is another one today.
            product_id = await product()
            problems.check()
            assert product_id is not None  # noqa: S101 - its absence is a problem
            assert production_date is not None  # noqa: S101 - as above
            production_batch_id = await store.insert(
                conn,
                brand_id,
                product_id=product_id,
                number=new.number,
                production_date=production_date,
                quantity=new.quantity,
                facility=new.facility,
                status=new.status,
            )
            made = await _found(conn, brand_id, production_batch_id)
            await _record(conn, caller, made, "CREATED", product_id=str(product_id), **_values(made))
            return production_batch_id

        async with self._database.act(brand_id) as conn:
            if problems.found:
                await product()
                problems.check()
            return await _found(conn, brand_id, await once(conn, key, make))

    async def get(self, caller: Caller, ref: UUID | str) -> ProductionBatch:
        """A production batch by id or number. Raises PRODUCTION_BATCH_NOT_FOUND."""
        async with self._database.act(caller.acting_brand) as conn:
            return await _found(conn, caller.acting_brand, ref)

    async def list_by_number(
        self,
        caller: Caller,
        *,
        after: str,
        limit: int,
        product: ProductRef | None = None,
        status: ProductionStatus | None = None,
    ) -> Sequence[ProductionBatch]:
        """Up to `limit` production batches by number, from the one behind `after` on; None for a filter means all.
        Raises PRODUCT_NOT_FOUND.
        """
        brand_id = caller.acting_brand
        async with self._database.act(brand_id) as conn:
            product_id = None
            if product is not None:
                product_id = await store.find_product(conn, brand_id, product)
                if product_id is None:
                    raise not_found(Reason.PRODUCT_NOT_FOUND, "the brand has no such product")
            return await store.list_by_number(
                conn, brand_id, after=after, limit=limit, product_id=product_id, status=status
            )

    async def update(
        self,
        caller: Caller,
        production_batch_id: UUID,
        change: ProductionBatchChange,
        *,
        problems: Problems | None = None,
    ) -> ProductionBatch:
        """Change a production batch. Durable on return. Mints that take units meanwhile come before it or after it, never
        between its check and its change. Raises PRODUCTION_BATCH_NOT_FOUND, PRODUCTION_BATCH_NUMBER_TAKEN (as
        UniqueViolation), and field violations together with the problems that the caller found, such as a quantity below
        what mints have taken.
        """
        problems = problems or Problems()
        brand_id = caller.acting_brand
        production_date = _check(problems, "change.", change)
        async with self._database.act(brand_id) as conn:
            before = await store.lock(conn, brand_id, production_batch_id)
            if before is not None and change.quantity is not None and 0 < change.quantity < before.taken:
                problems.add(
                    Reason.FIELD_INVALID,
                    "change.quantity",
                    f"quantity must be at least {before.taken:,}: mints have taken that many units",
                )
            problems.check()
            if before is None:
                raise _absent()
            after = replace(
                before,
                number=before.number if change.number is None else change.number,
                production_date=production_date or before.production_date,
                quantity=before.quantity if change.quantity is None else change.quantity,
                facility=before.facility if change.facility is None else change.facility,
                status=before.status if change.status is None else change.status,
            )
            if changes := event.difference(_values(before), _values(after)):
                await store.update(conn, brand_id, after)
                await _record(conn, caller, after, "UPDATED", **changes)
            return after


async def _found(conn: Connection, brand_id: UUID, ref: UUID | str) -> ProductionBatch:
    found = await store.read(conn, brand_id, ref)
    if found is None:
        raise _absent()
    return found


def _absent() -> Exception:
    return not_found(Reason.PRODUCTION_BATCH_NOT_FOUND, "the brand has no such production batch")


async def _record(conn: Connection, caller: Caller, about: ProductionBatch, action: str, **detail: Any) -> None:
    brand_id, batch_id = caller.acting_brand, about.production_batch_id
    await event.record(conn, brand_id, "PRODUCTION_BATCH", batch_id, action, actor=caller.actor, **detail)


def _values(batch: ProductionBatch) -> dict[str, Any]:
    """What events say of a production batch: all that can be changed."""
    return {
        "number": batch.number,
        "production_date": batch.production_date.isoformat(),
        "quantity": batch.quantity,
        "facility": batch.facility,
        "status": batch.status,
    }


def _check(problems: Problems, path: str, given: ProductionBatchChange) -> date | None:
    """Note what is wrong with the fields that are given; returns the date where it is given and right."""
    if given.number is not None and not (1 <= len(given.number) <= NUMBER_MOST and given.number.isprintable()):
        problems.add(
            Reason.FIELD_INVALID,
            f"{path}number",
            f"number must be 1 to {NUMBER_MOST} characters, none of them a control",
        )
    if given.facility is not None and not (len(given.facility) <= FACILITY_MOST and given.facility.isprintable()):
        problems.add(
            Reason.FIELD_INVALID,
            f"{path}facility",
            f"facility must be at most {FACILITY_MOST} characters, none of them a control",
        )
    if given.quantity is not None and not 1 <= given.quantity <= QUANTITY_MOST:
        problems.add(Reason.FIELD_INVALID, f"{path}quantity", f"quantity must be 1 to {QUANTITY_MOST:,}")
    if given.production_date is None:
        return None
    day = _day(given.production_date)
    if day is None:
        problems.add(
            Reason.FIELD_INVALID,
            f"{path}production_date",
            f"production_date must be a day as in 2026-03-01, from {DATE_FIRST} to {DATE_LAST}",
        )
    return day


def _day(text: str) -> date | None:
    """A day (ISO 8601, the extended calendar form alone) that a production batch can have."""
    if not _DATE.fullmatch(text):
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if DATE_FIRST <= day <= DATE_LAST else None
