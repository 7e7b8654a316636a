"""`hallmint tokens` and `token`."""

from collections.abc import Sequence
from contextlib import aclosing
from typing import Annotated
from urllib.parse import urlsplit

import segno
import typer
from rich.console import Console
from rich.text import Text

from hallmint.v1 import minting_service_pb2, token_pb2
from hallmint_client.cli.command import Session, command
from hallmint_client.cli.option import PageToken, TokenStatusName
from hallmint_client.cli.screen import Screen
from hallmint_client.cli.table import Column, details, state
from hallmint_client.cli.text import time, word
from hallmint_client.reference import token_ref

_QUIET_ZONE = 2


def read_reference(text: str, gtin: str = "") -> token_pb2.TokenRef:
    """Read what names a token, as an argument of the command."""
    try:
        return token_ref(text, gtin=gtin)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error


Qr = Annotated[bool | None, typer.Option("--qr/--no-qr", help="Draw its QR code; by default on a terminal.")]


@command
async def tokens(
    session: Session,
    *,
    batch_id: Annotated[
        str, typer.Argument(metavar="BATCH", help="The batch; without it all batches, the newest first.")
    ] = "",
    status: Annotated[TokenStatusName | None, typer.Option("--status", help="Only these.")] = None,
    lot: Annotated[str, typer.Option("--lot", metavar="CODE", help="Only this lot.")] = "",
    page_size: Annotated[int, typer.Option("--page-size", min=1, max=500, help="Tokens of one page.")] = 50,
    page: PageToken = "",
    all_pages: Annotated[
        bool, typer.Option("--all", help="All pages: one URL a line, or one JSON object a line.")
    ] = False,
) -> None:
    """List the tokens of a batch or of all, in order, one page at a time or all of them."""
    if lot and not batch_id:
        raise typer.BadParameter("--lot needs a batch")
    wanted = (
        token_pb2.TokenStatus.Value(f"TOKEN_STATUS_{status.name}") if status else token_pb2.TOKEN_STATUS_UNSPECIFIED
    )
    screen = session.screen
    if all_pages:
        found = session.client.tokens(batch_id, status=wanted, lot_code=lot, page_token=page)
        async with aclosing(found):
            async for token in found:
                if screen.json:
                    screen.line(token)
                else:
                    screen.plain(token.resolver_url)
        return
    answer = await session.client.list_tokens(
        batch_id, status=wanted, lot_code=lot, page_size=page_size, page_token=page
    )
    if screen.json:
        screen.document(answer)
        return
    rows = answer.tokens
    _show_page(screen, rows, of_all=not batch_id)
    if not rows and not answer.next_page_token:
        screen.note("no tokens")
    if answer.next_page_token:
        flags = (f" --status {status}" if status else "") + (f" --lot '{lot}'" if lot else "")
        named = f" {batch_id}" if batch_id else ""
        more = f"hallmint tokens{named}{flags} --page-size {page_size} --page {answer.next_page_token}"
        screen.note(f"more: {more}")


def _show_page(screen: Screen, rows: Sequence[token_pb2.Token], *, of_all: bool) -> None:
    if not rows:
        return
    batches = [Column(title="BATCH", cells=[row.batch_id for row in rows], rank=2)] if of_all else []
    screen.table(
        *batches,
        Column(title="SEQ", cells=[f"{row.seq:,}" for row in rows], right=True),
        Column(title="CODE", cells=[row.code for row in rows], rank=2),
        Column(title="STATUS", cells=[state(word(row, "status")) for row in rows], rank=1),
        Column(title="LOT", cells=[row.lot_code for row in rows], rank=3),
        Column(title="ACTIVATED", cells=[time(row, "activated_at") for row in rows], rank=4),
        Column(title="RESOLVER URL", cells=[row.resolver_url for row in rows]),
    )


@command
async def token(
    session: Session,
    *,
    reference: Annotated[
        str, typer.Argument(metavar="CODE-OR-URL", help="A code, a resolver URL, or <batch id>/<seq>.")
    ],
    gtin: Annotated[str, typer.Option("--gtin", metavar="GTIN", help="The GTIN that a code stands under.")] = "",
    resolver: Annotated[
        str, typer.Option("--resolver", metavar="URL", help="Draw the QR code for a resolver here, as on this machine.")
    ] = "",
    qr: Qr = None,
) -> None:
    """Show one token and its QR code."""
    found = await session.client.get_token(read_reference(reference, gtin))
    url = resolver.rstrip("/") + urlsplit(found.resolver_url).path if resolver else found.resolver_url
    screen = session.screen
    if screen.json:
        screen.document(minting_service_pb2.GetTokenResponse(token=found))
        return
    screen.print(
        details(
            [
                ("code", found.code),
                ("status", state(word(found, "status"))),
                ("GTIN", found.gtin),
                ("lot", found.lot_code),
                ("URL", found.resolver_url),
                ("scan", url if resolver else ""),
                ("batch", found.batch_id),
                ("seq", f"{found.seq:,}"),
                ("activated", time(found, "activated_at")),
                ("exported", time(found, "last_exported_at")),
            ]
        )
    )
    if screen.out.is_terminal if qr is None else qr:
        screen.print("", draw_qr(url, screen.out))


def draw_qr(url: str, console: Console) -> Text:
    """Draw a QR code (error correction M) two rows a line, dark on light whatever the colours of the terminal."""
    code = segno.make_qr(url, error="m")
    rows = [[bool(dark) for dark in row] for row in code.matrix_iter(border=_QUIET_ZONE)]
    if len(rows) % 2:
        rows.append([False] * len(rows[0]))
    coloured = console.color_system is not None and not console.no_color
    # Without colours, ink is what the terminal shows as light: right on the usual dark background.
    blocks = " ▄▀█" if coloured else "█▀▄ "
    lines = [
        "".join(blocks[2 * upper + lower] for upper, lower in zip(*pair, strict=True))
        for pair in zip(rows[::2], rows[1::2], strict=True)
    ]
    return Text("\n", no_wrap=True).join(Text(line, style="black on white" if coloured else "") for line in lines)
