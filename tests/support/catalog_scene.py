"""Products of every group, templates and market packs of a brand, for the console's screens."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any
from uuid import uuid4

from aiohttp import FormData
from google.protobuf import json_format

from hallmint.v1 import catalog_service_pb2, content_pb2, content_service_pb2, product_pb2
from tests.support.api import Api
from tests.support.console import Answer, Visit

HOSTILE = "<script>alert(1)</script>\"'&{{7*7}}"
LONG = "Extraordinarily long names of products happen " * 4


@dataclass(slots=True)
class Catalog:
    """Where things are: ids by their names."""

    places: dict[str, str] = field(default_factory=dict)


async def send(visit: Visit, path: str, form: Mapping[str, str]) -> Answer:
    """Send a form whose fields have names that no Python has."""
    return await visit.post(path, token=None, htmx=False, **form)


def place_of(answer: Answer) -> str:
    """Where an answer leads, without what is said there."""
    assert answer.status == 303, answer.text
    return answer.headers["Location"].partition("?")[0]


async def post_theme(visit: Visit, picture: bytes = b"", *, form: Mapping[str, str]) -> Answer:
    """Send the form of the theme."""
    token = re.search(r'name="form_token" value="([0-9a-f]{64})"', visit.page)
    assert token
    data = FormData({"form_token": token[1], **form})
    data.add_field("logo", picture, filename="logo.png" if picture else "", content_type="image/png")
    async with visit.http.post(f"{visit.url}/templates/theme", data=data, allow_redirects=False) as response:
        return Answer(response.status, await response.text(), response.headers)


async def product(
    api: Api,
    sku: str,
    *,
    name: str = "",
    group: str = "GENERIC",
    attributes: dict[str, Any] | None = None,
    gtin: str = "",
    status: str = "DRAFT",
) -> str:
    """Make a product; returns its id."""
    request = catalog_service_pb2.CreateProductRequest(
        request_id=str(uuid4()),
        sku=sku,
        name=name or sku,
        gtin=gtin,
        group=product_pb2.ProductGroup.Value(f"PRODUCT_GROUP_{group}"),
        commercial_status=product_pb2.CommercialStatus.Value(f"COMMERCIAL_STATUS_{status}"),
    )
    json_format.ParseDict(attributes or {}, request.attributes)
    return (await api.catalog.CreateProduct(request, metadata=api.metadata)).product.product_id


def demo() -> list[dict[str, Any]]:
    """Products as the demonstration has them."""

    text = files("hallmint_server.demo").joinpath("catalogue.json").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = json.loads(text)["products"]
    return found


async def fill(api: Api) -> Catalog:
    """Some of each; the acting brand is that of the fixture."""
    scene = Catalog()
    for each in demo():
        group = each["group"].upper()
        made = await product(
            api, each["sku"], name=each["name"], group=group, attributes=each["attributes"], status="ACTIVE"
        )
        scene.places.setdefault(each["group"], made)
    scene.places["hostile"] = await product(
        api, "A&B<i>", name=HOSTILE, attributes={"product_type": HOSTILE, "own": {HOSTILE: [HOSTILE]}}
    )
    group = product_pb2.PRODUCT_GROUP_TEXTILE
    scene.places["textile-template"] = await template(api, group, ("fibre_composition", "care"), published=True)
    scene.places["textile-draft"] = await template(api, group, ("manufacturer.name", "fibre_composition", "repair"))
    scene.places["de-pack"] = await pack(api, "Bitte nicht wegwerfen.", published=True)
    scene.places["de-draft"] = await pack(api, HOSTILE)
    scene.places["long"] = await product(api, "L" * 64, name=LONG)
    return scene


async def template(
    api: Api, group: product_pb2.ProductGroup.ValueType, paths: Sequence[str], *, published: bool = False
) -> str:
    """Make a draft of one section, or publish it; returns its id."""
    request = content_service_pb2.CreateTemplateRequest(
        request_id=str(uuid4()),
        group=group,
        sections=[
            content_pb2.TemplateSection(
                title="What it is", fields=[content_pb2.TemplateField(path=path) for path in paths]
            )
        ],
    )
    made = (await api.content.CreateTemplate(request, metadata=api.metadata)).template.template_id
    if published:
        publish = content_service_pb2.PublishTemplateRequest(template_id=made)
        await api.content.PublishTemplate(publish, metadata=api.metadata)
    return made


async def pack(api: Api, disclaimer: str, *, published: bool = False) -> str:
    """Make a draft of a market pack of Germany, or publish it; returns its id."""
    request = content_service_pb2.CreateMarketPackRequest(
        request_id=str(uuid4()),
        market="DE",
        languages=["de", "en"],
        date_format="dd.MM.yyyy",
        disclaimers=[
            content_pb2.LocalText(language="de", text=disclaimer),
            content_pb2.LocalText(language="en", text="Please do not throw it away."),
        ],
        recycling=[
            content_pb2.RecyclingText(material="cotton", language="de", text="Altkleider"),
            content_pb2.RecyclingText(material="cotton", language="en", text="Old clothes"),
        ],
    )
    made = (await api.content.CreateMarketPack(request, metadata=api.metadata)).market_pack.market_pack_id
    if published:
        publish = content_service_pb2.PublishMarketPackRequest(market_pack_id=made)
        await api.content.PublishMarketPack(publish, metadata=api.metadata)
    return made
