"""SIGKILL of workers while they anchor audit chains: a month is anchored once, with its entry and its event, or not at all."""

import asyncio
import signal
from datetime import UTC, datetime
from functools import partial

import pytest

from hallmint_server import failpoint
from tests.crash.scene import Scene
from tests.crash.test_log import has_ended
from tests.support.acting import make_brand
from tests.support.anchoring import anchored, last_months, write_chain
from tests.support.wait import until

pytestmark = pytest.mark.timeout(90)

# Months that are anchored when the worker is dead which was to anchor the second of six.
STEPS = {"anchor.due": 1, "anchor.written": 1, "anchor.queued": 2}


def test_every_step_is_killed_at() -> None:
    assert tuple(STEPS) == failpoint.ANCHOR_NAMES


@pytest.mark.parametrize("name", STEPS)
async def test_workers_killed_at_a_step_of_anchoring_are_replaced(scene: Scene, name: str) -> None:
    for slug in ("acme", "other"):
        brand = await make_brand(scene.conn, slug)
        await write_chain(scene.conn, brand.brand_id, [*last_months(3), datetime.now(UTC)])
    worker = scene.place.start("worker", log="killed", HALLMINT_FAILPOINTS=f"{name}=kill@2")
    await until(partial(has_ended, worker), 30, what="death at the failpoint")
    assert worker.returncode == -signal.SIGKILL
    assert len(await anchored(scene.conn)) == STEPS[name]
    await check(scene)
    await scene.check_clean()
    scene.place.start("worker", log="heir")
    await until(partial(is_published, scene, 6), 30, what="all entries published")
    await check(scene)
    await scene.check_clean()


async def test_workers_that_start_together_anchor_each_month_once(scene: Scene) -> None:
    brands = await asyncio.gather(*(make_brand(scene.conn, f"brand-{number}") for number in range(3)))
    for brand in brands:
        await write_chain(scene.conn, brand.brand_id, last_months(4))
    for number in range(3):
        scene.place.start("worker", log=f"worker-{number}")
    await until(partial(is_published, scene, 12), 30, what="all entries published")
    await check(scene)
    await scene.check_clean()


async def is_published(scene: Scene, size: int) -> bool:
    return await scene.rows("SELECT max(size) FROM log_checkpoints") == [(size,)]


async def check(scene: Scene) -> None:
    """Each anchor has its one event, and one entry, in the queue or in the log."""
    found = [(each.brand_id, each.month) for each in await anchored(scene.conn)]
    told = "SELECT brand_id, entity_id FROM events WHERE action = 'ANCHORED' ORDER BY entity_id, brand_id::text"
    assert await scene.rows(told) == found
    entries = "SELECT (SELECT count(*) FROM log_queue) + (SELECT count(*) FROM log_entries)"
    assert await scene.rows(entries) == [(len(found),)]
