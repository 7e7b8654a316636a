"""`hallmint exports`: what was exported, and what can be done with it."""

import asyncio
from typing import Annotated

import typer

from hallmint.v1 import export_pb2, export_service_pb2
from hallmint_client.cli.command import Session, command
from hallmint_client.cli.exit import ExitCode
from hallmint_client.cli.export import File, Folder, check_places, download, follow
from hallmint_client.cli.group import LIST, ListsByDefault
from hallmint_client.cli.option import ExportStateName, Limit, PageToken
from hallmint_client.cli.table import Column, state
from hallmint_client.cli.text import time, word

exports_app = typer.Typer(cls=ListsByDefault, help="List exports, and download, cancel or resume one.")

ExportId = Annotated[str, typer.Argument(metavar="EXPORT", help="The export: `hallmint exports` has ids.")]


@command
async def listing(
    session: Session,
    *,
    batch_id: Annotated[str, typer.Option("--batch", metavar="ID", help="Only those of this batch.")] = "",
    state_name: Annotated[ExportStateName | None, typer.Option("--state", help="Only these.")] = None,
    limit: Limit = 50,
    page: PageToken = "",
) -> None:
    """List the brand's exports, newest first."""
    answer = await session.client.list_exports(
        batch_id=batch_id,
        state=export_pb2.ExportState.Value(f"EXPORT_STATE_{state_name.name if state_name else 'UNSPECIFIED'}"),
        page_size=limit,
        page_token=page,
    )
    screen = session.screen
    if screen.json:
        screen.document(answer)
        return
    rows = answer.exports
    if not rows:
        screen.note("no exports; make one: hallmint export BATCH --profile NAME -o DIR")
        return
    screen.table(
        Column(title="EXPORT", cells=[row.export_id for row in rows]),
        Column(title="BATCH", cells=[row.batch_id for row in rows], rank=3),
        Column(title="SKU", cells=[row.sku for row in rows], rank=5),
        Column(title="PROFILE", cells=[f"{row.profile} {row.profile_version}" for row in rows], rank=1),
        Column(title="STATE", cells=[state(word(row, "state")) for row in rows]),
        Column(title="PACKS", cells=[f"{row.packs_completed} of {row.packs}" for row in rows], right=True),
        Column(title="UNITS", cells=[f"{row.units:,}" for row in rows], right=True, rank=2),
        Column(title="ASKED FOR", cells=[time(row, "created_at") for row in rows], rank=4),
    )
    if answer.next_page_token:
        flags = (f" --batch {batch_id}" if batch_id else "") + (f" --state {state_name}" if state_name else "")
        screen.note(f"more: hallmint exports{flags} --limit {limit} --page {answer.next_page_token}")


@command
async def fetch(session: Session, *, export_id: ExportId, folder: Folder = None, file: File = None) -> None:
    """Download a completed export: its packs with -o, or all of it as one file with --archive."""
    if folder is None and file is None:
        raise typer.BadParameter("say where to: -o DIR, or --archive FILE")
    await asyncio.to_thread(check_places, folder, file)
    await download(session, await session.client.get_export(export_id), folder, file)


@command
async def cancel(session: Session, *, export_id: ExportId) -> None:
    """End an export that is not complete. Its finished packs stay."""
    ended = await session.client.cancel_export(export_id)
    if session.screen.json:
        session.screen.document(export_service_pb2.CancelExportResponse(export=ended))
        return
    session.screen.print(f"export {ended.export_id} is cancelled after {_packs(ended)}")


@command
async def resume(session: Session, *, export_id: ExportId) -> None:
    """Go on with a failed export at its next pack, and see it through."""
    again = await session.client.resume_export(export_id)
    if not session.screen.json:
        session.screen.print(f"export {again.export_id} goes on after {_packs(again)}")
    await download(session, await follow(session, again), None, None)


@command
async def link(
    session: Session,
    *,
    export_id: ExportId,
    number: Annotated[int, typer.Option("--pack", metavar="N", min=1, help="Which of its packs, from 1.")],
) -> None:
    """Print a link that whoever has it may download a pack by, for 300 s. It is a secret."""
    screen = session.screen
    async for pack in session.client.packs(export_id):
        if pack.pack_no == number - 1:
            answer = await session.client.get_pack_url(pack.pack_id)
            if screen.json:
                screen.document(answer)
                return
            screen.plain(answer.url)
            screen.note(f"{pack.file_name}, SHA-256 {pack.sha256.hex()}")
            screen.warn(
                f"whoever has this link can download the pack until {time(answer, 'expires_at')}: it is a secret"
            )
            return
    what = f"the export has no finished pack {number}"
    raise typer.Exit(
        screen.problem(what, "PACK_NOT_FOUND", "`hallmint exports` tells how far it is", ExitCode.NOT_FOUND)
    )


exports_app.command(LIST)(listing)
exports_app.command("download")(fetch)
exports_app.command("cancel")(cancel)
exports_app.command("resume")(resume)
exports_app.command("link")(link)


def _packs(export: export_pb2.Export) -> str:
    return f"{export.packs_completed} of {export.packs} packs"
