"""The client without asyncio: streams that break, are left early or closed by others, and calls that end with the client."""

import asyncio
import gc
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

import grpc
import pytest

from hallmint_client import HallmintError, Policy
from hallmint_client.sync import Client
from tests.support.sample import CREDENTIAL, LOT_BATCH, refusal
from tests.support.script import HANG, MINTED, QUICK, SPEC, UNAVAILABLE, Script, serving, step, submitted
from tests.support.wait import until

T = TypeVar("T")
CLOSED = grpc.StatusCode.CANCELLED


class Watched(Script):
    """Knows how many watches run."""

    def __init__(self, **answers: list[Any]) -> None:
        super().__init__(**answers)
        self.running = 0

    async def WatchBatch(self, request: Any, context: Any) -> Any:  # noqa: N802 - as the base class has it
        self.running += 1
        try:
            async for answer in super().WatchBatch(request, context):
                yield answer
        finally:
            self.running -= 1


async def against(script: Script, body: Callable[[Client], T], policy: Policy = QUICK) -> T:
    """Run a body in a thread, with a client of a server that lives in this loop."""

    def inside(address: str) -> T:
        with Client(address, credential=CREDENTIAL, policy=policy) as client:
            return body(client)

    async with asyncio.timeout(20), serving(script) as address:
        return await asyncio.to_thread(inside, address)


@pytest.mark.parametrize("way", ["close", "with", "break"])
async def test_leaving_a_watch_early_ends_its_call(way: str) -> None:
    script = Watched(WatchBatch=[[step(0), step(20), "silence"]])
    patient = Policy(silence=600)

    def body(client: Client) -> None:
        stream = client.watch_batch(LOT_BATCH)
        if way == "with":
            with stream as changes:
                next(changes)
        else:
            next(stream)
        if way == "close":
            stream.close()
            stream.close()
            with pytest.raises(RuntimeError, match="stream is closed"):
                next(stream)
        del stream
        gc.collect()
        asyncio.run(until(lambda: not script.running, 10, what="the server sees the call end"))

    await against(script, body, patient)


async def test_a_watch_goes_on_at_its_cursor() -> None:
    script = Script(WatchBatch=[[step(0), step(20), UNAVAILABLE], [step(40), step(100, state=MINTED)]])
    assert await against(script, lambda client: [b.minted_quantity for b in client.watch_batch(LOT_BATCH)]) == [
        0, 20, 40, 100,
    ]  # fmt: skip
    assert [request.cursor for request in script.requests] == ["", "c20"]


async def test_an_error_comes_behind_what_came_before_it() -> None:
    missing = refusal(grpc.StatusCode.NOT_FOUND, "no", reason="BATCH_NOT_FOUND")
    script = Script(WatchBatch=[[step(0), step(20), missing]])

    def body(client: Client) -> None:
        stream = client.watch_batch(LOT_BATCH)
        assert [next(stream).minted_quantity, next(stream).minted_quantity] == [0, 20]
        for _ in range(2):
            with pytest.raises(HallmintError, match="BATCH_NOT_FOUND"):
                next(stream)

    await against(script, body)


async def test_closing_in_one_thread_ends_what_waits_in_others() -> None:
    script = Script(SubmitMint=[HANG], GetStats=[HANG], WatchBatch=[[step(0), "silence"]])

    def body(client: Client) -> list[Future[Any]]:
        stream = client.watch_batch(LOT_BATCH)
        next(stream)
        calls = [lambda: client.submit_mint(SPEC, request_id="mine"), client.get_stats, lambda: next(stream)]
        waiting = [threads.submit(call) for call in calls]
        asyncio.run(until(lambda: len(script.requests) == 3, 10, what="all calls are with the server"))
        return waiting

    with ThreadPoolExecutor(3) as threads:
        waiting = await against(script, body, Policy(timeout=600, silence=600))
        errors = [future.exception(timeout=10) for future in waiting]
    found = [error for error in errors if isinstance(error, HallmintError)]
    assert [(error.code, error.request_id) for error in found] == [(CLOSED, "mine"), (CLOSED, ""), (CLOSED, "")]


async def test_a_stream_that_another_thread_closes_does_not_look_as_if_it_had_ended() -> None:
    script = Script(WatchBatch=[[step(0), "silence"]])

    def body(client: Client) -> None:
        stream = client.watch_batch(LOT_BATCH)
        next(stream)
        with ThreadPoolExecutor(1) as threads:
            waiting = threads.submit(next, stream)
            stream.close()
            with pytest.raises(RuntimeError, match="stream is closed"):
                waiting.result(timeout=10)

    await against(script, body, Policy(silence=600))


async def test_a_retry_sends_the_same_request() -> None:
    script = Script(SubmitMint=[UNAVAILABLE, submitted()])
    assert (await against(script, lambda client: client.submit_mint(SPEC))).batch_id == LOT_BATCH
    assert len({request.request_id for request in script.requests}) == 1
