"""Tiles as the resolver reads them, against the server's, which write them."""

import hashlib
import random

import pytest

from hallmint_resolver.tlog.tile import bundle, parse_path, path_of, rows_of_path
from hallmint_server.log import tile
from tests.support.log_scene import leaf

_SIZES = (1, 2, 3, 255, 256, 257, 511, 512, 513, 1000, 65535, 65536, 65537, 65792, 66000, 131072, 140001)


@pytest.fixture(scope="module")
def rows() -> dict[tuple[int, int], bytes]:
    """Of a tree larger than any that is asked for."""
    return tile.grow(lambda *_: b"", 0, [leaf(number) for number in range(140_300)])


@pytest.mark.parametrize("size", _SIZES)
def test_paths_are_those_of_the_server(rows: dict[tuple[int, int], bytes], size: int) -> None:
    dice = random.Random(size)  # noqa: S311
    near = {0, 1, 255, 256, 257, size // 2, size // 256 * 256, size // 65536 * 65536, size - 2, size - 1}
    for index in sorted((near | {dice.randrange(size) for _ in range(20)}) & set(range(size))):
        spans = tile.inclusion(index, size)
        wanted = b"".join(tile.hashes(spans, lambda level, number: rows[level, number]))
        read = {place: rows[place] for place in rows_of_path(index, size) if place in rows}
        assert path_of(index, size, read) == wanted


def test_each_tile_has_one_path() -> None:
    dice = random.Random(6)  # noqa: S311
    for number in [0, 1, 999, 1000, 1001, 999_999, 1_000_000, *(dice.randrange(10**15) for _ in range(100))]:
        for level in (None, 0, 7, 63):
            for width in (1, 99, 255, 256):
                found = parse_path("/" + tile.Tile(level, number, width).path)
                assert found == (level, number, width)
    for path in (
        "/tile/0/0", "/tile/0/0000", "/tile/0/x000/001", "/tile/00/000", "/tile/64/000", "/tile/0/000.p/0",
        "/tile/0/000.p/256", "/tile/0/000.p/01", "/tile/0/000.p/", "/tile/0/000/", "/tile/0/001/002", "/tile/0/X001/002",
        "/tile/0/x001", "/tile/0/000\n", "/tile/0/\u0660\u0660\u0660", "/tile/-1/000", "/tile/entry/000", "/tile//000",
        "/tile/0/000?", "/tile/0/%3000", "/tile/0/" + 9 * "x001/" + "000", "tile/0/000", "//tile/0/000", "/tile/0/000.p/255.p/1",
    ):  # fmt: skip
        assert parse_path(path) is None, path


def test_which_tiles_a_tree_has() -> None:
    for size in (0, 1, 5, 255, 256, 257, 600, 65536, 65537, 131071):
        mine = {(it.level or 0, it.number, it.width) for it in tile.tiles(size)}
        for level, number, width in mine | {(0, 0, 1), (0, 1, 3), (0, 2, 256), (1, 0, 256), (1, 1, 1), (2, 0, 1)}:
            asked = parse_path("/" + tile.Tile(level, number, width).path)
            assert asked is not None
            # A narrower one was a tile of an earlier tree, as long as it is not full.
            grown = any((level, number) == (there[0], there[1]) and width < there[2] < 256 for there in mine)
            assert asked.is_of(size) == ((level, number, width) in mine or grown), (size, asked)


def test_bundles_are_those_of_the_server() -> None:
    entries = [hashlib.sha256(bytes([number])).digest() * number for number in range(9)]
    assert bundle(entries) == tile.write_bundle(entries)
