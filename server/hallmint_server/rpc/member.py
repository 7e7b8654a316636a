"""MemberService."""

from hallmint.v1 import member_service_pb2 as pb
from hallmint.v1 import member_service_pb2_grpc
from hallmint_server.errors import Problems, Reason
from hallmint_server.rpc import convert_tenancy as convert
from hallmint_server.rpc import page, parse, validate
from hallmint_server.rpc.caller import acting, request_key
from hallmint_server.rpc.context import Context
from hallmint_server.tenancy.member_service import MemberService
from hallmint_server.tenancy.model import Role


class MemberServicer(member_service_pb2_grpc.MemberServiceServicer):
    """The rpcs of MemberService; the proto says what each does."""

    def __init__(self, service: MemberService) -> None:
        self._service = service

    async def InviteMember(self, request: pb.InviteMemberRequest, context: Context) -> pb.InviteMemberResponse:
        caller, problems = acting(), Problems()
        key = request_key(problems, caller.acting_brand, "InviteMember", request)
        role = _role(problems, request.role)
        member, invitation = await self._service.invite(caller, request.email, role, key, problems)
        return pb.InviteMemberResponse(member=convert.member(member), invitation=invitation)

    async def AcceptInvitation(
        self, request: pb.AcceptInvitationRequest, context: Context
    ) -> pb.AcceptInvitationResponse:
        member, brand, key = await self._service.accept(acting(), request.invitation, request.credential_name)
        return pb.AcceptInvitationResponse(member=convert.member(member), brand=convert.brand(brand), key=key)

    async def ListMembers(self, request: pb.ListMembersRequest, context: Context) -> pb.ListMembersResponse:
        caller, problems = acting(), Problems()
        size = page.page_size(problems, request.page_size)
        after = page.read_text(problems, request.page_token, "members", caller.acting_brand)
        problems.check()
        members = await self._service.list_by_email(caller, after=after, limit=size + 1)
        last = members[size - 1].email.lower() if len(members) > size else ""
        more = page.make_token(last, "members", caller.acting_brand) if last else ""
        return pb.ListMembersResponse(members=[convert.member(m) for m in members[:size]], next_page_token=more)

    async def UpdateMember(self, request: pb.UpdateMemberRequest, context: Context) -> pb.UpdateMemberResponse:
        problems = Problems()
        member_id = validate.uuid(problems, "member_id", request.member_id)
        role = _role(problems, request.role)
        problems.check()
        return pb.UpdateMemberResponse(member=convert.member(await self._service.update(acting(), member_id, role)))

    async def RemoveMember(self, request: pb.RemoveMemberRequest, context: Context) -> pb.RemoveMemberResponse:
        await self._service.remove(acting(), validate.one_uuid("member_id", request.member_id))
        return pb.RemoveMemberResponse()


def _role(problems: Problems, number: int) -> Role:
    if number == 0:
        problems.add(Reason.FIELD_REQUIRED, "role", "role must be set")
    return parse.enum(problems, "role", number, convert.ROLES, Role.VIEWER) or Role.VIEWER
