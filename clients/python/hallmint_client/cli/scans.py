"""`hallmint scans summary`, `days`, `token` and `traffic`."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated

import typer

from hallmint.v1 import scan_pb2
from hallmint_client.cli.command import Session, command
from hallmint_client.cli.option import Limit, PageToken
from hallmint_client.cli.table import Column
from hallmint_client.cli.text import time, word
from hallmint_client.cli.token import read_reference

scans_app = typer.Typer(help="See what became of codes: scans by country, device, outcome and product.")


class DimensionName(StrEnum):
    """`--by`."""

    COUNTRY = "country"
    DEVICE = "device"
    OUTCOME = "outcome"
    PRODUCT = "product"


_CREDIT = "countries: IP Geolocation by DB-IP, https://db-ip.com, unless the resolver was given another file"
"""Goes with countries: the embedded file's licence asks for the link, and which file a resolver has only its operator knows."""

First = Annotated[str, typer.Option("--from", metavar="YYYY-MM-DD", help="The first day (UTC); default: 30 days.")]
Last = Annotated[str, typer.Option("--to", metavar="YYYY-MM-DD", help="The last day, included; default: today.")]
Product = Annotated[str, typer.Option(metavar="SKU", help="Only scans of this product.")]
By = Annotated[DimensionName | None, typer.Option("--by", help="How to divide them.")]


@command
async def summary(
    session: Session, *, first: First = "", last: Last = "", product: Product = "", by: By = None
) -> None:
    """Count scans; values that fewer than 10 scans have are merged."""
    answer = await session.client.get_scan_summary(first_date=first, last_date=last, sku=product, dimension=_wire(by))
    screen = session.screen
    if screen.json:
        screen.document(answer)
        return
    if by is not None and answer.scans:
        screen.table(
            Column(title=by.upper(), cells=[*_values(answer.counts), *_rest(answer.other)]),
            Column(title="SCANS", cells=[f"{n:,}" for n in _numbers(answer.counts, answer.other)], right=True),
        )
    total = f"{answer.scans:,} scan{'s' * (answer.scans != 1)} from {answer.first_date} to {answer.last_date}"
    if by is None:
        screen.plain(total)  # all that was asked for
    else:
        screen.note(total)
    if by is DimensionName.COUNTRY and any(count.key for count in answer.counts):
        screen.note(_CREDIT)


@command
async def days(session: Session, *, first: First = "", last: Last = "", product: Product = "", by: By = None) -> None:
    """Count scans day by day."""
    answer = await session.client.get_scan_series(first_date=first, last_date=last, sku=product, dimension=_wire(by))
    screen = session.screen
    if screen.json:
        screen.document(answer)
        return
    shown = [
        ", ".join(
            f"{value} {number:,}"
            for value, number in zip(
                [*_values(day.counts), *_rest(day.other)], _numbers(day.counts, day.other), strict=True
            )
        )
        for day in answer.days
    ]
    screen.table(
        Column(title="DAY", cells=[day.date for day in answer.days]),
        Column(title="SCANS", cells=[f"{day.scans:,}" for day in answer.days], right=True),
        Column(title=by.upper() if by else "", cells=shown, rank=1),
    )
    if by is DimensionName.COUNTRY and any(count.key for day in answer.days for count in day.counts):
        screen.note(_CREDIT)


@command
async def token(
    session: Session,
    *,
    reference: Annotated[
        str, typer.Argument(metavar="CODE-OR-URL", help="A code, a resolver URL, or <batch id>/<seq>.")
    ],
    gtin: Annotated[str, typer.Option("--gtin", metavar="GTIN", help="The GTIN that a code stands under.")] = "",
    limit: Limit = 50,
    page: PageToken = "",
) -> None:
    """List the scans of one token, the latest first."""
    answer = await session.client.list_token_scans(read_reference(reference, gtin), page_size=limit, page_token=page)
    screen = session.screen
    if screen.json:
        screen.document(answer)
        return
    rows = answer.scans
    if not rows:
        screen.note("no scans")
        return
    screen.table(
        Column(title="AT", cells=[time(row, "at") for row in rows]),
        Column(title="OUTCOME", cells=[word(row, "outcome") for row in rows]),
        Column(title="COUNTRY", cells=[row.country for row in rows], rank=1),
        Column(title="SUBDIVISION", cells=[row.subdivision for row in rows], rank=4),
        Column(title="DEVICE", cells=[row.device for row in rows], rank=2),
        Column(title="BROWSER", cells=[f"{row.browser} {row.browser_major or ''}".rstrip() for row in rows], rank=3),
        Column(title="SYSTEM", cells=[row.os for row in rows], rank=3),
        Column(title="USER AGENT", cells=[row.user_agent for row in rows], rank=5),
    )
    if any(row.country for row in rows):
        screen.note(_CREDIT)
    if answer.next_page_token:
        more = f"hallmint scans token {reference}{f' --gtin {gtin}' if gtin else ''} --limit {limit}"
        screen.note(f"more: {more} --page {answer.next_page_token}")


@command
async def traffic(session: Session, *, first: First = "", last: Last = "") -> None:
    """Count visits by class of visitor: persons, search engines, AI and so on."""
    answer = await session.client.get_traffic_counts(first_date=first, last_date=last)
    screen = session.screen
    if screen.json:
        screen.document(answer)
        return
    if not answer.counts:
        screen.note("no visits")
        return
    screen.table(
        Column(title="DAY", cells=[row.date for row in answer.counts]),
        Column(title="CLASS", cells=[word(row, "traffic") for row in answer.counts]),
        Column(title="VISITS", cells=[f"{row.visits:,}" for row in answer.counts], right=True),
    )


scans_app.command("summary")(summary)
scans_app.command("days")(days)
scans_app.command("token")(token)
scans_app.command("traffic")(traffic)


def _wire(by: DimensionName | None) -> scan_pb2.ScanDimension.ValueType:
    return scan_pb2.ScanDimension.Value(f"SCAN_DIMENSION_{by.name}") if by else scan_pb2.SCAN_DIMENSION_UNSPECIFIED


def _values(counts: Iterable[scan_pb2.ScanCount]) -> list[str]:
    return [count.key or "unknown" for count in counts]


def _rest(other: int) -> list[str]:
    return ["merged"] if other else []


def _numbers(counts: Iterable[scan_pb2.ScanCount], other: int) -> list[int]:
    return [*(count.scans for count in counts), *([other] if other else [])]
