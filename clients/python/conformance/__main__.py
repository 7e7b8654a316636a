"""`COMMAND CONFIG.json`: prints one JSON object a line. An error that was to be expected is one of them, and no failure."""

import asyncio
import sys
from collections.abc import Awaitable, Callable

from conformance.action import act
from conformance.config import Config
from conformance.scenario import scenario
from conformance.speed import bench

COMMANDS: dict[str, Callable[[Config], Awaitable[None]]] = {"scenario": scenario, "act": act, "bench": bench}


async def main() -> None:
    """Carry one command out."""
    command, path = sys.argv[1:]
    await COMMANDS[command](Config.read(path))


asyncio.run(main())
