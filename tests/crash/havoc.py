"""Random faults, one at a time."""

import asyncio
import contextlib
import os
import signal
from collections.abc import Awaitable, Callable
from random import Random
from typing import Any

import psycopg

from hallmint_server.db.embedded import EmbeddedPostgres
from tests.crash.crew import Report, Slot
from tests.support.proxy import Place
from tests.support.wait import until

_TRAP_SECONDS = 5.0
_CYCLE_SECONDS = 1.0
_ALIVE_LEAST = 2


class Look:
    """A connection for looking and for pg_terminate_backend, made again whenever PostgreSQL has died."""

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._conn: psycopg.AsyncConnection[Any] | None = None

    async def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """The rows of a query; tried again until there is a database."""
        (found,) = await until(lambda: self._try(sql, values), 60, what="the database")
        return list(found)

    async def _try(self, sql: str, values: tuple[object, ...]) -> tuple[list[tuple[Any, ...]]] | None:
        try:
            if self._conn is None:
                self._conn = await psycopg.AsyncConnection.connect(self._dsn, autocommit=True, connect_timeout=5)
            return (await (await self._conn.execute(sql.encode(), values)).fetchall(),)
        except psycopg.OperationalError:
            await self.close()
            return None

    async def close(self) -> None:
        """Close the connection, if there is one."""
        if self._conn is not None:
            await self._conn.close()
            self._conn = None


class Havoc:
    """Chooses faults and makes them happen, each when a cycle is running at the worker that is struck, if that can be had."""

    def __init__(
        self,
        slots: list[Slot],
        postgres: EmbeddedPostgres,
        look: Look,
        random: Random,
        report: Report,
        *,
        lease_seconds: float,
    ) -> None:
        self._slots = slots
        self._postgres = postgres
        self._look = look
        self._random = random
        self._report = report
        self._lease_seconds = lease_seconds
        self._held_up: set[asyncio.Task[None]] = set()
        # How often each comes, relative to the others. Failpoints come by themselves, with the workers.
        self._kinds: dict[Callable[[Slot], Awaitable[None]], int] = {
            self._kill: 4,
            self._freeze: 2,
            self._terminate: 2,
            self._cut: 4,
            self._swallow: 1,
            self._kill_postgres: 2,
            self._kill_backend: 1,
        }

    async def strike(self) -> None:
        """One fault at one worker. A freeze and a swallowed connection go on for a while after the return."""
        kind = self._random.choices(list(self._kinds), list(self._kinds.values()))[0]
        order = self._random.sample(self._slots, len(self._slots))
        pause = self._random.uniform(0, 0.02)
        await until(lambda: sum(s.is_working for s in self._slots) >= _ALIVE_LEAST, 30, what="two workers alive")
        slot = next(s for s in order if s.is_working)
        await asyncio.sleep(
            pause
        )  # so that it comes anywhere within a cycle, not always at the same distance from the last
        with contextlib.suppress(TimeoutError):
            await until(lambda: slot.proxy.in_cycle, _CYCLE_SECONDS)
        await kind(slot)

    async def calm(self) -> None:
        """Wait until nobody is held up any more."""
        await asyncio.gather(*self._held_up)

    async def _kill(self, slot: Slot) -> None:
        self._report(f"SIGKILL {slot.name}", slot.proxy.in_cycle)
        slot.kill()

    async def _freeze(self, slot: Slot) -> None:
        seconds = self._lease_seconds * self._random.uniform(0.5, 2.5)
        self._report(f"SIGSTOP {slot.name} for {seconds:.1f} s", slot.proxy.in_cycle)
        slot.signal(signal.SIGSTOP)
        self._hold_up(slot, seconds, lambda: slot.signal(signal.SIGCONT))

    async def _terminate(self, slot: Slot) -> None:
        for link in slot.proxy.links:
            self._report(f"pg_terminate_backend of {slot.name}", slot.proxy.in_cycle)
            await self._look.rows("SELECT pg_terminate_backend(%s)", link.backend_pid)
            return

    async def _kill_backend(self, slot: Slot) -> None:
        """PostgreSQL then ends all its backends and recovers."""
        for link in slot.proxy.links:
            if link.backend_pid:
                self._report(f"SIGKILL the backend of {slot.name}", slot.proxy.in_cycle)
                os.kill(link.backend_pid, signal.SIGKILL)
                return

    async def _kill_postgres(self, _: Slot) -> None:
        self._report("SIGKILL PostgreSQL", any(slot.proxy.in_cycle for slot in self._slots))
        self._postgres.kill()
        self._postgres.start()

    async def _cut(self, slot: Slot) -> None:
        place, nth = self._random.choice(list(Place)), self._random.randint(1, 5)
        # Most often around the COMMIT of a cycle; sometimes of whatever else commits, a claim for one.
        copying = place is Place.MID_COPY or self._random.random() < 0.8
        if await self._spring(slot, slot.proxy.trap(place, nth, copying=copying)):
            self._report(f"cut {slot.name} {place.value}{'' if copying else ' of anything'}", copying)

    async def _swallow(self, slot: Slot) -> None:
        seconds = self._lease_seconds * self._random.uniform(1, 2.5)
        if await self._spring(slot, slot.proxy.trap(Place.MID_COPY, self._random.randint(1, 5), swallow=True)):
            self._report(f"swallow {slot.name} for {seconds:.1f} s", True)
            self._hold_up(slot, seconds, slot.proxy.cut)

    async def _spring(self, slot: Slot, sprung: asyncio.Event) -> bool:
        try:
            await asyncio.wait_for(sprung.wait(), _TRAP_SECONDS)
        except TimeoutError:
            slot.proxy.disarm()  # no work, or no worker, came by
            return False
        return True

    def _hold_up(self, slot: Slot, seconds: float, let_go: Callable[[], None]) -> None:
        async def hold() -> None:
            await asyncio.sleep(seconds)
            let_go()
            slot.is_held_up = False

        slot.is_held_up = True
        task = asyncio.create_task(hold())
        self._held_up.add(task)
        task.add_done_callback(self._held_up.discard)
