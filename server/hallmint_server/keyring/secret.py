"""Files of mode 0600 that are written whole or not at all: keys (32 random bytes as 64 hex digits and a line feed), and what
lies beside them.
"""

import contextlib
import fcntl
import os
import re
import secrets
from collections.abc import Iterator
from pathlib import Path

_FORM = re.compile(r"^[0-9a-fA-F]{64}\n?$")


class KeyFileError(Exception):
    """A key cannot be used; the message says which and what to do, and holds nothing of the key."""


def read(path: Path, *, kind: str, name: str, if_missing: str, if_open: str) -> bytes:
    """The 32 bytes of a file. Raises KeyFileError where it is missing, malformed, or readable by others; `kind` and `name` say
    what it is, `if_missing` and `if_open` what to do.
    """
    return parse(read_text(path, name=name, if_missing=if_missing, if_open=if_open), str(path), kind=kind)


def read_text(path: Path, *, name: str, if_missing: str, if_open: str) -> str:
    """The text of a file of any form. Raises KeyFileError where it is missing or readable by others, in the words of `read`."""
    try:
        mode = path.stat().st_mode
        text = path.read_text(encoding="ascii", errors="replace")
    except FileNotFoundError:
        raise KeyFileError(f"{name} is missing: {path} does not exist. {if_missing}") from None
    except OSError as error:
        raise KeyFileError(f"{name} cannot be read: {path}: {error.strerror}") from None
    if mode & 0o077:
        raise KeyFileError(
            f"{name} can be read by others: {path} has mode {mode & 0o777:04o}. Run `chmod 600 {path}`, and if others may have "
            f"read it, {if_open}"
        )
    return text


def parse(text: str, where: str, *, kind: str) -> bytes:
    """The 32 bytes of a text. Raises KeyFileError."""
    if not _FORM.match(text):
        raise KeyFileError(
            f"{where} is not a {kind}: it must be 64 hex digits and a line feed (32 random bytes), and has "
            f"{len(text.strip())} characters"
        )
    return bytes.fromhex(text.strip())


def create(path: Path) -> None:
    """Make a file of 32 random bytes, durable on return; an existing one is never replaced."""
    place(path, secrets.token_hex(32) + "\n")


def place(path: Path, text: str) -> None:
    """Make a file of mode 0600 of a text, durable on return; an existing one is never replaced.

    If the process dies before the link, nothing but a hidden temporary file is left; after it, the file is whole, and a retry
    finds it.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary = path.with_name(f".{path.stem}.{secrets.token_hex(4)}")
    write(temporary, text)
    try:
        # Unlike a rename, a link never replaces a key. Where another process was first, its key is the one.
        with contextlib.suppress(FileExistsError):
            os.link(temporary, path)
    finally:
        temporary.unlink()
    flush_folder(path.parent)


def replace(path: Path, text: str) -> None:
    """Put a file of mode 0600 of a text in the place of the one that may be there, durable on return.

    If the process dies before the rename the old one stays, with a hidden temporary file beside it; after it, readers find the
    new one, whole. A retry writes it again.
    """
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        write(temporary, text)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    flush_folder(path.parent)


def link(path: Path, target: Path) -> None:
    """Give a file another name beside its own, durable on return. FileExistsError where something has it."""
    os.link(path, target)
    flush_folder(target.parent)


def move(path: Path, target: Path) -> None:
    """Give a file another name in its folder, in the place of a file that may have it, durable on return. If the process dies
    before the rename nothing happened; after it, the file is there under the other name alone.
    """
    path.replace(target)
    flush_folder(target.parent)


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock that a file is, which stays empty: one program of this machine at a time, and nobody after a death. Waits for
    whoever holds it.
    """
    lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)  # lets go of it, as dying does


@contextlib.contextmanager
def writing(folder: Path, *, name: str) -> Iterator[None]:
    """Turn whatever keeps a program from writing into a folder into a KeyFileError that says so; `name` is what it is."""
    try:
        yield
    except OSError as error:
        raise KeyFileError(
            f"{name} {folder} cannot be written: {error.strerror}. Make it a folder of this program's user, with mode 0700 and "
            "free space"
        ) from None


def write(path: Path, text: str) -> None:
    """Write a new file of mode 0600, flushed to the disk. FileExistsError where there is one."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def flush_folder(folder: Path) -> None:
    """Make a change of a folder's names durable."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
