"""Withdrawing tokens for ever: named ones at once, a whole batch or lot by workers."""

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from hallmint_server.db import event
from hallmint_server.db.pool import Connection, Database
from hallmint_server.db.request import RequestKey, once
from hallmint_server.errors import Problems, Reason, not_found, precondition
from hallmint_server.jobs.lease import JobKind
from hallmint_server.keyring.keyring import Keyring
from hallmint_server.minting import batch_store, token_store
from hallmint_server.minting.lookup import TokenLookup, batch_of, range_of
from hallmint_server.minting.model import REVOKE_MOST, Revocation, Token, TokenRef, TokenStatus
from hallmint_server.tenancy.model import Caller
from mintcore import uuid7

_REASON_MOST = 500


class RevocationService:
    """Revokes tokens of one installation. Each method takes a connection of its own from the pool."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self._database = database
        self._lookup = TokenLookup(keyring)

    async def revoke_tokens(
        self, caller: Caller, refs: Sequence[TokenRef], reason: str, key: RequestKey, problems: Problems
    ) -> Sequence[Token]:
        """Revoke named tokens, all or none, durable on return; revoked ones stay so. Returns each once, in order.

        Raises TOKEN_NOT_FOUND with the index of the first that is not found, and field violations together with the
        problems that the caller found. A retry changes nothing.
        """
        if not 1 <= len(refs) <= REVOKE_MOST:
            problems.add(
                Reason.FIELD_INVALID, "tokens.tokens", f"name 1 to {REVOKE_MOST:,} tokens; there are {len(refs)}"
            )
        _check_reason(problems, reason)
        problems.check()
        async with self._database.act(caller.acting_brand) as conn:
            found: list[Token] = []

            async def make() -> UUID:
                found.extend(await self._find_all(conn, caller.acting_brand, refs))
                await self._revoke(conn, found, reason, caller.actor)
                return key.request_id

            await once(conn, key, make)
            # After a retry they are found here; nothing that was revoked is ever gone.
            tokens = found or await self._find_all(conn, caller.acting_brand, refs)
            return [await self._again(conn, token) for token in tokens]

    async def _find_all(self, conn: Connection, brand_id: UUID, refs: Sequence[TokenRef]) -> list[Token]:
        found: dict[tuple[int, int], Token] = {}
        for index, ref in enumerate(refs):
            token = await self._lookup.find(conn, brand_id, ref)
            if token is None:
                raise not_found(
                    Reason.TOKEN_NOT_FOUND,
                    f"the brand has no such token: number {index + 1}; none was revoked",
                    index=str(index),
                )
            found.setdefault((token.batch.batch_no, token.seq), token)
        return list(found.values())

    async def _revoke(self, conn: Connection, tokens: Sequence[Token], reason: str, actor: str) -> None:
        revoked: Counter[int] = Counter()
        active = 0
        changed: list[tuple[Token, TokenStatus]] = []
        # In order of the key, so that two calls over the same tokens never wait for each other.
        for token in sorted(tokens, key=lambda t: (t.batch.batch_no, t.seq)):
            before = await token_store.revoke_one(conn, token.batch.batch_no, token.seq)
            if before is None:
                continue
            revoked[token.batch.batch_no] += 1
            active += before is TokenStatus.ACTIVE
            changed.append((token, before))
        if revoked:
            await token_store.count_revoked(conn, tokens[0].batch.brand_id, revoked, active=active)
        for token, before in changed:
            place = f"{token.batch.batch_id}/{token.seq}"
            await event.record(
                conn, token.batch.brand_id, "TOKEN", place, "REVOKED", actor=actor, reason=reason, status=before.name
            )

    async def _again(self, conn: Connection, token: Token) -> Token:
        return await token_store.with_export(conn, await token_store.find(conn, token.batch, token.seq) or token)

    async def revoke_batch(
        self,
        caller: Caller,
        batch_id: UUID,
        lot_code: str | None,
        reason: str,
        key: RequestKey,
        *,
        problems: Problems,
    ) -> Revocation:
        """Have workers revoke all minted units of an ended batch, or of one lot of it. Durable on return; a retry returns
        the same revocation in its current state. Raises BATCH_NOT_FOUND, BATCH_NOT_ENDED, LOT_NOT_FOUND, and field
        violations together with the problems that the caller found.
        """
        _check_reason(problems, reason)
        problems.check()

        async def make() -> UUID:
            await batch_store.lock_job(conn, batch_id)
            batch = await batch_of(conn, caller.acting_brand, batch_id)
            if not batch.state.has_ended:
                raise precondition(
                    Reason.BATCH_NOT_ENDED,
                    "the batch is still being minted; wait for its end, or cancel it first",
                    state=batch.state.upper(),
                )
            first, end = range_of(batch, lot_code or "")
            first = min(first, end)  # a lot that begins behind the last unit minted has none to revoke
            revocation_id = UUID(uuid7())
            await token_store.insert_revocation(
                conn, revocation_id, batch, lot_code=lot_code, first=first, end=end, reason=reason
            )
            await batch_store.insert_job(conn, revocation_id, JobKind.REVOKE, caller.acting_brand)
            await event.record(
                conn,
                caller.acting_brand,
                "REVOCATION",
                revocation_id,
                "SUBMITTED",
                actor=caller.actor,
                batch_id=str(batch_id),
                lot_code=lot_code,
                reason=reason,
            )
            return revocation_id

        async with self._database.act(caller.acting_brand) as conn:
            revocation = await token_store.find_revocation(conn, await once(conn, key, make))
        assert revocation is not None  # noqa: S101 - written in the transaction that returned its id
        return revocation


def _check_reason(problems: Problems, reason: str) -> None:
    if not 1 <= len(reason) <= _REASON_MOST:
        problems.add(Reason.FIELD_INVALID, "reason", f"reason must be 1 to {_REASON_MOST} characters")
