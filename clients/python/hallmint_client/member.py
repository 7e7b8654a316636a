"""The rpcs of MemberService."""

import uuid
from collections.abc import AsyncGenerator

from hallmint.v1 import member_pb2, member_service_pb2
from hallmint_client.connection import Connection
from hallmint_client.page import FULL_PAGE, pages


class MemberCalls(Connection):
    """The people of the acting brand: a part of `Client`."""

    async def invite_member(
        self, email: str, *, role: member_pb2.Role.ValueType, request_id: str | None = None
    ) -> member_service_pb2.InviteMemberResponse:
        """Invite a person. Durable on return. ALREADY_EXISTS `MEMBER_EXISTS`.

        The invitation works once, within 7 days, and is shown once: it is empty where an earlier try had invited already.
        """
        request = member_service_pb2.InviteMemberRequest(
            request_id=request_id or str(uuid.uuid4()), email=email, role=role
        )
        return await self._transport.unary(self._transport.member.InviteMember, request)

    async def accept_invitation(
        self, invitation: str = "", *, credential_name: str = ""
    ) -> member_service_pb2.AcceptInvitationResponse:
        """Take an invitation up. Durable on return, and never sent twice, since an invitation works once.

        Without `invitation` it is this client's credential: the response then has a new personal credential, shown once
        and called `credential_name`. Who has a personal credential calls with that, and names the invitation.
        UNAUTHENTICATED `CREDENTIAL_REVOKED` where it was used before.
        """
        request = member_service_pb2.AcceptInvitationRequest(
            invitation=invitation.strip(), credential_name=credential_name
        )
        return await self._transport.unary(self._transport.member.AcceptInvitation, request, acting=False)

    async def list_members(self, *, page_size: int = 0, page_token: str = "") -> member_service_pb2.ListMembersResponse:
        """One page of members, by e-mail address. `page_size` 0 means 50, above 500 means 500."""
        request = member_service_pb2.ListMembersRequest(page_size=page_size, page_token=page_token)
        return await self._transport.unary(self._transport.member.ListMembers, request)

    async def members(self) -> AsyncGenerator[member_pb2.Member, None]:
        """All members, by e-mail address, in as many calls as it takes."""
        async for page in pages(lambda at: self.list_members(page_size=FULL_PAGE, page_token=at)):
            for member in page.members:
                yield member

    async def update_member(self, member_id: str, *, role: member_pb2.Role.ValueType) -> member_pb2.Member:
        """Give a member another role. Durable on return, effective within 30 s. FAILED_PRECONDITION `LAST_OWNER`."""
        request = member_service_pb2.UpdateMemberRequest(member_id=member_id, role=role)
        return (await self._transport.unary(self._transport.member.UpdateMember, request)).member

    async def remove_member(self, member_id: str) -> None:
        """End a membership. Durable on return, effective within 30 s. FAILED_PRECONDITION `LAST_OWNER`.

        After a try whose answer was lost it is NOT_FOUND `MEMBER_NOT_FOUND`: the member is gone.
        """
        request = member_service_pb2.RemoveMemberRequest(member_id=member_id)
        await self._transport.unary(self._transport.member.RemoveMember, request)
