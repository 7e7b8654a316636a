"""Reading the audit trail."""

import heapq
from collections.abc import Sequence
from itertools import islice

from hallmint_server.audit import store
from hallmint_server.audit.model import AuditHead, Event, EventFilter, Place
from hallmint_server.db.pool import Database
from hallmint_server.tenancy.model import Caller


class AuditService:
    """The trail of the acting brand; of an operator, who acts for none, that of the installation."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def list_events(
        self, caller: Caller, wanted: EventFilter, *, after: Place, limit: int, oldest_first: bool = False
    ) -> Sequence[Event]:
        """Up to `limit` events behind a place: newest first by default. Those of the chain stand in order of number, those of
        units in their own, and both together in order of time; at the same microsecond the chain's is the older one.
        """
        async with self._database.act(caller.acting_brand) as conn:
            chained = await store.list_chained(
                conn, caller.acting_brand, wanted, after=after.number, limit=limit, oldest_first=oldest_first
            )
            units = await store.list_of_units(conn, wanted, after=after.unit, limit=limit, oldest_first=oldest_first)
        both = heapq.merge(
            chained, units, key=lambda event: (event.at, event.unit is not None), reverse=not oldest_first
        )
        return list(islice(both, limit))

    async def head(self, caller: Caller) -> AuditHead:
        """Where the chain ends now."""
        async with self._database.act(caller.acting_brand) as conn:
            return await store.head(conn, caller.acting_brand)
