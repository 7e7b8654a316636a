"""/settings: the brand."""

from collections.abc import Mapping

from aiohttp import web

from hallmint_client import HallmintError
from hallmint_console import context
from hallmint_console.notice import Notice, done, refused, status_of
from hallmint_console.page import render, see_other
from hallmint_console.sent import sent

routes = web.RouteTableDef()


@routes.get("/settings")
async def brand(request: web.Request) -> web.Response:
    """What the brand is, and what its admins change of it."""
    notice = done("The settings are kept.") if request.query.get("done") == "brand" else None
    return await _show(request, {}, notice=notice)


@routes.post("/settings")
async def change(request: web.Request) -> web.Response:
    """Change the market of passports, and what scans keep."""
    fields = await sent(request)
    try:
        await context.client(request).update_brand(
            default_market=fields.get("default_market", "").strip().upper(),
            keep_user_agents=fields.get("keep_user_agents") == "yes",
        )
    except HallmintError as error:
        return await _show(request, fields, notice=refused(error), status=status_of(error))
    return see_other("/settings?done=brand")


async def _show(
    request: web.Request, fields: Mapping[str, str], *, notice: Notice | None = None, status: int = 200
) -> web.Response:
    found = await context.client(request).get_brand()
    # What was refused is shown as it was typed.
    kept = {"default_market": found.default_market, "keep_user_agents": "yes" if found.keep_user_agents else ""}
    values = {name: fields.get(name, "") for name in kept} if fields else kept
    return render(request, "settings/brand.html.j2", notice=notice, status=status, brand=found, values=values)
