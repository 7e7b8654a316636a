"""Products of every group, templates and market packs of a brand, for the console's screens."""

import json
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any
from uuid import uuid4

from google.protobuf import json_format

from hallmint.v1 import catalog_service_pb2, product_pb2
from tests.support.api import Api

HOSTILE = "<script>alert(1)</script>\"'&{{7*7}}"
LONG = "Extraordinarily long names of products happen " * 4


@dataclass(slots=True)
class Catalog:
    """Where things are: ids by their names."""

    places: dict[str, str] = field(default_factory=dict)


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
    scene.places["long"] = await product(api, "L" * 64, name=LONG)
    return scene
