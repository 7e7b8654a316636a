"""Calls about carrier profiles to a servicer, for one brand, without a server."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import psycopg

from hallmint.v1 import carrier_profile_pb2, export_pb2
from hallmint.v1 import carrier_profile_service_pb2 as pb
from hallmint_server.db.pool import Database
from hallmint_server.exporting.profile.finding import chosen
from hallmint_server.exporting.profile.model import CarrierProfile, Ecosystem, ProfileKind
from hallmint_server.exporting.profile.service import CarrierProfileService
from hallmint_server.rpc.carrier_profile import CarrierProfileServicer
from hallmint_server.rpc.context import Context
from hallmint_server.tenancy.model import Caller
from tests.support.acting import calling, make_brand

Conn = psycopg.AsyncConnection[Any]
QR_PRINT, NFC = export_pb2.EXPORT_KIND_QR_PRINT, export_pb2.EXPORT_KIND_NFC
NO_CONTEXT: Context = None  # type: ignore[assignment] # the servicer does not look at it


def definition(*fields: str, **changes: Any) -> carrier_profile_pb2.CarrierProfileDefinition:
    """What may be published, unless it is changed."""
    said: dict[str, Any] = {
        "name": "Ours",
        "kind": QR_PRINT,
        "file_name": "{pack}.csv",
        "csv": carrier_profile_pb2.CsvSettings(),
        "columns": [carrier_profile_pb2.CarrierProfileColumn(header=each, field=each) for each in fields or ("url",)],
    }
    return carrier_profile_pb2.CarrierProfileDefinition(**{**said, **changes})


@dataclass(frozen=True, slots=True)
class Scene:
    """Calls for one brand."""

    rpc: CarrierProfileServicer
    database: Database
    caller: Caller

    async def create(
        self,
        key: str = "ours",
        said: carrier_profile_pb2.CarrierProfileDefinition | None = None,
        *,
        request_id: str = "",
    ) -> carrier_profile_pb2.CarrierProfile:
        request = pb.CreateCarrierProfileRequest(
            request_id=request_id or str(uuid4()), key=key, definition=said or definition()
        )
        with calling(self.caller):
            return (await self.rpc.CreateCarrierProfile(request, NO_CONTEXT)).carrier_profile

    async def draft(self, key: str = "ours", *, request_id: str = "") -> carrier_profile_pb2.CarrierProfile:
        request = pb.CreateCarrierProfileDraftRequest(request_id=request_id or str(uuid4()), key=key)
        with calling(self.caller):
            return (await self.rpc.CreateCarrierProfileDraft(request, NO_CONTEXT)).carrier_profile

    async def get(self, key: str = "ours", version: int = 0) -> carrier_profile_pb2.CarrierProfile:
        with calling(self.caller):
            request = pb.GetCarrierProfileRequest(key=key, version=version)
            return (await self.rpc.GetCarrierProfile(request, NO_CONTEXT)).carrier_profile

    async def update(
        self, version: int, said: carrier_profile_pb2.CarrierProfileDefinition, key: str = "ours", *, seen: int = 0
    ) -> carrier_profile_pb2.CarrierProfile:
        request = pb.UpdateCarrierProfileRequest(key=key, version=version, definition=said, expected_revision=seen)
        with calling(self.caller):
            return (await self.rpc.UpdateCarrierProfile(request, NO_CONTEXT)).carrier_profile

    async def publish(
        self, version: int = 1, key: str = "ours", *, seen: int = 0
    ) -> carrier_profile_pb2.CarrierProfile:
        request = pb.PublishCarrierProfileRequest(key=key, version=version, expected_revision=seen)
        with calling(self.caller):
            return (await self.rpc.PublishCarrierProfile(request, NO_CONTEXT)).carrier_profile

    async def deprecate(self, version: int = 1, key: str = "ours") -> carrier_profile_pb2.CarrierProfile:
        request = pb.DeprecateCarrierProfileRequest(key=key, version=version)
        with calling(self.caller):
            return (await self.rpc.DeprecateCarrierProfile(request, NO_CONTEXT)).carrier_profile

    async def page(self, **fields: Any) -> pb.ListCarrierProfilesResponse:
        with calling(self.caller):
            return await self.rpc.ListCarrierProfiles(pb.ListCarrierProfilesRequest(**fields), NO_CONTEXT)

    async def choose(
        self, key: str = "ours", version: int = 0, **purpose: Any
    ) -> carrier_profile_pb2.CarrierProfileDefault:
        request = pb.SetCarrierProfileDefaultRequest(**{"key": key, "version": version, "kind": QR_PRINT, **purpose})
        with calling(self.caller):
            return (await self.rpc.SetCarrierProfileDefault(request, NO_CONTEXT)).carrier_profile_default

    async def defaults(self) -> dict[tuple[int, int], tuple[str, int, bool]]:
        """By ecosystem and kind: key, version, and whether it was chosen for just that."""
        with calling(self.caller):
            answer = await self.rpc.GetCarrierProfileDefaults(pb.GetCarrierProfileDefaultsRequest(), NO_CONTEXT)
        return {(d.ecosystem, d.kind): (d.key, d.version, d.chosen) for d in answer.carrier_profile_defaults}

    async def chosen(
        self, key: str = "", number: int = 0, *, kind: ProfileKind | None = None, ecosystem: Ecosystem | None = None
    ) -> tuple[str, int, CarrierProfile]:
        """What an export would get."""
        brand_id = self.caller.acting_brand
        async with self.database.act(brand_id) as conn:
            return await chosen(conn, brand_id, key=key, number=number, kind=kind, ecosystem=ecosystem)

    async def events(self, conn: Conn) -> list[tuple[str, str, str, dict[str, Any]]]:
        """Entity type and id, action and detail of each of the brand's events, in order."""
        cursor = await conn.execute(
            "SELECT entity_type, entity_id, action, detail FROM events WHERE brand_id = %s AND actor = %s ORDER BY number",
            [self.caller.acting_brand, self.caller.actor],
        )
        return [(kind, of, action, json.loads(detail)) for kind, of, action, detail in await cursor.fetchall()]


async def make_scene(database: Database, conn: Conn, slug: str) -> Scene:
    """A brand, and the servicer."""
    brand = await make_brand(conn, slug)
    return Scene(CarrierProfileServicer(CarrierProfileService(database)), database, brand.caller)
