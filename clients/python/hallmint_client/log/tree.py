"""The tree of a log (RFC 6962, 2.1) as far as it was read, and the tiles it is served in (C2SP tlog-tiles). Pure."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from mintcore import range_root

WIDTH = 256
"""Hashes of a full tile, and entries of a full bundle."""
HASH = 32
"""Bytes."""
_HEIGHT = 8


def leaf_hash(entry: bytes) -> bytes:
    """The hash of an entry."""
    return hashlib.sha256(b"\0" + entry).digest()


@dataclass(slots=True)
class Range:
    """A compact range from entry 0: the roots of the perfect subtrees that make up `size` leaves, largest first."""

    size: int = 0
    hashes: list[bytes] = field(default_factory=list)

    def add(self, leaf: bytes) -> None:
        """Append one leaf's hash."""
        below = self.size
        while below & 1:
            leaf = hashlib.sha256(b"\1" + self.hashes.pop() + leaf).digest()
            below >>= 1
        self.hashes.append(leaf)
        self.size += 1

    def root(self) -> bytes:
        """32 bytes."""
        return range_root(b"".join(self.hashes), self.size)

    def before(self, size: int) -> "Range":
        """The range of the first `size` leaves, a size whose binary digits are the first ones of this one, and zeros."""
        return Range(size, self.hashes[: size.bit_count()])

    def copy(self) -> "Range":
        """Another one, of the same leaves."""
        return Range(self.size, list(self.hashes))

    def parts(self) -> Iterator[tuple[int, int, bytes]]:
        """Each subtree: its leaves, from one up to another that is not among them, and its root."""
        first = 0
        for root in self.hashes:
            end = first + (1 << (self.size - first).bit_length() - 1)
            yield first, end, root
            first = end


Found = tuple[int, int, int, list[bytes]]
"""Level, number and width of a tile, and its last hashes, as many as are known."""


class Rows:
    """The tiles of a tree as leaves are added, to be held against those that the log serves. Where the tree was begun before, the
    left part of a tile is not known.
    """

    def __init__(self, size: int) -> None:
        """Begin behind `size` leaves: whole tiles of level 0."""
        self._size = size
        self._counts: list[int] = []
        self._known: list[list[bytes]] = []

    def add(self, leaf: bytes) -> Iterator[Found]:
        """Append a leaf's hash; yields each tile that is full now."""
        level, hash_ = 0, leaf
        while True:
            self._reach(level)
            self._known[level].append(hash_)
            self._counts[level] += 1
            if self._counts[level] % WIDTH:
                return
            full, self._known[level] = self._known[level], []
            yield level, self._counts[level] // WIDTH - 1, WIDTH, full
            if len(full) < WIDTH:
                self._skip(level + 1)
                return
            level, hash_ = level + 1, fold(full)

    def _reach(self, level: int) -> None:
        if level == len(self._known):
            self._known.append([])
            self._counts.append(self._size >> level * _HEIGHT)

    def _skip(self, level: int) -> None:
        """Count a hash that is not known, and what it completes."""
        while True:
            self._reach(level)
            self._known[level] = []
            self._counts[level] += 1
            if self._counts[level] % WIDTH:
                return
            level += 1

    def rest(self) -> Iterator[Found]:
        """Each tile that is not full."""
        for level, (count, known) in enumerate(zip(self._counts, self._known, strict=True)):
            if known:
                yield level, count // WIDTH, count % WIDTH, known


def fold(hashes: Sequence[bytes]) -> bytes:
    """The root over a power of two of hashes."""
    level = list(hashes)
    while len(level) > 1:
        level = [
            hashlib.sha256(b"\1" + left + right).digest() for left, right in zip(level[::2], level[1::2], strict=True)
        ]
    return level[0]


def tile_path(level: int | None, number: int, width: int) -> str:
    """Where a tile lies, or with level None the bundle of the entries under one: tlog-tiles, "Merkle Tree", "Log entries"."""
    digits = str(number)
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    groups[:-1] = [f"x{group}" for group in groups[:-1]]
    partial = "" if width == WIDTH else f".p/{width}"
    return f"/tile/{'entries' if level is None else level}/{'/'.join(groups)}{partial}"


def read_bundle(data: bytes) -> list[bytes]:
    """The entries of a bundle: each behind its length in two bytes. ValueError where one is cut."""
    entries, at = [], 0
    while at < len(data):
        end = at + 2 + int.from_bytes(data[at : at + 2], "big")
        if end > len(data):
            raise ValueError("it ends inside an entry")
        entries.append(data[at + 2 : end])
        at = end
    return entries
