"""`hallmint export` and `exports`: packs of a batch as files that are whole."""

import asyncio
from contextlib import aclosing
from pathlib import Path
from typing import Annotated

import typer

from hallmint.v1 import export_pb2, export_service_pb2
from hallmint_client.cli.command import Session, command
from hallmint_client.cli.exit import ExitCode
from hallmint_client.cli.follow import meter
from hallmint_client.cli.option import Limit, PageToken, RequestId
from hallmint_client.cli.table import Column
from hallmint_client.cli.text import time, units, word

PACK_UNITS = 10_000
_BAD = {
    export_pb2.EXPORT_STATE_FAILED: ("failed", "FAILED", "run the command again for a new export of the batch"),
    export_pb2.EXPORT_STATE_CANCELLED: ("was cancelled", "CANCELLED", "its finished packs stay"),
}


@command
async def export(
    session: Session,
    *,
    batch_id: Annotated[str, typer.Argument(metavar="BATCH", help="A batch that has ended.")],
    profile: Annotated[str, typer.Option("--profile", metavar="NAME", help="The carrier profile.")] = "full-manifest",
    folder: Annotated[
        Path | None,
        typer.Option(
            "-o", "--output", metavar="DIR", help="Download the packs into this folder, and prove each digest."
        ),
    ] = None,
    request_id: RequestId = None,
) -> None:
    """Export a batch: have its packs made, and with -o download them. A download that broke goes on where it broke."""
    made = await session.client.create_export(batch_id, profile=profile, request_id=request_id)
    made = await _follow(session, made)
    if folder is not None:
        await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
        await _download(session, made, folder)
    elif not session.screen.json:
        session.screen.note("next: the same command with -o DIR downloads the packs")


async def _follow(session: Session, made: export_pb2.Export) -> export_pb2.Export:
    """Follow an export to its end. Exits with ENDED_BADLY where it failed or was cancelled."""
    screen = session.screen
    session.interrupted = "The export goes on without you. Look again: hallmint exports"
    async with aclosing(session.client.watch_export(made.export_id)) as changes:
        with meter(screen, made.units) as bar:
            async for newer in changes:
                made = newer
                if screen.json:
                    screen.line(export_service_pb2.CreateExportResponse(export=made))
                bar.show(word(made, "state"), min(made.packs_completed * PACK_UNITS, made.units))
    session.interrupted = ""
    if made.state in _BAD:
        what, name, advice = _BAD[made.state]
        text = f"export {made.export_id} {what} after {made.packs_completed} of {made.packs} packs"
        text += f": {made.failure}" if made.failure else ""
        raise typer.Exit(screen.problem(text, name, advice, ExitCode.ENDED_BADLY))
    if not screen.json:
        screen.print(f"{units(made.units)} in {made.packs} {'pack' if made.packs == 1 else 'packs'} of {made.profile}")
    return made


async def _download(session: Session, made: export_pb2.Export, folder: Path) -> None:
    screen = session.screen
    session.interrupted = "Run the same command again: it goes on where it broke."
    packs = [pack async for pack in session.client.packs(made.export_id)]
    total, done = sum(pack.bytes for pack in packs), 0
    with meter(screen, total, unit="bytes") as bar:
        for pack in packs:
            before = done
            path = await session.client.download_pack(
                pack,
                folder,
                tell=lambda has, before=before: bar.show("downloading", before + has),  # type: ignore[misc]
            )
            done += pack.bytes
            if screen.json:
                screen.line(pack)
            else:
                screen.print(f"{pack.sha256.hex()}  {path.name}")
    session.interrupted = ""
    if not screen.json:
        screen.note(f"{len(packs)} {'file' if len(packs) == 1 else 'files'}, {total:,} bytes, each digest proved")


@command
async def exports(
    session: Session,
    *,
    batch_id: Annotated[str, typer.Option("--batch", metavar="ID", help="Only those of this batch.")] = "",
    limit: Limit = 50,
    page: PageToken = "",
) -> None:
    """List the brand's exports, newest first."""
    answer = await session.client.list_exports(batch_id=batch_id, page_size=limit, page_token=page)
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
        Column(title="PROFILE", cells=[f"{row.profile} {row.profile_version}" for row in rows], rank=1),
        Column(title="STATE", cells=[word(row, "state") for row in rows]),
        Column(title="PACKS", cells=[f"{row.packs_completed} of {row.packs}" for row in rows], right=True),
        Column(title="UNITS", cells=[f"{row.units:,}" for row in rows], right=True, rank=2),
        Column(title="ASKED FOR", cells=[time(row, "created_at") for row in rows], rank=4),
    )
    if answer.next_page_token:
        flags = f" --batch {batch_id}" if batch_id else ""
        screen.note(f"more: hallmint exports{flags} --limit {limit} --page {answer.next_page_token}")
