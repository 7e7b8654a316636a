"""The manifest of an export: what its packs are, so that whoever has them can prove them without Hallmint."""

import base64
import json
from collections.abc import Sequence
from typing import Any

from hallmint_server.db.pool import Connection
from hallmint_server.exporting.logged import Logged
from hallmint_server.exporting.model import PACK_UNITS, Export, Pack
from hallmint_server.log.entry import time_text
from hallmint_server.minting import token_store
from hallmint_server.minting.model import Batch
from mintcore import extend_range, range_root

FORMAT = "hallmint/export/v1"
MANIFEST_NAME = "manifest.json"


def manifest(export: Export, batch: Batch, root: bytes, packs: Sequence[Pack], logged: Logged | None = None) -> bytes:
    """The manifest, canonical: UTF-8, members sorted, LF. `root` is that of `root_of`; `packs` are all of the export; `logged` is
    what the log had of the batch when the export was completed. docs/verify/README.md describes all of it.

    A function of these alone. Nothing of the export's own (id, holder, times) is in it, and nothing of the batch that still
    changes. An export that is older than the log has no `log`, and keeps its bytes.
    """
    told: dict[str, Any] = {
        "format": FORMAT,
        "batch_id": str(batch.batch_id),
        "batch_root": root.hex(),
        "units": export.units,
        "sku": batch.sku,
        "gtin": batch.gtin or None,
        "resolver_base_url": batch.resolver_base_url,
        "profile": {
            "key": export.profile["name"],
            "version": export.profile["version"],
            "settings": export.profile["profile"],
        },
        "packs": [_pack(pack) for pack in packs],
    }
    if logged is not None:
        told["log"] = _log(logged)
    return json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"


def _log(logged: Logged) -> dict[str, Any]:
    told: dict[str, Any] = {"checkpoint": logged.checkpoint, "entry": None}
    if (entry := logged.entry) is not None:
        told["entry"] = {
            "index": entry.index,
            "path": [base64.b64encode(node).decode() for node in entry.path],
            "product": str(entry.opening.product),
            "minted": time_text(entry.opening.minted),
            "salt": entry.opening.salt.hex(),
            "tag": entry.tag.hex(),
        }
    return told


def _pack(pack: Pack) -> dict[str, str | int]:
    return {
        "file": pack.file_name,
        "media_type": pack.media_type,
        "rows": pack.units,
        "first_seq": pack.first_seq,
        "last_seq": pack.first_seq + pack.units - 1,
        "sha256": pack.sha256.hex(),
        "bytes": pack.bytes,
    }


async def root_of(conn: Connection, batch: Batch, units: int) -> bytes:
    """The RFC 6962 root (32 bytes) over the first `units` units of a batch that was loaded with its lots.

    Always the same, also where a failed batch was resumed after its export and has minted more: then it is made again from the
    rows, some seconds for a million. ValueError where rows are missing.
    """
    if units == batch.cursor:
        return batch.root
    lots, compact_range = [(lot.lot_code, lot.quantity) for lot in batch.lots], b""
    for first in range(0, units, PACK_UNITS):
        end = min(first + PACK_UNITS, units)
        tokens = await token_store.list_range(conn, batch, first=first, end=end, limit=end - first, status=None)
        codes = [token.code for token in tokens]
        compact_range = extend_range(str(batch.batch_id), batch.context, lots, first, codes, compact_range)
    return range_root(compact_range, units)
