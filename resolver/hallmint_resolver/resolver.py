"""One request: link, look-up, activation, answer (resolver.md, "What a scan does")."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol as Interface
from urllib.parse import unquote_plus

import psycopg
import structlog
from aiohttp import web
from psycopg_pool import PoolTimeout

from hallmint_resolver import choice, linkset
from hallmint_resolver.agent import Traffic, traffic
from hallmint_resolver.answer import NO_STORE, SHORT, linkset_header, redirect, response
from hallmint_resolver.finder import Finder, Found
from hallmint_resolver.level import default_of, levels_of, of_type, usual_target
from hallmint_resolver.model import Outcome
from hallmint_resolver.page import Pages
from hallmint_resolver.store import Store
from hallmint_resolver.visitor import Visitor
from mintcore import DigitalLink, IdentifierError, parse_digital_link

log = structlog.get_logger()

_RETRY_SECONDS = "2"
_CARD_READERS = (Traffic.SEARCH, Traffic.PREVIEW, Traffic.AI)


class Recorder(Interface):
    """Who is told of visits; returns at once."""

    def record(self, found: Found, outcome: Outcome, visitor: Visitor, address: str) -> None:
        """A person's scan."""

    def count(self, found: Found, kind: Traffic) -> None:
        """A visit of which nothing but its class is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hosts:
    """Hosts that are answered for, each with the base URL of its links. Any other host is 421."""

    base_urls: Mapping[str, str]


class Resolver:
    """Answers requests. `hosts` and `finder.keys` are replaced while it runs."""

    def __init__(self, store: Store, finder: Finder, hosts: Hosts, recorder: Recorder, pages: Pages) -> None:
        self._store = store
        self._finder = finder
        self.hosts = hosts
        self._recorder = recorder
        self._pages = pages

    async def answer(self, request: web.BaseRequest, address: str) -> web.StreamResponse:
        """The answer to any request. `address` is the full address of who asks; it is handed to the recorder alone."""
        base_url = self.hosts.base_urls.get(request.headers.get("Host", "").lower())
        if base_url is None:
            return self._pages.error(421, "")
        raw, _, query = request.raw_path.partition("?")
        if request.can_read_body or not raw.startswith("/") or "#" in query:
            return self._pages.error(400, "")
        visitor = Visitor.of(request.method, request.headers)
        try:
            if raw.startswith(("/01/", "/t/", "/T/")):
                return await self._link(visitor, raw, query, base_url, address)
            if raw.startswith(("/p/01/", "/p/t/", "/p/T/")):
                return await self._page(request, visitor, raw.removeprefix("/p"), base_url)
            return await self._other(visitor, raw, base_url)
        except (psycopg.OperationalError, PoolTimeout) as error:
            log.warning("database", error=type(error).__name__)
            unavailable = self._pages.error(503, visitor.languages)
            unavailable.headers["Retry-After"] = _RETRY_SECONDS
            return unavailable

    async def _find(self, visitor: Visitor, path: str) -> tuple[DigitalLink, Found] | web.Response:
        """What a path names, or the refusal."""
        try:
            # A trailing slash is tolerated, though the standard's grammar has none.
            link = parse_digital_link(path[:-1] if path.endswith("/") else path)
        except IdentifierError as error:
            return self._pages.error(400, visitor.languages, str(error))
        found = await self._finder.find(link)
        return self._pages.error(404, visitor.languages) if found is None else (link, found)

    async def _link(self, visitor: Visitor, path: str, query: str, base_url: str, address: str) -> web.StreamResponse:
        if visitor.method not in ("GET", "HEAD", "OPTIONS"):
            return self._pages.error(405, visitor.languages)
        named = await self._find(visitor, path)
        if isinstance(named, web.Response):
            return named
        link, found = named
        wanted = _link_type(query)
        if not wanted and visitor.method == "GET" and (usual := usual_target(found, link, base_url)):
            anchor, target = usual
            if choice.LINKSET not in visitor.accept:
                return await self._default(visitor, found, linkset.with_query(target, query), anchor, address)
        levels = levels_of(found, link, base_url)
        anchor = levels[0].anchor
        if visitor.method == "OPTIONS":
            headers = {"Allow": "GET, HEAD, OPTIONS", "Link": linkset_header(anchor)}
            return response(204, cache=SHORT, headers=headers)
        if wanted in ("linkset", "all") or choice.wants(visitor.accept, choice.LINKSET):
            return self._linkset(200, levels, visitor, anchor)
        if wanted:
            links = of_type(levels, wanted, languages=visitor.languages, accept=visitor.accept)
            if not links:
                return self._pages.error(404, visitor.languages)
            if len(links) > 1:
                return self._linkset(300, levels, visitor, anchor)
            return redirect(linkset.with_query(links[0].href, query), cache=SHORT, anchor=anchor)
        return await self._default(visitor, found, linkset.with_query(default_of(levels), query), anchor, address)

    async def _default(
        self, visitor: Visitor, found: Found, target: str, anchor: str, address: str
    ) -> web.StreamResponse:
        """The default link, to whomever it is given."""
        kind = traffic(visitor.agent)
        if visitor.method == "HEAD" or choice.wants(visitor.accept, choice.JSON_LD):
            return redirect(target, cache=SHORT, anchor=anchor)
        if kind is not Traffic.PERSON:
            self._recorder.count(found, kind)
            if kind in _CARD_READERS:
                return self._pages.card(found, visitor, anchor)
            return redirect(target, cache=SHORT, anchor=anchor)
        return await self._scan(visitor, found, target, anchor, address)

    async def _scan(self, visitor: Visitor, found: Found, target: str, anchor: str, address: str) -> web.StreamResponse:
        """A person's scan: activates where it may, is recorded, leads on."""
        outcome, cache = found.outcome, SHORT
        if found.may_activate:
            cache = NO_STORE
            if visitor.is_prefetch:
                # The browser then navigates for real at the tap, and that activates.
                return self._pages.error(503, visitor.languages)
            if visitor.is_document and not found.product.confirm_activation:
                outcome = await self.activate(found)
        elif visitor.is_prefetch:
            return redirect(target, cache=cache, anchor=anchor)
        self._recorder.record(found, outcome, visitor, address)
        return redirect(target, cache=cache, anchor=anchor)

    async def activate(self, found: Found) -> Outcome:
        """Activate a token; of many at once one is told that it did."""
        assert found.token is not None  # noqa: S101 - may_activate says so
        is_ours = await self._store.activations.get((found.token.batch_no, found.token.seq))
        return Outcome.ACTIVATED if is_ours else Outcome.ACTIVE

    def _linkset(self, status: int, levels: list[linkset.Level], visitor: Visitor, anchor: str) -> web.Response:
        """A linkset, as JSON-LD where that alone is asked for."""
        language = next(iter(choice.languages(visitor.languages)), "en").partition("-")[0]
        headers = {"Link": linkset_header(anchor)}
        body = linkset.encode(levels, language)
        return response(status, cache=SHORT, body=body, content_type=choice.LINKSET, headers=headers)

    async def _page(self, request: web.BaseRequest, visitor: Visitor, path: str, base_url: str) -> web.StreamResponse:
        if visitor.method not in ("GET", "HEAD", "OPTIONS", "POST"):
            return self._pages.error(405, visitor.languages)
        named = await self._find(visitor, path)
        if isinstance(named, web.Response):
            return named
        link, found = named
        if visitor.method == "OPTIONS":
            return response(204, cache=SHORT, headers={"Allow": "GET, HEAD, OPTIONS, POST"})
        if visitor.method == "POST":
            return await self._confirm(request, visitor, found, f"/p{link.path}")
        levels = levels_of(found, link, base_url)
        kind = traffic(visitor.agent)
        if kind in _CARD_READERS and not choice.wants(visitor.accept, choice.JSON_LD):
            return self._pages.card(found, visitor, levels[0].anchor)
        return self._pages.page(found, visitor, levels, confirm=found.may_activate and found.product.confirm_activation)

    async def _confirm(self, request: web.BaseRequest, visitor: Visitor, found: Found, path: str) -> web.StreamResponse:
        """The button of the confirmed mode: the rules of a scan, and the page again."""
        origin = request.headers.get("Origin", "")
        if origin.partition("://")[2].lower() != request.headers.get("Host", "").lower():
            return self._pages.error(403, visitor.languages)
        if found.may_activate and found.product.confirm_activation and traffic(visitor.agent) is Traffic.PERSON:
            await self.activate(found)
        return response(303, cache=NO_STORE, headers={"Location": path})

    async def _other(self, visitor: Visitor, path: str, base_url: str) -> web.StreamResponse:
        if visitor.method not in ("GET", "HEAD", "OPTIONS"):
            return self._pages.error(405, visitor.languages)
        if path == "/.well-known/gs1resolver":
            body = json.dumps(description(base_url), separators=(",", ":")).encode()
            return response(200, cache="public, max-age=3600", body=body, content_type="application/json")
        if path.startswith("/p/logo/"):
            return await self._pages.logo(path.removeprefix("/p/logo/"), visitor)
        return self._pages.error(404, visitor.languages)


def description(base_url: str) -> dict[str, object]:
    """The description file (GS1-Conformant Resolver 1.2.1, clause 5)."""
    return {
        "name": "Hallmint",
        "resolverRoot": base_url,
        "supportedPrimaryKeys": ["01"],
        "supportedLinkType": [{"namespace": choice.VOC, "prefix": "gs1:"}],
        "linkTypeDefaultCanBeLinkset": False,
    }


def _link_type(query: str) -> str:
    """The first linkType of a query, as in `gs1:pip`; empty without one."""
    if "linkType" not in query:
        return ""
    for part in query.split("&"):
        name, _, value = part.partition("=")
        if name == "linkType":
            return choice.link_type(unquote_plus(value))
    return ""
