"""What a page shows: the part that all items of a product share, and what is said of one of them."""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
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
    RecyclingText,
    Template,
    TemplateField,
    clean,
    is_https,
)
from hallmint_resolver.passport.text import Words, isolate, locale_of, words_of
from hallmint_resolver.passport.value import Row, Writer

_FIRST_LINKS = ("gs1:recallStatus", "gs1:safetyInfo")
_GRAVE = (Notice.REVOKED, Notice.SERIAL_NOT_ISSUED)
_BUILT_IN = ("name", "gtin", "sku")


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A card of attributes."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A text of the market pack. `language` is set where it is not that of the page's own words."""

    title: str = ""
    text: str
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What all pages of a product in one language share. `language` is that of the market pack's texts; the page's own words
    may have another one, where there are none in that.
    """

    brand: Brand
    product: Product
    title: str
    language: str
    page_language: str
    direction: str
    words: Words
    sections: tuple[Section, ...]
    recycling: tuple[Paragraph, ...]
    notes: tuple[Paragraph, ...]
    writer: Writer


@dataclass(frozen=True, slots=True, kw_only=True)
class Banner:
    """A notice in words."""

    is_grave: bool
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """What is said for an item: who issued its code, and when it was activated."""

    is_active: bool
    title: str
    detail: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifier:
    """A number in groups that are easy to compare by eye."""

    label: str
    text: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PassportView:
    """One page. `lot` is the item's, or the one that the page is about. `confirm`: it has the button that activates."""

    content: Content
    level: Level
    item: Item | None
    lot: str
    notices: tuple[Notice, ...]
    banners: tuple[Banner, ...]
    seal: Seal | None
    identifiers: tuple[Identifier, ...]
    links: tuple[PassportLink, ...]
    confirm: bool


def content_of(
    brand: Brand, product: Product, template: Template, pack: MarketPack, *, language: str, market: str
) -> Content:
    """The shared part: what the template discloses, in a language and as a market writes numbers and dates."""
    brand = replace(brand, name=clean(brand.name))
    product = replace(product, name=clean(product.name))
    words = words_of(language)
    own = language.partition("-")[0] == words.language
    page_language = language if own else words.language
    writer = Writer(group=product.group, words=words, locale=locale_of(language, market), pack=pack)
    sections = tuple(
        Section(title=clean(section.title), rows=rows)
        for section in template.sections
        if (rows := tuple(row for field in section.fields if (row := _row(writer, product, field))))
    )
    return Content(
        brand=brand,
        product=product,
        title=f"{isolate(product.name)} · {isolate(brand.name)}",
        language=language,
        page_language=page_language,
        direction=locale_of(page_language, "").text_direction,
        words=words,
        sections=sections,
        recycling=_recycling(pack, sections, language, page_language),
        notes=tuple(
            Paragraph(text=note.text, language=_foreign(note.language, page_language))
            for wanted in _in_order(language, [note.language for note in pack.disclaimers], pack)
            for note in pack.disclaimers
            if note.language == wanted
        ),
        writer=writer,
    )


def build(
    brand: Brand,
    product: Product,
    template: Template,
    pack: MarketPack,
    item: Item | None,
    *,
    level: Level,
    language: str,
    market: str,
    notices: Sequence[Notice] = (),
    links: Sequence[PassportLink] = (),
    confirm: bool = False,
) -> PassportView:
    """A page from all its parts."""
    content = content_of(brand, product, template, pack, language=language, market=market)
    return view_of(content, item, level=level, notices=notices, links=links, confirm=confirm)


def view_of(
    content: Content,
    item: Item | None,
    *,
    level: Level,
    notices: Sequence[Notice] = (),
    links: Sequence[PassportLink] = (),
    confirm: bool = False,
    lot: str = "",
) -> PassportView:
    """A page from its shared part. A revoked item is always said to be revoked. `lot`: of a page about a lot and no item."""
    if item is not None and item.status is ItemStatus.REVOKED:
        notices = (Notice.REVOKED, *notices)
    notices = tuple(sorted(set(notices), key=list(Notice).index))
    shown = item if Notice.SERIAL_NOT_ISSUED not in notices else None
    lot = shown.lot if shown else lot
    return PassportView(
        content=content,
        level=level,
        item=shown,
        lot=lot,
        notices=notices,
        banners=tuple(_banner(notice, content) for notice in notices),
        seal=_seal(shown, content) if shown and Notice.REVOKED not in notices else None,
        identifiers=tuple(_identifiers(shown, lot, content)),
        links=tuple(
            sorted(
                (link for link in links if is_https(link.href) and clean(link.title).strip()),
                key=lambda link: link.link_type not in _FIRST_LINKS,
            )
        ),
        confirm=confirm and shown is not None and Notice.REVOKED not in notices,
    )


def _row(writer: Writer, product: Product, field: TemplateField) -> Row | None:
    found = _find(product.attributes, field.path)
    if found is None and field.path in _BUILT_IN:
        own = {"name": writer.words.name, "gtin": writer.words.gtin, "sku": writer.words.sku}[field.path]
        return writer.row(field.path, field.label or own, getattr(product, field.path))
    return writer.row(field.path, field.label, found)


def _find(raw: Any, path: str) -> Any:
    """What stands at a dotted path. Names of attributes may hold dots themselves."""
    if not isinstance(raw, dict):
        return None
    if path in raw:
        return raw[path]
    parts = path.split(".")
    for count in range(1, len(parts)):
        found = _find(raw.get(".".join(parts[:count])), ".".join(parts[count:]))
        if found is not None:
            return found
    return None


def _recycling(
    pack: MarketPack, sections: Sequence[Section], language: str, page_language: str
) -> tuple[Paragraph, ...]:
    """The texts of the disclosed materials: what the template does not disclose is not given away by advice about it."""
    texts: dict[str, dict[str, RecyclingText]] = {}
    for text in pack.recycling:
        texts.setdefault(_plain(text.material), {}).setdefault(text.language, text)
    materials = (name for section in sections for row in section.rows for name in _materials(row.path, row.raw))
    found = []
    for material in dict.fromkeys(map(_plain, materials)):
        spoken = texts.get(material, {})
        for wanted in _in_order(language, spoken, pack):
            text = spoken[wanted]
            found.append(Paragraph(title=text.material, text=text.text, language=_foreign(wanted, page_language)))
    return tuple(found)


def _in_order(language: str, spoken: Container[str], pack: MarketPack) -> tuple[str, ...]:
    """The language to say something in: the page's, else the first of the pack in which it is said."""
    return tuple(tag for tag in (language, *pack.languages) if tag in spoken)[:1]


def _materials(path: str, raw: Any) -> Iterator[str]:
    if isinstance(raw, str) and path.rpartition(".")[2] in ("material", "fibre"):
        yield raw
    elif isinstance(raw, list):
        for entry in raw:
            yield from _materials(path, entry)
    elif isinstance(raw, Mapping):
        for key, entry in raw.items():
            yield from _materials(key, entry)


def _plain(name: str) -> str:
    return " ".join(clean(name).casefold().split())


def _foreign(language: str, page_language: str) -> str:
    return "" if language == page_language else language


def _banner(notice: Notice, content: Content) -> Banner:
    words, brand = content.words, isolate(content.brand.name)
    return Banner(
        is_grave=notice in _GRAVE,
        title=getattr(words, notice.value).format(brand=brand),
        text=getattr(words, f"{notice.value}_note").format(brand=brand),
    )


def _seal(item: Item, content: Content) -> Seal:
    words, detail = content.words, ""
    if item.activated_at is not None:
        detail = words.activated.format(date=content.writer.date(item.activated_at.date()))
    elif item.status is ItemStatus.MINTED:
        detail = words.not_activated
    return Seal(
        is_active=item.status is ItemStatus.ACTIVE,
        title=words.issued.format(brand=isolate(content.brand.name)),
        detail=detail,
        note=words.issued_note,
    )


def _identifiers(item: Item | None, lot: str, content: Content) -> Iterator[Identifier]:
    words = content.words
    if gtin := (item and item.gtin) or content.product.gtin:
        yield Identifier(label=words.gtin, text=gtin, parts=_fours(gtin))
    if lot:
        yield Identifier(label=words.lot, text=lot, parts=(lot,))
    if item and item.code:
        yield Identifier(label=words.serial, text=item.code, parts=_fours(item.code))


def _fours(text: str) -> tuple[str, ...]:
    """Groups of four, the odd one first."""
    odd = len(text) % 4
    return tuple(part for part in (text[:odd], *(text[at : at + 4] for at in range(odd, len(text), 4))) if part)
