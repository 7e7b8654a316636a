"""The log: commitments and entries made again from batches, tiles and roots made again from entries, and signatures."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from hallmint_server.db.pool import Connection
from hallmint_server.db.queries import load
from hallmint_server.fsck.report import Report
from hallmint_server.keyring.secret import KeyFileError
from hallmint_server.log import store, tile
from hallmint_server.log.checkpoint import Checkpoint, Head, open_checkpoint, parse_checkpoint
from hallmint_server.log.ended_key import find_key
from hallmint_server.log.entry import BatchEntry, Opening, brand_tag, parse_entry
from hallmint_server.log.key import KEY_FILE, NEXT_FILE, LogKey
from hallmint_server.log.note import read_note
from hallmint_server.log.opening import open_key
from hallmint_server.log.signature import NoteError, Verifier
from hallmint_server.minting.model import Batch, BatchState

_SQL = load("hallmint_server.fsck", "log.sql")
_ENTRIES = 4096
_SHOWN = 3
_WHERE = "log"


async def blocks_of(conn: Connection, report: Report, where: str, batch_no: int) -> bytes | None:
    """The stored hashes of a batch's blocks in order; None where the sequencer has yet to catch up with the batch."""
    if await _is(conn, "is_behind", batch_no=batch_no):
        return None
    blocks = b""
    for first, hashes in await (await conn.execute(_SQL["blocks"], {"batch_no": batch_no})).fetchall():
        if first * tile.HASH != len(blocks):
            report.add(where, f"hashes of blocks are not dense: {len(blocks) // tile.HASH} is missing")
            break
        blocks += hashes
    return blocks


async def check_commitment(conn: Connection, report: Report, where: str, batch: Batch) -> None:
    """A batch that ended as minted or cancelled has one commitment and one entry, and they say what the batch says; any other has
    none.
    """
    row = await (await conn.execute(_SQL["commitment"], {"batch_no": batch.batch_no})).fetchone()
    is_due = batch.state in (BatchState.MINTED, BatchState.CANCELLED)
    if row is None or not is_due:
        is_behind = is_due and await _is(conn, "is_behind", batch_no=batch.batch_no)
        report.expect(where, "its commitment is there", is_due and not is_behind, row is not None)
        return
    product_id, quantity, root, mint_time, salt, is_same_brand, ended_at, monitor_key, entry_no, entry, queued = row
    where = f"{where}, commitment"
    report.expect(where, "brand is the batch's", True, is_same_brand)
    report.expect(where, "product", batch.product_id, product_id)
    report.expect(where, "quantity", batch.cursor, quantity)
    if not batch.has_its_range or batch.root != root:
        report.add(where, "the root is not the batch's")
    if ended_at is not None:
        report.expect(where, "time of the end", ended_at, mint_time)
    opening = Opening(product=product_id, quantity=quantity, root=bytes(root), minted=mint_time, salt=bytes(salt))
    tag = brand_tag(bytes(monitor_key), batch.batch_id)
    expected = bytes(BatchEntry(batch_id=batch.batch_id, tag=tag, commitment=opening.commitment()))
    report.expect(where, "in the queue", entry_no is None, queued is not None)
    found = queued if entry_no is None else entry
    if found is None:
        report.add(where, f"its entry is missing: number {'none, in the queue' if entry_no is None else entry_no}")
    elif bytes(found) != expected:
        report.add(where, "its entry is not what commitment and batch say")


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """What lies in the folder of keys: the log's key, the last checkpoint that it signed, what is wrong with them, and the name
    of a log that was to begin and has not; empty where there is none."""

    key: LogKey | None
    last: Checkpoint | None
    wrong: str
    unfinished: str = ""


def read_signed(folder: Path) -> Signed:
    """Read the folder, before the snapshot of the database is taken: a tree is signed after it is there."""
    key, last, wrong, unfinished = None, None, "", ""
    try:
        following = find_key(folder, NEXT_FILE)
        unfinished = following.name if following else ""
        if (folder / KEY_FILE).exists():
            key = open_key(folder, None, "", first_start=False)
            last = Head(folder, key).last()
    except (KeyFileError, NoteError) as error:
        wrong = str(error)
    return Signed(key=key, last=last, wrong=wrong, unfinished=unfinished)


async def check_log(conn: Connection, report: Report, signed: Signed) -> None:
    """The tree made again from the entries has the stored tiles and roots, and what is signed is true.

    Signatures are verified where the key is there, or the database knows it; without it what checkpoints say is.
    """
    signed, verifier = await _of_this_log(conn, report, signed)
    if signed.wrong:
        report.add(_WHERE, signed.wrong)
    for (queue_no,) in await (await conn.execute(_SQL["stray_queue"])).fetchall():
        report.add(_WHERE, f"number {queue_no} of the queue is of a batch without commitment")
    heads = await _heads(conn, report, verifier)
    last = signed.last
    sizes = {size for size, _, _ in heads} | ({last.size} if last else set())
    tree = await store.find_tree(conn)
    rebuilt = await _rebuild(conn, report, sizes | {tree.size})
    if rebuilt is None:
        return
    count, roots = rebuilt
    report.expect(_WHERE, "entries", tree.size, count)
    if tree.size in roots:
        report.expect(_WHERE, "the tree's root is that of the entries", True, roots[tree.size] == tree.root)
    for size, root, what in (*heads, *([(last.size, last.root, "checkpoint file")] if last else [])):
        if size not in roots:
            report.add(_WHERE, f"{what} is of {size} entries, and there are {count}")
        elif roots[size] != root:
            report.add(_WHERE, f"{what} of {size} entries has another root than the entries have")


async def _of_this_log(conn: Connection, report: Report, signed: Signed) -> tuple[Signed, Verifier | None]:
    """What the folder says of the log that goes on, and its public key: where another log has begun, files of the ended one say
    nothing of it.
    """
    begun = await store.find_begun(conn)
    if signed.unfinished:
        report.add(
            _WHERE,
            f"the log {signed.unfinished} was to begin, and is not in place: run `hallmint-server log begin {signed.unfinished}`",
        )
    if begun is None:
        return signed, signed.key.verifier if signed.key else None
    try:
        if signed.key is not None:
            signed.key.check_begun(begun.key)
    except KeyFileError as error:
        signed = Signed(key=None, last=None, wrong="" if signed.unfinished else str(error))
    return signed, Verifier.parse(begun.key)


async def _heads(conn: Connection, report: Report, verifier: Verifier | None) -> list[tuple[int, bytes, str]]:
    """Size and root of each published checkpoint, as it is signed."""
    heads = []
    for size, root, note in await (await conn.execute(_SQL["checkpoints"])).fetchall():
        try:
            data = note.encode()
            found = open_checkpoint(data, verifier)[0] if verifier else parse_checkpoint(read_note(data)[0])
        except NoteError as error:
            report.add(_WHERE, f"checkpoint of {size} entries: {error}")
            continue
        if (found.size, found.root) != (size, bytes(root)):
            report.add(_WHERE, f"checkpoint of {size} entries is signed for {found}")
        heads.append((found.size, found.root, "checkpoint"))
    return heads


async def _rebuild(conn: Connection, report: Report, sizes: set[int]) -> tuple[int, dict[int, bytes]] | None:
    """Make the tree again, and hold each tile against the stored one. Returns how many entries it has and its roots at `sizes`,
    as far as it has them; None where a number is missing.
    """
    numbered = {row[0] for row in await (await conn.execute(_SQL["numbered"])).fetchall()}
    roots = {0: tile.EMPTY_ROOT} if 0 in sizes else {}
    edge: dict[store.Row, bytes] = {}
    size = count = 0
    wrong: list[str] = []
    strays: list[int] = []
    async for entries in _entries(conn):
        for number, (entry_no, entry) in enumerate(entries, size):
            if number != entry_no:
                report.add(_WHERE, f"entries are not dense: {number} is missing")
                return None
            parsed = parse_entry(entry)
            if parsed is None or (isinstance(parsed, BatchEntry) and number not in numbered):
                strays.append(number)
        grown = tile.grow(tile.reader(edge), size, [tile.leaf_hash(entry) for _, entry in entries])
        edge |= grown
        end = size + len(entries)
        roots |= {each: tile.root(each, tile.reader(edge)) for each in sizes if size < each <= end}
        full = {place: hashes for place, hashes in edge.items() if len(hashes) == tile.WIDTH * tile.HASH}
        count += len(full)
        wrong += await _differences(conn, full)
        edge = {place: hashes for place, hashes in edge.items() if place not in full}
        size = end
    wrong += await _differences(conn, edge)
    if wrong:
        shown = ", ".join(wrong[:_SHOWN]) + (", ..." if len(wrong) > _SHOWN else "")
        report.add(_WHERE, f"{len(wrong)} tiles are not those of the entries: {shown}")
    if strays:
        shown = ", ".join(map(str, strays[:_SHOWN])) + (", ..." if len(strays) > _SHOWN else "")
        report.add(_WHERE, f"{len(strays)} entries are of nothing: number {shown}")
    row = await (await conn.execute(_SQL["count_tiles"])).fetchone()
    report.expect(_WHERE, "tiles", count + len(edge), row[0] if row else 0)
    return size, roots


async def _differences(conn: Connection, tiles: dict[store.Row, bytes]) -> list[str]:
    stored = await store.read_tiles(conn, tiles)
    return [f"{level}/{number}" for (level, number), hashes in tiles.items() if stored.get((level, number)) != hashes]


async def _entries(conn: Connection) -> AsyncIterator[list[tuple[int, bytes]]]:
    async with conn.cursor(name="log") as cursor:
        await cursor.execute(_SQL["entries"])
        while rows := await cursor.fetchmany(_ENTRIES):
            yield [(entry_no, bytes(entry)) for entry_no, entry in rows]


async def _is(conn: Connection, statement: str, **values: object) -> bool:
    row = await (await conn.execute(_SQL[statement], values)).fetchone()
    return row is not None and bool(row[0])
