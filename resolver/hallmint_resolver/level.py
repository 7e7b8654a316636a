"""Levels of what was found (serial, lot, GTIN), each with its links; and the answer to a link type."""

from collections.abc import Sequence
from typing import NamedTuple

from hallmint_resolver.choice import by_language, by_media_type
from hallmint_resolver.finder import Found, Notice
from hallmint_resolver.linkset import DPP, Level
from hallmint_resolver.model import Link, Product
from mintcore import DigitalLink, identity_path

HTML = "text/html"
_BESIDE_REVOKED = ("gs1:recallStatus", "gs1:safetyInfo")


def levels_of(found: Found, asked: DigitalLink, base_url: str) -> list[Level]:
    """The levels that match a link, the most specific first; there is at least one."""
    product = found.product
    if found.notice in (Notice.SERIAL_NOT_ISSUED, Notice.LOT_UNKNOWN):
        return [_level(product, f"/01/{found.gtin}", base_url, lot="", place=None, page=asked.path)]
    levels = []
    if found.token is not None:
        context = f"gtin:{found.gtin}" if found.gtin else "token"
        path = identity_path(context, None, found.token.code)
        place = (found.token.batch_no, found.token.seq)
        # The page mirrors the link where it has something to say of it.
        page = asked.path if found.notice is Notice.LOT_DIFFERENT else path
        level = _level(product, path, base_url, lot="", place=place, page=page)
        if found.notice is Notice.REVOKED:
            return [_withdrawn(level, product, base_url)]
        levels.append(level)
    if found.gtin and found.lot and asked.lot == found.lot:
        path = f"{identity_path(f'gtin:{found.gtin}', found.lot, 'x').removesuffix('/21/x')}"
        levels.append(_level(product, path, base_url, lot=found.lot, place=None, page=path))
    if found.gtin:
        path = f"/01/{found.gtin}"
        levels.append(_level(product, path, base_url, lot="", place=None, page=path))
    return levels


def _level(product: Product, path: str, base_url: str, *, lot: str, place: tuple[int, int] | None, page: str) -> Level:
    own = tuple(link for link in product.links if (link.lot, link.place) == (lot, place))
    ours = _page(product, f"{base_url}/p{page}")
    default = next((link for link in own if link.is_default), None)
    # Listed under a descriptive type too: a brand's own passport stands in place of ours.
    links = own if any(link.type == DPP for link in own) else (ours, *own)
    return Level(
        anchor=base_url + path,
        description=product.name,
        links=links,
        default=default or next(link for link in links if link.type == DPP),
        own_default=default is not None,
    )


def _withdrawn(level: Level, product: Product, base_url: str) -> Level:
    """What stays of a revoked item: our page, and what its owner has to know."""
    beside = tuple(link for link in product.links if link.type in _BESIDE_REVOKED)
    ours = _page(product, f"{base_url}/p{level.anchor.removeprefix(base_url)}")
    return Level(
        anchor=level.anchor, description=level.description, links=(ours, *beside), default=ours, own_default=False
    )


def _page(product: Product, href: str) -> Link:
    return Link(
        lot="", place=None, type=DPP, href=href, title=product.name, languages=(), media_type=HTML, is_default=False
    )


def usual_target(found: Found, base_url: str) -> tuple[str, str] | None:
    """Anchor and default link of a token whose product has no links of its own, without making levels: None where they are
    needed. The same as `levels_of` and `default_of` give.
    """
    if found.product.links or found.token is None or found.notice is not None:
        return None
    code = found.token.code
    path = f"/01/{found.gtin}/21/{code}" if found.gtin else f"/t/{code}"
    return f"{base_url}{path}", f"{base_url}/p{path}"


class Shown(NamedTuple):
    """What a page says of links: the anchor of its item, and those of the brand at every level of it."""

    anchor: str
    links: Sequence[Link]


def shown(found: Found, asked: DigitalLink, base_url: str) -> Shown:
    """The links of a page."""
    usual = usual_target(found, base_url)
    if usual is not None:
        return Shown(usual[0], ())
    levels = levels_of(found, asked, base_url)
    return Shown(levels[0].anchor, [link for level in levels for link in level.links if link.type != DPP])


def default_of(levels: Sequence[Level]) -> str:
    """Where a scan leads: the default that the brand set, at the nearest level that has one, else our page."""
    return next((level.default.href for level in levels if level.own_default), levels[0].default.href)


def of_type(levels: Sequence[Level], wanted: str, *, languages: str, accept: str) -> Sequence[Link]:
    """The links of a type at the nearest level that has any, narrowed by language and media type. One is the answer, none is
    404, several leave the choice to the client.
    """
    for level in levels:
        found = [link for link in level.links if link.type == wanted]
        if found:
            return by_media_type(by_language(found, languages), accept)
    return ()
