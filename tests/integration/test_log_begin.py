"""`hallmint-server log begin`: where a log has ended another begins over its entries, wherever the command dies, and by nothing
but one key.
"""

import asyncio
import secrets
import signal

import psycopg
import pytest

from hallmint_server import failpoint
from hallmint_server.db.pool import connect_worker
from hallmint_server.keyring.secret import KeyFileError
from hallmint_server.log import store, succession
from hallmint_server.log.checkpoint import CheckpointRefused
from hallmint_server.log.key import CHECKPOINT_FILE, KEY_FILE, NEXT_FILE
from hallmint_server.log.opening import public_key
from tests.integration.test_log_refused import put_back
from tests.support.installation import Installation
from tests.support.sequencing import Queued, sequence
from tests.support.succession import (
    ENDED,
    NEW,
    OLD,
    Conn,
    begin,
    begin_here,
    check_goes_on,
    files,
    findings,
    refused,
    rows,
    state,
)
from tests.support.wait import until


@pytest.fixture
async def lost(signed: Installation, conn: Conn) -> Installation:
    """The same, put back to 200 entries: it is refused, and has ended."""
    await put_back(conn)
    return signed


async def test_another_log_begins(lost: Installation, conn: Conn) -> None:
    folder = lost.settings.keys_folder
    old, tiles = public_key(folder), await rows(conn, "SELECT * FROM log_tiles ORDER BY level, number")
    old_files = {name: (folder / name).read_bytes() for name in (KEY_FILE, CHECKPOINT_FILE)}
    (_, [(_, _, note, _)], tree, _) = await state(lost, conn)
    done = await begin(lost, NEW, "--yes")
    assert (done.returncode, done.stderr) == (0, "")
    new = public_key(folder)
    assert new.startswith(f"{NEW}+")
    assert done.stdout.splitlines() == [
        f"the log {OLD} has ended; its last published checkpoint has 200 entries, the last one that it signed 300",
        f"its public key, for all proofs that were made under it: {old}",
        f"its files are ended-1-... in {folder} now: keep the public key, and take the private one away",
        f"the log {NEW} begins with the first worker that starts; back its key up",
        f"its public key, for verifiers, monitors and witnesses: {new}",
    ]
    assert files(folder) == {KEY_FILE, *ENDED}
    assert (folder / "ended-1-log-public-key.txt").read_text() == f"{old}\n"
    assert (folder / "ended-1-log-key.txt").read_bytes() == old_files[KEY_FILE]
    assert (folder / "ended-1-log-checkpoint.txt").read_bytes() == old_files[CHECKPOINT_FILE]
    assert all((folder / name).stat().st_mode & 0o777 == 0o600 for name in files(folder))
    told = await rows(conn, "SELECT ended_no, name, public_key, size, note, next_key FROM ended_logs")
    assert told == [(1, OLD, old, 200, note, new)]
    assert (await rows(conn, "SELECT size, root FROM log_tree"), await rows(conn, "SELECT * FROM log_checkpoints")) == (
        tree,
        [],
    )
    assert await rows(conn, "SELECT * FROM log_tiles ORDER BY level, number") == tiles
    assert await findings(lost) == []
    await check_goes_on(lost, conn)


# What is there when the command has died at a step: whether the old log has ended, which key lies in the place of the log's, and
# whether the old files have their second names.
STEPS = {
    "begin.locked": (False, "old", set()),
    "begin.prepared": (False, "old", {NEXT_FILE}),
    "begin.written": (False, "old", {NEXT_FILE}),
    "begin.ended": (True, "old", {NEXT_FILE}),
    "begin.kept": (True, "old", {NEXT_FILE, *ENDED} - {"ended-1-log-checkpoint.txt"}),
    "begin.cleared": (True, "old", {NEXT_FILE, *ENDED}),
    "begin.placed": (True, "new", ENDED),
}


def test_every_step_is_killed_at() -> None:
    assert tuple(STEPS) == failpoint.LOG_BEGIN_NAMES


@pytest.mark.parametrize("name", STEPS)
async def test_a_retry_finishes_what_was_killed(lost: Installation, conn: Conn, name: str) -> None:
    folder = lost.settings.keys_folder
    old, (has_ended, key, beside) = public_key(folder), STEPS[name]
    assert (await begin(lost, NEW, "--yes", HALLMINT_FAILPOINTS=f"{name}=kill")).returncode == -signal.SIGKILL
    assert public_key(folder).startswith(f"{NEW}+" if key == "new" else f"{OLD}+")
    is_cleared = "ended-1-log-checkpoint.txt" in beside
    assert files(folder) == {KEY_FILE, *([] if is_cleared else [CHECKPOINT_FILE]), *beside}
    assert await rows(conn, "SELECT count(*) FROM ended_logs") == [(int(has_ended),)]
    assert await rows(conn, "SELECT count(*) FROM log_checkpoints") == [(int(not has_ended),)]
    assert await rows(conn, "SELECT tgenabled FROM pg_trigger WHERE tgname = 'log_checkpoints_append_only'") == [("O",)]
    unfinished = f"log: the log {NEW} was to begin, and is not in place: run `hallmint-server log begin {NEW}`"
    assert await findings(lost) == [
        *([unfinished] if NEXT_FILE in beside else []),
        *([] if has_ended else ["log: checkpoint file is of 300 entries, and there are 200"]),
    ]
    if key == "old":  # whoever starts a worker now signs nothing
        refusal = KeyFileError if has_ended else CheckpointRefused
        with pytest.raises(refusal, match=f"log begin {NEW}" if has_ended else "put back"):
            await sequence(lost.settings)
        assert await rows(conn, "SELECT count(*) FROM log_checkpoints") == [(int(not has_ended),)]
    prepared = (folder / NEXT_FILE).read_text() if NEXT_FILE in beside else None

    done = await begin(lost, NEW, "--yes")
    if key == "new":
        assert (done.returncode, done.stderr) == (
            78,
            f"error: the log is called {NEW} already, and nothing is left to do here\n",
        )
    else:
        assert (done.returncode, done.stderr) == (0, "")
        assert old in done.stdout
        assert done.stdout.splitlines()[-1].endswith(public_key(folder))
    assert files(folder) == {KEY_FILE, *ENDED}
    assert (folder / "ended-1-log-public-key.txt").read_text() == f"{old}\n"
    assert prepared in (None, (folder / KEY_FILE).read_text()), "one key is made, whatever dies"
    await check_goes_on(lost, conn)


@pytest.mark.parametrize("name", ["begin.locked", "begin.prepared", "begin.written"])
async def test_a_log_goes_on_that_was_not_ended_yet(signed: Installation, conn: Conn, name: str) -> None:
    """Nobody has to finish it; and another name can still be chosen."""
    await begin(signed, NEW, "--yes", HALLMINT_FAILPOINTS=f"{name}=kill")
    await Queued(conn=conn).add(1, 300)
    await sequence(signed.settings)
    assert await rows(conn, "SELECT max(size) FROM log_checkpoints") == [(301,)]
    await begin_here(signed, "other.example/log")
    assert files(signed.settings.keys_folder) == {KEY_FILE, *ENDED}
    await check_goes_on(signed, conn, "other.example/log", 301)


async def test_it_is_refused_while_a_worker_runs(lost: Installation, conn: Conn) -> None:
    worker = lost.start("worker")
    log = lost.home.parent / "worker.log"
    await until(lambda: "the log is not signed" in log.read_text(), 30, what="a worker that is refused")
    before = await state(lost, conn)
    done = await begin(lost, NEW, "--yes")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (78, "", 1)
    assert "a worker (or another `log begin`) runs on this database: stop every worker" in done.stderr
    assert await state(lost, conn) == before
    worker.terminate()
    await asyncio.to_thread(worker.wait, 20)
    assert await store.try_lock(conn), "a sequencer whose worker is not seen"
    with refused("stop every worker"):
        await begin_here(lost, NEW)
    assert await state(lost, conn) == before
    await store.unlock(conn)
    await begin_here(lost, NEW)


async def test_names_that_are_refused(lost: Installation, conn: Conn) -> None:
    before = await state(lost, conn)
    with refused(f"the log that is to end is called {OLD}: take a name that was never used"):
        await begin_here(lost, OLD)
    for name in ("https://id.example.com?", "a b", "a+b", "x" * 101, "", "ä", "a\n"):
        with pytest.raises(KeyFileError, match="cannot be the name of a log: take an address without https://"):
            await begin_here(lost, name)
    done = await begin(lost, "a+b", "--yes")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (78, "", 1)
    assert await state(lost, conn) == before


async def test_a_name_that_the_settings_contradict(lost: Installation, conn: Conn) -> None:
    before = await state(lost, conn)
    done = await begin(lost, NEW, "--yes", HALLMINT_LOG_NAME=OLD)
    assert (done.returncode, done.stderr) == (
        78,
        f"error: HALLMINT_LOG_NAME is {OLD}, so no worker would sign as {NEW}: unset it, or set it to {NEW}, for every worker\n",
    )
    assert await state(lost, conn) == before
    await begin_here(lost, NEW)
    lost.options["HALLMINT_LOG_NAME"] = NEW
    await sequence(lost.settings)
    lost.options["HALLMINT_LOG_NAME"] = OLD
    with pytest.raises(KeyFileError, match=f"is the key of the log {NEW}, and this log is called {OLD}"):
        await sequence(lost.settings)


async def test_it_asks_first(lost: Installation, conn: Conn) -> None:
    before = await state(lost, conn)
    done = await begin(lost, NEW)
    assert (done.returncode, done.stderr) == (1, "error: it was not confirmed; nothing was done\n")
    for words in (
        f"The log {OLD} ends for good",
        "has 200 entries",
        "signed 300",
        "stay what they were",
        f"log {NEW} begins",
    ):
        assert words in done.stdout
    assert await state(lost, conn) == before


async def test_one_that_has_begun_is_finished_before_a_third(signed: Installation) -> None:
    await begin(signed, NEW, "--yes", HALLMINT_FAILPOINTS="begin.ended=kill")
    with refused(
        f"the log {NEW} has begun, and is not in place here: finish it with `hallmint-server log begin {NEW}`"
    ):
        await begin_here(signed, "c.example/log")


async def test_without_a_log_none_ends(place: Installation, conn: Conn) -> None:
    with refused("there is no log here that could end"):
        await begin_here(place, NEW)
    assert await rows(conn, "SELECT * FROM ended_logs") == []
    assert not place.settings.keys_folder.exists()


async def test_an_owner_need_be_no_superuser(lost: Installation, conn: Conn) -> None:
    role = f"owner_{secrets.token_hex(4)}"
    await conn.execute(f"CREATE ROLE {role}".encode())
    try:
        await conn.execute(f"GRANT CREATE ON SCHEMA public TO {role}".encode())
        for table in ("log_checkpoints", "ended_logs", "exports", "schema_migrations"):
            await conn.execute(f"ALTER TABLE {table} OWNER TO {role}".encode())
        async with await psycopg.AsyncConnection.connect(lost.dsn, autocommit=True, options=f"-c role={role}") as own:
            folder = lost.settings.keys_folder
            async with await connect_worker(lost.dsn):  # it sees workers of another login all the same
                with refused("stop every worker"):
                    await succession.look(own, folder, NEW)
            await succession.begin(own, folder, await succession.look(own, folder, NEW))
        assert public_key(folder).startswith(f"{NEW}+")
        assert await rows(conn, "SELECT count(*) FROM log_checkpoints") == [(0,)]
    finally:
        await conn.execute(f"DROP OWNED BY {role} CASCADE".encode())
        await conn.execute(f"DROP ROLE {role}".encode())


async def test_only_the_owner_of_the_tables_ends_a_log(signed: Installation) -> None:
    for role in ("hallmint_mint", "hallmint_api"):
        async with await psycopg.AsyncConnection.connect(
            signed.dsn, autocommit=True, options=f"-c role={role}"
        ) as login:
            with refused("does not own its tables: begin as the one that `migrate` uses"):
                await succession.look(login, signed.settings.keys_folder, NEW)
