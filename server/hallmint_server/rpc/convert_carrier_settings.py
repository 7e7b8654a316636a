"""Between the settings of formats of carrier profiles and their messages. The message of a format has the format's name."""

from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any, Literal, TypeVar

from google.protobuf.message import Message

from hallmint.v1 import carrier_profile_pb2 as pb
from hallmint_server.errors import Problems, Reason
from hallmint_server.exporting.profile import check_settings
from hallmint_server.exporting.profile.label import Arrangement, ErrorLevel, LabelText, Paper, QrSettings
from hallmint_server.exporting.profile.model import (
    CsvSettings,
    Delimiter,
    Encoding,
    Format,
    LineEnd,
    NdjsonSettings,
    ParquetSettings,
    PdfSheetSettings,
    QrZipSettings,
    Quoting,
    Settings,
    XlsxSettings,
    ZplSettings,
)
from hallmint_server.rpc.convert import EnumMap
from hallmint_server.rpc.parse import enum

_DELIMITERS = EnumMap(Delimiter, pb.CsvDelimiter, "CSV_DELIMITER")
_LINE_ENDS = EnumMap(LineEnd, pb.CsvLineEnd, "CSV_LINE_END")
_QUOTING = EnumMap(Quoting, pb.CsvQuoting, "CSV_QUOTING")
_ENCODINGS = EnumMap(Encoding, pb.CsvEncoding, "CSV_ENCODING")
_LEVELS = EnumMap(ErrorLevel, pb.QrErrorLevel, "QR_ERROR_LEVEL")
_PAPERS = EnumMap(Paper, pb.Paper, "PAPER")
_ARRANGEMENTS = EnumMap(Arrangement, pb.LabelArrangement, "LABEL_ARRANGEMENT")

FIELD_MOST = 40
"""Characters of the name of what is known of a unit; what there is, is shorter."""
_SHEET_MOST = 31
_DPI = 600

E = TypeVar("E", bound=Enum)


def check_length(problems: Problems, field: str, text: str, most: int) -> None:
    """Note a text that is longer than any draft holds."""
    if len(text) > most:
        problems.add(Reason.FIELD_INVALID, field, f"{field} must be at most {most} characters")


def check_count(problems: Problems, field: str, count: int, most: int) -> None:
    """Note a list that is longer than any draft holds."""
    if count > most:
        problems.add(Reason.FIELD_INVALID, field, f"{field} must be at most {most}")


def known(problems: Problems, field: str, number: int, mapping: EnumMap[E], usual: E) -> E:
    """The value of an enumeration, `usual` for 0; a violation, and `usual`, where it is not known."""
    return enum(problems, field, number, mapping, usual) or usual


def read_settings(problems: Problems, at: str, asked: pb.CarrierProfileDefinition) -> Settings | None:
    """The settings as asked for, None where no format is said; notes what no draft can hold."""
    form = asked.WhichOneof("settings")
    if form is None:
        problems.add(Reason.FIELD_REQUIRED, at, f"{at} must have the settings of a format: {', '.join(Format)}")
        return None
    return _READERS[Format(form)](problems, f"{at}.{form}", getattr(asked, form))


def _read_csv(problems: Problems, at: str, asked: pb.CsvSettings) -> CsvSettings:
    usual = CsvSettings()
    return CsvSettings(
        header=asked.header if asked.HasField("header") else usual.header,
        delimiter=known(problems, f"{at}.delimiter", asked.delimiter, _DELIMITERS, usual.delimiter),
        line_end=known(problems, f"{at}.line_end", asked.line_end, _LINE_ENDS, usual.line_end),
        quoting=known(problems, f"{at}.quoting", asked.quoting, _QUOTING, usual.quoting),
        encoding=known(problems, f"{at}.encoding", asked.encoding, _ENCODINGS, usual.encoding),
    )


def _read_ndjson(_: Problems, _at: str, _asked: pb.NdjsonSettings) -> NdjsonSettings:
    return NdjsonSettings()


def _read_parquet(problems: Problems, at: str, asked: pb.ParquetSettings) -> ParquetSettings:
    if asked.compression not in pb.ParquetCompression.values():
        field = f"{at}.compression"
        problems.add(Reason.FIELD_INVALID, field, f"{field} has a value that this server does not know")
    return ParquetSettings(compression="none" if asked.compression == pb.PARQUET_COMPRESSION_NONE else "zstd")


def _read_xlsx(problems: Problems, at: str, asked: pb.XlsxSettings) -> XlsxSettings:
    check_length(problems, f"{at}.sheet", asked.sheet, _SHEET_MOST)
    usual = XlsxSettings()
    header = asked.header if asked.HasField("header") else usual.header
    return XlsxSettings(header=header, sheet=asked.sheet or usual.sheet)


def _read_qr_svg_zip(problems: Problems, at: str, asked: pb.QrZipSettings) -> QrZipSettings:
    return _read_qr_zip(problems, at, asked, Format.QR_SVG_ZIP)


def _read_qr_png_zip(problems: Problems, at: str, asked: pb.QrZipSettings) -> QrZipSettings:
    return _read_qr_zip(problems, at, asked, Format.QR_PNG_ZIP)


def _read_qr_zip(
    problems: Problems, at: str, asked: pb.QrZipSettings, form: Literal[Format.QR_SVG_ZIP, Format.QR_PNG_ZIP]
) -> QrZipSettings:
    return QrZipSettings(format=form, qr=_read_qr(problems, f"{at}.qr", asked.qr), dpi=asked.dpi or _DPI)


def _read_pdf_sheet(problems: Problems, at: str, asked: pb.PdfSheetSettings) -> PdfSheetSettings:
    return PdfSheetSettings(
        qr=_read_qr(problems, f"{at}.qr", asked.qr),
        paper=known(problems, f"{at}.paper", asked.paper, _PAPERS, Paper.A4),
        label_width=asked.label_width,
        label_height=asked.label_height,
        margin_left=asked.margin_left,
        margin_top=asked.margin_top,
        gap_across=asked.gap_across,
        gap_down=asked.gap_down,
        texts=_read_texts(problems, f"{at}.texts", asked),
        arrangement=known(problems, f"{at}.arrangement", asked.arrangement, _ARRANGEMENTS, Arrangement.CORNER),
    )


def _read_zpl(problems: Problems, at: str, asked: pb.ZplSettings) -> ZplSettings:
    return ZplSettings(
        qr=_read_qr(problems, f"{at}.qr", asked.qr),
        dpi=asked.dpi,
        label_width=asked.label_width,
        label_height=asked.label_height,
        texts=_read_texts(problems, f"{at}.texts", asked),
        arrangement=known(problems, f"{at}.arrangement", asked.arrangement, _ARRANGEMENTS, Arrangement.CORNER),
    )


def _read_qr(problems: Problems, at: str, asked: pb.QrSettings) -> QrSettings:
    usual = QrSettings(module_size=asked.module_size)
    return QrSettings(
        error_level=known(problems, f"{at}.error_level", asked.error_level, _LEVELS, usual.error_level),
        module_size=asked.module_size,
        quiet_zone=asked.quiet_zone if asked.HasField("quiet_zone") else usual.quiet_zone,
        upper_case=asked.upper_case,
    )


def _read_texts(problems: Problems, at: str, asked: pb.PdfSheetSettings | pb.ZplSettings) -> tuple[LabelText, ...]:
    check_count(problems, at, len(asked.texts), check_settings.TEXTS_MOST)
    found = []
    for index, text in enumerate(asked.texts[: check_settings.TEXTS_MOST]):
        check_length(problems, f"{at}[{index}].field", text.field, FIELD_MOST)
        check_length(problems, f"{at}[{index}].prefix", text.prefix, check_settings.PREFIX_MOST)
        found.append(LabelText(field=text.field, prefix=text.prefix, left=text.left, top=text.top, height=text.height))
    return tuple(found)


_READERS: Mapping[Format, Callable[[Problems, str, Any], Settings]] = {
    Format.CSV: _read_csv,
    Format.NDJSON: _read_ndjson,
    Format.PARQUET: _read_parquet,
    Format.XLSX: _read_xlsx,
    Format.QR_SVG_ZIP: _read_qr_svg_zip,
    Format.QR_PNG_ZIP: _read_qr_png_zip,
    Format.PDF_SHEET: _read_pdf_sheet,
    Format.ZPL: _read_zpl,
}


def settings_message(settings: Settings) -> Message:
    """The settings as they are told, every one of them."""
    made: Message
    match settings:
        case CsvSettings():
            made = pb.CsvSettings(
                header=settings.header,
                delimiter=_DELIMITERS.wire(settings.delimiter),
                line_end=_LINE_ENDS.wire(settings.line_end),
                quoting=_QUOTING.wire(settings.quoting),
                encoding=_ENCODINGS.wire(settings.encoding),
            )
        case NdjsonSettings():
            made = pb.NdjsonSettings()
        case ParquetSettings():
            name = f"PARQUET_COMPRESSION_{settings.compression.upper()}"
            made = pb.ParquetSettings(compression=pb.ParquetCompression.Value(name))
        case XlsxSettings():
            made = pb.XlsxSettings(header=settings.header, sheet=settings.sheet)
        case QrZipSettings():
            made = pb.QrZipSettings(qr=_qr(settings.qr), dpi=settings.dpi)
        case PdfSheetSettings():
            made = pb.PdfSheetSettings(
                qr=_qr(settings.qr),
                paper=_PAPERS.wire(settings.paper),
                label_width=settings.label_width,
                label_height=settings.label_height,
                margin_left=settings.margin_left,
                margin_top=settings.margin_top,
                gap_across=settings.gap_across,
                gap_down=settings.gap_down,
                texts=_texts(settings.texts),
                arrangement=_ARRANGEMENTS.wire(settings.arrangement),
            )
        case ZplSettings():
            made = pb.ZplSettings(
                qr=_qr(settings.qr),
                dpi=settings.dpi,
                label_width=settings.label_width,
                label_height=settings.label_height,
                texts=_texts(settings.texts),
                arrangement=_ARRANGEMENTS.wire(settings.arrangement),
            )
    return made


def _qr(qr: QrSettings) -> pb.QrSettings:
    return pb.QrSettings(
        error_level=_LEVELS.wire(qr.error_level),
        module_size=qr.module_size,
        quiet_zone=qr.quiet_zone,
        upper_case=qr.upper_case,
    )


def _texts(texts: tuple[LabelText, ...]) -> list[pb.LabelText]:
    return [pb.LabelText(field=t.field, prefix=t.prefix, left=t.left, top=t.top, height=t.height) for t in texts]
