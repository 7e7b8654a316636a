"""The sequencer: gives the entries in the queue their numbers, makes the tree grow, and signs and publishes its head.

It runs in every worker, beside the jobs; one turn at a time in the whole database. What is true if the process dies, step by
step (fsck proves it):

    log.locked      Nothing of the turn happened. The server frees the lock with the connection, of a frozen process after 30 s.
    log.taken       An open transaction, seen by nobody: the queue is as it was.
    log.grown       The same. Entries, numbers, tiles and tree become visible together, or not at all.
    log.integrated  They are durable, and no checkpoint tells of them. The next turn signs this tree, or one grown out of it.
    log.signed      The checkpoint is in the file beside the key, and only witnesses have seen it. The next turn publishes
                    the same text, or signs a tree grown out of it; no other tree of its size is ever signed where this file is.
    log.cosigned    The same, and the cosignatures are gone. The witnesses cosign this tree again, or one grown out of it.
    log.published   The checkpoint is in the database, after its tiles.

Two that both think they have the lock wait for the row of the tree, and the second finds it changed. Before a tree grows or is
signed it is held against the last checkpoint of the file and the last published one: a database that was put back to an older
state, or changed, and a key of another log, also of one that has ended, are refused in words, and nothing grows until a person
has seen to it. Where too few witnesses of the policy cosign, the tree grows and is signed, and what is published stays as it is.
Recovery is the normal turn.
"""

import asyncio
import contextlib
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import psycopg
import structlog

from hallmint_server import failpoint
from hallmint_server.db.errors import describe, is_transient, reason_of
from hallmint_server.db.pool import Connection, connect_worker
from hallmint_server.keyring.secret import KeyFileError
from hallmint_server.log import store, tile
from hallmint_server.log.anchor import Anchoring
from hallmint_server.log.backfill import catch_up
from hallmint_server.log.checkpoint import (
    Checkpoint,
    CheckpointOvertaken,
    CheckpointRefused,
    Head,
    check_growth,
    open_checkpoint,
)
from hallmint_server.log.cosigning import Cosigning, QuorumMissing
from hallmint_server.log.entry import time_text
from hallmint_server.log.key import LogKey
from hallmint_server.log.opening import open_key
from hallmint_server.log.policy import Policy, PolicyError
from hallmint_server.log.signature import NoteError
from hallmint_server.log.store import Published, Tree
from hallmint_server.metric import Metrics

log = structlog.get_logger()

MOST = 4096
"""Entries that one turn takes."""
CLOCK_SECONDS = 60.0
"""How far behind the last checkpoint the database's clock may be: machines that stand in for each other differ a little."""
_POLL_SECONDS = 1.0
_CHECK_SECONDS = 60.0
_RETRY_SECONDS = 5.0
_BACKFILLS = 8
_REASONS: Mapping[type[Exception], str] = {
    CheckpointRefused: "contradiction",
    KeyFileError: "key",
    NoteError: "key",
    PolicyError: "policy",
    QuorumMissing: "quorum",
}
"""The refusals that metrics count."""
_CHANGED = "They were changed. Nothing is signed until they are right: `hallmint-server fsck` says which, and a backup has them."


@dataclass(frozen=True, slots=True, kw_only=True)
class _Standing:
    """The tree that may be signed, and the root it has at the size of the file's checkpoint."""

    wanted: Checkpoint
    last: Checkpoint | None
    root_at_last: bytes | None


class Sequencer:
    """Sequences the log of one database with the key and the checkpoint file of one folder. `name`: None for the name that
    the key file has, or a first one made of `base_url`. `policy`: whose cosignatures a checkpoint needs to be published.
    """

    def __init__(
        self,
        dsn: str,
        folder: Path,
        *,
        name: str | None,
        base_url: str,
        policy: Policy | None = None,
        metrics: Metrics | None = None,
        most: int = MOST,
    ) -> None:
        self._dsn = dsn
        self._folder = folder
        self._name = name
        self._base_url = base_url
        self._most = most
        self._metrics = metrics or Metrics()
        for reason in _REASONS.values():  # an alert on a missing series would never fire
            self._metrics.log_refusals.labels(reason=reason)
        self._cosigning = Cosigning(policy or Policy(), self._metrics)
        self._anchoring = Anchoring()
        self._said = ""

    async def run(self, stop: asyncio.Event) -> None:
        """Take turns until `stop`: at once where more is waiting, else when there is something to do, at most once a second.
        What goes wrong is logged and tried again in 5 s: minting goes on whatever happens here.
        """
        while not stop.is_set():
            try:
                async with await connect_worker(self._dsn) as conn:
                    await store.open_session(conn)
                    await self._serve(conn, stop)
            except (CheckpointRefused, KeyFileError, NoteError, PolicyError, QuorumMissing) as error:
                self._metrics.log_refusals.labels(reason=_reason(error)).inc()
                if str(error) != self._said:
                    words = (
                        "no checkpoint is published" if isinstance(error, QuorumMissing) else "the log is not signed"
                    )
                    log.error(words, reason=str(error))  # noqa: TRY400 - the message says it all
                self._said = str(error)
            except Exception as error:  # noqa: BLE001 - as above
                if isinstance(error, CheckpointOvertaken):
                    log.info("another sequencer was faster", reason=str(error))
                elif is_transient(error):
                    log.warning("sequencing put off", error=reason_of(error))
                else:
                    log.error("sequencing failed", error=describe(error))  # noqa: TRY400 - described without values
            await _wait(stop, _RETRY_SECONDS)

    async def _serve(self, conn: Connection, stop: asyncio.Event) -> None:
        check_at, more = 0.0, False
        while not stop.is_set():
            if more or time.monotonic() >= check_at or await store.has_work(conn):
                check_at = time.monotonic() + _CHECK_SECONDS
                more = await self.turn(conn)
            if not more:
                await _wait(stop, _POLL_SECONDS)

    async def turn(self, conn: Connection) -> bool:
        """Do what is to be done, and return whether more is waiting; nothing where another has the lock. On return what was taken
        is durable, signed and published.

        Raises CheckpointRefused, KeyFileError, NoteError and PolicyError where the log must not be signed; QuorumMissing where it
        is, and not to be published; psycopg.Error.
        """
        if not await store.try_lock(conn):
            return False
        try:
            failpoint.hit("log.locked")
            more = await self._steps(conn)
        finally:
            with contextlib.suppress(psycopg.OperationalError):  # the lock goes with the connection
                await store.unlock(conn)
        self._said = ""
        return more

    async def _steps(self, conn: Connection) -> bool:
        published = await store.last_checkpoint(conn)
        begun = await store.find_begun(conn)
        first_start = published is None and begun is None
        key = await asyncio.to_thread(open_key, self._folder, self._name, self._base_url, first_start=first_start)
        key.check_begun(begun.key if begun else None)
        self._cosigning.check(key.verifier)
        head = Head(self._folder, key)
        standing = await _examine(conn, key, head, published)
        more = False
        for _ in range(_BACKFILLS):
            more = await catch_up(conn)
            if not more:
                break
        more = await self._anchoring.step(conn) or more
        taken = await self._integrate(conn, standing.wanted)
        if taken:
            failpoint.hit("log.integrated")
            standing = await _examine(conn, key, head, published)
        wanted = standing.wanted
        # Also where nothing is to be published: a machine whose turn it was not for long has its file follow.
        is_news = published is None or wanted.size > published.tree.size
        if is_news or wanted != standing.last:
            note = await asyncio.to_thread(head.sign, wanted, standing.last, standing.root_at_last)
            failpoint.hit("log.signed")
        if is_news:
            note = await self._cosigning.gather(
                note, wanted.size, lambda old: store.read_consistency(conn, old, wanted.size)
            )
            failpoint.hit("log.cosigned")
            await store.publish(conn, Tree(size=wanted.size, root=wanted.root), note)
            failpoint.hit("log.published")
            log.info("checkpoint published", size=wanted.size)
        return more or taken == self._most

    async def _integrate(self, conn: Connection, known: Checkpoint) -> int:
        """Number up to `most` entries, in one transaction; returns how many, durable."""
        async with conn.transaction():
            tree = await store.find_tree(conn, lock=True)
            if (tree.size, tree.root) != (known.size, known.root):
                raise CheckpointOvertaken(f"The tree had {known.size} entries a moment ago, and has {tree.size} now")
            entries = await store.take_queue(conn, self._most)
            if not entries:
                return 0
            failpoint.hit("log.taken")
            await store.add_entries(conn, tree.size, entries)
            rows = await store.read_tiles(conn, tile.rows([(0, tree.size)]))
            leaves = [tile.leaf_hash(each.entry) for each in entries]
            grown = tile.grow(tile.reader(rows), tree.size, leaves)
            size = tree.size + len(entries)
            await store.grow(conn, grown, Tree(size=size, root=tile.root(size, tile.reader({**rows, **grown}))))
            failpoint.hit("log.grown")
        return len(entries)


async def _examine(conn: Connection, key: LogKey, head: Head, published: Published | None) -> _Standing:
    """Hold the tree against its tiles, the last checkpoint of the file, and the last published one."""
    tree = await store.find_tree(conn)
    wanted = Checkpoint(origin=key.name, size=tree.size, root=tree.root)
    last = await asyncio.to_thread(head.last)
    told = _told(key, published)
    sizes = {each.size for each in (wanted, last, told) if each is not None and each.size <= tree.size}
    rows = await store.read_tiles(conn, tile.rows([(0, size) for size in sizes]))
    try:
        roots = {size: tile.root(size, tile.reader(rows)) for size in sizes}
    except ValueError as error:
        raise CheckpointRefused(
            f"The tiles of the log do not make its tree of {tree.size} entries: {error}. {_CHANGED}"
        ) from None
    if roots[tree.size] != tree.root:
        raise CheckpointRefused(
            f"The tiles of the log do not have the root of its tree of {tree.size} entries. {_CHANGED}"
        )
    for each in (last, told):
        check_growth(each, wanted, roots.get(each.size) if each else None)
    if published is not None and published.ahead > CLOCK_SECONDS:
        # The same words at each try: they are said once.
        raise CheckpointRefused(
            f"The database's clock was moved back: it has not come to {time_text(published.at)}, when the last checkpoint was "
            "published. Nothing is signed until it is right."
        )
    return _Standing(wanted=wanted, last=last, root_at_last=roots.get(last.size) if last else None)


def _told(key: LogKey, published: Published | None) -> Checkpoint | None:
    """What the last published checkpoint says."""
    if published is None:
        return None
    try:
        return open_checkpoint(published.note, key.verifier)[0]
    except NoteError as error:
        raise CheckpointRefused(
            f"The last published checkpoint, of {published.tree.size} entries, is not one of the key {key.name}: {error}. "
            "The key is that of another log, or the database is. Put the right key back."
        ) from None


def _reason(error: Exception) -> str:
    return next(reason for kind, reason in _REASONS.items() if isinstance(error, kind))


async def _wait(stop: asyncio.Event, seconds: float) -> None:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await stop.wait()
