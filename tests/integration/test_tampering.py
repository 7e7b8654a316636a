"""Whatever somebody changes in the database behind Hallmint's back: fsck and the monitor of the log both say what, and name the
batch, and the token where it is one.
"""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.support.api import Api
from tests.support.installation import Installation
from tests.support.monitoring import Monitor, make_log, monitored, sign_again

Conn = psycopg.AsyncConnection[Any]
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
FLIP = "set_byte({0}, {1}, get_byte({0}, {1}) # 1)"
DIGIT = "set_byte(entry, {0}, CASE get_byte(entry, {0}) WHEN 48 THEN 49 ELSE 48 END)"  # 1 for 0, and 0 for any other


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A statement, or what is done by hand; and words of each, with 1 and 2 for the ids of the batches."""

    change: str | Callable[[Conn, Installation], Awaitable[None]]
    fsck: tuple[str, ...]
    monitor: tuple[str, ...]


async def rebuild(conn: Conn, place: Installation) -> None:
    """Another history, by somebody who has the log's key: an entry changes, tiles and tree with it, and the head is signed."""
    await conn.execute(f"UPDATE log_entries SET entry = {DIGIT.format(130)} WHERE entry_no = 301".encode())
    await sign_again(conn, place)


async def roll_back(conn: Conn, place: Installation) -> None:
    """The database as it was before the second turn of the sequencer."""
    del place
    row = await (await conn.execute("SELECT root FROM log_checkpoints WHERE size = 1")).fetchone()
    assert row is not None
    for statement in (
        "DELETE FROM log_entries WHERE entry_no > 0",
        "DELETE FROM log_tiles WHERE level > 0 OR number > 0",
        "UPDATE log_tiles SET hashes = substr(hashes, 1, 32)",
        "DELETE FROM log_checkpoints WHERE size > 1",
        "DELETE FROM log_commitments WHERE batch_no = 2",
        "UPDATE mint_batches SET state = 'processing', ended_at = NULL WHERE batch_no = 2",
    ):
        await conn.execute(statement.encode())
    await conn.execute("UPDATE log_tree SET (size, root) = (1, %s)", row)


CASES = {
    "one bit of a code": Case(
        change="""UPDATE tokens SET code = left(code, 15) || CASE right(code, 1) WHEN '0' THEN '1' ELSE '0' END
                  WHERE (batch_no, seq) = (1, 300)""",
        fsck=("batch 1: 1 codes do not decode to their own row: seq 300",),
        monitor=("batch 1: the rows of seq 300 are not those that were minted (TOKEN_CHANGED)",),
    ),
    "a row is deleted": Case(
        change="DELETE FROM tokens WHERE (batch_no, seq) = (1, 7)",
        fsck=("batch 1: seq is not dense: 7 is missing",),
        monitor=("batch 1: the rows of seq 7 are not those that were minted",),
    ),
    "the first row of a block is deleted": Case(
        change="DELETE FROM tokens WHERE (batch_no, seq) = (2, 256)",
        fsck=("batch 2: seq is not dense: 256 is missing",),
        monitor=("batch 2: the rows of seq 256 are not those that were minted",),
    ),
    "two rows change places": Case(
        change="""UPDATE tokens t SET code = o.code FROM tokens o
                  WHERE t.batch_no = 2 AND o.batch_no = 2 AND t.seq IN (4, 299) AND o.seq = 303 - t.seq""",
        fsck=("batch 2: 2 codes do not decode to their own row: seq 4, 299",),
        monitor=("batch 2: the rows of seq 4 are not", "batch 2: the rows of seq 299 are not"),
    ),
    "a row too many, with all that counts it": Case(
        change="""WITH counted AS (UPDATE mint_batches SET quantity = 601, cursor = 601, folded = 601 WHERE batch_no = 1)
                  INSERT INTO tokens SELECT 1, 600, repeat('A', 16), 1 FROM tokens LIMIT 1""",
        fsck=(
            "batch 1: 1 codes do not decode to their own row: seq 600",
            "batch 1, commitment: quantity: expected 601",
        ),
        monitor=("batch 1: units minted 600 in the log, and 601 on the server",),
    ),
    "the quantity of a batch": Case(
        change="UPDATE mint_batches SET quantity = 599, cursor = 599, folded = 599 WHERE batch_no = 1",
        fsck=("batch 1: rows: expected 599, found 600", "batch 1, commitment: quantity: expected 599, found 600"),
        monitor=("batch 1: units minted 600 in the log, and 599 on the server (BATCH_CHANGED)",),
    ),
    "the quantity of a batch, and of its commitment": Case(
        change="""WITH told AS (UPDATE log_commitments SET quantity = 299 WHERE batch_no = 2)
                  UPDATE mint_batches SET cursor = 299 WHERE batch_no = 2""",
        fsck=("batch 2, commitment: its entry is not what commitment and batch say",),
        monitor=("batch 2: entry 301 does not commit to what the server says, 299 of product",),
    ),
    "the product of a batch": Case(
        change="UPDATE mint_batches SET product_id = (SELECT product_id FROM products WHERE sku = 'SKU-2') WHERE batch_no = 1",
        fsck=("batch 1, commitment: product: expected ?",),
        monitor=("batch 1: product ? in the log, and ? on the server",),
    ),
    "a commitment is missing": Case(
        change="DELETE FROM log_commitments WHERE batch_no = 1",
        fsck=("batch 1: its commitment is there: expected True, found False",),
        monitor=("batch 1: entry 0 is the brand's, and the server does not tell of it (ENTRY_UNKNOWN)",),
    ),
    "a batch is deleted": Case(
        change="DELETE FROM mint_batches WHERE batch_no = 1",
        fsck=("batch number 1: has tokens, but no batch",),
        monitor=("batch 1: entry 0 is the brand's, and the server does not tell of it",),
    ),
    "hashes of a block": Case(
        change=f"UPDATE batch_blocks SET hashes = {FLIP.format('hashes', 5)} WHERE (batch_no, first_block) = (1, 1)",
        fsck=("batch 1: 1 blocks of rows are not those that were minted: block 1 (seq 256 to 511)",),
        monitor=("batch 1: ", "or hashes of the batch's blocks, are not those that were minted (TOKEN_CHANGED)"),
    ),
    "the tag in an entry": Case(
        change=f"UPDATE log_entries SET entry = {DIGIT.format(60)} WHERE entry_no = 301",
        fsck=("batch 2, commitment: its entry is not what commitment and batch say",),
        monitor=(
            "entry 301 was changed after it was signed; it now names batch 2; it was that of batch 2 (ENTRY_CHANGED)",
        ),
    ),
    "the commitment in an entry": Case(
        change=f"UPDATE log_entries SET entry = {DIGIT.format(124)} WHERE entry_no = 301",
        fsck=("batch 2, commitment: its entry is not what commitment and batch say",),
        monitor=(
            "entry 301 was changed after it was signed; it now names batch 2",
            "batch 2: the batch's commitment is not",
        ),
    ),
    "an entry of nobody's": Case(
        change=f"UPDATE log_entries SET entry = {DIGIT.format(60)} WHERE entry_no = 9",
        fsck=("log: 2 tiles are not those of the entries: 0/0, 1/0",),
        monitor=("entry 9 was changed after it was signed",),
    ),
    "an entry is missing": Case(
        change="DELETE FROM log_entries WHERE entry_no = 9",
        fsck=("log: entries are not dense: 9 is missing",),
        monitor=("the log has not what it signed: the bundle of entries 0 to 255 is missing (LOG_INCOMPLETE)",),
    ),
    "the last entry is missing": Case(
        change="DELETE FROM log_entries WHERE entry_no = 301",
        fsck=(
            "batch 2, commitment: its entry is missing: number 301",
            "log: checkpoint is of 302 entries, and there are 301",
        ),
        monitor=("the bundle of entries 256 to 301 is missing", "batch 2: "),
    ),
    "a tile": Case(
        change=f"UPDATE log_tiles SET hashes = {FLIP.format('hashes', 70)} WHERE (level, number) = (0, 1)",
        fsck=("log: 1 tiles are not those of the entries: 0/1",),
        monitor=("tile 0/1 has not the hash of entry 258 (TILE_CHANGED)",),
    ),
    "a tile above": Case(
        change=f"UPDATE log_tiles SET hashes = {FLIP.format('hashes', 5)} WHERE level = 1",
        fsck=("log: 1 tiles are not those of the entries: 1/0",),
        monitor=("tile 1/0 has not the hashes of the entries (TILE_CHANGED)",),
    ),
    "a tile is missing": Case(
        change="DELETE FROM log_tiles WHERE (level, number) = (0, 1)",
        fsck=("log: 1 tiles are not those of the entries: 0/1",),
        monitor=("the log has not what it signed: tile 0/1 is missing",),
    ),
    "a note": Case(
        change="UPDATE log_checkpoints SET note = replace(note, E'\\n302\\n', E'\\n303\\n') WHERE size = 302",
        fsck=("log: checkpoint of 302 entries: the signature",),
        monitor=("the checkpoint is not to be believed under this key", "(NOT_SIGNED)"),
    ),
    "an older database": Case(
        change=roll_back,
        fsck=("log: checkpoint file is of 302 entries, and there are 1",),
        monitor=(
            "the log shrank: it had 302 entries, and now shows 1 (LOG_SHRUNK)",
            "batch 2: entry 301 is the brand's, and the server does not tell of it",
        ),
    ),
    "another history, signed": Case(
        change=rebuild,
        fsck=("batch 2, commitment: its entry is not", "log: checkpoint file of 302 entries has another root"),
        monitor=("the log forked: it signed two trees of 302 entries", "batch 2: the batch's commitment is not"),
    ),
}


@pytest.fixture
async def monitor(
    server: Installation, api: Api, conn: Conn, tmp_path: Path
) -> AsyncIterator[tuple[Monitor, list[str]]]:
    """One who has seen all of the log, and the ids of its batches."""
    await api.make_product("SKU-2", gtin="")
    batches = await make_log(server, api, conn)
    async with monitored(server, api, tmp_path) as made:
        seen = await made.brand("--tokens")
        assert seen.code == 0, seen.said
        yield made, batches


def named(text: str, batches: list[str]) -> str:
    """With numbers for ids of batches."""
    names = {batch_id: str(number) for number, batch_id in enumerate(batches, 1)}
    return _UUID.sub(lambda found: names.get(found[0], "?"), text)


@pytest.mark.parametrize("name", CASES)
async def test_fsck_and_the_monitor_say_what_was_changed(
    monitor: tuple[Monitor, list[str]], server: Installation, conn: Conn, name: str
) -> None:
    made, batches = monitor
    case = CASES[name]
    assert (await server.fsck()).findings == []
    await conn.execute("SET session_replication_role = replica")  # no trigger guards the log against its owner
    if isinstance(case.change, str):
        await conn.execute(case.change.encode())
    else:
        await case.change(conn, server)
    findings = named("\n".join(f"{f.where}: {f.what}" for f in (await server.fsck()).findings), batches)
    for words in case.fsck:
        assert words in findings, findings
    run = await made.brand("--tokens", "--from-start")
    said = named(run.said, batches)
    assert run.code == 5, said
    for words in case.monitor:
        assert words in said, said
