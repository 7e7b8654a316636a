"""Callers, what they may do, and what makes them known."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from hallmint_server.errors import HallmintError, Kind, Reason


class CredentialKind(StrEnum):
    """Whom a credential speaks for. Sessions and invitations are credentials for a while."""

    OPERATOR = "operator"
    MACHINE = "machine"
    PERSONAL = "personal"
    SESSION = "session"
    INVITATION = "invitation"


class Role(StrEnum):
    """What a member may do in a brand (product.md, "Who may do what")."""

    VIEWER = "viewer"
    EDITOR = "editor"
    APPROVER = "approver"
    ADMIN = "admin"
    OWNER = "owner"


class Permission(StrEnum):
    """What a call takes. Those of brands are also the scopes of machines; the others follow from the kind of credential."""

    BRAND_READ = "brand:read"
    CATALOG_READ = "catalog:read"
    CATALOG_WRITE = "catalog:write"
    CONTENT_PUBLISH = "content:publish"
    MINT_READ = "mint:read"
    MINT_WRITE = "mint:write"
    EXPORT_READ = "export:read"
    EXPORT_WRITE = "export:write"
    SCAN_READ = "scan:read"
    SCAN_DETAIL = "scan:detail"
    AUDIT_READ = "audit:read"
    BRAND_WRITE = "brand:write"
    CREDENTIAL_WRITE = "credential:write"
    MEMBER_READ = "member:read"
    MEMBER_WRITE = "member:write"
    LOG_MONITOR = "log:monitor"
    OPERATE = "operate"
    PERSON = "person"
    SESSION_CREATE = "session:create"
    SESSION_REVOKE = "session:revoke"
    ACCEPT = "invitation:accept"


_VIEWER = frozenset(
    {
        Permission.BRAND_READ,
        Permission.CATALOG_READ,
        Permission.MINT_READ,
        Permission.EXPORT_READ,
        Permission.SCAN_READ,
        Permission.AUDIT_READ,
    }
)
_ADMIN = _VIEWER | {
    Permission.CATALOG_WRITE,
    Permission.CONTENT_PUBLISH,
    Permission.MINT_WRITE,
    Permission.EXPORT_WRITE,
    Permission.SCAN_DETAIL,
    Permission.BRAND_WRITE,
    Permission.CREDENTIAL_WRITE,
    Permission.MEMBER_READ,
    Permission.LOG_MONITOR,
}
ROLE_PERMISSIONS = {
    Role.VIEWER: _VIEWER,
    Role.EDITOR: _VIEWER | {Permission.CATALOG_WRITE},
    Role.APPROVER: _VIEWER
    | {
        Permission.CONTENT_PUBLISH,
        Permission.MINT_WRITE,
        Permission.EXPORT_WRITE,
        Permission.SCAN_DETAIL,
        Permission.LOG_MONITOR,
    },
    Role.ADMIN: _ADMIN,
    Role.OWNER: _ADMIN | {Permission.MEMBER_WRITE},
}
SCOPE_PERMISSIONS = {
    "catalog:read": {Permission.CATALOG_READ},
    "catalog:write": {Permission.CATALOG_READ, Permission.CATALOG_WRITE},
    "mint:read": {Permission.MINT_READ},
    "mint:write": {Permission.MINT_READ, Permission.MINT_WRITE},
    "export:read": {Permission.EXPORT_READ},
    "export:write": {Permission.EXPORT_READ, Permission.EXPORT_WRITE},
    "scan:read": {Permission.SCAN_READ},
    "admin": _ADMIN,
}
"""Scopes of machines; each machine may also read its own brand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who makes a call. `brand_id` is the brand acted for, nil for an operator, None for a person who named none of theirs."""

    kind: CredentialKind
    credential_id: str
    session_id: str = ""
    brand_id: UUID | None
    brand_slug: str = ""
    person_id: UUID | None = None
    member_id: UUID | None = None
    role: Role | None = None
    permissions: frozenset[Permission]

    @property
    def actor(self) -> str:
        """How events name the caller."""
        match self.kind:
            case CredentialKind.OPERATOR | CredentialKind.MACHINE:
                return f"{self.kind}:{self.credential_id}"
        return f"member:{self.member_id}" if self.member_id else f"person:{self.credential_id}"

    @property
    def acting_brand(self) -> UUID:
        """The brand acted for. Raises BRAND_REQUIRED."""
        if self.brand_id is None:
            raise brand_required()
        return self.brand_id

    def may(self, permission: Permission) -> bool:
        """Whether the caller has a permission."""
        return permission in self.permissions


def brand_required() -> HallmintError:
    """The credential alone does not say which brand is meant."""
    return HallmintError(
        Kind.UNAUTHENTICATED,
        Reason.BRAND_REQUIRED,
        "the person is not a member of exactly one brand; name one of theirs in the metadata x-hallmint-brand: its id or slug",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """What a credential is, without its secret."""

    credential_id: str
    kind: CredentialKind
    name: str
    scopes: tuple[str, ...]
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    last_used_day: str
    replaced_by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A person's place in one brand."""

    member_id: UUID
    email: str
    role: Role
    joined: bool
    created_at: datetime
