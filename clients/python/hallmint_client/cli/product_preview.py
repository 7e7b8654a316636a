"""`hallmint product preview`."""

from typing import Annotated
from urllib.parse import urlsplit

import typer

from hallmint_client.cli.command import Session, command
from hallmint_client.cli.table import details
from hallmint_client.cli.text import time
from hallmint_client.cli.token import Qr, draw_qr


@command
async def preview(
    session: Session,
    *,
    sku: Annotated[str, typer.Argument(metavar="SKU", help="The product.")],
    template: Annotated[
        str, typer.Option("--template", metavar="ID", help="This version of its template; else the published one.")
    ] = "",
    market_pack: Annotated[
        str,
        typer.Option(
            "--market-pack", metavar="ID", help="This version of a market pack; else the visitor's own market."
        ),
    ] = "",
    resolver: Annotated[
        str, typer.Option("--resolver", metavar="URL", help="Lead to a resolver here, as on this machine.")
    ] = "",
    qr: Qr = None,
) -> None:
    """Make a link to its passport page with drafts, as consumers would see it. It works for 5 minutes, for whoever has it."""
    found = await session.client.get_preview(sku=sku, template_id=template, market_pack_id=market_pack)
    if resolver:
        found.url = resolver.rstrip("/") + urlsplit(found.url).path
    screen = session.screen
    if screen.json:
        screen.document(found)
        return
    # Alone on its line and unfolded, so that it can be opened or copied.
    screen.plain(found.url)
    screen.print(details([("until", time(found, "expires_at"))]))
    if screen.out.is_terminal if qr is None else qr:
        screen.print("", draw_qr(found.url, screen.out))
