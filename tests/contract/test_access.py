"""Who may call what: the whole table, against a real server. A method that is new fails here until it is decided on."""

from uuid import uuid4

import grpc
import pytest
from google.protobuf import descriptor_pool, message_factory
from google.protobuf.message import Message

from hallmint.v1 import credential_service_pb2, member_pb2, member_service_pb2
from hallmint_server.rpc import server as server_module
from hallmint_server.rpc.access import METHODS
from hallmint_server.tenancy.model import ROLE_PERMISSIONS, SCOPE_PERMISSIONS, Permission, Role
from tests.support.api import Api, bearer
from tests.support.refusal import Refusal, read, refused

READERS = {"viewer", "editor", "approver", "admin", "owner"}
MANAGERS = {"admin", "owner"}
# By permission: which roles and scopes have it (product.md, "Who may do what"). Written out, not computed.
HOLDERS: dict[Permission, set[str]] = {
    Permission.BRAND_READ: READERS | set(SCOPE_PERMISSIONS),
    Permission.CATALOG_READ: READERS | {"catalog:read", "catalog:write"},
    Permission.CATALOG_WRITE: {"editor", "catalog:write"} | MANAGERS,
    Permission.CONTENT_PUBLISH: {"approver"} | MANAGERS,
    Permission.MINT_READ: READERS | {"mint:read", "mint:write"},
    Permission.MINT_WRITE: {"approver", "mint:write"} | MANAGERS,
    Permission.EXPORT_READ: READERS | {"export:read", "export:write"},
    Permission.EXPORT_WRITE: {"approver", "export:write"} | MANAGERS,
    Permission.SCAN_READ: READERS | {"scan:read"},
    Permission.SCAN_DETAIL: {"approver"} | MANAGERS,
    Permission.AUDIT_READ: READERS,
    Permission.BRAND_WRITE: MANAGERS,
    Permission.CREDENTIAL_WRITE: MANAGERS,
    Permission.MEMBER_READ: MANAGERS,
    Permission.MEMBER_WRITE: {"owner"},
    Permission.LOG_MONITOR: {"approver"} | MANAGERS,
    Permission.OPERATE: {"operator"},
    Permission.PERSON: READERS | {"stranger"},
    Permission.SESSION_CREATE: READERS | {"stranger"},
    Permission.SESSION_REVOKE: set(),
    Permission.ACCEPT: READERS | {"stranger"},
}
SCOPES = tuple(SCOPE_PERMISSIONS)
PERSONAL = {Permission.PERSON, Permission.SESSION_CREATE, Permission.ACCEPT}
"""What every person has, whatever their role; no role has it for itself."""


def may(caller: str, method: str) -> bool:
    """Whether the table of product.md lets a caller make a call."""
    if caller == "scope admin":
        return any("admin" in HOLDERS[p] and p in SCOPE_PERMISSIONS["admin"] for p in METHODS[method])
    return method == "CredentialService/GetCaller" or any(caller in HOLDERS[p] for p in METHODS[method])


def test_every_method_of_every_service_is_decided_on() -> None:
    found = set()
    for file in (
        "audit",
        "brand",
        "carrier_profile",
        "catalog",
        "content",
        "credential",
        "export",
        "link",
        "member",
        "minting",
        "production",
        "scan",
        "session",
        "verification",
    ):
        pool = descriptor_pool.Default()
        for service in pool.FindFileByName(f"hallmint/v1/{file}_service.proto").services_by_name.values():
            found |= {f"{service.name}/{method.name}" for method in service.methods}
    assert found == set(METHODS)
    assert {name.removeprefix("hallmint.v1.") for name in server_module.SERVICES} == {m.split("/")[0] for m in METHODS}


def test_roles_and_scopes_have_what_the_design_says() -> None:
    assert set(HOLDERS) == set(Permission)
    for permission in set(Permission) - PERSONAL:
        assert {r.value for r in Role if permission in ROLE_PERMISSIONS[r]} == HOLDERS[permission] & READERS
    for permission in set(Permission) - PERSONAL - {Permission.BRAND_READ}:
        held = {s for s in SCOPES if permission in SCOPE_PERMISSIONS[s]} - {"admin"}
        assert held == HOLDERS[permission] & set(SCOPES) - {"admin"}
    assert SCOPE_PERMISSIONS["admin"] == ROLE_PERMISSIONS[Role.ADMIN]


@pytest.fixture
async def keys(api: Api) -> dict[str, str]:
    """A credential for each caller of the table."""
    found = {"operator": api.operator_key, "owner": api.key}
    for role in ("viewer", "editor", "approver", "admin"):
        invited = await api.members.InviteMember(
            member_service_pb2.InviteMemberRequest(
                request_id=str(uuid4()),
                email=f"{role}@acme.example",
                role=member_pb2.Role.Value(f"ROLE_{role.upper()}"),
            ),
            metadata=api.metadata,
        )
        accepted = await api.members.AcceptInvitation(
            member_service_pb2.AcceptInvitationRequest(), metadata=bearer(invited.invitation)
        )
        found[role] = accepted.key
        if role == "viewer":
            found["stranger"] = await _stranger(api)
    for scope in SCOPES:
        made = await api.credentials.CreateCredential(
            credential_service_pb2.CreateCredentialRequest(request_id=str(uuid4()), name=scope, scopes=[scope]),
            metadata=api.metadata,
        )
        found["scope admin" if scope == "admin" else scope] = made.key
    return found


async def _stranger(api: Api) -> str:
    """A person who was a member, and is one of no brand now."""
    invited = await api.members.InviteMember(
        member_service_pb2.InviteMemberRequest(
            request_id=str(uuid4()), email="gone@acme.example", role=member_pb2.ROLE_OWNER
        ),
        metadata=api.metadata,
    )
    accepted = await api.members.AcceptInvitation(
        member_service_pb2.AcceptInvitationRequest(), metadata=bearer(invited.invitation)
    )
    await api.members.RemoveMember(
        member_service_pb2.RemoveMemberRequest(member_id=accepted.member.member_id), metadata=api.metadata
    )
    return accepted.key


async def _call(api: Api, method: str, key: str) -> Refusal | None:
    """Make a call with an empty request: whoever may call gets an answer or hears what is wrong with the request."""
    service, name = method.split("/")
    descriptor = descriptor_pool.Default().FindServiceByName(f"hallmint.v1.{service}").FindMethodByName(name)
    request_type = message_factory.GetMessageClass(descriptor.input_type)
    path = f"/hallmint.v1.{method}"
    metadata = bearer(key) if key else ()

    def encode(message: Message) -> bytes:
        return message.SerializeToString()

    try:
        if descriptor.client_streaming:
            stub = api.channel.stream_unary(path, encode, bytes)
            await stub(iter([request_type()]), metadata=metadata, timeout=10)
        elif descriptor.server_streaming:
            stream = api.channel.unary_stream(path, encode, bytes)
            async for _ in stream(request_type(), metadata=metadata, timeout=10):
                return None
        else:
            unary = api.channel.unary_unary(path, encode, bytes)
            await unary(request_type(), metadata=metadata, timeout=10)
    except grpc.aio.AioRpcError as error:
        return read(error)
    return None


async def test_the_whole_table_of_callers_and_methods(api: Api, keys: dict[str, str]) -> None:
    wrong = []
    for caller, key in keys.items():
        for method in METHODS:
            refusal = await _call(api, method, key)
            denied = refusal is not None and refusal.code in ("PERMISSION_DENIED", "UNAUTHENTICATED")
            if refusal is not None and refusal.reason == "CREDENTIAL_INVALID" and method.endswith("AcceptInvitation"):
                denied = False  # let in, and then the empty invitation is refused
            if denied == may(caller, method):
                wrong.append((caller, method, refusal and refusal.reason))
            elif denied:
                assert refusal is not None
                expected = "BRAND_REQUIRED" if caller == "stranger" else "PERMISSION_MISSING"
                assert refusal.reason == expected, (caller, method)
    assert wrong == []


async def test_nothing_is_open_to_a_call_without_a_credential(api: Api) -> None:
    for method in METHODS:
        refusal = await _call(api, method, "")
        assert refusal is not None
        assert (refusal.code, refusal.reason) == ("UNAUTHENTICATED", "CREDENTIAL_REQUIRED"), method


async def test_a_refused_call_names_what_it_takes(api: Api, keys: dict[str, str]) -> None:
    request = member_service_pb2.ListMembersRequest()
    refusal = await refused(api.members.ListMembers(request, metadata=bearer(keys["viewer"])))
    assert refusal.metadata == {"permission": "member:read"}
