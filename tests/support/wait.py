"""Wait for something to become true, with a deadline: what tests use in place of sleeps."""

import asyncio
import inspect
import time
from collections.abc import Awaitable, Callable
from typing import Any

_POLL_SECONDS = 0.01


async def until(predicate: Callable[[], object | Awaitable[object]], seconds: float = 10, *, what: str = "") -> Any:
    """Return the first true value of `predicate`, plain or async; TimeoutError after `seconds`, naming `what`."""
    deadline = time.monotonic() + seconds
    while True:
        value = predicate()
        if inspect.isawaitable(value):
            async with asyncio.timeout_at(asyncio.get_running_loop().time() + max(0, deadline - time.monotonic())):
                value = await value
        if value:
            return value
        _check(deadline, seconds, what, predicate)
        await asyncio.sleep(_POLL_SECONDS)


def until_sync(predicate: Callable[[], object], seconds: float = 10, *, what: str = "") -> Any:
    """`until` for code without an event loop."""
    deadline = time.monotonic() + seconds
    while not (value := predicate()):
        _check(deadline, seconds, what, predicate)
        time.sleep(_POLL_SECONDS)
    return value


def _check(deadline: float, seconds: float, what: str, predicate: object) -> None:
    if time.monotonic() > deadline:
        raise TimeoutError(f"not true after {seconds:g} s: {what or predicate}")
