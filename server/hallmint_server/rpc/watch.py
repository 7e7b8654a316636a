"""What a Watch method sends: a snapshot, each change with its cursor, heartbeats, and the end."""

import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Protocol, TypeVar

from hallmint_server.errors import Problems, Reason
from hallmint_server.minting.watch import WatchHub

_LEAST_SECONDS = 0.1
_LOOK_SECONDS = 1.0


class _State(Protocol):
    @property
    def has_ended(self) -> bool: ...


class Watched(Protocol):
    """What can be watched: `change_no` grows with each change that a watcher should see."""

    @property
    def change_no(self) -> int:
        """The cursor."""

    @property
    def state(self) -> _State:
        """Whether it has ended."""


W = TypeVar("W", bound=Watched)


def check_cursor(problems: Problems, cursor: str) -> None:
    """Note a cursor that no message carried."""
    if cursor and not (cursor.isascii() and cursor.isdigit()):
        problems.add(Reason.FIELD_INVALID, "cursor", "cursor must be one that a message of this rpc carried")


async def changes(
    hub: WatchHub, name: str, look: Callable[[], Awaitable[W]], *, cursor: str, heartbeat_seconds: float
) -> AsyncIterator[tuple[W | None, str]]:
    """What is watched and its cursor, whenever it is another than `cursor`, until it has ended; None for a heartbeat. A change is
    told at most every 0.1 s, and seen after a second at most where its notification was lost.
    """
    seen, said = cursor, time.monotonic()
    with hub.watch(name) as watcher:
        while True:
            found = await look()
            now = str(found.change_no)
            if now != seen or found.state.has_ended:
                seen, said = now, time.monotonic()
                yield found, now
                if found.state.has_ended:
                    return
            elif time.monotonic() - said >= heartbeat_seconds:
                said = time.monotonic()
                yield None, now
            await watcher.wait(least=_LEAST_SECONDS, most=min(_LOOK_SECONDS, heartbeat_seconds))
