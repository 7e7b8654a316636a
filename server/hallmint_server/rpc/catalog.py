"""CatalogService."""

from collections.abc import AsyncIterator

from hallmint.v1 import catalog_service_pb2 as pb
from hallmint.v1 import catalog_service_pb2_grpc, product_pb2
from hallmint_server.catalog.importing import ImportMode, ImportService
from hallmint_server.catalog.model import ProductFilter, ProductGroup, ProductRef
from hallmint_server.catalog.service import CatalogService
from hallmint_server.errors import Problems, Reason
from hallmint_server.rpc import convert, page, parse
from hallmint_server.rpc.caller import acting, request_key
from hallmint_server.rpc.context import Context
from hallmint_server.rpc.convert_product import IMPORT_MODES, import_report, new_product, product, product_change


class CatalogServicer(catalog_service_pb2_grpc.CatalogServiceServicer):
    """The rpcs of CatalogService; the proto says what each does."""

    def __init__(self, service: CatalogService, imports: ImportService) -> None:
        self._service = service
        self._imports = imports

    async def CreateProduct(self, request: pb.CreateProductRequest, context: Context) -> pb.CreateProductResponse:
        caller = acting()
        problems = Problems()
        key = request_key(problems, caller.acting_brand, "CreateProduct", request)
        new = new_product(problems, request)
        made = await self._service.create(caller, new, key, problems=problems)
        return pb.CreateProductResponse(product=product(made), notes=made.notes)

    async def GetProduct(self, request: pb.GetProductRequest, context: Context) -> pb.GetProductResponse:
        problems = Problems()
        ref = _ref(problems, request.product)
        problems.check()
        return pb.GetProductResponse(product=product(await self._service.get(acting(), ref)))

    async def ListProducts(self, request: pb.ListProductsRequest, context: Context) -> pb.ListProductsResponse:
        caller = acting()
        problems = Problems()
        size = page.page_size(problems, request.page_size)
        wanted = ProductFilter(
            query=request.query,
            group=parse.enum(problems, "group", request.group, convert.GROUPS, None),
            commercial_status=parse.enum(
                problems, "commercial_status", request.commercial_status, convert.COMMERCIAL, None
            ),
        )
        filters = ("products", caller.acting_brand, wanted.query, request.group, request.commercial_status)
        after = page.read_text(problems, request.page_token, *filters)
        found = await self._service.list(caller, wanted, after=after, limit=size + 1, problems=problems)
        more = page.make_token(found[size - 1].product.sku, *filters) if len(found) > size else ""
        return pb.ListProductsResponse(products=[product(each) for each in found[:size]], next_page_token=more)

    async def UpdateProduct(self, request: pb.UpdateProductRequest, context: Context) -> pb.UpdateProductResponse:
        problems = Problems()
        ref = _ref(problems, request.product)
        change = product_change(problems, request)
        if request.expected_revision < 0:
            words = "expected_revision must not be negative"
            problems.add(Reason.FIELD_INVALID, "expected_revision", words)
        changed = await self._service.update(
            acting(), ref, change, expected_revision=request.expected_revision, problems=problems
        )
        return pb.UpdateProductResponse(product=product(changed), notes=changed.notes)

    async def ImportProducts(
        self, request_iterator: AsyncIterator[pb.ImportProductsRequest], context: Context
    ) -> pb.ImportProductsResponse:
        caller = acting()
        # The first message says how; its piece is read with the others.
        first = await anext(aiter(request_iterator), pb.ImportProductsRequest())
        problems = Problems()
        mode = parse.enum(problems, "mode", first.mode, IMPORT_MODES, ImportMode.ALL_OR_NOTHING)
        problems.check()
        report = await self._imports.run(
            caller,
            _pieces(first, request_iterator),
            mode or ImportMode.ALL_OR_NOTHING,
            dry_run=first.dry_run,
        )
        return import_report(report)

    async def GetGroupSchema(self, request: pb.GetGroupSchemaRequest, context: Context) -> pb.GetGroupSchemaResponse:
        problems = Problems()
        group = _group(problems, request.group)
        problems.check()
        shipped, own = await self._service.get_schema(acting(), group)
        return pb.GetGroupSchemaResponse(schema=shipped, brand_schema=own)

    async def SetGroupSchema(self, request: pb.SetGroupSchemaRequest, context: Context) -> pb.SetGroupSchemaResponse:
        problems = Problems()
        group = _group(problems, request.group)
        kept = await self._service.set_schema(acting(), group, request.brand_schema, problems=problems)
        return pb.SetGroupSchemaResponse(brand_schema=kept)


async def _pieces(
    first: pb.ImportProductsRequest, rest: AsyncIterator[pb.ImportProductsRequest]
) -> AsyncIterator[bytes]:
    yield first.piece
    async for message in rest:
        problems = Problems()
        for field in ("mode", "dry_run"):
            if getattr(message, field):
                problems.add(Reason.FIELD_INVALID, field, f"{field} stands in the first message only")
        problems.check()
        yield message.piece


def _ref(problems: Problems, ref: product_pb2.ProductRef) -> ProductRef:
    found = parse.product_ref(problems, "product", ref)
    if found is None:
        problems.add(Reason.FIELD_REQUIRED, "product", "name the product by product_id or sku")
    return found or ""


def _group(problems: Problems, number: int) -> ProductGroup:
    group = parse.enum(problems, "group", number, convert.GROUPS, None)
    if number == product_pb2.PRODUCT_GROUP_UNSPECIFIED:
        problems.add(Reason.FIELD_REQUIRED, "group", "group must be set")
    return group or ProductGroup.GENERIC
