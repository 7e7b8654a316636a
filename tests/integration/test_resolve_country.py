"""Countries of visitors as a resolver has them from the start: what they choose, and what is owed for it."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from hallmint.v1 import brand_service_pb2, content_pb2
from hallmint.v1 import content_service_pb2 as pb
from tests.support.api import GTIN, Api
from tests.support.installation import Installation
from tests.support.mmdb import mmdb
from tests.support.resolver import Resolver, resolving, tokens

Conn = psycopg.AsyncConnection[Any]
GERMAN, JAPANESE = "130.149.7.1", "133.11.0.1"
BOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
LINK = '<a href="https://db-ip.com" rel="noopener noreferrer">IP Geolocation by DB-IP</a>'
PROXY = ("127.0.0.1/32",)

pytestmark = pytest.mark.usefixtures("worker")


async def path_of_a_page(api: Api) -> str:
    """A page with one market, Germany, which is the brand's default too."""
    note = content_pb2.LocalText(language="de", text="Nicht für Kinder.")
    made = await api.content.CreateMarketPack(
        pb.CreateMarketPackRequest(request_id=str(uuid4()), market="DE", languages=["de"], disclaimers=[note]),
        metadata=api.metadata,
    )
    publish = pb.PublishMarketPackRequest(market_pack_id=made.market_pack.market_pack_id)
    await api.content.PublishMarketPack(publish, metadata=api.metadata)
    change = brand_service_pb2.UpdateBrandRequest(change=brand_service_pb2.BrandChange(default_market="DE"))
    change.update_mask.paths.append("default_market")
    await api.brands.UpdateBrand(change, metadata=api.metadata)
    (token,) = await tokens(api, 1)
    return f"/01/{GTIN}/21/{token.code}"


async def page(resolver: Resolver, path: str, address: str, **more: str) -> str:
    answer = await resolver.ask(f"/p{path}", X_Forwarded_For=address, **more)
    assert answer.status == 200
    return answer.text


async def test_the_embedded_file_chooses_the_market_and_its_makers_are_named(
    server: Installation, api: Api, conn: Conn
) -> None:
    path = await path_of_a_page(api)
    async with resolving(server, geo_file=None, trusted_proxies=PROXY) as resolver:
        # The same market either way, so that nothing but the link differs; asked in turns, as pages are kept.
        for _ in range(2):
            chosen = await page(resolver, path, GERMAN)
            assert ("Nicht für Kinder." in chosen, LINK in chosen) == (True, True)
            usual = await page(resolver, path, JAPANESE)
            assert ("Nicht für Kinder." in usual, LINK in usual) == (True, False)
        assert LINK in await page(resolver, path, GERMAN, agent=BOT)
        assert LINK not in await page(resolver, path, JAPANESE, agent=BOT)
        for address in (GERMAN, JAPANESE, "2001:620::1"):
            await resolver.ask(path, X_Forwarded_For=address)
    assert await countries(conn) == ["CH", "DE", "JP"]


async def test_a_file_of_the_operators_owes_no_link(server: Installation, api: Api, conn: Conn, tmp_path: Path) -> None:
    path, file = await path_of_a_page(api), tmp_path / "own.mmdb"
    file.write_bytes(mmdb({"133.11.0.0/16": {"country": {"iso_code": "DE"}}}))
    async with resolving(server, geo_file=file, trusted_proxies=PROXY) as resolver:
        for address in (GERMAN, JAPANESE):
            assert "db-ip" not in await page(resolver, path, address)
            await resolver.ask(path, X_Forwarded_For=address)
    assert await countries(conn) == ["DE", None]


async def test_none_looks_nothing_up(server: Installation, api: Api, conn: Conn) -> None:
    path = await path_of_a_page(api)
    async with resolving(server, geo_file="none", trusted_proxies=PROXY) as resolver:
        assert "db-ip" not in await page(resolver, path, GERMAN)
        await resolver.ask(path, X_Forwarded_For=GERMAN)
    assert await countries(conn) == [None]


async def countries(conn: Conn) -> list[str | None]:
    found = await (await conn.execute("SELECT country FROM scans ORDER BY country")).fetchall()
    return [country for (country,) in found]
