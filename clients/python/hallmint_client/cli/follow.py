"""Following work until it ends: a moving bar on a terminal, a line now and then elsewhere, JSON lines for programs."""

import time
from collections.abc import Iterator
from contextlib import aclosing, contextmanager

import typer
from rich.progress import BarColumn, Progress, TextColumn

from hallmint.v1 import batch_pb2, minting_service_pb2, revocation_pb2
from hallmint_client.cli.command import Session
from hallmint_client.cli.exit import ExitCode
from hallmint_client.cli.screen import Screen
from hallmint_client.cli.text import duration, percent, rate, seconds, units, word

_LINE_SECONDS = 5.0


class Meter:
    """How far, how fast, how much longer: counted from the first look."""

    def __init__(self, progress: Progress, screen: Screen, total: int, unit: str) -> None:
        self._progress = progress
        self._screen = screen
        self._total = total
        self._whole = units(total) if unit == "units" else f"{total:,} {unit}"
        self._is_units = unit == "units"
        self._task = progress.add_task("waiting", total=total, units=f"0 / {self._whole}", rate="", left="")
        self._first: tuple[float, int] | None = None
        self._line_at = 0.0

    def show(self, what: str, done: int) -> None:
        """Show where it stands now."""
        now = time.monotonic()
        if self._first is None:
            self._first = now, done
        start, before = self._first
        elapsed, made = now - start, done - before
        speed = rate(made, elapsed) if self._is_units else ""
        left = f"{duration((self._total - done) * elapsed / made)} left" if speed and done < self._total else ""
        count = f"{done:,} / {self._whole}"
        self._progress.update(self._task, completed=done, description=what, units=count, rate=speed, left=left)
        if self._progress.disable and now >= self._line_at:
            self._line_at = now + _LINE_SECONDS
            facts = [f"{what}: {count}", percent(done, self._total), speed, left]
            self._screen.note(", ".join(fact for fact in facts if fact))


@contextmanager
def meter(screen: Screen, total: int, *, unit: str = "units") -> Iterator[Meter]:
    """Show a bar while the block runs; on a terminal it moves and stays with its last state."""
    columns = (
        TextColumn("{task.description}", style="cyan"),
        BarColumn(bar_width=None),
        TextColumn("{task.fields[units]}"),
        TextColumn("{task.fields[rate]}", style="dim"),
        TextColumn("{task.fields[left]}", style="dim"),
    )
    still = screen.json or not screen.err.is_terminal
    with Progress(*columns, console=screen.err, expand=True, disable=still) as progress:
        yield Meter(progress, screen, total, unit)


async def follow_batch(session: Session, batch: batch_pb2.Batch) -> batch_pb2.Batch:
    """Follow a batch and say how it ended. Exits with ENDED_BADLY where it failed or was cancelled."""
    screen = session.screen
    again = f"hallmint batch {batch.batch_id} --watch"
    session.interrupted = f"The minting goes on without you. Look again: {again}"
    async with aclosing(session.client.watch_batch(batch.batch_id)) as changes:
        with meter(screen, batch.quantity) as bar:
            async for newer in changes:
                batch = newer
                if screen.json:
                    screen.line(
                        minting_service_pb2.SubmitMintResponse(batch=batch)
                    )  # each line of --watch has one form
                bar.show(word(batch, "state"), batch.minted_quantity)
    session.interrupted = ""
    part = f"{batch.minted_quantity:,} of {units(batch.quantity)}"
    if batch.state == batch_pb2.BATCH_STATE_FAILED:
        what = f"batch {batch.batch_id} failed after {part}: {batch.failure or 'no cause given'}"
        advice = f"`hallmint resume {batch.batch_id}` goes on at the next unit; minted units stay valid"
        raise typer.Exit(screen.problem(what, "FAILED", advice, ExitCode.ENDED_BADLY))
    if batch.state == batch_pb2.BATCH_STATE_CANCELLED:
        what = f"batch {batch.batch_id} was cancelled after {part}"
        raise typer.Exit(screen.problem(what, "CANCELLED", "minted units stay valid", ExitCode.ENDED_BADLY))
    if not screen.json:
        screen.print(summary(batch))
        screen.note(f"next: hallmint tokens {batch.batch_id}")
    return batch


async def follow_revocation(
    session: Session, revocation: revocation_pb2.Revocation, total: int
) -> revocation_pb2.Revocation:
    """Follow the withdrawal of a batch or lot of about `total` units. Exits with ENDED_BADLY where it failed."""
    screen = session.screen
    session.interrupted = f"The revocation goes on without you. Look again: hallmint batch {revocation.batch_id}"
    async with aclosing(session.client.watch_revocation(revocation)) as changes:
        with meter(screen, total) as bar:
            async for newer in changes:
                revocation = newer
                bar.show("revoking", revocation.revoked_quantity)
    session.interrupted = ""
    if revocation.state == revocation_pb2.REVOCATION_STATE_FAILED:
        what = f"the revocation gave up after {units(revocation.revoked_quantity)}"
        advice = "run the same command again; units that are revoked stay so"
        raise typer.Exit(screen.problem(what, "FAILED", advice, ExitCode.ENDED_BADLY))
    return revocation


def summary(batch: batch_pb2.Batch) -> str:
    """One sentence on a minted batch: how many, how long, how fast."""
    length = seconds(batch.started_at if batch.HasField("started_at") else batch.created_at, batch.ended_at)
    speed = rate(batch.minted_quantity, length)
    return f"{units(batch.minted_quantity)} minted in {duration(length)}" + (f", {speed}" if speed else "")
