"""What a process loads before it does its work. Every command pays for it, and large libraries cost more than our own code."""

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from hallmint_client.cli.app import Subcommands

_LOADED = """
import contextlib, importlib, json, os, sys
module, sys.argv = sys.argv[1], sys.argv[1:]
with contextlib.suppress(SystemExit), open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere):
    importlib.import_module(module).main()
print(json.dumps(sorted(sys.modules)))
"""
"""Runs a program to its end, and tells what it loaded."""
_IMPORTED = "import importlib, json, sys; importlib.import_module(sys.argv[1]); print(json.dumps(sorted(sys.modules)))"


def loaded(folder: Path, code: str, *arguments: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=folder,
        env={"HALLMINT_HOME": str(folder / "home")},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return set(json.loads(done.stdout))


@pytest.mark.parametrize(
    ("arguments", "needed", "spared"),
    [
        # There is no credential, so it ends before it calls.
        (
            ("hallmint_client.__main__", "stats"),
            "hallmint_client.cli.stats",
            ("hallmint_client.cli.monitor", "hallmint_client.cli.product", "segno", "rich.progress", "markdown_it"),
        ),
        (("hallmint_server.__main__", "--help"), "typer", ("pydantic_settings", "psycopg", "structlog", "grpc")),
        (("hallmint_server.__main__", "check-config"), "grpc", ("aiohttp", "xlsxwriter", "reportlab", "PIL")),
        (("hallmint_resolver.__main__", "--help"), "typer", ("aiohttp", "psycopg", "structlog", "jinja2", "uvloop")),
        (("hallmint_console.__main__", "--help"), "typer", ("aiohttp", "grpc", "structlog", "jinja2", "uvloop")),
        (
            ("hallmint_server.witness.__main__", "key", "--folder", "w"),
            "hallmint_server.witness.key",
            ("psycopg", "structlog", "aiohttp"),
        ),
    ],
)
def test_a_command_loads_no_library_that_it_does_not_use(
    tmp_path: Path, arguments: tuple[str, ...], needed: str, spared: tuple[str, ...]
) -> None:
    found = loaded(tmp_path, _LOADED, *arguments)
    assert needed in found
    assert [name for name in spared if name in found] == []


@pytest.mark.parametrize(
    ("module", "spared"),
    [
        ("hallmint_server.command", ("aiohttp", "grpc", "xlsxwriter", "typer")),
        ("hallmint_server.rpc.server", ("xlsxwriter", "typer")),
        ("hallmint_server.witness.site", ("psycopg",)),
        ("hallmint_resolver.process", ("prometheus_client", "http.server")),
    ],
)
def test_a_server_waits_with_a_library_for_the_first_use(tmp_path: Path, module: str, spared: tuple[str, ...]) -> None:
    found = loaded(tmp_path, _IMPORTED, module)
    assert [name for name in spared if name in found] == []
    assert all(find_spec(name) for name in spared)


def test_help_of_the_client_tells_of_every_command() -> None:
    help_ = subprocess.run(
        [sys.executable, "-m", "hallmint_client", "--help"], capture_output=True, text=True, timeout=60, check=True
    ).stdout
    assert [name for name in Subcommands.places if f" {name} " not in help_] == []
