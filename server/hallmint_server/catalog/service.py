"""What may be done with brands and products."""

import json
import re
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from psycopg_pool import AsyncConnectionPool

from hallmint_server.catalog import store
from hallmint_server.catalog.model import Brand, NewBrand, NewProduct, Product, ProductRef
from hallmint_server.db import event
from hallmint_server.db.pool import Connection
from hallmint_server.db.request import RequestKey, once
from hallmint_server.errors import Problems, Reason, not_found
from hallmint_server.settings import is_base_url
from mintcore import IdentifierError, check_gtin

_SLUG = re.compile(r"[a-z][a-z0-9-]{1,39}")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")  # a brand is named by slug or id in one place
_NAME_MOST = 200
_SKU_MOST = 64
_ATTRIBUTES_MOST = 64 * 1024


class CatalogService:
    """Brands and products. Each method takes a connection of its own from the pool."""

    def __init__(self, pool: AsyncConnectionPool[Connection], *, default_base_url: str) -> None:
        self._pool = pool
        self._default_base_url = default_base_url

    async def create_brand(
        self, new: NewBrand, key: RequestKey, *, actor: str, problems: Problems | None = None
    ) -> Brand:
        """Make a brand. Durable on return; a retry returns the same. Raises SLUG_TAKEN, and field violations together with
        the problems that the caller found.
        """
        problems = problems or Problems()
        if not _SLUG.fullmatch(new.slug) or _UUID.fullmatch(new.slug):
            problems.add(
                Reason.FIELD_INVALID,
                "slug",
                "slug must be 2 to 40 of a-z, 0-9 and -, beginning with a letter, and no UUID",
            )
        _check_name(problems, new.name)
        if new.resolver_base_url and not is_base_url(new.resolver_base_url):
            problems.add(
                Reason.FIELD_INVALID,
                "resolver_base_url",
                "resolver_base_url must be https, a lower-case host and no path, as in https://id.example.com",
            )
        problems.check()

        async def make() -> UUID:
            base = new.resolver_base_url or self._default_base_url
            brand_id = await store.insert_brand(
                conn, NewBrand(slug=new.slug, name=new.name, gs1_ready=new.gs1_ready, resolver_base_url=base)
            )
            await event.record(conn, brand_id, "BRAND", brand_id, "CREATED", actor=actor, slug=new.slug)
            return brand_id

        async with self._pool.connection() as conn:
            return await self._brand(conn, await once(conn, key, make))

    async def get_brand(self, ref: UUID | str) -> Brand:
        """A brand by id or slug. Raises BRAND_NOT_FOUND."""
        async with self._pool.connection() as conn:
            return await self._brand(conn, ref)

    async def _brand(self, conn: Connection, ref: UUID | str) -> Brand:
        brand = await store.find_brand(conn, ref)
        if brand is None:
            raise not_found(Reason.BRAND_NOT_FOUND, "there is no such brand")
        return brand

    async def list_brands(self, *, after: str, limit: int) -> Sequence[Brand]:
        """Up to `limit` brands by slug, from the one behind `after` on."""
        async with self._pool.connection() as conn:
            return await store.list_brands(conn, after=after, limit=limit)

    async def create_product(
        self, brand: Brand, new: NewProduct, key: RequestKey, *, actor: str, problems: Problems | None = None
    ) -> Product:
        """Make a product and its revision 1. Durable on return; a retry returns the same. Raises SKU_TAKEN,
        GTIN_NOT_AVAILABLE, and field violations together with the problems that the caller found.
        """
        problems = problems or Problems()
        if not 1 <= len(new.sku) <= _SKU_MOST or not new.sku.isprintable():
            problems.add(
                Reason.FIELD_INVALID, "sku", f"sku must be 1 to {_SKU_MOST} characters, none of them a control"
            )
        _check_name(problems, new.name)
        if new.gtin:
            try:
                check_gtin(new.gtin)
            except IdentifierError as error:
                problems.add(Reason.GTIN_INVALID, "gtin", f"gtin must be 14 digits with a right check digit: {error}")
        _check_attributes(problems, new.attributes)
        problems.check()

        async def make() -> UUID:
            product_id = await store.insert_product(conn, brand.brand_id, new)
            await event.record(conn, brand.brand_id, "PRODUCT", product_id, "CREATED", actor=actor, sku=new.sku)
            return product_id

        async with self._pool.connection() as conn:
            return await self._product(conn, brand, await once(conn, key, make))

    async def get_product(self, brand: Brand, ref: ProductRef) -> Product:
        """A product of the brand. Raises PRODUCT_NOT_FOUND."""
        async with self._pool.connection() as conn:
            return await self._product(conn, brand, ref)

    async def _product(self, conn: Connection, brand: Brand, ref: ProductRef) -> Product:
        product = await store.find_product(conn, brand.brand_id, ref)
        if product is None:
            raise not_found(Reason.PRODUCT_NOT_FOUND, "the brand has no such product")
        return product

    async def list_products(self, brand: Brand, *, after: str, limit: int) -> Sequence[Product]:
        """Up to `limit` products by SKU, from the one behind `after` on, without attributes."""
        async with self._pool.connection() as conn:
            return await store.list_products(conn, brand.brand_id, after=after, limit=limit)


def _check_name(problems: Problems, name: str) -> None:
    if not 1 <= len(name) <= _NAME_MOST or not name.isprintable():
        problems.add(Reason.FIELD_INVALID, "name", f"name must be 1 to {_NAME_MOST} characters, none of them a control")


def _check_attributes(problems: Problems, attributes: dict[str, Any]) -> None:
    try:
        text = json.dumps(attributes, allow_nan=False, ensure_ascii=False)
    except ValueError:
        problems.add(Reason.FIELD_INVALID, "attributes", "attributes must hold finite numbers only")
        return
    if len(text.encode()) > _ATTRIBUTES_MOST:
        problems.add(Reason.FIELD_INVALID, "attributes", "attributes must be at most 64 KiB as JSON")
