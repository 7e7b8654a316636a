"""Who may write the log, and that nobody changes it, the owner of its tables included."""

from typing import Any

import psycopg
import pytest
from psycopg import sql

HAND = "INSERT INTO log_queue (entry) VALUES ('x')"
COMMIT = "INSERT INTO log_commitments (batch_no) VALUES (1)"
FORBIDDEN = {
    "hallmint_api": {
        "monitor keys are not changed": "UPDATE brands SET monitor_key = sha256('x')",
        "commitments are not made by hand": COMMIT,
        "commitments are not changed": "UPDATE log_commitments SET entry_no = 1",
        "entries are not queued by hand": HAND,
        "the queue is not read": "SELECT 1 FROM log_queue",
        "the log is not written": "INSERT INTO log_entries VALUES (0, 'x')",
        "tiles are not written": "INSERT INTO log_tiles VALUES (0, 0, sha256('x'))",
        "the tree is not moved": "UPDATE log_tree SET size = 1",
        "checkpoints are not published": "INSERT INTO log_checkpoints VALUES (0, sha256(''), 'x')",
        "hashes of blocks are not made": "INSERT INTO batch_blocks (batch_no) VALUES (1)",
    },
    "hallmint_mint": {
        "monitor keys are not read": "SELECT monitor_key FROM brands",
        "commitments are not made by hand": COMMIT,
        "what is committed to is not changed": "UPDATE log_commitments SET quantity = 1",
        "entries are not queued by hand": HAND,
        "entries are not changed": "UPDATE log_entries SET entry = 'x'",
        "entries are not taken away": "DELETE FROM log_entries",
        "tiles are not taken away": "DELETE FROM log_tiles",
        "checkpoints are not changed": "UPDATE log_checkpoints SET note = 'x'",
        "checkpoints are not taken away": "DELETE FROM log_checkpoints",
        "hashes of blocks are not changed": "UPDATE batch_blocks SET hashes = sha256('x')",
    },
    "hallmint_resolver": {
        "the log is read through views": "SELECT 1 FROM log_entries",
        "commitments are read through a view": "SELECT 1 FROM log_commitments",
        "the queue is not read": "SELECT 1 FROM log_queue",
        "nothing is queued": "SELECT append_batch_entry(1)",
    },
}
VIEWS = (
    "resolver_log_tile_v1",
    "resolver_log_entry_v1",
    "resolver_log_checkpoint_v1",
    "resolver_commitment_v1",
    "resolver_block_v1",
)
APPEND_ONLY = ("log_entries", "log_checkpoints", "log_tiles", "log_tree", "log_commitments", "batch_blocks")

Conn = psycopg.AsyncConnection[Any]


@pytest.mark.parametrize(
    ("role", "statement"),
    [
        pytest.param(role, statement, id=f"{role} {name}")
        for role, cases in FORBIDDEN.items()
        for name, statement in cases.items()
    ],
)
async def test_a_role_may_not(database_url: str, role: str, statement: str) -> None:
    async with await psycopg.AsyncConnection.connect(database_url, autocommit=True, options=f"-c role={role}") as conn:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            await conn.execute(statement.encode())


async def test_the_resolver_reads_views(conn: Conn) -> None:
    await conn.execute("SET ROLE hallmint_resolver")
    for view in VIEWS:
        await conn.execute(sql.SQL("SELECT * FROM {}").format(sql.Identifier(view)))


@pytest.mark.parametrize("table", APPEND_ONLY)
async def test_nothing_is_taken_away(conn: Conn, table: str) -> None:
    for statement in ("DELETE FROM {}", "TRUNCATE {} CASCADE"):
        with pytest.raises(psycopg.errors.RaiseException, match="only ever added to"):
            await conn.execute(sql.SQL(statement).format(sql.Identifier(table)))


async def test_tiles_grow_at_their_end_alone(conn: Conn) -> None:
    await conn.execute("INSERT INTO log_tiles VALUES (0, 0, sha256('a'))")
    for statement in (
        "UPDATE log_tiles SET hashes = sha256('b')",
        "UPDATE log_tiles SET hashes = sha256('b') || sha256('a')",
        "UPDATE log_tiles SET hashes = hashes",
        "UPDATE log_tiles SET number = 1, hashes = hashes || sha256('b')",
    ):
        with pytest.raises(psycopg.errors.RaiseException, match="only ever added to"):
            await conn.execute(statement.encode())
    await conn.execute("UPDATE log_tiles SET hashes = hashes || sha256('b')")


async def test_the_tree_never_shrinks_and_checkpoints_follow_it(conn: Conn) -> None:
    root = "sha256('a')"
    await conn.execute(f"UPDATE log_tree SET size = 2, root = {root}".encode())
    with pytest.raises(psycopg.errors.RaiseException, match="only ever added to"):
        await conn.execute("UPDATE log_tree SET size = 2")
    for size, of in ((3, root), (2, "sha256('b')")):
        with pytest.raises(psycopg.errors.RaiseException, match="a tree that is not there"):
            await conn.execute(f"INSERT INTO log_checkpoints VALUES ({size}, {of}, 'x')".encode())
    await conn.execute(f"INSERT INTO log_checkpoints VALUES (2, {root}, 'x')".encode())
    with pytest.raises(psycopg.errors.RaiseException, match="older than the last one"):
        await conn.execute(f"INSERT INTO log_checkpoints VALUES (1, {root}, 'x')".encode())
