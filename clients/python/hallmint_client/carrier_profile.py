"""The rpcs of CarrierProfileService."""

import uuid
from collections.abc import AsyncGenerator, Sequence

from hallmint.v1 import carrier_profile_pb2, export_pb2
from hallmint.v1 import carrier_profile_service_pb2 as pb
from hallmint_client.connection import Connection
from hallmint_client.page import FULL_PAGE, pages


class CarrierProfileCalls(Connection):
    """Carrier profiles, the brand's own and those that come with Hallmint: a part of `Client`.

    A version goes from draft to published to deprecated; only drafts change. `carrier_definition` reads and writes definitions
    as the JSON of a profile's file.
    """

    async def create_carrier_profile(
        self, key: str, definition: carrier_profile_pb2.CarrierProfileDefinition, *, request_id: str | None = None
    ) -> carrier_profile_pb2.CarrierProfile:
        """Make the first version of a key, a draft. Durable on return. ALREADY_EXISTS `PROFILE_KEY_TAKEN`; INVALID_ARGUMENT names
        each field that no draft can hold.
        """
        request = pb.CreateCarrierProfileRequest(
            request_id=request_id or str(uuid.uuid4()), key=key, definition=definition
        )
        stub = self._transport.carrier_profile.CreateCarrierProfile
        return (await self._transport.unary(stub, request)).carrier_profile

    async def create_carrier_profile_draft(
        self, key: str, *, request_id: str | None = None
    ) -> carrier_profile_pb2.CarrierProfile:
        """Make the next version of a key, a draft that says what the newest does; where the newest is a draft, that is returned.
        Durable on return. NOT_FOUND `PROFILE_NOT_FOUND`.
        """
        request = pb.CreateCarrierProfileDraftRequest(request_id=request_id or str(uuid.uuid4()), key=key)
        stub = self._transport.carrier_profile.CreateCarrierProfileDraft
        return (await self._transport.unary(stub, request)).carrier_profile

    async def get_carrier_profile(self, key: str, version: int = 0) -> carrier_profile_pb2.CarrierProfile:
        """One version; 0 means the newest, whatever its state. NOT_FOUND `PROFILE_NOT_FOUND`."""
        request = pb.GetCarrierProfileRequest(key=key, version=version)
        stub = self._transport.carrier_profile.GetCarrierProfile
        return (await self._transport.unary(stub, request)).carrier_profile

    async def list_carrier_profiles(
        self,
        *,
        key: str = "",
        state: carrier_profile_pb2.CarrierProfileState.ValueType = (
            carrier_profile_pb2.CARRIER_PROFILE_STATE_UNSPECIFIED
        ),
        page_size: int = 0,
        page_token: str = "",
    ) -> pb.ListCarrierProfilesResponse:
        """One page of versions by key, of a key the newest first; of all keys and states or of one. `page_size` 0 means 50, at
        most 500. Large profiles make pages short: go on while there is a `next_page_token`.
        """
        request = pb.ListCarrierProfilesRequest(page_size=page_size, page_token=page_token, key=key, state=state)
        return await self._transport.unary(self._transport.carrier_profile.ListCarrierProfiles, request)

    async def carrier_profiles(
        self,
        *,
        key: str = "",
        state: carrier_profile_pb2.CarrierProfileState.ValueType = (
            carrier_profile_pb2.CARRIER_PROFILE_STATE_UNSPECIFIED
        ),
    ) -> AsyncGenerator[carrier_profile_pb2.CarrierProfile, None]:
        """All versions by key, of a key the newest first, through all pages."""
        async for page in pages(
            lambda at: self.list_carrier_profiles(key=key, state=state, page_size=FULL_PAGE, page_token=at)
        ):
            for profile in page.carrier_profiles:
                yield profile

    async def update_carrier_profile(
        self,
        key: str,
        version: int,
        definition: carrier_profile_pb2.CarrierProfileDefinition,
        *,
        expected_revision: int = 0,
    ) -> carrier_profile_pb2.CarrierProfile:
        """Replace what a draft says. Durable on return. FAILED_PRECONDITION `VERSION_NOT_DRAFT`.

        With `expected_revision`: FAILED_PRECONDITION `REVISION_CHANGED` where it is no longer the current one.
        """
        request = pb.UpdateCarrierProfileRequest(
            key=key, version=version, definition=definition, expected_revision=expected_revision
        )
        stub = self._transport.carrier_profile.UpdateCarrierProfile
        return (await self._transport.unary(stub, request)).carrier_profile

    async def publish_carrier_profile(
        self, key: str, version: int, *, expected_revision: int = 0
    ) -> carrier_profile_pb2.CarrierProfile:
        """Publish a draft. Durable on return.

        FAILED_PRECONDITION `VERSION_NOT_DRAFT` for a deprecated one, with `expected_revision` `REVISION_CHANGED` where it is no
        longer the current one, else with everything that is wrong with what the draft says.
        """
        request = pb.PublishCarrierProfileRequest(key=key, version=version, expected_revision=expected_revision)
        stub = self._transport.carrier_profile.PublishCarrierProfile
        return (await self._transport.unary(stub, request)).carrier_profile

    async def deprecate_carrier_profile(self, key: str, version: int) -> carrier_profile_pb2.CarrierProfile:
        """Withdraw a published version, which then is no default any more; exports that copied it go on. Durable on return.
        FAILED_PRECONDITION `PROFILE_NOT_PUBLISHED` for a draft.
        """
        request = pb.DeprecateCarrierProfileRequest(key=key, version=version)
        stub = self._transport.carrier_profile.DeprecateCarrierProfile
        return (await self._transport.unary(stub, request)).carrier_profile

    async def set_carrier_profile_default(
        self,
        key: str,
        version: int = 0,
        *,
        kind: export_pb2.ExportKind.ValueType,
        ecosystem: export_pb2.Ecosystem.ValueType = export_pb2.ECOSYSTEM_GENERIC,
    ) -> carrier_profile_pb2.CarrierProfileDefault:
        """Choose what exports of a kind get in an ecosystem when nobody names a profile; an empty key takes the choice back.
        `version` 0 means the newest that is published. Durable on return. NOT_FOUND `PROFILE_NOT_FOUND`, FAILED_PRECONDITION
        `PROFILE_NOT_PUBLISHED`, INVALID_ARGUMENT for a profile of another kind.
        """
        request = pb.SetCarrierProfileDefaultRequest(key=key, version=version, kind=kind, ecosystem=ecosystem)
        stub = self._transport.carrier_profile.SetCarrierProfileDefault
        return (await self._transport.unary(stub, request)).carrier_profile_default

    async def get_carrier_profile_defaults(self) -> Sequence[carrier_profile_pb2.CarrierProfileDefault]:
        """What exports get when nobody names a profile, for each ecosystem and kind."""
        stub = self._transport.carrier_profile.GetCarrierProfileDefaults
        return (await self._transport.unary(stub, pb.GetCarrierProfileDefaultsRequest())).carrier_profile_defaults
