"""Server-sent events: states of what is followed, each as a piece of a page."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Callable, Mapping
from typing import Any

from aiohttp import web

_HEARTBEAT_SECONDS = 15.0
_LONGEST_SECONDS = 300.0
"""Then the browser asks again, and the API says again whether it may."""


def event(name: str, body: str) -> bytes:
    """One event of the stream (HTML, "Server-sent events")."""
    lines = "".join(f"data: {line}\n" for line in body.splitlines() or [""])
    return f"event: {name}\n{lines}\n".encode()


async def send(
    request: web.Request,
    subjects: Mapping[str, AsyncGenerator[Any, None]],
    show: Callable[[str, Any], str],
    is_over: Callable[[], bool],
) -> web.StreamResponse:
    """Send each state of each subject as an event of the subject's name, and `end` after the last of all. `show` makes the
    body of one. Nothing more is sent once `is_over`: whoever looked has signed out, and others' watches would go on for them.
    """
    response = web.StreamResponse(
        headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    )
    queue: asyncio.Queue[bytes] = asyncio.Queue(maxsize=2 * len(subjects) + 1)

    async def pump(name: str, states: AsyncGenerator[Any, None]) -> None:
        async with contextlib.aclosing(states):
            async for state in states:
                await queue.put(event(name, show(name, state)))

    await response.prepare(request)
    pumps = [asyncio.create_task(pump(name, states)) for name, states in subjects.items()]
    everything = asyncio.gather(*pumps, return_exceptions=True)
    end_at = asyncio.get_running_loop().time() + _LONGEST_SECONDS
    try:
        await response.write(b"retry: 2000\n\n")
        while not (everything.done() and queue.empty()):
            news = await _next(queue, everything)
            if is_over() or asyncio.get_running_loop().time() > end_at:
                return response
            await response.write(news)
        await response.write(event("end", ""))
    except (ConnectionResetError, ConnectionAbortedError):
        pass
    finally:
        for task in pumps:
            task.cancel()
        await asyncio.gather(*pumps, return_exceptions=True)
    return response


async def _next(queue: "asyncio.Queue[bytes]", everything: "asyncio.Future[Any]") -> bytes:
    """The next event, a comment after some silence, or nothing once all have ended."""
    getting = asyncio.ensure_future(queue.get())
    try:
        done, _ = await asyncio.wait(
            {getting, everything}, timeout=_HEARTBEAT_SECONDS, return_when=asyncio.FIRST_COMPLETED
        )
        if getting in done:
            return getting.result()
    finally:
        getting.cancel()
    return b"" if everything in done else b": still there\n\n"
