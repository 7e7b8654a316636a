"""What a brand needs to watch the log by itself: the key that finds its entries, and what they commit to."""

from dataclasses import dataclass
from uuid import UUID

from hallmint_server.db import event
from hallmint_server.db.pool import Database
from hallmint_server.db.queries import load
from hallmint_server.log.entry import Opening
from hallmint_server.tenancy.model import Caller

_SQL = load("hallmint_server.verification", "verification.sql")


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """What the entry of a batch commits to, and the entry's number."""

    batch_no: int
    batch_id: UUID
    entry_no: int
    opening: Opening


class MonitorService:
    """Of the acting brand alone."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def key(self, caller: Caller) -> bytes:
        """The brand's monitor key, 32 bytes: a secret. That it was handed out is an event of the audit trail, durable on return;
        a retry hands it out once more, and says so once more.
        """
        brand_id = caller.acting_brand
        async with self._database.act(brand_id) as conn:
            row = await (await conn.execute(_SQL["monitor_key"], {"brand_id": brand_id})).fetchone()
            if row is None:
                raise RuntimeError("the acting brand has no row")
            # Dying before the commit, nobody was given it; after it, the trail says what may not have arrived.
            await event.record(conn, brand_id, "BRAND", brand_id, "MONITOR_KEY_READ", actor=caller.actor)
        return bytes(row[0])

    async def commitments(self, caller: Caller, *, after: int, limit: int) -> list[Commitment]:
        """Up to `limit`, of batches with higher numbers than `after`, in that order; of those whose entries have a number."""
        values = {"brand_id": caller.acting_brand, "after": after, "limit": limit}
        rows = await self._database.read(caller.acting_brand, _SQL["commitments"], values)
        return [
            Commitment(
                batch_no=batch_no,
                batch_id=batch_id,
                entry_no=entry_no,
                opening=Opening(
                    product=product_id, quantity=quantity, root=bytes(root), minted=mint_time, salt=bytes(salt)
                ),
            )
            for batch_no, batch_id, entry_no, product_id, quantity, root, mint_time, salt in rows
        ]
