"""Audit chains in the log: the head of each brand's chain, and of the installation's, at the end of each month.

It runs in the turn of the sequencer, one transaction a chain and month. What is true if the process dies, step by step (fsck
proves it):

    anchor.due      Nothing happened. The next turn finds the same chains.
    anchor.written  An open transaction, seen by nobody. Anchor, entry and event become visible together, or not at all.
    anchor.queued   They are durable, and the entry waits like those of batches. Nobody anchors the month again, and the chain
                    takes no more events of it.

Without a worker nothing is anchored, and the chain goes on: months are caught up with in order, each with the head that it had
when it ended, which the events' own times say.
"""

import time
from uuid import UUID

import structlog

from hallmint_server import failpoint
from hallmint_server.db.pool import Connection
from hallmint_server.db.queries import load

log = structlog.get_logger()

MOST = 64
"""Months of chains that one turn anchors: some 5 ms each, in which batches wait."""
_CHECK_SECONDS = 60.0

_SQL = load("hallmint_server.log", "log.sql")


class Anchoring:
    """Anchors what is due, and looks for it once a minute."""

    def __init__(self) -> None:
        self._look_at = 0.0
        self._passed: set[UUID] = (
            set()
        )  # chains of this look that could not be anchored: others must not wait behind them

    async def step(self, conn: Connection) -> bool:
        """Anchor up to MOST months, and return whether more may be due now. What was anchored is durable on return, and in the
        queue. A chain that somebody writes to at this moment is left for the next look. Raises psycopg.Error: what was
        anchored before stays.
        """
        if time.monotonic() < self._look_at:
            return False
        values = {"most": MOST + len(self._passed)}
        due = [brand_id for (brand_id,) in await (await conn.execute(_SQL["due_chains"], values)).fetchall()]
        left = [brand_id for brand_id in due if brand_id not in self._passed][:MOST]
        anchored = 0
        for brand_id in left:
            failpoint.hit("anchor.due")
            async with conn.transaction():
                row = await (await conn.execute(_SQL["anchor_chain"], {"brand_id": brand_id})).fetchone()
                failpoint.hit("anchor.written")
            failpoint.hit("anchor.queued")
            if row is not None and row[0] is not None:
                log.info("audit chain anchored", brand_id=str(brand_id), month=row[0])
                anchored += 1
            else:
                self._passed.add(brand_id)
        # A chain has one month a step, so whoever is months behind is due again; and behind as many as one takes may be others.
        more = anchored > 0 or len(left) == MOST
        if not more:
            self._look_at = time.monotonic() + _CHECK_SECONDS
            self._passed.clear()
        return more
