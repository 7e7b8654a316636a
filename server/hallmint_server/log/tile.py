"""Tiles of a log (C2SP tlog-tiles): which there are, which change as a tree grows, and hashes, roots and proofs out of them.

A tree is RFC 6962's. A tile is 256 hashes of one level side by side, the rightmost of a level perhaps fewer. Tiles are kept as
rows by (level, number): a row grows in place, and a partial tile of an earlier tree is the beginning of its row, so a reader
may hand over more hashes than a tree has. Pure: whoever reads rows asks `rows` for what to read, once.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

WIDTH = 256  # hashes in a full tile: tlog-tiles, "Merkle Tree"
HASH = 32  # bytes
EMPTY_ROOT = hashlib.sha256(b"").digest()  # of a tree without leaves: RFC 6962, 2.1

_HEIGHT = 8
_LAST_LEVEL = 63
_LONGEST_ENTRY = 2**16 - 1
_PATH = re.compile(r"tile/(entries|0|[1-9][0-9]?)/((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?", re.ASCII)

Read = Callable[[int, int], bytes]
"""The hashes of a row by (level, number), 32 bytes each, as many as the tree has or more."""

Span = tuple[int, int]
"""The leaves from one number up to another that is not among them: what one hash of a proof stands for."""


@dataclass(frozen=True, slots=True, order=True)
class Tile:
    """Where a tile lies: a level (None: the bundle of the entries under a tile of level 0), a number, a width of 1 to 256."""

    level: int | None
    number: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        """Such as `tile/0/x001/x234/067.p/5`: tlog-tiles, "Merkle Tree" and "Log entries"."""
        digits = str(self.number)
        digits = digits.zfill(-(-len(digits) // 3) * 3)
        parts = [digits[at : at + 3] for at in range(0, len(digits), 3)]
        number = "/".join([*(f"x{part}" for part in parts[:-1]), parts[-1]])
        partial = "" if self.width == WIDTH else f".p/{self.width}"
        return f"tile/{'entries' if self.level is None else self.level}/{number}{partial}"

    @classmethod
    def parse(cls, path: str) -> "Tile | None":
        """The tile at a path without a slash before it; None for any other text: each tile has one path."""
        found = _PATH.fullmatch(path)
        if not found:
            return None
        level = None if found[1] == "entries" else int(found[1])
        tile = cls(level, int(found[2].replace("x", "").replace("/", "")), int(found[3] or WIDTH))
        return tile if tile.path == path and (level or 0) <= _LAST_LEVEL else None


def leaf_hash(entry: bytes) -> bytes:
    """The hash of an entry: RFC 6962, 2.1."""
    return hashlib.sha256(b"\0" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash over two: RFC 6962, 2.1."""
    return hashlib.sha256(b"\1" + left + right).digest()


def tiles(size: int) -> Iterator[Tile]:
    """Every tile of a tree, level by level, no bundles: tlog-tiles, "Partial Tiles"."""
    return changed(0, size)


def changed(old: int, new: int) -> Iterator[Tile]:
    """The tiles that a tree of `new` leaves has and its beginning of `old` leaves has not, with their widths in the new one:
    rows to write as it grows, and what a checkpoint of `new` needs.
    """
    level = 0
    while new:
        for number in range(old // WIDTH, -(-new // WIDTH)):
            if old < new:
                yield Tile(level, number, min(WIDTH, new - number * WIDTH))
        old, new, level = old // WIDTH, new // WIDTH, level + 1


def grow(read: Read, size: int, leaves: Sequence[bytes]) -> dict[tuple[int, int], bytes]:
    """The rows that change as leaf hashes are put behind a tree of `size`: whole new contents by (level, number).

    Reads at most one row a level, the last partial one.
    """
    rows: dict[tuple[int, int], bytes] = {}
    level, fresh = 0, list(leaves)
    while fresh:
        number, kept = divmod(size, WIDTH)
        row = _read(read, level, number, kept)[: kept * HASH] if kept else b""
        above: list[bytes] = []
        for at in range(-kept, len(fresh), WIDTH):
            row += b"".join(fresh[max(at, 0) : at + WIDTH])
            rows[level, number] = row
            if len(row) == WIDTH * HASH:
                above.append(_fold(row))
            row, number = b"", number + 1
        size, level, fresh = size // WIDTH, level + 1, above
    return rows


def inclusion(index: int, size: int) -> list[Span]:
    """The spans of the path of a leaf, its own side first: RFC 6962, 2.1.1. Raises ValueError for no leaf of the tree."""
    if not 0 <= index < size:
        raise ValueError(f"a tree of {size} leaves has no leaf {index}")
    spans: list[Span] = []
    low, high = 0, size
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            spans.append((middle, high))
            high = middle
        else:
            spans.append((low, middle))
            low = middle
    return spans[::-1]


def consistency(old: int, new: int) -> list[Span]:
    """The spans of a consistency proof: RFC 6962, 2.1.2; none from an empty tree, or to the same one. Raises ValueError where
    a tree would shrink.
    """
    if not 0 <= old <= new:
        raise ValueError(f"a tree does not grow from {old} to {new} leaves")
    if old in (0, new):
        return []
    spans: list[Span] = []
    low, high = 0, new
    while old != high:
        middle = low + _split(high - low)
        if old <= middle:
            spans.append((middle, high))
            high = middle
        else:
            spans.append((low, middle))
            low = middle
    if low:  # the old tree is no node of its own on the way: its last part is told
        spans.append((low, high))
    return spans[::-1]


def reader(rows: Mapping[tuple[int, int], bytes]) -> Read:
    """Reads from rows that are at hand; one that is missing has no hashes."""
    return lambda level, number: rows.get((level, number), b"")


def rows(spans: Iterable[Span]) -> set[tuple[int, int]]:
    """The rows (level, number) that hashes of spans are made from."""
    return {(level, number) for span in spans for level, number, _, _ in _nodes(*span)}


def hashes(spans: Iterable[Span], read: Read) -> list[bytes]:
    """The Merkle tree hash of each span. Raises ValueError where a row has fewer hashes than it must."""
    return [_span_hash(low, high, read) for low, high in spans]


def root(size: int, read: Read) -> bytes:
    """The root of a tree. Raises ValueError as `hashes` does."""
    return hashes([(0, size)], read)[0] if size else EMPTY_ROOT


def write_bundle(entries: Iterable[bytes]) -> bytes:
    """An entry bundle: tlog-tiles, "Log entries". Raises ValueError for an entry of more than 65,535 bytes."""
    parts: list[bytes] = []
    for entry in entries:
        if len(entry) > _LONGEST_ENTRY:
            raise ValueError(f"an entry of {len(entry)} bytes is too long for a bundle")
        parts += (len(entry).to_bytes(2, "big"), entry)
    return b"".join(parts)


def read_bundle(data: bytes, width: int) -> list[bytes]:
    """The entries of a bundle of a tile's width. Raises ValueError where it holds more, fewer or part of one."""
    entries: list[bytes] = []
    at = 0
    while at < len(data):
        end = at + 2 + int.from_bytes(data[at : at + 2], "big")
        if at + 2 > len(data) or end > len(data):
            raise ValueError("a bundle that ends inside an entry")
        entries.append(data[at + 2 : end])
        at = end
    if len(entries) != width:
        raise ValueError(f"a bundle of {len(entries)} entries in place of {width}")
    return entries


def _split(size: int) -> int:
    """The largest power of two below a size of 2 or more."""
    return 1 << (size - 1).bit_length() - 1


def _nodes(low: int, high: int) -> Iterator[tuple[int, int, int, int]]:
    """The whole subtrees a span consists of, largest first: level, number, offset and hashes of each in its row.

    A span of a proof begins at a multiple of the largest power of two that is not above its length.
    """
    while low < high:
        height = (high - low).bit_length() - 1
        level, within = divmod(height, _HEIGHT)
        number, offset = divmod(low >> level * _HEIGHT, WIDTH)
        yield level, number, offset, 1 << within
        low += 1 << height


def _span_hash(low: int, high: int, read: Read) -> bytes:
    parts = [
        _fold(_read(read, level, number, offset + count)[offset * HASH : (offset + count) * HASH])
        for level, number, offset, count in _nodes(low, high)
    ]
    whole = parts.pop()
    while parts:
        whole = node_hash(parts.pop(), whole)
    return whole


def _read(read: Read, level: int, number: int, needed: int) -> bytes:
    row = read(level, number)
    if len(row) < needed * HASH:
        raise ValueError(f"tile {level}/{number} has {len(row) // HASH} hashes, and {needed} are needed")
    return row


def _fold(row: bytes) -> bytes:
    """The root over a power of two of hashes."""
    # A proof folds some 350: pair by pair of one buffer takes a third of the time that lists of hashes take.
    while len(row) > HASH:
        pairs = range(0, len(row), 2 * HASH)
        row = b"".join([hashlib.sha256(b"\1" + row[at : at + 2 * HASH]).digest() for at in pairs])
    return row
