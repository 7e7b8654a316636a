"""Responses, with the headers that all of them carry."""

from collections.abc import Mapping

from aiohttp import web

from hallmint_resolver.choice import LINKSET
from hallmint_resolver.protocol import SERVER

METHODS = "GET, HEAD, OPTIONS"
NO_STORE = "no-store"
SHORT = "private, max-age=30"
"""A revocation shows within a minute: these 30 s, and 20 s of our own caches."""
_ALWAYS = {
    "Server": SERVER,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Expose-Headers": "Link",
    "Vary": "Accept, Accept-Language",
}


def response(
    status: int,
    *,
    cache: str,
    body: bytes = b"",
    content_type: str = "",
    headers: Mapping[str, str] | None = None,
) -> web.Response:
    """A response; its body is left out by aiohttp where HEAD asked."""
    all_headers = {**_ALWAYS, "Cache-Control": cache, **(headers or {})}
    if content_type:
        all_headers["Content-Type"] = content_type
    return web.Response(status=status, body=body, headers=all_headers)


def linkset_header(anchor: str) -> str:
    """The Link header that says where the linkset is (RFC 8288; GS1-Conformant Resolver 1.2.1, 4.7)."""
    return f'<{anchor}?linkType=linkset>; rel="linkset"; type="{LINKSET}"'


def redirect(target: str, *, cache: str, anchor: str) -> web.Response:
    """307: the next scan may lead elsewhere. The target is set as it is; aiohttp's own redirects quote it again."""
    # Written out: this is what nearly every scan gets.
    headers = {
        "Location": target,
        "Link": linkset_header(anchor),
        "Cache-Control": cache,
        "Vary": "Accept, Accept-Language",
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Allow-Methods": METHODS,
        "Access-Control-Expose-Headers": "Link",
        "Referrer-Policy": "no-referrer",
        "Server": SERVER,
    }
    return web.Response(status=307, headers=headers)
