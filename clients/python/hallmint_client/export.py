"""The rpcs of ExportService, and packs as files that are whole."""

import asyncio
import hashlib
import os
import uuid
from collections.abc import AsyncGenerator, Callable
from itertools import count
from pathlib import Path

import grpc

from hallmint.v1 import export_pb2, export_service_pb2
from hallmint_client.connection import Connection
from hallmint_client.error import HallmintError
from hallmint_client.page import FULL_PAGE, pages
from hallmint_client.watch import Following, watch

TERMINAL = frozenset(
    {export_pb2.EXPORT_STATE_COMPLETED, export_pb2.EXPORT_STATE_FAILED, export_pb2.EXPORT_STATE_CANCELLED}
)
_PART = ".part"


class ExportCalls(Connection):
    """Exports and their packs: a part of `Client`."""

    async def create_export(self, batch_id: str, *, profile: str, request_id: str | None = None) -> export_pb2.Export:
        """Have the packs of an ended batch made, in a carrier profile. Durable on return; workers make them. While an
        export of the batch runs, its holder gets that one, and others FAILED_PRECONDITION `EXPORT_LOCKED`.

        NOT_FOUND `BATCH_NOT_FOUND`, `PROFILE_NOT_FOUND`; FAILED_PRECONDITION `BATCH_NOT_ENDED`, `BATCH_EMPTY`,
        `PROFILE_DOES_NOT_FIT`.
        """
        request = export_service_pb2.CreateExportRequest(
            request_id=request_id or str(uuid.uuid4()), batch_id=batch_id, profile=profile
        )
        return (await self._transport.unary(self._transport.export.CreateExport, request)).export

    async def get_export(self, export_id: str) -> export_pb2.Export:
        """One export. NOT_FOUND `EXPORT_NOT_FOUND`."""
        request = export_service_pb2.GetExportRequest(export_id=export_id)
        return (await self._transport.unary(self._transport.export.GetExport, request)).export

    async def list_exports(
        self, *, batch_id: str = "", page_size: int = 0, page_token: str = ""
    ) -> export_service_pb2.ListExportsResponse:
        """One page of exports, newest first; of one batch where it is named. `page_size` 0 is 50, at most 500."""
        request = export_service_pb2.ListExportsRequest(batch_id=batch_id, page_size=page_size, page_token=page_token)
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

    async def download_pack(
        self, pack: export_pb2.Pack, folder: Path, *, tell: Callable[[int], None] = lambda _: None
    ) -> Path:
        """Write a pack into a folder under its own name, and prove its digest. `tell` hears how many bytes are there.

        What a broken download left goes on where it broke, also one of an earlier call: it lies beside as `<name>.part`. A file
        that is there and whole is left as it is. On return the file is durable and its SHA-256 is the pack's. HallmintError where
        the server cannot be reached, or DATA_LOSS where what it sends is not the pack; OSError of the disk.
        """
        path = folder / Path(pack.file_name).name
        if await asyncio.to_thread(_is, path, pack):
            tell(pack.bytes)
            return path
        part = path.with_name(path.name + _PART)
        for attempt in count(1):
            try:
                await self._read_on(pack, part, tell)
                break
            except HallmintError as error:
                if attempt >= self._transport.policy.attempts or not error.passing:
                    raise
                await asyncio.sleep(self._transport.policy.wait(attempt, error.retry_after))
        if not await asyncio.to_thread(_is, part, pack):
            part.unlink()
            raise HallmintError("the bytes are not those of the pack's digest", code=grpc.StatusCode.DATA_LOSS)
        await asyncio.to_thread(_publish, part, path)
        return path

    async def _read_on(self, pack: export_pb2.Pack, part: Path, tell: Callable[[int], None]) -> None:
        """Append what is missing of a pack to the file."""
        has = await asyncio.to_thread(_begun, part, pack.bytes)
        request = export_service_pb2.ReadPackRequest(pack_id=pack.pack_id, offset=has)
        call = self._transport.export.ReadPack(request, metadata=self._transport.metadata)
        try:
            with part.open("ab") as file:
                while True:
                    async with asyncio.timeout(self._transport.policy.silence):
                        message = await call.read()
                    if not isinstance(message, export_service_pb2.ReadPackResponse):
                        return
                    has += file.write(message.data)
                    tell(has)
        except TimeoutError:
            text = f"the server said nothing for {self._transport.policy.silence:g} s"
            raise HallmintError(text, code=grpc.StatusCode.UNAVAILABLE) from None
        except grpc.aio.AioRpcError as cause:
            raise HallmintError.from_rpc(cause) from cause
        finally:
            call.cancel()


def _begun(part: Path, most: int) -> int:
    """How much of a download is there; one that is longer than what is loaded is none of it."""
    has = part.stat().st_size if part.exists() else 0
    if has > most:
        part.unlink()
        return 0
    return has


def _is(path: Path, pack: export_pb2.Pack) -> bool:
    """Whether a file is there and is the pack."""
    try:
        if path.stat().st_size != pack.bytes:
            return False
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").digest() == pack.sha256
    except FileNotFoundError:
        return False


def _publish(part: Path, path: Path) -> None:
    """Give a file its name, durably: before, there is none of this name or an old one, and after it the whole new one."""
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    part.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
