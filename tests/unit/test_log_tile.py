"""Tiles: the examples of C2SP tlog-tiles, their one path each, and rows that are too short."""

import pytest

from hallmint_server.log import tile as tiles
from hallmint_server.log.tile import HASH, Tile


def test_the_examples_of_the_specification() -> None:
    assert Tile(0, 1234067).path == "tile/0/x001/x234/067"
    found = list(tiles.tiles(70_000))
    full = [tile.level for tile in found if tile.width == 256]
    assert (full.count(0), full.count(1), len(full)) == (273, 1, 274)
    assert [(tile.level, tile.width) for tile in found if tile.width < 256] == [(0, 112), (1, 17), (2, 1)]
    assert list(tiles.tiles(256)) == [Tile(0, 0), Tile(1, 0, 1)]
    assert list(tiles.tiles(0)) == []


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (Tile(0, 0), "tile/0/000"),
        (Tile(0, 0, 1), "tile/0/000.p/1"),
        (Tile(63, 999, 255), "tile/63/999.p/255"),
        (Tile(1, 1000), "tile/1/x001/000"),
        (Tile(None, 5), "tile/entries/005"),
        (Tile(None, 1234067, 5), "tile/entries/x001/x234/067.p/5"),
    ],
)
def test_paths(tile: Tile, path: str) -> None:
    assert tile.path == path
    assert Tile.parse(path) == tile


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/tile/0/000",
        "tile/0/000\n",
        "tile/0/0",
        "tile/0/0000",
        "tile/00/000",
        "tile/64/000",
        "tile/100/000",
        "tile/-1/000",
        "tile/0/x000/067",
        "tile/0/001/067",
        "tile/0/x001/x067",
        "tile/0/x01/067",
        "tile/0/X001/067",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/0/000.p/1000",
        "tile/0/000.p/",
        "tile/0/000.p",
        "tile/0/000/",
        "tile/0/../000",
        "tile/data/000",
        "tile/8/0/000",
        "tile/0/\u0660\u0660\u0660",
        "tile/0/%30%30%30",
    ],
)
def test_what_is_no_path(path: str) -> None:
    assert Tile.parse(path) is None


def test_trees_that_there_are_not() -> None:
    for index, size in ((0, 0), (5, 5), (-1, 5)):
        with pytest.raises(ValueError, match=f"a tree of {size} leaves has no leaf {index}"):
            tiles.inclusion(index, size)
    for old, new in ((6, 5), (-1, 5)):
        with pytest.raises(ValueError, match="does not grow"):
            tiles.consistency(old, new)
    assert tiles.consistency(0, 9) == tiles.consistency(9, 9) == []


def test_rows_that_are_too_short() -> None:
    def short(level: int, number: int) -> bytes:
        assert level == number == 0
        return bytes(6 * HASH)

    assert tiles.root(6, short)
    with pytest.raises(ValueError, match="tile 0/0 has 6 hashes, and 7 are needed"):
        tiles.root(7, short)
    with pytest.raises(ValueError, match="tile 0/0 has 6 hashes, and 7 are needed"):
        tiles.grow(short, 7, [bytes(HASH)])


def test_a_proof_of_a_large_log_reads_few_rows() -> None:
    """Of 2^20 entries: three rows for a proof of one, six for the growth by any number."""
    size = 2**20
    for index in (0, 77_777, size - 1):
        assert len(tiles.rows(tiles.inclusion(index, size))) <= 3
    for old in (1, 65_537, size - 1):
        assert len(tiles.rows(tiles.consistency(old, size))) <= 6


def test_bundles() -> None:
    assert tiles.write_bundle([b"a", b"", b"bc"]) == b"\x00\x01a\x00\x00\x00\x02bc"
    assert tiles.read_bundle(tiles.write_bundle([b"x" * 65_535]), 1) == [b"x" * 65_535]
    with pytest.raises(ValueError, match="65536 bytes is too long"):
        tiles.write_bundle([b"x" * 65_536])
    for bad in (b"\x00", b"\x00\x02a", b"\x00\x01a\x00"):
        with pytest.raises(ValueError, match="ends inside an entry"):
            tiles.read_bundle(bad, 1)
