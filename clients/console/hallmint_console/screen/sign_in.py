"""Signing in and out, and the choice of a brand."""

import contextlib

import grpc
from aiohttp import web

from hallmint_client import HallmintError
from hallmint_console import context, cookie
from hallmint_console.notice import Notice, refused, status_of, wrong
from hallmint_console.page import render, see_other

routes = web.RouteTableDef()


def _place(text: str) -> str:
    """Where to go next: a path of this console, never another site's address."""
    return text if text.startswith("/") and not text.startswith(("//", "/\\")) and text.isprintable() else "/mint"


def _form(request: web.Request, *, status: int = 200, notice: Notice | None = None, place: str) -> web.Response:
    """The form, tied to this browser by a cookie of its own."""
    cookies = context.cookies(request)
    request[context.VISIT] = cookies.read(request, cookie.VISIT) or cookie.new_visit()
    response = render(request, "sign_in.html.j2", status=status, notice=notice, place=place)
    cookies.write(response, cookie.VISIT, request[context.VISIT])
    return response


@routes.get("/sign-in")
async def form(request: web.Request) -> web.Response:
    """The form."""
    return _form(request, place=_place(request.query.get("next", "/mint")))


@routes.post("/sign-in")
async def sign_in(request: web.Request) -> web.Response:
    """Trade a personal credential for a session. The credential is kept nowhere."""
    sent = await request.post()
    place = _place(str(sent.get("next", "")))
    throttle, address = request.app[context.THROTTLE], context.sender(request)
    if not throttle.allows(address):
        return _form(
            request, status=429, notice=wrong("Too many tries.", hint="Wait a minute, then try again."), place=place
        )
    try:
        client = request.app[context.CLIENT].acting(str(sent.get("credential", "")))
        session = await client.create_session()
    except ValueError:
        notice = wrong(
            "This is no credential.", hint="One begins with hm_live_ and has 79 characters: check that it is whole."
        )
        return _form(request, status=422, notice=notice, place=place)
    except HallmintError as error:
        if error.code is grpc.StatusCode.UNAUTHENTICATED:
            throttle.was_wrong(address)
        if error.code is grpc.StatusCode.PERMISSION_DENIED:
            notice = wrong(
                "This credential is not a person's.",
                hint="Programs call the API with theirs. Sign in with the personal credential that your invitation gave you.",
            )
            return _form(request, status=403, notice=notice, place=place)
        return _form(request, status=status_of(error), notice=refused(error), place=place)
    response = see_other(place)
    cookies = context.cookies(request)
    cookies.write(response, cookie.SESSION, session.session_token)
    cookies.clear(response, cookie.VISIT)
    return response


@routes.post("/sign-out")
async def sign_out(request: web.Request) -> web.Response:
    """End the session here and at the API."""
    visitor = context.visitor(request)
    with contextlib.suppress(HallmintError):  # it ends by itself in half an hour
        await visitor.client.revoke_session()
    request.app[context.VISITORS].end(visitor.session)
    response = see_other("/sign-in")
    context.cookies(request).clear(response, cookie.SESSION, cookie.BRAND)
    return response


@routes.post("/brand")
async def choose_brand(request: web.Request) -> web.Response:
    """Act for another of one's brands from now on."""
    slug = str((await request.post()).get("brand", ""))
    if slug not in {brand.slug for brand in context.visitor(request).brands}:
        raise web.HTTPNotFound
    response = see_other("/mint")
    context.cookies(request).write(response, cookie.BRAND, slug)
    return response
