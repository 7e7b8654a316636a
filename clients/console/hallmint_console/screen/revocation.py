"""Revoking a batch, or one of its lots: workers do it, and the batch's page shows how far they are."""

from aiohttp import web

from hallmint_client import HallmintError
from hallmint_console import context
from hallmint_console.batch_page import show_batch
from hallmint_console.notice import refused, status_of, wrong
from hallmint_console.page import see_other
from hallmint_console.sent import request_id

routes = web.RouteTableDef()

_BATCH = "/mint/batch/{batch_id:[0-9a-f-]{36}}"
_FIELDS = ("request_id", "what", "reason")


@routes.post(_BATCH + "/revoke")
async def revoke(request: web.Request) -> web.Response:
    """Have all its units, or those of a lot (`what` is `lot:` and its code), withdrawn for ever. Sent twice, the same form does
    it once.
    """
    sent = await request.post()
    typed = {name: str(sent.get(name, "")) for name in _FIELDS}
    is_lot = typed["what"].startswith("lot:")
    if sent.get("sure") != "yes" or not (is_lot or typed["what"] == "batch"):
        notice = wrong(
            "Nothing was revoked.", hint="Choose what to revoke, and confirm that it is for ever: there is no way back."
        )
        return await show_batch(request, notice=notice, status=422, typed=typed)
    batch_id = request.match_info["batch_id"]
    try:
        await context.client(request).revoke_batch(
            batch_id,
            reason=typed["reason"],
            lot_code=typed["what"].removeprefix("lot:") if is_lot else "",
            request_id=typed["request_id"] or None,
        )
    except HallmintError as error:
        typed["request_id"] = request_id(typed, refused=error.reason)
        return await show_batch(request, notice=refused(error), status=status_of(error), typed=typed)
    return see_other(f"/mint/batch/{batch_id}#revocations")
