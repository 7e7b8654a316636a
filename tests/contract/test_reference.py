"""The API reference, docs/api: it is what the .proto files say, and its permissions are those of the server."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from hallmint_server.rpc.access import METHODS
from hallmint_server.tenancy.model import ROLE_PERMISSIONS, SCOPE_PERMISSIONS
from tests.support.proto_file import PROTO, ROOT, changed, descriptors

_PERMISSIONS = PROTO / "reference" / "permission.json"
_PAGES = ROOT / "docs" / "api"


def read(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.iterdir())}


def write(protos: Path, folder: Path) -> dict[str, str]:
    """The pages of other .proto files, by their names. AssertionError with what the program says where it refuses them."""
    path = folder / "descriptors.binpb"
    path.write_bytes(descriptors(protos).SerializeToString())
    result = subprocess.run(
        [sys.executable, "-m", "proto.reference", path, folder / "api"],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert result.returncode == 0, result.stderr
    return read(folder / "api")


def test_permissions_are_those_of_the_server() -> None:
    """`HALLMINT_TEST_GOLDEN=write` writes the file again; `make reference` then writes the pages."""
    table = {
        "methods": {method: sorted(names) for method, names in METHODS.items()},
        "roles": {role: sorted(names) for role, names in ROLE_PERMISSIONS.items()},
        "scopes": {scope: sorted(names) for scope, names in SCOPE_PERMISSIONS.items()},
    }
    if os.environ.get("HALLMINT_TEST_GOLDEN") == "write":
        _PERMISSIONS.write_text(json.dumps(table, indent=1) + "\n")
    assert json.loads(_PERMISSIONS.read_text()) == table


def test_pages_are_what_the_files_say(tmp_path: Path) -> None:
    (tmp_path / "gone_service.md").write_text("of a service that is no more\n")
    environment = {**os.environ, "PYTHON": sys.executable}
    subprocess.run([PROTO / "reference.sh", tmp_path], env=environment, check=True, timeout=60)
    assert read(tmp_path) == read(_PAGES)  # else: `make reference`


def test_everything_has_a_place_on_its_page() -> None:
    pages = read(_PAGES)
    for file in descriptors(PROTO).file:
        stem = file.name.removeprefix("hallmint/v1/").removesuffix(".proto")
        page = pages[f"{stem}.md" if file.service else "errors.md" if stem == "error_reason" else "messages.md"]
        for service in file.service:
            assert f"# {service.name}\n" in page
            assert f"[{service.name}]({stem}.md)" in pages["README.md"]
            for method in service.method:
                assert page.count(f"\n## {method.name}\n") == 1
        for message in file.message_type:
            assert page.count(f"# {message.name}\n") == 1
            for field in message.field:
                assert f"| `{field.name}` | {field.number} | " in page
        for enum in file.enum_type:
            for value in enum.value[1:] if stem == "error_reason" else enum.value:
                name = value.name.removeprefix("ERROR_REASON_")
                assert f"| `{name}` | {value.number} | " in page or f"\n### {name}\n" in page


def test_a_field_that_is_as_in_another_message_says_what_that_is() -> None:
    page = read(_PAGES)["catalog_service.md"]
    told = (
        "As in [Product](messages.md#product): The brand's own article number, unique in the brand: 1 to 64 characters, "
        "no control characters, and nothing at the beginning that spreadsheets take for a formula (= + - @)."
    )
    assert f"| `sku` | 2 | `string` | {told} |" in page
    assert f"{told} The old one stays with this product for ever if codes were minted while it had it. |" in page


def test_what_may_be_called_again_and_by_whom() -> None:
    pages = read(_PAGES)
    minting, member = pages["minting_service.md"], pages["member_service.md"]
    assert "| [GetBatch](#getbatch) | One batch with its revocations. | reads | `mint:read` |" in minting
    assert "| safe | `mint:write` |" in minting
    assert "| **never** | `invitation:accept` |" in member
    assert "| reads | any credential |" in pages["credential_service.md"]
    assert "| `operate` |  |  | the operator |" in pages["permissions.md"]


@pytest.mark.parametrize(
    ("name", "old", "new", "shown"),
    [
        (
            "batch",
            "  // UUID version 7, lower case.\n  string batch_id = 1;",
            "  // The id.\n  //\n  // Deprecated since 0.9.0: use `batch_no`.\n  string batch_id = 1 [deprecated = true];",
            "| ~~`batch_id`~~ | 1 | `string` | The id. Deprecated since 0.9.0: use `batch_no`. |",
        ),
        (
            "token",
            "message GtinSerial {\n",
            'message GtinSerial {\n  reserved 7, 9 to 11;\n  reserved "old";\n',
            "\nNever used again: 7, 9 to 11, `old`.\n",
        ),
        (
            "batch",
            "enum BatchState {\n",
            "enum BatchState {\n  reserved 7, 9 to 11;\n",
            "\nNever used again: 7, 9 to 11.\n",
        ),
        (
            "token",
            "// One unit's identity.\n",
            "// Of SubmitMint.\n// Or MintingService.GetBatch.\n",
            "\nOf [SubmitMint](minting_service.md#submitmint). Or [MintingService.GetBatch](minting_service.md#getbatch).\n",
        ),
        (
            "token",
            "  // Exists; not yet active.\n",
            "  // <b> a|b *c* of batch_no, `a|b`, NOT_FOUND `SKU_TAKEN`.\n",
            "\\<b> a\\|b \\*c\\* of `batch_no`, `a\\|b`, `NOT_FOUND` [`SKU_TAKEN`](errors.md#sku_taken).",
        ),
        (
            "minting_service",
            "  // Counters of the acting brand, kept with each change, never counted on demand.\n",
            "  // Counters as of 1.5 s ago. More.\n",
            "| [GetStats](#getstats) | Counters as of 1.5 s ago. | reads | `mint:read` |",
        ),
        (
            "minting_service",
            "  rpc GetStats(GetStatsRequest) returns (GetStatsResponse) {\n",
            "  rpc GetStats(GetStatsRequest) returns (GetStatsResponse) {\n    option deprecated = true;\n",
            "\n## ~~GetStats~~\n",
        ),
    ],
)
def test_pages_show(tmp_path: Path, name: str, old: str, new: str, shown: str) -> None:
    pages = write(changed(tmp_path, name, old, new), tmp_path)
    assert [page for page, text in pages.items() if shown in text] == [
        "minting_service.md" if name == "minting_service" else "messages.md"
    ]


@pytest.mark.parametrize(
    ("name", "old", "new", "refusal"),
    [
        ("token", "// One unit's identity.\n", "", "nothing is said of what stands at (4, 0)"),
        (
            "token",
            "message GtinSerial {\n",
            "message GtinSerial {\n  // No.\n  enum Inner { I = 0; }\n",
            "GtinSerial has",
        ),
        (
            "token",
            "message GtinSerial {\n",
            "message GtinSerial {\n  // M.\n  map<int32, bool> m = 9;\n",
            "GtinSerial has",
        ),
        ("minting_service", "rpc GetStats(", "rpc GetCounters(", "MintingService/GetCounters"),
        ("error_reason", '`{"reason": "SKU_TAKEN"', '`"SKU_TAKEN"', "ERROR_REASON_SKU_TAKEN has no sample"),
        (
            "error_reason",
            "Another product of the brand has this SKU. Code ALREADY_EXISTS.",
            "No.",
            "no status code is said",
        ),
    ],
)
def test_what_would_look_wrong_is_refused(tmp_path: Path, name: str, old: str, new: str, refusal: str) -> None:
    with pytest.raises(AssertionError, match=r"(Value|Key)Error") as refused:
        write(changed(tmp_path, name, old, new), tmp_path)
    assert refusal in str(refused.value)
