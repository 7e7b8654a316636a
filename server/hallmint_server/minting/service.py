"""What may be done with mint batches and tokens."""

from collections.abc import Awaitable, Callable, Sequence
from uuid import UUID

from psycopg_pool import AsyncConnectionPool

from hallmint_server.catalog import store as catalog_store
from hallmint_server.catalog.model import Brand, Product
from hallmint_server.db import event
from hallmint_server.db.pool import Connection
from hallmint_server.db.request import RequestKey, once
from hallmint_server.errors import Problems, Reason, Violation, not_found, precondition, refused
from hallmint_server.jobs.lease import JobKind, notify_batch
from hallmint_server.keyring.keyring import Keyring
from hallmint_server.minting import batch_store, token_store
from hallmint_server.minting.lookup import TokenLookup
from hallmint_server.minting.model import (
    REVOKE_MOST,
    Batch,
    BatchState,
    MintSpec,
    Revocation,
    Stats,
    Token,
    TokenRef,
    TokenStatus,
    context_of,
)
from hallmint_server.minting.preflight import preflight
from mintcore import uuid7

_REASON_MOST = 500


class MintingService:
    """Batches and tokens of one installation. Each method takes a connection of its own from the pool."""

    def __init__(self, pool: AsyncConnectionPool[Connection], keyring: Keyring) -> None:
        self._pool = pool
        self._keyring = keyring
        self._lookup = TokenLookup(keyring)

    async def preflight(self, brand: Brand, spec: MintSpec) -> tuple[list[Violation], Product | None]:
        """What stands in the way of a mint, and the product it is of. Writes nothing."""
        async with self._pool.connection() as conn:
            violations, product, _ = await self._preflight(conn, brand, spec, lock=False)
        return violations, product

    async def _preflight(
        self, conn: Connection, brand: Brand, spec: MintSpec, *, lock: bool
    ) -> tuple[list[Violation], Product | None, int | None]:
        product = None if spec.product is None else await catalog_store.find_product(conn, brand.brand_id, spec.product)
        key_version = await self._keyring.live_version(conn, lock=lock)
        return preflight(brand, product, spec, has_live_key=key_version is not None), product, key_version

    async def submit(self, brand: Brand, spec: MintSpec, key: RequestKey, *, actor: str) -> Batch:
        """Accept a mint. Batch, lots, job, counters and event are one transaction, durable on return; a retry returns the
        same batch in its current state. Raises every preflight reason at once, and then nothing is written.
        """

        async def make() -> UUID:
            violations, product, key_version = await self._preflight(conn, brand, spec, lock=True)
            if violations or product is None or key_version is None:
                raise refused(violations)
            batch_id = await batch_store.insert(conn, brand, product, spec, key_version)
            await event.record(
                conn,
                brand.brand_id,
                "BATCH",
                batch_id,
                "SUBMITTED",
                actor=actor,
                sku=product.sku,
                context=context_of(product.gtin),
                quantity=spec.quantity,
            )
            return batch_id

        async with self._pool.connection() as conn:
            return await self._batch(conn, brand, await once(conn, key, make))

    async def get_batch(self, brand: Brand, batch_id: UUID) -> tuple[Batch, list[Revocation]]:
        """A batch with its lots and revocations. Raises BATCH_NOT_FOUND."""
        async with self._pool.connection() as conn:
            batch = await self._batch(conn, brand, batch_id)
            return batch, await token_store.list_revocations(conn, batch.batch_no)

    async def snapshot(self, brand: Brand, batch_id: UUID) -> Batch:
        """A batch with its lots, as a watcher sees it. Raises BATCH_NOT_FOUND."""
        async with self._pool.connection() as conn:
            return await self._batch(conn, brand, batch_id)

    async def _batch(self, conn: Connection, brand: Brand, batch_id: UUID) -> Batch:
        batch = await batch_store.find(conn, brand.brand_id, batch_id)
        if batch is None:
            raise not_found(Reason.BATCH_NOT_FOUND, "there is no such batch")
        return batch

    async def list_batches(self, brand: Brand, *, before: int, limit: int, state: BatchState | None) -> Sequence[Batch]:
        """Up to `limit` batches with numbers below `before`, newest first, without lots."""
        async with self._pool.connection() as conn:
            return await batch_store.list_newest(conn, brand.brand_id, before=before, limit=limit, state=state)

    async def cancel(self, brand: Brand, batch_id: UUID, *, actor: str) -> Batch:
        """End a batch that is not minted. Durable on return: a cycle that was running is rolled back or was committed
        before, and none follows. Raises BATCH_NOT_FOUND and BATCH_NOT_CANCELLABLE. A retry returns the cancelled batch.
        """
        return await self._change(brand, batch_id, lambda conn, batch: self._cancel(conn, batch, actor))

    async def _cancel(self, conn: Connection, batch: Batch, actor: str) -> None:
        if batch.state is BatchState.CANCELLED:
            return
        if batch.state is BatchState.MINTED:
            raise precondition(
                Reason.BATCH_NOT_CANCELLABLE,
                "the batch is minted; its tokens can be revoked",
                state=batch.state.upper(),
            )
        await batch_store.change_state(conn, batch.batch_no, BatchState.CANCELLED)
        await batch_store.fold(conn, batch.batch_no)
        await batch_store.close_job(conn, batch.batch_id)
        await event.record(conn, batch.brand_id, "BATCH", batch.batch_id, "CANCELLED", actor=actor, minted=batch.cursor)

    async def resume(self, brand: Brand, batch_id: UUID, *, actor: str) -> Batch:
        """Queue a failed batch again at its next unit. Durable on return. A retry on a batch that goes on or is minted
        returns it. Raises BATCH_NOT_FOUND and BATCH_NOT_RESUMABLE.
        """
        return await self._change(brand, batch_id, lambda conn, batch: self._resume(conn, batch, actor))

    async def _resume(self, conn: Connection, batch: Batch, actor: str) -> None:
        if batch.state in (BatchState.QUEUED, BatchState.PROCESSING, BatchState.MINTED):
            return
        if batch.state is BatchState.CANCELLED:
            raise precondition(
                Reason.BATCH_NOT_RESUMABLE, "the batch is cancelled; submit a new one", state=batch.state.upper()
            )
        await batch_store.change_state(conn, batch.batch_no, BatchState.QUEUED)
        await batch_store.reset_job(conn, batch.batch_id)
        await event.record(conn, batch.brand_id, "BATCH", batch.batch_id, "RESUMED", actor=actor, minted=batch.cursor)

    async def _change(
        self, brand: Brand, batch_id: UUID, change: Callable[[Connection, Batch], Awaitable[None]]
    ) -> Batch:
        async with self._pool.connection() as conn:
            async with conn.transaction():
                await batch_store.lock_job(conn, batch_id)
                await change(conn, await self._batch(conn, brand, batch_id))
            await notify_batch(conn, batch_id, ended=True)
            return await self._batch(conn, brand, batch_id)

    async def get_token(self, brand: Brand, ref: TokenRef) -> Token:
        """One token. Raises TOKEN_NOT_FOUND."""
        async with self._pool.connection() as conn:
            token = await self._lookup.find(conn, brand, ref)
        if token is None:
            raise not_found(Reason.TOKEN_NOT_FOUND, "the brand has no such token")
        return token

    async def list_tokens(
        self, brand: Brand, batch_id: UUID, *, first: int, limit: int, status: TokenStatus | None, lot_code: str
    ) -> Sequence[Token]:
        """Up to `limit` tokens of a batch by seq, from `first` on. Raises BATCH_NOT_FOUND and LOT_NOT_FOUND."""
        async with self._pool.connection() as conn:
            batch = await self._batch(conn, brand, batch_id)
            lot_first, lot_end = _range(batch, lot_code)
            return await token_store.list_range(
                conn, batch, first=max(first, lot_first), end=lot_end, limit=limit, status=status
            )

    async def revoke_tokens(
        self, brand: Brand, refs: Sequence[TokenRef], reason: str, key: RequestKey, *, actor: str
    ) -> Sequence[Token]:
        """Revoke named tokens, all or none, durable on return; revoked ones stay so. Returns each once, in order.

        Raises TOKEN_NOT_FOUND with the index of the first that is not found. A retry changes nothing.
        """
        problems = Problems()
        if not 1 <= len(refs) <= REVOKE_MOST:
            problems.add(
                Reason.FIELD_INVALID, "tokens.tokens", f"name 1 to {REVOKE_MOST:,} tokens; there are {len(refs)}"
            )
        _check_reason(problems, reason)
        problems.check()
        async with self._pool.connection() as conn:
            tokens = await self._find_all(conn, brand, refs)

            async def make() -> UUID:
                await self._revoke(conn, tokens, reason, actor)
                return key.request_id

            await once(conn, key, make)
            return [await self._again(conn, token) for token in tokens]

    async def _find_all(self, conn: Connection, brand: Brand, refs: Sequence[TokenRef]) -> list[Token]:
        found: dict[tuple[int, int], Token] = {}
        for index, ref in enumerate(refs):
            token = await self._lookup.find(conn, brand, ref)
            if token is None:
                raise not_found(
                    Reason.TOKEN_NOT_FOUND,
                    f"the brand has no such token: number {index + 1}; none was revoked",
                    index=str(index),
                )
            found.setdefault((token.batch.batch_no, token.seq), token)
        return list(found.values())

    async def _revoke(self, conn: Connection, tokens: Sequence[Token], reason: str, actor: str) -> None:
        counts: dict[int, list[int]] = {}
        # In order of the key, so that two calls over the same tokens never wait for each other.
        for token in sorted(tokens, key=lambda t: (t.batch.batch_no, t.seq)):
            before = await token_store.revoke_one(conn, token.batch.batch_no, token.seq)
            if before is None:
                continue
            count = counts.setdefault(token.batch.batch_no, [0, 0])
            count[0] += 1
            count[1] += before is TokenStatus.ACTIVE
            place = f"{token.batch.batch_id}/{token.seq}"
            await event.record(
                conn, token.batch.brand_id, "TOKEN", place, "REVOKED", actor=actor, reason=reason, status=before.name
            )
        for batch_no, (revoked, active) in sorted(counts.items()):
            await token_store.count_revoked(conn, batch_no, revoked=revoked, active=active)

    async def _again(self, conn: Connection, token: Token) -> Token:
        return await token_store.find(conn, token.batch, token.seq) or token

    async def revoke_batch(
        self, brand: Brand, batch_id: UUID, lot_code: str | None, reason: str, key: RequestKey, *, actor: str
    ) -> Revocation:
        """Have workers revoke all minted units of an ended batch, or of one lot of it. Durable on return; a retry returns
        the same revocation in its current state. Raises BATCH_NOT_FOUND, BATCH_NOT_ENDED and LOT_NOT_FOUND.
        """
        problems = Problems()
        _check_reason(problems, reason)
        problems.check()

        async def make() -> UUID:
            await batch_store.lock_job(conn, batch_id)
            batch = await self._batch(conn, brand, batch_id)
            if not batch.state.has_ended:
                raise precondition(
                    Reason.BATCH_NOT_ENDED,
                    "the batch is still being minted; wait for its end, or cancel it first",
                    state=batch.state.upper(),
                )
            first, end = _range(batch, lot_code or "")
            revocation_id = UUID(uuid7())
            first = min(first, end)
            await token_store.insert_revocation(
                conn, revocation_id, batch, lot_code=lot_code, first=first, end=end, reason=reason
            )
            await batch_store.insert_job(conn, revocation_id, JobKind.REVOKE, brand.brand_id)
            await event.record(
                conn,
                brand.brand_id,
                "REVOCATION",
                revocation_id,
                "SUBMITTED",
                actor=actor,
                batch_id=str(batch_id),
                lot_code=lot_code,
                reason=reason,
            )
            return revocation_id

        async with self._pool.connection() as conn:
            revocation = await token_store.find_revocation(conn, await once(conn, key, make))
        assert revocation is not None  # noqa: S101 - written in the transaction that returned its id
        return revocation

    async def stats(self, brand: Brand) -> Stats:
        """The brand's counters."""
        async with self._pool.connection() as conn:
            return await batch_store.stats(conn, brand.brand_id)


def _range(batch: Batch, lot_code: str) -> tuple[int, int]:
    """First and end seq of what is minted of a batch, or of one lot of it. Raises LOT_NOT_FOUND."""
    if not lot_code:
        return 0, batch.cursor
    for lot in batch.lots:
        if lot.lot_code == lot_code:
            return lot.first_seq, min(lot.first_seq + lot.quantity, batch.cursor)
    raise not_found(Reason.LOT_NOT_FOUND, "the batch has no such lot")


def _check_reason(problems: Problems, reason: str) -> None:
    if not 1 <= len(reason) <= _REASON_MOST:
        problems.add(Reason.FIELD_INVALID, "reason", f"reason must be 1 to {_REASON_MOST} characters")
