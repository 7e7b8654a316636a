"""A client that is open in an event loop of its own, in a thread of its own: for programs without asyncio."""

import asyncio
import os
import threading
import weakref
from collections.abc import Callable, Coroutine
from concurrent.futures import CancelledError, Future
from typing import Any, TypeVar

import grpc

from hallmint_client.client import Client
from hallmint_client.error import HallmintError

T = TypeVar("T")

_SETTLE_SECONDS = 0.5
"""How long calls may take to hear that their client is closed, before they are cancelled."""


class Background:
    """Runs what it is given from `start` to `close`, for any number of threads at once."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()
        self._streams: weakref.WeakSet[asyncio.Task[None]] = weakref.WeakSet()
        self._process = os.getpid()
        self._lock = threading.Lock()
        self._is_closed = False
        # A daemon: a program that ends without closing its client ends all the same.
        self._thread = threading.Thread(target=self._run, name="hallmint-client", daemon=True)

    def start(self) -> None:
        """Open the client. What that raises."""
        opened: Future[None] = Future()
        self._opened = opened
        self._thread.start()
        opened.result()

    def close(self) -> None:
        """End all calls, the client and the thread. Whoever waits for an answer hears CANCELLED. A second time does nothing, nor
        does it in a process that was forked off: there is no thread, and the connection is the other's.
        """
        if os.getpid() != self._process:
            return
        self._check_thread()
        with self._lock:
            if not self._is_closed:
                self._is_closed = True
                self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()

    def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Run to its end, and give what comes out. Ctrl-C cancels it: what was sent may happen all the same. RuntimeError where
        nothing can run, as in the thread that would have to.
        """
        future = self._begin(coroutine)
        try:
            return future.result()
        except CancelledError:
            raise closed() from None
        finally:
            future.cancel()  # nobody waits for it any more

    def _begin(self, coroutine: Coroutine[Any, Any, T]) -> Future[T]:
        try:
            self._check_thread()
            with self._lock:
                self._check_open()
                return asyncio.run_coroutine_threadsafe(coroutine, self._loop)
        except RuntimeError:
            coroutine.close()
            raise

    def stream(self, coroutine: Coroutine[Any, Any, None]) -> "asyncio.Task[None]":
        """Begin something that ends with the client, within a coroutine that `run` runs."""
        task = asyncio.get_running_loop().create_task(coroutine)
        self._streams.add(task)
        return task

    def later(self, what: Callable[[], object]) -> None:
        """Have something done in the loop, if it still runs; never waits and never fails, so that destructors may call it."""
        if os.getpid() == self._process and not self._is_closed:
            try:
                self._loop.call_soon_threadsafe(what)
            except RuntimeError:  # the loop was closed just now, and everything in it has ended
                return

    def _check_open(self) -> None:
        if self._is_closed:
            raise RuntimeError("the client is closed")

    def _check_thread(self) -> None:
        if os.getpid() != self._process:
            raise RuntimeError("this client was opened before the process was forked, and is the other one's")
        if threading.current_thread() is self._thread:
            raise RuntimeError(
                "a client cannot be called by its own callbacks: `tell` and `progress` run in its thread"
            )

    def _run(self) -> None:
        try:
            with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
                runner.run(self._main())
        except BaseException as error:  # whatever it is, the thread that waits hears it
            if self._opened.done():
                raise
            self._opened.set_exception(error)

    async def _main(self) -> None:
        async with self._client:
            self._opened.set_result(None)
            await self._stop.wait()
            for task in list(self._streams):
                task.cancel()
        # Calls hear it from the connection that was closed, with the request ids that their errors carry.
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        if tasks:
            await asyncio.wait(tasks, timeout=_SETTLE_SECONDS)


def closed() -> HallmintError:
    """What whoever waited for an answer hears."""
    return HallmintError("the client was closed before the server had answered", code=grpc.StatusCode.CANCELLED)
