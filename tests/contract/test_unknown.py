"""What a program of another version sends: a field that is not known changes nothing, a value that is not known is refused."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Any

import grpc
import psycopg
import pytest
from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.message import Message

from tests.support.api import Api
from tests.support.contents import contents
from tests.support.installation import Installation
from tests.support.refusal import Refusal, read
from tests.support.usual_request import METHODS, Things, make_things, send, usual, whose

# Field 1000 of the type varint, with the value 1.
UNKNOWN_FIELD = bytes([0xC0, 0x3E, 0x01])
UNKNOWN_VALUE = 99


@dataclass(frozen=True, slots=True)
class Scene:
    api: Api
    channel: grpc.aio.Channel
    things: Things

    async def answer(self, name: str, encoded: bytes) -> bytes | Refusal:
        method = METHODS[name]
        try:
            return await send(self.channel, whose(self.api, method), method, encoded)
        except grpc.aio.AioRpcError as error:
            return read(error)


@pytest.fixture
async def scene(server: Installation, api: Api, conn: psycopg.AsyncConnection[Any]) -> AsyncIterator[Scene]:
    found = await conn.execute("SELECT brand_id, product_id FROM products WHERE sku = 'SKU-1'")
    brand, product = await found.fetchone() or ("", "")
    things = await make_things(api, brand=str(brand), product=str(product))
    async with grpc.aio.insecure_channel(server.address) as channel:
        yield Scene(api, channel, things)


def enums(
    message: Descriptor, before: tuple[FieldDescriptor, ...] = (), path: str = ""
) -> Iterator[tuple[tuple[FieldDescriptor, ...], str]]:
    """Every enum inside a message: the fields on the way to it, and its path."""
    for field in message.fields:
        if field.enum_type is not None and field.enum_type.file.package == "hallmint.v1":
            yield (*before, field), f"{path}{field.name}"
        elif field.message_type is not None and field.message_type.file.package == "hallmint.v1":
            yield from enums(field.message_type, (*before, field), f"{path}{field.name}{'[0]' * field.is_repeated}.")


def put(message: Message, way: tuple[FieldDescriptor, ...]) -> None:
    inner: Any = message
    for field in way[:-1]:
        inner = getattr(inner, field.name)
        if field.is_repeated:
            inner = inner[0] if inner else inner.add()
    setattr(inner, way[-1].name, UNKNOWN_VALUE)


async def test_a_field_that_is_not_known_changes_nothing(scene: Scene) -> None:
    answered = []
    for name in METHODS:
        encoded = usual(name, scene.things).SerializeToString()
        told = await scene.answer(name, encoded + UNKNOWN_FIELD)
        if isinstance(told, bytes):
            answered.append(name)
            continue
        plain = await scene.answer(name, encoded)
        assert isinstance(plain, Refusal), name
        assert (told.code, told.reason, told.fields) == (plain.code, plain.reason, plain.fields), name
    assert {"UpdateBrand", "CreateProduct", "CreateCredential", "ListTokens", "WatchBatch", "GetStats"} <= {*answered}


async def test_a_value_that_is_not_known_is_refused(scene: Scene, conn: psycopg.AsyncConnection[Any]) -> None:
    before, count = await contents(conn), 0
    for name, method in METHODS.items():
        for way, path in enums(method.input_type):
            message: Any = usual(name, scene.things)
            put(message, way)
            if path.startswith("change."):
                message.update_mask.paths[:] = [path.removeprefix("change.")]
            told = await scene.answer(name, message.SerializeToString())
            assert isinstance(told, Refusal), f"{name} {path}"
            assert told.code == "INVALID_ARGUMENT", f"{name} {path}"
            wanted = ("FIELD_INVALID", path, f"{path} has a value that this server does not know")
            assert wanted in told.fields, f"{name} {path}: {told.fields}"
            count += 1
    assert count > len(METHODS) / 2
    assert await contents(conn) == before
