"""A worker that is frozen past its lease and wakes up: it changes nothing, and goes on to serve."""

import signal

import pytest

from tests.crash.process import is_stopped
from tests.crash.scene import Scene
from tests.support.api import Api
from tests.support.proxy import Proxy
from tests.support.wait import until

pytestmark = pytest.mark.timeout(60)

QUANTITY = 100_000
CYCLE = 20_000  # eight COPY messages
COPYING = """
SELECT pid FROM pg_stat_activity
WHERE datname = current_database() AND starts_with(query, 'COPY tokens') AND state = 'active'
"""


@pytest.mark.parametrize("spec", ["copy.mid=stop@12", "commit.before=stop@2"])
async def test_a_frozen_worker_wakes_up_to_a_lost_lease(api: Api, scene: Scene, proxy: Proxy, spec: str) -> None:
    proxy.hold()
    options = {"HALLMINT_LEASE_SECONDS": "1", "HALLMINT_CYCLE_UNITS": str(CYCLE)}
    frozen = scene.place.start("worker", log="frozen", HALLMINT_FAILPOINTS=spec, **options)
    heir = scene.place.start("worker", log="heir", HALLMINT_DATABASE_URL=proxy.dsn, **options)
    batch = await api.submit(QUANTITY)
    await until(lambda: is_stopped(frozen.pid), 30, what="frozen")
    ((worker, backend),) = await scene.rows("SELECT worker, backend_pid FROM jobs WHERE lease_until IS NOT NULL")
    if spec.startswith("copy.mid"):
        # Only its lease says that it is dead: the connection lives, and the server waits for the rest of the rows.
        assert await scene.rows(COPYING) == [(backend,)]
    proxy.release()
    minted = await api.ended(batch.batch_id)
    await scene.check_minted(minted)
    assert await scene.rows("SELECT 1 FROM pg_stat_activity WHERE pid = %s", backend) == []
    heir.terminate()
    await until(lambda: heir.poll() is not None, 20, what="end of the heir")
    before = await scene.history.of(batch.batch_id)

    frozen.send_signal(signal.SIGCONT)
    second = await api.submit(QUANTITY)
    await scene.check_minted(minted, await api.ended(second.batch_id))
    assert frozen.poll() is None
    claims = await scene.history.claims(second.batch_id)
    assert [claim.worker for claim in claims] == [worker], "the same process, not a new one"
    assert await scene.history.of(batch.batch_id) == before, "it touched nothing of the batch that it lost"
    assert await scene.history.most() == (0, 1)
