"""Passport pages of made-up brands, for tests and for the screens in the documentation."""

from datetime import UTC, datetime
from typing import Any

from hallmint_resolver.passport.model import (
    Brand,
    Item,
    ItemStatus,
    Level,
    MarketPack,
    Notice,
    PassportLink,
    Product,
    Template,
    Theme,
)
from hallmint_resolver.passport.view import PassportView, build

COAT: dict[str, Any] = {
    "manufacturer": {
        "name": "Atelier Aurel S.r.l.",
        "postal_address": "Via dei Tessitori 18\n13900 Biella BI, Italy",
        "contact": "care@aurel.example",
        "website": "https://aurel.example/",
    },
    "product_type": "Double-faced overcoat",
    "fibre_composition": [
        {
            "component": "Outer cloth",
            "fibres": [{"fibre": "virgin wool", "percent": 82}, {"fibre": "cashmere", "percent": 18}],
        },
        {"component": "Lining", "fibres": [{"fibre": "cupro", "percent": 100}]},
    ],
    "country_of": {"fibre_origin": "AU", "spinning": "IT", "weaving_or_knitting": "IT", "sewing": "PT"},
    "care": [
        "Brush after wearing and air it overnight.",
        "Dry clean with perchloroethylene, gently.",
        "Do not tumble dry.",
    ],
    "recycled_content_percent": {"total": 12.5, "pre_consumer": 12.5, "post_consumer": 0},
    "reach_svhc_above_0_1_percent": [],
    "weight_g": 1480,
    "animal_parts": True,
    "repair": {"service_years": 10, "warranty_months": 24, "self_repair": False, "spare_parts": ["Buttons", "Lining"]},
    "internal_note": "margin of sixty-one",
}
TEMPLATE: dict[str, Any] = {
    "sections": [
        {
            "title": "Materials",
            "fields": [{"path": "fibre_composition", "label": ""}, {"path": "recycled_content_percent", "label": ""}],
        },
        {
            "title": "Origin",
            "fields": [{"path": "country_of", "label": "Made in"}, {"path": "manufacturer", "label": ""}],
        },
        {
            "title": "Care and repair",
            "fields": [
                {"path": "care", "label": ""},
                {"path": "repair.service_years", "label": ""},
                {"path": "repair.warranty_months", "label": ""},
                {"path": "repair.self_repair", "label": ""},
                {"path": "repair.spare_parts", "label": ""},
            ],
        },
        {
            "title": "Composition in detail",
            "fields": [
                {"path": "weight_g", "label": ""},
                {"path": "animal_parts", "label": ""},
                {"path": "reach_svhc_above_0_1_percent", "label": ""},
                {"path": "no_such_attribute", "label": "Never shown"},
            ],
        },
    ]
}
PACK: dict[str, Any] = {
    "languages": ["en", "de", "ar"],
    "date_format": "",
    "number_format": "",
    "disclaimers": [
        {"language": "en", "text": "Measurements and shades can differ slightly, as each piece is finished by hand."},
        {
            "language": "de",
            "text": "Masse und Farbtöne können leicht abweichen, da jedes Stück von Hand vollendet wird.",
        },
    ],
    "recycling": [
        {
            "material": "Virgin wool",
            "language": "en",
            "text": "Wool can be respun. Bring the coat back to any of our houses.",
        },
        {
            "material": "virgin wool",
            "language": "de",
            "text": "Wolle lässt sich neu verspinnen. Bringen Sie den Mantel zurück.",
        },
        {"material": "Cupro", "language": "en", "text": "Remove the lining and put it into textile collection."},
        {"material": "Steel", "language": "en", "text": "Never shown: the coat has none."},
    ],
}
THEME: dict[str, Any] = {
    "primary_colour": "#1f3a34",
    "accent_colour": "#a8824a",
    "legal_links": [
        {"label": "Imprint", "url": "https://aurel.example/imprint"},
        {"label": "Privacy", "url": "https://aurel.example/privacy"},
        {"label": "Contact", "url": "https://aurel.example/contact"},
    ],
}
GTIN = "09506000134352"
ACTIVE = Item(
    code="7KQ2M9XW4TBR8HND",
    status=ItemStatus.ACTIVE,
    gtin=GTIN,
    lot="AW26-0417",
    activated_at=datetime(2026, 11, 3, 14, 21, tzinfo=UTC),
    minted_at=datetime(2026, 8, 20, tzinfo=UTC),
)
MINTED = Item(code=ACTIVE.code, status=ItemStatus.MINTED, gtin=GTIN, lot=ACTIVE.lot)
REVOKED = Item(code=ACTIVE.code, status=ItemStatus.REVOKED, gtin=GTIN, lot=ACTIVE.lot, activated_at=ACTIVE.activated_at)
LINKS = (
    PassportLink(title="Care guide", href="https://aurel.example/care", link_type="gs1:instructions"),
    PassportLink(
        title="Recall notice of 12 November 2026", href="https://aurel.example/r", link_type="gs1:recallStatus"
    ),
)


def page(
    item: Item | None = ACTIVE,
    *,
    name: str = "Overcoat No. 4, double-faced wool and cashmere",
    brand: str = "Maison Aurel",
    group: str = "textile",
    attributes: Any = None,
    template: Any = None,
    pack: Any = None,
    theme: Any = None,
    logo_url: str = "",
    level: Level = Level.ITEM,
    notices: tuple[Notice, ...] = (),
    links: tuple[PassportLink, ...] = (),
    language: str = "en",
    market: str = "IE",
    confirm: bool = False,
) -> PassportView:
    """A page of the coat, but for what is given."""
    return build(
        Brand(
            brand_id="b", name=brand, slug="aurel", theme=Theme.of(THEME if theme is None else theme), logo_url=logo_url
        ),
        Product(
            product_id="p",
            name=name,
            group=group,
            attributes=COAT if attributes is None else attributes,
            revision=3,
            gtin=GTIN,
            sku="OC-4",
        ),
        Template.of(TEMPLATE if template is None else template),
        MarketPack.of(PACK if pack is None else pack),
        item,
        level=level,
        language=language,
        market=market,
        notices=notices,
        links=links,
        confirm=confirm,
    )


def of(attributes: Any, *paths: str, group: str = "generic", **more: Any) -> PassportView:
    """A page that shows some attributes in one section."""
    template = {"sections": [{"title": "All", "fields": [{"path": path, "label": ""} for path in paths]}]}
    return page(attributes=attributes, template=template, group=group, **more)


STATES: dict[str, PassportView] = {
    "active": page(),
    "minted": page(MINTED),
    "confirm": page(MINTED, confirm=True),
    "revoked": page(REVOKED, links=LINKS[1:]),
    "not-issued": page(None, level=Level.PRODUCT, notices=(Notice.SERIAL_NOT_ISSUED,)),
    "lot-different": page(notices=(Notice.LOT_DIFFERENT,)),
    "lot-unknown": page(None, level=Level.PRODUCT, notices=(Notice.LOT_UNKNOWN,)),
    "draft": page(None, level=Level.PRODUCT, notices=(Notice.DRAFT,)),
    "links": page(links=LINKS),
    "german": page(language="de"),
    "arabic": page(language="ar"),
    "no-content": page(template={}, pack={}, theme={}),
}
