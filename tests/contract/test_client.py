# ruff: noqa: N802 - the generated base class names the methods
import asyncio
import socket
import time
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from typing import Any

import grpc
import pytest
from google.protobuf import json_format
from grpc_status import rpc_status

from hallmint.v1 import batch_pb2, minting_service_pb2, product_pb2, revocation_pb2
from hallmint.v1.minting_service_pb2_grpc import MintingServiceServicer, add_MintingServiceServicer_to_server
from hallmint_client import Client, HallmintError, Policy, token_ref
from tests.support.fake_service import LOT_BATCH, FakeService, make_batch, make_token, refusal, serve

QUICK = Policy(timeout=5, attempts=5, pause=0.005, longest_pause=0.02, silence=0.3, patience=1, poll=0.005)
UNAVAILABLE = refusal(grpc.StatusCode.UNAVAILABLE, "away", reason="DATABASE_UNAVAILABLE")
PROCESSING = batch_pb2.BATCH_STATE_PROCESSING
MINTED = batch_pb2.BATCH_STATE_MINTED
SPEC = minting_service_pb2.MintSpec(product=product_pb2.ProductRef(sku="A"), quantity=10)


def unary(method: str) -> Any:
    """A servicer's method that answers by the script."""

    async def answer(self: "Script", request: Any, context: Any) -> Any:
        return await self.answer(method, request, context)

    return answer


class Script(MintingServiceServicer):
    """Each call takes the next answer of its method; the last one stays. Requests and brands are kept."""

    def __init__(self, **answers: list[Any]) -> None:
        self.answers = answers
        self.requests: list[Any] = []
        self.metadata: list[dict[str, str]] = []

    async def answer(self, method: str, request: Any, context: Any) -> Any:
        self._note(request, context)
        answer = self._next(method)
        if isinstance(answer, Exception):
            await asyncio.sleep(3600)
        if hasattr(answer, "details"):
            await context.abort_with_status(rpc_status.to_status(answer))
        return answer

    def _note(self, request: Any, context: Any) -> None:
        self.requests.append(request)
        self.metadata.append({str(key): str(value) for key, value in context.invocation_metadata()})

    def _next(self, method: str) -> Any:
        answers = self.answers[method]
        return answers.pop(0) if len(answers) > 1 else answers[0]

    PreflightMint = unary("PreflightMint")
    SubmitMint = unary("SubmitMint")
    GetBatch = unary("GetBatch")
    ListBatches = unary("ListBatches")
    CancelBatch = unary("CancelBatch")
    ResumeBatch = unary("ResumeBatch")
    GetToken = unary("GetToken")
    ListTokens = unary("ListTokens")
    RevokeTokens = unary("RevokeTokens")
    GetStats = unary("GetStats")

    async def WatchBatch(self, request: Any, context: Any) -> Any:
        self._note(request, context)
        for step in self._next("WatchBatch"):
            if step == "silence":
                await asyncio.sleep(3600)
            elif hasattr(step, "details"):
                await context.abort_with_status(rpc_status.to_status(step))
            else:
                yield step


HANG = Exception("never answers")


@asynccontextmanager
async def serving(script: MintingServiceServicer, port: int = 0) -> AsyncIterator[str]:
    server = grpc.aio.server()
    add_MintingServiceServicer_to_server(script, server)
    port = server.add_insecure_port(f"127.0.0.1:{port}")
    await server.start()
    try:
        yield f"127.0.0.1:{port}"
    finally:
        await server.stop(None)


@asynccontextmanager
async def connected(script: Script, policy: Policy = QUICK, brand: str | None = "nordlicht") -> AsyncIterator[Client]:
    async with serving(script) as address, Client(address, brand=brand, policy=policy) as client:
        yield client


def step(minted: int, *, state: batch_pb2.BatchState.ValueType = PROCESSING) -> minting_service_pb2.WatchBatchResponse:
    batch = make_batch(LOT_BATCH, state=state, quantity=100, minted=minted)
    return minting_service_pb2.WatchBatchResponse(batch=batch, cursor=f"c{minted}")


def submitted() -> minting_service_pb2.SubmitMintResponse:
    return minting_service_pb2.SubmitMintResponse(batch=batch_pb2.Batch(batch_id=LOT_BATCH))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def watch(client: Client, cursor: str = "") -> list[int]:
    async with asyncio.timeout(20), aclosing(client.watch_batch(LOT_BATCH, cursor=cursor)) as changes:
        return [batch.minted_quantity async for batch in changes]


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


async def test_a_watch_ends_at_the_terminal_state_and_skips_heartbeats() -> None:
    heartbeat = minting_service_pb2.WatchBatchResponse(cursor="c20")
    script = Script(WatchBatch=[[step(0), heartbeat, step(20), heartbeat, step(100, state=MINTED), "silence"]])
    async with connected(script) as client:
        assert await watch(client) == [0, 20, 100]
    assert len(script.requests) == 1


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


async def test_the_catalogue_is_made_and_read() -> None:
    service = FakeService()
    with serve(service) as address:
        async with Client(address, policy=QUICK) as client:
            made = await client.create_brand(slug="nordlicht", name="Nordlicht", gs1_ready=True)
            assert made == await client.get_brand(slug="nordlicht")
            assert [brand.slug async for brand in client.brands()] == ["nordlicht"]
        async with Client(address, brand=made.brand_id, policy=QUICK) as client:
            attributes = {"weight_kg": 2.74, "marking": {"symbol": True}, "hazards": ["H301"], "note": None}
            group = product_pb2.PRODUCT_GROUP_BATTERY
            product = await client.create_product(sku="A", name="A", group=group, attributes=attributes)
            sent = service.calls[-1]
            assert json_format.MessageToDict(sent.attributes) == attributes
            assert sent.commercial_status == product_pb2.COMMERCIAL_STATUS_DRAFT
            assert [found.sku async for found in client.products()] == [product.sku]
            assert (await client.get_product(sku="A")).attributes["chemistry"] == "LFP"
    assert service.brands == [""] * 3 + [made.brand_id] * 3
