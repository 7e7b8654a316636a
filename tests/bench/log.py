"""`make bench-log`: what the log costs in minting, how fast it takes batches in, its size on the disk, and what proofs take.

Minting with and without hashes of blocks and entries runs on one embedded PostgreSQL, each after a CHECKPOINT, in interleaved
pairs whose order alternates. The last line is one JSON object of medians and ratios; every value is printed before it.
"""

import argparse
import contextlib
import json
import statistics
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from unittest.mock import patch

import psycopg
import uvloop

from hallmint_server.command import keyring_of
from hallmint_server.db.embedded import EmbeddedPostgres
from hallmint_server.db.migrate import migrate
from hallmint_server.db.pool import Connection, connect_worker
from hallmint_server.jobs.lease import JobKind, Leases
from hallmint_server.log import store
from hallmint_server.log.append import append_batch
from hallmint_server.metric import Metrics
from hallmint_server.minting import batch_store, mint_job
from hallmint_server.minting.mint_job import MintJob
from mintcore import uuid7
from tests.bench.log_proof import measure
from tests.bench.mint import CYCLE, empty, show
from tests.support.api import Api
from tests.support.installation import Installation, installation
from tests.support.sequencing import sequencer

PAIRS = 7
BATCHES = 20_000


@contextlib.contextmanager
def minting(statements: list[float], *, with_log: bool) -> Iterator[None]:
    """Minting with the log, or as it was before: no row of hashes, no entry. (The hashes themselves the tree needs anyway.) The
    seconds of each statement that ends a cycle or appends an entry go to `statements`.
    """
    commit = batch_store.commit_cycle

    async def commit_cycle(*arguments: Any, **named: Any) -> None:
        start = time.perf_counter()
        await commit(*arguments, **(named if with_log else named | {"block_hashes": b""}))
        statements.append(time.perf_counter() - start)

    async def append_timed(conn: Connection, batch_no: int) -> None:
        if with_log:
            start = time.perf_counter()
            await append_batch(conn, batch_no)
            statements[-1] += time.perf_counter() - start

    with patch.object(batch_store, "commit_cycle", commit_cycle), patch.object(mint_job, "append_batch", append_timed):
        yield


async def mint(place: Installation, api: Api, quantity: int) -> tuple[str, float]:
    """Mint a batch in this process, on one connection; returns its id, and the seconds that its cycles take."""
    settings = place.settings
    batch = await api.submit(quantity)
    keyring = keyring_of(settings)
    with ThreadPoolExecutor(1) as executor:
        async with await connect_worker(settings.dsn()) as conn:
            await keyring.open(conn)
            job = MintJob(keyring, executor, Metrics(), cycle_units=CYCLE, lease_seconds=60)
            leases = await Leases.open(conn, [JobKind.MINT], worker=uuid7(), lease_seconds=60)
            lease = await leases.next(None)
            assert lease is not None
            start = time.perf_counter()
            while not await job.cycle(conn, lease):
                lease.committed()
            return batch.batch_id, time.perf_counter() - start


async def cost(place: Installation, api: Api, conn: Connection, quantity: int) -> dict[str, float]:
    """Minting with the log and without it, interleaved."""
    times: dict[bool, list[float]] = {True: [], False: []}
    statements: dict[bool, list[float]] = {True: [], False: []}
    for number in range(PAIRS + 1):
        for with_log in (True, False) if number % 2 else (False, True):
            await empty(conn)
            with minting(statements[with_log], with_log=with_log):
                _, seconds = await mint(place, api, quantity)
            if number:  # the first pair warms up
                times[with_log].append(seconds)
    with_s, without_s = show("with log", times[True]), show("without", times[False])
    # What whole mints differ by is less than what they differ by among themselves, so the statements are timed as well.
    extra = statistics.mean(statements[True]) - statistics.mean(statements[False])
    middle = statistics.median(statements[True]) - statistics.median(statements[False])
    cycles = -(-quantity // CYCLE)
    return {
        "mint_s": round(with_s, 3),
        "mint_without_s": round(without_s, 3),
        "commitment_cost": round(with_s / without_s - 1, 4),
        "commitment_cost_of_statements": round(extra * cycles / without_s, 4),
        "cycle_extra_ms": round(middle * 1000, 3),
    }


async def storage(place: Installation, api: Api, conn: Connection, quantity: int) -> dict[str, float]:
    """Bytes that one batch adds beyond its rows: its hashes of blocks with their index, its commitment and its entry."""
    tables = "('batch_blocks'::regclass), ('log_commitments'::regclass), ('log_queue'::regclass)"
    statement = f"SELECT sum(pg_total_relation_size(t)) FROM (VALUES {tables}) AS w (t)".encode()
    await conn.execute("SET session_replication_role = replica")
    for table in ("batch_blocks", "log_commitments", "log_queue"):
        await conn.execute(f"TRUNCATE {table}".encode())
    await conn.execute("SET session_replication_role = origin")
    await mint(place, api, quantity)  # what a table has before its first row is no batch's
    before = await (await conn.execute(statement)).fetchone()
    await mint(place, api, quantity)
    after = await (await conn.execute(statement)).fetchone()
    assert before is not None
    assert after is not None
    return {"tree_kb": round(float(after[0] - before[0]) / 1000, 1)}


async def sequencing(place: Installation, conn: Connection, batches: int) -> dict[str, float]:
    """Batches a second that the sequencer takes in, signs and publishes; their commitments are made as an end makes them."""
    await conn.execute("SET session_replication_role = replica")
    for statement in (
        b"TRUNCATE log_queue, log_commitments",
        b"""INSERT INTO mint_batches (batch_no, batch_id, brand_id, product_id, product_revision, context, resolver_base_url,
                key_version, identity_mode, activation_mode, quantity, cursor, state, ended_at)
            SELECT nextval('batch_numbers'), gen_random_uuid(), brand_id, product_id, product_revision, context,
                resolver_base_url, key_version, identity_mode, activation_mode, 1, 0, 'cancelled', now()
            FROM (SELECT * FROM mint_batches LIMIT 1) b, generate_series(1, %(batches)s)""",
    ):
        await conn.execute(statement, {"batches": batches} if b"%(" in statement else None)
    await conn.execute("SET session_replication_role = origin")
    start = time.perf_counter()
    await conn.execute("SELECT append_batch_entry(batch_no) FROM mint_batches WHERE cursor = 0 AND state = 'cancelled'")
    append = time.perf_counter() - start
    await conn.execute("CHECKPOINT")
    made = sequencer(place.settings)
    async with await connect_worker(place.dsn) as own:
        await store.open_session(own)
        start = time.perf_counter()
        while await made.turn(own):
            pass
        seconds = time.perf_counter() - start
    row = await (await conn.execute("SELECT size, (SELECT max(size) FROM log_checkpoints) FROM log_tree")).fetchone()
    if row is None or row[0] != row[1] or row[0] < batches:
        raise AssertionError(row)
    print(f"{batches:,} batches: appended in {append:.2f} s, integrated in {seconds:.2f} s", flush=True)
    return {"append_us": round(append / batches * 1e6), "batches_per_s": round(batches / seconds)}


async def run(quantity: int, batches: int, rounds: int) -> dict[str, object]:
    """The whole benchmark."""
    with tempfile.TemporaryDirectory() as folder, EmbeddedPostgres(Path(folder) / "postgres") as postgres:
        await migrate(postgres.dsn)
        home = Path(folder) / "home"
        home.mkdir()
        with installation(postgres.dsn, home, HALLMINT_LOG_LEVEL="warning") as place:
            place.start("serve")
            connect = psycopg.AsyncConnection.connect(postgres.dsn, autocommit=True)
            async with place.api() as api, await connect as conn:
                await api.make_brand()
                await api.make_product()
                result: dict[str, object] = {"quantity": quantity}
                result |= await cost(place, api, conn, quantity)
                result |= await storage(place, api, conn, quantity)
                result |= await sequencing(place, conn, min(BATCHES, batches))
                batch_id, _ = await mint(place, api, quantity)
                proofs = measure(place, api, conn, batch_id, quantity=quantity, batches=batches, times=rounds)
                return result | await proofs


def main() -> None:
    """Print every value, and last the JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quantity", type=int, default=1_000_000)
    parser.add_argument("--batches", type=int, default=1 << 20, help="entries of the log that proofs are taken of")
    parser.add_argument("--rounds", type=int, default=5, help="rounds of 2,000 proofs each")
    chosen = parser.parse_args()
    print(
        json.dumps(uvloop.run(run(chosen.quantity, chosen.batches, chosen.rounds))), flush=True
    )  # the server's own event loop


if __name__ == "__main__":
    main()
