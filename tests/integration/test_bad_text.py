"""Texts that are hostile, in every text field of every method: told with their path or kept as they are, and no answer says
anything of the inside or of another brand.
"""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import grpc
import psycopg
import pytest
from psycopg import sql

from hallmint.v1 import brand_service_pb2, member_pb2
from tests.support.api import Api, Metadata, bearer
from tests.support.contents import contents
from tests.support.credential import caller, invite
from tests.support.installation import Installation
from tests.support.refusal import read
from tests.support.usual_request import METHODS, Things, Way, make_things, send, usual, ways, whose

Conn = psycopg.AsyncConnection[Any]
RIVAL = "quokka"
INSIDE = [b"Traceback", b"psycopg", b".py", b"SELECT", b"brand_id =", RIVAL.encode(), RIVAL.title().encode()]

MARKUP = {"sql": "'; DROP TABLE brands; --", "html": "<b onclick=alert(1)>"}
# What is shown reversed may say something else than it does; half a megabyte is a message, but no name.
BROKEN = {"direction": "a\u202eb", "long": "x" * 500_000}

# Drafts of carrier profiles may say what no published one can.
PROFILE = {
    *("definition.name", "definition.file_name", "definition.xlsx.sheet", "definition.columns[0].header"),
    *("definition.columns[0].field", "definition.columns[0].constant"),
    *(f"definition.{form}.texts[0].{field}" for form in ("pdf_sheet", "zpl") for field in ("field", "prefix")),
}
# People write what they like here: markup is just text.
WRITTEN = {
    "CreateBrand": {"name"},
    "UpdateBrand": {"change.name", "change.theme.legal_links[0].label"},
    "SuspendBrand": {"reason"},
    "CreateProduct": {"sku", "name", "attributes.fields[product_type].string_value"},
    "UpdateProduct": {"change.sku", "change.name", "change.attributes.fields[product_type].string_value"},
    "CreateTemplate": {"sections[0].title", "sections[0].fields[0].label"},
    "UpdateTemplate": {"sections[0].title", "sections[0].fields[0].label"},
    "CreateMarketPack": {"disclaimers[0].text", "recycling[0].material", "recycling[0].text"},
    "UpdateMarketPack": {"disclaimers[0].text", "recycling[0].material", "recycling[0].text"},
    "CreateCredential": {"name"},
    "AcceptInvitation": {"credential_name"},
    "RevokeTokens": {"reason"},
    "CreateProductionBatch": {"number", "facility"},
    "UpdateProductionBatch": {"change.number", "change.facility"},
    "CreateLink": {"title"},
    "CreateCarrierProfile": PROFILE,
    "UpdateCarrierProfile": PROFILE,
}
# Looked for in a list or by a dry run, whose answer is that there is none.
SEARCHED = {
    "ListEvents": {"entity_type", "entity_id", "actor", "action"},
    "ListProducts": {"query"},
    "PreflightMint": {"mint.product.sku", "mint.lots[0].lot_code"},
    "ListCarrierProfiles": {"key"},
}
# Names of things that are not there.
ABSENT = {
    "GetBrand": {"slug"},
    "ReassignGtin": {"gtin", "sku"},
    "GetProduct": {"product.sku"},
    "UpdateProduct": {"product.sku"},
    "CreateProductionBatch": {"product.sku"},
    "GetProductionBatch": {"number"},
    "ListProductionBatches": {"product.sku"},
    "SubmitMint": {"mint.product.sku"},
    "ListTokens": {"lot_code"},
    "GetToken": {"token.url", "token.gtin_serial.gtin", "token.gtin_serial.serial", "token.code"},
    **{
        name: {"token.url", "token.gtin_serial.gtin", "token.gtin_serial.serial", "token.code"}
        for name in ("GetTokenProof", "VerifyToken")
    },
    "RevokeTokens": {
        *("tokens.tokens[0].url", "tokens.tokens[0].gtin_serial.gtin", "tokens.tokens[0].gtin_serial.serial"),
        *("tokens.tokens[0].code", "lot.lot_code"),
    },
    "CreateLink": {
        *("level.product.sku", "level.lot.product.sku", "level.token.url", "level.token.code"),
        *("level.token.gtin_serial.gtin", "level.token.gtin_serial.serial"),
    },
    "ListLinks": {"product.sku"},
    "CreateExport": {"profile"},
    "PreviewExport": {"profile"},
    **{
        f"{verb}CarrierProfile{noun}": {"key"}
        for verb, noun in (("Create", "Draft"), ("Get", ""), ("Update", ""), ("Publish", ""), ("Deprecate", ""))
    },
    "SetCarrierProfileDefault": {"key"},
    "GetPreview": {"product.sku"},
    "GetScanSummary": {"product.sku"},
    "GetScanSeries": {"product.sku"},
    "ListTokenScans": {"token.url", "token.gtin_serial.gtin", "token.gtin_serial.serial", "token.code"},
    "RotateCredential": {"credential_id"},
    "RevokeCredential": {"credential_id"},
    "AcceptInvitation": {"invitation"},
}
# The server says it, and does not listen.
SAID_ONLY = {"UpdateBrand": {"change.theme.logo_media_type"}}
TABLES = (
    *("brands", "products", "product_revisions", "content_versions", "credentials", "production_batches"),
    *("revocations", "links", "carrier_profile_versions", "events"),
)


def outcome(name: str, path: str, kind: str) -> str:
    """What becomes of a text in a field of a method."""
    if path in SAID_ONLY.get(name, ()):
        return "answered"
    if path in SEARCHED.get(name, ()):
        return "refused" if (name, kind) == ("ListProducts", "long") else "answered"
    if path in ABSENT.get(name, ()):
        return "absent"
    # Attributes are as the schema of their group has them; reasons are not shown to the public.
    lenient = kind == "direction" and ("attributes" in path or path == "reason" or path in PROFILE)
    return "kept" if path in WRITTEN.get(name, ()) and (kind in MARKUP or lenient) else "refused"


@dataclass(frozen=True, slots=True)
class Scene:
    api: Api
    conn: Conn
    channel: grpc.aio.Channel
    things: Things

    async def answer(self, name: str, way: Way, encoded: bytes) -> tuple[str, list[str], bytes]:
        """Code, told fields and bytes of what a method answers; a refusal must have written nothing."""
        method = METHODS[name]
        metadata = await self.fresh(name) if way.path in ("credential_name", "reason") else whose(self.api, method)
        before = await contents(self.conn)
        try:
            answer = await send(self.channel, metadata, method, encoded)
        except grpc.aio.AioRpcError as error:
            refusal = read(error)
            assert await contents(self.conn) == before
            assert refusal.reason not in ("INTERNAL", "DATABASE_UNAVAILABLE")
            return refusal.code, [field for _, field, _ in refusal.fields], refusal.encoded
        if name in SEARCHED:
            assert await contents(self.conn) == before
        return "OK", [], answer

    async def fresh(self, name: str) -> Metadata:
        """Undo what a call of the method did; returns the metadata of the next one."""
        if name == "SuspendBrand":
            undo = brand_service_pb2.UnsuspendBrandRequest(brand_id=self.things.brand)
            await self.api.brands.UnsuspendBrand(undo, metadata=self.api.operator_metadata)
        if name == "AcceptInvitation":
            invitation = (await invite(self.api, f"{uuid4()}@acme.example", member_pb2.ROLE_VIEWER)).invitation
            await caller(self.api, invitation)  # notes the day of its use
            return bearer(invitation)
        return whose(self.api, METHODS[name])

    def request(self, name: str, way: Way, text: str) -> bytes:
        message: Any = usual(name, self.things)
        if way.path.startswith("lot."):
            message.lot.batch_id, message.lot.lot_code = self.things.batch, "A"
        way.put(message, text)
        return bytes(message.SerializeToString())


@pytest.fixture
async def scene(server: Installation, api: Api, conn: Conn) -> Any:
    own = api.brand
    await api.make_brand(RIVAL)
    await api.make_product(f"{RIVAL}-1", gtin="04006381333931")
    api.brand = own
    found = await conn.execute("SELECT brand_id, product_id FROM products WHERE sku = 'SKU-1'")
    brand, product = await found.fetchone() or ("", "")
    things = await make_things(api, brand=str(brand), product=str(product))
    async with grpc.aio.insecure_channel(server.address) as channel:
        yield Scene(api, conn, channel, things)


def is_about(told: list[str], path: str) -> bool:
    """Whether a field that is told is the path or around it."""
    return any(f"{path}.".replace("[", ".[").startswith(f"{field}.".replace("[", ".[")) for field in told)


async def is_kept(conn: Conn, text: str) -> bool:
    """Whether a row holds a text, letter by letter."""
    for table in TABLES:
        holds = sql.SQL("SELECT FROM {} AS t WHERE strpos(t::text, %s) > 0").format(sql.Identifier(table))
        if (await conn.execute(holds, [text])).rowcount:
            return True
    return False


@pytest.mark.parametrize("name", [name for name, method in METHODS.items() if ways(method.input_type)])
async def test_a_text_is_refused_with_its_path_or_kept_as_it_is(scene: Scene, name: str) -> None:
    for number, way in enumerate(ways(METHODS[name].input_type)):
        for kind, begin in (MARKUP | BROKEN).items():
            text = f"{begin} {number}"
            code, told, answer = await scene.answer(name, way, scene.request(name, way, text))
            about = f"{way.path} {kind}: {code} {told}"
            assert [inside for inside in INSIDE if inside in answer] == [], about
            match outcome(name, way.path, kind):
                case "kept":
                    assert code == "OK", about
                    assert await is_kept(scene.conn, text), about
                case "answered":
                    assert code == "OK", about
                case "absent":
                    assert code == ("UNAUTHENTICATED" if name == "AcceptInvitation" else "NOT_FOUND"), about
                case _:
                    assert code == "INVALID_ARGUMENT", about
                    assert is_about(told, way.path), about


@pytest.mark.parametrize("name", [name for name, method in METHODS.items() if ways(method.input_type)])
async def test_half_a_character_is_told_with_its_path(scene: Scene, name: str) -> None:
    for way in ways(METHODS[name].input_type):
        encoded = scene.request(name, way, "QQQ").replace(b"QQQ", "\ud800".encode(errors="surrogatepass"))
        code, told, _ = await scene.answer(name, way, encoded)
        assert (code, is_about(told, way.path), len(told)) == ("INVALID_ARGUMENT", True, 1), f"{way.path}: {told}"


@pytest.mark.parametrize("name", [name for name, method in METHODS.items() if ways(method.input_type)])
async def test_ten_megabytes_are_refused_before_they_are_read(scene: Scene, name: str) -> None:
    """By grpc itself, which sends no details: only what is above a limit of ours and below grpc's is told at length."""
    before = await contents(scene.conn)
    for way in ways(METHODS[name].input_type):
        for size, details in ((2_000_000, True), (10_000_000, False)):
            with pytest.raises(grpc.aio.AioRpcError) as caught:
                await send(
                    scene.channel, whose(scene.api, METHODS[name]), METHODS[name], scene.request(name, way, "x" * size)
                )
            assert caught.value.code() == grpc.StatusCode.RESOURCE_EXHAUSTED
            assert not details or read(caught.value).reason == "MESSAGE_TOO_LARGE"
    assert await contents(scene.conn) == before


def nested(depth: int) -> bytes:
    """Attributes `{"a": {"a": ...}}` as they are sent; no library makes them as deep as a caller could."""
    encoded = b""
    for _ in range(depth):
        entry = part(1, b"a") + part(2, encoded)
        encoded = part(5, part(1, entry))
    return part(1, part(1, b"a") + part(2, encoded))


def part(number: int, encoded: bytes) -> bytes:
    """A field of bytes: its number and type, its length in groups of seven bits, and the bytes."""
    length, size = b"", len(encoded)
    while size > 127:
        length, size = length + bytes([size & 127 | 128]), size >> 7
    return bytes([number << 3 | 2]) + length + bytes([size]) + encoded


@pytest.mark.parametrize("depth", [33, 90, 1_000, 20_000])
async def test_attributes_nested_too_deep_are_told(scene: Scene, depth: int) -> None:
    for name, path in (("CreateProduct", "attributes"), ("UpdateProduct", "change.attributes")):
        (way,) = (way for way in ways(METHODS[name].input_type) if way.path.startswith(f"{path}."))
        message: Any = usual(name, scene.things)
        fields = [field.number for field in way.fields]
        target = message.change if name == "UpdateProduct" else message
        target.ClearField("attributes")
        attributes = part(fields[-1], nested(depth))
        encoded = message.SerializeToString() + (attributes if len(fields) == 1 else part(fields[0], attributes))
        code, told, _ = await scene.answer(name, way, encoded)
        assert (code, told) == ("INVALID_ARGUMENT", [path])
