"""/mint/new: a batch is ordered in four steps. What was typed travels in the address, so that going back and forth, loading a
step again and sending its address to a colleague lose nothing.
"""

import asyncio
from collections.abc import Sequence
from typing import Any

from aiohttp import web

from hallmint.v1 import (
    batch_pb2,
    error_reason_pb2,
    minting_service_pb2,
    product_pb2,
    production_batch_pb2,
)
from hallmint_client import Client, HallmintError
from hallmint_console import context
from hallmint_console.batch_view import ACTIVATION_MODES, IDENTITY_MODES
from hallmint_console.estimate import units_per_second
from hallmint_console.hint import hint_of
from hallmint_console.listing import page_or_first
from hallmint_console.notice import Notice, refused, status_of, wrong
from hallmint_console.order import MOST_LOTS, MOST_UNITS, STEPS, Order
from hallmint_console.page import render, see_other
from hallmint_console.progress import seconds_text
from hallmint_console.qr import picture
from hallmint_console.sent import request_id, sent

routes = web.RouteTableDef()

_FOUND = 8
_LONGEST_QUERY = 100
_RUNS = 50
_LOOKED_AT = 10
"""Batches of which the time that a mint takes is guessed."""


@routes.get("/mint/new")
async def show(request: web.Request) -> web.Response:
    """The step that the address names, or the first for which something is missing."""
    order = Order.of(request.query)
    step = request.query.get("step", "")
    if step not in STEPS:
        step = "run" if order.product else "product"
    if not order.product:
        step = "product"
    if step == "setup" and "problems" in request.query and order.problems:
        return await _problems(request, order)
    if step == "review":
        if order.problems:
            step = "setup"
        elif request.query.get("request_id") != request_id(request.query):
            # The id is in the address, so that whoever comes back to it after sending sends the same order again.
            return see_other(order.place("review", request_id=request_id({})))
    return await _page(request, order, step)


@routes.post("/mint/new")
async def go_on(request: web.Request) -> web.Response:
    """Take the configuration, and go to whichever step was asked for. Only the review takes one without problems."""
    fields = await sent(request)
    order, step = Order.of(fields), fields.get("to", "review")
    if step in STEPS[:2] and order.fits:
        return see_other(order.place(step))
    if order.problems:
        # By an address too: browsers do not go back to pages that a form's sending made.
        return see_other(order.place("setup", problems="1")) if order.fits else await _problems(request, order)
    return see_other(order.place("review", request_id=request_id({})))


async def _problems(request: web.Request, order: Order) -> web.Response:
    notice = wrong("This cannot be minted yet.", *order.problems)
    return await _page(request, order, "setup", notice=notice, status=422)


@routes.post("/mint/new/submit")
async def submit(request: web.Request) -> web.Response:
    """Order the batch: once, however often the form is sent."""
    fields = await sent(request)
    order, key = Order.of(fields), request_id(fields)
    try:
        batch = await context.client(request).submit_mint(order.spec, request_id=key)
    except HallmintError as error:
        return await _page(request, order, "review", notice=refused(error), status=status_of(error), key=key)
    return see_other(f"/mint/batch/{batch.batch_id}")


async def _page(
    request: web.Request, order: Order, step: str, *, notice: Notice | None = None, status: int = 200, key: str = ""
) -> web.Response:
    client = context.client(request)
    product = await client.get_product(product_id=order.product) if order.product else None
    run = await client.get_production_batch(production_batch_id=order.run) if order.run and step != "product" else None
    values: dict[str, Any] = {}
    match step:
        case "product":
            values = await _products(client, request.query.get("q", "").strip(), request.query.get("page", ""))
        case "run":
            values = await _runs(client, order, request.query.get("page", ""))
        case "review":
            values = await _review(client, order) | {"request_id": key or request_id(request.query)}
    return render(
        request,
        "mint/new.html.j2",
        status=status,
        notice=notice,
        order=order,
        step=step,
        product=product,
        run=run,
        identity_modes=IDENTITY_MODES,
        activation_modes=ACTIVATION_MODES,
        most_lots=MOST_LOTS,
        most_units=MOST_UNITS,
        **values,
    )


async def _products(client: Client, words: str, at: str) -> dict[str, Any]:
    page, _ = await page_or_first(
        lambda at: client.list_products(query=words[:_LONGEST_QUERY], page_size=_FOUND, page_token=at), at
    )
    return {
        "words": words,
        "products": await asyncio.gather(*(_with_obstacles(client, product) for product in page.products)),
        "next_page": page.next_page_token,
    }


async def _with_obstacles(client: Client, product: product_pb2.Product) -> tuple[product_pb2.Product, list[str]]:
    # Lists say whether a product is ready, and only the product itself what is missing.
    is_ready = product.readiness == product_pb2.READINESS_READY
    whole = product if is_ready else await client.get_product(product_id=product.product_id)
    return product, obstacles(whole)


def obstacles(product: product_pb2.Product) -> list[str]:
    """Why a product cannot be minted; empty where it can, as far as the product goes."""
    found = []
    if product.commercial_status == product_pb2.COMMERCIAL_STATUS_DRAFT:
        found.append("It is a draft: only products on sale are minted.")
    elif product.commercial_status == product_pb2.COMMERCIAL_STATUS_DISCONTINUED:
        found.append("It is discontinued: only products on sale are minted.")
    return found + [problem.description for problem in product.field_problems]


async def _runs(client: Client, order: Order, at: str) -> dict[str, Any]:
    page = await client.list_production_batches(
        product_id=order.product,
        status=production_batch_pb2.PRODUCTION_STATUS_READY,
        page_size=_RUNS,
        page_token=at,
    )
    return {"runs": page.production_batches, "next_page": page.next_page_token}


async def _review(client: Client, order: Order) -> dict[str, Any]:
    answer, past = await asyncio.gather(
        client.preflight_mint(order.spec),
        client.list_batches(state=batch_pb2.BATCH_STATE_MINTED, page_size=_LOOKED_AT),
    )
    pace = units_per_second(past.batches)
    return {
        "violations": _violations(answer.violations),
        "sample": answer.sample_resolver_url,
        "qr": picture(answer.sample_resolver_url) if answer.sample_resolver_url else "",
        "pace": pace,
        "estimate": seconds_text(order.units / pace) if pace else "",
    }


def _violations(found: Sequence[minting_service_pb2.PreflightViolation]) -> list[tuple[str, str, str]]:
    """Of each its reason, what it says, and what to do."""
    listed = []
    for violation in found:
        name = error_reason_pb2.ErrorReason.Name(violation.reason).removeprefix("ERROR_REASON_")
        words = violation.description[:1].upper() + violation.description[1:]
        listed.append((name, words.rstrip(".") + ".", hint_of(name)))
    return listed
