"""`hallmint credential create`, `list`, `rotate`, `revoke` and `whoami`."""

from datetime import timedelta
from typing import Annotated

import typer

from hallmint.v1 import credential_pb2, credential_service_pb2
from hallmint_client.cli.command import Session, command
from hallmint_client.cli.option import Lifetime, Limit, PageToken, RequestId, Save, length
from hallmint_client.cli.secret import Keep, keeping
from hallmint_client.cli.table import Column, details
from hallmint_client.cli.text import time, word

credential_app = typer.Typer(help="Look after credentials: of the brand's machines, your own, or the operator's.")

CredentialId = Annotated[str, typer.Argument(metavar="ID", help="The credential: the 12 characters after hm_live_.")]


@command
async def create(
    session: Session,
    *,
    name: Annotated[str, typer.Argument(metavar="NAME", help="For people: what it is used for.")],
    scope: Annotated[
        list[str] | None,
        typer.Option(
            metavar="SCOPE",
            help="What a machine may do, repeatable: catalog:read|write, mint:read|write, export:read|write, scan:read, "
            "admin. None for one more of an operator's own.",
        ),
    ] = None,
    lifetime: Lifetime = None,
    save: Save = None,
    request_id: RequestId = None,
) -> None:
    """Make a credential for a machine of the brand; an operator makes one more of their own."""
    with keeping(session.screen, save) as keep:
        made = await session.client.create_credential(
            name, scopes=scope or [], lifetime=lifetime, request_id=request_id
        )
        _new(session, made, keep)


@command
async def listing(
    session: Session,
    *,
    own: Annotated[bool, typer.Option("--own", help="Your personal ones instead of the brand's.")] = False,
    limit: Limit = 50,
    page: PageToken = "",
) -> None:
    """List the credentials of the brand's machines (an operator: the operator's), or your own."""
    client, screen = session.client, session.screen
    answer: credential_service_pb2.ListCredentialsResponse | credential_service_pb2.ListOwnCredentialsResponse
    if own:
        answer = await client.list_own_credentials(page_size=limit, page_token=page)
    else:
        answer = await client.list_credentials(page_size=limit, page_token=page)
    if screen.json:
        screen.document(answer)
        return
    rows = answer.credentials
    if not rows:
        screen.note("no credentials")
        return
    screen.table(
        Column(title="ID", cells=[row.credential_id for row in rows]),
        Column(title="NAME", cells=[row.name for row in rows]),
        Column(title="STATE", cells=[_state(row) for row in rows], rank=1),
        Column(title="SCOPES", cells=[", ".join(row.scopes) for row in rows], rank=2),
        Column(title="LAST USED", cells=[row.last_used_day for row in rows], rank=3),
        Column(title="CREATED", cells=[time(row, "created_at") for row in rows], rank=5),
        Column(title="REPLACED BY", cells=[row.replaced_by for row in rows], rank=4),
    )
    if answer.next_page_token:
        more = f"hallmint credential list{' --own' if own else ''} --limit {limit} --page {answer.next_page_token}"
        screen.note(f"more: {more}")


@command
async def rotate(
    session: Session,
    *,
    credential_id: CredentialId,
    overlap: Annotated[
        timedelta | None,
        typer.Option(metavar="TIME", parser=length, help="How long the old one works on: 0, 30m, 24h; else 24 hours."),
    ] = None,
    lifetime: Lifetime = None,
    save: Save = None,
    request_id: RequestId = None,
) -> None:
    """Make the successor of a credential, with the same rights; the old one works on for a while."""
    with keeping(session.screen, save) as keep:
        made = await session.client.rotate_credential(
            credential_id, overlap=overlap, lifetime=lifetime, request_id=request_id
        )
        _new(session, made, keep)


@command
async def revoke(session: Session, *, credential_id: CredentialId) -> None:
    """End a credential and the sessions made with it, effective within 30 s."""
    ended = await session.client.revoke_credential(credential_id)
    if session.screen.json:
        session.screen.document(credential_service_pb2.RevokeCredentialResponse(credential=ended))
        return
    session.screen.plain(f"credential {ended.credential_id} ({ended.name}) is revoked")


@command
async def whoami(session: Session) -> None:
    """Show who you are to the server, for which brand, and what you may do."""
    caller = await session.client.get_caller()
    if session.screen.json:
        session.screen.document(caller)
        return
    session.screen.print(
        details(
            [
                *_rows(caller.credential),
                ("brand", caller.brand_slug),
                ("role", word(caller, "role") if caller.role else ""),
                ("you may", ", ".join(caller.permissions)),
            ]
        )
    )


credential_app.command("create")(create)
credential_app.command("list")(listing)
credential_app.command("rotate")(rotate)
credential_app.command("revoke")(revoke)
credential_app.command("whoami")(whoami)


def _new(
    session: Session,
    made: credential_service_pb2.CreateCredentialResponse | credential_service_pb2.RotateCredentialResponse,
    keep: Keep,
) -> None:
    screen, key = session.screen, made.key
    if key:
        keep.put(key, f"the key of {made.credential.name}")
    if not keep.shown:
        made.key = ""
    if screen.json:
        screen.document(made)
    else:
        screen.err.print(details(_rows(made.credential)))  # stdout has the key alone
    if not key:
        advice = f"hallmint credential rotate {made.credential.credential_id}"
        screen.warn(f"it was made by an earlier try, whose key is lost: {advice}")


def _rows(found: credential_pb2.Credential) -> list[tuple[str, str]]:
    return [
        ("credential", found.credential_id),
        ("kind", word(found, "kind")),
        ("name", found.name),
        ("scopes", ", ".join(found.scopes)),
        ("state", _state(found)),
        ("created", time(found, "created_at")),
        ("replaced by", found.replaced_by),
    ]


def _state(found: credential_pb2.Credential) -> str:
    if found.HasField("revoked_at"):
        return f"revoked {time(found, 'revoked_at')}"
    return f"until {time(found, 'expires_at')}" if found.HasField("expires_at") else "works"
