"""Turns visits into scans: looked up and cut down here, before anything is held."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from hallmint_resolver.address import Address
from hallmint_resolver.agent import Traffic, agent_of
from hallmint_resolver.finder import Found
from hallmint_resolver.model import Outcome
from hallmint_resolver.settings import Settings
from hallmint_resolver.telemetry.buffer import Telemetry, open_telemetry
from hallmint_resolver.telemetry.geo import Geo
from hallmint_resolver.telemetry.model import Scan
from hallmint_resolver.visitor import Visitor

_MIB = 1024 * 1024


class Recorder:
    """Records after the answer: scans are made of visits when the event loop has sent what it has to send.

    `visits` counts by class all that go to a default link, `scans` by outcome those that are recorded, both since the start.
    """

    def __init__(self, telemetry: Telemetry, geo: Geo) -> None:
        self.telemetry = telemetry
        self._geo = geo
        self.visits = dict.fromkeys(Traffic, 0)
        self.scans = dict.fromkeys(Outcome, 0)
        self._visits: list[tuple[Found, str, Address | None]] = []

    def record(self, found: Found, visitor: Visitor, address: Address | None) -> None:
        """A person's scan, reduced; of one who objects (Sec-GPC, DNT) nothing but the count."""
        self.visits[Traffic.PERSON] += 1
        if visitor.counted_only:
            self.telemetry.count(found.product.brand_id)
            return
        if not self._visits:
            asyncio.get_running_loop().call_soon(self.reduce)
        self._visits.append((found, visitor.agent, address))

    def count(self, found: Found, kind: Traffic) -> None:
        """A visit of which nothing but its class is kept."""
        self.visits[kind] += 1
        self.telemetry.count(found.product.brand_id, kind)

    def reduce(self) -> None:
        """Make scans of the visits of this turn of the loop; their full addresses end here."""
        visits, self._visits = self._visits, []
        at = datetime.now(UTC)
        for visit in visits:
            self._add(at, *visit)

    def _add(self, at: datetime, found: Found, user_agent: str, address: Address | None) -> None:
        country, subdivision = self._geo.country(address)
        agent = agent_of(user_agent)
        token, product, outcome = found.token, found.product, found.outcome
        self.scans[outcome] += 1
        # By position: names would cost a third of it.
        scan = Scan(
            at,
            product.brand_id,
            product.product_id,
            token.batch_no if token else None,
            token.seq if token else None,
            address.prefix if address else None,
            country,
            subdivision,
            agent.browser,
            agent.browser_major,
            agent.os,
            agent.device,
            Traffic.PERSON,
            outcome,
            user_agent if product.keeps_user_agents else None,
        )
        self.telemetry.add(scan)


@asynccontextmanager
async def open_recorder(settings: Settings, geo: Geo) -> AsyncIterator[Recorder]:
    """A recorder whose telemetry is written when the context ends."""
    dsn = (settings.telemetry_database_url or settings.database_url).get_secret_value()
    async with open_telemetry(dsn, settings.spool, spool_bytes=settings.spool_mib * _MIB) as telemetry:
        recorder = Recorder(telemetry, geo)
        try:
            yield recorder
        finally:
            recorder.reduce()
