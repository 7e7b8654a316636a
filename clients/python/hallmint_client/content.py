"""The rpcs of ContentService."""

import uuid
from collections.abc import AsyncGenerator, Iterable

from hallmint.v1 import content_pb2, content_service_pb2, product_pb2
from hallmint_client.connection import Connection
from hallmint_client.page import FULL_PAGE, pages


class ContentCalls(Connection):
    """Versions of passport templates and market packs: a part of `Client`.

    Both go from draft to published to superseded; only drafts change.
    """

    async def create_template(
        self,
        *,
        group: product_pb2.ProductGroup.ValueType,
        sections: Iterable[content_pb2.TemplateSection],
        request_id: str | None = None,
    ) -> content_pb2.Template:
        """Make a draft: the next version for the group. Durable on return. INVALID_ARGUMENT names each bad field."""
        request = content_service_pb2.CreateTemplateRequest(
            request_id=request_id or str(uuid.uuid4()), group=group, sections=sections
        )
        return (await self._transport.unary(self._transport.content.CreateTemplate, request)).template

    async def get_template(self, template_id: str) -> content_pb2.Template:
        """One version. NOT_FOUND `TEMPLATE_NOT_FOUND`."""
        request = content_service_pb2.GetTemplateRequest(template_id=template_id)
        return (await self._transport.unary(self._transport.content.GetTemplate, request)).template

    async def list_templates(
        self,
        *,
        group: product_pb2.ProductGroup.ValueType = product_pb2.PRODUCT_GROUP_UNSPECIFIED,
        state: content_pb2.VersionState.ValueType = content_pb2.VERSION_STATE_UNSPECIFIED,
        page_size: int = 0,
        page_token: str = "",
    ) -> content_service_pb2.ListTemplatesResponse:
        """One page of versions, newest first, of all groups and states or of one. `page_size` 0 means 50, at most 500."""
        request = content_service_pb2.ListTemplatesRequest(
            page_size=page_size, page_token=page_token, group=group, state=state
        )
        return await self._transport.unary(self._transport.content.ListTemplates, request)

    async def templates(
        self,
        *,
        group: product_pb2.ProductGroup.ValueType = product_pb2.PRODUCT_GROUP_UNSPECIFIED,
        state: content_pb2.VersionState.ValueType = content_pb2.VERSION_STATE_UNSPECIFIED,
    ) -> AsyncGenerator[content_pb2.Template, None]:
        """All versions, newest first."""
        async for page in pages(
            lambda at: self.list_templates(group=group, state=state, page_size=FULL_PAGE, page_token=at)
        ):
            for template in page.templates:
                yield template

    async def update_template(
        self, template_id: str, *, sections: Iterable[content_pb2.TemplateSection], expected_revision: int = 0
    ) -> content_pb2.Template:
        """Replace the sections of a draft. Durable on return. FAILED_PRECONDITION `VERSION_NOT_DRAFT`.

        With `expected_revision`: FAILED_PRECONDITION `REVISION_CHANGED` where it is no longer the current one.
        """
        request = content_service_pb2.UpdateTemplateRequest(
            template_id=template_id, sections=sections, expected_revision=expected_revision
        )
        return (await self._transport.unary(self._transport.content.UpdateTemplate, request)).template

    async def publish_template(self, template_id: str, *, expected_revision: int = 0) -> content_pb2.Template:
        """Publish a draft, and supersede what was published for its group. Durable on return.

        FAILED_PRECONDITION `VERSION_NOT_DRAFT` for a superseded one, `FIELD_INVALID` where a field is no longer known; with
        `expected_revision` `REVISION_CHANGED` where it is no longer the current one.
        """
        request = content_service_pb2.PublishTemplateRequest(
            template_id=template_id, expected_revision=expected_revision
        )
        return (await self._transport.unary(self._transport.content.PublishTemplate, request)).template

    async def create_market_pack(
        self, pack: content_pb2.MarketPack, *, request_id: str | None = None
    ) -> content_pb2.MarketPack:
        """Make a draft: the next version for `pack.market`. Durable on return. INVALID_ARGUMENT names each bad field.

        Of `pack` only market, languages, formats, disclaimers and recycling texts are sent.
        """
        request = content_service_pb2.CreateMarketPackRequest(
            request_id=request_id or str(uuid.uuid4()),
            market=pack.market,
            languages=pack.languages,
            date_format=pack.date_format,
            number_format=pack.number_format,
            disclaimers=pack.disclaimers,
            recycling=pack.recycling,
        )
        return (await self._transport.unary(self._transport.content.CreateMarketPack, request)).market_pack

    async def get_market_pack(self, market_pack_id: str) -> content_pb2.MarketPack:
        """One version. NOT_FOUND `MARKET_PACK_NOT_FOUND`."""
        request = content_service_pb2.GetMarketPackRequest(market_pack_id=market_pack_id)
        return (await self._transport.unary(self._transport.content.GetMarketPack, request)).market_pack

    async def list_market_packs(
        self,
        *,
        market: str = "",
        state: content_pb2.VersionState.ValueType = content_pb2.VERSION_STATE_UNSPECIFIED,
        page_size: int = 0,
        page_token: str = "",
    ) -> content_service_pb2.ListMarketPacksResponse:
        """One page of versions, newest first, of all markets and states or of one. `page_size` 0 means 50, at most 500.

        Large packs make pages short: go on while there is a `next_page_token`.
        """
        request = content_service_pb2.ListMarketPacksRequest(
            page_size=page_size, page_token=page_token, market=market, state=state
        )
        return await self._transport.unary(self._transport.content.ListMarketPacks, request)

    async def market_packs(
        self,
        *,
        market: str = "",
        state: content_pb2.VersionState.ValueType = content_pb2.VERSION_STATE_UNSPECIFIED,
    ) -> AsyncGenerator[content_pb2.MarketPack, None]:
        """All versions, newest first."""
        async for page in pages(
            lambda at: self.list_market_packs(market=market, state=state, page_size=FULL_PAGE, page_token=at)
        ):
            for pack in page.market_packs:
                yield pack

    async def update_market_pack(
        self, market_pack_id: str, pack: content_pb2.MarketPack, *, expected_revision: int = 0
    ) -> content_pb2.MarketPack:
        """Replace the content of a draft: languages, formats, disclaimers and recycling texts of `pack`. Durable on return.

        FAILED_PRECONDITION `VERSION_NOT_DRAFT`, and with `expected_revision` `REVISION_CHANGED` where it is no longer the
        current one.
        """
        request = content_service_pb2.UpdateMarketPackRequest(
            market_pack_id=market_pack_id,
            languages=pack.languages,
            date_format=pack.date_format,
            number_format=pack.number_format,
            disclaimers=pack.disclaimers,
            recycling=pack.recycling,
            expected_revision=expected_revision,
        )
        return (await self._transport.unary(self._transport.content.UpdateMarketPack, request)).market_pack

    async def publish_market_pack(self, market_pack_id: str, *, expected_revision: int = 0) -> content_pb2.MarketPack:
        """Publish a draft, and supersede what was published for its market. Durable on return.

        FAILED_PRECONDITION `VERSION_NOT_DRAFT` for a superseded one, and with `expected_revision` `REVISION_CHANGED` where it
        is no longer the current one.
        """
        request = content_service_pb2.PublishMarketPackRequest(
            market_pack_id=market_pack_id, expected_revision=expected_revision
        )
        return (await self._transport.unary(self._transport.content.PublishMarketPack, request)).market_pack

    async def get_preview(
        self, *, product_id: str = "", sku: str = "", template_id: str = "", market_pack_id: str = ""
    ) -> content_service_pb2.GetPreviewResponse:
        """A link to the page of a product, named by its id or SKU, with drafts in place of what is published; it works for
        300 s, for whoever has it. Empty ids mean the published versions.

        NOT_FOUND `PRODUCT_NOT_FOUND`, `TEMPLATE_NOT_FOUND` and `MARKET_PACK_NOT_FOUND`.
        """
        request = content_service_pb2.GetPreviewRequest(
            product=product_pb2.ProductRef(product_id=product_id) if product_id else product_pb2.ProductRef(sku=sku),
            template_id=template_id,
            market_pack_id=market_pack_id,
        )
        return await self._transport.unary(self._transport.content.GetPreview, request)
