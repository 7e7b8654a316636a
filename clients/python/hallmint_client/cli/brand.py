"""`hallmint brand create`, `show`, `list`, `update`, `suspend` and `unsuspend`."""

from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from hallmint.v1 import brand_pb2, brand_service_pb2
from hallmint_client.cli.command import Session, command
from hallmint_client.cli.option import Limit, PageToken, RequestId, Save
from hallmint_client.cli.secret import keeping
from hallmint_client.cli.table import Column, details
from hallmint_client.cli.text import time

brand_app = typer.Typer(help="Look after brands: the operator's work, and for a brand's admins how its passports look.")

Which = Annotated[str, typer.Argument(metavar="BRAND", help="Its slug or id.")]
WhichOrActing = Annotated[str, typer.Argument(metavar="[BRAND]", help="Its slug or id; else the acting one.")]
BaseUrl = typer.Option(metavar="URL", help="What its URLs begin with: https, a host and nothing else.")
Gs1 = typer.Option("--gs1-ready/--no-gs1-ready", help="Whether each product needs a GTIN before it is minted.")


def read_link(text: str) -> brand_pb2.LegalLink:
    """Read `LABEL=URL`; a URL may hold `=` itself."""
    label, equals, url = text.partition("=")
    if not equals:
        raise typer.BadParameter(f"{text!r} is not LABEL=URL, as in Imprint=https://example.com/imprint")
    return brand_pb2.LegalLink(label=label, url=url)


@command
async def create(
    session: Session,
    *,
    slug: Annotated[str, typer.Argument(metavar="SLUG", help="2 to 40 of a-z, 0-9 and -, a letter first.")],
    name: Annotated[str, typer.Option(metavar="TEXT", help="As consumers know it.")],
    gs1_ready: Annotated[bool, Gs1] = False,
    base_url: Annotated[str, BaseUrl] = "",
    owner: Annotated[str, typer.Option(metavar="EMAIL", help="Invites its first owner; the invitation is shown.")] = "",
    save: Save = None,
    request_id: RequestId = None,
) -> None:
    """Make a brand, and with --owner the invitation to pass on to its first owner."""
    screen = session.screen
    with keeping(screen, save) as keep:
        made = await session.client.create_brand(
            slug=slug,
            name=name,
            gs1_ready=gs1_ready,
            resolver_base_url=base_url,
            owner_email=owner,
            request_id=request_id,
        )
        invitation = made.invitation
        if invitation:
            keep.put(invitation, f"the invitation of {owner} (works once, within 7 days)")
        if not keep.shown:
            made.invitation = ""
    if screen.json:
        screen.document(made)
        return
    _show(session, made.brand)
    if owner and not invitation:
        screen.warn(
            "the brand was made by an earlier try, whose invitation is lost: remove the member and invite again"
        )


@command
async def show(session: Session, *, which: WhichOrActing = "") -> None:
    """Show one brand."""
    found = await _find(session, which)
    if session.screen.json:
        session.screen.document(brand_service_pb2.GetBrandResponse(brand=found))
        return
    _show(session, found)


@command
async def listing(session: Session, *, limit: Limit = 50, page: PageToken = "") -> None:
    """List your brands; an operator's are all of this installation."""
    answer = await session.client.list_brands(page_size=limit, page_token=page)
    screen = session.screen
    if screen.json:
        screen.document(answer)
        return
    rows = answer.brands
    if not rows:
        screen.note("no brands yet; an operator makes one: hallmint brand create SLUG --name NAME --owner EMAIL")
        return
    screen.table(
        Column(title="SLUG", cells=[row.slug for row in rows]),
        Column(title="NAME", cells=[row.name for row in rows]),
        Column(title="GS1", cells=["yes" if row.gs1_ready else "no" for row in rows], rank=3),
        Column(title="STATE", cells=["suspended" if row.suspended else "" for row in rows], rank=2),
        Column(title="URLS BEGIN", cells=[row.resolver_base_url for row in rows], rank=1),
        Column(title="ID", cells=[row.brand_id for row in rows], rank=4),
    )
    if answer.next_page_token:
        screen.note(f"more: hallmint brands --limit {limit} --page {answer.next_page_token}")


@command
async def update(
    session: Session,
    *,
    which: WhichOrActing = "",
    name: Annotated[str | None, typer.Option(metavar="TEXT", help="As consumers know it.")] = None,
    base_url: Annotated[str | None, BaseUrl] = None,
    gs1_ready: Annotated[bool | None, Gs1] = None,
    default_market: Annotated[
        str | None, typer.Option(metavar="COUNTRY", help="Where the visitor's own has no pack: DE, FR.")
    ] = None,
    keep_user_agents: Annotated[
        bool | None,
        typer.Option("--keep-user-agents/--no-keep-user-agents", help="Whether scans keep the raw one, for 30 days."),
    ] = None,
    logo: Annotated[
        Path | None,
        typer.Option(metavar="FILE", exists=True, dir_okay=False, help="PNG, JPEG or WebP, at most 256 KiB."),
    ] = None,
    no_logo: Annotated[bool, typer.Option("--no-logo", help="Take the logo away.")] = False,
    primary_colour: Annotated[str | None, typer.Option(metavar="#RRGGBB", help="Headings and buttons.")] = None,
    accent_colour: Annotated[str | None, typer.Option(metavar="#RRGGBB", help="Links and marks.")] = None,
    legal_link: Annotated[
        list[brand_pb2.LegalLink] | None,
        typer.Option(
            metavar="LABEL=URL", parser=read_link, help="Up to 10 times, in order; replaces those that there are."
        ),
    ] = None,
    no_legal_links: Annotated[bool, typer.Option("--no-legal-links", help="Take all legal links away.")] = False,
) -> None:
    """Change what is given of a brand. A new base URL is for batches submitted from now on."""
    if (logo and no_logo) or (legal_link and no_legal_links):
        raise typer.BadParameter("give something new or take it away, not both")
    new_logo = logo.read_bytes() if logo else b"" if no_logo else None
    links = legal_link or ([] if no_legal_links else None)
    given = (
        name,
        base_url,
        gs1_ready,
        default_market,
        keep_user_agents,
        new_logo,
        primary_colour,
        accent_colour,
        links,
    )
    if all(value is None for value in given):
        raise typer.BadParameter("name what to change, as in --name or --logo")
    changed = await session.client.update_brand(
        await _id(session, which) if which else "",
        name=name,
        gs1_ready=gs1_ready,
        resolver_base_url=base_url,
        default_market=default_market,
        keep_user_agents=keep_user_agents,
        logo=new_logo,
        primary_colour=primary_colour,
        accent_colour=accent_colour,
        legal_links=links,
    )
    if session.screen.json:
        session.screen.document(brand_service_pb2.UpdateBrandResponse(brand=changed))
        return
    _show(session, changed)


@command
async def suspend(
    session: Session,
    *,
    which: Which,
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why, 1 to 500 characters; the brand reads it.")],
) -> None:
    """Keep a brand from minting; everything else goes on."""
    changed = await session.client.suspend_brand(await _id(session, which), reason=reason)
    if session.screen.json:
        session.screen.document(brand_service_pb2.SuspendBrandResponse(brand=changed))
        return
    session.screen.plain(f"brand {changed.slug} is suspended: it mints nothing")


@command
async def unsuspend(session: Session, *, which: Which) -> None:
    """Let a suspended brand mint again."""
    changed = await session.client.unsuspend_brand(await _id(session, which))
    if session.screen.json:
        session.screen.document(brand_service_pb2.UnsuspendBrandResponse(brand=changed))
        return
    session.screen.plain(f"brand {changed.slug} may mint again")


brand_app.command("create")(create)
brand_app.command("show")(show)
brand_app.command("list")(listing)
brand_app.command("update")(update)
brand_app.command("suspend")(suspend)
brand_app.command("unsuspend")(unsuspend)


async def _find(session: Session, which: str) -> brand_pb2.Brand:
    try:
        return await session.client.get_brand(brand_id=str(UUID(which)))
    except ValueError:
        return await session.client.get_brand(slug=which)


async def _id(session: Session, which: str) -> str:
    try:
        return str(UUID(which))
    except ValueError:
        return (await session.client.get_brand(slug=which)).brand_id


def _show(session: Session, found: brand_pb2.Brand) -> None:
    theme = found.theme
    logo = f"{theme.logo_media_type}, {len(theme.logo):,} bytes" if theme.logo else ""
    session.screen.print(
        details(
            [
                ("slug", found.slug),
                ("name", found.name),
                ("state", "suspended" if found.suspended else ""),
                ("GTINs", "needed before minting" if found.gs1_ready else "not needed"),
                ("URLs begin", found.resolver_base_url),
                ("market", found.default_market),
                ("user agents", "kept for 30 days" if found.keep_user_agents else "not kept"),
                ("logo", logo),
                ("colours", ", ".join(colour for colour in (theme.primary_colour, theme.accent_colour) if colour)),
                *((f"link {place}", f"{link.label}: {link.url}") for place, link in enumerate(theme.legal_links, 1)),
                ("created", time(found, "created_at")),
                ("id", found.brand_id),
            ]
        )
    )
