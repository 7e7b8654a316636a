"""MintingService."""

from collections.abc import AsyncIterator, Sequence
from uuid import UUID

from hallmint.v1 import error_reason_pb2, minting_service_pb2_grpc
from hallmint.v1 import minting_service_pb2 as pb
from hallmint_server.errors import HallmintError, Problems, Reason, Violation, refused
from hallmint_server.minting.model import IdentityMode, context_of
from hallmint_server.minting.revocation import RevocationService
from hallmint_server.minting.service import MintingService
from hallmint_server.minting.watch import WatchHub
from hallmint_server.rpc import convert, page, parse, validate, watch
from hallmint_server.rpc.caller import acting, request_key
from hallmint_server.rpc.context import Context
from mintcore import identity_path

_LAST_BATCH_NO = 2**31 - 1
_SAMPLE_CODE = "0" * 16


class MintingServicer(minting_service_pb2_grpc.MintingServiceServicer):
    """The rpcs of MintingService; the proto says what each does."""

    def __init__(
        self,
        service: MintingService,
        revocations: RevocationService,
        hub: WatchHub,
        *,
        heartbeat_seconds: float,
    ) -> None:
        self._service = service
        self._revocations = revocations
        self._hub = hub
        self._heartbeat_seconds = heartbeat_seconds

    async def PreflightMint(self, request: pb.PreflightMintRequest, context: Context) -> pb.PreflightMintResponse:
        caller = acting()
        problems = Problems()
        spec = parse.mint_spec(problems, request.mint)
        violations, product, base_url = await self._service.preflight(caller, spec)
        if problems.found:
            raise _refused(problems, violations)
        sample = ""
        if product is not None:
            lot = spec.lots[0][0] if spec.identity_mode is IdentityMode.LOT and spec.lots and not violations else None
            sample = base_url + identity_path(context_of(product.gtin), lot, _SAMPLE_CODE)
        return pb.PreflightMintResponse(
            violations=[
                pb.PreflightViolation(
                    reason=error_reason_pb2.ErrorReason.Value(f"ERROR_REASON_{v.reason}"),
                    field=v.field,
                    description=v.description,
                )
                for v in violations
            ],
            sample_resolver_url=sample,
        )

    async def SubmitMint(self, request: pb.SubmitMintRequest, context: Context) -> pb.SubmitMintResponse:
        caller = acting()
        problems = Problems()
        key = request_key(problems, caller.acting_brand, "SubmitMint", request)
        spec = parse.mint_spec(problems, request.mint)
        if problems.found:
            raise _refused(problems, (await self._service.preflight(caller, spec))[0])
        return pb.SubmitMintResponse(batch=convert.batch(await self._service.submit(caller, spec, key)))

    async def GetBatch(self, request: pb.GetBatchRequest, context: Context) -> pb.GetBatchResponse:
        caller = acting()
        batch, revocations = await self._service.get_batch(caller, validate.one_uuid("batch_id", request.batch_id))
        return pb.GetBatchResponse(batch=convert.batch(batch), revocations=[convert.revocation(r) for r in revocations])

    async def ListBatches(self, request: pb.ListBatchesRequest, context: Context) -> pb.ListBatchesResponse:
        caller = acting()
        problems = Problems()
        filters = (
            "batches", caller.acting_brand, request.state, request.product_id, request.identity_mode,
            request.activation_mode,
        )  # fmt: skip
        size = page.page_size(problems, request.page_size)
        before = page.read_int(problems, request.page_token, _LAST_BATCH_NO, *filters)
        only = parse.batch_filter(problems, request)
        problems.check()
        if not request.page_token:
            before = _LAST_BATCH_NO + 1
        batches = await self._service.list_batches(caller, before=before, limit=size + 1, only=only)
        more = page.make_token(batches[size - 1].batch_no, *filters) if len(batches) > size else ""
        return pb.ListBatchesResponse(batches=[convert.batch(b) for b in batches[:size]], next_page_token=more)

    async def WatchBatch(self, request: pb.WatchBatchRequest, context: Context) -> AsyncIterator[pb.WatchBatchResponse]:
        caller = acting()
        problems = Problems()
        batch_id = validate.uuid(problems, "batch_id", request.batch_id)
        watch.check_cursor(problems, request.cursor)
        problems.check()
        async for batch, cursor in watch.changes(
            self._hub,
            str(batch_id),
            lambda: self._service.snapshot(caller, batch_id),
            cursor=request.cursor,
            heartbeat_seconds=self._heartbeat_seconds,
        ):
            yield pb.WatchBatchResponse(batch=None if batch is None else convert.batch(batch), cursor=cursor)

    async def CancelBatch(self, request: pb.CancelBatchRequest, context: Context) -> pb.CancelBatchResponse:
        caller = acting()
        batch_id = validate.one_uuid("batch_id", request.batch_id)
        return pb.CancelBatchResponse(batch=convert.batch(await self._service.cancel(caller, batch_id)))

    async def ResumeBatch(self, request: pb.ResumeBatchRequest, context: Context) -> pb.ResumeBatchResponse:
        caller = acting()
        batch_id = validate.one_uuid("batch_id", request.batch_id)
        return pb.ResumeBatchResponse(batch=convert.batch(await self._service.resume(caller, batch_id)))

    async def GetToken(self, request: pb.GetTokenRequest, context: Context) -> pb.GetTokenResponse:
        caller = acting()
        problems = Problems()
        ref = parse.token_ref(problems, "token", request.token)
        problems.check()
        return pb.GetTokenResponse(token=convert.token(await self._service.get_token(caller, ref)))

    async def ListTokens(self, request: pb.ListTokensRequest, context: Context) -> pb.ListTokensResponse:
        caller = acting()
        problems = Problems()
        filters = ("tokens", caller.acting_brand, request.batch_id, request.status, request.lot_code)
        # A lot code without a batch would name lots of many products.
        batch_id = (
            validate.uuid(problems, "batch_id", request.batch_id) if request.batch_id or request.lot_code else None
        )
        size = page.page_size(problems, request.page_size)
        start = page.read_pair(problems, request.page_token, *filters) if batch_id is None else None
        first = 0 if batch_id is None else page.read_int(problems, request.page_token, 0, *filters)
        status = parse.token_status(problems, request.status)
        problems.check()
        if batch_id is None:
            tokens, place = await self._service.list_all_tokens(caller, start=start, limit=size, status=status)
            more = page.make_token(f"{place[0]}/{place[1]}", *filters) if place else ""
            return pb.ListTokensResponse(tokens=[convert.token(t) for t in tokens], next_page_token=more)
        tokens = await self._service.list_tokens(
            caller, batch_id, first=first, limit=size + 1, status=status, lot_code=request.lot_code
        )
        more = page.make_token(tokens[size].seq, *filters) if len(tokens) > size else ""
        return pb.ListTokensResponse(tokens=[convert.token(t) for t in tokens[:size]], next_page_token=more)

    async def RevokeTokens(self, request: pb.RevokeTokensRequest, context: Context) -> pb.RevokeTokensResponse:
        caller = acting()
        problems = Problems()
        key = request_key(problems, caller.acting_brand, "RevokeTokens", request)
        match request.WhichOneof("target"):
            case "tokens":
                refs = [
                    parse.token_ref(problems, f"tokens.tokens[{index}]", ref)
                    for index, ref in enumerate(request.tokens.tokens)
                ]
                tokens = await self._revocations.revoke_tokens(caller, refs, request.reason, key, problems)
                return pb.RevokeTokensResponse(tokens=[convert.token(t) for t in tokens])
            case "batch_id":
                batch_id, lot_code = validate.uuid(problems, "batch_id", request.batch_id), None
            case "lot":
                batch_id, lot_code = validate.uuid(problems, "lot.batch_id", request.lot.batch_id), request.lot.lot_code
                if not lot_code:
                    problems.add(Reason.FIELD_REQUIRED, "lot.lot_code", "lot.lot_code must be set")
            case _:
                problems.add(Reason.FIELD_REQUIRED, "target", "name tokens, a batch or a lot")
                batch_id, lot_code = UUID(int=0), None  # never looked at
        revocation = await self._revocations.revoke_batch(
            caller, batch_id, lot_code, request.reason, key, problems=problems
        )
        return pb.RevokeTokensResponse(revocation=convert.revocation(revocation))

    async def GetStats(self, request: pb.GetStatsRequest, context: Context) -> pb.GetStatsResponse:
        del request
        stats = await self._service.stats(acting())
        return pb.GetStatsResponse(
            tokens_minted=stats.minted,
            tokens_active=stats.active,
            tokens_revoked=stats.revoked,
            batches_created=stats.batches,
            batches_running=stats.running,
            units_exported=stats.exported_units,
            exports_completed=stats.exports_completed,
            exports_running=stats.exports_running,
        )


def _refused(problems: Problems, violations: Sequence[Violation]) -> HallmintError:
    """One error for what is wrong with a message and what preflight found, so that a caller hears of everything at once.

    What preflight says of a field that could not even be read (a malformed id names no product) is left out.
    """
    unread = [problem.field for problem in problems.found]
    return refused([*problems.found, *(v for v in violations if not _is_within(unread, v.field))])


def _is_within(paths: Sequence[str], field: str) -> bool:
    return bool(field) and any(f"{path}.".startswith(f"{field}.") for path in paths)
