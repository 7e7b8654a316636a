"""Master key files: `code-key-<version>.hex`, 64 hex digits and a line feed, mode 0600, never in the database."""

import contextlib
import os
import re
import secrets
from collections.abc import Mapping
from pathlib import Path

from pydantic import SecretStr

from mintcore import CodeKey

_NAME = re.compile(r"code-key-([1-9][0-9]{0,8})\.hex")
_FORM = re.compile(r"^[0-9a-fA-F]{64}\n?$")


class KeyFileError(Exception):
    """A key cannot be used; the message says which and what to do, and holds nothing of the key."""


class KeyFolder:
    """Where master keys come from: HALLMINT_CODE_KEY_<version> first, then a file in the folder."""

    def __init__(self, folder: Path, environment: Mapping[int, SecretStr]) -> None:
        self._folder = folder
        self._environment = environment

    def path(self, version: int) -> Path:
        """The file of one version."""
        return self._folder / f"code-key-{version}.hex"

    def exists(self, version: int) -> bool:
        """Whether there is a key of this version, usable or not."""
        return version in self._environment or self.path(version).exists()

    def first_version(self) -> int:
        """The version that an empty database begins with: the newest of the environment, else the one after the newest file."""
        if self._environment:
            return max(self._environment)
        return max(self._file_versions(), default=0) + 1

    def _file_versions(self) -> list[int]:
        return [int(m[1]) for path in self._folder.glob("code-key-*.hex") if (m := _NAME.fullmatch(path.name))]

    def check(self) -> None:
        """Read every key of the environment and the folder. Raises KeyFileError for the first that cannot be used."""
        for version in sorted({*self._environment, *self._file_versions()}):
            self.read(version)

    def read(self, version: int) -> CodeKey:
        """The derived key of one version. Raises KeyFileError where it is missing, malformed, or readable by others."""
        if version in self._environment:
            return _parse(self._environment[version].get_secret_value(), f"HALLMINT_CODE_KEY_{version}")
        path = self.path(version)
        try:
            mode = path.stat().st_mode
            text = path.read_text(encoding="ascii", errors="replace")
        except FileNotFoundError:
            raise KeyFileError(
                f"code key {version} is missing: {path} does not exist. Put the file back from your backup, or set "
                f"HALLMINT_CODE_KEY_{version}. If it is gone for good, `hallmint-server keys lost {version}` keeps every "
                f"printed code resolvable. No new key is ever made in its place"
            ) from None
        except OSError as error:
            raise KeyFileError(f"code key {version} cannot be read: {path}: {error.strerror}") from None
        if mode & 0o077:
            raise KeyFileError(
                f"code key {version} can be read by others: {path} has mode {mode & 0o777:04o}. Run `chmod 600 {path}`, and "
                f"if others may have read it, `hallmint-server keys add` and `keys retire {version}`"
            )
        return _parse(text, str(path))

    def create(self, version: int) -> CodeKey:
        """Make a key file, durable on return; an existing file or variable of that version is taken as it is.

        If the process dies before the link, nothing but a hidden temporary file is left; after it, the file is whole, and a
        retry takes it.
        """
        if self.exists(version):
            return self.read(version)
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        temporary = self._folder / f".code-key-{version}.{secrets.token_hex(4)}"
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "w", encoding="ascii") as file:
                file.write(secrets.token_hex(32) + "\n")
                file.flush()
                os.fsync(file.fileno())
            # Unlike a rename, a link never replaces a key. Where another process was first, its key is the one.
            with contextlib.suppress(FileExistsError):
                os.link(temporary, self.path(version))
        finally:
            temporary.unlink()
        directory = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(directory)
        finally:
            os.close(directory)
        return self.read(version)


def _parse(text: str, where: str) -> CodeKey:
    if not _FORM.match(text):
        raise KeyFileError(
            f"{where} is not a code key: it must be 64 hex digits and a line feed (32 random bytes), and has "
            f"{len(text.strip())} characters"
        )
    return CodeKey.from_master(bytes.fromhex(text.strip()))


def write_derived(folder: Path, version: int, key: CodeKey) -> Path:
    """Write a derived key for a resolver: `code-key-derived-<version>.hex`, mode 0600, replacing an older one. Durable on
    return.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"code-key-derived-{version}.hex"
    temporary = folder / f".{path.name}.{secrets.token_hex(4)}"
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(key.derived().hex() + "\n")
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    return path
