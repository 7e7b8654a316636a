"""Rows of brands and products."""

from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from hallmint_server.catalog.model import (
    Brand,
    CommercialStatus,
    NewBrand,
    NewProduct,
    Product,
    ProductGroup,
    ProductRef,
)
from hallmint_server.db.pool import Connection
from hallmint_server.db.queries import load
from mintcore import uuid7

_SQL = load("hallmint_server.catalog", "catalog.sql")


async def insert_brand(conn: Connection, new: NewBrand) -> UUID:
    """Write a brand. UniqueViolation on brands_slug_key where the slug is taken."""
    brand_id = UUID(uuid7())
    await conn.execute(
        _SQL["insert_brand"],
        {
            "brand_id": brand_id,
            "slug": new.slug,
            "name": new.name,
            "gs1_ready": new.gs1_ready,
            "resolver_base_url": new.resolver_base_url,
        },
    )
    await conn.execute(_SQL["insert_totals"], {"brand_id": brand_id})
    return brand_id


async def find_brand(conn: Connection, ref: UUID | str) -> Brand | None:
    """A brand by id or slug."""
    name = "brand_by_id" if isinstance(ref, UUID) else "brand_by_slug"
    row = await (await conn.execute(_SQL[name], {"ref": ref})).fetchone()
    return _brand(row) if row else None


async def list_brands(conn: Connection, *, after: str, limit: int) -> list[Brand]:
    """Brands by slug, from the one behind `after`."""
    return [
        _brand(r) for r in await (await conn.execute(_SQL["list_brands"], {"after": after, "limit": limit})).fetchall()
    ]


async def insert_product(conn: Connection, brand_id: UUID, new: NewProduct) -> UUID:
    """Write a product and its first revision. UniqueViolation where SKU or GTIN is taken."""
    product_id = UUID(uuid7())
    await conn.execute(
        _SQL["insert_product"],
        {
            "product_id": product_id,
            "brand_id": brand_id,
            "sku": new.sku,
            "gtin": new.gtin or None,
            "name": new.name,
            "group": new.group,
            "commercial_status": new.commercial_status,
        },
    )
    await conn.execute(_SQL["insert_revision"], {"product_id": product_id, "attributes": Jsonb(new.attributes)})
    return product_id


async def find_product(conn: Connection, brand_id: UUID, ref: ProductRef) -> Product | None:
    """A product of a brand, with its attributes."""
    name = "product_by_id" if isinstance(ref, UUID) else "product_by_sku"
    row = await (await conn.execute(_SQL[name], {"brand_id": brand_id, "ref": ref})).fetchone()
    return _product(row) if row else None


async def list_products(conn: Connection, brand_id: UUID, *, after: str, limit: int) -> list[Product]:
    """Products of a brand by SKU, from the one behind `after`, without attributes."""
    cursor = await conn.execute(_SQL["list_products"], {"brand_id": brand_id, "after": after, "limit": limit})
    return [_product(row) for row in await cursor.fetchall()]


def _brand(row: tuple[Any, ...]) -> Brand:
    brand_id, slug, name, gs1_ready, base, suspended_at, created_at = row
    return Brand(
        brand_id=brand_id,
        slug=slug,
        name=name,
        gs1_ready=gs1_ready,
        resolver_base_url=base,
        suspended_at=suspended_at,
        created_at=created_at,
    )


def _product(row: tuple[Any, ...]) -> Product:
    product_id, brand_id, sku, gtin, name, group, status, revision, created_at, attributes = row
    return Product(
        product_id=product_id,
        brand_id=brand_id,
        sku=sku,
        gtin=gtin,
        name=name,
        group=ProductGroup(group),
        commercial_status=CommercialStatus(status),
        revision=revision,
        created_at=created_at,
        attributes=attributes,
    )
