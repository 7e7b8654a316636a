# ruff: noqa: N802 - the generated base class names the methods
"""Templates, market packs and previews in memory."""

from typing import Any
from uuid import UUID

from hallmint.v1 import content_pb2, product_pb2
from hallmint.v1 import content_service_pb2 as pb
from hallmint.v1.content_service_pb2_grpc import ContentServiceServicer
from tests.support.fake_call import FakeCalls
from tests.support.sample import BASE, START


class FakeContent(FakeCalls, ContentServiceServicer):
    """One draft of a template and one of a market pack."""

    template = content_pb2.Template(
        template_id=str(UUID(int=8)),
        group=product_pb2.PRODUCT_GROUP_GENERIC,
        version=1,
        state=content_pb2.VERSION_STATE_DRAFT,
    )
    market_pack = content_pb2.MarketPack(
        market_pack_id=str(UUID(int=9)), market="DE", version=1, state=content_pb2.VERSION_STATE_DRAFT
    )

    def CreateTemplate(self, request: Any, context: Any) -> Any:
        self._enter("CreateTemplate", request, context)
        return pb.CreateTemplateResponse(template=self.template)

    def GetTemplate(self, request: Any, context: Any) -> Any:
        self._enter("GetTemplate", request, context)
        return pb.GetTemplateResponse(template=self.template)

    def ListTemplates(self, request: Any, context: Any) -> Any:
        self._enter("ListTemplates", request, context)
        return pb.ListTemplatesResponse(templates=[self.template])

    def UpdateTemplate(self, request: Any, context: Any) -> Any:
        self._enter("UpdateTemplate", request, context)
        return pb.UpdateTemplateResponse(template=self.template)

    def PublishTemplate(self, request: Any, context: Any) -> Any:
        self._enter("PublishTemplate", request, context)
        return pb.PublishTemplateResponse(template=self.template)

    def CreateMarketPack(self, request: Any, context: Any) -> Any:
        self._enter("CreateMarketPack", request, context)
        return pb.CreateMarketPackResponse(market_pack=self.market_pack)

    def GetMarketPack(self, request: Any, context: Any) -> Any:
        self._enter("GetMarketPack", request, context)
        return pb.GetMarketPackResponse(market_pack=self.market_pack)

    def ListMarketPacks(self, request: Any, context: Any) -> Any:
        self._enter("ListMarketPacks", request, context)
        return pb.ListMarketPacksResponse(market_packs=[self.market_pack])

    def UpdateMarketPack(self, request: Any, context: Any) -> Any:
        self._enter("UpdateMarketPack", request, context)
        return pb.UpdateMarketPackResponse(market_pack=self.market_pack)

    def PublishMarketPack(self, request: Any, context: Any) -> Any:
        self._enter("PublishMarketPack", request, context)
        return pb.PublishMarketPackResponse(market_pack=self.market_pack)

    def GetPreview(self, request: Any, context: Any) -> Any:
        self._enter("GetPreview", request, context)
        answer = pb.GetPreviewResponse(url=f"{BASE}/preview/{'A' * 140}")
        answer.expires_at.FromDatetime(START)
        return answer
