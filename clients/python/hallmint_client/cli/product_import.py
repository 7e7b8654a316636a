"""`hallmint product import`."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn

from hallmint.v1 import catalog_service_pb2
from hallmint_client.cli.command import Session, command
from hallmint_client.cli.exit import ExitCode
from hallmint_client.cli.screen import Screen
from hallmint_client.cli.table import Column, details
from hallmint_client.cli.text import name

_SHOWN = 50


@command
async def import_command(
    session: Session,
    *,
    path: Annotated[
        Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="A CSV sheet: a header, then products.")
    ],
    accepted_only: Annotated[
        bool, typer.Option("--accepted-only", help="Write the right rows; else one wrong row means nothing.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check everything and write nothing.")] = False,
) -> None:
    """Make and update products from a CSV sheet, by SKU, all in one transaction. Exit code 1 where a row was refused."""
    pb, screen = catalog_service_pb2, session.screen
    session.interrupted = "Import it again: a sheet that was written already changes nothing."
    with _bar(screen, path.stat().st_size) as progress:
        report = await session.client.import_products(
            path,
            mode=pb.IMPORT_MODE_ACCEPTED_ONLY if accepted_only else pb.IMPORT_MODE_ALL_OR_NOTHING,
            dry_run=dry_run,
            progress=progress,
        )
    session.interrupted = ""
    if screen.json:
        screen.document(report)
    else:
        _show(screen, report, written=not dry_run and (accepted_only or not report.refused))
    if report.refused:
        raise typer.Exit(ExitCode.REFUSED)


@contextmanager
def _bar(screen: Screen, size: int) -> Iterator[Callable[[int], None]]:
    """A bar of bytes, on a terminal only; what is behind its end is the server's own time."""
    columns = (TextColumn("{task.description}", style="cyan"), BarColumn(bar_width=None), DownloadColumn())
    still = screen.json or not screen.err.is_terminal
    with Progress(*columns, console=screen.err, disable=still, transient=True) as progress:
        task = progress.add_task("sending", total=size)

        def show(sent: int) -> None:
            progress.update(task, completed=sent, description="checking" if sent >= size else "sending")

        yield show


def _show(screen: Screen, report: catalog_service_pb2.ImportProductsResponse, *, written: bool) -> None:
    for note in report.notes:
        screen.note(note)
    problems = report.problems
    if problems:
        shown = problems[:_SHOWN]
        screen.table(
            Column(title="ROW", cells=[f"{each.row:,}" for each in shown], right=True),
            Column(title="COLUMN", cells=[each.column for each in shown]),
            Column(title="REASON", cells=[name(each, "reason") for each in shown], rank=1),
            Column(title="WHAT IS WRONG", cells=[each.description for each in shown]),
        )
        screen.print("")
        if len(problems) > _SHOWN:
            screen.note(f"{len(problems) - _SHOWN:,} more problems are in the answer to --json")
    screen.print(
        details(
            [
                ("rows", f"{report.rows:,}"),
                ("created", f"{report.created:,}"),
                ("updated", f"{report.updated:,}"),
                ("unchanged", f"{report.unchanged:,}"),
                ("refused", f"{report.refused:,}"),
                ("not ready", f"{report.not_ready:,}"),
            ]
        )
    )
    if not written:
        screen.print("nothing was written")
