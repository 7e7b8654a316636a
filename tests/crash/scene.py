"""Where a fault happens, and what must be true there afterwards."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import psycopg

from hallmint.v1 import batch_pb2
from tests.crash.history import History
from tests.support.installation import Installation


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """An installation, a look into its database, and the history of its jobs."""

    place: Installation
    conn: psycopg.AsyncConnection[Any]
    history: History

    @classmethod
    async def open(cls, place: Installation, conn: psycopg.AsyncConnection[Any]) -> "Scene":
        """Begin to write the history down."""
        scene = cls.over(place, conn)
        await scene.history.install()
        return scene

    @classmethod
    def over(cls, place: Installation, conn: psycopg.AsyncConnection[Any]) -> "Scene":
        """A new look at a scene that is open already."""
        return cls(place=place, conn=conn, history=History(conn))

    async def check_minted(self, *batches: batch_pb2.Batch) -> None:
        """All of them minted with their exact quantity, each code once, one event per transition; fsck clean."""
        expected = {batch.batch_id: batch.quantity for batch in batches}
        for batch in batches:
            assert batch.state == batch_pb2.BATCH_STATE_MINTED, batch
            assert batch.minted_quantity == batch.quantity
        counts = "SELECT batch_id::text, count(*) FROM tokens JOIN mint_batches USING (batch_no) GROUP BY 1"
        counted = dict(await self.rows(counts))
        assert {batch_id: counted.get(batch_id) for batch_id in expected} == expected
        assert await self.rows("SELECT count(*) - count(DISTINCT code) FROM tokens") == [(0,)]
        for batch_id in expected:
            assert await self.actions(batch_id) == ["SUBMITTED", "STARTED", "MINTED"]
        await self.check_clean()

    async def check_clean(self) -> None:
        """Fsck finds nothing."""
        assert (await self.place.fsck()).findings == []

    async def actions(self, entity_id: str) -> list[str]:
        """What the record says of a batch or a revocation, in order."""
        found = await self.rows("SELECT action FROM events WHERE entity_id = %s ORDER BY event_id", entity_id)
        return [row[0] for row in found]

    async def has_ended(self, job_id: str) -> bool:
        """Whether no worker will touch a job again."""
        return await self.rows("SELECT state <> 'ready' FROM jobs WHERE job_id = %s", job_id) == [(True,)]

    async def cursor(self, batch: batch_pb2.Batch) -> int:
        """Units of a batch that are committed."""
        return int((await self.rows("SELECT cursor FROM mint_batches WHERE batch_id = %s", batch.batch_id))[0][0])

    async def cursors(self, batches: Iterable[batch_pb2.Batch]) -> int:
        """Units of several batches that are committed."""
        return sum([await self.cursor(batch) for batch in batches])

    async def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """The rows of a query."""
        return await (await self.conn.execute(sql.encode(), values)).fetchall()
