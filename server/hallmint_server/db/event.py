"""The record of what happened: one line an event, written in the transaction of what it tells."""

from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from hallmint_server.db.pool import Connection
from hallmint_server.db.queries import load

_SQL = load("hallmint_server.db", "event.sql")

WORKER = "worker"
"""The actor of what workers do by themselves."""


async def record(
    conn: Connection, brand_id: UUID, entity_type: str, entity_id: object, action: str, *, actor: str, **detail: Any
) -> None:
    """Write one event. Durable with the caller's transaction."""
    await conn.execute(
        _SQL["insert_event"],
        {
            "brand_id": brand_id,
            "entity_type": entity_type,
            "entity_id": str(entity_id),
            "action": action,
            "actor": actor,
            "detail": Jsonb(detail),
        },
    )
