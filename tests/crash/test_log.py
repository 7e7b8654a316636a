"""SIGKILL of workers at each step of the sequencer: never two trees of one size, never a checkpoint before its tiles."""

import signal
import subprocess
from functools import partial

import pytest

from hallmint_server import failpoint
from hallmint_server.log import tile
from hallmint_server.log.checkpoint import Head, open_checkpoint
from hallmint_server.log.opening import open_key
from tests.crash.process import is_stopped
from tests.crash.scene import Scene
from tests.support.api import Api
from tests.support.sequencing import Queued
from tests.support.wait import until

pytestmark = pytest.mark.timeout(90)

_WATCH = """
CREATE TABLE tree_history (size bigint, root bytea);
CREATE FUNCTION write_tree_history() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    INSERT INTO tree_history VALUES (NEW.size, NEW.root);
    RETURN NULL;
END $$;
CREATE TRIGGER tree_history AFTER UPDATE ON log_tree FOR EACH ROW EXECUTE FUNCTION write_tree_history();
"""
# What is seen at each step, beside the tree before it: entries in the tree, in the file, and published.
STEPS = {
    "log.locked": "old old old",
    "log.taken": "old old old",
    "log.grown": "old old old",
    "log.integrated": "new old old",
    "log.signed": "new new old",
    "log.cosigned": "new new old",
    "log.published": "new new new",
}


@pytest.fixture
async def watched(scene: Scene) -> Scene:
    """Each tree that is committed is written down."""
    await scene.conn.execute(_WATCH)
    return scene


def test_every_step_is_killed_at() -> None:
    assert tuple(STEPS) == failpoint.LOG_NAMES


@pytest.mark.parametrize("name", failpoint.LOG_NAMES)
async def test_workers_killed_at_a_step_of_the_sequencer_are_replaced(api: Api, watched: Scene, name: str) -> None:
    scene = watched
    batch = await api.submit(1000)
    await api.submit(10)
    for number, spec in enumerate((f"{name}=kill", f"{name}=kill", "")):
        before = await sizes(scene)
        await Queued(conn=scene.conn).add(300, before[0] + (await scene.rows("SELECT count(*) FROM log_queue"))[0][0])
        worker = scene.place.start("worker", log=f"worker-{number}", HALLMINT_FAILPOINTS=spec)
        if spec:
            await until(partial(has_ended, worker), 30, what="death at the failpoint")
            assert worker.returncode == -signal.SIGKILL
            check_step(name, before, await sizes(scene))
            await check_published(scene)
    await api.ended(batch.batch_id)

    async def is_published() -> bool:
        return await sizes(scene) == (902, 902, 902)

    await until(is_published, 30, what="all entries published")
    await scene.check_clean()
    trees = await scene.rows("SELECT size, root FROM tree_history")
    assert len({size for size, _ in trees}) == len(trees), "never two trees of one size"
    published = dict(await scene.rows("SELECT size, root FROM log_checkpoints WHERE size > 0"))
    assert published.items() <= dict(trees).items()


def has_ended(process: subprocess.Popen[bytes]) -> bool:
    return process.poll() is not None


def check_step(name: str, before: tuple[int, int, int], after: tuple[int, int, int]) -> None:
    """Whether tree, file and publication are as they are said to be at a step."""
    steps = STEPS[name].split()
    for is_new, then, now in zip(steps, before, after, strict=True):
        assert (now > then or now == 0) if is_new == "new" else now == then, (name, before, after)


async def sizes(scene: Scene) -> tuple[int, int, int]:
    """Entries in the tree, in the file's checkpoint, and in the last published one; -1 without one."""
    row = await scene.rows("SELECT (SELECT size FROM log_tree), coalesce((SELECT max(size) FROM log_checkpoints), -1)")
    folder = scene.place.settings.keys_folder
    last = None
    if (folder / "log-key-1.txt").exists():
        last = Head(folder, open_key(folder, None, "", first_start=False)).last()
    return row[0][0], last.size if last else -1, row[0][1]


async def check_published(scene: Scene) -> None:
    """Every published checkpoint can be made again from the tiles that are there."""
    folder = scene.place.settings.keys_folder
    rows = await scene.rows("SELECT level, number, hashes FROM log_tiles")
    tiles = {(level, number): hashes for level, number, hashes in rows}
    for (note,) in await scene.rows("SELECT note FROM log_checkpoints"):
        key = open_key(folder, None, "", first_start=False)
        signed, _ = open_checkpoint(note.encode(), key.verifier)
        assert tile.root(signed.size, lambda *place: tiles[place]) == signed.root


async def test_a_frozen_sequencer_does_not_hold_the_others_up(api: Api, scene: Scene) -> None:
    del api
    frozen = scene.place.start("worker", log="frozen", HALLMINT_FAILPOINTS="log.signed=stop")
    await until(lambda: is_stopped(frozen.pid), 30, what="frozen")
    holder = "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid = 4920003"
    ((backend,),) = await scene.rows(holder)
    # The server would end it after 30 s of silence.
    assert await scene.rows("SELECT pg_terminate_backend(%s, 5000)", backend) == [(True,)]
    await Queued(conn=scene.conn).add(10)
    heir = scene.place.start("worker", log="heir")

    async def is_published() -> bool:
        return await scene.rows("SELECT max(size) FROM log_checkpoints") == [(10,)]

    await until(is_published, 30, what="a checkpoint of the heir")
    frozen.send_signal(signal.SIGCONT)
    await Queued(conn=scene.conn).add(10, 10)

    async def is_all_published() -> bool:
        return await scene.rows("SELECT max(size) FROM log_checkpoints") == [(20,)]

    await until(is_all_published, 30, what="a checkpoint after the thaw")
    assert (frozen.poll(), heir.poll()) == (None, None)
    await scene.check_clean()
