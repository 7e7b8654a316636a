"""/mint: the counters, and the batches."""

from collections.abc import Mapping
from typing import Any

from aiohttp import web

from hallmint.v1 import batch_pb2, minting_service_pb2
from hallmint_client import Client, HallmintError
from hallmint_console import context
from hallmint_console.batch_view import ACTIVATION_MODES, IDENTITY_MODES, STATES, BatchView
from hallmint_console.listing import page_or_first
from hallmint_console.notice import Notice, wrong
from hallmint_console.page import render

routes = web.RouteTableDef()

_PAGE = 25
_FILTERS = ("sku", "state", "identity", "activation")


@routes.get("/mint")
async def batches(request: web.Request) -> web.Response:
    """Counters and batches, newest first."""
    client = context.client(request)
    only = {name: request.query.get(name, "").strip() for name in _FILTERS}
    stats = await client.get_stats()
    page, notice = await _list(client, only, request.query.get("page", ""))
    return render(
        request,
        "mint/batches.html.j2",
        notice=notice,
        stats=stats,
        batches=[BatchView(batch) for batch in page.batches],
        states=STATES,
        identity_modes=IDENTITY_MODES,
        activation_modes=ACTIVATION_MODES,
        only=only,
        next_page=page.next_page_token,
    )


async def _list(
    client: Client, only: Mapping[str, str], at: str
) -> tuple[minting_service_pb2.ListBatchesResponse, Notice | None]:
    wanted: dict[str, Any] = {
        "state": STATES.get(only["state"], batch_pb2.BATCH_STATE_UNSPECIFIED),
        "identity_mode": IDENTITY_MODES.get(only["identity"], (batch_pb2.IDENTITY_MODE_UNSPECIFIED,))[0],
        "activation_mode": ACTIVATION_MODES.get(only["activation"], (batch_pb2.ACTIVATION_MODE_UNSPECIFIED,))[0],
    }
    if only["sku"]:
        try:
            wanted["product_id"] = (await client.get_product(sku=only["sku"])).product_id
        except HallmintError as error:
            if error.reason != "PRODUCT_NOT_FOUND":
                raise
            none = minting_service_pb2.ListBatchesResponse()
            return none, wrong("There is no product with this SKU.", hint="It is written just as on the product.")
    return await page_or_first(lambda at: client.list_batches(**wanted, page_size=_PAGE, page_token=at), at)


@routes.get("/mint/counters")
async def counters(request: web.Request) -> web.Response:
    """The counters alone: pages ask for them while something is running."""
    return render(request, "mint/counters.html.j2", stats=await context.client(request).get_stats())
