"""Settings of the console: what is refused, and in which words."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from hallmint_console import settings
from hallmint_console.settings import SettingError, read
from hallmint_server import settings as server_settings


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ADDRESS", "PORT", "URL", "KEYS", "RESOLVER_URL"):
        monkeypatch.delenv(f"HALLMINT_CONSOLE_{name}", raising=False)
    monkeypatch.delenv("HALLMINT_TRUSTED_PROXIES", raising=False)


def test_defaults_are_for_one_machine() -> None:
    found = read()
    assert (found.console_address, found.console_port, found.is_secure) == ("127.0.0.1", 7603, False)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ADDRESS", "localhost"),
        ("PORT", "70000"),
        ("URL", "https://mint.example.com/"),
        ("URL", "mint.example.com"),
        ("RESOLVER_URL", "https://ID.example.com"),
    ],
)
def test_a_wrong_value_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"HALLMINT_CONSOLE_{name}", value)
    with pytest.raises(SettingError, match=f"^HALLMINT_CONSOLE_{name}: "):
        read()


def test_other_machines_reach_it_through_tls_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HALLMINT_CONSOLE_ADDRESS", "0.0.0.0")  # noqa: S104 - refused
    with pytest.raises(SettingError, match="plain HTTP"):
        read()
    monkeypatch.setenv("HALLMINT_CONSOLE_URL", "http://mint.example.com")
    with pytest.raises(SettingError, match="plain HTTP"):
        read()
    monkeypatch.setenv("HALLMINT_CONSOLE_URL", "https://mint.example.com")
    assert read().is_secure


def test_proxies_are_networks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HALLMINT_TRUSTED_PROXIES", "10.0.0.0/8, 2001:db8::/32")
    assert [str(network) for network in read().proxies] == ["10.0.0.0/8", "2001:db8::/32"]
    monkeypatch.setenv("HALLMINT_TRUSTED_PROXIES", "10.0.0.0/8,proxy")
    with pytest.raises(SettingError, match=r"^HALLMINT_TRUSTED_PROXIES: 'proxy' does not appear"):
        read()


@pytest.mark.parametrize("command", ["serve", "check-config"])
def test_a_name_that_does_not_exist_is_refused(tmp_path: Path, command: str) -> None:
    wrong = {"HALLMINT_CONSOLE_PROT": "7603", "HALLMINT_CODE_KEY_0": "x", "HALLMINT_CODE_KEY_3": "right"}
    done = subprocess.run(
        [sys.executable, "-m", "hallmint_console", command],
        env={**os.environ, **wrong},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    told = "error: there is no such setting: HALLMINT_CODE_KEY_0, HALLMINT_CONSOLE_PROT\n"
    assert (done.returncode, done.stderr) == (78, told)


def test_one_environment_serves_the_server_and_the_console(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each knows its own names and a list of the others'. Here both are at hand, and each list must be what the other is."""
    assert settings.known_names() == server_settings.known_names()
    for name in settings.known_names() - {f"HALLMINT_{name.upper()}" for name in settings.Settings.model_fields}:
        monkeypatch.setenv(name, "x")
    monkeypatch.setenv("HALLMINT_CODE_KEY_12", "x")
    assert read().console_port == 7603
