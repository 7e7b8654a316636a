"""Giving a GTIN that somebody took by mistake to the product it belongs to, across brands: an operator's act."""

from uuid import UUID

from hallmint_server.db import event
from hallmint_server.db.pool import OPERATOR, Connection, act_for
from hallmint_server.db.queries import load
from hallmint_server.errors import Reason, not_found, precondition

_SQL = load("hallmint_server.catalog", "handover.sql")


async def hand_over(
    conn: Connection, actor: str, gtin: str, *, holder: tuple[UUID, UUID, bool], brand_id: UUID, sku: str
) -> None:
    """Take a GTIN from the product that has it and give it to the product `sku` of `brand_id`, in the operator's transaction.

    `holder` is what `gtin_holder` said: brand, product, and whether codes were minted under it. Raises PRODUCT_NOT_FOUND,
    GTIN_MINTED, and GTIN_NOT_FOUND where the holder gave it up meanwhile. Both brands' events and the installation's come
    last, in the order of the brands' ids, so that two hand-overs never wait for each other.
    """
    old_brand, old_product, _ = holder
    await act_for(conn, brand_id)
    row = await (await conn.execute(_SQL["product_by_sku"], {"brand_id": brand_id, "sku": sku})).fetchone()
    if row is None:
        raise not_found(Reason.PRODUCT_NOT_FOUND, "the brand has no such product")
    new_product, before = row
    if new_product == old_product:
        return
    await act_for(conn, old_brand)
    old = {"brand_id": old_brand, "product_id": old_product, "gtin": gtin}
    if await (await conn.execute(_SQL["lock_product"], old)).fetchone() is None:
        raise not_found(Reason.GTIN_NOT_FOUND, "no product has this GTIN")
    # Asked again under the lock: a mint of the old product waits for it, or was committed before.
    await act_for(conn, OPERATOR)
    minted = await (await conn.execute(_SQL["is_minted"], {"gtin": gtin})).fetchone()
    if minted is not None and minted[0]:
        raise precondition(Reason.GTIN_MINTED, "codes were minted under this GTIN; it stays with its product")
    await act_for(conn, old_brand)
    await conn.execute(_SQL["set_gtin"], {"product_id": old_product, "gtin": None})
    await act_for(conn, brand_id)
    await conn.execute(_SQL["set_gtin"], {"product_id": new_product, "gtin": gtin})
    told = {
        (old_brand, old_product): event.difference({"gtin": gtin}, {"gtin": None}),
        (brand_id, new_product): event.difference({"gtin": before}, {"gtin": gtin}),
    }
    for (brand, product), detail in sorted(told.items()):
        await act_for(conn, brand)
        await event.record(conn, brand, "PRODUCT", product, "GTIN_REASSIGNED", actor=actor, **detail)
    await act_for(conn, OPERATOR)
    await event.record(conn, OPERATOR, "BRAND", brand_id, "GTIN_REASSIGNED", actor=actor, gtin=gtin, sku=sku)
