"""Refusals of proofs: as in provoke.py, into the same cases."""

import grpc

from hallmint.v1 import token_pb2
from hallmint.v1 import verification_service_pb2 as pb
from hallmint_server.command import work
from tests.conftest import running
from tests.contract.provoke import Stage, case
from tests.support.wait import until


@case
async def log_not_ready(on: Stage) -> None:
    request = pb.GetConsistencyProofRequest(old_size=1, new_size=1_000_000)
    await on.api.verification.GetConsistencyProof(request, metadata=on.api.metadata)


@case
async def record_changed(on: Stage) -> None:
    batch_id = await on.minted()
    place = token_pb2.BatchSeq(batch_id=batch_id, seq=0)
    request = pb.GetTokenProofRequest(token=token_pb2.TokenRef(batch_seq=place))

    async def is_proved() -> bool:
        try:
            await on.api.verification.GetTokenProof(request, metadata=on.api.metadata)
        except grpc.aio.AioRpcError as error:
            if error.code() is not grpc.StatusCode.UNAVAILABLE:
                raise
            return False
        return True

    async with running(lambda stop: work(on.place.settings, stop)):
        await until(is_proved, 20, what="the batch in the log")
    await on.sql("UPDATE tokens SET code = 'A000000000000000'")
    await on.api.verification.GetTokenProof(request, metadata=on.api.metadata)
