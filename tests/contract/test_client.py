import asyncio
import time

import grpc
import pytest

from hallmint.v1 import minting_service_pb2
from hallmint_client import Client, HallmintError, Policy
from tests.support.installation import free_port
from tests.support.sample import CREDENTIAL, LOT_BATCH, make_token, refusal
from tests.support.script import (
    HANG,
    MINTED,
    QUICK,
    SPEC,
    UNAVAILABLE,
    Script,
    connected,
    serving,
    step,
    submitted,
    watch,
)
from tests.support.wait import until


async def test_retries_send_the_same_request_id() -> None:
    script = Script(SubmitMint=[UNAVAILABLE, UNAVAILABLE, UNAVAILABLE, submitted()])
    async with connected(script) as client:
        assert (await client.submit_mint(SPEC)).batch_id == LOT_BATCH
        ids = {request.request_id for request in script.requests}
        assert len(script.requests) == 4
        assert len(ids) == 1
        await client.submit_mint(SPEC)
        assert script.requests[-1].request_id not in ids, "each call has its own id"
        await client.submit_mint(SPEC, request_id="mine")
        assert script.requests[-1].request_id == "mine"
    assert {metadata["x-hallmint-brand"] for metadata in script.metadata} == {"nordlicht"}
    assert {metadata["authorization"] for metadata in script.metadata} == {f"Bearer {CREDENTIAL}"}


async def test_retries_end_and_the_error_carries_the_request_id() -> None:
    script = Script(SubmitMint=[UNAVAILABLE])
    async with connected(script) as client:
        with pytest.raises(HallmintError) as caught:
            await client.submit_mint(SPEC)
    assert caught.value.reason == "DATABASE_UNAVAILABLE"
    assert len(script.requests) == QUICK.attempts
    assert caught.value.request_id == script.requests[0].request_id


async def test_refusals_are_not_tried_again() -> None:
    status = refusal(
        grpc.StatusCode.INVALID_ARGUMENT,
        "two",
        reason="QUANTITY_OUT_OF_RANGE",
        fields=[("QUANTITY_OUT_OF_RANGE", "mint.quantity", "0"), ("LOT_CODE_INVALID", "mint.lots[0].lot_code", "x")],
    )
    script = Script(SubmitMint=[status])
    async with connected(script) as client:
        with pytest.raises(HallmintError) as caught:
            await client.submit_mint(SPEC)
    assert len(script.requests) == 1
    assert [violation.field for violation in caught.value.violations] == ["mint.quantity", "mint.lots[0].lot_code"]


async def test_a_busy_server_is_tried_again_only_where_it_says_when() -> None:
    busy = refusal(grpc.StatusCode.RESOURCE_EXHAUSTED, "busy", reason="TOO_MANY_CALLS", retry_seconds=0.01)
    script = Script(SubmitMint=[busy, busy, submitted()], WatchBatch=[[busy], [step(100, state=MINTED)]])
    async with connected(script) as client:
        assert (await client.submit_mint(SPEC)).batch_id == LOT_BATCH
        assert len(script.requests) == 3
        assert await watch(client) == [100]
        large = refusal(grpc.StatusCode.RESOURCE_EXHAUSTED, "large", reason="MESSAGE_TOO_LARGE")
        script.requests.clear()
        script.answers["SubmitMint"] = [large]
        with pytest.raises(HallmintError, match="MESSAGE_TOO_LARGE"):
            await client.submit_mint(SPEC)
    assert len(script.requests) == 1


async def test_the_wait_that_the_server_asks_for_is_kept() -> None:
    slow = refusal(grpc.StatusCode.UNAVAILABLE, "away", retry_seconds=0.3)
    script = Script(SubmitMint=[slow, submitted()])
    async with connected(script) as client:
        start = time.monotonic()
        await client.submit_mint(SPEC)
        assert time.monotonic() - start >= 0.3


async def test_a_wait_beyond_the_deadline_is_not_begun() -> None:
    script = Script(SubmitMint=[refusal(grpc.StatusCode.UNAVAILABLE, "away", retry_seconds=3600)])
    async with asyncio.timeout(3), connected(script) as client:
        with pytest.raises(HallmintError) as caught:
            await client.submit_mint(SPEC)
    assert caught.value.retry_after == 3600
    assert len(script.requests) == 1


async def test_a_server_that_never_answers_ends_in_the_deadline() -> None:
    script = Script(GetStats=[HANG])
    async with asyncio.timeout(5), connected(script, Policy(timeout=0.3)) as client:
        with pytest.raises(HallmintError) as caught:
            await client.get_stats()
    assert caught.value.code is grpc.StatusCode.DEADLINE_EXCEEDED
    assert len(script.requests) == 1


async def test_no_server_is_unavailable_at_once() -> None:
    async with asyncio.timeout(5), Client(f"127.0.0.1:{free_port()}", policy=QUICK) as client:
        with pytest.raises(HallmintError) as caught:
            await client.get_stats()
        assert caught.value.code is grpc.StatusCode.UNAVAILABLE
        with pytest.raises(HallmintError):
            await watch(client)


async def test_a_call_survives_a_restart_of_the_server() -> None:
    port = free_port()
    stats = minting_service_pb2.GetStatsResponse(tokens_minted=3)
    patient = Policy(timeout=20, attempts=100, pause=0.02, longest_pause=0.05)
    async with Client(f"127.0.0.1:{port}", policy=patient) as client:
        async with serving(Script(GetStats=[stats]), port):
            assert (await client.get_stats()).tokens_minted == 3
        waiting = asyncio.create_task(client.get_stats())
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(asyncio.shield(waiting), 0.2)
        async with serving(Script(GetStats=[stats]), port):
            assert (await waiting).tokens_minted == 3


async def test_a_client_that_is_not_open_says_so() -> None:
    client = Client()
    with pytest.raises(RuntimeError, match="async with"):
        await client.get_stats()
    for wrong in ("", "näh", "two words", "a\nb"):
        with pytest.raises(ValueError, match="slug"):
            Client(brand=wrong)


async def test_many_tasks_share_one_client() -> None:
    script = Script(GetStats=[minting_service_pb2.GetStatsResponse(tokens_minted=3)])
    async with connected(script) as client:
        answers = await asyncio.gather(*(client.get_stats() for _ in range(50)))
    assert {answer.tokens_minted for answer in answers} == {3}


async def test_a_list_is_walked_page_by_page_and_never_in_circles() -> None:
    def page(first: int, token: str) -> minting_service_pb2.ListTokensResponse:
        tokens = [make_token(LOT_BATCH, seq) for seq in (first, first + 1)]
        return minting_service_pb2.ListTokensResponse(tokens=tokens, next_page_token=token)

    script = Script(ListTokens=[page(0, "a"), page(2, "b"), page(4, "")])
    async with connected(script) as client:
        assert [token.seq async for token in client.tokens(LOT_BATCH)] == [0, 1, 2, 3, 4, 5]
        assert [request.page_token for request in script.requests] == ["", "a", "b"]
        script.answers["ListTokens"] = [page(0, "same")]
        assert [token.seq async for token in client.tokens(LOT_BATCH)] == [0, 1, 0, 1]


async def test_closing_ends_what_waits_with_an_error_that_names_the_request() -> None:
    away = refusal(grpc.StatusCode.UNAVAILABLE, "away", retry_seconds=3)
    script = Script(GetStats=[HANG], SubmitMint=[away], WatchBatch=[[step(0), "silence"]])
    seen = asyncio.Event()

    async def following(client: Client) -> None:
        async for _ in client.watch_batch(LOT_BATCH):
            seen.set()

    async with asyncio.timeout(10), serving(script) as address:
        async with Client(address, policy=Policy()) as client:
            calls = [client.get_stats(), client.submit_mint(SPEC, request_id="mine"), following(client)]
            waiting = [asyncio.ensure_future(call) for call in calls]
            await seen.wait()
            await until(lambda: len(script.requests) == len(calls), 5, what="all calls are with the server")
        errors = await asyncio.gather(*waiting, return_exceptions=True)
    found = [error for error in errors if isinstance(error, HallmintError)]
    assert [error.code for error in found] == [grpc.StatusCode.CANCELLED] * len(calls)
    assert [error.request_id for error in found] == ["", "mine", ""]


async def test_a_task_that_is_cancelled_is_cancelled() -> None:
    script = Script(GetStats=[HANG])
    async with asyncio.timeout(10), connected(script) as client:
        waiting = asyncio.create_task(client.get_stats())
        await until(lambda: bool(script.requests), 5, what="the call is with the server")
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
