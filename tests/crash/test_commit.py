"""The connection of a worker is cut around COMMIT or in the middle of COPY, or swallowed: it goes on from the real cursor."""

import asyncio

import pytest

from hallmint.v1 import batch_pb2
from tests.crash.scene import Scene
from tests.support.api import Api
from tests.support.proxy import Place, Proxy
from tests.support.wait import until

pytestmark = pytest.mark.timeout(60)

UNITS = 2000
CYCLES = 6
QUANTITY = CYCLES * UNITS
CURSORS = [UNITS * n for n in range(1, CYCLES + 1)]


@pytest.mark.parametrize("at", Place)
async def test_a_worker_whose_connection_is_cut_goes_on(api: Api, scene: Scene, proxy: Proxy, at: Place) -> None:
    """In the first cycle, in one of the middle, and in the last, which ends the batch."""
    # So long a lease that nobody could take over in time: the same process must go on.
    options = {"HALLMINT_LEASE_SECONDS": "600", "HALLMINT_CYCLE_UNITS": str(UNITS)}
    worker = scene.place.start("worker", HALLMINT_DATABASE_URL=proxy.dsn, **options)
    is_committed = at in (Place.WITH_COMMIT, Place.AFTER_COMMIT)
    minted: list[batch_pb2.Batch] = []
    for nth in (1, 3, CYCLES):
        cut = proxy.trap(at, nth)
        batch = await api.submit(QUANTITY)
        minted.append(await api.ended(batch.batch_id, 30))
        assert cut.is_set()
        # Strictly one after the other: a commit that nobody heard of was not done again.
        assert await scene.history.cursors(batch.batch_id) == CURSORS
        # The next claim read the real cursor; after the commit that ended the job there is none.
        claims = [claim.cursor for claim in await scene.history.claims(batch.batch_id)]
        assert claims == [0, *([] if is_committed and nth == CYCLES else [UNITS * (nth if is_committed else nth - 1)])]
    assert worker.poll() is None
    await scene.check_minted(*minted)
    assert await scene.history.most() == (0, 0), "neither a try nor a takeover was counted"


async def test_a_swallowed_connection_is_taken_over(api: Api, scene: Scene, proxy: Proxy) -> None:
    """Rows wait in a COPY that no timeout of the server ends, and both ends believe in their connection."""
    swallowed = proxy.trap(Place.MID_COPY, 3, swallow=True)
    options = {"HALLMINT_LEASE_SECONDS": "1", "HALLMINT_CYCLE_UNITS": str(UNITS)}
    lost = scene.place.start("worker", log="lost", HALLMINT_DATABASE_URL=proxy.dsn, **options)
    batch = await api.submit(QUANTITY)
    async with asyncio.timeout(30):
        await swallowed.wait()
    backend = "SELECT state FROM pg_stat_activity WHERE pid = %s"
    (link,) = [link for link in proxy.links if link.has_copied]  # beside that of the sequencer
    assert await scene.rows(backend, link.backend_pid) == [("active",)]
    heir = scene.place.start("worker", log="heir", **options)
    first = await api.ended(batch.batch_id)
    await scene.check_minted(first)
    assert await scene.rows(backend, link.backend_pid) == []
    assert await scene.history.most() == (0, 1)

    # The one that was lost finds out when its own end breaks, and goes on with other jobs.
    heir.terminate()
    await until(lambda: heir.poll() == 0, 20, what="end of the heir")
    proxy.cut()
    second = await api.submit(QUANTITY)
    await scene.check_minted(first, await api.ended(second.batch_id))
    assert lost.poll() is None
    assert await scene.history.cursors(batch.batch_id) == [2000, 4000, 5000, 7000, 9000, 11_000, 12_000]
