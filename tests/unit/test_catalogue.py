import json
from pathlib import Path
from typing import Any

import pytest
from google.protobuf import json_format, struct_pb2

from hallmint_server.catalog.model import CommercialStatus, ProductGroup
from hallmint_server.demo.catalogue import Catalogue, CatalogueError, load
from tests.support.gtin import check_digit

FIRST = "NL-BAT-LMT-500"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load()


def of(catalogue: Catalogue, group: str) -> list[Any]:
    return [product for product in catalogue.products if product.group == group]


def compositions(product: Any) -> list[list[dict[str, Any]]]:
    attributes = product.attributes
    lists = [attributes.get("material_composition"), attributes.get("materials")]
    lists += [component["fibres"] for component in attributes.get("fibre_composition", [])]
    lists += [attributes.get("upholstery_fibres"), attributes.get("cover_fibres")]
    return [found for found in lists if found]


def test_a_gs1_ready_brand_with_a_dozen_products_of_four_groups(catalogue: Catalogue) -> None:
    assert (catalogue.brand.slug, catalogue.brand.gs1_ready) == ("nordlicht", True)
    assert catalogue.brand.resolver_base_url == "https://id.nordlicht.example"
    assert len(catalogue.products) == 12
    for group in ("battery", "textile", "furniture", "electronics"):
        assert len(of(catalogue, group)) == 3
    assert {product.group for product in catalogue.products} <= set(ProductGroup)


def test_the_first_product_can_be_minted_and_two_cannot(catalogue: Catalogue) -> None:
    assert (catalogue.products[0].sku, catalogue.products[0].commercial_status) == (FIRST, "active")
    statuses = sorted(product.commercial_status for product in catalogue.products)
    assert statuses == ["active"] * 10 + ["discontinued", "draft"]
    assert set(statuses) <= set(CommercialStatus)


def test_gtins_are_distinct_examples_with_right_check_digits(catalogue: Catalogue) -> None:
    gtins = [product.gtin for product in catalogue.products]
    assert len(set(gtins)) == 12
    for gtin in gtins:
        assert len(gtin) == 14
        assert gtin.startswith("0950600013")
        assert gtin[13] == check_digit(gtin[:13])
    assert check_digit("0950600013435") == "2", "GS1's own example"


def test_names_are_distinct_and_within_the_limits_of_the_api(catalogue: Catalogue) -> None:
    assert len({product.sku for product in catalogue.products}) == 12
    assert all(1 <= len(product.sku) <= 64 and 1 <= len(product.name) <= 200 for product in catalogue.products)
    for product in catalogue.products:
        assert len(product.attributes) >= 10
        assert len(json.dumps(product.attributes).encode()) <= 64 * 1024


def test_attributes_survive_a_struct(catalogue: Catalogue) -> None:
    for product in catalogue.products:
        struct = json_format.ParseDict(dict(product.attributes), struct_pb2.Struct())
        assert json_format.MessageToDict(struct) == product.attributes


def test_every_composition_sums_to_a_hundred(catalogue: Catalogue) -> None:
    for product in catalogue.products:
        assert compositions(product), product.sku
        for parts in compositions(product):
            assert sum(part["percent"] for part in parts) == 100, product.sku


def test_batteries_say_what_the_battery_regulation_asks_for(catalogue: Catalogue) -> None:
    for product in of(catalogue, "battery"):
        attributes = product.attributes
        for name in (
            "manufacturer",
            "manufacturing_place",
            "battery_category",
            "chemistry",
            "weight_kg",
            "rated_capacity_ah",
            "voltage_v",
            "carbon_footprint",
            "recycled_content_percent",
            "expected_lifetime",
            "hazardous_substances",
            "critical_raw_materials",
            "warranty",
            "dismantling",
            "safety",
            "marking",
        ):
            assert attributes[name], (product.sku, name)
        assert set(attributes["recycled_content_percent"]) == {"cobalt", "lead", "lithium", "nickel"}
        assert sum(attributes["carbon_footprint"]["share_percent"].values()) == 100
        voltage = attributes["voltage_v"]
        assert voltage["minimum"] < voltage["nominal"] < voltage["maximum"]
        energy = attributes["rated_capacity_ah"] * voltage["nominal"] / 1000
        assert attributes["rated_energy_kwh"] == pytest.approx(energy, rel=0.01)
        assert attributes["marking"]["separate_collection_symbol"] is True
    traction = [p for p in of(catalogue, "battery") if p.attributes["battery_category"] == "EV battery"]
    assert traction[0].attributes["capacity_threshold_for_exhaustion_percent"]


def test_textiles_name_their_fibres_as_the_law_does(catalogue: Catalogue) -> None:
    lawful = {"cotton", "wool", "polyester", "polyamide", "elastane", "flax", "lyocell", "viscose", "silk"}
    for product in of(catalogue, "textile"):
        attributes = product.attributes
        for component in attributes["fibre_composition"]:
            assert {part["fibre"] for part in component["fibres"]} <= lawful
        assert {"weaving_or_knitting", "dyeing_and_printing", "sewing"} <= set(attributes["country_of"])
        assert attributes["care"]
        assert attributes["microplastic_release"]
        assert all(substance["percent"] > 0.1 for substance in attributes["reach_svhc_above_0_1_percent"])


def test_furniture_names_its_wood_and_electronics_their_support(catalogue: Catalogue) -> None:
    for product in of(catalogue, "furniture"):
        assert {"formaldehyde", "foam", "flame_retardants", "disassembly"} <= set(product.attributes)
        assert product.attributes["repair"]["spare_part_years"] >= 5
        for wood in product.attributes["wood"]:
            assert wood["scientific_name"]
            assert wood["harvest_country"]
    assert any(product.attributes["wood"] for product in of(catalogue, "furniture"))
    for product in of(catalogue, "electronics"):
        assert product.attributes["energy"]["class"] in set("ABCDEFG")
        assert product.attributes["repairability"]["spare_part_years"] >= 7
        assert {"software_support", "battery", "rohs", "weee", "recycled_plastic_percent"} <= set(product.attributes)


def test_the_file_says_that_it_is_fictional() -> None:
    folder = Path(load.__code__.co_filename).parent
    assert "fictional" in json.loads((folder / "catalogue.json").read_text())["notice"]
    assert "fictional" in (folder / "README.md").read_text()


def product(**changes: Any) -> dict[str, Any]:
    good = {
        "sku": "A",
        "gtin": "09506000134352",
        "name": "A",
        "group": "battery",
        "commercial_status": "active",
        "attributes": {"weight_kg": 1},
    }
    return good | changes


@pytest.mark.parametrize(
    ("products", "messages"),
    [
        ([], ["products: a list"]),
        ([product(), product()], ["sku: A stands more than once", "gtin: 09506000134352 stands more than once"]),
        ([product(gtin="09506000134353", attributes={})], ["products[0].gtin", "products[0].attributes"]),
        ([product(group="toys", name="")], ["products[0].group: 'toys' is none of", "products[0].name"]),
        (["no product"], ["products[0].sku", "products[0].name"]),
    ],
    ids=str,
)
def test_a_wrong_catalogue_is_refused_with_everything_at_once(
    tmp_path: Path, products: list[Any], messages: list[str]
) -> None:
    path = tmp_path / "catalogue.json"
    brand = {"slug": "b", "name": "B", "gs1_ready": True, "resolver_base_url": "https://b.example"}
    path.write_text(json.dumps({"brand": brand, "products": products}))
    with pytest.raises(CatalogueError) as caught:
        load(path)
    for message in messages:
        assert message in str(caught.value)


@pytest.mark.parametrize("text", ["", "[]", "{", "3"])
def test_what_is_no_catalogue_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "catalogue.json"
    path.write_text(text)
    with pytest.raises(CatalogueError):
        load(path)
