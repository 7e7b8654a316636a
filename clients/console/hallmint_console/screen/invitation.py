"""/invitation: taking up an invitation, for people who are new here; /join, for those who have a session."""

from dataclasses import replace

import grpc
from aiohttp import web

from hallmint_client import HallmintError
from hallmint_console import context, cookie
from hallmint_console.notice import Notice, refused, status_of, wrong
from hallmint_console.page import render, see_other
from hallmint_console.sent import sent

routes = web.RouteTableDef()

_PREFIX = "hm_invite_"
_HINTS = {
    "CREDENTIAL_INVALID": "Check that it is whole: it begins with hm_invite_.",
    "CREDENTIAL_EXPIRED": "An invitation works for 7 days. Ask whoever invited you for another.",
    "CREDENTIAL_REVOKED": "An invitation works once. Ask whoever invited you for another.",
}


@routes.get("/invitation")
async def form(request: web.Request) -> web.Response:
    """The form, tied to this browser as that of signing in is."""
    return _form(request)


@routes.post("/invitation")
async def accept(request: web.Request) -> web.Response:
    """Trade an invitation for a personal credential, and show it: here and now only. The invitation is kept nowhere."""
    fields = await sent(request)
    throttle, address = request.app[context.THROTTLE], context.sender(request)
    if not throttle.allows(address):
        notice = wrong("Too many tries.", hint="Wait a minute, then try again.")
        return _form(request, status=429, notice=notice, name=fields.get("name", ""))
    text = fields.get("invitation", "").strip()
    try:
        client = request.app[context.CLIENT].acting(text if text.startswith(_PREFIX) else "")
        joined = await client.accept_invitation(credential_name=fields.get("name", "").strip())
    except ValueError:
        return _form(request, status=422, notice=_no_invitation(), name=fields.get("name", ""))
    except HallmintError as error:
        if error.code is grpc.StatusCode.UNAUTHENTICATED:
            throttle.was_wrong(address)
        return _form(request, status=status_of(error), notice=_refused(error), name=fields.get("name", ""))
    return render(request, "invitation/accepted.html.j2", joined=joined)


@routes.post("/join")
async def join(request: web.Request) -> web.Response:
    """Take up an invitation with the credential that one has: no second one is made."""
    text = (await sent(request)).get("invitation", "").strip()
    visitor, client = context.visitor(request), context.client(request)
    if not text.startswith(_PREFIX):
        return _joining(request, _no_invitation(), 422)
    try:
        await client.accept_invitation(text)
    except HallmintError as error:
        # The same reasons speak of invitation and session: whether it was the session, its next call says.
        await client.get_caller()
        return _joining(request, _refused(error), status_of(error))
    request.app[context.VISITORS].forget(visitor.session)
    return see_other("/credentials?done=joined")


@routes.get("/join")
async def join_form(request: web.Request) -> web.Response:
    """The form of joining another brand."""
    return _joining(request, None, 200)


def _form(request: web.Request, *, status: int = 200, notice: Notice | None = None, name: str = "") -> web.Response:
    cookies = context.cookies(request)
    request[context.VISIT] = cookies.read(request, cookie.VISIT) or cookie.new_visit()
    response = render(request, "invitation/form.html.j2", status=status, notice=notice, name=name)
    cookies.write(response, cookie.VISIT, request[context.VISIT])
    return response


def _joining(request: web.Request, notice: Notice | None, status: int) -> web.Response:
    return render(request, "invitation/join.html.j2", status=status, notice=notice)


def _no_invitation() -> Notice:
    return wrong("This is no invitation.", hint="One begins with hm_invite_: check that it is whole.")


def _refused(error: HallmintError) -> Notice:
    notice = refused(error)
    return replace(notice, hint=_HINTS.get(error.reason, notice.hint))
