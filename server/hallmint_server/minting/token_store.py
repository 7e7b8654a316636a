"""Rows of tokens and revocations."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from psycopg import sql

from hallmint_server.db.pool import Connection
from hallmint_server.db.queries import load
from hallmint_server.jobs.lease import Lease, LeaseLostError
from hallmint_server.minting.model import ActivationMode, Batch, Revocation, RevocationState, Token, TokenStatus

_SQL = load("hallmint_server.minting", "token.sql")
_STRETCH_MOST = 100_000  # seqs that one statement of a list looks at: about 30 ms
_SORTED_MOST = 10_000  # activated tokens of a batch that a list sorts: about 10 ms


async def find(conn: Connection, batch: Batch, seq: int) -> Token | None:
    """One token by its place."""
    row = await (await conn.execute(_SQL["token"], {"batch_no": batch.batch_no, "seq": seq})).fetchone()
    return _token(batch, row) if row else None


async def with_export(conn: Connection, token: Token) -> Token:
    """The token, with when the last pack with it was finished: one query more, for tokens that are shown."""
    place = {"batch_no": token.batch.batch_no, "seq": token.seq}
    row = await (await conn.execute(_SQL["token_exported_at"], place)).fetchone()
    return replace(token, exported_at=row[0] if row else None)


async def list_range(
    conn: Connection, batch: Batch, *, first: int, end: int, limit: int, status: TokenStatus | None
) -> list[Token]:
    """Up to `limit` tokens of a batch with seqs from `first` to `end` - 1, by seq.

    Reads little more than it returns where the tokens lie close together; in the worst case, where next to none of a batch
    has the status, each of its rows once. Few that are revoked or activated are found by their indexes.
    """
    name = "list_tokens"
    if status is TokenStatus.REVOKED:
        name = "list_revoked"
    elif status is TokenStatus.ACTIVE and await _has_few_activated(conn, batch):
        name = "list_activated"
    statement = _SQL[name]
    found: list[Token] = []
    # The planner does not carry LIMIT into the view and would read the batch to its end, so it is asked for a stretch of
    # seqs at a time, but where an index holds no others.
    stretch = limit if name == "list_tokens" else end - first
    while first < end and len(found) < limit:
        stop = min(end, first + stretch)
        values = {"batch_no": batch.batch_no, "first": first, "end": stop, "status": status}
        rows = await conn.execute(statement, {**values, "limit": limit - len(found)})
        found += [_token(batch, row) for row in await rows.fetchall()]
        first, stretch = stop, min(stretch * 4, _STRETCH_MOST)
    return found


async def _has_few_activated(conn: Connection, batch: Batch) -> bool:
    if batch.activation_mode is ActivationMode.AT_MINT:
        return False
    row = await (await conn.execute(_SQL["activated_units"], {"batch_no": batch.batch_no})).fetchone()
    return row is not None and (row[0] is None or row[0] <= _SORTED_MOST)


async def next_batches(
    conn: Connection, brand_id: UUID, *, before: int, limit: int, status: TokenStatus | None
) -> list[tuple[int, bool]]:
    """Numbers of up to `limit` batches of a brand below `before`, newest first, each with whether it may hold tokens of the
    status. Where that is False it holds none.
    """
    values = {"brand_id": brand_id, "before": before, "limit": limit, "status": status}
    return [(n, may) for n, may in await (await conn.execute(_SQL["next_batches"], values)).fetchall()]


async def contexts(conn: Connection, brand_id: UUID) -> dict[int, list[str]]:
    """The contexts a brand ever minted under, by key version."""
    found: dict[int, list[str]] = {}
    for version, context in await (await conn.execute(_SQL["contexts"], {"brand_id": brand_id})).fetchall():
        found.setdefault(version, []).append(context)
    return found


async def find_lost(
    conn: Connection, brand_id: UUID, code: str, *, key_version: int, lost_batch_no: int, context: str | None
) -> list[tuple[int, int]]:
    """`(batch_no, seq)` of the tokens of a lost key that carry a code, by the index that `keys lost` built."""
    statement = sql.SQL(_SQL["lost_token"].decode()).format(lost_batch_no=sql.Literal(lost_batch_no))
    values = {"code": code, "brand_id": brand_id, "key_version": key_version, "context": context}
    return [(n, s) for n, s in await (await conn.execute(statement, values)).fetchall()]


async def revoke_one(conn: Connection, batch_no: int, seq: int) -> TokenStatus | None:
    """Revoke one token; returns the status it had, or None where it was revoked already."""
    row = await (await conn.execute(_SQL["revoke_one"], {"batch_no": batch_no, "seq": seq})).fetchone()
    return TokenStatus(row[0]) if row else None


async def revoke_range(conn: Connection, batch_no: int, first: int, end: int) -> tuple[int, int]:
    """Revoke seqs `first` to `end` - 1; returns how many changed, and how many of those were active."""
    row = await (
        await conn.execute(_SQL["revoke_range"], {"batch_no": batch_no, "first": first, "end": end})
    ).fetchone()
    assert row is not None  # noqa: S101 - count() gives a row
    return int(row[0]), int(row[1])


async def count_revoked(conn: Connection, brand_id: UUID, revoked: Mapping[int, int], *, active: int) -> None:
    """Add to the counters of batches (how many units of each) and of their brand, in the transaction of the change.

    All batches in order of their number, then the brand: whoever ends a batch locks the two in the same order.
    """
    for batch_no, units in sorted(revoked.items()):
        await conn.execute(_SQL["count_revoked_batch"], {"batch_no": batch_no, "revoked": units})
    values = {"brand_id": brand_id, "revoked": sum(revoked.values()), "active": active}
    await conn.execute(_SQL["count_revoked_brand"], values)


async def insert_revocation(
    conn: Connection, revocation_id: UUID, batch: Batch, *, lot_code: str | None, first: int, end: int, reason: str
) -> None:
    """Write a revocation that workers carry out."""
    await conn.execute(
        _SQL["insert_revocation"],
        {
            "revocation_id": revocation_id,
            "batch_no": batch.batch_no,
            "brand_id": batch.brand_id,
            "lot_code": lot_code,
            "first": first,
            "end": end,
            "reason": reason,
        },
    )


async def load_revocation(conn: Connection, job_id: UUID) -> tuple[Any, ...] | None:
    """`(batch_no, brand_id, batch_id, lot_code, cursor, end_seq, state, revoked)` for a worker."""
    return await (await conn.execute(_SQL["load_revocation"], {"job_id": job_id})).fetchone()


async def commit_revocation(
    conn: Connection, lease: Lease, *, start: int, end: int, revoked: int, lease_seconds: float
) -> None:
    """Move the cursor of a revocation and renew the lease. LeaseLostError where either is not as this cycle found it."""
    values = {**lease.fence, "start": start, "end": end, "revoked": revoked, "lease_seconds": lease_seconds}
    if (await conn.execute(_SQL["commit_revocation"], values)).rowcount != 1:
        raise LeaseLostError


async def end_revocation(conn: Connection, job_id: UUID, state: RevocationState) -> None:
    """Move a revocation to its last state."""
    await conn.execute(_SQL["end_revocation"], {"job_id": job_id, "state": state})


async def find_revocation(conn: Connection, revocation_id: UUID) -> Revocation | None:
    """One revocation."""
    row = await (await conn.execute(_SQL["find_revocation"], {"revocation_id": revocation_id})).fetchone()
    return _revocation(row) if row else None


async def list_revocations(conn: Connection, batch_no: int) -> list[Revocation]:
    """The latest 100 revocations of a batch, newest first."""
    rows = await (await conn.execute(_SQL["revocations"], {"batch_no": batch_no})).fetchall()
    return [_revocation(row) for row in rows]


def _token(batch: Batch, row: tuple[Any, ...]) -> Token:
    seq, code, status, activated_at = row
    return Token(batch=batch, seq=seq, code=code, status=TokenStatus(status), activated_at=activated_at)


def _revocation(row: tuple[Any, ...]) -> Revocation:
    revocation_id, batch_id, lot_code, reason, state, revoked, created_at, ended_at, quantity, failure = row
    return Revocation(
        revocation_id=revocation_id,
        batch_id=batch_id,
        lot_code=lot_code,
        reason=reason,
        state=RevocationState(state),
        revoked=revoked,
        created_at=created_at,
        ended_at=ended_at,
        quantity=quantity,
        failure=failure,
    )
