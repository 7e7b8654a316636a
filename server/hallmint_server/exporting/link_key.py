"""Keys of the links to packs: `link-key-<id>.hex` beside the code keys, 64 hex digits and a line feed, mode 0600.

The newest signs, and the one before it is still good for links that it signed; older files are of no use.
"""

import re
from collections.abc import Sequence
from pathlib import Path

from hallmint_server.keyring import secret

_NAME = re.compile(r"link-key-([1-9][0-9]{0,8})\.hex")
_GOOD = 2


class LinkKeys:
    """The newest keys of a folder, the newest first: at least one."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        if not keys:
            raise ValueError("no key")
        self.keys = tuple(keys)

    @property
    def newest(self) -> bytes:
        """The one that signs."""
        return self.keys[0]

    @classmethod
    def open(cls, folder: Path) -> "LinkKeys":
        """Read the keys, and make the first where there is none, durable on return: of programs that start at once all get the
        same. Raises KeyFileError where a key cannot be used.
        """
        if not _ids(folder):
            secret.create(_path(folder, 1))
        return cls([_read(folder, key_id) for key_id in _ids(folder)[:_GOOD]])

    @classmethod
    def rotate(cls, folder: Path) -> "LinkKeys":
        """Make the next key, durable on return, remove those that are no longer good, and read what is left. Programs that run
        sign with the new one once they have started again.
        """
        secret.create(_path(folder, max(_ids(folder), default=0) + 1))
        for key_id in _ids(folder)[_GOOD:]:
            _path(folder, key_id).unlink(missing_ok=True)
        return cls.open(folder)


def _ids(folder: Path) -> list[int]:
    """The newest first."""
    found = (_NAME.fullmatch(path.name) for path in folder.glob("link-key-*.hex"))
    return sorted((int(m[1]) for m in found if m), reverse=True)


def _path(folder: Path, key_id: int) -> Path:
    return folder / f"link-key-{key_id}.hex"


def _read(folder: Path, key_id: int) -> bytes:
    return secret.read(
        _path(folder, key_id),
        kind="link key",
        name=f"link key {key_id}",
        if_missing="Start again: a new one is made, and links of the last 300 s are lost",
        if_open="remove it: a new one is made at the next start, and links of the last 300 s are lost",
    )
