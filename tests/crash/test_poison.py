"""A job that kills each worker that comes to its third cycle; every other job is minted by the same workers meanwhile.

A failpoint would kill a worker at any job. Here each worker has a proxy before its connection, which reads the rows on their
way: the process is killed where it copies a unit of the poisoned batch, and only there.
"""

import asyncio
import contextlib
import signal
import subprocess
from collections.abc import AsyncIterator, Callable
from functools import partial

import pytest

from hallmint.v1 import batch_pb2, minting_service_pb2
from tests.crash.scene import Scene
from tests.support.api import Api
from tests.support.proxy import Proxy
from tests.support.wait import until

pytestmark = pytest.mark.timeout(100)

UNITS = 1000
OPTIONS = {"HALLMINT_LEASE_SECONDS": "0.4", "HALLMINT_CYCLE_UNITS": str(UNITS)}
_COPY_HEADER = 19  # of PostgreSQL's binary format: signature, flags and the length of nothing more


class Crew:
    """Workers that are started again when they die, as a service manager does."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self.poison: Callable[[int, int], bool] = lambda _batch_no, _seq: False
        self.deaths = 0

    @contextlib.asynccontextmanager
    async def working(self, size: int) -> AsyncIterator[None]:
        tasks = [asyncio.create_task(self._keep(f"crew-{n}")) for n in range(size)]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _keep(self, name: str) -> None:
        worker: subprocess.Popen[bytes] | None = None

        def on_copy(body: bytes) -> None:
            # The first row of a cycle: after the header a count of fields, then length and value of each.
            batch_no, seq = (int.from_bytes(body[at : at + 4]) for at in (_COPY_HEADER + 6, _COPY_HEADER + 14))
            if worker is not None and body.startswith(b"PGCOPY\n") and self.poison(batch_no, seq):
                worker.kill()

        async with Proxy(self._scene.place.dsn, on_copy).open() as proxy:
            while True:
                worker = started = self._scene.place.start(
                    "worker", log=name, HALLMINT_DATABASE_URL=proxy.dsn, **OPTIONS
                )
                await until(partial(_ended, started), 1000)
                assert started.returncode == -signal.SIGKILL
                self.deaths += 1


def _ended(process: subprocess.Popen[bytes]) -> bool:
    return process.poll() is not None


async def test_a_job_that_kills_its_workers_ends_and_others_go_on(api: Api, scene: Scene) -> None:
    crew = Crew(scene)
    poisoned = await api.submit(5 * UNITS)
    crew.poison = lambda batch_no, seq: batch_no == poisoned.batch_no and seq >= 2 * UNITS
    others: list[batch_pb2.Batch] = []
    async with crew.working(3), scene.place.api() as neighbour:
        await neighbour.make_brand("neighbour", gs1_ready=False)
        await neighbour.make_product("NO-GTIN", gtin="")
        ending = asyncio.create_task(api.ended(poisoned.batch_id, 80))
        while not ending.done():
            for made, sku in ((api, "SKU-1"), (neighbour, "NO-GTIN")):
                others.append(await made.ended((await made.submit(3 * UNITS, sku=sku)).batch_id))
        failed = await ending
        assert failed.state == batch_pb2.BATCH_STATE_FAILED
        assert failed.failure == "10 workers died or went silent at this point, one after another"
        assert failed.minted_quantity == 2 * UNITS
        claims = await scene.history.claims(poisoned.batch_id)
        assert {claim.takeovers for claim in claims if claim.cursor == 2 * UNITS} >= set(range(1, 11))
        # The eleventh to come gave the job up. (Fewer died where a slow machine made one of them miss its short lease.)
        assert 7 <= crew.deaths <= 10
        # Meanwhile, of the same brand and of another one:
        assert len(others) >= 4
        await scene.check_minted(*others)

        crew.poison = lambda _batch_no, _seq: False
        resume = minting_service_pb2.ResumeBatchRequest(batch_id=poisoned.batch_id)
        await api.minting.ResumeBatch(resume, metadata=api.metadata)
        resumed = await api.ended(poisoned.batch_id)
    assert (resumed.state, resumed.minted_quantity) == (batch_pb2.BATCH_STATE_MINTED, 5 * UNITS)
    assert await scene.actions(poisoned.batch_id) == [
        "SUBMITTED",
        "STARTED",
        "FAILED",
        "RESUMED",
        "STARTED",
        "MINTED",
    ]
    await scene.check_clean()
