"""Master key files: `code-key-<version>.hex`, 64 hex digits and a line feed, mode 0600, never in the database."""

import re
import secrets
from collections.abc import Mapping
from pathlib import Path

from pydantic import SecretStr

from hallmint_server.keyring import secret
from mintcore import CodeKey

_NAME = re.compile(r"code-key-([1-9][0-9]{0,8})\.hex")


class KeyFolder:
    """Where master keys come from: HALLMINT_CODE_KEY_<version> first, then a file in the folder."""

    def __init__(self, folder: Path, environment: Mapping[int, SecretStr]) -> None:
        self._folder = folder
        self._environment = environment

    @property
    def folder(self) -> Path:
        """The folder."""
        return self._folder

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

    def next_version(self, known: int) -> int:
        """The version after `known`, the newest of the database: the next one where the environment hands it over, else past
        every key that is here. A file that the database does not know may have minted for it before it was put back to an
        older state, and the same key at the same places makes the same codes once more.
        """
        if known + 1 in self._environment:
            return known + 1
        return max(known, *self._environment, *self._file_versions(), 0) + 1

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
        master = secret.read(
            self.path(version),
            kind="code key",
            name=f"code key {version}",
            if_missing=f"Put the file back from your backup, or set HALLMINT_CODE_KEY_{version}. If it is gone for good, "
            f"`hallmint-server keys lost {version}` keeps every printed code resolvable. No new key is ever made in its place",
            if_open=f"`hallmint-server keys add` and `keys retire {version}`",
        )
        return CodeKey.from_master(master)

    def create(self, version: int) -> CodeKey:
        """Make a key file, durable on return; an existing file or variable of that version is taken as it is."""
        if not self.exists(version):
            secret.create(self.path(version))
        return self.read(version)


def _parse(text: str, where: str) -> CodeKey:
    return CodeKey.from_master(secret.parse(text, where, kind="code key"))


def write_derived(folder: Path, version: int, key: CodeKey) -> Path:
    """Write a derived key for a resolver: `code-key-derived-<version>.hex`, mode 0600, replacing an older one. Durable on
    return.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"code-key-derived-{version}.hex"
    temporary = folder / f".{path.name}.{secrets.token_hex(4)}"
    secret.write(temporary, key.derived().hex() + "\n")
    temporary.replace(path)
    return path
