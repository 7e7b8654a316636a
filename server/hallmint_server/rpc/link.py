"""LinkService."""

from uuid import UUID

from hallmint.v1 import link_pb2, link_service_pb2_grpc, token_pb2
from hallmint.v1 import link_service_pb2 as pb
from hallmint_server.errors import Problems
from hallmint_server.link.model import Level, Link, LotLevel, NewLink
from hallmint_server.link.service import LinkService
from hallmint_server.minting.service import MintingService
from hallmint_server.rpc import convert, page, parse, validate
from hallmint_server.rpc.caller import acting, request_key
from hallmint_server.rpc.context import Context
from hallmint_server.tenancy.model import Caller


class LinkServicer(link_service_pb2_grpc.LinkServiceServicer):
    """The rpcs of LinkService; the proto says what each does."""

    def __init__(self, service: LinkService, minting: MintingService) -> None:
        self._service = service
        self._minting = minting

    async def CreateLink(self, request: pb.CreateLinkRequest, context: Context) -> pb.CreateLinkResponse:
        caller = acting()
        problems = Problems()
        key = request_key(problems, caller.acting_brand, "CreateLink", request)
        new = NewLink(
            level=await self._level(problems, caller, request.level),
            link_type=request.link_type,
            href=request.href,
            title=request.title,
            languages=tuple(request.languages),
            media_type=request.media_type,
            is_default=request.is_default,
        )
        return pb.CreateLinkResponse(link=link(await self._service.create(caller, new, key, problems=problems)))

    async def DeleteLink(self, request: pb.DeleteLinkRequest, context: Context) -> pb.DeleteLinkResponse:
        problems = Problems()
        link_id = validate.uuid(problems, "link_id", request.link_id)
        problems.check()
        await self._service.delete(acting(), link_id)
        return pb.DeleteLinkResponse()

    async def ListLinks(self, request: pb.ListLinksRequest, context: Context) -> pb.ListLinksResponse:
        caller = acting()
        problems = Problems()
        product = parse.product_ref(problems, "product", request.product)
        filters = ("links", caller.acting_brand, request.product.WhichOneof("ref") or "", product)
        size = page.page_size(problems, request.page_size)
        after = page.read_text(problems, request.page_token, *filters)
        after_id = validate.uuid(problems, "page_token", after) if after else UUID(int=0)
        problems.check()
        found = await self._service.list_by_id(caller, after=after_id, limit=size + 1, product=product)
        more = page.make_token(str(found[size - 1].link_id), *filters) if len(found) > size else ""
        return pb.ListLinksResponse(links=[link(each) for each in found[:size]], next_page_token=more)

    async def _level(self, problems: Problems, caller: Caller, level: link_pb2.LinkLevel) -> Level | None:
        match level.WhichOneof("level"):
            case "product":
                return parse.product_ref(problems, "level.product", level.product)
            case "lot":
                product = parse.product_ref(problems, "level.lot.product", level.lot.product)
                return None if product is None else LotLevel(product=product, lot_code=level.lot.lot_code)
            case "token":
                ref = parse.token_ref(problems, "level.token", level.token)
                problems.check()
                return await self._minting.get_token(caller, ref)
        return None


def link(found: Link) -> link_pb2.Link:
    """A link."""
    made = link_pb2.Link(
        link_id=str(found.link_id),
        product_id=str(found.product_id),
        sku=found.sku,
        lot_code=found.lot_code,
        link_type=found.link_type,
        href=found.href,
        title=found.title,
        languages=found.languages,
        media_type=found.media_type,
        is_default=found.is_default,
        created_at=convert.timestamp(found.created_at),
    )
    if found.batch_id is not None:
        made.token.CopyFrom(token_pb2.BatchSeq(batch_id=str(found.batch_id), seq=found.seq or 0))
    return made
