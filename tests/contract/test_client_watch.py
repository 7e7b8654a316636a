"""The client follows what takes time, over streams that break, end early or fall silent."""

# ruff: noqa: N802 - the generated base class names the methods
import asyncio
import time
from contextlib import aclosing
from typing import Any

import grpc
import pytest

from hallmint.v1 import minting_service_pb2, revocation_pb2
from hallmint_client import Client, HallmintError, Policy, token_ref
from tests.support.sample import LOT_BATCH, make_token, refusal
from tests.support.script import (
    MINTED,
    PROCESSING,
    QUICK,
    UNAVAILABLE,
    Script,
    connected,
    serving,
    step,
    watch,
)


async def test_a_watch_ends_at_the_terminal_state_and_skips_heartbeats() -> None:
    heartbeat = minting_service_pb2.WatchBatchResponse(cursor="c20")
    script = Script(WatchBatch=[[step(0), heartbeat, step(20), heartbeat, step(100, state=MINTED), "silence"]])
    async with connected(script) as client:
        assert await watch(client) == [0, 20, 100]
    assert len(script.requests) == 1


async def test_what_is_yielded_is_the_callers_own() -> None:
    script = Script(WatchBatch=[[step(0), step(0), step(20), UNAVAILABLE], [step(20), step(100, state=MINTED)]])
    seen = []
    async with connected(script) as client:
        async for batch in client.watch_batch(LOT_BATCH):
            seen.append(batch.minted_quantity)
            batch.minted_quantity, batch.state = -1, MINTED
    assert seen == [0, 20, 100], "a change of ours is no news of the server's, and no end"


async def test_a_watch_resumes_from_its_cursor() -> None:
    heartbeat = minting_service_pb2.WatchBatchResponse(cursor="beat")
    script = Script(
        WatchBatch=[
            [step(0), step(20), UNAVAILABLE],
            [step(40), heartbeat, UNAVAILABLE],
            [step(60)],
            [step(100, state=MINTED)],
        ]
    )
    async with connected(script) as client:
        assert await watch(client, cursor="given") == [0, 20, 40, 60, 100]
    assert [request.cursor for request in script.requests] == ["given", "c20", "beat", "c60"]


async def test_a_stream_that_ended_without_a_word_is_asked_for_a_snapshot() -> None:
    script = Script(WatchBatch=[[step(20)], [], [step(20)], [step(100, state=MINTED)]])
    async with connected(script) as client:
        assert await watch(client) == [20, 100], "the snapshot told nothing new"
    assert [request.cursor for request in script.requests] == ["", "c20", "", "c20"]


async def test_a_silent_stream_is_left_and_taken_up_again() -> None:
    script = Script(WatchBatch=[[step(20), "silence"], [step(100, state=MINTED)]])
    async with connected(script) as client:
        assert await watch(client) == [20, 100]


async def test_a_stream_that_always_ends_gives_up_within_its_patience() -> None:
    script = Script(WatchBatch=[[step(20)], []])
    async with connected(script) as client:
        start = time.monotonic()
        with pytest.raises(HallmintError) as caught:
            await watch(client)
        assert QUICK.patience / 2 < time.monotonic() - start < 10
    assert caught.value.code is grpc.StatusCode.UNAVAILABLE


async def test_a_stream_that_never_began_gives_up_after_the_attempts() -> None:
    script = Script(WatchBatch=[[]])
    async with connected(script) as client:
        with pytest.raises(HallmintError):
            await watch(client)
    assert len(script.requests) == QUICK.attempts


async def test_an_error_that_waiting_does_not_mend_ends_a_watch_at_once() -> None:
    missing = refusal(grpc.StatusCode.NOT_FOUND, "no", reason="BATCH_NOT_FOUND")
    script = Script(WatchBatch=[[missing]])
    async with connected(script) as client:
        with pytest.raises(HallmintError) as caught:
            await watch(client)
    assert caught.value.reason == "BATCH_NOT_FOUND"
    assert len(script.requests) == 1


async def test_leaving_a_watch_early_ends_its_stream() -> None:
    script = Script(WatchBatch=[[step(0), step(20), "silence"]])
    async with asyncio.timeout(5), connected(script) as client, aclosing(client.watch_batch(LOT_BATCH)) as changes:
        async for _ in changes:
            break


async def test_a_watch_survives_connections_that_are_cut_every_few_milliseconds() -> None:
    class Counting(Script):
        """Mints one unit each millisecond, whoever watches, and shows each change."""

        def __init__(self) -> None:
            super().__init__()
            self.start = time.monotonic()
            self.streams = 0

        async def WatchBatch(self, request: Any, context: Any) -> Any:  # noqa: ARG002 - as the base class has it
            self.streams += 1
            while True:
                minted = min(int((time.monotonic() - self.start) * 1000), 1000)
                yield step(minted, state=MINTED if minted == 1000 else PROCESSING)
                if minted == 1000:
                    return
                await asyncio.sleep(0.001)

    async def relay(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        try:
            while data := await source.read(65536):
                target.write(data)
                await target.drain()
        except OSError:
            pass
        finally:
            target.close()

    counting = Counting()
    tasks: set[asyncio.Task[None]] = set()
    async with serving(counting) as address:
        host, port = address.split(":")

        async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            onward_reader, onward = await asyncio.open_connection(host, int(port))
            pair = [asyncio.create_task(relay(reader, onward)), asyncio.create_task(relay(onward_reader, writer))]
            tasks.update(pair)
            await asyncio.sleep(0.03)
            for end in (writer, onward):
                end.transport.abort()

        proxy = await asyncio.start_server(accept, "127.0.0.1", 0)
        cut = f"127.0.0.1:{proxy.sockets[0].getsockname()[1]}"
        async with proxy, Client(cut, policy=Policy(pause=0.01, longest_pause=0.05, patience=15)) as client:
            seen = await watch(client)
        await asyncio.gather(*tasks, return_exceptions=True)
    assert seen == sorted(seen), "never backwards"
    assert seen[-1] == 1000
    assert counting.streams > 1


async def test_a_revocation_is_followed_until_it_ends() -> None:
    def at(revoked: int, state: revocation_pb2.RevocationState.ValueType) -> revocation_pb2.Revocation:
        return revocation_pb2.Revocation(revocation_id="r", batch_id=LOT_BATCH, state=state, revoked_quantity=revoked)

    def batch(*found: revocation_pb2.Revocation) -> minting_service_pb2.GetBatchResponse:
        return minting_service_pb2.GetBatchResponse(revocations=found)

    begun = at(0, revocation_pb2.REVOCATION_STATE_PROCESSING)
    half = at(50, revocation_pb2.REVOCATION_STATE_PROCESSING)
    done = at(100, revocation_pb2.REVOCATION_STATE_COMPLETED)
    script = Script(
        RevokeTokens=[minting_service_pb2.RevokeTokensResponse(revocation=begun)],
        GetBatch=[batch(begun), UNAVAILABLE, batch(half), batch(half), batch(done)],
    )
    async with connected(script) as client:
        order = await client.revoke_batch(LOT_BATCH, lot_code="L", reason="x")
        assert script.requests[0].lot.lot_code == "L"
        assert [each.revoked_quantity async for each in client.watch_revocation(order)] == [0, 50, 100]
        script.answers["GetBatch"] = [batch()]
        with pytest.raises(HallmintError, match="latest 100"):
            _ = [each async for each in client.watch_revocation(begun)]


async def test_named_tokens_are_revoked_in_one_call() -> None:
    token = make_token(LOT_BATCH, 2)
    script = Script(RevokeTokens=[minting_service_pb2.RevokeTokensResponse(tokens=[token])])
    async with connected(script) as client:
        assert await client.revoke_tokens([token_ref(token.code), token_ref(f"{LOT_BATCH}/2")], reason="x") == [token]
    assert [ref.WhichOneof("ref") for ref in script.requests[0].tokens.tokens] == ["code", "batch_seq"]
