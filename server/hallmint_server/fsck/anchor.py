"""Heads of audit chains in the log: held against the chains, made again as entries, and told of in the chains."""

import json
from typing import Any
from uuid import UUID

from hallmint_server.db import event
from hallmint_server.db.pool import OPERATOR, Connection
from hallmint_server.db.queries import load
from hallmint_server.fsck.report import Report
from hallmint_server.log.entry import AuditEntry, audit_name, brand_tag

_SQL = load("hallmint_server.fsck", "log.sql")
_WHERE = "log"


async def check_anchors(conn: Connection, report: Report) -> None:
    """Each anchored month has the head that the chain had when it ended, one entry, and one event that tells of it; months
    follow each other, and no event got behind a head afterwards. A month that waits to be anchored is no finding.
    """
    for queue_no in await _numbers(conn, "stray_anchors"):
        report.add(_WHERE, f"number {queue_no} of the queue is of an audit chain without anchor")
    told = await _told(conn)
    next_months: dict[UUID, str] = {}
    for row in await (await conn.execute(_SQL["anchors"])).fetchall():
        brand_id, slug, month, after, first, number, head, tag, entry_no, entry, queued, key, last, at, late = row
        where = f"audit head of {_name(brand_id, slug)} of {month}"
        report.expect(where, "month behind the one before", next_months.get(brand_id, first), month)
        next_months[brand_id] = after
        report.expect(where, "last event of the month", last, number)
        if at is None or bytes(at) != bytes(head):
            report.add(where, f"event {number} of the chain has not its hash: the chain was made again, or the head")
        if late is not None:
            report.add(where, f"event {late} is behind it, and dated in the month")
        if key is not None and brand_tag(bytes(key), audit_name(month)) != bytes(tag):
            report.add(where, "its tag is not the chain's")
        report.expect(where, "in the queue", entry_no is None, queued is not None)
        found = queued if entry_no is None else entry
        if found is None or bytes(found) != bytes(AuditEntry(tag=bytes(tag), head=bytes(head))):
            report.add(where, "its entry is missing, or says something else")
        details = told.pop((brand_id, month), [])
        report.expect(where, "events that tell of it", 1, len(details))
        if details and not _tells(details[0], number, bytes(head)):
            report.add(where, "the event that tells of it says something else")
    for brand_id, month in sorted(told):
        report.add(f"audit head of {brand_id} of {month}", "an event tells of it, and it is not there")
    for entry_no, brand_id, slug, month in await (await conn.execute(_SQL["second_heads"])).fetchall():
        report.add(f"audit head of {_name(brand_id, slug)} of {month}", f"entry {entry_no} of the log is a second one")


def _tells(detail: str, number: int, head: bytes) -> bool:
    """Whether an event is about a head, in the one form of a detail."""
    try:
        found: dict[str, Any] = json.loads(detail)
        checkpoint = found["checkpoint"]
        is_checkpoint = checkpoint is None or (set(checkpoint) == {"root", "size"} and int(checkpoint["size"]) >= 0)
        return is_checkpoint and detail == event.detail_text(
            {"checkpoint": checkpoint, "head": head.hex(), "number": number}
        )
    except (ValueError, TypeError, KeyError):
        return False


async def _told(conn: Connection) -> dict[tuple[UUID, str], list[str]]:
    told: dict[tuple[UUID, str], list[str]] = {}
    for brand_id, month, detail in await (await conn.execute(_SQL["anchored_events"])).fetchall():
        told.setdefault((brand_id, month), []).append(detail)
    return told


async def _numbers(conn: Connection, statement: str) -> list[int]:
    return [row[0] for row in await (await conn.execute(_SQL[statement])).fetchall()]


def _name(brand_id: UUID, slug: str | None) -> str:
    return "the installation" if brand_id == OPERATOR else f"brand {slug or brand_id}"
