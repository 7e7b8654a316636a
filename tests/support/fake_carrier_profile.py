# ruff: noqa: N802 - the generated base class names the methods
"""Carrier profiles in memory."""

from typing import Any

from hallmint.v1 import carrier_profile_pb2, export_pb2
from hallmint.v1 import carrier_profile_service_pb2 as pb
from hallmint.v1.carrier_profile_service_pb2_grpc import CarrierProfileServiceServicer
from tests.support.fake_call import FakeCalls
from tests.support.sample import START


class FakeCarrierProfile(FakeCalls, CarrierProfileServiceServicer):
    """One draft, and one default."""

    def __init__(self) -> None:
        super().__init__()
        self.profile = carrier_profile_pb2.CarrierProfile(
            key="ours",
            version=1,
            revision=1,
            state=carrier_profile_pb2.CARRIER_PROFILE_STATE_DRAFT,
            definition=carrier_profile_pb2.CarrierProfileDefinition(
                name="Größe",
                kind=export_pb2.EXPORT_KIND_QR_PRINT,
                ecosystem=export_pb2.ECOSYSTEM_ZEBRA,
                columns=[carrier_profile_pb2.CarrierProfileColumn(header="url", field="url")],
                file_name="{pack}.csv",
                csv=carrier_profile_pb2.CsvSettings(header=True),
            ),
        )
        self.profile.created_at.FromDatetime(START)
        self.default = carrier_profile_pb2.CarrierProfileDefault(
            ecosystem=export_pb2.ECOSYSTEM_GENERIC, kind=export_pb2.EXPORT_KIND_NFC, key="nfc", version=1
        )

    def CreateCarrierProfile(self, request: Any, context: Any) -> Any:
        self._enter("CreateCarrierProfile", request, context)
        return pb.CreateCarrierProfileResponse(carrier_profile=self.profile)

    def CreateCarrierProfileDraft(self, request: Any, context: Any) -> Any:
        self._enter("CreateCarrierProfileDraft", request, context)
        return pb.CreateCarrierProfileDraftResponse(carrier_profile=self.profile)

    def GetCarrierProfile(self, request: Any, context: Any) -> Any:
        self._enter("GetCarrierProfile", request, context)
        return pb.GetCarrierProfileResponse(carrier_profile=self.profile)

    def ListCarrierProfiles(self, request: Any, context: Any) -> Any:
        self._enter("ListCarrierProfiles", request, context)
        more = "" if request.page_token else "p"
        return pb.ListCarrierProfilesResponse(carrier_profiles=[self.profile], next_page_token=more)

    def UpdateCarrierProfile(self, request: Any, context: Any) -> Any:
        self._enter("UpdateCarrierProfile", request, context)
        return pb.UpdateCarrierProfileResponse(carrier_profile=self.profile)

    def PublishCarrierProfile(self, request: Any, context: Any) -> Any:
        self._enter("PublishCarrierProfile", request, context)
        return pb.PublishCarrierProfileResponse(carrier_profile=self.profile)

    def DeprecateCarrierProfile(self, request: Any, context: Any) -> Any:
        self._enter("DeprecateCarrierProfile", request, context)
        return pb.DeprecateCarrierProfileResponse(carrier_profile=self.profile)

    def SetCarrierProfileDefault(self, request: Any, context: Any) -> Any:
        self._enter("SetCarrierProfileDefault", request, context)
        return pb.SetCarrierProfileDefaultResponse(carrier_profile_default=self.default)

    def GetCarrierProfileDefaults(self, request: Any, context: Any) -> Any:
        self._enter("GetCarrierProfileDefaults", request, context)
        return pb.GetCarrierProfileDefaultsResponse(carrier_profile_defaults=[self.default])
