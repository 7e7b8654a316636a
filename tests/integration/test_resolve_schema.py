"""Linksets and the description file against GS1's own schemas."""

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import psycopg
import pytest

from tests.support.api import GTIN, Api
from tests.support.resolver import Resolver, revoke, tokens

Conn = psycopg.AsyncConnection[Any]
SCHEMAS = Path(__file__).resolve().parents[2].parent / "shared" / "schemas"
pytestmark = [
    pytest.mark.usefixtures("worker"),
    pytest.mark.skipif(not SCHEMAS.is_dir(), reason="GS1's schemas are not beside the project"),
]


def faults(name: str, document: bytes) -> list[str]:
    schema = json.loads((SCHEMAS / name).read_text())
    validator = jsonschema_rs.validator_for(schema)
    return [f"{error.instance_path}: {error.message}" for error in validator.iter_errors(json.loads(document))]


async def test_the_description_file(api: Api, resolver: Resolver) -> None:
    del api
    answer = await resolver.ask("/.well-known/gs1resolver")
    assert answer.headers["Content-Type"] == "application/json"
    assert faults("description-file-schema.json", answer.body) == []


async def test_linksets_of_every_kind(api: Api, conn: Conn, resolver: Resolver) -> None:
    first, second = await tokens(api, 2, at_mint=True, lots={"A/1": 1, "B": 1})
    await conn.execute(
        """INSERT INTO links (link_id, brand_id, product_id, link_type, href, title, languages, media_type)
           SELECT gen_random_uuid(), brand_id, product_id, 'gs1:pip', 'https://brand.example/pip', 'About', '{en,de-AT}',
               'text/html'
           FROM products"""
    )
    await revoke(api, second)
    paths = (
        f"/01/{GTIN}",
        f"/01/{GTIN}/10/A%2F1",
        f"/01/{GTIN}/10/A%2F1/21/{first.code}",
        f"/01/{GTIN}/21/{second.code}",
        f"/01/{GTIN}/21/NEVER",
        f"/01/{GTIN}/22/2A/10/nope",
    )
    for path in paths:
        answer = await resolver.ask(path, Accept="application/linkset+json")
        assert answer.status == 200
        for name in ("linkset-schema.json", "linkset-schema-repo-2025-03.json"):
            assert faults(name, answer.body) == [], (path, name)
