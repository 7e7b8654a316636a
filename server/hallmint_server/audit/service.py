"""Reading the audit trail."""

from collections.abc import Sequence

from hallmint_server.audit import store
from hallmint_server.audit.model import AuditHead, Event, EventFilter
from hallmint_server.db.pool import Database
from hallmint_server.tenancy.model import Caller


class AuditService:
    """The chain of the acting brand; of an operator, who acts for none, that of the installation."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def list_events(
        self, caller: Caller, wanted: EventFilter, *, after: int, limit: int, oldest_first: bool = False
    ) -> Sequence[Event]:
        """Up to `limit` events in order of number: below `after` with the newest first, or above it with the oldest first."""
        async with self._database.act(caller.acting_brand) as conn:
            return await store.list_events(
                conn, caller.acting_brand, wanted, after=after, limit=limit, oldest_first=oldest_first
            )

    async def head(self, caller: Caller) -> AuditHead:
        """Where the chain ends now."""
        async with self._database.act(caller.acting_brand) as conn:
            return await store.head(conn, caller.acting_brand)
