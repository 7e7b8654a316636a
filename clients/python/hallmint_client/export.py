"""The rpcs of ExportService, and packs as files that are whole."""

import asyncio
import hashlib
import uuid
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import grpc

from hallmint.v1 import export_pb2, export_service_pb2
from hallmint_client.download import Tell, load, lost, part_of, publish
from hallmint_client.export_archive import ArchiveCalls
from hallmint_client.page import FULL_PAGE, pages
from hallmint_client.watch import Following, watch

TERMINAL = frozenset(
    {export_pb2.EXPORT_STATE_COMPLETED, export_pb2.EXPORT_STATE_FAILED, export_pb2.EXPORT_STATE_CANCELLED}
)


class ExportCalls(ArchiveCalls):
    """Exports and their packs: a part of `Client`."""

    async def create_export(
        self,
        batch_id: str,
        *,
        profile: str = "",
        profile_version: int = 0,
        kind: export_pb2.ExportKind.ValueType = export_pb2.EXPORT_KIND_UNSPECIFIED,
        format: export_pb2.ExportFormat.ValueType = export_pb2.EXPORT_FORMAT_UNSPECIFIED,  # noqa: A002 - the field's name
        ecosystem: export_pb2.Ecosystem.ValueType = export_pb2.ECOSYSTEM_UNSPECIFIED,
        request_id: str | None = None,
    ) -> export_pb2.Export:
        """Have the packs of an ended batch made, in a carrier profile or in the brand's default for `kind` and `ecosystem`.
        Durable on return; workers make them. While an export of the batch runs, its holder gets that one, and others
        FAILED_PRECONDITION `EXPORT_LOCKED`.

        NOT_FOUND `BATCH_NOT_FOUND`, `PROFILE_NOT_FOUND`; FAILED_PRECONDITION `BATCH_NOT_ENDED`, `BATCH_EMPTY`,
        `PROFILE_DOES_NOT_FIT`, `PROFILE_NOT_PUBLISHED`.
        """
        request = export_service_pb2.CreateExportRequest(
            request_id=request_id or str(uuid.uuid4()),
            batch_id=batch_id,
            profile=profile,
            profile_version=profile_version,
            kind=kind,
            format=format,
            ecosystem=ecosystem,
        )
        return (await self._transport.unary(self._transport.export.CreateExport, request)).export

    async def preview_export(
        self,
        batch_id: str,
        *,
        profile: str = "",
        profile_version: int = 0,
        kind: export_pb2.ExportKind.ValueType = export_pb2.EXPORT_KIND_UNSPECIFIED,
        format: export_pb2.ExportFormat.ValueType = export_pb2.EXPORT_FORMAT_UNSPECIFIED,  # noqa: A002 - the field's name
        ecosystem: export_pb2.Ecosystem.ValueType = export_pb2.ECOSYSTEM_UNSPECIFIED,
    ) -> export_service_pb2.PreviewExportResponse:
        """What `create_export` would make, shown by the first units of the batch. Writes nothing. Errors as `create_export`, but
        for `EXPORT_LOCKED`.
        """
        request = export_service_pb2.PreviewExportRequest(
            batch_id=batch_id,
            profile=profile,
            profile_version=profile_version,
            kind=kind,
            format=format,
            ecosystem=ecosystem,
        )
        return await self._transport.unary(self._transport.export.PreviewExport, request)

    async def get_export(self, export_id: str) -> export_pb2.Export:
        """One export. NOT_FOUND `EXPORT_NOT_FOUND`."""
        request = export_service_pb2.GetExportRequest(export_id=export_id)
        return (await self._transport.unary(self._transport.export.GetExport, request)).export

    async def list_exports(
        self,
        *,
        batch_id: str = "",
        state: export_pb2.ExportState.ValueType = export_pb2.EXPORT_STATE_UNSPECIFIED,
        page_size: int = 0,
        page_token: str = "",
    ) -> export_service_pb2.ListExportsResponse:
        """One page of exports, newest first; of one batch or state where it is named. `page_size` 0 is 50, at most 500."""
        request = export_service_pb2.ListExportsRequest(
            batch_id=batch_id, page_size=page_size, page_token=page_token, state=state
        )
        return await self._transport.unary(self._transport.export.ListExports, request)

    def watch_export(self, export_id: str, *, cursor: str = "") -> AsyncGenerator[export_pb2.Export, None]:
        """Follow an export until it has ended, as `watch_batch` follows a batch."""
        transport = self._transport
        what = Following(
            transport.export.WatchExport,
            ask=lambda at: export_service_pb2.WatchExportRequest(export_id=export_id, cursor=at),
            read=lambda message: message.export if message.HasField("export") else None,
            has_ended=lambda export: export.state in TERMINAL,
        )
        return watch(what, cursor=cursor, metadata=transport.metadata, policy=transport.policy)

    async def cancel_export(self, export_id: str) -> export_pb2.Export:
        """End an export that is not complete; its finished packs stay."""
        request = export_service_pb2.CancelExportRequest(export_id=export_id)
        return (await self._transport.unary(self._transport.export.CancelExport, request)).export

    async def resume_export(self, export_id: str) -> export_pb2.Export:
        """Go on with a failed export at its next pack."""
        request = export_service_pb2.ResumeExportRequest(export_id=export_id)
        return (await self._transport.unary(self._transport.export.ResumeExport, request)).export

    async def packs(self, export_id: str) -> AsyncGenerator[export_pb2.Pack, None]:
        """The finished packs of an export in order, through all pages."""

        async def fetch(at: str) -> export_service_pb2.ListPacksResponse:
            request = export_service_pb2.ListPacksRequest(export_id=export_id, page_size=FULL_PAGE, page_token=at)
            return await self._transport.unary(self._transport.export.ListPacks, request)

        async for page in pages(fetch):
            for pack in page.packs:
                yield pack

    async def get_pack_url(self, pack_id: str) -> export_service_pb2.GetPackUrlResponse:
        """A link that whoever has it may download a pack by, for 300 s: a secret. NOT_FOUND `PACK_NOT_FOUND`."""
        request = export_service_pb2.GetPackUrlRequest(pack_id=pack_id)
        return await self._transport.unary(self._transport.export.GetPackUrl, request)

    async def download_pack(self, pack: export_pb2.Pack, folder: Path, *, tell: Tell = lambda _: None) -> Path:
        """Write a pack into a folder under its own name, and prove its digest. `tell` hears how many bytes are there.

        What a broken download left goes on where it broke, also one of an earlier call: it lies beside as `<name>.part`. A file
        that is there and whole is left as it is. On return the file is durable and its SHA-256 is the pack's. HallmintError where
        the server cannot be reached, or DATA_LOSS where what it sends is not the pack; OSError of the disk.
        """
        path, transport = folder / file_name(pack), self._transport
        if await asyncio.to_thread(_is, path, pack):
            tell(pack.bytes)
            return path

        def begin(offset: int) -> "grpc.aio.UnaryStreamCall[Any, export_service_pb2.ReadPackResponse]":
            request = export_service_pb2.ReadPackRequest(pack_id=pack.pack_id, offset=offset)
            return transport.export.ReadPack(request, metadata=transport.metadata)

        await load(begin, part_of(path), most=pack.bytes, policy=transport.policy, tell=tell)
        if not await asyncio.to_thread(_is, part_of(path), pack):
            part_of(path).unlink()
            raise lost("the bytes are not those of the pack's digest")
        await asyncio.to_thread(publish, part_of(path), path)
        return path


def file_name(pack: export_pb2.Pack) -> str:
    """What a pack is called in a folder: the last part of its name, so that nothing is written elsewhere. HallmintError."""
    name = Path(pack.file_name).name
    if name in {"", ".."} or "\0" in name:
        raise lost("the pack has no name for a file")
    return name


def _is(path: Path, pack: export_pb2.Pack) -> bool:
    """Whether a file is there and is the pack."""
    try:
        if path.stat().st_size != pack.bytes:
            return False
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").digest() == pack.sha256
    except FileNotFoundError:
        return False
