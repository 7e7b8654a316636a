"""The examples of clients/python, as they are, against a real server."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest

from hallmint_client import Client, token_ref
from tests.support.api import Api
from tests.support.installation import Installation

pytestmark = pytest.mark.usefixtures("worker")
EXAMPLES = Path(__file__).parents[2] / "clients" / "python" / "examples"
LINES_MOST = 35
RUN = ("mint_and_watch", "tokens", "export_packs", "verify_proof")


async def example(server: Installation, api: Api, name: str, *arguments: str, code: int = 0) -> list[str]:
    """Run one to its end; what it printed, and where it ends with another code what it complained of."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HALLMINT_")}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        str(EXAMPLES / f"{name}.py"),
        *arguments,
        env={**environment, "HALLMINT_SERVER": server.address, "HALLMINT_CREDENTIAL": api.key},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    async with asyncio.timeout(60):
        out, err = await process.communicate()
    assert process.returncode == code, (name, process.returncode, err.decode())
    return (err if code else out).decode().splitlines()


def test_all_are_run_and_short() -> None:
    assert {path.stem for path in EXAMPLES.glob("*.py")} == set(RUN)
    for path in EXAMPLES.glob("*.py"):
        assert path.read_text().count("\n") <= LINES_MOST, path.name


async def test_from_a_mint_to_a_proof(server: Installation, api: Api, tmp_path: Path) -> None:
    said = await example(server, api, "mint_and_watch", "SKU-1", "700")
    assert said[-2] == "BATCH_STATE_MINTED: 700 of 700"
    batch_id = said[-1]
    urls = await example(server, api, "tokens", batch_id)
    async with Client(server.address, credential=api.key) as client:
        assert urls == [token.resolver_url async for token in client.tokens(batch_id)]
        answer = await client.get_token_proof(token_ref(f"{batch_id}/3"))
        log_key = (await client.get_checkpoint()).log_key
    folder = tmp_path / "packs" / "new"
    said = await example(server, api, "export_packs", batch_id, str(folder))
    assert [Path(line.split(":")[0]) for line in said if "units" in line] == sorted(folder.iterdir())
    (tmp_path / "token.proof").write_bytes(answer.proof)
    said = await example(server, api, "verify_proof", str(tmp_path / "token.proof"), log_key)
    assert urls[3].endswith(said[0])
    assert f"unit 3 of 700 of batch {batch_id}" in said[1]


async def test_what_is_refused_is_said_in_words(server: Installation, api: Api, tmp_path: Path) -> None:
    assert await example(server, api, "tokens", "01a229b6-957c-76f6-829f-8582cf1bb1dd", code=1) == [
        "there is no batch 01a229b6-957c-76f6-829f-8582cf1bb1dd"
    ]
    await example(server, api, "mint_and_watch", "SKU-1", "0", code=1)
    docs = EXAMPLES.parents[2] / "docs" / "verify"
    key = (docs / "example-log.key").read_text().strip()
    proof = (docs / "example.proof").read_bytes()
    (tmp_path / "changed").write_bytes(proof.replace(b"\nseq 3\n", b"\nseq 2\n"))
    (line,) = await example(server, api, "verify_proof", str(tmp_path / "changed"), key, code=1)
    assert line.startswith("this proves nothing: ")
    witness = (docs / "example-witness.key").read_text().strip()
    said = await example(server, api, "verify_proof", str(docs / "example.proof"), key, witness)
    assert said[-1].startswith("seen by the witness ")
