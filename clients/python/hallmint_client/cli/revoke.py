"""`hallmint revoke`."""

import sys
from typing import Annotated

import grpc
import typer

from hallmint.v1 import batch_pb2, minting_service_pb2
from hallmint_client.cli.command import Session, command
from hallmint_client.cli.follow import follow_revocation
from hallmint_client.cli.option import RequestId
from hallmint_client.cli.table import Column, state
from hallmint_client.cli.text import clean, units, word
from hallmint_client.cli.token import read_reference
from hallmint_client.error import HallmintError

_MOST = 1_000


@command
async def revoke(
    session: Session,
    *,
    references: Annotated[
        list[str] | None,
        typer.Argument(metavar="CODE-OR-URL", help="Up to 1,000 tokens: codes, URLs, or <batch id>/<seq>."),
    ] = None,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why, for the record: 1 to 500 characters.")],
    batch: Annotated[str, typer.Option("--batch", metavar="ID", help="All minted units of this ended batch.")] = "",
    lot: Annotated[str, typer.Option("--lot", metavar="CODE", help="With --batch: only this lot.")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before a whole batch or lot.")] = False,
    request_id: RequestId = None,
) -> None:
    """Withdraw tokens for ever: named ones at once, a batch or a lot by the workers. There is no way back."""
    if bool(references) == bool(batch):
        raise typer.BadParameter("say what to revoke: either tokens, or --batch ID with or without --lot CODE")
    if lot and not batch:
        raise typer.BadParameter("--lot needs --batch ID")
    if batch:
        await _revoke_batch(session, batch, lot, reason, request_id, yes=yes)
    else:
        await _revoke_tokens(session, references or [], reason, request_id)


async def _revoke_tokens(session: Session, references: list[str], reason: str, request_id: str | None) -> None:
    if len(references) > _MOST:
        raise typer.BadParameter(f"at most {_MOST:,} tokens at once; {len(references):,} were given")
    named = [read_reference(text) for text in references]
    revoked = await session.client.revoke_tokens(named, reason=reason, request_id=request_id)
    screen = session.screen
    if screen.json:
        screen.document(minting_service_pb2.RevokeTokensResponse(tokens=revoked))
        return
    screen.table(
        Column(title="CODE", cells=[token.code for token in revoked]),
        Column(title="STATUS", cells=[state(word(token, "status")) for token in revoked]),
        Column(title="BATCH", cells=[token.batch_id for token in revoked], rank=1),
        Column(title="SEQ", cells=[f"{token.seq:,}" for token in revoked], right=True, rank=1),
    )


async def _revoke_batch(
    session: Session, batch_id: str, lot_code: str, reason: str, request_id: str | None, *, yes: bool
) -> None:
    found = (await session.client.get_batch(batch_id)).batch
    total = _units(found, lot_code)
    if not yes:
        _ask(session, found, lot_code, total)
    order = await session.client.revoke_batch(batch_id, lot_code=lot_code, reason=reason, request_id=request_id)
    ended = await follow_revocation(session, order, total)
    if session.screen.json:
        session.screen.document(minting_service_pb2.RevokeTokensResponse(revocation=ended))
    else:
        session.screen.print(f"{units(ended.revoked_quantity)} revoked")


def _units(batch: batch_pb2.Batch, lot_code: str) -> int:
    """How many units this is about, counting those that are revoked already."""
    if not lot_code:
        return batch.minted_quantity
    for lot in batch.lots:
        if lot.lot_code == lot_code:
            return max(min(lot.quantity, batch.minted_quantity - lot.first_seq), 0)
    text = f"batch {batch.batch_id} has no lot {lot_code}"
    raise HallmintError(text, reason="LOT_NOT_FOUND", code=grpc.StatusCode.NOT_FOUND)


def _ask(session: Session, batch: batch_pb2.Batch, lot_code: str, total: int) -> None:
    if session.screen.json or not sys.stdin.isatty():
        raise typer.BadParameter("nobody can be asked here; add --yes to revoke a whole batch or lot")
    part = f"lot {lot_code} of batch" if lot_code else "batch"
    question = f"Revoke all {units(total)} of {part} {batch.batch_id} ({clean(batch.sku)}) for ever?"
    if not typer.confirm(question, err=True):
        session.screen.note("nothing was revoked")
        raise typer.Exit
