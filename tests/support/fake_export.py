# ruff: noqa: N802 - the generated base classes name the methods
"""An export in memory, complete when it is followed: 25 units in three packs, and its archive."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from typing import Any
from uuid import UUID

import grpc

from hallmint.v1 import export_pb2
from hallmint.v1 import export_service_pb2 as pb
from hallmint.v1.export_service_pb2_grpc import ExportServiceServicer
from tests.support.archive import Exported, exported
from tests.support.fake_call import FakeCalls
from tests.support.sample import START

EXPORT = str(UUID(int=0x0195_51A0_0000_7000_8000_0000_0000_0E01))
URL = "https://packs.example/v1/packs/secret"
_PIECE = 1_000


@cache
def _made() -> tuple[Exported, bytes]:
    made = exported()
    return made, asyncio.run(made.bytes(made.memory))


class FakeExport(FakeCalls, ExportServiceServicer):
    """`export_end` is the state in which watching ends; `export_runs` whether an export runs that was asked for
    before; `cuts` says after how many pieces a stream of bytes breaks, once each.
    """

    def __init__(self) -> None:
        super().__init__()
        self.exported, self.archive = _made()
        self.export_end: export_pb2.ExportState.ValueType = export_pb2.EXPORT_STATE_COMPLETED
        self.export_runs = False
        self.cuts: list[int] = []

    def _export(self, state: export_pb2.ExportState.ValueType, packs: int) -> export_pb2.Export:
        made = export_pb2.Export(
            export_id=EXPORT,
            batch_id=str(self.exported.batch.batch_id),
            sku="SKU-1",
            profile="ours",
            profile_version=3,
            state=state,
            units=25,
            packs=3,
            packs_completed=packs,
            kind=export_pb2.EXPORT_KIND_QR_PRINT,
            format=export_pb2.EXPORT_FORMAT_CSV,
            notes=["a module has 0.396 mm, and GS1 asks for 0.495 mm"],
        )
        made.created_at.FromDatetime(START)
        if state == export_pb2.EXPORT_STATE_FAILED:
            made.failure = "no space left on device"
        return made

    def CreateExport(self, request: Any, context: Any) -> Any:
        self._enter("CreateExport", request, context)
        made = self._export(export_pb2.EXPORT_STATE_PENDING, 0)
        if not self.export_runs:
            for name in ("profile", "profile_version", "kind", "format"):
                setattr(made, name, getattr(request, name) or getattr(made, name))
        return pb.CreateExportResponse(export=made)

    def PreviewExport(self, request: Any, context: Any) -> Any:
        self._enter("PreviewExport", request, context)
        if request.profile == "labels":
            return pb.PreviewExportResponse(
                profile="labels", profile_version=1, kind=export_pb2.EXPORT_KIND_QR_PRINT,
                format=export_pb2.EXPORT_FORMAT_PDF_SHEET, units=25, packs=1, file_name="labels-1.pdf",
                media_type="application/pdf", notes=["a module has 0.396 mm, and GS1 asks for 0.495 mm"],
                picture=b"<svg/>", sample=b"%PDF-",
            )  # fmt: skip
        return pb.PreviewExportResponse(
            profile=request.profile or "ours", profile_version=3, kind=export_pb2.EXPORT_KIND_FULL_MANIFEST,
            format=export_pb2.EXPORT_FORMAT_CSV, units=25, packs=3, file_name="ours-1.csv", media_type="text/csv",
            columns=["seq", "url"],
            rows=[pb.PreviewRow(cells=[str(seq), f"https://id.acme.example/t/{seq}"]) for seq in range(2)],
            sample=b"seq,url\n",
        )  # fmt: skip

    def GetExport(self, request: Any, context: Any) -> Any:
        self._enter("GetExport", request, context)
        return pb.GetExportResponse(export=self._export(self.export_end, 3))

    def ListExports(self, request: Any, context: Any) -> Any:
        self._enter("ListExports", request, context)
        if request.page_token:
            return pb.ListExportsResponse()
        return pb.ListExportsResponse(exports=[self._export(self.export_end, 3)], next_page_token="more")  # noqa: S106 - no secret

    def WatchExport(self, request: Any, context: Any) -> Iterator[Any]:
        self._enter("WatchExport", request, context)
        yield pb.WatchExportResponse(export=self._export(export_pb2.EXPORT_STATE_GENERATING, 1), cursor="1")
        yield pb.WatchExportResponse(export=self._export(self.export_end, 3), cursor="2")

    def CancelExport(self, request: Any, context: Any) -> Any:
        self._enter("CancelExport", request, context)
        return pb.CancelExportResponse(export=self._export(export_pb2.EXPORT_STATE_CANCELLED, 1))

    def ResumeExport(self, request: Any, context: Any) -> Any:
        self._enter("ResumeExport", request, context)
        return pb.ResumeExportResponse(export=self._export(export_pb2.EXPORT_STATE_PENDING, 1))

    def _packs(self) -> list[export_pb2.Pack]:
        return [
            export_pb2.Pack(
                pack_id=str(pack.pack_id),
                export_id=EXPORT,
                pack_no=pack.pack_no,
                first_seq=pack.first_seq,
                units=pack.units,
                file_name=pack.file_name,
                media_type=pack.media_type,
                sha256=pack.sha256,
                bytes=pack.bytes,
            )
            for pack in self.exported.packs
        ]

    def ListPacks(self, request: Any, context: Any) -> Any:
        self._enter("ListPacks", request, context)
        at = int(request.page_token or 0)
        return pb.ListPacksResponse(packs=self._packs()[at : at + 2], next_page_token="2" if at == 0 else "")

    def GetPackUrl(self, request: Any, context: Any) -> Any:
        self._enter("GetPackUrl", request, context)
        answer = pb.GetPackUrlResponse(url=URL, pack=self._packs()[UUID(request.pack_id).int - 1])
        answer.expires_at.FromDatetime(START + timedelta(seconds=300))
        return answer

    def _pieces(self, data: bytes, offset: int, context: Any) -> Iterator[bytes]:
        cut = self.cuts.pop(0) if self.cuts else -1
        for number, at in enumerate(range(offset, len(data), _PIECE)):
            if number == cut:
                context.abort(grpc.StatusCode.UNAVAILABLE, "the connection broke")
            yield data[at : at + _PIECE]

    def ReadPack(self, request: Any, context: Any) -> Iterator[Any]:
        self._enter("ReadPack", request, context)
        pack = self._packs()[UUID(request.pack_id).int - 1]
        yield pb.ReadPackResponse(pack=pack)
        for piece in self._pieces(self.exported.files[pack.file_name], request.offset, context):
            yield pb.ReadPackResponse(data=piece)

    def ReadArchive(self, request: Any, context: Any) -> Iterator[Any]:
        self._enter("ReadArchive", request, context)
        yield pb.ReadArchiveResponse(bytes=len(self.archive), file_name=self.exported.archive.file_name)
        for piece in self._pieces(self.archive, request.offset, context):
            yield pb.ReadArchiveResponse(data=piece)
