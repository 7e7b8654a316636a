"""`make test`: the tests of Rust and of Python in two lanes beside each other, since most of them wait for a database, a browser
or a process. Each lane takes the next chunk when it is through with one, so both end at about the same time. One lane is shown
while it runs, the other one when both have ended, and then how long each chunk took.
"""

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import IO

_HERE = Path(__file__).parent
_ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""Tests start programs some thousand times, and each would compile what it loads: three times the time of a start."""
_PARTS = {"integration": 6, "unit": 2}
"""Chunks of the folders that take the most time, of every sixth or second file each."""
_LONG = ("integration", "clients", "e2e", "crash", "unit")
"""What begins first: a long chunk at the end would leave the other lane without work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """A command of its own, and its name."""

    name: str
    command: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """How a chunk ended."""

    name: str
    code: int
    seconds: float


def folders() -> list[str]:
    """The folders that hold tests."""
    return sorted(path.name for path in _HERE.iterdir() if next(path.glob("test_*.py"), None))


def chunks() -> list[Chunk]:
    """Everything there is, each test in one chunk, the long ones first. What Rust compiles comes before all that waits for it."""
    found = [
        Chunk(name="cargo", command=["cargo", "test", "-q"]),
        Chunk(name="cargo benches", command=["cargo", "test", "-q", "--benches"]),
    ]
    names = [*_LONG, *(name for name in folders() if name not in _LONG)]
    for name in names:
        parts = _PARTS.get(name, 1)
        if parts == 1:
            found.append(_pytest(name, [_HERE / name]))
            continue
        files = sorted((_HERE / name).rglob("test_*.py"))
        found += [_pytest(f"{name} {part + 1}/{parts}", files[part::parts]) for part in range(parts)]
    return found


def _pytest(name: str, paths: Sequence[Path]) -> Chunk:
    return Chunk(name=name, command=[sys.executable, "-m", "pytest", *map(str, paths)])


def run(all_chunks: Sequence[Chunk]) -> int:
    """Run all chunks in two lanes, also after one that failed. The exit code of the first that is not 0, in their order."""
    left, over = deque(all_chunks), threading.Event()

    def work(log: IO[bytes] | None) -> list[Done]:
        done = []
        while not over.is_set():
            try:
                chunk = left.popleft()
            except IndexError:
                break
            begun = time.monotonic()
            code = subprocess.run(chunk.command, env=_ENVIRONMENT, stdout=log, stderr=log, check=False).returncode
            done.append(Done(name=chunk.name, code=code, seconds=time.monotonic() - begun))
        return done

    with tempfile.TemporaryFile() as log, ThreadPoolExecutor(1) as thread:
        other = thread.submit(work, log)
        try:
            done = work(None)
            done += other.result()
        finally:  # an interrupt ends what runs in both lanes, and nothing else begins
            over.set()
            thread.shutdown()
            _show(log)
    order = [chunk.name for chunk in all_chunks]
    done.sort(key=lambda each: order.index(each.name))
    for each in done:
        print(f"{each.name:<18}{each.seconds:>6.0f} s  {'' if each.code == 0 else f'exit code {each.code}'}".rstrip())
    return next((each.code for each in done if each.code), 0)


def _show(log: IO[bytes]) -> None:
    log.seek(0)
    sys.stdout.write(log.read().decode(errors="replace"))
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(run(chunks()))
