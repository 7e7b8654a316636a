"""Between exports and their messages."""

from hallmint.v1 import export_pb2
from hallmint.v1 import export_service_pb2 as pb
from hallmint_server.errors import Problems, Reason
from hallmint_server.exporting.model import Export, ExportState, Pack, Wanted
from hallmint_server.exporting.pack import profile_of
from hallmint_server.exporting.preview import Preview
from hallmint_server.exporting.profile.model import Ecosystem, Format, ProfileKind
from hallmint_server.rpc import convert
from hallmint_server.rpc.convert import EnumMap
from hallmint_server.rpc.parse import enum

STATES = EnumMap(ExportState, export_pb2.ExportState, "EXPORT_STATE")
KINDS = EnumMap(ProfileKind, export_pb2.ExportKind, "EXPORT_KIND")
FORMATS = EnumMap(Format, export_pb2.ExportFormat, "EXPORT_FORMAT")
ECOSYSTEMS = EnumMap(Ecosystem, export_pb2.Ecosystem, "ECOSYSTEM")


def wanted(problems: Problems, request: pb.CreateExportRequest | pb.PreviewExportRequest) -> Wanted:
    """What an export is asked to be made with; notes what cannot be."""
    kind = enum(problems, "kind", request.kind, KINDS, None)
    if not request.profile:
        if kind is None:
            words = "profile must name a carrier profile, or kind must be set, for the default of that kind"
            problems.add(Reason.FIELD_REQUIRED, "profile", words)
        if request.profile_version:
            words = "profile_version must be 0 where profile names none"
            problems.add(Reason.FIELD_INVALID, "profile_version", words)
    elif request.ecosystem:
        words = "ecosystem must not be set where profile names one"
        problems.add(Reason.FIELD_INVALID, "ecosystem", words)
    if request.profile_version < 0:
        problems.add(Reason.FIELD_INVALID, "profile_version", "profile_version must be 0 or a version")
    return Wanted(
        profile=request.profile,
        version=request.profile_version,
        kind=kind,
        ecosystem=enum(problems, "ecosystem", request.ecosystem, ECOSYSTEMS, None),
        format=enum(problems, "format", request.format, FORMATS, None),
    )


def export(found: Export) -> export_pb2.Export:
    """An export."""
    profile = profile_of(found.profile)
    return export_pb2.Export(
        export_id=str(found.export_id),
        batch_id=str(found.batch_id),
        profile=found.profile["name"],
        profile_version=found.profile["version"],
        state=STATES.wire(found.state),
        units=found.units,
        packs=found.packs,
        packs_completed=found.cursor,
        holder=found.holder,
        failure=found.failure or "",
        created_at=convert.timestamp(found.created_at),
        started_at=convert.timestamp(found.started_at),
        ended_at=convert.timestamp(found.ended_at),
        kind=KINDS.wire(profile.kind),
        format=FORMATS.wire(profile.format),
        notes=found.notes,
        locked_until=convert.timestamp(found.locked_until),
        sku=found.sku,
    )


def preview(found: Preview) -> pb.PreviewExportResponse:
    """An export that was not asked for."""
    return pb.PreviewExportResponse(
        profile=found.name,
        profile_version=found.version,
        kind=KINDS.wire(found.profile.kind),
        format=FORMATS.wire(found.profile.format),
        units=found.units,
        packs=found.packs,
        file_name=found.file_name,
        media_type=found.media_type,
        notes=found.notes,
        columns=found.columns,
        rows=[pb.PreviewRow(cells=cells) for cells in found.rows],
        picture=found.picture,
        sample=found.sample,
    )


def pack(found: Pack) -> export_pb2.Pack:
    """A pack."""
    return export_pb2.Pack(
        pack_id=str(found.pack_id),
        export_id=str(found.export_id),
        pack_no=found.pack_no,
        first_seq=found.first_seq,
        units=found.units,
        file_name=found.file_name,
        media_type=found.media_type,
        sha256=found.sha256,
        bytes=found.bytes,
    )
