"""BrandService."""

from functools import partial
from uuid import UUID

from hallmint.v1 import brand_service_pb2 as pb
from hallmint.v1 import brand_service_pb2_grpc
from hallmint_server.db.pool import OPERATOR
from hallmint_server.errors import Problems, Reason
from hallmint_server.rpc import convert_tenancy as convert
from hallmint_server.rpc import page, validate
from hallmint_server.rpc.caller import acting, request_key
from hallmint_server.rpc.context import Context
from hallmint_server.tenancy.brand import NewBrand
from hallmint_server.tenancy.brand_service import BrandService
from hallmint_server.tenancy.model import Caller, Permission


class BrandServicer(brand_service_pb2_grpc.BrandServiceServicer):
    """The rpcs of BrandService; the proto says what each does."""

    def __init__(self, service: BrandService) -> None:
        self._service = service

    async def CreateBrand(self, request: pb.CreateBrandRequest, context: Context) -> pb.CreateBrandResponse:
        problems = Problems()
        key = request_key(problems, OPERATOR, "CreateBrand", request)
        new = NewBrand(
            slug=request.slug,
            name=request.name,
            gs1_ready=request.gs1_ready,
            resolver_base_url=request.resolver_base_url,
            owner_email=request.owner_email,
        )
        brand, invitation = await self._service.create(acting(), new, key, problems)
        return pb.CreateBrandResponse(brand=convert.brand(brand), invitation=invitation)

    async def GetBrand(self, request: pb.GetBrandRequest, context: Context) -> pb.GetBrandResponse:
        caller, problems = acting(), Problems()
        ref: UUID | str | None = None
        match request.WhichOneof("ref"):
            case "brand_id":
                ref = validate.uuid(problems, "brand_id", request.brand_id)
            case "slug":
                ref = request.slug
            case None if caller.may(Permission.OPERATE):
                problems.add(Reason.FIELD_REQUIRED, "ref", "name the brand by brand_id or slug")
        problems.check()
        return pb.GetBrandResponse(brand=convert.brand(await self._service.get(caller, ref)))

    async def ListBrands(self, request: pb.ListBrandsRequest, context: Context) -> pb.ListBrandsResponse:
        problems = Problems()
        size = page.page_size(problems, request.page_size)
        after = page.read_text(problems, request.page_token, "brands")
        problems.check()
        brands = await self._service.list_by_slug(acting(), after=after, limit=size + 1)
        more = page.make_token(brands[size - 1].slug, "brands") if len(brands) > size else ""
        return pb.ListBrandsResponse(brands=[convert.brand(b) for b in brands[:size]], next_page_token=more)

    async def UpdateBrand(self, request: pb.UpdateBrandRequest, context: Context) -> pb.UpdateBrandResponse:
        caller, problems = acting(), Problems()
        brand_id = _brand_id(problems, caller, request.brand_id)
        names = convert.brand_mask(problems, list(request.update_mask.paths))
        problems.check()
        change = partial(convert.changed_brand, change=request.change, names=names)
        brand = await self._service.update(caller, brand_id, names, change)
        return pb.UpdateBrandResponse(brand=convert.brand(brand))

    async def SuspendBrand(self, request: pb.SuspendBrandRequest, context: Context) -> pb.SuspendBrandResponse:
        brand_id = validate.one_uuid("brand_id", request.brand_id)
        brand = await self._service.set_suspended(acting(), brand_id, suspended=True, reason=request.reason)
        return pb.SuspendBrandResponse(brand=convert.brand(brand))

    async def UnsuspendBrand(self, request: pb.UnsuspendBrandRequest, context: Context) -> pb.UnsuspendBrandResponse:
        brand_id = validate.one_uuid("brand_id", request.brand_id)
        brand = await self._service.set_suspended(acting(), brand_id, suspended=False)
        return pb.UnsuspendBrandResponse(brand=convert.brand(brand))

    async def ReassignGtin(self, request: pb.ReassignGtinRequest, context: Context) -> pb.ReassignGtinResponse:
        brand_id = validate.one_uuid("brand_id", request.brand_id)
        await self._service.reassign_gtin(acting(), request.gtin, brand_id, request.sku)
        return pb.ReassignGtinResponse()


def _brand_id(problems: Problems, caller: Caller, text: str) -> UUID | None:
    if not text and not caller.may(Permission.OPERATE):
        return None
    return validate.uuid(problems, "brand_id", text)
