"""The Python client as partners have it: its wheels, what is in them, what a type checker sees, and the oldest versions."""

import re
import subprocess
import sys
import tomllib
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest

from tests.support.fake_service import FakeService, serve
from tests.support.sample import CREDENTIAL, LOT_BATCH

pytestmark = pytest.mark.timeout(900)  # the first one may compile the core
ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
CLIENT = ("hallmint_core", "hallmint_api", "hallmint_client")
TYPED = """
from datetime import UTC, datetime

from hallmint.v1.batch_pb2 import Batch
from hallmint.v1.minting_service_pb2 import MintSpec
from hallmint_client import Client, HallmintError, Policy, ProofError, Verified, token_ref, verify_proof
from hallmint_client import sync


async def mint(client: Client, quantity: int) -> datetime:
    batch = await client.submit_mint(MintSpec(quantity=quantity))
    seqs: list[int] = [token.seq async for token in client.tokens(batch.batch_id)]
    return batch.created_at.ToDatetime(UTC) if seqs else datetime.now(UTC)


def first(client: sync.Client, batch_id: str) -> Batch | None:
    try:
        with client.watch_batch(batch_id) as changes:
            return next(changes)
    except HallmintError as error:
        return None if error.code.name == "NOT_FOUND" else client.get_batch(batch_id).batch


def units(client: sync.Client) -> dict[str, int]:
    return {batch.batch_id: batch.quantity for batch in client.batches()}


def verify(proof: bytes, key: str) -> Verified | None:
    try:
        return verify_proof(proof, key)
    except ProofError:
        return None


options = Policy(timeout=3), token_ref("V7JX8KY9MZAN0BP1")
"""
WRONG = {
    '"Batch" has no attribute "batchid"': 'batch = client.get_batch("b").batch\nprint(batch.batchid)',
    'incompatible type "int"; expected "MintSpec"': "client.submit_mint(3)",
    'Unexpected keyword argument "batch"': 'client.tokens(batch="b")',
    '"Client" has no attribute "undo_mint"': 'client.undo_mint("b")',
    'expression has type "str", variable has type "int"': 'seq: int = next(client.tokens("b")).code',
}
CALLS = """
import asyncio, sys
from importlib.metadata import version
from hallmint_client import Client, sync

async def stats(address, credential):
    async with Client(address, credential=credential) as client:
        return (await client.get_stats()).tokens_minted

address, credential, batch = sys.argv[1:]
print(asyncio.run(stats(address, credential)))
with sync.Client(address, credential=credential) as client:
    print(sum(1 for _ in client.tokens(batch)))
print(version("grpcio"), version("protobuf"))
"""


def uv(*arguments: str | Path) -> None:
    subprocess.run([BIN / "uv", *arguments], check=True, timeout=300)


def environment(folder: Path, *install: str | Path) -> Path:
    """The Python of a new virtual environment."""
    uv("venv", "--quiet", "--python", sys.executable, folder)
    python = folder / "bin" / "python"
    uv("pip", "install", "--quiet", "--python", python, *install)
    uv("pip", "check", "--quiet", "--python", python)
    return python


@pytest.fixture(scope="module")
def typed(wheels: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment with the client and the types that it can bring, as pinned."""
    folder = tmp_path_factory.mktemp("typed")
    extra = f"hallmint-client[types] @ file://{wheels['hallmint_client']}"
    others = [wheels[name] for name in CLIENT[:2]]
    return environment(folder / "venv", "--constraint", ROOT / "requirements.txt", *others, extra)


def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as packed:
        return {name for name in packed.namelist() if ".dist-info/" not in name}


def files(folder: Path) -> set[str]:
    found = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(folder.parent).as_posix() for path in found}


def test_a_wheel_holds_its_package_and_its_types(wheels: dict[str, Path]) -> None:
    assert names(wheels["hallmint_client"]) == files(ROOT / "clients/python/hallmint_client")
    api = names(wheels["hallmint_api"])
    assert api == files(ROOT / "proto/gen/hallmint")
    assert {"hallmint/v1/py.typed", "hallmint_client/py.typed"} <= api | names(wheels["hallmint_client"])
    assert {name for name in api if name.endswith(".py")} == {
        name.removesuffix("i") for name in api if name.endswith(".pyi")
    }
    assert {"mintcore/py.typed", "mintcore/_mintcore.pyi"} <= names(wheels["hallmint_core"])


@pytest.mark.parametrize(("name", "folder"), [("hallmint_client", "clients/python"), ("hallmint_api", "proto")])
def test_a_wheel_says_what_it_is(wheels: dict[str, Path], name: str, folder: str) -> None:
    with zipfile.ZipFile(wheels[name]) as packed:
        (path,) = (each for each in packed.namelist() if each.endswith(".dist-info/METADATA"))
        told = Parser().parsestr(packed.read(path).decode())
    project = tomllib.loads((ROOT / folder / "pyproject.toml").read_text())["project"]
    assert told.get_payload() == (ROOT / folder / "README.md").read_text()
    assert told["Description-Content-Type"] == "text/markdown"
    assert (told["License-Expression"], told["Requires-Python"]) == ("Apache-2.0", ">=3.11")
    assert told.get_all("Classifier") == project["classifiers"]
    assert told.get_all("Provides-Extra") == ["types"]
    assert not {"Project-URL", "Home-Page", "Download-URL"} & set(told)


def checked(python: Path, folder: Path, **programs: str) -> subprocess.CompletedProcess[str]:
    """What mypy says of programs, by the packages of an environment alone."""
    for name, program in programs.items():
        (folder / f"{name}.py").write_text(program)
    options = ["--strict", "--config-file=", "--python-executable", str(python), "--cache-dir", str(folder / "cache")]
    command = [str(BIN / "mypy"), *options, *(f"{name}.py" for name in programs)]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300, check=False)


def test_mypy_sees_the_types_of_an_installed_client(typed: Path, tmp_path: Path) -> None:
    examples = {path.stem: path.read_text() for path in (ROOT / "clients/python/examples").glob("*.py")}
    assert len(examples) == 4
    done = checked(typed, tmp_path, typed=TYPED, **examples)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    wrong = "\n".join(WRONG.values())
    done = checked(typed, tmp_path, wrong=f"from hallmint_client.sync import Client\n\nclient = Client()\n{wrong}\n")
    assert [each for each in WRONG if each not in done.stdout] == [], done.stdout
    assert f"Found {len(WRONG)} errors" in done.stdout


def test_it_runs_with_the_oldest_versions_that_it_names(wheels: dict[str, Path], tmp_path: Path) -> None:
    asked = [
        each
        for folder in ("clients/python", "proto")
        for each in tomllib.loads((ROOT / folder / "pyproject.toml").read_text())["project"]["dependencies"]
        if ">=" in each
    ]
    oldest = dict(re.findall(r"^([a-z-]+)>=([0-9.]+)", "\n".join(asked), re.MULTILINE))
    pinned = dict(re.findall(r"^([a-z0-9-]+)==([^ ]+) ", (ROOT / "requirements.txt").read_text(), re.MULTILINE))
    assert set(oldest) <= set(pinned)
    (tmp_path / "oldest").write_text("".join(f"{name}=={version}\n" for name, version in {**pinned, **oldest}.items()))
    python = environment(tmp_path / "venv", "--constraint", tmp_path / "oldest", *(wheels[name] for name in CLIENT))
    with serve(FakeService()) as address:
        done = subprocess.run(
            [python, "-c", CALLS, address, CREDENTIAL, LOT_BATCH],
            capture_output=True, text=True, timeout=60, check=False, cwd=tmp_path,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["1000100", "100", oldest["grpcio"], oldest["protobuf"]]
    said = subprocess.run(
        [python.with_name("hallmint"), "--version"], capture_output=True, text=True, timeout=60, check=True
    )
    assert said.stdout.startswith("hallmint ")
