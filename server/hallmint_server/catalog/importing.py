"""The import of product sheets."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

from hallmint_server.catalog import store
from hallmint_server.catalog.intake import PROBLEMS_MOST, Intake
from hallmint_server.catalog.readiness import Schemas
from hallmint_server.catalog.sheet_row import CellProblem
from hallmint_server.db import event
from hallmint_server.db.pool import Connection, Database
from hallmint_server.db.queries import load
from hallmint_server.errors import Reason
from hallmint_server.tenancy.model import Caller

_SQL = load("hallmint_server.catalog", "importing.sql")
_THREADS = 2
_ROWS_OF_STATEMENT = 10_000  # a statement of so many takes about a second, and may take 30
_COPY_BYTES = 128 * 1024
_T = TypeVar("_T")
_WRONG = {
    "gtin": (Reason.GTIN_NOT_AVAILABLE, "this GTIN is not available"),
    "sku": (Reason.SKU_TAKEN, "codes were minted under this SKU for another product"),
}


class ImportMode(StrEnum):
    """How wrong rows are treated."""

    ALL_OR_NOTHING = "all_or_nothing"
    ACCEPTED_ONLY = "accepted_only"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What became of a sheet: counts of rows, the first 1,000 problems and the first 100 notes, by row."""

    rows: int
    created: int
    updated: int
    unchanged: int
    refused: int
    not_ready: int
    problems: tuple[CellProblem, ...]
    notes: tuple[str, ...]


class ImportService:
    """Imports of the acting brand. Sheets are read and checked in a few threads, so that other calls are served meanwhile."""

    def __init__(self, database: Database, schemas: Schemas) -> None:
        self._database = database
        self._schemas = schemas
        self._executor = ThreadPoolExecutor(_THREADS, "import")

    async def run(
        self, caller: Caller, pieces: AsyncIterator[bytes], mode: ImportMode, *, dry_run: bool = False
    ) -> ImportReport:
        """Make and update products, by SKU, from a sheet of at most 256 MiB and 100,000 rows that comes in pieces.

        A row says the whole product: what it leaves out is empty, and commercial_status then DRAFT. Nothing is written
        before all pieces have come; then all of it is in one transaction, durable on return. With ALL_OR_NOTHING and a
        problem, and in a dry run, nothing is. A retry finds the products as they are and writes nothing.

        A row may not take a GTIN that another product has, also where the sheet takes it away from that one. Raises
        SHEET_REFUSED where the sheet as a whole cannot be read, and what `pieces` raises. If somebody takes a SKU or GTIN of
        the sheet meanwhile: SKU_TAKEN or GTIN_NOT_AVAILABLE (as UniqueViolation), and nothing is written.
        """
        brand_id = caller.acting_brand
        async with self._database.act(brand_id) as conn:
            own = await store.find_schemas(conn, brand_id)
        intake = Intake(self._schemas, own)
        try:
            async for piece in pieces:
                await self._in_thread(partial(intake.feed, piece))
            await self._in_thread(intake.end)
            async with self._database.act(brand_id) as conn:
                report = await self._plan(conn, brand_id, intake)
                if report.problems and mode is ImportMode.ALL_OR_NOTHING:
                    return replace(report, created=0, updated=0)
                if (report.created or report.updated) and not dry_run:
                    await _write(conn, brand_id, intake.right, report)
                    await event.record(
                        conn,
                        brand_id,
                        "CATALOGUE",
                        brand_id,
                        "IMPORTED",
                        actor=caller.actor,
                        mode=mode,
                        sha256=intake.digest.hex(),
                        rows=report.rows,
                        created=report.created,
                        updated=report.updated,
                        unchanged=report.unchanged,
                        refused=report.refused,
                    )
            return report
        finally:
            intake.close()

    async def _in_thread(self, work: Callable[[], _T]) -> _T:
        # Shielded: a thread cannot be interrupted, and the sheet is not closed under it.
        task = asyncio.ensure_future(asyncio.get_running_loop().run_in_executor(self._executor, work))
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            await asyncio.wait((task,))
            raise

    async def _plan(self, conn: Connection, brand_id: UUID, intake: Intake) -> ImportReport:
        """Load the sheet into tables of this transaction, and find what becomes of each row."""
        await conn.execute(_SQL["begin"], {"brand_id": brand_id})
        await conn.execute(_SQL["create_sheet"])
        await conn.execute(_SQL["create_plan"])
        chunks = intake.chunks()
        while chunk := await self._in_thread(partial(next, chunks, b"")):
            async with conn.cursor() as cursor, cursor.copy(_SQL["copy_sheet"]) as copy:
                for start in range(0, len(chunk), _COPY_BYTES):
                    await copy.write(chunk[start : start + _COPY_BYTES])
        await conn.execute(_SQL["analyze_sheet"])
        problems: list[CellProblem] = []
        for part in _parts(brand_id, intake.right):
            await conn.execute(_SQL["lock_products"], part)
        for part in _parts(brand_id, intake.right):
            await conn.execute(_SQL["fill_plan"], part)
        for part in _parts(brand_id, intake.right):
            problems += [_problem(*row) for row in await (await conn.execute(_SQL["refuse"], part)).fetchall()]
        row = await (await conn.execute(_SQL["count_plan"])).fetchone()
        created, updated, unchanged, not_ready = row or (0, 0, 0, 0)
        found = sorted((*intake.problems, *problems), key=lambda problem: problem.row)
        return ImportReport(
            rows=intake.rows,
            created=created,
            updated=updated,
            unchanged=unchanged,
            refused=intake.refused + len({problem.row for problem in problems}),
            not_ready=not_ready,
            problems=tuple(found[:PROBLEMS_MOST]),
            notes=tuple(intake.notes),
        )


async def _write(conn: Connection, brand_id: UUID, right: int, report: ImportReport) -> None:
    for part in _parts(brand_id, right):
        if report.created:
            await conn.execute(_SQL["create_products"], part)
        if report.updated:
            await conn.execute(_SQL["update_products"], part)
        await conn.execute(_SQL["write_revisions"], part)


def _parts(brand_id: UUID, right: int) -> Iterator[dict[str, Any]]:
    """Parameters of statements that take a part of the sheet each."""
    for first in range(1, right + 1, _ROWS_OF_STATEMENT):
        yield {"brand_id": brand_id, "first": first, "last": first + _ROWS_OF_STATEMENT - 1}


def _problem(row: int, line: int, column: str) -> CellProblem:
    reason, description = _WRONG[column]
    return CellProblem(row=row, line=line, column=column, reason=reason, description=description)
