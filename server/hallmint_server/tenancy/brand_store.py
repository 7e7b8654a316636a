"""Rows of brands."""

from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from hallmint_server.content.theme import LegalLink, Logo, Theme
from hallmint_server.db.pool import Connection
from hallmint_server.db.queries import load
from hallmint_server.tenancy.brand import Brand, NewBrand
from mintcore import uuid7

_SQL = load("hallmint_server.tenancy", "brand.sql")


async def insert(conn: Connection, new: NewBrand) -> UUID:
    """Write a brand; an operator's transaction. UniqueViolation on brands_slug_key where the slug is taken."""
    brand_id = UUID(uuid7())
    values = {
        "brand_id": brand_id,
        "slug": new.slug,
        "name": new.name,
        "gs1_ready": new.gs1_ready,
        "resolver_base_url": new.resolver_base_url,
    }
    await conn.execute(_SQL["insert_brand"], values)
    return brand_id


async def insert_totals(conn: Connection, brand_id: UUID) -> None:
    """Write the counters of a new brand, which the transaction acts for."""
    await conn.execute(_SQL["insert_totals"], {"brand_id": brand_id})


async def find(conn: Connection, ref: UUID | str) -> Brand | None:
    """A brand by id or slug."""
    return await _one(conn, "brand_by_id" if isinstance(ref, UUID) else "brand_by_slug", ref)


async def find_for_mint(conn: Connection, brand_id: UUID) -> Brand | None:
    """A brand as it stays until the transaction ends, without its logo."""
    return await _one(conn, "brand_for_mint", brand_id)


async def find_for_update(conn: Connection, brand_id: UUID) -> Brand | None:
    """A brand that nobody else changes until the transaction ends."""
    return await _one(conn, "brand_for_update", brand_id)


async def list_by_slug(conn: Connection, *, after: str, limit: int) -> list[Brand]:
    """The brands that the transaction may see, by slug, without logos."""
    cursor = await conn.execute(_SQL["list_brands"], {"after": after, "limit": limit})
    return [_brand(row) for row in await cursor.fetchall()]


async def update(conn: Connection, brand: Brand) -> None:
    """Write what can be changed of a brand."""
    theme = brand.theme
    values = {
        "brand_id": brand.brand_id,
        "name": brand.name,
        "gs1_ready": brand.gs1_ready,
        "resolver_base_url": brand.resolver_base_url,
        "default_market": brand.default_market,
        "keep_user_agents": brand.keep_user_agents,
        "theme": Jsonb(
            {
                "primary_colour": theme.primary_colour,
                "accent_colour": theme.accent_colour,
                "legal_links": [{"label": link.label, "url": link.url} for link in theme.legal_links],
            }
        ),
        "logo": brand.logo.data if brand.logo else None,
        "logo_media_type": brand.logo.media_type if brand.logo else None,
    }
    await conn.execute(_SQL["update_brand"], values)


async def suspend(conn: Connection, brand_id: UUID) -> bool:
    """Suspend a brand; whether it was not."""
    return (await conn.execute(_SQL["suspend_brand"], {"brand_id": brand_id})).rowcount == 1


async def unsuspend(conn: Connection, brand_id: UUID) -> bool:
    """Let a brand mint again; whether it was suspended."""
    return (await conn.execute(_SQL["unsuspend_brand"], {"brand_id": brand_id})).rowcount == 1


async def gtin_holder(conn: Connection, gtin: str) -> tuple[UUID, UUID, bool] | None:
    """Brand and product that have a GTIN, and whether codes were minted under it; an operator's transaction."""
    row = await (await conn.execute(_SQL["gtin_holder"], {"gtin": gtin})).fetchone()
    return (row[0], row[1], row[2]) if row else None


async def _one(conn: Connection, statement: str, ref: UUID | str) -> Brand | None:
    row = await (await conn.execute(_SQL[statement], {"ref": ref})).fetchone()
    return _brand(row) if row else None


def _brand(row: tuple[Any, ...]) -> Brand:
    brand_id, slug, name, gs1_ready, base, suspended_at, created_at, market, keeps, theme, logo, media_type = row
    return Brand(
        brand_id=brand_id,
        slug=slug,
        name=name,
        gs1_ready=gs1_ready,
        resolver_base_url=base,
        suspended_at=suspended_at,
        created_at=created_at,
        default_market=market,
        keep_user_agents=keeps,
        theme=Theme(
            primary_colour=theme.get("primary_colour", ""),
            accent_colour=theme.get("accent_colour", ""),
            legal_links=tuple(LegalLink(label=x["label"], url=x["url"]) for x in theme.get("legal_links", ())),
        ),
        logo=Logo(data=bytes(logo), media_type=media_type) if logo else None,
    )
