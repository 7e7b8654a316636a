"""Witnesses that answer as a test wants, and what gathers cosignatures from them."""

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack

from aiohttp import web

from hallmint_server.log.cosigning import Cosigning
from hallmint_server.log.note import open_note, read_note
from hallmint_server.log.policy import Group, Policy
from hallmint_server.log.signature import COSIGNATURE, Signer
from hallmint_server.metric import Metrics
from hallmint_server.witness.request import parse
from tests.support.log_scene import TIME, signer
from tests.support.witnessing import LOG, checkpoint, known, listening, note, proof

SIZE = "text/x.tlog.size"


class Fake:
    """A witness that answers as it is told, and remembers what it was asked."""

    def __init__(self, name: str) -> None:
        self.key = signer(name, algorithm=COSIGNATURE)
        self.asked: list[int] = []
        self.answers: list[web.Response | str] = []
        self.hangs = asyncio.Event()
        self.hangs.set()

    def line(self, size: int, *, key: Signer | None = None) -> str:
        return (key or self.key).sign(checkpoint(size).text(), time=TIME).line()

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        assert (request.method, request.path) == ("POST", "/w/add-checkpoint")
        asked = parse(await request.read())
        assert asked.proof == proof(asked.old, asked.checkpoint.size)
        assert asked.note == note(asked.checkpoint.size)
        self.asked.append(asked.old)
        await self.hangs.wait()
        answer = self.answers.pop(0) if self.answers else self.line(asked.checkpoint.size)
        return web.Response(text=answer) if isinstance(answer, str) else answer


def told(size: int | str, kind: str = SIZE) -> web.Response:
    return web.Response(status=409, text=f"{size}\n", content_type=kind)


class Scene:
    """Fakes that listen, and what gathers from them."""

    def __init__(self, fakes: Sequence[Fake], urls: Sequence[str], threshold: int) -> None:
        witnesses = tuple(known(fake.key.name, fake.key, f"{url}/w/") for fake, url in zip(fakes, urls, strict=True))
        group = Group(name="g", threshold=threshold, members=tuple(fake.key.name for fake in fakes))
        policy = Policy(witnesses=witnesses, groups=(group,) * bool(threshold), quorum="g" if threshold else "none")
        self.metrics = Metrics()
        self.cosigning = Cosigning(policy, self.metrics)
        self.fakes = fakes

    async def gather(self, size: int) -> list[str]:
        """Names of those whose cosignatures the note has behind the log's, each verified."""

        async def prove(old: int) -> Sequence[bytes]:
            return proof(old, size)

        data = await self.cosigning.gather(note(size), size, prove)
        opened = open_note(data, [LOG.verifier, *(fake.key.verifier for fake in self.fakes)])
        assert opened.unknown == ()
        names = [signature.name for signature in read_note(data)[1]]
        assert names[0] == LOG.name
        return names[1:]

    def failures(self) -> dict[tuple[str, str], float]:
        found = {}
        for family in self.metrics.registry.collect():
            for sample in family.samples:
                if sample.name == "hallmint_log_witness_failures_total" and sample.value:
                    found[sample.labels["witness"], sample.labels["reason"]] = sample.value
        return found


async def scene(stack: AsyncExitStack, *names: str, threshold: int = 1) -> Scene:
    fakes = [Fake(name) for name in names]
    urls = [await stack.enter_async_context(listening(fake.handle)) for fake in fakes]
    return Scene(fakes, urls, threshold)
