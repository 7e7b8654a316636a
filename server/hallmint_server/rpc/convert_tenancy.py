"""Brands, members and credentials as messages, and back."""

from google.protobuf import duration_pb2

from hallmint.v1 import brand_pb2, brand_service_pb2, credential_pb2, member_pb2
from hallmint_server.content.theme import LegalLink, Logo, Theme
from hallmint_server.errors import Problems, Reason
from hallmint_server.rpc.convert import EnumMap, timestamp
from hallmint_server.tenancy.brand import Brand
from hallmint_server.tenancy.model import Credential, Member, Role

ROLES = EnumMap(Role, member_pb2.Role, "ROLE")
_BRAND_FIELDS = frozenset({"name", "gs1_ready", "resolver_base_url", "theme", "default_market", "keep_user_agents"})
_THEME_FIELDS = frozenset({"logo", "primary_colour", "accent_colour", "legal_links"})


def brand(found: Brand) -> brand_pb2.Brand:
    """A brand."""
    theme = brand_pb2.Theme(
        logo=found.logo.data if found.logo else b"",
        logo_media_type=found.logo.media_type if found.logo else "",
        primary_colour=found.theme.primary_colour,
        accent_colour=found.theme.accent_colour,
        legal_links=[brand_pb2.LegalLink(label=link.label, url=link.url) for link in found.theme.legal_links],
    )
    return brand_pb2.Brand(
        brand_id=str(found.brand_id),
        slug=found.slug,
        name=found.name,
        gs1_ready=found.gs1_ready,
        resolver_base_url=found.resolver_base_url,
        suspended=found.suspended_at is not None,
        created_at=timestamp(found.created_at),
        theme=theme,
        default_market=found.default_market,
        keep_user_agents=found.keep_user_agents,
    )


def brand_mask(problems: Problems, paths: list[str]) -> frozenset[str]:
    """The fields that an update names, with `theme` as its parts."""
    if not paths:
        problems.add(Reason.FIELD_REQUIRED, "update_mask", "update_mask must name at least one field")
    names: set[str] = set()
    for path in paths:
        outer, _, inner = path.partition(".")
        if path == "theme":
            names.update(f"theme.{part}" for part in _THEME_FIELDS)
        elif path in _BRAND_FIELDS or (outer == "theme" and inner in _THEME_FIELDS):
            names.add(path)
        else:
            problems.add(
                Reason.FIELD_INVALID,
                "update_mask",
                f"update_mask names {path[:60]!r}, which is no field of BrandChange",
            )
    return frozenset(names)


def changed_brand(before: Brand, change: brand_service_pb2.BrandChange, names: frozenset[str]) -> Brand:
    """The brand with the named fields as `change` has them."""
    values = {name: getattr(before, name) for name in Brand.__dataclass_fields__}
    for name in _BRAND_FIELDS & names:
        values[name] = getattr(change, name)
    theme = change.theme
    values["theme"] = Theme(
        primary_colour=theme.primary_colour if "theme.primary_colour" in names else before.theme.primary_colour,
        accent_colour=theme.accent_colour if "theme.accent_colour" in names else before.theme.accent_colour,
        legal_links=tuple(LegalLink(label=x.label, url=x.url) for x in theme.legal_links)
        if "theme.legal_links" in names
        else before.theme.legal_links,
    )
    if "theme.logo" in names:
        values["logo"] = Logo(data=theme.logo, media_type="") if theme.logo else None
    return Brand(**values)


def member(found: Member) -> member_pb2.Member:
    """A member."""
    return member_pb2.Member(
        member_id=str(found.member_id),
        email=found.email,
        role=ROLES.wire(found.role),
        joined=found.joined,
        created_at=timestamp(found.created_at),
    )


def credential(found: Credential) -> credential_pb2.Credential:
    """A credential."""
    return credential_pb2.Credential(
        credential_id=found.credential_id,
        kind=credential_pb2.CredentialKind.Value(f"CREDENTIAL_KIND_{found.kind.name}"),
        name=found.name,
        scopes=found.scopes,
        created_at=timestamp(found.created_at),
        expires_at=timestamp(found.expires_at),
        revoked_at=timestamp(found.revoked_at),
        last_used_day=found.last_used_day,
        replaced_by=found.replaced_by or "",
    )


def seconds(message: duration_pb2.Duration) -> float:
    """A duration in seconds."""
    return message.seconds + message.nanos / 1e9
