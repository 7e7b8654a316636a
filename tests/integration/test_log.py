"""The log over PostgreSQL: entries of batches, their order, the tree and its checkpoints, and batches older than the log."""

import asyncio
import base64
from typing import Any

import psycopg
import pytest

from hallmint.v1 import batch_pb2, minting_service_pb2
from hallmint_server.db.pool import Connection, connect_worker
from hallmint_server.log import store, tile
from hallmint_server.log.checkpoint import CheckpointOvertaken, CheckpointRefused, Head, open_checkpoint
from hallmint_server.log.entry import BatchEntry, brand_tag, parse_entry
from hallmint_server.log.opening import open_key
from hallmint_server.log.sequencer import Sequencer
from mintcore import range_root
from tests.support.api import Api
from tests.support.hand import hand
from tests.support.installation import Installation
from tests.support.sequencing import Queued, sequence, sequencer
from tests.support.wait import until

Conn = psycopg.AsyncConnection[Any]


async def rows(conn: Conn, statement: str, *values: object) -> list[tuple[Any, ...]]:
    return await (await conn.execute(statement.encode(), values)).fetchall()


async def cancel(api: Api, batch_id: str) -> None:
    await api.minting.CancelBatch(minting_service_pb2.CancelBatchRequest(batch_id=batch_id), metadata=api.metadata)


async def heads(conn: Conn, place: Installation) -> list[tuple[int, bytes]]:
    """Size and root of each published checkpoint, as they are signed; the file beside the key has the last."""
    key = open_key(place.settings.keys_folder, None, "", first_start=False)
    found = []
    for size, root, note in await rows(conn, "SELECT size, root, note FROM log_checkpoints ORDER BY size"):
        signed, _ = open_checkpoint(note.encode(), key.verifier)
        assert (signed.size, signed.root) == (size, root)
        found.append((size, root))
    last = Head(place.settings.keys_folder, key).last()
    assert last is not None
    assert (last.size, last.root) == found[-1]
    return found


async def test_a_batch_is_in_the_log_once_it_has_ended(server: Installation, api: Api, conn: Conn) -> None:
    minted, cancelled, empty = await api.submit(600), await api.submit(900, at_mint=True), await api.submit(1600)
    async with hand(server.settings, units=300) as worker:
        await worker.cycle()
        await worker.cycle()  # they take turns
        assert await rows(conn, "SELECT count(*) FROM log_queue") == [(0,)]
        await cancel(api, empty.batch_id)
        while (await api.batch(minted.batch_id)).state != batch_pb2.BATCH_STATE_MINTED:
            await worker.cycle()
        await worker.release()
    assert (await api.batch(cancelled.batch_id)).state == batch_pb2.BATCH_STATE_PROCESSING
    await cancel(api, cancelled.batch_id)
    await cancel(api, cancelled.batch_id)
    assert (await server.fsck()).findings == []
    assert await rows(conn, "SELECT count(*) FROM log_commitments WHERE entry_no IS NULL") == [(3,)]
    assert await sequence(server.settings) == 1
    assert (await server.fsck()).findings == []

    committed = await rows(
        conn,
        """SELECT b.batch_id, c.quantity, c.root, c.mint_time = b.ended_at, b.compact_range, b.cursor, e.entry, o.monitor_key
           FROM log_commitments c JOIN mint_batches b USING (batch_no) JOIN brands o ON o.brand_id = b.brand_id
           JOIN log_entries e USING (entry_no) ORDER BY entry_no""",
    )
    assert [(str(row[0]), row[1]) for row in committed] == [
        (empty.batch_id, 0),
        (minted.batch_id, 600),
        (cancelled.batch_id, committed[2][5]),
    ]
    for batch_id, quantity, root, is_end, compact_range, cursor, entry, monitor_key in committed:
        assert (is_end, quantity) == (True, cursor)
        assert root == range_root(compact_range, cursor)
        parsed = parse_entry(entry)
        assert isinstance(parsed, BatchEntry)
        assert (parsed.batch_id, parsed.tag) == (batch_id, brand_tag(monitor_key, batch_id))
    leaves = [tile.leaf_hash(row[6]) for row in committed]
    edge = tile.grow(lambda _level, _number: b"", 0, leaves)
    assert await heads(conn, server) == [(3, tile.root(3, lambda level, number: edge[level, number]))]
    assert await rows(conn, "SELECT first_block, length(hashes) FROM batch_blocks WHERE batch_no = 1 ORDER BY 1") == [
        (0, 32),
        (1, 32),
    ]


async def test_the_tree_of_a_batch_takes_little_room(server: Installation, api: Api, conn: Conn) -> None:
    """A million tokens may add 200 KB beside their rows (`make bench-log` measures whole pages): what two cycles of the usual
    size add, and what is there once a batch.
    """
    await api.submit(40_000)
    async with hand(server.settings, units=20_000) as worker:
        while await worker.cycle():
            pass
    ((cycles, hashes),) = await rows(conn, "SELECT count(*), sum(pg_column_size(b.*)) FROM batch_blocks b")
    ((once,),) = await rows(
        conn, "SELECT sum(pg_column_size(c.*) + pg_column_size(q.*)) FROM log_commitments c, log_queue q"
    )
    assert cycles == 2
    assert hashes * 1_000_000 // 40_000 + once <= 200 * 1024


async def test_a_failed_batch_is_in_the_log_once_it_is_cancelled(server: Installation, api: Api, conn: Conn) -> None:
    batch = await api.submit(600)
    async with hand(server.settings, units=300) as worker:
        await worker.cycle()
        lease = worker.held
        assert lease is not None
        async with worker.conn.transaction():
            await worker.handlers[lease.kind].fail(worker.conn, lease, "a test")
            await worker.conn.execute("UPDATE jobs SET state = 'failed', lease_until = NULL")
    assert await rows(conn, "SELECT count(*) FROM log_commitments") == [(0,)]
    await cancel(api, batch.batch_id)
    assert await rows(conn, "SELECT quantity FROM log_commitments") == [(300,)]
    await sequence(server.settings)
    assert (await server.fsck()).findings == []


async def test_the_worker_signs_an_empty_log_and_then_what_is_minted(
    server: Installation, api: Api, conn: Conn, worker: None
) -> None:
    del worker
    signed = "SELECT size FROM log_checkpoints ORDER BY size"
    await until(lambda: rows(conn, signed), what="a checkpoint of nothing")
    await api.ended((await api.submit(10)).batch_id)

    async def is_published() -> bool:
        return (await rows(conn, signed))[-1] == (1,)

    await until(is_published, what="a checkpoint of one entry")
    found = await heads(conn, server)
    assert [size for size, _ in found] == [0, 1]
    text = (server.settings.keys_folder / "log-checkpoint-1.txt").read_text()
    assert text.split("\n")[:3] == ["id.hallmint.example/log", "1", base64.b64encode(found[1][1]).decode()]
    assert (await server.fsck()).findings == []


async def test_the_tree_grows_in_turns_of_any_size(place: Installation, conn: Conn) -> None:
    queue = Queued(conn=conn)
    sizes: list[int] = []
    for count in (1, 254, 1, 1, 255, 300, 700, 66_000):
        await queue.add(count, sum(sizes))
        sizes.append(count)
        turns = await sequence(place.settings, most=20_000)
        assert turns == 1 + count // 20_000
    assert (await place.fsck()).findings == []
    found = await heads(conn, place)
    assert [size for size, _ in found] == [1, 255, 256, 257, 512, 812, 1512, 21_512, 41_512, 61_512, 67_512]
    widths = "SELECT level, count(*), min(length(hashes)) / 32 FROM log_tiles GROUP BY 1 ORDER BY 1"
    assert await rows(conn, widths) == [(0, 264, 184), (1, 2, 7), (2, 1, 1)]


async def test_of_two_sequencers_one_works_at_a_time(place: Installation, conn: Conn) -> None:
    queue = Queued(conn=conn)
    await queue.add(900)
    one, other = sequencer(place.settings, most=100), sequencer(place.settings, most=100)
    async with await connect_worker(place.dsn) as first, await connect_worker(place.dsn) as second:

        async def turns(made: Sequencer, own: Connection) -> None:
            for _ in range(8):
                await made.turn(own)

        await asyncio.gather(turns(one, first), turns(other, second))
        while await store.has_work(conn):
            await one.turn(first)
        # Who has the lock keeps it from the other.
        assert await store.try_lock(first)
        await queue.add(1, 900)
        assert await other.turn(second) is False
        assert await store.has_work(conn)
        await store.unlock(first)
        await other.turn(second)
    assert (await rows(conn, "SELECT size FROM log_tree")) == [(901,)]
    assert (await place.fsck()).findings == []


async def test_two_that_both_think_they_have_the_lock_make_one_tree(
    place: Installation, conn: Conn, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def always(_: object) -> bool:
        return True

    await Queued(conn=conn).add(100)
    monkeypatch.setattr(store, "try_lock", always)
    monkeypatch.setattr(store, "unlock", always)
    made = [sequencer(place.settings, most=3) for _ in range(2)]
    async with await connect_worker(place.dsn) as first, await connect_worker(place.dsn) as second:
        results: list[object] = []
        while await store.has_work(conn):
            turns = (each.turn(own) for each, own in zip(made, (first, second), strict=True))
            results += await asyncio.gather(*turns, return_exceptions=True)
    lost = [result for result in results if isinstance(result, BaseException)]
    # Whoever was second is told so, by us or by the database.
    assert {type(each) for each in lost} <= {CheckpointOvertaken, CheckpointRefused, psycopg.errors.RaiseException}
    assert [row[0] for row in await rows(conn, "SELECT entry_no FROM log_entries ORDER BY 1")] == list(range(100))
    await heads(conn, place)
    assert (await place.fsck()).findings == []


async def test_batches_older_than_the_log_are_caught_up_with(server: Installation, api: Api, conn: Conn) -> None:
    whole, lots = await api.submit(45_000), await api.submit(700, lots={"A": 300, "B": 400})
    async with hand(server.settings, units=20_000) as worker:
        for batch in (whole, lots):
            while (await api.batch(batch.batch_id)).state != batch_pb2.BATCH_STATE_MINTED:
                await worker.cycle()
        await worker.release()
    stored = (
        "SELECT batch_no, string_agg(hashes, ''::bytea ORDER BY first_block) FROM batch_blocks GROUP BY 1 ORDER BY 1"
    )
    await api.submit(1000)
    async with hand(server.settings, units=300) as worker:
        await worker.cycle()
        await worker.cycle()
        await worker.release()
    minted = await rows(conn, stored)
    # As migration 0011 finds them.
    await conn.execute("SET session_replication_role = replica")
    for statement in (
        "DELETE FROM batch_blocks",
        "DELETE FROM log_commitments",
        "DELETE FROM log_queue",
        "INSERT INTO log_backfill SELECT batch_no FROM mint_batches WHERE cursor > 0 OR state = 'cancelled'",
    ):
        await conn.execute(statement.encode())
    assert (await server.fsck()).findings == []
    await sequence(server.settings)
    assert await rows(conn, "SELECT batch_no FROM log_backfill") == [(3,)]  # it has not ended
    assert await rows(conn, stored) == [row for row in minted if row[0] != 3]
    async with hand(server.settings, units=1000) as worker:
        await worker.cycle()
    assert (await server.fsck()).findings == []
    await sequence(server.settings)
    assert await rows(conn, "SELECT batch_no FROM log_backfill") == []
    assert (await rows(conn, stored))[2][1][:64] == dict(minted)[3]
    assert len((await rows(conn, stored))[2][1]) == 32 * (1000 // 256)
    assert await rows(conn, "SELECT size FROM log_tree") == [(3,)]
    assert (await server.fsck()).findings == []
