"""Previews: drafts as consumers would see them, for 5 minutes, for whoever has the link, and without a trace."""

import time
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import psycopg
import pytest
import structlog

from hallmint.v1 import catalog_service_pb2, content_pb2, member_pb2, product_pb2
from hallmint.v1 import content_service_pb2 as pb
from hallmint_server.content.preview import sign
from mintcore import CodeKey
from tests.support.api import GTIN, Api, bearer
from tests.support.credential import accept, invite
from tests.support.installation import Installation
from tests.support.refusal import refused
from tests.support.resolver import HOST, PHONE, Answer, Resolver, resolving, tokens

Conn = psycopg.AsyncConnection[Any]
NIL = UUID(int=0)
GENERIC, BATTERY = product_pb2.PRODUCT_GROUP_GENERIC, product_pb2.PRODUCT_GROUP_BATTERY
SLACK = "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)"


async def draft_product(api: Api, sku: str = "NEW") -> str:
    """A product that can be neither minted nor scanned: not on sale, without a GTIN, and not ready."""
    request = catalog_service_pb2.CreateProductRequest(
        request_id=str(uuid4()), sku=sku, name="Secret <Kettle>", group=GENERIC
    )
    request.attributes.update({"manufacturer": {"name": "Kettle Works"}, "product_type": "Kettle"})
    return (await api.catalog.CreateProduct(request, metadata=api.metadata)).product.product_id


async def draft_template(api: Api, group: product_pb2.ProductGroup.ValueType = GENERIC) -> str:
    path = "product_type" if group == GENERIC else "manufacturer.name"
    section = content_pb2.TemplateSection(title="Coming soon", fields=[content_pb2.TemplateField(path=path)])
    request = pb.CreateTemplateRequest(request_id=str(uuid4()), group=group, sections=[section])
    return (await api.content.CreateTemplate(request, metadata=api.metadata)).template.template_id


async def draft_market_pack(api: Api) -> str:
    note = content_pb2.LocalText(language="fr", text="Tenir hors de portée des enfants.")
    request = pb.CreateMarketPackRequest(
        request_id=str(uuid4()), market="FR", languages=["fr"], disclaimers=[note], recycling=[]
    )
    return (await api.content.CreateMarketPack(request, metadata=api.metadata)).market_pack.market_pack_id


async def link(api: Api, sku: str = "NEW", **versions: str) -> pb.GetPreviewResponse:
    request = pb.GetPreviewRequest(product=product_pb2.ProductRef(sku=sku), **versions)
    return await api.content.GetPreview(request, metadata=api.metadata)


def path_of(preview: pb.GetPreviewResponse) -> str:
    base, _, path = preview.url.partition("/preview/")
    assert base == f"https://{HOST}"
    return f"/preview/{path}"


def is_over(answer: Answer) -> bool:
    is_plain = "five minutes" in answer.text and "Kettle" not in answer.text and "Product SKU-1" not in answer.text
    headers = (answer.headers["Cache-Control"], answer.headers["X-Robots-Tag"])
    return answer.status == 410 and is_plain and headers == ("no-store", "noindex")


async def test_drafts_are_shown_as_consumers_would_see_them(api: Api, resolver: Resolver) -> None:
    await draft_product(api)
    template_id, pack_id = await draft_template(api), await draft_market_pack(api)
    published = await resolver.ask(path_of(await link(api)), Accept_Language="en")
    assert published.status == 200
    assert "Secret &lt;Kettle&gt;" in published.text
    assert "Kettle Works" in published.text
    assert "Coming soon" not in published.text
    assert "This is the page with what is published now." in published.text
    assert "draft" not in published.text
    assert published.headers["Cache-Control"] == "no-store"
    assert published.headers["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in published.text
    assert published.headers["Content-Security-Policy"].startswith("default-src 'none'")
    drafts = await link(api, template_id=template_id, market_pack_id=pack_id)
    shown = await resolver.ask(path_of(drafts), Accept_Language="en")
    assert "Coming soon" in shown.text
    assert "Kettle Works" not in shown.text
    assert '<html lang="fr"' in shown.text
    assert "Tenir hors de portée des enfants." in shown.text
    assert "un brouillon" in shown.text


async def publish(api: Api, template_id: str) -> None:
    await api.content.PublishTemplate(pb.PublishTemplateRequest(template_id=template_id), metadata=api.metadata)


async def test_each_version_is_said_to_be_what_it_is(api: Api, resolver: Resolver) -> None:
    async def said(**versions: str) -> set[str]:
        page = (await resolver.ask(path_of(await link(api, **versions)), Accept_Language="en")).text
        every = ("Preview of a draft", "Preview of an earlier version", "This is the page with what is published now.")
        return {words for words in every if words in page}

    await draft_product(api)
    first, second, pack_id = await draft_template(api), await draft_template(api), await draft_market_pack(api)
    assert await said(template_id=first) == {"Preview of a draft"}
    await publish(api, first)
    assert await said(template_id=first) == {"This is the page with what is published now."}
    await publish(api, second)
    assert await said(template_id=first) == {"Preview of an earlier version"}
    assert await said(template_id=second) == await said() == {"This is the page with what is published now."}
    page = await resolver.ask(path_of(await link(api, template_id=first, market_pack_id=pack_id)))
    assert "un brouillon" in page.text, "one part that is a draft makes all of it one"


async def test_a_change_shows_at_once(api: Api, resolver: Resolver) -> None:
    await draft_product(api)
    path = path_of(await link(api))
    assert "Secret" in (await resolver.ask(path)).text
    change = catalog_service_pb2.UpdateProductRequest(
        product=product_pb2.ProductRef(sku="NEW"), change=catalog_service_pb2.ProductChange(name="Better name")
    )
    change.update_mask.paths.append("name")
    await api.catalog.UpdateProduct(change, metadata=api.metadata)
    assert "Better name" in (await resolver.ask(path)).text


@pytest.mark.usefixtures("worker")
async def test_it_activates_nothing_and_leaves_no_trace(api: Api, conn: Conn, place: Installation) -> None:
    await tokens(api, 1)
    await api.ask_before_activation()
    await draft_product(api)
    with structlog.testing.capture_logs() as logs:
        preview = await link(api)
        async with resolving(place) as resolver:
            for path in (path_of(preview), path_of(await link(api, "SKU-1"))):
                shown = await resolver.ask(path)
                assert (shown.status, "<form" in shown.text, "Set-Cookie" in shown.headers) == (200, False, False)
                head = await resolver.ask(path, "HEAD")
                assert (head.status, head.body) == (200, b"")
                assert (await resolver.ask(path, "OPTIONS")).status == 204
                assert (await resolver.ask(path, "POST", Origin=f"https://{HOST}")).status == 405
                assert is_over(await resolver.ask(path, agent=SLACK, Accept_Language="en"))
    for table in ("scans", "traffic_counts", "scan_folds", "unit_events", "activations"):
        assert await (await conn.execute(f"SELECT count(*) FROM {table}".encode())).fetchone() == (0,), table
    assert await (await conn.execute("SELECT DISTINCT status FROM tokens")).fetchall() == [(1,)]
    told = await (await conn.execute("SELECT action FROM events WHERE action LIKE '%PREVIEW%'")).fetchall()
    assert told == []
    token = urlsplit(preview.url).path.rpartition("/")[2]
    assert token[:60] not in str(logs)
    assert PHONE not in str(logs)
    assert any(line["event"] == "call" for line in logs)


async def test_it_ends_after_5_minutes(api: Api, place: Installation) -> None:
    await draft_product(api)
    clock = [time.time()]
    async with resolving(place, clock=lambda: clock[0]) as resolver:
        preview = await link(api)
        ends = preview.expires_at.ToDatetime(UTC).timestamp()
        assert 299 <= ends - clock[0] < 360
        for at, is_shown in (
            (ends - 1, True),
            (ends - 0.001, True),
            (ends, False),
            (ends + 1e9, False),
            (ends - 2, True),
        ):
            clock[0] = at
            answer = await resolver.ask(path_of(preview), Accept_Language="en")
            assert answer.status == 200 if is_shown else is_over(answer)


async def test_every_other_token_gets_the_same_answer(api: Api, server: Installation, conn: Conn) -> None:
    mine, template_id, pack_id = await draft_product(api), await draft_template(api), await draft_market_pack(api)
    (acme,) = await (await conn.execute("SELECT brand_id FROM brands")).fetchone() or (NIL,)
    async with server.api() as other:
        other_id = await other.make_brand("other")
        theirs, their_template = await draft_product(other), await draft_template(other)
    async with resolving(server) as resolver:
        key = CodeKey.from_derived(
            bytes.fromhex((server.home / "resolver-keys" / "code-key-derived-1.hex").read_text())
        )
        soon, past = datetime.fromtimestamp(time.time() + 300, UTC), datetime.fromtimestamp(time.time() - 1, UTC)

        def signed(
            product_id: str, *versions: UUID, brand_id: UUID = acme, at: datetime = soon, by: CodeKey = key
        ) -> str:
            return sign(1, by, at, brand_id, UUID(product_id), *versions)

        good = signed(mine, UUID(template_id), UUID(pack_id))
        assert (await resolver.ask(f"/preview/{good}")).status == 200
        wrong = (
            signed(theirs, NIL, NIL),
            signed(mine, NIL, NIL, brand_id=UUID(other_id)),
            signed(mine, UUID(their_template), NIL),
            signed(mine, UUID(pack_id), UUID(template_id)),
            signed(mine, uuid4(), NIL),
            signed(str(uuid4()), NIL, NIL),
            signed(mine, NIL, NIL, at=past),
            signed(mine, NIL, NIL, by=CodeKey.from_derived(bytes(32))),
            good[:-1],
            f"{good}/",
            "A" * 140,
            "%00",
            "",
        )
        answers = [await resolver.ask(f"/preview/{token}", Accept_Language="en") for token in wrong]
        assert all(map(is_over, answers))
        assert len({answer.body for answer in answers}) == 1
        assert len({str(sorted(a.headers.items())) for a in answers if a.headers.pop("Date")}) == 1
        assert (await resolver.ask(f"/preview/{good}", host="evil.example")).status == 421


async def test_what_cannot_be_previewed(api: Api, server: Installation) -> None:
    await draft_product(api)
    assert (await refused(link(api, "NONE"))).reason == "PRODUCT_NOT_FOUND"
    for field, reason in (("template_id", "TEMPLATE_NOT_FOUND"), ("market_pack_id", "MARKET_PACK_NOT_FOUND")):
        assert (await refused(link(api, **{field: str(uuid4())}))).reason == reason
        assert (await refused(link(api, **{field: "x"}))).paths == [(field, "FIELD_INVALID")]
    battery = await draft_template(api, BATTERY)
    assert (await refused(link(api, template_id=battery))).paths == [("template_id", "FIELD_INVALID")]
    nameless = api.content.GetPreview(pb.GetPreviewRequest(), metadata=api.metadata)
    assert (await refused(nameless)).paths == [("product", "FIELD_REQUIRED")]
    async with server.api() as other:
        await other.make_brand("other")
        assert (await refused(link(other))).reason == "PRODUCT_NOT_FOUND"
        template_id = await draft_template(api)
        await draft_product(other)
        assert (await refused(link(other, template_id=template_id))).reason == "TEMPLATE_NOT_FOUND"


async def test_who_may_preview(api: Api) -> None:
    for role, may in (
        (member_pb2.ROLE_VIEWER, False),
        (member_pb2.ROLE_EDITOR, True),
        (member_pb2.ROLE_APPROVER, True),
    ):
        member = await accept(api, (await invite(api, f"m{role}@acme.example", role)).invitation)
        request = pb.GetPreviewRequest(product=product_pb2.ProductRef(sku="SKU-1"))
        call = api.content.GetPreview(request, metadata=bearer(member.key))
        if may:
            assert (await call).url.startswith(f"https://{HOST}/preview/")
        else:
            assert (await refused(call)).reason == "PERMISSION_MISSING"


async def test_previews_end_with_the_key_that_signed_them(api: Api, server: Installation) -> None:
    preview = await link(api, "SKU-1")
    for arguments in (("keys", "add"), ("keys", "retire", "1")):
        assert server.run(*arguments).returncode == 0
    async with resolving(server) as resolver:
        assert is_over(await resolver.ask(path_of(preview), Accept_Language="en"))
    assert server.run("keys", "retire", "2").returncode == 0
    assert (await refused(link(api, "SKU-1"))).reason == "NO_CODE_KEY"


async def test_a_preview_shows_no_gtin_page(api: Api, resolver: Resolver) -> None:
    """What was never minted stays unknown to scans, also while somebody looks at its preview."""
    assert (await resolver.ask(path_of(await link(api, "SKU-1")))).status == 200
    assert (await resolver.ask(f"/01/{GTIN}")).status == 404


async def test_only_named_origins_may_frame_a_preview_and_nothing_else(api: Api, server: Installation) -> None:
    paths = (path_of(await link(api, "SKU-1")), "/preview/x", "/nothing", f"/01/{GTIN}")
    for origins, ancestors in (
        ((), "'none'"),
        (("https://a.example", "http://127.0.0.1:1"), "https://a.example http://127.0.0.1:1"),
    ):
        async with resolving(server, resolver_frame_ancestors=origins) as resolver:
            shown, over, *others = [await resolver.ask(path) for path in paths]
            assert [shown.status, over.status] == [200, 410]
            for answer in (shown, over):
                assert answer.headers["Content-Security-Policy"].endswith(f"frame-ancestors {ancestors}")
            for answer in others:
                assert answer.headers["Content-Security-Policy"].endswith("frame-ancestors 'none'")


async def test_a_preview_is_shown_in_the_language_that_its_address_names(api: Api, resolver: Resolver) -> None:
    path = path_of(await link(api, "SKU-1"))
    for query, language in (("?language=de", "de"), ("", "en"), ("?language=%22%3E", "en"), ("?language=xx", "en")):
        answer = await resolver.ask(path + query, Accept_Language="en")
        assert f'<html lang="{language}"' in answer.text
