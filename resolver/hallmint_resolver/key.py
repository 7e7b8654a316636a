"""From a printed code to its place: derived code keys, as `hallmint-server keys export` wrote them."""

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from mintcore import CodeError, CodeKey

_FORM = re.compile(r"[0-9a-fA-F]{64}\n?")


class KeyFileError(Exception):
    """A key cannot be used; the message says which and what to do, and holds nothing of the key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LostKey:
    """A key that is gone: its codes, of batches up to `lost_batch_no`, are found by an index."""

    version: int
    lost_batch_no: int


class Known(NamedTuple):
    """What the database knows of a key: of a lost one, the last batch that it made."""

    version: int
    check_value: bytes
    lost_batch_no: int | None
    is_live: bool


class CodeKeys:
    """Keys by version, the newest first, and those that are lost. `live` are those that mint and sign: not the retired ones.
    `faults` says of each key that the database knows and that cannot be used why: what no other key decodes may be its code.
    """

    def __init__(
        self,
        keys: Sequence[tuple[int, CodeKey]],
        lost: Sequence[LostKey],
        live: Container[int] = (),
        faults: Sequence[str] = (),
    ) -> None:
        self._keys = tuple(sorted(keys, key=lambda pair: -pair[0]))
        self.lost = tuple(lost)
        self.faults = tuple(faults)
        self.live = {version: key for version, key in keys if version in live}

    def places(self, context: str, code: str) -> list[tuple[int, int, int]]:
        """`(key version, batch_no, seq)` for each key under which `code` decodes; none for a text that is no code, and by
        chance once in 2^28 forged codes for each key.
        """
        found = []
        for version, key in self._keys:
            try:
                batch_no, seq = key.decode(context, code)
            except CodeError:
                continue
            found.append((version, batch_no, seq))
        return found


def read_keys(folder: Path, known: Sequence[Known]) -> CodeKeys:
    """The keys of a folder that the database knows. One that is missing, malformed, readable by others, or another key of the
    same version is among `faults`. Raises KeyFileError where none is left to work with.
    """
    keys, lost, faults = [], [], []
    for version, check_value, lost_batch_no, _ in known:
        if lost_batch_no is not None:
            lost.append(LostKey(version=version, lost_batch_no=lost_batch_no))
            continue
        try:
            keys.append((version, _read(folder, version, check_value)))
        except KeyFileError as error:
            faults.append(str(error))
    if faults and not keys and not lost:
        raise KeyFileError(faults[0])
    return CodeKeys(keys, lost, {each.version for each in known if each.is_live}, faults)


_EXPORT = "Run `hallmint-server keys export -o FOLDER` on the server again and copy the files"


def _read(folder: Path, version: int, check_value: bytes) -> CodeKey:
    path = folder / f"code-key-derived-{version}.hex"
    try:
        mode = path.stat().st_mode
        text = path.read_text(encoding="ascii", errors="replace")
    except OSError as error:
        raise KeyFileError(f"{path} cannot be read: {error.strerror}. {_EXPORT}") from None
    if mode & 0o077:
        raise KeyFileError(f"{path} can be read by others: mode {mode & 0o777:04o}. Run `chmod 600 {path}`")
    if not _FORM.fullmatch(text):
        raise KeyFileError(f"{path} is no derived key: 64 hex digits and a line feed. {_EXPORT}")
    key = CodeKey.from_derived(bytes.fromhex(text.strip()))
    if key.check_value() != check_value:
        raise KeyFileError(f"{path} is another key than version {version} of this installation. {_EXPORT}")
    return key
