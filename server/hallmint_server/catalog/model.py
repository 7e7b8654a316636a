"""Brands and products."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID


class ProductGroup(StrEnum):
    """The regulated product group."""

    BATTERY = "battery"
    TEXTILE = "textile"
    ELECTRONICS = "electronics"
    FURNITURE = "furniture"
    GENERIC = "generic"


class CommercialStatus(StrEnum):
    """Whether a product is on sale; only an active one is minted."""

    DRAFT = "draft"
    ACTIVE = "active"
    DISCONTINUED = "discontinued"


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand:
    """The tenant."""

    brand_id: UUID
    slug: str
    name: str
    gs1_ready: bool
    resolver_base_url: str
    suspended_at: datetime | None
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """What is passported. `attributes` is None where a list leaves them out."""

    product_id: UUID
    brand_id: UUID
    sku: str
    gtin: str | None
    name: str
    group: ProductGroup
    commercial_status: CommercialStatus
    revision: int
    created_at: datetime
    updated_at: datetime
    company_prefix_length: int | None = None
    confirm_activation: bool = False
    attributes: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewBrand:
    """A brand as asked for; `resolver_base_url` empty means the installation's default."""

    slug: str
    name: str
    gs1_ready: bool
    resolver_base_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewProduct:
    """A product as asked for."""

    sku: str
    gtin: str
    name: str
    group: ProductGroup
    commercial_status: CommercialStatus
    attributes: dict[str, Any]
    company_prefix_length: int | None = None
    confirm_activation: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductChange:
    """What an update names: `fields` of NewProduct, and single top-level attributes. `new` has the values of what is named;
    an attribute that is named and not there is taken away.
    """

    fields: frozenset[str]
    attributes: frozenset[str]
    new: NewProduct


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductFilter:
    """Which products a list has; None and the empty text mean all. `query` as in ListProductsRequest."""

    query: str = ""
    group: ProductGroup | None = None
    commercial_status: CommercialStatus | None = None


ProductRef = UUID | str
"""A product's id, or its SKU."""
