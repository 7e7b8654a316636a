"""What a template shows beside attributes, on a page that a scan leads to."""

import json
import re
from urllib.parse import urlsplit
from uuid import uuid4

import pytest

from hallmint.v1 import content_pb2, product_pb2
from hallmint.v1 import content_service_pb2 as pb
from tests.support.api import GTIN, Api
from tests.support.resolver import Resolver, tokens

pytestmark = pytest.mark.usefixtures("worker")

ROWS = [("Article number", "SKU-1"), ("GTIN", GTIN), ("Name", "Product SKU-1")]


def rows(page: str) -> list[tuple[str, ...]]:
    found = re.findall(r"<dt[^>]*>(.*?)</dt>\s*<dd[^>]*>(.*?)</dd>", page, re.DOTALL)
    return [tuple(re.sub("<[^>]*>", "", part).strip() for part in row) for row in found]


async def test_a_page_and_its_preview_show_what_every_product_has(api: Api, resolver: Resolver) -> None:
    (token,) = await tokens(api, 1)
    section = content_pb2.TemplateSection(
        title="What it is", fields=[content_pb2.TemplateField(path=path) for path in ("sku", "gtin", "name")]
    )
    request = pb.CreateTemplateRequest(
        request_id=str(uuid4()), group=product_pb2.PRODUCT_GROUP_GENERIC, sections=[section]
    )
    template_id = (await api.content.CreateTemplate(request, metadata=api.metadata)).template.template_id
    wanted = pb.GetPreviewRequest(product=product_pb2.ProductRef(sku="SKU-1"), template_id=template_id)
    preview = urlsplit((await api.content.GetPreview(wanted, metadata=api.metadata)).url).path
    assert rows((await resolver.ask(preview, Accept_Language="en")).text)[-3:] == ROWS
    await api.content.PublishTemplate(pb.PublishTemplateRequest(template_id=template_id), metadata=api.metadata)
    page = (await resolver.ask(f"/01/{GTIN}/21/{token.code}")).location
    assert rows((await resolver.ask(page, Accept_Language="en")).text)[-3:] == ROWS
    data = await resolver.ask(page, Accept="application/ld+json", Accept_Language="en")
    told = {each["propertyID"]: each["value"] for each in json.loads(data.body)["additionalProperty"]}
    assert (told["sku"], told["gtin"], told["name"]) == ("SKU-1", GTIN, "Product SKU-1")
