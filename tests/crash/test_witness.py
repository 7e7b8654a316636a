"""Witnesses and the workers that ask them, killed at each step: never two trees of one size under a witness's key."""

import asyncio
import random
import signal
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import aiohttp
import pytest

from hallmint_server import failpoint
from hallmint_server.log.checkpoint import open_checkpoint
from hallmint_server.log.note import read_line
from hallmint_server.log.opening import open_key
from hallmint_server.witness.key import open_key as open_witness_key
from hallmint_server.witness.record import Records
from tests.crash.scene import Scene
from tests.crash.test_log import has_ended
from tests.support.log_scene import leaf
from tests.support.sequencing import Queued
from tests.support.wait import until
from tests.support.witnessing import LEAVES, LOG, Program, ask, body, checkpoint, policy_text, programs

OTHER = [leaf(at + 5000) for at in range(len(LEAVES))]
STEP = 2
ENOUGH = 6
"""Heads that are cosigned in a test that kills at random."""
MOST = len(LEAVES) - STEP

pytestmark = pytest.mark.timeout(90)


@pytest.fixture
async def witnesses(scene: Scene, tmp_path: Path) -> AsyncIterator[list[Program]]:
    """Two, both needed, with the policy in a file that `worker` reads."""
    settings = scene.place.settings
    key = open_key(settings.keys_folder, None, settings.resolver_base_url, first_start=True)
    with programs(tmp_path, 2, logs=[key.public]) as made:
        path = tmp_path / "policy"
        path.write_text(policy_text(made, "all", log=key.public))
        scene.place.options["HALLMINT_LOG_POLICY"] = str(path)
        yield made


async def check_published(scene: Scene, witnesses: list[Program], size: int) -> None:
    """That size is published, and every note is cosigned by both, as they remember it; fsck finds nothing."""

    async def is_published() -> bool:
        return await scene.rows("SELECT coalesce(max(size), 0) FROM log_checkpoints") == [(size,)]

    await until(is_published, 40, what="all entries published")
    key = open_key(scene.place.settings.keys_folder, None, "", first_start=False)
    keys = [witness.key for witness in witnesses]
    for (note,) in await scene.rows("SELECT note FROM log_checkpoints"):
        last, opened = open_checkpoint(note.encode(), key.verifier, keys)
        assert opened.witnesses() == 2
    for witness in witnesses:
        record = Records(witness.folder, open_witness_key(witness.folder)).last(key.name)
        assert record is not None
        assert record[0] == last
    await scene.check_clean()


@pytest.mark.parametrize("name", failpoint.WITNESS_NAMES)
async def test_a_witness_killed_at_a_step(scene: Scene, witnesses: list[Program], name: str) -> None:
    victim = witnesses[0]
    victim.stop()
    scene.place.start("worker")
    for count in (1, 2):
        await Queued(conn=scene.conn).add(10, 10 * count)
        victim.start(HALLMINT_FAILPOINTS=f"{name}=kill")
        assert victim.process is not None
        await until(partial(has_ended, victim.process), 30, what="death at the failpoint")
        assert victim.process.returncode == -signal.SIGKILL
    victim.start()
    await check_published(scene, witnesses, 20)


@pytest.mark.parametrize("name", ["log.signed", "log.cosigned", "log.published"])
async def test_a_worker_killed_at_a_step_with_witnesses(scene: Scene, witnesses: list[Program], name: str) -> None:
    for number, spec in enumerate((f"{name}=kill", f"{name}=kill", "")):
        await Queued(conn=scene.conn).add(10, 10 * number)
        worker = scene.place.start("worker", log=f"worker-{number}", HALLMINT_FAILPOINTS=spec)
        if spec:
            await until(partial(has_ended, worker), 30, what="death at the failpoint")
            assert worker.returncode == -signal.SIGKILL
    await check_published(scene, witnesses, 30)


async def tell(program: Program, story: int, ends: asyncio.Event, cosigned: dict[int, set[int]]) -> None:
    """Tell a witness one of two stories, as fast as it takes it; `cosigned` gets which were cosigned, by size."""
    leaves = (LEAVES, OTHER)[story]
    key = open_witness_key(program.folder).verifier
    size = 0
    while not ends.is_set() and size < MOST:
        new = size + STEP
        try:
            status, _, answer = await ask(program.url, body(size, new, leaves))
        except (aiohttp.ClientError, OSError):
            return  # it was killed
        if status == 409:
            size = int(answer)
        elif status == 200:
            assert key.verify(checkpoint(new, leaves).text(), read_line(answer.decode().removesuffix("\n")))
            cosigned.setdefault(new, set()).add(story)
            size = new
        else:
            assert status == 422


async def test_two_programs_on_one_folder_that_are_killed_again_and_again(tmp_path: Path) -> None:
    """Two stories of a log are told to both at once. Whatever was cosigned is of one of them, and is in the record, or older."""
    chance = random.Random(4)  # noqa: S311 - a test that shall be repeated
    folder = tmp_path / "witness"
    made = [Program(folder), Program(folder)]
    cosigned: dict[int, set[int]] = {}

    rounds = 0
    try:
        # On a busy machine a round may end before anything is cosigned.
        while rounds < 5 or (len(cosigned) < ENOUGH and rounds < 50):
            rounds += 1
            for program in made:
                program.start()
            ends = asyncio.Event()
            telling = [
                asyncio.create_task(tell(program, story, ends, cosigned)) for program in made for story in (0, 1)
            ]
            # How long they run before they are killed is the fault under test.
            await asyncio.wait(telling, timeout=chance.random() / 3)
            for program in made:
                program.stop(signal.SIGKILL)
            ends.set()
            await asyncio.gather(*telling)
            last = Records(folder, open_witness_key(folder)).last(LOG.name)
            assert last is not None
            assert last[0].size >= max(cosigned, default=0)
    finally:
        for program in made:
            if program.process is not None:
                program.stop(signal.SIGKILL)
    assert len(cosigned) >= ENOUGH
    assert set().union(*cosigned.values()) in ({0}, {1}), "one story, whichever was first"
