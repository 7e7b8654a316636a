"""/team: the people of the brand."""

from collections.abc import Mapping
from contextlib import aclosing

from aiohttp import web

from hallmint.v1 import member_pb2
from hallmint_client import HallmintError
from hallmint_console import context
from hallmint_console.listing import page_or_first
from hallmint_console.notice import Notice, done, refused, status_of
from hallmint_console.page import render, see_other
from hallmint_console.sent import request_id, sent, submit_id
from hallmint_console.visitor import ROLES

routes = web.RouteTableDef()

_ID = "{member_id:[0-9a-f-]{36}}"
_ABOUT = {
    "viewer": (member_pb2.ROLE_VIEWER, "Looks at everything but people and credentials."),
    "editor": (member_pb2.ROLE_EDITOR, "Also writes products, production batches and drafts."),
    "approver": (member_pb2.ROLE_APPROVER, "Looks, and publishes, mints, exports and revokes."),
    "admin": (member_pb2.ROLE_ADMIN, "Everything but changing who is in the team."),
    "owner": (member_pb2.ROLE_OWNER, "Everything."),
}
_DONE = {"role": "The role was changed. It holds within half a minute.", "removed": "They are no member any more."}


@routes.get("/team")
async def members(request: web.Request) -> web.Response:
    """The members, by e-mail address."""
    said = _DONE.get(request.query.get("done", ""))
    return await _list(request, notice=done(said) if said else None)


@routes.get("/team/invite")
async def invite_form(request: web.Request) -> web.Response:
    """The form of an invitation."""
    return _form(request, {})


@routes.post("/team/invite")
async def invite(request: web.Request) -> web.Response:
    """Invite a person, and show the invitation: here and now only, so it is in no address and no second answer has it."""
    fields = await sent(request)
    role, _ = _ABOUT.get(fields.get("role", ""), (member_pb2.ROLE_UNSPECIFIED, ""))
    try:
        made = await context.client(request).invite_member(
            fields.get("email", "").strip(), role=role, request_id=submit_id(fields)
        )
    except HallmintError as error:
        return _form(request, fields, notice=refused(error), status=status_of(error))
    return render(
        request, "team/invited.html.j2", made=made, role=ROLES.get(made.member.role, ""), origin=_origin(request)
    )


@routes.post(f"/team/{_ID}/role")
async def change_role(request: web.Request) -> web.Response:
    """Give a member another role."""
    role, _ = _ABOUT.get((await sent(request)).get("role", ""), (member_pb2.ROLE_UNSPECIFIED, ""))
    try:
        await context.client(request).update_member(request.match_info["member_id"], role=role)
    except HallmintError as error:
        return await _refused(request, error)
    return see_other("/team?done=role")


@routes.get(f"/team/{_ID}/remove")
async def remove_form(request: web.Request) -> web.Response:
    """What removing a member means, before it is done."""
    return render(request, "team/remove.html.j2", member=await _find(request))


@routes.post(f"/team/{_ID}/remove")
async def remove(request: web.Request) -> web.Response:
    """End a membership."""
    try:
        await context.client(request).remove_member(request.match_info["member_id"])
    except HallmintError as error:
        return await _refused(request, error)
    return see_other("/team?done=removed")


async def _refused(request: web.Request, error: HallmintError) -> web.Response:
    # A role that may not change members may not list them either: then the refusal is the page.
    if not context.visitor(request).may("member:read"):
        raise error
    return await _list(request, notice=refused(error), status=status_of(error))


async def _list(request: web.Request, *, notice: Notice | None = None, status: int = 200) -> web.Response:
    client = context.client(request)
    page, said = await page_or_first(lambda at: client.list_members(page_token=at), request.query.get("page", ""))
    return render(
        request,
        "team/members.html.j2",
        notice=notice or said,
        status=status,
        members=page.members,
        next_page=page.next_page_token,
        roles=ROLES,
        about=_ABOUT,
    )


def _form(
    request: web.Request, values: Mapping[str, str], *, notice: Notice | None = None, status: int = 200
) -> web.Response:
    return render(
        request,
        "team/invite.html.j2",
        notice=notice,
        status=status,
        values=values,
        about=_ABOUT,
        request_id=request_id(values, refused=notice.reason if notice else ""),
    )


async def _find(request: web.Request) -> member_pb2.Member:
    async with aclosing(context.client(request).members()) as found:
        async for member in found:
            if member.member_id == request.match_info["member_id"]:
                return member
    raise web.HTTPNotFound


def _origin(request: web.Request) -> str:
    """How the person who was invited reaches this console."""
    return request.app[context.SETTINGS].console_url or f"{request.scheme}://{request.host}"
