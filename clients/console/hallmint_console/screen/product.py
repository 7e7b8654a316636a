"""/products: the products, and one of them with its form."""

import uuid
from collections.abc import Mapping

from aiohttp import web

from hallmint.v1 import catalog_service_pb2, product_pb2
from hallmint_client import HallmintError
from hallmint_console import context
from hallmint_console.attribute.sent import FormError
from hallmint_console.group import ABOUT, GROUPS, STATUSES, group_word, status_word
from hallmint_console.gtin import advice
from hallmint_console.link_kind import LINK_KINDS
from hallmint_console.listing import page_or_first
from hallmint_console.notice import Notice, done, refused, status_of, wrong
from hallmint_console.page import render, see_other
from hallmint_console.preview import may_preview, preview_of
from hallmint_console.product_form import Product, attributes_of, group_tree, missing_of
from hallmint_console.sent import request_id as made_id
from hallmint_console.sent import sent, submit_id

routes = web.RouteTableDef()

ID = "{product_id:[0-9a-f-]{36}}"
_PAGE = 25
_LINKS = 100
_SEARCH_MOST = 100  # characters that the API takes
_DONE = {
    "made": "The product was made.",
    "saved": "Saved.",
    "padded": "Saved. The GTIN was padded with zeros to 14 digits.",
    "linked": "The link was added. The resolver shows it within 20 seconds.",
    "unlinked": "The link was taken away. The resolver follows within 20 seconds.",
}


@routes.get("/products")
async def products(request: web.Request) -> web.Response:
    """The products by SKU."""
    client, query = context.client(request), request.query
    search = query.get("q", "").strip()[:_SEARCH_MOST]
    group, status = GROUPS.get(query.get("group", "")), STATUSES.get(query.get("status", ""))

    async def page(at: str) -> catalog_service_pb2.ListProductsResponse:
        return await client.list_products(
            query=search,
            group=group or product_pb2.PRODUCT_GROUP_UNSPECIFIED,
            commercial_status=status or product_pb2.COMMERCIAL_STATUS_UNSPECIFIED,
            page_size=_PAGE,
            page_token=at,
        )

    found, notice = await page_or_first(page, query.get("page", ""))
    return render(
        request,
        "product/list.html.j2",
        notice=notice,
        products=[(each, group_word(each.group), status_word(each.commercial_status)) for each in found.products],
        groups=GROUPS,
        statuses=STATUSES,
        search=search,
        next_page=found.next_page_token,
        ready=product_pb2.READINESS_READY,
    )


@routes.get("/products/gtin")
async def gtin(request: web.Request) -> web.Response:
    """What is wrong with a GTIN that is being typed."""
    return render(request, "product/gtin.html.j2", advice=advice(request.query.get("gtin", "")))


@routes.get("/products/new")
async def new(request: web.Request) -> web.Response:
    """The choice of a group, then the form."""
    group = request.query.get("group", "")
    if not context.visitor(request).may("catalog:write"):
        raise web.HTTPForbidden
    if group not in GROUPS:
        return render(request, "product/group.html.j2", groups=ABOUT)
    return await _new(request, Product(group=group), str(uuid.uuid4()))


@routes.post("/products/new")
async def make(request: web.Request) -> web.Response:
    """Make it, or change the rows of its lists."""
    form, product = await _sent(request)
    request_id = made_id(form)  # of the page; what is made has one of its own
    if form.get("do"):
        return await _new(request, product, request_id)
    if product.broken:
        return await _new(request, product, request_id, notice=_broken(), status=422)
    try:
        answer = await context.client(request).create_product(
            sku=product.sku, request_id=submit_id(form), **product.values()
        )
    except HallmintError as error:
        return await _new(request, product, request_id, notice=_refused(error, product), status=status_of(error))
    return see_other(f"/products/{answer.product.product_id}?done={'padded' if answer.notes else 'made'}")


@routes.get(f"/products/{ID}")
async def show(request: web.Request) -> web.Response:
    """One product."""
    found = await context.client(request).get_product(product_id=request.match_info["product_id"])
    word = _DONE.get(request.query.get("done", ""))
    return await product_page(request, found, Product.of(found), notice=done(word) if word else None)


@routes.post(f"/products/{ID}")
async def save(request: web.Request) -> web.Response:
    """Write the next revision, or change the rows of its lists."""
    client = context.client(request)
    form, product = await _sent(request)
    found = await client.get_product(product_id=request.match_info["product_id"])
    if form.get("do"):
        return await product_page(request, found, product)
    if product.broken:
        return await product_page(request, found, product, notice=_broken(), status=422)
    try:
        answer = await client.update_product(
            product_id=found.product_id, expected_revision=product.revision, new_sku=product.sku, **product.values()
        )
    except HallmintError as error:
        if error.reason == "PERMISSION_MISSING":
            raise
        return await product_page(request, found, product, notice=_refused(error, product), status=status_of(error))
    return see_other(f"/products/{found.product_id}?done={'padded' if answer.notes else 'saved'}")


@routes.get(f"/products/{ID}/preview")
async def preview(request: web.Request) -> web.Response:
    """The product's page as a phone shows it."""
    found = await context.client(request).get_product(product_id=request.match_info["product_id"])
    shown = await preview_of(request, found)
    if shown is None:
        raise web.HTTPForbidden
    return render(request, "product/preview.html.j2", product=found, preview=shown)


async def product_page(
    request: web.Request,
    found: product_pb2.Product,
    product: Product,
    *,
    notice: Notice | None = None,
    status: int = 200,
    link: Mapping[str, str] | None = None,
) -> web.Response:
    """The page of a product, with what was typed. `link`: what was typed of a new link."""
    client = context.client(request)
    node = await group_tree(client, product.group)
    links = await client.list_links(product_id=found.product_id, page_size=_LINKS)
    root = attributes_of(node, product, found.field_problems)
    return render(
        request,
        "product/product.html.j2",
        status=status,
        notice=notice,
        found=found,
        product=product,
        root=root,
        missing=missing_of(root, found.field_problems),
        is_ready=found.readiness == product_pb2.READINESS_READY,
        groups=GROUPS,
        statuses=STATUSES,
        advice=advice(product.gtin),
        links=list(links.links),
        more_links=bool(links.next_page_token),
        link=link or {},
        link_types=LINK_KINDS,
        link_request=(link or {}).get("request_id") or str(uuid.uuid4()),
        may_preview=may_preview(request),
    )


async def _new(
    request: web.Request, product: Product, request_id: str, *, notice: Notice | None = None, status: int = 200
) -> web.Response:
    node = await group_tree(context.client(request), product.group)
    return render(
        request,
        "product/new.html.j2",
        status=status,
        notice=notice,
        product=product,
        root=attributes_of(node, product),
        groups=GROUPS,
        statuses=STATUSES,
        advice=advice(product.gtin),
        request_id=request_id,
    )


async def _sent(request: web.Request) -> tuple[Mapping[str, str], Product]:
    form = await sent(request)
    try:
        return form, Product.sent(form)
    except FormError:
        raise web.HTTPUnprocessableEntity from None


def _broken() -> Notice:
    return wrong("What is typed as JSON is none.", hint="The fields are marked: commas, quotes and brackets count.")


def _refused(error: HallmintError, product: Product) -> Notice:
    """With a word on the check digit, where it is that."""
    notice = refused(error)
    words = advice(product.gtin)
    if words and any(each.reason == "GTIN_INVALID" for each in error.violations):
        return Notice(
            kind=notice.kind,
            title=notice.title,
            points=[*notice.points, f"GTIN: {words}"],
            hint=notice.hint,
            reason=notice.reason,
            request_id=notice.request_id,
        )
    return notice
