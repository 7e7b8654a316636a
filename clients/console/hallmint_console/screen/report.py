"""/csp-report: what browsers say of pages that broke their policy. Anybody can send it; nothing is answered but a status."""

from aiohttp import web

from hallmint_console import context
from hallmint_console.csp_report import MOST_BYTES

routes = web.RouteTableDef()


@routes.post("/csp-report")
async def report(request: web.Request) -> web.Response:
    """Take a report of at most 8 KiB."""
    reports = request.app[context.CSP_REPORTS]
    if not reports.allows(context.sender(request)):
        raise web.HTTPTooManyRequests
    body = b""
    while chunk := await request.content.readany():
        body += chunk
        if len(body) > MOST_BYTES:
            raise web.HTTPRequestEntityTooLarge(MOST_BYTES, len(body))
    if not reports.take(body):
        raise web.HTTPBadRequest
    return web.Response(status=204)
