"""The chains of events, made again from what the events say."""

from hallmint_server.db.pool import OPERATOR, Connection
from hallmint_server.db.queries import load
from hallmint_server.fsck.report import Report

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
