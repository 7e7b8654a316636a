"""`hallmint product create`, `show`, `list` and `update`; `preview`, `import` and `schema` have files of their own."""

import json
import shlex
from pathlib import Path
from typing import Annotated, Any

import typer

from hallmint.v1 import catalog_service_pb2, product_pb2
from hallmint_client.cli.command import Session, command
from hallmint_client.cli.option import CommercialStatusName, GroupName, Limit, PageToken, RequestId
from hallmint_client.cli.product_import import import_command
from hallmint_client.cli.product_preview import preview
from hallmint_client.cli.product_schema import group_value, schema
from hallmint_client.cli.table import Column, details, state
from hallmint_client.cli.text import time, word
from hallmint_client.cli.tree import tree

product_app = typer.Typer(help="Look after products: what is passported, and what a passport must say.")

Sku = Annotated[str, typer.Argument(metavar="SKU", help="The product.")]
Gtin = typer.Option(metavar="GTIN", help="8, 12, 13 or 14 digits.")
Prefix = typer.Option(
    "--prefix-length", metavar="N", help="Digits of the GTIN that are the GS1 company prefix: 4 to 12."
)
Confirm = typer.Option(
    "--confirm-activation/--no-confirm-activation", help="Whether a first scan asks, by a button, before it activates."
)
Attributes = typer.Option(
    metavar="FILE", exists=True, dir_okay=False, help="The passport data: a JSON object. Replaces all that there is."
)


def read_assignment(text: str) -> tuple[str, Any]:
    """Read `NAME=VALUE`: a value that is JSON is taken as such, everything else as text."""
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise typer.BadParameter(f"{text!r} is not NAME=VALUE, as in weight_kg=2.5")
    try:
        return name, json.loads(value, parse_constant=_no_number)
    except ValueError:
        return name, value


@command
async def create(
    session: Session,
    *,
    sku: Sku,
    name: Annotated[str, typer.Option(metavar="TEXT", help="1 to 200 characters.")],
    group: Annotated[GroupName, typer.Option(help="Its regulated group: what its passport must say.")],
    gtin: Annotated[str, Gtin] = "",
    prefix_length: Annotated[int, Prefix] = 0,
    confirm_activation: Annotated[bool, Confirm] = False,
    status: Annotated[CommercialStatusName, typer.Option(help="Whether it is on sale.")] = CommercialStatusName.DRAFT,
    attributes: Annotated[Path | None, Attributes] = None,
    request_id: RequestId = None,
) -> None:
    """Make a product."""
    made = await session.client.create_product(
        sku=sku,
        name=name,
        group=group_value(group),
        gtin=gtin,
        company_prefix_length=prefix_length,
        confirm_activation=confirm_activation,
        commercial_status=_status(status),
        attributes=_read(attributes) if attributes else None,
        request_id=request_id,
    )
    _answer(session, made)


@command
async def show(session: Session, *, sku: Sku) -> None:
    """Show one product with its passport data, and what keeps it from being ready."""
    found = await session.client.get_product(sku=sku)
    if session.screen.json:
        session.screen.document(catalog_service_pb2.GetProductResponse(product=found))
        return
    _show(session, found)
    if found.attributes.fields:
        session.screen.print("", tree("passport data", found.attributes))


@command
async def listing(
    session: Session,
    *,
    query: Annotated[str, typer.Option(metavar="TEXT", help="SKU or GTIN begins with it, or name holds it.")] = "",
    status: Annotated[CommercialStatusName | None, typer.Option(help="Only these.")] = None,
    group: Annotated[GroupName | None, typer.Option(help="Only this group.")] = None,
    limit: Limit = 50,
    page: PageToken = "",
) -> None:
    """List the brand's products."""
    answer = await session.client.list_products(
        query=query,
        commercial_status=_status(status) if status else product_pb2.COMMERCIAL_STATUS_UNSPECIFIED,
        group=group_value(group) if group else product_pb2.PRODUCT_GROUP_UNSPECIFIED,
        page_size=limit,
        page_token=page,
    )
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
        Column(title="PASSPORT", cells=[state(word(row, "readiness")) for row in rows], rank=1),
        Column(title="GTIN", cells=[row.gtin for row in rows], rank=3),
        Column(title="GROUP", cells=[word(row, "group") for row in rows], rank=4),
        Column(title="REVISION", cells=[f"{row.revision:,}" for row in rows], right=True, rank=5),
        Column(title="NAME", cells=[row.name for row in rows], rank=2),
    )
    if answer.next_page_token:
        flags = (f" --query {shlex.quote(query)}" if query else "") + (f" --status {status}" if status else "")
        flags += f" --group {group}" if group else ""
        screen.note(f"more: hallmint products{flags} --limit {limit} --page {answer.next_page_token}")


@command
async def update(
    session: Session,
    *,
    sku: Sku,
    new_sku: Annotated[str | None, typer.Option(metavar="SKU", help="Its new SKU.")] = None,
    name: Annotated[str | None, typer.Option(metavar="TEXT", help="1 to 200 characters.")] = None,
    group: Annotated[GroupName | None, typer.Option(help="Its regulated group.")] = None,
    gtin: Annotated[str | None, Gtin] = None,
    prefix_length: Annotated[int | None, Prefix] = None,
    confirm_activation: Annotated[bool | None, Confirm] = None,
    status: Annotated[CommercialStatusName | None, typer.Option(help="Whether it is on sale.")] = None,
    attributes: Annotated[Path | None, Attributes] = None,
    assign: Annotated[
        list[Any] | None,
        typer.Option(
            "--set", metavar="NAME=VALUE", parser=read_assignment, help="One attribute: JSON, or else text. Repeatable."
        ),
    ] = None,
    unset: Annotated[list[str] | None, typer.Option("--unset", metavar="NAME", help="Take an attribute away.")] = None,
    expected_revision: Annotated[
        int | None, typer.Option("--revision", metavar="N", min=1, help="Change nothing if it is no longer this one.")
    ] = None,
) -> None:
    """Change what is given of a product: its next revision."""
    given = (new_sku, name, group, gtin, prefix_length, confirm_activation, status, attributes, assign, unset)
    if all(value is None for value in given):
        raise typer.BadParameter("name what to change, as in --name or --set")
    if attributes and (assign or unset):
        raise typer.BadParameter("--attributes replaces everything: leave --set and --unset out")
    changed = await session.client.update_product(
        sku=sku,
        expected_revision=expected_revision or 0,
        new_sku=new_sku,
        name=name,
        group=group_value(group) if group else None,
        gtin=gtin,
        company_prefix_length=prefix_length,
        confirm_activation=confirm_activation,
        commercial_status=_status(status) if status else None,
        attributes=_read(attributes) if attributes else None,
        set_attributes=dict(assign or []),
        remove_attributes=unset or (),
    )
    _answer(session, changed)


product_app.command("create")(create)
product_app.command("show")(show)
product_app.command("list")(listing)
product_app.command("update")(update)
product_app.command("preview")(preview)
product_app.command("import")(import_command)
product_app.command("schema")(schema)


def _status(status: CommercialStatusName) -> product_pb2.CommercialStatus.ValueType:
    return product_pb2.CommercialStatus.Value(f"COMMERCIAL_STATUS_{status.name}")


def _read(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"), parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise typer.BadParameter(f"--attributes: {path} is no JSON: {error}") from error
    if not isinstance(found, dict):
        raise typer.BadParameter(f"--attributes: {path} holds no JSON object")
    return found


def _no_number(text: str) -> None:
    raise ValueError(f"{text} is no number of JSON")


def _answer(
    session: Session, answer: catalog_service_pb2.CreateProductResponse | catalog_service_pb2.UpdateProductResponse
) -> None:
    if session.screen.json:
        session.screen.document(answer)
        return
    _show(session, answer.product)
    for note in answer.notes:
        session.screen.note(note)


def _show(session: Session, found: product_pb2.Product) -> None:
    screen = session.screen
    screen.print(
        details(
            [
                ("SKU", found.sku),
                ("name", found.name),
                ("status", state(word(found, "commercial_status"))),
                ("passport", state(word(found, "readiness"))),
                ("group", word(found, "group")),
                ("GTIN", found.gtin),
                ("GS1 prefix", f"{found.company_prefix_length} digits" if found.company_prefix_length else ""),
                ("first scan", "asks before it activates" if found.confirm_activation else "activates"),
                ("revision", f"{found.revision:,}"),
                ("created", time(found, "created_at")),
                ("updated", time(found, "updated_at")),
                ("id", found.product_id),
            ]
        )
    )
    if found.field_problems:
        problems = found.field_problems
        screen.print("")
        screen.table(
            Column(title="NOT READY", cells=[each.path for each in problems]),
            Column(title="WHY", cells=[word(each, "kind") for each in problems]),
            Column(title="WHAT IT TAKES", cells=[each.description for each in problems], rank=1),
        )
