"""Workers that are kept running, each behind a proxy of its own, and what can be done to them."""

import asyncio
import contextlib
import signal
import subprocess
from collections.abc import AsyncIterator, Callable
from functools import partial
from random import Random

from hallmint_server import failpoint
from tests.support.installation import Installation
from tests.support.proxy import Proxy
from tests.support.wait import until

_ARMED = 0.5
_STOPPED = (0, -signal.SIGTERM)  # the signal itself ends a program that is still loading
_NTH_MOST = 40
_INSIDE = ("copy.mid", "copy.after", "commit.before", "finish")
"""Failpoints in an open transaction that has sent rows."""

Report = Callable[[str, bool], None]
"""Told of a fault: what, and whether a cycle was running."""


class Slot:
    """One worker: started again whenever it dies, every other time with a failpoint that will kill it."""

    def __init__(self, place: Installation, name: str, seed: str, report: Report) -> None:
        self.name = name
        self.process: subprocess.Popen[bytes] | None = None
        self.proxy = Proxy(place.dsn)
        self.is_held_up = False
        """Frozen or cut off for a while: leave it alone until that is over."""
        self.is_armed = True
        """Whether the next worker may have a failpoint."""
        self.wrong_ends: list[int] = []
        self._place = place
        # Of its own, so that its choices do not hang on what happens to others.
        self._random = Random(seed)  # noqa: S311 - a test that shall be repeated
        self._report = report
        self._is_struck = False
        self._stopping = False

    @property
    def is_working(self) -> bool:
        """Whether its process lives and is not held up."""
        return self.process is not None and self.process.poll() is None and not self.is_held_up

    def kill(self) -> None:
        """SIGKILL."""
        if self.process is not None and self.process.poll() is None:
            self._is_struck = True
            self.process.kill()

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the process, if there is one."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(number)

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Keep a worker running; at the end stop it as a service manager does."""
        async with self.proxy.open():
            task = asyncio.create_task(self._keep())
            try:
                yield
            finally:
                self._stopping = True
                self.proxy.disarm()
                self.signal(signal.SIGCONT)
                self.signal(signal.SIGTERM)
                try:
                    await asyncio.wait_for(task, 20)
                finally:
                    self.signal(signal.SIGKILL)

    async def _keep(self) -> None:
        while not self._stopping:
            spec = self._choose()
            self._is_struck = False
            self.process = process = self._place.start(
                "worker", log=self.name, HALLMINT_DATABASE_URL=self.proxy.dsn, HALLMINT_FAILPOINTS=spec
            )
            await until(partial(_has_ended, process), 3600)
            if process.returncode == -signal.SIGKILL and spec and not self._is_struck:
                self._report(f"{self.name} died at {spec}", spec.startswith(_INSIDE))
            elif not self._is_struck and not (self._stopping and process.returncode in _STOPPED):
                self.wrong_ends.append(process.returncode)

    def _choose(self) -> str:
        if not self.is_armed or self._random.random() >= _ARMED:
            return ""
        name = self._random.choice(failpoint.NAMES)
        return f"{name}=kill@{1 if name == 'finish' else self._random.randint(1, _NTH_MOST)}"


def _has_ended(process: subprocess.Popen[bytes]) -> bool:
    return process.poll() is not None
