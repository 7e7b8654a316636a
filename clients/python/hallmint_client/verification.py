"""The rpcs of VerificationService."""

from collections.abc import AsyncGenerator

from hallmint.v1 import token_pb2, verification_service_pb2
from hallmint_client.connection import Connection
from hallmint_client.page import FULL_PAGE, pages


class VerificationCalls(Connection):
    """Proofs that tokens are of the public log, and that it only ever grew: a part of `Client`. What they return is to be
    checked with the log's public key, not to be believed.
    """

    async def get_checkpoint(self, *, once: bool = False) -> verification_service_pb2.GetCheckpointResponse:
        """The head of the log, signed. With `once` it is asked for once, whatever comes: for whoever does not wait for the first.

        UNAVAILABLE `LOG_NOT_READY` before the first.
        """
        request = verification_service_pb2.GetCheckpointRequest()
        return await self._transport.unary(self._transport.verification.GetCheckpoint, request, once=once)

    async def get_token_proof(self, token: token_pb2.TokenRef) -> verification_service_pb2.GetTokenProofResponse:
        """The proof file of a token of the acting brand.

        NOT_FOUND `TOKEN_NOT_FOUND`; FAILED_PRECONDITION `BATCH_NOT_ENDED`, `RECORD_CHANGED`; UNAVAILABLE `LOG_NOT_READY`
        until the log has the batch: some seconds after its end as a rule, longer where the operator has to see to the log.
        """
        request = verification_service_pb2.GetTokenProofRequest(token=token)
        return await self._transport.unary(self._transport.verification.GetTokenProof, request)

    async def verify_token(
        self, *, token: token_pb2.TokenRef | None = None, proof: bytes | None = None
    ) -> verification_service_pb2.VerifyTokenResponse:
        """Whether a token of the acting brand, or a proof file of whatever brand, is proved, in the eyes of the server. One of
        the two is given.

        As `get_token_proof`, but `RECORD_CHANGED` is a `problem` of the answer.
        """
        request = (
            verification_service_pb2.VerifyTokenRequest(token=token)
            if proof is None
            else verification_service_pb2.VerifyTokenRequest(proof=proof)
        )
        return await self._transport.unary(self._transport.verification.VerifyToken, request)

    async def get_consistency_proof(
        self, old_size: int, new_size: int = 0
    ) -> verification_service_pb2.GetConsistencyProofResponse:
        """The hashes from a tree of `old_size` entries to the checkpoint of `new_size`; 0 means the last one.

        UNAVAILABLE `LOG_NOT_READY`.
        """
        request = verification_service_pb2.GetConsistencyProofRequest(old_size=old_size, new_size=new_size)
        return await self._transport.unary(self._transport.verification.GetConsistencyProof, request)

    async def get_monitor_key(self) -> verification_service_pb2.GetMonitorKeyResponse:
        """The key by which the acting brand finds its own entries in the log: a secret, and each call is an event of its trail.

        PERMISSION_DENIED without `log:monitor`.
        """
        request = verification_service_pb2.GetMonitorKeyRequest()
        return await self._transport.unary(self._transport.verification.GetMonitorKey, request)

    async def list_commitments(
        self, *, page_size: int = 0, page_token: str = ""
    ) -> verification_service_pb2.ListCommitmentsResponse:
        """One page of what the entries of the acting brand's batches commit to, oldest first. `page_size` 0 is 50, at
        most 500.
        """
        request = verification_service_pb2.ListCommitmentsRequest(page_size=page_size, page_token=page_token)
        return await self._transport.unary(self._transport.verification.ListCommitments, request)

    async def commitments(self) -> AsyncGenerator[verification_service_pb2.Commitment, None]:
        """All of them, through all pages."""
        async for page in pages(lambda at: self.list_commitments(page_size=FULL_PAGE, page_token=at)):
            for each in page.commitments:
                yield each
