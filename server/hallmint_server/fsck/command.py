"""The `fsck` command: a progress bar for people, findings one a line, and an exit code."""

import contextlib
import sys
from typing import NamedTuple
from uuid import UUID

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from hallmint_server.command import connect, keyring_of
from hallmint_server.db.pool import Connection
from hallmint_server.exporting.opening import open_storage
from hallmint_server.exporting.storage import Storage
from hallmint_server.fsck.check import Fsck
from hallmint_server.fsck.packs import check_packs
from hallmint_server.keyring.keyring import Keyring
from hallmint_server.settings import Settings


async def fsck(settings: Settings, batch_id: UUID | None, *, digests: bool) -> int:
    """Check what the settings lead to, and return 0 or 1. `digests`: read every pack of exports too."""
    async with connect(settings) as conn:
        with contextlib.closing(open_storage(settings)) as storage:
            packs = None if batch_id else Packs(storage, digests)
            return await run_fsck(
                conn, keyring_of(settings), batch_id, lease_seconds=settings.lease_seconds, packs=packs
            )


class Packs(NamedTuple):
    """Where packs lie, and whether each is read."""

    storage: Storage
    digests: bool


async def run_fsck(
    conn: Connection, keyring: Keyring, batch_id: UUID | None, *, lease_seconds: float, packs: Packs | None = None
) -> int:
    """Check, say what was found, and return 0 or 1."""
    check = Fsck(conn, keyring, lease_seconds=lease_seconds)
    console = Console(stderr=True)
    columns = (TextColumn("checking"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as bar:
        task = bar.add_task("", total=await check.units(batch_id))
        report = await check.run(batch_id, lambda units: bar.advance(task, units))
    if packs is not None:
        await check_packs(conn, packs.storage, report, digests=packs.digests)
    for finding in report.findings:
        sys.stdout.write(f"{finding.where}: {finding.what}\n")
    count = len(report.findings)
    verdict = f"{count} finding{'s' if count > 1 else ''}" if count else "clean"
    sys.stdout.write(f"{report.batches:,} batches, {report.tokens:,} tokens: {verdict}\n")
    return 1 if report.findings else 0
