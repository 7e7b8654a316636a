"""Ctrl-C of a command that goes on and on: remembered, and never thrown into the middle of gRPC."""

import asyncio
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Self


class Interrupt:
    """While it is entered, Ctrl-C raises KeyboardInterrupt as ever, but for what stands within `asking`: there it cancels the
    task, if one said so, and nothing is raised. Python drops an exception that falls into a destructor, and gRPC's loop ends the
    program where one falls into it; so whoever goes on looks at `came` as well.
    """

    def __init__(self) -> None:
        self.came = threading.Event()
        self._is_asking = False
        self._cancel: Callable[[], object] | None = None
        self._before: object = None

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():  # signals are of no other
            self._before = signal.signal(signal.SIGINT, self._handle)
        return self

    def __exit__(self, *_: object) -> None:
        if callable(self._before) or isinstance(self._before, signal.Handlers):
            signal.signal(signal.SIGINT, self._before)

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Around what runs an event loop."""
        self._is_asking = True
        try:
            yield
        finally:
            self._is_asking, self._cancel = False, None

    def cancels_this(self) -> None:
        """Cancel the running task at a Ctrl-C, also where it came before."""
        task, loop = asyncio.current_task(), asyncio.get_running_loop()
        if task is not None:
            self._cancel = lambda: loop.call_soon_threadsafe(task.cancel)
            if self.came.is_set():
                task.cancel()

    def _handle(self, number: int, frame: FrameType | None) -> None:
        self.came.set()
        if not self._is_asking:
            signal.default_int_handler(number, frame)
        elif self._cancel is not None:
            self._cancel()
