"""Brands: what the operator changes, what their admins do, and a GTIN that is given to whom it belongs."""

import io
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from google.protobuf.field_mask_pb2 import FieldMask
from PIL import Image

from hallmint.v1 import audit_service_pb2, brand_pb2, catalog_service_pb2, member_pb2, product_pb2
from hallmint.v1 import brand_service_pb2 as pb
from hallmint_server.tenancy import authenticate
from tests.support.api import GTIN, Api, Metadata, bearer
from tests.support.contents import contents
from tests.support.credential import accept, invite
from tests.support.installation import Installation
from tests.support.refusal import refused

Conn = psycopg.AsyncConnection[Any]


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(authenticate, "FRESH_SECONDS", 0.0)


def png(side: int = 8) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (side, side), "#0b3d4a").save(file, "PNG")
    return file.getvalue()


async def update(api: Api, metadata: Metadata, *paths: str, brand_id: str = "", **change: Any) -> brand_pb2.Brand:
    request = pb.UpdateBrandRequest(
        brand_id=brand_id, change=pb.BrandChange(**change), update_mask=FieldMask(paths=paths)
    )
    return (await api.brands.UpdateBrand(request, metadata=metadata)).brand


async def own(api: Api) -> brand_pb2.Brand:
    return (await api.brands.GetBrand(pb.GetBrandRequest(), metadata=api.metadata)).brand


async def events(api: Api, metadata: Metadata, **filters: Any) -> list[tuple[str, str, str]]:
    request = audit_service_pb2.ListEventsRequest(oldest_first=True, page_size=500, **filters)
    listed = await api.audit.ListEvents(request, metadata=metadata)
    return [(e.action, e.actor.partition(":")[0], e.detail) for e in listed.events]


async def test_the_operator_changes_what_the_mask_names_and_nothing_else(api: Api) -> None:
    before = await own(api)
    changed = await update(
        api,
        api.operator_metadata,
        *("name", "resolver_base_url"),
        brand_id=before.brand_id,
        name="Renamed",
        resolver_base_url="https://id.new.example",
        gs1_ready=not before.gs1_ready,
    )
    assert (changed.name, changed.resolver_base_url) == ("Renamed", "https://id.new.example")
    assert (changed.gs1_ready, changed.slug) == (before.gs1_ready, before.slug)
    assert await own(api) == changed
    (told,) = await events(api, api.metadata, entity_type="BRAND", action="UPDATED")
    assert told[1] == "operator"
    assert '"after":{"name":"Renamed","resolver_base_url":"https://id.new.example"}' in told[2]
    again = await update(api, api.operator_metadata, "name", brand_id=before.brand_id, name="Renamed")
    assert again == changed
    assert len(await events(api, api.metadata, entity_type="BRAND", action="UPDATED")) == 1
    assert len(await events(api, api.operator_metadata, entity_type="BRAND", action="UPDATED")) == 1


async def test_a_new_base_url_is_for_batches_from_now_on(api: Api) -> None:
    first = await api.submit(1)
    await update(
        api,
        api.operator_metadata,
        "resolver_base_url",
        brand_id=(await own(api)).brand_id,
        resolver_base_url="https://id.new.example",
    )
    second = await api.submit(1)
    assert (second.resolver_base_url, first.resolver_base_url) == ("https://id.new.example", "https://id.acme.example")
    assert (await api.batch(first.batch_id)).resolver_base_url == "https://id.acme.example"


async def test_an_admin_changes_how_it_looks_and_only_that(api: Api) -> None:
    admin = await accept(api, (await invite(api, "ad@acme.example", member_pb2.ROLE_ADMIN)).invitation)
    theme = brand_pb2.Theme(
        logo=png(),
        primary_colour="#0b3d4a",
        accent_colour="#1F8A70",
        legal_links=[brand_pb2.LegalLink(label="Imprint", url="https://acme.example/imprint")],
    )
    changed = await update(api, bearer(admin.key), "theme", "default_market", theme=theme, default_market="DE")
    assert (changed.theme.logo, changed.theme.logo_media_type) == (png(), "image/png")
    assert changed.theme.legal_links == theme.legal_links
    part = await update(api, bearer(admin.key), "theme.accent_colour", theme=brand_pb2.Theme(accent_colour="#ffffff"))
    assert (part.theme.accent_colour, part.theme.primary_colour) == ("#ffffff", "#0b3d4a")
    assert part.theme.logo == png()
    listed = await api.brands.ListBrands(pb.ListBrandsRequest(), metadata=api.metadata)
    assert [b.theme.logo for b in listed.brands] == [b""]
    for path in ("name", "gs1_ready", "resolver_base_url"):
        refusal = await refused(update(api, bearer(admin.key), path, "theme.accent_colour", name="x"))
        assert (refusal.code, refusal.reason) == ("PERMISSION_DENIED", "PERMISSION_MISSING")
    assert (await own(api)).theme.accent_colour == "#ffffff"
    gone = await update(api, bearer(admin.key), "theme.logo")
    assert gone.theme.logo == b""


async def test_only_an_admin_decides_whether_user_agents_are_kept(api: Api) -> None:
    approver = await accept(api, (await invite(api, "ap@acme.example", member_pb2.ROLE_APPROVER)).invitation)
    admin = await accept(api, (await invite(api, "ad@acme.example", member_pb2.ROLE_ADMIN)).invitation)
    brand_id = (await own(api)).brand_id
    for metadata, permission in ((api.operator_metadata, "brand:write"), (bearer(approver.key), "brand:write,operate")):
        refusal = await refused(update(api, metadata, "keep_user_agents", brand_id=brand_id, keep_user_agents=True))
        assert (refusal.reason, refusal.metadata["permission"]) == ("PERMISSION_MISSING", permission)
    assert not (await own(api)).keep_user_agents
    for _ in range(2):
        assert (await update(api, bearer(admin.key), "keep_user_agents", keep_user_agents=True)).keep_user_agents
    assert (await own(api)).keep_user_agents
    kept = await update(api, api.operator_metadata, "name", brand_id=brand_id, name="Renamed")
    assert kept.keep_user_agents
    assert not (await update(api, api.metadata, "keep_user_agents")).keep_user_agents
    told = await events(api, api.metadata, entity_type="BRAND", action="UPDATED")
    assert [(actor, detail) for _, actor, detail in told if "keep_user_agents" in detail] == [
        ("member", '{"after":{"keep_user_agents":true},"before":{"keep_user_agents":false}}'),
        ("member", '{"after":{"keep_user_agents":false},"before":{"keep_user_agents":true}}'),
    ]


@pytest.mark.parametrize(
    ("path", "change", "field"),
    [
        ("theme.primary_colour", {"theme": {"primary_colour": "red"}}, "change.theme.primary_colour"),
        ("theme.accent_colour", {"theme": {"accent_colour": "#12345"}}, "change.theme.accent_colour"),
        ("theme.logo", {"theme": {"logo": b"<svg onload='alert(1)'/>"}}, "change.theme.logo"),
        ("theme.logo", {"theme": {"logo": png(2001)}}, "change.theme.logo"),
        (
            "theme.legal_links",
            {"theme": {"legal_links": [{"label": "x", "url": "javascript:alert(1)"}]}},
            "change.theme.legal_links[0].url",
        ),
        ("default_market", {"default_market": "Germany"}, "change.default_market"),
        ("slug", {}, "update_mask"),
        ("theme.name", {}, "update_mask"),
    ],
)
async def test_what_a_brand_cannot_look_like(
    api: Api, conn: Conn, path: str, change: dict[str, Any], field: str
) -> None:
    before = await contents(conn)
    refusal = await refused(update(api, api.metadata, path, **change))
    assert (refusal.code, [f for f, _ in refusal.paths]) == ("INVALID_ARGUMENT", [field])
    assert await contents(conn) == before


async def test_a_suspended_brand_reads_and_mints_nothing(api: Api) -> None:
    brand_id = (await own(api)).brand_id
    request = pb.SuspendBrandRequest(brand_id=brand_id, reason="unpaid")
    for _ in range(2):
        assert (await api.brands.SuspendBrand(request, metadata=api.operator_metadata)).brand.suspended
    assert (await refused(api.submit(1))).reason == "BRAND_SUSPENDED"
    assert (await own(api)).suspended
    lift = pb.UnsuspendBrandRequest(brand_id=brand_id)
    for _ in range(2):
        assert not (await api.brands.UnsuspendBrand(lift, metadata=api.operator_metadata)).brand.suspended
    await api.submit(1)
    told = await events(api, api.metadata, entity_type="BRAND")
    assert [action for action, _, _ in told] == ["CREATED", "SUSPENDED", "UNSUSPENDED"]
    assert told[1] == ("SUSPENDED", "operator", '{"reason":"unpaid"}')


async def test_a_brand_sees_itself_and_no_other(api: Api, server: Installation) -> None:
    async with server.api() as other:
        other_id = await other.make_brand("other")
    for ref in ({"slug": "other"}, {"brand_id": other_id}, {"brand_id": str(UUID(int=5))}):
        refusal = await refused(api.brands.GetBrand(pb.GetBrandRequest(**ref), metadata=api.metadata))
        assert refusal.reason == "BRAND_NOT_FOUND"
    refusal = await refused(update(api, api.metadata, "theme", brand_id=other_id))
    assert refusal.reason == "BRAND_NOT_FOUND"
    everyone = await api.brands.ListBrands(pb.ListBrandsRequest(), metadata=api.operator_metadata)
    assert [b.slug for b in everyone.brands] == ["acme", "other"]


class TestReassignment:
    async def _give(self, api: Api, brand_id: str, gtin: str = GTIN, sku: str = "MINE") -> Any:
        request = pb.ReassignGtinRequest(gtin=gtin, brand_id=brand_id, sku=sku)
        return await api.brands.ReassignGtin(request, metadata=api.operator_metadata)

    async def _product(self, api: Api, sku: str) -> product_pb2.Product:
        request = catalog_service_pb2.GetProductRequest(product=product_pb2.ProductRef(sku=sku))
        return (await api.catalog.GetProduct(request, metadata=api.metadata)).product

    async def test_a_gtin_goes_to_the_brand_it_belongs_to(self, api: Api, server: Installation) -> None:
        async with server.api() as other:
            other_id = await other.make_brand("other")
            await other.make_product("MINE", gtin="")
            assert (await refused(other.make_product("NEW", gtin=GTIN))).reason == "GTIN_NOT_AVAILABLE"
            for _ in range(2):
                await self._give(api, other_id)
            assert (await self._product(other, "MINE")).gtin == GTIN
            assert (await self._product(other, "MINE")).revision == 2
            assert (await events(other, other.metadata, action="GTIN_REASSIGNED"))[0][1] == "operator"
        lost = await self._product(api, "SKU-1")
        assert (lost.gtin, lost.revision) == ("", 2)
        (told,) = await events(api, api.metadata, action="GTIN_REASSIGNED")
        assert "MINE" not in told[2]  # who has it now is not this brand's business

    async def test_not_once_something_was_minted_under_it(self, api: Api, server: Installation, conn: Conn) -> None:
        await api.submit(1)
        async with server.api() as other:
            other_id = await other.make_brand("other")
            await other.make_product("MINE", gtin="")
            before = await contents(conn)
            assert (await refused(self._give(api, other_id))).reason == "GTIN_MINTED"
            assert (await refused(self._give(api, other_id, sku="NONE"))).reason == "PRODUCT_NOT_FOUND"
            assert (await refused(self._give(api, str(uuid4())))).reason == "BRAND_NOT_FOUND"
            assert (await refused(self._give(api, other_id, "04006381333931"))).reason == "GTIN_NOT_FOUND"
        assert await contents(conn) == before
