"""Calls to a gRPC server in the words of tests."""

import asyncio
from typing import Any
from uuid import uuid4

import grpc

from hallmint.v1 import (
    audit_service_pb2_grpc,
    batch_pb2,
    brand_service_pb2,
    brand_service_pb2_grpc,
    carrier_profile_service_pb2_grpc,
    catalog_service_pb2,
    catalog_service_pb2_grpc,
    content_pb2,
    content_service_pb2,
    content_service_pb2_grpc,
    credential_service_pb2_grpc,
    export_service_pb2_grpc,
    link_service_pb2_grpc,
    member_service_pb2,
    member_service_pb2_grpc,
    minting_service_pb2,
    minting_service_pb2_grpc,
    product_pb2,
    production_service_pb2_grpc,
    session_service_pb2_grpc,
    verification_service_pb2_grpc,
)

GTIN = "09506000134352"
READY: dict[str, Any] = {
    "manufacturer": {"name": "A", "postal_address": "B", "contact": "c@a.example"},
    "product_type": "Bucket",
}
"""The least attributes that make a product of the generic group ready."""

Metadata = tuple[tuple[str, str], ...]


def bearer(key: str) -> Metadata:
    """The metadata that carries a credential."""
    return (("authorization", f"Bearer {key}"),)


class Api:
    """The stubs, and whose credential calls carry."""

    def __init__(
        self,
        channel: grpc.aio.Channel,
        *,
        key: str,
        operator_key: str = "",
        brand: str = "",
        member_keys: dict[str, str] | None = None,
    ) -> None:
        self.minting: minting_service_pb2_grpc.MintingServiceAsyncStub = minting_service_pb2_grpc.MintingServiceStub(
            channel
        )
        self.catalog: catalog_service_pb2_grpc.CatalogServiceAsyncStub = catalog_service_pb2_grpc.CatalogServiceStub(
            channel
        )
        self.brands: brand_service_pb2_grpc.BrandServiceAsyncStub = brand_service_pb2_grpc.BrandServiceStub(channel)
        self.content: content_service_pb2_grpc.ContentServiceAsyncStub = content_service_pb2_grpc.ContentServiceStub(
            channel
        )
        self.production: production_service_pb2_grpc.ProductionServiceAsyncStub = (
            production_service_pb2_grpc.ProductionServiceStub(channel)
        )
        self.exports: export_service_pb2_grpc.ExportServiceAsyncStub = export_service_pb2_grpc.ExportServiceStub(
            channel
        )
        self.verification: verification_service_pb2_grpc.VerificationServiceAsyncStub = (
            verification_service_pb2_grpc.VerificationServiceStub(channel)
        )
        self.profiles: carrier_profile_service_pb2_grpc.CarrierProfileServiceAsyncStub = (
            carrier_profile_service_pb2_grpc.CarrierProfileServiceStub(channel)
        )
        self.links: link_service_pb2_grpc.LinkServiceAsyncStub = link_service_pb2_grpc.LinkServiceStub(channel)
        self.members: member_service_pb2_grpc.MemberServiceAsyncStub = member_service_pb2_grpc.MemberServiceStub(
            channel
        )
        self.credentials: credential_service_pb2_grpc.CredentialServiceAsyncStub = (
            credential_service_pb2_grpc.CredentialServiceStub(channel)
        )
        self.sessions: session_service_pb2_grpc.SessionServiceAsyncStub = session_service_pb2_grpc.SessionServiceStub(
            channel
        )
        self.audit: audit_service_pb2_grpc.AuditServiceAsyncStub = audit_service_pb2_grpc.AuditServiceStub(channel)
        self.channel = channel
        self._brand = brand
        self.key = key
        self.operator_key = operator_key
        self._member_keys = member_keys if member_keys is not None else {}

    @property
    def brand(self) -> str:
        """The slug of the acting brand; setting it to one that was made here makes its owner the caller."""
        return self._brand

    @brand.setter
    def brand(self, slug: str) -> None:
        self._brand, self.key = slug, self._member_keys[slug]

    @property
    def metadata(self) -> Metadata:
        """What calls carry."""
        return bearer(self.key)

    @property
    def operator_metadata(self) -> Metadata:
        """What the operator's calls carry."""
        return bearer(self.operator_key)

    async def make_brand(self, slug: str = "acme", *, gs1_ready: bool = True) -> str:
        """Make a brand with a published template, and act for it as its owner from now on; waits for a server that is
        starting. Returns its id.
        """
        request = brand_service_pb2.CreateBrandRequest(
            request_id=str(uuid4()),
            slug=slug,
            name=slug.title(),
            gs1_ready=gs1_ready,
            resolver_base_url="https://id.acme.example",
            owner_email=f"owner@{slug}.example",
        )
        for _ in range(1000):
            try:
                response = await self.brands.CreateBrand(
                    request, metadata=self.operator_metadata, wait_for_ready=True, timeout=30
                )
                break
            except grpc.aio.AioRpcError as error:
                if error.code() != grpc.StatusCode.UNAVAILABLE:
                    raise
                await asyncio.sleep(0.02)  # the server says when it is ready only by answering
        accepted = await self.members.AcceptInvitation(
            member_service_pb2.AcceptInvitationRequest(), metadata=bearer(response.invitation)
        )
        self._member_keys[slug] = accepted.key
        self.brand = slug
        await self.publish_template()
        return response.brand.brand_id

    async def publish_template(
        self, group: product_pb2.ProductGroup.ValueType = product_pb2.PRODUCT_GROUP_GENERIC
    ) -> str:
        """Publish a template; returns its id."""
        field = content_pb2.TemplateField(path="manufacturer.name")
        draft = await self.content.CreateTemplate(
            content_service_pb2.CreateTemplateRequest(
                request_id=str(uuid4()),
                group=group,
                sections=[content_pb2.TemplateSection(title="Maker", fields=[field])],
            ),
            metadata=self.metadata,
        )
        request = content_service_pb2.PublishTemplateRequest(template_id=draft.template.template_id)
        return (await self.content.PublishTemplate(request, metadata=self.metadata)).template.template_id

    async def ask_before_activation(self, asks: bool = True, sku: str = "SKU-1") -> product_pb2.Product:
        """Set whether a first scan of a product shows the button."""
        request = catalog_service_pb2.UpdateProductRequest(
            product=product_pb2.ProductRef(sku=sku), change=catalog_service_pb2.ProductChange(confirm_activation=asks)
        )
        request.update_mask.paths.append("confirm_activation")
        return (await self.catalog.UpdateProduct(request, metadata=self.metadata)).product

    async def make_product(
        self, sku: str = "SKU-1", gtin: str = GTIN, status: str = "ACTIVE", *, name: str = ""
    ) -> str:
        """Make a product that is ready; returns its id."""
        request = catalog_service_pb2.CreateProductRequest(
            request_id=str(uuid4()),
            sku=sku,
            gtin=gtin,
            name=name or f"Product {sku}",
            group=product_pb2.PRODUCT_GROUP_GENERIC,
            commercial_status=product_pb2.CommercialStatus.Value(f"COMMERCIAL_STATUS_{status}"),
        )
        request.attributes.update(READY)
        response = await self.catalog.CreateProduct(request, metadata=self.metadata)
        return response.product.product_id

    def spec(
        self,
        quantity: int,
        *,
        sku: str = "SKU-1",
        lots: dict[str, int] | None = None,
        at_mint: bool = False,
        run: str = "",
    ) -> minting_service_pb2.MintSpec:
        """What to mint."""
        return minting_service_pb2.MintSpec(
            product=product_pb2.ProductRef(sku=sku),
            quantity=quantity,
            identity_mode=batch_pb2.IDENTITY_MODE_LOT if lots else batch_pb2.IDENTITY_MODE_SERIAL,
            activation_mode=batch_pb2.ACTIVATION_MODE_AT_MINT if at_mint else batch_pb2.ACTIVATION_MODE_FIRST_SCAN,
            lots=[batch_pb2.LotQuantity(lot_code=c, quantity=q) for c, q in (lots or {}).items()],
            production_batch_id=run,
        )

    async def submit(
        self,
        quantity: int,
        *,
        request_id: str | None = None,
        sku: str = "SKU-1",
        lots: dict[str, int] | None = None,
        at_mint: bool = False,
    ) -> batch_pb2.Batch:
        """Submit a mint."""
        request = minting_service_pb2.SubmitMintRequest(
            request_id=request_id or str(uuid4()), mint=self.spec(quantity, sku=sku, lots=lots, at_mint=at_mint)
        )
        return (await self.minting.SubmitMint(request, metadata=self.metadata)).batch

    async def batch(self, batch_id: str) -> batch_pb2.Batch:
        """A batch as it is."""
        request = minting_service_pb2.GetBatchRequest(batch_id=batch_id)
        return (await self.minting.GetBatch(request, metadata=self.metadata)).batch

    async def ended(self, batch_id: str, seconds: float = 60) -> batch_pb2.Batch:
        """A batch once it has ended; goes on over broken streams."""
        async with asyncio.timeout(seconds):
            while True:
                try:
                    request = minting_service_pb2.WatchBatchRequest(batch_id=batch_id)
                    async for message in self.minting.WatchBatch(request, metadata=self.metadata):
                        if message.HasField("batch") and message.batch.state not in (
                            batch_pb2.BATCH_STATE_QUEUED,
                            batch_pb2.BATCH_STATE_PROCESSING,
                        ):
                            return message.batch
                except grpc.aio.AioRpcError as error:
                    if error.code() != grpc.StatusCode.UNAVAILABLE:
                        raise
                await asyncio.sleep(0.05)  # a stream that broke: look again
