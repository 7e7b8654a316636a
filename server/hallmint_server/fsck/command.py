"""The `fsck` command: a progress bar for people, findings one a line, and an exit code."""

import sys
from uuid import UUID

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from hallmint_server.db.pool import Connection
from hallmint_server.fsck.check import Fsck
from hallmint_server.keyring.keyring import Keyring


async def run_fsck(conn: Connection, keyring: Keyring, batch_id: UUID | None, *, lease_seconds: float) -> int:
    """Check, say what was found, and return 0 or 1."""
    check = Fsck(conn, keyring, lease_seconds=lease_seconds)
    console = Console(stderr=True)
    columns = (TextColumn("checking"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as bar:
        task = bar.add_task("", total=await check.units(batch_id))
        report = await check.run(batch_id, lambda units: bar.advance(task, units))
    for finding in report.findings:
        sys.stdout.write(f"{finding.where}: {finding.what}\n")
    count = len(report.findings)
    verdict = f"{count} finding{'s' if count > 1 else ''}" if count else "clean"
    sys.stdout.write(f"{report.batches:,} batches, {report.tokens:,} tokens: {verdict}\n")
    return 1 if report.findings else 0
