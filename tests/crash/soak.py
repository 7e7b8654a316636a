"""`make soak`: a million tokens of several brands, while workers, connections and PostgreSQL die at random.

Nobody helps: at the end every batch must be minted, with its exact quantity and each code once, and fsck clean. Choices
follow from the seed; when they take effect does not (processes run as they run), so the log says what hit when.

Why no batch is given up as poison, which takes 10 takeovers at one cursor: a takeover needs a worker that dies or falls silent
while it has that very job, and between two faults the workers commit dozens of cycles, each of which counts from zero again.
"""

import argparse
import asyncio
import contextlib
import shutil
import sys
import tempfile
import time
import traceback
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import psycopg
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from hallmint.v1 import batch_pb2
from hallmint_server.db.embedded import EmbeddedPostgres
from hallmint_server.db.migrate import migrate
from hallmint_server.jobs.lease import POISON_TAKEOVERS
from tests.crash.crew import Slot
from tests.crash.havoc import Havoc, Look
from tests.crash.process import killable_postgres
from tests.crash.scene import Scene
from tests.support.api import Api
from tests.support.installation import Installation, installation

_LEASE_SECONDS = 1.0
_SLOTS = 3
_BRANDS = 3
_BATCHES = 9
_MORE_UNITS = 20_000
_STALL_SECONDS = 60.0
_UNITS = "SELECT coalesce(sum(cursor), 0)::bigint, count(*) FILTER (WHERE state <> 'minted') FROM mint_batches"

_OPEN_JOBS = """
SELECT job_id::text, lease_epoch, worker, extract(epoch FROM lease_until - now())::float8, attempts, takeovers, last_error
FROM jobs WHERE state = 'ready'
"""


@dataclass(slots=True, kw_only=True)
class Result:
    """What a run came to. No problems: it passed."""

    seconds: float = 0.0
    faults: int = 0
    hits: int = 0
    """Faults that came while a cycle was running at the worker that was struck: a transaction that had sent rows."""
    batches: int = 0
    units: int = 0
    takeovers: int = 0
    """The most of any job at one cursor."""
    problems: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.faults} faults, {self.hits} of them while a cycle ran, over {self.units:,} units in {self.batches} batches"
            f" and {self.seconds:.0f} s; at most {self.takeovers} of {POISON_TAKEOVERS} takeovers at one cursor"
        )


class Soak:
    """One run, in an installation of its own."""

    def __init__(
        self,
        place: Installation,
        postgres: EmbeddedPostgres,
        progress: Progress,
        *,
        quantity: int,
        faults: int,
        seed: int,
    ) -> None:
        self._place = place
        self._postgres = postgres
        self._progress = progress
        self._quantity = quantity
        self._wanted = faults
        self._result = Result()
        self._start = time.monotonic()
        self._bars = (progress.add_task("faults", total=faults), progress.add_task("units", total=quantity))
        self._look = Look(postgres.dsn)
        self._slots = [Slot(place, f"worker-{n}", f"{seed}/{n}", self._report) for n in range(_SLOTS)]
        random = Random(seed)  # noqa: S311 - a test that shall be repeated
        self._havoc = Havoc(self._slots, postgres, self._look, random, self._report, lease_seconds=_LEASE_SECONDS)
        self._apis: list[Api] = []
        self._ending: list[asyncio.Task[batch_pb2.Batch]] = []

    async def run(self) -> Result:
        """Mint under faults, then check."""
        await migrate(self._postgres.dsn)
        server = self._place.start("serve")
        try:
            async with contextlib.AsyncExitStack() as stack:
                async with await psycopg.AsyncConnection.connect(self._postgres.dsn, autocommit=True) as conn:
                    await Scene.open(self._place, conn)
                for number in range(_BRANDS):
                    api = await stack.enter_async_context(self._place.api())
                    await api.make_brand(f"brand-{number}", gs1_ready=False)
                    await api.make_product(f"SKU-{number}", gtin="")
                    self._apis.append(api)
                for number in range(_BATCHES):
                    share = self._quantity // _BATCHES
                    await self._submit(share if number else self._quantity - share * (_BATCHES - 1))
                for slot in self._slots:
                    await stack.enter_async_context(slot.running())
                await self._disturb()
                batches = await asyncio.gather(*self._ending)
            self._expect("the gRPC server still runs", None, server.poll())
            for slot in self._slots:
                self._expect(f"ends of {slot.name} that nobody asked for", [], slot.wrong_ends)
            await self._check(batches)
        finally:
            for task in self._ending:
                task.cancel()
            await self._look.close()
        self._result.seconds = time.monotonic() - self._start
        return self._result

    async def _submit(self, quantity: int) -> None:
        number = len(self._ending) % _BRANDS
        api = self._apis[number]
        batch = await api.submit(quantity, sku=f"SKU-{number}", at_mint=len(self._ending) % 2 == 1)
        self._ending.append(asyncio.create_task(api.ended(batch.batch_id, 3600)))

    async def _disturb(self) -> None:
        """Faults at even distances of work, so that all of it happens under fire; then let the workers finish."""
        while self._result.faults < self._wanted:
            await self._reach(self._quantity * (self._result.faults + 1) // (self._wanted + 1))
            await self._havoc.strike()
        for slot in self._slots:
            slot.is_armed = False
        await self._havoc.calm()
        await self._reach(sys.maxsize)

    async def _reach(self, goal: int) -> None:
        """Wait until so many units are minted, or all are; TimeoutError where nothing moves."""
        last, moved = -1, time.monotonic()
        while True:
            ((units, open_batches),) = await self._look.rows(_UNITS)
            self._progress.update(self._bars[1], completed=units)
            if not open_batches:
                if self._result.faults >= self._wanted:
                    return
                await self._submit(_MORE_UNITS)  # too fast for the faults: there must be work for all of them
            if units >= goal:
                return
            if units != last:
                last, moved = units, time.monotonic()
            elif time.monotonic() > moved + _STALL_SECONDS:
                jobs = await self._look.rows(_OPEN_JOBS)
                raise TimeoutError(f"nothing was minted for {_STALL_SECONDS:g} s, at {units:,} units; jobs: {jobs}")
            await asyncio.sleep(0.02)

    async def _check(self, batches: list[batch_pb2.Batch]) -> None:
        self._result.batches = len(batches)
        self._result.units = sum(batch.minted_quantity for batch in batches)
        async with await psycopg.AsyncConnection.connect(self._postgres.dsn, autocommit=True) as conn:
            scene = Scene.over(self._place, conn)
            attempts, self._result.takeovers = await scene.history.most()
            self._expect("tries that were counted", 0, attempts)
            try:
                await scene.check_minted(*batches)
            except AssertionError as error:
                self._result.problems.append(f"after the run: {error}")
            self._result.problems += [f"{f.where}: {f.what}" for f in (await self._place.fsck()).findings]

    def _report(self, what: str, in_cycle: bool) -> None:
        self._result.faults += 1
        self._result.hits += in_cycle
        self._progress.update(self._bars[0], completed=self._result.faults)
        seconds = time.monotonic() - self._start
        running = "while a cycle ran" if in_cycle else "between cycles"
        self._progress.console.print(f"{seconds:7.2f} s  {self._result.faults:4}  {what}, {running}", highlight=False)

    def _expect(self, what: str, expected: object, found: object) -> None:
        if expected != found:
            self._result.problems.append(f"{what}: expected {expected}, found {found}")


async def soak(folder: Path, console: Console, *, quantity: int, faults: int, seed: int, cycle_units: int) -> Result:
    """Run in a folder of its own; logs stay there. Call it from the main thread, which PostgreSQL lives as long as."""
    home = folder / "home"
    home.mkdir(mode=0o700)
    console.print(f"seed {seed}: {faults} faults over {quantity:,} units; logs in {folder}", highlight=False)
    options = {"HALLMINT_LEASE_SECONDS": str(_LEASE_SECONDS), "HALLMINT_CYCLE_UNITS": str(cycle_units)}
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with (
        killable_postgres(folder / "postgres") as postgres,
        installation(postgres.dsn, home, **options) as place,
        Progress(*columns, console=console, disable=not console.is_terminal) as progress,
    ):
        return await Soak(place, postgres, progress, quantity=quantity, faults=faults, seed=seed).run()


def main() -> int:
    parser = argparse.ArgumentParser(
        description="Random faults while tokens are minted; exit code 0 if nothing is wrong."
    )
    parser.add_argument("--faults", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--quantity", type=int, default=1_000_000)
    parser.add_argument("--cycle-units", type=int, default=250, help="small, so that there are many cycles to hit")
    wanted = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="hallmint-soak-"))
    run = soak(
        folder,
        Console(),
        quantity=wanted.quantity,
        faults=wanted.faults,
        seed=wanted.seed,
        cycle_units=wanted.cycle_units,
    )
    try:
        result = asyncio.run(run)
        print(result)
        if not result.problems:
            shutil.rmtree(folder)
            print("every batch is minted with its exact quantity, no code twice, and fsck is clean")
            return 0
        print("\n".join(result.problems))
    except Exception:  # noqa: BLE001 - whatever went wrong, say how to do it again
        traceback.print_exc()
    print(f"FAILED with --seed {wanted.seed}; logs of all programs are in {folder}")
    return 1


if __name__ == "__main__":
    sys.exit(main())
