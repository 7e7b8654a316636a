"""Packs in a bucket of S3, or of a server that speaks it.

An object is there once a request ends well, whole; if the process dies before, it is not. A large one goes up in parts that
nobody sees until the last request joins them; parts of an upload that was cut off stay hidden and cost space, so a bucket should
have a lifecycle rule that ends them (AbortIncompleteMultipartUpload).
"""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from contextlib import aclosing, suppress
from datetime import timedelta
from typing import TYPE_CHECKING

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import S3Store

from hallmint_server.exporting.disposition import attachment
from hallmint_server.exporting.storage import Data, ObjectExistsError, Storage, StorageError, Stored, error_of

if TYPE_CHECKING:
    from obstore import Attributes  # not there when a program runs

ONE_REQUEST_BYTES = 16 * 1024 * 1024
"""Up to here an object goes up in one request, larger ones in parts (but `bytes`, which are in memory anyhow)."""
_AT_ONCE = 2
_CONNECT = timedelta(seconds=5)
_WHOLE = timedelta(seconds=300)
_RETRY = timedelta(seconds=60)
RETRIES = 5
"""Of a request that the server failed at or did not answer; they wait longer each time."""


class S3Storage(Storage):
    """Objects below a prefix of a bucket (the store's own)."""

    def __init__(self, store: S3Store) -> None:
        super().__init__(store)
        self._bucket = store

    async def put(self, key: str, data: Data, *, file_name: str | None = None, media_type: str | None = None) -> Stored:
        """As Storage.put. In parts, an object that another process stores in the same moment would be replaced: S3 offers no
        condition for them here. Each try of an export has a key of its own, so that there is none.
        """
        attributes: Attributes = {"Cache-Control": "private, no-store"}
        if file_name is not None:
            attributes["Content-Disposition"] = attachment(file_name)
        if media_type is not None:
            attributes["Content-Type"] = media_type
        location = self.location(key)
        async with aclosing(self._pieces(data)) as pieces:
            first = bytearray()
            if not isinstance(data, bytes):
                async for piece in pieces:
                    first += piece
                    if len(first) > ONE_REQUEST_BYTES:
                        return await self._put_parts(location, bytes(first), pieces, attributes)
        return await self._put_one(location, data if isinstance(data, bytes) else bytes(first), attributes)

    async def _put_one(self, location: str, data: bytes, attributes: "Attributes") -> Stored:
        digest = await self._run(lambda: hashlib.sha256(data).digest())
        made = Stored(sha256=digest, bytes=len(data))
        try:
            # The request is signed with the digest of its body, so that what arrives is what was sent.
            await obstore.put_async(
                self._bucket, location, data, attributes=attributes, mode="create", use_multipart=False
            )
        except AlreadyExistsError:
            # An earlier try, perhaps one whose answer was lost.
            if not await self._has(location, made):
                raise ObjectExistsError from None
        except (BaseError, OSError) as error:
            raise error_of(error) from error
        return made

    async def _put_parts(
        self, location: str, first: bytes, rest: AsyncIterator[bytes], attributes: "Attributes"
    ) -> Stored:
        parts = _Parts(first, rest)
        if await self.head(location) is not None:
            made = await self._run_through(parts)
            if not await self._has(location, made):
                raise ObjectExistsError
            return made
        upload = asyncio.ensure_future(self._upload(location, parts, attributes))
        try:
            await asyncio.shield(upload)
        except asyncio.CancelledError:
            # obstore ends an upload in parts whose data fail; one that is cancelled it would leave in the bucket, hidden.
            parts.stop()
            with suppress(Exception):
                await upload
            raise
        return parts.made()

    async def _upload(self, location: str, parts: "_Parts", attributes: "Attributes") -> None:
        try:
            await obstore.put_async(
                self._bucket,
                location,
                parts.pieces(),
                attributes=attributes,
                max_concurrency=_AT_ONCE,
                use_multipart=True,
            )
        except (BaseError, OSError) as error:
            if parts.failure is not None:
                raise parts.failure from None
            raise error_of(error) from error

    @staticmethod
    async def _run_through(parts: "_Parts") -> Stored:
        async for _ in parts.pieces():
            pass
        return parts.made()

    async def presigned_url(self, key: str, seconds: int) -> str:
        """As Storage.presigned_url; signed here, without a request unless credentials must be fetched."""
        try:
            return await obstore.sign_async(self._bucket, "GET", self.location(key), timedelta(seconds=seconds))
        except (BaseError, OSError) as error:
            raise error_of(error) from error


class _Parts:
    """Pieces on their way, and their digest."""

    def __init__(self, first: bytes, rest: AsyncIterator[bytes]) -> None:
        self._first = first
        self._rest = rest
        self._stopped = asyncio.Event()
        self._digest = hashlib.sha256()
        self._bytes = 0
        self.failure: Exception | None = None

    def stop(self) -> None:
        """Make `pieces` fail, also where it waits for one."""
        self._stopped.set()

    async def pieces(self) -> AsyncIterator[bytes]:
        """All of them, each once."""
        try:
            yield await self._seen(self._first)
            while (piece := await self._next()) is not None:
                yield await self._seen(piece)
        except Exception as error:
            self.failure = error  # obstore raises one of its own
            raise

    async def _next(self) -> bytes | None:
        following = asyncio.ensure_future(anext(self._rest, None))
        stopped = asyncio.ensure_future(self._stopped.wait())
        await asyncio.wait((following, stopped), return_when=asyncio.FIRST_COMPLETED)
        if stopped.done():
            following.cancel()
            await asyncio.wait((following,))
            raise StorageError("storing was cancelled")
        stopped.cancel()
        return following.result()

    async def _seen(self, piece: bytes) -> bytes:
        await asyncio.to_thread(self._digest.update, piece)
        self._bytes += len(piece)
        return piece

    def made(self) -> Stored:
        """What went through, once all has."""
        return Stored(sha256=self._digest.digest(), bytes=self._bytes)


def bucket(
    url: str,
    *,
    endpoint: str | None,
    region: str,
    key_id: str | None,
    secret: str | None,
) -> S3Store:
    """The store of `s3://bucket/prefix`. Without `key_id` and `secret` its credentials are those of AWS's own variables, files
    or the machine's role. No request is made.
    """
    name, _, prefix = url.removeprefix("s3://").partition("/")
    options: dict[str, str] = {"region": region, "conditional_put": "etag"}
    if endpoint is not None:
        options["endpoint"] = endpoint
    if key_id is not None and secret is not None:
        options |= {"access_key_id": key_id, "secret_access_key": secret}
    return S3Store(
        name,
        prefix=prefix.strip("/") or None,
        config=options,  # type: ignore[arg-type] # its TypedDict takes no plain dict
        client_options={
            "allow_http": endpoint is not None and endpoint.startswith("http://"),
            "connect_timeout": _CONNECT,
            "timeout": _WHOLE,
        },
        retry_config={"max_retries": RETRIES, "retry_timeout": _RETRY},
    )
