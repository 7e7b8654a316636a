"""Between carrier profiles and their messages. Of a draft only the lengths of lists and texts are checked here, so that none
costs more than the longest one that can be published; what else is wrong with it is told when it is published.
"""

from hallmint.v1 import carrier_profile_pb2 as pb
from hallmint_server.errors import Problems, Reason
from hallmint_server.exporting.profile import check, file_name
from hallmint_server.exporting.profile.builtin import BuiltIn
from hallmint_server.exporting.profile.model import (
    CarrierProfile,
    Column,
    Ecosystem,
    EpcScheme,
    EpcSettings,
    ProfileVersion,
    VersionState,
)
from hallmint_server.exporting.profile.service import Default
from hallmint_server.rpc.convert import EnumMap, timestamp
from hallmint_server.rpc.convert_carrier_settings import (
    FIELD_MOST,
    check_count,
    check_length,
    known,
    read_settings,
    settings_message,
)
from hallmint_server.rpc.convert_export import ECOSYSTEMS, KINDS
from hallmint_server.rpc.parse import enum

STATES = EnumMap(VersionState, pb.CarrierProfileState, "CARRIER_PROFILE_STATE")
_SCHEMES = EnumMap(EpcScheme, pb.EpcScheme, "EPC_SCHEME")


def read_definition(problems: Problems, at: str, asked: pb.CarrierProfileDefinition) -> CarrierProfile | None:
    """What a profile shall say; notes what no draft can hold, and then may return None."""
    kind = enum(problems, f"{at}.kind", asked.kind, KINDS, None)
    if not asked.kind:
        problems.add(Reason.FIELD_REQUIRED, f"{at}.kind", f"{at}.kind must be set")
    check_length(problems, f"{at}.name", asked.name, check.NAME_MOST)
    check_length(problems, f"{at}.file_name", asked.file_name, file_name.PATTERN_MOST)
    ecosystem = known(problems, f"{at}.ecosystem", asked.ecosystem, ECOSYSTEMS, Ecosystem.GENERIC)
    columns = _read_columns(problems, f"{at}.columns", asked)
    epc = _read_epc(problems, f"{at}.epc", asked.epc) if asked.HasField("epc") else None
    settings = read_settings(problems, at, asked)
    if kind is None or settings is None:
        return None
    return CarrierProfile(
        name=asked.name,
        kind=kind,
        ecosystem=ecosystem,
        columns=columns,
        settings=settings,
        file_name=asked.file_name,
        epc=epc,
    )


def _read_columns(problems: Problems, at: str, asked: pb.CarrierProfileDefinition) -> tuple[Column, ...]:
    check_count(problems, at, len(asked.columns), check.COLUMNS_MOST)
    found = []
    for index, column in enumerate(asked.columns[: check.COLUMNS_MOST]):
        check_length(problems, f"{at}[{index}].header", column.header, check.HEADER_MOST)
        check_length(problems, f"{at}[{index}].field", column.field, FIELD_MOST)
        check_length(problems, f"{at}[{index}].constant", column.constant, check.CONSTANT_MOST)
        constant = column.constant if column.HasField("constant") else None
        found.append(Column(header=column.header, field=column.field, constant=constant))
    return tuple(found)


def _read_epc(problems: Problems, at: str, asked: pb.EpcSettings) -> EpcSettings:
    usual = EpcSettings()
    return EpcSettings(
        scheme=known(problems, f"{at}.scheme", asked.scheme, _SCHEMES, usual.scheme),
        filter=asked.filter if asked.HasField("filter") else usual.filter,
    )


def carrier_profile(found: ProfileVersion | BuiltIn) -> pb.CarrierProfile:
    """A version."""
    times = (found.created_at, found.published_at, found.deprecated_at) if isinstance(found, ProfileVersion) else ()
    created_at, published_at, deprecated_at = map(timestamp, times or (None, None, None))
    return pb.CarrierProfile(
        key=found.key,
        version=found.number,
        revision=found.revision if isinstance(found, ProfileVersion) else 1,  # what comes with Hallmint has one writing
        state=STATES.wire(found.state),
        built_in=isinstance(found, BuiltIn),
        definition=definition(found.profile),
        created_at=created_at,
        published_at=published_at,
        deprecated_at=deprecated_at,
    )


def carrier_profile_default(found: Default) -> pb.CarrierProfileDefault:
    """What an export gets when nobody names a profile."""
    return pb.CarrierProfileDefault(
        ecosystem=ECOSYSTEMS.wire(found.purpose.ecosystem),
        kind=KINDS.wire(found.purpose.kind),
        key=found.version.key,
        version=found.version.number,
        chosen=found.is_chosen,
    )


def definition(profile: CarrierProfile) -> pb.CarrierProfileDefinition:
    """What a profile says, with every setting said."""
    made = pb.CarrierProfileDefinition(
        name=profile.name,
        kind=KINDS.wire(profile.kind),
        ecosystem=ECOSYSTEMS.wire(profile.ecosystem),
        columns=[_column(column) for column in profile.columns],
        file_name=profile.file_name,
    )
    if profile.epc is not None:
        made.epc.CopyFrom(pb.EpcSettings(scheme=_SCHEMES.wire(profile.epc.scheme), filter=profile.epc.filter))
    getattr(made, profile.format).CopyFrom(settings_message(profile.settings))
    return made


def _column(column: Column) -> pb.CarrierProfileColumn:
    made = pb.CarrierProfileColumn(header=column.header)
    if column.constant is not None:
        made.constant = column.constant
    elif column.field:
        made.field = column.field
    return made
