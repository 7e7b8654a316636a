"""The rpcs of LinkService."""

import uuid
from collections.abc import AsyncGenerator, Sequence

from hallmint.v1 import link_pb2, link_service_pb2, product_pb2
from hallmint_client.connection import Connection
from hallmint_client.page import FULL_PAGE, pages


class LinkCalls(Connection):
    """Links of products, lots and units: a part of `Client`."""

    async def create_link(
        self,
        level: link_pb2.LinkLevel,
        *,
        link_type: str,
        href: str,
        title: str,
        languages: Sequence[str] = (),
        media_type: str = "",
        is_default: bool = False,
        request_id: str | None = None,
    ) -> link_pb2.Link:
        """Make a link, as `gs1:pip`, to an https URL. Durable on return; the resolver shows it within 20 s.

        NOT_FOUND `PRODUCT_NOT_FOUND` or `TOKEN_NOT_FOUND`; ALREADY_EXISTS `DEFAULT_LINK_TAKEN`; FAILED_PRECONDITION
        `TOO_MANY_LINKS` at 100 links of a level.
        """
        request = link_service_pb2.CreateLinkRequest(
            request_id=request_id or str(uuid.uuid4()),
            level=level,
            link_type=link_type,
            href=href,
            title=title,
            languages=languages,
            media_type=media_type,
            is_default=is_default,
        )
        return (await self._transport.unary(self._transport.link.CreateLink, request)).link

    async def delete_link(self, link_id: str) -> None:
        """Take a link away. Durable on return. NOT_FOUND `LINK_NOT_FOUND`, also where a try before this one did it."""
        request = link_service_pb2.DeleteLinkRequest(link_id=link_id)
        await self._transport.unary(self._transport.link.DeleteLink, request)

    async def list_links(
        self, *, product_id: str = "", sku: str = "", page_size: int = 0, page_token: str = ""
    ) -> link_service_pb2.ListLinksResponse:
        """One page of links, the oldest first; of one product where it is named. `page_size` 0 is 50, at most 500."""
        product = None
        if product_id or sku:
            product = product_pb2.ProductRef(product_id=product_id) if product_id else product_pb2.ProductRef(sku=sku)
        request = link_service_pb2.ListLinksRequest(product=product, page_size=page_size, page_token=page_token)
        return await self._transport.unary(self._transport.link.ListLinks, request)

    async def links(self, *, product_id: str = "", sku: str = "") -> AsyncGenerator[link_pb2.Link, None]:
        """All links, the oldest first, through all pages."""
        async for page in pages(
            lambda at: self.list_links(product_id=product_id, sku=sku, page_size=FULL_PAGE, page_token=at)
        ):
            for found in page.links:
                yield found
