"""/products/import: products from a CSV sheet, checked first or written at once."""

import asyncio
from collections.abc import AsyncIterator
from typing import IO

from aiohttp import web
from aiohttp.web_request import FileField

from hallmint.v1 import catalog_service_pb2 as pb
from hallmint.v1 import error_reason_pb2
from hallmint_client import HallmintError
from hallmint_console import context
from hallmint_console.notice import Notice, refused, status_of, wrong
from hallmint_console.page import render

routes = web.RouteTableDef()

_PIECE = 256 * 1024
_SHOWN = 200  # problems on the page
_ZIP = b"PK\x03\x04"
"""What an XLSX sheet begins with (APPNOTE.TXT 6.3, 4.3.7)."""


@routes.get("/products/import")
async def form(request: web.Request) -> web.Response:
    """The choice of a sheet."""
    if not context.visitor(request).may("catalog:write"):
        raise web.HTTPForbidden
    return _page(request)


@routes.post("/products/import")
async def send(request: web.Request) -> web.Response:
    """Check or import the sheet, and say what became of its rows. Sent again it changes nothing, so a reload does no harm."""
    sent = await request.post()
    sheet, dry_run, accepted_only = sent.get("sheet"), sent.get("do") != "import", "accepted_only" in sent
    if not isinstance(sheet, FileField) or not sheet.filename:
        return _page(request, notice=wrong("There is no sheet.", hint="Choose a CSV file first."), status=422)
    if sheet.file.read(len(_ZIP)) == _ZIP:
        notice = wrong("This is a workbook, not a CSV sheet.", hint="Save it in your spreadsheet as CSV (UTF-8).")
        return _page(request, notice=notice, status=422)
    sheet.file.seek(0)
    try:
        report = await context.client(request).import_products(
            _pieces(sheet.file),
            mode=pb.IMPORT_MODE_ACCEPTED_ONLY if accepted_only else pb.IMPORT_MODE_ALL_OR_NOTHING,
            dry_run=dry_run,
        )
    except HallmintError as error:
        if error.reason == "PERMISSION_MISSING":
            raise
        return _page(request, notice=refused(error), status=status_of(error))
    is_written = not dry_run and (accepted_only or not report.refused)
    return _page(
        request,
        report=report,
        is_written=is_written,
        dry_run=dry_run,
        name=sheet.filename,
        accepted_only=accepted_only,
        status=200 if dry_run or is_written else 422,
    )


def _page(
    request: web.Request,
    *,
    notice: Notice | None = None,
    status: int = 200,
    report: pb.ImportProductsResponse | None = None,
    is_written: bool = False,
    dry_run: bool = False,
    accepted_only: bool = False,
    name: str = "",
) -> web.Response:
    problems = list(report.problems) if report else []
    return render(
        request,
        "product/import.html.j2",
        notice=notice,
        status=status,
        report=report,
        problems=[
            (each, error_reason_pb2.ErrorReason.Name(each.reason).removeprefix("ERROR_REASON_"))
            for each in problems[:_SHOWN]
        ],
        more=max(0, len(problems) - _SHOWN),
        is_written=is_written,
        dry_run=dry_run,
        accepted_only=accepted_only,
        name=name,
    )


async def _pieces(file: IO[bytes]) -> AsyncIterator[bytes]:
    while piece := await asyncio.to_thread(file.read, _PIECE):
        yield piece
