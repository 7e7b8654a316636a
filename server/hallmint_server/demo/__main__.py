"""The demo: loads the catalogue, mints with the `hallmint` command, and shows what was made and how to trust it."""

import asyncio
import base64
import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from rich.console import Console
from rich.panel import Panel
from rich.table import Table

from hallmint_server import settings
from hallmint_server.catalog import store
from hallmint_server.catalog.model import CommercialStatus, NewBrand, NewProduct, ProductGroup
from hallmint_server.catalog.service import CatalogService
from hallmint_server.db.pool import open_pool
from hallmint_server.db.request import OPERATOR, RequestKey
from hallmint_server.demo.catalogue import Catalogue, load

_NAMESPACE = UUID("7f1c6a52-3a57-4c8e-9c55-0f3e6a7f9d10")
_MILLION = 1_000_000

console = Console(highlight=False)


def main() -> int:
    """Run the demo against the server named on the command line; returns the exit code."""
    address, quantity = sys.argv[1], int(sys.argv[2])
    catalogue = load()
    asyncio.run(_load(settings.read().dsn(), catalogue))
    product = next(p for p in catalogue.products if p.commercial_status == CommercialStatus.ACTIVE)
    brand = catalogue.brand.slug
    console.print(f"minting [bold]{quantity:,}[/] tokens of {product.sku}, {product.name}\n")
    hallmint = [str(Path(sys.executable).with_name("hallmint")), "--server", address, "--brand", brand]
    mint = [*hallmint, "mint", "--product", product.sku, "--quantity", str(quantity), "--watch"]
    code = subprocess.run(mint, check=False).returncode  # noqa: S603 - our own program
    if code:
        return code
    batch = _json(hallmint, "batches", "--limit", "1")["batches"][0]
    tokens = _json(hallmint, "tokens", batch["batch_id"], "--page-size", "3")["tokens"]
    _show(hallmint, batch, tokens)
    _advise(address, batch, tokens, has_ended="--exit" in sys.argv)
    return 0


async def _load(dsn: str, catalogue: Catalogue) -> None:
    async with open_pool(dsn, max_size=2) as pool:
        service = CatalogService(pool, default_base_url=catalogue.brand.resolver_base_url)
        async with pool.connection() as conn:
            brand = await store.find_brand(conn, catalogue.brand.slug)
        if brand is None:
            new = NewBrand(
                slug=catalogue.brand.slug,
                name=catalogue.brand.name,
                gs1_ready=catalogue.brand.gs1_ready,
                resolver_base_url=catalogue.brand.resolver_base_url,
            )
            brand = await service.create_brand(new, _key(OPERATOR, "CreateBrand", new.slug), actor="demo")
        for product in catalogue.products:
            async with pool.connection() as conn:
                if await store.find_product(conn, brand.brand_id, product.sku):
                    continue
            await service.create_product(
                brand,
                NewProduct(
                    sku=product.sku,
                    gtin=product.gtin,
                    name=product.name,
                    group=ProductGroup(product.group),
                    commercial_status=CommercialStatus(product.commercial_status),
                    attributes=dict(product.attributes),
                ),
                _key(brand.brand_id, "CreateProduct", product.sku),
                actor="demo",
            )


def _key(brand_id: UUID, method: str, name: str) -> RequestKey:
    return RequestKey(brand_id=brand_id, method=method, request_id=uuid5(_NAMESPACE, name), digest=name.encode())


def _json(hallmint: list[str], *arguments: str) -> Any:
    done = subprocess.run([*hallmint, "--json", *arguments], check=True, capture_output=True)  # noqa: S603 - our own program
    return json.loads(done.stdout)


def _show(hallmint: list[str], batch: dict[str, Any], tokens: list[dict[str, Any]]) -> None:
    """What was made, and how fast."""
    seconds = (_time(batch["ended_at"]) - _time(batch["created_at"])).total_seconds()
    units = int(batch["minted_quantity"])
    facts = Table.grid(padding=(0, 2))
    facts.add_row("minted", f"[bold]{units:,}[/] tokens in [bold]{seconds:.2f} s[/], {units / seconds:,.0f} a second")
    facts.add_row("batch", batch["batch_id"])
    facts.add_row("root", f"{base64.b64decode(batch['root']).hex()}  (SHA-256 tree over every token)")
    for token in tokens:
        facts.add_row(f"token {token.get('seq', 0)}", token["resolver_url"])
    console.print(Panel(facts, title="a million identities" if units == _MILLION else "done", expand=False))
    console.print("\nthe first one, as a carrier shows it:\n")
    subprocess.run([*hallmint, "token", tokens[0]["resolver_url"]], check=True)  # noqa: S603 - our own program


def _advise(address: str, batch: dict[str, Any], tokens: list[dict[str, Any]], *, has_ended: bool) -> None:
    brand = load().brand.slug
    first, last = tokens[0], tokens[-1]
    where = "once it serves again (`make demo`)" if has_ended else "in another terminal"
    console.print(
        f"""
what to try next, {where}:
  export PATH={Path(sys.executable).parent}:$PATH
  export HALLMINT_BRAND={brand} HALLMINT_SERVER={address} HALLMINT_HOME={settings.read().home.resolve()}
  hallmint products                 the catalogue; a mint refuses two of them, and says why
  hallmint tokens {batch["batch_id"]}
  hallmint token {first["code"].lower()}   a code as somebody types it
  hallmint revoke {last["code"]} --reason "returned"
  hallmint mint --product {batch["sku"]} --lot A-1=600 --lot A-2=400 --watch
  hallmint stats
  hallmint-server fsck              checks every token from the rows up""",
        soft_wrap=True,
    )


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)


if __name__ == "__main__":
    sys.exit(main())
