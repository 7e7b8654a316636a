"""What handlers take from their request: parts of the application, and who looks."""

from aiohttp import web

from hallmint_client import Client
from hallmint_console.cookie import Cookies
from hallmint_console.csp_report import CspReports
from hallmint_console.live import Live
from hallmint_console.sender import Address, sender_of
from hallmint_console.settings import Settings
from hallmint_console.throttle import Throttle
from hallmint_console.visitor import Visitor, Visitors

CLIENT = web.AppKey("client", Client)
COOKIES = web.AppKey("cookies", Cookies)
CSP_REPORTS = web.AppKey("csp_reports", CspReports)
LIVE = web.AppKey("live", Live)
SETTINGS = web.AppKey("settings", Settings)
THROTTLE = web.AppKey("throttle", Throttle)
VISITORS = web.AppKey("visitors", Visitors)

FRAMES = web.RequestKey("frames", str)
"""Where the frames of the page that answers may be from."""
REQUEST_ID = web.RequestKey("request_id", str)
VISIT = web.RequestKey("visit", str)
VISITOR = web.RequestKey("visitor", Visitor)


def cookies(request: web.Request) -> Cookies:
    """Of the application."""
    return request.app[COOKIES]


def sender(request: web.Request) -> Address | None:
    """Where it comes from, for counting tries; it is kept nowhere."""
    forwarded = request.headers.getall("X-Forwarded-For", [])
    return sender_of(request.remote, forwarded, request.app[SETTINGS].proxies)


def visitor(request: web.Request) -> Visitor:
    """Who looks. Only for screens behind signing in, where there is always somebody."""
    return request[VISITOR]


def client(request: web.Request) -> Client:
    """Calls in the visitor's name, for the brand they act for."""
    return visitor(request).client
