"""The keyring: which code keys exist, in which state, and their derived keys."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from psycopg import sql

from hallmint_server.db.pool import Connection
from hallmint_server.db.queries import load
from hallmint_server.keyring.file import KeyFolder
from hallmint_server.keyring.secret import KeyFileError
from mintcore import CodeKey

_SQL = load("hallmint_server.keyring", "keyring.sql")


def index_name(version: int) -> str:
    """The index on the codes of a key that is lost."""
    return f"tokens_code_lost_{version}"


class KeyState(StrEnum):
    """What a key is used for: LIVE mints and looks up, RETIRED looks up, LOST is gone: its codes are found by an index."""

    LIVE = "live"
    RETIRED = "retired"
    LOST = "lost"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRecord:
    """What the database knows of a key. `check_value` tells it from others and gives nothing away."""

    version: int
    check_value: bytes
    state: KeyState
    lost_batch_no: int | None
    created_at: datetime


class Keyring:
    """Derived keys by version, loaded once each. A key is used only if it is the one the database knows."""

    def __init__(self, folder: KeyFolder) -> None:
        self._folder = folder
        self._keys: dict[int, CodeKey] = {}

    @property
    def folder(self) -> Path:
        """Where key files lie."""
        return self._folder.folder

    async def records(self, conn: Connection) -> list[KeyRecord]:
        """All keys, newest first."""
        rows = await (await conn.execute(_SQL["list_keys"])).fetchall()
        return [
            KeyRecord(version=v, check_value=bytes(c), state=KeyState(s), lost_batch_no=n, created_at=t)
            for v, c, s, n, t in rows
        ]

    def key(self, record: KeyRecord) -> CodeKey:
        """The derived key of a record. Raises KeyFileError where it is missing or another one than was registered."""
        key = self._keys.get(record.version)
        if key is None:
            key = self._folder.read(record.version)
            if key.check_value() != record.check_value:
                raise KeyFileError(
                    f"code key {record.version} is not the one this database was used with: {self._folder.path(record.version)} "
                    f"holds another. Put the right file back; codes made with a wrong key could never be looked up"
                )
            self._keys[record.version] = key
        return key

    async def open(self, conn: Connection) -> None:
        """Check every key that is not lost; on the very first start make a key, version 1 unless there are older files.

        A file that is already there may have minted for another database, or for this one before it was emptied, and the same
        key in a fresh database makes the same codes once more. So an empty database never takes an existing file, only a key
        that its operator hands over in the environment. Durable on return: the key file, then its row. If the process dies
        between the two, the next start leaves that file unused and makes the next version. Raises KeyFileError where a
        registered key cannot be used: never is a new one made silently.
        """
        if not await self.records(conn):
            async with conn.transaction():
                await conn.execute(_SQL["lock"])
                if not await self.records(conn):
                    await self._register(conn, self._folder.first_version())
        for record in await self.records(conn):
            if record.state is not KeyState.LOST:
                self.key(record)

    async def add(self, conn: Connection) -> int:
        """Make and register the next version, which mints from now on. Durable on return: the key file, then its row. If the
        process dies between the two, that file is left unused, and a retry makes the version after it.
        """
        async with conn.transaction():
            await conn.execute(_SQL["lock"])
            records = await self.records(conn)
            version = self._folder.next_version(records[0].version) if records else self._folder.first_version()
            await self._register(conn, version)
        return version

    async def _register(self, conn: Connection, version: int) -> None:
        key = self._folder.create(version)
        await conn.execute(_SQL["add_key"], {"key_version": version, "check_value": key.check_value()})
        self._keys[version] = key

    async def retire(self, conn: Connection, version: int) -> None:
        """Mint no more with a version; its codes stay valid. A retry changes nothing. KeyFileError where it cannot be."""
        record = _find(await self.records(conn), version)
        if record.state is KeyState.LOST:
            raise KeyFileError(f"code key {version} is lost already")
        await conn.execute(_SQL["retire_key"], {"key_version": version})

    async def lose(self, conn: Connection, version: int) -> int:
        """Give a key up: its codes are found by an index from now on. Returns how many batches' codes it covers at most.

        `conn` must be in autocommit. First the key is retired, so no batch is submitted with it; then the index is built
        CONCURRENTLY; then look-up is switched. If the process dies anywhere, running it again goes on: an index that was left
        half-built is dropped first. Only tokens up to the last batch of the key are in the index, so minting is not slowed.
        """
        record = _find(await self.records(conn), version)
        await conn.execute(_SQL["retire_key"], {"key_version": version})
        row = await (await conn.execute(_SQL["last_batch_no"], {"key_version": version})).fetchone()
        last = int(row[0]) if row else 0
        if record.lost_batch_no is not None:
            last = record.lost_batch_no  # given up before: only an index that somebody dropped is made again
        name = index_name(version)
        row = await (await conn.execute(_SQL["index_is_valid"], {"name": name})).fetchone()
        if row is not None and not row[0]:
            await conn.execute(sql.SQL("DROP INDEX CONCURRENTLY {}").format(sql.Identifier(name)))
        # An index build may take hours on a large table, waits for every older transaction (fsck's, say), and must not be
        # cut off by the connection's usual limits.
        await conn.execute(_SQL["no_limits"])
        await conn.execute(
            sql.SQL("CREATE INDEX CONCURRENTLY IF NOT EXISTS {} ON tokens (code) WHERE batch_no <= {}").format(
                sql.Identifier(name), sql.Literal(last)
            )
        )
        await conn.execute(_SQL["lose_key"], {"key_version": version, "lost_batch_no": last})
        return last

    async def is_lost(self, conn: Connection, version: int) -> bool:
        """Whether a version was given up."""
        return any(r.version == version and r.state is KeyState.LOST for r in await self.records(conn))

    async def live_version(self, conn: Connection, *, lock: bool) -> int | None:
        """The version to mint with, with `lock` kept live until the transaction ends; None where no key is live."""
        row = await (await conn.execute(_SQL["live_key_locked" if lock else "live_key"])).fetchone()
        return int(row[0]) if row else None


def _find(records: Sequence[KeyRecord], version: int) -> KeyRecord:
    for record in records:
        if record.version == version:
            return record
    known = ", ".join(str(r.version) for r in records) or "none"
    raise KeyFileError(f"there is no code key {version}; known: {known}")
