"""What takes many messages, one by one in a program without asyncio."""

import asyncio
import threading
from collections import deque
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing, suppress
from types import TracebackType
from typing import Generic, Self, TypeVar

from hallmint_client.background import Background, closed

T = TypeVar("T")


class _Pump(Generic[T]):
    """Takes things out of an async generator, in the loop, for a thread that waits for them.

    It reads ahead while those are worked on: at most `ahead` things, a page of a list or one message of a stream. Handing over
    many at once is what makes a list fast: to change threads takes longer than to read a message.
    """

    def __init__(self, background: Background, begun: AsyncGenerator[T, None], ahead: int) -> None:
        self.background = background
        self.changed = threading.Condition()
        self.found: deque[T] = deque()
        self.end: BaseException | None = None
        self.task: asyncio.Task[None] | None = None
        self._begun = begun
        self._ahead = ahead
        self._room = asyncio.Event()
        self._fresh: list[T] = []

    async def start(self) -> None:
        """Begin, but not behind the end."""
        if self.end is None:
            self.task = self.background.stream(self._fill())
            self.task.add_done_callback(self._ended)

    def cancel(self) -> None:
        """Begin to end it."""
        self.end = self.end or RuntimeError("the stream is closed")
        if self.task is not None:
            self.task.cancel()

    async def stop(self) -> None:
        """End it, and its call."""
        self.cancel()
        self._hand_over()
        if self.task is not None:
            await asyncio.wait([self.task])

    def take(self) -> deque[T]:
        """Everything that was found, at least one thing, of which the thread waits. Raises how it ended, after the last."""
        with self.changed:
            while not self.found:
                if self.end is not None:
                    raise self.end
                self.changed.wait()
            found, self.found = self.found, deque()
        self.background.later(self._room.set)
        return found

    async def _fill(self) -> None:
        left = self._ahead
        async with aclosing(self._begun):
            async for each in self._begun:
                if not self._fresh:
                    # By then the generator waits for the server, or this task for room.
                    asyncio.get_running_loop().call_soon(self._hand_over)
                self._fresh.append(each)
                left -= 1
                if not left:
                    self._room.clear()
                    await self._room.wait()
                    left = self._ahead

    def _hand_over(self) -> None:
        with self.changed:
            self.found.extend(self._fresh)
            self._fresh.clear()
            self.changed.notify_all()

    def _ended(self, task: "asyncio.Task[None]") -> None:
        if self.end is None:
            self.end = closed() if task.cancelled() else task.exception() or StopIteration()
        self._hand_over()


class Stream(Iterator[T], Generic[T]):
    """An iterator over what a server sends, also for several threads: each thing goes to one of them.

    Nothing is sent before the first is asked for. Leave one early with `close`, or by `with stream:`, which ends the call; where
    nobody holds it any more, that happens by itself. A stream that was closed early never looks as if it had come to its end:
    it raises RuntimeError.
    """

    def __init__(self, background: Background, begun: AsyncGenerator[T, None], *, ahead: int) -> None:
        self._background = background
        self._pump = _Pump(background, begun, ahead)
        self._taken: deque[T] = deque()
        self._lock = threading.Lock()
        self._is_begun = False
        self._is_closed = False

    def __next__(self) -> T:
        """The next one, when it comes. HallmintError where none will; RuntimeError after `close`, also of another thread."""
        with self._lock:
            if not self._is_begun:
                self._background.run(self._pump.start())
                self._is_begun = True
            if not self._taken:
                self._taken = self._pump.take()
            if self._is_closed:
                raise RuntimeError("the stream is closed")
            return self._taken.popleft()

    def close(self) -> None:
        """End it; on return its call has ended too. A second time does nothing."""
        self._is_closed = True
        with suppress(RuntimeError):  # the client is closed, and has ended it, or is that of the process before a fork
            self._background.run(self._pump.stop())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def __del__(self) -> None:
        """Nobody holds it any more, in whatever thread that comes to light: nothing here waits."""
        self._background.later(self._pump.cancel)
