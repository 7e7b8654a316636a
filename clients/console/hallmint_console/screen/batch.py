"""/mint/batch/<id>: one batch, and what can be done with it."""

from aiohttp import web

from hallmint_client import Client
from hallmint_console import context
from hallmint_console.batch_page import show_batch
from hallmint_console.batch_view import BatchView
from hallmint_console.following import Subject, follow
from hallmint_console.page import see_other

routes = web.RouteTableDef()

_ID = "{batch_id:[0-9a-f-]{36}}"
_BATCHES = Subject(
    name="batch",
    look=Client.get_batch,
    watch=Client.watch_batch,
    done=lambda batch: batch.minted_quantity,
    view=BatchView,
    template="mint/progress.html.j2",
)


@routes.get(f"/mint/batch/{_ID}")
async def show(request: web.Request) -> web.Response:
    """A batch with what belongs to it."""
    return await show_batch(request)


@routes.post(f"/mint/batch/{_ID}/cancel")
async def cancel(request: web.Request) -> web.Response:
    """End it; units that are minted stay valid."""
    batch = await context.client(request).cancel_batch(request.match_info["batch_id"])
    return see_other(f"/mint/batch/{batch.batch_id}")


@routes.post(f"/mint/batch/{_ID}/resume")
async def resume(request: web.Request) -> web.Response:
    """Have a failed one go on."""
    batch = await context.client(request).resume_batch(request.match_info["batch_id"])
    return see_other(f"/mint/batch/{batch.batch_id}")


@routes.get("/mint/events")
async def events(request: web.Request) -> web.StreamResponse:
    """States of running batches as they come: `?batch=<id>`, up to 50 times."""
    return await follow(request, _BATCHES)
