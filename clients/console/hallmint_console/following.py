"""Events of batches and exports that run: each state as the part of a page that shows it."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from hallmint_client import Client
from hallmint_console import context
from hallmint_console.page import text
from hallmint_console.progress import Pace
from hallmint_console.stream import send

_MOST_FOLLOWED = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What is followed. `name` stands in addresses and before ids in names of events; `look` fails where the caller may not see
    one; `done` says how many units of a state are done; `view` makes of a state and its pace what `template` shows.
    """

    name: str
    look: Callable[[Client, str], Awaitable[Any]]
    watch: Callable[[Client, str], AsyncGenerator[Any, None]]
    done: Callable[[Any], int]
    view: Callable[[Any, float], Any]
    template: str


async def follow(request: web.Request, what: Subject) -> web.StreamResponse:
    """States as they come, to the last of all: those of `?<name>=<id>`, up to 50 times."""
    client = context.client(request)
    wanted = sorted(set(request.query.getall(what.name, [])[:_MOST_FOLLOWED]))
    # Whether this person may see each of them the API says here; then they share the watches that others began.
    await asyncio.gather(*(what.look(client, each) for each in wanted))
    paces = {f"{what.name}-{each}": Pace() for each in wanted}
    brand = context.visitor(request).brand
    live = request.app[context.LIVE]

    def part(name: str, state: Any) -> str:
        return text(request, what.template, {"view": what.view(state, paces[name].add(what.done(state)))})

    def watch(each: str) -> Callable[[Client], AsyncGenerator[Any, None]]:
        return lambda client: what.watch(client, each)

    session, visitors = context.visitor(request).session, request.app[context.VISITORS]
    of = brand.brand_id if brand else ""
    subjects = {f"{what.name}-{each}": live.follow(f"{of}/{what.name}/{each}", client, watch(each)) for each in wanted}
    return await send(request, subjects, part, lambda: visitors.has_ended(session))
