"""`make bench-resolver`: scans against handlers that return a constant 307, by wrk, each token asked at most once.

One resolver process, random tokens of a batch of a million, telemetry on. The last line is one JSON object; every value is
printed before it.
"""

import argparse
import asyncio
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg
import uvloop
from aiohttp import web

from hallmint_resolver.answer import NO_STORE, Answer, response
from hallmint_resolver.protocol import Request, Server
from hallmint_server.db.embedded import EmbeddedPostgres
from hallmint_server.db.migrate import migrate
from tests.support.api import GTIN, Api
from tests.support.installation import Installation, free_port, installation

HOST = "id.acme.example"
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.1 Mobile/15E148 Safari/604.1"
)
CONNECTIONS = 50
CLOSED_PORT = "postgresql://postgres@127.0.0.1:1/postgres"
"""Of a telemetry database that is away: scans go to the spool."""
ROUNDS = 5
WRK = shutil.which("wrk") or "wrk"
SCRIPT = Path(__file__).with_name("resolver.lua")


@dataclass(slots=True)
class Side:
    """What is asked: an address and paths, those before `asked` already used. A constant handler is asked the same again where
    it is faster than there are tokens.
    """

    port: int
    paths: Path
    asked: int = 0
    is_constant: bool = False

    def wrk(self, seconds: float, *, delay_ms: float = 0) -> dict[str, float]:
        """Requests a second and latencies of one run. Raises where anything but 2xx and 3xx came."""
        run = subprocess.run(
            [WRK, "-t1", f"-c{CONNECTIONS}", f"-d{seconds:g}s", "-H", f"Host: {HOST}", "-H", f"User-Agent: {PHONE}",
             "-s", str(SCRIPT), f"http://127.0.0.1:{self.port}"],
            env={
                **os.environ,
                **({"WRAP": "1"} if self.is_constant else {}),
                "PATHS": str(self.paths), "SKIP": "0" if self.is_constant else str(self.asked), "DELAY_MS": str(delay_ms),
            },
            capture_output=True, text=True, check=True, timeout=seconds + 60,
        )  # fmt: skip
        found: dict[str, float] = json.loads(run.stdout.splitlines()[-1])
        if found["errors"]:
            raise RuntimeError(run.stdout)
        # Requests that were under way at the end are in no figure.
        self.asked += int(found["requests"]) + 2 * CONNECTIONS
        return {**found, "rps": found["requests"] / found["seconds"]}


async def handle(_: web.Request) -> web.Response:
    """A constant 307."""
    return web.Response(status=307, headers={"Location": "https://example.com/"})


async def handle_least(_: Request) -> Answer:
    """The same, by the resolver's own protocol."""
    return response(307, cache=NO_STORE, headers={"Location": "https://example.com/"})


async def bare(port: int, least_port: int) -> None:
    """An aiohttp handler in an application, as aiohttp's manual has it; and the same by the resolver's protocol, which is the
    least that a scan can cost.
    """
    application = web.Application()
    application.router.add_get("/{path:.*}", handle)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port, backlog=1024).start()
    listening = await asyncio.get_running_loop().create_server(
        Server(handle_least), "127.0.0.1", least_port, backlog=1024
    )
    async with listening:
        await listening.serve_forever()


def wait_for(port: int, path: str) -> None:
    """Wait until a server answers with 2xx or 3xx."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            with socket.create_connection(("127.0.0.1", port), 1) as probe:
                probe.sendall(f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n".encode())
                if probe.recv(12)[9:10] in (b"2", b"3"):
                    return
        except OSError:
            pass
        time.sleep(0.1)
    raise RuntimeError(f"nothing answers on port {port}")


async def mint(place: Installation, api: Api, quantity: int, folder: Path, *, at_mint: bool) -> Path:
    """Mint a batch; returns a file of its tokens' paths in random order."""
    batch = await api.ended((await api.submit(quantity, at_mint=at_mint)).batch_id, seconds=600)
    path = folder / f"{batch.batch_id}.txt"
    async with await psycopg.AsyncConnection.connect(place.dsn) as conn:
        query = """SELECT t.code FROM tokens t JOIN mint_batches b USING (batch_no) WHERE b.batch_id = %s
                   ORDER BY hashtext(t.code)"""
        rows = await (await conn.execute(query, [batch.batch_id])).fetchall()
    path.write_text("".join(f"/01/{GTIN}/21/{code}\n" for (code,) in rows))
    return path


async def count(place: Installation, query: str) -> int:
    """A number from the database."""
    async with await psycopg.AsyncConnection.connect(place.dsn) as conn:
        row = await (await conn.execute(query)).fetchone()
    return int(row[0]) if row else 0


async def run(quantity: int, seconds: float) -> dict[str, float]:
    """The whole benchmark."""
    with tempfile.TemporaryDirectory() as name, EmbeddedPostgres(Path(name) / "postgres") as postgres:
        folder = Path(name)
        await migrate(postgres.dsn)
        (folder / "home").mkdir()
        with installation(postgres.dsn, folder / "home", HALLMINT_LOG_LEVEL="warning") as place:
            place.start("serve")
            worker = place.start("worker")
            async with place.api() as api:
                await api.make_brand()
                await api.make_product()
                active = await mint(place, api, quantity, folder, at_mint=True)
                waiting = await mint(place, api, quantity, folder, at_mint=False)
            worker.terminate()
            worker.wait(30)
            done = place.run("keys", "export", "-o", str(folder / "keys"))
            if done.returncode:
                raise RuntimeError(done.stderr)
            ports = {name: free_port() for name in ("bare", "least", "ours", "closed")}

            def resolver(name: str, **changes: str) -> subprocess.Popen[bytes]:
                environment = place.environment(
                    HALLMINT_RESOLVER_PORT=str(ports[name]), HALLMINT_RESOLVER_KEYS=str(folder / "keys"),
                    HALLMINT_RATE_PER_PREFIX="0", HALLMINT_SPOOL=str(folder / name), HALLMINT_LOG_LEVEL="error", **changes,
                )  # fmt: skip
                return subprocess.Popen([sys.executable, "-m", "hallmint_resolver", "serve"], env=environment)

            bare_ports = [str(ports[name]) for name in ("bare", "least")]
            programs = [
                resolver("ours"),
                resolver("closed", HALLMINT_TELEMETRY_DATABASE_URL=CLOSED_PORT),
                subprocess.Popen([sys.executable, "-m", "tests.bench.resolver", "--bare", *bare_ports]),  # noqa: ASYNC220 - it returns at once
            ]
            try:
                for of, number in ports.items():
                    wait_for(number, "/readyz" if of in ("ours", "closed") else "/")
                pages = folder / "pages.txt"
                pages.write_text("".join(f"/p{line}\n" for line in active.read_text().splitlines()))
                sides = {
                    "bare": Side(ports["bare"], active, is_constant=True),
                    "least": Side(ports["least"], active, is_constant=True),
                    "resolve": Side(ports["ours"], active),
                    "closed": Side(ports["closed"], active),
                    "page": Side(ports["ours"], pages),
                    "activate": Side(ports["ours"], waiting),
                }
                result = measure(sides, seconds)
                result["activated"] = await count(place, "SELECT count(*) FROM tokens WHERE activated_at IS NOT NULL")
                result["unit_events"] = await count(place, "SELECT count(*) FROM unit_events")
                if (
                    not sides["activate"].asked - 2 * CONNECTIONS * ROUNDS
                    <= result["activated"]
                    <= sides["activate"].asked
                ):
                    raise AssertionError(result)
                return result
            finally:
                for program in programs:
                    program.terminate()
                    program.wait(30)


def measure(sides: dict[str, Side], seconds: float) -> dict[str, float]:
    """All sides in turns, then the resolver at half of its load, and the bare handler at the same."""
    for side in sides.values():
        side.wrk(1)
    found: dict[str, list[float]] = {name: [] for name in sides}
    for number in range(ROUNDS):
        for name in sorted(sides, reverse=bool(number % 2)):
            rps = sides[name].wrk(seconds)["rps"]
            found[name].append(rps)
            print(f"  {number + 1}/{ROUNDS} {name:<9} {rps:8.0f}/s", flush=True)
    medians = {name: statistics.median(values) for name, values in found.items()}
    pause = CONNECTIONS / (medians["resolve"] / 2) * 1000
    halves: dict[str, list[dict[str, float]]] = {"resolve": [], "bare": []}
    for number in range(ROUNDS):
        # The bare handler at the same load says what of it is the machine's.
        for name in sorted(halves, reverse=bool(number % 2)):
            half = sides[name].wrk(seconds, delay_ms=pause)
            halves[name].append(half)
            print(
                f"  half load {name:<9} {half['rps']:.0f}/s p50 {half['p50_ms']} ms p99 {half['p99_ms']} ms", flush=True
            )
    half_medians = {
        name: {of: statistics.median(half[of] for half in runs) for of in ("rps", "p50_ms", "p99_ms")}
        for name, runs in halves.items()
    }
    return {
        **{f"{name}_rps": round(value) for name, value in medians.items()},
        **{
            f"{name}_over_{of}": round(medians[name] / medians[of], 3)
            for of in ("bare", "least")
            for name in ("resolve", "page", "activate")
        },
        "closed_over_resolve": round(medians["closed"] / medians["resolve"], 3),
        "half_load_rps": round(half_medians["resolve"]["rps"]),
        "p50_ms": half_medians["resolve"]["p50_ms"],
        "p99_ms": half_medians["resolve"]["p99_ms"],
        "bare_p50_ms": half_medians["bare"]["p50_ms"],
        "bare_p99_ms": half_medians["bare"]["p99_ms"],
    }


def main() -> None:
    """Print every value, and last the JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quantity", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=5, help="of each run")
    parser.add_argument("--bare", type=int, nargs=2, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.bare:
        uvloop.run(bare(*arguments.bare))
    else:
        print(json.dumps(uvloop.run(run(arguments.quantity, arguments.seconds))), flush=True)


if __name__ == "__main__":
    main()
