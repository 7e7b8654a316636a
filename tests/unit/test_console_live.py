"""One watch for however many look at a batch."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any, cast

import grpc

from hallmint_client import Client, HallmintError
from hallmint_console.live import Live
from hallmint_console.progress import Pace, seconds_text
from hallmint_console.stream import event
from tests.support.wait import until

OVER = HallmintError("over", code=grpc.StatusCode.UNAUTHENTICATED)


class Source:
    """States that a test lets through, and who asked for them."""

    def __init__(self) -> None:
        self.asked: list[Any] = []
        self.open = 0
        self.states: asyncio.Queue[Any] = asyncio.Queue()

    def watch(self, client: Client) -> AsyncGenerator[Any, None]:
        self.asked.append(client)
        return self._states()

    async def _states(self) -> AsyncGenerator[Any, None]:
        self.open += 1
        try:
            while (state := await self.states.get()) is not None:
                if isinstance(state, Exception):
                    raise state
                yield state
        finally:
            self.open -= 1


def person(name: str) -> Client:
    return cast("Client", name)


async def collect(live: Live, source: Source, name: str, into: list[Any]) -> None:
    async for state in live.follow("b/1", person(name), source.watch):
        into.append(state)  # noqa: PERF401 - tests look while it grows


async def test_two_hundred_viewers_are_one_watch_and_all_see_the_end() -> None:
    live, source = Live(), Source()
    seen: list[list[Any]] = [[] for _ in range(200)]
    tasks = [asyncio.create_task(collect(live, source, str(n), seen[n])) for n in range(200)]
    await until(lambda: source.open)
    await source.states.put(1)
    await until(lambda: all(seen))
    await source.states.put(2)
    await source.states.put(None)
    await asyncio.gather(*tasks)
    assert len(source.asked) == 1
    assert all(each[-1] == 2 for each in seen)
    assert (live.watches, source.open) == (0, 0)


async def test_whoever_comes_later_sees_where_it_stands_at_once() -> None:
    live, source = Live(), Source()
    first: list[Any] = []
    task = asyncio.create_task(collect(live, source, "a", first))
    await source.states.put(7)
    await until(lambda: first)
    async with aclosing(live.follow("b/1", person("b"), source.watch)) as late:
        assert await anext(late) == 7
    await source.states.put(None)
    await task
    assert len(source.asked) == 1


async def test_the_watch_ends_with_the_last_who_looks() -> None:
    live, source = Live(), Source()
    tasks = [asyncio.create_task(collect(live, source, name, [])) for name in "ab"]
    await until(lambda: source.open)
    tasks[0].cancel()
    await asyncio.wait(tasks[:1])
    assert (live.watches, source.open) == (1, 1)
    tasks[1].cancel()
    await asyncio.wait(tasks)
    await until(lambda: source.open == 0)
    assert live.watches == 0


async def test_it_goes_on_in_the_name_of_another_when_a_session_ends() -> None:
    live, source = Live(), Source()
    seen: list[list[Any]] = [[], []]
    tasks = [asyncio.create_task(collect(live, source, name, seen[n])) for n, name in enumerate("ab")]
    await until(lambda: source.open)
    await source.states.put(OVER)
    await until(lambda: len(source.asked) == 2)
    await source.states.put(3)
    await source.states.put(None)
    await asyncio.gather(*tasks)
    assert source.asked == ["a", "b"]
    assert seen == [[], [3]]  # whoever has no session any more sees no more


async def test_each_is_refused_once_when_the_sessions_of_all_have_ended() -> None:
    live, source = Live(), Source()
    tasks = [asyncio.create_task(collect(live, source, name, [])) for name in "abc"]
    await until(lambda: source.open)
    for _ in "abcd":  # one more than are asked for
        await source.states.put(OVER)
    await asyncio.gather(*tasks)
    assert source.asked == ["a", "b", "c"]
    assert live.watches == 0


async def test_it_goes_on_for_the_last_when_the_session_of_one_who_left_ends() -> None:
    live, source = Live(), Source()
    seen: list[list[Any]] = [[], []]
    tasks = [asyncio.create_task(collect(live, source, name, seen[n])) for n, name in enumerate("ab")]
    await until(lambda: source.open)
    tasks[0].cancel()
    await asyncio.wait(tasks[:1])
    await source.states.put(OVER)
    await source.states.put(3)
    await source.states.put(None)
    await tasks[1]
    assert (source.asked, seen) == (["a", "b"], [[], [3]])


async def test_it_ends_for_the_only_one_whose_session_ended() -> None:
    live, source = Live(), Source()
    seen: list[Any] = []
    await source.states.put(OVER)
    await collect(live, source, "a", seen)
    assert (seen, live.watches) == ([], 0)


def test_an_event_is_one_whatever_it_holds() -> None:
    assert event("a", "x\ny") == b"event: a\ndata: x\ndata: y\n\n"
    assert event("end", "") == b"event: end\ndata: \n\n"


def test_a_pace_is_of_the_last_ten_seconds() -> None:
    pace = Pace()
    assert pace.add(0, now=0.0) == 0
    assert pace.add(1000, now=1.0) == 1000
    assert pace.add(1000, now=2.0) == 500
    assert pace.add(1200, now=20.0) == 200 / 18  # the newest but one is kept, however old
    assert [seconds_text(s) for s in (0.2, 59, 61, 3600, 5400)] == ["1 s", "59 s", "1 min", "1 h 0 min", "1 h 30 min"]
