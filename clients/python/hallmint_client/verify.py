"""The proof that packs are whole, without a server: every digest, every length and name, and the root of the batch."""

import hashlib
import os
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from hallmint_client.archive import HEAD_BYTES, Entry, archive_length, directory, first_entry, manifest_length
from hallmint_client.manifest import MANIFEST_MOST, MANIFEST_NAME, Manifest, PackFacts, ProofError, read_manifest
from hallmint_client.row import Rows

Tell = Callable[[int, int], None]
"""Hears how many bytes are proved, and of how many."""
_SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What was proved of an export. `packs` are those that were there; `root` says whether the batch root came out of their
    rows, and not only stands in the manifest.
    """

    manifest: Manifest
    packs: int
    units: int
    root: bool


def is_archive(path: Path) -> bool:
    """Whether a file begins as an archive does. OSError."""
    with path.open("rb") as file:
        try:
            manifest_length(file.read(HEAD_BYTES))
        except ProofError:
            return False
    return True


def verify_archive(path: Path, tell: Tell = lambda *_: None, *, rows: bool = True) -> Proof:
    """Prove an archive: each of its bytes follows from its manifest and its packs' digests. With `rows`, packs of text are read
    too, some seconds for a million units, and the batch root is made again. Blocks; holds one pack in memory. ProofError,
    OSError.
    """
    with path.open("rb") as file:
        has = os.fstat(file.fileno()).st_size
        data = _read_manifest(file)
        manifest = read_manifest(data)
        whole = archive_length(data, manifest)
        _check_length("the archive", has, whole)
        entries, reader = [first_entry(data)], Rows(manifest)
        for pack in manifest.packs:
            found = file.read(len(Entry(pack.file, pack.bytes, 0).header))
            content = file.read(pack.bytes)
            _check_digest(pack, content)
            entries.append(Entry(pack.file, pack.bytes, zlib.crc32(content)))
            if found != entries[-1].header:
                raise ProofError(f"what stands before {pack.file} in the archive is not of it")
            if rows:
                reader.add(pack, content)
            tell(file.tell(), whole)
        if file.read() != directory(entries):
            raise ProofError("the directory of the archive is not that of its files")
        tell(whole, whole)
    return _proof(manifest, reader, rows=rows)


def verify_folder(folder: Path, tell: Tell = lambda *_: None, *, rows: bool = True) -> Proof:
    """Prove the packs of a folder by its `manifest.json`, as `verify_archive`: all are there, and nothing else is. Names that
    begin with a dot do not count.
    """
    manifest = manifest_of(folder)
    there = {path.name for path in folder.iterdir() if not path.name.startswith(".")} - {MANIFEST_NAME}
    wanted = {pack.file for pack in manifest.packs}
    if missing := wanted - there:
        raise ProofError(f"{len(missing):,} of {len(wanted):,} packs are missing: {_some(missing)}")
    if more := there - wanted:
        raise ProofError(f"not of this export, by its manifest: {_some(more)}")
    whole, done, reader = sum(pack.bytes for pack in manifest.packs), 0, Rows(manifest)
    for pack in manifest.packs:
        content = _read_pack(folder / pack.file, pack)
        if rows:
            reader.add(pack, content)
        done += pack.bytes
        tell(done, whole)
    return _proof(manifest, reader, rows=rows)


def verify_file(path: Path) -> Proof:
    """Prove one pack by the `manifest.json` beside it: its digest, and that its rows are its units. ProofError, OSError."""
    manifest = manifest_of(path.parent)
    for pack in manifest.packs:
        if pack.file == path.name:
            Rows(manifest).add(pack, _read_pack(path, pack))
            return Proof(manifest=manifest, packs=1, units=pack.rows, root=False)
    raise ProofError(f"the manifest beside it has no pack {path.name}")


def manifest_of(folder: Path) -> Manifest:
    """The manifest of a folder. ProofError where there is none."""
    path = folder / MANIFEST_NAME
    if not path.is_file():
        raise ProofError(f"there is no {path}, and a pack can be proved by its manifest alone")
    with path.open("rb") as file:
        return read_manifest(file.read(MANIFEST_MOST + 1))


def _proof(manifest: Manifest, reader: Rows, *, rows: bool) -> Proof:
    proved = rows and reader.proves_root
    if proved and reader.root() != manifest.batch_root:
        raise ProofError("the units are not those of the batch: its root is another one")
    return Proof(manifest=manifest, packs=len(manifest.packs), units=manifest.units, root=proved)


def _read_manifest(file: BinaryIO) -> bytes:
    """The manifest of an archive, and what stands before it."""
    head = file.read(HEAD_BYTES)
    data = file.read(manifest_length(head))
    if first_entry(data).header != head:
        raise ProofError("the manifest of the archive is cut or was changed")
    return data


def _read_pack(path: Path, pack: PackFacts) -> bytes:
    if not path.is_file():
        raise ProofError(f"{pack.file} is no file")
    with path.open("rb") as file:
        _check_length(pack.file, os.fstat(file.fileno()).st_size, pack.bytes)
        content = file.read(pack.bytes)
    _check_digest(pack, content)
    return content


def _check_length(what: str, has: int, whole: int) -> None:
    if has < whole:
        raise ProofError(f"{what} is cut: {has:,} of {whole:,} bytes")
    if has > whole:
        raise ProofError(f"{what} is longer than its manifest says: {has:,} bytes, not {whole:,}")


def _check_digest(pack: PackFacts, content: bytes) -> None:
    if hashlib.sha256(content).digest() != pack.sha256:
        raise ProofError(f"{pack.file} is not the pack that the manifest names: its SHA-256 is another one")


def _some(names: set[str]) -> str:
    told = ", ".join(sorted(names)[:_SHOWN])
    return told if len(names) <= _SHOWN else f"{told} and {len(names) - _SHOWN:,} more"
