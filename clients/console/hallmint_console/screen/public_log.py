"""/settings/log: the public log's key and last checkpoint, and the brand's monitor key."""

from aiohttp import web

from hallmint_console import context
from hallmint_console.checkpoint import last_checkpoint
from hallmint_console.page import render

routes = web.RouteTableDef()


@routes.get("/settings/log")
async def log(request: web.Request) -> web.Response:
    """What anybody needs to verify a proof."""
    checkpoint = await last_checkpoint(context.client(request))
    return render(request, "settings/log.html.j2", checkpoint=checkpoint)


@routes.post("/settings/log/monitor-key")
async def monitor_key(request: web.Request) -> web.Response:
    """Show the monitor key: in this answer only, and the trail says who had it shown."""
    key = (await context.client(request).get_monitor_key()).monitor_key
    return render(request, "settings/monitor_key.html.j2", path="/settings/log", key=key.hex())
