"""Pages as HTML: the passport, errors, and the small page that bots get. Server-rendered; no script, no cookie, nothing from
elsewhere (EN 18246).
"""

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from hallmint_resolver.passport.colour import palette
from hallmint_resolver.passport.frame import MARKS, Frame, is_code
from hallmint_resolver.passport.model import (
    Brand,
    Item,
    Level,
    MarketPack,
    Notice,
    PassportLink,
    Product,
    Template,
    Theme,
)
from hallmint_resolver.passport.text import isolate, locale_of, words_of
from hallmint_resolver.passport.view import Content, PassportView, content_of, view_of

_ENVIRONMENT = Environment(
    loader=PackageLoader("hallmint_resolver.passport"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)
_UNFRAMED = "frame-ancestors 'none'"
_FRAMES_MOST = 64  # a day of activation each, and what lots and links there are
_PAGE = _ENVIRONMENT.get_template("passport.html.j2")
_BODY = _ENVIRONMENT.get_template("body.html.j2")
_ERROR = _ENVIRONMENT.get_template("error.html.j2")
_CARD = _ENVIRONMENT.get_template("card.html.j2")


def _stylesheet() -> str:
    text = files("hallmint_resolver.passport").joinpath("templates/style.css").read_text(encoding="utf-8")
    return "".join(line.strip() for line in text.splitlines())


_STYLE = _stylesheet()


@lru_cache(maxsize=4096)
def _style(primary: str, accent: str) -> tuple[Markup, str]:
    """The style element of two colours, and the policy that allows just it."""
    p = palette(primary, accent)
    light = f"--band:{p.band};--on-band:{p.on_band};--ring:{p.ring};--link:{p.link};--action:{p.action};--on-action:{p.on_action}"
    dark = f"--link:{p.link_dark};--action:{p.action_dark};--on-action:{p.on_action_dark}"
    css = f"{_STYLE}:root{{{light}}}@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}"
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src 'self'; form-action 'self'; base-uri 'none'; "
        + _UNFRAMED
    )
    # Not escaped: our own stylesheet and colours that were matched against #rrggbb.
    return Markup(f"<style>{css}</style>"), policy  # noqa: S704


def theme_csp(theme: Theme) -> str:
    """The Content-Security-Policy of pages in a theme."""
    return _style(theme.primary_colour, theme.accent_colour)[1]


def csp(view: PassportView) -> str:
    """The Content-Security-Policy of a page."""
    return theme_csp(view.content.brand.theme)


def framed(policy: str, origins: Sequence[str]) -> str:
    """The policy of a page that pages of these origins may show in a frame; without any, nobody may."""
    return policy.replace(_UNFRAMED, f"frame-ancestors {' '.join(origins)}") if origins else policy


class Prepared:
    """All pages of a product in one language and market: what they share is made once. Keep it as long as its parts are valid.
    With `credits_geo` they link to the makers of the embedded geolocation file, as its licence asks where it chose the market.
    """

    def __init__(self, content: Content, *, credits_geo: bool = False) -> None:
        self.content = content
        self.credits_geo = credits_geo
        self.csp = theme_csp(content.brand.theme)
        self._style = _style(content.brand.theme.primary_colour, content.brand.theme.accent_colour)[0]
        self._frames: dict[object, Frame] = {}
        # Not escaped twice: the template has escaped it.
        self._sections = Markup(_BODY.render(content=content, words=content.words))  # noqa: S704

    def view(
        self,
        item: Item | None,
        *,
        level: Level,
        notices: Sequence[Notice] = (),
        links: Sequence[PassportLink] = (),
        confirm: bool = False,
        lot: str = "",
    ) -> PassportView:
        """One page, for `render` and jsonld.document."""
        return view_of(self.content, item, level=level, notices=notices, links=links, confirm=confirm, lot=lot)

    def page(
        self,
        item: Item | None,
        *,
        level: Level,
        notices: tuple[Notice, ...] = (),
        links: tuple[PassportLink, ...] = (),
        confirm: bool = False,
        lot: str = "",
    ) -> bytes:
        """What `render` gives of `view`, a tenth as dear where a page that differs in the code alone was made before."""
        if item is None or not is_code(item.code):
            return self.render(self.view(item, level=level, notices=notices, links=links, confirm=confirm, lot=lot))
        day = item.activated_at.date() if item.activated_at else None
        key = (level, notices, links, confirm, lot, item.status, item.gtin, item.lot, day)
        frame = self._frames.get(key)
        if frame is None:
            marked = replace(item, code=MARKS)
            view = self.view(marked, level=level, notices=notices, links=links, confirm=confirm, lot=lot)
            if len(self._frames) >= _FRAMES_MOST:
                self._frames.clear()
            frame = self._frames[key] = Frame(self.render(view))
        return frame.fill(item.code)

    def render(self, view: PassportView) -> bytes:
        """A page as UTF-8 HTML. `view` is one of this object's."""
        return _PAGE.render(
            view=view,
            content=self.content,
            brand=self.content.brand,
            words=self.content.words,
            style=self._style,
            sections=self._sections,
            credits_geo=self.credits_geo,
        ).encode()


def prepare(
    brand: Brand,
    product: Product,
    template: Template,
    pack: MarketPack,
    *,
    language: str,
    market: str,
    credits_geo: bool = False,
) -> Prepared:
    """The shared part of a product's pages in one of the pack's languages (text.choose_language)."""
    content = content_of(brand, product, template, pack, language=language, market=market)
    return Prepared(content, credits_geo=credits_geo)


def render(view: PassportView, *, credits_geo: bool = False) -> bytes:
    """A single page as UTF-8 HTML. Of many pages of one product, `prepare` makes the shared part only once."""
    return Prepared(view.content, credits_geo=credits_geo).render(view)


def render_error(status: int, language: str, theme: Theme | None = None) -> bytes:
    """The page of an HTTP error, with nothing of the request in it. Its policy is that of `theme_csp(theme or Theme())`."""
    theme, words = theme or Theme(), words_of(language)
    title = getattr(words, f"error_{status}", words.error_other)
    return _ERROR.render(
        words=words,
        direction=locale_of(words.language, "").text_direction,
        style=_style(theme.primary_colour, theme.accent_colour)[0],
        status=status,
        title=title,
        note=getattr(words, f"error_{status}_note", ""),
    ).encode()


def render_preview_card(view: PassportView, *, credits_geo: bool = False) -> bytes:
    """What search engines and link previews get: name, brand and notices as Open Graph tags; nothing of the item itself."""
    content = view.content
    said = view.banners[0].title if view.banners else content.words.passport
    return _CARD.render(
        view=view,
        content=content,
        brand=content.brand,
        words=content.words,
        description=f"{said} · {isolate(content.brand.name)}",
        credits_geo=credits_geo,
        style=_style(content.brand.theme.primary_colour, content.brand.theme.accent_colour)[0],
    ).encode()
