# ruff: noqa: N802 - the generated base classes name the methods
"""Members, credentials and sessions in memory."""

from typing import Any
from uuid import UUID

from hallmint.v1 import brand_pb2, credential_pb2, member_pb2
from hallmint.v1 import credential_service_pb2 as credential
from hallmint.v1 import member_service_pb2 as member
from hallmint.v1 import session_service_pb2 as session
from hallmint.v1.credential_service_pb2_grpc import CredentialServiceServicer
from hallmint.v1.member_service_pb2_grpc import MemberServiceServicer
from hallmint.v1.session_service_pb2_grpc import SessionServiceServicer
from tests.support.fake_call import FakeCalls
from tests.support.sample import INVITATION, START

MEMBER_ID = str(UUID(int=8))
NEW_KEY = f"hm_live_{'n' * 12}_{'v' * 52}_{'w' * 6}"
SESSION_TOKEN = f"hm_session_{'n' * 12}_{'v' * 52}_{'w' * 6}"


class FakeTenancy(FakeCalls, MemberServiceServicer, CredentialServiceServicer, SessionServiceServicer):
    """One member and one credential. `new_key` is what creating answers with: empty as in a retry."""

    def __init__(self) -> None:
        super().__init__()
        self.new_key = NEW_KEY

    def InviteMember(self, request: Any, context: Any) -> Any:
        self._enter("InviteMember", request, context)
        made = member_pb2.Member(member_id=MEMBER_ID, email=request.email, role=request.role)
        return member.InviteMemberResponse(member=made, invitation=INVITATION if self.new_key else "")

    def AcceptInvitation(self, request: Any, context: Any) -> Any:
        self._enter("AcceptInvitation", request, context)
        key = "" if request.invitation else self.new_key
        return member.AcceptInvitationResponse(member=self._member(), brand=brand_pb2.Brand(slug="nordlicht"), key=key)

    def ListMembers(self, request: Any, context: Any) -> Any:
        self._enter("ListMembers", request, context)
        return member.ListMembersResponse(members=[self._member()])

    def UpdateMember(self, request: Any, context: Any) -> Any:
        self._enter("UpdateMember", request, context)
        return member.UpdateMemberResponse(member=self._member())

    def RemoveMember(self, request: Any, context: Any) -> Any:
        self._enter("RemoveMember", request, context)
        return member.RemoveMemberResponse()

    def CreateCredential(self, request: Any, context: Any) -> Any:
        self._enter("CreateCredential", request, context)
        return credential.CreateCredentialResponse(credential=self._credential(request.name), key=self.new_key)

    def ListCredentials(self, request: Any, context: Any) -> Any:
        self._enter("ListCredentials", request, context)
        return credential.ListCredentialsResponse(credentials=[self._credential("erp")])

    def ListOwnCredentials(self, request: Any, context: Any) -> Any:
        self._enter("ListOwnCredentials", request, context)
        return credential.ListOwnCredentialsResponse(credentials=[self._credential("personal")])

    def RotateCredential(self, request: Any, context: Any) -> Any:
        self._enter("RotateCredential", request, context)
        return credential.RotateCredentialResponse(credential=self._credential("erp"), key=self.new_key)

    def RevokeCredential(self, request: Any, context: Any) -> Any:
        self._enter("RevokeCredential", request, context)
        ended = self._credential("erp")
        ended.revoked_at.FromDatetime(START)
        return credential.RevokeCredentialResponse(credential=ended)

    def GetCaller(self, request: Any, context: Any) -> Any:
        self._enter("GetCaller", request, context)
        return credential.GetCallerResponse(
            credential=self._credential("erp"), brand_slug="nordlicht", permissions=["catalog:read", "mint:write"]
        )

    def CreateSession(self, request: Any, context: Any) -> Any:
        self._enter("CreateSession", request, context)
        return session.CreateSessionResponse(session_token=SESSION_TOKEN)

    def RevokeSession(self, request: Any, context: Any) -> Any:
        self._enter("RevokeSession", request, context)
        return session.RevokeSessionResponse()

    @staticmethod
    def _member() -> member_pb2.Member:
        made = member_pb2.Member(
            member_id=MEMBER_ID, email="o@nordlicht.example", role=member_pb2.ROLE_OWNER, joined=True
        )
        made.created_at.FromDatetime(START)
        return made

    @staticmethod
    def _credential(name: str) -> credential_pb2.Credential:
        made = credential_pb2.Credential(
            credential_id="n" * 12,
            kind=credential_pb2.CREDENTIAL_KIND_MACHINE,
            name=name,
            scopes=["catalog:read", "mint:write"],
        )
        made.created_at.FromDatetime(START)
        return made
