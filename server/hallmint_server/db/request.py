"""request_ids: a retry of a creating call finds what the first one made."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID

from hallmint_server.db.pool import Connection
from hallmint_server.db.queries import load
from hallmint_server.errors import HallmintError, Kind, Reason

_SQL = load("hallmint_server.db", "request.sql")


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestKey:
    """A request_id with what makes it unique, and the digest of its body."""

    brand_id: UUID
    method: str
    request_id: UUID
    digest: bytes


async def once(conn: Connection, key: RequestKey, make: Callable[[], Awaitable[UUID]]) -> UUID:
    """Run `make` in the caller's transaction unless this request was carried out before; returns the id made then or now.

    Durable with the transaction. Identical calls at once wait for the first and get its answer; if the first is rolled
    back, one of them does the work. If the process dies before the commit, nothing happened; after it, a retry finds the
    id. Raises REQUEST_ID_REUSED where the body is another one.
    """
    values = {"brand_id": key.brand_id, "method": key.method, "request_id": key.request_id}
    row = await (await conn.execute(_SQL["find_request"], values)).fetchone()
    if row is None:
        # The row is claimed before the work is done, so that of identical calls at once only one does it.
        inserted = await conn.execute(_SQL["claim_request"], {**values, "digest": key.digest})
        if inserted.rowcount == 1:
            result = await make()
            await conn.execute(_SQL["finish_request"], {**values, "result_id": result})
            return result
        row = await (await conn.execute(_SQL["find_request"], values)).fetchone()
    assert row is not None  # noqa: S101 - the conflicting row is committed, or the insert would have gone through
    digest, result = row
    if bytes(digest) != key.digest:
        raise HallmintError(
            Kind.ALREADY_EXISTS,
            Reason.REQUEST_ID_REUSED,
            "this request_id was used before with another body; nothing was done",
            metadata={"method": key.method},
        )
    return UUID(str(result))
