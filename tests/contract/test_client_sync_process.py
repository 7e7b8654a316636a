"""The client without asyncio in processes of its own: Ctrl-C, forks, and programs that never close it."""

import asyncio
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from hallmint.v1.minting_service_pb2 import GetStatsResponse
from tests.support.sample import CREDENTIAL
from tests.support.script import HANG, UNAVAILABLE, Script, serving, step, submitted
from tests.support.wait import until

STATS = GetStatsResponse(tokens_minted=7)
_BEGIN = f"""
import multiprocessing, os, sys
from hallmint.v1.minting_service_pb2 import MintSpec
from hallmint_client import Policy
from hallmint_client.sync import Client

address, batch = sys.argv[1:]
client = Client(address, credential="{CREDENTIAL}", policy=Policy(timeout=600, silence=600, pause=600, longest_pause=600))
"""
_INTERRUPTED = """
try:
    with client:
        {body}
except KeyboardInterrupt:
    print("interrupted")
"""
_WAITS: dict[str, tuple[str, dict[str, list[Any]]]] = {
    "a call": ("client.get_stats()", {"GetStats": [HANG]}),
    "a stream": ("for _ in client.watch_batch(batch): pass", {"WatchBatch": [[step(0), "silence"]]}),
    "a pause between two tries": ("client.get_stats()", {"GetStats": [UNAVAILABLE]}),
}
_FORK = """
with client:
    client.get_stats()
    child = os.fork()
    if child == 0:
        for use in (client.get_stats, Client(address).__enter__):
            try:
                use()
            except RuntimeError as error:
                print(error)
    else:
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        print(client.get_stats().tokens_minted)
"""
_FORK_BEFORE = """
def work(_):
    with client:
        return client.get_stats().tokens_minted

print(work(0))
with multiprocessing.get_context("fork").Pool(2) as pool:
    print(pool.map(work, range(4)))
print(work(0))
"""
_NEVER_CLOSED = """
client.__enter__()
stream = client.watch_batch(batch)
print(next(stream).minted_quantity)
"""


async def start(program: str, address: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        _BEGIN + program,
        address,
        "b",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )


async def ended(process: asyncio.subprocess.Process) -> tuple[list[str], str]:
    """What it said on both, having ended well."""
    try:
        async with asyncio.timeout(30):
            out, err = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    assert process.returncode == 0, (process.returncode, out, err)
    return out.decode().splitlines(), err.decode()


@pytest.mark.parametrize("what", _WAITS)
async def test_ctrl_c_ends_what_waits_and_the_program_goes_on(what: str) -> None:
    body, answers = _WAITS[what]
    script = Script(**answers)
    async with serving(script) as address:
        process = await start(_INTERRUPTED.format(body=body), address)
        await until(lambda: bool(script.requests), 20, what="the call is with the server")
        process.send_signal(signal.SIGINT)
        out, err = await ended(process)
    assert out == ["interrupted"]
    assert "Traceback" not in err
    assert len(script.requests) == 1


async def test_a_forked_process_hears_why_it_has_no_client() -> None:
    async with serving(Script(GetStats=[STATS])) as address:
        out, err = await ended(await start(_FORK, address))
    assert len(out) == 3
    assert "opened before the process was forked" in out[0]
    assert "open clients after the fork" in out[1]
    assert out[2] == "7", "the parent's goes on"
    assert "Traceback" not in err


async def test_processes_that_are_forked_while_no_client_is_open_have_their_own() -> None:
    async with serving(Script(GetStats=[STATS])) as address:
        out, _ = await ended(await start(_FORK_BEFORE, address))
    assert out == ["7", "[7, 7, 7, 7]", "7"]


async def test_a_program_that_never_closes_its_client_ends() -> None:
    async with serving(Script(WatchBatch=[[step(3), "silence"]])) as address:
        out, err = await ended(await start(_NEVER_CLOSED, address))
    assert out == ["3"]
    assert "Traceback" not in err


async def test_ctrl_c_during_a_mint_leaves_what_was_sent() -> None:
    """It may happen all the same: the request id is for those who choose it beforehand."""
    script = Script(SubmitMint=[HANG, submitted()])
    body = 'client.submit_mint(MintSpec(quantity=1), request_id="mine")'
    async with serving(script) as address:
        process = await start(_INTERRUPTED.format(body=body), address)
        await until(lambda: bool(script.requests), 20, what="the call is with the server")
        process.send_signal(signal.SIGINT)
        await ended(process)
        await ended(await start(f"with client:\n    {body}", address))
    assert [request.request_id for request in script.requests] == ["mine", "mine"]
