"""What may be done with brands' own carrier profiles."""

import re
from collections.abc import Awaitable, Callable
from typing import NamedTuple
from uuid import UUID

from hallmint_server.db import event
from hallmint_server.db.pool import Connection, Database
from hallmint_server.db.request import RequestKey, once
from hallmint_server.errors import (
    HallmintError,
    Kind,
    Problems,
    Reason,
    Violation,
    check_revision,
    not_draft,
    refused,
)
from hallmint_server.exporting.profile import finding, store
from hallmint_server.exporting.profile.builtin import BUILT_IN, BuiltIn, find_built_in
from hallmint_server.exporting.profile.check import check_profile
from hallmint_server.exporting.profile.choice import Purpose, default_profile
from hallmint_server.exporting.profile.model import (
    CarrierProfile,
    Ecosystem,
    ProfileKind,
    ProfileVersion,
    VersionState,
    dump_profile,
)
from hallmint_server.tenancy.model import Caller

_KEY = re.compile(r"[a-z][a-z0-9-]{1,39}")
_NUMBER_MOST = 2**31 - 1


class Default(NamedTuple):
    """What an export gets for a purpose when nobody names a profile, and whether the brand chose it for just that."""

    purpose: Purpose
    version: ProfileVersion | BuiltIn
    is_chosen: bool


class CarrierProfileService:
    """Carrier profiles of the acting brand, and those that come with Hallmint. Each method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def create(
        self, caller: Caller, key: str, profile: CarrierProfile | None, *, request: RequestKey, problems: Problems
    ) -> ProfileVersion:
        """Make the first version of a key, a draft. Durable on return; a retry returns the same. Raises PROFILE_KEY_TAKEN, and
        field violations together with the problems that the caller found, because of which `profile` may be None.
        """
        brand_id = caller.acting_brand
        if not _KEY.fullmatch(key):
            reason = Reason.FIELD_INVALID if key else Reason.FIELD_REQUIRED
            problems.add(reason, "key", "key must be 2 to 40 of a-z, 0-9 and -, beginning with a letter")
        problems.check()
        assert profile is not None  # noqa: S101 - or there were problems

        async def make() -> UUID:
            if find_built_in(key, 0):
                words = "a profile that comes with Hallmint has this key"
                raise HallmintError(Kind.ALREADY_EXISTS, Reason.PROFILE_KEY_TAKEN, words)
            version_id = await store.insert_version(conn, brand_id, key, 1, profile)
            await _record(conn, caller, key, "CREATED", version=1)
            return version_id

        async with self._database.act(brand_id) as conn:
            return await store.version_by_id(conn, brand_id, await once(conn, request, make))

    async def create_draft(
        self, caller: Caller, key: str, *, request: RequestKey, problems: Problems
    ) -> ProfileVersion:
        """Make the next version of a key, a draft that says what the newest does; where that is a draft, it is the one. Durable
        on return; a retry returns the same. Raises PROFILE_NOT_FOUND, and FIELD_INVALID for a profile that comes with Hallmint.
        """
        brand_id = caller.acting_brand
        problems.check()

        async def make() -> UUID:
            await store.lock_key(conn, brand_id, key)
            newest = await _own(conn, brand_id, key, 0)
            if newest.state is VersionState.DRAFT:
                return newest.version_id
            number = newest.number + 1
            version_id = await store.insert_version(conn, brand_id, key, number, newest.profile)
            await _record(conn, caller, key, "CREATED", version=number)
            return version_id

        async with self._database.act(brand_id) as conn:
            return await store.version_by_id(conn, brand_id, await once(conn, request, make))

    async def get(self, caller: Caller, key: str, number: int) -> ProfileVersion | BuiltIn:
        """One version; `number` 0 means the newest, whatever its state. Raises PROFILE_NOT_FOUND."""
        async with self._database.act(caller.acting_brand) as conn:
            found = await store.find_version(conn, caller.acting_brand, key, number) or find_built_in(key, number)
        if found is None:
            raise finding.absent()
        return found

    async def versions(
        self, caller: Caller, *, key: str | None, state: VersionState | None, after: str, limit: int
    ) -> tuple[list[ProfileVersion | BuiltIn], bool]:
        """Up to `limit` versions, the built-in ones that can be used among them, by key and then newest first, from the one
        behind the `place` `after` on, and whether there are more. Fewer where the brand's own are more than 2 MiB together, but
        one at least.
        """
        async with self._database.act(caller.acting_brand) as conn:
            own, more = await store.list_versions(
                conn, caller.acting_brand, key=key, state=state, after=after, limit=limit
            )
        end = place(own[-1]) if more else None
        merged: dict[str, ProfileVersion | BuiltIn] = {place(each): each for each in own}
        for each in BUILT_IN.values():
            if each.state is not VersionState.PUBLISHED:
                continue  # nobody can choose it; whoever has its name from an export still gets it
            here = place(each)
            if key in (None, each.key) and state in (None, each.state) and after < here and (end is None or here < end):
                merged.setdefault(here, each)  # as in finding.py: the brand's own comes first
        page = [merged[here] for here in sorted(merged)]
        return page[:limit], more or len(page) > limit

    async def update(
        self,
        caller: Caller,
        key: str,
        number: int,
        profile: CarrierProfile | None,
        *,
        expected_revision: int = 0,
        problems: Problems,
    ) -> ProfileVersion:
        """Replace what a draft says. Durable on return; the same again changes nothing, so that a retry finds what it wrote.
        Raises PROFILE_NOT_FOUND, VERSION_NOT_DRAFT, REVISION_CHANGED for another `expected_revision` than the draft has (0:
        any), FIELD_INVALID for a profile that comes with Hallmint, and the problems that the caller found, because of which
        `profile` may be None.
        """
        problems.check()
        assert profile is not None  # noqa: S101 - or there were problems
        brand_id = caller.acting_brand

        async def change(conn: Connection, draft: ProfileVersion) -> None:
            if draft.state is not VersionState.DRAFT:
                raise not_draft(draft.state)
            changed = event.difference(dump_profile(draft.profile), dump_profile(profile))
            if changed:
                # The key is locked: of two who saw the same revision, the second one finds the first one's.
                check_revision("version", draft.revision, expected_revision)
                await store.replace_profile(conn, brand_id, draft.version_id, profile)
                await _record(conn, caller, key, "UPDATED", version=number, **changed)

        return await self._change(brand_id, key, number, change)

    async def publish(
        self, caller: Caller, key: str, number: int, *, expected_revision: int = 0, problems: Problems
    ) -> ProfileVersion:
        """Publish a draft; it never changes again. Durable on return; publishing a published version changes nothing. Raises
        PROFILE_NOT_FOUND, VERSION_NOT_DRAFT for a deprecated one, REVISION_CHANGED for another `expected_revision` than it has
        (0: any), also where it is published already: what the caller saw is not what is exported with; every violation of what
        the draft says, FIELD_INVALID for a profile that comes with Hallmint, and the problems that the caller found.
        """
        problems.check()
        brand_id = caller.acting_brand

        async def change(conn: Connection, draft: ProfileVersion) -> None:
            if draft.state is VersionState.DEPRECATED:
                raise not_draft(draft.state)
            check_revision("version", draft.revision, expected_revision)
            if draft.state is VersionState.PUBLISHED:
                return
            saved = Problems()
            check_profile(saved, draft.profile)
            saved.check_saved()
            await store.publish(conn, brand_id, draft.version_id)
            await _record(conn, caller, key, "PUBLISHED", version=number)

        return await self._change(brand_id, key, number, change)

    async def deprecate(self, caller: Caller, key: str, number: int, *, problems: Problems) -> ProfileVersion:
        """Withdraw a published version: nothing is exported with it from then on, and it is no default any more. Exports that
        copied it go on. Durable on return; deprecating a deprecated version changes nothing. Raises PROFILE_NOT_FOUND,
        PROFILE_NOT_PUBLISHED for a draft, FIELD_INVALID for a profile that comes with Hallmint, and the problems that the caller
        found.
        """
        problems.check()
        brand_id = caller.acting_brand

        async def change(conn: Connection, found: ProfileVersion) -> None:
            if found.state is VersionState.DEPRECATED:
                return
            if found.state is not VersionState.PUBLISHED:
                raise finding.not_published(found.state)
            cleared = ["/".join(purpose) for purpose in await store.deprecate(conn, brand_id, found)]
            await _record(conn, caller, key, "DEPRECATED", version=number, defaults=cleared)

        return await self._change(brand_id, key, number, change)

    async def set_default(self, caller: Caller, purpose: Purpose, key: str, number: int) -> Default:
        """Choose what exports for a purpose get when nobody names a profile: a published version (`number` 0: the newest of
        them) of the brand's own or one that comes with Hallmint, or with an empty `key` what they get without a choice. Durable
        on return; the same again changes nothing. Raises PROFILE_NOT_FOUND, PROFILE_NOT_PUBLISHED, and FIELD_INVALID for a
        profile of another kind.
        """
        brand_id = caller.acting_brand
        async with self._database.act(brand_id) as conn:
            if key:
                # Nobody deprecates it meanwhile.
                await store.lock_key(conn, brand_id, key)
                found = await finding.published(conn, brand_id, key, number)
                finding.check_kind(found, purpose.kind)
                changed = await store.set_default(conn, brand_id, purpose, found.key, found.number)
                action, detail = "SET", {"key": found.key, "version": found.number}
            else:
                changed = await store.clear_default(conn, brand_id, purpose)
                action, detail = "CLEARED", {}
            made = _default(purpose, await store.list_defaults(conn, brand_id))
            if changed:
                entity_id = "/".join(purpose)
                await event.record(
                    conn, brand_id, "CARRIER_PROFILE_DEFAULT", entity_id, action, actor=caller.actor, **detail
                )
            return made

    async def defaults(self, caller: Caller) -> list[Default]:
        """What exports get for each ecosystem and kind when nobody names a profile."""
        async with self._database.act(caller.acting_brand) as conn:
            chosen = await store.list_defaults(conn, caller.acting_brand)
        return [_default(Purpose(ecosystem, kind), chosen) for ecosystem in Ecosystem for kind in ProfileKind]

    async def _change(
        self, brand_id: UUID, key: str, number: int, change: Callable[[Connection, ProfileVersion], Awaitable[None]]
    ) -> ProfileVersion:
        async with self._database.act(brand_id) as conn:
            await store.lock_key(conn, brand_id, key)
            found = await _own(conn, brand_id, key, number)
            await change(conn, found)
            return await store.version_by_id(conn, brand_id, found.version_id)


def place(version: ProfileVersion | BuiltIn) -> str:
    """Where a version stands in lists: a text that grows from key to key, and in a key from the newest to the oldest."""
    return f"{version.key} {_NUMBER_MOST - version.number:010}"


def _default(purpose: Purpose, chosen: dict[Purpose, ProfileVersion | BuiltIn]) -> Default:
    found = default_profile(purpose, chosen)
    return Default(purpose, found, is_chosen=chosen.get(purpose) is found)


async def _own(conn: Connection, brand_id: UUID, key: str, number: int) -> ProfileVersion:
    found = await store.find_version(conn, brand_id, key, number)
    if found is None and find_built_in(key, number):
        words = "key must be that of a profile of the brand's own: those that come with Hallmint stay as they are"
        raise refused([Violation(reason=Reason.FIELD_INVALID, field="key", description=words)])
    if found is None:
        raise finding.absent()
    return found


async def _record(conn: Connection, caller: Caller, key: str, action: str, **detail: object) -> None:
    await event.record(conn, caller.acting_brand, "CARRIER_PROFILE", key, action, actor=caller.actor, **detail)
