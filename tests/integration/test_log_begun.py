"""What stays of a log that has ended: files kept apart, other machines and databases that know it only, and its proofs."""

import shutil
from pathlib import Path

import psycopg
import pytest

from hallmint_server.keyring.secret import KeyFileError
from hallmint_server.log.checkpoint import CheckpointRefused
from hallmint_server.log.key import CHECKPOINT_FILE, KEY_FILE, NEXT_FILE
from hallmint_server.log.opening import public_key
from mintcore import ProofError, verify_proof
from tests.support.api import Api
from tests.support.hand import hand
from tests.support.installation import Installation
from tests.support.proving import at, proof_of
from tests.support.sequencing import sequence
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
)


async def test_every_log_that_ended_is_kept_apart(signed: Installation, conn: Conn) -> None:
    folder, names, keys = (
        signed.settings.keys_folder,
        [OLD, NEW, "c.example/log"],
        [public_key(signed.settings.keys_folder)],
    )
    for number, name in enumerate(names[1:], 1):
        await begin_here(signed, name)
        keys.append(public_key(folder))
        await sequence(signed.settings)
        assert (folder / f"ended-{number}-log-public-key.txt").read_text() == f"{keys[number - 1]}\n"
        assert (folder / f"ended-{number}-log-checkpoint.txt").read_text().startswith(f"{names[number - 1]}\n300\n")
    for name in names[:2]:
        with refused(f"{name} was the name of a log before: take one that was never used"):
            await begin_here(signed, name)
    # Also where either the folder or the database alone knows of it.
    for path in folder.glob("ended-*"):
        path.rename(signed.home / path.name)
    with refused(f"{OLD} was the name"):
        await begin_here(signed, OLD)
    await check_goes_on(signed, conn, names[-1], 300)


async def test_a_database_of_before_the_end(signed: Installation, conn: Conn) -> None:
    """It has the old heads again. The new key has not signed them, so nothing is signed, and its name counts as used."""
    await conn.execute("CREATE TABLE kept AS SELECT * FROM log_checkpoints")
    await begin_here(signed, NEW)
    await sequence(signed.settings)
    await conn.execute("SET session_replication_role = replica")
    for statement in (
        "DELETE FROM ended_logs",
        "DELETE FROM log_checkpoints",
        "INSERT INTO log_checkpoints SELECT * FROM kept",
    ):
        await conn.execute(statement.encode())
    await conn.execute("SET session_replication_role = origin")
    with pytest.raises(CheckpointRefused, match=f"of 300 entries, is not one of the key {NEW}"):
        await sequence(signed.settings)
    with refused(f"{NEW} was the name of a log before"):
        await begin_here(signed, NEW)
    await begin_here(signed, "c.example/log")
    assert public_key(signed.settings.keys_folder).startswith("c.example/log+")
    assert {"ended-1-log-key.txt", "ended-2-log-key.txt"} <= files(signed.settings.keys_folder)
    await check_goes_on(signed, conn, "c.example/log", 300)


@pytest.mark.parametrize(
    ("spoil", "beside"),
    [
        ("missing", {"ended-1-log-checkpoint.txt"}),
        ("changed", {"ended-1-log-key.txt", "ended-1-log-checkpoint.txt"}),
        ("open", ENDED),
        ("another", ENDED),
        ("alone", ENDED - {"ended-1-log-checkpoint.txt"}),
    ],
)
async def test_a_key_that_cannot_be_used(signed: Installation, conn: Conn, spoil: str, beside: set[str]) -> None:
    """That is why the log ends: it is missing, no key any more, was read by others, or is that of another log."""
    path, old = signed.settings.keys_folder / KEY_FILE, public_key(signed.settings.keys_folder)
    if spoil == "missing":
        path.unlink()
    elif spoil == "changed":
        path.write_text(path.read_text()[:-9])
    elif spoil == "open":
        path.chmod(0o644)
    elif spoil == "another":
        path.unlink()
        async with await psycopg.AsyncConnection.connect(signed.dsn, autocommit=True) as own:
            await own.execute("SET session_replication_role = replica")
            await own.execute("CREATE TABLE kept AS SELECT * FROM log_checkpoints")
            await own.execute("DELETE FROM log_checkpoints")
            (path.parent / CHECKPOINT_FILE).unlink()
            await sequence(signed.settings)  # makes a key, of the same name
            await own.execute("DELETE FROM log_checkpoints")
            await own.execute("INSERT INTO log_checkpoints SELECT * FROM kept")
    else:
        (path.parent / CHECKPOINT_FILE).unlink()
    found = await begin_here(signed, NEW)
    assert files(path.parent) == {KEY_FILE, *beside}
    known = spoil in ("open", "alone")
    assert await rows(conn, "SELECT name, public_key, size FROM ended_logs") == [(OLD, old if known else None, 300)]
    assert (found.ended, found.public_key, found.size) == (OLD, old if known else "", 300)
    await check_goes_on(signed, conn, size=300)


async def test_another_machine_follows(signed: Installation, conn: Conn, tmp_path: Path) -> None:
    """A folder of its own, with the old key: it signs nothing, and the command says what it needs."""
    folder, elsewhere, empty = signed.settings.keys_folder, tmp_path / "elsewhere", tmp_path / "empty"
    shutil.copytree(folder, elsewhere)
    empty.mkdir(mode=0o700)
    # It prepared a key as well, and did not come to the end.
    await begin(signed, NEW, "--yes", HALLMINT_KEYS=str(elsewhere), HALLMINT_FAILPOINTS="begin.prepared=kill")
    await begin_here(signed, NEW)
    with pytest.raises(
        KeyFileError, match=rf"of the log {OLD}, and another log has begun, {NEW}\+.* `hallmint-server log begin"
    ):
        await sequence(signed.settings, elsewhere)
    with pytest.raises(KeyFileError, match="the log's key is missing"):
        await sequence(signed.settings, empty)
    assert list(empty.iterdir()) == [], "no key is made"
    for _ in range(2):
        with pytest.raises(
            KeyFileError, match=f"the key of the log {NEW} was made on another machine. Copy its"
        ) as caught:
            await begin_here(signed, NEW, elsewhere)
        assert public_key(folder) in str(caught.value)
        assert files(elsewhere) == {KEY_FILE, NEXT_FILE, *ENDED}
    shutil.copy(folder / KEY_FILE, elsewhere)
    await begin_here(signed, NEW, elsewhere)
    assert files(elsewhere) == {KEY_FILE, *ENDED}
    shutil.copy(folder / KEY_FILE, empty)
    for each in (elsewhere, empty):
        await sequence(signed.settings, each)
        assert (each / CHECKPOINT_FILE).read_text().startswith(f"{NEW}\n300\n")
    await check_goes_on(signed, conn, size=300)


async def test_a_key_that_was_copied_first(signed: Installation, conn: Conn, tmp_path: Path) -> None:
    """Over the old one, so that the old checkpoint alone is left to be put aside."""
    elsewhere = tmp_path / "elsewhere"
    shutil.copytree(signed.settings.keys_folder, elsewhere)
    await begin_here(signed, NEW)
    shutil.copy(signed.settings.keys_folder / KEY_FILE, elsewhere)
    await begin_here(signed, NEW, elsewhere)
    assert files(elsewhere) == {KEY_FILE, "ended-1-log-checkpoint.txt"}
    await sequence(signed.settings, elsewhere)
    assert await rows(conn, "SELECT max(size) FROM log_checkpoints") == [(300,)]


async def test_proofs_of_before_and_after(server: Installation, api: Api, conn: Conn) -> None:
    """A proof stays true under the key that it was made under, and under no other; new ones are under the new key."""
    folder = server.settings.keys_folder
    async with hand(server.settings, units=600) as worker:
        batch = await api.submit(600)
        await worker.cycle()
        await worker.release()
    await sequence(server.settings)
    old, before = public_key(folder), (await proof_of(api, at(batch.batch_id, 7))).proof
    await begin_here(server, NEW)
    await sequence(server.settings)
    new, after = public_key(folder), (await proof_of(api, at(batch.batch_id, 7))).proof
    for proof, key, other in ((before, old, new), (after, new, old)):
        assert verify_proof(proof, key).seq == 7
        with pytest.raises(ProofError):
            verify_proof(proof, other)
    assert await findings(server) == []
    assert await rows(conn, "SELECT count(*) FROM log_entries") == [(1,)]
