# ruff: noqa: N802 - the generated base classes name the methods
"""A small Hallmint in memory for tests of the client: real gRPC, no database, no workers, and refusals on demand."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

import grpc
from grpc_status import rpc_status

from hallmint.v1 import batch_pb2, production_batch_pb2, production_service_pb2, revocation_pb2
from hallmint.v1 import minting_service_pb2 as minting
from hallmint.v1.brand_service_pb2_grpc import add_BrandServiceServicer_to_server
from hallmint.v1.carrier_profile_service_pb2_grpc import add_CarrierProfileServiceServicer_to_server
from hallmint.v1.catalog_service_pb2_grpc import add_CatalogServiceServicer_to_server
from hallmint.v1.content_service_pb2_grpc import add_ContentServiceServicer_to_server
from hallmint.v1.credential_service_pb2_grpc import add_CredentialServiceServicer_to_server
from hallmint.v1.export_service_pb2_grpc import add_ExportServiceServicer_to_server
from hallmint.v1.link_service_pb2_grpc import add_LinkServiceServicer_to_server
from hallmint.v1.member_service_pb2_grpc import add_MemberServiceServicer_to_server
from hallmint.v1.minting_service_pb2_grpc import MintingServiceServicer, add_MintingServiceServicer_to_server
from hallmint.v1.production_service_pb2_grpc import ProductionServiceServicer, add_ProductionServiceServicer_to_server
from hallmint.v1.scan_service_pb2_grpc import add_ScanServiceServicer_to_server
from hallmint.v1.session_service_pb2_grpc import add_SessionServiceServicer_to_server
from hallmint.v1.verification_service_pb2_grpc import add_VerificationServiceServicer_to_server
from tests.support.fake_carrier_profile import FakeCarrierProfile
from tests.support.fake_catalog import FakeCatalog
from tests.support.fake_content import FakeContent
from tests.support.fake_export import FakeExport
from tests.support.fake_link import FakeLink
from tests.support.fake_scan import FakeScan
from tests.support.fake_tenancy import FakeTenancy
from tests.support.fake_verification import FakeVerification
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


class FakeService(
    FakeCarrierProfile,
    FakeCatalog,
    FakeContent,
    FakeExport,
    FakeLink,
    FakeScan,
    FakeTenancy,
    FakeVerification,
    MintingServiceServicer,
    ProductionServiceServicer,
):
    """Answers from memory."""

    def __init__(self) -> None:
        super().__init__()
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
        self.violations: list[minting.PreflightViolation] = []
        self.end_state: batch_pb2.BatchState.ValueType = state.BATCH_STATE_MINTED
        self.hold = False
        """Whether WatchBatch stops before the terminal state and waits for its client to go."""

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
        batch = self._batch(request.batch_id or LOT_BATCH, context)
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
            tokens_minted=1_000_100, tokens_active=12, tokens_revoked=60, batches_created=4, batches_running=1,
            units_exported=30_200, exports_completed=3, exports_running=2,
        )  # fmt: skip

    def GetProductionBatch(self, request: Any, context: Any) -> Any:
        self._enter("GetProductionBatch", request, context)
        found = production_batch_pb2.ProductionBatch(production_batch_id=str(UUID(int=7)), number="PB-7")
        return production_service_pb2.GetProductionBatchResponse(production_batch=found)

    def CreateProductionBatch(self, request: Any, context: Any) -> Any:
        self._enter("CreateProductionBatch", request, context)
        made = production_batch_pb2.ProductionBatch(production_batch_id=str(UUID(int=7)), number=request.number)
        return production_service_pb2.CreateProductionBatchResponse(production_batch=made)

    def ListProductionBatches(self, request: Any, context: Any) -> Any:
        self._enter("ListProductionBatches", request, context)
        found = production_batch_pb2.ProductionBatch(production_batch_id=str(UUID(int=7)), number="PB-7")
        return production_service_pb2.ListProductionBatchesResponse(production_batches=[found])

    def UpdateProductionBatch(self, request: Any, context: Any) -> Any:
        self._enter("UpdateProductionBatch", request, context)
        changed = production_batch_pb2.ProductionBatch(
            production_batch_id=request.production_batch_id, number=request.change.number
        )
        return production_service_pb2.UpdateProductionBatchResponse(production_batch=changed)


@contextmanager
def serve(service: FakeService, tls: grpc.ServerCredentials | None = None) -> Iterator[str]:
    """Serve on a free port of this machine in threads, in plaintext or with TLS; yields the address."""
    with ThreadPoolExecutor(8) as threads:
        server = grpc.server(threads)
        add_BrandServiceServicer_to_server(service, server)
        add_CarrierProfileServiceServicer_to_server(service, server)
        add_CatalogServiceServicer_to_server(service, server)
        add_ContentServiceServicer_to_server(service, server)
        add_CredentialServiceServicer_to_server(service, server)
        add_ExportServiceServicer_to_server(service, server)
        add_LinkServiceServicer_to_server(service, server)
        add_MemberServiceServicer_to_server(service, server)
        add_MintingServiceServicer_to_server(service, server)
        add_ProductionServiceServicer_to_server(service, server)
        add_ScanServiceServicer_to_server(service, server)
        add_SessionServiceServicer_to_server(service, server)
        add_VerificationServiceServicer_to_server(service, server)
        place = "127.0.0.1:0"
        port = server.add_secure_port(place, tls) if tls else server.add_insecure_port(place)
        server.start()
        try:
            yield f"127.0.0.1:{port}"
        finally:
            server.stop(None).wait(10)
