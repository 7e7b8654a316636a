"""What may be done with exports."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from hallmint_server.db import event
from hallmint_server.db.pool import Connection, Database
from hallmint_server.db.request import RequestKey, once
from hallmint_server.errors import HallmintError, Reason, Violation, not_found, precondition, refused
from hallmint_server.exporting import manifest, store
from hallmint_server.exporting.archive import Archive
from hallmint_server.exporting.drawn.size import notes
from hallmint_server.exporting.logged import find_logged
from hallmint_server.exporting.model import PACK_UNITS, Export, ExportState, Lock, Pack, Slice, Wanted
from hallmint_server.exporting.pack import copied
from hallmint_server.exporting.preview import PREVIEW_UNITS, Preview, preview
from hallmint_server.exporting.profile.fact import BatchFacts
from hallmint_server.exporting.profile.finding import chosen
from hallmint_server.exporting.profile.fit import obstacles
from hallmint_server.exporting.profile.in_format import in_format
from hallmint_server.exporting.profile.model import CarrierProfile
from hallmint_server.exporting.profile.text import CellRefusedError
from hallmint_server.jobs.lease import notify_batch
from hallmint_server.minting import batch_store, token_store
from hallmint_server.minting.lookup import batch_of
from hallmint_server.minting.model import Batch
from hallmint_server.tenancy.model import Caller


class ExportService:
    """Exports of the acting brand. Each method is one transaction of its own."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def create(self, caller: Caller, batch_id: UUID, wanted: Wanted, key: RequestKey) -> Export:
        """Ask for the packs of a batch that has ended. Export, job, lock and event are one transaction, durable on return; a
        retry returns the same export, and so does any request of its holder while it runs. Raises BATCH_NOT_FOUND,
        BATCH_NOT_ENDED, BATCH_EMPTY, PROFILE_NOT_FOUND, PROFILE_NOT_PUBLISHED, FIELD_INVALID for a kind or format that is not
        the profile's, PROFILE_DOES_NOT_FIT and EXPORT_LOCKED; then nothing is written.
        """
        brand_id = caller.acting_brand

        async def make() -> UUID:
            plan = await _plan(conn, brand_id, batch_id, wanted)
            made = await store.insert(
                conn,
                plan.batch,
                copied(plan.name, plan.version, plan.profile),
                notes=notes(plan.profile, plan.facts),
                pack_units=PACK_UNITS,
                holder=caller.actor,
            )
            if isinstance(made, Lock):
                return _running(made, caller.actor)
            await event.record(
                conn, brand_id, "EXPORT", made, "REQUESTED", actor=caller.actor, batch_id=str(batch_id), profile=plan.name,
                profile_version=plan.version, format=plan.profile.format, units=plan.batch.cursor,
            )  # fmt: skip
            return made

        async with self._database.act(brand_id) as conn:
            return await _found(conn, await once(conn, key, make))

    async def preview(self, caller: Caller, batch_id: UUID, wanted: Wanted) -> Preview:
        """What `create` would make, by the first units as they are now: reads five tokens at most, and writes nothing. Raises
        what `create` does, but for EXPORT_LOCKED.
        """
        async with self._database.act(caller.acting_brand) as conn:
            plan = await _plan(conn, caller.acting_brand, batch_id, wanted)
            tokens = await token_store.list_range(
                conn, plan.batch, first=0, end=plan.batch.cursor, limit=PREVIEW_UNITS, status=None
            )
        units = Slice(
            first_seq=0,
            codes="".join(token.code for token in tokens).encode("ascii"),
            statuses=bytes(token.status for token in tokens),
            activated_at=[token.activated_at for token in tokens],
        )
        try:
            # Fonts and pictures take some hundredths of a second, in which other calls go on.
            return await asyncio.to_thread(
                preview, plan.name, plan.version, plan.profile, plan.facts, units, of=plan.batch.cursor
            )
        except CellRefusedError as error:
            raise refused([Violation(reason=Reason.PROFILE_DOES_NOT_FIT, description=str(error))]) from None

    async def get(self, caller: Caller, export_id: UUID) -> Export:
        """One export. Raises EXPORT_NOT_FOUND."""
        async with self._database.act(caller.acting_brand) as conn:
            return await _found(conn, export_id)

    async def list_newest(
        self, caller: Caller, *, before: UUID, limit: int, batch_id: UUID | None, state: ExportState | None
    ) -> Sequence[Export]:
        """Up to `limit` exports with ids below `before`, newest first. Raises BATCH_NOT_FOUND."""
        brand_id = caller.acting_brand
        async with self._database.act(brand_id) as conn:
            batch_no = None if batch_id is None else (await batch_of(conn, brand_id, batch_id)).batch_no
            return await store.list_newest(conn, brand_id, before=before, limit=limit, batch_no=batch_no, state=state)

    async def cancel(self, caller: Caller, export_id: UUID) -> Export:
        """End an export that is not complete, and free its batch. Durable on return: no pack of it is published after. Raises
        EXPORT_NOT_FOUND and EXPORT_NOT_CANCELLABLE. A retry returns the cancelled export.
        """
        return await self._change(caller, export_id, _cancel)

    async def resume(self, caller: Caller, export_id: UUID) -> Export:
        """Queue a failed export again at its next pack. Durable on return. A retry on one that goes on returns it. Raises
        EXPORT_NOT_FOUND, EXPORT_NOT_RESUMABLE and EXPORT_LOCKED.
        """
        return await self._change(caller, export_id, _resume)

    async def _change(self, caller: Caller, export_id: UUID, change: "_Change") -> Export:
        async with self._database.act(caller.acting_brand) as conn:
            # No pack is published meanwhile.
            await batch_store.lock_job(conn, export_id)
            await change(conn, await _found(conn, export_id), caller.actor)
            export = await _found(conn, export_id)
        async with self._database.act(caller.acting_brand) as conn:
            await notify_batch(conn, export_id, ended=True)
        return export

    async def list_packs(self, caller: Caller, export_id: UUID, *, first: int, limit: int) -> Sequence[Pack]:
        """Up to `limit` finished packs from number `first` on, in order. Raises EXPORT_NOT_FOUND."""
        async with self._database.act(caller.acting_brand) as conn:
            await _found(conn, export_id)
            return await store.packs(conn, export_id, first=first, limit=limit)

    async def pack(self, caller: Caller, pack_id: UUID) -> Pack:
        """A finished pack. Raises PACK_NOT_FOUND."""
        async with self._database.act(caller.acting_brand) as conn:
            found = await store.find_pack(conn, pack_id)
        if found is None:
            raise not_found(Reason.PACK_NOT_FOUND, "the brand has no such pack")
        return found

    async def archive(self, caller: Caller, export_id: UUID) -> Archive:
        """A completed export as one file. Raises EXPORT_NOT_FOUND and EXPORT_NOT_COMPLETED."""
        async with self._database.act(caller.acting_brand) as conn:
            export = await _found(conn, export_id)
            if export.state is not ExportState.COMPLETED:
                raise precondition(
                    Reason.EXPORT_NOT_COMPLETED,
                    f"the export is {export.state}; only a completed one can be downloaded whole",
                    state=export.state.upper(),
                )
            batch = await batch_of(conn, export.brand_id, export.batch_id)
            root = await manifest.root_of(conn, batch, export.units)
            logged = await find_logged(conn, export, root)
            return Archive(export, batch, root, await store.packs(conn, export_id, limit=export.packs), logged)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """What an export is made of: the profile that was chosen, by key and version, and the batch that it fits."""

    name: str
    version: int
    profile: CarrierProfile
    batch: Batch
    facts: BatchFacts


async def _plan(conn: Connection, brand_id: UUID, batch_id: UUID, wanted: Wanted) -> _Plan:
    name, version, profile = await chosen(
        conn,
        brand_id,
        key=wanted.profile,
        number=wanted.version,
        kind=wanted.kind,
        ecosystem=wanted.ecosystem,
    )
    profile = in_format(profile, wanted.format)
    batch = await batch_of(conn, brand_id, batch_id)
    if not batch.state.has_ended:
        raise precondition(
            Reason.BATCH_NOT_ENDED,
            f"the batch is {batch.state}; it can be exported once it has ended",
            state=batch.state.upper(),
        )
    if batch.cursor == 0:
        raise precondition(Reason.BATCH_EMPTY, "the batch ended before a unit of it was minted")
    facts, packs = await store.facts(conn, batch), -(-batch.cursor // PACK_UNITS)
    found = obstacles(profile, facts, packs=packs)
    if found:
        raise refused([Violation(reason=Reason.PROFILE_DOES_NOT_FIT, description=each.description) for each in found])
    return _Plan(name=name, version=version, profile=profile, batch=batch, facts=facts)


_Change = Callable[[Connection, Export, str], Awaitable[None]]


def _running(lock: Lock, actor: str) -> UUID:
    if lock.holder == actor:
        return lock.export_id
    raise _locked(lock)


def _locked(lock: Lock) -> HallmintError:
    seconds = max(1, round(lock.seconds_left))
    return precondition(
        Reason.EXPORT_LOCKED,
        f"another export of the batch runs; ask again when it has ended, or in {seconds} s",
        seconds_left=str(seconds),
    )


async def _found(conn: Connection, export_id: UUID) -> Export:
    export = await store.find(conn, export_id)
    if export is None:
        raise not_found(Reason.EXPORT_NOT_FOUND, "the brand has no such export")
    return export


async def _cancel(conn: Connection, export: Export, actor: str) -> None:
    if export.state is ExportState.CANCELLED:
        return
    if export.state.has_ended:
        raise precondition(
            Reason.EXPORT_NOT_CANCELLABLE,
            f"the export is {export.state}; only one that has not ended can be cancelled",
            state=export.state.upper(),
        )
    await store.end(conn, export, ExportState.CANCELLED)
    await batch_store.close_job(conn, export.export_id)
    await event.record(conn, export.brand_id, "EXPORT", export.export_id, "CANCELLED", actor=actor, packs=export.cursor)


async def _resume(conn: Connection, export: Export, actor: str) -> None:
    if not export.state.has_ended:
        return
    if export.state is not ExportState.FAILED:
        raise precondition(
            Reason.EXPORT_NOT_RESUMABLE,
            f"the export is {export.state}; only a failed one can be resumed",
            state=export.state.upper(),
        )
    lock = await store.resume(conn, export, holder=actor)
    if lock is not None:
        raise _locked(lock)
    await batch_store.reset_job(conn, export.export_id)
    await event.record(conn, export.brand_id, "EXPORT", export.export_id, "RESUMED", actor=actor, packs=export.cursor)
