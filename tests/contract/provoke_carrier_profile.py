"""Refusals of carrier profiles: as in provoke.py, into the same cases."""

from collections.abc import Awaitable
from typing import Any
from uuid import uuid4

from hallmint.v1 import carrier_profile_pb2, export_pb2
from hallmint.v1 import carrier_profile_service_pb2 as pb
from tests.contract.provoke import Stage, case


def _create(on: Stage, key: str) -> Awaitable[Any]:
    definition = carrier_profile_pb2.CarrierProfileDefinition(
        name="Ours",
        kind=export_pb2.EXPORT_KIND_QR_PRINT,
        columns=[carrier_profile_pb2.CarrierProfileColumn(header="url", field="url")],
        file_name="{pack}.csv",
        csv=carrier_profile_pb2.CsvSettings(),
    )
    request = pb.CreateCarrierProfileRequest(request_id=str(uuid4()), key=key, definition=definition)
    return on.api.profiles.CreateCarrierProfile(request, metadata=on.api.metadata)


@case
async def profile_key_taken(on: Stage) -> None:
    await _create(on, "ours")
    await _create(on, "ours")


@case
async def profile_not_published(on: Stage) -> None:
    await _create(on, "ours")
    request = pb.SetCarrierProfileDefaultRequest(kind=export_pb2.EXPORT_KIND_QR_PRINT, key="ours")
    await on.api.profiles.SetCarrierProfileDefault(request, metadata=on.api.metadata)
