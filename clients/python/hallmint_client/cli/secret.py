"""Credentials on this machine: read from a file that only its owner can read, and written into such a file."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from hallmint_client.cli.screen import Screen

VARIABLE = "HALLMINT_CREDENTIAL"
FILE_VARIABLE = "HALLMINT_CREDENTIAL_FILE"
_OTHERS = 0o077
_MOST_BYTES = 4096


def find_credential(file: Path | None) -> str | None:
    """The credential of a file that was named, or else of the environment: itself, or its file. None where there is none."""
    if file is not None:
        return read_secret(file, "--credential-file")
    if text := os.environ.get(VARIABLE):
        return text
    if path := os.environ.get(FILE_VARIABLE):
        return read_secret(Path(path), FILE_VARIABLE)
    return None


def read_secret(path: Path, option: str) -> str:
    """What is in a file that nobody but its owner can read or write; typer.BadParameter where others can."""
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode & 0o777
            content = b"" if mode & _OTHERS else file.read(_MOST_BYTES)
    except OSError as error:
        raise typer.BadParameter(f"{option}: {path} cannot be read: {error.strerror}") from error
    if mode & _OTHERS:
        text = f"{option}: others can read or write {path} (mode {mode:04o}): run `chmod 600 {path}`"
        raise typer.BadParameter(f"{text}, and replace the credential if others may have seen it")
    return content.decode("ascii", "replace")


class Keep:
    """Where a secret goes that is shown once: into a file, or onto the screen."""

    def __init__(self, screen: Screen, path: Path | None, file: int | None) -> None:
        self._screen = screen
        self._path = path
        self._file = file
        self.used = False

    @property
    def shown(self) -> bool:
        """Whether it goes onto the screen, and with `--json` into the document."""
        return self._file is None

    def put(self, secret: str, what: str) -> None:
        """Keep it, durable on return. Where the file cannot take it, it is shown: nobody could ever read it again."""
        if self._file is not None:
            try:
                os.write(self._file, f"{secret}\n".encode())
                os.fsync(self._file)
            except OSError as error:
                self._file = None
                self._screen.warn(f"{self._path} cannot be written: {error.strerror}")
            else:
                self.used = True
                self._screen.note(f"wrote {what} to {self._path}")
                return
        if self._screen.json:  # the document has it
            return
        self._screen.plain(secret)
        self._screen.warn(f"this is {what}: keep it now, it is never shown again, and let nobody else see it")


@contextmanager
def keeping(screen: Screen, path: Path | None) -> Iterator[Keep]:
    """Make the new file (mode 0600) before a secret is asked for, and take it away again where none came.
    typer.BadParameter where it exists or cannot be made.
    """
    if path is None:
        yield Keep(screen, None, None)
        return
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise typer.BadParameter(f"--save: {path} cannot be made: {error.strerror}") from error
    keep = Keep(screen, path, file)
    try:
        yield keep
    finally:
        os.close(file)
        if not keep.used:
            path.unlink(missing_ok=True)
