"""/mint/batch/<id>: one batch, and what can be done with it."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Any

from aiohttp import web

from hallmint.v1 import batch_pb2
from hallmint_client import Client
from hallmint_console import context
from hallmint_console.batch_view import BatchView
from hallmint_console.page import render, see_other, text
from hallmint_console.progress import Pace
from hallmint_console.stream import send

routes = web.RouteTableDef()

_ID = "{batch_id:[0-9a-f-]{36}}"
_MOST_FOLLOWED = 50


@routes.get(f"/mint/batch/{_ID}")
async def show(request: web.Request) -> web.Response:
    """A batch with its lots."""
    answer = await context.client(request).get_batch(request.match_info["batch_id"])
    return render(request, "mint/batch.html.j2", view=BatchView(answer.batch), revocations=list(answer.revocations))


@routes.post(f"/mint/batch/{_ID}/cancel")
async def cancel(request: web.Request) -> web.Response:
    """End it; units that are minted stay valid."""
    batch = await context.client(request).cancel_batch(request.match_info["batch_id"])
    return see_other(f"/mint/batch/{batch.batch_id}")


@routes.post(f"/mint/batch/{_ID}/resume")
async def resume(request: web.Request) -> web.Response:
    """Have a failed one go on."""
    batch = await context.client(request).resume_batch(request.match_info["batch_id"])
    return see_other(f"/mint/batch/{batch.batch_id}")


@routes.get("/mint/events")
async def events(request: web.Request) -> web.StreamResponse:
    """States of running batches as they come, each as the part of a page that shows it: `?batch=<id>`, up to 50 times."""
    client = context.client(request)
    wanted = sorted(set(request.query.getall("batch", [])[:_MOST_FOLLOWED]))
    # Whether this person may see each of them the API says here; then they share the watches that others began.
    await asyncio.gather(*(client.get_batch(batch_id) for batch_id in wanted))
    paces = {batch_id: Pace() for batch_id in wanted}
    brand = context.visitor(request).brand
    live = request.app[context.LIVE]

    def part(name: str, batch: batch_pb2.Batch) -> str:
        pace = paces[name.removeprefix("batch-")].add(batch.minted_quantity)
        return text(request, "mint/progress.html.j2", {"view": BatchView(batch, pace)})

    subjects = {
        f"batch-{batch_id}": live.follow(
            f"{brand.brand_id if brand else ''}/batch/{batch_id}", client, _watch(batch_id)
        )
        for batch_id in wanted
    }
    return await send(request, subjects, part)


def _watch(batch_id: str) -> Any:
    def watch(client: Client) -> AsyncGenerator[batch_pb2.Batch, None]:
        return client.watch_batch(batch_id)

    return watch
