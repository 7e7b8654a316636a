"""Checkpoints (C2SP tlog-checkpoint): the signed head of the log, and the rule by which one may be signed.

The last signed checkpoint lies in a file beside the key, for the database can be put back to an older state and the file is
not put back with it. Nothing is signed but through `Head.sign`, which holds the rule under a lock.
"""

import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from hallmint_server.keyring import secret
from hallmint_server.keyring.secret import KeyFileError
from hallmint_server.log.key import CHECKPOINT_FILE, FOLDER, LogKey
from hallmint_server.log.note import Note, open_note, write_note
from hallmint_server.log.signature import NoteError, Verifier, base64_bytes, check_text
from hallmint_server.log.tile import EMPTY_ROOT, HASH

LOCK_FILE = ".log-checkpoint-1.lock"
"""Held by whoever changes the files of the log's key."""
_SIZE = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)
_MOST_LEAVES = 2**63 - 1


class CheckpointRefused(Exception):  # noqa: N818 - it is a decision, and no fault
    """A checkpoint must not be signed: it would contradict one that was. The message says both, and what to do."""


class CheckpointOvertaken(Exception):  # noqa: N818 - as above
    """Another program signed a checkpoint meanwhile. Nothing was signed; ask for the last one again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """A head of a log: how many leaves, and their root of 32 bytes. `extensions` are lines that Hallmint's own never have."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def text(self) -> str:
        """The text to sign: tlog-checkpoint, "Note text"."""
        lines = (self.origin, str(self.size), base64.b64encode(self.root).decode(), *self.extensions)
        return "".join(f"{line}\n" for line in lines)

    def __str__(self) -> str:
        """For messages."""
        return f"{self.size} entries with root {self.root.hex()}"


def parse_checkpoint(text: str) -> Checkpoint:
    """A checkpoint out of the text of a note: tlog-checkpoint, "Note text". Raises NoteError where it is none."""
    check_text(text)
    origin, *rest = text[:-1].split("\n")
    if len(rest) < 2 or not all((origin, *rest)):  # noqa: PLR2004 - size and root
        raise NoteError("a checkpoint is a name, a size, a root and no empty line")
    size_text, root_text, *extensions = rest
    if not _SIZE.fullmatch(size_text) or int(size_text) > _MOST_LEAVES:
        raise NoteError("the second line of a checkpoint is its size, without leading zeros")
    root = base64_bytes(root_text)
    if len(root) != HASH:
        raise NoteError("the third line of a checkpoint is a root of 32 bytes")
    found = Checkpoint(origin=origin, size=int(size_text), root=root, extensions=tuple(extensions))
    if not found.size and root != EMPTY_ROOT:
        raise NoteError("an empty tree has another root: RFC 6962, 2.1")
    return found


def open_checkpoint(data: bytes, log: Verifier, others: Sequence[Verifier] = ()) -> tuple[Checkpoint, Note]:
    """A checkpoint that a log signed and, it may be, witnesses: both ways of tlog-witness, "add-checkpoint", to read one.

    Raises NoteError where it is malformed, of another origin, not signed by the log, or wrongly by one of the others.
    """
    note = open_note(data, [log, *others])
    found = parse_checkpoint(note.text)
    if all(verifier != log for verifier, _ in note.verified):
        raise NoteError(f"the log {log.name} did not sign the checkpoint")
    if found.origin != log.name:
        raise NoteError(f"a checkpoint of the log {found.origin}, and the key is that of {log.name}")
    return found, note


def check_growth(last: Checkpoint | None, wanted: Checkpoint, root_at_last: bytes | None) -> None:
    """Whether a log that signed `last` may sign `wanted`: tlog-checkpoint, "Signatures". Pure.

    `root_at_last` is the root over the first `last.size` leaves of the wanted tree, made from its own leaves or tiles; None
    where it has fewer. Raises CheckpointRefused.
    """
    if last is None:
        return
    if last.origin != wanted.origin:
        raise CheckpointRefused(f"The last signed checkpoint is of the log {last.origin}, not of {wanted.origin}.")
    if wanted.size < last.size:
        raise CheckpointRefused(
            f"The log was signed at {last}, and its database now holds {wanted.size} entries: it was put back to an older "
            "state. Nothing is signed until the entries that are missing are there again (restore a newer backup)."
        )
    at_last = wanted.root if wanted.size == last.size else root_at_last
    if at_last != last.root:
        raise CheckpointRefused(
            f"The log was signed at {last}, and the first {last.size} entries of its database now have root "
            f"{at_last.hex() if at_last else 'unknown'}: entries were changed, or the database was put back to an older state "
            "and has gone on. Nothing is signed until the same entries are there again (restore a newer backup)."
        )


class Head:
    """The last signed checkpoint of a log, in `log-checkpoint-1.txt` beside its key: a signed note, mode 0600.

    Every method reads or writes files, and `sign` flushes to the disk: call them where blocking does no harm.
    """

    def __init__(self, folder: Path, key: LogKey) -> None:
        self._folder = folder
        self._path = folder / CHECKPOINT_FILE
        self._key = key

    def last(self) -> Checkpoint | None:
        """The last signed checkpoint; None before the first. Raises NoteError where the file is no checkpoint of this key,
        KeyFileError where it cannot be read.
        """
        read = self._read()
        return read[0] if read else None

    def sign(self, wanted: Checkpoint, last: Checkpoint | None, root_at_last: bytes | None) -> bytes:
        """Sign a checkpoint whose tiles are durable already, by the rule of `check_growth`; `last` is what `last()` told, and
        `root_at_last` goes with it. Returns the note with the log's signature; the file holds it, durably, before anyone can
        have seen it.

        One that is signed already comes back in the same bytes, so whoever died before publishing it just asks again. Raises
        CheckpointRefused; CheckpointOvertaken where `last` is no longer the last; KeyFileError where the folder cannot be
        written; NoteError as `last()` does.
        """
        if wanted.origin != self._key.name:
            raise CheckpointRefused(f"The key is that of the log {self._key.name}, not of {wanted.origin}.")
        with secret.writing(self._folder, name=FOLDER), secret.locked(self._folder / LOCK_FILE):
            read = self._read()
            if (read[0] if read else None) != last:
                raise CheckpointOvertaken(f"Another program signed {read[0] if read else 'nothing'} meanwhile")
            check_growth(last, wanted, root_at_last)
            if read and read[0] == wanted:
                return read[1]
            text = wanted.text()
            parse_checkpoint(text)
            data = write_note(text, [self._key.sign(text)])
            # Dying before or in this, the last one stays; after it, this one counts as signed although nobody has seen it,
            # and the next must grow out of it.
            secret.replace(self._path, data.decode())
        return data

    def _read(self) -> tuple[Checkpoint, bytes] | None:
        try:
            data = self._path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise KeyFileError(f"the log's last checkpoint cannot be read: {self._path}: {error.strerror}") from None
        try:
            return open_checkpoint(data, self._key.verifier)[0], data
        except NoteError as error:
            raise NoteError(
                f"{self._path} is not the last checkpoint of the log {self._key.name}: {error}. Put it back from your backup"
            ) from None
