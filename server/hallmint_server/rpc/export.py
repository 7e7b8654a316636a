"""ExportService."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from uuid import UUID

import structlog

from hallmint.v1 import export_service_pb2 as pb
from hallmint.v1 import export_service_pb2_grpc
from hallmint_server.errors import HallmintError, Kind, Problems, Reason, precondition
from hallmint_server.exporting.pack_url import PackUrls
from hallmint_server.exporting.service import ExportService
from hallmint_server.exporting.storage import ObjectChangedError, ObjectMissingError, Storage, StorageError
from hallmint_server.minting.watch import WatchHub
from hallmint_server.rpc import convert, page, validate, watch
from hallmint_server.rpc.caller import acting, request_key
from hallmint_server.rpc.context import Context
from hallmint_server.rpc.convert_export import STATES, export, pack, preview, wanted
from hallmint_server.rpc.parse import enum

_LAST_ID = UUID(int=2**128 - 1)
PIECE_BYTES = 64 * 1024
_RETRY_SECONDS = 5.0

log = structlog.get_logger()


class ExportServicer(export_service_pb2_grpc.ExportServiceServicer):
    """The rpcs of ExportService; the proto says what each does."""

    def __init__(
        self, service: ExportService, storage: Storage, urls: PackUrls, hub: WatchHub, *, heartbeat_seconds: float
    ) -> None:
        self._service = service
        self._storage = storage
        self._urls = urls
        self._hub = hub
        self._heartbeat_seconds = heartbeat_seconds

    async def CreateExport(self, request: pb.CreateExportRequest, context: Context) -> pb.CreateExportResponse:
        caller = acting()
        problems = Problems()
        key = request_key(problems, caller.acting_brand, "CreateExport", request)
        batch_id = validate.uuid(problems, "batch_id", request.batch_id)
        asked = wanted(problems, request)
        problems.check()
        return pb.CreateExportResponse(export=export(await self._service.create(caller, batch_id, asked, key)))

    async def PreviewExport(self, request: pb.PreviewExportRequest, context: Context) -> pb.PreviewExportResponse:
        problems = Problems()
        batch_id = validate.uuid(problems, "batch_id", request.batch_id)
        asked = wanted(problems, request)
        problems.check()
        return preview(await self._service.preview(acting(), batch_id, asked))

    async def GetExport(self, request: pb.GetExportRequest, context: Context) -> pb.GetExportResponse:
        found = await self._service.get(acting(), validate.one_uuid("export_id", request.export_id))
        return pb.GetExportResponse(export=export(found))

    async def ListExports(self, request: pb.ListExportsRequest, context: Context) -> pb.ListExportsResponse:
        caller = acting()
        problems = Problems()
        batch_id = validate.uuid(problems, "batch_id", request.batch_id) if request.batch_id else None
        state = enum(problems, "state", request.state, STATES, None)
        filters = ("exports", caller.acting_brand, request.batch_id, request.state)
        size = page.page_size(problems, request.page_size)
        before = page.read_text(problems, request.page_token, *filters)
        before_id = validate.uuid(problems, "page_token", before) if before else _LAST_ID
        problems.check()
        found = await self._service.list_newest(
            caller, before=before_id, limit=size + 1, batch_id=batch_id, state=state
        )
        more = page.make_token(str(found[size - 1].export_id), *filters) if len(found) > size else ""
        return pb.ListExportsResponse(exports=[export(each) for each in found[:size]], next_page_token=more)

    async def WatchExport(
        self, request: pb.WatchExportRequest, context: Context
    ) -> AsyncIterator[pb.WatchExportResponse]:
        caller = acting()
        problems = Problems()
        export_id = validate.uuid(problems, "export_id", request.export_id)
        watch.check_cursor(problems, request.cursor)
        problems.check()
        async for found, cursor in watch.changes(
            self._hub,
            str(export_id),
            lambda: self._service.get(caller, export_id),
            cursor=request.cursor,
            heartbeat_seconds=self._heartbeat_seconds,
        ):
            yield pb.WatchExportResponse(export=None if found is None else export(found), cursor=cursor)

    async def CancelExport(self, request: pb.CancelExportRequest, context: Context) -> pb.CancelExportResponse:
        export_id = validate.one_uuid("export_id", request.export_id)
        return pb.CancelExportResponse(export=export(await self._service.cancel(acting(), export_id)))

    async def ResumeExport(self, request: pb.ResumeExportRequest, context: Context) -> pb.ResumeExportResponse:
        export_id = validate.one_uuid("export_id", request.export_id)
        return pb.ResumeExportResponse(export=export(await self._service.resume(acting(), export_id)))

    async def ListPacks(self, request: pb.ListPacksRequest, context: Context) -> pb.ListPacksResponse:
        caller = acting()
        problems = Problems()
        export_id = validate.uuid(problems, "export_id", request.export_id)
        filters = ("packs", caller.acting_brand, request.export_id)
        size = page.page_size(problems, request.page_size)
        first = page.read_int(problems, request.page_token, 0, *filters)
        problems.check()
        found = await self._service.list_packs(caller, export_id, first=first, limit=size + 1)
        more = page.make_token(found[size].pack_no, *filters) if len(found) > size else ""
        return pb.ListPacksResponse(packs=[pack(each) for each in found[:size]], next_page_token=more)

    async def ReadPack(self, request: pb.ReadPackRequest, context: Context) -> AsyncIterator[pb.ReadPackResponse]:
        problems = Problems()
        pack_id = validate.uuid(problems, "pack_id", request.pack_id)
        problems.check()
        found = await self._service.pack(acting(), pack_id)
        _check_offset(request.offset, found.bytes)
        yield pb.ReadPackResponse(pack=pack(found))
        pieces = self._storage.get_range(found.storage_key, request.offset, found.bytes)
        async for data in _messages(pieces, pack_id=str(found.pack_id)):
            yield pb.ReadPackResponse(data=data)

    async def GetPackUrl(self, request: pb.GetPackUrlRequest, context: Context) -> pb.GetPackUrlResponse:
        found = await self._service.pack(acting(), validate.one_uuid("pack_id", request.pack_id))
        made = await self._urls.make(found)
        return pb.GetPackUrlResponse(url=made.url, expires_at=convert.timestamp(made.expires_at), pack=pack(found))

    async def ReadArchive(
        self, request: pb.ReadArchiveRequest, context: Context
    ) -> AsyncIterator[pb.ReadArchiveResponse]:
        found = await self._service.archive(acting(), validate.one_uuid("export_id", request.export_id))
        _check_offset(request.offset, found.bytes)
        yield pb.ReadArchiveResponse(bytes=found.bytes, file_name=found.file_name)
        async for data in _messages(found.read(self._storage, request.offset), export_id=request.export_id):
            yield pb.ReadArchiveResponse(data=data)


def _check_offset(offset: int, length: int) -> None:
    """Refuse what is no place in a file."""
    problems = Problems()
    if not 0 <= offset <= length:
        problems.add(Reason.FIELD_INVALID, "offset", f"offset must be 0 to {length}")
    problems.check()


async def _messages(pieces: AsyncGenerator[bytes, None], **of: str) -> AsyncIterator[bytes]:
    """What fits into messages; an empty one for an empty piece, which tells that the stream lives. Faults of the storage are
    logged with what they are `of`. Raises PACK_DAMAGED and EXPORT_STORAGE_UNAVAILABLE.
    """
    try:
        async with aclosing(pieces):
            async for piece in pieces:
                for start in range(0, max(1, len(piece)), PIECE_BYTES):
                    yield piece[start : start + PIECE_BYTES]
    except (ObjectMissingError, ObjectChangedError) as error:
        log.error("a finished pack is damaged", reason=str(error), **of)  # noqa: TRY400 - the message says it all
        raise precondition(Reason.PACK_DAMAGED, f"{error}; export the batch again, or restore the file") from None
    except StorageError as error:
        log.warning("the storage of exports fails", reason=str(error), **of)
        raise HallmintError(
            Kind.UNAVAILABLE, Reason.EXPORT_STORAGE_UNAVAILABLE, str(error), retry_seconds=_RETRY_SECONDS
        ) from None
