# ruff: noqa: N802 - the generated base classes name the methods
"""VerificationService without a server behind it."""

from typing import Any

import grpc

from hallmint.v1 import verification_service_pb2 as pb
from hallmint.v1.verification_service_pb2_grpc import VerificationServiceServicer
from tests.support.fake_call import FakeCalls

MONITOR_KEY = bytes(range(32))
LOG_KEY = "log.example+12345678+AAAA"
PROOF = b"hallmint/proof/v1\nbatch 01970000-0000-7000-8000-000000000001\n"


class FakeVerification(FakeCalls, VerificationServiceServicer):
    """Answers with what is no proof, unless a test sets one."""

    def __init__(self) -> None:
        super().__init__()
        self.proof = PROOF
        self.commitments = [pb.Commitment(batch_id=f"batch {number}", entry_no=number) for number in range(3)]

    def GetTokenProof(self, request: pb.GetTokenProofRequest, context: grpc.ServicerContext) -> Any:
        self._enter("GetTokenProof", request, context)
        return pb.GetTokenProofResponse(
            proof=self.proof, batch_id="01970000-0000-7000-8000-000000000001", seq=3, identity="/t/A", entry_no=7
        )

    def GetCheckpoint(self, request: pb.GetCheckpointRequest, context: grpc.ServicerContext) -> Any:
        self._enter("GetCheckpoint", request, context)
        return pb.GetCheckpointResponse(
            checkpoint=b"log.example\n5\n", size=5, root=bytes(32), log_key="log.example+12345678+AAAA"
        )

    def GetConsistencyProof(self, request: pb.GetConsistencyProofRequest, context: grpc.ServicerContext) -> Any:
        self._enter("GetConsistencyProof", request, context)
        return pb.GetConsistencyProofResponse(hashes=[bytes(32)], checkpoint=b"log.example\n5\n", new_size=5)

    def VerifyToken(self, request: pb.VerifyTokenRequest, context: grpc.ServicerContext) -> Any:
        self._enter("VerifyToken", request, context)
        return pb.VerifyTokenResponse(verified=request.proof == PROOF, problem="" if request.proof else "changed")

    def GetMonitorKey(self, request: pb.GetMonitorKeyRequest, context: grpc.ServicerContext) -> Any:
        self._enter("GetMonitorKey", request, context)
        return pb.GetMonitorKeyResponse(monitor_key=MONITOR_KEY)

    def ListCommitments(self, request: pb.ListCommitmentsRequest, context: grpc.ServicerContext) -> Any:
        """One a page."""
        self._enter("ListCommitments", request, context)
        at = int(request.page_token or 0)
        more = str(at + 1) if at + 1 < len(self.commitments) else ""
        return pb.ListCommitmentsResponse(commitments=self.commitments[at : at + 1], next_page_token=more)
