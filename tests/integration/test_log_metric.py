"""What an operator is told of the log: figures, and a fault in one clear line, once."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from structlog.testing import capture_logs

from hallmint_server.log import sequencer as module
from hallmint_server.log import store
from hallmint_server.log.cosigning import QuorumMissing
from hallmint_server.log.opening import open_key
from hallmint_server.log.policy import Policy, parse_policy
from hallmint_server.log.signature import COSIGNATURE
from hallmint_server.metric import Metrics
from tests.support.installation import Installation, free_port
from tests.support.log_scene import signer
from tests.support.sequencing import Queued, sequence
from tests.support.wait import until

Conn = psycopg.AsyncConnection[Any]


def unreachable() -> Policy:
    """That asks for a witness which is not there."""
    key = signer("w.example", algorithm=COSIGNATURE).verifier
    return parse_policy(f"witness w {key} http://127.0.0.1:{free_port()}\nquorum w\n".encode())


def samples(metrics: Metrics, name: str) -> dict[tuple[str, ...], float]:
    """Values of a metric by those of its labels."""
    found = [sample for family in metrics.registry.collect() for sample in family.samples if sample.name == name]
    return {tuple(sample.labels.values()): sample.value for sample in found}


async def test_figures_of_the_log(place: Installation, conn: Conn) -> None:
    async def figures() -> tuple[float, float]:
        found = await store.figures(place.dsn)
        assert (found.get("checkpoint_age_seconds", -1) >= 0) == bool(is_published)
        return found["published_entries"], found["waiting_entries"]

    is_published = False
    assert await figures() == (0, 0)
    await Queued(conn=conn).add(3)
    assert await figures() == (0, 3)
    with pytest.raises(QuorumMissing):
        await sequence(place.settings, policy=unreachable())
    await Queued(conn=conn).add(2, 3)
    assert await figures() == (0, 5), "integrated or not, they wait to be published"
    await sequence(place.settings)
    is_published = True
    assert await figures() == (5, 0)
    await Queued(conn=conn).add(1, 5)
    assert await figures() == (5, 1)

    metrics = Metrics()
    metrics.watch_log(lambda: store.figures(place.dsn))
    shown = await asyncio.to_thread(samples, metrics, "hallmint_log_waiting_entries")
    assert shown == {(): 1.0}
    assert await asyncio.to_thread(samples, metrics, "hallmint_log_published_entries") == {(): 5.0}
    assert (await asyncio.to_thread(samples, metrics, "hallmint_log_checkpoint_age_seconds"))[()] >= 0


async def test_a_log_that_cannot_be_counted_is_missing() -> None:
    metrics = Metrics()
    metrics.watch_log(lambda: store.figures(f"postgresql://127.0.0.1:{free_port()}/x"))
    assert await asyncio.to_thread(samples, metrics, "hallmint_log_waiting_entries") == {}


@asynccontextmanager
async def running(place: Installation, metrics: Metrics, policy: Policy | None = None) -> AsyncIterator[None]:
    """A sequencer that works as in a worker."""
    made = module.Sequencer(
        place.dsn,
        place.settings.keys_folder,
        name=None,
        base_url=place.settings.resolver_base_url,
        policy=policy,
        metrics=metrics,
    )
    stop = asyncio.Event()
    task = asyncio.create_task(made.run(stop))
    try:
        yield
    finally:
        stop.set()
        await asyncio.wait_for(task, 20)


FAULTS = {
    "no folder of keys": ("key", "the log is not signed", r"the log's folder of keys \S+ cannot be written: "),
    "no place for the lock": ("key", "the log is not signed", r"folder of keys \S+ cannot be written: Is a directory"),
    "a checkpoint that is no file": ("key", "the log is not signed", r"last checkpoint cannot be read: \S+: Is a dir"),
    "a policy of another log": ("policy", "the log is not signed", "is not a policy of this log"),
    "no quorum": ("quorum", "no checkpoint is published", r"nobody cosigned, and not w \(unreachable\)"),
}


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_fault_is_said_once_and_counted(
    place: Installation, conn: Conn, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    monkeypatch.setattr(module, "_RETRY_SECONDS", 0.01)
    policy = make(fault, place.settings.keys_folder)
    await Queued(conn=conn).add(1)
    reason, event, words = FAULTS[fault]
    metrics = Metrics()
    name = "hallmint_log_refusals_total"
    assert samples(metrics, name) == {}
    with capture_logs() as logged:
        async with running(place, metrics, policy):
            assert set(samples(metrics, name)) == {("contradiction",), ("key",), ("policy",), ("quorum",)}
            await until(lambda: samples(metrics, name)[(reason,)] >= 3, what="it is tried again")
    (said,) = [line for line in logged if line["event"] == event]
    assert said["log_level"] == "error"
    assert "\n" not in said["reason"]
    assert re.search(words, said["reason"])
    assert {line["event"] for line in logged} <= {event, "a witness did not cosign"}


def make(fault: str, keys: Path) -> Policy | None:
    """Bring a fault about."""
    match fault:
        case "no folder of keys":
            keys.touch()  # root may write into every folder, so it is a file
        case "no place for the lock":
            (keys / ".log-checkpoint-1.lock").mkdir(parents=True)
        case "a checkpoint that is no file":
            open_key(keys, None, "https://id.example.com", first_start=True)
            (keys / "log-checkpoint-1.txt").mkdir()
        case "a policy of another log":
            return parse_policy(f"log {signer('other.example').verifier}\nquorum none\n".encode())
        case _:
            return unreachable()
    return None
