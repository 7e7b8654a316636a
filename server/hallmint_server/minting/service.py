"""What may be done with mint batches and tokens."""

from collections.abc import Awaitable, Callable, Sequence
from uuid import UUID

from hallmint_server.catalog import store as catalog_store
from hallmint_server.catalog.model import Product
from hallmint_server.catalog.readiness import Schemas
from hallmint_server.db import event
from hallmint_server.db.pool import Connection, Database
from hallmint_server.db.request import RequestKey, once
from hallmint_server.errors import Reason, Violation, not_found, precondition, refused
from hallmint_server.jobs.lease import notify_batch
from hallmint_server.keyring.keyring import Keyring
from hallmint_server.log.append import append_batch
from hallmint_server.minting import batch_store, token_store, token_walk
from hallmint_server.minting.lookup import TokenLookup, batch_of, range_of
from hallmint_server.minting.model import (
    Batch,
    BatchFilter,
    BatchState,
    MintSpec,
    Revocation,
    Stats,
    Token,
    TokenRef,
    TokenStatus,
    context_of,
)
from hallmint_server.minting.precondition import Grounds, examine
from hallmint_server.production import store as production_store
from hallmint_server.tenancy import brand_store
from hallmint_server.tenancy.model import Caller


class MintingService:
    """Batches and tokens of one installation. Each method takes a connection of its own from the pool."""

    def __init__(self, database: Database, keyring: Keyring, schemas: Schemas) -> None:
        self._database = database
        self._schemas = schemas
        self._keyring = keyring
        self._lookup = TokenLookup(keyring)

    async def preflight(self, caller: Caller, spec: MintSpec) -> tuple[list[Violation], Product | None, str]:
        """What stands in the way of a mint, the product it is of, and the brand's base URL. Writes nothing."""
        async with self._database.act(caller.acting_brand) as conn:
            grounds = await self._examine(conn, caller.acting_brand, spec, lock=False)
        return grounds.violations, grounds.product, grounds.brand.resolver_base_url

    async def _examine(self, conn: Connection, brand_id: UUID, spec: MintSpec, *, lock: bool) -> Grounds:
        return await examine(conn, brand_id, spec, keyring=self._keyring, schemas=self._schemas, lock=lock)

    async def submit(self, caller: Caller, spec: MintSpec, key: RequestKey) -> Batch:
        """Accept a mint. Batch, lots, job, counters, what it takes of its production batch, and event are one transaction,
        durable on return; a retry returns the same batch in its current state. Raises every preflight reason at once, and
        then nothing is written.
        """
        brand_id = caller.acting_brand

        async def make() -> UUID:
            grounds = await self._examine(conn, brand_id, spec, lock=True)
            product, key_version = grounds.product, grounds.key_version
            if grounds.violations or product is None or key_version is None:
                raise refused(grounds.violations)
            batch_id = await batch_store.insert(
                conn, grounds.brand, product, spec, key_version=key_version, template_id=grounds.template_id
            )
            await catalog_store.mark_minted(conn, brand_id, product)
            if spec.production_batch_id is not None:
                await production_store.take(conn, spec.production_batch_id, spec.quantity)
            await batch_store.count(conn, brand_id)
            await event.record(
                conn,
                brand_id,
                "BATCH",
                batch_id,
                "SUBMITTED",
                actor=caller.actor,
                sku=product.sku,
                context=context_of(product.gtin),
                quantity=spec.quantity,
            )
            return batch_id

        async with self._database.act(brand_id) as conn:
            return await batch_of(conn, brand_id, await once(conn, key, make))

    async def get_batch(self, caller: Caller, batch_id: UUID) -> tuple[Batch, list[Revocation]]:
        """A batch with its lots and revocations. Raises BATCH_NOT_FOUND."""
        async with self._database.act(caller.acting_brand) as conn:
            batch = await batch_of(conn, caller.acting_brand, batch_id)
            return batch, await token_store.list_revocations(conn, batch.batch_no)

    async def snapshot(self, caller: Caller, batch_id: UUID) -> Batch:
        """A batch with its lots, as a watcher sees it. Raises BATCH_NOT_FOUND."""
        async with self._database.act(caller.acting_brand) as conn:
            return await batch_of(conn, caller.acting_brand, batch_id)

    async def list_batches(self, caller: Caller, *, before: int, limit: int, only: BatchFilter) -> Sequence[Batch]:
        """Up to `limit` batches with numbers below `before`, newest first, without lots."""
        async with self._database.act(caller.acting_brand) as conn:
            return await batch_store.list_newest(conn, caller.acting_brand, before=before, limit=limit, only=only)

    async def cancel(self, caller: Caller, batch_id: UUID) -> Batch:
        """End a batch that is not minted. Durable on return: a cycle that was running is rolled back or was committed
        before, and none follows. Raises BATCH_NOT_FOUND and BATCH_NOT_CANCELLABLE. A retry returns the cancelled batch.
        """
        return await self._change(caller, batch_id, lambda conn, batch: self._cancel(conn, batch, caller.actor))

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
        if batch.production_batch_id is not None:
            await production_store.give_back(conn, batch.production_batch_id, batch.quantity - batch.cursor)
        await batch_store.close_job(conn, batch.batch_id)
        await batch_store.fold(conn, batch.batch_no)
        await append_batch(conn, batch.batch_no)
        await event.record(conn, batch.brand_id, "BATCH", batch.batch_id, "CANCELLED", actor=actor, minted=batch.cursor)

    async def resume(self, caller: Caller, batch_id: UUID) -> Batch:
        """Queue a failed batch again at its next unit. Durable on return. A retry on a batch that goes on or is minted
        because of it returns it. Raises BATCH_NOT_FOUND, BATCH_NOT_RESUMABLE and BRAND_SUSPENDED.
        """
        return await self._change(caller, batch_id, lambda conn, batch: self._resume(conn, batch, caller.actor))

    async def _resume(self, conn: Connection, batch: Batch, actor: str) -> None:
        if batch.state is not BatchState.FAILED:
            if batch.state is not BatchState.CANCELLED and await batch_store.was_resumed(conn, batch.batch_id):
                return
            raise precondition(
                Reason.BATCH_NOT_RESUMABLE,
                f"the batch is {batch.state}; only a failed one can be resumed",
                state=batch.state.upper(),
            )
        brand = await brand_store.find_for_mint(conn, batch.brand_id)
        if brand is None or brand.suspended_at is not None:
            raise precondition(Reason.BRAND_SUSPENDED, "the brand is suspended")
        if await self._keyring.is_lost(conn, batch.key_version):
            raise precondition(
                Reason.BATCH_NOT_RESUMABLE,
                f"code key {batch.key_version}, which the codes of this batch are made with, is lost; what was minted stays "
                f"valid; submit a new batch for the {batch.quantity - batch.cursor:,} units that are left",
                state=batch.state.upper(),
            )
        await batch_store.change_state(conn, batch.batch_no, BatchState.QUEUED)
        await batch_store.reset_job(conn, batch.batch_id)
        await event.record(conn, batch.brand_id, "BATCH", batch.batch_id, "RESUMED", actor=actor, minted=batch.cursor)

    async def _change(
        self, caller: Caller, batch_id: UUID, change: Callable[[Connection, Batch], Awaitable[None]]
    ) -> Batch:
        async with self._database.act(caller.acting_brand) as conn:
            await batch_store.lock_job(conn, batch_id)
            await change(conn, await batch_of(conn, caller.acting_brand, batch_id))
            batch = await batch_of(conn, caller.acting_brand, batch_id)
        async with self._database.act(caller.acting_brand) as conn:
            await notify_batch(conn, batch_id, ended=True)
        return batch

    async def get_token(self, caller: Caller, ref: TokenRef) -> Token:
        """One token. Raises TOKEN_NOT_FOUND."""
        async with self._database.act(caller.acting_brand) as conn:
            token = await self._lookup.find(conn, caller.acting_brand, ref)
            if token is None:
                raise not_found(Reason.TOKEN_NOT_FOUND, "the brand has no such token")
            return await token_store.with_export(conn, token)

    async def list_tokens(
        self, caller: Caller, batch_id: UUID, *, first: int, limit: int, status: TokenStatus | None, lot_code: str
    ) -> Sequence[Token]:
        """Up to `limit` tokens of a batch by seq, from `first` on. Raises BATCH_NOT_FOUND and LOT_NOT_FOUND."""
        async with self._database.act(caller.acting_brand) as conn:
            batch = await batch_of(conn, caller.acting_brand, batch_id)
            lot_first, lot_end = range_of(batch, lot_code)
            return await token_store.list_range(
                conn, batch, first=max(first, lot_first), end=lot_end, limit=limit, status=status
            )

    async def list_all_tokens(
        self, caller: Caller, *, start: token_walk.Place | None, limit: int, status: TokenStatus | None
    ) -> tuple[Sequence[Token], token_walk.Place | None]:
        """Up to `limit` tokens of all batches, the newest batch first, from `start` on; and where to go on, None at the end."""
        async with self._database.act(caller.acting_brand) as conn:
            return await token_walk.walk(conn, caller.acting_brand, start=start, limit=limit, status=status)

    async def stats(self, caller: Caller) -> Stats:
        """The brand's counters."""
        async with self._database.act(caller.acting_brand) as conn:
            return await batch_store.stats(conn, caller.acting_brand)
