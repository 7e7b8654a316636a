"""Rows of events."""

import re
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from hallmint_server.audit.model import FIRST_HASH, SCAN, UNIT_ACTIONS, AuditHead, Event, EventFilter, UnitPlace
from hallmint_server.db.pool import Connection
from hallmint_server.db.queries import load

_SQL = load("hallmint_server.audit", "audit.sql")
_LAST_NUMBER = 2**63 - 1
_MICROSECOND = timedelta(microseconds=1)
_UNIT = re.compile(r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/(0|[1-9][0-9]{0,8})", re.ASCII)


async def list_chained(
    conn: Connection, brand_id: UUID, wanted: EventFilter, *, after: int | None, limit: int, oldest_first: bool
) -> list[Event]:
    """Events of the chain: those of higher numbers than `after` in rising order, or of lower ones in falling order."""
    if after is None:
        after = 0 if oldest_first else _LAST_NUMBER
    values = {"brand_id": brand_id, "from": after, "limit": limit, **asdict(wanted)}
    cursor = await conn.execute(_SQL["oldest" if oldest_first else "newest"], values)
    return [_event(row) for row in await cursor.fetchall()]


async def list_of_units(
    conn: Connection, wanted: EventFilter, *, after: UnitPlace | None, limit: int, oldest_first: bool
) -> list[Event]:
    """Events of units of the brand that the transaction acts for, behind `after` in their order or in the reverse of it."""
    if not _takes_units(wanted):
        return []
    since, until = wanted.since, wanted.until
    batch_no = seq = None
    if wanted.entity_id:
        unit = await _unit(conn, wanted.entity_id)
        if unit is None:
            return []
        # The moment of its activation is that of the event: a look-up in the place of a search through all of the brand's.
        batch_no, seq, at = unit
        since, until = max(since or at, at), min(until or datetime.max.replace(tzinfo=UTC), at + _MICROSECOND)
    values = {
        "oldest_first": oldest_first,
        "limit": limit,
        "since": since,
        "until": until,
        "batch_no": batch_no,
        "seq": seq,
        **{f"past_{name}": getattr(after, name, None) for name in UnitPlace._fields},
    }
    return [_unit_event(row) for row in await (await conn.execute(_SQL["of_units"], values)).fetchall()]


def _takes_units(wanted: EventFilter) -> bool:
    return (
        not wanted.chained_only
        and wanted.entity_type in ("", "TOKEN")
        and wanted.actor in ("", SCAN)
        and wanted.action in ("", *UNIT_ACTIONS)
    )


async def _unit(conn: Connection, entity_id: str) -> tuple[int, int, datetime] | None:
    match = _UNIT.fullmatch(entity_id)
    if match is None:
        return None
    row = await (await conn.execute(_SQL["unit"], {"batch_id": match[1], "seq": int(match[2])})).fetchone()
    return None if row is None else (row[0], row[1], row[2])


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


def _unit_event(row: tuple[Any, ...]) -> Event:
    at, batch_no, batch_id, seq, action = row
    return Event(
        number=0,
        at=at,
        entity_type="TOKEN",
        entity_id=f"{batch_id}/{seq}",
        action=action,
        actor=SCAN,
        request_id="",
        detail="{}",
        hash=b"",
        unit=UnitPlace(at=at, batch_no=batch_no, seq=seq, action=action),
    )
