"""The rpcs of CatalogService."""

import uuid
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterable, Mapping
from pathlib import Path

from google.protobuf import field_mask_pb2, json_format, struct_pb2

from hallmint.v1 import catalog_service_pb2, product_pb2
from hallmint_client.connection import Connection
from hallmint_client.page import FULL_PAGE, pages
from hallmint_client.sheet import is_lasting, requests


class CatalogCalls(Connection):
    """Products and what their groups demand: a part of `Client`."""

    async def create_product(
        self,
        *,
        sku: str,
        name: str,
        group: product_pb2.ProductGroup.ValueType,
        gtin: str = "",
        company_prefix_length: int = 0,
        confirm_activation: bool = False,
        commercial_status: product_pb2.CommercialStatus.ValueType = product_pb2.COMMERCIAL_STATUS_DRAFT,
        attributes: Mapping[str, object] | None = None,
        request_id: str | None = None,
    ) -> catalog_service_pb2.CreateProductResponse:
        """Make a product of the acting brand. Durable on return. `attributes` as JSON: at most 64 KiB, 32 levels.

        ALREADY_EXISTS `SKU_TAKEN` or `GTIN_NOT_AVAILABLE`; INVALID_ARGUMENT `GTIN_INVALID`. The response notes what was
        understood differently from how it was written: a GTIN that was padded.
        """
        request = catalog_service_pb2.CreateProductRequest(
            request_id=request_id or str(uuid.uuid4()),
            sku=sku,
            gtin=gtin,
            name=name,
            group=group,
            commercial_status=commercial_status,
            attributes=_struct(attributes or {}),
            company_prefix_length=company_prefix_length,
            confirm_activation=confirm_activation,
        )
        return await self._transport.unary(self._transport.catalog.CreateProduct, request)

    async def get_product(self, *, product_id: str = "", sku: str = "") -> product_pb2.Product:
        """One product of the acting brand, with its attributes, by its id or SKU. NOT_FOUND `PRODUCT_NOT_FOUND`."""
        request = catalog_service_pb2.GetProductRequest(product=_named(product_id, sku))
        return (await self._transport.unary(self._transport.catalog.GetProduct, request)).product

    async def list_products(
        self,
        *,
        query: str = "",
        commercial_status: product_pb2.CommercialStatus.ValueType = product_pb2.COMMERCIAL_STATUS_UNSPECIFIED,
        group: product_pb2.ProductGroup.ValueType = product_pb2.PRODUCT_GROUP_UNSPECIFIED,
        page_size: int = 0,
        page_token: str = "",
    ) -> catalog_service_pb2.ListProductsResponse:
        """One page of the acting brand's products, by SKU, without attributes. `page_size` 0 is 50, at most 500.

        `query`: only those whose SKU or GTIN begins with it, or whose name holds it, in any case; at most 100 characters.
        """
        request = catalog_service_pb2.ListProductsRequest(
            page_size=page_size, page_token=page_token, query=query, commercial_status=commercial_status, group=group
        )
        return await self._transport.unary(self._transport.catalog.ListProducts, request)

    async def products(
        self,
        *,
        query: str = "",
        commercial_status: product_pb2.CommercialStatus.ValueType = product_pb2.COMMERCIAL_STATUS_UNSPECIFIED,
        group: product_pb2.ProductGroup.ValueType = product_pb2.PRODUCT_GROUP_UNSPECIFIED,
    ) -> AsyncGenerator[product_pb2.Product, None]:
        """All of them, as `list_products`, in as many calls as it takes."""
        async for page in pages(
            lambda at: self.list_products(
                query=query, commercial_status=commercial_status, group=group, page_size=FULL_PAGE, page_token=at
            )
        ):
            for product in page.products:
                yield product

    async def update_product(
        self,
        *,
        product_id: str = "",
        sku: str = "",
        expected_revision: int = 0,
        new_sku: str | None = None,
        name: str | None = None,
        group: product_pb2.ProductGroup.ValueType | None = None,
        gtin: str | None = None,
        company_prefix_length: int | None = None,
        confirm_activation: bool | None = None,
        commercial_status: product_pb2.CommercialStatus.ValueType | None = None,
        attributes: Mapping[str, object] | None = None,
        set_attributes: Mapping[str, object] | None = None,
        remove_attributes: Iterable[str] = (),
    ) -> catalog_service_pb2.UpdateProductResponse:
        """Change what is given of a product, named by its id or SKU; None leaves a field as it is. Durable on return: the
        next revision. `attributes` replaces all of them; the other two change some, by their names at the top.

        With `expected_revision`: FAILED_PRECONDITION `REVISION_CHANGED` where it is no longer the current one.
        """
        values = {
            "sku": new_sku,
            "name": name,
            "group": group,
            "gtin": gtin,
            "company_prefix_length": company_prefix_length,
            "confirm_activation": confirm_activation,
            "commercial_status": commercial_status,
        }
        given = {field: value for field, value in values.items() if value is not None}
        change, paths = catalog_service_pb2.ProductChange(), list(given)
        for field, value in given.items():
            setattr(change, field, value)
        if attributes is not None:
            paths.append("attributes")
        some = set_attributes or {}
        paths += [f"attributes.{each}" for each in (*some, *remove_attributes)]
        if attributes is not None or some:
            change.attributes.CopyFrom(_struct({**(attributes or {}), **some}))
        request = catalog_service_pb2.UpdateProductRequest(
            product=_named(product_id, sku),
            change=change,
            update_mask=field_mask_pb2.FieldMask(paths=paths),
            expected_revision=expected_revision,
        )
        return await self._transport.unary(self._transport.catalog.UpdateProduct, request)

    async def import_products(
        self,
        sheet: Path | AsyncIterator[bytes],
        *,
        mode: catalog_service_pb2.ImportMode.ValueType = catalog_service_pb2.IMPORT_MODE_ALL_OR_NOTHING,
        dry_run: bool = False,
        progress: Callable[[int], None] | None = None,
    ) -> catalog_service_pb2.ImportProductsResponse:
        """Make and update products from a CSV sheet of at most 256 MiB and 100,000 rows: a file, or its bytes in pieces.

        What is written is durable on return, and a sheet sent again changes nothing. Refused rows are in the response;
        INVALID_ARGUMENT `SHEET_REFUSED` where the sheet as a whole cannot be read. `progress` is told how many bytes have
        been sent. A file is sent again as `Policy` says, pieces that come from elsewhere are not. OSError of the file, and
        what the iterator raises, come out as they are.
        """

        def stream() -> AsyncGenerator[catalog_service_pb2.ImportProductsRequest, None]:
            return requests(sheet, mode=mode, dry_run=dry_run, progress=progress)

        return await self._transport.upload(self._transport.catalog.ImportProducts, stream, once=not is_lasting(sheet))

    async def get_group_schema(
        self, group: product_pb2.ProductGroup.ValueType
    ) -> catalog_service_pb2.GetGroupSchemaResponse:
        """What the installation demands of a product group, and what the acting brand adds: JSON Schema 2020-12."""
        request = catalog_service_pb2.GetGroupSchemaRequest(group=group)
        return await self._transport.unary(self._transport.catalog.GetGroupSchema, request)

    async def set_group_schema(self, group: product_pb2.ProductGroup.ValueType, brand_schema: str) -> str:
        """Set what the brand adds (at most 64 KiB), or with an empty text nothing. Durable on return; gives it as kept."""
        request = catalog_service_pb2.SetGroupSchemaRequest(group=group, brand_schema=brand_schema)
        return (await self._transport.unary(self._transport.catalog.SetGroupSchema, request)).brand_schema


def _named(product_id: str, sku: str) -> product_pb2.ProductRef:
    return product_pb2.ProductRef(product_id=product_id) if product_id else product_pb2.ProductRef(sku=sku)


def _struct(values: Mapping[str, object]) -> struct_pb2.Struct:
    return json_format.ParseDict(dict(values), struct_pb2.Struct())
