"""SIGTERM: the cycle that runs is finished, the job given back, and somebody else goes on at once."""

import signal

import pytest

from tests.crash.process import is_stopped
from tests.crash.scene import Scene
from tests.support.api import Api
from tests.support.installation import Installation, free_port
from tests.support.wait import until, until_sync

pytestmark = pytest.mark.timeout(60)

UNITS = 1000
SLOW = {"HALLMINT_LEASE_SECONDS": "600", "HALLMINT_CYCLE_UNITS": str(UNITS)}


async def test_sigterm_ends_a_worker_after_its_cycle(api: Api, scene: Scene) -> None:
    # It freezes itself in the middle of its third cycle, so that the signal certainly comes there.
    worker = scene.place.start("worker", HALLMINT_FAILPOINTS="copy.mid=stop@3", **SLOW)
    batch = await api.submit(10 * UNITS)
    await until(lambda: is_stopped(worker.pid), 30, what="third cycle")
    worker.terminate()
    worker.send_signal(signal.SIGCONT)
    await until(lambda: worker.poll() is not None, 10, what="end")
    assert worker.returncode == 0
    assert await scene.cursor(batch) == 3 * UNITS
    job = "SELECT lease_until, attempts, takeovers FROM jobs WHERE job_id = %s"
    assert await scene.rows(job, batch.batch_id) == [(None, 0, 0)]
    await scene.check_clean()

    # A lease of ten minutes would be waited out, were it not given back.
    scene.place.start("worker", **SLOW)
    await scene.check_minted(await api.ended(batch.batch_id, 20))
    assert [claim.takeovers for claim in await scene.history.claims(batch.batch_id)] == [0, 0]
    assert await scene.history.cursors(batch.batch_id) == [UNITS * n for n in range(1, 11)]


async def test_sigterm_ends_an_idle_worker(server: Installation, api: Api) -> None:
    worker = server.start("worker", log="idle")
    await api.ended((await api.submit(1)).batch_id)
    worker.terminate()
    await until(lambda: worker.poll() is not None, 5, what="end")
    assert worker.returncode == 0


def test_sigterm_ends_a_worker_whose_database_is_away(place: Installation) -> None:
    worker = place.start("worker", log="lost", HALLMINT_DATABASE_URL=f"postgresql://x:x@127.0.0.1:{free_port()}/x")
    log = place.home.parent / "lost.log"
    until_sync(lambda: "waiting for the database" in log.read_text(), 20)
    worker.terminate()
    assert worker.wait(5) == 0
