"""SIGKILL of workers at each step of a cycle; others go on, and nothing can be told from the result."""

import signal
import subprocess
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from uuid import uuid4

import pytest

from hallmint.v1 import batch_pb2, minting_service_pb2, revocation_pb2
from hallmint_server import failpoint
from tests.crash.scene import Scene
from tests.support.api import Api
from tests.support.proxy import Proxy
from tests.support.wait import until

pytestmark = pytest.mark.timeout(60)

UNITS = 1000
QUANTITY = 5 * UNITS


class Relay:
    """Workers that take over from each other. All start at once, which saves time; a proxy keeps each out for its turn."""

    def __init__(self, scene: Scene, gates: list[Proxy]) -> None:
        self._scene = scene
        self._gates = gates
        self._workers: list[subprocess.Popen[bytes]] = []

    def start(self, *failpoints: str) -> None:
        """Start one worker for each; the first works at once."""
        for gate, spec in zip(self._gates, failpoints, strict=True):
            gate.hold()
            options = {"HALLMINT_LEASE_SECONDS": "0.5", "HALLMINT_CYCLE_UNITS": str(UNITS)}
            options |= {"HALLMINT_DATABASE_URL": gate.dsn, "HALLMINT_FAILPOINTS": spec}
            self._workers.append(self._scene.place.start("worker", log=f"worker-{len(self._workers)}", **options))
        self._gates[0].release()

    async def hand_over(self) -> None:
        """Wait for the death of the worker whose turn it is, and let the next one in."""
        worker = self._workers.pop(0)
        await until(lambda: worker.poll() is not None, 30, what="death at the failpoint")
        assert worker.returncode == -signal.SIGKILL
        assert await self._scene.rows("SELECT FROM jobs WHERE lease_until IS NOT NULL"), "a lease is left behind"

    def go_on(self) -> None:
        """Let the next one in."""
        self._gates.pop(0)
        self._gates[0].release()


@pytest.fixture
async def relay(scene: Scene) -> AsyncIterator[Relay]:
    async with AsyncExitStack() as stack:
        yield Relay(scene, [await stack.enter_async_context(Proxy(scene.place.dsn).open()) for _ in range(3)])


@pytest.mark.parametrize("name", failpoint.NAMES)
async def test_workers_killed_at_a_failpoint_are_replaced(api: Api, scene: Scene, relay: Relay, name: str) -> None:
    # Three batches of one brand: a worker alternates between them, so each place is passed three times and more.
    made = [
        await api.submit(QUANTITY),
        await api.submit(QUANTITY, lots={"A": UNITS + 1, "B": QUANTITY - UNITS - 1}),
        await api.submit(QUANTITY, at_mint=True),
    ]
    done = 0
    relay.start(f"{name}=kill", f"{name}=kill@3", "")
    for nth in (1, 3):
        await relay.hand_over()
        if name == "finish":
            # Passed in the last cycle of each batch: the one that was about to end did not.
            states = [(await api.batch(batch.batch_id)).state for batch in made]
            assert states.count(batch_pb2.BATCH_STATE_MINTED) == nth - 1
        elif name == "registered":
            # Passed before the first cycle of each batch: the one that was about to begin did not.
            cycles = [len(await scene.history.cursors(batch.batch_id)) for batch in made]
            assert sum(count > 0 for count in cycles) == nth - 1
        else:
            # One committed cycle a passage. Only after the commit has the cycle of the last passage happened.
            done += nth if name == "commit.after" else nth - 1
            assert sum([len(await scene.history.cursors(batch.batch_id)) for batch in made]) == done
        relay.go_on()
    await scene.check_minted(*[await api.ended(batch.batch_id) for batch in made])
    attempts, takeovers = await scene.history.most()
    assert attempts == 0
    # Two in a row at one cursor, where the second worker began with the same job and committed nothing of it.
    assert takeovers in (1, 2)


@pytest.mark.parametrize("name", ["commit.before", "commit.after"])
async def test_workers_killed_while_they_revoke_are_replaced(api: Api, scene: Scene, relay: Relay, name: str) -> None:
    batch = await api.submit(QUANTITY, at_mint=True)
    # The first mints the batch, too: that is five commits more.
    relay.start(f"{name}=kill@{1 + QUANTITY // UNITS}", f"{name}=kill@3", "")
    await scene.check_minted(await api.ended(batch.batch_id))
    request = minting_service_pb2.RevokeTokensRequest(request_id=str(uuid4()), reason="a test", batch_id=batch.batch_id)
    revocation = (await api.minting.RevokeTokens(request, metadata=api.metadata)).revocation
    revoked = "SELECT count(*) FROM tokens WHERE status = 3"
    # A takeover halves the first cycle.
    for units in (UNITS, UNITS + UNITS // 2 + 2 * UNITS) if name == "commit.after" else (0, UNITS // 2 + UNITS):
        await relay.hand_over()
        assert await scene.rows(revoked) == [(units,)]
        relay.go_on()

    await until(lambda: scene.has_ended(revocation.revocation_id), 20)
    ask = minting_service_pb2.GetBatchRequest(batch_id=batch.batch_id)
    (ended,) = (await api.minting.GetBatch(ask, metadata=api.metadata)).revocations
    assert (ended.state, ended.revoked_quantity) == (revocation_pb2.REVOCATION_STATE_COMPLETED, QUANTITY)
    assert await scene.rows(revoked) == [(QUANTITY,)]
    assert await scene.actions(revocation.revocation_id) == ["SUBMITTED", "COMPLETED"]
    assert await scene.history.most() == (0, 1)
    await scene.check_clean()
