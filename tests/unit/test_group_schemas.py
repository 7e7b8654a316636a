"""The shipped schemas: what they demand, that they bound everything, and what they say of the demo products."""

import copy
import json
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import jsonschema_rs
import pytest

from hallmint_server.catalog.model import ProductGroup
from hallmint_server.catalog.readiness import FieldProblemKind, Schemas, field_paths, field_titles
from hallmint_server.catalog.schema.document import DIALECT, Document
from hallmint_server.demo.catalogue import load

NOT_READY = {"NL-ELE-PHONE-2": ["attributes.reach_svhc_above_0_1_percent"]}
"""SKU of a draft, and what it lacks."""

MANUFACTURER = "manufacturer manufacturer.name manufacturer.postal_address manufacturer.contact"
SUBSTANCE = "reach_svhc_above_0_1_percent[].name"
REQUIRED = {
    "battery": f"""{MANUFACTURER} model_identifier battery_category
        manufacturing_place manufacturing_place.country manufacturing_place.place
        chemistry chemistry.type chemistry.cathode chemistry.anode chemistry.electrolyte
        weight_kg rated_capacity_ah voltage_v voltage_v.minimum voltage_v.nominal voltage_v.maximum
        original_power_capability_w temperature_range_c temperature_range_c.storage
        expected_lifetime expected_lifetime.cycles expected_lifetime.reference_test expected_lifetime.c_rate
        carbon_footprint carbon_footprint.total carbon_footprint.share_percent
        carbon_footprint.share_percent.raw_material_and_preprocessing carbon_footprint.share_percent.main_production
        carbon_footprint.share_percent.distribution carbon_footprint.share_percent.end_of_life_and_recycling
        recycled_content_percent recycled_content_percent.cobalt.pre_consumer
        recycled_content_percent.cobalt.post_consumer recycled_content_percent.lead.pre_consumer
        recycled_content_percent.lead.post_consumer recycled_content_percent.lithium.pre_consumer
        recycled_content_percent.lithium.post_consumer recycled_content_percent.nickel.pre_consumer
        recycled_content_percent.nickel.post_consumer renewable_content_percent
        material_composition material_composition[].material material_composition[].percent
        hazardous_substances hazardous_substances[].name critical_raw_materials usable_extinguishing_agent safety
        dismantling dismantling.tools dismantling.steps dismantling.spare_parts
        marking marking.separate_collection_symbol
        waste_prevention_and_collection waste_prevention_and_collection.collection
        supply_chain_due_diligence_report eu_declaration_of_conformity warranty warranty.months
        capacity_threshold_for_exhaustion_percent
        round_trip_efficiency_percent round_trip_efficiency_percent.new
        round_trip_efficiency_percent.at_half_of_cycle_life internal_resistance_mohm internal_resistance_mohm.pack""",
    "textile": f"""{MANUFACTURER} product_type fibre_composition fibre_composition[].component
        fibre_composition[].fibres fibre_composition[].fibres[].fibre fibre_composition[].fibres[].percent
        care recycled_content_percent recycled_content_percent.total reach_svhc_above_0_1_percent {SUBSTANCE}
        end_of_life end_of_life.collection""",
    "electronics": f"""{MANUFACTURER} product_type energy.class repairability repairability.spare_part_years
        software_support.until battery.present battery.removable_by reach_svhc_above_0_1_percent {SUBSTANCE}
        rohs rohs.compliant weee weee.category weee.symbol
        material_composition[].material material_composition[].percent end_of_life end_of_life.collection""",
    "furniture": f"""{MANUFACTURER} product_type materials materials[].material materials[].percent
        wood wood[].common_name wood[].scientific_name wood[].harvest_country formaldehyde formaldehyde.class foam.type
        flame_retardants reach_svhc_above_0_1_percent {SUBSTANCE} repair disassembly disassembly.tools disassembly.steps
        upholstery_fibres[].fibre upholstery_fibres[].percent cover_fibres[].fibre cover_fibres[].percent
        end_of_life""",
    "generic": f"""{MANUFACTURER} product_type materials[].material materials[].percent {SUBSTANCE}
        end_of_life.collection""",
}
"""All required fields, those inside an optional field too, which are required where it is given."""

Path = tuple[str | int, ...]


def schema(group: str) -> dict[str, Any]:
    text = files("hallmint_server.catalog.schema").joinpath(f"{group}.json").read_text(encoding="utf-8")
    found = json.loads(text)
    assert isinstance(found, dict)
    return found


def written_out(node: Any, root: dict[str, Any]) -> Any:
    if isinstance(node, list):
        return [written_out(item, root) for item in node]
    if not isinstance(node, dict):
        return node
    merged = {k: written_out(v, root) for k, v in node.items() if k not in ("$ref", "$defs")}
    if "$ref" in node:
        target = written_out(root["$defs"][node["$ref"].removeprefix("#/$defs/")], root)
        return target | merged
    return merged


def required(node: Any, prefix: str = "") -> Iterator[str]:
    yield from (f"{prefix}{name}" for name in node.get("required", []))
    yield from (f"{prefix}{name}" for name in node.get("then", {}).get("required", []))
    for name, child in node.get("properties", {}).items():
        yield from required(child, f"{prefix}{name}.")
    if "items" in node:
        yield from required(node["items"], f"{prefix[:-1]}[].")
    for child in node.get("anyOf", []):
        yield from required(child, prefix)


def subschemas(node: Any, place: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    yield place, node
    for name, child in node.get("properties", {}).items():
        yield from subschemas(child, f"{place}.{name}")
    if "items" in node:
        yield from subschemas(node["items"], f"{place}[]")
    for child in node.get("anyOf", []):
        yield from subschemas(child, place)


def at(value: Any, path: Path) -> Any:
    for part in path:
        value = value[part]
    return value


def places(value: Any, path: str, start: Path = ()) -> Iterator[Path]:
    """Where a path of the table stands in attributes, as steps; the first entry of a list stands for all."""
    name, _, rest = path.partition(".")
    name, is_list = name.removesuffix("[]"), name.endswith("[]")
    if not isinstance(value, dict) or name not in value:
        return
    if not rest:
        yield (*start, name)
    elif not is_list:
        yield from places(value[name], rest, (*start, name))
    elif value[name]:
        yield from places(value[name][0], rest, (*start, name, 0))


def dotted(path: Path) -> str:
    return "attributes" + "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)


PRODUCTS = {product.sku: product for product in load().products}
SAMPLES: dict[str, list[dict[str, Any]]] = {
    group: [copy.deepcopy(dict(p.attributes)) for p in PRODUCTS.values() if p.group == group and p.sku not in NOT_READY]
    for group in ("battery", "textile", "electronics", "furniture")
}
SUBSTANCES = [{"name": "Lead", "cas": "7439-92-1", "percent": 0.3}]
SAMPLES["electronics"].append(
    dict(PRODUCTS["NL-ELE-PHONE-2"].attributes) | {"reach_svhc_above_0_1_percent": SUBSTANCES}
)
SAMPLES["furniture"].append(SAMPLES["furniture"][0] | {"reach_svhc_above_0_1_percent": SUBSTANCES})
SAMPLES["generic"] = [
    {
        "manufacturer": {"name": "A", "postal_address": "B", "contact": "c@a.example"},
        "product_type": "Bucket",
        "materials": [{"material": "zinc", "percent": 100}],
        "reach_svhc_above_0_1_percent": SUBSTANCES,
        "end_of_life": {"collection": "Scrap metal"},
    }
]


@pytest.fixture(scope="module")
def schemas() -> Schemas:
    return Schemas()


@pytest.mark.parametrize("group", ProductGroup)
class TestShippedSchema:
    def test_is_valid_and_of_bounded_size(self, group: ProductGroup) -> None:
        document = schema(group)
        assert document["$schema"] == DIALECT
        jsonschema_rs.meta.validate(document)
        assert Document(document).faults == []

    def test_requires_what_the_table_says(self, group: ProductGroup) -> None:
        document = schema(group)
        found = list(required(written_out(document, document)))
        assert sorted(found) == sorted(REQUIRED[group].split())

    def test_names_and_bounds_every_field(self, group: ProductGroup) -> None:
        document = schema(group)
        fields = dict(subschemas(written_out(document, document)))
        for place, field in fields.items():
            if not place.endswith("]"):
                assert field["title"], place
                assert len(field["description"]) >= 10, place
            assert field.get("type", "anyOf") in {"object", "array", "string", "number", "integer", "boolean", "anyOf"}
            match field.get("type"):
                case "string":
                    assert "enum" in field or field["maxLength"] <= 2000, place
                case "array":
                    assert field["maxItems"] <= 100, place
                case "number" | "integer":
                    assert field["minimum"] <= field["maximum"], place
                case "object":
                    assert "additionalProperties" not in field, place

    def test_each_missing_field_is_told_by_its_path(self, group: ProductGroup, schemas: Schemas) -> None:
        for path in REQUIRED[group].split():
            tried = 0
            for sample in SAMPLES[group]:
                for place in places(sample, path):
                    if (
                        path == "capacity_threshold_for_exhaustion_percent"
                        and sample["battery_category"] != "EV battery"
                    ):
                        continue
                    if path == "battery.removable_by" and not sample["battery"]["present"]:
                        continue
                    tried += 1
                    changed = copy.deepcopy(sample)
                    del at(changed, place[:-1])[place[-1]]
                    found = [(p.path, p.problem) for p in schemas.problems(group, changed, None)]
                    if path == "foam.type":  # one of two forms, so the whole does not fit
                        assert found == [("attributes.foam", FieldProblemKind.INVALID)]
                    else:
                        assert found == [(dotted(place), FieldProblemKind.MISSING)]
            assert tried, path

    def test_each_field_of_a_wrong_type_is_invalid(self, group: ProductGroup, schemas: Schemas) -> None:
        for path in REQUIRED[group].split():
            for sample in SAMPLES[group][:1]:
                for place in places(sample, path):
                    changed = copy.deepcopy(sample)
                    at(changed, place[:-1])[place[-1]] = None
                    found = {p.path.removesuffix(".type"): p for p in schemas.problems(group, changed, None)}
                    expected = "attributes.foam" if path == "foam.type" else dotted(place).removesuffix(".type")
                    assert found[expected].problem is FieldProblemKind.INVALID
                    assert "must be" in found[expected].description or path == "foam.type"

    def test_fields_have_paths_and_titles(self, group: ProductGroup) -> None:
        paths = field_paths(group, None)
        assert {path for path in REQUIRED[group].split() if "[]" not in path and path != "foam.type"} <= paths
        assert not any("[" in path for path in paths)
        assert field_titles(group).keys() == paths
        assert all(field_titles(group).values())
        assert field_titles(group)["manufacturer.name"] == "Name of the manufacturer"


@pytest.mark.parametrize("sku", PRODUCTS)
def test_every_demo_product_is_ready_but_one_draft(sku: str, schemas: Schemas) -> None:
    product = PRODUCTS[sku]
    found = schemas.problems(ProductGroup(product.group), product.attributes, None)
    assert [problem.path for problem in found] == NOT_READY.get(sku, [])
    assert not found or product.commercial_status == "draft"


@pytest.mark.parametrize("sku", PRODUCTS)
def test_the_schemas_know_what_the_demo_products_say(sku: str) -> None:
    product = PRODUCTS[sku]
    assert set(product.attributes) <= field_paths(ProductGroup(product.group), None)


def test_definitions_of_the_same_name_are_the_same() -> None:
    found: dict[str, Any] = {}
    for group in ProductGroup:
        for name, definition in schema(group).get("$defs", {}).items():
            assert found.setdefault(name, definition) == definition, (group, name)


@pytest.mark.parametrize(
    ("group", "change", "path"),
    [
        ("battery", {"battery_category": "Powerbank"}, "attributes.battery_category"),
        ("battery", {"marking": {"separate_collection_symbol": False}}, "attributes.marking.separate_collection_symbol"),
        ("battery", {"manufacturing_place": {"country": "Deutschland", "place": "x"}}, "attributes.manufacturing_place.country"),
        ("battery", {"eu_declaration_of_conformity": "ftp://a.example"}, "attributes.eu_declaration_of_conformity"),
        ("battery", {"weight_kg": 0}, "attributes.weight_kg"),
        ("textile", {"care": []}, "attributes.care"),
        ("electronics", {"weee": {"category": "7: none", "symbol": True}}, "attributes.weee.category"),
        ("electronics", {"software_support": {"until": "2034-02-30"}}, "attributes.software_support.until"),
        ("furniture", {"formaldehyde": {"class": "E2", "measured_mg_per_m3": 0.2}}, "attributes.formaldehyde.measured_mg_per_m3"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_values_beyond_what_the_acts_allow_are_invalid(
    group: str, change: dict[str, Any], path: str, schemas: Schemas
) -> None:
    found = schemas.problems(ProductGroup(group), SAMPLES[group][0] | change, None)
    assert {problem.path for problem in found} == {path}
    assert {problem.problem for problem in found} == {FieldProblemKind.INVALID}


def test_an_unlawful_fibre_name_is_invalid(schemas: Schemas) -> None:
    fibres = [{"component": "body", "fibres": [{"fibre": "spandex", "percent": 100}]}]
    found = schemas.problems(ProductGroup.TEXTILE, SAMPLES["textile"][0] | {"fibre_composition": fibres}, None)
    assert [problem.path for problem in found] == ["attributes.fibre_composition[0].fibres[0].fibre"]
    assert found[0].description.startswith("Fibre composition must be one of wool, virgin wool")
