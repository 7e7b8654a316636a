"""How long a dead worker's job waits: 20 s at most with the settings that everybody has.

A lease runs out 12 s after the last commit. An idle worker looks once a second, and gives a backend that hangs 5 s to end:
18 s, before a first cycle that is halved. The backend of a killed process is gone at once, so here it is 13 s.
"""

import signal
from itertools import pairwise

import pytest

from hallmint.v1 import batch_pb2
from hallmint_server.settings import Settings
from tests.crash.scene import Scene
from tests.support.api import Api
from tests.support.proxy import Proxy
from tests.support.wait import until

pytestmark = pytest.mark.timeout(90)

DEFAULTS = {
    f"HALLMINT_{name.upper()}": str(Settings.model_fields[name].default)
    for name in ("lease_seconds", "cycle_units", "retry_seconds")
}


async def seconds_without_commit(scene: Scene, batch: batch_pb2.Batch) -> float:
    """The longest time between two commits of cycles."""
    changes = await scene.history.of(batch.batch_id)
    commits = [after.at for before, after in pairwise(changes) if before.cursor != after.cursor]
    return max((after - before).total_seconds() for before, after in pairwise(commits))


async def test_a_dead_workers_job_goes_on_within_20_seconds(api: Api, scene: Scene, proxy: Proxy) -> None:
    proxy.hold()
    # It dies right after a commit, which renewed the lease: nothing could take longer.
    victim = scene.place.start("worker", log="victim", HALLMINT_FAILPOINTS="commit.after=kill@2", **DEFAULTS)
    scene.place.start("worker", log="heir", HALLMINT_DATABASE_URL=proxy.dsn, **DEFAULTS)
    batch = await api.submit(100_000)
    await until(lambda: victim.poll() is not None, 30, what="death")
    assert victim.returncode == -signal.SIGKILL
    proxy.release()
    await scene.check_minted(await api.ended(batch.batch_id))
    assert float(DEFAULTS["HALLMINT_LEASE_SECONDS"]) <= await seconds_without_commit(scene, batch) <= 20


async def test_a_busy_worker_takes_over_too(api: Api, scene: Scene, proxy: Proxy) -> None:
    """One that never runs out of work of its own looks after each cycle: the lost job has waited longest, so it is next."""
    proxy.hold()
    options = {"HALLMINT_LEASE_SECONDS": "2", "HALLMINT_CYCLE_UNITS": "500"}
    victim = scene.place.start("worker", log="victim", HALLMINT_FAILPOINTS="commit.after=kill@2", **options)
    scene.place.start("worker", log="heir", HALLMINT_DATABASE_URL=proxy.dsn, **options)
    lost = await api.submit(5000)
    await until(lambda: victim.poll() is not None, 30, what="death")
    own = await api.submit(1_000_000)
    proxy.release()
    ended = await api.ended(lost.batch_id)
    assert (await api.batch(own.batch_id)).state == batch_pb2.BATCH_STATE_PROCESSING
    await scene.check_minted(ended)
    assert await seconds_without_commit(scene, lost) <= 2 + 5
