"""Rows of events."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from hallmint_server.audit.model import FIRST_HASH, AuditHead, Event, EventFilter
from hallmint_server.db.pool import Connection
from hallmint_server.db.queries import load

_SQL = load("hallmint_server.audit", "audit.sql")


async def list_events(
    conn: Connection, brand_id: UUID, wanted: EventFilter, *, after: int, limit: int, oldest_first: bool
) -> list[Event]:
    """Events by number: those above `after` in rising order, or those below it in falling order."""
    values = {"brand_id": brand_id, "from": after, "limit": limit, **asdict(wanted)}
    cursor = await conn.execute(_SQL["oldest" if oldest_first else "newest"], values)
    return [_event(row) for row in await cursor.fetchall()]


async def head(conn: Connection, brand_id: UUID) -> AuditHead:
    """Where a chain ends."""
    row = await (await conn.execute(_SQL["head"], {"brand_id": brand_id})).fetchone()
    number, last_hash = row or (0, FIRST_HASH)
    return AuditHead(brand_id=brand_id, number=number, hash=bytes(last_hash))


def _event(row: tuple[Any, ...]) -> Event:
    number, at, entity_type, entity_id, action, actor, request_id, detail, own_hash = row
    return Event(
        number=number,
        at=at,
        entity_type=entity_type,
        entity_id=entity_id,
        action=action,
        actor=actor,
        request_id=request_id,
        detail=detail,
        hash=bytes(own_hash),
    )
