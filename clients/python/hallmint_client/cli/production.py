"""`hallmint production create`, `list`, `show` and `update`."""

import shlex
from enum import StrEnum
from typing import Annotated
from uuid import UUID

import typer

from hallmint.v1 import production_batch_pb2, production_service_pb2
from hallmint_client.cli.command import Session, command
from hallmint_client.cli.option import Limit, PageToken, RequestId, quantity
from hallmint_client.cli.table import Column, details, state
from hallmint_client.cli.text import time, units, word

production_app = typer.Typer(help="Look after production batches: runs whose quantity no mints together exceed.")


class StatusName(StrEnum):
    """`--status`."""

    PLANNED = "planned"
    READY = "ready"
    CLOSED = "closed"


Which = Annotated[str, typer.Argument(metavar="NUMBER", help="The production batch: its number, or its id.")]
Units = typer.Option(metavar="UNITS", parser=quantity, help="Units: 1 to 2,000,000,000.")
Day = typer.Option(metavar="YYYY-MM-DD", help="The day of production.")
Facility = typer.Option(metavar="TEXT", help="Where it is made: a name, or an id such as a GLN.")


@command
async def create(
    session: Session,
    *,
    number: Annotated[str, typer.Option(metavar="TEXT", help="The run's number, unique in the brand.")],
    product: Annotated[str, typer.Option(metavar="SKU", help="What is made.")],
    date: Annotated[str, Day],
    quantity: Annotated[int, Units],
    facility: Annotated[str, Facility] = "",
    status: Annotated[StatusName, typer.Option(help="Only a ready one can be minted.")] = StatusName.PLANNED,
    request_id: RequestId = None,
) -> None:
    """Make a production batch."""
    made = await session.client.create_production_batch(
        number=number,
        sku=product,
        production_date=date,
        quantity=quantity,
        facility=facility,
        status=_wire(status),
        request_id=request_id,
    )
    if session.screen.json:
        session.screen.document(production_service_pb2.CreateProductionBatchResponse(production_batch=made))
        return
    _show(session, made)


@command
async def listing(
    session: Session,
    *,
    product: Annotated[str, typer.Option(metavar="SKU", help="Only those of this product.")] = "",
    status: Annotated[StatusName | None, typer.Option(help="Only these.")] = None,
    limit: Limit = 50,
    page: PageToken = "",
) -> None:
    """List the brand's production batches, by number."""
    wanted = _wire(status) if status else production_batch_pb2.PRODUCTION_STATUS_UNSPECIFIED
    answer = await session.client.list_production_batches(sku=product, status=wanted, page_size=limit, page_token=page)
    screen = session.screen
    if screen.json:
        screen.document(answer)
        return
    rows = answer.production_batches
    if not rows:
        screen.note("no production batches")
        return
    screen.table(
        Column(title="NUMBER", cells=[row.number for row in rows]),
        Column(title="STATUS", cells=[state(word(row, "status")) for row in rows]),
        Column(title="SKU", cells=[row.sku for row in rows], rank=1),
        Column(title="TAKEN", cells=[f"{row.taken_quantity:,}" for row in rows], right=True, rank=2),
        Column(title="UNITS", cells=[f"{row.quantity:,}" for row in rows], right=True),
        Column(title="DATE", cells=[row.production_date for row in rows], rank=3),
        Column(title="FACILITY", cells=[row.facility for row in rows], rank=5),
        Column(title="ID", cells=[row.production_batch_id for row in rows], rank=4),
    )
    if answer.next_page_token:
        flags = (f" --product {shlex.quote(product)}" if product else "") + (f" --status {status}" if status else "")
        screen.note(f"more: hallmint production list{flags} --limit {limit} --page {answer.next_page_token}")


@command
async def show(session: Session, *, which: Which) -> None:
    """Show one production batch."""
    found = await _find(session, which)
    if session.screen.json:
        session.screen.document(production_service_pb2.GetProductionBatchResponse(production_batch=found))
        return
    _show(session, found)


@command
async def update(
    session: Session,
    *,
    which: Which,
    number: Annotated[str | None, typer.Option(metavar="TEXT", help="Its new number.")] = None,
    date: Annotated[str | None, Day] = None,
    quantity: Annotated[int | None, Units] = None,
    facility: Annotated[str | None, Facility] = None,
    status: Annotated[StatusName | None, typer.Option(help="Only a ready one can be minted.")] = None,
) -> None:
    """Change what is given of a production batch; its product stays."""
    if all(value is None for value in (number, date, quantity, facility, status)):
        raise typer.BadParameter("name what to change: --number, --date, --quantity, --facility or --status")
    found = await _find(session, which)
    changed = await session.client.update_production_batch(
        found.production_batch_id,
        number=number,
        production_date=date,
        quantity=quantity,
        facility=facility,
        status=_wire(status) if status else None,
    )
    if session.screen.json:
        session.screen.document(production_service_pb2.UpdateProductionBatchResponse(production_batch=changed))
        return
    _show(session, changed)


production_app.command("create")(create)
production_app.command("list")(listing)
production_app.command("show")(show)
production_app.command("update")(update)


async def _find(session: Session, which: str) -> production_batch_pb2.ProductionBatch:
    try:
        named = str(UUID(which))
    except ValueError:
        return await session.client.get_production_batch(number=which)
    return await session.client.get_production_batch(production_batch_id=named)


def _wire(status: StatusName) -> production_batch_pb2.ProductionStatus.ValueType:
    return production_batch_pb2.ProductionStatus.Value(f"PRODUCTION_STATUS_{status.name}")


def _show(session: Session, found: production_batch_pb2.ProductionBatch) -> None:
    session.screen.print(
        details(
            [
                ("number", found.number),
                ("status", state(word(found, "status"))),
                ("product", found.sku),
                ("taken", f"{found.taken_quantity:,} of {units(found.quantity)}"),
                ("date", found.production_date),
                ("facility", found.facility),
                ("created", time(found, "created_at")),
                ("id", found.production_batch_id),
            ]
        )
    )
