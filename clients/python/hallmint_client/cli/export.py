"""`hallmint export`: packs of a batch as files that are whole."""

import asyncio
import errno
import hashlib
import json
import os
from contextlib import aclosing
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from hallmint.v1 import export_pb2, export_service_pb2
from hallmint_client.cli.command import Session, command
from hallmint_client.cli.exit import ExitCode
from hallmint_client.cli.export_preview import show_preview
from hallmint_client.cli.follow import meter
from hallmint_client.cli.option import EcosystemName, KindName, RequestId
from hallmint_client.cli.text import units, word
from hallmint_client.download import lost, part_of, publish
from hallmint_client.export_archive import ExportArchive
from hallmint_client.manifest import MANIFEST_NAME, ProofError
from hallmint_client.verify import manifest_of

PACK_UNITS = 10_000
_USUAL = "full-manifest"
_BAD = {
    export_pb2.EXPORT_STATE_FAILED: ("failed", "FAILED", "`hallmint exports resume {}` goes on at the next pack"),
    export_pb2.EXPORT_STATE_CANCELLED: ("was cancelled", "CANCELLED", "export the batch again"),
}


class FormatName(StrEnum):
    """`--format`."""

    CSV = "csv"
    NDJSON = "ndjson"
    PARQUET = "parquet"
    XLSX = "xlsx"


Folder = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="DIR", help="Download the packs into this folder, and prove each digest."),
]
File = Annotated[
    Path | None,
    typer.Option("--archive", metavar="FILE", help="Download the whole export as this one ZIP, and prove each digest."),
]

Preview = Annotated[
    bool, typer.Option("--preview", help="Show the first units, and what to know before printing; make nothing.")
]


@command
async def export(
    session: Session,
    *,
    batch_id: Annotated[str, typer.Argument(metavar="BATCH", help="A batch that has ended.")],
    profile: Annotated[
        str, typer.Option("--profile", metavar="NAME", help=f"The carrier profile; without --kind {_USUAL}.")
    ] = "",
    version: Annotated[
        int, typer.Option("--profile-version", metavar="N", min=0, help="Its version; else the newest published one.")
    ] = 0,
    kind: Annotated[
        KindName | None, typer.Option("--kind", help="What it is for: the brand's default profile for that.")
    ] = None,
    ecosystem: Annotated[EcosystemName | None, typer.Option(help="Whose software reads it; with --kind.")] = None,
    format: Annotated[  # noqa: A002 - the option's name
        FormatName | None, typer.Option(help="Another format than the profile's, where that has columns.")
    ] = None,
    folder: Folder = None,
    file: File = None,
    preview: Preview = False,
    request_id: RequestId = None,
) -> None:
    """Export a batch: have its packs made, and with -o or --archive download them. What broke goes on where it broke."""
    if ecosystem and not kind:
        raise typer.BadParameter("--ecosystem chooses a profile together with --kind")
    if version and not profile:
        raise typer.BadParameter("--profile-version needs --profile")
    if preview and (folder or file):
        raise typer.BadParameter("--preview makes nothing that -o or --archive could download")
    await asyncio.to_thread(check_places, folder, file)
    wanted = export_pb2.Export(
        profile=profile or ("" if kind else _USUAL),
        profile_version=version,
        kind=export_pb2.ExportKind.Value(f"EXPORT_KIND_{kind.name if kind else 'UNSPECIFIED'}"),
        format=export_pb2.ExportFormat.Value(f"EXPORT_FORMAT_{format.name if format else 'UNSPECIFIED'}"),
    )
    whose = export_pb2.Ecosystem.Value(f"ECOSYSTEM_{ecosystem.name if ecosystem else 'UNSPECIFIED'}")
    choice: dict[str, Any] = {field.name: value for field, value in wanted.ListFields()} | {"ecosystem": whose}
    if preview:
        show_preview(session, await session.client.preview_export(batch_id, **choice))
        return
    made = await session.client.create_export(batch_id, **choice, request_id=request_id)
    if any(getattr(made, field.name) != value for field, value in wanted.ListFields()):
        # Whoever has an export that runs gets that one; its files are not those that are wanted here.
        what = f"an export of yours of this batch runs, of {made.profile}, version {made.profile_version}"
        advice = f"ask again when it has ended, or `hallmint exports cancel {made.export_id}` first"
        raise typer.Exit(session.screen.problem(what, "EXPORT_RUNS", advice, ExitCode.REFUSED))
    made = await follow(session, made)
    await download(session, made, folder, file)


async def follow(session: Session, made: export_pb2.Export) -> export_pb2.Export:
    """Follow an export to its end. Exits with ENDED_BADLY where it failed or was cancelled."""
    screen = session.screen
    for note in made.notes:
        screen.note(note)
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
        raise typer.Exit(screen.problem(text, name, advice.format(made.export_id), ExitCode.ENDED_BADLY))
    if not screen.json:
        screen.print(f"{units(made.units)} in {made.packs} {'pack' if made.packs == 1 else 'packs'} of {made.profile}")
    return made


def check_places(folder: Path | None, file: Path | None) -> None:
    """See that the folder is there or can be made, and that there is one for the file, before anything is asked for. Makes
    nothing: a refusal leaves no empty folder behind.
    """
    if folder is not None:
        there = next(place for place in (folder, *folder.absolute().parents) if os.path.lexists(place))
        if not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
            fault = errno.EACCES if there.is_dir() else errno.ENOTDIR
            raise typer.BadParameter(f"-o: {folder} cannot be made: {os.strerror(fault)}")
    if file is not None and not file.parent.is_dir():
        raise typer.BadParameter(f"--archive: there is no folder {file.parent}")


async def download(session: Session, made: export_pb2.Export, folder: Path | None, file: Path | None) -> None:
    """Download a completed export as packs, as one archive, as both, or say how."""
    again = f"hallmint exports download {made.export_id}"
    if folder is None and file is None:
        session.screen.note(f"next: {again} -o DIR, or --archive FILE")
        return
    again += f" -o {folder}" if folder else ""
    again += f" --archive {file}" if file else ""
    session.interrupted = f"Go on where it broke: {again}"
    archive = await session.client.get_archive(made.export_id)
    try:
        if folder is not None:
            await _keep_manifest(session, archive, folder)
            await _download_packs(session, archive, folder)
        if file is not None:
            await _download_archive(session, archive, await asyncio.to_thread(_place, file, archive.file_name))
    except OSError as error:
        what = f"{error.filename or 'the disk'} cannot be written: {error.strerror}"
        raise typer.Exit(session.screen.problem(what, "NOT_WRITTEN", again, ExitCode.REFUSED)) from error
    session.interrupted = ""


def _place(file: Path, name: str) -> Path:
    return file / name if file.is_dir() else file


async def _keep_manifest(session: Session, archive: ExportArchive, folder: Path) -> None:
    """Write the manifest first: whatever breaks later, it says what is missing. A folder is for one export, since a printer
    prints all that is in it.
    """
    path = folder / MANIFEST_NAME

    def keep() -> bool:
        try:
            if manifest_of(folder).what != archive.manifest.what:
                return False
        except ProofError:  # there is none
            pass
        folder.mkdir(parents=True, exist_ok=True)
        part_of(path).write_bytes(archive.manifest_file)
        publish(part_of(path), path)
        return True

    if not await asyncio.to_thread(keep):
        what = f"{folder} has the packs of another export"
        advice = f"name another folder: hallmint exports download {archive.export_id} -o DIR"
        raise typer.Exit(session.screen.problem(what, "FOLDER_TAKEN", advice, ExitCode.REFUSED))


async def _download_packs(session: Session, archive: ExportArchive, folder: Path) -> None:
    screen = session.screen
    packs = [pack async for pack in session.client.packs(archive.export_id)]
    if [(p.file_name, p.sha256) for p in packs] != [(p.file, p.sha256) for p in archive.manifest.packs]:
        raise lost("the packs are not those of the export's manifest")
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
    files = f"{len(packs)} {'file' if len(packs) == 1 else 'files'}"
    screen.note(f"{files}, {total:,} bytes, each digest proved; again at any time: hallmint verify-pack {folder}")


async def _download_archive(session: Session, archive: ExportArchive, path: Path) -> None:
    screen = session.screen
    with meter(screen, archive.length, unit="bytes") as bar:
        await session.client.download_archive(archive, path, tell=lambda has: bar.show("downloading", has))

    def digest() -> str:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    sha256 = await asyncio.to_thread(digest)
    if screen.json:
        screen.plain(json.dumps({"archive": str(path), "bytes": archive.length, "sha256": sha256}))
    else:
        screen.print(f"{sha256}  {path.name}")
    screen.note(f"{archive.length:,} bytes, each digest proved; again at any time: hallmint verify-pack {path}")
