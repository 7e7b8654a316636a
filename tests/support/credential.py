"""Credentials, members and invitations in the words of tests."""

from typing import Any
from uuid import uuid4

from hallmint.v1 import credential_service_pb2 as pb
from hallmint.v1 import member_pb2, member_service_pb2
from tests.support.api import Api, Metadata, bearer
from tests.support.refusal import Refusal, refused


async def create(
    api: Api, *scopes: str, metadata: Metadata | None = None, **fields: Any
) -> pb.CreateCredentialResponse:
    request = pb.CreateCredentialRequest(**{"request_id": str(uuid4()), "name": "erp", "scopes": scopes, **fields})
    return await api.credentials.CreateCredential(request, metadata=metadata or api.metadata)


async def caller(api: Api, key: str, **metadata: str) -> pb.GetCallerResponse:
    extra = tuple(metadata.items())
    return await api.credentials.GetCaller(pb.GetCallerRequest(), metadata=(*bearer(key), *extra))


async def unknown(api: Api, key: str) -> Refusal:
    return await refused(api.credentials.GetCaller(pb.GetCallerRequest(), metadata=bearer(key)))


async def invite(api: Api, email: str, role: member_pb2.Role.ValueType) -> member_service_pb2.InviteMemberResponse:
    request = member_service_pb2.InviteMemberRequest(request_id=str(uuid4()), email=email, role=role)
    return await api.members.InviteMember(request, metadata=api.metadata)


async def accept(api: Api, key: str, invitation: str = "") -> member_service_pb2.AcceptInvitationResponse:
    request = member_service_pb2.AcceptInvitationRequest(invitation=invitation)
    return await api.members.AcceptInvitation(request, metadata=bearer(key))
