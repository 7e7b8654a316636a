"""ProductionService."""

from uuid import UUID

from hallmint.v1 import product_pb2, production_batch_pb2, production_service_pb2_grpc
from hallmint.v1 import production_service_pb2 as pb
from hallmint_server.errors import Problems, Reason
from hallmint_server.production.model import (
    NewProductionBatch,
    ProductionBatch,
    ProductionBatchChange,
    ProductionStatus,
)
from hallmint_server.production.service import ProductionService
from hallmint_server.rpc import convert, page, parse, validate
from hallmint_server.rpc.caller import acting, request_key
from hallmint_server.rpc.context import Context

STATUS = convert.EnumMap(ProductionStatus, production_batch_pb2.ProductionStatus, "PRODUCTION_STATUS")


class ProductionServicer(production_service_pb2_grpc.ProductionServiceServicer):
    """The rpcs of ProductionService; the proto says what each does."""

    def __init__(self, service: ProductionService) -> None:
        self._service = service

    async def CreateProductionBatch(
        self, request: pb.CreateProductionBatchRequest, context: Context
    ) -> pb.CreateProductionBatchResponse:
        caller = acting()
        problems = Problems()
        key = request_key(problems, caller.acting_brand, "CreateProductionBatch", request)
        new = NewProductionBatch(
            product=parse.product_ref(problems, "product", request.product),
            number=request.number,
            production_date=request.production_date,
            quantity=request.quantity,
            facility=request.facility,
            status=_status(problems, "status", request.status),
        )
        made = await self._service.create(caller, new, key, problems=problems)
        return pb.CreateProductionBatchResponse(production_batch=production_batch(made))

    async def GetProductionBatch(
        self, request: pb.GetProductionBatchRequest, context: Context
    ) -> pb.GetProductionBatchResponse:
        caller = acting()
        problems = Problems()
        ref: UUID | str | None = None
        match request.WhichOneof("ref"):
            case "production_batch_id":
                ref = validate.uuid(problems, "production_batch_id", request.production_batch_id)
            case "number":
                ref = request.number
            case None:
                problems.add(Reason.FIELD_REQUIRED, "ref", "name it by production_batch_id or number")
        problems.check()
        return pb.GetProductionBatchResponse(
            production_batch=production_batch(await self._service.get(caller, ref or ""))
        )

    async def ListProductionBatches(
        self, request: pb.ListProductionBatchesRequest, context: Context
    ) -> pb.ListProductionBatchesResponse:
        caller = acting()
        problems = Problems()
        product = parse.product_ref(problems, "product", request.product)
        filters = ("production_batches", caller.acting_brand, _kind(request.product), product, request.status)
        size = page.page_size(problems, request.page_size)
        after = page.read_text(problems, request.page_token, *filters)
        status = parse.enum(problems, "status", request.status, STATUS, None)
        problems.check()
        found = await self._service.list_by_number(caller, after=after, limit=size + 1, product=product, status=status)
        more = page.make_token(found[size - 1].number, *filters) if len(found) > size else ""
        return pb.ListProductionBatchesResponse(
            production_batches=[production_batch(each) for each in found[:size]], next_page_token=more
        )

    async def UpdateProductionBatch(
        self, request: pb.UpdateProductionBatchRequest, context: Context
    ) -> pb.UpdateProductionBatchResponse:
        caller = acting()
        problems = Problems()
        production_batch_id = validate.uuid(problems, "production_batch_id", request.production_batch_id)
        change = _change(problems, request)
        changed = await self._service.update(caller, production_batch_id, change, problems=problems)
        return pb.UpdateProductionBatchResponse(production_batch=production_batch(changed))


def production_batch(found: ProductionBatch) -> production_batch_pb2.ProductionBatch:
    """A production batch."""
    return production_batch_pb2.ProductionBatch(
        production_batch_id=str(found.production_batch_id),
        number=found.number,
        product_id=str(found.product_id),
        sku=found.sku,
        production_date=found.production_date.isoformat(),
        quantity=found.quantity,
        taken_quantity=found.taken,
        facility=found.facility,
        status=STATUS.wire(found.status),
        created_at=convert.timestamp(found.created_at),
    )


def _status(problems: Problems, field: str, number: int) -> ProductionStatus:
    return parse.enum(problems, field, number, STATUS, ProductionStatus.PLANNED) or ProductionStatus.PLANNED


def _kind(ref: product_pb2.ProductRef) -> str:
    """Which of the two a product is named by: a SKU can look like an id."""
    return ref.WhichOneof("ref") or ""


def _change(problems: Problems, request: pb.UpdateProductionBatchRequest) -> ProductionBatchChange:
    """The fields that the mask names, and no others."""
    given, paths = request.change, set(request.update_mask.paths)
    known = [field.name for field in given.DESCRIPTOR.fields]
    if not paths or not paths.issubset(known):
        problems.add(
            Reason.FIELD_INVALID,
            "update_mask",
            f"update_mask must name one or more of {', '.join(known)}, and nothing else",
        )
    return ProductionBatchChange(
        number=given.number if "number" in paths else None,
        production_date=given.production_date if "production_date" in paths else None,
        quantity=given.quantity if "quantity" in paths else None,
        facility=given.facility if "facility" in paths else None,
        status=_status(problems, "change.status", given.status) if "status" in paths else None,
    )
