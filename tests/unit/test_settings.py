"""Settings: what holds when nothing is set, and what is refused."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import ValidationError

from hallmint_server import settings
from hallmint_server.settings import Settings, is_base_url


@pytest.fixture(autouse=True)
def _nothing_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.startswith("HALLMINT_") or name == "DATABASE_URL":
            monkeypatch.delenv(name)


def test_defaults_stay_on_this_machine() -> None:
    found = settings.read()
    assert (found.grpc_address, found.grpc_port, found.plaintext, found.reflection) == ("127.0.0.1", 7601, False, False)
    assert (found.metrics_address, found.metrics_port, found.tls_certificate) == ("127.0.0.1", 0, None)
    assert (found.home, found.keys_folder) == (Path(".hallmint"), Path(".hallmint/keys"))
    assert (found.database_url, found.code_keys, found.failpoints) == (None, {}, "")
    assert found.lease_seconds < 20  # a takeover within 20 s
    assert found.cycle_units == 20_000  # product.md, "Limits"
    with pytest.raises(ValueError, match="HALLMINT_DATABASE_URL is not set; `hallmint-server dev` needs none"):
        found.dsn()


def test_the_environment_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "HALLMINT_HOME": "/var/hallmint",
        "DATABASE_URL": "postgresql://a:secret@b/c",
        "HALLMINT_GRPC_PORT": "0",
        "HALLMINT_PLAINTEXT": "true",
        "HALLMINT_CREDENTIAL_KEY": "d" * 64,
        "HALLMINT_CODE_KEY_2": "b" * 64,
        "HALLMINT_CODE_KEY_11": "c" * 64,
    }.items():
        monkeypatch.setenv(name, value)
    found = settings.read()
    assert (found.keys_folder, found.grpc_port, found.plaintext) == (Path("/var/hallmint/keys"), 0, True)
    assert found.dsn() == "postgresql://a:secret@b/c"
    assert sorted(found.code_keys) == [2, 11]
    assert found.code_keys[2].get_secret_value() == "b" * 64
    for shown in (str(found), repr(found)):
        assert not any(secret in shown for secret in ("secret", "bbbb", "cccc", "dddd"))


def test_our_own_name_of_the_database_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://theirs/x")
    monkeypatch.setenv("HALLMINT_DATABASE_URL", "postgresql://ours/x")
    assert settings.read().dsn() == "postgresql://ours/x"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("GRPC_PORT", "65536"),
        ("GRPC_PORT", "x"),
        ("POSTGRES_PORT", "-1"),
        ("POOL_MAX", "1"),
        ("CYCLE_UNITS", "0"),
        ("CYCLE_UNITS", "20001"),
        ("LEASE_SECONDS", "0.1"),
        ("RETRY_SECONDS", "0"),
        ("HEARTBEAT_SECONDS", "601"),
        ("LOG_LEVEL", "loud"),
        ("PLAINTEXT", "perhaps"),
        ("METRICS_PORT", "65536"),
        ("CALL_SECONDS", "0"),
        ("CONCURRENT_CALLS", "0"),
        ("RESOLVER_BASE_URL", "http://id.example.com"),
        ("RESOLVER_BASE_URL", "https://id.example.com/"),
        ("DATABASE_URL", "mysql://a/b"),
    ],
)
def test_a_value_that_cannot_be_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"HALLMINT_{name}", value)
    with pytest.raises(ValidationError) as caught:
        settings.read()
    assert [str(error["loc"][0]).upper().removeprefix("HALLMINT_") for error in caught.value.errors()] == [name]


def test_all_wrong_values_are_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"GRPC_PORT": "x", "POOL_MAX": "0", "LOG_LEVEL": ""}.items():
        monkeypatch.setenv(f"HALLMINT_{name}", value)
    with pytest.raises(ValidationError) as caught:
        settings.read()
    assert sorted(str(error["loc"][0]) for error in caught.value.errors()) == ["grpc_port", "log_level", "pool_max"]


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Settings().plaintext = True  # type: ignore[misc]


@pytest.mark.parametrize(
    "url", ["https://a", "https://id.example.com", "https://a-b.c9", "https://1.2.3.4:8443", "https://x:65535"]
)
def test_base_urls(url: str) -> None:
    assert is_base_url(url)


@pytest.mark.parametrize(
    "url",
    [
        *(
            "",
            "https://",
            "https://A",
            "https://a/",
            "https://a:",
            "https://a:0",
            "https://a:65536",
            "https://a:123456",
        ),
        *(
            "https://-a",
            "https://a-",
            "https://a..b",
            "https://.a",
            "https://a.",
            "https://a b",
            "https://a\n",
            "ftp://a",
        ),
        *("https://u@a", "https://a?b", "https://a#b", "https://é", "https://" + "a" * 254, "https://[::1]"),
    ],
)
def test_what_is_no_base_url(url: str) -> None:
    assert not is_base_url(url)


def test_names_that_do_not_exist_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HALLMINT_GRPC_PROT", "HALLMINT_CODE_KEY_0", "HALLMINT_CODE_KEY_x", "HALLMINT_CODE_KEYS"):
        monkeypatch.setenv(name, "1")
    monkeypatch.setenv("HALLMINT_CODE_KEY_3", "x")
    monkeypatch.setenv("HALLMINT_BRAND", "acme")  # the client's
    monkeypatch.setenv("HALLMINT_CYCLE_UNITS", "5")
    monkeypatch.setenv("MY_HALLMINT_X", "1")
    monkeypatch.setenv("HALLMINT_TRUSTED_PROXIES", "10.0.0.0/8")  # the resolver's
    wrong = ["HALLMINT_CODE_KEYS", "HALLMINT_CODE_KEY_0", "HALLMINT_CODE_KEY_x", "HALLMINT_GRPC_PROT"]
    assert settings.unknown_names() == wrong


def check_config(tmp_path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    own = {"PATH": os.environ["PATH"], "HALLMINT_HOME": str(tmp_path), **environment}
    return subprocess.run(
        [sys.executable, "-m", "hallmint_server", "check-config"],
        env=own,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


def test_check_config_shows_everything_but_secrets(tmp_path: Path) -> None:
    key = "0123456789abcdef" * 4
    result = check_config(tmp_path, HALLMINT_CODE_KEY_4=key, DATABASE_URL="postgresql://a:hunter2@b/c")
    assert (result.returncode, result.stderr) == (0, "")
    shown = {line.split()[0] for line in result.stdout.splitlines()}
    names = {f"HALLMINT_{name.upper()}" for name in Settings.model_fields if name != "code_keys"}
    assert shown == names | {"HALLMINT_CODE_KEY_<n>"}
    assert "version 4" in result.stdout
    assert not any(secret in result.stdout for secret in ("hunter2", key[:8]))


def test_check_config_refuses_a_name_that_does_not_exist(tmp_path: Path) -> None:
    result = check_config(tmp_path, HALLMINT_GRPC_PROT="1")
    assert (result.returncode, result.stderr) == (78, "error: there is no such setting: HALLMINT_GRPC_PROT\n")
