"""The register of a code key: which batch has which number, in `numbers-<check value>.bin` beside the keys.

A code is a function of key, number of the batch and place in it. A database that was put back to an older state gives the numbers
of batches that it lost to others, and would make codes a second time that may be printed. The folder of keys is not put back with
it, so it is there that each number is entered with the id of its batch, durably, before the first code of it can be in the
database. A number that has another id is refused for ever, whatever a database says, however often and to whichever state it was
put back, and whatever its clock says. The same batch at the same number makes the codes that it made before, and may go on.

The file is 16 bytes a number, the id of the batch at 16 times the number, zeros where none was entered. Its length tells the
newest: a database whose sequence is not there yet was put back, and is set to go on behind it. 16 bytes lie within one sector, so
a power cut leaves an entry whole or away; away, nothing was minted with it.

Each machine knows what was entered in its own folder, and what its database has when a worker starts. Where a folder cannot be
written, minting goes on without, as it does without a signed log, and it is said.
"""

import asyncio
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import structlog

from hallmint_server.db.pool import Connection
from hallmint_server.db.queries import load
from hallmint_server.keyring import secret
from hallmint_server.keyring.keyring import KeyRecord, KeyState
from hallmint_server.keyring.secret import KeyFileError

log = structlog.get_logger()

_SQL = load("hallmint_server.keyring", "register.sql")
_ENTRY = 16
_FILLED = 4096
_SKIPPED_MOST = 1_000_000


class NumberTakenError(Exception):
    """A number was entered for another batch under this key, and its codes may be printed."""


class Register:
    """The registers in one folder of keys, by the check values of keys."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._is_told = False

    def path(self, check_value: bytes) -> Path:
        """The file of one key."""
        return self._folder / f"numbers-{check_value.hex()}.bin"

    def newest(self, check_value: bytes) -> int:
        """The highest number that was entered; 0 for none. Raises OSError where the file is there and cannot be read."""
        try:
            return max(0, -(-self.path(check_value).stat().st_size // _ENTRY) - 1)
        except (FileNotFoundError, NotADirectoryError):
            return 0

    def read(self, check_value: bytes, batch_no: int) -> UUID | None:
        """The batch of a number; None where none was entered. Raises OSError as `newest`."""
        try:
            with self.path(check_value).open("rb", buffering=0) as file:
                return _entry(file.fileno(), batch_no)
        except (FileNotFoundError, NotADirectoryError):
            return None

    async def enter(self, check_value: bytes, batch_no: int, batch_id: UUID) -> None:
        """Enter a batch under its number, durable on return; a retry changes nothing.

        Raises NumberTakenError where another batch has the number; KeyFileError where the disk fails or is full. A folder that
        cannot be written is logged once, and nothing is entered.
        """
        await asyncio.to_thread(self._enter, check_value, [(batch_no, batch_id)])

    async def reconcile(self, conn: Connection, records: Iterable[KeyRecord]) -> None:
        """For a worker's start: enter what the database has behind the newest entry, which other machines minted, or programs of
        before; and set the database's numbers behind all that were entered. A retry changes nothing. Raises KeyFileError.
        """
        for record in records:
            if record.state is KeyState.LOST:
                continue
            newest = await asyncio.to_thread(self.newest, record.check_value)
            behind = {"key_version": record.version, "newest": newest}
            async with conn.transaction(), conn.cursor(name="numbers") as rows:
                await rows.execute(_SQL["begun_behind"], behind)
                while found := await rows.fetchmany(_FILLED):
                    # One that is another's meanwhile stays so: fsck tells it.
                    await asyncio.to_thread(self._enter, record.check_value, found, refuse=False)
            await self.skip(conn, record)

    async def skip(self, conn: Connection, record: KeyRecord) -> None:
        """Set the database's numbers behind all that were entered under a key, durably; at most 1,000,000 of them at once."""
        newest = await asyncio.to_thread(self.newest, record.check_value)
        row = await (await conn.execute(_SQL["skip_numbers"], {"newest": newest, "most": _SKIPPED_MOST})).fetchone()
        if row is not None and row[0]:
            log.error(
                "the database was put back to an older state: it lost batches, and their numbers are skipped",
                key_version=record.version,
                newest=newest,
                skipped=row[0],
            )

    def _enter(self, check_value: bytes, entries: Iterable[tuple[int, UUID]], *, refuse: bool = True) -> None:
        path = self.path(check_value)
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            # Workers of one folder need no lock: what two of them write of one database is the same.
            file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            self._tell(error)
            return
        with _closing(file, path):
            is_new = os.fstat(file).st_size == 0
            is_changed = False
            for batch_no, batch_id in entries:
                known = _entry(file, batch_no)
                if known is None:
                    os.pwrite(file, batch_id.bytes, _ENTRY * batch_no)
                    is_changed = True
                elif refuse and known != batch_id:
                    raise NumberTakenError
            if is_changed:
                os.fdatasync(file)
            if is_new:
                secret.flush_folder(self._folder)

    def _tell(self, error: OSError) -> None:
        if not self._is_told:
            log.warning(
                "numbers are not registered: a database that is put back could give them again",
                folder=str(self._folder),
                error=error.strerror,
            )
        self._is_told = True


def _entry(file: int, batch_no: int) -> UUID | None:
    found = os.pread(file, _ENTRY, _ENTRY * batch_no).ljust(_ENTRY, b"\0")
    return UUID(bytes=found) if any(found) else None


@contextmanager
def _closing(file: int, path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise KeyFileError(f"the register of numbers cannot be used: {path}: {error.strerror}") from None
    finally:
        os.close(file)
