"""`make bench-mint`: minting through the whole product, against the physical limit and against the usual design.

All sides run on one embedded PostgreSQL in one run, each after a CHECKPOINT, in interleaved pairs whose order alternates.
The last line is one JSON object of medians and ratios; every value is printed before it.
"""

import argparse
import asyncio
import hashlib
import json
import os
import platform
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg

from hallmint_server.db.embedded import EmbeddedPostgres
from hallmint_server.db.migrate import migrate
from hallmint_server.db.pool import Connection
from mintcore import BatchEncoder, CodeKey, cpu_features, uuid7
from tests.bench.usual import USUAL_TABLE, mint_usually
from tests.support.api import GTIN, Api
from tests.support.installation import Installation, installation

CYCLE = 20_000
PAIRS = 5
COPY = "COPY tokens (batch_no, seq, code, status, activated_at) FROM STDIN (FORMAT binary)"


def encode_all(batch_no: int, quantity: int) -> list[list[bytes]]:
    """The COPY bytes of a whole batch, cycle by cycle."""
    encoder = BatchEncoder(
        CodeKey.from_master(bytes(32)),
        context=f"gtin:{GTIN}",
        batch_no=batch_no,
        batch_id=uuid7(),
        status=1,
        lots=[],
    )
    cycles, compact_range = [], b""
    for start in range(0, quantity, CYCLE):
        cycle = encoder.encode(start, min(CYCLE, quantity - start), compact_range)
        compact_range = cycle.compact_range
        cycles.append(cycle.chunks)
    return cycles


async def raw_copy(conn: Connection, cycles: list[list[bytes]]) -> float:
    """Seconds to load bytes that are ready: the physical limit of minting on one connection."""
    start = time.perf_counter()
    for chunks in cycles:
        async with conn.transaction(), conn.cursor() as cursor, cursor.copy(COPY) as copy:
            for chunk in chunks:
                await copy.write(chunk)
    return time.perf_counter() - start


def psql_copy(postgres: EmbeddedPostgres, cycles: list[list[bytes]], folder: Path) -> float:
    """Seconds that `psql \\copy` takes for the same bytes in the same transactions."""
    script = folder / "copy.sql"
    lines = []
    for number, chunks in enumerate(cycles):
        path = folder / f"{number}.bin"
        path.write_bytes(b"".join(chunks))
        lines.append(f"\\copy tokens (batch_no, seq, code, status, activated_at) from '{path}' with (format binary)")
    script.write_text("\n".join(lines))
    start = time.perf_counter()
    subprocess.run([str(postgres.psql), "-q", "-v", "ON_ERROR_STOP=1", "-f", str(script), postgres.dsn], check=True)
    return time.perf_counter() - start


async def mint(api: Api, quantity: int) -> float:
    """Seconds from SubmitMint to the message that says `minted`, through gRPC."""
    start = time.perf_counter()
    batch = await api.submit(quantity)
    await api.ended(batch.batch_id, seconds=600)
    return time.perf_counter() - start


def codes_per_second() -> float:
    """Tokens a second on one thread: code, row and leaf of a real-length identity, and the tree; the result is digested."""
    encoder = BatchEncoder(
        CodeKey.from_master(bytes(32)), context=f"gtin:{GTIN}", batch_no=7, batch_id=uuid7(), status=1, lots=[]
    )
    used = hashlib.sha256()
    compact_range = b""
    start = time.perf_counter()
    for cycle_no in range(50):
        cycle = encoder.encode(cycle_no * CYCLE, CYCLE, compact_range)
        compact_range = cycle.compact_range
        used.update(cycle.chunks[-1][-64:] + compact_range)
    seconds = time.perf_counter() - start
    if len(used.digest()) != 32:  # the result is used
        raise AssertionError
    return 50 * CYCLE / seconds


def peak_rss_mb(pid: int) -> float:
    """Most memory that a process ever held, MB."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("no VmHWM")


async def worker_rss(place: Installation, api: Api, quantity: int) -> float:
    """Peak of a new worker that minted one batch, MB."""
    worker = place.start("worker")
    await mint(api, quantity)
    peak = peak_rss_mb(worker.pid)
    worker.terminate()
    worker.wait(30)
    return peak


async def next_batch_no(conn: Connection) -> int:
    """A number that no batch will get."""
    row = await (await conn.execute("SELECT nextval('batch_numbers')")).fetchone()
    assert row is not None
    return int(row[0])


async def empty(conn: Connection) -> None:
    """Empty tables and a checkpoint, so that no side pays for another's dirty pages."""
    await conn.execute("TRUNCATE tokens")
    await conn.execute(USUAL_TABLE)
    await conn.execute("CHECKPOINT")


def show(name: str, values: list[float]) -> float:
    """Print all values; returns the median."""
    median = statistics.median(values)
    print(f"{name:<12} median {median:6.3f} s   {'  '.join(f'{v:.3f}' for v in values)}", flush=True)
    return median


async def pairs(postgres: EmbeddedPostgres, conn: Connection, api: Api, quantity: int) -> dict[str, float]:
    """Raw COPY, minting, psql and the usual design, interleaved."""
    times: dict[str, list[float]] = {"raw": [], "mint": [], "psql": [], "usual": []}
    with tempfile.TemporaryDirectory() as folder:
        for number in range(PAIRS):
            order = ["raw", "mint", "psql", "usual"]
            if number % 2:
                order[:2] = ["mint", "raw"]
            cycles = encode_all(await next_batch_no(conn), quantity)
            for side in order:
                await empty(conn)
                if side == "raw":
                    times[side].append(await raw_copy(conn, cycles))
                elif side == "mint":
                    times[side].append(await mint(api, quantity))
                elif side == "psql":
                    times[side].append(await asyncio.to_thread(psql_copy, postgres, cycles, Path(folder)))
                else:
                    times[side].append(await mint_usually(conn, quantity, CYCLE))
                print(f"  {number + 1}/{PAIRS} {side:<6} {times[side][-1]:.3f} s", flush=True)
    return {side: show(side, values) for side, values in times.items()}


async def preload_growth(conn: Connection, api: Api, quantity: int, preload: int) -> dict[str, float]:
    """Minting into a table with `preload` rows over minting into an empty one."""
    without = []
    for _ in range(PAIRS):
        await empty(conn)
        without.append(await mint(api, quantity))
    await empty(conn)
    for done in range(0, preload, 1_000_000):
        units = min(1_000_000, preload - done)
        await raw_copy(conn, encode_all(await next_batch_no(conn), units))
        print(f"  preloaded {done + units:,}", flush=True)
    await conn.execute("VACUUM (ANALYZE) tokens")
    with_rows = []
    for _ in range(PAIRS):
        await conn.execute("CHECKPOINT")
        with_rows.append(await mint(api, quantity))
    base, loaded = show("mint empty", without), show("mint loaded", with_rows)
    return {"preload": preload, "mint_preloaded_s": round(loaded, 3), "preload_growth": round(loaded / base, 3)}


async def run(quantity: int, preload: int) -> dict[str, object]:
    """The whole benchmark."""
    with tempfile.TemporaryDirectory() as folder, EmbeddedPostgres(Path(folder) / "postgres") as postgres:
        await migrate(postgres.dsn)
        home = Path(folder) / "home"
        home.mkdir()
        options = {"HALLMINT_LEASE_SECONDS": "12", "HALLMINT_LOG_LEVEL": "warning"}
        with installation(postgres.dsn, home, **options) as place:
            place.start("serve")
            # The owner's, who may empty tables.
            connect = psycopg.AsyncConnection.connect(postgres.dsn, autocommit=True)
            async with place.api() as api, await connect as conn:
                await api.make_brand()
                await api.make_product()
                small = await worker_rss(place, api, min(quantity, 100_000))
                large = await worker_rss(place, api, quantity)
                worker = place.start("worker")
                await mint(api, 1000)
                codes = statistics.median(codes_per_second() for _ in range(PAIRS))
                medians = await pairs(postgres, conn, api, quantity)
                result: dict[str, object] = {
                    "quantity": quantity,
                    "raw_copy_s": round(medians["raw"], 3),
                    "mint_s": round(medians["mint"], 3),
                    "usual_s": round(medians["usual"], 3),
                    "psql_copy_s": round(medians["psql"], 3),
                    "mint_over_raw": round(medians["mint"] / medians["raw"], 3),
                    "usual_over_mint": round(medians["usual"] / medians["mint"], 2),
                    "raw_over_psql": round(medians["raw"] / medians["psql"], 3),
                    "codes_per_s": round(codes),
                    "worker_peak_rss_mb": round(max(small, large), 1),
                    "rss_growth_mb": round(large - small, 1),
                }
                if preload:
                    result |= await preload_growth(conn, api, quantity, preload)
                result["worker_rss_at_end_mb"] = round(peak_rss_mb(worker.pid), 1)
                return result


def main() -> None:
    """Print the machine, every value, and last the JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quantity", type=int, default=1_000_000)
    parser.add_argument("--preload", type=int, default=0)
    arguments = parser.parse_args()
    features = cpu_features()
    model = next(
        (s.split(":")[1].strip() for s in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in s), ""
    )
    print(
        f"{model or platform.processor()}, {os.cpu_count()} cores, aes {features['aes']}, sha_ni {features['sha_ni']}, ",
        end="",
    )
    print(f"Python {platform.python_version()}, psycopg {psycopg.__version__}")
    print(json.dumps(asyncio.run(run(arguments.quantity, arguments.preload)) | features), flush=True)


if __name__ == "__main__":
    main()
