"""Calls about templates and market packs to a servicer, for one brand, without a server."""

import json
from collections.abc import Awaitable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from hallmint.v1 import content_pb2, product_pb2
from hallmint.v1 import content_service_pb2 as pb
from hallmint_server.catalog.model import ProductGroup
from hallmint_server.content.preview import PreviewService
from hallmint_server.content.service import ContentService
from hallmint_server.db.pool import Connection, Database
from hallmint_server.errors import HallmintError
from hallmint_server.keyring.file import KeyFolder
from hallmint_server.keyring.keyring import Keyring
from hallmint_server.rpc.content import ContentServicer
from hallmint_server.rpc.context import Context
from hallmint_server.tenancy.model import Caller
from tests.support.acting import calling, machine

Conn = psycopg.AsyncConnection[Any]
BATTERY, TEXTILE = product_pb2.PRODUCT_GROUP_BATTERY, product_pb2.PRODUCT_GROUP_TEXTILE
FIELDS = {"battery.mass": "battery", "fibre": "textile", "origin": "generic"}
NO_CONTEXT: Context = None  # type: ignore[assignment] # these servicers do not look at it


@dataclass
class Scene:
    """Calls for one brand. `fields` is what groups have, by path; a test may take some away."""

    rpc: ContentServicer
    caller: Caller
    fields: dict[str, str]

    async def create(
        self, *paths: str, group: Any = BATTERY, title: str = "A", request_id: str = ""
    ) -> content_pb2.Template:
        request = pb.CreateTemplateRequest(
            request_id=request_id or str(uuid4()), group=group, sections=sections(*paths, title=title)
        )
        with calling(self.caller):
            return (await self.rpc.CreateTemplate(request, NO_CONTEXT)).template

    async def update(self, template_id: str, *paths: str, title: str = "A", seen: int = 0) -> content_pb2.Template:
        request = pb.UpdateTemplateRequest(
            template_id=template_id, sections=sections(*paths, title=title), expected_revision=seen
        )
        with calling(self.caller):
            return (await self.rpc.UpdateTemplate(request, NO_CONTEXT)).template

    async def publish(self, template_id: str, *, seen: int = 0) -> content_pb2.Template:
        with calling(self.caller):
            request = pb.PublishTemplateRequest(template_id=template_id, expected_revision=seen)
            return (await self.rpc.PublishTemplate(request, NO_CONTEXT)).template

    async def get(self, template_id: str) -> content_pb2.Template:
        with calling(self.caller):
            return (await self.rpc.GetTemplate(pb.GetTemplateRequest(template_id=template_id), NO_CONTEXT)).template

    async def page(self, **fields: Any) -> pb.ListTemplatesResponse:
        with calling(self.caller):
            return await self.rpc.ListTemplates(pb.ListTemplatesRequest(**fields), NO_CONTEXT)

    async def create_pack(self, **fields: Any) -> content_pb2.MarketPack:
        request = pb.CreateMarketPackRequest(
            **{"request_id": str(uuid4()), "market": "AT", "languages": ["de"], **fields}
        )
        with calling(self.caller):
            return (await self.rpc.CreateMarketPack(request, NO_CONTEXT)).market_pack

    async def events(self, conn: Conn) -> list[tuple[str, str, str, dict[str, Any]]]:
        """Entity type and id, action and detail of each of the brand's events, in order."""
        cursor = await conn.execute(
            "SELECT entity_type, entity_id, action, actor, detail FROM events WHERE brand_id = %s ORDER BY number",
            [self.caller.acting_brand],
        )
        rows = await cursor.fetchall()
        assert {row[3] for row in rows} <= {self.caller.actor}
        return [(row[0], row[1], row[2], json.loads(row[4])) for row in rows]


async def make_scene(database: Database, conn: Conn, slug: str) -> Scene:
    """A brand with nothing, and a servicer whose groups have the attributes of `fields`."""
    brand_id, fields = uuid4(), dict(FIELDS)
    await conn.execute(
        """INSERT INTO brands (brand_id, slug, name, gs1_ready, resolver_base_url)
           VALUES (%s, %s, %s, true, 'https://id.example.com')""",
        [brand_id, slug, slug.title()],
    )

    async def known_fields(_: Connection, _brand: UUID, group: ProductGroup) -> frozenset[str]:
        return frozenset(path for path, of in fields.items() if of == group)

    previews = PreviewService(database, Keyring(KeyFolder(Path("none"), {})))
    return Scene(ContentServicer(ContentService(database, known_fields), previews), machine(brand_id), fields)


def sections(*paths: str, title: str = "A") -> list[content_pb2.TemplateSection]:
    fields = [content_pb2.TemplateField(path=path) for path in paths or ("sku",)]
    return [content_pb2.TemplateSection(title=title, fields=fields)]


async def refused(call: Awaitable[object]) -> HallmintError:
    """The refusal of a call."""
    with pytest.raises(HallmintError) as caught:
        await call
    return caught.value
