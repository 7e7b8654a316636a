"""Levels of what was found (serial, lot, GTIN), each with its links; and the answer to a link type."""

from collections.abc import Sequence
from typing import NamedTuple

from hallmint_resolver.choice import by_language, by_media_type
from hallmint_resolver.finder import Found, Notice
from hallmint_resolver.linkset import DEFAULT, DPP, Level
from hallmint_resolver.model import Link, Product
from mintcore import DigitalLink, build_digital_link, identity_path

HTML = "text/html"
PROOF = "gs1:verificationService"
_PLAIN = "text/plain"
_PROOF_TITLE = "Proof of issue"
_Of = tuple[str, tuple[int, int] | None]
"""What a link is about: lot code and place of a unit, of which one says something, or neither for the product."""
_PRODUCT: _Of = ("", None)
_BESIDE_REVOKED = ("gs1:recallStatus", "gs1:safetyInfo")


def levels_of(found: Found, asked: DigitalLink, base_url: str, *, with_proof: bool = True) -> list[Level]:
    """The levels that match a link, the most specific first; there is at least one. A unit's lot is one of them whether or not
    the link names it: what is said of a lot is said of its units. `with_proof`: a unit that nothing is noticed of has its proof.
    """
    product, gtin = found.product, found.gtin
    if found.notice in (Notice.SERIAL_NOT_ISSUED, Notice.LOT_UNKNOWN):
        return [_level(product, f"/01/{gtin}", base_url, [_PRODUCT], page=asked.path, has_notice=True)]
    levels = []
    if found.token is not None:
        path = identity_path(f"gtin:{gtin}" if gtin else "token", None, found.token.code)
        place: _Of = ("", (found.token.batch_no, found.token.seq))
        if found.notice is Notice.REVOKED:
            return [_withdrawn(product, path, base_url, [place, (found.lot, None), _PRODUCT])]
        # Without a GTIN there is no link to a lot or a product: what is said of them stands with the unit.
        whose = [place] if gtin else [place, *([(found.lot, None)] if found.lot else []), _PRODUCT]
        is_other_lot = found.notice is Notice.LOT_DIFFERENT
        # The page mirrors the link where it has something to say of it.
        page = asked.path if is_other_lot else path
        proof = _proof(found, base_url) if with_proof and not is_other_lot else ()
        levels.append(_level(product, path, base_url, whose, page=page, has_notice=is_other_lot, beside=proof))
    if gtin and found.lot:
        path = build_digital_link(gtin, lot=found.lot)
        levels.append(_level(product, path, base_url, [(found.lot, None)], page=path))
    if gtin:
        path = f"/01/{gtin}"
        levels.append(_level(product, path, base_url, [_PRODUCT], page=path))
    return levels


def _level(
    product: Product,
    path: str,
    base_url: str,
    whose: Sequence[_Of],
    *,
    page: str,
    has_notice: bool = False,
    beside: Sequence[Link] = (),
) -> Level:
    """A level with the links `whose` are named, the nearest first, and those `beside`. Where a page has a notice, it is the
    default, whatever the brand's own is (resolver.md, "What a scan does").
    """
    own = tuple(link for of in whose for link in product.links if (link.lot, link.place) == of)
    ours = _page(product, f"{base_url}/p{page}")
    default = ours if has_notice else next((link for link in own if link.is_default), None)
    # Listed under a descriptive type too: a brand's own passport stands in place of ours.
    links = own if not has_notice and any(link.type == DPP for link in own) else (ours, *own)
    return Level(
        anchor=base_url + path,
        description=product.name,
        links=(*links, *beside),
        default=default or next(link for link in links if link.type == DPP),
        own_default=default is not None,
    )


def _withdrawn(product: Product, path: str, base_url: str, whose: Sequence[_Of]) -> Level:
    """What stays of a revoked item: our page, and what its owner has to know of it, its lot and its product."""
    beside = [link for link in product.links if link.type in _BESIDE_REVOKED and (link.lot, link.place) in whose]
    ours = _page(product, f"{base_url}/p{path}")
    return Level(
        anchor=base_url + path, description=product.name, links=(ours, *beside), default=ours, own_default=False
    )


def _page(product: Product, href: str) -> Link:
    return Link(
        lot="", place=None, type=DPP, href=href, title=product.name, languages=(), media_type=HTML, is_default=False
    )


def _proof(found: Found, base_url: str) -> tuple[Link, ...]:
    """Where the proof of a token is. A brand's own service of this type, for the unit, its lot or its product, stands in place of
    it: the nearest level alone answers a link type.
    """
    token, batch = found.token, found.batch
    assert token is not None  # noqa: S101 - only units are asked for
    assert batch is not None  # noqa: S101
    about = (("", (token.batch_no, token.seq)), (found.lot, None), _PRODUCT)
    if any(link.type == PROOF and (link.lot, link.place) in about for link in found.product.links):
        return ()
    href = f"{base_url}/proof{identity_path(batch.context, found.lot or None, token.code)}"
    link = Link(
        lot="",
        place=(token.batch_no, token.seq),
        type=PROOF,
        href=href,
        title=_PROOF_TITLE,
        languages=(),
        media_type=_PLAIN,
        is_default=False,
    )
    return (link,)


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
    levels = levels_of(found, asked, base_url, with_proof=False)  # a page has it in its footer
    return Shown(levels[0].anchor, [link for level in levels for link in level.links if link.type != DPP])


def default_of(levels: Sequence[Level]) -> Link:
    """Where a scan leads: the default that the brand set, at the nearest level that has one, else our page."""
    return next((level.default for level in levels if level.own_default), levels[0].default)


def of_type(levels: Sequence[Level], wanted: str, *, languages: str, accept: str) -> Sequence[Link]:
    """The links of a type at the nearest level that has any, narrowed by language and media type. One is the answer, none is
    404, several leave the choice to the client.
    """
    if wanted == DEFAULT:
        return (default_of(levels),)
    for level in levels:
        found = [link for link in level.links if link.type == wanted]
        if found:
            return by_media_type(by_language(found, languages), accept)
    return ()
