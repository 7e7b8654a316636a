"""The console waits for no first checkpoint, and for a server that is away as any client does."""

import grpc
import pytest
from google.rpc import status_pb2

from hallmint_client import Client, HallmintError
from hallmint_console.checkpoint import last_checkpoint
from tests.support.fake_service import FakeService, serve
from tests.support.sample import CREDENTIAL, refusal
from tests.support.script import QUICK


@pytest.fixture
def service() -> FakeService:
    return FakeService()


@pytest.mark.parametrize(
    ("refusals", "sent", "size"),
    [
        ([], 1, 5),
        ([refusal(grpc.StatusCode.UNAVAILABLE, "not yet", reason="LOG_NOT_READY", retry_seconds=2)], 1, None),
        ([refusal(grpc.StatusCode.UNAVAILABLE, "away")], 2, 5),
    ],
)
async def test_the_last_checkpoint(
    service: FakeService, refusals: list[status_pb2.Status], sent: int, size: int | None
) -> None:
    service.refusals["GetCheckpoint"] = refusals
    with serve(service) as address:
        async with Client(address, credential=CREDENTIAL, policy=QUICK) as client:
            found = await last_checkpoint(client)
    assert (found.size if found else None, len(service.calls)) == (size, sent)


async def test_what_is_refused_stays_an_error(service: FakeService) -> None:
    service.refusals["GetCheckpoint"] = [refusal(grpc.StatusCode.PERMISSION_DENIED, "no")] * 2
    with serve(service) as address:
        async with Client(address, credential=CREDENTIAL, policy=QUICK) as client:
            with pytest.raises(HallmintError) as caught:
                await last_checkpoint(client)
    assert caught.value.code is grpc.StatusCode.PERMISSION_DENIED
