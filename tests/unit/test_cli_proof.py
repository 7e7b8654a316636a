"""The `hallmint` command: proof files, got from a server and checked without one."""

import json
import re
from pathlib import Path

import pytest

from hallmint_client.cli.app import run
from hallmint_client.cli.exit import ExitCode
from tests.support.command import Hallmint
from tests.support.fake_service import FakeService
from tests.support.fake_verification import PROOF

VERIFY = Path(__file__).parents[2] / "docs/verify"
EXAMPLE = VERIFY / "example.proof"
LOG_KEY = (VERIFY / "example-log.key").read_text().strip()
IDENTITY = "/01/09506000134352/10/LOT%2F7/21/V000000000000003"
CODE = "V000000000000003"
BATCH = "0197a0c9-77b2-7d10-9c55-31f2a9d0c4e6"
WITNESS_KEY = (VERIFY / "example-witness.key").read_text().strip()


def test_a_proof_is_printed_or_written(hallmint: Hallmint, service: FakeService, tmp_path: Path) -> None:
    done = hallmint("proof", "VABC")
    assert (done.code, done.out.encode()) == (0, PROOF)
    assert service.calls[0].token.code == "VABC"
    done = hallmint("proof", "VABC", "-o", str(tmp_path / "p"))
    assert (done.code, done.out, (tmp_path / "p").read_bytes()) == (0, "", PROOF)
    assert "entry 7 of the log" in done.err
    assert "log.example+12345678+AAAA" in done.err
    assert hallmint("--json", "proof", "VABC").json["entry_no"] == "7"
    assert hallmint("proof", "VABC", "-o", str(tmp_path / "no" / "p")).code == ExitCode.USAGE


def verify(*arguments: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    code = run(["verify", *arguments])
    out, err = capsys.readouterr()
    return code, out, err


def test_a_true_proof_is_accepted_without_server_and_credential(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HALLMINT_CREDENTIAL", raising=False)
    code, out, err = verify(str(EXAMPLE), "--log-key", LOG_KEY, capsys=capsys)
    identity = re.search(r"^identity (.*)$", EXAMPLE.read_text(), re.MULTILINE)
    assert identity is not None
    assert (code, identity[1] in out, "in your hand" in err) == (0, True, True)
    code, out, _ = verify(str(EXAMPLE), "--log-key", LOG_KEY, "--witness", WITNESS_KEY, capsys=capsys)
    assert (code, WITNESS_KEY.partition("+")[0] in out) == (0, True)
    monkeypatch.setenv("HALLMINT_LOG_KEY", LOG_KEY)
    code, out, _ = verify(str(EXAMPLE), "--json", capsys=capsys)
    assert (code, json.loads(out)["identity"]) == (0, identity[1])


def test_what_proves_nothing_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = EXAMPLE.read_bytes()
    for name, changed in (
        ("changed", data.replace(b"quantity ", b"quantity 1", 1)),
        ("longer", data + b"\n"),
        ("empty", b""),
        ("huge", data + b"x" * 10_000),
    ):
        (tmp_path / name).write_bytes(changed)
        code, out, err = verify(str(tmp_path / name), "--log-key", LOG_KEY, capsys=capsys)
        assert (code, out) == (ExitCode.REFUSED, "")
        assert "is not proved under this key" in err
    code, _, err = verify(str(EXAMPLE), "--log-key", LOG_KEY, "--witnesses", "1", capsys=capsys)
    assert code == ExitCode.USAGE
    for arguments in (("--log-key", "no key"), ()):
        assert verify(str(EXAMPLE), *arguments, capsys=capsys)[0] == ExitCode.USAGE
    assert verify(str(tmp_path / "none"), "--log-key", LOG_KEY, capsys=capsys)[0] == ExitCode.USAGE


def test_a_token_is_verified_with_a_proof_that_the_server_gives(hallmint: Hallmint, service: FakeService) -> None:
    service.proof = EXAMPLE.read_bytes()
    done = hallmint("verify", CODE, "--log-key", LOG_KEY)
    assert (done.code, service.calls[0].token.code) == (0, CODE)
    assert "proved" in done.out
    service.proof = service.proof.replace(b"seq ", b"seq 1", 1)
    done = hallmint("verify", CODE, "--log-key", LOG_KEY)
    assert (done.code, done.out) == (ExitCode.REFUSED, "")
    assert f"{CODE} is not proved" in done.err


@pytest.mark.parametrize(
    "subject",
    [
        CODE.lower(),
        CODE.replace("0", "O"),
        f"https://id.example.com{IDENTITY}",
        f"https://id.example.com{IDENTITY}?17=270101",
        f"https://id.example.com/01/09506000134352/21/{CODE.lower()}",
        f"{BATCH}/3",
    ],
)
def test_a_token_is_verified_as_somebody_has_it_in_hand(hallmint: Hallmint, service: FakeService, subject: str) -> None:
    service.proof = EXAMPLE.read_bytes()
    assert hallmint("verify", subject, "--log-key", LOG_KEY).code == 0


@pytest.mark.parametrize(
    "subject",
    [
        "VABC",
        CODE[:-1] + "4",
        f"https://id.example.com/01/09506000134376/21/{CODE}",
        f"https://id.example.com/01/09506000134352/10/LOT-7/21/{CODE}",
        f"https://id.example.com/t/{CODE}",
        "https://id.example.com/",
        f"{BATCH}/4",
        "0197a0c9-77b2-7d10-9c55-31f2a9d0c4e7/3",
    ],
)
def test_a_true_proof_of_another_token_proves_nothing(hallmint: Hallmint, service: FakeService, subject: str) -> None:
    """Whoever has the server could answer for a forged code with the proof of a good one."""
    service.proof = EXAMPLE.read_bytes()
    done = hallmint("verify", subject, "--log-key", LOG_KEY)
    assert (done.code, done.out) == (ExitCode.REFUSED, "")
    assert f"the server gave the proof of another token, {IDENTITY} (NOT_PROVED)" in done.err
