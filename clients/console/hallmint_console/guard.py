"""What stands before every handler: headers, who looks, forms that must be this console's own, and errors as pages."""

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import replace
from urllib.parse import quote, urlsplit

import grpc
import structlog
from aiohttp import web

from hallmint_client import HallmintError
from hallmint_console import context, cookie
from hallmint_console.notice import Notice, refused, status_of, wrong
from hallmint_console.page import render
from hallmint_console.visitor import form_owner

log = structlog.get_logger()

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

OPEN = frozenset({"/sign-in", "/healthz", "/csp-report", "/invitation"})
"""Paths that need no session; files below /static/ need none either."""
_OF_EVERY_BRAND = frozenset({"/brand", "/sign-out"})
"""What a page of another of one's brands may do too."""
_ASK_BY_THEMSELVES = frozenset({"counters", "revocations", "batch", "export", "packs"})
"""Ids of what a page loads anew without anybody's doing."""
_SAFE = frozenset({"GET", "HEAD"})
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def policy(frames: str = "") -> str:
    """The Content-Security-Policy: files of this console only, no inline script or style, and in frames nothing but previews of
    the resolver.
    """
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; "
        f"form-action 'self'; base-uri 'none'; frame-ancestors 'none'; frame-src {frames or chr(39) + 'none' + chr(39)}; "
        "report-uri /csp-report"
    )


@web.middleware
async def headers(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Headers of every answer, and the request's id in the log of what failed."""
    request[context.REQUEST_ID] = secrets.token_hex(8)
    try:
        response = await handler(request)
    except web.HTTPException as error:
        response = _http_error(request, error)
    except HallmintError as error:
        response = _refusal(request, error)
    except Exception:
        log.exception("a page failed", request_id=request[context.REQUEST_ID], route=_route(request))
        notice = Notice(
            kind="error",
            title="Something went wrong in the console.",
            hint="Try again. If it stays, give the request id to whoever runs this installation.",
            request_id=request[context.REQUEST_ID],
        )
        response = error_page(request, notice, 500)
    if not response.prepared:
        response.headers.update(_HEADERS)
        response.headers.setdefault("Content-Security-Policy", policy(request.get(context.FRAMES, "")))
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers["X-Request-Id"] = request[context.REQUEST_ID]
        if request.app[context.SETTINGS].is_secure:
            response.headers["Strict-Transport-Security"] = "max-age=63072000"
    return response


@web.middleware
async def caller(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Finds who looks; whoever has no session is led to sign in, and back."""
    if request.path in OPEN or request.path.startswith("/static/"):
        return await handler(request)
    cookies = context.cookies(request)
    session = cookies.read(request, cookie.SESSION)
    found = await request.app[context.VISITORS].find(session, cookies.read(request, cookie.BRAND)) if session else None
    if found is None:
        return _sign_in(request)
    request[context.VISITOR] = found
    try:
        return await handler(request)
    except HallmintError as error:
        if error.reason == "BRAND_REQUIRED":
            return _elsewhere(request, "/credentials")  # they are in no brand (any more): there they can join one
        if error.code is grpc.StatusCode.UNAUTHENTICATED:
            request.app[context.VISITORS].end(session)
            return _sign_in(request)
        if error.code is grpc.StatusCode.PERMISSION_DENIED:
            request.app[context.VISITORS].forget(session)  # their role may have changed
        raise


@web.middleware
async def forms(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuses what was posted from elsewhere: a form, or htmx, must bring the token of a page made for the same person, acting
    for the same brand.
    """
    if request.method in _SAFE or request.path == "/csp-report":
        return await handler(request)
    cookies = context.cookies(request)
    visitor = request.get(context.VISITOR)
    if visitor is None:
        owners = [cookies.read(request, cookie.VISIT)]
    elif request.path in _OF_EVERY_BRAND:
        owners = [form_owner(visitor.session, brand) for brand in (None, *visitor.brands)]
    else:
        owners = [visitor.form_owner]
    token = request.headers.get("X-Form-Token", "")
    if not token:
        sent = (await request.post()).get("form_token", "")
        token = sent if isinstance(sent, str) else ""
    is_own = any(cookies.is_form_token(owner, token) for owner in owners)
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin" or not is_own:
        notice = wrong(
            "This form is not of this session and brand.", hint="Load the page again and repeat what you did."
        )
        return error_page(request, notice, 403)
    return await handler(request)


def error_page(request: web.Request, notice: Notice, status: int) -> web.Response:
    """An error as a page of its own, or for htmx as a notice above the page that is shown."""
    if "HX-Request" in request.headers:
        response = render(request, "part/notice.html.j2", status=status, notice=notice)
        # Nobody did anything where a page asked by itself: it stays where it was scrolled to.
        show = "" if request.headers.get("HX-Trigger") in _ASK_BY_THEMSELVES else " show:window:top"
        response.headers.update({"HX-Retarget": "#notice", "HX-Reswap": f"innerHTML{show}"})
        return response
    may_help = status >= 500 and request.method in _SAFE and not request.path.startswith("//")  # noqa: PLR2004 - server errors
    return render(request, "error.html.j2", status=status, notice=notice, again=request.path_qs if may_help else "")


def _sign_in(request: web.Request) -> web.Response:
    # Of a part that htmx asked for, or a form that it sent, one comes back to the page.
    own = request.path_qs if request.method in _SAFE else ""
    place = _page_of(request) if "HX-Request" in request.headers else own
    return _elsewhere(request, f"/sign-in?next={quote(place, safe='')}" if place not in ("", "/") else "/sign-in")


def _page_of(request: web.Request) -> str:
    """The page that htmx asks from. Whether it is one of this console is looked at where it is gone to."""
    try:
        url = urlsplit(request.headers.get("HX-Current-URL", ""))
    except ValueError:
        return ""
    return f"{url.path}?{url.query}" if url.query else url.path


def _elsewhere(request: web.Request, place: str) -> web.Response:
    if "HX-Request" in request.headers:
        return web.Response(status=204, headers={"HX-Redirect": place})
    return web.Response(status=303, headers={"Location": place})


def _refusal(request: web.Request, error: HallmintError) -> web.Response:
    status, notice = status_of(error), refused(error)
    if not notice.request_id:
        notice = replace(notice, request_id=request[context.REQUEST_ID])
    if status >= 500:  # noqa: PLR2004 - server errors
        log.warning("the API did not answer", reason=notice.reason, request_id=notice.request_id, route=_route(request))
    return error_page(request, notice, status)


def _http_error(request: web.Request, error: web.HTTPException) -> web.StreamResponse:
    if error.status < 400 or request.path == "/csp-report":  # noqa: PLR2004 - errors
        return web.Response(status=error.status, headers={k: v for k, v in error.headers.items() if k == "Location"})
    titles = {
        403: "Your role does not allow that.",
        404: "There is no such page.",
        405: "That cannot be done here.",
        413: "That is too large.",
    }
    return error_page(request, wrong(titles.get(error.status, "That did not work.")), error.status)


def _route(request: web.Request) -> str:
    """The route's form, not the path: paths hold ids and codes."""
    resource = request.match_info.route.resource
    return resource.canonical if resource else "none"
