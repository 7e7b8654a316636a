"""Brands: the tenants."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from hallmint_server.content.theme import Logo, Theme

PLAIN = Theme(primary_colour="", accent_colour="", legal_links=())
"""The look of a brand that has chosen none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand:
    """The tenant. `logo` is None where it has none, and in lists."""

    brand_id: UUID
    slug: str
    name: str
    gs1_ready: bool
    resolver_base_url: str
    suspended_at: datetime | None
    created_at: datetime
    default_market: str = ""
    keep_user_agents: bool = False
    theme: Theme = PLAIN
    logo: Logo | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewBrand:
    """A brand as asked for; `resolver_base_url` empty means the installation's default, `owner_email` nobody yet."""

    slug: str
    name: str
    gs1_ready: bool
    resolver_base_url: str
    owner_email: str = ""
