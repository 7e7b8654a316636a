"""What the Rust core refuses: numbers out of bounds, wrong types, other bad values."""

import json
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import mintcore
from mintcore import BatchEncoder, CodeError, CodeKey, IdentifierError

VECTORS: dict[str, Any] = json.loads((Path(__file__).parents[1] / "vectors" / "code_v1.json").read_text("utf-8"))
BATCH_ID = "01890000-0000-7000-8000-000000000001"
GTIN = "09506000134352"
CONTEXT = f"gtin:{GTIN}"
TOO_BIG = 2**200


@pytest.fixture(name="key")
def _key() -> CodeKey:
    return CodeKey.from_master(bytes.fromhex(VECTORS["master_key"]))


def encoder(key: CodeKey, **changes: Any) -> BatchEncoder:
    arguments = {"context": CONTEXT, "batch_no": 7, "batch_id": BATCH_ID, "status": 0, "lots": [], **changes}
    return BatchEncoder(key, **arguments)


# Arguments


def calls_with_number(key: CodeKey, bad: int) -> Iterator[Callable[[], object]]:
    code = VECTORS["codes"][0]["code"]
    yield lambda: key.encode("token", bad, 0)
    yield lambda: key.encode("token", 1, bad)
    yield lambda: key.mismatches("token", bad, 0, [code])
    yield lambda: key.mismatches("token", 1, bad, [code])
    yield lambda: encoder(key, batch_no=bad)
    yield lambda: encoder(key, status=bad)
    yield lambda: encoder(key, lots=[("A", bad)])
    yield lambda: encoder(key).encode(bad, 1, b"")
    yield lambda: encoder(key).encode(0, bad, b"")
    yield lambda: mintcore.extend_range(BATCH_ID, "token", [], bad, [code], b"")
    yield lambda: mintcore.range_root(b"", bad)
    yield lambda: mintcore.leaf_hash(BATCH_ID, bad, "/t/A")


def other_bad_values(key: CodeKey) -> Iterator[Callable[[], object]]:
    code = VECTORS["codes"][0]["code"]
    yield lambda: CodeKey.from_master(b"")
    yield lambda: CodeKey.from_derived(bytes(31))
    yield lambda: key.encode("token", 0, 0)
    yield lambda: key.encode("token", 1, 2**20)
    yield lambda: key.encode("tok\ud800en", 1, 0)
    yield lambda: key.encode("gtin:1", 1, 0)
    yield lambda: key.mismatches("token", 1, 2**20 - 1, [code, code])
    yield lambda: encoder(key, batch_id=BATCH_ID.upper().replace("8", "A"))
    yield lambda: encoder(key, batch_id="\ud800" * 36)
    yield lambda: encoder(key, lots=[("A", 0)])
    yield lambda: encoder(key, lots=[("A", 2**20), ("B", 1)])
    yield lambda: encoder(key, lots=[("A", 1)] * (2**20 + 1))
    yield lambda: encoder(key).encode(0, 0, b"")
    yield lambda: encoder(key).encode(0, 20_001, b"")
    yield lambda: encoder(key).encode(0, 1, bytes(32))
    yield lambda: encoder(key).encode(3, 1, bytes(32))
    yield lambda: encoder(key).encode(2**20 - 1, 2, bytes(640))
    yield lambda: encoder(key, lots=[("A", 5)]).encode(0, 6, b"")
    yield lambda: mintcore.extend_range(BATCH_ID, "token", [("A", 1)], 0, [code, code], b"")
    yield lambda: mintcore.extend_range(BATCH_ID, "token", [], 0, [code] * (2**20 + 1), b"")
    yield lambda: mintcore.extend_range(BATCH_ID, "token", [], 0, [code[:-1]], b"")
    yield lambda: mintcore.range_root(bytes(33), 1)
    yield lambda: mintcore.range_root(bytes(32), 3)
    yield lambda: mintcore.leaf_hash("", 0, "/t/A")
    yield lambda: mintcore.leaf_hash(BATCH_ID, 0, "/t/A\n")
    yield lambda: mintcore.identity_path("token", None, "")


@pytest.mark.parametrize("bad", [-1, 2**31, 2**32, 2**64, TOO_BIG, -TOO_BIG])
def test_numbers_out_of_bounds_are_value_errors(key: CodeKey, bad: int) -> None:
    for call in calls_with_number(key, bad):
        with pytest.raises(ValueError, match=r"\w"):
            call()


def test_other_bad_values_are_value_errors(key: CodeKey) -> None:
    for call in other_bad_values(key):
        with pytest.raises(ValueError, match=r"\w"):
            call()


def test_wrong_types_are_type_errors(key: CodeKey) -> None:
    """What mypy refuses in typed code is refused at run time too, and never ends the process."""
    untyped: Any = mintcore
    keyed: Any = key
    calls: list[Callable[[], object]] = [
        untyped.CodeKey,
        untyped.Cycle,
        untyped.Link,
        lambda: untyped.CodeKey.from_master("0" * 32),
        lambda: untyped.CodeKey.from_master(bytearray(32)),
        lambda: keyed.encode(b"token", 1, 0),
        lambda: keyed.encode("token", 1.0, 0),
        lambda: keyed.encode("token", "1", 0),
        lambda: keyed.encode("token", None, 0),
        lambda: keyed.decode("token", None),
        lambda: keyed.decode_any("token", "A"),
        lambda: keyed.decode_any({"token"}, "A"),
        lambda: keyed.mismatches("token", 1, 0, "A" * 16),
        lambda: keyed.mismatches("token", 1, 0, [b"A" * 16]),
        lambda: keyed.mismatches("token", 1, 0, (code for code in ["A"])),
        lambda: untyped.BatchEncoder(key, CONTEXT, 7, BATCH_ID, 0, []),
        lambda: untyped.BatchEncoder(b"key", context=CONTEXT, batch_no=7, batch_id=BATCH_ID, status=0, lots=[]),
        lambda: encoder(key, lots=None),
        lambda: encoder(key, lots=["A1"]),
        lambda: encoder(key, lots=[("A", "1")]),
        lambda: encoder(key, batch_id=uuid.UUID(BATCH_ID)),
        lambda: untyped.range_root("", 0),
        lambda: untyped.parse_link(b"/t/A"),
        lambda: untyped.uuid7(1),
    ]
    for call in calls:
        with pytest.raises(TypeError):
            call()


def test_objects_are_immutable_and_final(key: CodeKey) -> None:
    cycle = encoder(key).encode(0, 1, b"")
    with pytest.raises(AttributeError):
        cycle.count = 2  # type: ignore[misc]
    cycle.chunks.clear()
    assert len(cycle.chunks) == 1
    with pytest.raises(TypeError):
        type("Mine", (CodeKey,), {})
    assert key.derived().hex() not in repr(key)
    assert issubclass(CodeError, ValueError)
    assert issubclass(IdentifierError, ValueError)
    assert not issubclass(CodeError, IdentifierError)
