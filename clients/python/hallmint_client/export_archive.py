"""Whole exports in one file: an archive that is downloaded, and proved by the manifest it begins with."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import grpc

from hallmint.v1 import export_service_pb2
from hallmint_client.archive import HEAD_BYTES, archive_length, first_entry, manifest_length
from hallmint_client.connection import Connection
from hallmint_client.download import Tell, load, lost, messages, part_of, publish
from hallmint_client.error import HallmintError
from hallmint_client.manifest import Manifest, ProofError, read_manifest
from hallmint_client.verify import verify_archive


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportArchive:
    """A completed export as one file: what to call it, its length in bytes, and the manifest it begins with."""

    export_id: str
    file_name: str
    length: int
    head: bytes
    """Its first bytes: the manifest, and what stands before that."""
    manifest: Manifest

    @property
    def manifest_file(self) -> bytes:
        """The manifest as it is written into a file."""
        return self.head[HEAD_BYTES:]


class ArchiveCalls(Connection):
    """Exports in one file: a part of `Client`."""

    async def get_archive(self, export_id: str) -> ExportArchive:
        """What `download_archive` loads, with the manifest of the export. NOT_FOUND `EXPORT_NOT_FOUND`; FAILED_PRECONDITION
        `EXPORT_NOT_COMPLETED`; DATA_LOSS where what comes is no archive.
        """
        for attempt in range(1, self._transport.policy.attempts + 1):
            try:
                return await self._read_head(export_id)
            except HallmintError as error:
                if attempt == self._transport.policy.attempts or not error.passing:
                    raise
                await asyncio.sleep(self._transport.policy.wait(attempt, error.retry_after))
        raise AssertionError("there is at least one attempt")

    async def _read_head(self, export_id: str) -> ExportArchive:
        data, wanted, file_name, whole = b"", HEAD_BYTES, "", 0
        try:
            async with aclosing(messages(self._read_archive(export_id, 0), self._transport.policy.silence)) as answers:
                async for answer in answers:
                    file_name, whole = file_name or answer.file_name, whole or answer.bytes
                    data += answer.data
                    if len(data) >= HEAD_BYTES:
                        wanted = HEAD_BYTES + manifest_length(data[:HEAD_BYTES])
                    if len(data) >= wanted > HEAD_BYTES:
                        break
            told = data[HEAD_BYTES:wanted]
            manifest = read_manifest(told)
        except ProofError as error:
            raise lost(str(error)) from None
        if first_entry(told).header != data[:HEAD_BYTES] or whole != archive_length(told, manifest):
            raise lost("the archive is not that of its manifest")
        return ExportArchive(
            export_id=export_id, file_name=file_name, length=whole, head=data[:wanted], manifest=manifest
        )

    async def download_archive(self, archive: ExportArchive, path: Path, *, tell: Tell = lambda _: None) -> None:
        """Write an export as one file, and prove each digest in it, as `download_pack` does. What a broken download left is used
        where it begins with the same manifest.
        """
        if await asyncio.to_thread(_is, path, archive):
            tell(archive.length)
            return
        part, transport = part_of(path), self._transport
        await asyncio.to_thread(_keep_same, part, archive)

        await load(
            lambda offset: self._read_archive(archive.export_id, offset),
            part,
            most=archive.length,
            policy=transport.policy,
            tell=tell,
        )
        if not await asyncio.to_thread(_is, part, archive):
            part.unlink()
            raise lost("the bytes are not those of the archive's manifest")
        await asyncio.to_thread(publish, part, path)

    async def read_archive(
        self, export_id: str, *, offset: int = 0
    ) -> AsyncGenerator[export_service_pb2.ReadArchiveResponse, None]:
        """A completed export's archive as it comes, from a byte on, for those who pass it on: the first message tells its length
        and name, each of the others holds at most 64 KiB. Little more than one is held at a time, however slowly they are taken;
        nothing is proved. The call ends with the generator: close it (`contextlib.aclosing`). NOT_FOUND `EXPORT_NOT_FOUND`;
        FAILED_PRECONDITION `EXPORT_NOT_COMPLETED`, `PACK_DAMAGED`; INVALID_ARGUMENT for an offset behind its end.
        """
        call = self._read_archive(export_id, offset)
        async with aclosing(messages(call, self._transport.policy.silence)) as answers:
            async for answer in answers:
                yield answer

    def _read_archive(
        self, export_id: str, offset: int
    ) -> "grpc.aio.UnaryStreamCall[Any, export_service_pb2.ReadArchiveResponse]":
        request = export_service_pb2.ReadArchiveRequest(export_id=export_id, offset=offset)
        return self._transport.export.ReadArchive(request, metadata=self._transport.metadata)


def _is(path: Path, archive: ExportArchive) -> bool:
    """Whether a file is there and is the archive."""
    try:
        with path.open("rb") as file:
            if file.read(len(archive.head)) != archive.head:
                return False
        verify_archive(path, rows=False)
    except (FileNotFoundError, ProofError):
        return False
    return True


def _keep_same(part: Path, archive: ExportArchive) -> None:
    """Take away what was begun of another archive: one whose manifest is another one."""
    with suppress(FileNotFoundError):
        with part.open("rb") as file:
            begun = file.read(len(archive.head))
        if not archive.head.startswith(begun):
            part.unlink()
