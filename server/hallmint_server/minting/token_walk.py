"""The tokens of a brand: its batches from the newest on, each by seq. One page costs the same whatever lies behind it."""

from uuid import UUID

from hallmint_server.db.pool import Connection
from hallmint_server.minting import batch_store, token_store
from hallmint_server.minting.model import Token, TokenStatus

_BATCHES = 500  # looked at by one statement
_STEPS_MOST = 40  # such statements for one page: about 5 ms each
_ROWS_MOST = 1_000_000  # rows of tokens that one page reads on the way: about 300 ms
_OPENING = 1_000  # what looking into one batch costs, in rows

Place = tuple[int, int]
"""Number of a batch, and a seq in it."""


async def walk(
    conn: Connection, brand_id: UUID, *, start: Place | None, limit: int, status: TokenStatus | None
) -> tuple[list[Token], Place | None]:
    """Up to `limit` tokens from `start` on, and where to go on, None behind the last one.

    Batches that have none of the status by their counters are passed over unread. Where tokens of a status are rare among
    many, the page ends early, perhaps empty, once it has read as much as a page may; the place to go on is then given too.
    """
    found: list[Token] = []
    before, rows = 2**31 if start is None else start[0] + 1, 0
    for _ in range(_STEPS_MOST):
        batches = await token_store.next_batches(conn, brand_id, before=before, limit=_BATCHES, status=status)
        for batch_no, may in batches:
            first = start[1] if start is not None and batch_no == start[0] else 0
            if not may:
                continue
            if rows > _ROWS_MOST:
                return found, (batch_no, first)
            batch = await batch_store.find_by_no(conn, brand_id, batch_no)
            if batch is None:
                continue
            tokens = await token_store.list_range(
                conn, batch, first=first, end=batch.cursor, limit=limit + 1 - len(found), status=status
            )
            found += tokens
            if len(found) > limit:
                return found[:limit], (batch_no, found[limit].seq)
            is_read_whole = status not in (None, TokenStatus.REVOKED)
            rows += _OPENING + (max(0, batch.cursor - first) if is_read_whole else len(tokens))
        if len(batches) < _BATCHES:
            return found, None
        before = batches[-1][0]
    return found, (before - 1, 0)
