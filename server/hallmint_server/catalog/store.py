"""Rows of products and of brands' own schemas."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from psycopg.rows import TupleRow
from psycopg.types.json import Jsonb

from hallmint_server.catalog.model import (
    CommercialStatus,
    NewProduct,
    Product,
    ProductFilter,
    ProductGroup,
    ProductRef,
)
from hallmint_server.catalog.readiness import BrandSchema, field_paths
from hallmint_server.db.pool import Connection, Database
from hallmint_server.db.queries import load
from mintcore import uuid7

_SQL = load("hallmint_server.catalog", "catalog.sql")
_LOCKING = {"share": ("share_by_sku", "share_by_id"), "update": ("update_by_sku", "update_by_id")}
_LIKE = str.maketrans({"\\": "\\\\", "%": "\\%", "_": "\\_"})


async def insert_product(conn: Connection, brand_id: UUID, new: NewProduct) -> UUID:
    """Write a product and its first revision. UniqueViolation where SKU or GTIN is taken, or was minted for another."""
    product_id = UUID(uuid7())
    await _write(conn, "insert_product", brand_id, product_id, new)
    return product_id


async def update_product(conn: Connection, brand_id: UUID, product_id: UUID, new: NewProduct) -> None:
    """Write what a product says now, and its next revision. UniqueViolation as in insert_product."""
    await _write(conn, "update_product", brand_id, product_id, new)


async def _write(conn: Connection, name: str, brand_id: UUID, product_id: UUID, new: NewProduct) -> None:
    key = {"brand_id": brand_id, "product_id": product_id}
    await conn.execute(
        _SQL[name],
        {
            **key,
            "sku": new.sku,
            "gtin": new.gtin or None,
            "name": new.name,
            "group": new.group,
            "commercial_status": new.commercial_status,
            "company_prefix_length": new.company_prefix_length,
            "confirm_activation": new.confirm_activation,
        },
    )
    await conn.execute(_SQL["insert_revision"], {**key, "attributes": Jsonb(new.attributes)})


async def find_product(conn: Connection, brand_id: UUID, ref: ProductRef, *, lock: bool = False) -> Product | None:
    """A product of a brand, with its attributes.

    With `lock` nobody changes it until the transaction ends; others that lock it so do not wait for each other.
    """
    found = await _find(conn, brand_id, ref, "share" if lock else "")
    return found[0] if found else None


async def find_with_schema(
    conn: Connection, brand_id: UUID, ref: ProductRef, *, change: bool = False
) -> tuple[Product, BrandSchema | None] | None:
    """The same, with the brand's own schema of its group. With `change` it is locked for a change."""
    return await _find(conn, brand_id, ref, "update" if change else "")


async def read_with_schema(
    database: Database, brand_id: UUID, ref: ProductRef
) -> tuple[Product, BrandSchema | None] | None:
    """The same, outside of a transaction: the quickest way to one product."""
    rows = await database.read(brand_id, _SQL[_by(ref)], {"brand_id": brand_id, "ref": ref})
    return _with_schema(rows[0] if rows else None)


async def _find(
    conn: Connection, brand_id: UUID, ref: ProductRef, lock: str
) -> tuple[Product, BrandSchema | None] | None:
    if lock:
        # A statement of its own: one that locks and joins would, after a wait, join the new product with its old revision.
        name = _LOCKING[lock][isinstance(ref, UUID)]
        locked = await (await conn.execute(_SQL[name], {"brand_id": brand_id, "ref": ref})).fetchone()
        if locked is None:
            return None
        ref = UUID(str(locked[0]))
    return _with_schema(await (await conn.execute(_SQL[_by(ref)], {"brand_id": brand_id, "ref": ref})).fetchone())


def _by(ref: ProductRef) -> str:
    return "product_by_id" if isinstance(ref, UUID) else "product_by_sku"


def _with_schema(row: TupleRow | None) -> tuple[Product, BrandSchema | None] | None:
    return (_product(row[:-1]), BrandSchema.of(row[-1]) if row[-1] else None) if row else None


async def list_products(
    conn: Connection, brand_id: UUID, wanted: ProductFilter, *, after: str, limit: int
) -> list[tuple[Product, str]]:
    """Products of a brand by SKU, from the one behind `after`, without attributes but for their JSON beside."""
    cursor = await conn.execute(
        _SQL["list_products"],
        {
            "brand_id": brand_id,
            "after": after,
            "limit": limit,
            "query": wanted.query.translate(_LIKE),
            "group": wanted.group,
            "commercial_status": wanted.commercial_status,
        },
    )
    return [(_product(row[:-1]), row[-1]) for row in await cursor.fetchall()]


async def mark_minted(conn: Connection, brand_id: UUID, product: Product) -> None:
    """Keep SKU and GTIN of a product for it for ever: codes are minted under them. The product is locked."""
    await conn.execute(
        _SQL["mark_minted"],
        {"brand_id": brand_id, "product_id": product.product_id, "sku": product.sku, "gtin": product.gtin},
    )


async def find_schemas(conn: Connection, brand_id: UUID) -> Mapping[ProductGroup, BrandSchema]:
    """A brand's own schemas."""
    rows = await (await conn.execute(_SQL["schemas"], {"brand_id": brand_id})).fetchall()
    return {ProductGroup(group): BrandSchema.of(text) for group, text in rows}


async def change_schema(conn: Connection, brand_id: UUID, group: ProductGroup, text: str) -> BrandSchema | None:
    """Set or, with an empty text, take away a brand's own schema; returns the one before."""
    await conn.execute(_SQL["lock_schemas"], {"brand_id": brand_id})
    before = (await find_schemas(conn, brand_id)).get(group)
    if text != (before.text if before else ""):
        name = "put_schema" if text else "delete_schema"
        await conn.execute(_SQL[name], {"brand_id": brand_id, "group": group, "schema": text})
    return before


async def known_fields(conn: Connection, brand_id: UUID, group: ProductGroup) -> frozenset[str]:
    """Dotted paths of all fields that the shipped schema of a group and the brand's own one know."""
    return field_paths(group, (await find_schemas(conn, brand_id)).get(group))


def _product(row: tuple[Any, ...]) -> Product:
    (
        product_id,
        brand_id,
        sku,
        gtin,
        name,
        group,
        status,
        revision,
        created_at,
        updated_at,
        length,
        confirm,
        attributes,
    ) = row
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
        updated_at=updated_at,
        company_prefix_length=length,
        confirm_activation=confirm,
        attributes=attributes,
    )
