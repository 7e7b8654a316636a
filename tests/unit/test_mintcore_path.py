"""Paths in the trees of RFC 6962: published vectors, and the definitions as they stand there."""

import base64
import functools
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mintcore
from mintcore import ProofError

VECTORS = Path(__file__).parents[1] / "vectors" / "rfc6962"
HASH = 32
MOST = 2_000


def cases(name: str) -> list[Any]:
    lines = (VECTORS / f"{name}.ndjson").read_text("utf-8").splitlines()
    return [pytest.param(case, id=case["file"]) for case in map(json.loads, lines)]


def hash_of(case: dict[str, Any], name: str) -> bytes:
    """A hash of a vector. What has another length, in a case that is right, stands for any hash."""
    data = base64.b64decode(case[name] or "")
    return data if case["wantErr"] or len(data) == HASH else hashlib.sha256(data).digest()


def path_of(case: dict[str, Any]) -> bytes:
    """The hashes of a path. An empty one stands for one too many: joined, it would not be seen."""
    path = [base64.b64decode(node) for node in case["proof"] or []]
    assert {len(node) for node in path} <= {0, HASH}
    return b"".join(node or hashlib.sha256(b"").digest() for node in path)


def agrees(case: dict[str, Any], reason: str, verify: Any, *arguments: Any) -> None:
    if not case["wantErr"]:
        verify(*arguments)
        return
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - its class is checked below
        verify(*arguments)
    if isinstance(caught.value, ProofError):
        assert caught.value.reason == reason
    else:
        assert any(len(value) != HASH for value in arguments if isinstance(value, bytes))


@pytest.mark.parametrize("case", cases("inclusion"))
def test_published_inclusion(case: dict[str, Any]) -> None:
    leaf, root = hash_of(case, "leafHash"), hash_of(case, "root")
    agrees(case, "INCLUSION", mintcore.verify_inclusion, leaf, case["leafIdx"], case["treeSize"], path_of(case), root)


@pytest.mark.parametrize("case", cases("consistency"))
def test_published_consistency(case: dict[str, Any]) -> None:
    old, new = hash_of(case, "root1"), hash_of(case, "root2")
    agrees(case, "CONSISTENCY", mintcore.verify_consistency, case["size1"], old, case["size2"], new, path_of(case))


def is_subtree(start: int, end: int) -> bool:
    """Whether leaves start to end - 1 can be a subtree: start is a multiple of the next power of two of their number."""
    return 0 <= start < end and start % (1 << (end - start - 1).bit_length()) == 0


def test_published_inclusion_in_subtrees() -> None:
    used = 0
    for (case,) in (param.values for param in cases("subtreeinclusion")):
        start, end, index = case["start"], case["end"], case["leafIdx"]
        if is_subtree(start, end) and index >= start:
            leaf, root = hash_of(case, "leafHash"), hash_of(case, "root")
            agrees(case, "INCLUSION", mintcore.verify_inclusion, leaf, index - start, end - start, path_of(case), root)
            used += 1
        else:
            assert case["wantErr"], case
    assert used == 184


def test_published_consistency_of_subtrees_from_the_first_leaf() -> None:
    used = 0
    for (case,) in (param.values for param in cases("subtreeconsistency")):
        if case["start"] == 0 and case["end"] > 0:
            old, new = hash_of(case, "root1"), hash_of(case, "root2")
            agrees(case, "CONSISTENCY", mintcore.verify_consistency, case["end"], old, case["size"], new, path_of(case))
            used += 1
    assert used == 91


# Against the definitions


LEAVES = [hashlib.sha256(b"\0" + number.to_bytes(4, "big")).digest() for number in range(MOST)]


@functools.cache
def root_of(start: int, end: int) -> bytes:
    """MTH of RFC 6962, 2.1, over leaves start to end - 1."""
    if end - start == 1:
        return LEAVES[start]
    split = start + split_of(end - start)
    return hashlib.sha256(b"\x01" + root_of(start, split) + root_of(split, end)).digest()


def split_of(count: int) -> int:
    """The largest power of two below a number."""
    return 1 << ((count - 1).bit_length() - 1)


def naive_path(index: int, start: int, end: int) -> bytes:
    """PATH of RFC 6962, 2.1.1."""
    if end - start == 1:
        return b""
    split = start + split_of(end - start)
    if index < split:
        return naive_path(index, start, split) + root_of(split, end)
    return naive_path(index, split, end) + root_of(start, split)


def naive_subproof(old: int, start: int, end: int, *, is_old_root: bool) -> bytes:
    """SUBPROOF of RFC 6962, 2.1.2; `old` counts from 0."""
    if old == end:
        return b"" if is_old_root else root_of(start, end)
    split = start + split_of(end - start)
    if old <= split:
        return naive_subproof(old, start, split, is_old_root=is_old_root) + root_of(split, end)
    return naive_subproof(old, split, end, is_old_root=False) + root_of(start, split)


def turns(index: int, size: int) -> str | None:
    """On which side the hashes of a path stand, leaf side first; None where there is no such leaf."""
    if index >= size:
        return None
    sides, start, end = "", 0, size
    while end - start > 1:
        split = start + split_of(end - start)
        sides += "R" if index < split else "L"
        start, end = (start, split) if index < split else (split, end)
    return sides[::-1]


@st.composite
def leaf_of_tree(draw: st.DrawFn) -> tuple[int, int]:
    size = draw(st.integers(1, MOST))
    return draw(st.integers(0, size - 1)), size


def flipped(data: bytes, bit: int) -> bytes:
    bit %= len(data) * 8
    return bytes(byte ^ (1 << bit % 8 if at == bit // 8 else 0) for at, byte in enumerate(data))


def refused(reason: str, verify: Any, *arguments: Any) -> None:
    with pytest.raises(ProofError) as caught:
        verify(*arguments)
    assert caught.value.reason == reason


@given(leaf_of_tree(), st.integers(0, 2**64 - 1), st.integers(0, 2 * MOST), st.integers(0, 2 * MOST))
def test_the_path_of_any_leaf(place: tuple[int, int], bit: int, other_index: int, other_size: int) -> None:
    index, size = place
    leaf, root, leaves = LEAVES[index], root_of(0, size), b"".join(LEAVES[:size])
    path = mintcore.inclusion_path(leaves, index)
    assert path == naive_path(index, 0, size)
    assert mintcore.HashTree(leaves).path(index) == path
    verify = mintcore.verify_inclusion
    verify(leaf, index, size, path, root)
    refused("INCLUSION", verify, flipped(leaf, bit), index, size, path, root)
    refused("INCLUSION", verify, leaf, index, size, path, flipped(root, bit))
    refused("INCLUSION", verify, leaf, index, size, path + root, root)
    if path:
        refused("INCLUSION", verify, leaf, index, size, flipped(path, bit), root)
        refused("INCLUSION", verify, leaf, index, size, path[HASH:], root)
        refused("INCLUSION", verify, leaf, index, size, path[:-HASH], root)
    if other_index != index:
        refused("INCLUSION", verify, leaf, other_index, size, path, root)
    # A path is of its turns: of two sizes with the same, the root says which (RFC 6962 signs both).
    if turns(index, other_size) != turns(index, size):
        refused("INCLUSION", verify, leaf, index, other_size, path, root)


@given(leaf_of_tree(), st.integers(0, 2**64 - 1))
def test_the_path_of_a_token_is_that_of_its_block_and_of_the_block(place: tuple[int, int], bit: int) -> None:
    index, size = place
    start = index // 256 * 256
    block = b"".join(LEAVES[start : min(start + 256, size)])
    blocks = b"".join(root_of(first, min(first + 256, size)) for first in range(0, size, 256))
    path = mintcore.inclusion_path(block, index % 256) + mintcore.inclusion_path(blocks, index // 256)
    assert path == naive_path(index, 0, size)
    mintcore.verify_inclusion(LEAVES[index], index, size, path, root_of(0, size))
    refused(
        "INCLUSION", mintcore.verify_inclusion, LEAVES[index], index, size, path + LEAVES[bit % MOST], root_of(0, size)
    )


@given(leaf_of_tree(), st.integers(0, 2**64 - 1), st.integers(1, MOST))
def test_any_two_trees(place: tuple[int, int], bit: int, other: int) -> None:
    old, size = place[0] + 1, place[1]
    old_root, root = root_of(0, old), root_of(0, size)
    path = mintcore.consistency_path(b"".join(LEAVES[:size]), old)
    assert path == naive_subproof(old, 0, size, is_old_root=True)
    verify = mintcore.verify_consistency
    verify(old, old_root, size, root, path)
    refused("CONSISTENCY", verify, old, flipped(old_root, bit), size, root, path)
    refused("CONSISTENCY", verify, old, old_root, size, flipped(root, bit), path)
    refused("CONSISTENCY", verify, old, old_root, size, root, path + root)
    refused("CONSISTENCY", verify, 0, old_root, size, root, path)
    if path:
        refused("CONSISTENCY", verify, old, old_root, size, root, flipped(path, bit))
        refused("CONSISTENCY", verify, old, old_root, size, root, path[HASH:])
        refused("CONSISTENCY", verify, size, root, old, old_root, path)
    if other != old:
        refused("CONSISTENCY", verify, other, root_of(0, other), size, root, path)


# Blocks of a batch


BATCH_ID = "01890000-0000-7000-8000-000000000001"


@given(st.lists(st.integers(1, 3_000), min_size=1, max_size=5), st.integers(0, 300))
def test_cycles_complete_the_blocks_of_their_codes(cycles: list[int], cut: int) -> None:
    key, lots = mintcore.CodeKey.from_master(bytes(range(32))), [("A", 300), ("LOT-7/A", 20_000)]
    arguments: dict[str, Any] = {"context": "gtin:09506000134352", "batch_no": 7, "batch_id": BATCH_ID}
    encoder = mintcore.BatchEncoder(key, **arguments, status=0, lots=lots)
    compact_range, blocks, codes = b"", b"", list[str]()
    for count in cycles:
        cycle = encoder.encode(len(codes), count, compact_range)
        rows = b"".join(cycle.chunks)[19:-2]
        codes += [rows[at + 22 : at + 38].decode("ascii") for at in range(0, len(rows), 48)]
        compact_range, blocks = cycle.compact_range, blocks + cycle.block_hashes
    assert len(blocks) == len(codes) // 256 * HASH
    told = (BATCH_ID, arguments["context"], lots)
    again = mintcore.block_hashes(*told, 0, codes)
    assert again[: len(blocks)] == blocks
    assert len(again) == -(-len(codes) // 256) * HASH
    leaves = mintcore.leaf_hashes(*told, 0, codes)
    seq = cut % len(codes)
    assert mintcore.leaf_hashes(*told, seq, codes[seq:]) == leaves[seq * HASH :]
    first = cut % (len(again) // HASH)
    assert mintcore.block_hashes(*told, first * 256, codes[first * 256 :]) == again[first * HASH :]
    block = leaves[seq // 256 * 256 * HASH :][: 256 * HASH]
    path = mintcore.inclusion_path(block, seq % 256) + mintcore.inclusion_path(again, seq // 256)
    assert mintcore.HashTree(again).path(seq // 256) == mintcore.inclusion_path(again, seq // 256)
    leaf, root = leaves[seq * HASH :][:HASH], mintcore.range_root(compact_range, len(codes))
    mintcore.verify_inclusion(leaf, seq, len(codes), path, root)


@pytest.mark.parametrize(
    "call",
    [
        lambda: mintcore.inclusion_path(b"", 0),
        lambda: mintcore.inclusion_path(bytes(33), 0),
        lambda: mintcore.inclusion_path(bytes(64), 2),
        lambda: mintcore.inclusion_path(bytes(64), -1),
        lambda: mintcore.inclusion_path(bytes(64), 2**70),
        lambda: mintcore.HashTree(bytes(33)),
        lambda: mintcore.HashTree(b"").path(0),
        lambda: mintcore.HashTree(bytes(64)).path(2),
        lambda: mintcore.HashTree(bytes(64)).path(-1),
        lambda: mintcore.consistency_path(bytes(64), 0),
        lambda: mintcore.consistency_path(bytes(64), 3),
        lambda: mintcore.verify_inclusion(bytes(31), 0, 1, b"", bytes(31)),
        lambda: mintcore.verify_inclusion(bytes(32), 0, 1, bytes(1), bytes(32)),
        lambda: mintcore.verify_inclusion(bytes(32), 0, 2**64, b"", bytes(32)),
        lambda: mintcore.verify_consistency(1, b"", 1, b"", b""),
        lambda: mintcore.verify_consistency(-1, bytes(32), 1, bytes(32), b""),
        lambda: mintcore.block_hashes(BATCH_ID, "token", [], 255, []),
        lambda: mintcore.block_hashes(BATCH_ID, "token", [("A", 1)], 0, ["A" * 16] * 2),
        lambda: mintcore.leaf_hashes(BATCH_ID, "token", [], 2**20, ["A" * 16]),
        lambda: mintcore.leaf_hashes("", "token", [], 0, []),
    ],
)
def test_arguments_out_of_bounds(call: Any) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - its class is checked below
        call()
    assert type(caught.value) is ValueError
