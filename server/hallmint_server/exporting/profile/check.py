"""What may be published. Every violation is noted, with its path."""

from collections.abc import Mapping
from types import MappingProxyType

from hallmint_server.catalog.sheet_cell import CellError, check_line
from hallmint_server.content.text import check_text
from hallmint_server.errors import Problems, Reason
from hallmint_server.exporting.profile.check_settings import check_settings
from hallmint_server.exporting.profile.field import EPC_FIELDS, MANIFEST, UnitField
from hallmint_server.exporting.profile.file_name import check_file_name
from hallmint_server.exporting.profile.model import (
    CarrierProfile,
    Column,
    CsvSettings,
    Encoding,
    ProfileKind,
    Quoting,
)
from hallmint_server.exporting.profile.render import UnwritableError, csv_line
from hallmint_server.exporting.profile.text import cell_problem

NAME_MOST = 100
COLUMNS_MOST = 50
HEADER_MOST = 100
CONSTANT_MOST = 200

_FILTER_MOST = 7
_FIELDS = frozenset(UnitField)
_NEEDED: Mapping[ProfileKind, tuple[tuple[UnitField, ...], ...]] = MappingProxyType(
    {
        ProfileKind.FULL_MANIFEST: tuple((field,) for field in MANIFEST),
        ProfileKind.QR_PRINT: ((UnitField.URL, UnitField.URL_UPPER),),
        ProfileKind.NFC: ((UnitField.URL,), (UnitField.NDEF_HEX,)),
        ProfileKind.RFID: ((UnitField.EPC_HEX,),),
    }
)
"""What the columns of a kind must have: of each group at least one."""


def check_profile(problems: Problems, profile: CarrierProfile) -> None:
    """Note what keeps a draft from being published. Nothing here depends on a batch: see fit.py."""
    if not profile.name:
        problems.add(Reason.FIELD_REQUIRED, "name", "name must be set")
    else:
        check_text(problems, "name", profile.name, least=1, most=NAME_MOST)
    if profile.format.is_table:
        _check_columns(problems, profile)
        _check_kind(problems, profile)
    else:
        if profile.columns:
            words = f"columns must be empty: the format {profile.format} has none; texts of labels are in settings"
            problems.add(Reason.FIELD_INVALID, "columns", words)
        if profile.kind is not ProfileKind.QR_PRINT:
            words = f"kind must be {ProfileKind.QR_PRINT}: the format {profile.format} draws QR codes"
            problems.add(Reason.FIELD_INVALID, "kind", words)
    check_settings(problems, profile.settings)
    check_file_name(problems, "file_name", profile.file_name, profile.format)
    _check_epc(problems, profile)


def _check_columns(problems: Problems, profile: CarrierProfile) -> None:
    count = len(profile.columns)
    if not 1 <= count <= COLUMNS_MOST:
        reason = Reason.FIELD_INVALID if count else Reason.FIELD_REQUIRED
        problems.add(reason, "columns", f"columns must be 1 to {COLUMNS_MOST}")
    places: dict[str, int] = {}
    for index, column in enumerate(profile.columns[:COLUMNS_MOST]):
        at = f"columns[{index}]"
        _check_header(problems, f"{at}.header", column.header)
        first = places.setdefault(column.header.strip().casefold(), index)
        if first != index and column.header.strip():
            words = (
                f"{at}.header is that of columns[{first}]; upper and lower case and blanks around it tell none apart"
            )
            problems.add(Reason.FIELD_INVALID, f"{at}.header", words)
        _check_source(problems, at, column)
        if isinstance(profile.settings, CsvSettings):
            _check_csv(problems, at, column, profile.settings, alone=count == 1)
    _check_first(problems, profile)


def _check_header(problems: Problems, field: str, header: str) -> None:
    if not header:
        problems.add(Reason.FIELD_REQUIRED, field, f"{field} must be set")
        return
    if len(header) > HEADER_MOST:
        problems.add(Reason.FIELD_INVALID, field, f"{field} must be at most {HEADER_MOST} characters")
    _check_seen(problems, field, header)


def _check_source(problems: Problems, at: str, column: Column) -> None:
    field = f"{at}.field"
    if column.constant is None and not column.field:
        problems.add(Reason.FIELD_REQUIRED, field, f"{field} or {at}.constant must be set")
    elif column.constant is not None and column.field:
        problems.add(Reason.FIELD_INVALID, field, f"{field} must be empty where {at}.constant is set")
    elif column.field and column.field not in _FIELDS:
        words = f"{field} must be what is known of a unit: {', '.join(UnitField)}"
        problems.add(Reason.FIELD_INVALID, field, words)
    if column.constant:
        field = f"{at}.constant"
        if len(column.constant) > CONSTANT_MOST:
            problems.add(Reason.FIELD_INVALID, field, f"{field} must be at most {CONSTANT_MOST} characters")
        _check_seen(problems, field, column.constant)


def _check_seen(problems: Problems, field: str, text: str) -> None:
    """Note a formula, a control, and what cannot be seen. The two checks are of one mind, but a cell is refused for more."""
    try:
        check_line(text)
    except CellError as error:
        problems.add(Reason.FIELD_INVALID, field, f"{field} {error}")
    else:
        if problem := cell_problem(text):
            problems.add(Reason.FIELD_INVALID, field, f"{field} {problem}")


def _check_csv(problems: Problems, at: str, column: Column, settings: CsvSettings, *, alone: bool) -> None:
    """Note what the settings cannot write."""
    line = csv_line(settings)
    texts = {f"{at}.header": column.header} if settings.header else {}
    if column.constant is not None:
        texts[f"{at}.constant"] = column.constant
    for field, text in texts.items():
        try:
            line([text] if alone else [text, ""])
        except UnwritableError as error:
            problems.add(Reason.FIELD_INVALID, field, f"{field} {error}")


def _check_first(problems: Problems, profile: CarrierProfile) -> None:
    """Excel takes a file that begins with ID for one of SYLK, and does not open it."""
    settings = profile.settings
    if (
        isinstance(settings, CsvSettings)
        and settings.header
        and settings.quoting is not Quoting.ALL
        and settings.encoding is not Encoding.UTF_8_BOM
        and profile.columns
        and profile.columns[0].header.startswith("ID")
    ):
        field = "columns[0].header"
        words = f"{field} must not begin with ID, as spreadsheets then take the file for another format; write Id, or quote all"
        problems.add(Reason.FIELD_INVALID, field, words)


def _check_kind(problems: Problems, profile: CarrierProfile) -> None:
    for group in _NEEDED[profile.kind]:
        if profile.fields.isdisjoint(group):
            words = f"columns must have one of {' or '.join(group)}, the kind being {profile.kind}"
            problems.add(Reason.FIELD_REQUIRED, "columns", words)


def _check_epc(problems: Problems, profile: CarrierProfile) -> None:
    has_epc = not EPC_FIELDS.isdisjoint(profile.fields)
    if has_epc and profile.epc is None:
        problems.add(Reason.FIELD_REQUIRED, "epc", "epc must be set where columns say what an RFID tag holds")
    elif profile.epc is not None and not has_epc:
        words = f"epc must not be set where there is none of {', '.join(sorted(EPC_FIELDS))}"
        problems.add(Reason.FIELD_INVALID, "epc", words)
    if profile.epc is not None and not 0 <= profile.epc.filter <= _FILTER_MOST:
        problems.add(Reason.FIELD_INVALID, "epc.filter", f"epc.filter must be 0 to {_FILTER_MOST}")
