"""`hallmint product schema`."""

import json
from pathlib import Path
from typing import Annotated

import typer

from hallmint.v1 import catalog_service_pb2, product_pb2
from hallmint_client.cli.command import Session, command
from hallmint_client.cli.option import GroupName


def group_value(group: GroupName) -> product_pb2.ProductGroup.ValueType:
    """A group as the API has it."""
    return product_pb2.ProductGroup.Value(f"PRODUCT_GROUP_{group.name}")


@command
async def schema(
    session: Session,
    *,
    group: Annotated[
        GroupName, typer.Argument(metavar="GROUP", help="battery, textile, electronics, furniture, generic.")
    ],
    file: Annotated[
        Path | None,
        typer.Option(
            "--set", metavar="FILE", exists=True, dir_okay=False, help="JSON Schema of what the brand demands besides."
        ),
    ] = None,
    unset: Annotated[bool, typer.Option("--unset", help="Demand no more than the installation does.")] = False,
) -> None:
    """Show what a product group demands, or set what the brand demands beyond that."""
    screen = session.screen
    if file and unset:
        raise typer.BadParameter("--set and --unset exclude each other")
    if file or unset:
        kept = await session.client.set_group_schema(group_value(group), _read(file) if file else "")
        if screen.json:
            screen.document(catalog_service_pb2.SetGroupSchemaResponse(brand_schema=kept))
        elif kept:
            screen.plain(f"{group}: products must now meet what the brand adds, or they cannot be minted")
        else:
            screen.plain(f"{group}: the brand adds nothing")
        return
    answer = await session.client.get_group_schema(group_value(group))
    if screen.json:
        screen.document(answer)
        return
    for title, text in (("what every brand must say", answer.schema), ("what this brand adds", answer.brand_schema)):
        screen.plain(f"# {title}" if text else f"# {title}: nothing")
        for line in _pretty(text):
            screen.plain(line)


def _read(path: Path) -> str:
    try:
        text = path.read_text(encoding="utf-8")
        json.loads(text)
    except (ValueError, RecursionError) as error:
        raise typer.BadParameter(f"--set: {path} is no JSON: {error}") from error
    return text


def _pretty(text: str) -> list[str]:
    if not text:
        return []
    try:
        return json.dumps(json.loads(text), indent=2, ensure_ascii=False).splitlines()
    except ValueError:
        return text.splitlines()
