"""The record of what happened: one line an event, chained to the one before, written in the transaction of what it tells."""

import hashlib
import json
from collections.abc import Mapping
from contextvars import ContextVar
from typing import Any
from uuid import UUID

from hallmint_server.db.pool import Connection
from hallmint_server.db.queries import load

_SQL = load("hallmint_server.db", "event.sql")

_DETAIL_MOST = 64 * 1024
_CUT_TO = 16 * 1024

WORKER = "worker"
"""The actor of what workers do by themselves."""
SYSTEM = "system"
"""The actor of commands on the server's own machine."""

CALL_ID: ContextVar[str] = ContextVar("call_id", default="")
"""The id of the call that is carried out: its log line and its errors have the same."""


async def record(
    conn: Connection, brand_id: UUID, entity_type: str, entity_id: object, action: str, *, actor: str, **detail: Any
) -> None:
    """Write one event. Durable with the caller's transaction.

    The last thing a transaction does before it commits: others who write to the same chain wait for it, and whoever took
    their locks in another order could wait for each other. `detail` holds no code and no secret; of one above 64 KiB its
    beginning is kept, with its length and SHA-256.
    """
    text = detail_text(detail)
    if len(text) > _DETAIL_MOST:
        digest = hashlib.sha256(text.encode()).hexdigest()
        text = detail_text({"cut": text[:_CUT_TO], "characters": len(text), "sha256": digest})
    await conn.execute(
        _SQL["append_event"],
        {
            "brand_id": brand_id,
            "entity_type": entity_type,
            "entity_id": str(entity_id),
            "action": action,
            "actor": actor,
            "request_id": CALL_ID.get(),
            "detail": text,
        },
    )


def detail_text(value: Mapping[str, Any]) -> str:
    """A detail as it is hashed."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """What an UPDATED event says: the fields that differ, as they were and as they are; empty where none does."""
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    if not names:
        return {}
    return {"before": {n: before.get(n) for n in names}, "after": {n: after.get(n) for n in names}}
