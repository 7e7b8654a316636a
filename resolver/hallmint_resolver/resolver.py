"""One request: link, look-up, activation, answer (resolver.md, "What a scan does")."""

import json
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import psycopg
import structlog
from psycopg_pool import PoolTimeout

from hallmint_resolver import choice, linkset
from hallmint_resolver.address import Address
from hallmint_resolver.agent import Traffic, traffic
from hallmint_resolver.answer import NO_STORE, SHORT, Answer, Kind, linkset_header, redirect, response
from hallmint_resolver.finder import Finder, Found, KeyMissingError, RowMissingError
from hallmint_resolver.level import Shown, default_of, levels_of, of_type, shown, usual_target
from hallmint_resolver.page import Pages
from hallmint_resolver.preview import read_token
from hallmint_resolver.protocol import Request
from hallmint_resolver.recorder import Recorder
from hallmint_resolver.store import Store
from hallmint_resolver.tlog.site import LogSite, record_changed
from hallmint_resolver.visitor import Visitor
from mintcore import DigitalLink, IdentifierError, decode_epc_path, parse_digital_link

log = structlog.get_logger()

_READ = ("GET", "HEAD", "OPTIONS")
_RETRY_SECONDS = "2"
_LANGUAGE = re.compile("language=([A-Za-z0-9-]{2,35})")
_CARD_READERS = (Traffic.SEARCH, Traffic.PREVIEW, Traffic.AI)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hosts:
    """Hosts that are answered for, each with the base URL of its links. Any other host is 421."""

    base_urls: Mapping[str, str]

    def base_url(self, host: str) -> str | None:
        """The base URL of a Host header. The usual port and a dot at the end say nothing more (RFC 9110, 4.2.3; RFC 3986,
        3.2.2).
        """
        host = host.lower()
        return self.base_urls.get(host) or self.base_urls.get(host.removesuffix(":443").removesuffix("."))


class Asked(NamedTuple):
    """Who asks, and where. `address` is the full one; it goes to the recorder and to nobody else."""

    visitor: Visitor
    address: Address | None
    base_url: str


class Visit(NamedTuple):
    """Who asks for what."""

    visitor: Visitor
    address: Address | None
    base_url: str
    link: DigitalLink
    found: Found

    def levels(self) -> list[linkset.Level]:
        """The levels that the link matches."""
        return levels_of(self.found, self.link, self.base_url)

    def shown(self) -> Shown:
        """The links that a page of it shows."""
        return shown(self.found, self.link, self.base_url)


class Resolver:
    """Answers requests. `hosts` and the keys of `finder` are replaced while it runs."""

    def __init__(
        self,
        store: Store,
        finder: Finder,
        hosts: Hosts,
        recorder: Recorder,
        pages: Pages,
        *,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._store = store
        self._finder = finder
        self.hosts = hosts
        self._recorder = recorder
        self._pages = pages
        self._clock = clock
        self._log_site = LogSite(store.log, finder, pages)

    async def answer(self, request: Request, address: Address | None) -> Answer:
        """The answer to any request of `address`."""
        base_url = self.hosts.base_url(request.headers.get("Host", ""))
        path, _, query = request.target.partition("?")
        if base_url is None or request.has_body or not path.startswith("/") or "#" in query:
            return self._pages.error(421 if base_url is None else 400, "")
        visitor = Visitor.of(request.method, request.headers)
        is_page = path.startswith(("/p/01/", "/p/t/", "/p/T/"))
        if visitor.method not in _READ and not (is_page and visitor.method == "POST"):
            allowed = ", ".join((*_READ, "POST") if is_page else _READ)
            return self._pages.error(405, visitor.languages, headers={"Allow": allowed})
        try:
            return await self._routed(request, Asked(visitor, address, base_url), path, query, is_page=is_page)
        except IdentifierError:
            return self._pages.error(400, visitor.languages)
        except (psycopg.OperationalError, PoolTimeout, KeyMissingError) as error:
            log.warning("not now", error=type(error).__name__)
            return self._pages.error(503, visitor.languages, headers={"Retry-After": _RETRY_SECONDS})
        except RowMissingError as error:
            return record_changed(self._pages, visitor, error.batch_id, error)

    async def _routed(self, request: Request, asked: Asked, path: str, query: str, *, is_page: bool) -> Answer:
        """The answer to a path. Raises IdentifierError, and as `Finder.find`."""
        if is_page or path.startswith(("/01/", "/t/", "/T/", "/eh", "/ex")):
            return await self._named(request, asked, path, query, is_page=is_page)
        of_log = await self._log_site.answer(request, asked.visitor, path)
        return of_log or await self._other(asked, path, query)

    async def _named(self, request: Request, asked: Asked, path: str, query: str, *, is_page: bool) -> Answer:
        """The answer to a link or a page of one. Raises IdentifierError."""
        # A trailing slash is tolerated, though the standard's grammar has none.
        named = path[2 * is_page :].removesuffix("/")
        link = decode_epc_path(named[1:]) if named.startswith("/e") else parse_digital_link(named)
        found = await self._finder.find(link, activates=not is_page and _activates(asked.visitor, query))
        if found is None:
            return self._pages.error(404, asked.visitor.languages)
        visit = Visit(*asked, link, found)
        if not is_page:
            return await self._link(visit, query)
        return await self._confirm(visit, request) if request.method == "POST" else self._page(visit)

    async def _link(self, visit: Visit, query: str) -> Answer:
        visitor = visit.visitor
        wanted = choice.link_type_of(query)
        wants_linkset = wanted in choice.ALL_TYPES or choice.wants(visitor.accept, choice.LINKSET)
        if visitor.method == "GET" and not wanted and not wants_linkset:
            usual = usual_target(visit.found, visit.base_url)
            if usual is not None:
                anchor, target = usual
                return self._default(visit, linkset.with_query(target, query), anchor)
        levels = visit.levels()
        anchor = levels[0].anchor
        if visitor.method == "OPTIONS":
            return response(204, cache=SHORT, headers={"Allow": ", ".join(_READ), "Link": linkset_header(anchor)})
        if wants_linkset:
            return self._linkset(200, levels, visit)
        if not wanted:
            return self._default(visit, linkset.with_query(default_of(levels).href, query), anchor)
        links = of_type(levels, wanted, languages=visitor.languages, accept=visitor.accept)
        if len(links) == 1:
            return redirect(linkset.with_query(links[0].href, query), cache=SHORT, anchor=anchor)
        return self._linkset(300, levels, visit) if links else self._pages.error(404, visitor.languages)

    def _linkset(self, status: int, levels: list[linkset.Level], visit: Visit) -> Answer:
        # The language that our page would be in, of those that there are: never the visitor's words.
        language = self._pages.language(visit.found.product, visit.visitor, visit.address)
        headers = {"Link": linkset_header(levels[0].anchor)}
        body = linkset.encode(levels, language)
        return response(status, cache=SHORT, body=body, content_type=choice.LINKSET, headers=headers, kind=Kind.LINKSET)

    def _default(self, visit: Visit, target: str, anchor: str) -> Answer:
        """The default link, to whomever it is given."""
        visitor, found = visit.visitor, visit.found
        kind = traffic(visitor.agent)
        if visitor.method == "HEAD" or choice.wants(visitor.accept, choice.JSON_LD):
            return redirect(target, cache=SHORT, anchor=anchor)
        if kind is not Traffic.PERSON:
            self._recorder.count(found, kind)
            if kind in _CARD_READERS:
                return self._pages.card(found, visitor, visit.shown(), visit.address)
            return redirect(target, cache=SHORT, anchor=anchor)
        waits = found.may_activate
        if waits and visitor.is_prefetch:
            # The browser then navigates for real at the tap, and that activates.
            return self._pages.error(503, visitor.languages, kind=Kind.LATER)
        if not visitor.is_prefetch:
            self._recorder.record(found, visitor, visit.address)
        return redirect(target, cache=NO_STORE if waits or found.is_activated else SHORT, anchor=anchor)

    def _page(self, visit: Visit) -> Answer:
        """The passport. It never activates and never records."""
        visitor, found = visit.visitor, visit.found
        if visitor.method == "OPTIONS":
            return response(204, cache=SHORT, headers={"Allow": ", ".join((*_READ, "POST"))})
        if traffic(visitor.agent) in _CARD_READERS and not choice.wants(visitor.accept, choice.JSON_LD):
            return self._pages.card(found, visitor, visit.shown(), visit.address)
        confirm = found.may_activate and found.product.confirm_activation
        return self._pages.page(found, visitor, visit.shown(), visit.address, confirm=confirm)

    async def _confirm(self, visit: Visit, request: Request) -> Answer:
        """The button of the confirmed mode: the rules of a scan, and the page again."""
        visitor, found = visit.visitor, visit.found
        # A page that came to a proxy by https has that in its Origin, which the proxy does not change.
        host = request.headers.get("Host", "").lower()
        if request.headers.get("Origin", "").lower() not in (f"https://{host}", f"http://{host}"):
            return self._pages.error(403, visitor.languages)
        by_person = visitor.is_document and not visitor.is_prefetch and traffic(visitor.agent) is Traffic.PERSON
        if by_person and found.may_activate and found.product.confirm_activation:
            assert found.token is not None  # noqa: S101 - may_activate says so
            await self._store.activations.get((found.token.batch_no, found.token.seq))
        return response(303, cache=NO_STORE, headers={"Location": f"/p{visit.link.path}"}, kind=Kind.PAGE)

    async def _preview(self, asked: Asked, token: str, query: str) -> Answer:
        """A page with drafts, for whoever has a token. Nothing is activated, recorded, counted or kept of it. `?language=de`
        shows it as who speaks that would see it.
        """
        visitor = asked.visitor
        if language := _LANGUAGE.fullmatch(query):
            visitor = visitor._replace(languages=language[1])
        if visitor.method == "OPTIONS":
            return response(204, cache=NO_STORE, headers={"Allow": ", ".join(_READ)})
        shown, preview = None, read_token(token, self._finder.keys, self._clock())
        # A messenger that the link is sent with would keep a picture of the draft.
        if preview is not None and traffic(visitor.agent) not in _CARD_READERS:
            shown = await self._store.draft(preview)
        return self._pages.preview(shown, visitor, asked.address)

    async def _other(self, asked: Asked, path: str, query: str) -> Answer:
        visitor = asked.visitor
        if path.startswith("/preview/"):
            return await self._preview(asked, path.removeprefix("/preview/"), query)
        if path == "/.well-known/gs1resolver":
            if visitor.method == "OPTIONS":
                return response(204, cache=SHORT, headers={"Allow": ", ".join(_READ)})
            body = json.dumps(description(asked.base_url), separators=(",", ":")).encode()
            return response(200, cache="public, max-age=3600", body=body, content_type="application/json")
        if path == "/favicon.ico":
            # Browsers ask for one unasked; pages have none.
            return response(204, cache="public, max-age=86400")
        if path.startswith("/p/logo/"):
            return await self._pages.logo(path.removeprefix("/p/logo/"), visitor)
        return self._pages.error(404, visitor.languages)


def _activates(visitor: Visitor, query: str) -> bool:
    """Whether a scan may activate (resolver.md, "Activation"): that of a person who goes to the default link."""
    return (
        visitor.method == "GET"
        and visitor.is_document
        and not visitor.is_prefetch
        and not choice.link_type_of(query)
        and not choice.wants(visitor.accept, choice.LINKSET)
        and not choice.wants(visitor.accept, choice.JSON_LD)
        and traffic(visitor.agent) is Traffic.PERSON
    )


def description(base_url: str) -> dict[str, object]:
    """The description file (GS1-Conformant Resolver 1.2.1, clause 5)."""
    return {
        "name": "Hallmint",
        "resolverRoot": base_url,
        "supportedPrimaryKeys": ["01"],
        "supportedLinkType": [{"namespace": choice.VOC, "prefix": "gs1:"}],
        "linkTypeDefaultCanBeLinkset": False,
    }
