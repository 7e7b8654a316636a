"""Files of exports: packs by a link that is signed when it is followed, and archives through this console."""

import re
from contextlib import aclosing

import structlog
from aiohttp import web

from hallmint_client import Client, HallmintError
from hallmint_console import context
from hallmint_console.page import attachment

log = structlog.get_logger()
routes = web.RouteTableDef()

_RANGE = re.compile(r"bytes=0*([0-9]+)-", re.IGNORECASE)
_DIGITS, _MOST = 19, 2**63 - 1  # of an int64


@routes.get("/mint/pack/{pack_id:[0-9a-f-]{36}}")
async def pack(request: web.Request) -> web.Response:
    """Leads to the pack. The link is a secret of 300 s, so it is made now and stands on no page."""
    answer = await context.client(request).get_pack_url(request.match_info["pack_id"])
    return web.Response(status=303, headers={"Location": answer.url})


@routes.get("/mint/export/{export_id:[0-9a-f-]{36}}/archive")
async def archive(request: web.Request) -> web.StreamResponse:
    """The archive, passed on message by message: the next is read when the browser has taken the one before, so that a download
    costs no memory to speak of. A broken one goes on where it broke (RFC 9110, 14.2): an archive has the same bytes each time.
    """
    client, export_id = context.client(request), request.match_info["export_id"]
    tag = f'"{export_id}"'
    asked = _RANGE.fullmatch(request.headers.get("Range", ""))
    # Only GET has ranges (14.2).
    if request.method != "GET" or request.headers.get("If-Range", tag) != tag:
        asked = None
    offset = min(int(asked[1][:_DIGITS]), _MOST) if asked else 0
    if offset and offset >= (length := await _length(client, export_id)):
        return _unsatisfiable(length)
    async with aclosing(client.read_archive(export_id, offset=offset)) as messages:
        first = await anext(messages)
        response = web.StreamResponse(
            status=206 if asked else 200,
            headers={
                "Content-Type": "application/zip",
                "Content-Disposition": attachment(first.file_name),
                "Content-Length": str(first.bytes - offset),
                "Accept-Ranges": "bytes",
                "ETag": tag,
                "Cache-Control": "no-store",
                "X-Content-Type-Options": "nosniff",
            },
        )
        if asked:
            response.headers["Content-Range"] = f"bytes {offset}-{first.bytes - 1}/{first.bytes}"
        if request.method == "HEAD":
            await response.prepare(request)
            return response
        await response.prepare(request)
        try:
            async for message in messages:
                await response.write(message.data)
        except (ConnectionResetError, ConnectionAbortedError):
            pass
        except HallmintError as error:
            # The headers are sent: a connection that ends before its length tells the browser that the file is not whole.
            log.warning("an archive broke off", reason=error.reason or error.code.name)
            if request.transport is not None:
                request.transport.abort()
    return response


async def _length(client: Client, export_id: str) -> int:
    """The bytes of an archive, which the first message tells."""
    async with aclosing(client.read_archive(export_id)) as messages:
        return (await anext(messages)).bytes


def _unsatisfiable(length: int) -> web.Response:
    """There is nothing from there on; whoever asked learns how much there is (RFC 9110, 14.4 and 15.5.17)."""
    return web.Response(status=416, headers={"Content-Range": f"bytes */{length}", "Accept-Ranges": "bytes"})
