"""What a witness has cosigned, and the rule by which it cosigns: never two trees of one size, never a smaller one.

Of each log the last cosigned checkpoint lies in a file of the witness's folder: a note that the log and the witness signed.
What is true if the process dies, step by step:

    witness.locked  Nothing happened; the lock ends with the process.
    witness.signed  A cosignature was made, which nobody has seen, and it is gone. The record is as it was.
    witness.kept    The record has it, durably, and nobody has seen it. The log asks again, and is told that size, or gets a
                    cosignature of the same tree.

No cosignature leaves before it is in the record, and whoever looks at the record and changes it holds its lock: so it goes for
several programs on one folder too.
"""

import hashlib
import time as clock
from collections.abc import Callable
from pathlib import Path

from hallmint_server import failpoint
from hallmint_server.keyring import secret
from hallmint_server.log.checkpoint import Checkpoint, parse_checkpoint
from hallmint_server.log.note import open_note, write_note
from hallmint_server.log.signature import NoteError, Signature, Signer
from hallmint_server.witness.key import RECORD
from mintcore import ProofError, verify_consistency

_LOCK = ".witnessed.lock"
_NAME_HEX = 32


class ConflictError(Exception):
    """The old size is not that of the last cosigned checkpoint, or the checkpoint is another tree of that size. `size` is its."""

    def __init__(self, size: int, message: str) -> None:
        super().__init__(message)
        self.size = size


class InconsistentError(Exception):
    """The proof does not show that the last cosigned tree is the beginning of this one."""


class ClockError(Exception):
    """This machine's clock is behind the last cosignature. It says how far."""


class Records:
    """The records of one folder, under one key. Every method reads or writes files: call them where blocking does no harm."""

    def __init__(self, folder: Path, signer: Signer, *, now: Callable[[], float] = clock.time) -> None:
        self._folder = folder
        self._signer = signer
        self._now = now

    def check(self, origins: tuple[str, ...]) -> None:
        """Look whether the folder can be written and each record read. Raises KeyFileError, NoteError."""
        with secret.writing(self._folder, name="the witness's folder"), secret.locked(self._folder / _LOCK):
            for origin in origins:
                self.last(origin)

    def last(self, origin: str) -> tuple[Checkpoint, int] | None:
        """The last cosigned checkpoint of a log, and the time of its cosignature; None before the first. Raises NoteError where
        the record is none of this witness's, or of another log.
        """
        found = self._read(origin)
        return (found[0], found[1].time) if found else None

    def cosign(self, checkpoint: Checkpoint, signature: Signature, old: int, proof: tuple[bytes, ...]) -> Signature:
        """Cosign a checkpoint that its log signed with `signature`, where `proof` leads to it from the last cosigned one, of
        `old` entries: tlog-witness, "add-checkpoint". The record has it, durably, on return. A retry is a conflict,
        or of the same tree a new cosignature, and in the same second the same one.

        Raises ConflictError, InconsistentError, ClockError; NoteError as `last` does; KeyFileError where it cannot be kept.
        """
        path = self._path(checkpoint.origin)
        with secret.writing(self._folder, name="the witness's folder"), secret.locked(self._folder / _LOCK):
            failpoint.hit("witness.locked")
            read = self._read(checkpoint.origin)
            if read is not None:
                self._check_size(path, read[0], checkpoint, old, signature)
            elif old:
                raise ConflictError(0, "nothing of this log was cosigned here yet")
            _check_growth(read[0] if read else None, checkpoint, proof)
            time = int(self._now())
            if read is not None and time < read[1].time:
                # It would say that the log had at an earlier time more entries than it had at a later one.
                raise ClockError(f"this machine's clock is {read[1].time - time} s behind its last cosignature")
            if read is not None and (read[0], read[1].time) == (checkpoint, time):
                return read[1]  # whoever asks again and again, as anybody can, keeps the disk busy once a second
            made = self._signer.sign(checkpoint.text(), time=time)
            failpoint.hit("witness.signed")
            secret.replace(path, write_note(checkpoint.text(), [signature, made]).decode())
            failpoint.hit("witness.kept")
        return made

    def _check_size(self, path: Path, last: Checkpoint, wanted: Checkpoint, old: int, signature: Signature) -> None:
        if old == last.size == wanted.size and wanted.root != last.root:
            # Both are signed by the log: what shows to anybody that it told two stories. The first such two are kept
            # together, for the record goes on to larger trees.
            evidence = self._folder / f"evidence-{_name(wanted.origin)}.txt"
            refused = write_note(wanted.text(), [signature])
            secret.place(evidence, b"\n".join([path.read_bytes(), refused]).decode())
            raise ConflictError(
                last.size, f"another tree of this size was cosigned: {last}; {evidence.name} has it and the refused one"
            )
        if old != last.size:
            raise ConflictError(last.size, f"{last.size} entries were cosigned last")

    def _read(self, origin: str) -> tuple[Checkpoint, Signature] | None:
        path = self._path(origin)
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            return None
        try:
            note = open_note(data, [self._signer.verifier])
            found = parse_checkpoint(note.text)
            if found.origin != origin:
                raise NoteError(f"it is of the log {found.origin}")  # noqa: TRY301 - said with the rest below
        except NoteError as error:
            raise NoteError(
                f"{path} is not what this witness cosigned last of the log {origin}: {error}. Put it back from your backup, if "
                "that is as new; a witness that forgot what it cosigned must begin anew, in another folder and with another key"
            ) from None
        return found, note.verified[0][1]

    def _path(self, origin: str) -> Path:
        return self._folder / f"{RECORD}{_name(origin)}.txt"


def _check_growth(last: Checkpoint | None, wanted: Checkpoint, proof: tuple[bytes, ...]) -> None:
    """Raises InconsistentError."""
    if last is None or not last.size:
        if proof:
            raise InconsistentError("a proof from an empty tree has no hashes")
        return
    try:
        verify_consistency(last.size, last.root, wanted.size, wanted.root, b"".join(proof))
    except ProofError:
        raise InconsistentError(f"the proof does not lead from {last} to {wanted}") from None


def _name(origin: str) -> str:
    """The part of a file's name that stands for a log, whatever characters its own has."""
    return hashlib.sha256(origin.encode()).hexdigest()[:_NAME_HEX]
