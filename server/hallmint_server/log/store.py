"""Rows of the log: its queue, entries, tiles, tree and checkpoints."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from hallmint_server.db.pool import Connection, connect_worker
from hallmint_server.db.queries import load
from hallmint_server.log import tile

Row = tuple[int, int]
"""Level and number of a tile's row."""

_SQL = load("hallmint_server.log", "log.sql")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """The log's tree as it is in the database: how many entries, and their RFC 6962 root."""

    size: int
    root: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """The last published checkpoint, and when it was published by the database's clock. `ahead` is how many seconds after its
    present time that is: above zero where the clock was moved back."""

    tree: Tree
    note: bytes
    at: datetime
    ahead: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """A log that followed another: its public key, and of the ended one the name, the public key (empty: unknown) and the entries
    in its last published checkpoint (None: none was)."""

    key: str
    ended: str
    ended_key: str
    ended_size: int | None

    @property
    def name(self) -> str:
        """How the log is called."""
        return self.key.partition("+")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Queued:
    """An entry out of the queue: of a batch, of a month of an audit chain (`anchor_no`), or of neither."""

    batch_no: int | None
    anchor_no: int | None
    entry: bytes


async def open_session(conn: Connection) -> None:
    """Make a connection one of a sequencer: a silent one loses its session after 30 s, and the lock with it, and what it commits
    is durable.
    """
    await conn.execute(_SQL["open_session"])


async def try_lock(conn: Connection) -> bool:
    """Take the lock of sequencers, of the session and not of a transaction; whether nobody else has it."""
    row = await (await conn.execute(_SQL["lock"])).fetchone()
    return row is not None and bool(row[0])


async def unlock(conn: Connection) -> None:
    """Give it back."""
    await conn.execute(_SQL["unlock"])


async def has_work(conn: Connection) -> bool:
    """Whether entries wait, a batch is to be caught up with, or the tree has no checkpoint yet."""
    row = await (await conn.execute(_SQL["has_work"])).fetchone()
    return row is not None and bool(row[0])


async def find_tree(conn: Connection, *, lock: bool = False) -> Tree:
    """The tree; with `lock` nobody else makes it grow until the transaction ends."""
    row = await (await conn.execute(_SQL["lock_tree" if lock else "tree"])).fetchone()
    if row is None:
        raise RuntimeError("the row of log_tree is missing")
    return Tree(size=row[0], root=bytes(row[1]))


async def last_checkpoint(conn: Connection) -> Published | None:
    """The last published checkpoint, or None where none ever was."""
    row = await (await conn.execute(_SQL["last_checkpoint"])).fetchone()
    if row is None:
        return None
    size, root, note, at, ahead = row
    return Published(tree=Tree(size=size, root=bytes(root)), note=note.encode(), at=at, ahead=ahead)


async def find_begun(conn: Connection) -> Begun | None:
    """The log that followed the last one which ended; None where the first one goes on."""
    row = await (await conn.execute(_SQL["begun"])).fetchone()
    if row is None:
        return None
    next_key, name, public_key, size = row
    return Begun(key=next_key, ended=name, ended_key=public_key or "", ended_size=size)


async def read_tiles(conn: Connection, rows: Iterable[Row]) -> dict[Row, bytes]:
    """The hashes of those rows that are there."""
    wanted = list(rows)
    values = {"levels": [level for level, _ in wanted], "numbers": [number for _, number in wanted]}
    found = await (await conn.execute(_SQL["tiles"], values)).fetchall()
    return {(level, number): bytes(hashes) for level, number, hashes in found}


async def read_consistency(conn: Connection, old: int, new: int) -> list[bytes]:
    """The hashes that prove a tree of `new` entries, at most as many as there are, to have grown out of one of `old` (RFC 6962,
    2.1.2); none from an empty tree. Raises ValueError where tiles have fewer hashes than they must.
    """
    spans = tile.consistency(old, new)
    return tile.hashes(spans, tile.reader(await read_tiles(conn, tile.rows(spans))))


async def take_queue(conn: Connection, most: int) -> list[Queued]:
    """Take up to `most` entries out of the queue, in order."""
    rows = await (await conn.execute(_SQL["take_queue"], {"most": most})).fetchall()
    return [Queued(batch_no=batch_no, anchor_no=anchor_no, entry=bytes(entry)) for batch_no, anchor_no, entry in rows]


async def add_entries(conn: Connection, first: int, entries: Sequence[Queued]) -> None:
    """Write entries under the numbers from `first` on, and the numbers beside what they are of."""
    values = {
        "first": first,
        "entries": [each.entry for each in entries],
        "batch_nos": [each.batch_no for each in entries],
        "anchor_nos": [each.anchor_no for each in entries],
    }
    for statement in ("insert_entries", "number_commitments", "number_anchors"):
        await conn.execute(_SQL[statement], values)


async def grow(conn: Connection, tiles: Mapping[Row, bytes], tree: Tree) -> None:
    """Write the rows of tiles that changed, and the tree they make."""
    values = {
        "levels": [level for level, _ in tiles],
        "numbers": [number for _, number in tiles],
        "hashes": list(tiles.values()),
    }
    await conn.execute(_SQL["write_tiles"], values)
    await conn.execute(_SQL["grow_tree"], {"size": tree.size, "root": tree.root})


async def publish(conn: Connection, tree: Tree, note: bytes) -> None:
    """Write a checkpoint. psycopg.errors.RaiseException where its tree is not there, or one as large was published before."""
    await conn.execute(_SQL["publish"], {"size": tree.size, "root": tree.root, "note": note.decode()})


async def figures(dsn: str) -> dict[str, float]:
    """What metrics show of the log, on a connection of its own. Raises psycopg.OperationalError."""
    async with await connect_worker(dsn) as conn:
        row = await (await conn.execute(_SQL["figures"])).fetchone()
    published, waiting, age = row or (0, 0, None)
    found = {"published_entries": float(published), "waiting_entries": float(waiting)}
    return found if age is None else {**found, "checkpoint_age_seconds": age}
