"""Packs in a folder of this machine.

obstore reads; what it writes is not synced when it returns, so writing is done here. What is true if the process, or the
machine, dies step by step:

    export.temp      An empty file of a temporary name in `.new`, where no key leads. The next start of any program sweeps it
                     away.
    export.half      As export.temp, with some of the bytes.
    export.written   As export.temp, with all of them, perhaps not on the disk.
    export.synced    As export.temp, on the disk.
    export.renamed   The object is there under its key, whole: it was synced before it had the name. After a crash of the machine
                     the name may be gone again. Nobody was told of it, and a retry finds it, compares and syncs.
    export.durable   The object is there, and stays.
"""

import asyncio
import fcntl
import hashlib
import os
import secrets
import threading
from collections.abc import Iterator
from contextlib import aclosing, contextmanager, suppress
from pathlib import Path

from obstore.store import LocalStore

from hallmint_server import failpoint
from hallmint_server.exporting.storage import (
    FILE_BYTES,
    Data,
    ObjectExistsError,
    Storage,
    StorageError,
    Stored,
    error_of,
)

_NEW = ".new"
"""One folder for all temporary files, so that a start need not search through everything for old ones."""
_TRIES = 10


class FolderStorage(Storage):
    """Objects as files of mode 0600, in folders of mode 0700. Several programs may share a folder."""

    def __init__(self, folder: Path) -> None:
        """Make the folder where it is missing, and sweep away what programs that died have left. StorageError where it cannot
        be written.
        """
        self._folder = folder.absolute()
        with _told():
            self._folder.parent.mkdir(parents=True, exist_ok=True)
            for made in (self._folder, self._folder / _NEW):
                made.mkdir(mode=0o700, exist_ok=True)
            _sync_folder(self._folder.parent)
            sweep(self._folder)
        super().__init__(LocalStore(self._folder))

    async def put(self, key: str, data: Data, *, file_name: str | None = None, media_type: str | None = None) -> Stored:
        """As Storage.put."""
        del file_name, media_type  # download.py serves them from the database
        file = _NewFile(self._folder, self._folder / self.location(key))
        try:
            await self._run(file.open)
            async with aclosing(self._pieces(data)) as pieces:
                async for piece in pieces:
                    await self._run(file.write, piece)
            return await self._run(file.publish)
        finally:
            await asyncio.shield(self._run(file.discard))

    async def presigned_url(self, key: str, seconds: int) -> None:
        """None: signed_link.py and download.py serve a folder."""
        del seconds
        self.location(key)


class _NewFile:
    """A temporary file that becomes an object. Its methods run in threads; after a cancellation two of them may at once."""

    def __init__(self, root: Path, path: Path) -> None:
        self._root = root
        self._path = path
        self._temporary = path
        self._lock = threading.Lock()
        self._file: int | None = None
        self._is_discarded = False
        self._digest = hashlib.sha256()
        self._bytes = 0

    def open(self) -> None:
        """Make the temporary file, locked for as long as this process works on it: what is not locked is swept away."""
        with self._lock, _told():
            if self._is_discarded:
                raise StorageError("storing was cancelled")
            for folder in reversed(self._folders()):
                folder.mkdir(mode=0o700, exist_ok=True)
            for _ in range(_TRIES):
                self._temporary = self._root / _NEW / secrets.token_hex(16)
                self._file = os.open(self._temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
                fcntl.flock(self._file, fcntl.LOCK_EX)
                if os.fstat(self._file).st_nlink:
                    break
                # A sweep came between the two.
                os.close(self._file)
                self._file = None
            failpoint.hit("export.temp")

    def write(self, piece: bytes) -> None:
        """Add bytes."""
        with self._lock, _told():
            if self._bytes:
                failpoint.hit("export.half")
            view = memoryview(piece)
            while view:
                view = view[os.write(self._open(), view) :]
            self._digest.update(piece)
            self._bytes += len(piece)

    def publish(self) -> Stored:
        """Give the file its name, durable on return. A file of that name with the same bytes is taken for it."""
        made = Stored(sha256=self._digest.digest(), bytes=self._bytes)
        with self._lock, _told():
            failpoint.hit("export.written")
            # Once an fsync has failed, what the next one says of the same file means nothing: a retry writes another file.
            os.fsync(self._open())
            failpoint.hit("export.synced")
            try:
                # A link and no rename: it never replaces what is there.
                os.link(self._temporary, self._path)
            except FileExistsError:
                # An earlier try, or another process with the same object, was first. It may have died before it synced the
                # folder, so that is done here in any case.
                if _read(self._path) != made:
                    raise ObjectExistsError from None
            self._temporary.unlink()
            failpoint.hit("export.renamed")
            # Each folder up to the root, not only those that we made: a process that died may have made one and not synced it.
            # Where this fails the object stays: it is whole, nobody was told of it, and another process may have found it.
            for folder in self._folders():
                _sync_folder(folder)
            failpoint.hit("export.durable")
        return made

    def discard(self) -> None:
        """Close the file, and remove it where it was not published."""
        with self._lock:
            self._is_discarded = True
            if self._file is not None:
                with suppress(OSError):
                    self._temporary.unlink()
                with suppress(OSError):
                    os.close(self._file)
                self._file = None

    def _open(self) -> int:
        if self._file is None:
            raise StorageError("storing was cancelled")
        return self._file

    def _folders(self) -> list[Path]:
        """Folders of the object, the innermost first, the root last."""
        above = self._path.relative_to(self._root).parents
        return [self._root / folder for folder in above]


def sweep(folder: Path) -> int:
    """Remove from the root `folder` the temporary files of programs that died; returns how many. Those of programs that live are
    locked.
    """
    swept = 0
    for path in (folder / _NEW).iterdir():
        with suppress(FileNotFoundError, BlockingIOError):
            file = os.open(path, os.O_WRONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                path.unlink()
                swept += 1
            finally:
                os.close(file)
    return swept


def _read(path: Path) -> Stored:
    digest, length = hashlib.sha256(), 0
    with path.open("rb") as file:
        while piece := file.read(FILE_BYTES):
            digest.update(piece)
            length += len(piece)
    return Stored(sha256=digest.digest(), bytes=length)


def _sync_folder(folder: Path) -> None:
    file = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(file)
    finally:
        os.close(file)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise error_of(error) from error
