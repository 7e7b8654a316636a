"""What fsck says of the log, of commitments and of blocks of rows: one thing is spoiled, and exactly that is found."""

import re
from typing import Any

import psycopg
import pytest

from hallmint.v1 import minting_service_pb2
from tests.support.api import Api
from tests.support.hand import hand
from tests.support.installation import Installation
from tests.support.sequencing import Queued, sequence

Conn = psycopg.AsyncConnection[Any]
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@pytest.fixture
async def scene(server: Installation, api: Api, conn: Conn) -> dict[str, str]:
    """Batch 1: 600 units, minted. Batch 2: 300 of 600, cancelled. Both are in the log, with 300 entries of other things between
    two checkpoints. Batch 3: 300 of 600. Returns names for ids.
    """
    ids = [(await api.submit(600)).batch_id]
    async with hand(server.settings, units=300) as worker:
        await worker.cycle()
        await worker.cycle()
        ids.append((await api.submit(600)).batch_id)
        await worker.cycle()
        await worker.release()
        request = minting_service_pb2.CancelBatchRequest(batch_id=ids[1])
        await api.minting.CancelBatch(request, metadata=api.metadata)
        ids.append((await api.submit(600)).batch_id)
        await worker.cycle()
        await worker.release()
    await sequence(server.settings)
    await Queued(conn=conn).add(300)
    await sequence(server.settings)
    assert (await server.fsck()).findings == []
    return {batch_id: str(number) for number, batch_id in enumerate(ids, 1)}


async def findings(place: Installation, names: dict[str, str]) -> list[str]:
    """What fsck says of everything, with names for ids and hashes."""
    report = await place.fsck()
    said = [_UUID.sub(lambda m: names.get(m[0], "?"), f"{f.where}: {f.what}") for f in report.findings]
    return [re.sub(r"[0-9a-f]{64}", "#", each) for each in said]


FLIP = "set_byte({0}, 5, (get_byte({0}, 5) + 1) % 256)"
ROOT = "batch {}: the root made again from the rows is not the stored one"
ENTRY = "batch {}, commitment: its entry is not what commitment and batch say"
HEAD = "log: checkpoint of 302 entries has another root than the entries have"
FILE = "log: checkpoint file of 302 entries has another root than the entries have"
TREE = "log: the tree's root is that of the entries: expected True, found False"

WRONG = "the signature of id.hallmint.example/log is wrong: the text was changed, or another key signed it"

CASES: dict[str, tuple[str, list[str]]] = {
    "one bit of a row": (
        # The last symbol of a code, and another one.
        """UPDATE tokens SET code = left(code, 15) || CASE right(code, 1) WHEN '0' THEN '1' ELSE '0' END
           WHERE (batch_no, seq) = (1, 300)""",
        [
            "batch 1: 1 codes do not decode to their own row: seq 300",
            ROOT.format(1),
            "batch 1: 1 blocks of rows are not those that were minted: block 1 (seq 256 to 511)",
        ],
    ),
    "two rows change places": (
        """UPDATE tokens t SET code = o.code FROM tokens o
           WHERE t.batch_no = 2 AND o.batch_no = 2 AND t.seq IN (4, 299) AND o.seq = 303 - t.seq""",
        [
            "batch 2: 2 codes do not decode to their own row: seq 4, 299",
            ROOT.format(2),
            "batch 2: 1 blocks of rows are not those that were minted: block 0 (seq 0 to 255)",
        ],
    ),
    "a row is missing": (
        "DELETE FROM tokens WHERE (batch_no, seq) = (1, 7)",
        [
            "batch 1: rows: expected 600, found 599",
            "batch 1: seq is not dense: 7 is missing",
            "brand acme: minted with running batches: expected 1199, found 1200",
        ],
    ),
    "rows are missing, and one behind them was changed": (
        """WITH gone AS (DELETE FROM tokens WHERE batch_no = 1 AND seq IN (7, 255, 256, 257, 599))
           UPDATE tokens SET code = (SELECT code FROM tokens WHERE (batch_no, seq) = (1, 599))
           WHERE (batch_no, seq) = (1, 400)""",
        [
            "batch 1: rows: expected 600, found 595",
            "batch 1: seq is not dense: 7, 255 to 257, 599 are missing",
            "batch 1: 1 codes do not decode to their own row: seq 400",
            "brand acme: minted with running batches: expected 1195, found 1200",
        ],
    ),
    "a row is missing behind whole blocks, of which one was changed": (
        """WITH gone AS (DELETE FROM tokens WHERE (batch_no, seq) = (1, 520))
           UPDATE tokens SET code = (SELECT code FROM tokens WHERE (batch_no, seq) = (1, 520))
           WHERE (batch_no, seq) = (1, 300)""",
        [
            "batch 1: rows: expected 600, found 599",
            "batch 1: seq is not dense: 520 is missing",
            "batch 1: 1 codes do not decode to their own row: seq 300",
            "batch 1: 1 blocks of rows are not those that were minted: block 1 (seq 256 to 511)",
            "brand acme: minted with running batches: expected 1199, found 1200",
        ],
    ),
    "a quantity, with all that says it": (
        """WITH counted AS (UPDATE brand_totals SET minted = minted - 1)
           UPDATE mint_batches SET quantity = 599, cursor = 599, folded = 599 WHERE batch_no = 1""",
        [
            "batch 1: rows: expected 599, found 600",
            ROOT.format(1),
            "batch 1: bytes of the compact range: expected 192, found 128",
            "batch 1, commitment: quantity: expected 599, found 600",
            "batch 1, commitment: the root is not the batch's",
            "brand acme: minted with running batches: expected 1200, found 1199",
        ],
    ),
    "a product": (
        "UPDATE mint_batches SET product_id = (SELECT product_id FROM products WHERE sku = 'SKU-2') WHERE batch_no = 1",
        ["batch 1, commitment: product: expected ?, found ?"],
    ),
    "the time of an end": (
        "UPDATE mint_batches SET ended_at = '2026-01-01' WHERE batch_no = 2",
        ["batch 2, commitment: time of the end: expected 2026-01-01 00:00:00+00:00, found T"],
    ),
    "a commitment with its batch": (
        """WITH c AS (UPDATE log_commitments SET mint_time = '2026-01-01' WHERE batch_no = 2)
           UPDATE mint_batches SET ended_at = '2026-01-01' WHERE batch_no = 2""",
        [ENTRY.format(2)],
    ),
    "a salt": (f"UPDATE log_commitments SET salt = {FLIP.format('salt')} WHERE batch_no = 1", [ENTRY.format(1)]),
    "a monitor key": (
        f"UPDATE brands SET monitor_key = {FLIP.format('monitor_key')}",
        [ENTRY.format(1), ENTRY.format(2)],
    ),
    "a commitment is missing": (
        "DELETE FROM log_commitments WHERE batch_no = 1",
        ["batch 1: its commitment is there: expected True, found False", "log: 1 entries are of nothing: number 0"],
    ),
    "a commitment too many": (
        """INSERT INTO log_commitments SELECT 3, brand_id, product_id, quantity, root, mint_time, salt, NULL
           FROM log_commitments WHERE batch_no = 2""",
        ["batch 3: its commitment is there: expected False, found True"],
    ),
    "an entry is gone before it had a number": (
        "UPDATE log_commitments SET entry_no = NULL WHERE batch_no = 2",
        [
            "batch 2, commitment: in the queue: expected True, found False",
            "batch 2, commitment: its entry is missing: number none, in the queue",
            "log: 1 entries are of nothing: number 1",
        ],
    ),
    "an entry is twice in the log": (
        "INSERT INTO log_queue (batch_no, entry) SELECT 2, entry FROM log_entries WHERE entry_no = 1",
        ["batch 2, commitment: in the queue: expected False, found True"],
    ),
    "an entry of no batch waits": (
        "INSERT INTO log_queue (batch_no, entry) VALUES (3, 'x')",
        ["log: number 303 of the queue is of a batch without commitment"],
    ),
    "an entry changes": (
        "UPDATE log_entries SET entry = set_byte(entry, 90, 65) WHERE entry_no = 1",
        [
            ENTRY.format(2),
            "log: 2 tiles are not those of the entries: 0/0, 1/0",
            "log: 1 entries are of nothing: number 1",
            TREE,
            "log: checkpoint of 2 entries has another root than the entries have",
            HEAD,
            FILE,
        ],
    ),
    "an entry is missing": (
        "DELETE FROM log_entries WHERE entry_no = 290",
        ["log: entries are not dense: 290 is missing"],
    ),
    "the last entry is missing": (
        "DELETE FROM log_entries WHERE entry_no = 301",
        [
            "log: 1 tiles are not those of the entries: 0/1",
            "log: entries: expected 302, found 301",
            "log: checkpoint is of 302 entries, and there are 301",
            "log: checkpoint file is of 302 entries, and there are 301",
        ],
    ),
    "a tile changes": (
        f"UPDATE log_tiles SET hashes = {FLIP.format('hashes')} WHERE (level, number) = (0, 1)",
        ["log: 1 tiles are not those of the entries: 0/1"],
    ),
    "a tile too many": (
        "INSERT INTO log_tiles VALUES (0, 2, sha256('x'))",
        ["log: tiles: expected 3, found 4"],
    ),
    "the tree has another root": (f"UPDATE log_tree SET root = {FLIP.format('root')}", [TREE]),
    "a checkpoint says what it is not signed for": (
        f"UPDATE log_checkpoints SET root = {FLIP.format('root')} WHERE size = 2",
        ["log: checkpoint of 2 entries is signed for 2 entries with root #"],
    ),
    "a note is of another text": (
        "UPDATE log_checkpoints SET note = replace(note, E'\\n302\\n', E'\\n301\\n') WHERE size = 302",
        [f"log: checkpoint of 302 entries: {WRONG}"],
    ),
    "a hash of a block": (
        f"UPDATE batch_blocks SET hashes = {FLIP.format('hashes')} WHERE (batch_no, first_block) = (1, 1)",
        ["batch 1: 1 blocks of rows are not those that were minted: block 1 (seq 256 to 511)"],
    ),
    "hashes of blocks are missing": (
        "DELETE FROM batch_blocks WHERE (batch_no, first_block) = (1, 0) OR batch_no = 3",
        [
            "batch 1: hashes of blocks are not dense: 0 is missing",
            "batch 1: hashes of full blocks: expected 2, found 0",
            "batch 3: hashes of full blocks: expected 1, found 0",
        ],
    ),
}


@pytest.mark.parametrize("name", CASES)
async def test_what_is_spoiled_is_found_and_nothing_else(
    server: Installation, api: Api, conn: Conn, scene: dict[str, str], name: str
) -> None:
    await api.make_product("SKU-2", gtin="")
    spoil, expected = CASES[name]
    await conn.execute("SET session_replication_role = replica")  # no trigger guards the log against its owner
    await conn.execute(spoil.encode())
    found = [re.sub(r"found 20\d\d-.*", "found T", each) for each in await findings(server, scene)]
    assert found == expected


async def test_without_the_key_of_codes_the_block_is_named(
    server: Installation, conn: Conn, scene: dict[str, str]
) -> None:
    for path in server.settings.keys_folder.glob("code-key-*"):
        path.unlink()
    await conn.execute(
        "UPDATE tokens SET code = CASE left(code, 1) WHEN 'V' THEN 'W' ELSE 'V' END || right(code, 15)"
        " WHERE (batch_no, seq) = (1, 3)"
    )
    assert (await findings(server, scene))[1:] == [
        ROOT.format(1),
        "batch 1: 1 blocks of rows are not those that were minted: block 0 (seq 0 to 255)",
    ]


async def test_a_checkpoint_file_of_another_log(server: Installation, scene: dict[str, str]) -> None:
    path = server.settings.keys_folder / "log-checkpoint-1.txt"
    path.write_text(path.read_text().replace("id.hallmint", "ie.hallmint"))
    (found,) = await findings(server, scene)
    assert found.startswith(f"log: {path} is not the last checkpoint of the log id.hallmint.example/log: ")


async def test_without_the_log_key_its_roots_are_checked(
    server: Installation, conn: Conn, scene: dict[str, str]
) -> None:
    (server.settings.keys_folder / "log-key-1.txt").unlink()
    assert await findings(server, scene) == []
    await conn.execute("SET session_replication_role = replica")
    await conn.execute("UPDATE log_checkpoints SET note = replace(note, E'\\n302\\n', E'\\n301\\n') WHERE size = 302")
    assert await findings(server, scene) == [
        "log: checkpoint of 302 entries is signed for 301 entries with root #",
        "log: checkpoint of 301 entries has another root than the entries have",
    ]
