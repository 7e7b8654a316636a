"""Loads that wait on disk for their database. Its functions block: call them in an executor."""

import contextlib
import fcntl
import os
import re
import time
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID, uuid4

import structlog

from hallmint_resolver.telemetry.model import Load

log = structlog.get_logger()

_FILE = re.compile(r"([0-9a-f]{32})-([0-9]{12})\.scans")
_BLOCK = 4096
_GROUP_BYTES = 4 * 1024 * 1024
_GROUP_FILES = 200
_LOOK_SECONDS = 10.0


class Spool:
    """A folder of files, one a load, named by writer and number. Processes may share it: each is a writer of its own, which
    holds a lock for as long as it lives. The files of a writer that died go to whoever gets its lock.

    A file is complete under its name and on disk when `append` returns. It may be found again after it was written to
    the database, where the process or the machine died in between: the number tells.

    `max_bytes` bounds what the folder takes on disk. What other processes add is seen within 10 s.
    """

    def __init__(self, folder: Path, *, max_bytes: int) -> None:
        """Open the folder, made where it is missing, readable by its owner alone. OSError where it cannot be written."""
        self._folder = folder
        self._max_bytes = max_bytes
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._locks: dict[UUID, int] = {}
        self._used = 0
        self._look_at = 0.0
        self.writer_id = uuid4()
        while not self._lock(self.writer_id):  # another process took the new file for one that was left behind
            self.writer_id = uuid4()
        self._waiting: dict[UUID, list[int]] = {self.writer_id: []}

    @property
    def used(self) -> int:
        """Bytes that the folder takes on disk, in blocks of 4 KiB."""
        return self._used

    @property
    def max_bytes(self) -> int:
        """Most that it may take."""
        return self._max_bytes

    def look(self) -> tuple[int, int]:
        """Loads that wait in the folder now, those of other processes too, and the bytes that it takes on disk. OSError where it
        cannot be read. For any thread.
        """
        waiting = used = 0
        with os.scandir(self._folder) as entries:
            for entry in entries:
                with contextlib.suppress(OSError):
                    used += _blocks(entry.stat().st_size)
                    waiting += entry.name.endswith(".scans")
        return waiting, used

    def append(self, load: Load) -> bool:
        """Keep a load of this process until `remove`. False where there is no room for it. OSError where it cannot be written."""
        data = load.encode()
        self._renew()
        if self._used + _blocks(len(data)) > self._max_bytes:
            return False
        path = self._path(self.writer_id, load.number)
        unfinished = path.with_suffix(".tmp")
        try:
            descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            unfinished.rename(path)
            self._sync()
        except OSError:
            unfinished.unlink(missing_ok=True)
            raise
        self._waiting[self.writer_id].append(load.number)
        self._used += _blocks(len(data))
        return True

    def next(self) -> tuple[UUID, Sequence[Load]]:
        """The writer whose loads come next, and the first of them in order, up to 4 MiB; of the dead before our own.

        A file that cannot be read is put aside as `.refused`. No loads: nothing waits.
        """
        for writer_id in sorted(self._waiting, key=lambda each: each == self.writer_id):
            loads: list[Load] = []
            size = 0
            for number in self._waiting[writer_id][:_GROUP_FILES]:
                try:
                    load = Load.decode(number, self._path(writer_id, number).read_bytes())
                except (OSError, ValueError) as error:
                    log.error("spool file cannot be read", error=type(error).__name__, number=number)  # noqa: TRY400
                    self.refuse(writer_id, [number])
                    continue
                loads.append(load)
                size += len(load.rows)
                if size > _GROUP_BYTES:
                    break
            if loads:
                return writer_id, loads
            if writer_id != self.writer_id and not self._waiting[writer_id]:
                self._let_go(writer_id)
        return self.writer_id, ()

    def remove(self, writer_id: UUID, numbers: Sequence[int]) -> None:
        """Take away what the database has."""
        for number in numbers:
            path = self._path(writer_id, number)
            with contextlib.suppress(OSError):
                size = path.stat().st_size
                path.unlink()
                self._used -= _blocks(size)
        self._forget(writer_id, numbers)

    def refuse(self, writer_id: UUID, numbers: Sequence[int]) -> None:
        """Put aside what the database will never take, for an operator to look at."""
        for number in numbers:
            path = self._path(writer_id, number)
            with contextlib.suppress(OSError):
                path.rename(path.with_suffix(".refused"))
        self._forget(writer_id, numbers)

    @property
    def is_ours_empty(self) -> bool:
        """Whether no load of this process waits."""
        return not self._waiting[self.writer_id]

    @property
    def is_empty(self) -> bool:
        """Whether no load waits that this process would write."""
        return not any(self._waiting.values())

    def adopt(self) -> None:
        """Take over the files of writers that died."""
        found: dict[UUID, list[int]] = {}
        for path in self._folder.iterdir():
            if match := _FILE.fullmatch(path.name):
                found.setdefault(UUID(match[1]), []).append(int(match[2]))
        for path in self._folder.glob("*.lock"):
            with contextlib.suppress(ValueError):
                found.setdefault(UUID(path.stem), [])
        for writer_id in found.keys() - self._waiting.keys():
            if not self._lock(writer_id):
                continue
            for unfinished in self._folder.glob(f"{writer_id.hex}-*.tmp"):
                unfinished.unlink(missing_ok=True)
            # Listed again under the lock: another process may have written some of them meanwhile.
            names = (_FILE.fullmatch(path.name) for path in self._folder.glob(f"{writer_id.hex}-*.scans"))
            self._waiting[writer_id] = sorted(int(match[2]) for match in names if match)
            if not self._waiting[writer_id]:
                self._let_go(writer_id)

    def close(self) -> None:
        """Give the locks back; files that still wait are for who opens the folder next."""
        for writer_id in list(self._locks):
            if self._waiting[writer_id]:
                os.close(self._locks.pop(writer_id))
            else:
                self._let_go(writer_id)

    def _renew(self) -> None:
        """See what the folder takes, all processes together."""
        if time.monotonic() < self._look_at:
            return
        self._look_at = time.monotonic() + _LOOK_SECONDS
        _, self._used = self.look()

    def _lock(self, writer_id: UUID) -> bool:
        path = self._lock_path(writer_id)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            is_there = path.stat().st_ino == os.fstat(descriptor).st_ino
        except (BlockingIOError, FileNotFoundError):
            is_there = False
        if not is_there:  # somebody has it, or had it and took it away
            os.close(descriptor)
            return False
        self._locks[writer_id] = descriptor
        return True

    def _let_go(self, writer_id: UUID) -> None:
        self._lock_path(writer_id).unlink(missing_ok=True)
        os.close(self._locks.pop(writer_id))
        del self._waiting[writer_id]

    def _forget(self, writer_id: UUID, numbers: Sequence[int]) -> None:
        gone = set(numbers)
        self._waiting[writer_id] = [number for number in self._waiting[writer_id] if number not in gone]

    def _path(self, writer_id: UUID, number: int) -> Path:
        return self._folder / f"{writer_id.hex}-{number:012}.scans"

    def _lock_path(self, writer_id: UUID) -> Path:
        return self._folder / f"{writer_id.hex}.lock"

    def _sync(self) -> None:
        descriptor = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _blocks(size: int) -> int:
    return -(-size // _BLOCK) * _BLOCK
