"""`hallmint link create`, `list` and `delete`."""

import shlex
from typing import Annotated

import typer

from hallmint.v1 import link_pb2, link_service_pb2, product_pb2
from hallmint_client.cli.command import Session, command
from hallmint_client.cli.option import Limit, PageToken, RequestId
from hallmint_client.cli.table import Column, details
from hallmint_client.cli.text import time
from hallmint_client.cli.token import read_reference

link_app = typer.Typer(help="Look after links: where a scan can lead beside the passport page.")


@command
async def create(
    session: Session,
    *,
    link_type: Annotated[
        str, typer.Option("--type", metavar="TYPE", help="A GS1 link type, as in pip or recallStatus.")
    ],
    href: Annotated[str, typer.Option(metavar="URL", help="Where it leads: an https URL.")],
    title: Annotated[str, typer.Option(metavar="TEXT", help="What a person reads.")],
    product: Annotated[str, typer.Option(metavar="SKU", help="Of all units of a product.")] = "",
    lot: Annotated[str, typer.Option(metavar="CODE", help="Of one lot of --product.")] = "",
    token: Annotated[str, typer.Option(metavar="TOKEN", help="Of one unit: its code, URL, or BATCH/SEQ.")] = "",
    language: Annotated[
        list[str] | None, typer.Option(metavar="TAG", help="A language of the target; repeat it.")
    ] = None,
    media_type: Annotated[str, typer.Option(metavar="TYPE", help="Of the target, as in application/pdf.")] = "",
    default: Annotated[bool, typer.Option("--default", help="Scans lead here in place of the passport page.")] = False,
    request_id: RequestId = None,
) -> None:
    """Make a link for a product, a lot or a unit."""
    if bool(token) == bool(product) or (lot and not product):
        raise typer.BadParameter("name what it belongs to: --product, --product with --lot, or --token")
    made = await session.client.create_link(
        _level(product, lot, token),
        link_type=link_type if ":" in link_type else f"gs1:{link_type}",
        href=href,
        title=title,
        languages=language or (),
        media_type=media_type,
        is_default=default,
        request_id=request_id,
    )
    if session.screen.json:
        session.screen.document(link_service_pb2.CreateLinkResponse(link=made))
        return
    session.screen.print(
        details(
            [
                ("id", made.link_id),
                ("of", _where(made)),
                ("type", made.link_type),
                ("leads to", made.href),
                ("title", made.title),
                ("languages", ", ".join(made.languages)),
                ("media type", made.media_type),
                ("default", "yes" if made.is_default else "no"),
                ("created", time(made, "created_at")),
            ]
        )
    )


@command
async def listing(
    session: Session,
    *,
    product: Annotated[str, typer.Option(metavar="SKU", help="Only those of this product.")] = "",
    limit: Limit = 50,
    page: PageToken = "",
) -> None:
    """List the brand's links, the oldest first."""
    answer = await session.client.list_links(sku=product, page_size=limit, page_token=page)
    screen = session.screen
    if screen.json:
        screen.document(answer)
        return
    rows = answer.links
    if not rows:
        screen.note("no links")
        return
    screen.table(
        Column(title="OF", cells=[_where(row) for row in rows]),
        Column(title="TYPE", cells=[row.link_type for row in rows]),
        Column(title="DEFAULT", cells=["yes" if row.is_default else "" for row in rows], rank=2),
        Column(title="TITLE", cells=[row.title for row in rows], rank=3),
        Column(title="LANGUAGES", cells=[", ".join(row.languages) for row in rows], rank=4),
        Column(title="LEADS TO", cells=[row.href for row in rows], rank=1),
        Column(title="ID", cells=[row.link_id for row in rows]),
    )
    if answer.next_page_token:
        flags = f" --product {shlex.quote(product)}" if product else ""
        screen.note(f"more: hallmint link list{flags} --limit {limit} --page {answer.next_page_token}")


@command
async def delete(
    session: Session, *, link_id: Annotated[str, typer.Argument(metavar="ID", help="The link: `link list` has ids.")]
) -> None:
    """Take a link away."""
    await session.client.delete_link(link_id)
    if session.screen.json:
        session.screen.document(link_service_pb2.DeleteLinkResponse())
        return
    session.screen.note("deleted; scans stop leading there within a minute")


link_app.command("create")(create)
link_app.command("list")(listing)
link_app.command("delete")(delete)


def _level(product: str, lot: str, token: str) -> link_pb2.LinkLevel:
    if token:
        return link_pb2.LinkLevel(token=read_reference(token))
    ref = product_pb2.ProductRef(sku=product)
    if lot:
        return link_pb2.LinkLevel(lot=link_pb2.ProductLot(product=ref, lot_code=lot))
    return link_pb2.LinkLevel(product=ref)


def _where(link: link_pb2.Link) -> str:
    if link.HasField("token"):
        return f"{link.token.batch_id}/{link.token.seq}"
    return f"{link.sku}, lot {link.lot_code}" if link.lot_code else link.sku
