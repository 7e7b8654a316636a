"""The Rust core through its Python binding: known answers, refusals, hostile arguments, threads.

The rules themselves are tested in `mintcore/tests/`; here it is the border that counts.
"""

import hashlib
import hmac
import json
import struct
import sys
import threading
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import mintcore
from mintcore import BatchEncoder, CodeError, CodeKey, IdentifierError

VECTORS: dict[str, Any] = json.loads((Path(__file__).parents[1] / "vectors" / "code_v1.json").read_text("utf-8"))
BATCH_ID = "01890000-0000-7000-8000-000000000001"
GTIN = "09506000134352"
CONTEXT = f"gtin:{GTIN}"
ROW = 48


@pytest.fixture(name="key")
def _key() -> CodeKey:
    return CodeKey.from_master(bytes.fromhex(VECTORS["master_key"]))


def encoder(key: CodeKey, **changes: Any) -> BatchEncoder:
    arguments = {"context": CONTEXT, "batch_no": 7, "batch_id": BATCH_ID, "status": 0, "lots": [], **changes}
    return BatchEncoder(key, **arguments)


def codes_of(cycle: mintcore.Cycle) -> list[str]:
    rows = b"".join(cycle.chunks)[19:-2]
    assert len(rows) == cycle.count * ROW
    return [rows[at + 22 : at + 38].decode("ascii") for at in range(0, len(rows), ROW)]


def root_of(leaves: list[bytes]) -> bytes:
    """MTH of RFC 6962, 2.1, over leaf hashes."""
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << ((len(leaves) - 1).bit_length() - 1)
    return hashlib.sha256(b"\x01" + root_of(leaves[:split]) + root_of(leaves[split:])).digest()


# Known answers


def test_key_derivation_and_check_value(key: CodeKey) -> None:
    derived = bytes.fromhex(VECTORS["derived_key"])
    assert key.derived() == derived
    assert key.check_value() == hmac.digest(derived, b"hallmint/check/v1", "sha256")[:8]
    assert CodeKey.from_derived(derived).check_value() == key.check_value()


@pytest.mark.parametrize("case", VECTORS["codes"], ids=lambda case: case["code"])
def test_known_code(key: CodeKey, case: dict[str, Any]) -> None:
    assert key.encode(case["context"], case["batch_no"], case["seq"]) == case["code"]
    assert key.decode(case["context"], case["code"]) == (case["batch_no"], case["seq"])
    assert len(case["code"]) == mintcore.CODE_LENGTH


@pytest.mark.parametrize("case", VECTORS["leaves"], ids=lambda case: case["identity"])
def test_known_leaf(case: dict[str, Any]) -> None:
    leaf = mintcore.leaf_hash(case["batch_id"], case["seq"], case["identity"])
    assert leaf.hex() == case["leaf"]
    text = f"hallmint/v1\n{case['batch_id']}\n{case['seq']}\n{case['identity']}\n"
    assert leaf == hashlib.sha256(b"\0" + text.encode("ascii")).digest()


# Cycles


@pytest.mark.parametrize("lots", [[], [("LOT-7/A", 40), ("b", 200), ("%" * 20, 5_000)]])
@pytest.mark.parametrize("context", [CONTEXT, "token"])
def test_cycle_rows_and_tree(key: CodeKey, context: str, lots: list[tuple[str, int]]) -> None:
    cycle = encoder(key, context=context, lots=lots, status=3).encode(0, 5_000, b"")
    assert (cycle.start, cycle.count) == (0, 5_000)
    assert all(type(chunk) is bytes and 0 < len(chunk) <= 131_072 for chunk in cycle.chunks)
    data = b"".join(cycle.chunks)
    assert data[:19] == b"PGCOPY\n\xff\r\n\0" + bytes(8)
    assert data[-2:] == b"\xff\xff"
    codes = codes_of(cycle)
    lot_of: list[str | None] = [lot for lot, quantity in lots for _ in range(quantity)]
    lot_of += [None] * (5_000 - len(lot_of))
    leaves = []
    for seq, code in enumerate(codes):
        assert key.decode(context, code) == (7, seq)
        row = struct.pack(">hiiiii16sihi", 5, 4, 7, 4, seq, 16, code.encode("ascii"), 2, 3, -1)
        assert data[19 + seq * ROW : 19 + (seq + 1) * ROW] == row
        leaves.append(mintcore.leaf_hash(BATCH_ID, seq, mintcore.identity_path(context, lot_of[seq], code)))
    assert mintcore.range_root(cycle.compact_range, 5_000) == root_of(leaves)
    assert mintcore.extend_range(BATCH_ID, context, lots, 0, codes, b"") == cycle.compact_range
    assert key.mismatches(context, 7, 0, codes) == []


@pytest.mark.parametrize("size", [1, 7, 256, 999, 1_000])
def test_cycles_of_any_size_give_the_same_rows_and_tree(key: CodeKey, size: int) -> None:
    lots = [("A", 300), ("B", 700)]
    whole = encoder(key, lots=lots).encode(0, 1_000, b"")
    codes: list[str] = []
    compact_range = again = b""
    for start in range(0, 1_000, size):
        cycle = encoder(key, lots=lots).encode(start, min(size, 1_000 - start), compact_range)
        again = mintcore.extend_range(BATCH_ID, CONTEXT, lots, start, codes_of(cycle), again)
        compact_range = cycle.compact_range
        codes += codes_of(cycle)
        assert again == compact_range
    assert codes == codes_of(whole)
    assert compact_range == whole.compact_range


def test_empty_tree() -> None:
    assert mintcore.range_root(b"", 0) == hashlib.sha256(b"").digest()


def test_mismatches_takes_any_text(key: CodeKey) -> None:
    codes = [key.encode("token", 9, seq) for seq in range(10, 20)]
    codes[1] = codes[1].lower()
    codes[3] = ""
    codes[5] = "\ud800" * 16
    codes[7], codes[8] = codes[8], codes[7]
    assert key.mismatches("token", 9, 10, codes) == [11, 13, 15, 17, 18]


# Refusals


def refused(reason: str, call: Callable[[], object], *secrets: str) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - which of the classes is checked below
        call()
    error = caught.value
    assert isinstance(error, CodeError | IdentifierError)
    assert error.reason == reason
    assert not any(secret and secret in str(error) for secret in secrets)


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        ("LENGTH", ""),
        ("LENGTH", "TJQV3XE78M4S030"),
        ("LENGTH", "TJQV3XE78M4S03077"),
        ("SYMBOL", "TJQV3XE78M4S030I"),
        ("SYMBOL", "tjqv3xe78m4s0307"),
        ("SYMBOL", "é" * 16),
        ("FIRST_SYMBOL", "0JQV3XE78M4S0307"),
        ("VERSION", "TJQV3XE78M4S0308"),
    ],
)
def test_code_refusals(key: CodeKey, reason: str, code: str) -> None:
    refused(reason, lambda: key.decode(CONTEXT, code), code)


def test_code_with_surrogates_is_a_code_error(key: CodeKey) -> None:
    with pytest.raises(CodeError):
        key.decode(CONTEXT, "TJQV3XE78M4S030\udcff")
    assert "\udcff" not in mintcore.normalise_code("i\udcff")


def test_every_symbol_counts(key: CodeKey) -> None:
    """One changed symbol is never another token: 24 zero bits, so not in any of 496 tries."""
    code = VECTORS["codes"][0]["code"]
    for place in range(16):
        for symbol in "0123456789ABCDEFGHJKMNPQRSTVWXYZ".replace(code[place], ""):
            with pytest.raises(CodeError) as caught:
                key.decode(CONTEXT, code[:place] + symbol + code[place + 1 :])
            assert caught.value.reason in {"FIRST_SYMBOL", "VERSION", "FORGED"}


def test_decode_any(key: CodeKey) -> None:
    code = VECTORS["codes"][0]["code"]
    contexts = ["token", "gtin:04006381333931", CONTEXT]
    assert key.decode_any(contexts, code) == [(CONTEXT, 1, 0)]
    assert key.decode_any(tuple(contexts[:2]), code) == []
    refused("LENGTH", lambda: key.decode_any(contexts, code[:8]), code)
    refused("GTIN_CHECK_DIGIT", lambda: key.decode_any(["gtin:09506000134353"], code))


@pytest.mark.parametrize(
    ("reason", "gtin"),
    [("GTIN_LENGTH", "9506000134352"), ("GTIN_DIGIT", "0950600013435X"), ("GTIN_CHECK_DIGIT", "09506000134353")],
)
def test_gtin_refusals(reason: str, gtin: str) -> None:
    refused(reason, lambda: mintcore.check_gtin(gtin), gtin)
    mintcore.check_gtin(GTIN)


@pytest.mark.parametrize(
    ("reason", "lot"),
    [
        ("LOT_LENGTH", ""),
        ("LOT_LENGTH", "x" * 21),
        ("LOT_CHARACTER", "a b"),
        ("LOT_CHARACTER", "\ud800"),
        ("LOT_CHARACTER", ".."),
    ],
)
def test_lot_refusals(key: CodeKey, reason: str, lot: str) -> None:
    refused(reason, lambda: mintcore.check_lot(lot))
    refused(reason, lambda: mintcore.identity_path(CONTEXT, lot, "A"))
    refused(reason, lambda: encoder(key, lots=[(lot, 1)]))
    mintcore.check_lot("LOT-7/A")


@pytest.mark.parametrize(
    ("reason", "url"),
    [
        ("LINK_SYNTAX", ""),
        ("LINK_SYNTAX", "\ud800"),
        ("LINK_SYNTAX", "https://a@example.com/t/A"),
        ("LINK_NO_SERIAL", f"https://example.com/01/{GTIN}"),
        ("LINK_PERCENT", "/t/%4"),
        ("GTIN_CHECK_DIGIT", "/01/09506000134353/21/A"),
        ("LOT_CHARACTER", f"/01/{GTIN}/10/%20/21/A"),
        ("SERIAL_LENGTH", "/t/" + "A" * 21),
        ("SERIAL_CHARACTER", "/t/%00"),
        ("SERIAL_CHARACTER", "/t/\udcff"),
    ],
)
def test_link_refusals(reason: str, url: str) -> None:
    refused(reason, lambda: mintcore.parse_link(url))


def test_links() -> None:
    link = mintcore.parse_link(f"HTTPS://ID.EXAMPLE.COM/01/{GTIN}/10/LOT-7%2FA/21/TJQV3XE78M4S0307?x=/t/a#b")
    assert (link.gtin, link.lot, link.serial) == (GTIN, "LOT-7/A", "TJQV3XE78M4S0307")
    link = mintcore.parse_link("/T/abc")
    assert (link.gtin, link.lot, link.serial) == (None, None, "abc")
    assert mintcore.normalise_code("tjqv3xe78m4so3ol") == "TJQV3XE78M4S0301"


# Ids, machine, threads


def test_uuid7_rises_and_is_of_version_7() -> None:
    with ThreadPoolExecutor(4) as pool:
        runs = list(pool.map(lambda _: [mintcore.uuid7() for _ in range(2_000)], range(4)))
    for run in runs:
        assert run == sorted(run)
    ids = [text for run in runs for text in run]
    assert len(set(ids)) == len(ids)
    for text in ids:
        parsed = uuid.UUID(text)
        assert (parsed.version, parsed.variant, str(parsed)) == (7, uuid.RFC_4122, text)


def test_cpu_features() -> None:
    features = mintcore.cpu_features()
    assert set(features) == {"aes", "sha_ni"}
    assert all(type(found) is bool for found in features.values())


def test_one_encoder_serves_many_threads(key: CodeKey) -> None:
    shared = encoder(key)
    expected = shared.encode(0, 5_000, b"")
    with ThreadPoolExecutor(8) as pool:
        for cycle in pool.map(lambda _: shared.encode(0, 5_000, b""), range(40)):
            assert cycle.chunks == expected.chunks
            assert cycle.compact_range == expected.compact_range


def test_work_runs_without_the_interpreter_lock(key: CodeKey) -> None:
    """With a switch interval of minutes a thread gets the lock only where another gives it up by itself: inside encode."""
    shared = encoder(key)
    started, stop = threading.Event(), threading.Event()
    stopped_at: list[bool] = []

    def work() -> None:
        started.set()
        for _ in range(500):
            shared.encode(0, 20_000, b"")
            if stop.is_set():
                break
        stopped_at.append(stop.is_set())

    interval = sys.getswitchinterval()
    sys.setswitchinterval(600)
    try:
        worker = threading.Thread(target=work)
        worker.start()
        started.wait()
        stop.set()
        worker.join()
    finally:
        sys.setswitchinterval(interval)
    assert stopped_at == [True]
