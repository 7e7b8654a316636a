"""Exports and their packs: rows alone, the files are the storage's."""

from hallmint_server.db.pool import Connection
from hallmint_server.db.queries import load
from hallmint_server.exporting.model import ExportState
from hallmint_server.fsck.report import Report

_SQL = load("hallmint_server.fsck", "fsck.sql")
_JOB = {
    ExportState.PENDING: "ready",
    ExportState.GENERATING: "ready",
    ExportState.COMPLETED: "done",
    ExportState.FAILED: "failed",
    ExportState.CANCELLED: "done",
}
_LAST_EVENT = {ExportState.COMPLETED: "COMPLETED", ExportState.FAILED: "FAILED", ExportState.CANCELLED: "CANCELLED"}


async def check_exports(conn: Connection, report: Report) -> None:
    """Each has the packs below its cursor, each once and of its slice; job, lock and events are those of its state; and
    batches and brands have counted what ended."""
    for row in await (await conn.execute(_SQL["exports"])).fetchall():
        export_id, state_text, cursor, pack_units, units, minted, has_end, job, has_lock, packs, actions, folded = row
        where, state = f"export {export_id}", ExportState(state_text)
        first = [number * pack_units for number in range(cursor)]
        slices = [[number, seq, min(pack_units, units - seq)] for number, seq in enumerate(first)]
        report.expect(where, "packs (number, first seq, units)", slices, packs)
        if state is ExportState.COMPLETED:
            report.expect(where, "units in packs", units, sum(pack[2] for pack in packs))
        if state.has_ended:
            report.expect(where, "units counted", sum(pack[2] for pack in packs), folded)
        if units > minted:
            report.add(where, f"is of {units} units, and its batch has {minted}")
        report.expect(where, "ended_at is set", state.has_ended, has_end)
        report.expect(where, "state of its job", _JOB[state], job)
        if state.has_ended and has_lock:
            report.add(where, "has ended, and still has its batch's lock")
        report.expect(where, "requested once", 1, actions.count("REQUESTED"))
        if state in _LAST_EVENT:
            report.expect(where, "its last event", _LAST_EVENT[state], actions[-1] if actions else None)
    for where, units, exports, units_of_exports, completed, has_time in await (
        await conn.execute(_SQL["exported"])
    ).fetchall():
        report.expect(where, "exported units", units_of_exports, units)
        report.expect(where, "exports completed", completed, exports)
        report.expect(where, "last_exported_at is set where units were exported", True, has_time)
