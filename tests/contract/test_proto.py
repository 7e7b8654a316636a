"""The .proto files: the rules of architecture.md, compatibility with what was released, and generated code that is theirs."""

import importlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from google.protobuf.descriptor import Descriptor, FileDescriptor, MethodDescriptor
from google.protobuf.descriptor_pb2 import MethodOptions

_ROOT = Path(__file__).parents[2]
_PROTO = _ROOT / "proto"
_FILES = sorted((_PROTO / "hallmint" / "v1").glob("*.proto"))
_BIN = Path(sys.executable).parent


def buf(*arguments: str, folder: Path = _ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [_BIN / "buf", *arguments], cwd=folder, capture_output=True, text=True, timeout=60, check=False
    )


def descriptor(path: Path) -> FileDescriptor:
    found: FileDescriptor = importlib.import_module(f"hallmint.v1.{path.stem}_pb2").DESCRIPTOR
    return found


def methods() -> Iterator[MethodDescriptor]:
    for path in _FILES:
        for service in descriptor(path).services_by_name.values():
            yield from service.methods


def text_of(name: str) -> str:
    return (_PROTO / "hallmint" / "v1" / f"{name}.proto").read_text()


def comment_of(name: str, declaration: str) -> str:
    """The comment above a line of a file."""
    found = re.search(rf"((?:^ *//.*\n)+) *{re.escape(declaration)}", text_of(name), re.MULTILINE)
    assert found is not None, declaration
    return found[1]


def test_buf_finds_nothing_wrong() -> None:
    for arguments in (["lint"], ["format", "--diff", "--exit-code"], ["breaking", "--against", "proto/released.binpb"]):
        result = buf(*arguments)
        assert (result.returncode, result.stdout, result.stderr) == (0, "", ""), arguments


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("batch", "string batch_id = 1;", "string batch_id = 101;"),
        ("token", "int32 seq = 2;", "int64 seq = 2;"),
        ("error_reason", "ERROR_REASON_GTIN_MISSING = 19;", "ERROR_REASON_GTIN_ABSENT = 19;"),
        ("minting_service", "rpc GetStats(", "rpc GetCounters("),
    ],
)
def test_buf_refuses_what_breaks_a_released_client(tmp_path: Path, name: str, old: str, new: str) -> None:
    shutil.copy(_ROOT / "buf.yaml", tmp_path)
    shutil.copytree(_PROTO / "hallmint", tmp_path / "proto" / "hallmint")
    released = ("breaking", "--against", str(_PROTO / "released.binpb"))
    assert buf(*released, folder=tmp_path).returncode == 0
    path = tmp_path / "proto" / "hallmint" / "v1" / f"{name}.proto"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    result = buf(*released, folder=tmp_path)
    assert result.returncode != 0
    assert f"{name}.proto" in result.stdout


def test_generated_code_is_what_the_files_say(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHON": sys.executable, "PATH": f"{_BIN}:{os.environ['PATH']}"}
    subprocess.run([_PROTO / "generate.sh", tmp_path], env=environment, check=True, timeout=60)

    def tree(folder: Path) -> dict[str, bytes]:
        paths = (p for p in folder.rglob("*") if p.is_file() and "__pycache__" not in p.parts)
        return {str(p.relative_to(folder)): p.read_bytes() for p in paths}

    fresh, committed = tree(tmp_path), tree(_PROTO / "gen")
    assert sorted(fresh) == sorted(committed)
    assert [name for name in fresh if fresh[name] != committed[name]] == []
    assert len(fresh) == 4 * len(_FILES) + 1  # _pb2 and _pb2_grpc, each with its stub, and py.typed


def test_only_googles_own_types_are_imported() -> None:
    imports = re.findall(r'^import (?:public |weak )?"(.+)";$', "".join(p.read_text() for p in _FILES), re.MULTILINE)
    assert len(imports) > len(_FILES)
    own = {f"hallmint/v1/{path.name}" for path in _FILES}
    assert [name for name in imports if name not in own and not name.startswith("google/protobuf/")] == []


SHOWN_ONCE = ("AcceptInvitation", "CreateSession")
"""What they answer is made anew each time and shown once: nothing a second call could give back."""


def test_each_rpc_has_messages_of_its_own_and_says_whether_it_can_be_repeated() -> None:
    found = list(methods())
    assert len(found) == 89
    for method in found:
        assert (method.input_type.name, method.output_type.name) == (f"{method.name}Request", f"{method.name}Response")
        if method.name in SHOWN_ONCE:
            continue
        level = method.GetOptions().idempotency_level
        reads = method.name.startswith(("Get", "List", "Read", "Watch", "Preflight", "Preview", "Verify"))
        assert level == (MethodOptions.NO_SIDE_EFFECTS if reads else MethodOptions.IDEMPOTENT), method.name


def test_whatever_creates_something_takes_a_request_id() -> None:
    for method in methods():
        creates = method.name.startswith(("Create", "Submit", "Invite", "Rotate")) or method.name == "RevokeTokens"
        if method.name in SHOWN_ONCE:
            creates = False
        assert ("request_id" in method.input_type.fields_by_name) == creates, method.name


def test_lists_are_paged_alike() -> None:
    for method in methods():
        if method.name.startswith("List"):
            assert {"page_size", "page_token"} <= set(method.input_type.fields_by_name)
            assert "next_page_token" in method.output_type.fields_by_name


def test_no_request_names_the_acting_brand() -> None:
    def fields(message: Descriptor, seen: frozenset[str]) -> Iterator[str]:
        for field in message.fields:
            yield f"{message.name}.{field.name}"
            inner = field.message_type
            if inner is not None and inner.file.package == "hallmint.v1" and inner.full_name not in seen:
                yield from fields(inner, seen | {inner.full_name})

    named = {path for method in methods() for path in fields(method.input_type, frozenset()) if "brand" in path.lower()}
    about = ("CreateBrand", "GetBrand", "ListBrands", "UpdateBrand", "SuspendBrand", "UnsuspendBrand", "ReassignGtin")
    own = {path for path in named if path.startswith((*about, "BrandChange"))}
    assert named - own == {"SetGroupSchemaRequest.brand_schema"}  # what the brand adds, not which brand
    named &= own
    assert named == own  # a brand is named only where it is itself what the rpc is about
    assert "GetBrandRequest.brand_id" in own


@pytest.mark.parametrize(
    ("name", "declaration", "limit"),
    [
        ("minting_service", "int32 quantity = 2;", "1 to 1,000,000"),
        ("minting_service", "repeated LotQuantity lots = 5;", "1 to 100"),
        ("batch", "IDENTITY_MODE_LOT = 2;", "up to 100 lots"),
        ("batch", "string lot_code = 1;", "1 to 20 characters"),
        ("minting_service", "repeated TokenRef tokens = 1;", "1 to 1,000"),
        ("minting_service", "string reason = 2;", "1 to 500 characters"),
        ("catalog_service", "string request_id = 1;", "30 days"),
        ("product", "string sku = 2;", "1 to 64 characters"),
        ("product", "google.protobuf.Struct attributes = 7;", "64 KiB"),
        ("minting_service", "rpc WatchBatch(", "heartbeat every 10 s"),
    ],
)
def test_comments_say_the_limits(name: str, declaration: str, limit: str) -> None:
    assert limit in comment_of(name, declaration)


def test_every_page_size_and_request_id_says_its_limit() -> None:
    text = "".join(path.read_text() for path in _FILES if path.stem.endswith("_service"))
    sizes = re.findall(r"(.*)\n *int32 page_size = ", text)
    assert len(sizes) == 18
    assert {line.strip() for line in sizes} == {"// 0 means 50; above 500 is lowered to 500; negative is refused."}
    ids = re.findall(r"(.*)\n *string request_id = ", text)
    assert len(ids) == 14
    assert {line.strip() for line in ids} == {"// A UUID made by the caller, remembered for 30 days."}
