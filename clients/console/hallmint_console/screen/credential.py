"""/credentials: those of the brand's machines, and one's own."""

from collections.abc import Mapping, Sequence
from contextlib import aclosing
from datetime import UTC, datetime, timedelta

from aiohttp import web

from hallmint.v1 import credential_pb2
from hallmint_client import HallmintError
from hallmint_console import context
from hallmint_console.credential_view import CredentialView
from hallmint_console.listing import page_or_first
from hallmint_console.notice import Notice, done, refused, status_of
from hallmint_console.page import render, see_other
from hallmint_console.sent import request_id, sent, sent_all, submit_id

routes = web.RouteTableDef()

_ID = "{credential_id:[0-9A-Za-z]{12}}"
_SCOPES = {
    "catalog:read": "Reads products, templates and production batches.",
    "catalog:write": "Also writes them, as an ERP does.",
    "mint:read": "Reads batches and tokens.",
    "mint:write": "Also mints and revokes.",
    "export:read": "Reads exports, and downloads packs.",
    "export:write": "Also exports.",
    "scan:read": "Reads numbers of scans.",
    "admin": "Everything that an admin may.",
}
_DAYS = {"30": "30 days", "90": "90 days", "365": "A year", "730": "Two years"}
_HOURS = {"0": "Not at all", "1": "An hour", "24": "A day", "168": "A week", "720": "30 days"}
_DONE = {
    "revoked": "The credential was revoked. It may work for half a minute more.",
    "joined": "You joined the brand. Within half a minute you can choose it in the menu at the top.",
}


@routes.get("/credentials")
async def credentials(request: web.Request) -> web.Response:
    """Lists of both; of those of machines only who may look after them sees any."""
    visitor, client, now = context.visitor(request), context.client(request), datetime.now(UTC)
    caller = await client.get_caller()
    own, notice = await page_or_first(
        lambda at: client.list_own_credentials(page_token=at), request.query.get("own", "")
    )
    machines: Sequence[credential_pb2.Credential] = ()
    next_page = ""
    if visitor.may("credential:write"):
        page, wrong_page = await page_or_first(
            lambda at: client.list_credentials(page_token=at), request.query.get("page", "")
        )
        notice = notice or wrong_page
        machines, next_page = page.credentials, page.next_page_token
    current = caller.credential.credential_id
    said = _DONE.get(request.query.get("done", ""))
    views = [CredentialView(credential=each, now=now) for each in machines]
    own_views = [CredentialView(credential=c, now=now, is_current=c.credential_id == current) for c in own.credentials]
    return render(
        request,
        "credential/list.html.j2",
        notice=notice or (done(said) if said else None),
        own=own_views,
        machines=views,
        ending=[view for view in (*views, *own_views) if view.is_ending],
        next_page=next_page,
        next_own=own.next_page_token,
    )


@routes.get("/credentials/new")
async def create_form(request: web.Request) -> web.Response:
    """The form of a machine's credential."""
    return _form(request, {}, ())


@routes.post("/credentials/new")
async def create(request: web.Request) -> web.Response:
    """Make it, and show its key: here and now only, so it is in no address and no second answer has it."""
    fields, scopes = await sent(request), await sent_all(request, "scope")
    try:
        made = await context.client(request).create_credential(
            fields.get("name", "").strip(),
            scopes=scopes,
            lifetime=_lifetime(fields),
            request_id=submit_id(fields, *sorted(scopes)),
        )
    except HallmintError as error:
        return _form(request, fields, scopes, notice=refused(error), status=status_of(error))
    return render(request, "credential/made.html.j2", credential=made.credential, key=made.key, old=None)


@routes.get(f"/credentials/{_ID}/rotate")
async def rotate_form(request: web.Request) -> web.Response:
    """How a credential is replaced."""
    return await _rotating(request, {})


@routes.post(f"/credentials/{_ID}/rotate")
async def rotate(request: web.Request) -> web.Response:
    """Make its successor, and show the key of that: here and now only."""
    fields = await sent(request)
    hours = fields.get("overlap", "")
    try:
        made = await context.client(request).rotate_credential(
            request.match_info["credential_id"],
            overlap=timedelta(hours=int(hours)) if hours in _HOURS else None,
            lifetime=_lifetime(fields),
            request_id=submit_id(fields),
        )
    except HallmintError as error:
        if error.reason == "CREDENTIAL_NOT_FOUND":
            raise
        return await _rotating(request, fields, notice=refused(error), status=status_of(error))
    old = request.match_info["credential_id"]
    return render(request, "credential/made.html.j2", credential=made.credential, key=made.key, old=old)


@routes.get(f"/credentials/{_ID}/revoke")
async def revoke_form(request: web.Request) -> web.Response:
    """What revoking means, before it is done."""
    return render(request, "credential/revoke.html.j2", view=await _find(request))


@routes.post(f"/credentials/{_ID}/revoke")
async def revoke(request: web.Request) -> web.Response:
    """End a credential; whoever ends the one that they signed in with signs in anew."""
    visitor, client = context.visitor(request), context.client(request)
    current = (await client.get_caller()).credential.credential_id
    credential = await client.revoke_credential(request.match_info["credential_id"])
    if credential.credential_id == current:
        request.app[context.VISITORS].end(visitor.session)
        return see_other("/sign-in")
    return see_other("/credentials?done=revoked")


def _form(
    request: web.Request,
    values: Mapping[str, str],
    chosen: Sequence[str],
    *,
    notice: Notice | None = None,
    status: int = 200,
) -> web.Response:
    return render(
        request,
        "credential/new.html.j2",
        notice=notice,
        status=status,
        values=values,
        chosen=chosen,
        scopes=_SCOPES,
        days=_DAYS,
        request_id=request_id(values, refused=notice.reason if notice else ""),
    )


async def _rotating(
    request: web.Request, values: Mapping[str, str], *, notice: Notice | None = None, status: int = 200
) -> web.Response:
    return render(
        request,
        "credential/rotate.html.j2",
        notice=notice,
        status=status,
        view=await _find(request),
        values={"overlap": "24", "lifetime": "", **values},
        days=_DAYS,
        hours=_HOURS,
        request_id=request_id(values, refused=notice.reason if notice else ""),
    )


def _lifetime(fields: Mapping[str, str]) -> timedelta | None:
    days = fields.get("lifetime", "")
    return timedelta(days=int(days)) if days in _DAYS else None


async def _find(request: web.Request) -> CredentialView:
    """One of those that the visitor may look after."""
    client, wanted = context.client(request), request.match_info["credential_id"]
    current = (await client.get_caller()).credential.credential_id
    lists = [client.own_credentials()]
    if context.visitor(request).may("credential:write"):
        lists.append(client.credentials())
    for each in lists:
        async with aclosing(each) as found:
            async for credential in found:
                if credential.credential_id == wanted:
                    return CredentialView(credential=credential, now=datetime.now(UTC), is_current=wanted == current)
    raise web.HTTPNotFound
