"""The rpcs of CredentialService."""

import uuid
from collections.abc import AsyncGenerator, Sequence
from datetime import timedelta

from google.protobuf.duration_pb2 import Duration

from hallmint.v1 import credential_pb2, credential_service_pb2
from hallmint_client.connection import Connection
from hallmint_client.page import FULL_PAGE, pages


class CredentialCalls(Connection):
    """Credentials, and who the caller is: a part of `Client`."""

    async def create_credential(
        self,
        name: str,
        *,
        scopes: Sequence[str] = (),
        lifetime: timedelta | None = None,
        request_id: str | None = None,
    ) -> credential_service_pb2.CreateCredentialResponse:
        """Make a credential: of a machine of the acting brand, with at least one scope; for an operator another one of
        their own, with none. Durable on return. `lifetime`: a minute to 10 years; None is until it is revoked.

        Its key is shown once: it is empty where an earlier try had made the credential already.
        """
        request = credential_service_pb2.CreateCredentialRequest(
            request_id=request_id or str(uuid.uuid4()), name=name, scopes=scopes, lifetime=_duration(lifetime)
        )
        return await self._transport.unary(self._transport.credential.CreateCredential, request)

    async def list_credentials(
        self, *, page_size: int = 0, page_token: str = ""
    ) -> credential_service_pb2.ListCredentialsResponse:
        """One page of the acting brand's machine credentials, or an operator's own, by id. `page_size` 0 is 50, at most
        500.
        """
        request = credential_service_pb2.ListCredentialsRequest(page_size=page_size, page_token=page_token)
        return await self._transport.unary(self._transport.credential.ListCredentials, request)

    async def credentials(self) -> AsyncGenerator[credential_pb2.Credential, None]:
        """All of them, as `list_credentials`, in as many calls as it takes."""
        async for page in pages(lambda at: self.list_credentials(page_size=FULL_PAGE, page_token=at)):
            for credential in page.credentials:
                yield credential

    async def list_own_credentials(
        self, *, page_size: int = 0, page_token: str = ""
    ) -> credential_service_pb2.ListOwnCredentialsResponse:
        """One page of the personal credentials of the person who calls, whatever the brand. Sizes as above."""
        request = credential_service_pb2.ListOwnCredentialsRequest(page_size=page_size, page_token=page_token)
        return await self._transport.unary(self._transport.credential.ListOwnCredentials, request, acting=False)

    async def own_credentials(self) -> AsyncGenerator[credential_pb2.Credential, None]:
        """All of them, as `list_own_credentials`, in as many calls as it takes."""
        async for page in pages(lambda at: self.list_own_credentials(page_size=FULL_PAGE, page_token=at)):
            for credential in page.credentials:
                yield credential

    async def rotate_credential(
        self,
        credential_id: str,
        *,
        overlap: timedelta | None = None,
        lifetime: timedelta | None = None,
        request_id: str | None = None,
    ) -> credential_service_pb2.RotateCredentialResponse:
        """Make the successor of a credential, with the same rights. Durable on return. The old one works on for `overlap`:
        up to 30 days, by default 24 hours. The key is shown once, as in `create_credential`.
        """
        request = credential_service_pb2.RotateCredentialRequest(
            request_id=request_id or str(uuid.uuid4()),
            credential_id=credential_id,
            overlap=_duration(overlap),
            lifetime=_duration(lifetime),
        )
        return await self._transport.unary(self._transport.credential.RotateCredential, request)

    async def revoke_credential(self, credential_id: str) -> credential_pb2.Credential:
        """End a credential and the sessions made with it. Durable on return, effective within 30 s."""
        request = credential_service_pb2.RevokeCredentialRequest(credential_id=credential_id)
        return (await self._transport.unary(self._transport.credential.RevokeCredential, request)).credential

    async def get_caller(self) -> credential_service_pb2.GetCallerResponse:
        """Who this client is, for which brand, and what it may do."""
        request = credential_service_pb2.GetCallerRequest()
        return await self._transport.unary(self._transport.credential.GetCaller, request)


def _duration(length: timedelta | None) -> Duration | None:
    if length is None:
        return None
    duration = Duration()
    duration.FromTimedelta(length)
    return duration
