"""The chains of events, made again from what the events say, and the digests of days in them."""

from uuid import UUID

from hallmint_server.db import event
from hallmint_server.db.pool import OPERATOR, Connection
from hallmint_server.db.queries import load
from hallmint_server.fsck.report import Report
from hallmint_server.jobs.digest import derive

_SQL = load("hallmint_server.fsck", "fsck.sql")


async def check_chains(conn: Connection, report: Report) -> None:
    """Every chain: numbers from 1 without gaps, each hash that of its event and of the hash before, the head its end.

    Somebody with the rights of the owner can make a whole chain again; only a head that was kept elsewhere shows that.
    """
    for row in await (await conn.execute(_SQL["chains"])).fetchall():
        brand_id, name, missing, changed, changes, last, head, is_hash_of_head = row
        where = "events of the installation" if brand_id == OPERATOR else f"events of brand {name}"
        if missing is not None:
            report.add(where, f"numbers are not dense: {missing} is missing")
        if changed is not None:
            report.add(where, f"{changes} do not hash to what they say: the first is number {changed}")
        report.expect(where, "last number", head, last)
        if head == last and not is_hash_of_head:
            report.add(where, "the head has not the hash of the last one")


async def check_days(conn: Connection, report: Report) -> None:
    """Each closed day: one digest in the chain of each brand that had events of units, and it is theirs."""
    told: dict[str, dict[UUID, list[str]]] = {}
    for day, brand_id, detail in await (await conn.execute(_SQL["digests"])).fetchall():
        told.setdefault(day, {}).setdefault(brand_id, []).append(detail)
    slugs: dict[UUID, str] = dict(await (await conn.execute(_SQL["slugs"])).fetchall())
    for (closed,) in await (await conn.execute(_SQL["closed_days"])).fetchall():
        day = closed.isoformat()
        digests = told.pop(day, {})
        derived = {each.brand_id: each for each in await derive(conn, closed)}
        for brand_id in sorted(digests.keys() | derived.keys()):
            where = f"events of units of brand {slugs.get(brand_id, brand_id)} on {day}"
            found, own = digests.get(brand_id, []), derived.get(brand_id)
            report.expect(where, "digests in the chain", int(own is not None), len(found))
            if own and found and found[0] != event.detail_text({"events": own.events, "sha256": own.sha256}):
                report.add(where, f"the digest is not that of the {own.events} that are there")
    for day in sorted(told):
        report.add(f"events of units on {day}", "chains tell of a digest, but the day is not closed")
