"""Settings of the resolver: what is refused is one line that names it, and exit code 78."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from hallmint_resolver import settings
from hallmint_resolver.settings import SettingError, Settings
from hallmint_server import settings as server_settings

URL = "postgresql://a:hunter2@127.0.0.1:1/c"
MANUAL = Path(__file__).parents[2] / "docs" / "operate" / "README.md"


@pytest.fixture(autouse=True)
def _nothing_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.startswith("HALLMINT_") or name == "DATABASE_URL":
            monkeypatch.delenv(name)


def run(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "hallmint_resolver", *arguments],
        env={"PATH": os.environ["PATH"], "HALLMINT_SPOOL": str(folder / "spool"), **environment},
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


def refusal(folder: Path, *arguments: str, **environment: str) -> str:
    """The one line on standard error."""
    done = run(folder, *arguments, **environment)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (78, "", 1), done.stderr
    assert "hunter2" not in done.stderr
    return done.stderr.removeprefix("error: ").removesuffix("\n")


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("HALLMINT_DATABASE_URL", "mysql://a:hunter2@b/c", "must be a postgresql:// URL"),
        ("HALLMINT_RESOLVER_DATABASE_URL", "", "must be a postgresql:// URL"),
        ("HALLMINT_TELEMETRY_DATABASE_URL", "localhost", "must be a postgresql:// URL"),
        ("HALLMINT_LOG_LEVEL", "loud", "debug|info|warning|error"),
        ("HALLMINT_RESOLVER_PORT", "65536", "65535"),
        ("HALLMINT_RESOLVER_PROCESSES", "0", "1"),
        ("HALLMINT_RESOLVER_POOL_MAX", "3", "4"),
        ("HALLMINT_TRUSTED_PROXIES", "10.0.0.0/8,proxy", "'proxy' does not appear to be an IPv4 or IPv6 network"),
        ("HALLMINT_RESOLVER_FRAME_ANCESTORS", "https://a.example,*", "no path"),
        ("HALLMINT_RESOLVER_FRAME_ANCESTORS", "https://a.example; script-src *", "no path"),
        ("HALLMINT_RATE_PER_PREFIX", "many", "integer"),
        ("HALLMINT_SPOOL_MIB", "0", "1"),
    ],
)
def test_a_wrong_value_is_refused_by_the_name_it_was_set_by(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, word: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", URL)
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingError) as caught:
        settings.read()
    assert str(caught.value).startswith(f"{name}: ")
    assert word in str(caught.value)
    assert "hunter2" not in str(caught.value)


def test_all_wrong_values_are_told_at_once(tmp_path: Path) -> None:
    told = refusal(tmp_path, "serve", HALLMINT_LOG_LEVEL="loud", HALLMINT_RESOLVER_PORT="x")
    names = [part.partition(":")[0] for part in told.split("; ")]
    assert names == ["HALLMINT_RESOLVER_DATABASE_URL", "HALLMINT_RESOLVER_PORT", "HALLMINT_LOG_LEVEL"]


def test_without_a_database_nothing_starts(tmp_path: Path) -> None:
    assert refusal(tmp_path, "serve") == "HALLMINT_RESOLVER_DATABASE_URL: Field required"


@pytest.mark.parametrize("processes", ["1", "2"])
def test_what_would_end_each_process_is_said_once(tmp_path: Path, processes: str) -> None:
    def told(**environment: str) -> str:
        return refusal(tmp_path, "serve", "--processes", processes, DATABASE_URL=URL, **environment)

    (tmp_path / "empty.mmdb").touch()
    for name in ("missing.mmdb", "empty.mmdb"):
        assert told(HALLMINT_GEO_FILE=name).startswith(f"HALLMINT_GEO_FILE: {name} is no MMDB file that can be read: ")
    assert told(HALLMINT_SPOOL="empty.mmdb") == "HALLMINT_SPOOL: empty.mmdb cannot be written: File exists"
    assert told(HALLMINT_RESOLVER_ADDRESS="192.0.2.1").startswith(
        "HALLMINT_RESOLVER_ADDRESS, HALLMINT_RESOLVER_PORT: 192.0.2.1:7680 is taken or cannot be bound: "
    )


@pytest.mark.parametrize("command", ["serve", "check-config"])
def test_a_name_that_does_not_exist_is_refused(tmp_path: Path, command: str) -> None:
    told = refusal(tmp_path, command, DATABASE_URL=URL, HALLMINT_TRUSTED_PROXY="10.0.0.0/8", HALLMINT_CODE_KEY_0="x")
    assert told == "there is no such setting: HALLMINT_CODE_KEY_0, HALLMINT_TRUSTED_PROXY"


def test_one_environment_serves_the_server_the_resolver_and_the_client(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each knows its own names and a list of the others'. Here both are at hand, and each list must be what the other is."""
    assert settings.known_names() == server_settings.known_names()
    monkeypatch.setenv("DATABASE_URL", URL)
    for name in settings.known_names() - {f"HALLMINT_{name.upper()}" for name in Settings.model_fields}:
        monkeypatch.setenv(name, URL)
    monkeypatch.setenv("HALLMINT_CODE_KEY_12", "x")
    assert settings.read().resolver_port == 7680
    assert server_settings.unknown_names() == []


def test_check_config_shows_everything_but_secrets(tmp_path: Path) -> None:
    done = run(tmp_path, "check-config", DATABASE_URL=URL, HALLMINT_TELEMETRY_DATABASE_URL=URL)
    assert (done.returncode, done.stderr) == (0, "")
    shown = [line.split()[0] for line in done.stdout.splitlines()]
    assert shown == [f"HALLMINT_{name.upper()}" for name in Settings.model_fields]
    assert "hunter2" not in done.stdout
    assert list(tmp_path.iterdir()) == []  # whoever checks may be another user than whoever serves


def test_check_config_reads_the_geolocation_file(tmp_path: Path) -> None:
    done = run(tmp_path, "check-config", DATABASE_URL=URL, HALLMINT_GEO_FILE="missing.mmdb")
    assert done.returncode == 78
    assert done.stderr.startswith("error: HALLMINT_GEO_FILE: missing.mmdb ")


def test_the_manual_has_every_setting() -> None:
    manual = MANUAL.read_text(encoding="utf-8")
    names = [f"`HALLMINT_{name.upper()}`" for name in Settings.model_fields]
    assert [name for name in (*names, "`HALLMINT_RESOLVER_DATABASE_URL`") if name not in manual] == []
