"""Database errors: which ones pass by themselves, and what a broken constraint means to a caller. The only such place."""

import psycopg
from psycopg_pool import PoolTimeout

from hallmint_server.errors import NUMBERS_EXHAUSTED, HallmintError, Kind, PublicError, Reason, Violation, refused

_TRANSIENT_CLASSES = ("08", "40", "53")
_TRANSIENT_STATES = ("55P03",)
_TRANSIENT_PREFIXES = ("57P0",)

_CONSTRAINTS = {
    "brands_slug_key": (Reason.SLUG_TAKEN, "another brand has this slug"),
    "products_sku_key": (Reason.SKU_TAKEN, "another product of the brand has this SKU"),
    "memberships_email": (Reason.MEMBER_EXISTS, "the brand has a member with this address"),
    "memberships_person": (Reason.MEMBER_EXISTS, "the person is a member of the brand already"),
    "products_gtin_key": (Reason.GTIN_NOT_AVAILABLE, "this GTIN is not available"),
    "links_default": (Reason.DEFAULT_LINK_TAKEN, "the product, lot or unit has a default link; delete that one first"),
    "production_batches_number_key": (
        Reason.PRODUCTION_BATCH_NUMBER_TAKEN,
        "another production batch of the brand has this number",
    ),
    "carrier_profile_versions_number_key": (
        Reason.PROFILE_KEY_TAKEN,
        "another carrier profile of the brand has this key",
    ),
}


def is_transient(error: BaseException) -> bool:
    """Whether trying again later can help without anybody's doing (product.md, "Retries"): SQLSTATE 08*, 40*, 53*,
    55P03, 57P0*, and a connection that broke without one.
    """
    if isinstance(error, PoolTimeout):
        return True
    if not isinstance(error, psycopg.Error):
        return isinstance(error, (ConnectionError, TimeoutError))
    state = error.sqlstate
    if state is None:
        return isinstance(error, (psycopg.OperationalError, psycopg.InterfaceError))
    return state[:2] in _TRANSIENT_CLASSES or state in _TRANSIENT_STATES or state[:4] in _TRANSIENT_PREFIXES


def to_domain(error: BaseException) -> HallmintError | None:
    """The refusal that a database error means, or None where it is a fault of ours."""
    if is_transient(error):
        return HallmintError(
            Kind.UNAVAILABLE, Reason.DATABASE_UNAVAILABLE, "the database cannot be reached", retry_seconds=1.0
        )
    if isinstance(error, psycopg.errors.UniqueViolation) and error.diag.constraint_name in _CONSTRAINTS:
        reason, message = _CONSTRAINTS[error.diag.constraint_name]
        return HallmintError(Kind.ALREADY_EXISTS, reason, message)
    if isinstance(error, psycopg.errors.SequenceGeneratorLimitExceeded):
        return refused([Violation(reason=Reason.BATCH_NUMBERS_EXHAUSTED, description=NUMBERS_EXHAUSTED)])
    return None


def describe(error: BaseException) -> str:
    """An error in words that may be stored, shown and logged: of the database its own first line, never its details, which
    hold values of rows; of others the type, because their texts could hold anything.
    """
    name = type(error).__name__
    if isinstance(error, psycopg.Error):
        return f"{name}: {error.diag.message_primary or 'connection lost'}"
    return f"{name}: {error}" if isinstance(error, PublicError) else name


def reason_of(error: BaseException) -> str:
    """Why a connection could not be made or was lost, on one line. Such texts name host, port and user, and no password."""
    if isinstance(error, psycopg.OperationalError) and error.sqlstate is None:
        return " ".join(str(error).split())
    return describe(error)
