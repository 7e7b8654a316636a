"""CatalogService."""

from uuid import UUID

from hallmint.v1 import catalog_service_pb2 as pb
from hallmint.v1 import catalog_service_pb2_grpc
from hallmint_server.catalog.model import NewBrand
from hallmint_server.catalog.service import CatalogService
from hallmint_server.db.request import OPERATOR
from hallmint_server.errors import Problems, Reason
from hallmint_server.rpc import convert, page, parse, validate
from hallmint_server.rpc.caller import ACTOR, Callers, request_key
from hallmint_server.rpc.context import Context


class CatalogServicer(catalog_service_pb2_grpc.CatalogServiceServicer):
    """The rpcs of CatalogService; the proto says what each does."""

    def __init__(self, service: CatalogService, callers: Callers) -> None:
        self._service = service
        self._callers = callers

    async def CreateBrand(self, request: pb.CreateBrandRequest, context: Context) -> pb.CreateBrandResponse:
        self._callers.check()
        problems = Problems()
        key = request_key(problems, OPERATOR, "CreateBrand", request)
        new = NewBrand(
            slug=request.slug,
            name=request.name,
            gs1_ready=request.gs1_ready,
            resolver_base_url=request.resolver_base_url,
        )
        brand = await self._service.create_brand(new, key, actor=ACTOR, problems=problems)
        return pb.CreateBrandResponse(brand=convert.brand(brand))

    async def GetBrand(self, request: pb.GetBrandRequest, context: Context) -> pb.GetBrandResponse:
        self._callers.check()
        problems = Problems()
        ref: UUID | str = request.slug
        match request.WhichOneof("ref"):
            case "brand_id":
                ref = validate.uuid(problems, "brand_id", request.brand_id)
            case None:
                problems.add(Reason.FIELD_REQUIRED, "ref", "name the brand by brand_id or slug")
        problems.check()
        return pb.GetBrandResponse(brand=convert.brand(await self._service.get_brand(ref)))

    async def ListBrands(self, request: pb.ListBrandsRequest, context: Context) -> pb.ListBrandsResponse:
        self._callers.check()
        problems = Problems()
        size = page.page_size(problems, request.page_size)
        after = page.read_text(problems, request.page_token, "brands")
        problems.check()
        brands = await self._service.list_brands(after=after, limit=size + 1)
        more = page.make_token(brands[size - 1].slug, "brands") if len(brands) > size else ""
        return pb.ListBrandsResponse(brands=[convert.brand(b) for b in brands[:size]], next_page_token=more)

    async def CreateProduct(self, request: pb.CreateProductRequest, context: Context) -> pb.CreateProductResponse:
        brand = await self._callers.brand(context)
        problems = Problems()
        key = request_key(problems, brand.brand_id, "CreateProduct", request)
        new = parse.new_product(problems, request)
        product = await self._service.create_product(brand, new, key, actor=ACTOR, problems=problems)
        return pb.CreateProductResponse(product=convert.product(product))

    async def GetProduct(self, request: pb.GetProductRequest, context: Context) -> pb.GetProductResponse:
        brand = await self._callers.brand(context)
        problems = Problems()
        ref = parse.product_ref(problems, "product", request.product)
        if ref is None:
            problems.add(Reason.FIELD_REQUIRED, "product", "name the product by product_id or sku")
        problems.check()
        return pb.GetProductResponse(product=convert.product(await self._service.get_product(brand, ref or "")))

    async def ListProducts(self, request: pb.ListProductsRequest, context: Context) -> pb.ListProductsResponse:
        brand = await self._callers.brand(context)
        problems = Problems()
        size = page.page_size(problems, request.page_size)
        after = page.read_text(problems, request.page_token, "products", brand.brand_id)
        problems.check()
        products = await self._service.list_products(brand, after=after, limit=size + 1)
        more = page.make_token(products[size - 1].sku, "products", brand.brand_id) if len(products) > size else ""
        return pb.ListProductsResponse(products=[convert.product(p) for p in products[:size]], next_page_token=more)
