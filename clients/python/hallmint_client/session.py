"""The rpcs of SessionService."""

from hallmint.v1 import session_service_pb2
from hallmint_client.connection import Connection


class SessionCalls(Connection):
    """Sessions for screens: a part of `Client`."""

    async def create_session(self) -> session_service_pb2.CreateSessionResponse:
        """Trade this client's personal credential for a session token, which is shown once and is another client's
        credential. It ends after 30 minutes without a call, and after 12 hours. Never sent twice.
        """
        request = session_service_pb2.CreateSessionRequest()
        return await self._transport.unary(self._transport.session.CreateSession, request, acting=False)

    async def revoke_session(self) -> None:
        """End the session that is this client's credential. After a try whose answer was lost it is UNAUTHENTICATED: the
        session is over.
        """
        request = session_service_pb2.RevokeSessionRequest()
        await self._transport.unary(self._transport.session.RevokeSession, request, acting=False)
