"""CarrierProfileService."""

from hallmint.v1 import carrier_profile_service_pb2 as pb
from hallmint.v1 import carrier_profile_service_pb2_grpc
from hallmint_server.errors import Problems, Reason
from hallmint_server.exporting.profile.choice import Purpose
from hallmint_server.exporting.profile.model import Ecosystem, ProfileKind
from hallmint_server.exporting.profile.service import CarrierProfileService, place
from hallmint_server.rpc import page, parse
from hallmint_server.rpc.caller import acting, request_key
from hallmint_server.rpc.context import Context
from hallmint_server.rpc.convert_carrier_profile import (
    STATES,
    carrier_profile,
    carrier_profile_default,
    read_definition,
)
from hallmint_server.rpc.convert_export import ECOSYSTEMS, KINDS


class CarrierProfileServicer(carrier_profile_service_pb2_grpc.CarrierProfileServiceServicer):
    """The rpcs of CarrierProfileService; the proto says what each does."""

    def __init__(self, service: CarrierProfileService) -> None:
        self._service = service

    async def CreateCarrierProfile(
        self, request: pb.CreateCarrierProfileRequest, context: Context
    ) -> pb.CreateCarrierProfileResponse:
        caller, problems = acting(), Problems()
        key = request_key(problems, caller.acting_brand, "CreateCarrierProfile", request)
        profile = read_definition(problems, "definition", request.definition)
        made = await self._service.create(caller, request.key, profile, request=key, problems=problems)
        return pb.CreateCarrierProfileResponse(carrier_profile=carrier_profile(made))

    async def CreateCarrierProfileDraft(
        self, request: pb.CreateCarrierProfileDraftRequest, context: Context
    ) -> pb.CreateCarrierProfileDraftResponse:
        caller, problems = acting(), Problems()
        key = request_key(problems, caller.acting_brand, "CreateCarrierProfileDraft", request)
        _check_key(problems, request.key)
        made = await self._service.create_draft(caller, request.key, request=key, problems=problems)
        return pb.CreateCarrierProfileDraftResponse(carrier_profile=carrier_profile(made))

    async def GetCarrierProfile(
        self, request: pb.GetCarrierProfileRequest, context: Context
    ) -> pb.GetCarrierProfileResponse:
        problems = Problems()
        _check_key(problems, request.key)
        _check_version(problems, request.version, least=0)
        problems.check()
        found = await self._service.get(acting(), request.key, request.version)
        return pb.GetCarrierProfileResponse(carrier_profile=carrier_profile(found))

    async def ListCarrierProfiles(
        self, request: pb.ListCarrierProfilesRequest, context: Context
    ) -> pb.ListCarrierProfilesResponse:
        caller, problems = acting(), Problems()
        size = page.page_size(problems, request.page_size)
        state = parse.enum(problems, "state", request.state, STATES, None)
        filters = ("carrier_profiles", caller.acting_brand, request.key, state)
        after = page.read_text(problems, request.page_token, *filters)
        problems.check()
        found, more = await self._service.versions(
            caller, key=request.key or None, state=state, after=after, limit=size
        )
        return pb.ListCarrierProfilesResponse(
            carrier_profiles=[carrier_profile(each) for each in found],
            next_page_token=page.make_token(place(found[-1]), *filters) if more else "",
        )

    async def UpdateCarrierProfile(
        self, request: pb.UpdateCarrierProfileRequest, context: Context
    ) -> pb.UpdateCarrierProfileResponse:
        problems = _named(request)
        profile = read_definition(problems, "definition", request.definition)
        found = await self._service.update(
            acting(),
            request.key,
            request.version,
            profile,
            expected_revision=request.expected_revision,
            problems=problems,
        )
        return pb.UpdateCarrierProfileResponse(carrier_profile=carrier_profile(found))

    async def PublishCarrierProfile(
        self, request: pb.PublishCarrierProfileRequest, context: Context
    ) -> pb.PublishCarrierProfileResponse:
        problems = _named(request)
        found = await self._service.publish(
            acting(), request.key, request.version, expected_revision=request.expected_revision, problems=problems
        )
        return pb.PublishCarrierProfileResponse(carrier_profile=carrier_profile(found))

    async def DeprecateCarrierProfile(
        self, request: pb.DeprecateCarrierProfileRequest, context: Context
    ) -> pb.DeprecateCarrierProfileResponse:
        problems = _named(request)
        found = await self._service.deprecate(acting(), request.key, request.version, problems=problems)
        return pb.DeprecateCarrierProfileResponse(carrier_profile=carrier_profile(found))

    async def SetCarrierProfileDefault(
        self, request: pb.SetCarrierProfileDefaultRequest, context: Context
    ) -> pb.SetCarrierProfileDefaultResponse:
        problems = Problems()
        ecosystem = parse.enum(problems, "ecosystem", request.ecosystem, ECOSYSTEMS, Ecosystem.GENERIC)
        kind = parse.enum(problems, "kind", request.kind, KINDS, None)
        if not request.kind:
            problems.add(Reason.FIELD_REQUIRED, "kind", "kind must be set")
        _check_version(problems, request.version, least=0)
        if request.version and not request.key:
            problems.add(Reason.FIELD_INVALID, "version", "version must be 0 where there is no key")
        problems.check()
        purpose = Purpose(ecosystem or Ecosystem.GENERIC, kind or ProfileKind.FULL_MANIFEST)
        made = await self._service.set_default(acting(), purpose, request.key, request.version)
        return pb.SetCarrierProfileDefaultResponse(carrier_profile_default=carrier_profile_default(made))

    async def GetCarrierProfileDefaults(
        self, request: pb.GetCarrierProfileDefaultsRequest, context: Context
    ) -> pb.GetCarrierProfileDefaultsResponse:
        found = await self._service.defaults(acting())
        return pb.GetCarrierProfileDefaultsResponse(
            carrier_profile_defaults=[carrier_profile_default(each) for each in found]
        )


def _named(
    request: pb.UpdateCarrierProfileRequest | pb.PublishCarrierProfileRequest | pb.DeprecateCarrierProfileRequest,
) -> Problems:
    """What is wrong with how a version is named that shall be changed."""
    problems = Problems()
    _check_key(problems, request.key)
    _check_version(problems, request.version, least=1)
    return problems


def _check_key(problems: Problems, key: str) -> None:
    if not key:
        problems.add(Reason.FIELD_REQUIRED, "key", "key must be set")


def _check_version(problems: Problems, version: int, *, least: int) -> None:
    if version < least:
        reason = Reason.FIELD_INVALID if version else Reason.FIELD_REQUIRED
        problems.add(reason, "version", f"version must be a number from {least}")
