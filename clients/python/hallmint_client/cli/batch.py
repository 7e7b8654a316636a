"""`hallmint batches`, `batch`, `cancel` and `resume`."""

import shlex
from typing import Annotated

import typer
from rich.text import Text

from hallmint.v1 import batch_pb2, minting_service_pb2
from hallmint_client.cli.command import Session, command
from hallmint_client.cli.follow import follow_batch, summary
from hallmint_client.cli.option import (
    ActivationName,
    BatchId,
    BatchStateName,
    IdentityName,
    Limit,
    PageToken,
    Watch,
)
from hallmint_client.cli.table import Column, details, state
from hallmint_client.cli.text import percent, time, units, word


@command
async def batches(
    session: Session,
    *,
    state: Annotated[BatchStateName | None, typer.Option("--state", help="Only these.")] = None,
    product: Annotated[str, typer.Option("--product", metavar="SKU", help="Only those of this product.")] = "",
    identity: Annotated[IdentityName | None, typer.Option(help="Only these.")] = None,
    activation: Annotated[ActivationName | None, typer.Option(help="Only these.")] = None,
    limit: Limit = 50,
    page: PageToken = "",
) -> None:
    """List the brand's batches, newest first."""
    answer = await session.client.list_batches(
        state=batch_pb2.BatchState.Value(f"BATCH_STATE_{state.name if state else 'UNSPECIFIED'}"),
        product_id=(await session.client.get_product(sku=product)).product_id if product else "",
        identity_mode=batch_pb2.IdentityMode.Value(f"IDENTITY_MODE_{identity.name if identity else 'UNSPECIFIED'}"),
        activation_mode=batch_pb2.ActivationMode.Value(
            f"ACTIVATION_MODE_{activation.name if activation else 'UNSPECIFIED'}"
        ),
        page_size=limit,
        page_token=page,
    )
    screen = session.screen
    if screen.json:
        screen.document(answer)
        return
    rows = answer.batches
    if not rows:
        screen.note("no batches; make one: hallmint mint --product SKU --quantity 1000")
        return
    screen.table(
        Column(title="BATCH", cells=[row.batch_id for row in rows]),
        Column(title="SKU", cells=[row.sku for row in rows], rank=1),
        Column(title="STATE", cells=[_state(row) for row in rows]),
        Column(title="UNITS", cells=[f"{row.quantity:,}" for row in rows], right=True, rank=2),
        Column(title="REVOKED", cells=[f"{row.revoked_quantity:,}" for row in rows], right=True, rank=4),
        Column(title="SUBMITTED", cells=[time(row, "created_at") for row in rows], rank=3),
    )
    if answer.next_page_token:
        given = {"state": state, "product": shlex.quote(product) if product else "", "identity": identity}
        flags = "".join(f" --{name} {value}" for name, value in (given | {"activation": activation}).items() if value)
        screen.note(f"more: hallmint batches{flags} --limit {limit} --page {answer.next_page_token}")


@command
async def batch(session: Session, *, batch_id: BatchId, watch: Watch = False) -> None:
    """Show one batch with its lots and revocations; with --watch follow it until it ends."""
    answer = await session.client.get_batch(batch_id)
    if watch:
        await follow_batch(session, answer.batch)
    elif session.screen.json:
        session.screen.document(answer)
    else:
        _show(session, answer)


@command
async def cancel(session: Session, *, batch_id: BatchId) -> None:
    """End a queued or processing batch. Units minted before stay valid."""
    ended = await session.client.cancel_batch(batch_id)
    if session.screen.json:
        session.screen.document(minting_service_pb2.CancelBatchResponse(batch=ended))
        return
    kept = f"; {units(ended.minted_quantity)} minted before stay valid" if ended.minted_quantity else ""
    session.screen.print(f"batch {ended.batch_id} is cancelled{kept}")


@command
async def resume(session: Session, *, batch_id: BatchId, watch: Watch = False) -> None:
    """Queue a failed batch again at its next unit; with --watch see it through."""
    queued = await session.client.resume_batch(batch_id)
    if session.screen.json:
        answer = minting_service_pb2.ResumeBatchResponse(batch=queued)
        if watch:
            session.screen.line(answer)
        else:
            session.screen.document(answer)
    else:
        where = f"{queued.minted_quantity:,} of {units(queued.quantity)} minted"
        session.screen.print(f"batch {queued.batch_id} is {word(queued, 'state')} again; {where}")
    if watch:
        await follow_batch(session, queued)
    else:
        session.screen.note(f"follow it: hallmint batch {queued.batch_id} --watch")


def _state(row: batch_pb2.Batch) -> Text:
    """`processing 64 %`: with the share minted where that is not plain."""
    name = word(row, "state")
    plain = row.state in {batch_pb2.BATCH_STATE_MINTED, batch_pb2.BATCH_STATE_QUEUED} and not (
        row.state == batch_pb2.BATCH_STATE_QUEUED and row.minted_quantity
    )
    return state(name, "" if plain else percent(row.minted_quantity, row.quantity))


def _exported(row: batch_pb2.Batch) -> str:
    """`20,000 units, 2 exports completed, last 2026-11-29 20:48:43`, or nothing."""
    if not row.HasField("last_exported_at"):
        return ""
    exports = f"{row.exports_completed:,} {'export' if row.exports_completed == 1 else 'exports'} completed"
    return f"{units(row.exported_units)}, {exports}, last {time(row, 'last_exported_at')}"


def _show(session: Session, answer: minting_service_pb2.GetBatchResponse) -> None:
    made, screen = answer.batch, session.screen
    took = f"  ({summary(made)})" if made.state == batch_pb2.BATCH_STATE_MINTED and made.HasField("ended_at") else ""
    screen.print(
        details(
            [
                ("batch", made.batch_id),
                ("state", _state(made)),
                ("failure", made.failure),
                ("product", f"{made.sku}, revision {made.product_revision}"),
                ("GTIN", made.gtin),
                ("minted", f"{made.minted_quantity:,} of {units(made.quantity)}"),
                ("revoked", units(made.revoked_quantity) if made.revoked_quantity else ""),
                ("exported", _exported(made)),
                ("identity", word(made, "identity_mode")),
                ("activation", word(made, "activation_mode")),
                ("URLs begin", made.resolver_base_url),
                ("number", f"{made.batch_no}, code key version {made.key_version}"),
                ("root", made.root.hex()),
                ("submitted", time(made, "created_at")),
                ("started", time(made, "started_at")),
                ("ended", time(made, "ended_at") + took),
            ]
        )
    )
    if made.lots:
        screen.print("")
        screen.table(
            Column(title="LOT", cells=[lot.lot_code for lot in made.lots]),
            Column(title="UNITS", cells=[f"{lot.quantity:,}" for lot in made.lots], right=True),
            Column(title="FIRST SEQ", cells=[f"{lot.first_seq:,}" for lot in made.lots], right=True),
            Column(title="LAST SEQ", cells=[f"{lot.first_seq + lot.quantity - 1:,}" for lot in made.lots], right=True),
        )
    if answer.revocations:
        found = answer.revocations
        screen.print("")
        screen.table(
            Column(title="REVOCATION", cells=[each.revocation_id for each in found]),
            Column(title="OF", cells=[f"lot {each.lot_code}" if each.lot_code else "batch" for each in found]),
            Column(title="STATE", cells=[state(word(each, "state")) for each in found]),
            Column(title="REVOKED", cells=[f"{each.revoked_quantity:,}" for each in found], right=True),
            Column(title="ASKED", cells=[time(each, "created_at") for each in found], rank=2),
            Column(title="REASON", cells=[each.reason for each in found], rank=1),
        )
