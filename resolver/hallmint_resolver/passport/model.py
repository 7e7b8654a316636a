"""What a page is made of, as the database has it. Nothing here refuses odd data: what cannot be shown is left out."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from urllib.parse import quote, urlsplit

PRIMARY, ACCENT = "#1d2a28", "#8a6a35"
"""Colours of a page whose brand has none."""

_COLOUR = re.compile("#[0-9a-fA-F]{6}")
_UNQUOTED = "-._"
# RFC 3986, 2, without the brackets of addresses.
_HTTPS = re.compile(r"https://[A-Za-z0-9._~:/?#@!$&'()*+,;=%-]{1,1992}")
# Controls but line feeds, line and paragraph separators, what overrides the direction of text (UAX #9), half characters.
_UNSHOWABLE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """A text without characters that may not be shown. Markup stays: templates escape it."""
    return _UNSHOWABLE.sub("", text)


def is_https(url: object) -> bool:
    """Whether a link to `url` may stand on a page: https, ASCII, at most 2,000 characters, a host and no user."""
    if not isinstance(url, str) or not _HTTPS.fullmatch(url):
        return False
    try:
        parts = urlsplit(url)
        return bool(parts.hostname) and "@" not in parts.netloc and parts.port != 0
    except ValueError:
        return False


def _texts(raw: object, *names: str) -> Iterable[tuple[str, ...]]:
    """Of each object in a list the named texts; those that lack one, or hold something else, are left out."""
    for entry in raw if isinstance(raw, list) else ():
        if isinstance(entry, dict):
            found = tuple(clean(value) for name in names if isinstance(value := entry.get(name), str))
            if len(found) == len(names) and all(text.strip() for text in found):
                yield found


def _text(raw: object) -> str:
    return clean(raw) if isinstance(raw, str) else ""


def _dict(raw: object) -> Mapping[str, Any]:
    return raw if isinstance(raw, dict) else {}


class Level(StrEnum):
    """What a page is about."""

    ITEM = "item"
    LOT = "lot"
    PRODUCT = "product"


class Notice(StrEnum):
    """What a page says before all else."""

    DRAFT = "draft"
    OUTDATED = "outdated"
    PREVIEW = "preview"
    REVOKED = "revoked"
    SERIAL_NOT_ISSUED = "serial_not_issued"
    LOT_UNKNOWN = "lot_unknown"
    LOT_DIFFERENT = "lot_different"


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalLink:
    """A link that the brand must show."""

    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """Colours as `#rrggbb`."""

    primary_colour: str = PRIMARY
    accent_colour: str = ACCENT
    legal_links: tuple[LegalLink, ...] = ()

    @classmethod
    def of(cls, raw: object) -> "Theme":
        """From JSON."""
        raw = _dict(raw)
        links = (LegalLink(label=label, url=url) for label, url in _texts(raw.get("legal_links"), "label", "url"))
        primary, accent = _text(raw.get("primary_colour")), _text(raw.get("accent_colour"))
        primary = primary if _COLOUR.fullmatch(primary) else ""
        return cls(
            primary_colour=primary or PRIMARY,
            # A brand with one colour has its accents in that one.
            accent_colour=accent if _COLOUR.fullmatch(accent) else primary or ACCENT,
            legal_links=tuple(link for link in links if is_https(link.url)),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand:
    """`logo_url` is a path on the resolver's own host, or empty."""

    brand_id: str
    name: str
    slug: str = ""
    theme: Theme = Theme()
    logo_url: str = ""
    default_market: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """A product in one revision. `gtin` is the one that the page is about."""

    product_id: str
    name: str
    group: str
    attributes: Mapping[str, Any]
    revision: int
    gtin: str | None = None
    sku: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateField:
    """One attribute that is disclosed, by its dotted path; an empty label means the schema's title."""

    path: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateSection:
    """A part of a page."""

    title: str
    fields: tuple[TemplateField, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """What a page discloses, in order."""

    sections: tuple[TemplateSection, ...] = ()

    @classmethod
    def of(cls, raw: object) -> "Template":
        """From JSON."""
        sections = _dict(raw).get("sections")
        return cls(sections=tuple(_section(section) for section in sections) if isinstance(sections, list) else ())


def _section(raw: object) -> TemplateSection:
    raw = _dict(raw)
    listed = raw.get("fields")
    fields = (field for field in listed if isinstance(field, dict)) if isinstance(listed, list) else ()
    return TemplateSection(
        title=_text(raw.get("title")),
        fields=tuple(
            TemplateField(path=field["path"], label=_text(field.get("label")).strip())
            for field in fields
            if isinstance(field.get("path"), str)
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalText:
    """A text in one language."""

    language: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecyclingText:
    """How one material is recycled, in one language."""

    material: str
    language: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketPack:
    """What is said in one market. The first language is the default; an empty format means the language's own way."""

    languages: tuple[str, ...] = ()
    date_format: str = ""
    number_format: str = ""
    disclaimers: tuple[LocalText, ...] = ()
    recycling: tuple[RecyclingText, ...] = ()

    @classmethod
    def of(cls, raw: object) -> "MarketPack":
        """From JSON."""
        raw = _dict(raw)
        languages = raw.get("languages")
        return cls(
            languages=tuple(tag for tag in languages if isinstance(tag, str)) if isinstance(languages, list) else (),
            date_format=_text(raw.get("date_format")),
            number_format=_text(raw.get("number_format")),
            disclaimers=tuple(
                LocalText(language=language, text=text)
                for language, text in _texts(raw.get("disclaimers"), "language", "text")
            ),
            recycling=tuple(
                RecyclingText(material=material, language=language, text=text)
                for material, language, text in _texts(raw.get("recycling"), "material", "language", "text")
            ),
        )


class ItemStatus(StrEnum):
    """Where a token stands."""

    MINTED = "minted"
    ACTIVE = "active"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One unit. `activated_at` is None where it was active at mint."""

    code: str
    status: ItemStatus
    gtin: str | None = None
    lot: str = ""
    activated_at: datetime | None = None
    minted_at: datetime | None = None

    @property
    def proof_path(self) -> str:
        """Where its proof is. The code stands as it is, so that a frame can be filled with another."""
        if not self.gtin:
            return f"/proof/t/{self.code}"
        lot = f"/10/{quote(self.lot, safe=_UNQUOTED)}" if self.lot else ""
        return f"/proof/01/{self.gtin}{lot}/21/{self.code}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PassportLink:
    """A link of the brand beside the page: instructions, a recall. `link_type` is as in `gs1:safetyInfo`."""

    title: str
    href: str
    link_type: str
