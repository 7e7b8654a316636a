"""/mint/activity: who did what, and whether anybody changed the record of it."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

import structlog
from aiohttp import web

from hallmint.v1 import event_pb2
from hallmint_client import HallmintError
from hallmint_client.page import FULL_PAGE
from hallmint_console import context
from hallmint_console.actor import Actors, find_actors
from hallmint_console.chain_check import MOST_EVENTS, check_chain
from hallmint_console.event_filter import EventFilter
from hallmint_console.event_view import EventView
from hallmint_console.event_words import ACTIONS, ACTORS, THINGS
from hallmint_console.listing import page_or_first
from hallmint_console.notice import Notice, done, wrong
from hallmint_console.page import number_text, render

log = structlog.get_logger()
routes = web.RouteTableDef()

_PAGE = 50
_COLUMNS = (
    *("number", "at", "entity_type", "entity_id", "action", "actor", "actor_name", "request_id", "detail", "hash"),
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@routes.get("/mint/activity")
async def activity(request: web.Request) -> web.Response:
    """Events, newest first unless asked otherwise."""
    client, wanted = context.client(request), EventFilter(request.query)
    page, stale = await page_or_first(
        lambda at: client.list_events(**wanted.arguments(), page_size=_PAGE, page_token=at),
        request.query.get("page", ""),
    )
    notice = stale or (wrong("The filter is not right.", *wanted.problems) if wanted.problems else None)
    # All who may have done something are choices of the filter.
    names = await find_actors(context.visitor(request))
    return render(
        request,
        "activity/list.html.j2",
        notice=notice,
        events=[EventView(event, names) for event in page.events],
        next_page=page.next_page_token,
        wanted=wanted,
        types=sorted(THINGS),
        actions=sorted(ACTIONS),
        actors=_choices(names, wanted.values["actor"]),
        head=await client.audit_head(),
        stats=await client.get_stats(),
    )


@routes.get("/mint/activity/chain")
async def chain(request: web.Request) -> web.Response:
    """Where the chain ends, and which of its heads are in the public log."""
    return await _chain(request)


@routes.post("/mint/activity/chain")
async def verify(request: web.Request) -> web.Response:
    """Make the chain again. It reads only, so its answer is a page, and loading that anew does no harm."""
    checked = await check_chain(context.client(request))
    if checked is None:
        notice = wrong(
            f"The chain has more than {number_text(MOST_EVENTS)} events, which takes too long here.",
            hint="Run `hallmint audit verify`: it does the same, and shows how far it is.",
        )
    elif checked.problem:
        title = checked.problem[:1].upper() + checked.problem[1:] + "."
        notice = wrong(title, hint="Tell whoever runs this installation at once: keep the database as it is.")
    else:
        count = "1 month stands" if checked.months == 1 else f"{checked.months} months stand"
        months = f" {count} in the public log with the same heads." if checked.months else ""
        notice = done(f"All {number_text(checked.head.number)} events are there: none missing, none changed.{months}")
    return await _chain(request, notice=notice)


@routes.get("/mint/activity.csv")
async def download(request: web.Request) -> web.StreamResponse:
    """The same events as a file, as they come from the API: page by page, no faster than it is read."""
    client, wanted = context.client(request), EventFilter(request.query)
    page = await client.list_events(**wanted.arguments(), page_size=FULL_PAGE)  # a refusal comes before the file begins
    names = await find_actors(context.visitor(request))
    response = web.StreamResponse(
        headers={
            "Content-Type": "text/csv; charset=utf-8",
            "Content-Disposition": 'attachment; filename="activity.csv"',
            "Cache-Control": "no-store",
        }
    )
    await response.prepare(request)
    try:
        await response.write(_lines([dict(zip(_COLUMNS, _COLUMNS, strict=True))]))
        await response.write(_lines(_row(event, names) for event in page.events))
        while page.next_page_token:
            page = await client.list_events(**wanted.arguments(), page_size=FULL_PAGE, page_token=page.next_page_token)
            await response.write(_lines(_row(event, names) for event in page.events))
    except (ConnectionResetError, ConnectionAbortedError):
        pass  # whoever read it has gone
    except HallmintError as error:
        # What is sent cannot be taken back: the browser must see that the file is not whole.
        log.warning("a file of events broke off", reason=error.reason or error.code.name)
        if request.transport is not None:
            request.transport.abort()
    return response


async def _chain(request: web.Request, *, notice: Notice | None = None) -> web.Response:
    client = context.client(request)
    return render(
        request,
        "activity/chain.html.j2",
        notice=notice,
        path="/mint/activity",
        head=await client.audit_head(),
        anchors=[anchor async for anchor in client.audit_anchors()][::-1],
        stats=await client.get_stats(),
    )


def _choices(names: Actors, chosen: str) -> Sequence[tuple[str, str]]:
    """Actors to choose from: those who have names, and the one that is chosen."""
    known = {**names.names, **ACTORS}
    if chosen and chosen not in known:
        known[chosen] = names.name(chosen)
    return sorted(known.items(), key=lambda each: each[1].casefold())


def _row(event: event_pb2.Event, names: Actors) -> dict[str, str]:
    return {
        "number": str(event.number or ""),
        "at": event.at.ToJsonString() if event.HasField("at") else "",
        "entity_type": event.entity_type,
        "entity_id": event.entity_id,
        "action": event.action,
        "actor": event.actor,
        "actor_name": names.name(event.actor),
        "request_id": event.request_id,
        "detail": event.detail,
        "hash": event.hash.hex(),
    }


def _lines(rows: Iterable[Mapping[str, str]]) -> bytes:
    """RFC 4180. A cell that a spreadsheet would run (OWASP, CSV Injection) gets a quote before it: names are anybody's words."""
    out = io.StringIO()
    csv.writer(out).writerows(
        [f"'{row[name]}" if row[name].startswith(_FORMULA) else row[name] for name in _COLUMNS] for row in rows
    )
    return out.getvalue().encode()
