"""Pages: the passport, errors, cards for bots, logos."""

from uuid import UUID

from aiohttp import web
from markupsafe import escape

from hallmint_resolver.answer import NO_STORE, SHORT, response
from hallmint_resolver.finder import Found
from hallmint_resolver.linkset import Level
from hallmint_resolver.store import Store
from hallmint_resolver.visitor import Visitor


class Pages:
    def __init__(self, store: Store) -> None:
        self._store = store

    def error(self, status: int, languages: str, words: str = "") -> web.Response:
        return response(
            status, cache=NO_STORE, body=f"{status} {words}\n".encode(), content_type="text/plain; charset=utf-8"
        )

    def card(self, found: Found, visitor: Visitor, anchor: str) -> web.Response:
        body = f"<!doctype html><title>{escape(found.product.name)}</title>"
        return response(200, cache=SHORT, body=body.encode(), content_type="text/html; charset=utf-8")

    def page(self, found: Found, visitor: Visitor, levels: list[Level], *, confirm: bool) -> web.Response:
        body = f"<!doctype html><title>{escape(found.product.name)}</title>{found.notice or ''} {found.outcome}"
        return response(200, cache=SHORT, body=body.encode(), content_type="text/html; charset=utf-8")

    async def logo(self, name: str, visitor: Visitor) -> web.Response:
        try:
            brand_id = UUID(name)
        except ValueError:
            return self.error(404, visitor.languages)
        logo = await self._store.logo(brand_id)
        if logo is None:
            return self.error(404, visitor.languages)
        return response(200, cache="public, max-age=3600", body=logo[0], content_type=logo[1])
