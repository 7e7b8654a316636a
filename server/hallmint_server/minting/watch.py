"""Wakes watchers when a batch changes. A lost notification costs a second: watchers look again by themselves."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import psycopg
import structlog

log = structlog.get_logger()
_RECONNECT_SECONDS = 1.0


@dataclass(slots=True, eq=False)
class Watcher:
    """One watcher of one batch. `changed` is set by each change, `ended` by one that should be told at once."""

    changed: asyncio.Event = field(default_factory=asyncio.Event)
    ended: bool = False

    async def wait(self, *, least: float, most: float) -> None:
        """Wait for a change, `most` seconds at most; and, unless it was the end, `least` seconds at least."""
        try:
            async with asyncio.timeout(most):
                await self.changed.wait()
        except TimeoutError:
            return
        finally:
            self.changed.clear()
        if not self.ended:
            try:
                async with asyncio.timeout(least):
                    while not self.ended:
                        await self.changed.wait()
                        self.changed.clear()
            except TimeoutError:
                pass
        self.ended = False


class WatchHub:
    """Listens on one connection for the whole process, and hands each notification to the batch's watchers."""

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._watchers: dict[str, set[Watcher]] = {}

    @contextmanager
    def watch(self, batch_id: str) -> Iterator[Watcher]:
        """A watcher of one batch, for as long as the context lasts."""
        watcher = Watcher()
        self._watchers.setdefault(batch_id, set()).add(watcher)
        try:
            yield watcher
        finally:
            watchers = self._watchers[batch_id]
            watchers.discard(watcher)
            if not watchers:
                del self._watchers[batch_id]

    async def run(self) -> None:
        """Listen until cancelled; a lost connection is made again."""
        while True:
            try:
                conn = await psycopg.AsyncConnection.connect(self._dsn, autocommit=True, connect_timeout=5)
                async with conn:
                    await conn.execute("LISTEN hallmint_batch")
                    async for notification in conn.notifies():
                        self._wake(*notification.payload.partition(" ")[::2])
            except (psycopg.Error, OSError) as error:
                log.warning("watch connection lost", error=type(error).__name__)
            await asyncio.sleep(_RECONNECT_SECONDS)

    def _wake(self, batch_id: str, word: str) -> None:
        for watcher in self._watchers.get(batch_id, ()):
            watcher.ended = watcher.ended or word == "ended"
            watcher.changed.set()
