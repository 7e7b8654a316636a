"""/mint/exports and /mint/export/<id>: what is exported and was, and what can be done with it."""

from aiohttp import web

from hallmint.v1 import export_pb2, export_service_pb2
from hallmint_client import Client, HallmintError
from hallmint_console import context
from hallmint_console.actor import find_actors
from hallmint_console.export_view import STATES, ExportView
from hallmint_console.following import Subject, follow
from hallmint_console.listing import page_or_first
from hallmint_console.notice import refused, wrong
from hallmint_console.page import render, see_other

routes = web.RouteTableDef()

_ID = "{export_id:[0-9a-f-]{36}}"
_PAGE = 25
_EXPORTS = Subject(
    name="export",
    look=Client.get_export,
    watch=Client.watch_export,
    done=lambda export: export.packs_completed,
    view=ExportView,
    template="mint/export_progress.html.j2",
)


@routes.get("/mint/exports")
async def exports(request: web.Request) -> web.Response:
    """Counters and exports, newest first."""
    client, query = context.client(request), request.query
    state = STATES.get(query.get("state", ""), export_pb2.EXPORT_STATE_UNSPECIFIED)
    batch_id = query.get("batch", "").strip()
    stats = await client.get_stats()
    try:
        page, notice = await page_or_first(
            lambda at: client.list_exports(batch_id=batch_id, state=state, page_size=_PAGE, page_token=at),
            query.get("page", ""),
        )
    except HallmintError as error:
        if not batch_id or error.reason not in ("BATCH_NOT_FOUND", "FIELD_INVALID"):
            raise
        page, notice = export_service_pb2.ListExportsResponse(), refused(error)
    return render(
        request,
        "mint/exports.html.j2",
        notice=notice,
        stats=stats,
        exports=[ExportView(export) for export in page.exports],
        states=STATES,
        only={"batch": batch_id, "state": query.get("state", "")},
        next_page=page.next_page_token,
    )


@routes.get(f"/mint/export/{_ID}")
async def show(request: web.Request) -> web.Response:
    """An export with its packs: at most a hundred."""
    client = context.client(request)
    export = await client.get_export(request.match_info["export_id"])
    packs = [pack async for pack in client.packs(export.export_id)]
    actors = await find_actors(context.visitor(request), {export.holder})
    other = None
    if request.query.get("other"):
        # The API gives whoever has an export that runs that one, whatever else they asked for.
        other = wrong(
            "An export of yours of this batch runs already: this one.",
            hint="What you asked for was not begun. Ask again when this one has ended, or cancel it first.",
        )
    return render(
        request,
        "mint/export.html.j2",
        notice=other,
        view=ExportView(export),
        packs=packs,
        holder=actors.name(export.holder),
    )


@routes.post(f"/mint/export/{_ID}/cancel")
async def cancel(request: web.Request) -> web.Response:
    """End it; finished packs stay."""
    export = await context.client(request).cancel_export(request.match_info["export_id"])
    return see_other(f"/mint/export/{export.export_id}")


@routes.post(f"/mint/export/{_ID}/resume")
async def resume(request: web.Request) -> web.Response:
    """Have a failed one go on at its next pack."""
    export = await context.client(request).resume_export(request.match_info["export_id"])
    return see_other(f"/mint/export/{export.export_id}")


@routes.get("/mint/export-events")
async def events(request: web.Request) -> web.StreamResponse:
    """States of running exports as they come: `?export=<id>`, up to 50 times."""
    return await follow(request, _EXPORTS)
