"""Links that brands set: over gRPC, and where a scan then leads."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from hallmint.v1 import link_pb2, product_pb2, token_pb2
from hallmint.v1 import link_service_pb2 as pb
from hallmint_resolver import loader
from tests.support.api import GTIN, Api
from tests.support.installation import Installation
from tests.support.refusal import Refusal, refused
from tests.support.resolver import Resolver, tokens
from tests.support.wait import until

Conn = psycopg.AsyncConnection[Any]
PRODUCT = link_pb2.LinkLevel(product=product_pb2.ProductRef(sku="SKU-1"))
VOC = "https://ref.gs1.org/voc/"
pytestmark = pytest.mark.usefixtures("worker")


def of_lot(code: str) -> link_pb2.LinkLevel:
    return link_pb2.LinkLevel(lot=link_pb2.ProductLot(product=PRODUCT.product, lot_code=code))


def of_token(token: token_pb2.Token) -> link_pb2.LinkLevel:
    return link_pb2.LinkLevel(token=token_pb2.TokenRef(url=token.resolver_url))


def request(level: link_pb2.LinkLevel, name: str = "pip", **changes: Any) -> pb.CreateLinkRequest:
    values = {"link_type": f"gs1:{name}", "href": f"https://acme.example/{name}", "title": f"The {name}", **changes}
    return pb.CreateLinkRequest(**{"request_id": str(uuid4()), "level": level, **values})


async def create(api: Api, *arguments: Any, **changes: Any) -> link_pb2.Link:
    return (await api.links.CreateLink(request(*arguments, **changes), metadata=api.metadata)).link


async def listed(api: Api, **filters: Any) -> list[link_pb2.Link]:
    return list((await api.links.ListLinks(pb.ListLinksRequest(**filters), metadata=api.metadata)).links)


async def delete(api: Api, link: link_pb2.Link) -> None:
    await api.links.DeleteLink(pb.DeleteLinkRequest(link_id=link.link_id), metadata=api.metadata)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The resolver's caches are for a moment."""
    monkeypatch.setattr(loader, "FRESH_SECONDS", 0.1)


async def leads(resolver: Resolver, path: str, target: str) -> None:
    """Wait until a scan leads to a target."""

    async def does() -> bool:
        answer = await resolver.ask(path)
        return answer.status == 307 and answer.headers["Location"] == target

    await until(does, 10, what=f"a scan leads to {target}")


@pytest.mark.usefixtures("quick")
async def test_a_link_of_each_level_is_where_its_scans_lead(api: Api, resolver: Resolver) -> None:
    (first, second) = await tokens(api, 2, at_mint=True, lots={"L-1": 1, "L-2": 1})
    one, other = (f"/01/{GTIN}/10/{token.lot_code}/21/{token.code}" for token in (first, second))
    serial = f"/01/{GTIN}/21/{first.code}"
    of_product = await create(api, PRODUCT, "pip", is_default=True)
    await leads(resolver, other, "https://acme.example/pip")
    lot = await create(api, of_lot("L-1"), "instructions", is_default=True)
    await leads(resolver, one, "https://acme.example/instructions")
    await leads(resolver, other, "https://acme.example/pip")
    unit = await create(api, of_token(first), "support", is_default=True)
    for path in (one, serial):
        await leads(resolver, path, "https://acme.example/support")
    for name in ("support", "instructions", "pip"):
        asked = await resolver.ask(f"{one}?linkType=gs1:{name}")
        assert asked.headers["Location"] == f"https://acme.example/{name}?linkType=gs1:{name}"
    document = (await resolver.ask(f"{one}?linkType=linkset")).text
    for name in ("support", "instructions", "pip"):
        assert f'"{VOC}{name}":[{{"href":"https://acme.example/{name}","title":"The {name}"}}]' in document
    assert [link.token.seq for link in await listed(api) if link.HasField("token")] == [first.seq]
    for link, target in ((unit, "/instructions"), (lot, "/pip")):
        await delete(api, link)
        await leads(resolver, one, f"https://acme.example{target}")
    await delete(api, of_product)
    await leads(resolver, serial, f"https://id.acme.example/p{serial}")
    assert await listed(api) == []


async def test_a_link_is_made_once_a_request_and_its_audit_trail_names_it(api: Api, conn: Conn) -> None:
    sent = request(PRODUCT, "faqs", languages=["de", "pt-BR"], media_type="text/html")
    made = [(await api.links.CreateLink(sent, metadata=api.metadata)).link for _ in range(2)]
    assert made[0] == made[1]
    assert await listed(api, product=PRODUCT.product) == made[:1]
    assert UUID(made[0].link_id).version == 7
    assert (list(made[0].languages), made[0].media_type) == (["de", "pt-BR"], "text/html")
    await delete(api, made[0])
    assert (await refused(delete(api, made[0]))).reason == "LINK_NOT_FOUND"
    assert (await refused(api.links.CreateLink(sent, metadata=api.metadata))).reason == "LINK_NOT_FOUND"
    found = await conn.execute("SELECT action, entity_id FROM events WHERE entity_type = 'LINK' ORDER BY number")
    assert await found.fetchall() == [("CREATED", made[0].link_id), ("DELETED", made[0].link_id)]


async def test_pages_hold_together(api: Api) -> None:
    made = [await create(api, of_lot(f"L-{number}")) for number in range(5)]
    token = ""
    found: list[link_pb2.Link] = []
    while True:
        page = await api.links.ListLinks(pb.ListLinksRequest(page_size=2, page_token=token), metadata=api.metadata)
        found += page.links
        token = page.next_page_token
        if not token:
            break
    assert found == made
    other = pb.ListLinksRequest(page_size=2, page_token="bogus")  # noqa: S106 - no secret
    assert (await refused(api.links.ListLinks(other, metadata=api.metadata))).reason == "PAGE_TOKEN_INVALID"


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("link_type", "gs1:defaultLink", "FIELD_INVALID"),
        ("link_type", "pip", "FIELD_INVALID"),
        ("link_type", "gs1:nonsense", "FIELD_INVALID"),
        ("href", "http://acme.example/", "FIELD_INVALID"),
        ("href", "https://user@acme.example/", "FIELD_INVALID"),
        ("href", "javascript:alert(1)", "FIELD_INVALID"),
        ("href", "https://acme.example/\r\nSet-Cookie: a=b", "FIELD_INVALID"),
        ("title", "", "FIELD_INVALID"),
        ("title", "x" * 81, "FIELD_INVALID"),
        ("languages", ["de", "not a tag"], "FIELD_INVALID"),
        ("languages", ["de"] * 21, "FIELD_INVALID"),
        ("media_type", "text/html; charset=utf-8", "FIELD_INVALID"),
        ("level", None, "FIELD_REQUIRED"),
        ("level", of_lot("a lot"), "LOT_CODE_INVALID"),
        ("level", link_pb2.LinkLevel(product=product_pb2.ProductRef(sku="NONE")), "PRODUCT_NOT_FOUND"),
        ("level", link_pb2.LinkLevel(token=token_pb2.TokenRef(code="AAAAAAAAAAAAAAAA")), "TOKEN_NOT_FOUND"),
    ],
)
async def test_what_is_wrong_is_said(api: Api, field: str, value: Any, reason: str) -> None:
    sent = pb.CreateLinkRequest(request_id=str(uuid4()), level=PRODUCT, link_type="gs1:pip", title="T")
    sent.href = "https://acme.example/"
    sent.ClearField(field)  # type: ignore[arg-type] # one of them
    if value is not None:
        sent.MergeFrom(pb.CreateLinkRequest(**{field: value}))
    refusal: Refusal = await refused(api.links.CreateLink(sent, metadata=api.metadata))
    assert refusal.reason == reason
    if reason == "FIELD_INVALID":
        assert [found[1].partition("[")[0] for found in refusal.fields] == [field]


@pytest.fixture
async def foreign(server: Installation) -> AsyncIterator[Api]:
    async with server.api() as made:
        await made.make_brand("other")
        yield made


async def test_another_brand_neither_sees_nor_deletes_nor_uses_them(api: Api, foreign: Api) -> None:
    link = await create(api, PRODUCT)
    (token,) = await tokens(api, 1)
    assert await listed(foreign) == []
    assert (await refused(delete(foreign, link))).reason == "LINK_NOT_FOUND"
    for level, reason in ((PRODUCT, "PRODUCT_NOT_FOUND"), (of_token(token), "TOKEN_NOT_FOUND")):
        assert (await refused(create(foreign, level))).reason == reason
    assert await listed(api) == [link]
