"""What docs/compatibility.md promises and can be checked in the .proto files, the changelog and the Python client."""

import re
from pathlib import Path

import pytest
from google.protobuf.descriptor_pb2 import FileDescriptorSet

from hallmint.v1 import batch_pb2, export_pb2, revocation_pb2
from hallmint_client import export, minting
from hallmint_server.exporting.model import ExportState
from hallmint_server.minting.model import BatchState
from tests.support.api_element import gained, gaps, unsaid
from tests.support.proto_file import PROTO, ROOT, changed, descriptors
from tests.support.script import MINTED, Script, connected, step, watch

CHANGELOG = ROOT / "clients" / "CHANGELOG.md"
RELEASED = PROTO / "released.binpb"


def unreleased() -> str:
    """What the changelog says of what was not released yet."""
    found = re.search(r"^## Unreleased$(.*?)^## ", CHANGELOG.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert found is not None
    return found[1]


def test_what_is_deprecated_says_since_when_and_what_instead() -> None:
    assert unsaid(descriptors(PROTO), CHANGELOG.read_text(encoding="utf-8")) == []


MARK = " [deprecated = true];"
OPTION = "  option deprecated = true;\n"


@pytest.mark.parametrize(
    ("name", "old", "new", "found"),
    [
        ("token", "string serial = 2;", f"string serial = 2{MARK}", "GtinSerial.serial"),
        ("product", "PRODUCT_GROUP_TEXTILE = 2;", f"PRODUCT_GROUP_TEXTILE = 2{MARK}", "PRODUCT_GROUP_TEXTILE"),
        ("error_reason", "ERROR_REASON_SKU_TAKEN = 28;", f"ERROR_REASON_SKU_TAKEN = 28{MARK}", "SKU_TAKEN"),
        (
            "session_service",
            "(CreateSessionResponse);",
            f"(CreateSessionResponse) {{\n  {OPTION}  }}",
            "SessionService.CreateSession",
        ),
        ("token", "message GtinSerial {\n", f"message GtinSerial {{\n{OPTION}", "GtinSerial"),
        ("token", "enum TokenStatus {\n", f"enum TokenStatus {{\n{OPTION}", "TokenStatus"),
        ("scan_service", "service ScanService {\n", f"service ScanService {{\n{OPTION}", "ScanService"),
    ],
)
def test_a_mark_without_a_word_is_found(tmp_path: Path, name: str, old: str, new: str, found: str) -> None:
    protos = changed(tmp_path, name, old, new)
    assert unsaid(descriptors(protos), f"`{found}`") == [found]
    path = protos / "hallmint" / "v1" / f"{name}.proto"
    text, marked = path.read_text(encoding="utf-8"), new.splitlines()[0]
    line = next(line for line in text.splitlines() if marked in line)
    path.write_text(text.replace(line, f"// Deprecated since 0.2.0: use something else.\n{line}"), encoding="utf-8")
    assert unsaid(descriptors(protos), f"`{found}`") == []
    assert unsaid(descriptors(protos), "nothing of it") == [found]


def test_numbers_are_used_once() -> None:
    assert gaps(descriptors(PROTO)) == []


@pytest.mark.parametrize(
    ("name", "old", "new", "found"),
    [
        ("token", "string serial = 2;", "string serial = 3;", ["GtinSerial 2"]),
        ("token", "string serial = 2;", "reserved 2;\n  string serial = 3;", []),
        ("token", "TOKEN_STATUS_REVOKED = 3;", "TOKEN_STATUS_REVOKED = 4;", ["TokenStatus 3"]),
        ("token", "TOKEN_STATUS_REVOKED = 3;", "reserved 3;\n  TOKEN_STATUS_REVOKED = 4;", []),
    ],
)
def test_a_number_that_is_left_out_is_found(tmp_path: Path, name: str, old: str, new: str, found: list[str]) -> None:
    assert gaps(descriptors(changed(tmp_path, name, old, new))) == found


def test_what_is_new_since_the_release_stands_in_the_changelog() -> None:
    released = FileDescriptorSet.FromString(RELEASED.read_bytes())
    said = unreleased()
    assert [name for name in gained(descriptors(PROTO), released) if f"`{name}`" not in said] == []


@pytest.mark.parametrize(
    ("name", "old", "added", "found"),
    [
        ("token", "string serial = 2;", "string serial = 2;\n  // More.\n  string more = 3;", "GtinSerial.more"),
        (
            "token",
            "TOKEN_STATUS_REVOKED = 3;",
            "TOKEN_STATUS_REVOKED = 3;\n  // O.\n  TOKEN_STATUS_O = 4;",
            "TOKEN_STATUS_O",
        ),
        (
            "session_service",
            "service SessionService {\n",
            "service SessionService {\n  // P.\n  rpc P(CreateSessionRequest) returns (CreateSessionResponse);\n",
            "SessionService.P",
        ),
        ("error_reason", "}\n", "  // R.\n  ERROR_REASON_R = 99;\n}\n", "R"),
    ],
)
def test_what_is_new_is_found(tmp_path: Path, name: str, old: str, added: str, found: str) -> None:
    now = descriptors(PROTO)
    assert gained(now, now) == []
    assert gained(descriptors(changed(tmp_path, name, old, added)), now) == [found]


def test_states_that_end_something_are_those_that_every_client_waits_for() -> None:
    """A client that does not know how a batch can end would follow it for ever: such states are never added to v1."""
    ended = {"BATCH_STATE_MINTED", "BATCH_STATE_FAILED", "BATCH_STATE_CANCELLED"}
    assert {batch_pb2.BatchState.Name(state) for state in minting.TERMINAL} == ended
    assert {f"BATCH_STATE_{state.name}" for state in BatchState if state.has_ended} == ended
    ended = {"EXPORT_STATE_COMPLETED", "EXPORT_STATE_FAILED", "EXPORT_STATE_CANCELLED"}
    assert {export_pb2.ExportState.Name(state) for state in export.TERMINAL} == ended
    assert {f"EXPORT_STATE_{state.name}" for state in ExportState if state.has_ended} == ended
    assert revocation_pb2.RevocationState.keys() == [
        f"REVOCATION_STATE_{name}" for name in ("UNSPECIFIED", "PROCESSING", "COMPLETED", "FAILED")
    ]


async def test_the_client_goes_on_with_a_state_that_it_does_not_know() -> None:
    script = Script(WatchBatch=[[step(10), step(20, state=99), step(100, state=MINTED)]])  # type: ignore[arg-type]
    async with connected(script) as client:
        assert await watch(client) == [10, 20, 100]


def test_what_a_message_has_and_is_not_known_is_kept() -> None:
    sent = step(10).batch.SerializeToString() + bytes([0xC0, 0x3E, 0x01])  # field 1000
    assert batch_pb2.Batch.FromString(sent).SerializeToString() == sent
