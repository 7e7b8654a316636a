"""What happened to a batch, in one list."""

from collections.abc import Iterable
from dataclasses import dataclass

from google.protobuf.timestamp_pb2 import Timestamp

from hallmint.v1 import batch_pb2, export_pb2, revocation_pb2
from hallmint_console.export_view import ExportView
from hallmint_console.page import number_text

_ENDED = {
    batch_pb2.BATCH_STATE_MINTED: "Minted",
    batch_pb2.BATCH_STATE_FAILED: "Minting failed",
    batch_pb2.BATCH_STATE_CANCELLED: "Cancelled",
}
_EXPORTED = {
    export_pb2.EXPORT_STATE_COMPLETED: "Export completed",
    export_pb2.EXPORT_STATE_FAILED: "Export failed",
    export_pb2.EXPORT_STATE_CANCELLED: "Export cancelled",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that happened; `path` leads to more of it, or is empty."""

    at: Timestamp
    title: str
    detail: str = ""
    path: str = ""


def entries(
    batch: batch_pb2.Batch,
    exports: Iterable[export_pb2.Export],
    revocations: Iterable[revocation_pb2.Revocation],
) -> list[Entry]:
    """Everything that is known, the latest first."""
    found = [Entry(at=batch.created_at, title="Submitted", detail=f"{number_text(batch.quantity)} units")]
    if batch.HasField("started_at"):
        found.append(Entry(at=batch.started_at, title="Minting began"))
    if batch.HasField("ended_at"):
        units = f"{number_text(batch.minted_quantity)} units minted"
        found.append(Entry(at=batch.ended_at, title=_ENDED.get(batch.state, "Ended"), detail=batch.failure or units))
    for export in exports:
        found += _of_export(export)
    for revocation in revocations:
        found += _of_revocation(revocation)
    # Of two at the same time the one that was listed last came last.
    return [entry for _, entry in sorted(enumerate(found), key=lambda each: (each[1].at.ToNanoseconds(), each[0]))][
        ::-1
    ]


def _of_export(export: export_pb2.Export) -> list[Entry]:
    path = f"/mint/export/{export.export_id}"
    view = ExportView(export)
    found = [Entry(at=export.created_at, title="Export asked for", detail=f"{view.kind}, {view.format}", path=path)]
    if export.HasField("ended_at"):
        title = _EXPORTED.get(export.state, "Export ended")
        found.append(Entry(at=export.ended_at, title=title, detail=export.failure, path=path))
    return found


def _of_revocation(revocation: revocation_pb2.Revocation) -> list[Entry]:
    what = f"lot {revocation.lot_code}" if revocation.lot_code else "the whole batch"
    found = [Entry(at=revocation.created_at, title=f"Revocation of {what} asked for", detail=revocation.reason)]
    if revocation.HasField("ended_at"):
        failed = revocation.state == revocation_pb2.REVOCATION_STATE_FAILED
        units = f"{number_text(revocation.revoked_quantity)} units revoked"
        title = f"Revocation of {what} {'failed' if failed else 'completed'}"
        found.append(Entry(at=revocation.ended_at, title=title, detail=revocation.failure or units))
    return found
