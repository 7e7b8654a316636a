"""Settings of the console: what is refused, and in which words."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import grpc
import pytest

from hallmint_client import HallmintError
from hallmint_console import settings
from hallmint_console.app import open_client
from hallmint_console.settings import SettingError, read
from hallmint_server import settings as server_settings
from hallmint_server.rpc.transport import server_credentials
from tests.support.certificate import Certificates, certificates
from tests.support.fake_service import FakeService, serve


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ADDRESS", "PORT", "URL", "KEYS", "RESOLVER_URL"):
        monkeypatch.delenv(f"HALLMINT_CONSOLE_{name}", raising=False)
    for name in ("TRUSTED_PROXIES", "CA", "CLIENT_CERTIFICATE", "CLIENT_KEY"):
        monkeypatch.delenv(f"HALLMINT_{name}", raising=False)


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


def test_files_of_tls_that_are_none_are_named_before_anybody_comes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HALLMINT_CA", str(tmp_path / "none.pem"))
    with pytest.raises(SettingError, match=r"^HALLMINT_CA, HALLMINT_CLIENT_CERTIFICATE, .*none\.pem"):
        open_client(read())
    monkeypatch.delenv("HALLMINT_CA")
    monkeypatch.setenv("HALLMINT_CLIENT_KEY", str(tmp_path / "key.pem"))
    with pytest.raises(SettingError, match="certificate and key go together"):
        open_client(read())


@pytest.fixture
def files(tmp_path: Path) -> Certificates:
    return certificates(tmp_path)


@pytest.fixture
def asking(files: Certificates) -> Iterator[str]:
    """A server that asks who calls."""
    with serve(FakeService(), server_credentials(files.settings(tls_client_ca=files.client_ca))) as address:
        yield address


async def test_the_console_says_who_it_is_to_a_server_that_asks(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, files: Certificates, asking: str
) -> None:
    monkeypatch.setenv("HALLMINT_SERVER", asking)
    monkeypatch.setenv("HALLMINT_CA", str(files.client_ca))
    async with open_client(read()) as nobody:
        with pytest.raises(HallmintError) as caught:
            await nobody.get_stats()
    assert caught.value.code is grpc.StatusCode.UNAVAILABLE
    leaf = files.authority.issue_cert("console")
    for name, pem in (("CERTIFICATE", leaf.cert_chain_pems[0]), ("KEY", leaf.private_key_pem)):
        path = tmp_path / f"console-{name}.pem"
        pem.write_to_path(str(path))
        monkeypatch.setenv(f"HALLMINT_CLIENT_{name}", str(path))
    async with open_client(read()) as console:
        assert (await console.get_stats()).tokens_minted > 0
