"""`hallmint brands`, `products`, `product` and `stats`."""

import json
from typing import Annotated

import typer
from google.protobuf.json_format import MessageToDict
from rich.tree import Tree

from hallmint.v1 import catalog_service_pb2
from hallmint_client.cli.command import Session, command
from hallmint_client.cli.option import Limit, PageToken
from hallmint_client.cli.table import Column, details, state
from hallmint_client.cli.text import clean, time, word


@command
async def brands(session: Session, *, limit: Limit = 50, page: PageToken = "") -> None:
    """List the brands of this installation."""
    answer = await session.client.list_brands(page_size=limit, page_token=page)
    screen = session.screen
    if screen.json:
        screen.document(answer)
        return
    rows = answer.brands
    if not rows:
        screen.note("no brands yet; `make demo` loads one")
        return
    screen.table(
        Column(title="SLUG", cells=[row.slug for row in rows]),
        Column(title="NAME", cells=[row.name for row in rows]),
        Column(title="GS1", cells=["yes" if row.gs1_ready else "no" for row in rows], rank=3),
        Column(title="STATE", cells=["suspended" if row.suspended else "" for row in rows], rank=2),
        Column(title="URLS BEGIN", cells=[row.resolver_base_url for row in rows], rank=1),
        Column(title="ID", cells=[row.brand_id for row in rows], rank=4),
    )
    if answer.next_page_token:
        screen.note(f"more: hallmint brands --limit {limit} --page {answer.next_page_token}")


@command
async def products(session: Session, *, limit: Limit = 50, page: PageToken = "") -> None:
    """List the brand's products."""
    answer = await session.client.list_products(page_size=limit, page_token=page)
    screen = session.screen
    if screen.json:
        screen.document(answer)
        return
    rows = answer.products
    if not rows:
        screen.note("no products")
        return
    screen.table(
        Column(title="SKU", cells=[row.sku for row in rows]),
        Column(title="STATUS", cells=[state(word(row, "commercial_status")) for row in rows]),
        Column(title="GTIN", cells=[row.gtin for row in rows], rank=2),
        Column(title="GROUP", cells=[word(row, "group") for row in rows], rank=3),
        Column(title="REVISION", cells=[f"{row.revision:,}" for row in rows], right=True, rank=4),
        Column(title="NAME", cells=[row.name for row in rows], rank=1),
    )
    if answer.next_page_token:
        screen.note(f"more: hallmint products --limit {limit} --page {answer.next_page_token}")


@command
async def product(session: Session, *, sku: Annotated[str, typer.Argument(metavar="SKU", help="The product.")]) -> None:
    """Show one product with its passport data."""
    found = await session.client.get_product(sku=sku)
    screen = session.screen
    if screen.json:
        screen.document(catalog_service_pb2.GetProductResponse(product=found))
        return
    screen.print(
        details(
            [
                ("SKU", found.sku),
                ("name", found.name),
                ("status", state(word(found, "commercial_status"))),
                ("group", word(found, "group")),
                ("GTIN", found.gtin),
                ("revision", f"{found.revision:,}"),
                ("created", time(found, "created_at")),
                ("id", found.product_id),
            ]
        )
    )
    attributes = MessageToDict(found.attributes)
    if attributes:
        tree = Tree("passport data")
        _grow(tree, attributes)
        screen.print("", tree)


@command
async def stats(session: Session) -> None:
    """Show the brand's counters."""
    answer = await session.client.get_stats()
    screen = session.screen
    if screen.json:
        screen.document(answer)
        return
    counts = [
        ("tokens minted", answer.tokens_minted),
        ("tokens active", answer.tokens_active),
        ("tokens revoked", answer.tokens_revoked),
        ("batches", answer.batches_created),
        ("batches running", answer.batches_running),
    ]
    width = max(len(f"{number:,}") for _, number in counts)
    screen.print(details([(name, f"{number:>{width},}") for name, number in counts]))


def _grow(tree: Tree, values: dict[str, object]) -> None:
    """Hang a JSON object into a tree: a branch for each object and each list of objects, a leaf for everything else."""
    for name, value in sorted(values.items()):  # a Struct has no order of its own
        label = clean(name).replace("_", " ")
        if isinstance(value, dict):
            _grow(tree.add(label), value)
        elif isinstance(value, list) and any(isinstance(each, dict) for each in value):
            branch = tree.add(label)
            for place, each in enumerate(value, 1):
                if isinstance(each, dict) and any(isinstance(inner, dict | list) for inner in each.values()):
                    _grow(branch.add(str(place)), each)
                else:
                    branch.add(_leaf(each))
        else:
            tree.add(f"{label}: {_leaf(value)}")


def _leaf(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{clean(name).replace('_', ' ')}: {_leaf(each)}" for name, each in sorted(value.items()))
    if isinstance(value, list):
        return "; ".join(_leaf(each) for each in value) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.15g}"
    return clean(value) if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
