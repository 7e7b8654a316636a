"""Which carrier profile is meant: a brand's own by key and version, one that comes with Hallmint, or a default."""

from uuid import UUID

from hallmint_server.db.pool import Connection
from hallmint_server.errors import HallmintError, Reason, Violation, not_found, precondition, refused
from hallmint_server.exporting.profile import store
from hallmint_server.exporting.profile.builtin import BuiltIn, find_built_in
from hallmint_server.exporting.profile.choice import Purpose, default_profile
from hallmint_server.exporting.profile.model import (
    CarrierProfile,
    Ecosystem,
    ProfileKind,
    ProfileVersion,
    VersionState,
)


async def chosen(
    conn: Connection, brand_id: UUID, *, key: str, number: int, kind: ProfileKind | None, ecosystem: Ecosystem | None
) -> tuple[str, int, CarrierProfile]:
    """Key, number and content of the profile that an export is made with. With a `key` it is that version, `number` 0 being the
    newest that is published; a `kind` must then be the profile's. Without a key it is the brand's default for `kind` in
    `ecosystem` (None: the generic one), else the built-in one.

    Raises PROFILE_NOT_FOUND; PROFILE_NOT_PUBLISHED; FIELD_INVALID for another kind; FIELD_REQUIRED where neither key nor kind
    is given.
    """
    if key:
        found = await published(conn, brand_id, key, number)
        if kind is not None:
            check_kind(found, kind)
    elif kind is None:
        words = "kind must be set where no profile is named"
        raise refused([Violation(reason=Reason.FIELD_REQUIRED, field="kind", description=words)])
    else:
        purpose = Purpose(ecosystem or Ecosystem.GENERIC, kind)
        found = default_profile(purpose, await store.list_defaults(conn, brand_id))
    return found.key, found.number, found.profile


async def published(conn: Connection, brand_id: UUID, key: str, number: int) -> ProfileVersion | BuiltIn:
    """A published version, `number` 0 being the newest of them. Raises PROFILE_NOT_FOUND and PROFILE_NOT_PUBLISHED."""
    if number:
        own = await store.find_version(conn, brand_id, key, number)
    else:
        own = await store.find_usable(conn, brand_id, key)
    # A brand may have had its key before Hallmint came with a profile of the same one: its own stays what the key means.
    found = own or find_built_in(key, number)
    if found is None:
        raise absent()
    if found.state is not VersionState.PUBLISHED:
        raise not_published(found.state)
    return found


def check_kind(found: ProfileVersion | BuiltIn, kind: ProfileKind) -> None:
    """Refuse a profile of another kind. Raises FIELD_INVALID."""
    if found.profile.kind is not kind:
        words = f"kind must be that of the profile, which is {found.profile.kind}"
        raise refused([Violation(reason=Reason.FIELD_INVALID, field="kind", description=words)])


def absent() -> HallmintError:
    """Neither a brand's own profile nor one that comes with Hallmint."""
    return not_found(Reason.PROFILE_NOT_FOUND, "there is no such carrier profile")


def not_published(state: VersionState) -> HallmintError:
    """A version that nothing can be exported with."""
    stands = "a draft" if state is VersionState.DRAFT else state
    return precondition(
        Reason.PROFILE_NOT_PUBLISHED,
        f"this version of the carrier profile is {stands}; only a published one can be used",
        state=state.name,
    )
