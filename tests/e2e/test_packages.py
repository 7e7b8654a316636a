"""The product as a user has it: wheels in an empty environment, real processes, the two commands."""

import json
import os
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.support.installation import free_port
from tests.support.wait import until_sync

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent


@pytest.fixture(scope="module")
def environment(wheels: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bin folder of a new virtual environment with the built wheels; dependencies as pinned, by their hashes."""
    folder = tmp_path_factory.mktemp("packages")
    uv, python = str(BIN / "uv"), str(folder / "venv/bin/python")
    subprocess.run([uv, "venv", "--quiet", "--python", sys.executable, str(folder / "venv")], check=True, timeout=60)
    install = [uv, "pip", "install", "--quiet", "--python", python]
    # Only what the wheels themselves ask for, at the pinned versions: a dependency that is missing there shows here.
    constraint = ["--constraint", str(ROOT / "requirements.txt")]
    assert len(wheels) == 5
    subprocess.run([*install, *constraint, *map(str, wheels.values())], check=True, timeout=300)
    subprocess.run([uv, "pip", "check", "--quiet", "--python", python], check=True, timeout=60)
    return folder / "venv/bin"


class Machine:
    """A machine with Hallmint on it."""

    def __init__(self, bin_folder: Path, home: Path) -> None:
        self.bin = bin_folder
        self.port = free_port()
        self.dev: subprocess.Popen[bytes] | None = None
        own = {k: v for k, v in os.environ.items() if not k.startswith("HALLMINT_") and k != "DATABASE_URL"}
        self.environment = {
            **own,
            "HALLMINT_HOME": str(home),
            "HALLMINT_GRPC_PORT": str(self.port),
            "HALLMINT_SERVER": f"127.0.0.1:{self.port}",
            "HALLMINT_CREDENTIAL_FILE": str(home / "demo.credential"),
            "LANG": "C",
        }

    def run(self, program: str, *arguments: str, code: int = 0) -> str:
        done = subprocess.run(
            [str(self.bin / program), *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=100,
            check=False,
            stdin=subprocess.DEVNULL,
        )
        assert done.returncode == code, (done.returncode, done.stdout, done.stderr)
        return done.stdout if code == 0 else done.stderr

    def json(self, *arguments: str) -> dict[str, object]:
        found: dict[str, object] = json.loads(self.run("hallmint", "--json", *arguments))
        return found


@pytest.fixture(scope="module")
def machine(environment: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    """A machine on which `dev` ran the demo once to its end, and runs again."""
    made = Machine(environment, tmp_path_factory.mktemp("machine") / "home")
    first = made.run("hallmint-server", "dev", "--demo", "--exit", "--quantity", "30000")
    assert "30,000 tokens" in first
    assert "/21/" in first
    log = Path(made.environment["HALLMINT_HOME"]).parent / "dev.log"
    with log.open("w") as file:
        dev = subprocess.Popen(
            [str(made.bin / "hallmint-server"), "dev", "--demo", "--quantity", "20000"],
            env=made.environment,
            stdout=file,
            stderr=file,
            stdin=subprocess.DEVNULL,
        )
    made.dev = dev
    try:
        until_sync(lambda: "Ctrl-C stops everything" in log.read_text(), 60, what="dev serves after its demo")
        yield made
    finally:
        dev.send_signal(signal.SIGINT)
        assert dev.wait(40) == 0
    assert "stopping" in log.read_text()


@pytest.mark.timeout(600)
def test_a_second_demo_goes_on_with_the_first_ones_data(machine: Machine) -> None:
    stats = machine.json("stats")
    assert (stats["tokens_minted"], stats["batches_created"]) == ("50000", "2")
    assert "clean" in machine.run("hallmint-server", "fsck")


def test_the_readme_walk(machine: Machine) -> None:
    lots = ["--lot", "A-1=600", "--lot", "A/2=400"]
    machine.run("hallmint", "mint", "--product", "NL-BAT-LMT-500", *lots, "--watch")
    batch = machine.json("batches", "--limit", "1")["batches"][0]  # type: ignore[index]
    assert batch["quantity"] == 1000
    tokens = machine.json("tokens", batch["batch_id"], "--page-size", "500", "--lot", "A/2")["tokens"]
    token = tokens[7]  # type: ignore[index]
    assert "/10/A%2F2/21/" in token["resolver_url"]
    assert token["code"] in machine.run("hallmint", "token", token["resolver_url"])
    assert token["code"] in machine.run("hallmint", "token", token["code"].lower())
    machine.run("hallmint", "revoke", token["code"], "--reason", "returned broken", "--yes")
    assert "revoked" in machine.run("hallmint", "token", token["code"])
    machine.run("hallmint", "revoke", "--batch", batch["batch_id"], "--reason", "recall", "--yes")
    assert machine.json("stats")["tokens_revoked"] == "1000"
    assert "clean" in machine.run("hallmint-server", "fsck", "--batch", batch["batch_id"])


def test_the_console_is_whole(machine: Machine) -> None:
    """Templates, style and scripts are in its wheel."""
    log = (Path(machine.environment["HALLMINT_HOME"]).parent / "dev.log").read_text()
    (address,) = set(re.findall(r"the console at (http://127\.0\.0\.1:[0-9]+);", log))
    page = fetch(f"{address}/sign-in")
    assert "Sign in" in page
    for path in re.findall(r'(?:href|src)="(/static/[^"]+)"', page):
        assert fetch(address + path)
    assert len(re.findall("/static/", page)) > 3


def fetch(url: str) -> str:
    with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310 - http
        text: str = answer.read().decode()
    return text


def test_a_witness_is_a_command_of_its_own(machine: Machine, tmp_path: Path) -> None:
    key = machine.run("hallmint-witness", "key", "--folder", str(tmp_path / "witness"))
    assert key.count("+") >= 2
    assert key == machine.run("hallmint-witness", "key", "--folder", str(tmp_path / "witness"))


def test_refusals_are_one_clear_line(machine: Machine) -> None:
    said = machine.run("hallmint", "mint", "--product", "NOPE", "--quantity", "5", code=3)
    assert "PRODUCT_NOT_FOUND" in said
    assert "Traceback" not in said
    assert "TOKEN_NOT_FOUND" in machine.run("hallmint", "token", "TJQV3XE78M4S0308", code=3)
    assert "QUANTITY_OUT_OF_RANGE" in machine.run(
        "hallmint", "mint", "--product", "NL-BAT-LMT-500", "--quantity", "1000001", code=1
    )
    machine.environment["HALLMINT_SERVER"] = f"127.0.0.1:{free_port()}"
    assert "error:" in machine.run("hallmint", "--timeout", "2", "stats", code=4)
    machine.environment["HALLMINT_SERVER"] = f"127.0.0.1:{machine.port}"


def test_a_second_dev_on_one_folder_says_what_to_do(machine: Machine) -> None:
    said = machine.run("hallmint-server", "dev", code=78)
    assert said.startswith("error: ")
    assert len(said.strip().splitlines()) == 1


def test_what_dies_is_started_again(machine: Machine) -> None:
    """kill -9 of server, worker and PostgreSQL under a running mint: `dev` starts them again, and the mint ends."""
    machine.run("hallmint", "mint", "--product", "NL-BAT-LMT-500", "--quantity", "1000000")
    batch = machine.json("batches", "--limit", "1")["batches"][0]  # type: ignore[index]
    assert machine.dev is not None
    children = psutil.Process(machine.dev.pid).children()
    assert len(children) == 4
    for child in children:
        child.kill()
    watch = ["batch", batch["batch_id"], "--watch"]

    def ended() -> bool:
        done = subprocess.run([str(machine.bin / "hallmint"), *watch], env=machine.environment, check=False, timeout=60)
        return done.returncode == 0

    until_sync(ended, 100, what="the batch is minted")
    assert machine.json("batches", "--limit", "1")["batches"][0]["minted_quantity"] == 1_000_000  # type: ignore[index]
    assert "clean" in machine.run("hallmint-server", "fsck")
