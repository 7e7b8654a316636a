"""/mint/token/<batch id>/<seq>: one token, in the panel at the side or as a page of its own, and the files about it."""

import asyncio
from typing import Any

from aiohttp import web

from hallmint.v1 import token_pb2
from hallmint_client import HallmintError
from hallmint_console import context, token_qr
from hallmint_console.notice import Notice, done, refused, status_of
from hallmint_console.page import render
from hallmint_console.sent import request_id, sent
from hallmint_console.token_view import MOST_REASON, TokenView, outcome_of

routes = web.RouteTableDef()

_PATH = "/mint/token/{batch_id:[0-9a-f-]{36}}/{seq:[0-9]{1,7}}"
_SCANS = 10
_KINDS = {"svg": "image/svg+xml", "png": "image/png"}


async def values_of(request: web.Request, token: token_pb2.Token) -> dict[str, Any]:
    """What the token's part of a page is given."""
    client, visitor = context.client(request), context.visitor(request)
    view = TokenView(token)
    sees_scans = visitor.may("scan:detail")
    answer, scans = await asyncio.gather(
        client.get_batch(token.batch_id),
        client.list_token_scans(view.ref, page_size=_SCANS) if sees_scans else _nothing(),
    )
    return {
        "open": view,
        "batch": answer.batch,
        "scans": [(scan, outcome_of(scan)) for scan in scans.scans] if scans else None,
        "has_more_scans": bool(scans and scans.next_page_token),
        "request_id": request_id({}),
        "most_reason": MOST_REASON,
        "reason": "",
        "panel_notice": None,
    }


async def _nothing() -> None:
    return None


async def _find(request: web.Request) -> token_pb2.Token:
    place = token_pb2.BatchSeq(batch_id=request.match_info["batch_id"], seq=int(request.match_info["seq"]))
    return await context.client(request).get_token(token_pb2.TokenRef(batch_seq=place))


async def _show(
    request: web.Request, token: token_pb2.Token, *, notice: Notice | None = None, status: int = 200, **changes: Any
) -> web.Response:
    values = await values_of(request, token) | changes
    if "HX-Request" in request.headers:
        # On a phone the panel hides the page, and what a page says at its top.
        return render(request, "mint/token_panel.html.j2", status=status, **values | {"panel_notice": notice})
    return render(request, "mint/token.html.j2", status=status, notice=notice, **values)


@routes.get(_PATH)
async def show(request: web.Request) -> web.Response:
    """The token."""
    notice = done("The token is revoked.") if request.query.get("done") == "revoked" else None
    return await _show(request, await _find(request), notice=notice)


@routes.post(_PATH + "/revoke")
async def revoke(request: web.Request) -> web.Response:
    """Withdraw it for ever. Sent twice, the same form does it once."""
    fields = await sent(request)
    reason, key = fields.get("reason", ""), request_id(fields)
    token = await _find(request)
    view = TokenView(token)
    try:
        await context.client(request).revoke_tokens([view.ref], reason=reason, request_id=key)
    except HallmintError as error:
        key = request_id(fields, refused=error.reason)
        return await _show(
            request, token, notice=refused(error), status=status_of(error), reason=reason, request_id=key
        )
    if "HX-Request" not in request.headers:
        return web.Response(status=303, headers={"Location": view.path + "?done=revoked"})
    response = await _show(request, await _find(request), notice=done("The token is revoked."))
    response.headers["HX-Trigger"] = "tokens-changed"
    return response


@routes.get(_PATH + "/qr.{kind:svg|png}")
async def picture(request: web.Request) -> web.Response:
    """What its carrier shows."""
    token, kind = await _find(request), request.match_info["kind"]
    name = f"{TokenView(token).file_name}.{kind}"
    return web.Response(
        body=token_qr.draw(token.resolver_url, kind),
        content_type=_KINDS[kind],
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )


@routes.get(_PATH + "/proof")
async def proof(request: web.Request) -> web.Response:
    """The file that proves it to anybody who has the public key of the log."""
    token = await _find(request)
    view = TokenView(token)
    try:
        answer = await context.client(request).get_token_proof(view.ref)
    except HallmintError as error:
        return await _show(request, token, notice=refused(error), status=status_of(error))
    return web.Response(
        body=answer.proof,
        content_type="text/plain",
        charset="utf-8",
        headers={"Content-Disposition": f'attachment; filename="{view.file_name}.proof"'},
    )
