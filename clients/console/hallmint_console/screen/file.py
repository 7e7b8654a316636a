"""What is no screen: our own files, health, and reports of browsers."""

from aiohttp import web

from hallmint_console.page import see_other, static_files, static_url

routes = web.RouteTableDef()

_TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml", "png": "image/png"}
_FOR_EVER = "public, max-age=31536000, immutable"


@routes.get("/static/{digest:[0-9a-f]{16}}/{name:[A-Za-z0-9./_-]+}")
async def static(request: web.Request) -> web.Response:
    """A file whose address holds its digest, so browsers keep it for ever."""
    name = request.match_info["name"]
    body = static_files().get(name)
    if body is None or static_url(name) != request.path:
        raise web.HTTPNotFound
    kind = _TYPES.get(name.rpartition(".")[2], "text/plain")
    return web.Response(body=body, content_type=kind, charset="utf-8", headers={"Cache-Control": _FOR_EVER})


@routes.get("/healthz")
async def health(_: web.Request) -> web.Response:
    """Whether the process answers."""
    return web.Response(text="ok\n")


@routes.get("/")
async def first(_: web.Request) -> web.Response:
    """The dashboard is the first screen."""
    return see_other("/mint")
