"""The rpcs of BrandService."""

import uuid
from collections.abc import AsyncGenerator, Sequence

from google.protobuf import field_mask_pb2

from hallmint.v1 import brand_pb2, brand_service_pb2
from hallmint_client.connection import Connection
from hallmint_client.page import FULL_PAGE, pages


class BrandCalls(Connection):
    """Brands: a part of `Client`. An operator's client names no brand of its own: what it does says which one."""

    async def create_brand(
        self,
        *,
        slug: str,
        name: str,
        gs1_ready: bool = False,
        resolver_base_url: str = "",
        owner_email: str = "",
        request_id: str | None = None,
    ) -> brand_service_pb2.CreateBrandResponse:
        """Make a brand, as the operator. Durable on return. ALREADY_EXISTS `SLUG_TAKEN`.

        An empty `resolver_base_url` means the installation's. With `owner_email` the response has an invitation for the
        first owner, which is shown once: it is empty where an earlier try had made the brand already.
        """
        request = brand_service_pb2.CreateBrandRequest(
            request_id=request_id or str(uuid.uuid4()),
            slug=slug,
            name=name,
            gs1_ready=gs1_ready,
            resolver_base_url=resolver_base_url,
            owner_email=owner_email,
        )
        return await self._transport.unary(self._transport.brand.CreateBrand, request, acting=False)

    async def get_brand(self, *, brand_id: str = "", slug: str = "") -> brand_pb2.Brand:
        """One brand with its logo, by its id or slug; without both the acting one. NOT_FOUND `BRAND_NOT_FOUND`."""
        request = brand_service_pb2.GetBrandRequest()
        if brand_id:
            request.brand_id = brand_id
        elif slug:
            request.slug = slug
        return (await self._transport.unary(self._transport.brand.GetBrand, request)).brand

    async def list_brands(self, *, page_size: int = 0, page_token: str = "") -> brand_service_pb2.ListBrandsResponse:
        """One page of the caller's brands, by slug: an operator's are all. `page_size` 0 means 50, above 500 means 500."""
        request = brand_service_pb2.ListBrandsRequest(page_size=page_size, page_token=page_token)
        return await self._transport.unary(self._transport.brand.ListBrands, request, acting=False)

    async def brands(self) -> AsyncGenerator[brand_pb2.Brand, None]:
        """All the caller's brands, by slug, in as many calls as it takes."""
        async for page in pages(lambda at: self.list_brands(page_size=FULL_PAGE, page_token=at)):
            for brand in page.brands:
                yield brand

    async def update_brand(
        self,
        brand_id: str = "",
        *,
        name: str | None = None,
        gs1_ready: bool | None = None,
        resolver_base_url: str | None = None,
        default_market: str | None = None,
        keep_user_agents: bool | None = None,
        logo: bytes | None = None,
        primary_colour: str | None = None,
        accent_colour: str | None = None,
        legal_links: Sequence[brand_pb2.LegalLink] | None = None,
    ) -> brand_pb2.Brand:
        """Change what is given of a brand, by default of the acting one; None leaves a field as it is. Durable on return.

        A brand's admins may change its look, its default market and whether raw user agents of scans are kept, for 30 days;
        the operator all but the last. An empty logo takes it away; legal links replace those that there were.
        """
        plain = {
            "name": name,
            "gs1_ready": gs1_ready,
            "resolver_base_url": resolver_base_url,
            "default_market": default_market,
            "keep_user_agents": keep_user_agents,
        }
        theme = {"logo": logo, "primary_colour": primary_colour, "accent_colour": accent_colour}
        change, paths = brand_service_pb2.BrandChange(), []
        for target, prefix, values in ((change, "", plain), (change.theme, "theme.", theme)):
            for field, value in values.items():
                if value is not None:
                    setattr(target, field, value)
                    paths.append(prefix + field)
        if legal_links is not None:
            change.theme.legal_links.extend(legal_links)
            paths.append("theme.legal_links")
        request = brand_service_pb2.UpdateBrandRequest(
            brand_id=brand_id, change=change, update_mask=field_mask_pb2.FieldMask(paths=paths)
        )
        return (await self._transport.unary(self._transport.brand.UpdateBrand, request)).brand

    async def suspend_brand(self, brand_id: str, *, reason: str) -> brand_pb2.Brand:
        """Keep a brand from minting, as the operator. Durable on return. `reason`: 1 to 500 characters, for the brand."""
        request = brand_service_pb2.SuspendBrandRequest(brand_id=brand_id, reason=reason)
        return (await self._transport.unary(self._transport.brand.SuspendBrand, request, acting=False)).brand

    async def unsuspend_brand(self, brand_id: str) -> brand_pb2.Brand:
        """Let a suspended brand mint again, as the operator. Durable on return."""
        request = brand_service_pb2.UnsuspendBrandRequest(brand_id=brand_id)
        return (await self._transport.unary(self._transport.brand.UnsuspendBrand, request, acting=False)).brand

    async def reassign_gtin(self, gtin: str, *, brand_id: str, sku: str) -> None:
        """Give a GTIN (14 digits) under which nothing was minted to a product, as the operator. Durable on return.

        NOT_FOUND `GTIN_NOT_FOUND` and `PRODUCT_NOT_FOUND`; FAILED_PRECONDITION `GTIN_MINTED`.
        """
        request = brand_service_pb2.ReassignGtinRequest(gtin=gtin, brand_id=brand_id, sku=sku)
        await self._transport.unary(self._transport.brand.ReassignGtin, request, acting=False)
