"""Domain errors: raised deep down, turned into a gRPC status in one interceptor. Names of reasons are those of
`ErrorReason` in the proto, without the prefix.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class Reason(StrEnum):
    """Why something was refused, in the order in which several are reported."""

    INTERNAL = "INTERNAL"
    DATABASE_UNAVAILABLE = "DATABASE_UNAVAILABLE"
    DEADLINE_EXCEEDED = "DEADLINE_EXCEEDED"
    TOO_MANY_CALLS = "TOO_MANY_CALLS"
    MESSAGE_TOO_LARGE = "MESSAGE_TOO_LARGE"
    AUTHENTICATION_THROTTLED = "AUTHENTICATION_THROTTLED"
    CREDENTIAL_REQUIRED = "CREDENTIAL_REQUIRED"
    CREDENTIAL_INVALID = "CREDENTIAL_INVALID"
    CREDENTIAL_EXPIRED = "CREDENTIAL_EXPIRED"
    CREDENTIAL_REVOKED = "CREDENTIAL_REVOKED"
    PERMISSION_MISSING = "PERMISSION_MISSING"
    BRAND_REQUIRED = "BRAND_REQUIRED"
    BRAND_NOT_FOUND = "BRAND_NOT_FOUND"
    FIELD_INVALID = "FIELD_INVALID"
    FIELD_REQUIRED = "FIELD_REQUIRED"
    PAGE_TOKEN_INVALID = "PAGE_TOKEN_INVALID"
    REQUEST_ID_REUSED = "REQUEST_ID_REUSED"
    QUANTITY_OUT_OF_RANGE = "QUANTITY_OUT_OF_RANGE"
    LOTS_NOT_ALLOWED = "LOTS_NOT_ALLOWED"
    LOT_CODE_INVALID = "LOT_CODE_INVALID"
    LOT_CODE_DUPLICATE = "LOT_CODE_DUPLICATE"
    LOT_QUANTITY_MISMATCH = "LOT_QUANTITY_MISMATCH"
    GTIN_INVALID = "GTIN_INVALID"
    PRODUCT_NOT_FOUND = "PRODUCT_NOT_FOUND"
    PRODUCTION_BATCH_NOT_FOUND = "PRODUCTION_BATCH_NOT_FOUND"
    BRAND_SUSPENDED = "BRAND_SUSPENDED"
    COMMERCIAL_STATUS_NOT_ACTIVE = "COMMERCIAL_STATUS_NOT_ACTIVE"
    GTIN_MISSING = "GTIN_MISSING"
    PRODUCT_NOT_READY = "PRODUCT_NOT_READY"
    NO_PUBLISHED_PASSPORT_TEMPLATE = "NO_PUBLISHED_PASSPORT_TEMPLATE"
    PRODUCTION_BATCH_NOT_READY = "PRODUCTION_BATCH_NOT_READY"
    PRODUCTION_BATCH_QUANTITY_EXCEEDED = "PRODUCTION_BATCH_QUANTITY_EXCEEDED"
    BATCH_NUMBERS_EXHAUSTED = "BATCH_NUMBERS_EXHAUSTED"
    NO_CODE_KEY = "NO_CODE_KEY"
    BATCH_NOT_FOUND = "BATCH_NOT_FOUND"
    BATCH_NOT_CANCELLABLE = "BATCH_NOT_CANCELLABLE"
    BATCH_NOT_RESUMABLE = "BATCH_NOT_RESUMABLE"
    BATCH_NOT_ENDED = "BATCH_NOT_ENDED"
    LOT_NOT_FOUND = "LOT_NOT_FOUND"
    TOKEN_NOT_FOUND = "TOKEN_NOT_FOUND"
    SKU_TAKEN = "SKU_TAKEN"
    GTIN_NOT_AVAILABLE = "GTIN_NOT_AVAILABLE"
    SLUG_TAKEN = "SLUG_TAKEN"
    GTIN_NOT_FOUND = "GTIN_NOT_FOUND"
    GTIN_MINTED = "GTIN_MINTED"
    REVISION_CHANGED = "REVISION_CHANGED"
    PRODUCTION_BATCH_NUMBER_TAKEN = "PRODUCTION_BATCH_NUMBER_TAKEN"
    TEMPLATE_NOT_FOUND = "TEMPLATE_NOT_FOUND"
    MARKET_PACK_NOT_FOUND = "MARKET_PACK_NOT_FOUND"
    VERSION_NOT_DRAFT = "VERSION_NOT_DRAFT"
    MEMBER_NOT_FOUND = "MEMBER_NOT_FOUND"
    MEMBER_EXISTS = "MEMBER_EXISTS"
    LAST_OWNER = "LAST_OWNER"
    CREDENTIAL_NOT_FOUND = "CREDENTIAL_NOT_FOUND"
    SHEET_REFUSED = "SHEET_REFUSED"
    LINK_NOT_FOUND = "LINK_NOT_FOUND"
    DEFAULT_LINK_TAKEN = "DEFAULT_LINK_TAKEN"
    TOO_MANY_LINKS = "TOO_MANY_LINKS"
    EXPORT_NOT_FOUND = "EXPORT_NOT_FOUND"
    PACK_NOT_FOUND = "PACK_NOT_FOUND"
    EXPORT_LOCKED = "EXPORT_LOCKED"
    EXPORT_NOT_CANCELLABLE = "EXPORT_NOT_CANCELLABLE"
    EXPORT_NOT_RESUMABLE = "EXPORT_NOT_RESUMABLE"
    PROFILE_NOT_FOUND = "PROFILE_NOT_FOUND"
    BATCH_EMPTY = "BATCH_EMPTY"
    PROFILE_DOES_NOT_FIT = "PROFILE_DOES_NOT_FIT"
    PROFILE_NOT_PUBLISHED = "PROFILE_NOT_PUBLISHED"
    EXPORT_NOT_COMPLETED = "EXPORT_NOT_COMPLETED"
    PROFILE_KEY_TAKEN = "PROFILE_KEY_TAKEN"
    LOG_NOT_READY = "LOG_NOT_READY"
    RECORD_CHANGED = "RECORD_CHANGED"
    EXPORT_STORAGE_UNAVAILABLE = "EXPORT_STORAGE_UNAVAILABLE"
    PACK_DAMAGED = "PACK_DAMAGED"

    @property
    def order(self) -> int:
        """Place in the list above."""
        return list(Reason).index(self)


NUMBERS_EXHAUSTED = "all 2,147,483,647 batch numbers of this installation are used"
"""Said by preflight, and by the insert where others took the last one meanwhile."""


class Kind(StrEnum):
    """What sort of refusal it is; each is one gRPC status code."""

    INVALID = "invalid"
    NOT_FOUND = "not_found"
    ALREADY_EXISTS = "already_exists"
    PRECONDITION = "precondition"
    UNAUTHENTICATED = "unauthenticated"
    UNAVAILABLE = "unavailable"
    FORBIDDEN = "forbidden"
    EXHAUSTED = "exhausted"
    DEADLINE = "deadline"


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """One thing that is wrong with a request.

    `field` is the path of a message field (`mint.lots[3].lot_code`) when the value itself is wrong, and empty when
    the state of something else stands in the way.
    """

    reason: Reason
    field: str = ""
    description: str


class PublicError(Exception):
    """A failure whose message may be stored and shown to whom it concerns: it holds no code, path or secret."""


class HallmintError(Exception):
    """A refusal that the caller is told. `message` is for people, `metadata` for programs; neither holds a code or a secret."""

    def __init__(
        self,
        kind: Kind,
        reason: Reason,
        message: str,
        *,
        metadata: dict[str, str] | None = None,
        violations: Sequence[Violation] = (),
        retry_seconds: float | None = None,
    ) -> None:
        super().__init__(message)
        self.kind = kind
        self.reason = reason
        self.message = message
        self.metadata = metadata or {}
        self.violations = tuple(violations)
        self.retry_seconds = retry_seconds


def not_found(reason: Reason, message: str, **metadata: str) -> HallmintError:
    """Absent, or another brand's: the two are never told apart."""
    return HallmintError(Kind.NOT_FOUND, reason, message, metadata=metadata)


def precondition(reason: Reason, message: str, **metadata: str) -> HallmintError:
    """The state of something forbids it."""
    return HallmintError(Kind.PRECONDITION, reason, message, metadata=metadata)


def check_revision(thing: str, revision: int, expected: int) -> None:
    """Raise REVISION_CHANGED where `thing` is no longer at the revision that the caller saw; an `expected` of 0 is any."""
    if expected not in (0, revision):
        words = f"the {thing} was changed since that revision; read it again"
        raise precondition(Reason.REVISION_CHANGED, words, revision=str(revision))


def not_draft(state: StrEnum) -> HallmintError:
    """VERSION_NOT_DRAFT, of a version that is in another state."""
    return precondition(
        Reason.VERSION_NOT_DRAFT,
        f"this version is {state}; only a draft can be changed or published",
        state=state.name,
    )


def refused(violations: Sequence[Violation]) -> HallmintError:
    """One error for all violations: a wrong value outweighs what is absent, which outweighs a precondition."""
    ordered = sorted(violations, key=lambda v: v.reason.order)
    absent = (Reason.PRODUCT_NOT_FOUND, Reason.PRODUCTION_BATCH_NOT_FOUND)
    fields = [v for v in ordered if v.field and v.reason not in absent]
    if fields:
        kind = Kind.INVALID
    elif any(v.reason in absent for v in ordered):
        kind = Kind.NOT_FOUND
    else:
        kind = Kind.PRECONDITION
    reasons = list(dict.fromkeys(v.reason.value for v in ordered))
    return HallmintError(
        kind,
        ordered[0].reason,
        "; ".join(dict.fromkeys(v.description for v in ordered)),
        metadata={"reasons": ",".join(reasons)},
        violations=ordered,
    )


@dataclass(slots=True)
class Problems:
    """Collects violations, so that a caller hears of all at once."""

    found: list[Violation] = field(default_factory=list)

    def add(self, reason: Reason, field_path: str, description: str) -> None:
        """Note one violation."""
        self.found.append(Violation(reason=reason, field=field_path, description=description))

    def check(self) -> None:
        """Raise one error for all that was noted, if anything was."""
        if self.found:
            raise refused(self.found)

    def check_saved(self) -> None:
        """`check` for what was saved before: it is not the request that is wrong, so no field of it is named."""
        if self.found:
            raise refused([Violation(reason=v.reason, description=v.description) for v in self.found])
