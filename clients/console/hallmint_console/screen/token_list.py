"""/mint/tokens: the tokens of all batches or of one, and the search for one."""

from typing import Any

from aiohttp import web

from hallmint.v1 import minting_service_pb2, token_pb2
from hallmint_client import Client, HallmintError
from hallmint_console import context
from hallmint_console.listing import page_or_first
from hallmint_console.notice import Notice, refused, status_of
from hallmint_console.page import render
from hallmint_console.screen.token import values_of
from hallmint_console.token_search import read
from hallmint_console.token_view import STATES, TokenView

routes = web.RouteTableDef()

_PAGE = 50
_TRIES = 5


@routes.get("/mint/tokens")
async def tokens(request: web.Request) -> web.Response:
    """Tokens, the newest batch first; with `find` also the panel of the one that it names."""
    client, query = context.client(request), request.query
    only = {name: query.get(name, "") for name in ("batch", "lot", "status")}
    found, notice, status = await _search(request, query.get("find", ""))
    batch = (await client.get_batch(only["batch"])).batch if only["batch"] else None
    page, stale = await page_or_first(lambda at: _page(client, only, at), query.get("page", ""))
    return render(
        request,
        "mint/tokens.html.j2",
        status=status,
        notice=stale or notice,
        views=[TokenView(token) for token in page.tokens],
        stats=await client.get_stats(),
        next_page=page.next_page_token,
        only=only,
        batch_of=batch,
        states=STATES,
        find=query.get("find", ""),
        panel=found,
    )


async def _page(client: Client, only: dict[str, str], at: str) -> minting_service_pb2.ListTokensResponse:
    """A page that shows something, or else one that says where to search on: what is rare may lie far behind."""
    for _ in range(_TRIES):
        page = await client.list_tokens(
            only["batch"],
            status=STATES.get(only["status"], token_pb2.TOKEN_STATUS_UNSPECIFIED),
            lot_code=only["lot"] if only["batch"] else "",
            page_size=_PAGE,
            page_token=at,
        )
        at = page.next_page_token
        if page.tokens or not at:
            break
    return page


async def _search(request: web.Request, text: str) -> tuple[dict[str, Any] | None, Notice | None, int]:
    """What the panel is given, or why there is none."""
    if not text.strip():
        return None, None, 200
    try:
        token = await context.client(request).get_token(read(text))
    except HallmintError as error:
        if status_of(error) not in (404, 422):
            raise
        return None, refused(error), status_of(error)
    return await values_of(request, token), None, 200
