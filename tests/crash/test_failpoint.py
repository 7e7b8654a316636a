"""SIGKILL of a worker at each step of a cycle; another one goes on, and nothing can be told from the result."""

import signal
import subprocess
from uuid import uuid4

import pytest

from hallmint.v1 import minting_service_pb2, revocation_pb2
from hallmint_server import failpoint
from tests.crash.scene import Scene
from tests.support.installation import Api
from tests.support.proxy import Proxy
from tests.support.wait import until

pytestmark = pytest.mark.timeout(60)

UNITS = 1000
QUANTITY = 5 * UNITS
FAST = {"HALLMINT_LEASE_SECONDS": "0.5", "HALLMINT_CYCLE_UNITS": str(UNITS)}


def start_victim(scene: Scene, proxy: Proxy, spec: str) -> subprocess.Popen[bytes]:
    """A worker that dies at a failpoint; its heir is started beside it, and kept out by the proxy."""
    proxy.hold()
    victim = scene.place.start("worker", log="victim", HALLMINT_FAILPOINTS=spec, **FAST)
    scene.place.start("worker", log="heir", HALLMINT_DATABASE_URL=proxy.dsn, **FAST)
    return victim


async def take_over(scene: Scene, proxy: Proxy, victim: subprocess.Popen[bytes]) -> None:
    """Wait for the death, and let the heir in."""
    await until(lambda: victim.poll() is not None, 30, what="death at the failpoint")
    assert victim.returncode == -signal.SIGKILL
    leases = "SELECT count(*) FROM jobs WHERE lease_until IS NOT NULL"
    assert await scene.rows(leases) == [(1,)], "the dead worker leaves a lease behind"
    proxy.release()


@pytest.mark.parametrize("nth", [1, 3])
@pytest.mark.parametrize("name", failpoint.NAMES)
async def test_a_worker_killed_at_a_failpoint_is_replaced(
    api: Api, scene: Scene, proxy: Proxy, name: str, nth: int
) -> None:
    # Three batches of one brand: a worker alternates between them, so each place is passed three times and more.
    made = [
        await api.submit(QUANTITY),
        await api.submit(QUANTITY, lots={"A": UNITS + 1, "B": QUANTITY - UNITS - 1}),
        await api.submit(QUANTITY, at_mint=True),
    ]
    await take_over(scene, proxy, start_victim(scene, proxy, f"{name}=kill@{nth}"))
    minted = await scene.cursors(made)
    if name == "finish":
        # In the last cycle of a batch: `nth` - 1 batches are whole, the others are not.
        assert QUANTITY * (nth - 1) <= minted < 3 * QUANTITY
    else:
        # One cycle a passage. Only after the commit has the cycle of this passage happened.
        assert minted == UNITS * (nth if name == "commit.after" else nth - 1)
    await scene.check_minted(*[await api.ended(batch.batch_id) for batch in made])
    assert await scene.history.most() == (0, 1), "one takeover was counted, and no try"


@pytest.mark.parametrize("nth", [1, 3])
@pytest.mark.parametrize("name", ["commit.before", "commit.after"])
async def test_a_worker_killed_while_it_revokes_is_replaced(
    api: Api, scene: Scene, proxy: Proxy, name: str, nth: int
) -> None:
    batch = await api.submit(QUANTITY, at_mint=True)
    # The same worker mints the batch first: five commits more.
    victim = start_victim(scene, proxy, f"{name}=kill@{nth + QUANTITY // UNITS}")
    await scene.check_minted(await api.ended(batch.batch_id))
    request = minting_service_pb2.RevokeTokensRequest(request_id=str(uuid4()), reason="a test", batch_id=batch.batch_id)
    revocation = (await api.minting.RevokeTokens(request, metadata=api.metadata)).revocation
    await take_over(scene, proxy, victim)
    revoked = "SELECT count(*) FROM tokens WHERE status = 3"
    assert await scene.rows(revoked) == [(UNITS * (nth if name == "commit.after" else nth - 1),)]

    async def found() -> revocation_pb2.Revocation:
        ask = minting_service_pb2.GetBatchRequest(batch_id=batch.batch_id)
        return (await api.minting.GetBatch(ask, metadata=api.metadata)).revocations[0]

    async def completed() -> bool:
        return (await found()).state == revocation_pb2.REVOCATION_STATE_COMPLETED

    await until(completed, 20)
    assert (await found()).revoked_quantity == QUANTITY
    assert await scene.rows(revoked) == [(QUANTITY,)]
    assert await scene.actions(revocation.revocation_id) == ["SUBMITTED", "COMPLETED"]
    assert await scene.history.most() == (0, 1)
    await scene.check_clean()
