"""Failpoints: named places where a test makes this process die, freeze or fail. Off unless HALLMINT_FAILPOINTS is set."""

import os
import signal
from dataclasses import dataclass

NAMES = (
    "claimed",
    "registered",
    "copy.before",
    "copy.mid",
    "copy.after",
    "commit.before",
    "commit.after",
    "finish",
)
"""Each step of a cycle at which a worker may die; `minting/mint_job.py` says what is true then."""
PACK_NAMES = ("claimed", "pack.read", "pack.stored", "commit.before", "commit.after", "finish")
"""Each step of making a pack; `exporting/export_job.py` says what is true then."""
STORAGE_NAMES = ("export.temp", "export.half", "export.written", "export.synced", "export.renamed", "export.durable")
"""Each step of storing an object in a folder; `exporting/folder_storage.py` says what is true then."""
LOG_NAMES = ("log.locked", "log.taken", "log.grown", "log.integrated", "log.signed", "log.cosigned", "log.published")
"""Each step of a turn of the sequencer; `log/sequencer.py` says what is true then."""
WITNESS_NAMES = ("witness.locked", "witness.signed", "witness.kept")
"""Each step of cosigning a checkpoint; `witness/record.py` says what is true then."""
ANCHOR_NAMES = ("anchor.due", "anchor.written", "anchor.queued")
"""Each step of anchoring an audit chain; `log/anchor.py` says what is true then."""
LOG_BEGIN_NAMES = (
    "begin.locked",
    "begin.prepared",
    "begin.written",
    "begin.ended",
    "begin.kept",
    "begin.cleared",
    "begin.placed",
)
"""Each step of beginning another log; `log/succession.py` says what is true then."""
_ALL = frozenset((*NAMES, *PACK_NAMES, *STORAGE_NAMES, *LOG_NAMES, *WITNESS_NAMES, *ANCHOR_NAMES, *LOG_BEGIN_NAMES))


@dataclass(slots=True)
class _Point:
    action: str
    nth: int


_points: dict[str, _Point] = {}


class FailpointError(RuntimeError):
    """What the action `error` raises: a fault of our own code, which counts as a try."""


def configure(spec: str) -> None:
    """Set the failpoints of this process: `name=action[@nth]`, separated by commas; ValueError where one is unknown.

    Actions: `kill` (SIGKILL to this process), `stop` (SIGSTOP), `error` (raises FailpointError). `@3` acts at the third
    time the place is passed, and only then; `@0` acts each time.
    """
    _points.clear()
    for part in filter(None, (p.strip() for p in spec.split(","))):
        name, _, rest = part.partition("=")
        action, at, nth = rest.partition("@")
        known = name in _ALL and action in ("kill", "stop", "error")
        if not known or (at and not (nth.isascii() and nth.isdecimal())):
            raise ValueError(f"unknown failpoint {part!r}; names: {', '.join(NAMES)}; actions: kill, stop, error")
        _points[name] = _Point(action, int(nth) if at else 1)


def hit(name: str) -> None:
    """Pass the place `name`."""
    point = _points.get(name)
    if point is None:
        return
    if point.nth:
        point.nth -= 1
        if point.nth:
            return
        del _points[name]
    if point.action == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    elif point.action == "stop":
        os.kill(os.getpid(), signal.SIGSTOP)
    else:
        raise FailpointError(f"failpoint {name}")
