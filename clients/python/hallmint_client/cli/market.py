"""`hallmint market`."""

import shlex
from typing import Annotated

import typer

from hallmint.v1 import content_pb2, content_service_pb2
from hallmint_client.cli.command import Session, command
from hallmint_client.cli.definition import FILE, OnlyState, SeenRevision, VersionId, read_definition, version_state
from hallmint_client.cli.option import Limit, PageToken, RequestId
from hallmint_client.cli.table import Column, details, state
from hallmint_client.cli.text import time, word

market_app = typer.Typer(help="Look after market packs: languages, formats and texts of a country.")

PackFile = Annotated[
    str,
    typer.Argument(metavar="FILE", help=f"languages, date_format, number_format, disclaimers and recycling: {FILE}."),
]


@market_app.command("create")
@command
async def create_pack(
    session: Session,
    *,
    file: PackFile,
    market: Annotated[str, typer.Option("--market", metavar="CC", help="The country, as in AT.")],
    request_id: RequestId = None,
) -> None:
    """Make a draft: the next version of the country's pack."""
    pack = read_definition(file, "market_pack", content_pb2.MarketPack())
    pack.market = market
    made = await session.client.create_market_pack(pack, request_id=request_id)
    if session.screen.json:
        session.screen.document(content_service_pb2.CreateMarketPackResponse(market_pack=made))
        return
    _say(session, made)
    session.screen.note(f"use it for pages: hallmint market publish {made.market_pack_id}")


@market_app.command("update")
@command
async def update_pack(
    session: Session, *, market_pack_id: VersionId, file: PackFile, revision: SeenRevision = None
) -> None:
    """Replace the content of a draft. FILE may be what `show --json` printed, changed: then its revision is the one that you saw,
    unless --revision says another.
    """
    pack = read_definition(file, "market_pack", content_pb2.MarketPack())
    made = await session.client.update_market_pack(market_pack_id, pack, expected_revision=revision or pack.revision)
    if session.screen.json:
        session.screen.document(content_service_pb2.UpdateMarketPackResponse(market_pack=made))
        return
    _say(session, made)


@market_app.command("publish")
@command
async def publish_pack(session: Session, *, market_pack_id: VersionId, revision: SeenRevision = None) -> None:
    """Publish a draft; pages in its market show it from then on, and it never changes again."""
    made = await session.client.publish_market_pack(market_pack_id, expected_revision=revision or 0)
    if session.screen.json:
        session.screen.document(content_service_pb2.PublishMarketPackResponse(market_pack=made))
        return
    _say(session, made)


@market_app.command("show")
@command
async def show_pack(session: Session, *, market_pack_id: VersionId) -> None:
    """Show one version with its texts."""
    found = await session.client.get_market_pack(market_pack_id)
    screen = session.screen
    if screen.json:
        screen.document(content_service_pb2.GetMarketPackResponse(market_pack=found))
        return
    screen.print(
        details(
            [
                ("market pack", found.market_pack_id),
                ("market", found.market),
                ("version", f"{found.version:,}"),
                ("state", state(word(found, "state"))),
                ("revision", f"{found.revision:,}"),
                ("languages", ", ".join(found.languages)),
                ("dates", found.date_format or "as the language writes them"),
                ("numbers", found.number_format or "as the language writes them"),
                ("created", time(found, "created_at")),
                ("published", time(found, "published_at")),
            ]
        )
    )
    said = [("", each.language, each.text) for each in found.disclaimers]
    said += [(each.material, each.language, each.text) for each in found.recycling]
    if said:
        screen.print("")
        screen.table(
            Column(title="MATERIAL", cells=[material for material, _, _ in said], rank=1),
            Column(title="LANGUAGE", cells=[language for _, language, _ in said]),
            Column(title="TEXT", cells=[text.replace("\n", " / ") for _, _, text in said]),
        )


@market_app.command("list")
@command
async def list_packs(
    session: Session,
    *,
    market: Annotated[str, typer.Option("--market", metavar="CC", help="Only those of this country.")] = "",
    only: OnlyState = None,
    limit: Limit = 50,
    page: PageToken = "",
) -> None:
    """List the versions, newest first."""
    answer = await session.client.list_market_packs(
        market=market, state=version_state(only), page_size=limit, page_token=page
    )
    screen = session.screen
    if screen.json:
        screen.document(answer)
        return
    rows = answer.market_packs
    if not rows:
        screen.note("no market packs; make one: hallmint market create --market AT FILE")
        return
    screen.table(
        Column(title="MARKET PACK", cells=[row.market_pack_id for row in rows]),
        Column(title="MARKET", cells=[row.market for row in rows]),
        Column(title="VERSION", cells=[f"{row.version:,}" for row in rows], right=True),
        Column(title="STATE", cells=[state(word(row, "state")) for row in rows]),
        Column(title="LANGUAGES", cells=[", ".join(row.languages) for row in rows], rank=1),
        Column(title="PUBLISHED", cells=[time(row, "published_at") for row in rows], rank=2),
        Column(title="CREATED", cells=[time(row, "created_at") for row in rows], rank=3),
    )
    if answer.next_page_token:
        flags = (f" --market {shlex.quote(market)}" if market else "") + (f" --state {only}" if only else "")
        screen.note(f"more: hallmint market list{flags} --limit {limit} --page {answer.next_page_token}")


def _say(session: Session, made: content_pb2.MarketPack) -> None:
    stands = word(made, "state")
    session.screen.print(f"market pack {made.market_pack_id}: version {made.version:,} for {made.market}, {stands}")
