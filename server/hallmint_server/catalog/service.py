"""What may be done with products and with the schemas of their groups."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from typing import Any
from uuid import UUID

from hallmint_server.catalog import store
from hallmint_server.catalog.model import NewProduct, Product, ProductChange, ProductFilter, ProductGroup, ProductRef
from hallmint_server.catalog.product import apply, check_prefix, check_product, content, pad_gtin, told
from hallmint_server.catalog.readiness import (
    BrandSchema,
    FieldProblem,
    Schemas,
    check_attributes,
    check_schema,
)
from hallmint_server.db import event
from hallmint_server.db.pool import Database
from hallmint_server.db.request import RequestKey, once
from hallmint_server.errors import Problems, Reason, check_revision, not_found
from hallmint_server.tenancy.model import Caller

_QUERY_MOST = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessed:
    """A product and its readiness. Lists leave out what the problems are. `notes` say what was understood differently from
    how it was written.
    """

    product: Product
    ready: bool
    problems: Sequence[FieldProblem] = ()
    notes: tuple[str, ...] = ()


class CatalogService:
    """Products of the acting brand. Each method is one transaction of its own."""

    def __init__(self, database: Database, schemas: Schemas) -> None:
        self._database = database
        self._schemas = schemas

    async def create(
        self, caller: Caller, new: NewProduct, key: RequestKey, *, problems: Problems | None = None
    ) -> Assessed:
        """Make a product and its revision 1. Durable on return; a retry returns the same product as it is then. Raises
        SKU_TAKEN and GTIN_NOT_AVAILABLE (as UniqueViolation), and field violations together with the problems that the
        caller found.
        """
        problems = problems or Problems()
        brand_id = caller.acting_brand
        gtin, notes = pad_gtin(problems, "gtin", new.gtin)
        new = replace(new, gtin=gtin)
        check_product(problems, new)
        check_prefix(problems, new)
        problems.check()

        async def make() -> UUID:
            product_id = await store.insert_product(conn, brand_id, new)
            await event.record(
                conn, brand_id, "PRODUCT", product_id, "CREATED", actor=caller.actor, sku=new.sku, **told(None, new)
            )
            return product_id

        async with self._database.act(brand_id) as conn:
            found = await store.find_with_schema(conn, brand_id, await once(conn, key, make))
        return self._assess(found, notes)

    async def get(self, caller: Caller, ref: ProductRef) -> Assessed:
        """A product of the brand, with its attributes. Raises PRODUCT_NOT_FOUND."""
        return self._assess(await store.read_with_schema(self._database, caller.acting_brand, ref))

    async def list(
        self,
        caller: Caller,
        wanted: ProductFilter,
        *,
        after: str,
        limit: int,
        problems: Problems | None = None,
    ) -> Sequence[Assessed]:
        """Up to `limit` products by SKU, from the one behind `after` on, without attributes. Raises field violations."""
        problems = problems or Problems()
        if len(wanted.query) > _QUERY_MOST:
            words = f"query must be at most {_QUERY_MOST} characters"
            problems.add(Reason.FIELD_INVALID, "query", words)
        problems.check()
        brand_id = caller.acting_brand
        async with self._database.act(brand_id) as conn:
            found = await store.list_products(conn, brand_id, wanted, after=after, limit=limit)
            own = await store.find_schemas(conn, brand_id)
        # 500 products can hold 32 MiB of attributes: their check does not keep others waiting.
        return await asyncio.to_thread(self._assess_all, found, own)

    async def update(
        self,
        caller: Caller,
        ref: ProductRef,
        change: ProductChange,
        *,
        expected_revision: int = 0,
        problems: Problems | None = None,
    ) -> Assessed:
        """Change what the mask names and write the next revision; nothing where the product says all of it already, so that
        a retry changes nothing. Durable on return.

        Raises PRODUCT_NOT_FOUND, REVISION_CHANGED, SKU_TAKEN and GTIN_NOT_AVAILABLE (as UniqueViolation), and field
        violations together with the problems that the caller found.
        """
        problems = problems or Problems()
        brand_id = caller.acting_brand
        notes: tuple[str, ...] = ()
        if "gtin" in change.fields:
            gtin, notes = pad_gtin(problems, "change.gtin", change.new.gtin)
            change = replace(change, new=replace(change.new, gtin=gtin))
        named = change.fields | ({"attributes"} if change.attributes else set())
        check_product(problems, change.new, named, "change.")
        problems.check()
        async with self._database.act(brand_id) as conn:
            found = await store.find_with_schema(conn, brand_id, ref, change=True)
            if found is None:
                raise _no_product()
            before = content(found[0])
            after = apply(change, before)
            if detail := told(before, after):
                check_revision("product", found[0].revision, expected_revision)
                check_prefix(problems, after, "change.")
                check_attributes(problems, "change.attributes", after.attributes)
                problems.check()
                product_id = found[0].product_id
                await store.update_product(conn, brand_id, product_id, after)
                found = await store.find_with_schema(conn, brand_id, product_id)
                await event.record(
                    conn, brand_id, "PRODUCT", product_id, "UPDATED", actor=caller.actor, sku=after.sku, **detail
                )
        return self._assess(found, notes)

    def _assess(self, found: tuple[Product, BrandSchema | None] | None, notes: tuple[str, ...] = ()) -> Assessed:
        if found is None:
            raise _no_product()
        product, own = found
        problems = self._schemas.problems(product.group, product.attributes or {}, own)
        return Assessed(product=product, ready=not problems, problems=problems, notes=notes)

    def _assess_all(
        self, found: Sequence[tuple[Product, str]], own: Mapping[ProductGroup, BrandSchema]
    ) -> Sequence[Assessed]:
        def ready(product: Product, attributes: dict[str, Any]) -> bool:
            return self._schemas.is_ready(product.group, attributes, own.get(product.group))

        return [Assessed(product=product, ready=ready(product, json.loads(text))) for product, text in found]

    async def get_schema(self, caller: Caller, group: ProductGroup) -> tuple[str, str]:
        """What the installation demands of a group and what the brand adds, as JSON; the latter may be empty."""
        brand_id = caller.acting_brand
        async with self._database.act(brand_id) as conn:
            own = (await store.find_schemas(conn, brand_id)).get(group)
        shipped = files("hallmint_server.catalog.schema").joinpath(f"{group}.json").read_text(encoding="utf-8")
        return shipped, own.text if own else ""

    async def set_schema(
        self, caller: Caller, group: ProductGroup, text: str, *, problems: Problems | None = None
    ) -> str:
        """Set what the brand adds to a group's schema; empty takes it away. Durable on return; a retry changes nothing.

        Returns the schema as it is kept. Raises field violations together with the problems that the caller found.
        """
        problems = problems or Problems()
        if text:
            text = await asyncio.to_thread(check_schema, problems, "brand_schema", text)
        problems.check()
        brand_id = caller.acting_brand
        async with self._database.act(brand_id) as conn:
            before = await store.change_schema(conn, brand_id, group, text)
            # A schema can be larger than an event may be, so that its digest stands for it.
            if detail := event.difference(_shown(before), _shown(BrandSchema.of(text) if text else None)):
                await event.record(conn, brand_id, "GROUP_SCHEMA", group, "UPDATED", actor=caller.actor, **detail)
        return text


def _shown(schema: BrandSchema | None) -> dict[str, Any]:
    return {"sha256": schema.digest.hex(), "bytes": len(schema.text.encode())} if schema else {}


def _no_product() -> Exception:
    return not_found(Reason.PRODUCT_NOT_FOUND, "the brand has no such product")
