"""Whether the machine itself stopped: a byte to and fro between this process and another one, in which nothing of ours runs.

A virtual machine may be stopped for milliseconds, or lose its page tables, and then every program is slow at once. The byte tells
such moments from slowness of our own, because no program of ours has a part in it.
"""

import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

STALLED = 2.0
"""How many times the median a byte takes in a moment that counts as a stop of the machine."""

_ECHO = """
import os
while byte := os.read(0, 1):
    for at in range(0, len(memory), 4096):
        memory[at] = 1
    os.write(1, byte)
"""
_MEMORY = "memory = bytearray(100 * 4096)"  # some pages, as every program has them


class Ping(Protocol):
    """Sends the byte; returns the seconds until it was back."""

    def __call__(self) -> float: ...


@contextmanager
def beside() -> Iterator[Ping]:
    """The other process, as long as the context lasts."""
    command = [sys.executable, "-c", _MEMORY + _ECHO]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0) as process:
        to, back = process.stdin, process.stdout
        assert to is not None
        assert back is not None

        def ping() -> float:
            start = time.perf_counter()
            to.write(b"x")
            if back.read(1) != b"x":
                raise AssertionError("the other process has gone")
            return time.perf_counter() - start

        yield ping
        to.close()


def calm(values: Sequence[float], pings: Sequence[float]) -> list[float]:
    """Those values before and after which the byte was not slow. `pings[i]` was sent after `values[i]` was measured."""
    most = STALLED * statistics.median(pings)
    before = [0.0, *pings[:-1]]
    return [value for value, *around in zip(values, before, pings, strict=True) if max(around) <= most]
