"""Opening and closing a client without asyncio, and what turns a method of the asynchronous one into one that waits."""

import functools
import inspect
from collections.abc import AsyncGenerator, Callable, Coroutine
from pathlib import Path
from types import GenericAlias, TracebackType
from typing import Any, Concatenate, ParamSpec, Self, TypeVar, get_args

from hallmint_client.background import Background
from hallmint_client.client import Client
from hallmint_client.connection import DEFAULT_ADDRESS
from hallmint_client.page import FULL_PAGE
from hallmint_client.policy import Policy
from hallmint_client.stream import Stream

P = ParamSpec("P")
T = TypeVar("T")


class Blocking:
    """What the client is told, and its thread while it is open."""

    def __init__(
        self,
        address: str = DEFAULT_ADDRESS,
        *,
        credential: str | None = None,
        brand: str | None = None,
        policy: Policy | None = None,
        ca: Path | None = None,
        certificate: Path | None = None,
        key: Path | None = None,
    ) -> None:
        """As the asynchronous client: address, who calls, and TLS. ValueError."""
        self._client = Client(
            address, credential=credential, brand=brand, policy=policy, ca=ca, certificate=certificate, key=key
        )
        self._open: Background | None = None

    def acting(self, credential: str, *, brand: str | None = None) -> Self:
        """A client for another caller over the connection of this one, which must be open, and stay so. It need not be closed.
        ValueError as at the beginning.
        """
        other = type(self).__new__(type(self))
        other._open = self._background  # noqa: SLF001 - its own class
        other._client = self._client.acting(credential, brand=brand)  # noqa: SLF001 - as above
        return other

    def __enter__(self) -> Self:
        if self._open is not None:
            raise RuntimeError("the client is open already")
        made = Background(self._client)
        made.start()
        self._open = made
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        opened, self._open = self._background, None
        opened.close()

    def __repr__(self) -> str:
        """Without the credential."""
        return repr(self._client)

    @property
    def _background(self) -> Background:
        if self._open is None:
            raise RuntimeError("the client is not open: use `with Client(...) as client`")
        return self._open


def call(
    method: Callable[Concatenate[Client, P], Coroutine[Any, Any, T]],
) -> Callable[Concatenate[Blocking, P], T]:
    """A method that waits for its answer."""

    @functools.wraps(method)
    def run(self: Blocking, /, *args: P.args, **kwargs: P.kwargs) -> T:
        background = self._background
        return background.run(method(self._client, *args, **kwargs))

    return run


def listing(
    method: Callable[Concatenate[Client, P], AsyncGenerator[T, None]],
) -> Callable[Concatenate[Blocking, P], Stream[T]]:
    """A method that walks through the pages of a list, and reads one page ahead."""
    return _streaming(method, FULL_PAGE)


def following(
    method: Callable[Concatenate[Client, P], AsyncGenerator[T, None]],
) -> Callable[Concatenate[Blocking, P], Stream[T]]:
    """A method that gives messages as they come, and reads one ahead."""
    return _streaming(method, 1)


def _streaming(
    method: Callable[Concatenate[Client, P], AsyncGenerator[T, None]], ahead: int
) -> Callable[Concatenate[Blocking, P], Stream[T]]:
    @functools.wraps(method)
    def begin(self: Blocking, /, *args: P.args, **kwargs: P.kwargs) -> Stream[T]:
        background = self._background
        return Stream(background, method(self._client, *args, **kwargs), ahead=ahead)

    # `help` shows what it returns, not what it is made of.
    signature = inspect.signature(method)
    (item, _) = get_args(signature.return_annotation)
    begin.__dict__["__signature__"] = signature.replace(return_annotation=GenericAlias(Stream, (item,)))
    return begin
