"""An export as screens show it."""

from dataclasses import dataclass
from datetime import UTC, datetime

from hallmint.v1 import export_pb2
from hallmint_client.export import TERMINAL
from hallmint_console.progress import seconds_text

STATES = {
    "pending": export_pb2.EXPORT_STATE_PENDING,
    "generating": export_pb2.EXPORT_STATE_GENERATING,
    "completed": export_pb2.EXPORT_STATE_COMPLETED,
    "failed": export_pb2.EXPORT_STATE_FAILED,
    "cancelled": export_pb2.EXPORT_STATE_CANCELLED,
}
_NAMES = {value: name for name, value in STATES.items()}
KINDS = {
    "full-manifest": (
        export_pb2.EXPORT_KIND_FULL_MANIFEST,
        "Full manifest",
        "Everything about each unit, for an ERP or an archive.",
    ),
    "qr-print": (
        export_pb2.EXPORT_KIND_QR_PRINT,
        "QR codes",
        "What a printer needs: data for its software, or codes and labels that are drawn.",
    ),
    "nfc": (export_pb2.EXPORT_KIND_NFC, "NFC tags", "What tags are written with."),
    "rfid": (
        export_pb2.EXPORT_KIND_RFID,
        "RFID tags",
        "EPCs to encode. Needs a GTIN and the length of its company prefix.",
    ),
}
_KIND_NAMES = {number: name for number, name, _ in KINDS.values()}
FORMATS = {
    export_pb2.EXPORT_FORMAT_CSV: "CSV",
    export_pb2.EXPORT_FORMAT_NDJSON: "NDJSON",
    export_pb2.EXPORT_FORMAT_PARQUET: "Parquet",
    export_pb2.EXPORT_FORMAT_XLSX: "Excel workbook",
    export_pb2.EXPORT_FORMAT_QR_SVG_ZIP: "SVG pictures in a ZIP",
    export_pb2.EXPORT_FORMAT_QR_PNG_ZIP: "PNG pictures in a ZIP",
    export_pb2.EXPORT_FORMAT_PDF_SHEET: "PDF sheets of labels",
    export_pb2.EXPORT_FORMAT_ZPL: "ZPL labels",
}


@dataclass(frozen=True, slots=True)
class ExportView:
    """`export` in words; `pace` is packs a second, 0 where it is not known."""

    export: export_pb2.Export
    pace: float = 0.0

    @property
    def state(self) -> str:
        """As in addresses and style sheets."""
        return _NAMES.get(self.export.state, "unknown")

    @property
    def is_running(self) -> bool:
        """Whether it still changes by itself."""
        return self.export.state not in TERMINAL

    @property
    def kind(self) -> str:
        """What it is for."""
        return _KIND_NAMES.get(self.export.kind, "")

    @property
    def format(self) -> str:
        """How its files are written."""
        return FORMATS.get(self.export.format, "")

    @property
    def left(self) -> str:
        """The time that is left; empty where it is not known."""
        packs = self.export.packs - self.export.packs_completed
        return seconds_text(packs / self.pace) if self.pace and packs else ""

    @property
    def locked(self) -> str:
        """For how long nobody else can export the batch, unless a pack is finished before; empty where they can."""
        if not self.export.HasField("locked_until"):
            return ""
        seconds = (self.export.locked_until.ToDatetime(UTC) - datetime.now(UTC)).total_seconds()
        return seconds_text(seconds) if seconds > 0 else ""
