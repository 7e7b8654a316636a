"""Tiles of the log (C2SP tlog-tiles): their paths, which a tree has, and the path of an entry out of them. Pure."""

import hashlib
import re
from collections.abc import Mapping
from typing import NamedTuple

from mintcore import inclusion_path

WIDTH = 256
"""Hashes of a full tile, and entries of a full bundle."""
HASH = 32
"""Bytes."""

# Each tile has one path: no group of zeros in front, no width of a full tile. 15 digits are more tiles than there will be.
_PATH = re.compile(
    r"/tile/(entries|[0-9]|[1-5][0-9]|6[0-3])/((?:(?!x000)(?:x[0-9]{3}/){1,4})?[0-9]{3})"
    r"(?:\.p/([1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5]))?",
    re.ASCII,
)


class Tile(NamedTuple):
    """Where a tile lies: a level (None: the bundle of the entries under a tile of level 0), a number, a width of 1 to 256."""

    level: int | None
    number: int
    width: int

    @property
    def first(self) -> int:
        """The number of its first hash in its level."""
        return self.number * WIDTH

    def is_of(self, size: int) -> bool:
        """Whether it is one of a tree of `size` leaves, or of one on the way there whose tile there is still partial: once a tile
        is full, its partial ones have ended.
        """
        hashes = size >> 8 * (self.level or 0)
        return self.first + self.width <= hashes and (self.width == WIDTH or hashes < self.first + WIDTH)


def parse_path(path: str) -> Tile | None:
    """The tile at a path as it came on the wire, such as `/tile/0/x001/x234/067.p/5`; None for any other text."""
    found = _PATH.fullmatch(path)
    if not found:
        return None
    level, number, width = found.groups()
    return Tile(
        None if level == "entries" else int(level),
        int(number.replace("x", "").replace("/", "")),
        int(width or WIDTH),
    )


def bundle(entries: list[bytes]) -> bytes:
    """An entry bundle: tlog-tiles, "Log entries"."""
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def rows_of_path(index: int, size: int) -> list[tuple[int, int]]:
    """The rows (level, number) that `path_of` reads: of each level the tile above the entry, and the last one."""
    rows = []
    for level in range(8):
        hashes = size >> 8 * level
        if hashes:
            rows += [(level, index >> 8 * (level + 1)), (level, hashes // WIDTH)]
    return list(dict.fromkeys(rows))


def path_of(index: int, size: int, rows: Mapping[tuple[int, int], bytes]) -> bytes:
    """The RFC 6962 path (2.1.1) of entry `index` in a tree of `size`, 32 bytes a hash, leaf side first. A row that has too few
    hashes gives a path that leads nowhere, or ValueError.
    """
    path = b""
    edge = b""  # the root of what is right of the last full tile of the level below, if anything is
    for level in range(8):
        full = size >> 8 * level
        number, at = divmod(index, WIDTH)
        last, rest = divmod(full, WIDTH)
        right = rows.get((level, last), b"")[: rest * HASH] + edge
        path += inclusion_path(right if number == last else rows.get((level, number), b"")[: WIDTH * HASH], at)
        if full + bool(edge) <= WIDTH:
            break
        edge = _root(right)
        index = number
    return path


def _root(hashes: bytes) -> bytes:
    """The root over nodes of one level, the last perhaps of fewer leaves; nothing of nothing."""
    level = [hashes[at : at + HASH] for at in range(0, len(hashes), HASH)]
    while len(level) > 1:
        pairs = zip(level[::2], level[1::2], strict=False)
        odd = level[-1:] if len(level) % 2 else []
        level = [*(hashlib.sha256(b"\1" + left + right).digest() for left, right in pairs), *odd]
    return level[0] if level else b""
