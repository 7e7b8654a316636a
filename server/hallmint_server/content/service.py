"""What may be done with templates and market packs."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from uuid import UUID

from hallmint_server.catalog.model import ProductGroup
from hallmint_server.content import store
from hallmint_server.content.check import check_market, check_market_pack, check_template
from hallmint_server.content.model import C, Kind, MarketPack, Template, Version, VersionState
from hallmint_server.db import event
from hallmint_server.db.pool import Connection, Database
from hallmint_server.db.request import RequestKey, once
from hallmint_server.errors import (
    Problems,
    check_revision,
    not_draft,
    not_found,
)
from hallmint_server.tenancy.model import Caller

KnownFields = Callable[[Connection, UUID, ProductGroup], Awaitable[frozenset[str]]]
"""The paths of the attributes that a product group has for a brand."""


class ContentService:
    """Versions of templates (`TEMPLATE`) and market packs (`MARKET_PACK`) of the acting brand. Each method is one
    transaction.
    """

    def __init__(self, database: Database, known_fields: KnownFields) -> None:
        self._database = database
        self._known_fields = known_fields

    async def create(
        self,
        kind: Kind[C],
        caller: Caller,
        lineage: str,
        content: C,
        *,
        key: RequestKey,
        problems: Problems | None = None,
    ) -> Version[C]:
        """Make a draft: the next version of its lineage, which is a product group or a country. Durable on return; a retry
        returns the same. Raises field violations together with the problems that the caller found.
        """
        found = problems or Problems()
        brand_id = caller.acting_brand
        async with self._database.act(brand_id) as conn:

            async def check() -> None:
                if isinstance(content, MarketPack):
                    check_market(found, "market", lineage)
                await self._check(conn, found, brand_id, lineage, content)
                found.check()

            async def make() -> UUID:
                await check()
                await store.lock_lineage(conn, brand_id, kind, lineage)
                version_id = await store.insert_version(conn, brand_id, kind, lineage, content)
                made = await self._find(conn, brand_id, kind, version_id)
                await self._record(conn, caller, kind, made, "CREATED")
                return version_id

            if found.found:
                await check()
            return await self._find(conn, brand_id, kind, await once(conn, key, make))

    async def get(self, kind: Kind[C], caller: Caller, version_id: UUID) -> Version[C]:
        """One version. Raises TEMPLATE_NOT_FOUND, MARKET_PACK_NOT_FOUND."""
        async with self._database.act(caller.acting_brand) as conn:
            return await self._find(conn, caller.acting_brand, kind, version_id)

    async def versions(
        self,
        kind: Kind[C],
        caller: Caller,
        *,
        lineage: str | None = None,
        state: VersionState | None = None,
        before: str = "",
        limit: int,
    ) -> tuple[list[Version[C]], bool]:
        """Up to `limit` versions, newest first, from the one behind the id `before` on, and whether there are more. Fewer
        where they are more than 2 MiB together, but one at least.
        """
        async with self._database.act(caller.acting_brand) as conn:
            return await store.list_versions(
                conn, caller.acting_brand, kind, lineage=lineage, state=state, before=before, limit=limit
            )

    async def update(
        self,
        kind: Kind[C],
        caller: Caller,
        version_id: UUID,
        content: C,
        *,
        expected_revision: int = 0,
        problems: Problems | None = None,
    ) -> Version[C]:
        """Replace the content of a draft. Durable on return; the same content again changes nothing, so that a retry finds what
        it wrote. Raises TEMPLATE_NOT_FOUND, MARKET_PACK_NOT_FOUND, VERSION_NOT_DRAFT, REVISION_CHANGED for another
        `expected_revision` than the draft has (0: any), and field violations together with the problems that the caller found.
        """
        problems = problems or Problems()
        brand_id = caller.acting_brand
        async with self._database.act(brand_id) as conn:
            if problems.found:
                await self._check(conn, problems, brand_id, "", content)
                problems.check()
            draft = await self._find(conn, brand_id, kind, version_id, lock=True)
            if draft.state is not VersionState.DRAFT:
                raise not_draft(draft.state)
            changed = event.difference(asdict(draft.content), asdict(content))
            if changed:
                # The row is locked: of two who saw the same revision, the second one finds the first one's.
                check_revision("version", draft.revision, expected_revision)
            await self._check(conn, problems, brand_id, draft.lineage, content)
            problems.check()
            if not changed:
                return draft
            await store.replace_content(conn, brand_id, version_id, content)
            updated = await self._find(conn, brand_id, kind, version_id)
            await self._record(conn, caller, kind, updated, "UPDATED", **changed)
            return updated

    async def publish(
        self, kind: Kind[C], caller: Caller, version_id: UUID, *, expected_revision: int = 0
    ) -> Version[C]:
        """Publish a draft, and supersede the version of its lineage that was published. Durable on return; publishing the
        published version changes nothing. Raises TEMPLATE_NOT_FOUND, MARKET_PACK_NOT_FOUND, VERSION_NOT_DRAFT for one that
        is superseded, REVISION_CHANGED for another `expected_revision` than it has (0: any), also where it is published
        already: what the caller saw is not what pages show; and FIELD_INVALID where the draft names fields that the group
        has no more.
        """
        brand_id = caller.acting_brand
        async with self._database.act(brand_id) as conn:
            lineage = (await self._find(conn, brand_id, kind, version_id)).lineage
            await store.lock_lineage(conn, brand_id, kind, lineage)
            draft = await self._find(conn, brand_id, kind, version_id, lock=True)
            if draft.state is VersionState.SUPERSEDED:
                raise not_draft(draft.state)
            check_revision("version", draft.revision, expected_revision)
            if draft.state is VersionState.PUBLISHED:
                return draft
            problems = Problems()
            await self._check(conn, problems, brand_id, lineage, draft.content)
            problems.check_saved()
            superseded = await store.publish_version(conn, brand_id, kind, draft)
            published = await self._find(conn, brand_id, kind, version_id)
            if superseded:
                old_id, number = superseded
                detail = {"lineage": lineage, "version": number, "superseded_by": str(version_id)}
                await event.record(conn, brand_id, kind.entity_type, old_id, "SUPERSEDED", actor=caller.actor, **detail)
            await self._record(conn, caller, kind, published, "PUBLISHED")
            return published

    async def _check(
        self, conn: Connection, problems: Problems, brand_id: UUID, lineage: str, content: Template | MarketPack
    ) -> None:
        if isinstance(content, Template):
            known = await self._known_fields(conn, brand_id, ProductGroup(lineage)) if lineage else None
            check_template(problems, content, known)
        else:
            await asyncio.to_thread(check_market_pack, problems, content)

    async def _find(
        self, conn: Connection, brand_id: UUID, kind: Kind[C], version_id: UUID, *, lock: bool = False
    ) -> Version[C]:
        found = await store.find_version(conn, brand_id, kind, version_id, lock=lock)
        if found is None:
            raise not_found(kind.absent, kind.absent_message)
        return found

    async def _record(
        self, conn: Connection, caller: Caller, kind: Kind[C], version: Version[C], action: str, **detail: object
    ) -> None:
        detail |= {"lineage": version.lineage, "version": version.number}
        await event.record(
            conn,
            caller.acting_brand,
            kind.entity_type,
            version.version_id,
            action,
            actor=caller.actor,
            **detail,
        )
