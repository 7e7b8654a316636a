"""Files of packs: each is there, and as long as it was; on demand its digest too."""

import hashlib
from contextlib import aclosing

from hallmint_server.db.pool import Connection
from hallmint_server.db.queries import load
from hallmint_server.exporting.storage import Storage, StorageError
from hallmint_server.fsck.report import Report

_SQL = load("hallmint_server.fsck", "fsck.sql")


async def check_packs(conn: Connection, storage: Storage, report: Report, *, digests: bool) -> int:
    """Look at the file of every finished pack, one after the other; returns how many. With `digests` each is read whole: seconds
    for a gigabyte. What the storage cannot say is a finding too.
    """
    rows = await (await conn.execute(_SQL["packs"])).fetchall()
    for export_id, pack_no, key, length, sha256 in rows:
        where = f"export {export_id}, pack {pack_no}"
        try:
            found = await storage.head(key)
            if found is None:
                report.add(where, "its file is not in the storage")
            elif found != length:
                report.expect(where, "bytes of its file", length, found)
            elif digests and await _digest(storage, key, length) != bytes(sha256):
                report.add(where, "its file has other bytes than were stored")
        except StorageError as error:
            report.add(where, f"its file cannot be looked at: {error}")
    return len(rows)


async def _digest(storage: Storage, key: str, length: int) -> bytes:
    digest = hashlib.sha256()
    async with aclosing(storage.get_range(key, 0, length)) as pieces:
        async for piece in pieces:
            digest.update(piece)
    return digest.digest()
