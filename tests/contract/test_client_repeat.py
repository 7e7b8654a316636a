"""What is sent a second time: each rpc of the descriptors, by each method of the client that calls it."""

import inspect
from collections.abc import AsyncIterator
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any, get_type_hints
from uuid import UUID

import pytest
from google.protobuf.descriptor_pb2 import MethodOptions
from google.protobuf.message import Message

from hallmint.v1 import export_pb2
from hallmint_client import Client, HallmintError
from hallmint_client.export_archive import ExportArchive
from tests.support.any_server import RPCS, AnyServer, Heard, any_server
from tests.support.sample import CREDENTIAL
from tests.support.script import QUICK

NO_CALLS = {"acting"}
"""Public methods that send nothing."""
PASSED_ON = {"read_archive"}
"""Streams that whoever passes them on asks for again, from where theirs ended."""
BRANDLESS = {"CreateSession", "AcceptInvitation"}
METHODS = sorted(
    name for name, found in inspect.getmembers(Client, inspect.isfunction) if name not in NO_CALLS and name[0] != "_"
)


@pytest.fixture
async def server() -> AsyncIterator[tuple[str, AnyServer]]:
    async with any_server() as made:
        yield made


def argument(name: str, annotation: Any, folder: Path) -> Any:
    """Some value for a parameter that has no default."""
    if "Path" in str(annotation):
        return folder if name == "folder" else folder / name
    if annotation is ExportArchive:
        return ExportArchive(export_id="e", file_name="f", length=9, head=b"f", manifest=None)  # type: ignore[arg-type]
    if annotation is export_pb2.Pack:
        return export_pb2.Pack(pack_id="p", file_name="pack", bytes=9)
    if inspect.isclass(annotation) and (issubclass(annotation, Message) or annotation in {str, int, bool}):
        return annotation()
    return []


def arguments(name: str, folder: Path) -> dict[str, Any]:
    method = getattr(Client, name)
    hints = get_type_hints(method)
    needed = [
        each.name
        for each in list(inspect.signature(method).parameters.values())[1:]
        if each.default is inspect.Parameter.empty
    ]
    return {each: argument(each, hints[each], folder) for each in needed}


async def ended(begun: Any) -> None:
    if inspect.isasyncgen(begun):
        async for _ in begun:
            pass
    else:
        await begun


async def tries(client: Client, heard: AnyServer, name: str, folder: Path) -> tuple[list[Heard], HallmintError]:
    """What one call of a method sent, all of it failing, and the error."""
    with pytest.raises(HallmintError) as caught:
        await ended(getattr(client, name)(**arguments(name, folder)))
    return heard.calls, caught.value


@pytest.mark.parametrize("name", METHODS)
async def test_a_call_is_repeated_only_where_its_rpc_says_so(
    name: str, server: tuple[str, AnyServer], tmp_path: Path
) -> None:
    (tmp_path / "sheet").write_text("sku,name\nA,A\n")
    address, heard = server
    async with Client(address, credential=CREDENTIAL, brand="nordlicht", policy=QUICK) as client:
        sent, error = await tries(client, heard, name, tmp_path)
    (rpc,) = {each.rpc for each in sent}
    level = RPCS[rpc].GetOptions().idempotency_level
    once = level == MethodOptions.IDEMPOTENCY_UNKNOWN or name in PASSED_ON
    assert len(sent) == (1 if once else QUICK.attempts)
    assert len({each.request.SerializeToString(deterministic=True) for each in sent}) == 1, "the very same request"
    ids = {getattr(each.request, "request_id", "") for each in sent}
    assert ids == {error.request_id}
    if "request_id" in RPCS[rpc].input_type.fields_by_name:
        assert UUID(error.request_id)
    for each in sent:
        assert each.metadata["authorization"] == f"Bearer {CREDENTIAL}"
        assert each.metadata["user-agent"].startswith(f"hallmint-client-python/{version('hallmint-client')} ")
        assert rpc not in BRANDLESS or "x-hallmint-brand" not in each.metadata


async def test_whoever_does_not_wait_for_the_first_checkpoint_asks_once(server: tuple[str, AnyServer]) -> None:
    address, heard = server
    async with Client(address, credential=CREDENTIAL, policy=QUICK) as client:
        with pytest.raises(HallmintError):
            await client.get_checkpoint(once=True)
    assert [each.rpc for each in heard.calls] == ["GetCheckpoint"]


async def test_every_rpc_has_a_method(server: tuple[str, AnyServer], tmp_path: Path) -> None:
    (tmp_path / "sheet").write_text("sku,name\nA,A\n")
    address, heard = server
    once = replace(QUICK, attempts=1)
    async with Client(address, credential=CREDENTIAL, policy=once) as client:
        for name in METHODS:
            await tries(client, heard, name, tmp_path)
    assert {each.rpc for each in heard.calls} == set(RPCS)


def test_two_rpcs_are_never_sent_twice() -> None:
    unlabelled = {
        name for name, rpc in RPCS.items() if rpc.GetOptions().idempotency_level == MethodOptions.IDEMPOTENCY_UNKNOWN
    }
    assert unlabelled == BRANDLESS
