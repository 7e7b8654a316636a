"""Proofs of tokens over gRPC, for tests: one that is true, or why there is none."""

import asyncio

from hallmint.v1 import token_pb2
from hallmint.v1 import verification_service_pb2 as pb
from tests.support.api import Api
from tests.support.refusal import Refusal, refused


def at(batch_id: str, seq: int) -> token_pb2.TokenRef:
    """A token by its place."""
    return token_pb2.TokenRef(batch_seq=token_pb2.BatchSeq(batch_id=batch_id, seq=seq))


async def proof_of(api: Api, ref: token_pb2.TokenRef) -> pb.GetTokenProofResponse:
    """A proof, as soon as the log has it."""
    for _ in range(100):
        try:
            return await api.verification.GetTokenProof(pb.GetTokenProofRequest(token=ref), metadata=api.metadata)
        except Exception as error:
            if "LOG_NOT_READY" not in str(getattr(error, "trailing_metadata", lambda: "")()):
                raise
        await asyncio.sleep(0.1)
    raise AssertionError("never in the log")


async def unproved(api: Api, batch_id: str, seq: int) -> Refusal:
    """Why there is no proof."""
    call = api.verification.GetTokenProof(pb.GetTokenProofRequest(token=at(batch_id, seq)), metadata=api.metadata)
    return await refused(call)
