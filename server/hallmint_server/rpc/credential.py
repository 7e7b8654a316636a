"""CredentialService and SessionService."""

from uuid import UUID

from hallmint.v1 import credential_service_pb2 as pb
from hallmint.v1 import credential_service_pb2_grpc, member_pb2, session_service_pb2, session_service_pb2_grpc
from hallmint_server.errors import Problems
from hallmint_server.rpc import convert_tenancy as convert
from hallmint_server.rpc import page
from hallmint_server.rpc.caller import acting, request_key
from hallmint_server.rpc.context import Context
from hallmint_server.rpc.convert import timestamp
from hallmint_server.tenancy.credential_service import CredentialService
from hallmint_server.tenancy.model import Caller, Permission


class CredentialServicer(credential_service_pb2_grpc.CredentialServiceServicer):
    """The rpcs of CredentialService; the proto says what each does."""

    def __init__(self, service: CredentialService) -> None:
        self._service = service

    async def CreateCredential(
        self, request: pb.CreateCredentialRequest, context: Context
    ) -> pb.CreateCredentialResponse:
        caller, problems = acting(), Problems()
        key = request_key(problems, caller.acting_brand, "CreateCredential", request)
        lifetime = convert.seconds(request.lifetime) if request.HasField("lifetime") else None
        made, text = await self._service.create(
            caller, request.name, request.scopes, key, lifetime=lifetime, problems=problems
        )
        return pb.CreateCredentialResponse(credential=convert.credential(made), key=text)

    async def ListCredentials(self, request: pb.ListCredentialsRequest, context: Context) -> pb.ListCredentialsResponse:
        caller, problems = acting(), Problems()
        size = page.page_size(problems, request.page_size)
        after = page.read_text(problems, request.page_token, "credentials", caller.acting_brand)
        problems.check()
        found = await self._service.list_of_brand(caller, after=after, limit=size + 1)
        last = found[size - 1].credential_id if len(found) > size else ""
        more = page.make_token(last, "credentials", caller.acting_brand) if last else ""
        return pb.ListCredentialsResponse(
            credentials=[convert.credential(c) for c in found[:size]], next_page_token=more
        )

    async def ListOwnCredentials(
        self, request: pb.ListOwnCredentialsRequest, context: Context
    ) -> pb.ListOwnCredentialsResponse:
        caller, problems = acting(), Problems()
        size = page.page_size(problems, request.page_size)
        after = page.read_text(problems, request.page_token, "own credentials", caller.person_id)
        problems.check()
        found = await self._service.list_of_person(caller, after=after, limit=size + 1)
        last = found[size - 1].credential_id if len(found) > size else ""
        more = page.make_token(last, "own credentials", caller.person_id) if last else ""
        return pb.ListOwnCredentialsResponse(
            credentials=[convert.credential(c) for c in found[:size]], next_page_token=more
        )

    async def RotateCredential(
        self, request: pb.RotateCredentialRequest, context: Context
    ) -> pb.RotateCredentialResponse:
        caller, problems = acting(), Problems()
        key = request_key(problems, _tenant(caller), "RotateCredential", request)
        overlap = convert.seconds(request.overlap) if request.HasField("overlap") else None
        lifetime = convert.seconds(request.lifetime) if request.HasField("lifetime") else None
        made, text = await self._service.rotate(
            caller, request.credential_id, key, overlap=overlap, lifetime=lifetime, problems=problems
        )
        return pb.RotateCredentialResponse(credential=convert.credential(made), key=text)

    async def RevokeCredential(
        self, request: pb.RevokeCredentialRequest, context: Context
    ) -> pb.RevokeCredentialResponse:
        revoked = await self._service.revoke(acting(), request.credential_id)
        return pb.RevokeCredentialResponse(credential=convert.credential(revoked))

    async def GetCaller(self, request: pb.GetCallerRequest, context: Context) -> pb.GetCallerResponse:
        caller = acting()
        credential = await self._service.describe(caller)
        has_brand = caller.brand_id is not None and not caller.may(Permission.OPERATE)
        return pb.GetCallerResponse(
            credential=convert.credential(credential) if credential else None,
            brand_id=str(caller.brand_id) if has_brand else "",
            brand_slug=caller.brand_slug,
            role=convert.ROLES.wire(caller.role) if caller.role else member_pb2.ROLE_UNSPECIFIED,
            permissions=sorted(caller.permissions),
        )


class SessionServicer(session_service_pb2_grpc.SessionServiceServicer):
    """The rpcs of SessionService; the proto says what each does."""

    def __init__(self, service: CredentialService) -> None:
        self._service = service

    async def CreateSession(
        self, request: session_service_pb2.CreateSessionRequest, context: Context
    ) -> session_service_pb2.CreateSessionResponse:
        token, expires_at = await self._service.create_session(acting())
        return session_service_pb2.CreateSessionResponse(session_token=token, expires_at=timestamp(expires_at))

    async def RevokeSession(
        self, request: session_service_pb2.RevokeSessionRequest, context: Context
    ) -> session_service_pb2.RevokeSessionResponse:
        await self._service.revoke_session(acting())
        return session_service_pb2.RevokeSessionResponse()


def _tenant(caller: Caller) -> UUID:
    """Whose request_ids these are: the acting brand's, or the person's own."""
    tenant = caller.brand_id or caller.person_id
    assert tenant is not None  # noqa: S101 - every credential has one of the two
    return tenant
