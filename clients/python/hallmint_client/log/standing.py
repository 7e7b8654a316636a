"""Where a monitor stands: what it has seen of a log, kept in a file."""

import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hallmint_client.download import part_of, publish
from hallmint_client.log.tree import HASH, Range
from mintcore import ProofError, verify_checkpoint

FORMAT = "hallmint/monitor/v1"
_DAMAGED = "is damaged: put it back from a copy, or move it away and begin anew, which forgets what was seen"
_MOST_BYTES = 256 * 2**20


class StateError(ValueError):
    """A file is not where this monitor stands: one line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnEntry:
    """An entry that carries the brand's tag: of a batch with its id and commitment (hexadecimal), or of the audit trail of a
    month.
    """

    number: int
    batch_id: str = ""
    commitment: str = ""
    month: str = ""
    head: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The tree that was seen, the signed note of its head, and of which brand's key (a digest of it) the entries up to there were
    looked for.
    """

    tree: Range
    note: bytes
    key: str = ""
    own: tuple[OwnEntry, ...] = field(default=())


def key_digest(monitor_key: bytes) -> str:
    """What tells two monitor keys apart, and gives nothing of them away."""
    return hashlib.sha256(b"hallmint/monitor-key/v1\n" + monitor_key).hexdigest()[:HASH]


def load(path: Path, log_key: str) -> Standing | None:
    """Where a monitor of the log with this key stood; None where there is no file. StateError, OSError."""
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
    except FileNotFoundError:
        return None
    try:
        return _parse(json.loads(data), log_key)
    except StateError as error:
        raise StateError(f"{path} {error}") from None
    except ProofError:
        raise StateError(f"{path} is of another log, or of another key: each log has a file of its own") from None
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise StateError(f"{path} {_DAMAGED}") from None


def _parse(told: dict[str, Any], log_key: str) -> Standing:
    if told.get("format") != FORMAT:
        raise StateError("is not where a monitor stands, or a newer command is needed")
    digest = told.pop("sha256")
    tree = Range(told["size"], [bytes.fromhex(each) for each in told["range"]])
    root = bytes.fromhex(told["root"])
    if digest != _digest(told) or len(tree.hashes) != tree.size.bit_count() or tree.root() != root:
        raise StateError(_DAMAGED)
    note = told["note"].encode()
    head = verify_checkpoint(note, log_key)
    if (head.size, head.root) != (tree.size, root):
        raise StateError(_DAMAGED)
    own = tuple(OwnEntry(**each) for each in told["own"])
    return Standing(tree=tree, note=note, key=told["monitor_key"], own=own)


def save(path: Path, origin: str, standing: Standing) -> None:
    """Keep it. Durable on return; dying before that, the file is what it was. OSError."""
    told: dict[str, Any] = {
        "format": FORMAT,
        "origin": origin,
        "size": standing.tree.size,
        "root": standing.tree.root().hex(),
        "range": [each.hex() for each in standing.tree.hashes],
        "note": standing.note.decode(),
        "monitor_key": standing.key,
        "own": [_own(each) for each in standing.own],
    }
    text = json.dumps({**told, "sha256": _digest(told)}, indent=1) + "\n"
    part = part_of(path)
    part.unlink(missing_ok=True)
    # Whose entries are whose is in it: for the brand alone.
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(text.encode())
    publish(part, path)


def keep_evidence(folder: Path, stem: str, notes: Sequence[bytes]) -> Path:
    """Write signed notes, one behind the other, under a name that there was not yet, unless the same were kept before. Durable on
    return. OSError.
    """
    number = 0
    while True:
        number += 1
        path = folder / f"{stem}-{number}.txt"
        try:
            file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
        except FileExistsError:
            if path.read_bytes() == b"\n".join(notes):
                return path
            continue
        with os.fdopen(file, "wb") as out:
            out.write(b"\n".join(notes))
            out.flush()
            os.fsync(out.fileno())
        return path


def _own(entry: OwnEntry) -> dict[str, Any]:
    names = ("number", "batch_id", "commitment", "month", "head")
    return {name: value for name in names if (value := getattr(entry, name)) != ""}


def _digest(told: dict[str, Any]) -> str:
    """Against a disk that loses bits, and hands that slip; whoever means it can make the digest again."""
    return hashlib.sha256(json.dumps(told, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
