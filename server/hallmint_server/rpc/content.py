"""ContentService."""

from hallmint.v1 import content_service_pb2 as pb
from hallmint.v1 import content_service_pb2_grpc
from hallmint_server.content.check import check_market
from hallmint_server.content.model import MARKET_PACK, TEMPLATE, C, Kind, Version
from hallmint_server.content.preview import PreviewService, Wanted
from hallmint_server.content.service import ContentService
from hallmint_server.errors import Problems, Reason
from hallmint_server.rpc import convert, page, parse, validate
from hallmint_server.rpc.caller import acting, request_key
from hallmint_server.rpc.context import Context
from hallmint_server.rpc.convert_content import (
    VERSION_STATES,
    market_pack,
    read_market_pack,
    read_template,
    template,
)


class ContentServicer(content_service_pb2_grpc.ContentServiceServicer):
    """The rpcs of ContentService; the proto says what each does."""

    def __init__(self, service: ContentService, previews: PreviewService) -> None:
        self._service = service
        self._previews = previews

    async def CreateTemplate(self, request: pb.CreateTemplateRequest, context: Context) -> pb.CreateTemplateResponse:
        caller, problems = acting(), Problems()
        key = request_key(problems, caller.acting_brand, "CreateTemplate", request)
        group = parse.enum(problems, "group", request.group, convert.GROUPS, None)
        if not request.group:
            problems.add(Reason.FIELD_REQUIRED, "group", "group must be set")
        made = await self._service.create(
            TEMPLATE, caller, group or "", read_template(request.sections), key=key, problems=problems
        )
        return pb.CreateTemplateResponse(template=template(made))

    async def GetTemplate(self, request: pb.GetTemplateRequest, context: Context) -> pb.GetTemplateResponse:
        template_id = validate.one_uuid("template_id", request.template_id)
        return pb.GetTemplateResponse(template=template(await self._service.get(TEMPLATE, acting(), template_id)))

    async def ListTemplates(self, request: pb.ListTemplatesRequest, context: Context) -> pb.ListTemplatesResponse:
        problems = Problems()
        group = parse.enum(problems, "group", request.group, convert.GROUPS, None)
        found, more = await self._page(TEMPLATE, request, group, problems)
        return pb.ListTemplatesResponse(templates=[template(version) for version in found], next_page_token=more)

    async def UpdateTemplate(self, request: pb.UpdateTemplateRequest, context: Context) -> pb.UpdateTemplateResponse:
        problems = Problems()
        template_id = validate.uuid(problems, "template_id", request.template_id)
        content = read_template(request.sections)
        updated = await self._service.update(
            TEMPLATE,
            acting(),
            template_id,
            content,
            expected_revision=request.expected_revision,
            problems=problems,
        )
        return pb.UpdateTemplateResponse(template=template(updated))

    async def PublishTemplate(self, request: pb.PublishTemplateRequest, context: Context) -> pb.PublishTemplateResponse:
        template_id = validate.one_uuid("template_id", request.template_id)
        published = await self._service.publish(
            TEMPLATE, acting(), template_id, expected_revision=request.expected_revision
        )
        return pb.PublishTemplateResponse(template=template(published))

    async def CreateMarketPack(
        self, request: pb.CreateMarketPackRequest, context: Context
    ) -> pb.CreateMarketPackResponse:
        caller, problems = acting(), Problems()
        key = request_key(problems, caller.acting_brand, "CreateMarketPack", request)
        made = await self._service.create(
            MARKET_PACK, caller, request.market, read_market_pack(request), key=key, problems=problems
        )
        return pb.CreateMarketPackResponse(market_pack=market_pack(made))

    async def GetMarketPack(self, request: pb.GetMarketPackRequest, context: Context) -> pb.GetMarketPackResponse:
        pack_id = validate.one_uuid("market_pack_id", request.market_pack_id)
        return pb.GetMarketPackResponse(
            market_pack=market_pack(await self._service.get(MARKET_PACK, acting(), pack_id))
        )

    async def ListMarketPacks(self, request: pb.ListMarketPacksRequest, context: Context) -> pb.ListMarketPacksResponse:
        problems = Problems()
        if request.market:
            check_market(problems, "market", request.market)
        found, more = await self._page(MARKET_PACK, request, request.market or None, problems)
        return pb.ListMarketPacksResponse(
            market_packs=[market_pack(version) for version in found], next_page_token=more
        )

    async def UpdateMarketPack(
        self, request: pb.UpdateMarketPackRequest, context: Context
    ) -> pb.UpdateMarketPackResponse:
        problems = Problems()
        pack_id = validate.uuid(problems, "market_pack_id", request.market_pack_id)
        updated = await self._service.update(
            MARKET_PACK,
            acting(),
            pack_id,
            read_market_pack(request),
            expected_revision=request.expected_revision,
            problems=problems,
        )
        return pb.UpdateMarketPackResponse(market_pack=market_pack(updated))

    async def PublishMarketPack(
        self, request: pb.PublishMarketPackRequest, context: Context
    ) -> pb.PublishMarketPackResponse:
        pack_id = validate.one_uuid("market_pack_id", request.market_pack_id)
        published = await self._service.publish(
            MARKET_PACK, acting(), pack_id, expected_revision=request.expected_revision
        )
        return pb.PublishMarketPackResponse(market_pack=market_pack(published))

    async def GetPreview(self, request: pb.GetPreviewRequest, context: Context) -> pb.GetPreviewResponse:
        problems = Problems()
        product = parse.product_ref(problems, "product", request.product)
        if product is None:
            problems.add(Reason.FIELD_REQUIRED, "product", "name the product by product_id or sku")
        ids = {
            field: validate.uuid(problems, field, text) if text else None
            for field, text in (("template_id", request.template_id), ("market_pack_id", request.market_pack_id))
        }
        url, expires_at = await self._previews.link(acting(), Wanted(product=product or "", **ids), problems)
        return pb.GetPreviewResponse(url=url, expires_at=convert.timestamp(expires_at))

    async def _page(
        self,
        kind: Kind[C],
        request: pb.ListTemplatesRequest | pb.ListMarketPacksRequest,
        lineage: str | None,
        problems: Problems,
    ) -> tuple[list[Version[C]], str]:
        caller = acting()
        size = page.page_size(problems, request.page_size)
        state = parse.enum(problems, "state", request.state, VERSION_STATES, None)
        filters = (kind.name, caller.acting_brand, lineage, state)
        before = page.read_text(problems, request.page_token, *filters)
        problems.check()
        found, more = await self._service.versions(
            kind, caller, lineage=lineage, state=state, before=before, limit=size
        )
        return found, page.make_token(str(found[-1].version_id), *filters) if more else ""
