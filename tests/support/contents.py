"""What is in a database, to tell whether a call wrote anything."""

from typing import Any

import psycopg
from psycopg import sql


async def contents(conn: psycopg.AsyncConnection[Any]) -> dict[str, tuple[int, str]]:
    """Of each table: its rows, and a digest over all of them. A call that writes and takes back shows nothing."""
    tables = "SELECT tablename FROM pg_catalog.pg_tables WHERE schemaname = 'public' ORDER BY 1"
    found = {}
    for (name,) in await (await conn.execute(tables)).fetchall():
        count = "SELECT count(*), coalesce(md5(string_agg(t::text, ',' ORDER BY t::text)), '') FROM {} AS t"
        row = await (await conn.execute(sql.SQL(count).format(sql.Identifier(name)))).fetchone()
        assert row is not None
        found[name] = (int(row[0]), str(row[1]))
    return found
