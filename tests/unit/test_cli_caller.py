"""The `hallmint` command: who calls, members and credentials."""

import re
import stat
from datetime import timedelta
from pathlib import Path

import grpc
import pytest
import typer

from hallmint_client.cli.exit import ExitCode
from hallmint_client.cli.option import length
from tests.support.command import REQUEST_ID, Hallmint, refuse
from tests.support.fake_service import FakeService
from tests.support.fake_tenancy import MEMBER_ID, NEW_KEY
from tests.support.sample import CREDENTIAL, INVITATION

OTHER = CREDENTIAL.replace("a" * 12, "q" * 12)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "credential"
    made.touch(0o600)
    made.write_text(f"{OTHER}\n")
    return made


def test_a_missing_credential_is_one_clear_error(
    hallmint: Hallmint, service: FakeService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HALLMINT_CREDENTIAL")
    done = hallmint("stats")
    assert (done.code, done.out) == (ExitCode.FORBIDDEN, "")
    assert done.err == (
        "error: there is no credential to call with (CREDENTIAL_REQUIRED): "
        "set HALLMINT_CREDENTIAL or HALLMINT_CREDENTIAL_FILE, or give --credential-file FILE\n"
    )
    program = hallmint("stats", "--json")
    assert (program.error["reason"], program.error["exit_code"]) == ("CREDENTIAL_REQUIRED", 6)
    assert service.calls == []


def test_the_option_goes_before_the_environment_and_the_credential_before_its_file(
    hallmint: Hallmint, service: FakeService, monkeypatch: pytest.MonkeyPatch, file: Path
) -> None:
    hallmint("stats", "--credential-file", str(file))
    hallmint("--credential-file", str(file), "stats")
    monkeypatch.setenv("HALLMINT_CREDENTIAL_FILE", str(file))
    hallmint("stats")
    monkeypatch.delenv("HALLMINT_CREDENTIAL")
    hallmint("stats")
    assert service.credentials == [f"Bearer {each}" for each in (OTHER, OTHER, CREDENTIAL, OTHER)]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o644])
def test_a_credential_file_that_others_can_read_is_refused(
    hallmint: Hallmint, service: FakeService, monkeypatch: pytest.MonkeyPatch, file: Path, mode: int
) -> None:
    file.chmod(mode)
    done = hallmint("stats", "--credential-file", str(file))
    assert (done.code, service.calls) == (2, [])
    assert f"(mode {mode:04o}): run `chmod 600 {file}`" in done.err
    monkeypatch.delenv("HALLMINT_CREDENTIAL")
    monkeypatch.setenv("HALLMINT_CREDENTIAL_FILE", str(file))
    assert "chmod 600" in hallmint("stats").err


def test_a_damaged_credential_is_refused_and_not_shown(
    hallmint: Hallmint, service: FakeService, monkeypatch: pytest.MonkeyPatch, file: Path
) -> None:
    file.write_text(OTHER[:-1])
    monkeypatch.setenv("HALLMINT_CREDENTIAL", CREDENTIAL[:-1])
    for words in (("stats",), ("stats", "--credential-file", str(file))):
        done = hallmint(*words)
        assert (done.code, "check that it is whole" in done.err) == (2, True)
        assert "bbbb" not in done.out + done.err
    assert service.calls == []


def test_no_option_takes_a_credential_itself(hallmint: Hallmint, capsys: pytest.CaptureFixture[str]) -> None:
    assert hallmint("stats", "--credential", CREDENTIAL).code == 2
    capsys.readouterr()
    for words in (("--help",), ("stats", "--help"), ("member", "accept", "--help")):
        assert not re.search(r"--(credential|invitation|key)\s", hallmint(*words).out)


def test_an_error_and_a_fault_do_not_show_the_credential(
    hallmint: Hallmint, service: FakeService, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse(service, "GetStats", grpc.StatusCode.UNAUTHENTICATED, "no such", reason="CREDENTIAL_INVALID")
    done = hallmint("stats")
    assert (done.code, "hallmint credential whoami" in done.err) == (ExitCode.FORBIDDEN, True)
    monkeypatch.setattr("hallmint_client.cli.stats.details", lambda _: 1 / 0)
    service.refusals.clear()
    fault = hallmint("stats")
    assert fault.code == ExitCode.INTERNAL
    assert "bbbb" not in done.err + fault.err


def test_a_new_key_is_shown_once_alone_on_stdout(hallmint: Hallmint, service: FakeService) -> None:
    words = ("--scope", "catalog:read", "--scope", "mint:write", "--lifetime", "90d", "--request-id", REQUEST_ID)
    done = hallmint("credential", "create", "erp", *words)
    assert done.out == f"{NEW_KEY}\n"
    assert "warning: this is the key of erp: keep it now, it is never shown again" in done.err
    sent = service.calls[-1]
    assert (sent.name, list(sent.scopes), sent.request_id) == ("erp", ["catalog:read", "mint:write"], REQUEST_ID)
    assert sent.lifetime.ToTimedelta() == timedelta(days=90)
    program = hallmint("credential", "create", "erp", "--json")
    assert program.json["key"] == NEW_KEY
    assert program.err == ""


@pytest.mark.parametrize(
    "words",
    [
        ("credential", "create", "erp"),
        ("credential", "rotate", "n" * 12, "--overlap", "0"),
        ("member", "accept"),
        ("member", "invite", "n@nordlicht.example", "--role", "viewer"),
    ],
    ids=" ".join,
)
def test_a_secret_goes_into_a_new_file_of_its_owner(
    hallmint: Hallmint, service: FakeService, tmp_path: Path, words: tuple[str, ...]
) -> None:
    file = tmp_path / "new"
    secret = INVITATION if "invite" in words else NEW_KEY
    for flags in ((), ("--json",)):
        done = hallmint(*words, "--save", str(file), *flags)
        assert done.code == 0
        assert stat.filemode(file.stat().st_mode) == "-rw-------"
        assert file.read_text() == f"{secret}\n"
        assert secret not in done.out + done.err
        count = len(service.calls)
        again = hallmint(*words, "--save", str(file), *flags)
        assert (again.code, len(service.calls)) == (2, count), "refused before anything is made"
        assert file.read_text() == f"{secret}\n"
        file.unlink()
    method = {"create": "CreateCredential", "rotate": "RotateCredential", "accept": "AcceptInvitation"}
    refuse(service, method.get(words[1], "InviteMember"), grpc.StatusCode.INVALID_ARGUMENT, "no")
    assert hallmint(*words, "--save", str(file)).code == 1
    assert not file.exists(), "no empty file is left"


def test_a_secret_that_no_file_takes_is_shown(
    hallmint: Hallmint, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("hallmint_client.cli.secret.os.fsync", full)
        done = hallmint("credential", "create", "erp", "--save", str(tmp_path / "new"))
    assert done.out == f"{NEW_KEY}\n"
    assert "No space left on device" in done.err
    assert not (tmp_path / "new").exists()


def test_a_retry_without_a_key_says_how_to_get_one(hallmint: Hallmint, service: FakeService, tmp_path: Path) -> None:
    service.new_key = ""
    file = tmp_path / "new"
    done = hallmint("credential", "create", "erp", "--save", str(file))
    assert (done.code, done.out) == (0, "")
    assert f"hallmint credential rotate {'n' * 12}" in done.err
    assert "invite again" in hallmint("member", "invite", "n@nordlicht.example", "--role", "viewer").err
    assert not file.exists()


def test_an_invitation_is_accepted_with_it_or_with_an_own_credential(
    hallmint: Hallmint, service: FakeService, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    invitation = tmp_path / "invitation"
    invitation.touch(0o600)
    invitation.write_text(f"{INVITATION}\n")
    own = hallmint("member", "accept", "--invitation-file", str(invitation), "--save", str(tmp_path / "new"))
    assert (own.code, own.out, own.err) == (0, "", "you are owner of nordlicht\n")
    assert (service.calls[-1].invitation, service.credentials[-1]) == (INVITATION, f"Bearer {CREDENTIAL}")
    assert not (tmp_path / "new").exists()
    monkeypatch.setenv("HALLMINT_CREDENTIAL", INVITATION)
    new = hallmint("member", "accept", "--name", "laptop")
    assert new.out == f"{NEW_KEY}\n"
    sent = service.calls[-1]
    assert (sent.invitation, sent.credential_name) == ("", "laptop")
    assert (service.credentials[-1], service.brands[-1]) == (f"Bearer {INVITATION}", "")
    invitation.chmod(0o644)
    assert (
        "--invitation-file: others can read" in hallmint("member", "accept", "--invitation-file", str(invitation)).err
    )


def test_members_are_named_by_address_or_id(hallmint: Hallmint, service: FakeService) -> None:
    for which in ("O@Nordlicht.example", MEMBER_ID):
        assert hallmint("member", "update", which, "--role", "admin").code == 0
        assert service.calls[-1].member_id == MEMBER_ID
        assert hallmint("member", "remove", which).out == f"{which} is no member any more\n"
    unknown = hallmint("member", "remove", "x@nordlicht.example")
    assert (unknown.code, "(MEMBER_NOT_FOUND)" in unknown.err) == (3, True)


def test_who_i_am_and_what_i_may(hallmint: Hallmint) -> None:
    done = hallmint("credential", "whoami")
    assert re.search(r"^brand +nordlicht$", done.out, re.MULTILINE)
    assert "catalog:read, mint:write" in done.out


def test_lengths_of_time() -> None:
    texts = ("0", "90s", "30m", "24h", "365d")
    assert [length(text).total_seconds() for text in texts] == [0, 90, 1_800, 86_400, 365 * 86_400]
    for wrong in ("", "1", "-1d", "1w", "1.5h", "\u0661d"):
        with pytest.raises(typer.BadParameter):
            length(wrong)
