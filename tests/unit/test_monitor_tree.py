"""What a monitor makes of entries, held against the server's trees, tiles, tags and commitments, with which it shares no line."""

import hashlib
from datetime import UTC, datetime
from uuid import UUID

import pytest

from hallmint_client.log.entry import AuditEntry, BatchEntry, Opening, Tags, batch_time, parse_entry
from hallmint_client.log.tree import HASH, WIDTH, Range, Rows, read_bundle, tile_path
from hallmint_client.log.tree import leaf_hash as client_leaf
from hallmint_server.log import entry, tile
from mintcore import uuid7
from tests.support.log_scene import leaf, root

KEY = bytes(range(32))
NOW = datetime(2027, 3, 1, tzinfo=UTC)


def test_the_root_of_every_size() -> None:
    leaves = [leaf(number) for number in range(300)]
    tree = Range()
    assert tree.root() == hashlib.sha256(b"").digest()
    for number, each in enumerate(leaves, 1):
        tree.add(each)
        assert tree.root() == root(leaves[:number])
        assert len(tree.hashes) == number.bit_count()
        assert [(first, end) for first, end, _ in tree.parts()][-1][1] == number
        for first, end, hash_ in tree.parts():
            assert hash_ == root(leaves[first:end])


@pytest.mark.parametrize("size", [1, 255, 256, 257, 511, 512, 700, 1025])
def test_the_range_of_whole_bundles_before(size: int) -> None:
    tree, whole = Range(), Range()
    for number in range(size):
        tree.add(leaf(number))
        if number < size // WIDTH * WIDTH:
            whole.add(leaf(number))
    assert tree.before(size // WIDTH * WIDTH) == whole
    assert tree.copy() == tree


@pytest.mark.parametrize("begin", [0, 1, 2, 255, 256, 257, 300, 511, 512])
def test_tiles_are_the_servers_wherever_one_begins(begin: int) -> None:
    """In whole tiles of level 0; 256 of them make a tile of level 1, whose root is one of level 2."""
    count = 513 - begin if begin else 2
    leaves = [number.to_bytes(HASH, "big") for number in range((begin + count) * WIDTH + 3)]
    served = tile.grow(lambda *_: b"", 0, leaves)
    rows = Rows(begin * WIDTH)
    found = [each for number in range(begin * WIDTH, len(leaves)) for each in rows.add(leaves[number])]
    found += rows.rest()
    assert len({(level, number) for level, number, _, _ in found}) == len(found)
    for level, number, width, known in found:
        hashes = served[level, number]
        assert len(hashes) == width * HASH
        assert hashes[(width - len(known)) * HASH :] == b"".join(known)
    # All that changed since, but for what is made of hashes that were never seen.
    changed = {
        (each.level or 0, each.number)
        for each in tile.changed(begin * WIDTH, len(leaves))
        if each.level != 2 or begin in (0, 256)
    }
    assert changed - {(level, number) for level, number, _, _ in found} <= {(2, 0)}


@pytest.mark.parametrize("number", [0, 7, 999, 1000, 1234067, 10**9])
@pytest.mark.parametrize("level", [None, 0, 7])
def test_where_tiles_lie(level: int | None, number: int) -> None:
    for width in (1, 255, 256):
        assert tile_path(level, number, width) == f"/{tile.Tile(level, number, width).path}"


def test_bundles() -> None:
    entries = [b"", b"a", b"x" * 65_535]
    data = tile.write_bundle(entries)
    assert read_bundle(data) == entries
    for length in range(1, len(data)):
        if length in (2, 5):  # the ends of entries
            continue
        if length < 10 or length == len(data) - 1:
            with pytest.raises(ValueError, match="inside an entry"):
                read_bundle(data[:length])
    assert client_leaf(b"a") == tile.leaf_hash(b"a")


def test_entries_and_what_they_commit_to() -> None:
    batch_id, product = UUID(uuid7()), UUID(uuid7())
    minted = datetime(2027, 2, 18, 9, 30, 0, 1, UTC)
    opening = entry.Opening(product=product, quantity=600, root=b"\1" * 32, minted=minted, salt=b"\2" * 32)
    mine = Opening(product_id=str(product), quantity=600, root=b"\1" * 32, minted=minted, salt=b"\2" * 32)
    assert mine.commitment() == opening.commitment()
    tag = entry.brand_tag(KEY, batch_id)
    data = bytes(entry.BatchEntry(batch_id=batch_id, tag=tag, commitment=opening.commitment()))
    parsed = parse_entry(data)
    assert parsed == BatchEntry(batch_id=str(batch_id), tag=tag, commitment=opening.commitment())
    assert isinstance(parsed, BatchEntry)
    assert Tags(KEY, now=NOW).is_own(parsed)
    assert not Tags(bytes(32), now=NOW).is_own(parsed)
    for wrong in (b"", data[:-1], data + b"\n", data.replace(b"v1", b"v2"), data.upper()):
        assert parse_entry(wrong) is None
    age = datetime.now(UTC) - (batch_time(str(batch_id)) or NOW)
    assert abs(age.total_seconds()) < 60
    assert batch_time("0197a0c9-77b2-4d10-9c55-31f2a9d0c4e6") is None
    assert batch_time("ffffffff-ffff-7d10-9c55-31f2a9d0c4e6") is None


def test_months_of_the_audit_trail() -> None:
    tags = Tags(KEY, now=NOW)
    for month in ("2026-01", "2027-02", "2028-12"):
        data = bytes(entry.AuditEntry(tag=entry.brand_tag(KEY, entry.audit_name(month)), head=b"\3" * 32))
        parsed = parse_entry(data)
        assert isinstance(parsed, AuditEntry)
        assert (tags.month(parsed), parsed.head) == (month, b"\3" * 32)
        assert Tags(bytes(32), now=NOW).month(parsed) is None
    for length in (0, 31, 33):
        with pytest.raises(ValueError, match="32 bytes"):
            Tags(bytes(length), now=NOW)
