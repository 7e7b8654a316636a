"""Another log over the same entries: the command, and what is there before and after it."""

import asyncio
from functools import partial
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import psycopg
import pytest

from hallmint_server.command import connect
from hallmint_server.log import succession
from hallmint_server.log.key import CHECKPOINT_FILE
from hallmint_server.log.succession import SuccessionError
from tests.support.installation import Installation
from tests.support.sequencing import Queued, sequence

Conn = psycopg.AsyncConnection[Any]
OLD, NEW = "id.hallmint.example/log", "id.hallmint.example/log2"
ENDED = {"ended-1-log-key.txt", "ended-1-log-public-key.txt", "ended-1-log-checkpoint.txt"}


async def begin(place: Installation, *arguments: str, **changes: Any) -> CompletedProcess[str]:
    """The command, as a process."""
    return await asyncio.to_thread(partial(place.run, "log", "begin", *arguments, **changes))


async def begin_here(place: Installation, name: str, folder: Path | None = None) -> succession.Succession:
    """What it does, in this process."""
    folder = folder or place.settings.keys_folder
    async with connect(place.settings) as conn:
        found = await succession.look(conn, folder, name)
        await succession.begin(conn, folder, found)
    return found


def refused(words: str) -> pytest.RaisesExc[SuccessionError]:
    return pytest.raises(SuccessionError, match=words)


async def rows(conn: Conn, statement: str) -> list[tuple[Any, ...]]:
    return await (await conn.execute(statement.encode())).fetchall()


async def state(place: Installation, conn: Conn) -> tuple[Any, ...]:
    """Whatever the command could change."""
    folder = place.settings.keys_folder
    files = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    heads = await rows(conn, "SELECT size, root, note, published_at FROM log_checkpoints ORDER BY size")
    tree = await rows(conn, "SELECT size, root FROM log_tree")
    return files, heads, tree, await rows(conn, "SELECT * FROM ended_logs")


async def findings(place: Installation) -> list[str]:
    return [f"{finding.where}: {finding.what}" for finding in (await place.fsck()).findings]


def files(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if "log" in path.name and not path.name.startswith(".")}


async def check_goes_on(place: Installation, conn: Conn, name: str = NEW, size: int = 200) -> None:
    """The log of this name has the entries that are there, grows, and nothing is wrong with it."""
    folder = place.settings.keys_folder
    for added in (0, 3):
        if added:
            await Queued(conn=conn).add(added, 5000)
        await sequence(place.settings)
        assert (folder / CHECKPOINT_FILE).read_text().splitlines()[:2] == [name, str(size + added)]
        assert await rows(conn, "SELECT max(size) FROM log_checkpoints") == [(size + added,)]
        assert await findings(place) == []
    with pytest.raises(psycopg.errors.RaiseException, match="only ever added to"):
        await conn.execute("DELETE FROM log_checkpoints")
