"""VerificationService."""

from collections.abc import Callable

from hallmint.v1 import verification_service_pb2 as pb
from hallmint.v1 import verification_service_pb2_grpc
from hallmint_server.errors import Problems, Reason
from hallmint_server.minting.model import TokenRef
from hallmint_server.rpc import convert, page, parse
from hallmint_server.rpc.caller import acting
from hallmint_server.rpc.context import Context
from hallmint_server.verification.monitor import Commitment, MonitorService
from hallmint_server.verification.service import VerificationService


class VerificationServicer(verification_service_pb2_grpc.VerificationServiceServicer):
    """The rpcs of VerificationService; the proto says what each does."""

    def __init__(self, service: VerificationService, monitor: MonitorService, log_key: Callable[[], str]) -> None:
        """`log_key` gives the log's public key, or nothing."""
        self._service = service
        self._monitor = monitor
        self._log_key = log_key

    async def GetCheckpoint(self, request: pb.GetCheckpointRequest, context: Context) -> pb.GetCheckpointResponse:
        del request
        head = await self._service.checkpoint()
        return pb.GetCheckpointResponse(checkpoint=head.note, size=head.size, root=head.root, log_key=self._log_key())

    async def GetTokenProof(self, request: pb.GetTokenProofRequest, context: Context) -> pb.GetTokenProofResponse:
        caller = acting()
        problems = Problems()
        ref = parse.token_ref(problems, "token", request.token)
        problems.check()
        proof = await self._service.token_proof(caller, ref)
        return pb.GetTokenProofResponse(
            proof=bytes(proof),
            batch_id=str(proof.batch_id),
            seq=proof.seq,
            identity=proof.identity,
            entry_no=proof.index,
        )

    async def VerifyToken(self, request: pb.VerifyTokenRequest, context: Context) -> pb.VerifyTokenResponse:
        caller = acting()
        problems = Problems()
        subject: TokenRef | bytes = request.proof
        if request.WhichOneof("subject") != "proof":
            subject = parse.token_ref(problems, "token", request.token)
        problems.check()
        verdict = await self._service.verify(caller, subject, self._log_key())
        found = verdict.found
        if found is None:
            return pb.VerifyTokenResponse(problem=verdict.problem)
        return pb.VerifyTokenResponse(
            verified=True, identity=found.identity, batch_id=found.batch_id, seq=found.seq, size=found.size
        )

    async def GetConsistencyProof(
        self, request: pb.GetConsistencyProofRequest, context: Context
    ) -> pb.GetConsistencyProofResponse:
        problems = Problems()
        for field in ("old_size", "new_size"):
            if getattr(request, field) < 0:
                problems.add(Reason.FIELD_INVALID, field, f"{field} must not be negative")
        problems.check()
        head, hashes = await self._service.consistency(request.old_size, request.new_size)
        return pb.GetConsistencyProofResponse(hashes=hashes, checkpoint=head.note, new_size=head.size)

    async def GetMonitorKey(self, request: pb.GetMonitorKeyRequest, context: Context) -> pb.GetMonitorKeyResponse:
        del request
        return pb.GetMonitorKeyResponse(monitor_key=await self._monitor.key(acting()))

    async def ListCommitments(self, request: pb.ListCommitmentsRequest, context: Context) -> pb.ListCommitmentsResponse:
        caller = acting()
        problems = Problems()
        filters = ("commitments", caller.acting_brand)
        size = page.page_size(problems, request.page_size)
        after = page.read_int(problems, request.page_token, 0, *filters)
        problems.check()
        found = await self._monitor.commitments(caller, after=after, limit=size + 1)
        more = page.make_token(found[size - 1].batch_no, *filters) if len(found) > size else ""
        return pb.ListCommitmentsResponse(
            commitments=[_commitment(each) for each in found[:size]], next_page_token=more
        )


def _commitment(found: Commitment) -> pb.Commitment:
    opening = found.opening
    return pb.Commitment(
        batch_id=str(found.batch_id),
        entry_no=found.entry_no,
        product_id=str(opening.product),
        quantity=opening.quantity,
        root=opening.root,
        mint_time=convert.timestamp(opening.minted),
        salt=opening.salt,
    )
