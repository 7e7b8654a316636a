"""Where packs lie, a folder or S3 (folder_storage.py, s3_storage.py): objects that are whole, and never change."""

import asyncio
import errno
import hashlib
import re
from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator, AsyncIterable, Callable, Collection, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path
from typing import ParamSpec, TypeVar

import obstore
from obstore.exceptions import BaseError, PermissionDeniedError, UnauthenticatedError
from obstore.store import LocalStore, S3Store

from hallmint_server.errors import PublicError

P = ParamSpec("P")
T = TypeVar("T")
Data = bytes | Path | Iterable[bytes] | AsyncIterable[bytes]
"""What an object is made of. An iterator is read in a thread."""

READ_BYTES = 256 * 1024
"""About what a piece of a read holds."""
FILE_BYTES = 1024 * 1024
_THREADS = 4
_SEGMENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,199}")
_MOST_KEY = 512
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class StorageError(PublicError):
    """The storage failed. What was stored before is as it was, and a retry is safe."""


class StorageFullError(StorageError):
    """There is no space for the object, and nothing of it was kept."""

    def __init__(self) -> None:
        super().__init__(
            "the storage of exports has no space left; make some and try again, nothing of this pack was kept"
        )


class ObjectExistsError(StorageError):
    """There is an object of this key with other bytes, and it stays as it is."""

    def __init__(self) -> None:
        super().__init__("the storage of exports holds another object of this name; a finished one is never replaced")


class ObjectMissingError(StorageError):
    """There is no object of this key."""

    def __init__(self) -> None:
        super().__init__("the storage of exports does not hold this object")


class ObjectChangedError(StorageError):
    """An object has other bytes than were stored."""

    def __init__(self) -> None:
        super().__init__("the storage of exports holds other bytes than were stored")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """An object in the storage: SHA-256 (32 bytes) and length."""

    sha256: bytes
    bytes: int


def error_of(error: Exception) -> StorageError:
    """What is told of an error of obstore: its own words name folders, hosts and keys of objects."""
    if isinstance(error, StorageError):
        return error
    if isinstance(error, FileNotFoundError):
        return ObjectMissingError()
    if isinstance(error, PermissionDeniedError | UnauthenticatedError | PermissionError):
        return StorageError("the storage of exports refuses this program: its credentials or rights do not suffice")
    if isinstance(error, OSError):
        return (
            StorageFullError()
            if error.errno in _FULL
            else StorageError(f"the storage of exports failed: {error.strerror}")
        )
    return StorageError("the storage of exports failed or cannot be reached")


class Storage(ABC):
    """Objects by key: `a/b/c`, each part of letters, digits, `.`, `_` and `-`, and the first of them a letter or digit.

    A key is written once. Its object is whole or absent, whatever dies when. ValueError for what is no key.
    """

    def __init__(self, store: LocalStore | S3Store) -> None:
        self._store = store
        self._executor = ThreadPoolExecutor(_THREADS, thread_name_prefix="storage")

    def close(self) -> None:
        """Let go of the threads, once what they do is done."""
        self._executor.shutdown()

    @abstractmethod
    async def put(self, key: str, data: Data, *, file_name: str | None = None, media_type: str | None = None) -> Stored:
        """Store an object, durable on return.

        The same bytes under the same key again are a success and change nothing, so a retry is safe, also by another process
        at the same time. ObjectExistsError where the key has other bytes. StorageFullError and StorageError leave what there
        was; what iterating `data` raises goes through, and leaves the same. `file_name` and `media_type` are what a presigned
        URL serves it as.
        """

    @abstractmethod
    async def presigned_url(self, key: str, seconds: int) -> str | None:
        """A URL that whoever has it may GET `key` by, for `seconds` from now; None where the storage serves nobody (a folder).
        It is a secret. Says nothing of whether the object is there.
        """

    async def head(self, key: str) -> int | None:
        """The length of an object in bytes, or None where there is none."""
        try:
            return (await obstore.head_async(self._store, self.location(key)))["size"]
        except (BaseError, OSError) as error:
            if isinstance(told := error_of(error), ObjectMissingError):
                return None
            raise told from error

    async def get_range(self, key: str, start: int, end: int) -> AsyncGenerator[bytes, None]:
        """Bytes `start` to `end` (not included; clipped to the object's end), in pieces of about READ_BYTES.

        ObjectMissingError where there is no object, StorageError where it ends before `start`. A generator: close it
        (`aclosing`) where it is not read to its end.
        """
        if not 0 <= start <= end:
            raise ValueError(f"no range: {start} to {end}")
        location = self.location(key)
        if start == end:
            return
        try:
            found = await obstore.get_async(self._store, location, options={"range": (start, end)})
            async for piece in found.stream(min_chunk_size=READ_BYTES):
                yield bytes(piece)
        except (BaseError, OSError) as error:
            raise error_of(error) from error

    async def keep_only(self, folder: str, keys: Collection[str]) -> int:
        """Remove all objects below `folder` (a key's first parts) but `keys`; returns how many. For what is finished: nobody may
        be writing there who will be believed. StorageError where that fails, with any number of them removed; a retry is safe.
        """
        found = self.location(folder)
        try:
            others = [
                each["path"]
                async for some in obstore.list(self._store, found + "/")
                for each in some
                if each["path"] not in keys
            ]
            if others:
                await obstore.delete_async(self._store, others)
        except (BaseError, OSError) as error:
            raise error_of(error) from error
        return len(others)

    @staticmethod
    def location(key: str) -> str:
        """`key`, once it is known to be one."""
        if len(key) > _MOST_KEY or not all(_SEGMENT.fullmatch(segment) for segment in key.split("/")):
            raise ValueError("no key of an object")
        return key

    async def _run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run blocking code in a thread of ours."""
        return await asyncio.get_running_loop().run_in_executor(self._executor, lambda: function(*args, **kwargs))

    async def _pieces(self, data: Data) -> AsyncGenerator[bytes, None]:
        if isinstance(data, bytes):
            yield data
        elif isinstance(data, Path):
            with await self._run(data.open, "rb") as file:
                while piece := await self._run(file.read, FILE_BYTES):
                    yield piece
        elif isinstance(data, AsyncIterable):
            async for piece in data:
                yield piece
        else:
            iterator = iter(data)
            while (made := await self._run(next, iterator, None)) is not None:
                yield made

    async def _has(self, key: str, wanted: Stored) -> bool:
        """Whether an object has these bytes. ObjectMissingError where it is gone."""
        digest = hashlib.sha256()
        if await self.head(key) != wanted.bytes:
            return False
        async with aclosing(self.get_range(key, 0, wanted.bytes)) as pieces:
            async for piece in pieces:
                digest.update(piece)
        return digest.digest() == wanted.sha256
