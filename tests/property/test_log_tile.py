"""Tiles against the definitions of RFC 6962 and C2SP tlog-tiles, word by word."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hallmint_server.log import tile as tiles
from hallmint_server.log.tile import HASH, WIDTH, Tile
from tests.support.log_scene import consistency, leaf, path, root

MOST = 70_000
LEAVES = [leaf(at) for at in range(MOST)]
sizes = st.one_of(
    st.integers(0, 600), st.integers(0, MOST), st.sampled_from([255, 256, 257, 511, 512, 65535, 65536, 65537])
)


class Rows:
    """A table of tiles, and what is read of it."""

    def __init__(self) -> None:
        self.rows: dict[tuple[int, int], bytes] = {}
        self.read: set[tuple[int, int]] = set()
        self.size = 0

    def __call__(self, level: int, number: int) -> bytes:
        self.read.add((level, number))
        return self.rows[level, number]

    def grow(self, leaves: Sequence[bytes]) -> dict[tuple[int, int], bytes]:
        written = tiles.grow(self, self.size, leaves)
        self.rows.update(written)
        self.size += len(leaves)
        return written


@pytest.fixture(scope="module")
def full() -> Rows:
    rows = Rows()
    rows.grow(LEAVES)
    return rows


def expected(tile: Tile) -> bytes:
    """tlog-tiles, "Merkle Tree": MTH(D[(n * 256 + i) * 256**l : (n * 256 + i + 1) * 256**l])."""
    assert tile.level is not None
    span = WIDTH**tile.level
    first = tile.number * WIDTH
    return b"".join(root(LEAVES[at * span : (at + 1) * span]) for at in range(first, first + tile.width))


@settings(max_examples=60, deadline=None)
@given(steps=st.lists(st.one_of(st.integers(0, 300), st.sampled_from([1, 255, 256, 257, 3000])), max_size=8))
def test_growing_step_by_step(steps: list[int]) -> None:
    rows = Rows()
    for step in steps:
        old = rows.size
        before = dict(rows.rows)
        rows.read.clear()
        written = rows.grow(LEAVES[old : old + step])
        changed = list(tiles.changed(old, rows.size))
        assert {(t.level, t.number): t.width for t in changed} == {at: len(row) // HASH for at, row in written.items()}
        assert all(row.startswith(before.get(at, b"")) for at, row in written.items())  # a row only ever grows
        assert len(rows.read) <= 3
        for tile in changed:
            assert tile.level is not None
            assert written[tile.level, tile.number] == expected(tile)
        assert tiles.root(rows.size, rows) == root(LEAVES[: rows.size])
    assert {(t.level, t.number): t.width for t in tiles.tiles(rows.size)} == {
        at: len(row) // HASH for at, row in rows.rows.items()
    }


@given(old=sizes, more=sizes)
def test_what_changes_is_what_a_larger_tree_has_anew(old: int, more: int) -> None:
    """tlog-tiles, "Partial Tiles": the widths by its own formula."""
    for size in (old, old + more):
        for level in range(5):
            widths = [tile.width for tile in tiles.tiles(size) if tile.level == level]
            partial = size // WIDTH**level % WIDTH
            assert widths == [WIDTH] * (size // WIDTH ** (level + 1)) + [partial] * (partial > 0)
    assert set(tiles.changed(old, old + more)) == set(tiles.tiles(old + more)) - set(tiles.tiles(old))


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_paths_out_of_tiles(full: Rows, data: st.DataObject) -> None:
    """Also out of tiles of a tree that has gone on."""
    size = data.draw(sizes.filter(bool))
    index = data.draw(st.integers(0, size - 1))
    old = data.draw(st.integers(0, size))
    for spans, wanted in (
        (tiles.inclusion(index, size), path(index, LEAVES[:size])),
        (tiles.consistency(old, size), consistency(old, LEAVES[:size]) if old else []),
        ([(0, old)] if old else [], [root(LEAVES[:old])] if old else []),
    ):
        full.read.clear()
        assert tiles.hashes(spans, full) == wanted
        assert full.read == tiles.rows(spans)
        assert all(high <= size for _, high in spans)
        needed = {(tile.level, tile.number) for tile in tiles.tiles(size)}
        assert tiles.rows(spans) <= needed  # what a tree of this size has, and no more


def test_every_small_tree(full: Rows) -> None:
    for size in range(1, 70):
        for at in range(size):
            assert tiles.hashes(tiles.inclusion(at, size), full) == path(at, LEAVES[:size])
            assert tiles.hashes(tiles.consistency(at + 1, size), full) == consistency(at + 1, LEAVES[:size])


@given(level=st.one_of(st.none(), st.integers(0, 63)), number=st.integers(0, 10**13), width=st.integers(1, WIDTH))
def test_a_path_is_a_tile_and_back(level: int | None, number: int, width: int) -> None:
    tile = Tile(level, number, width)
    assert Tile.parse(tile.path) == tile
    *high, low = tile.path.removesuffix(f".p/{width}").split("/")[2:]
    assert len(low) == 3
    assert all(len(part) == 4 and part[0] == "x" for part in high)


@given(entries=st.lists(st.binary(max_size=300), max_size=20), cut=st.integers(1, 10))
def test_a_bundle_and_back(entries: list[bytes], cut: int) -> None:
    data = tiles.write_bundle(entries)
    assert tiles.read_bundle(data, len(entries)) == entries
    for width in (len(entries) + 1, len(entries) - 1):
        with pytest.raises(ValueError, match="a bundle of"):
            tiles.read_bundle(data, width)
    if data:
        with pytest.raises(ValueError, match="a bundle"):
            tiles.read_bundle(data[:-cut], len(entries))
