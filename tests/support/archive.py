"""An export that is complete: its packs in a storage, and its archive."""

import asyncio
import hashlib
import json
from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass, fields
from typing import Any
from uuid import UUID

from hallmint_client import archive as client_archive
from hallmint_server.exporting.archive import Archive
from hallmint_server.exporting.logged import Logged
from hallmint_server.exporting.model import Export, ExportState, Pack
from hallmint_server.exporting.profile.file_name import file_name
from hallmint_server.exporting.profile.model import CarrierProfile, Format, dump_profile
from hallmint_server.exporting.storage import Storage
from hallmint_server.minting.model import Batch
from mintcore import extend_range
from tests.support import carrier


class Memory(Storage):
    """Packs in memory, to be read alone."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = files

    async def get_range(self, key: str, start: int, end: int) -> AsyncGenerator[bytes, None]:
        yield self.files[key][start:end]

    async def put(self, *_: object, **__: object) -> None:  # type: ignore[override]
        raise NotImplementedError

    async def presigned_url(self, key: str, seconds: int) -> None:
        raise NotImplementedError


MANIFEST_FIELDS = ("seq", "code", "url", "digital_link", "status_at_export")


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    export: Export
    batch: Batch
    packs: Sequence[Pack]
    files: dict[str, bytes]
    logged: Logged | None = None

    @property
    def archive(self) -> Archive:
        return Archive(self.export, self.batch, self.batch.root, self.packs, self.logged)

    @property
    def memory(self) -> Memory:
        return Memory({pack.storage_key: self.files[pack.file_name] for pack in self.packs})

    async def store(self, storage: Storage) -> None:
        for pack in self.packs:
            await storage.put(pack.storage_key, self.files[pack.file_name])

    async def bytes(self, storage: Storage, offset: int = 0) -> bytes:
        return b"".join([piece async for piece in self.archive.read(storage, offset)])


def _of(kind: type, **known: Any) -> Any:
    """A record of a row, None in all that does not matter here."""
    return kind(**{**{field.name: None for field in fields(kind)}, **known})


def exported(
    units: int = 25,
    *,
    pack_units: int = 10,
    profile: CarrierProfile | None = None,
    number: int = 1,
    status: int | None = None,
    **changes: Any,
) -> Exported:
    """An export of a batch of serials, in packs of so many units. `number` tells exports of the same batch apart."""
    lots = changes.pop("lots", ())
    facts = carrier.batch(lots=lots, **changes)
    rows = carrier.units(facts, units)
    if status is not None:
        rows = [carrier.Unit(seq=row.seq, code=row.code, status=status) for row in rows]
    in_lots = [(lot.lot_code, lot.quantity) for lot in lots]
    batch = _of(
        Batch, batch_id=facts.batch_id, batch_no=facts.batch_no, context=facts.context, sku=facts.sku, lots=facts.lots,
        resolver_base_url=facts.resolver_base_url, cursor=units,
        compact_range=extend_range(str(facts.batch_id), facts.context, in_lots, 0, [row.code for row in rows], b""),
    )  # fmt: skip
    profile = profile or carrier.profile(*MANIFEST_FIELDS)
    export = _of(
        Export, export_id=UUID(int=number), batch_id=facts.batch_id, batch_no=facts.batch_no, brand_id=UUID(int=7),
        profile={"name": "ours", "version": 3, "profile": dump_profile(profile)}, units=units, pack_units=pack_units,
        state=ExportState.COMPLETED, cursor=-(-units // pack_units),
    )  # fmt: skip
    packs, files = [], {}
    for pack_no in range(export.packs):
        seqs = export.slice_of(pack_no)
        data = carrier.written(profile, facts, rows[seqs.start : seqs.stop])
        name = file_name(
            profile.file_name, facts, pack_no=pack_no, packs=export.packs, first_seq=seqs.start, units=len(seqs)
        )
        files[name] = data
        packs.append(
            _of(
                Pack, pack_id=UUID(int=pack_no + 1), export_id=export.export_id, brand_id=export.brand_id,
                pack_no=pack_no, first_seq=seqs.start, units=len(seqs), storage_key=f"7/{number}/{pack_no}",
                file_name=name, sha256=hashlib.sha256(data).digest(), bytes=len(data),
                media_type="text/csv" if profile.format is Format.CSV else "application/x-ndjson",
            )
        )  # fmt: skip
    return Exported(export=export, batch=batch, packs=packs, files=files)


def archived(storage: Storage, made: Exported) -> bytes:
    """The archive of an export that is stored first."""

    async def store() -> bytes:
        await made.store(storage)
        return await made.bytes(storage)

    return asyncio.run(store())


def manifest_bytes(whole: bytes) -> bytes:
    """The manifest of an archive."""
    head = client_archive.HEAD_BYTES
    return whole[head : head + client_archive.manifest_length(whole[:head])]


def change(data: bytes, edit: Callable[[dict[str, Any]], object]) -> bytes:
    """JSON with an edit."""
    told = json.loads(data)
    edit(told)
    return json.dumps(told).encode()
