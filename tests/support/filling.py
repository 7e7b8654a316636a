"""A brand with a row in every table."""

from uuid import UUID, uuid4

import psycopg

from hallmint.v1 import (
    catalog_service_pb2,
    credential_service_pb2,
    minting_service_pb2,
    product_pb2,
    production_batch_pb2,
    production_service_pb2,
)
from tests.support.installation import Installation


async def fill(place: Installation, slug: str, gtin: str) -> UUID:
    """A brand with a row in every table; returns its id."""
    async with place.api() as api:
        brand_id = await api.make_brand(slug)
        product_id = await api.make_product(gtin=gtin)
        await api.catalog.SetGroupSchema(
            catalog_service_pb2.SetGroupSchemaRequest(
                group=product_pb2.PRODUCT_GROUP_TEXTILE, brand_schema='{"type": "object"}'
            ),
            metadata=api.metadata,
        )
        await api.credentials.CreateCredential(
            credential_service_pb2.CreateCredentialRequest(request_id=str(uuid4()), name="erp", scopes=["mint:write"]),
            metadata=api.metadata,
        )
        run = await api.production.CreateProductionBatch(
            production_service_pb2.CreateProductionBatchRequest(
                request_id=str(uuid4()),
                product=product_pb2.ProductRef(product_id=product_id),
                number="RUN-1",
                production_date="2026-11-01",
                quantity=100,
                status=production_batch_pb2.PRODUCTION_STATUS_READY,
            ),
            metadata=api.metadata,
        )
        spec = api.spec(30, lots={"A": 10, "B": 20}, run=run.production_batch.production_batch_id)
        request = minting_service_pb2.SubmitMintRequest(request_id=str(uuid4()), mint=spec)
        batch = (await api.minting.SubmitMint(request, metadata=api.metadata)).batch
        await api.ended(batch.batch_id)
        await api.minting.RevokeTokens(
            minting_service_pb2.RevokeTokensRequest(
                request_id=str(uuid4()), batch_id=batch.batch_id, reason="a test of rights"
            ),
            metadata=api.metadata,
        )
        await _resolve(place, UUID(brand_id), UUID(product_id), batch.batch_no)
    return UUID(brand_id)


async def _resolve(place: Installation, brand_id: UUID, product_id: UUID, batch_no: int) -> None:
    """Rows as the resolver leaves them, and a link."""
    async with await psycopg.AsyncConnection.connect(place.dsn, autocommit=True) as conn:
        for statement in (
            "INSERT INTO unit_events VALUES (now(), %(brand)s, %(batch_no)s, 0, 'ACTIVATED')",
            "INSERT INTO activations VALUES (%(brand)s, 0, 1)",
            "INSERT INTO batch_activations VALUES (%(batch_no)s, %(brand)s, 1)",
            """INSERT INTO links (link_id, brand_id, product_id, link_type, href, title)
               VALUES (gen_random_uuid(), %(brand)s, %(product)s, 'gs1:pip', 'https://acme.example/', 'Home')""",
            """INSERT INTO scans (at, brand_id, product_id, batch_no, seq, browser, browser_major, os, device, traffic, outcome)
               VALUES (now(), %(brand)s, %(product)s, %(batch_no)s, 0, 'x', 1, 'x', 'phone', 'person', 'active')""",
            "INSERT INTO scan_days VALUES (current_date, %(brand)s, %(product)s, 'DE', 'phone', 'active', 1)",
            """INSERT INTO exports (export_id, batch_no, brand_id, profile, units, pack_units, holder, state)
               VALUES (%(brand)s, %(batch_no)s, %(brand)s, '{}', 30, 30, 'x', 'pending')""",
            "INSERT INTO packs VALUES (%(brand)s, %(brand)s, %(brand)s, 0, 0, 30, 'x', 'x', 'x', sha256('x'), 1)",
            "INSERT INTO export_locks VALUES (%(batch_no)s, %(brand)s, %(brand)s, 'x', now())",
            """INSERT INTO carrier_profile_versions (version_id, brand_id, key, version, state, profile, created_at)
               VALUES (gen_random_uuid(), %(brand)s, 'ours', 1, 'draft', '{}', now())""",
            "INSERT INTO carrier_profile_defaults VALUES (%(brand)s, 'generic', 'nfc', 'nfc', 1)",
            # Of the month before: none of a worker's is due behind it.
            """INSERT INTO audit_anchors (brand_id, month, number, head, tag)
               SELECT %(brand)s, date_trunc('month', now() AT TIME ZONE 'UTC') - interval '1 month', 1, hash, sha256('x')
               FROM events WHERE (brand_id, number) = (%(brand)s, 1)""",
            "INSERT INTO batch_blocks VALUES (%(batch_no)s, 0, %(brand)s, sha256('x'))",
            "INSERT INTO traffic_counts VALUES (current_date, %(brand)s, 'search', 1)",
        ):
            values = {"brand": brand_id, "product": product_id, "batch_no": batch_no}
            await conn.execute(statement.encode(), values)
