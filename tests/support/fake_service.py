# ruff: noqa: N802 - the generated base classes name the methods
"""A small Hallmint in memory for tests of the client: real gRPC, no database, no workers, and refusals on demand."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

import grpc
from google.rpc import status_pb2
from grpc_status import rpc_status

from hallmint.v1 import batch_pb2, brand_pb2, product_pb2, revocation_pb2
from hallmint.v1 import catalog_service_pb2 as catalog
from hallmint.v1 import minting_service_pb2 as minting
from hallmint.v1.catalog_service_pb2_grpc import CatalogServiceServicer, add_CatalogServiceServicer_to_server
from hallmint.v1.minting_service_pb2_grpc import MintingServiceServicer, add_MintingServiceServicer_to_server
from tests.support.sample import (
    BASE,
    BUSY_BATCH,
    CANCELLED_BATCH,
    FAILED_BATCH,
    GTIN,
    LOT_BATCH,
    START,
    make_batch,
    make_token,
    refusal,
)


class FakeService(MintingServiceServicer, CatalogServiceServicer):
    """Answers from memory. `calls` holds every request; `refusals` maps a method to what it answers instead, once each."""

    def __init__(self) -> None:
        state = batch_pb2.BatchState
        lots = make_batch(LOT_BATCH, state=state.BATCH_STATE_MINTED, quantity=100, minted=100)
        lots.identity_mode = batch_pb2.IDENTITY_MODE_LOT
        lots.lots.add(lot_code="L-60", first_seq=0, quantity=60)
        lots.lots.add(lot_code="L-40", first_seq=60, quantity=40)
        lots.revoked_quantity = 60
        failed = make_batch(FAILED_BATCH, state=state.BATCH_STATE_FAILED, quantity=50_000, minted=20_000)
        failed.failure = "given up after 3 retries: no space left on device"
        self.batches = {
            BUSY_BATCH: make_batch(BUSY_BATCH, state=state.BATCH_STATE_PROCESSING, quantity=1_000_000, minted=640_000),
            LOT_BATCH: lots,
            FAILED_BATCH: failed,
            CANCELLED_BATCH: make_batch(
                CANCELLED_BATCH, state=state.BATCH_STATE_CANCELLED, quantity=1_000_000, minted=120_000
            ),
        }
        self.revocation = revocation_pb2.Revocation(
            revocation_id=str(UUID(int=99)),
            batch_id=LOT_BATCH,
            lot_code="L-60",
            reason="label fault",
            state=revocation_pb2.REVOCATION_STATE_COMPLETED,
            revoked_quantity=60,
        )
        self.revocation.created_at.FromDatetime(START)
        self.calls: list[Any] = []
        self.brands: list[str] = []
        self.refusals: dict[str, list[status_pb2.Status]] = {}
        self.violations: list[minting.PreflightViolation] = []
        self.end_state: batch_pb2.BatchState.ValueType = state.BATCH_STATE_MINTED
        self.hold = False
        """Whether WatchBatch stops before the terminal state and waits for its client to go."""

    def _enter(self, method: str, request: Any, context: grpc.ServicerContext) -> None:
        self.calls.append(request)
        self.brands.append(str(dict(context.invocation_metadata()).get("x-hallmint-brand", "")))
        if self.refusals.get(method):
            context.abort_with_status(rpc_status.to_status(self.refusals[method].pop(0)))

    def _batch(self, batch_id: str, context: grpc.ServicerContext) -> batch_pb2.Batch:
        if batch_id not in self.batches:
            status = refusal(grpc.StatusCode.NOT_FOUND, f"no batch {batch_id}", reason="BATCH_NOT_FOUND")
            context.abort_with_status(rpc_status.to_status(status))
        return self.batches[batch_id]

    def PreflightMint(self, request: Any, context: Any) -> Any:
        self._enter("PreflightMint", request, context)
        sample = f"{BASE}/01/{GTIN}/21/0000000000000000"
        return minting.PreflightMintResponse(violations=self.violations, sample_resolver_url=sample)

    def SubmitMint(self, request: Any, context: Any) -> Any:
        self._enter("SubmitMint", request, context)
        batch = batch_pb2.Batch()
        batch.CopyFrom(self.batches[BUSY_BATCH])
        batch.state, batch.minted_quantity = batch_pb2.BATCH_STATE_QUEUED, 0
        batch.quantity, batch.sku = request.mint.quantity, request.mint.product.sku
        return minting.SubmitMintResponse(batch=batch)

    def GetBatch(self, request: Any, context: Any) -> Any:
        self._enter("GetBatch", request, context)
        batch = self._batch(request.batch_id, context)
        if self.revocation.state == revocation_pb2.REVOCATION_STATE_PROCESSING:
            self.revocation.revoked_quantity += 50
            if self.revocation.revoked_quantity >= 100:
                self.revocation.state = revocation_pb2.REVOCATION_STATE_COMPLETED
        found = [self.revocation] if batch.batch_id == self.revocation.batch_id else []
        return minting.GetBatchResponse(batch=batch, revocations=found)

    def ListBatches(self, request: Any, context: Any) -> Any:
        self._enter("ListBatches", request, context)
        found = [b for b in self.batches.values() if request.state in {0, b.state}]
        start = int(request.page_token or 0)
        end = start + (request.page_size or 50)
        return minting.ListBatchesResponse(
            batches=found[start:end], next_page_token=str(end) if end < len(found) else ""
        )

    def WatchBatch(self, request: Any, context: Any) -> Iterator[Any]:
        self._enter("WatchBatch", request, context)
        batch = batch_pb2.Batch()
        batch.CopyFrom(self._batch(request.batch_id, context))
        for step in range(batch.minted_quantity, batch.quantity, 120_000):
            batch.minted_quantity = step
            yield minting.WatchBatchResponse(batch=batch, cursor=str(step))
            yield minting.WatchBatchResponse(cursor=str(step))
        if self.hold:
            while context.is_active():
                yield minting.WatchBatchResponse(cursor="hold")
            return
        batch.state = self.end_state
        if batch.state == batch_pb2.BATCH_STATE_MINTED:
            batch.minted_quantity = batch.quantity
        if batch.state == batch_pb2.BATCH_STATE_FAILED:
            batch.failure = "no space left on device"
        batch.ended_at.FromDatetime(START + timedelta(seconds=5.4))
        yield minting.WatchBatchResponse(batch=batch, cursor="end")

    def CancelBatch(self, request: Any, context: Any) -> Any:
        self._enter("CancelBatch", request, context)
        batch = self._batch(request.batch_id, context)
        batch.state = batch_pb2.BATCH_STATE_CANCELLED
        return minting.CancelBatchResponse(batch=batch)

    def ResumeBatch(self, request: Any, context: Any) -> Any:
        self._enter("ResumeBatch", request, context)
        batch = self._batch(request.batch_id, context)
        batch.state = batch_pb2.BATCH_STATE_QUEUED
        return minting.ResumeBatchResponse(batch=batch)

    def GetToken(self, request: Any, context: Any) -> Any:
        self._enter("GetToken", request, context)
        return minting.GetTokenResponse(token=make_token(LOT_BATCH, 61))

    def ListTokens(self, request: Any, context: Any) -> Any:
        self._enter("ListTokens", request, context)
        batch = self._batch(request.batch_id, context)
        start = int(request.page_token or 0)
        end = min(start + (request.page_size or 50), batch.minted_quantity)
        more = str(end) if end < batch.minted_quantity else ""
        return minting.ListTokensResponse(
            tokens=[make_token(batch.batch_id, seq) for seq in range(start, end)], next_page_token=more
        )

    def RevokeTokens(self, request: Any, context: Any) -> Any:
        self._enter("RevokeTokens", request, context)
        if request.HasField("tokens"):
            return minting.RevokeTokensResponse(
                tokens=[make_token(LOT_BATCH, 3 * place + 2) for place, _ in enumerate(request.tokens.tokens)]
            )
        self.revocation.state = revocation_pb2.REVOCATION_STATE_PROCESSING
        self.revocation.revoked_quantity = 0
        return minting.RevokeTokensResponse(revocation=self.revocation)

    def GetStats(self, request: Any, context: Any) -> Any:
        self._enter("GetStats", request, context)
        return minting.GetStatsResponse(
            tokens_minted=1_000_100, tokens_active=12, tokens_revoked=60, batches_created=4, batches_running=1
        )

    def CreateBrand(self, request: Any, context: Any) -> Any:
        self._enter("CreateBrand", request, context)
        return catalog.CreateBrandResponse(brand=self._brand())

    def GetBrand(self, request: Any, context: Any) -> Any:
        self._enter("GetBrand", request, context)
        return catalog.GetBrandResponse(brand=self._brand())

    def CreateProduct(self, request: Any, context: Any) -> Any:
        self._enter("CreateProduct", request, context)
        return catalog.CreateProductResponse(product=self._product())

    def ListBrands(self, request: Any, context: Any) -> Any:
        self._enter("ListBrands", request, context)
        return catalog.ListBrandsResponse(brands=[self._brand()])

    def ListProducts(self, request: Any, context: Any) -> Any:
        self._enter("ListProducts", request, context)
        return catalog.ListProductsResponse(products=[self._product()])

    def GetProduct(self, request: Any, context: Any) -> Any:
        self._enter("GetProduct", request, context)
        product = self._product()
        product.attributes.update({"chemistry": "LFP", "capacity_ah": 280, "shares": [{"name": "Li", "share": 6.5}]})
        return catalog.GetProductResponse(product=product)

    @staticmethod
    def _brand() -> brand_pb2.Brand:
        return brand_pb2.Brand(
            brand_id=str(UUID(int=5)), slug="nordlicht", name="Nordlicht", gs1_ready=True, resolver_base_url=BASE
        )

    @staticmethod
    def _product() -> product_pb2.Product:
        return product_pb2.Product(
            product_id=str(UUID(int=6)),
            sku="NL-BAT-001",
            gtin=GTIN,
            name="Traction battery\x1b[31m",
            group=product_pb2.PRODUCT_GROUP_BATTERY,
            commercial_status=product_pb2.COMMERCIAL_STATUS_ACTIVE,
            revision=1,
        )


@contextmanager
def serve(service: FakeService) -> Iterator[str]:
    """Serve on a free port of this machine in threads; yields the address."""
    with ThreadPoolExecutor(8) as threads:
        server = grpc.server(threads)
        add_MintingServiceServicer_to_server(service, server)
        add_CatalogServiceServicer_to_server(service, server)
        port = server.add_insecure_port("127.0.0.1:0")
        server.start()
        try:
            yield f"127.0.0.1:{port}"
        finally:
            server.stop(None).wait(10)
