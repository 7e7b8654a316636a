"""`hallmint member invite`, `accept`, `list`, `update` and `remove`."""

from contextlib import aclosing
from pathlib import Path
from typing import Annotated

import grpc
import typer

from hallmint.v1 import member_pb2, member_service_pb2
from hallmint_client.cli.command import Session, command
from hallmint_client.cli.option import Limit, PageToken, RequestId, RoleName, Save
from hallmint_client.cli.secret import keeping, read_secret
from hallmint_client.cli.table import Column
from hallmint_client.cli.text import time, word
from hallmint_client.error import HallmintError

member_app = typer.Typer(help="Look after the people of the brand.")

Email = Annotated[str, typer.Argument(metavar="EMAIL", help="Whom to invite.")]
Which = Annotated[str, typer.Argument(metavar="MEMBER", help="Their e-mail address or member id.")]
RoleOption = Annotated[RoleName, typer.Option("--role", help="What they may do.")]


@command
async def invite(
    session: Session, *, email: Email, role: RoleOption, save: Save = None, request_id: RequestId = None
) -> None:
    """Invite a person. Pass the invitation on to them: it works once, within 7 days."""
    screen = session.screen
    with keeping(screen, save) as keep:
        made = await session.client.invite_member(email, role=_role(role), request_id=request_id)
        invitation = made.invitation
        if invitation:
            keep.put(invitation, f"the invitation of {email} (works once, within 7 days)")
        if not keep.shown:
            made.invitation = ""
    if screen.json:
        screen.document(made)
    else:
        screen.note(f"{made.member.email} is invited as {word(made.member, 'role')}")
    if not invitation:
        screen.warn("they were invited by an earlier try, whose invitation is lost: remove the member and invite again")


@command
async def accept(
    session: Session,
    *,
    save: Save = None,
    name: Annotated[str, typer.Option(metavar="TEXT", help="What the new credential is called.")] = "personal",
    invitation_file: Annotated[
        Path | None,
        typer.Option("--invitation-file", metavar="FILE", help="The invitation, if you call with your own credential."),
    ] = None,
) -> None:
    """Take an invitation up. It is the credential of this command (HALLMINT_CREDENTIAL or --credential-file), and the
    personal credential that you get instead is shown once; who has one calls with that, and names --invitation-file.
    """
    screen = session.screen
    own = read_secret(invitation_file, "--invitation-file") if invitation_file else ""
    with keeping(screen, save) as keep:
        joined = await session.client.accept_invitation(own, credential_name="" if own else name)
        if joined.key:
            keep.put(joined.key, "your personal credential")
        if not keep.shown:
            joined.key = ""
    if screen.json:
        screen.document(joined)
    else:
        screen.note(f"you are {word(joined.member, 'role')} of {joined.brand.slug}")


@command
async def listing(session: Session, *, limit: Limit = 50, page: PageToken = "") -> None:
    """List the brand's members."""
    answer = await session.client.list_members(page_size=limit, page_token=page)
    screen = session.screen
    if screen.json:
        screen.document(answer)
        return
    rows = answer.members
    if not rows:
        screen.note("no members")
        return
    screen.table(
        Column(title="EMAIL", cells=[row.email for row in rows]),
        Column(title="ROLE", cells=[word(row, "role") for row in rows]),
        Column(title="STATE", cells=["joined" if row.joined else "invited" for row in rows], rank=1),
        Column(title="INVITED", cells=[time(row, "created_at") for row in rows], rank=3),
        Column(title="ID", cells=[row.member_id for row in rows], rank=2),
    )
    if answer.next_page_token:
        screen.note(f"more: hallmint member list --limit {limit} --page {answer.next_page_token}")


@command
async def update(session: Session, *, which: Which, role: RoleOption) -> None:
    """Give a member another role, effective within 30 s."""
    changed = await session.client.update_member(await _id(session, which), role=_role(role))
    if session.screen.json:
        session.screen.document(member_service_pb2.UpdateMemberResponse(member=changed))
        return
    session.screen.plain(f"{changed.email} is {word(changed, 'role')} now")


@command
async def remove(session: Session, *, which: Which) -> None:
    """End a membership, effective within 30 s; an invitation that was not accepted no longer works."""
    await session.client.remove_member(await _id(session, which))
    if session.screen.json:
        session.screen.document(member_service_pb2.RemoveMemberResponse())
        return
    session.screen.plain(f"{which} is no member any more")


member_app.command("invite")(invite)
member_app.command("accept")(accept)
member_app.command("list")(listing)
member_app.command("update")(update)
member_app.command("remove")(remove)


def _role(role: RoleName) -> member_pb2.Role.ValueType:
    return member_pb2.Role.Value(f"ROLE_{role.name}")


async def _id(session: Session, which: str) -> str:
    """The id of a member that is named by an address, in any case as addresses are, or by the id itself."""
    if "@" not in which:
        return which
    async with aclosing(session.client.members()) as members:
        async for member in members:
            if member.email.casefold() == which.casefold():
                return member.member_id
    raise HallmintError(f"the brand has no member {which}", reason="MEMBER_NOT_FOUND", code=grpc.StatusCode.NOT_FOUND)
