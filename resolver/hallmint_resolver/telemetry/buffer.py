"""Where scans go after the answer: a buffer, and from there the database, or the spool while that is away."""

import asyncio
import contextlib
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import psycopg
import structlog

from hallmint_resolver.telemetry.model import Load, Scan, Visits, day_of
from hallmint_resolver.telemetry.spool import Spool
from hallmint_resolver.telemetry.writer import LoadRefusedError, Writer

log = structlog.get_logger()

FLUSH_SECONDS = 1.0
FLUSH_SCANS = 5_000
MOST_SCANS = 100_000
"""In memory. More come only while a load has been under way for many seconds."""
_MOST_COUNTERS = 100_000
_PERSON = "person"
_PAUSE_SECONDS = 0.5
_MOST_PAUSE_SECONDS = 5.0
_SAY_SECONDS = 60.0
_ADOPT_SECONDS = 60.0


class Telemetry:
    """Takes scans and counts of one process; `open_telemetry` makes it. For one event loop.

    What was accepted is in the database or on disk after `open_telemetry` ends, and within about a second before. A crash of
    this process loses what is in memory, at most that second; one of the database loses nothing and writes nothing twice.
    """

    def __init__(self, writer: Writer, spool: Spool) -> None:
        self._writer = writer
        self._spool = spool
        self._rows: list[bytes] = []
        self._days: set[date] = set()
        self._counts: Counter[Visits] = Counter()
        self._wake = asyncio.Event()
        self._is_ending = False
        self._number = 0
        self._pause = _PAUSE_SECONDS
        self._retry_at = 0.0
        self._adopt_at = 0.0
        self._dropped = 0
        self._said = 0
        self._say_at = 0.0

    @property
    def buffered(self) -> int:
        """Scans in memory that wait for the next load, at most MOST_SCANS."""
        return len(self._rows)

    @property
    def spool(self) -> Spool:
        """Where loads wait for their database."""
        return self._spool

    @property
    def dropped(self) -> int:
        """Visits that were lost since the start: buffer or spool full, or refused by the database."""
        return self._dropped

    def add(self, scan: Scan) -> None:
        """Take a person's scan, and count the visit. Never waits; drops it, counted, where the buffer is full."""
        if len(self._rows) >= MOST_SCANS:
            self._dropped += 1
            return
        day = day_of(scan.at)
        self._rows.append(scan.encode())
        self._days.add(day)
        self._counts[Visits(day, scan.brand_id, scan.traffic)] += 1
        if len(self._rows) == FLUSH_SCANS:
            self._wake.set()

    def count(self, brand_id: UUID, traffic: str = _PERSON) -> None:
        """Count a visit of which nothing else is kept: of a machine, or of a person who asked not to be recorded."""
        visits = Visits(day=datetime.now(UTC).date(), brand_id=brand_id, traffic=traffic)
        if len(self._counts) >= _MOST_COUNTERS and visits not in self._counts:
            self._dropped += 1
            return
        self._counts[visits] += 1

    def end(self) -> None:
        """Let `run` write what is left, and return."""
        self._is_ending = True
        self._wake.set()

    async def run(self) -> None:
        """Write each second, or each 5,000 scans, until `end`."""
        while not self._is_ending:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(FLUSH_SECONDS):
                    await self._wake.wait()
            self._wake.clear()
            await self._flush_or_say()
        await self._flush_or_say()

    async def _flush_or_say(self) -> None:
        try:
            await self._flush()
        except Exception as error:
            log.exception("scans lost", error=type(error).__name__)
        self._say()

    async def _flush(self) -> None:
        load = self._take()
        if load is not None:
            # The spool first: numbers must reach the database in order.
            is_direct = self._spool.is_ours_empty and time.monotonic() >= self._retry_at
            if not (is_direct and await self._write(self._spool.writer_id, [load])):
                await self._keep(load)
        if not self._is_ending:
            await self._drain()

    def _take(self) -> Load | None:
        if not self._counts and not self._rows:
            return None
        self._number += 1
        load = Load(
            number=self._number,
            rows=b"".join(self._rows),
            scans=len(self._rows),
            days=frozenset(self._days),
            counts=self._counts,
        )
        self._rows, self._days, self._counts = [], set(), Counter()
        return load

    async def _write(self, writer_id: UUID, loads: list[Load]) -> bool:
        """Whether the loads are dealt with: written, or refused for good. If not, ask again after a pause."""
        try:
            await self._writer.write(writer_id, loads)
        except LoadRefusedError as error:
            if len(loads) > 1:  # find the one it is, and stop where the database goes away: numbers must stay in order
                for load in loads:
                    if not await self._write(writer_id, [load]):
                        return False
                return True
            self._dropped += loads[0].visits
            log.error("scans refused by the database", error=str(error), visits=loads[0].visits)  # noqa: TRY400
            await asyncio.to_thread(self._spool.refuse, writer_id, [loads[0].number])
        except (psycopg.Error, OSError, TimeoutError) as error:
            self._retry_at = time.monotonic() + self._pause
            self._pause = min(self._pause * 2, _MOST_PAUSE_SECONDS)
            log.warning("scans wait for their database", error=type(error).__name__)
            return False
        self._pause = _PAUSE_SECONDS
        return True

    async def _keep(self, load: Load) -> None:
        try:
            is_kept = await asyncio.to_thread(self._spool.append, load)
        except OSError as error:
            log.error("scans cannot be spooled", error=type(error).__name__, errno=error.errno)  # noqa: TRY400
            is_kept = False
        if not is_kept:
            self._dropped += load.visits

    async def _drain(self) -> None:
        """Write what waits on disk, for about a second; then the buffer has its turn again."""
        until = time.monotonic() + FLUSH_SECONDS
        while not self._is_ending and self._retry_at <= time.monotonic() < until:
            if time.monotonic() >= self._adopt_at:
                self._adopt_at = time.monotonic() + _ADOPT_SECONDS
                await asyncio.to_thread(self._spool.adopt)
            writer_id, loads = await asyncio.to_thread(self._spool.next)
            if not loads or not await self._write(writer_id, list(loads)):
                return
            await asyncio.to_thread(self._spool.remove, writer_id, [load.number for load in loads])
        if not self._spool.is_empty and self._retry_at <= time.monotonic():
            self._wake.set()

    def _say(self) -> None:
        if self._dropped > self._said and time.monotonic() >= self._say_at:
            log.error("visits dropped", since_last=self._dropped - self._said, since_start=self._dropped)
            self._said = self._dropped
            self._say_at = time.monotonic() + _SAY_SECONDS


@asynccontextmanager
async def open_telemetry(dsn: str, folder: Path, *, spool_bytes: int) -> AsyncIterator[Telemetry]:
    """Telemetry that writes in the background to the database of `dsn`, with a spool in `folder`; the database may be away.

    When the context ends, what was accepted is written or spooled; that takes seconds at most. OSError where the folder cannot
    be written.
    """
    spool = await asyncio.to_thread(Spool, folder, max_bytes=spool_bytes)
    writer = Writer(dsn)
    telemetry = Telemetry(writer, spool)
    running = asyncio.create_task(telemetry.run())
    try:
        yield telemetry
    finally:
        telemetry.end()
        await running
        await writer.close()
        await asyncio.to_thread(spool.close)
