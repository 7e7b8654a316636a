# ruff: noqa: N802 - the generated base classes name the methods
"""LinkService of the server that unit tests of the client talk to."""

from typing import Any
from uuid import UUID

from hallmint.v1 import link_pb2, link_service_pb2, token_pb2
from hallmint.v1.link_service_pb2_grpc import LinkServiceServicer
from tests.support.fake_call import FakeCalls


class FakeLink(FakeCalls, LinkServiceServicer):
    """One link of each level."""

    def CreateLink(self, request: Any, context: Any) -> Any:
        self._enter("CreateLink", request, context)
        made = link_pb2.Link(
            link_id=str(UUID(int=5)),
            sku=request.level.product.sku or request.level.lot.product.sku,
            lot_code=request.level.lot.lot_code,
            link_type=request.link_type,
            href=request.href,
            title=request.title,
            languages=request.languages,
            media_type=request.media_type,
            is_default=request.is_default,
        )
        return link_service_pb2.CreateLinkResponse(link=made)

    def DeleteLink(self, request: Any, context: Any) -> Any:
        self._enter("DeleteLink", request, context)
        return link_service_pb2.DeleteLinkResponse()

    def ListLinks(self, request: Any, context: Any) -> Any:
        self._enter("ListLinks", request, context)
        place = token_pb2.BatchSeq(batch_id=str(UUID(int=3)), seq=42)
        links = [
            link_pb2.Link(
                link_id=str(UUID(int=number)), sku="A", link_type="gs1:pip", href="https://brand.example/", title="More"
            )
            for number in (1, 2, 4)
        ]
        links[0].is_default = True
        links[1].lot_code = "L-1"
        links[2].token.CopyFrom(place)
        return link_service_pb2.ListLinksResponse(links=links, next_page_token="more" if request.page_size == 3 else "")
