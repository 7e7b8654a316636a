"""/mint/batch/<id>/export: what an export can be made with, what it would be, and asking for it."""

from collections.abc import Mapping

from aiohttp import web

from hallmint.v1 import batch_pb2, export_service_pb2
from hallmint_client import Client, HallmintError
from hallmint_console import context
from hallmint_console.export_choice import Choice, choose
from hallmint_console.export_view import FORMATS, KINDS
from hallmint_console.notice import Notice, refused, status_of
from hallmint_console.page import attachment, render, see_other
from hallmint_console.sent import request_id, sent

routes = web.RouteTableDef()

_PLACE = "/mint/batch/{batch_id:[0-9a-f-]{36}}/export"
_TEXT_BYTES = 2_000


@routes.get(_PLACE)
async def choice(request: web.Request) -> web.Response:
    """The choice, and a preview of what it makes; in the panel where htmx asks for it there."""
    return await _page(request, request.query)


@routes.get(_PLACE + "/sample")
async def sample(request: web.Request) -> web.Response:
    """A file of the first units alone, to try a printer or an import with."""
    client, batch_id = context.client(request), request.match_info["batch_id"]
    chosen = await choose(client, request.query)
    found = await client.preview_export(batch_id, **chosen.asked)
    headers = {"Content-Disposition": attachment(f"sample-{found.file_name}"), "Content-Type": found.media_type}
    return web.Response(body=found.sample, headers=headers)


@routes.post(_PLACE)
async def create(request: web.Request) -> web.Response:
    """Ask for what was previewed; once, however often the form is sent."""
    client, fields, batch_id = context.client(request), await sent(request), request.match_info["batch_id"]
    chosen = await choose(client, fields)
    try:
        made = await client.create_export(batch_id, **chosen.asked, request_id=request_id(fields))
    except HallmintError as error:
        return await _page(request, fields, refused(error), status_of(error))
    is_other = chosen.profile is not None and made.profile != chosen.profile.key
    return see_other(f"/mint/export/{made.export_id}{'?other=1' if is_other else ''}")


async def _page(
    request: web.Request, fields: Mapping[str, str], notice: Notice | None = None, status: int = 200
) -> web.Response:
    client = context.client(request)
    batch = (await client.get_batch(request.match_info["batch_id"])).batch
    chosen = await choose(client, fields)
    preview, problem = await _preview(client, batch, chosen)
    in_panel = request.headers.get("HX-Target") == "panel"
    return render(
        request,
        "mint/export_panel.html.j2" if in_panel else "mint/export_new.html.j2",
        status=status,
        notice=notice,
        batch=batch,
        chosen=chosen,
        kinds=KINDS,
        formats=FORMATS,
        preview=preview,
        problem=problem,
        sample_text=_text(preview) if preview else "",
        request_id=request_id({}),
    )


async def _preview(
    client: Client, batch: batch_pb2.Batch, chosen: Choice
) -> tuple[export_service_pb2.PreviewExportResponse | None, Notice | None]:
    try:
        return await client.preview_export(batch.batch_id, **chosen.asked), None
    except HallmintError as error:
        if error.passing:
            raise
        return None, refused(error)


def _text(preview: export_service_pb2.PreviewExportResponse) -> str:
    """What the sample begins with, where it is text that is not shown as a table."""
    if preview.columns or not preview.media_type.startswith(("text/", "application/zpl")):
        return ""
    begun = preview.sample[:_TEXT_BYTES].decode("utf-8", "replace")
    return begun + ("\u2026" if len(preview.sample) > _TEXT_BYTES else "")
