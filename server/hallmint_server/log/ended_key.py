"""Keys of logs that have ended, and of one that is about to begin, beside the log's own. Nothing signs with any of them.

    next-log-key.txt               the key of the log that follows, until it takes the place of `log-key-1.txt`
    ended-<n>-log-key.txt          the key of a log that has ended: to be taken away, and never to be used again
    ended-<n>-log-public-key.txt   its public half, which its proofs need for ever
    ended-<n>-log-checkpoint.txt   the last checkpoint that it signed

Every function reads or writes files: call them where blocking does no harm.
"""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

from hallmint_server import failpoint
from hallmint_server.keyring import secret
from hallmint_server.keyring.secret import KeyFileError
from hallmint_server.log.checkpoint import LOCK_FILE, open_checkpoint, parse_checkpoint
from hallmint_server.log.key import CHECKPOINT_FILE, FOLDER, KEY_FILE, NEXT_FILE, new_key
from hallmint_server.log.note import read_note
from hallmint_server.log.signature import NoteError, Signer, Verifier

_KEY, _PUBLIC, _CHECKPOINT = "log-key", "log-public-key", "log-checkpoint"


def find_key(folder: Path, name: str) -> Signer | None:
    """The key in a file of the folder, also where others can read it: it may be what ends the log. None where there is none.
    Raises KeyFileError where the file cannot be read.
    """
    try:
        return Signer.parse((_read(folder / name) or b"").decode("ascii", "replace").removesuffix("\n"))
    except NoteError:
        return None


def find_checkpoint(folder: Path) -> tuple[str, int] | None:
    """Name and entries of the last signed checkpoint, **not verified**; None without one. Raises KeyFileError as `find_key`."""
    try:
        found = parse_checkpoint(read_note(_read(folder / CHECKPOINT_FILE) or b"")[0])
    except NoteError:
        return None
    return found.origin, found.size


def known_names(folder: Path) -> set[str]:
    """Names of all logs whose key or checkpoint lies here, but for one that is about to begin."""
    kept = [path.name for path in folder.glob(f"ended-*-{_KEY}.txt")]
    public = [(_read(path) or b"").decode("ascii", "replace") for path in folder.glob(f"ended-*-{_PUBLIC}.txt")]
    names = {key.name for file in (KEY_FILE, *kept) if (key := find_key(folder, file))}
    checkpoint = find_checkpoint(folder)
    return names | {text.partition("+")[0] for text in public} | ({checkpoint[0]} if checkpoint else set())


def prepare(folder: Path, name: str) -> Signer:
    """The key of a log that is about to begin, durable on return; a retry finds the same. One of another name, which never came
    to be, is replaced. Raises KeyFileError where the folder cannot be written.
    """
    found = find_key(folder, NEXT_FILE)
    if found is not None and found.name == name:
        return found
    made = new_key(name)
    with secret.writing(folder, name=FOLDER):
        secret.replace(folder / NEXT_FILE, made.secret_text() + "\n")
    return made


def is_in_place(folder: Path, key: str) -> bool:
    """Whether the log of this public key goes on here, and nothing is left to do."""
    held, verifier = find_key(folder, KEY_FILE), Verifier.parse(key)
    is_left = (folder / NEXT_FILE).exists() or _stray_checkpoint(folder, verifier) is not None
    return held is not None and held.verifier == verifier and not is_left


def install(folder: Path, key: str) -> int | None:
    """Put what is another log's aside, and the key of the log that goes on in its place; durable on return. Returns the number
    of what was put aside, None where nothing was. A retry goes on where it was.

    At no moment is there a folder without a key, or a new key beside an old checkpoint. Raises KeyFileError where the key is not
    here, after everything else, and where the folder cannot be written.
    """
    verifier = Verifier.parse(key)
    with secret.writing(folder, name=FOLDER), secret.locked(folder / LOCK_FILE):
        aside = _put_aside(folder, verifier)
        held, prepared = find_key(folder, KEY_FILE), find_key(folder, NEXT_FILE)
        if prepared is not None and prepared.verifier == verifier:
            secret.move(folder / NEXT_FILE, folder / KEY_FILE)
            failpoint.hit("begin.placed")
        elif held is None or held.verifier != verifier:
            raise KeyFileError(
                f"the key of the log {verifier.name} was made on another machine. Copy its {KEY_FILE} into {folder}, over the "
                f"one that may be there: it must be the private half of {key}"
            )
        else:
            # Of a log that never came to be: another machine was faster.
            (folder / NEXT_FILE).unlink(missing_ok=True)
    return aside


def _put_aside(folder: Path, verifier: Verifier) -> int | None:
    held = find_key(folder, KEY_FILE)
    key = None if held is not None and held.verifier == verifier else _read(folder / KEY_FILE)
    checkpoint = _stray_checkpoint(folder, verifier)
    if key is None and checkpoint is None:
        return None
    number = next(each for each in count(1) if _fits(folder, each, key, checkpoint))
    if key is not None:
        # The key stays where it is until another takes its place: without one, a first start would make one.
        if not _path(folder, number, _KEY).exists():
            secret.link(folder / KEY_FILE, _path(folder, number, _KEY))
        if held is not None:
            secret.place(_path(folder, number, _PUBLIC), f"{held.verifier}\n")
        failpoint.hit("begin.kept")
    if checkpoint is not None:
        secret.move(folder / CHECKPOINT_FILE, _path(folder, number, _CHECKPOINT))
        failpoint.hit("begin.cleared")
    return number


def _stray_checkpoint(folder: Path, verifier: Verifier) -> bytes | None:
    """The checkpoint file, where it is not the last checkpoint of this log."""
    data = _read(folder / CHECKPOINT_FILE)
    try:
        if data is not None:
            open_checkpoint(data, verifier)
    except NoteError:
        return data
    return None


def _fits(folder: Path, number: int, key: bytes | None, checkpoint: bytes | None) -> bool:
    """Whether a number is free, or that of the same key, which was put aside before."""
    if key is not None and _read(_path(folder, number, _KEY)) == key:
        return checkpoint is None or not _path(folder, number, _CHECKPOINT).exists()
    return not any(path.exists() for path in _paths(folder, number))


def _paths(folder: Path, number: int) -> Iterator[Path]:
    return (_path(folder, number, part) for part in (_KEY, _PUBLIC, _CHECKPOINT))


def _path(folder: Path, number: int, part: str) -> Path:
    return folder / f"ended-{number}-{part}.txt"


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise KeyFileError(f"a file of the log's key cannot be read: {path}: {error.strerror}") from None
