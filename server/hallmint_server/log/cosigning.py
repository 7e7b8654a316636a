"""Gathering cosignatures of a checkpoint from the witnesses of a policy, over HTTP: C2SP tlog-witness, as a log does it.

All are asked at once. As soon as a quorum has cosigned, the others have a moment more: a witness that is dead or slow holds no
publication up where the policy can do without it.
"""

import asyncio
import base64
import re
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from http import HTTPStatus
from typing import TYPE_CHECKING

import structlog

from hallmint_server.log.note import read_line, read_note, write_note
from hallmint_server.log.policy import Policy, PolicyError, Witness
from hallmint_server.log.signature import NoteError, Signature, Verifier
from hallmint_server.metric import Metrics

if TYPE_CHECKING:
    import aiohttp  # a fifth of a worker's start, which a log without witnesses never calls: loaded by the first request

log = structlog.get_logger()

ASK_SECONDS = 5.0
"""Most that one request to a witness may take."""
GRACE_SECONDS = 1.0
"""What the others have once a quorum has cosigned."""
_LATE_SECONDS = 60.0  # a witness that was late is not waited for again so soon
_MOST_ANSWER = 16 * 1024
_SIZE_TYPE = "text/x.tlog.size"
_SIZE = re.compile(rb"(0|[1-9][0-9]{0,18})\n?")  # int() takes more, and thousands of digits
_WORDS = 300

Prove = Callable[[int], Awaitable[Sequence[bytes]]]
"""The consistency proof from the first so many entries, at most as many as the checkpoint has, to the checkpoint."""


class Trouble(StrEnum):
    """Why a witness did not cosign."""

    UNREACHABLE = "unreachable"
    LATE = "late"
    REFUSED = "refused"
    CONFLICT = "conflict"
    INVALID = "invalid"


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """That a witness did not cosign; `words` say it to an operator, in one line."""

    trouble: Trouble
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """A witness says how many entries it cosigned last."""

    size: int


class QuorumMissing(Exception):  # noqa: N818 - others decided, and it is no fault
    """Too few witnesses cosigned. Nothing must be published; ask again."""


@dataclass(slots=True)
class _Round:
    """The requests for one checkpoint."""

    session: "aiohttp.ClientSession"
    note: bytes
    size: int
    prove: Prove
    pending: dict[asyncio.Task[Signature | _Told | Failure], tuple[Witness, int, bool]] = field(default_factory=dict)

    async def ask(self, witness: Witness, old: int, *, again: bool = False) -> None:
        """Begin to ask one witness."""
        body = _request(old, await self.prove(old), self.note)
        task = asyncio.create_task(_ask(self.session, witness, body, read_note(self.note)[0]))
        self.pending[task] = (witness, old, again)


class Cosigning:
    """Gathers by one policy. It remembers what each witness cosigned last, and who was late; both may be forgotten."""

    def __init__(self, policy: Policy, metrics: Metrics) -> None:
        self._policy = policy
        self._metrics = metrics
        for witness in policy.witnesses:  # an alert on a missing series would never fire
            for trouble in Trouble:
                metrics.log_witness_failures.labels(witness=witness.name, reason=trouble.value)
        self._sizes: dict[str, int] = {}
        self._late_until: dict[str, float] = {}
        self._troubles: dict[str, Trouble] = {}

    def check(self, log_key: Verifier) -> None:
        """Whether the policy is one of this log. Raises PolicyError."""
        if self._policy.logs and log_key not in self._policy.logs:
            raise PolicyError(
                f"HALLMINT_LOG_POLICY is not a policy of this log: no log line of it has the key {log_key}"
            )

    async def gather(self, note: bytes, size: int, prove: Prove) -> bytes:
        """The note of a checkpoint of `size` entries with the cosignatures behind the log's own signature: of a quorum at least.

        Nothing is kept here: whoever died asks again, and witnesses cosign the same tree once more. Raises QuorumMissing, and
        whatever `prove` does.
        """
        made: dict[str, Signature] = {}
        failed: dict[str, Failure] = {}
        if self._policy.witnesses:
            await self._ask_all(note, size, prove, made, failed)
        self._note_troubles(made, failed)
        if not self._policy.is_met(made.keys()):
            raise QuorumMissing(self._missing(made, failed))
        text, signatures = read_note(note)
        # In the policy's order, whoever was first: the same witnesses make a note of the same form.
        cosigned = [made[witness.name] for witness in self._policy.witnesses if witness.name in made]
        return write_note(text, [*signatures, *cosigned])

    async def _ask_all(
        self, note: bytes, size: int, prove: Prove, made: dict[str, Signature], failed: dict[str, Failure]
    ) -> None:
        import aiohttp

        timeout = aiohttp.ClientTimeout(total=ASK_SECONDS)
        async with aiohttp.ClientSession(timeout=timeout, headers={"User-Agent": "Hallmint"}) as session:
            asking = _Round(session, note, size, prove)
            try:
                for witness in self._policy.witnesses:
                    await asking.ask(witness, min(self._sizes.get(witness.name, 0), size))
                await self._collect(asking, made, failed)
            finally:
                for task in asking.pending:
                    task.cancel()
                await asyncio.gather(*asking.pending, return_exceptions=True)

    async def _collect(self, asking: _Round, made: dict[str, Signature], failed: dict[str, Failure]) -> None:
        end: float | None = None
        while asking.pending:
            if self._policy.is_met(made.keys()):
                now = time.monotonic()
                end = end or now + GRACE_SECONDS
                slow = [witness for witness, _, _ in asking.pending.values()]
                if now >= end or all(self._late_until.get(witness.name, 0) > now for witness in slow):
                    failed.update({witness.name: _LATE for witness in slow})
                    break
            wait = None if end is None else max(0.0, end - time.monotonic())
            done, _ = await asyncio.wait(asking.pending, timeout=wait, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                witness, old, is_again = asking.pending.pop(task)
                answer = task.result()
                if isinstance(answer, Signature):
                    made[witness.name] = answer
                    self._sizes[witness.name] = asking.size
                elif isinstance(answer, Failure):
                    failed[witness.name] = answer
                elif is_again or answer.size == old or answer.size > asking.size:
                    failed[witness.name] = _conflict(answer.size, asking.size)
                else:
                    self._sizes[witness.name] = answer.size
                    await asking.ask(witness, answer.size, again=True)

    def _note_troubles(self, made: dict[str, Signature], failed: dict[str, Failure]) -> None:
        """Say what changed: each kind of trouble once, and its end."""
        for name, failure in failed.items():
            self._metrics.log_witness_failures.labels(witness=name, reason=failure.trouble.value).inc()
            if failure.trouble is Trouble.LATE:
                self._late_until[name] = time.monotonic() + _LATE_SECONDS
            if self._troubles.get(name) is not failure.trouble:
                log.warning(
                    "a witness did not cosign", witness=name, trouble=failure.trouble.value, reason=failure.words
                )
            self._troubles[name] = failure.trouble
        for name in made:
            self._late_until.pop(name, None)
            if self._troubles.pop(name, None) is not None:
                log.info("a witness cosigns again", witness=name)

    def _missing(self, made: dict[str, Signature], failed: dict[str, Failure]) -> str:
        names = [witness.name for witness in self._policy.witnesses]
        others = ", ".join(f"{name} ({failed[name].trouble.value})" for name in names if name in failed)
        cosigned = ", ".join(name for name in names if name in made) or "nobody"
        return f"The quorum {self._policy.quorum} of the policy is not met: {cosigned} cosigned, and not {others}"


async def _ask(
    session: "aiohttp.ClientSession", witness: Witness, body: bytes, text: str
) -> Signature | _Told | Failure:
    """Ask one witness once. No address stands in what it says."""
    import aiohttp

    url = f"{witness.url.rstrip('/')}/add-checkpoint"
    try:
        # A redirect would lead to somebody whom the policy does not name.
        async with session.post(url, data=body, allow_redirects=False) as response:
            answer = await _read(response)
            status, kind = response.status, response.content_type
    except TimeoutError:
        return Failure(trouble=Trouble.LATE, words=f"no answer within {ASK_SECONDS:g} s")
    except (aiohttp.ClientError, OSError, ValueError) as error:
        return Failure(trouble=Trouble.UNREACHABLE, words=f"it cannot be reached ({type(error).__name__})")
    if status == HTTPStatus.OK:
        return _pick(answer, witness, text)
    if status == HTTPStatus.CONFLICT and kind == _SIZE_TYPE and (told := _SIZE.fullmatch(answer)):
        return _Told(size=int(told[1]))
    first = answer.decode(errors="replace").partition("\n")[0]
    said = "".join(c for c in first if c.isprintable())[:_WORDS]
    # Unprocessable: by the witness, this tree did not grow out of the one that it cosigned last.
    trouble = Trouble.CONFLICT if status == HTTPStatus.UNPROCESSABLE_ENTITY else Trouble.REFUSED
    return Failure(trouble=trouble, words=f"it answered {status}: {said}")


async def _read(response: "aiohttp.ClientResponse") -> bytes:
    """The body, as far as anything of it can matter."""
    data = bytearray()
    async for piece in response.content.iter_any():
        data += piece
        if len(data) > _MOST_ANSWER:
            break
    return bytes(data[:_MOST_ANSWER])


def _pick(answer: bytes, witness: Witness, text: str) -> Signature | Failure:
    """The first line that is this witness's and signs this text. Lines of other keys, and what is no line, count for nothing."""
    for line in answer.decode(errors="replace").split("\n"):
        with suppress(NoteError):
            found = read_line(line)
            is_its = (found.name, found.key_id) == (witness.key.name, witness.key.key_id)
            if is_its and witness.key.verify(text, found):
                return found
    return Failure(
        trouble=Trouble.INVALID, words="no line of its answer is a cosignature of this checkpoint by its key"
    )


def _request(old: int, proof: Sequence[bytes], note: bytes) -> bytes:
    """The body of add-checkpoint: tlog-witness, "add-checkpoint"."""
    lines = [f"old {old}", *(base64.b64encode(node).decode() for node in proof), ""]
    return "".join(f"{line}\n" for line in lines).encode() + note


_LATE = Failure(trouble=Trouble.LATE, words=f"no answer within {GRACE_SECONDS:g} s of the quorum")


def _conflict(told: int, size: int) -> Failure:
    if told > size:
        words = f"it has cosigned {told} entries, and this log now has {size}: the database may be an older one"
    elif told == size:
        words = f"it has cosigned another tree of {size} entries"
    else:
        words = f"it says that it has cosigned {told} entries, and takes no proof from there"
    return Failure(trouble=Trouble.CONFLICT, words=words)
