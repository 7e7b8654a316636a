"""Many questions at once are one question to the database, and an answer is kept for a moment."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")

_SHARE_LEAST = 16
_GAP_SECONDS = 0.0005  # between the starts of two questions, of which each costs as much as ten answers
FRESH_SECONDS = 20.0
"""No answer is older (resolver.md, "Caching")."""


class Loader(Generic[K, V]):
    """Collects keys that are asked for while the loop turns or a query runs, and asks for them together: `at_once` questions
    at the same time, of at most `most` keys each.

    Whoever asks for a key that is being collected shares its answer. An error of the query is everybody's who waits for it.
    """

    def __init__(
        self, ask: Callable[[Sequence[K]], Awaitable[Mapping[K, V]]], *, most: int = 500, at_once: int = 1
    ) -> None:
        self._ask = ask
        self._most = most
        self._at_once = at_once
        self._waiting: dict[K, asyncio.Future[V | None]] = {}
        self._running: set[asyncio.Task[None]] = set()
        self._is_due = False
        self._last = 0.0

    def get(self, key: K) -> "asyncio.Future[V | None]":
        """The answer for a key, None where there is none. Await it; it must not be cancelled (others may wait too)."""
        future = self._waiting.get(key)
        if future is None:
            loop = asyncio.get_running_loop()
            future = self._waiting[key] = loop.create_future()
            self._plan(loop)
        return future

    def _plan(self, loop: asyncio.AbstractEventLoop) -> None:
        """See that the next question is asked: at once after a pause, and otherwise so late that it is worth its price."""
        if len(self._running) < self._at_once and not self._is_due:
            self._is_due = True
            wait = self._last + _GAP_SECONDS - time.monotonic()
            if wait > 0:
                loop.call_later(wait, self._start)
            else:
                loop.call_soon(self._start)

    def _start(self) -> None:
        self._is_due = False
        self._last = time.monotonic()
        while len(self._running) < self._at_once and self._waiting:
            taken = dict(list(self._waiting.items())[: self._share()])
            for key in taken:
                del self._waiting[key]
            task = asyncio.create_task(self._run(taken))
            self._running.add(task)
            task.add_done_callback(self._ended)

    def _share(self) -> int:
        """How many keys go into the next question. Where several may run, not all: the answers of one are then sent while the
        database works at another.
        """
        if self._at_once == 1:
            return self._most
        return min(self._most, max(_SHARE_LEAST, len(self._waiting) // 4))

    async def _run(self, taken: Mapping[K, "asyncio.Future[V | None]"]) -> None:
        try:
            found = await self._ask(list(taken))
        except Exception as error:  # noqa: BLE001 - handed to those who wait
            for future in taken.values():
                if not future.done():
                    future.set_exception(error)
                    future.exception()  # whoever waited may have gone
        else:
            for key, future in taken.items():
                if not future.done():
                    future.set_result(found.get(key))

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        if self._waiting:
            self._plan(asyncio.get_running_loop())


class Kept(Generic[K, V]):
    """Answers of a Loader, kept for FRESH_SECONDS, also those that there is none; at most `most`, the oldest go first."""

    def __init__(self, ask: Callable[[Sequence[K]], Awaitable[Mapping[K, V]]], *, most: int = 20_000) -> None:
        self._loader = Loader(ask)
        self._most = most
        self._kept: OrderedDict[K, tuple[float, V | None]] = OrderedDict()

    def peek(self, key: K) -> tuple[bool, V | None]:
        """Whether an answer is at hand, and the answer."""
        kept = self._kept.get(key)
        if kept is None or kept[0] < time.monotonic():
            return False, None
        return True, kept[1]

    async def get(self, key: K, *, renew: bool = False) -> V | None:
        """The answer for a key, at most FRESH_SECONDS old; with `renew` the database's."""
        if not renew:
            is_known, value = self.peek(key)
            if is_known:
                return value
        # The age counts from the question: the answer may be as old as that.
        until = time.monotonic() + FRESH_SECONDS
        value = await asyncio.shield(self._loader.get(key))
        self._kept.pop(key, None)
        self._kept[key] = (until, value)
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)
        return value
