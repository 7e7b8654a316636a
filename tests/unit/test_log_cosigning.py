"""Gathering cosignatures: who is asked for what, what counts, and how long whom is waited for."""

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack

import pytest
from aiohttp import web
from structlog.testing import capture_logs

from hallmint_server.log import cosigning as module
from hallmint_server.log.cosigning import Cosigning, QuorumMissing, Trouble
from hallmint_server.log.policy import Policy, PolicyError
from hallmint_server.log.signature import COSIGNATURE, Signer
from hallmint_server.metric import Metrics
from tests.support.fake_witness import Fake, Scene, scene, told
from tests.support.installation import free_port
from tests.support.log_scene import signer
from tests.support.wait import until
from tests.support.witnessing import LOG, checkpoint, known, listening, note


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine makes nobody late."""
    monkeypatch.setattr(module, "ASK_SECONDS", 40.0)
    monkeypatch.setattr(module, "GRACE_SECONDS", 40.0)


async def test_each_is_asked_from_where_it_stood() -> None:
    async with AsyncExitStack() as stack:
        made = await scene(stack, "b.example", "a.example", threshold=2)
        for size in (0, 3, 3, 8, 300):
            assert await made.gather(size) == ["b.example", "a.example"], "in the policy's order"
        assert [fake.asked for fake in made.fakes] == [[0, 0, 3, 3, 8]] * 2
        assert made.failures() == {}


async def test_a_witness_that_says_its_size_is_asked_once_more() -> None:
    async with AsyncExitStack() as stack:
        made = await scene(stack, "a.example")
        (fake,) = made.fakes
        fake.answers = [told(7)]
        assert await made.gather(9) == ["a.example"]
        assert fake.asked == [0, 7]
        fake.answers = [told(0)]  # it lost its memory
        assert await made.gather(20) == ["a.example"]
        assert await made.gather(20) == ["a.example"]  # publishing failed: the same tree once more
        assert fake.asked == [0, 7, 9, 0, 20]


CONFLICTS = {
    "another tree of the size": ([told(9), told(9)], "another tree of 9 entries"),
    "ahead of the log": ([told(12)], "has cosigned 12 entries, and this log now has 9"),
    "a size that changes": ([told(7), told(6)], "says that it has cosigned 6 entries"),
    "a size that it does not take": ([told(7), told(7)], "says that it has cosigned 7 entries"),
    "a tree that did not grow": ([web.Response(status=422, text="no growth")], "it answered 422: no growth"),
    "what was asked": ([told(0)], "says that it has cosigned 0 entries"),
}


@pytest.mark.parametrize("name", CONFLICTS)
async def test_a_witness_that_keeps_disagreeing(name: str) -> None:
    answers, words = CONFLICTS[name]
    async with AsyncExitStack() as stack:
        made = await scene(stack, "a.example")
        made.fakes[0].answers = list(answers)
        with (
            capture_logs() as logged,
            pytest.raises(QuorumMissing, match=r"nobody cosigned, and not a\.example \(conf"),
        ):
            await made.gather(9)
        assert made.failures() == {("a.example", "conflict"): 1}
    assert words in logged[0]["reason"]


def invalid(fake: Fake) -> dict[str, str]:
    line, other = fake.line(9), signer("other.example", algorithm=COSIGNATURE)
    return {
        "nothing": "",
        "another text": fake.line(8),
        "another key": fake.line(9, key=other),
        "another key of its name": fake.line(9, key=Signer(name=fake.key.name, algorithm=COSIGNATURE, seed=bytes(32))),
        "a plain signature": Signer(name=fake.key.name, algorithm=1, seed=fake.key.seed)
        .sign(checkpoint(9).text())
        .line(),
        "cut": line[:-9] + "\n",
        "no dash": line[4:],
        "a note": checkpoint(9).text(),
        "far behind": "x" * 20_000 + "\n" + line,
    }


@pytest.mark.parametrize("name", invalid(Fake("a.example")))
async def test_what_is_no_cosignature_of_this_text_by_this_key(name: str) -> None:
    async with AsyncExitStack() as stack:
        made = await scene(stack, "a.example", "b.example", threshold=1)
        made.fakes[0].answers = [invalid(made.fakes[0])[name]]
        assert await made.gather(9) == ["b.example"]
        assert made.failures() == {("a.example", "invalid"): 1}


async def test_what_else_an_answer_holds_is_passed_over() -> None:
    async with AsyncExitStack() as stack:
        made = await scene(stack, "a.example")
        (fake,) = made.fakes
        other = signer("other.example", algorithm=COSIGNATURE)
        fake.answers = [f"hello\n{fake.line(9, key=other)}{fake.line(9)}{fake.line(9)}"]
        assert await made.gather(9) == ["a.example"]


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (web.Response(status=404, text="unknown log\nx"), "it answered 404: unknown log"),
        (web.Response(status=503, text="\x1b[31mno\n"), "it answered 503: [31mno"),
        (web.Response(status=302, headers={"Location": "http://127.0.0.1:1/"}), "it answered 302: "),
        (told(7, "text/plain"), "it answered 409: 7"),
        (told("seven"), "it answered 409: seven"),
        (told("-1"), "it answered 409: -1"),
        (told("0_7"), "it answered 409: 0_7"),
        (told("9" * 4000), "it answered 409: " + "9" * 300),
        (web.Response(status=500, text="x" * 5000), "it answered 500: " + "x" * 300),
    ],
)
async def test_a_witness_that_refuses(answer: web.Response, words: str) -> None:
    async with AsyncExitStack() as stack:
        made = await scene(stack, "a.example", "b.example")
        made.fakes[0].answers = [answer]
        with capture_logs() as logged:
            assert await made.gather(9) == ["b.example"]
        assert made.failures() == {("a.example", "refused"): 1}
    assert logged == [
        {
            "event": "a witness did not cosign",
            "log_level": "warning",
            "witness": "a.example",
            "trouble": "refused",
            "reason": words,
        }
    ]


async def test_a_witness_that_is_not_there_and_comes_back() -> None:
    async with AsyncExitStack() as stack:
        fakes = [Fake("a.example"), Fake("b.example")]
        urls = [f"http://127.0.0.1:{free_port()}", await stack.enter_async_context(listening(fakes[1].handle))]
        made = Scene(fakes, urls, 1)
        with capture_logs() as logged:
            for size in (1, 2, 3):
                assert await made.gather(size) == ["b.example"]
        assert made.failures() == {("a.example", "unreachable"): 3}
        assert [line["event"] for line in logged] == ["a witness did not cosign"], "said once"


async def test_a_slow_one_is_waited_for_a_moment_and_then_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "GRACE_SECONDS", 0.2)
    async with AsyncExitStack() as stack:
        made = await scene(stack, "a.example", "b.example", threshold=1)
        slow = made.fakes[0]
        slow.hangs.clear()
        assert await made.gather(1) == ["b.example"]
        monkeypatch.setattr(module, "GRACE_SECONDS", 3600.0)
        assert await made.gather(2) == ["b.example"], "it was late just now: it is not waited for"
        assert made.failures() == {("a.example", "late"): 2}
        slow.hangs.set()
        made.cosigning._late_until.clear()  # noqa: SLF001 - a minute later
        assert await made.gather(3) == ["a.example", "b.example"]


async def test_a_silent_one_that_is_needed_is_waited_for_until_its_time_is_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "ASK_SECONDS", 0.2)
    async with AsyncExitStack() as stack:
        made = await scene(stack, "a.example", "b.example", threshold=2)
        made.fakes[0].hangs.clear()
        with pytest.raises(QuorumMissing, match=r"b\.example cosigned, and not a\.example \(late\)"):
            await made.gather(1)
        made.fakes[0].hangs.set()
        assert await made.gather(2) == ["a.example", "b.example"]


async def test_a_quorum_of_nobody_takes_what_it_gets() -> None:
    async with AsyncExitStack() as stack:
        made = await scene(stack, "a.example", "b.example", threshold=0)
        assert await made.gather(1) == ["a.example", "b.example"]
        made.fakes[0].answers = [told(9)]
        assert await made.gather(2) == ["b.example"]
    assert await made.gather(3) == []


async def test_all_are_asked_at_once() -> None:
    """Each waits for the others before it answers."""
    async with AsyncExitStack() as stack:
        made = await scene(stack, "a.example", "b.example", "c.example", threshold=3)
        for fake in made.fakes:
            fake.hangs.clear()
        gathering = asyncio.create_task(made.gather(5))
        await until(lambda: all(fake.asked for fake in made.fakes), what="all are asked")
        for fake in made.fakes:
            fake.hangs.set()
        assert len(await gathering) == 3


async def test_what_cannot_be_proved_ends_it_and_leaves_nothing_running() -> None:
    async with AsyncExitStack() as stack:
        made = await scene(stack, "a.example", "b.example", threshold=1)
        made.fakes[0].hangs.clear()
        made.fakes[1].answers = [told(7)]

        async def prove(old: int) -> Sequence[bytes]:
            if old:
                raise RuntimeError("the database is away")
            return ()

        with pytest.raises(RuntimeError, match="the database is away"):
            await made.cosigning.gather(note(9), 9, prove)
        assert not [task for task in asyncio.all_tasks() if "_ask" in str(task.get_coro())]
        made.fakes[0].hangs.set()


def test_a_policy_of_another_log() -> None:
    other = signer("other.example").verifier
    for logs in ((), (LOG.verifier,), (other, LOG.verifier)):
        Cosigning(Policy(logs=logs), Metrics()).check(LOG.verifier)
    with pytest.raises(PolicyError, match="not a policy of this log: no log line of it has the key log"):
        Cosigning(Policy(logs=(other,)), Metrics()).check(LOG.verifier)


def test_series_are_there_before_anything_goes_wrong() -> None:
    metrics = Metrics()
    Cosigning(Policy(witnesses=(known("w", signer("w", algorithm=COSIGNATURE), ""),)), metrics)
    samples = [
        s for f in metrics.registry.collect() for s in f.samples if s.name == "hallmint_log_witness_failures_total"
    ]
    assert {(s.labels["witness"], s.labels["reason"], s.value) for s in samples} == {
        ("w", str(t), 0.0) for t in Trouble
    }
