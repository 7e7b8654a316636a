"""The manifest of an export: what its packs are. Read from whatever claims to be one; nothing of it is believed before."""

import base64
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeVar
from uuid import UUID

import mintcore

MANIFEST_NAME = "manifest.json"
MANIFEST_MOST = 4 * 1024 * 1024
"""Bytes that a manifest may have; those of a million units have some 40 KB."""
_FORMAT = "hallmint/export/v1"
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,254}", re.ASCII)
_HASH = re.compile(r"[0-9a-f]{64}", re.ASCII)
# What is hashed line by line must be one line, or a batch could be opened in two ways.
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z", re.ASCII)
_PACK_MOST = 2**32 - 2
_UNITS_MOST = 2**20
_NODE = 32

T = TypeVar("T")


class ProofError(mintcore.ProofError):
    """What is there is not what it should be. The message is one line for people."""

    reason = "EXPORT"
    """Of packs, archives and manifests; the others are the core's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackFacts:
    """What a manifest says of a pack. `file` is a plain name, never a path; seqs from `first_seq` to `last_seq` are its units."""

    file: str
    rows: int
    first_seq: int
    last_seq: int
    sha256: bytes
    bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedEntry:
    """The batch's entry in the public log: its number, the hashes up to the root of the checkpoint, and what it commits to beside
    the manifest's own batch, units and root. `minted` is RFC 3339 in UTC with six digits; salt and tag have 32 bytes.
    """

    index: int
    path: Sequence[bytes]
    product: str
    minted: str
    salt: bytes
    tag: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestLog:
    """A head of the public log, a signed note, as it was when the export was completed; `entry` is None where the log had not the
    batch yet, or the export is of a part of it.
    """

    checkpoint: bytes
    entry: LoggedEntry | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What an export is. `batch_root` is the RFC 6962 root over its units; `settings` say how its packs are written. The packs
    are in order, and hold the seqs 0 to `units` - 1 without a hole. `log` is None in exports that are older than the log.
    """

    batch_id: str
    batch_root: bytes
    units: int
    sku: str
    resolver_base_url: str
    profile: str
    profile_version: int
    settings: Mapping[str, Any]
    packs: Sequence[PackFacts]
    log: ManifestLog | None = None

    @property
    def what(self) -> str:
        """Which export it is, whatever its units' statuses are: for comparing, and for people."""
        return f"batch {self.batch_id} in profile {self.profile}, version {self.profile_version}"


def read_manifest(data: bytes) -> Manifest:
    """Read a manifest. ProofError where it is none, has names that are paths, or packs that leave a hole."""
    if len(data) > MANIFEST_MOST:
        raise ProofError(f"the manifest has more than {MANIFEST_MOST:,} bytes")
    try:
        told = json.loads(data)
    except (ValueError, RecursionError):
        raise ProofError("the manifest is not JSON") from None
    if not isinstance(told, dict) or told.get("format") != _FORMAT:
        raise ProofError(f"the manifest is not of the format {_FORMAT}, or a newer command is needed")
    profile = _get(told, "profile", dict)
    manifest = Manifest(
        batch_id=_get(told, "batch_id", str),
        batch_root=_hash(told, "batch_root"),
        units=_count(told, "units", _UNITS_MOST),
        sku=_get(told, "sku", str),
        resolver_base_url=_get(told, "resolver_base_url", str),
        profile=_get(profile, "key", str),
        profile_version=_count(profile, "version", 2**31),
        settings=_get(profile, "settings", dict),
        packs=[_pack(each) for each in _get(told, "packs", list)],
        log=_log(_get(told, "log", dict)) if "log" in told else None,
    )
    _check(manifest)
    return manifest


def _check(manifest: Manifest) -> None:
    try:
        is_id = str(UUID(manifest.batch_id)) == manifest.batch_id
    except ValueError:
        is_id = False
    if not is_id:
        raise ProofError("the manifest has no batch id")
    packs = manifest.packs
    names = {pack.file.lower() for pack in packs} | {MANIFEST_NAME}
    if len(names) <= len(packs):
        raise ProofError("the manifest names a file twice")
    if not packs or packs[0].first_seq != 0 or packs[-1].last_seq != manifest.units - 1:
        raise ProofError(f"the packs of the manifest are not its {manifest.units:,} units")
    for one, other in pairwise(packs):
        if other.first_seq != one.last_seq + 1:
            raise ProofError(f"units are missing or twice between {one.file} and {other.file}")


def _pack(told: object) -> PackFacts:
    if not isinstance(told, dict):
        raise ProofError("the manifest has a pack that is none")
    name = _get(told, "file", str)
    if not _NAME.fullmatch(name):
        raise ProofError(f"the manifest has a pack that is no plain name of a file: {name[:100]!r}")
    pack = PackFacts(
        file=name,
        rows=_count(told, "rows", _UNITS_MOST),
        first_seq=_count(told, "first_seq", _UNITS_MOST),
        last_seq=_count(told, "last_seq", _UNITS_MOST),
        sha256=_hash(told, "sha256"),
        bytes=_count(told, "bytes", _PACK_MOST),
    )
    if pack.rows < 1 or pack.last_seq - pack.first_seq + 1 != pack.rows:
        raise ProofError(f"the manifest says of {name} that it has {pack.rows:,} rows, and other seqs")
    return pack


def _log(told: Mapping[str, Any]) -> ManifestLog:
    entry = None
    if told.get("entry") is not None:
        found = _get(told, "entry", dict)
        entry = LoggedEntry(
            index=_count(found, "index", 2**63 - 1),
            path=[_node(each) for each in _get(found, "path", list)],
            product=_match(found, "product", _ID),
            minted=_match(found, "minted", _TIME),
            salt=_hash(found, "salt"),
            tag=_hash(found, "tag"),
        )
    try:
        return ManifestLog(checkpoint=_get(told, "checkpoint", str).encode(), entry=entry)
    except UnicodeEncodeError:
        raise ProofError("the manifest has no checkpoint, or one of another form") from None


def _node(told: object) -> bytes:
    try:
        node = base64.b64decode(told, validate=True) if isinstance(told, str) else b""
    except ValueError:
        node = b""
    if len(node) != _NODE:
        raise ProofError("the manifest has a path of the log that is none")
    return node


def _get(told: Mapping[str, Any], name: str, kind: type[T]) -> T:
    value = told.get(name)
    if type(value) is not kind:
        raise ProofError(f"the manifest has no {name}, or one of another form")
    return value


def _count(told: Mapping[str, Any], name: str, most: int) -> int:
    value = _get(told, name, int)
    if not 0 <= value <= most:
        raise ProofError(f"the manifest has no {name}, or one of another form")
    return value


def _hash(told: Mapping[str, Any], name: str) -> bytes:
    return bytes.fromhex(_match(told, name, _HASH))


def _match(told: Mapping[str, Any], name: str, form: re.Pattern[str]) -> str:
    value = _get(told, name, str)
    if not form.fullmatch(value):
        raise ProofError(f"the manifest has no {name}, or one of another form")
    return value
