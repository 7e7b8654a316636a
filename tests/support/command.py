"""The `hallmint` command against an in-memory server: fixtures and what they give."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import grpc
import pytest

from hallmint_client.cli.app import run
from tests.support.fake_export import EXPORT
from tests.support.fake_service import FakeService, serve
from tests.support.sample import BUSY_BATCH, CREDENTIAL, FAILED_BATCH, LOT_BATCH, refusal

REQUEST_ID = "7d9f1c1e-0000-4000-8000-00000000abcd"
PROFILE = str(Path(__file__).parents[2] / "server/hallmint_server/exporting/profile/data/nfc.1.json")
MINT = ("mint", "--product", "NL-BAT-001")


@dataclass(frozen=True, slots=True)
class Done:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def error(self) -> Any:
        return json.loads(self.err)["error"]


Hallmint = Callable[..., Done]


@pytest.fixture
def service() -> FakeService:
    return FakeService()


@pytest.fixture
def address(service: FakeService, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with serve(service) as found:
        monkeypatch.setenv("HALLMINT_SERVER", found)
        monkeypatch.setenv("HALLMINT_BRAND", "nordlicht")
        monkeypatch.setenv("HALLMINT_CREDENTIAL", CREDENTIAL)
        monkeypatch.delenv("HALLMINT_CREDENTIAL_FILE", raising=False)
        for name in ("HALLMINT_CA", "HALLMINT_CLIENT_CERTIFICATE", "HALLMINT_CLIENT_KEY"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("TZ", "UTC")
        yield found


@pytest.fixture
def hallmint(address: str, capsys: pytest.CaptureFixture[str]) -> Hallmint:
    assert address

    def call(*arguments: str) -> Done:
        code = run(arguments)
        captured = capsys.readouterr()
        return Done(code, captured.out, captured.err)

    return call


def refuse(service: FakeService, method: str, code: grpc.StatusCode, message: str, **details: Any) -> None:
    service.refusals[method] = [refusal(code, message, **details)] * 10


COMMANDS: list[tuple[str, ...]] = [
    ("stats",),
    ("brands",),
    ("brand", "list"),
    ("brand", "show"),
    ("brand", "create", "nordlicht", "--name", "Nordlicht", "--owner", "o@nordlicht.example"),
    ("brand", "update", "--name", "Nordlicht AG"),
    ("brand", "suspend", "nordlicht", "--reason", "unpaid"),
    ("brand", "unsuspend", "nordlicht"),
    ("products",),
    ("product", "list"),
    ("product", "show", "NL-BAT-001"),
    ("product", "create", "NL-BAT-001", "--name", "Battery", "--group", "battery"),
    ("product", "update", "NL-BAT-001", "--status", "active"),
    ("product", "preview", "NL-BAT-001"),
    ("product", "schema", "battery"),
    ("product", "schema", "battery", "--unset"),
    ("member", "list"),
    ("member", "update", "o@nordlicht.example", "--role", "admin"),
    ("member", "remove", "o@nordlicht.example"),
    ("credential", "list"),
    ("credential", "list", "--own"),
    ("credential", "revoke", "aaaaaaaaaaaa"),
    ("credential", "whoami"),
    ("profile", "list"),
    ("profile", "show", "ours"),
    ("profile", "create", PROFILE, "--key", "ours"),
    ("profile", "edit", "ours", PROFILE),
    ("profile", "publish", "ours"),
    ("profile", "deprecate", "ours", "1"),
    ("profile", "default", "list"),
    ("profile", "default", "set", "ours", "--kind", "nfc"),
    ("profile", "default", "clear", "--kind", "nfc"),
    ("exports", "list"),
    ("exports", "cancel", EXPORT),
    ("exports", "link", EXPORT, "--pack", "1"),
    ("batches",),
    ("batch", LOT_BATCH),
    ("tokens", LOT_BATCH),
    ("token", "VABC"),
    ("proof", "VABC"),
    ("cancel", BUSY_BATCH),
    ("resume", FAILED_BATCH),
    (*MINT, "--quantity", "5"),
    (*MINT, "--quantity", "5", "--dry-run"),
    ("revoke", "VABC", "--reason", "x"),
    ("revoke", "--batch", LOT_BATCH, "--reason", "x", "--yes"),
]
