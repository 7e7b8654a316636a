"""The register of a code key: which batch has which number, in `numbers-<check value>.bin` beside the keys.

A code is a function of key, number of the batch and place in it. A database that was put back to an older state gives the numbers
of batches that it lost to others, and would make codes a second time that may be printed. The folder of keys is not put back with
it, so it is there that each number is entered with the id of its batch, durably, before the first code of it can be in the
database. A number that has another id is refused for ever, whatever a database says, however often and to whichever state it was
put back, and whatever its clock says. The same batch at the same number makes the codes that it made before, and may go on.

The file is 16 bytes a number, the id of the batch at 16 times the number, zeros where none was entered. Its last entry is the
newest: a database whose sequence is not there yet was put back, and is set to go on behind it. 16 bytes lie within one sector, so
a power cut leaves an entry whole or away; away, nothing was minted with it.

Each machine knows what was entered in its own folder, and what its database has when a worker starts. Where the folder cannot be
written by the rights it has, minting goes on, as it does without a signed log: it is said, and what can be read is still refused.
Two databases that are served from one folder at the same moment are not kept apart to the microsecond.
"""

import asyncio
import errno
import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby
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
_FETCHED = 4096
_SKIPPED_MOST = 1_000_000
_NUMBER_MOST = 2**31 - 1
_ZEROS_MOST = 1 << 20  # bytes at the end that a power cut can have left without an entry; more is no register
_NO_RIGHT = {errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOTDIR}


class NumberTakenError(Exception):
    """A number was entered for another batch under this key, and its codes may be printed."""


class Register:
    """The registers in one folder of keys, by the check values of keys."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._is_told = False
        self._flushed: set[Path] = set()

    def path(self, check_value: bytes) -> Path:
        """The file of one key."""
        return self._folder / f"numbers-{check_value.hex()}.bin"

    def newest(self, check_value: bytes) -> int:
        """The highest number that was entered; 0 for none. Raises KeyFileError where it is no register or the disk fails."""
        path = self.path(check_value)
        with _opened(path) as file:
            if file is None:
                return 0
            size = os.fstat(file).st_size
            if size > _ENTRY * (_NUMBER_MOST + 1):
                raise _no_register(path)
            end = -(-size // _ENTRY) * _ENTRY
            start = max(0, end - _ZEROS_MOST)
            tail = os.pread(file, end - start, start).rstrip(b"\0")
            if not tail and start:
                raise _no_register(path)
            return max(0, (start + len(tail) - 1) // _ENTRY)

    def read(self, check_value: bytes, batch_no: int) -> UUID | None:
        """The batch of a number; None where none was entered. Raises KeyFileError as `newest`."""
        with _opened(self.path(check_value)) as file:
            return None if file is None else _entry(file, batch_no)

    async def enter(self, check_value: bytes, batch_no: int, batch_id: UUID) -> None:
        """Enter a batch under its number, durable on return; a retry makes durable what is there.

        Raises NumberTakenError where another batch has the number; KeyFileError where the disk fails or is full, or the file is
        no register. Where there is no right to write it, that is logged once, and nothing is entered.
        """
        await asyncio.to_thread(self._enter, check_value, batch_no, batch_id)

    async def reconcile(self, conn: Connection, records: Iterable[KeyRecord]) -> None:
        """For a worker's start: enter what the database has and the register has not (other machines minted it, or programs of
        before); and set the database's numbers behind all that were entered. A retry changes nothing. Raises KeyFileError.

        It reads each batch that a live or retired key minted: some 6 s for a million.
        """
        for record in records:
            if record.state is KeyState.LOST:
                continue  # nothing is minted with it any more
            async with conn.transaction(), conn.cursor(name="numbers") as rows:
                await rows.execute(_SQL["begun"], {"key_version": record.version})
                while found := await rows.fetchmany(_FETCHED):
                    await asyncio.to_thread(self._fill, record.check_value, found)
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

    def _enter(self, check_value: bytes, batch_no: int, batch_id: UUID) -> None:
        path = self.path(check_value)
        file = self._open(path)
        if file is None:
            if self.read(check_value, batch_no) not in (None, batch_id):
                raise NumberTakenError
            return
        with _closing(file, path):
            if _entry(file, batch_no) not in (None, batch_id):
                raise NumberTakenError
            # Also where it is there: whoever wrote it may have died before it was durable.
            os.pwrite(file, batch_id.bytes, _ENTRY * batch_no)
            if _entry(file, batch_no) != batch_id:  # another program was faster
                raise NumberTakenError
            self._flush_name(path)

    def _fill(self, check_value: bytes, entries: Iterable[tuple[int, UUID]]) -> None:
        """Enter what has no entry. What is another batch's stays so: fsck tells it."""
        path = self.path(check_value)
        file = self._open(path)
        if file is None:
            return
        with _closing(file, path):
            missing = [(batch_no, batch_id) for batch_no, batch_id in entries if _entry(file, batch_no) is None]
            # Numbers that follow each other in one write: each is flushed.
            for _, run in groupby(enumerate(missing), key=lambda each: each[1][0] - each[0]):
                found = [entry for _, entry in run]
                os.pwrite(file, b"".join(batch_id.bytes for _, batch_id in found), _ENTRY * found[0][0])
            self._flush_name(path)

    def _open(self, path: Path) -> int | None:
        """The file for writing, made where there is none; None without the right to. Raises KeyFileError.

        O_DSYNC: each write is durable when it returns, and a client of NFS writes those 16 bytes and not the page around them,
        in which it may not have seen yet what another machine entered. So no lock is needed, which a frozen worker would keep.
        """
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            return os.open(path, os.O_RDWR | os.O_CREAT | os.O_DSYNC | os.O_CLOEXEC, 0o600)
        except OSError as error:
            if error.errno not in _NO_RIGHT:
                raise _unusable(path, error) from None
            self._tell(error)
            return None

    def _flush_name(self, path: Path) -> None:
        """Make the name of a file durable, once in this process: whoever made it may have died before."""
        if path not in self._flushed:
            secret.flush_folder(self._folder)
            self._flushed.add(path)

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
def _opened(path: Path) -> Iterator[int | None]:
    """The file for reading; None where there is none, or no right to look whether there is. Raises KeyFileError."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise _no_register(path)
    except OSError as error:
        if error.errno not in {errno.ENOENT, *_NO_RIGHT}:
            raise _unusable(path, error) from None
        yield None
        return
    try:
        file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError as error:
        raise _unusable(path, error) from None
    with _closing(file, path):
        yield file


@contextmanager
def _closing(file: int, path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise _unusable(path, error) from None
    finally:
        os.close(file)


def _unusable(path: Path, error: OSError) -> KeyFileError:
    return KeyFileError(f"the register of numbers cannot be used: {path}: {error.strerror}")


def _no_register(path: Path) -> KeyFileError:
    return KeyFileError(
        f"{path} is no register of numbers. Put back the newest one that you have; where there is none, `hallmint-server keys "
        "add`, and delete it"
    )
