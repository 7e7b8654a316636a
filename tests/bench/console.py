"""`make bench-console`: the first byte of screens as the rows grow, and what many viewers of one batch cost.

The console, the server and a worker run as their own processes. Screens are asked for one after another by a person with a
session, first with few rows and then with many; the last line is one JSON object, every value is printed before it.
"""

import argparse
import asyncio
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg
from aiohttp import ClientSession, ClientTimeout, CookieJar, TCPConnector

from hallmint_server.db.embedded import EmbeddedPostgres
from hallmint_server.db.migrate import migrate
from tests.bench.mint import peak_rss_mb
from tests.support.api import Api
from tests.support.console import Visit
from tests.support.installation import Installation, free_port, installation
from tests.support.wait import until

MILLION = 1_000_000
SCREENS = {"dashboard": "/mint", "tokens": "/mint/tokens"}
ROWS = 25
"""Batches on the dashboard: what a page with more lines costs is not what more tokens cost."""
ASKED = 200
WARM = 20


def start_console(place: Installation, port: int) -> subprocess.Popen[bytes]:
    """The console as its own process."""
    with (place.home.parent / "console.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "hallmint_console", "serve"],
            env={
                **{name: value for name, value in os.environ.items() if not name.startswith("HALLMINT_")},
                "HALLMINT_SERVER": place.address,
                "HALLMINT_CONSOLE_PORT": str(port),
                "HALLMINT_CONSOLE_KEYS": str(place.home / "console"),
                "HALLMINT_LOG_LEVEL": "warning",
            },
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
    place.processes.append(process)
    return process


async def answering(port: int) -> None:
    """Wait until a port answers."""

    async def answers() -> bool:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            return False
        writer.close()
        await writer.wait_closed()
        return True

    await until(answers, 30, what="the console answers")


async def mint(api: Api, tokens: int, size: int = MILLION) -> None:
    """Mint real tokens in batches of a size."""
    for done in range(0, tokens, size):
        batch = await api.submit(min(size, tokens - done))
        await api.ended(batch.batch_id, seconds=600)
        print(f"  minted {min(done + size, tokens):,}", flush=True)


async def first_bytes(visit: Visit, path: str) -> list[float]:
    """Milliseconds from asking for a screen to its first byte, many times."""
    found = []
    for number in range(ASKED + WARM):
        start = time.perf_counter()
        async with visit.http.get(visit.url + path) as response:
            await response.content.readany()
            elapsed = (time.perf_counter() - start) * 1000
            if response.status != 200:
                raise AssertionError(response.status)
            await response.read()
        if number >= WARM:
            found.append(elapsed)
    return found


async def screens(visit: Visit, conn: psycopg.AsyncConnection[tuple[object, ...]]) -> dict[str, tuple[float, float]]:
    """Median and 99th percentile of each screen, ms."""
    await conn.execute("VACUUM (ANALYZE) tokens, mint_batches")
    await conn.execute("CHECKPOINT")
    found = {}
    for name, path in SCREENS.items():
        times = await first_bytes(visit, path)
        found[name] = (statistics.median(times), statistics.quantiles(times, n=100)[98])
        print(f"{name:<10} p50 {found[name][0]:.2f} ms   p99 {found[name][1]:.2f} ms", flush=True)
    return found


async def streams_at_server(metrics_port: int) -> float:
    """Calls and streams that the gRPC server has now."""
    async with ClientSession() as http, http.get(f"http://127.0.0.1:{metrics_port}/metrics") as response:
        found = re.search(r"^hallmint_rpc_in_flight (\S+)$", await response.text(), re.MULTILINE)
    if found is None:
        raise AssertionError("no hallmint_rpc_in_flight")
    return float(found[1])


async def viewers(
    http: ClientSession, url: str, api: Api, worker: subprocess.Popen[bytes], *, metrics_port: int, count: int
) -> dict[str, float]:
    """Let many look at one batch, and count the streams that the server has for it. No worker runs, so it stays as it is."""
    worker.terminate()
    worker.wait(30)
    before = await streams_at_server(metrics_port)
    batch = await api.submit(MILLION // 10)
    path = f"{url}/mint/events?batch={batch.batch_id}"
    streams = await asyncio.gather(*(http.get(path, timeout=ClientTimeout(total=300)) for _ in range(count)))
    await asyncio.gather(*(stream.content.readuntil(b"Queued") for stream in streams))

    async def settled() -> bool:
        return await streams_at_server(metrics_port) - before <= 1

    await until(settled, 30, what="one watch")
    watches = await streams_at_server(metrics_port) - before
    for stream in streams:
        stream.close()
    return {"viewers": count, "watches": watches}


async def run(few: int, many: int, count: int) -> dict[str, object]:
    """The whole benchmark."""
    with tempfile.TemporaryDirectory() as folder, EmbeddedPostgres(Path(folder) / "postgres") as postgres:
        await migrate(postgres.dsn)
        home = Path(folder) / "home"
        home.mkdir()
        metrics_port = free_port()
        with installation(postgres.dsn, home, HALLMINT_LOG_LEVEL="warning") as place:
            place.start("serve", HALLMINT_METRICS_PORT=str(metrics_port))
            connect = psycopg.AsyncConnection.connect(postgres.dsn, autocommit=True)
            async with place.api() as api, await connect as conn:
                await api.make_brand()
                await api.make_product()
                worker = place.start("worker")
                port = free_port()
                process = start_console(place, port)
                await answering(port)
                async with ClientSession(cookie_jar=CookieJar(unsafe=True), connector=TCPConnector(limit=0)) as http:
                    visit = Visit(f"http://127.0.0.1:{port}", http)
                    await visit.sign_in(api.key)
                    await mint(api, few, -(-few // ROWS))  # so many that both times the page is full
                    small = await screens(visit, conn)
                    await mint(api, many - few)
                    large = await screens(visit, conn)
                    seen = await viewers(http, visit.url, api, worker, metrics_port=metrics_port, count=count)
                return {
                    "tokens": many,
                    "ttfb_growth": round(max(large[name][0] / small[name][0] for name in SCREENS), 3),
                    **{f"{name}_p50_ms": round(large[name][0], 2) for name in SCREENS},
                    **{f"{name}_p99_ms": round(large[name][1], 2) for name in SCREENS},
                    "viewers": seen["viewers"],
                    "watches": seen["watches"],
                    "console_peak_rss_mb": round(peak_rss_mb(process.pid), 1),
                }


def main() -> None:
    """Print every value, and last the JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--few", type=int, default=MILLION)
    parser.add_argument("--many", type=int, default=20 * MILLION)
    parser.add_argument("--viewers", type=int, default=200)
    chosen = parser.parse_args()
    print(json.dumps(asyncio.run(run(chosen.few, chosen.many, chosen.viewers))), flush=True)


if __name__ == "__main__":
    main()
