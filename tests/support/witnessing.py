"""Witnesses for tests: as processes, as sites in this process, and what a log asks them."""

import base64
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
from aiohttp import web

from hallmint_server.log.checkpoint import Checkpoint
from hallmint_server.log.note import open_note, read_line, write_note
from hallmint_server.log.policy import Policy, Witness, parse_policy
from hallmint_server.log.signature import ED25519, Signer, Verifier
from hallmint_server.witness.key import open_key
from hallmint_server.witness.record import Records
from hallmint_server.witness.site import Site, serving
from tests.support.installation import free_port
from tests.support.log_scene import ORIGIN, consistency, leaf, root, signer
from tests.support.wait import until_sync

LOG = signer(ORIGIN)
LEAVES = [leaf(at) for at in range(300)]
COMMAND = [sys.executable, "-m", "hallmint_server.witness"]
Answer = tuple[int, str, bytes]
"""Status, content type and body."""


def checkpoint(size: int, leaves: Sequence[bytes] = LEAVES, *, origin: str = ORIGIN) -> Checkpoint:
    """Of the tree of the first so many leaves."""
    return Checkpoint(origin=origin, size=size, root=root(leaves[:size]))


def note(size: int, leaves: Sequence[bytes] = LEAVES) -> bytes:
    """The same, signed by the log."""
    text = checkpoint(size, leaves).text()
    return write_note(text, [LOG.sign(text)])


def proof(old: int, new: int, leaves: Sequence[bytes] = LEAVES) -> tuple[bytes, ...]:
    """A consistency proof, none from an empty tree."""
    return tuple(consistency(old, leaves[:new])) if old else ()


def body(old: int | str, new: int, leaves: Sequence[bytes] = LEAVES, *, hashes: Sequence[bytes] | None = None) -> bytes:
    """What a log sends."""
    path = proof(int(old), new, leaves) if hashes is None else hashes
    lines = [f"old {old}", *(base64.b64encode(node).decode() for node in path), "", ""]
    return "\n".join(lines).encode() + note(new, leaves)


async def ask(url: str, data: bytes, *, method: str = "POST", path: str = "/add-checkpoint") -> Answer:
    """What a witness answers."""
    async with aiohttp.ClientSession() as session, session.request(method, url + path, data=data) as response:
        return response.status, response.content_type, await response.read()


@dataclass(slots=True)
class Program:
    """A witness as a process, on a folder and a port that stay its own."""

    folder: Path
    logs: Sequence[str] = (str(LOG.verifier),)
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        """What it said."""
        return self.folder.with_name(f"{self.folder.name}-{self.port}.log")

    @property
    def key(self) -> Verifier:
        """By its command, which makes the key the first time."""
        return Verifier.parse(run("key", "--folder", str(self.folder)).stdout.strip())

    def start(self, **changes: str) -> "Program":
        """Start it, and wait until it serves."""
        logs = [part for text in self.logs for part in ("--log", text)]
        said = self.log.read_text().count("serving ") if self.log.exists() else 0
        with self.log.open("ab") as file:
            self.process = subprocess.Popen(
                [*COMMAND, "serve", "--folder", str(self.folder), "--listen", f"127.0.0.1:{self.port}", *logs],
                env=environment(**changes),
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=file,
            )
        until_sync(lambda: self.log.read_text().count("serving ") > said, 30, what="the witness serves")
        return self

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """End it; returns its exit code."""
        assert self.process is not None
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGCONT)
            self.process.send_signal(number)
        return self.process.wait(20)


def environment(**changes: str) -> dict[str, str]:
    """Of a witness's machine: no database, and nothing of this test's own settings."""
    own = {k: v for k, v in os.environ.items() if not k.startswith("HALLMINT_") and k != "DATABASE_URL"}
    return {**own, "COLUMNS": "200", **changes}


def run(*arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
    """Run `hallmint-witness` to its end."""
    return subprocess.run(
        [*COMMAND, *arguments],
        env=environment(**changes),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


@contextmanager
def programs(folder: Path, count: int, *, logs: Sequence[str] = (str(LOG.verifier),)) -> Iterator[list[Program]]:
    """So many witnesses that run, each in a folder of its own; they are stopped at the end."""
    made = [Program(folder / f"witness-{number}", logs) for number in range(1, count + 1)]
    try:
        for program in made:
            program.folder.mkdir(parents=True, mode=0o700)
            program.start()
        yield made
    finally:
        for program in made:
            if program.process is not None:
                program.stop()


def policy_text(witnesses: Sequence[Program], quorum: str, *, log: str = "") -> str:
    """A policy file of these witnesses, `w1` and so on: `quorum` is any, all, a number or none."""
    lines = [f"log {log}"] if log else []
    names = [f"w{number}" for number in range(1, len(witnesses) + 1)]
    lines += [f"witness {name} {each.key} {each.url}" for name, each in zip(names, witnesses, strict=True)]
    lines += ["quorum none"] if quorum == "none" else [f"group g {quorum} {' '.join(names)}", "quorum g"]
    return "".join(f"{line}\n" for line in lines)


def policy_of(witnesses: Sequence[Program], quorum: str) -> Policy:
    return parse_policy(policy_text(witnesses, quorum).encode())


def known(name: str, key: Signer, url: str) -> Witness:
    return Witness(name=name, key=key.verifier, url=url)


@asynccontextmanager
async def listening(handle: Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]) -> AsyncIterator[str]:
    """An HTTP server in this process that answers as a test wants; its URL."""
    runner = web.ServerRunner(web.Server(handle, access_log=None), shutdown_timeout=1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


@dataclass(slots=True)
class Clock:
    """The witness's."""

    now: float = 1_800_000_000.5


@dataclass(frozen=True, slots=True)
class Scene:
    """A witness that answers in this process."""

    url: str
    witness: Signer
    folder: Path
    clock: Clock

    async def post(self, data: bytes) -> tuple[int, str, str]:
        """Status, type and text of an answer."""
        status, kind, answer = await ask(self.url, data)
        return status, kind, answer.decode()

    def time(self, answer: str, size: int) -> int:
        """The time of a cosignature that stands alone in an answer, and is one of this checkpoint."""
        assert answer.endswith("\n")
        assert answer.count("\n") == 1
        found = read_line(answer[:-1])
        text = checkpoint(size).text()
        assert open_note(write_note(text, [found]), [self.witness.verifier]).witnesses() == 1
        return found.time


@asynccontextmanager
async def answering(folder: Path) -> AsyncIterator[Scene]:
    """A witness of three keys of two logs."""
    clock = Clock()
    witness = open_key(folder, "witness.example/w1")
    second_key = Signer(name=ORIGIN, algorithm=ED25519, seed=bytes(32))  # of the same log
    logs = [LOG.verifier, second_key.verifier, signer("another.example").verifier]
    records = Records(folder, witness, now=lambda: clock.now)
    async with serving(Site(logs, records), "127.0.0.1", 0) as port:
        yield Scene(f"http://127.0.0.1:{port}", witness, folder, clock)
