"""Another log over the same entries, where one has ended: its key cannot be used any more, or must not.

What is true if the process dies, step by step. A retry with the same name finishes it, and fsck says that it is to be done:

    begin.locked    Nothing happened. The server frees the lock with the connection.
    begin.prepared  The new key is in a file that nothing signs with. The old log is what it was, and may go on; another name may
                    still be chosen.
    begin.written   An open transaction, seen by nobody. The heads go and the log ends together, or not at all.
    begin.ended     The old log has ended, in the database, which names the one key that is signed with from now on. No sequencer
                    signs before a key file says the same, wherever it runs: the log is unsigned.
    begin.kept      The same. The old key has a second name that nothing reads, and its public half a file of its own.
    begin.cleared   The same, and the old checkpoint is put aside too.
    begin.placed    All is done: the key file is the new one, and the next turn of a sequencer publishes its first head.

Entries, tiles and the tree are not touched. A database that is put back to before the end has the old heads again: the new key
has not signed them, so nothing is signed then either.
"""

import asyncio
import time
from dataclasses import dataclass
from pathlib import Path

from hallmint_server import failpoint
from hallmint_server.db.pool import Connection
from hallmint_server.db.queries import load
from hallmint_server.log import ended_key, store
from hallmint_server.log.checkpoint import open_checkpoint, parse_checkpoint
from hallmint_server.log.key import KEY_FILE, NEXT_FILE, check_origin
from hallmint_server.log.note import read_note
from hallmint_server.log.signature import NoteError, Signer
from hallmint_server.log.store import Begun, Published

_ENDING_SECONDS = 2.0
_POLL_SECONDS = 0.1

_SQL = load("hallmint_server.log", "succession.sql")


class SuccessionError(ValueError):
    """Another log cannot begin: the message says why, and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Succession:
    """A log that ends, and the name of the one that follows."""

    ended: str
    public_key: str
    """Of the ended log; empty where it is not known here."""
    published: Published | None
    signed: int | None
    """Entries in the last checkpoint of the folder, which may be more than the database still has; None without one."""
    name: str
    begun: Begun | None
    """The log that follows, where the database has it already and files alone are left to do."""

    @property
    def size(self) -> int | None:
        """Entries in the ended log's last published checkpoint; None where none was."""
        if self.begun is not None:
            return self.begun.ended_size
        return self.published.tree.size if self.published else None


async def look(conn: Connection, folder: Path, name: str) -> Succession:
    """What ends where a log of this name begins. Changes nothing, but takes the lock of sequencers for as long as the connection
    lives: what is told stays true meanwhile.

    Raises SuccessionError where a worker runs, the login does not own the log's tables, there is no log, or the name is or was
    one's; KeyFileError for a name that no log can have, and where the folder cannot be read.
    """
    check_origin(name)
    if not await _is_alone(conn):
        raise SuccessionError(
            "a worker (or another `log begin`) runs on this database: stop every worker, on all machines, and begin then"
        )
    if not await _one(conn, "is_owner"):
        raise SuccessionError(
            "the login of this database does not own its tables: begin as the one that `migrate` uses"
        )
    begun, published = await store.find_begun(conn), await store.last_checkpoint(conn)
    if begun is not None and begun.name == name:
        return await asyncio.to_thread(_unfinished, folder, begun)
    held = await asyncio.to_thread(ended_key.find_key, folder, KEY_FILE)
    prepared = await asyncio.to_thread(ended_key.find_key, folder, NEXT_FILE)
    if begun is not None and prepared is not None and str(prepared.verifier) == begun.key:
        raise SuccessionError(
            f"the log {begun.name} has begun, and is not in place here: finish it with `hallmint-server log begin {begun.name}`"
        )
    last = await asyncio.to_thread(ended_key.find_checkpoint, folder)
    ended = _name(begun, published, held, last)
    if ended == name:
        raise SuccessionError(f"the log that is to end is called {name}: take a name that was never used")
    names = await asyncio.to_thread(ended_key.known_names, folder)
    for row in await (await conn.execute(_SQL["known_names"])).fetchall():
        names.update(row)
    if name in names:
        raise SuccessionError(f"{name} was the name of a log before: take one that was never used")
    return Succession(
        ended=ended,
        public_key=begun.key if begun else _public_key(ended, published, held),
        published=published,
        signed=last[1] if last and last[0] == ended else None,
        name=name,
        begun=None,
    )


async def begin(conn: Connection, folder: Path, found: Succession) -> tuple[str, int | None]:
    """End a log, and begin the other: on return its key is what the next turn of a sequencer signs with. Returns its public key,
    and the number under which the ended log's files lie in the folder; None where there were none.

    A retry does what is left. Raises KeyFileError where the folder cannot be written, or where the log has begun on another
    machine and its key is not here; psycopg.Error: nothing has ended then, unless the connection broke in the commit.
    """
    failpoint.hit("begin.locked")
    key = found.begun.key if found.begun else await _end(conn, folder, found)
    return key, await asyncio.to_thread(ended_key.install, folder, key)


async def _end(conn: Connection, folder: Path, found: Succession) -> str:
    key = str((await asyncio.to_thread(ended_key.prepare, folder, found.name)).verifier)
    failpoint.hit("begin.prepared")
    async with conn.transaction():
        for statement in ("be_durable", "lift_guard", "clear_manifests", "take_heads", "put_guard"):
            await conn.execute(_SQL[statement])
        published = found.published
        values = {
            "name": found.ended,
            "public_key": found.public_key or None,
            "size": published.tree.size if published else None,
            "note": published.note.decode() if published else None,
            "next_key": key,
        }
        await conn.execute(_SQL["end_log"], values)
        failpoint.hit("begin.written")
    failpoint.hit("begin.ended")
    return key


async def _is_alone(conn: Connection) -> bool:
    """Take the lock of sequencers, and look whether a worker is connected: one that is refused has the lock for a moment only,
    every 5 s. Waits for those that were stopped just now, whose sessions end a little later than they do.
    """
    until = time.monotonic() + _ENDING_SECONDS
    is_locked = False
    while True:
        is_locked = is_locked or await store.try_lock(conn)
        if is_locked and not await _one(conn, "workers"):
            return True
        if time.monotonic() > until:
            return False
        await asyncio.sleep(_POLL_SECONDS)


def _unfinished(folder: Path, begun: Begun) -> Succession:
    """What is left to do of a log that has begun. Raises SuccessionError where nothing is."""
    if ended_key.is_in_place(folder, begun.key):
        raise SuccessionError(f"the log is called {begun.name} already, and nothing is left to do here")
    last = ended_key.find_checkpoint(folder)
    return Succession(
        ended=begun.ended,
        public_key=begun.ended_key,
        published=None,
        signed=last[1] if last and last[0] == begun.ended else None,
        name=begun.name,
        begun=begun,
    )


def _name(begun: Begun | None, published: Published | None, held: Signer | None, last: tuple[str, int] | None) -> str:
    """How the log is called that is to end: by the database, for the key may be another's; else by its files."""
    if begun is not None:
        return begun.name
    if published is not None:
        try:
            return parse_checkpoint(read_note(published.note)[0]).origin
        except NoteError as error:
            raise SuccessionError(
                f"the last published checkpoint is none ({error}): `hallmint-server fsck` first"
            ) from None
    if held is not None:
        return held.name
    if last is not None:
        return last[0]
    raise SuccessionError(
        "there is no log here that could end. The first worker makes its key; HALLMINT_LOG_NAME says how it is called"
    )


def _public_key(ended: str, published: Published | None, held: Signer | None) -> str:
    """The public key of the log that is to end; empty where the key here is not the one that signed its last head."""
    if held is None or held.name != ended:
        return ""
    try:
        if published is not None:
            open_checkpoint(published.note, held.verifier)
    except NoteError:
        return ""
    return str(held.verifier)


async def _one(conn: Connection, statement: str) -> int:
    row = await (await conn.execute(_SQL[statement])).fetchone()
    return int(row[0]) if row else 0
