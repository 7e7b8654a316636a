"""The rpcs of ProductionService."""

import uuid
from collections.abc import AsyncGenerator

from google.protobuf import field_mask_pb2

from hallmint.v1 import product_pb2, production_batch_pb2, production_service_pb2
from hallmint_client.connection import Connection
from hallmint_client.page import FULL_PAGE, pages


class ProductionCalls(Connection):
    """Production batches of the acting brand: a part of `Client`."""

    async def create_production_batch(
        self,
        *,
        number: str,
        production_date: str,
        quantity: int,
        product_id: str = "",
        sku: str = "",
        facility: str = "",
        status: production_batch_pb2.ProductionStatus.ValueType = production_batch_pb2.PRODUCTION_STATUS_PLANNED,
        request_id: str | None = None,
    ) -> production_batch_pb2.ProductionBatch:
        """Make a production batch of a product, by its id or SKU. Durable on return. `production_date` is `YYYY-MM-DD`.

        ALREADY_EXISTS `PRODUCTION_BATCH_NUMBER_TAKEN`; NOT_FOUND `PRODUCT_NOT_FOUND`.
        """
        request = production_service_pb2.CreateProductionBatchRequest(
            request_id=request_id or str(uuid.uuid4()),
            product=_product(product_id, sku),
            number=number,
            production_date=production_date,
            quantity=quantity,
            facility=facility,
            status=status,
        )
        stub = self._transport.production
        return (await self._transport.unary(stub.CreateProductionBatch, request)).production_batch

    async def get_production_batch(
        self, *, production_batch_id: str = "", number: str = ""
    ) -> production_batch_pb2.ProductionBatch:
        """One production batch by exactly one of id and number. NOT_FOUND `PRODUCTION_BATCH_NOT_FOUND`."""
        request = (
            production_service_pb2.GetProductionBatchRequest(production_batch_id=production_batch_id)
            if production_batch_id
            else production_service_pb2.GetProductionBatchRequest(number=number)
        )
        return (await self._transport.unary(self._transport.production.GetProductionBatch, request)).production_batch

    async def list_production_batches(
        self,
        *,
        product_id: str = "",
        sku: str = "",
        status: production_batch_pb2.ProductionStatus.ValueType = production_batch_pb2.PRODUCTION_STATUS_UNSPECIFIED,
        page_size: int = 0,
        page_token: str = "",
    ) -> production_service_pb2.ListProductionBatchesResponse:
        """One page of production batches, by number; of one product where it is named. `page_size` 0 is 50, at most 500."""
        request = production_service_pb2.ListProductionBatchesRequest(
            product=_product(product_id, sku), status=status, page_size=page_size, page_token=page_token
        )
        return await self._transport.unary(self._transport.production.ListProductionBatches, request)

    async def production_batches(
        self,
        *,
        product_id: str = "",
        sku: str = "",
        status: production_batch_pb2.ProductionStatus.ValueType = production_batch_pb2.PRODUCTION_STATUS_UNSPECIFIED,
    ) -> AsyncGenerator[production_batch_pb2.ProductionBatch, None]:
        """All production batches, by number, through all pages."""
        async for page in pages(
            lambda at: self.list_production_batches(
                product_id=product_id, sku=sku, status=status, page_size=FULL_PAGE, page_token=at
            )
        ):
            for found in page.production_batches:
                yield found

    async def update_production_batch(
        self,
        production_batch_id: str,
        *,
        number: str | None = None,
        production_date: str | None = None,
        quantity: int | None = None,
        facility: str | None = None,
        status: production_batch_pb2.ProductionStatus.ValueType | None = None,
    ) -> production_batch_pb2.ProductionBatch:
        """Change the fields that are given; None leaves a field as it is. Durable on return.

        NOT_FOUND `PRODUCTION_BATCH_NOT_FOUND`; ALREADY_EXISTS `PRODUCTION_BATCH_NUMBER_TAKEN`; INVALID_ARGUMENT
        `FIELD_INVALID` where the quantity is below what mints have taken.
        """
        given = {
            "number": number,
            "production_date": production_date,
            "quantity": quantity,
            "facility": facility,
            "status": status,
        }
        named = {name: value for name, value in given.items() if value is not None}
        change = production_service_pb2.ProductionBatchChange()
        for name, value in named.items():
            setattr(change, name, value)
        request = production_service_pb2.UpdateProductionBatchRequest(
            production_batch_id=production_batch_id,
            change=change,
            update_mask=field_mask_pb2.FieldMask(paths=list(named)),
        )
        stub = self._transport.production
        return (await self._transport.unary(stub.UpdateProductionBatch, request)).production_batch


def _product(product_id: str, sku: str) -> product_pb2.ProductRef | None:
    if product_id:
        return product_pb2.ProductRef(product_id=product_id)
    return product_pb2.ProductRef(sku=sku) if sku else None
