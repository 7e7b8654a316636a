"""The rpcs of CatalogService."""

import uuid
from collections.abc import AsyncGenerator, Mapping

from google.protobuf import json_format, struct_pb2

from hallmint.v1 import brand_pb2, catalog_service_pb2, product_pb2
from hallmint_client.connection import Connection
from hallmint_client.page import FULL_PAGE, pages


class CatalogCalls(Connection):
    """Brands and products: a part of `Client`."""

    async def create_brand(
        self,
        *,
        slug: str,
        name: str,
        gs1_ready: bool = False,
        resolver_base_url: str = "",
        request_id: str | None = None,
    ) -> brand_pb2.Brand:
        """Make a brand. Durable on return. ALREADY_EXISTS `SLUG_TAKEN`.

        An empty `resolver_base_url` means the installation's.
        """
        request = catalog_service_pb2.CreateBrandRequest(
            request_id=request_id or str(uuid.uuid4()),
            slug=slug,
            name=name,
            gs1_ready=gs1_ready,
            resolver_base_url=resolver_base_url,
        )
        return (await self._transport.unary(self._transport.catalog.CreateBrand, request)).brand

    async def get_brand(self, *, brand_id: str = "", slug: str = "") -> brand_pb2.Brand:
        """One brand by exactly one of id and slug. NOT_FOUND `BRAND_NOT_FOUND`."""
        request = (
            catalog_service_pb2.GetBrandRequest(brand_id=brand_id)
            if brand_id
            else catalog_service_pb2.GetBrandRequest(slug=slug)
        )
        return (await self._transport.unary(self._transport.catalog.GetBrand, request)).brand

    async def list_brands(self, *, page_size: int = 0, page_token: str = "") -> catalog_service_pb2.ListBrandsResponse:
        """One page of brands, by slug. `page_size` 0 means 50, above 500 means 500."""
        request = catalog_service_pb2.ListBrandsRequest(page_size=page_size, page_token=page_token)
        return await self._transport.unary(self._transport.catalog.ListBrands, request)

    async def brands(self) -> AsyncGenerator[brand_pb2.Brand, None]:
        """All brands, by slug."""
        async for page in pages(lambda at: self.list_brands(page_size=FULL_PAGE, page_token=at)):
            for brand in page.brands:
                yield brand

    async def create_product(
        self,
        *,
        sku: str,
        name: str,
        group: product_pb2.ProductGroup.ValueType,
        gtin: str = "",
        commercial_status: product_pb2.CommercialStatus.ValueType = product_pb2.COMMERCIAL_STATUS_DRAFT,
        attributes: Mapping[str, object] | None = None,
        request_id: str | None = None,
    ) -> product_pb2.Product:
        """Make a product of the acting brand. Durable on return. `attributes` as JSON: at most 64 KiB.

        ALREADY_EXISTS `SKU_TAKEN` or `GTIN_NOT_AVAILABLE`; INVALID_ARGUMENT `GTIN_INVALID`.
        """
        passport = json_format.ParseDict(dict(attributes or {}), struct_pb2.Struct())
        request = catalog_service_pb2.CreateProductRequest(
            request_id=request_id or str(uuid.uuid4()),
            sku=sku,
            gtin=gtin,
            name=name,
            group=group,
            commercial_status=commercial_status,
            attributes=passport,
        )
        return (await self._transport.unary(self._transport.catalog.CreateProduct, request)).product

    async def get_product(self, *, product_id: str = "", sku: str = "") -> product_pb2.Product:
        """One product of the acting brand, with its attributes, by its id or SKU. NOT_FOUND `PRODUCT_NOT_FOUND`."""
        named = product_pb2.ProductRef(product_id=product_id) if product_id else product_pb2.ProductRef(sku=sku)
        request = catalog_service_pb2.GetProductRequest(product=named)
        return (await self._transport.unary(self._transport.catalog.GetProduct, request)).product

    async def list_products(
        self, *, page_size: int = 0, page_token: str = ""
    ) -> catalog_service_pb2.ListProductsResponse:
        """One page of the acting brand's products, by SKU, without attributes. `page_size` 0 is 50, at most 500."""
        request = catalog_service_pb2.ListProductsRequest(page_size=page_size, page_token=page_token)
        return await self._transport.unary(self._transport.catalog.ListProducts, request)

    async def products(self) -> AsyncGenerator[product_pb2.Product, None]:
        """All products of the acting brand, by SKU, without attributes."""
        async for page in pages(lambda at: self.list_products(page_size=FULL_PAGE, page_token=at)):
            for product in page.products:
                yield product
