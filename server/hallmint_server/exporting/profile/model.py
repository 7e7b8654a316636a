"""Carrier profiles, and the versions that they come in. Drafts may hold anything; check.py says what may be published."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Discriminator, TypeAdapter

from hallmint_server.exporting.profile.field import UnitField
from hallmint_server.exporting.profile.label import Arrangement, LabelText, Paper, QrSettings


class ProfileKind(StrEnum):
    """What an export is for."""

    FULL_MANIFEST = "full_manifest"
    QR_PRINT = "qr_print"
    NFC = "nfc"
    RFID = "rfid"


class Ecosystem(StrEnum):
    """Whose software reads it."""

    GENERIC = "generic"
    BARTENDER = "bartender"
    NICELABEL = "nicelabel"
    ZEBRA = "zebra"


class Format(StrEnum):
    """How a pack is written."""

    CSV = "csv"
    NDJSON = "ndjson"
    PARQUET = "parquet"
    QR_SVG_ZIP = "qr_svg_zip"
    QR_PNG_ZIP = "qr_png_zip"
    PDF_SHEET = "pdf_sheet"
    ZPL = "zpl"
    XLSX = "xlsx"

    @property
    def is_table(self) -> bool:
        """Whether it has columns; the others draw one label or picture for each unit."""
        return self in (Format.CSV, Format.NDJSON, Format.PARQUET, Format.XLSX)


class Delimiter(StrEnum):
    """What stands between two cells."""

    COMMA = ","
    SEMICOLON = ";"
    TAB = "\t"
    PIPE = "|"


class LineEnd(StrEnum):
    """What ends a row; the last one too."""

    LF = "\n"
    CRLF = "\r\n"


class Quoting(StrEnum):
    """Which cells stand in double quotes."""

    MINIMAL = "minimal"
    """Those with a delimiter, quote, CR or LF in them, and a cell that is empty and alone in its row."""
    ALL = "all"
    NEVER = "never"
    """None, for what reads no quotes: a cell that would need them is refused."""


class Encoding(StrEnum):
    """How text becomes bytes. What it cannot hold is refused, never replaced."""

    UTF_8 = "utf-8"
    UTF_8_BOM = "utf-8-bom"
    WINDOWS_1252 = "windows-1252"

    @property
    def codec(self) -> str:
        """Python's name of it; the byte order mark is written apart."""
        return "cp1252" if self is Encoding.WINDOWS_1252 else "utf-8"


class EpcScheme(StrEnum):
    """How an RFID tag names a unit."""

    SGTIN_PLUS = "sgtin_plus"
    SGTIN_96 = "sgtin_96"
    """Numeric serials alone: none of Hallmint's codes."""
    SGTIN_96_OR_PLUS = "sgtin_96_or_plus"
    """SGTIN-96 for each unit that it can name, else SGTIN+."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EpcSettings:
    """How RFID tags are encoded. `filter` is 0 to 7 (EPC Tag Data Standard, 10.2): 1 is a single trade item."""

    scheme: EpcScheme = EpcScheme.SGTIN_96_OR_PLUS
    filter: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class CsvSettings:
    """Text in rows by RFC 4180."""

    format: Literal[Format.CSV] = Format.CSV
    header: bool = True
    delimiter: Delimiter = Delimiter.COMMA
    line_end: LineEnd = LineEnd.LF
    quoting: Quoting = Quoting.MINIMAL
    encoding: Encoding = Encoding.UTF_8


@dataclass(frozen=True, slots=True, kw_only=True)
class NdjsonSettings:
    """One JSON object in each line, members in the order of columns; UTF-8, LF."""

    format: Literal[Format.NDJSON] = Format.NDJSON


@dataclass(frozen=True, slots=True, kw_only=True)
class ParquetSettings:
    """Columns of text, but for numbers."""

    format: Literal[Format.PARQUET] = Format.PARQUET
    compression: Literal["none", "zstd"] = "zstd"


@dataclass(frozen=True, slots=True, kw_only=True)
class XlsxSettings:
    """A workbook of one sheet, each cell of it text, so that no spreadsheet drops a zero or rounds a GTIN."""

    format: Literal[Format.XLSX] = Format.XLSX
    header: bool = True
    sheet: str = "Units"


@dataclass(frozen=True, slots=True, kw_only=True)
class QrZipSettings:
    """One picture for each unit, `<code>.svg` or `<code>.png`, in one archive. `dpi` is the printer's, for PNG."""

    format: Literal[Format.QR_SVG_ZIP, Format.QR_PNG_ZIP]
    qr: QrSettings
    dpi: int = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfSheetSettings:
    """Labels in rows on sheets of paper. Lengths are in micrometres."""

    format: Literal[Format.PDF_SHEET] = Format.PDF_SHEET
    qr: QrSettings
    paper: Paper = Paper.A4
    label_width: int
    label_height: int
    margin_left: int = 0
    margin_top: int = 0
    gap_across: int = 0
    gap_down: int = 0
    texts: tuple[LabelText, ...] = ()
    arrangement: Arrangement = Arrangement.CORNER


@dataclass(frozen=True, slots=True, kw_only=True)
class ZplSettings:
    """A label for each unit in Zebra's language. Lengths are in micrometres, `dpi` is the print head's."""

    format: Literal[Format.ZPL] = Format.ZPL
    qr: QrSettings
    dpi: int
    label_width: int
    label_height: int
    texts: tuple[LabelText, ...] = ()
    arrangement: Arrangement = Arrangement.CORNER


Settings = (
    CsvSettings | NdjsonSettings | ParquetSettings | XlsxSettings | QrZipSettings | PdfSheetSettings | ZplSettings
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: what heads it, and either a `field` of the unit, by a name of UnitField, or the same text in each row."""

    header: str
    field: str = ""
    constant: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CarrierProfile:
    """What a version of a profile says. `file_name` is a pattern (file_name.py). `epc` is needed where columns say what an RFID
    tag holds.
    """

    name: str
    kind: ProfileKind
    ecosystem: Ecosystem = Ecosystem.GENERIC
    columns: tuple[Column, ...] = ()
    settings: Annotated[Settings, Discriminator("format")]
    file_name: str
    epc: EpcSettings | None = None

    @property
    def format(self) -> Format:
        """How packs are written."""
        return self.settings.format

    @property
    def fields(self) -> frozenset[str]:
        """All that it says of a unit, in columns or on labels."""
        texts = self.settings.texts if isinstance(self.settings, PdfSheetSettings | ZplSettings) else ()
        return frozenset({c.field for c in self.columns if c.field} | {t.field for t in texts if t.field})

    @property
    def has_upper_case_urls(self) -> bool:
        """Whether a carrier gets the URL in upper case."""
        qr = self.settings.qr if isinstance(self.settings, QrZipSettings | PdfSheetSettings | ZplSettings) else None
        return UnitField.URL_UPPER in self.fields or (qr is not None and qr.upper_case)


_SHAPE: TypeAdapter[CarrierProfile] = TypeAdapter(CarrierProfile)


def load_profile(data: Mapping[str, Any]) -> CarrierProfile:
    """Read a profile as `dump_profile` gives it. ValueError where it has another shape."""
    return _SHAPE.validate_python(data)


def dump_profile(profile: CarrierProfile) -> dict[str, Any]:
    """A profile as JSON holds it, each setting said, so that a later change of a default changes no stored profile."""
    dumped: dict[str, Any] = _SHAPE.dump_python(profile, mode="json")
    return dumped


class VersionState(StrEnum):
    """Where one version stands: draft -> published -> deprecated, and nothing leaves that. Only a draft can be changed, and only
    a published version can be exported with.
    """

    DRAFT = "draft"
    PUBLISHED = "published"
    DEPRECATED = "deprecated"

    def may_become(self, state: "VersionState") -> bool:
        """Whether a version may go there."""
        return (self, state) in {
            (VersionState.DRAFT, VersionState.PUBLISHED),
            (VersionState.PUBLISHED, VersionState.DEPRECATED),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileVersion:
    """One version of a brand's profile. `key` is its lineage, in which `number` counts from 1. Published versions never change:
    unlike templates several of a lineage may be published, because a factory goes on with the one that its software was set up
    for. At most one is a draft, the newest. `revision` counts the writings of what it says, from 1.
    """

    version_id: UUID
    key: str
    number: int
    revision: int
    state: VersionState
    profile: CarrierProfile
    created_at: datetime
    published_at: datetime | None = None
    deprecated_at: datetime | None = None
