"""Refusals of who calls, and of what brands have beside batches: as in provoke.py, into the same cases."""

import asyncio
from uuid import UUID, uuid4

from hallmint.v1 import brand_service_pb2 as brands
from hallmint.v1 import catalog_service_pb2 as catalog
from hallmint.v1 import content_pb2, member_pb2, product_pb2, production_batch_pb2, token_pb2
from hallmint.v1 import content_service_pb2 as content
from hallmint.v1 import credential_service_pb2 as credential
from hallmint.v1 import member_service_pb2 as member
from hallmint.v1 import minting_service_pb2 as minting
from hallmint.v1 import session_service_pb2 as session
from hallmint_server.tenancy.throttle import BURST
from tests.contract.provoke import Stage, case
from tests.support.api import GTIN, bearer
from tests.support.refusal import refused
from tests.support.wait import until


@case
async def deadline_exceeded(on: Stage) -> None:
    # The call takes at most a second (its server's setting), and waits for somebody who has the brand's row.
    async with on.conn.transaction():
        await on.sql("SELECT 1 FROM brands FOR UPDATE")
        await on.submit()


@case
async def message_too_large(on: Stage) -> None:
    token = token_pb2.TokenRef(code="x" * (1 << 20))
    await on.api.minting.GetToken(minting.GetTokenRequest(token=token), metadata=on.api.metadata)


@case
async def too_many_calls(on: Stage) -> None:
    # Two at once are all that its server carries, and two wait for somebody who has the brand's row.
    async with on.conn.transaction():
        await on.sql("SELECT 1 FROM brands FOR UPDATE")
        waiting = [asyncio.ensure_future(on.submit()) for _ in range(2)]
        try:
            await until(lambda: on.waiting(2))
            await on.submit()
        finally:
            for call in waiting:
                call.cancel()


@case
async def authentication_throttled(on: Stage) -> None:
    for _ in range(BURST):
        await refused(on.caller("hm_live_x"))
    await on.caller("hm_live_x")


@case
async def credential_required(on: Stage) -> None:
    await on.api.minting.GetStats(minting.GetStatsRequest())


@case
async def credential_invalid(on: Stage) -> None:
    await on.caller("hm_live_x")


@case
async def credential_expired(on: Stage) -> None:
    made = await on.machine()
    await on.sql("UPDATE credentials SET expires_at = now() WHERE kind = 'machine'")
    await on.caller(made.key)


@case
async def credential_revoked(on: Stage) -> None:
    made = await on.machine()
    request = credential.RevokeCredentialRequest(credential_id=made.credential.credential_id)
    await on.api.credentials.RevokeCredential(request, metadata=on.api.metadata)
    await on.caller(made.key)


@case
async def permission_missing(on: Stage) -> None:
    made = await on.machine()
    await on.api.catalog.ListProducts(catalog.ListProductsRequest(), metadata=bearer(made.key))


@case
async def brand_required(on: Stage) -> None:
    await on.sql("UPDATE memberships SET removed_at = now()")
    made = await on.api.sessions.CreateSession(session.CreateSessionRequest(), metadata=on.api.metadata)
    await on.api.minting.GetStats(minting.GetStatsRequest(), metadata=bearer(made.session_token))


@case
async def brand_not_found(on: Stage) -> None:
    await on.api.brands.GetBrand(brands.GetBrandRequest(slug="nobody"), metadata=on.api.operator_metadata)


@case
async def sku_taken(on: Stage) -> None:
    await on.api.make_product("SKU-1", gtin="04006381333931")


@case
async def gtin_not_available(on: Stage) -> None:
    await on.api.make_brand("other")
    await on.api.make_product()


@case
async def slug_taken(on: Stage) -> None:
    await on.api.make_brand()


@case
async def gtin_not_found(on: Stage) -> None:
    await on.api.make_product("SKU-2", gtin="")
    await on.reassign("04006381333931")


@case
async def gtin_minted(on: Stage) -> None:
    await on.api.make_product("SKU-2", gtin="")
    await on.submit()
    await on.reassign(GTIN)


@case
async def revision_changed(on: Stage) -> None:
    request = catalog.UpdateProductRequest(product=product_pb2.ProductRef(sku="SKU-1"), expected_revision=2)
    request.change.name = "New"
    request.update_mask.paths.append("name")
    await on.api.catalog.UpdateProduct(request, metadata=on.api.metadata)


@case
async def production_batch_number_taken(on: Stage) -> None:
    await on.run(production_batch_pb2.PRODUCTION_STATUS_READY)
    await on.run(production_batch_pb2.PRODUCTION_STATUS_READY)


@case
async def template_not_found(on: Stage) -> None:
    request = content.GetTemplateRequest(template_id=str(UUID(int=1)))
    await on.api.content.GetTemplate(request, metadata=on.api.metadata)


@case
async def market_pack_not_found(on: Stage) -> None:
    request = content.GetMarketPackRequest(market_pack_id=str(UUID(int=1)))
    await on.api.content.GetMarketPack(request, metadata=on.api.metadata)


@case
async def version_not_draft(on: Stage) -> None:
    fields = [content_pb2.TemplateField(path="product_type")]
    request = content.UpdateTemplateRequest(
        template_id=await on.api.publish_template(),
        sections=[content_pb2.TemplateSection(title="What it is", fields=fields)],
    )
    await on.api.content.UpdateTemplate(request, metadata=on.api.metadata)


@case
async def member_not_found(on: Stage) -> None:
    request = member.RemoveMemberRequest(member_id=str(UUID(int=1)))
    await on.api.members.RemoveMember(request, metadata=on.api.metadata)


@case
async def member_exists(on: Stage) -> None:
    request = member.InviteMemberRequest(
        request_id=str(uuid4()), email="owner@acme.example", role=member_pb2.ROLE_VIEWER
    )
    await on.api.members.InviteMember(request, metadata=on.api.metadata)


@case
async def last_owner(on: Stage) -> None:
    members = await on.api.members.ListMembers(member.ListMembersRequest(), metadata=on.api.metadata)
    request = member.RemoveMemberRequest(member_id=members.members[0].member_id)
    await on.api.members.RemoveMember(request, metadata=on.api.metadata)


@case
async def credential_not_found(on: Stage) -> None:
    request = credential.RevokeCredentialRequest(credential_id="0" * 12)
    await on.api.credentials.RevokeCredential(request, metadata=on.api.metadata)


@case
async def sheet_refused(on: Stage) -> None:
    pieces = [catalog.ImportProductsRequest(piece=b"sku,sku\n")]
    await on.api.catalog.ImportProducts(iter(pieces), metadata=on.api.metadata)
