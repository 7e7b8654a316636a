"""The client's calls of VerificationService."""

from collections.abc import AsyncIterator

import pytest

from hallmint.v1 import token_pb2
from hallmint_client import Client
from tests.support.fake_service import FakeService, serve
from tests.support.fake_verification import MONITOR_KEY, PROOF
from tests.support.sample import CREDENTIAL
from tests.support.script import QUICK


@pytest.fixture
def service() -> FakeService:
    return FakeService()


@pytest.fixture
async def client(service: FakeService) -> AsyncIterator[Client]:
    with serve(service) as address:
        async with Client(address, credential=CREDENTIAL, brand="nordlicht", policy=QUICK) as found:
            yield found


async def test_the_log_is_asked_for_its_head_and_its_proofs(client: Client, service: FakeService) -> None:
    assert (await client.get_checkpoint()).size == 5
    assert (await client.get_token_proof(token_pb2.TokenRef(code="VABC"))).proof == PROOF
    assert list((await client.get_consistency_proof(3)).hashes) == [bytes(32)]
    assert (await client.verify_token(proof=PROOF)).verified
    assert (await client.verify_token(token=token_pb2.TokenRef(code="VABC"))).problem == "changed"
    assert (await client.get_monitor_key()).monitor_key == MONITOR_KEY
    assert [each.entry_no async for each in client.commitments()] == [0, 1, 2]
    assert [each.page_size for each in service.calls[-3:]] == [500] * 3
    checkpoint, proof, consistency, *_ = service.calls
    assert checkpoint.ByteSize() == 0
    assert proof.token.code == "VABC"
    assert (consistency.old_size, consistency.new_size) == (3, 0)
