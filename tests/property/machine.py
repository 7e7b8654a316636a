"""One installation that is moved step by step: callers, and two workers that mint, die, freeze and wake up.

After each step nothing that was given may be taken back; `Machine.finish` lets the workers come to their end, and holds
what is there then against what was asked for.
"""

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import psycopg

from hallmint_server import failpoint
from hallmint_server.command import connect
from hallmint_server.db.pool import Connection
from hallmint_server.db.request import RequestKey
from hallmint_server.errors import Problems
from hallmint_server.failpoint import FailpointError
from hallmint_server.fsck.check import Fsck
from hallmint_server.jobs import lease as leases
from hallmint_server.jobs.lease import Lease, LeaseLostError
from hallmint_server.jobs.worker import RETRIES
from hallmint_server.keyring.keyring import Keyring
from hallmint_server.minting.model import ActivationMode, ByPlace, IdentityMode, MintSpec
from hallmint_server.minting.revocation import RevocationService
from hallmint_server.minting.service import MintingService
from hallmint_server.settings import Settings
from tests.support.acting import Brand, make_brand
from tests.support.hand import Hand, hand, refused

UNITS = 20
"""Units in a cycle: small, so that a few steps are many cycles."""
_NEXT = {
    "queued": {"queued", "processing", "minted", "failed", "cancelled"},
    "processing": {"processing", "minted", "failed", "cancelled"},
    "failed": {"failed", "queued", "cancelled"},
    "minted": {"minted"},
    "cancelled": {"cancelled"},
}

_TABLES = (
    *("events", "audit_heads", "revocations", "jobs", "tokens", "lots", "mint_batches", "brand_contexts", "requests"),
    *("minted_identifiers", "content_versions", "brand_totals", "product_revisions", "products", "brands"),
)


@dataclass(slots=True)
class Asked:
    """A batch as it was asked for, and what was revoked of it."""

    batch_id: UUID
    batch_no: int
    quantity: int
    named: set[int] = field(default_factory=set)


@dataclass(slots=True)
class Machine:
    """The installation. Its steps are called by name; each takes small numbers and picks what they point at."""

    settings: Settings
    conn: Connection
    keyring: Keyring
    minting: MintingService
    revocation: RevocationService
    closing: contextlib.AsyncExitStack
    brand: Brand = field(init=False)
    batches: list[Asked] = field(default_factory=list)
    hands: list[Hand | None] = field(default_factory=lambda: [None, None])
    stale: list[tuple[Hand, Lease]] = field(default_factory=list)
    seen: dict[int, tuple[str, int]] = field(default_factory=dict)
    revoked: set[tuple[int, int]] = field(default_factory=set)

    def key(self, method: str) -> RequestKey:
        return self.brand.key(method)

    async def submit(self, quantity: int, parts: int, at_mint: int) -> None:
        parts = min(parts, quantity)
        cut = [quantity // parts] * (parts - 1)
        lots = [(f"L{n}", units) for n, units in enumerate([*cut, quantity - sum(cut)])] if parts > 1 else []
        spec = MintSpec(
            product="SKU",
            quantity=quantity,
            identity_mode=IdentityMode.LOT if lots else IdentityMode.SERIAL,
            activation_mode=ActivationMode.AT_MINT if at_mint else ActivationMode.FIRST_SCAN,
            lots=lots,
        )
        made = await self.minting.submit(self.brand.caller, spec, self.key("SubmitMint"))
        self.batches.append(Asked(made.batch_id, made.batch_no, quantity))

    async def hand(self, number: int) -> Hand:
        found = self.hands[number]
        if found is None or found.conn.closed:
            found = await self.closing.enter_async_context(hand(self.settings, units=UNITS))
            self.hands[number] = found
        return found

    async def work(self, number: int, place: int = -1) -> None:
        """One cycle of a worker; `place` names a failpoint at which it fails. What follows an error is as in Worker."""
        own = await self.hand(number)
        lease = None
        try:
            lease = await own.claim()
            failpoint.configure(f"{failpoint.NAMES[1 + place]}=error" if place >= 0 else "")
            if lease is not None:
                ended = await own.handlers[lease.kind].cycle(own.conn, lease)
                lease.committed()
                own.held = None if ended else lease
        except LeaseLostError:
            own.held = None
        except FailpointError:
            own.held = None
            assert lease is not None
            if lease.attempts >= RETRIES:
                await self._give_up(own, lease)
            else:
                await own.leases.postpone(lease, attempts=lease.attempts + 1, delay=0, error="failpoint")
        except psycopg.OperationalError:
            assert own.conn.closed  # its backend was ended by a takeover
        finally:
            failpoint.configure("")

    async def fail(self, number: int) -> None:
        """A worker gives up the job it claims."""
        own = await self.hand(number)
        with contextlib.suppress(LeaseLostError, psycopg.OperationalError):
            lease = await own.claim()
            own.held = None
            if lease is not None:
                await self._give_up(own, lease)

    async def _give_up(self, own: Hand, lease: Lease) -> None:
        async with own.conn.transaction():
            await leases.hold(own.conn, lease)
            await own.handlers[lease.kind].fail(own.conn, lease, "given up")
            await leases.fail(own.conn, lease, "given up")

    async def die(self, number: int) -> None:
        """A worker goes silent for longer than its lease; whoever takes over ends its backend."""
        await self._expire(number, "")

    async def freeze(self, number: int) -> None:
        """A worker goes silent on a connection that a takeover cannot reach (a pooler's, say), and may wake up later."""
        own = self.hands[number]
        if own is not None and own.held is not None:
            self.stale.append((own, own.held))
            await self._expire(number, ", backend_pid = 0")
            own.held = None

    async def _expire(self, number: int, more: str) -> None:
        own = self.hands[number]
        if own is not None and own.held is not None:
            sql = f"""UPDATE jobs SET lease_until = clock_timestamp() - interval '1 s'{more}
                      WHERE job_id = %s AND lease_epoch = %s AND lease_until IS NOT NULL"""
            await self.conn.execute(sql.encode(), [own.held.job_id, own.held.epoch])
            own.held = None

    async def wake(self) -> None:
        """A frozen worker goes on with the cycle it was in. It commits only if nobody has taken over: its rows are there
        already, or its lease is another's.
        """
        if not self.stale:
            return
        own, lease = self.stale.pop(0)
        before = await self.rows()
        epoch = await self._one("SELECT lease_epoch FROM jobs WHERE job_id = %s", lease.job_id)
        try:
            await own.handlers[lease.kind].cycle(own.conn, lease)
        except (LeaseLostError, psycopg.errors.UniqueViolation):
            assert await self.rows() == before
        except psycopg.OperationalError:
            assert own.conn.closed
        else:
            assert epoch == lease.epoch

    async def cancel(self, number: int) -> None:
        await self._change(number, self.minting.cancel, refusals=("BATCH_NOT_CANCELLABLE",))

    async def resume(self, number: int) -> None:
        await self._change(number, self.minting.resume, refusals=("BATCH_NOT_RESUMABLE",))

    async def _change(self, number: int, change: Any, *, refusals: Sequence[str]) -> None:
        if self.batches:
            asked = self.batches[number % len(self.batches)]
            with refused(*refusals):
                await change(self.brand.caller, asked.batch_id)

    async def revoke_named(self, number: int, first: int, step: int) -> None:
        if not self.batches:
            return
        asked = self.batches[number % len(self.batches)]
        seqs = {seq % asked.quantity for seq in range(first, first + 4 * step, step)}
        refs = [ByPlace(batch_id=asked.batch_id, seq=seq) for seq in seqs]
        with refused("TOKEN_NOT_FOUND"):
            key = self.key("RevokeTokens")
            await self.revocation.revoke_tokens(self.brand.caller, refs, "x", key, Problems())
            asked.named |= seqs

    async def revoke_whole(self, number: int, lot: int) -> None:
        if not self.batches:
            return
        asked = self.batches[number % len(self.batches)]
        code = f"L{lot}" if lot >= 0 else None
        with refused("BATCH_NOT_ENDED", "LOT_NOT_FOUND"):
            await self.revocation.revoke_batch(
                self.brand.caller, asked.batch_id, code, "x", self.key("RevokeTokens"), problems=Problems()
            )

    async def rows(self) -> list[tuple[Any, ...]]:
        """Everything a worker could change."""
        sql = """SELECT b.batch_no, b.state, b.cursor, b.revoked, b.folded, count(t.*), count(*) FILTER (WHERE t.status = 3),
                        (SELECT count(*) FROM events), (SELECT coalesce(sum(cursor), 0) FROM revocations)
                 FROM mint_batches b LEFT JOIN tokens t USING (batch_no) GROUP BY b.batch_no ORDER BY b.batch_no"""
        return await (await self.conn.execute(sql.encode())).fetchall()

    async def _one(self, sql: str, *values: object) -> Any:
        row = await (await self.conn.execute(sql.encode(), values)).fetchone()
        assert row is not None
        return row[0]

    async def observe(self) -> None:
        """Nothing is taken back: states go forward, cursors never back, and nothing leaves REVOKED."""
        found = {row[0]: (row[1], row[2]) for row in await self.rows()}
        assert found.keys() == {asked.batch_no for asked in self.batches}
        for batch_no, (state, cursor) in self.seen.items():
            now, units = found[batch_no]
            assert now in _NEXT[state], f"{state} -> {now}"
            assert units >= cursor
            assert units == cursor or state in ("queued", "processing", "failed")
        revoked = set(await (await self.conn.execute("SELECT batch_no, seq FROM tokens WHERE status = 3")).fetchall())
        assert revoked >= self.revoked
        assert revoked >= {(asked.batch_no, seq) for asked in self.batches for seq in asked.named}
        self.seen, self.revoked = found, revoked

    async def fsck(self) -> None:
        async with connect(self.settings) as own:
            report = await Fsck(own, self.keyring, lease_seconds=self.settings.lease_seconds).run(None, lambda _: None)
        assert report.findings == []

    async def finish(self) -> None:
        """Every lease runs out, and one worker does all that is left."""
        await self.fsck()
        await self.conn.execute("UPDATE jobs SET lease_until = clock_timestamp() WHERE lease_until IS NOT NULL")
        for own in self.hands:
            if own is not None:
                own.held = None
        while await self._one("SELECT count(*) FROM jobs WHERE state = 'ready'"):
            await self.work(0)
            await self.observe()
        await self.fsck()
        asked = {batch.batch_no: batch.quantity for batch in self.batches}
        for batch_no, (state, cursor) in self.seen.items():
            assert state in ("minted", "failed", "cancelled")
            assert cursor == asked[batch_no] or state != "minted"
        whole = "SELECT batch_no, first_seq, CASE state WHEN 'completed' THEN end_seq ELSE cursor END FROM revocations"
        expected = {(batch.batch_no, seq) for batch in self.batches for seq in batch.named}
        for batch_no, first, end in await (await self.conn.execute(whole)).fetchall():
            expected |= {(batch_no, seq) for seq in range(first, end)}
        assert self.revoked == expected
        stats = await self.minting.stats(self.brand.caller)
        minted = sum(cursor for _, cursor in self.seen.values())
        assert (stats.minted, stats.revoked, stats.running) == (minted, len(expected), 0)

    async def begin(self) -> None:
        """An installation with one brand and one product, and nothing else."""
        # Events are only ever added, but by who may switch triggers off.
        await self.conn.execute("SET session_replication_role = replica")
        for table in _TABLES:
            await self.conn.execute(f"DELETE FROM {table}".encode())
        self.batches, self.stale, self.seen, self.revoked = [], [], {}, set()
        for own in self.hands:
            if own is not None:
                own.held = None
        self.brand = await make_brand(self.conn, "acme", "SKU", gs1_ready=False)

    async def play(self, steps: Sequence[tuple[str, tuple[int, ...]]]) -> None:
        """Take steps, one after another, and come to an end."""
        await self.begin()
        for name, values in steps:
            await getattr(self, name)(*values)
            await self.observe()
        await self.finish()
