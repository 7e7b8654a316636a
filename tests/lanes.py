"""`make test`: the tests of Rust and of Python in two lanes beside each other, since most of them wait for a database, a browser
or a process. One lane is shown while it runs, the other one when both have ended.
"""

import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO

_HERE = Path(__file__).parent
_SHOWN = ("integration", "e2e")
"""Folders of the lane that is shown: more than half of the time."""

Command = Sequence[str]


def folders() -> list[str]:
    """The folders that hold tests."""
    return sorted(path.name for path in _HERE.iterdir() if next(path.glob("test_*.py"), None))


def lanes() -> tuple[list[Command], list[Command]]:
    """What is shown, and what runs beside it. Each folder is in one of them."""
    others = [name for name in folders() if name not in _SHOWN]
    return [_pytest(_SHOWN)], [["cargo", "test", "-q"], ["cargo", "test", "-q", "--benches"], _pytest(others)]


def _pytest(names: Sequence[str]) -> Command:
    return [sys.executable, "-m", "pytest", *(str(_HERE / name) for name in names)]


def run(shown: Sequence[Command], beside: Sequence[Command]) -> int:
    """Run each lane to its end, one command after another, also after one that failed. The first exit code that is not 0."""
    over = threading.Event()
    with tempfile.TemporaryFile() as log, ThreadPoolExecutor(1) as thread:

        def work() -> list[int]:
            return [
                subprocess.run(command, stdout=log, stderr=log, check=False).returncode
                for command in beside
                if not over.is_set()
            ]

        other = thread.submit(work)
        try:
            codes = [subprocess.run(command, check=False).returncode for command in shown]
            codes += other.result()
        finally:  # an interrupt ends what runs in both lanes, and nothing else begins
            over.set()
            thread.shutdown()
            _show(log)
    return next((code for code in codes if code), 0)


def _show(log: IO[bytes]) -> None:
    log.seek(0)
    sys.stdout.write(log.read().decode(errors="replace"))
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(run(*lanes()))
