"""One process, or several that share a port. Not in `__main__`, where a spawned process would not find it."""

import multiprocessing
import signal
import sys
from multiprocessing.connection import wait

import uvloop

from hallmint_resolver import app, log
from hallmint_resolver.settings import Settings


def serve_together(settings: Settings, processes: int, *, until_eof: bool) -> int:
    """Run processes that share a port until a signal; returns the exit code. Where one of them dies all end, with 1: a
    supervisor starts them again, and nobody serves with fewer than were asked for.
    """
    context = multiprocessing.get_context("spawn")
    children = [context.Process(target=serve_alone, args=(settings,)) for _ in range(processes)]
    stopping: list[int] = []

    def end(number: int, _frame: object) -> None:
        stopping.append(number)
        for child in children:
            child.terminate()

    for child in children:
        child.start()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    ends = [child.sentinel for child in children] + ([sys.stdin.fileno()] if until_eof else [])
    died = [*wait(ends)] != [sys.stdin.fileno()] and not stopping
    end(0, None)
    for child in children:
        child.join()
    return int(died)


def serve_alone(settings: Settings, *, until_eof: bool = False) -> None:
    """Serve in this process until a signal."""
    log.configure(settings.log_level)
    parent = multiprocessing.parent_process()
    # The end of standard input, or of the process that started this one, however it ended.
    ends = [sys.stdin.fileno()] if until_eof else [parent.sentinel] if parent is not None else []
    uvloop.run(app.serve(settings, until=ends))
