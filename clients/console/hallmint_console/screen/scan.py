"""/scans: how often codes were scanned, where, with what; and what machines did, apart."""

import asyncio

from aiohttp import web

from hallmint.v1 import scan_pb2
from hallmint_client import HallmintError
from hallmint_console import context
from hallmint_console.day import first_of
from hallmint_console.notice import refused, status_of
from hallmint_console.page import render
from hallmint_console.scan_view import shares, traffic

routes = web.RouteTableDef()

_RANGES = (7, 30, 90)
_USUAL = 30
_DIMENSIONS = {
    "Countries": scan_pb2.SCAN_DIMENSION_COUNTRY,
    "Devices": scan_pb2.SCAN_DIMENSION_DEVICE,
    "What they were shown": scan_pb2.SCAN_DIMENSION_OUTCOME,
}


@routes.get("/scans")
async def scans(request: web.Request) -> web.Response:
    """The scans of some days, of all products or of one."""
    client, asked = context.client(request), request.query.get("days", "")
    days = next((days for days in _RANGES if str(days) == asked), _USUAL)
    sku, notice, status = request.query.get("sku", "").strip(), None, 200
    try:
        series = await client.get_scan_series(first_date=first_of(days), sku=sku)
    except HallmintError as error:
        if error.reason != "PRODUCT_NOT_FOUND":
            raise
        notice, status, sku = refused(error), status_of(error), ""
        series = await client.get_scan_series(first_date=first_of(days))
    first, last = series.days[0].date, series.days[-1].date
    divided, visits = await asyncio.gather(
        asyncio.gather(
            *(
                client.get_scan_summary(first_date=first, last_date=last, sku=sku, dimension=dimension)
                for dimension in _DIMENSIONS.values()
            )
        ),
        client.get_traffic_counts(first_date=first, last_date=last),
    )
    people, machines = traffic(visits.counts)
    return render(
        request,
        "scans.html.j2",
        status=status,
        notice=notice,
        days=series.days,
        total=sum(day.scans for day in series.days),
        parts=[
            (title, shares(summary, dimension))
            for (title, dimension), summary in zip(_DIMENSIONS.items(), divided, strict=True)
        ],
        people=people,
        machines=machines,
        ranges=_RANGES,
        range=days,
        sku=sku,
        asked=request.query.get("sku", ""),
    )
