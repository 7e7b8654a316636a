"""Pages of what was found: the passport, the card that bots get, JSON-LD, logos, errors."""

import json
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import NamedTuple, TypedDict
from uuid import UUID

from hallmint_resolver import choice
from hallmint_resolver.address import Address
from hallmint_resolver.answer import NO_STORE, SHORT, Answer, Kind, linkset_header, response
from hallmint_resolver.finder import Found
from hallmint_resolver.level import Shown
from hallmint_resolver.linkset import DPP
from hallmint_resolver.model import Link, Product
from hallmint_resolver.passport import jsonld, model, text
from hallmint_resolver.passport.page import Prepared, framed, prepare, render_error, render_preview_card, theme_csp
from hallmint_resolver.preview import Standing
from hallmint_resolver.store import Store
from hallmint_resolver.telemetry.geo import Geo
from hallmint_resolver.visitor import Visitor

_HTML = "text/html; charset=utf-8"
_PREPARED_MOST = 500
_MARKS = {
    Standing.DRAFT: model.Notice.DRAFT,
    Standing.SUPERSEDED: model.Notice.OUTDATED,
    Standing.PUBLISHED: model.Notice.PREVIEW,
}
_LOGO_CACHE = "public, max-age=3600"


class _Local(NamedTuple):
    """Where a visitor is, and what is spoken there. `is_credited`: the embedded file said where, and a page owes a link."""

    market: str
    is_credited: bool
    pack: model.MarketPack | None
    language: str


class Pages:
    """Renders in the event loop: what the items of a product share is made once and kept, and the rest takes some 0.1 ms."""

    def __init__(self, store: Store, geo: Geo, *, frame_ancestors: Sequence[str] = ()) -> None:
        self._store = store
        self._frame_ancestors = frame_ancestors
        self._geo = geo
        self._prepared: OrderedDict[tuple[UUID, str | None, str, bool, str], tuple[Product, Prepared]] = OrderedDict()

    def error(
        self, status: int, languages: str, *, headers: Mapping[str, str] | None = None, kind: Kind | None = None
    ) -> Answer:
        """A page that says what is wrong, with nothing of the request in it."""
        body = render_error(status, text.choose_language(languages, None))
        headers = {"Content-Security-Policy": theme_csp(model.Theme()), **(headers or {})}
        return response(status, cache=NO_STORE, body=body, content_type=_HTML, headers=headers, kind=kind)

    def page(self, found: Found, visitor: Visitor, shown: Shown, address: Address | None, *, confirm: bool) -> Answer:
        """The passport, as HTML or as JSON-LD. `address` only tells the market."""
        prepared = self._prepare(found, visitor, address)
        parts = _parts(found, shown)
        cache = NO_STORE if found.may_activate else SHORT
        headers = {"Link": linkset_header(shown.anchor)}
        if choice.wants(visitor.accept, choice.JSON_LD):
            view = prepared.view(_item(found), **parts, confirm=confirm)
            body = json.dumps(jsonld.document(view, shown.anchor), ensure_ascii=False).encode()
            return response(200, cache=cache, body=body, content_type=choice.JSON_LD, headers=headers, kind=Kind.PAGE)
        headers["Content-Security-Policy"] = prepared.csp
        body = prepared.page(_item(found), **parts, confirm=confirm)
        return response(200, cache=cache, body=body, content_type=_HTML, headers=headers, kind=Kind.PAGE)

    def card(self, found: Found, visitor: Visitor, shown: Shown, address: Address | None) -> Answer:
        """What search engines, link previews and AI crawlers get of a link or a page."""
        prepared = self._prepare(found, visitor, address)
        body = render_preview_card(
            prepared.view(_item(found), **_parts(found, shown)), credits_geo=prepared.credits_geo
        )
        headers = {"Content-Security-Policy": prepared.csp}
        return response(200, cache=SHORT, body=body, content_type=_HTML, headers=headers, kind=Kind.CARD)

    def preview(self, shown: tuple[Product, Standing] | None, visitor: Visitor, address: Address | None) -> Answer:
        """The page of a product and its drafts, with a mark that says what it is; None: one answer to every token that shows
        nothing. Both may stand in a frame of a console: nothing can be done on them that a click could be stolen for, and no
        other page may.
        """
        headers = {"X-Robots-Tag": "noindex"}
        if shown is None:
            headers["Content-Security-Policy"] = framed(theme_csp(model.Theme()), self._frame_ancestors)
            return self.error(410, visitor.languages, headers=headers)
        product, standing = shown
        prepared = _prepared(product, product.gtin, self._choose(product, visitor, address))
        links = [link for link in product.links if not link.lot and link.place is None and link.type != DPP]
        body = prepared.page(None, level=model.Level.PRODUCT, notices=(_MARKS[standing],), links=_passport_links(links))
        headers["Content-Security-Policy"] = framed(prepared.csp, self._frame_ancestors)
        return response(200, cache=NO_STORE, body=body, content_type=_HTML, headers=headers, kind=Kind.PREVIEW)

    async def logo(self, name: str, visitor: Visitor) -> Answer:
        """A brand's logo; `name` is the brand's id."""
        try:
            logo = await self._store.logo(UUID(name))
        except ValueError:
            logo = None
        if logo is None:
            return self.error(404, visitor.languages)
        return response(200, cache=_LOGO_CACHE, body=logo[0], content_type=logo[1])

    def language(self, product: Product, visitor: Visitor, address: Address | None) -> str:
        """The language that a page of a product is in for a visitor."""
        return self._choose(product, visitor, address).language

    def _prepare(self, found: Found, visitor: Visitor, address: Address | None) -> Prepared:
        product = found.product
        local = self._choose(product, visitor, address)
        key = (product.product_id, found.gtin, local.market, local.is_credited, local.language)
        kept = self._prepared.pop(key, None)
        # The store gives the same object as long as it keeps it.
        if kept is None or kept[0] is not product:
            kept = (product, _prepared(product, found.gtin, local))
        self._prepared[key] = kept
        if len(self._prepared) > _PREPARED_MOST:
            self._prepared.popitem(last=False)
        return kept[1]

    def _choose(self, product: Product, visitor: Visitor, address: Address | None) -> _Local:
        country = (self._geo.country(address)[0] or "").upper()
        is_chosen = country in product.markets
        market = country if is_chosen else product.default_market
        raw = product.markets.get(market)
        pack = model.MarketPack.of(raw) if raw is not None else None
        return _Local(market, is_chosen and self._geo.is_embedded, pack, text.choose_language(visitor.languages, pack))


def _prepared(product: Product, gtin: str | None, local: _Local) -> Prepared:
    brand = model.Brand(
        brand_id=str(product.brand_id),
        name=product.brand_name,
        theme=model.Theme.of(product.theme),
        logo_url=f"/p/logo/{product.brand_id}" if product.has_logo else "",
        default_market=product.default_market,
    )
    shown = model.Product(
        product_id=str(product.product_id),
        name=product.name,
        group=product.group,
        attributes=product.attributes,
        revision=product.revision,
        gtin=gtin or product.gtin,
        sku=product.sku,
    )
    template = model.Template.of(product.template)
    pack = local.pack or model.MarketPack()
    return prepare(
        brand, shown, template, pack, language=local.language, market=local.market, credits_geo=local.is_credited
    )


class _Parts(TypedDict):
    """What a page says beside its item."""

    level: model.Level
    notices: tuple[model.Notice, ...]
    links: tuple[model.PassportLink, ...]
    lot: str


def _parts(found: Found, shown: Shown) -> _Parts:
    return _Parts(
        level=_level(found),
        notices=(model.Notice(found.notice.value),) if found.notice else (),
        links=_passport_links(shown.links),
        lot=found.lot,
    )


def _passport_links(links: Sequence[Link]) -> tuple[model.PassportLink, ...]:
    return tuple(
        model.PassportLink(title=link.title, href=link.href, link_type=link.type) for link in dict.fromkeys(links)
    )


def _level(found: Found) -> model.Level:
    if found.token is not None:
        return model.Level.ITEM
    return model.Level.LOT if found.lot else model.Level.PRODUCT


def _item(found: Found) -> model.Item | None:
    token, batch = found.token, found.batch
    if token is None or batch is None:
        return None
    seconds = token.activated_us / 1_000_000
    return model.Item(
        code=token.code,
        status=model.ItemStatus(token.status.name.lower()),
        gtin=found.gtin,
        lot=found.lot,
        activated_at=datetime.fromtimestamp(seconds, UTC) if token.activated_us else None,
        minted_at=batch.created_at,
    )
