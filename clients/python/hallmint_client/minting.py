"""The rpcs of MintingService."""

import asyncio
import uuid
from collections.abc import AsyncGenerator, Iterable

import grpc

from hallmint.v1 import batch_pb2, minting_service_pb2, revocation_pb2, token_pb2
from hallmint_client.connection import Connection
from hallmint_client.error import HallmintError
from hallmint_client.page import FULL_PAGE, pages
from hallmint_client.watch import Following, watch

TERMINAL = frozenset({batch_pb2.BATCH_STATE_MINTED, batch_pb2.BATCH_STATE_FAILED, batch_pb2.BATCH_STATE_CANCELLED})
_REVOCATION_TERMINAL = frozenset(
    {revocation_pb2.REVOCATION_STATE_COMPLETED, revocation_pb2.REVOCATION_STATE_FAILED},
)


class MintingCalls(Connection):
    """Batches and tokens: a part of `Client`."""

    async def preflight_mint(self, mint: minting_service_pb2.MintSpec) -> minting_service_pb2.PreflightMintResponse:
        """Ask whether a mint would be accepted, and for everything that stands in its way. Writes nothing."""
        request = minting_service_pb2.PreflightMintRequest(mint=mint)
        return await self._transport.unary(self._transport.minting.PreflightMint, request)

    async def submit_mint(
        self, mint: minting_service_pb2.MintSpec, *, request_id: str | None = None
    ) -> batch_pb2.Batch:
        """Have up to 1,000,000 units minted. On return the batch is durable and workers mint it.

        With a `request_id` (UUID) that was used before for the same mint: that batch in its current state. For another
        mint: ALREADY_EXISTS `REQUEST_ID_REUSED`. Everything that stands in the way is in the error's violations.
        """
        request = minting_service_pb2.SubmitMintRequest(request_id=request_id or str(uuid.uuid4()), mint=mint)
        return (await self._transport.unary(self._transport.minting.SubmitMint, request)).batch

    async def get_batch(self, batch_id: str) -> minting_service_pb2.GetBatchResponse:
        """One batch with its lots, and its latest 100 revocations. NOT_FOUND `BATCH_NOT_FOUND`."""
        request = minting_service_pb2.GetBatchRequest(batch_id=batch_id)
        return await self._transport.unary(self._transport.minting.GetBatch, request)

    async def list_batches(
        self,
        *,
        state: batch_pb2.BatchState.ValueType = batch_pb2.BATCH_STATE_UNSPECIFIED,
        product_id: str = "",
        identity_mode: batch_pb2.IdentityMode.ValueType = batch_pb2.IDENTITY_MODE_UNSPECIFIED,
        activation_mode: batch_pb2.ActivationMode.ValueType = batch_pb2.ACTIVATION_MODE_UNSPECIFIED,
        page_size: int = 0,
        page_token: str = "",
    ) -> minting_service_pb2.ListBatchesResponse:
        """One page of batches, newest first, without lots; only those of a state, product or mode where one is given.
        `page_size` 0 means 50, above 500 means 500.
        """
        request = minting_service_pb2.ListBatchesRequest(
            page_size=page_size,
            page_token=page_token,
            state=state,
            product_id=product_id,
            identity_mode=identity_mode,
            activation_mode=activation_mode,
        )
        return await self._transport.unary(self._transport.minting.ListBatches, request)

    async def batches(
        self, *, state: batch_pb2.BatchState.ValueType = batch_pb2.BATCH_STATE_UNSPECIFIED
    ) -> AsyncGenerator[batch_pb2.Batch, None]:
        """All batches, newest first, without lots, in as many calls as it takes."""
        async for page in pages(lambda at: self.list_batches(state=state, page_size=FULL_PAGE, page_token=at)):
            for batch in page.batches:
                yield batch

    def watch_batch(self, batch_id: str, *, cursor: str = "") -> AsyncGenerator[batch_pb2.Batch, None]:
        """Follow a batch: a snapshot at once, then each change, and last its terminal state, after which it ends.

        A broken or silent connection is made again, and the watch goes on from its cursor; heartbeats are not yielded.
        It gives up with HallmintError when the server cannot be reached (the policy's `attempts` at the start, its
        `patience` later on), and at once on an error that waiting does not mend. To leave early, wrap it in
        `contextlib.aclosing`.
        """
        transport = self._transport
        what = Following(
            transport.minting.WatchBatch,
            ask=lambda at: minting_service_pb2.WatchBatchRequest(batch_id=batch_id, cursor=at),
            read=lambda message: message.batch if message.HasField("batch") else None,
            has_ended=lambda batch: batch.state in TERMINAL,
        )
        return watch(what, cursor=cursor, metadata=transport.metadata, policy=transport.policy)

    async def cancel_batch(self, batch_id: str) -> batch_pb2.Batch:
        """End a queued or processing batch; its minted units stay valid. On return no further unit will be minted."""
        request = minting_service_pb2.CancelBatchRequest(batch_id=batch_id)
        return (await self._transport.unary(self._transport.minting.CancelBatch, request)).batch

    async def resume_batch(self, batch_id: str) -> batch_pb2.Batch:
        """Queue a failed batch again at its next unit."""
        request = minting_service_pb2.ResumeBatchRequest(batch_id=batch_id)
        return (await self._transport.unary(self._transport.minting.ResumeBatch, request)).batch

    async def get_token(self, token: token_pb2.TokenRef) -> token_pb2.Token:
        """One token; `token_ref` makes the reference out of text. NOT_FOUND `TOKEN_NOT_FOUND`."""
        request = minting_service_pb2.GetTokenRequest(token=token)
        return (await self._transport.unary(self._transport.minting.GetToken, request)).token

    async def list_tokens(
        self,
        batch_id: str = "",
        *,
        status: token_pb2.TokenStatus.ValueType = token_pb2.TOKEN_STATUS_UNSPECIFIED,
        lot_code: str = "",
        page_size: int = 0,
        page_token: str = "",
    ) -> minting_service_pb2.ListTokensResponse:
        """One page of a batch's tokens by seq; without a batch of those of all, the newest batch first, where a page may be short
        or empty and others follow. `page_size` 0 means 50, above 500 means 500.
        """
        request = minting_service_pb2.ListTokensRequest(
            batch_id=batch_id, page_size=page_size, page_token=page_token, status=status, lot_code=lot_code
        )
        return await self._transport.unary(self._transport.minting.ListTokens, request)

    async def tokens(
        self,
        batch_id: str = "",
        *,
        status: token_pb2.TokenStatus.ValueType = token_pb2.TOKEN_STATUS_UNSPECIFIED,
        lot_code: str = "",
        page_token: str = "",
    ) -> AsyncGenerator[token_pb2.Token, None]:
        """All tokens of a batch by seq, or of all batches, the newest first, in as many calls as it takes; from `page_token` on
        where one is given.
        """

        async def fetch(at: str) -> minting_service_pb2.ListTokensResponse:
            token = at or page_token
            return await self.list_tokens(
                batch_id, status=status, lot_code=lot_code, page_size=FULL_PAGE, page_token=token
            )

        async for page in pages(fetch):
            for token in page.tokens:
                yield token

    async def revoke_tokens(
        self, tokens: Iterable[token_pb2.TokenRef], *, reason: str, request_id: str | None = None
    ) -> list[token_pb2.Token]:
        """Withdraw 1 to 1,000 named tokens for ever: all or none, durable on return. Those already revoked stay so.

        `reason`: 1 to 500 characters, for the record. TOKEN_NOT_FOUND names the first unknown one by `index`.
        """
        request = minting_service_pb2.RevokeTokensRequest(
            request_id=request_id or str(uuid.uuid4()),
            reason=reason,
            tokens=minting_service_pb2.TokenRefs(tokens=tokens),
        )
        return list((await self._transport.unary(self._transport.minting.RevokeTokens, request)).tokens)

    async def revoke_batch(
        self, batch_id: str, *, reason: str, lot_code: str = "", request_id: str | None = None
    ) -> revocation_pb2.Revocation:
        """Have all minted units of an ended batch, or of one lot of it, withdrawn for ever by workers.

        On return the order is durable; `watch_revocation` follows it.
        """
        request = minting_service_pb2.RevokeTokensRequest(request_id=request_id or str(uuid.uuid4()), reason=reason)
        if lot_code:
            request.lot.CopyFrom(minting_service_pb2.LotRef(batch_id=batch_id, lot_code=lot_code))
        else:
            request.batch_id = batch_id
        return (await self._transport.unary(self._transport.minting.RevokeTokens, request)).revocation

    async def watch_revocation(
        self, revocation: revocation_pb2.Revocation
    ) -> AsyncGenerator[revocation_pb2.Revocation, None]:
        """Follow a revocation: as given, then each change, last its terminal state. Looks each `policy.poll` s."""
        yield revocation
        while revocation.state not in _REVOCATION_TERMINAL:
            await asyncio.sleep(self._transport.policy.poll)
            answer = await self.get_batch(revocation.batch_id)
            found = [other for other in answer.revocations if other.revocation_id == revocation.revocation_id]
            if not found:
                text = "the revocation is no longer among the latest 100 of its batch"
                raise HallmintError(text, code=grpc.StatusCode.NOT_FOUND)
            if found[0] != revocation:
                revocation = found[0]
                yield revocation

    async def get_stats(self) -> minting_service_pb2.GetStatsResponse:
        """The brand's counters."""
        return await self._transport.unary(self._transport.minting.GetStats, minting_service_pb2.GetStatsRequest())
