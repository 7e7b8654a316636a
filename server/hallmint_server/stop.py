"""Running a program until it is told to stop."""

import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable

import uvloop


def run_until_stopped(main: Callable[[asyncio.Event], Awaitable[None]], *, until_eof: bool = False) -> None:
    """Run `main` with an event that SIGTERM and SIGINT set, and with `until_eof` also the end of standard input: the
    program that started this one is gone, however it ended.
    """

    async def run() -> None:
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, stop.set)
        if until_eof:

            def read() -> None:
                if not os.read(sys.stdin.fileno(), 1024):
                    stop.set()

            loop.add_reader(sys.stdin.fileno(), read)
        await main(stop)

    uvloop.run(run())
