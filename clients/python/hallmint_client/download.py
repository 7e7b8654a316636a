"""Files that are downloaded whole or not at all: what broke goes on where it broke."""

import asyncio
import os
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from pathlib import Path
from typing import Any, Protocol, TypeVar, cast

import grpc
from google.protobuf.message import Message

from hallmint_client.error import HallmintError, native_errors
from hallmint_client.policy import Policy

Tell = Callable[[int], None]
"""Hears how many bytes are there."""
Answer = TypeVar("Answer", bound=Message)


class _Piece(Protocol):
    @property
    def data(self) -> bytes: ...


def part_of(path: Path) -> Path:
    """Where a file lies until it is whole."""
    return path.with_name(f"{path.name}.part")


async def load(
    begin: Callable[[int], "grpc.aio.UnaryStreamCall[Any, Any]"], part: Path, *, most: int, policy: Policy, tell: Tell
) -> None:
    """Append what is missing of a file of `most` bytes: `begin` calls for the bytes from an offset on, in `data` of messages.

    Tries again where the connection breaks, as often as the policy says without a byte in between. Whether the bytes are the
    right ones, the caller proves. HallmintError; OSError of the disk.
    """
    failures = 0
    while True:
        has = await asyncio.to_thread(_begun, part, most)
        try:
            with native_errors():
                call = begin(has)
            await _append(call, part, range(has, most), policy.silence, tell)
        except HallmintError as error:
            failures = 1 if await asyncio.to_thread(_begun, part, most) > has else failures + 1
            if failures >= policy.attempts or not error.passing:
                raise
            await asyncio.sleep(policy.wait(failures, error.retry_after))
        else:
            return


async def _append(
    call: "grpc.aio.UnaryStreamCall[Any, Any]", part: Path, wanted: range, silence: float, tell: Tell
) -> None:
    has = wanted.start
    with part.open("ab") as file:
        async with aclosing(messages(call, silence)) as answers:
            async for answer in answers:
                has += file.write(cast("_Piece", answer).data)
                tell(has)
                if has > wanted.stop:
                    return  # not what was asked for, as the caller will see; but no server fills the disk
    if has < wanted.stop:
        raise HallmintError("the stream ended before the file did", code=grpc.StatusCode.UNAVAILABLE)


async def messages(call: "grpc.aio.UnaryStreamCall[Any, Answer]", silence: float) -> AsyncGenerator[Answer, None]:
    """The messages of a call, which ends with the generator: close it (`aclosing`). HallmintError, also where it says nothing for
    `silence` seconds.
    """
    try:
        while True:
            with native_errors():
                async with asyncio.timeout(silence):
                    answer = await call.read()
            if not isinstance(answer, Message):
                return
            yield cast("Answer", answer)  # the end is the only other thing there is
    except TimeoutError:
        text = f"the server said nothing for {silence:g} s"
        raise HallmintError(text, code=grpc.StatusCode.UNAVAILABLE) from None
    finally:
        call.cancel()


def _begun(part: Path, most: int) -> int:
    """How much of a download is there; one that is longer than what is loaded is none of it."""
    has = part.stat().st_size if part.exists() else 0
    if has > most:
        part.unlink()
        return 0
    return has


def lost(text: str) -> HallmintError:
    """What is told of bytes that are not the ones that were asked for."""
    return HallmintError(text, code=grpc.StatusCode.DATA_LOSS)


def publish(part: Path, path: Path) -> None:
    """Give a file its name, durably: before, there is none of this name or an old one, and after it the whole new one."""
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    part.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
