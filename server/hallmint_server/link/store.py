"""Rows of links. Ids rise with the time of their making (RFC 9562, UUID version 7)."""

from typing import Any
from uuid import UUID

from hallmint_server.db.pool import Connection
from hallmint_server.db.queries import load
from hallmint_server.link.model import Link, NewLink
from mintcore import uuid7

_SQL = load("hallmint_server.link", "link.sql")


async def lock_product(conn: Connection, brand_id: UUID, product_id: UUID) -> None:
    """Keep other links from being added to a product until the transaction ends."""
    await conn.execute(_SQL["lock_product"], {"brand_id": brand_id, "product_id": product_id})


async def count(conn: Connection, product_id: UUID, lot_code: str, place: tuple[int, int] | None) -> int:
    """Links of a level; `place` is batch_no and seq of a token."""
    batch_no, seq = place or (None, None)
    values = {"product_id": product_id, "lot_code": lot_code, "batch_no": batch_no, "seq": seq}
    row = await (await conn.execute(_SQL["count"], values)).fetchone()
    return int(row[0]) if row else 0


async def insert(
    conn: Connection,
    brand_id: UUID,
    new: NewLink,
    *,
    product_id: UUID,
    lot_code: str,
    place: tuple[int, int] | None,
) -> UUID:
    """Write a link. UniqueViolation on links_default."""
    link_id = UUID(uuid7())
    batch_no, seq = place or (None, None)
    await conn.execute(
        _SQL["insert"],
        {
            "link_id": link_id,
            "brand_id": brand_id,
            "product_id": product_id,
            "lot_code": lot_code,
            "batch_no": batch_no,
            "seq": seq,
            "link_type": new.link_type,
            "href": new.href,
            "title": new.title,
            "languages": list(new.languages),
            "media_type": new.media_type,
            "is_default": new.is_default,
        },
    )
    return link_id


async def read(conn: Connection, brand_id: UUID, link_id: UUID) -> Link | None:
    """A link of the brand; None where it is absent or another brand's."""
    row = await (await conn.execute(_SQL["by_id"], {"brand_id": brand_id, "link_id": link_id})).fetchone()
    return _link(row) if row else None


async def list_by_id(
    conn: Connection, brand_id: UUID, *, after: UUID, limit: int, product_id: UUID | None
) -> list[Link]:
    """Links from the one behind `after` on, of all products where none is named."""
    values = {"brand_id": brand_id, "after": after, "limit": limit, "product_id": product_id}
    return [_link(row) for row in await (await conn.execute(_SQL["list"], values)).fetchall()]


async def delete(conn: Connection, brand_id: UUID, link_id: UUID) -> bool:
    """Take a link away; False where somebody else did."""
    return (await conn.execute(_SQL["delete"], {"brand_id": brand_id, "link_id": link_id})).rowcount == 1


def _link(row: tuple[Any, ...]) -> Link:
    return Link(
        link_id=row[0],
        product_id=row[1],
        sku=row[2],
        lot_code=row[3],
        batch_id=row[4],
        seq=row[5],
        link_type=row[6],
        href=row[7],
        title=row[8],
        languages=tuple(row[9]),
        media_type=row[10],
        is_default=row[11],
        created_at=row[12],
    )
