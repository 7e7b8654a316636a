"""Templates and market packs, and the versions that both come in."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Generic, TypeVar
from uuid import UUID

from pydantic import TypeAdapter

from hallmint_server.errors import Reason


class VersionState(StrEnum):
    """Where one version stands. Only a draft can be changed; at most one version of a lineage is published."""

    DRAFT = "draft"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateField:
    """One attribute that is shown; an empty `label` means the schema's title."""

    path: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateSection:
    """A part of a passport page."""

    title: str
    fields: tuple[TemplateField, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """What a passport page of a product group shows, in order."""

    sections: tuple[TemplateSection, ...]


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

    languages: tuple[str, ...]
    date_format: str
    number_format: str
    disclaimers: tuple[LocalText, ...]
    recycling: tuple[RecyclingText, ...]


C = TypeVar("C", Template, MarketPack)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind(Generic[C]):
    """One of the two sorts of content: how rows and events name it, and how it is read back from JSON."""

    name: str
    entity_type: str
    absent: Reason
    absent_message: str
    shape: TypeAdapter[C]


TEMPLATE = Kind(
    name="template",
    entity_type="TEMPLATE",
    absent=Reason.TEMPLATE_NOT_FOUND,
    absent_message="the brand has no such template",
    shape=TypeAdapter(Template),
)
MARKET_PACK = Kind(
    name="market_pack",
    entity_type="MARKET_PACK",
    absent=Reason.MARKET_PACK_NOT_FOUND,
    absent_message="the brand has no such market pack",
    shape=TypeAdapter(MarketPack),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Version(Generic[C]):
    """One version. `lineage` is the product group of a template, the country of a market pack; `number` counts in it from 1.
    `revision` counts the writings of its content from 1: it grows with each change of a draft, and with nothing else.
    """

    version_id: UUID
    lineage: str
    number: int
    revision: int
    state: VersionState
    content: C
    created_at: datetime
    published_at: datetime | None
