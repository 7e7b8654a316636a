"""Every method that takes texts, and of each a request that would be carried out as it is."""

import json
from dataclasses import dataclass
from itertools import count
from typing import Any
from uuid import uuid4

import grpc
from google.protobuf import descriptor_pool, json_format, struct_pb2
from google.protobuf.descriptor import Descriptor, FieldDescriptor, MethodDescriptor
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass

from hallmint.v1 import (
    carrier_profile_service_pb2,
    content_service_pb2,
    member_pb2,
    minting_service_pb2,
    production_service_pb2,
)
from hallmint_server.rpc import server as server_module  # which imports every service
from tests.support import credential
from tests.support.api import READY, Api, Metadata

METHODS: dict[str, MethodDescriptor] = {
    method.name: method
    for service in server_module.SERVICES
    for method in descriptor_pool.Default().FindServiceByName(service).methods
}
_KEY = "product_type"
_NUMBER = count(1)


async def send(channel: grpc.aio.Channel, metadata: Metadata, method: MethodDescriptor, encoded: bytes) -> bytes:
    """Call a method with bytes, which need be no message of it; returns the bytes of the answer, of a stream its first."""
    path = f"/{method.containing_service.full_name}/{method.name}"
    if method.server_streaming:
        answer: Any = await channel.unary_stream(path, bytes, bytes)(encoded, metadata=metadata).read()
    elif method.client_streaming:
        answer = await channel.stream_unary(path, bytes, bytes)(iter([encoded]), metadata=metadata)
    else:
        answer = await channel.unary_unary(path, bytes, bytes)(encoded, metadata=metadata)
    return bytes(answer)


def whose(api: Api, method: MethodDescriptor) -> Metadata:
    """The metadata of somebody who may call it."""
    return api.operator_metadata if method.containing_service.name == "BrandService" else api.metadata


@dataclass(frozen=True, slots=True)
class Way:
    """A text field inside a message: the fields on the way to it, and its path as a caller is told it."""

    fields: tuple[FieldDescriptor, ...]
    path: str

    def put(self, message: Message, text: str) -> None:
        """Set the field, and where something is repeated the first of it."""
        for field in self.fields[:-1]:
            inner: Any = getattr(message, field.name)
            if field.is_repeated:
                inner = inner[0] if inner else inner.add()
            message = inner
        last = self.fields[-1]
        value: Any = getattr(message, last.name)
        if last.message_type is not None:
            value[_KEY] = text
        elif last.is_repeated:
            value[:1] = [text]
        else:
            setattr(message, last.name, text)


def ways(message: Descriptor, before: tuple[FieldDescriptor, ...] = (), path: str = "") -> list[Way]:
    """Every text field inside a message; of a Struct, a text under a key that products have."""
    found = []
    for field in message.fields:
        here = f"{path}{field.name}{'[0]' if field.is_repeated else ''}"
        if field.message_type is struct_pb2.Struct.DESCRIPTOR:
            found.append(Way((*before, field), f"{here}.fields[{_KEY}].string_value"))
        elif field.message_type is not None and len(before) < 4:
            found += ways(field.message_type, (*before, field), f"{here}.")
        elif field.type == FieldDescriptor.TYPE_STRING:
            found.append(Way((*before, field), here))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Things:
    """Ids of what requests are about."""

    brand: str
    product: str
    batch: str
    template: str
    pack: str
    profile: str
    credential: str
    member: str
    run: str


async def make_things(api: Api, *, brand: str, product: str) -> Things:
    """Make one of each, beside the brand and the product. The template, the market pack and the carrier profile are drafts,
    and the batch is cancelled.
    """
    own = api.metadata
    template = json_format.ParseDict(_new(**_template()), content_service_pb2.CreateTemplateRequest())
    pack = json_format.ParseDict(_new(market="FR", **_pack()), content_service_pb2.CreateMarketPackRequest())
    run = json_format.ParseDict(_run(), production_service_pb2.CreateProductionBatchRequest())
    profile = json_format.ParseDict(
        _new(key="ours", **_profile()), carrier_profile_service_pb2.CreateCarrierProfileRequest()
    )
    batch = await api.submit(1, lots={"A": 1})
    await api.minting.CancelBatch(minting_service_pb2.CancelBatchRequest(batch_id=batch.batch_id), metadata=own)
    return Things(
        brand=brand,
        product=product,
        batch=batch.batch_id,
        template=(await api.content.CreateTemplate(template, metadata=own)).template.template_id,
        pack=(await api.content.CreateMarketPack(pack, metadata=own)).market_pack.market_pack_id,
        profile=(await api.profiles.CreateCarrierProfile(profile, metadata=own)).carrier_profile.key,
        credential=(await credential.create(api, "mint:read")).credential.credential_id,
        member=(await credential.invite(api, "made@acme.example", member_pb2.ROLE_OWNER)).member.member_id,
        run=(await api.production.CreateProductionBatch(run, metadata=own)).production_batch.production_batch_id,
    )


def usual(name: str, things: Things) -> Message:
    """A request of a method; what must be new in it is."""
    message: Message = GetMessageClass(METHODS[name].input_type)()
    return json_format.ParseDict(_usual(things).get(name, {}), message)


def _usual(things: Things) -> dict[str, dict[str, Any]]:
    brand, batch = {"brand_id": things.brand}, {"batch_id": things.batch}
    product = {"product": {"product_id": things.product}}
    mint = {**product, "quantity": 1, "identity_mode": 2, "lots": [{"lot_code": "A", "quantity": 1}]}
    number = next(_NUMBER)
    return {
        "CreateBrand": _new(slug=f"new-{number}", name="New", owner_email="owner@new.example"),
        "UpdateBrand": {
            **brand,
            "change": {
                "name": "Acme",
                "resolver_base_url": "https://id.acme.example",
                "default_market": "DE",
                "theme": {
                    "primary_colour": "#112233",
                    "accent_colour": "#445566",
                    "legal_links": [{"label": "Imprint", "url": "https://acme.example/imprint"}],
                },
            },
            "update_mask": "name,resolverBaseUrl,defaultMarket,theme",
        },
        "SuspendBrand": {**brand, "reason": "unpaid"},
        "ReassignGtin": {**brand, "gtin": "09506000134352", "sku": "SKU-1"},
        "CreateProduct": _new(sku=f"NEW-{number}", name="New", group=5, attributes=READY),
        "UpdateProduct": {
            **product,
            "change": {"name": "Changed", "sku": "SKU-1", "gtin": "09506000134352", "attributes": READY},
            "update_mask": "name,sku,gtin,attributes",
        },
        "SetGroupSchema": {"group": 5, "brand_schema": json.dumps({"type": "object"})},
        "CreateTemplate": _new(**_template()),
        "UpdateTemplate": {"template_id": things.template, "sections": _template()["sections"]},
        "CreateMarketPack": _new(market="DE", **_pack()),
        "UpdateMarketPack": {"market_pack_id": things.pack, **_pack()},
        "CreateCredential": _new(name="erp", scopes=["mint:read"]),
        "RotateCredential": _new(credential_id=things.credential),
        "CreateLink": _new(
            level={"lot": {"product": {"sku": "SKU-1"}, "lot_code": f"L-{number}"}},
            link_type="gs1:pip",
            href="https://acme.example/pip",
            title="More",
            languages=["de"],
            media_type="text/html",
        ),
        "CreateCarrierProfile": _new(key=f"new-{number}", **_profile()),
        "CreateCarrierProfileDraft": _new(key=things.profile),
        "GetCarrierProfile": {"key": things.profile},
        "UpdateCarrierProfile": {"key": things.profile, "version": 1, **_profile()},
        "PublishCarrierProfile": {"key": things.profile, "version": 1},
        "DeprecateCarrierProfile": {"key": things.profile, "version": 1},
        "SetCarrierProfileDefault": {"kind": 2, "key": "generic-vdp-lf"},
        "CreateExport": _new(profile="generic-vdp-lf", **batch),
        "PreviewExport": {"profile": "generic-vdp-lf", **batch},
        "GetTokenProof": {"token": {"batch_seq": {**batch, "seq": 0}}},
        "VerifyToken": {"token": {"batch_seq": {**batch, "seq": 0}}},
        "GetConsistencyProof": {"old_size": 1},
        "InviteMember": _new(email="new@acme.example", role=1),
        "UpdateMember": {"member_id": things.member, "role": 1},
        "PreflightMint": {"mint": mint},
        "SubmitMint": _new(mint=mint),
        "ListTokens": batch,
        "WatchBatch": batch,
        "RevokeTokens": _new(reason="recall", **batch),
        "CreateProductionBatch": _run(number),
        "UpdateProductionBatch": {
            "production_batch_id": things.run,
            "change": {"number": "RUN-0", "production_date": "2026-11-02", "facility": "Works", "quantity": 20},
            "update_mask": "number,productionDate,facility,quantity",
        },
    }


def _new(**fields: Any) -> dict[str, Any]:
    return {"request_id": str(uuid4()), **fields}


def _template() -> dict[str, Any]:
    return {"group": 5, "sections": [{"title": "What it is", "fields": [{"path": _KEY, "label": "Type"}]}]}


def _pack() -> dict[str, Any]:
    return {
        "languages": ["de"],
        "disclaimers": [{"language": "de", "text": "Hinweis"}],
        "recycling": [{"material": "paper", "language": "de", "text": "Papier"}],
    }


def _profile() -> dict[str, Any]:
    columns = [{"header": "url", "field": "url"}]
    return {"definition": {"name": "Ours", "kind": 2, "columns": columns, "file_name": "{pack}.csv", "csv": {}}}


def _run(number: int = 0) -> dict[str, Any]:
    about = {"product": {"sku": "SKU-1"}, "number": f"RUN-{number}", "production_date": "2026-11-02"}
    return _new(**about, quantity=10, facility="Works", status=2)
