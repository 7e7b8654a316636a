"""Passport pages in a frame, as a phone shows them: through the resolver's signed previews, drafts included."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from aiohttp import web

from hallmint.v1 import product_pb2
from hallmint_client import HallmintError
from hallmint_console import context
from hallmint_console.notice import Notice, refused

CHOICES = 50
"""Products that a preview lets one choose from; whoever wants another one starts at its page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What the frame shows. No `url` where there is none, and `notice` says why; without both there is no product to show."""

    url: str = ""
    notice: Notice | None = None
    product: product_pb2.Product | None = None
    products: Sequence[product_pb2.Product] = ()
    language: str = ""
    languages: Sequence[str] = ()


def may_preview(request: web.Request) -> bool:
    """Whether the API would give this person a preview."""
    visitor = context.visitor(request)
    return visitor.may("catalog:write") or visitor.may("content:publish")


async def preview_of(
    request: web.Request,
    product: product_pb2.Product,
    *,
    template_id: str = "",
    market_pack_id: str = "",
    products: Sequence[product_pb2.Product] = (),
    languages: Sequence[str] = (),
) -> Preview | None:
    """The page of a product, and leave for this page to frame it; None for who may not. `?language=` of the request chooses
    one of the languages.
    """
    if not may_preview(request):
        return None
    language = request.query.get("language", "")
    language = language if language in languages else ""
    try:
        found = await context.client(request).get_preview(
            product_id=product.product_id, template_id=template_id, market_pack_id=market_pack_id
        )
    except HallmintError as error:
        return Preview(notice=refused(error), product=product, products=products, languages=languages)
    url = urlsplit(found.url)
    origin = request.app[context.SETTINGS].console_resolver_url or f"{url.scheme}://{url.netloc}"
    request[context.FRAMES] = origin
    query = f"?{urlencode({'language': language})}" if language else ""
    return Preview(
        url=f"{origin}{url.path}{query}",
        product=product,
        products=products,
        language=language,
        languages=languages,
    )


async def preview_of_some(
    request: web.Request,
    group: product_pb2.ProductGroup.ValueType = product_pb2.PRODUCT_GROUP_UNSPECIFIED,
    *,
    template_id: str = "",
    market_pack_id: str = "",
    languages: Sequence[str] = (),
) -> Preview | None:
    """As `preview_of`, of the product that `?product=` names, else of one of the group."""
    if not may_preview(request):
        return None
    client = context.client(request)
    products = list((await client.list_products(group=group, page_size=CHOICES)).products)
    wanted = request.query.get("product", "")
    # One that is ready shows most of a template.
    usual = sorted(products, key=lambda each: each.readiness != product_pb2.READINESS_READY)
    product = next((each for each in products if each.product_id == wanted), usual[0] if usual else None)
    if product is None:
        return Preview()
    return await preview_of(
        request,
        product,
        template_id=template_id,
        market_pack_id=market_pack_id,
        products=products,
        languages=languages,
    )
