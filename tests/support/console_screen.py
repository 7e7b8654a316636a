"""Screens of the console for the documentation: `make screens` writes docs/screens/console-*.png.

A real installation with the demo's brand is looked at in chromium, as wide as a desk's screen and as a phone.
"""

import asyncio
import io
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Literal
from uuid import UUID, uuid4

import psycopg
from PIL import Image

from hallmint.v1 import (
    catalog_service_pb2,
    content_service_pb2,
    export_pb2,
    export_service_pb2,
    minting_service_pb2,
    product_pb2,
)
from hallmint_server.db.embedded import EmbeddedPostgres
from hallmint_server.db.migrate import migrate
from hallmint_server.demo.catalogue import load
from hallmint_server.demo.setup import CREDENTIAL_FILE, OPERATOR_FILE, set_up
from hallmint_server.tenancy.bootstrap import keep
from tests.support import scan_rows
from tests.support.api import Api
from tests.support.console import Tab, chromium, console, shots, tab
from tests.support.installation import Installation, free_port, installation
from tests.support.resolver import resolving
from tests.support.wait import until

_COLOURS = 192  # of a picture's palette: pages have few
_LOOKS: tuple[tuple[str, Literal["light", "dark"]], ...] = (("desktop", "light"), ("phone", "dark"))


async def demo_brand(place: Installation) -> str:
    """Set the demo's brand up by the command line, as `make demo` does; returns its owner's credential."""
    keep(place.home / OPERATOR_FILE, await place.operator())
    program = Path(sys.executable).with_name("hallmint")
    await until(lambda: _is_serving(place), 60, what="the server serves")
    await asyncio.to_thread(set_up, program, place.address, place.home, load())
    return (place.home / CREDENTIAL_FILE).read_text().strip()


def _is_serving(place: Installation) -> bool:
    return "serving " in (place.home.parent / "serve.log").read_text()


async def fill(api: Api, conn: psycopg.AsyncConnection[Any]) -> dict[str, str]:
    """Batches, an export, a revocation and three months of scans; returns addresses by what they show."""
    listed = await api.catalog.ListProducts(catalog_service_pb2.ListProductsRequest(), metadata=api.metadata)
    active = [each for each in listed.products if each.commercial_status == product_pb2.COMMERCIAL_STATUS_ACTIVE]
    first, second = active[0], active[1]
    await api.ended((await api.submit(40_000, sku=second.sku, at_mint=True)).batch_id)
    batch = await api.ended(
        (await api.submit(25_000, sku=first.sku, lots={"2026-11-A": 15_000, "2026-11-B": 10_000})).batch_id
    )
    made = await api.exports.CreateExport(
        export_service_pb2.CreateExportRequest(
            request_id=str(uuid4()), batch_id=batch.batch_id, kind=export_pb2.EXPORT_KIND_QR_PRINT
        ),
        metadata=api.metadata,
    )
    watch = export_service_pb2.WatchExportRequest(export_id=made.export.export_id)
    async for _ in api.exports.WatchExport(watch, metadata=api.metadata):
        pass
    lot = minting_service_pb2.LotRef(batch_id=batch.batch_id, lot_code="2026-11-B")
    await api.minting.RevokeTokens(
        minting_service_pb2.RevokeTokensRequest(request_id=str(uuid4()), reason="Wrong cell chemistry", lot=lot),
        metadata=api.metadata,
    )
    await scans(conn, UUID(first.product_id), batch.batch_no)
    templates = await api.content.ListTemplates(content_service_pb2.ListTemplatesRequest(), metadata=api.metadata)
    packs = await api.content.ListMarketPacks(content_service_pb2.ListMarketPacksRequest(), metadata=api.metadata)
    waiting = await api.submit(1_000_000, sku=first.sku)
    order = f"product={first.product_id}&quantity=25000&identity=lot&lots=2026-12-A,15000%0A2026-12-B,10000"
    return {
        "mint": "/mint",
        "batch": f"/mint/batch/{batch.batch_id}",
        "running": f"/mint/batch/{waiting.batch_id}",
        "tokens": f"/mint/tokens?batch={batch.batch_id}",
        "token": f"/mint/tokens?find={batch.batch_id}/0",
        "exports": "/mint/exports",
        "export": f"/mint/export/{made.export.export_id}",
        "export-new": f"/mint/batch/{batch.batch_id}/export?kind=qr-print&profile=zebra-zpl-203.1",
        "activity": "/mint/activity",
        "chain": "/mint/activity/chain",
        "wizard-product": "/mint/new",
        "wizard-run": f"/mint/new?step=run&{order}",
        "wizard-setup": f"/mint/new?step=setup&{order}",
        "wizard-review": f"/mint/new?step=review&{order}",
        "scans": "/scans?days=30",
        "products": "/products",
        "product": f"/products/{first.product_id}",
        "product-new": "/products/new",
        "import": "/products/import",
        "templates": "/templates",
        "template": f"/templates/{templates.templates[0].template_id}",
        "theme": "/templates/theme",
        "market-packs": "/market-packs",
        "market-pack": f"/market-packs/{packs.market_packs[0].market_pack_id}",
        "team": "/team",
        "invite": "/team/invite",
        "credentials": "/credentials",
        "credential-new": "/credentials/new",
        "settings": "/settings",
        "profiles": "/settings/profiles",
        "profile": "/settings/profile/zebra-zpl-203/1",
        "defaults": "/settings/defaults",
        "log": "/settings/log",
    }


async def scans(conn: psycopg.AsyncConnection[Any], product_id: UUID, batch_no: int) -> None:
    """A quarter in which more and more people scan, fewer on weekdays, and machines come too."""
    row = await (await conn.execute("SELECT brand_id FROM products WHERE product_id = %s", [product_id])).fetchone()
    assert row is not None
    for ago in range(90):
        many = 90 - ago + (40 if (ago + 3) % 7 < 2 else 0)
        for country, device, part in (
            ("DE", "phone", 1.0),
            ("FR", "phone", 0.5),
            ("SE", "tablet", 0.2),
            ("PL", "desktop", 0.15),
            (None, "other", 0.05),
        ):
            times = int(many * part) + 1
            await scan_rows.add(conn, row[0], product_id, ago, times, country=country, device=device)
        await conn.execute(
            "INSERT INTO traffic_counts (day, brand_id, traffic, visits) SELECT current_date - %s, %s, t, n "
            "FROM (VALUES ('person', %s), ('search', 20), ('ai', 11), ('library', 4)) v (t, n)",
            [ago, row[0], 2 * many],
        )
    await scan_rows.add(conn, row[0], product_id, 2, 1, batch_no=batch_no, seq=0, outcome="activated")
    await scan_rows.add(conn, row[0], product_id, 1, 2, batch_no=batch_no, seq=0)
    await conn.execute("SELECT activate_tokens(%s, '{0}')", [[batch_no]])


@asynccontextmanager
async def looked_at() -> AsyncIterator[tuple[str, str, dict[str, str]]]:
    """Where a console is, the credential to sign in with, and addresses of screens."""
    with tempfile.TemporaryDirectory() as folder, EmbeddedPostgres(Path(folder) / "postgres") as postgres:
        await migrate(postgres.dsn)
        home = Path(folder) / "home"
        home.mkdir()
        with installation(postgres.dsn, home, HALLMINT_LOG_LEVEL="warning") as place:
            place.start("serve")
            worker = place.start("worker")
            key = await demo_brand(place)
            connect = psycopg.AsyncConnection.connect(postgres.dsn, autocommit=True)
            async with place.api() as api, await connect as conn:
                api.key = key
                paths = await fill(api, conn)
                # What runs stays as it is while it is looked at.
                await until(lambda: _is_minting(api, paths["running"]), 60, what="a batch is minted")
                worker.kill()
                worker.wait()
                port = free_port()
                page = f"http://127.0.0.1:{port}"
                async with resolving(place, by_address=True, resolver_frame_ancestors=(page,)) as resolver:
                    address = f"http://127.0.0.1:{resolver.port}"
                    async with console(place, port=port, console_resolver_url=address) as (url, _):
                        yield url, key, paths


async def _is_minting(api: Api, path: str) -> bool:
    batch = await api.batch(path.rpartition("/")[2])
    return batch.minted_quantity > batch.quantity // 4


async def shoot(it: Tab, name: str, look: str) -> None:
    """One screen, as large as its window, with few colours."""
    await it.page.wait_for_load_state("networkidle")
    with Image.open(io.BytesIO(await it.page.screenshot())) as picture:
        few = picture.convert("RGB").quantize(_COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        few.save(shots() / f"console-{name}-{look}.png", optimize=True)


async def main() -> None:
    """Write them all."""
    async with looked_at() as (url, key, paths), chromium() as browser:
        for size, scheme in _LOOKS:
            async with tab(browser, url, size=size, scheme=scheme) as it:
                for name in ("sign-in", "invitation"):
                    await it.goto(f"/{name}")
                    await shoot(it, name, size)
                await it.sign_in(key)
                for name, path in paths.items():
                    await it.goto(path)
                    await shoot(it, name, size)
                    print(f"console-{name}-{size}.png", flush=True)


if __name__ == "__main__":
    asyncio.run(main())
