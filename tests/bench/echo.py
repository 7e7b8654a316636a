"""What grpc.aio itself costs: a server that echoes a message, and a load of callers in a process of its own.

`python -m tests.bench.echo` measures the echo alone; the last line is one JSON object.
"""

import argparse
import asyncio
import json
import multiprocessing
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import asdict, dataclass
from functools import partial

import grpc
import uvloop
from google.protobuf.wrappers_pb2 import StringValue

from hallmint_server.rpc.context import Context, Interceptor
from hallmint_server.rpc.limit import CHANNEL_OPTIONS

METHOD = "/hallmint.bench.EchoService/Echo"
"""Below /hallmint., where our interceptors act."""
_CALLERS_OF_CHANNEL = 10

Call = Callable[[], Awaitable[object]]
MakeCall = Callable[[grpc.aio.Channel], Call]
"""Makes a caller's call on its channel. Sent to another process: a function of a module, or a partial of one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Latencies:
    """Of one run: milliseconds of a call, and calls a second of all callers together."""

    p50: float
    p99: float
    rate: float


@asynccontextmanager
async def serve_echo(
    interceptors: Sequence[Interceptor] = (), port: int = 0, method: str = METHOD
) -> AsyncIterator[int]:
    """Serve `method`, which returns its StringValue, on 127.0.0.1 with the options of our server; yields the port."""

    async def echo(request: StringValue, _context: Context) -> StringValue:
        return request

    service, _, name = method.removeprefix("/").partition("/")
    handler = grpc.unary_unary_rpc_method_handler(echo, StringValue.FromString, StringValue.SerializeToString)
    server = grpc.aio.server(interceptors=list(interceptors), options=CHANNEL_OPTIONS)
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(service, {name: handler}),))
    bound = server.add_insecure_port(f"127.0.0.1:{port}")
    await server.start()
    try:
        yield bound
    finally:
        await server.stop(None)


def echo_call(
    channel: grpc.aio.Channel,
    *,
    text: str = "x" * 100,
    method: str = METHOD,
    metadata: tuple[tuple[str, str], ...] = (),
) -> Call:
    """A MakeCall of the echo."""
    stub = channel.unary_unary(
        method, request_serializer=StringValue.SerializeToString, response_deserializer=StringValue.FromString
    )
    return partial(stub, StringValue(value=text), metadata=metadata)


async def latencies(
    address: str, make_call: MakeCall, *, callers: int = 50, seconds: float = 5, warmup: float = 1
) -> Latencies:
    """Measure for `seconds`, after `warmup` seconds that do not count, with ten callers on a connection.

    Closed loop: a caller sends its next call when it has the answer to the last. A call that fails ends the run with its
    error: a refusal is fast, and would flatter.
    """
    start = time.perf_counter() + warmup
    end = start + seconds
    taken: list[float] = []

    async def run(call: Call) -> None:
        now = time.perf_counter()
        while now < end:
            before = now
            await call()
            now = time.perf_counter()
            if start <= before and now <= end:
                taken.append(now - before)

    async with AsyncExitStack() as stack, asyncio.TaskGroup() as group:
        for number in range(callers):
            if number % _CALLERS_OF_CHANNEL == 0:
                # Channels of equal arguments would share one connection.
                options = (("grpc.use_local_subchannel_pool", 1),)
                channel = await stack.enter_async_context(grpc.aio.insecure_channel(address, options=options))
            group.create_task(run(make_call(channel)))
    if len(taken) < 100:
        raise RuntimeError(f"{len(taken)} calls in {seconds:g} s are too few for a p99")
    taken.sort()
    return Latencies(
        p50=taken[len(taken) // 2] * 1000, p99=taken[len(taken) * 99 // 100] * 1000, rate=len(taken) / seconds
    )


async def measured(
    address: str, make_call: MakeCall, *, callers: int = 50, seconds: float = 5, warmup: float = 1
) -> Latencies:
    """`latencies` in a process of its own, so that the callers take no time from the server's event loop."""
    # A forked process would inherit grpc's threads as locks that nobody opens.
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        work = partial(_run, address, make_call, callers=callers, seconds=seconds, warmup=warmup)
        return await asyncio.get_running_loop().run_in_executor(pool, work)


def _run(address: str, make_call: MakeCall, *, callers: int, seconds: float, warmup: float) -> Latencies:
    return uvloop.run(latencies(address, make_call, callers=callers, seconds=seconds, warmup=warmup))


async def _echo(callers: int, seconds: float) -> Latencies:
    async with serve_echo() as port:
        return await measured(f"127.0.0.1:{port}", echo_call, callers=callers, seconds=seconds)


def main() -> None:
    """Print the latencies of the bare echo."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--callers", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=5)
    arguments = parser.parse_args()
    print(json.dumps(asdict(uvloop.run(_echo(arguments.callers, arguments.seconds)))))


if __name__ == "__main__":
    main()
