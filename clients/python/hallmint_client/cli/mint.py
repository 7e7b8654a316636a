"""`hallmint mint`."""

from typing import Annotated
from uuid import UUID

import grpc
import typer

from hallmint.v1 import batch_pb2, error_reason_pb2, minting_service_pb2, product_pb2
from hallmint_client.cli.command import Session, command
from hallmint_client.cli.exit import ExitCode
from hallmint_client.cli.follow import follow_batch
from hallmint_client.cli.option import ActivationName, RequestId, Watch
from hallmint_client.cli.option import quantity as read_quantity
from hallmint_client.cli.table import details
from hallmint_client.cli.text import name, units, word
from hallmint_client.error import HallmintError, Violation

_ACTIVATION = {
    ActivationName.FIRST_SCAN: batch_pb2.ACTIVATION_MODE_FIRST_SCAN,
    ActivationName.AT_MINT: batch_pb2.ACTIVATION_MODE_AT_MINT,
}
_UNKNOWN = {
    error_reason_pb2.ERROR_REASON_PRODUCT_NOT_FOUND,
    error_reason_pb2.ERROR_REASON_PRODUCTION_BATCH_NOT_FOUND,
}


def read_lot(text: str) -> batch_pb2.LotQuantity:
    """Read `CODE=QTY`; a code may hold `=` itself."""
    code, equals, number = text.rpartition("=")
    if not equals:
        raise typer.BadParameter(f"{text!r} is not CODE=QTY, as in L2026-01=500")
    return batch_pb2.LotQuantity(lot_code=code, quantity=read_quantity(number))


@command
async def mint(
    session: Session,
    *,
    product: Annotated[str, typer.Option("--product", metavar="SKU", help="What to mint.")],
    quantity: Annotated[
        int | None,
        typer.Option(
            "--quantity", metavar="N", parser=read_quantity, help="Units, 1 to 1,000,000; with lots: their sum."
        ),
    ] = None,
    lot: Annotated[
        list[batch_pb2.LotQuantity] | None,
        typer.Option(
            "--lot", metavar="CODE=QTY", parser=read_lot, help="A lot and its units; up to 100 times, in order."
        ),
    ] = None,
    activation: Annotated[
        ActivationName, typer.Option("--activation", help="When a token becomes active.")
    ] = ActivationName.FIRST_SCAN,
    production_batch: Annotated[
        str,
        typer.Option("--production-batch", metavar="NUMBER", help="The production batch it counts against, or its id."),
    ] = "",
    watch: Watch = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only ask whether it would be accepted; nothing is written.")
    ] = False,
    request_id: RequestId = None,
) -> None:
    """Mint tokens: hand a batch to the workers, and with --watch see it through."""
    lots = lot or []
    if quantity is None and not lots:
        raise typer.BadParameter("say how many: --quantity N, or --lot CODE=QTY")
    if watch and dry_run:
        raise typer.BadParameter("--watch and --dry-run exclude each other")
    total = sum(each.quantity for each in lots) if quantity is None else quantity
    if total >= 2**31:
        raise typer.BadParameter(f"{total:,} units are more than any batch can hold")
    spec = minting_service_pb2.MintSpec(
        product=product_pb2.ProductRef(sku=product),
        quantity=total,
        identity_mode=batch_pb2.IDENTITY_MODE_LOT if lots else batch_pb2.IDENTITY_MODE_SERIAL,
        activation_mode=_ACTIVATION[activation],
        lots=lots,
        production_batch_id=await _run_id(session, production_batch) if production_batch else "",
    )
    if dry_run:
        await _preflight(session, spec)
        return
    batch = await session.client.submit_mint(spec, request_id=request_id)
    if session.screen.json:
        answer = minting_service_pb2.SubmitMintResponse(batch=batch)
        if watch:
            session.screen.line(answer)
        else:
            session.screen.document(answer)
    else:
        session.screen.print(f"batch {batch.batch_id}: {units(batch.quantity)} of {batch.sku}, {word(batch, 'state')}")
    if watch:
        await follow_batch(session, batch)
    else:
        session.screen.note(f"follow it: hallmint batch {batch.batch_id} --watch")


async def _run_id(session: Session, which: str) -> str:
    try:
        return str(UUID(which))
    except ValueError:
        return (await session.client.get_production_batch(number=which)).production_batch_id


async def _preflight(session: Session, spec: minting_service_pb2.MintSpec) -> None:
    answer = await session.client.preflight_mint(spec)
    if session.screen.json:
        session.screen.document(answer)
        if answer.violations:
            raise typer.Exit(ExitCode.REFUSED)
        return
    if answer.violations:
        violations = [
            Violation(reason=name(found, "reason"), field=found.field, description=found.description)
            for found in answer.violations
        ]
        unknown = answer.violations[0].reason in _UNKNOWN
        raise HallmintError(
            violations[0].description,
            reason=violations[0].reason,
            code=grpc.StatusCode.NOT_FOUND if unknown else grpc.StatusCode.FAILED_PRECONDITION,
            violations=violations,
        )
    session.screen.print(
        f"would be accepted: {units(spec.quantity)} of {spec.product.sku}; nothing was written",
        details([("a URL will be like", answer.sample_resolver_url)]),
    )
