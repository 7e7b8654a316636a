"""Who looks is asked of the API once in a while, and whether a session that has ended is one not again."""

from collections.abc import AsyncIterator
from typing import Self, cast

import grpc
import pytest

from hallmint.v1 import brand_pb2, credential_service_pb2
from hallmint_client import Client, HallmintError
from hallmint_console.visitor import Visitors


class Answers:
    """An API that knows nobody, or cannot be reached."""

    def __init__(self, code: grpc.StatusCode) -> None:
        self.asked = 0
        self._code = code

    def acting(self, credential: str, *, brand: str | None = None) -> Self:
        del credential, brand
        return self

    async def brands(self) -> AsyncIterator[brand_pb2.Brand]:
        self.asked += 1
        raise HallmintError("no", code=self._code)
        yield brand_pb2.Brand()

    async def get_caller(self) -> credential_service_pb2.GetCallerResponse:
        raise AssertionError


async def test_a_session_that_has_ended_is_asked_about_once() -> None:
    api = Answers(grpc.StatusCode.UNAUTHENTICATED)
    visitors = Visitors(cast("Client", api))
    assert [await visitors.find("s", slug) for slug in ("", "acme", "")] == [None] * 3
    assert api.asked == 1


async def test_an_api_that_cannot_be_reached_ends_no_session() -> None:
    api = Answers(grpc.StatusCode.UNAVAILABLE)
    visitors = Visitors(cast("Client", api))
    for _ in range(2):
        with pytest.raises(HallmintError):
            await visitors.find("s", "")
    assert api.asked == 2
