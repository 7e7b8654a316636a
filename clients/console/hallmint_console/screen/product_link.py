"""Links of a product: added and taken away on its page."""

from aiohttp import web

from hallmint.v1 import link_pb2, product_pb2
from hallmint_client import HallmintError
from hallmint_console import context
from hallmint_console.notice import refused, status_of
from hallmint_console.page import see_other
from hallmint_console.product_form import Product
from hallmint_console.screen.product import ID, product_page
from hallmint_console.sent import sent, submit_id

routes = web.RouteTableDef()


@routes.post(f"/products/{ID}/links")
async def add(request: web.Request) -> web.Response:
    """Add one, for all units or those of a lot."""
    client, product_id = context.client(request), request.match_info["product_id"]
    form = await sent(request)
    product, lot = product_pb2.ProductRef(product_id=product_id), form.get("lot", "").strip()
    level = link_pb2.LinkLevel(product=product)
    if lot:
        level = link_pb2.LinkLevel(lot=link_pb2.ProductLot(product=product, lot_code=lot))
    try:
        await client.create_link(
            level,
            link_type=form.get("link_type", "").strip(),
            href=form.get("href", "").strip(),
            title=form.get("title", "").strip(),
            languages=form.get("languages", "").replace(",", " ").split(),
            is_default="is_default" in form,
            request_id=submit_id(form),
        )
    except HallmintError as error:
        if error.reason in ("PERMISSION_MISSING", "PRODUCT_NOT_FOUND"):
            raise
        found = await client.get_product(product_id=product_id)
        return await product_page(
            request, found, Product.of(found), notice=refused(error), status=status_of(error), link=form
        )
    return see_other(f"/products/{product_id}?done=linked#links")


@routes.post(f"/products/{ID}/links/{{link_id:[0-9a-f-]{{36}}}}/remove")
async def remove(request: web.Request) -> web.Response:
    """Take one away; one that is gone already is as well."""
    try:
        await context.client(request).delete_link(request.match_info["link_id"])
    except HallmintError as error:
        if error.reason != "LINK_NOT_FOUND":
            raise
    return see_other(f"/products/{request.match_info['product_id']}?done=unlinked#links")
