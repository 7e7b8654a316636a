"""What the sequencer refuses to sign, in words: an older or another database, another key, a clock that was moved back."""

import shutil
from pathlib import Path
from typing import Any

import psycopg
import pytest

from hallmint_server.db.pool import connect_worker
from hallmint_server.keyring.secret import KeyFileError
from hallmint_server.log import store
from hallmint_server.log.checkpoint import CheckpointRefused
from hallmint_server.log.signature import NoteError
from tests.support.installation import Installation
from tests.support.sequencing import Queued, sequence

Conn = psycopg.AsyncConnection[Any]


async def put_back(conn: Conn, *, published: bool = True) -> None:
    """The database as a backup at 200 entries had it; without `published`, its checkpoints are gone too."""
    await conn.execute("SET session_replication_role = replica")  # no trigger guards the log against its owner
    for statement in (
        "DELETE FROM log_entries WHERE entry_no >= 200",
        "DELETE FROM log_tiles",
        """INSERT INTO log_tiles SELECT 0, 0, string_agg(sha256('\\x00'::bytea || entry), ''::bytea ORDER BY entry_no)
           FROM log_entries""",
        "UPDATE log_tree SET size = 200, root = (SELECT root FROM log_checkpoints WHERE size = 200)",
        "DELETE FROM log_checkpoints" + (" WHERE size > 200" if published else ""),
    ):
        await conn.execute(statement.encode())
    await conn.execute("SET session_replication_role = origin")


async def state(conn: Conn) -> tuple[Any, ...]:
    statement = (
        "SELECT (SELECT size FROM log_tree), (SELECT max(size) FROM log_checkpoints), (SELECT count(*) FROM log_queue)"
    )
    row = await (await conn.execute(statement.encode())).fetchone()
    assert row is not None
    return tuple(row)


@pytest.mark.parametrize("published", [True, False])
async def test_a_database_put_back_to_an_older_state(signed: Installation, conn: Conn, published: bool) -> None:
    await put_back(conn, published=published)
    before = await state(conn)
    with pytest.raises(CheckpointRefused, match=r"signed at 300 entries .* now holds 200 entries: it was put back"):
        await sequence(signed.settings)
    # One that has gone on since is as large as the signed tree, or larger, and another.
    for count in (100, 40):
        await Queued(conn=conn).add(count, 1000)
    with pytest.raises(CheckpointRefused, match=r"put back"):
        await sequence(signed.settings)
    assert await state(conn) == (*before[:2], 140), "nothing grows before a person has seen to it"
    found = [f"{finding.where}: {finding.what}" for finding in (await signed.fsck()).findings]
    assert found == ["log: checkpoint file is of 300 entries, and there are 200"]


async def test_a_database_put_back_that_was_signed_elsewhere(signed: Installation, conn: Conn, tmp_path: Path) -> None:
    """A machine whose checkpoint file is older follows the published ones; the one with the newer file still refuses."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir(mode=0o700)
    shutil.copy(signed.settings.keys_folder / "log-key-1.txt", elsewhere)
    await put_back(conn)
    await Queued(conn=conn).add(150, 1000)
    await sequence(signed.settings, elsewhere)  # it cannot know
    assert await state(conn) == (350, 350, 0)
    with pytest.raises(CheckpointRefused, match=r"signed at 300 entries .* first 300 entries .* now have root"):
        await sequence(signed.settings)


async def test_the_last_published_checkpoint_is_held_against_the_tree(
    signed: Installation, conn: Conn, tmp_path: Path
) -> None:
    (signed.settings.keys_folder / "log-checkpoint-1.txt").rename(tmp_path / "away")
    await sequence(signed.settings)
    text = (tmp_path / "away").read_bytes()
    assert (signed.settings.keys_folder / "log-checkpoint-1.txt").read_bytes() == text, "the file follows"
    (signed.settings.keys_folder / "log-checkpoint-1.txt").unlink()
    await conn.execute("SET session_replication_role = replica")
    await conn.execute("UPDATE log_tree SET size = 0, root = sha256('')")
    with pytest.raises(CheckpointRefused, match=r"now holds 0 entries"):
        await sequence(signed.settings)


async def test_tiles_that_were_changed(signed: Installation, conn: Conn) -> None:
    await Queued(conn=conn).add(1, 300)
    await conn.execute("SET session_replication_role = replica")
    change = "UPDATE log_tiles SET hashes = set_byte(hashes, 5, (get_byte(hashes, 5) + 1) % 256) WHERE (level, number) = (0, 1)"
    await conn.execute(change.encode())
    with pytest.raises(CheckpointRefused, match=r"do not have the root of its tree of 300 entries\. .* fsck"):
        await sequence(signed.settings)
    await conn.execute("DELETE FROM log_tiles WHERE (level, number) = (0, 1)")
    with pytest.raises(CheckpointRefused, match=r"do not make its tree of 300 entries: tile 0/1 has 0 hashes.* fsck"):
        await sequence(signed.settings)
    assert await state(conn) == (300, 300, 1)


async def test_a_key_that_is_missing(signed: Installation, conn: Conn) -> None:
    folder = signed.settings.keys_folder
    (folder / "log-key-1.txt").rename(folder / "away")
    await Queued(conn=conn).add(1, 300)
    with pytest.raises(KeyFileError, match=r"the log's key is missing: .*log-key-1\.txt does not exist"):
        await sequence(signed.settings)
    (folder / "log-checkpoint-1.txt").unlink()
    with pytest.raises(KeyFileError, match=r"is missing"):
        await sequence(signed.settings)
    (folder / "away").rename(folder / "log-key-1.txt")
    await sequence(signed.settings)
    assert await state(conn) == (301, 301, 0)


@pytest.mark.parametrize("with_file", [True, False])
async def test_a_key_of_another_log(signed: Installation, conn: Conn, tmp_path: Path, with_file: bool) -> None:
    other = tmp_path / "other"
    async with await psycopg.AsyncConnection.connect(signed.dsn, autocommit=True) as own:
        await own.execute("CREATE TABLE kept AS SELECT * FROM log_checkpoints")
        await own.execute("SET session_replication_role = replica")
        await own.execute("DELETE FROM log_checkpoints")
        other.mkdir(mode=0o700)
        await sequence(signed.settings, other)  # makes a key, of the same name
        await own.execute("DELETE FROM log_checkpoints")
        await own.execute("INSERT INTO log_checkpoints SELECT * FROM kept")
    if not with_file:
        (other / "log-checkpoint-1.txt").unlink()
    await Queued(conn=conn).add(1, 300)
    with pytest.raises(CheckpointRefused, match=r"of 300 entries, is not one of the key id.hallmint.example/log"):
        await sequence(signed.settings, other)
    shutil.copy(
        other / "log-checkpoint-1.txt" if with_file else signed.settings.keys_folder / "log-checkpoint-1.txt", tmp_path
    )
    if with_file:
        shutil.copy(other / "log-checkpoint-1.txt", signed.settings.keys_folder)
        with pytest.raises(NoteError, match=r"is not the last checkpoint of the log"):
            await sequence(signed.settings)


async def test_another_name(signed: Installation) -> None:
    signed.options["HALLMINT_LOG_NAME"] = "other.example/log"
    with pytest.raises(
        KeyFileError, match=r"is the key of the log id.hallmint.example/log, and this log is called other"
    ):
        await sequence(signed.settings)


async def test_the_name_stays_when_its_default_changes(signed: Installation, conn: Conn) -> None:
    signed.options["HALLMINT_RESOLVER_BASE_URL"] = "https://other.example"
    await Queued(conn=conn).add(1, 300)
    await sequence(signed.settings)
    assert await state(conn) == (301, 301, 0)


async def test_a_clock_that_was_moved_back(signed: Installation, conn: Conn) -> None:
    await conn.execute("SET session_replication_role = replica")
    await conn.execute("UPDATE log_checkpoints SET published_at = '2100-01-02 03:04:05.6Z' WHERE size = 300")
    await Queued(conn=conn).add(1, 300)
    said = []
    for _ in range(2):
        with pytest.raises(CheckpointRefused, match=r"clock was moved back: .* 2100-01-02T03:04:05.600000Z") as caught:
            await sequence(signed.settings)
        said.append(str(caught.value))
    assert said[0] == said[1], "a log says the same words once"
    await conn.execute("UPDATE log_checkpoints SET published_at = now() + interval '10 seconds' WHERE size = 300")
    await sequence(signed.settings)
    assert await state(conn) == (301, 301, 0)


@pytest.mark.parametrize(
    ("set_to", "is_used"), [("off", "local"), ("local", "local"), ("remote_apply", "remote_apply")]
)
async def test_commits_of_a_sequencer_are_durable(place: Installation, conn: Conn, set_to: str, is_used: str) -> None:
    """Whatever the database is set to: a crash could take away the tiles of a head that is signed."""
    row = await (await conn.execute("SELECT current_database()")).fetchone()
    assert row is not None
    await conn.execute(f'ALTER DATABASE "{row[0]}" SET synchronous_commit = {set_to}'.encode())
    async with await connect_worker(place.settings.dsn()) as worker:
        for wanted in (set_to, is_used):
            row = await (await worker.execute("SHOW synchronous_commit")).fetchone()
            assert row == (wanted,)
            await store.open_session(worker)
