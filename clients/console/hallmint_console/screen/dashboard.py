"""/mint: the counters, and the batches."""

from aiohttp import web

from hallmint.v1 import batch_pb2
from hallmint_client import HallmintError
from hallmint_console import context
from hallmint_console.batch_view import STATES, BatchView
from hallmint_console.notice import refused
from hallmint_console.page import render

routes = web.RouteTableDef()

_PAGE = 25


@routes.get("/mint")
async def batches(request: web.Request) -> web.Response:
    """Counters and batches, newest first."""
    client = context.client(request)
    state = STATES.get(request.query.get("state", ""), batch_pb2.BATCH_STATE_UNSPECIFIED)
    stats = await client.get_stats()
    notice = None
    try:
        page = await client.list_batches(state=state, page_size=_PAGE, page_token=request.query.get("page", ""))
    except HallmintError as error:
        if error.reason != "PAGE_TOKEN_INVALID":
            raise
        notice = refused(error)
        page = await client.list_batches(state=state, page_size=_PAGE)
    return render(
        request,
        "mint/batches.html.j2",
        notice=notice,
        stats=stats,
        batches=[BatchView(batch) for batch in page.batches],
        states=STATES,
        state=request.query.get("state", ""),
        next_page=page.next_page_token,
    )


@routes.get("/mint/counters")
async def counters(request: web.Request) -> web.Response:
    """The counters alone: pages ask for them while something is running."""
    return render(request, "mint/counters.html.j2", stats=await context.client(request).get_stats())
