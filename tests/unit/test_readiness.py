"""What two schemas say of a product, the limits on attributes, and that nothing a brand writes can break a check."""

import copy
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hallmint_server.catalog.model import ProductGroup
from hallmint_server.catalog.readiness import (
    BrandSchema,
    FieldProblemKind,
    Schemas,
    check_attributes,
    check_schema,
    field_paths,
)
from hallmint_server.errors import Problems, Reason

GROUP = ProductGroup.GENERIC
READY = {"manufacturer": {"name": "A", "postal_address": "B", "contact": "c@a.example"}, "product_type": "Bucket"}
SCHEMAS = Schemas()


def own(**keywords: Any) -> BrandSchema:
    """A brand's own schema, which must be taken."""
    problems = Problems()
    text = check_schema(problems, "schema", json.dumps({"type": "object", **keywords}))
    assert problems.found == []
    return BrandSchema.of(text)


def found(attributes: dict[str, Any], schema: BrandSchema | None = None) -> list[tuple[str, FieldProblemKind]]:
    problems = SCHEMAS.problems(GROUP, attributes, schema)
    assert all(len(problem.description) <= 400 for problem in problems)
    return [(problem.path, problem.problem) for problem in problems]


def test_a_brand_s_schema_adds_demands_and_takes_none_away() -> None:
    schema = own(required=["colour"], properties={"colour": {"enum": ["red"]}, "manufacturer": True})
    assert found(READY) == []
    assert found(READY, schema) == [("attributes.colour", FieldProblemKind.MISSING)]
    assert found(READY | {"colour": "blue"}, schema) == [("attributes.colour", FieldProblemKind.INVALID)]
    assert found(READY | {"colour": "red"}, schema) == []
    lacking = copy.deepcopy(READY)
    del lacking["manufacturer"]["contact"]  # type: ignore[attr-defined]
    assert found(lacking | {"colour": "red"}, schema) == [("attributes.manufacturer.contact", FieldProblemKind.MISSING)]


def test_one_problem_of_both_schemas_is_told_once_in_order_of_the_paths() -> None:
    schema = own(required=["product_type", "a"], properties={"z": {"type": "string"}})
    missing, invalid = FieldProblemKind.MISSING, FieldProblemKind.INVALID
    assert found({"manufacturer": READY["manufacturer"], "z": 1}, schema) == [
        ("attributes.a", missing),
        ("attributes.product_type", missing),
        ("attributes.z", invalid),
    ]


def test_at_most_a_hundred_problems_are_told() -> None:
    schema = own(required=[f"f{number:04}" for number in range(1_000)])
    told = found(READY, schema)
    assert told == [(f"attributes.f{number:04}", FieldProblemKind.MISSING) for number in range(100)]


@pytest.mark.parametrize(
    ("keywords", "words"),
    [
        ({"type": ["number", "null"]}, "must be null or a number"),
        ({"enum": ["a", "b"]}, "must be one of a, b"),
        ({"const": 3}, "must be 3"),
        ({"maxLength": 5}, "must have at most 5 characters"),
        ({"minLength": 60_000}, "must have at least 60000 characters"),
        ({"pattern": "^[0-9]+$"}, "must match ^[0-9]+$"),
        ({"pattern": "[{]0[}]"}, "must match [{]0[}]"),
        ({"format": "date"}, 'must be written as date'),
        ({"not": {}}, "does not fit the schema (not)"),
        ({"anyOf": [{"type": "null"}, {"maxLength": 1}]}, "does not fit the schema (anyOf)"),
    ],
    ids=str,
)  # fmt: skip
def test_a_description_says_the_demand_and_never_the_value(keywords: dict[str, Any], words: str) -> None:
    value = "secret" * 5_000
    told = SCHEMAS.problems(GROUP, READY | {"x": value}, own(properties={"x": keywords}))
    assert [(problem.path, problem.description) for problem in told] == [("attributes.x", f"attributes.x {words}")]


def test_a_long_list_of_choices_is_cut() -> None:
    schema = own(properties={"x": {"enum": [f"choice {number}" for number in range(1_000)]}})
    told = SCHEMAS.problems(GROUP, READY | {"x": 1}, schema)
    assert told[0].description.endswith("...")
    assert len(told[0].description) < 250


def test_a_name_of_a_schema_changes_nothing() -> None:
    named = own(**{"$id": "https://json-schema.org/draft/2020-12/schema", "required": ["a"]})
    assert found(READY, named) == [("attributes.a", FieldProblemKind.MISSING)]


def test_references_inside_the_schema_are_followed() -> None:
    definitions = {"a/b": {"type": "object", "properties": {"length": {"type": "number"}}, "required": ["length"]}}
    schema = own(**{"$defs": definitions, "properties": {"size": {"$ref": "#/$defs/a~1b"}}})
    assert found(READY | {"size": {}}, schema) == [("attributes.size.length", FieldProblemKind.MISSING)]
    assert {"size", "size.length"} <= field_paths(GROUP, schema)


def test_paths_are_those_of_all_branches_and_not_of_lists() -> None:
    leaf = {"properties": {"leaf": True}}
    schema = own(
        properties={"a": leaf, "list": {"items": leaf}},
        allOf=[{"properties": {"b": leaf}}],
        dependentSchemas={"a": {"properties": {"d": True}}},
        **{"if": {"properties": {"i": True}}, "then": {"properties": {"c": True}}, "not": {"properties": {"n": True}}},
    )
    added = field_paths(GROUP, schema) - field_paths(GROUP, None)
    assert added == {"a", "a.leaf", "list", "b", "b.leaf", "c", "d", "i"}


LIST = [1] * 30_000
HARMLESS = [
    ({"pattern": "^(a+)+$"}, "a" * 60_000 + "b", "attributes.x"),
    ({"pattern": "^(\\w+\\s?)*$"}, "a " * 30_000 + "!", "attributes.x"),
    ({"allOf": [{"pattern": f"[^x]*a[^y]{{{n + 90}}}c$"} for n in range(20)]}, "ab" * 30_000, "attributes.x"),
    ({"items": {"allOf": [{"type": "string"}] * 1_900}}, LIST, "attributes"),
    ({"anyOf": [{"items": {"type": "string"}}] * 600}, LIST, "attributes"),
    ({"anyOf": [{"items": {"type": "string"}}] * 10}, [1] * 1_000, "attributes.x"),
    ({"propertyNames": {"allOf": [{"maxLength": 1}] * 600}}, {f"k{n}": 1 for n in range(5_000)}, "attributes"),
]


@pytest.mark.parametrize(("keywords", "value", "path"), HARMLESS, ids=range(len(HARMLESS)))
def test_a_costly_schema_ends_with_an_answer(keywords: dict[str, Any], value: Any, path: str) -> None:
    """Each would take minutes, or gigabytes, with a backtracking engine or without a bound; the time limit is pytest's."""
    assert found(READY | {"x": value}, own(properties={"x": keywords})) == [(path, FieldProblemKind.INVALID)]


def test_large_attributes_that_fit_are_ready_however_large() -> None:
    assert found(READY | {"x": LIST}, own(properties={"x": {"items": {"allOf": [{"type": "integer"}] * 600}}})) == []


def test_compiled_schemas_are_kept_within_their_number() -> None:
    schemas = Schemas(kept_most=2)
    brands = [own(required=[name]) for name in "abc"]
    for schema in (*brands, *brands):
        assert [p.path[-1] for p in schemas.problems(GROUP, READY, schema)] == json.loads(schema.text)["required"]
    assert len(schemas._own) == 2  # noqa: SLF001
    assert list(schemas._own) == [brands[1].digest, brands[2].digest]  # noqa: SLF001


def test_a_stored_schema_that_would_be_refused_is_an_error() -> None:
    with pytest.raises(ValueError, match="leads back"):
        SCHEMAS.problems(GROUP, READY, BrandSchema.of('{"$ref":"#"}'))


NUMBERS = "must hold finite numbers only, and nothing that is not JSON"


def deep(depth: int) -> dict[str, Any]:
    value: dict[str, Any] = {}
    for _ in range(depth - 1):
        value = {"a": value}
    return value


@pytest.mark.parametrize(
    ("attributes", "words"),
    [
        (READY, []),
        (deep(32), []),
        ({"a" * 100: 1e308, "b": -(2**63)}, []),
        ({"a": "x" * 65_527}, []),
        ({"a": "x" * 65_529}, ["must be at most 64 KiB as JSON"]),
        ({"a": "ü" * 33_000}, ["must be at most 64 KiB as JSON"]),
        ({"a": [1] * 1_000_000}, ["must be at most 64 KiB as JSON"]),
        (deep(33), ["must be nested at most 32 deep"]),
        (deep(1_000), ["must be nested at most 32 deep"]),
        (deep(200_000), ["must be nested at most 32 deep"]),
        ({"a": float("nan")}, [NUMBERS]),
        ({"a": [float("-inf")]}, [NUMBERS]),
        ({"a": 10**400}, [NUMBERS]),
        ({"a": {1}}, [NUMBERS]),
        ({"a": "\x00"}, ["must hold no NUL and no lone surrogates"]),
        ({"a": ["\udfff"]}, ["must hold no NUL and no lone surrogates"]),
        ({"a": {"\x00": 1}}, ["must hold no NUL and no lone surrogates"]),
        ({"": 1}, ["must have keys of 1 to 100 characters"]),
        ({"a": {"b" * 101: 1}}, ["must have keys of 1 to 100 characters"]),
        ({"": float("nan")}, ["must have keys of 1 to 100 characters", NUMBERS]),
    ],
    ids=range(20),
)  # fmt: skip
def test_limits_on_attributes(attributes: dict[str, Any], words: list[str]) -> None:
    problems = Problems()
    check_attributes(problems, "product.attributes", attributes)
    assert [v.description for v in problems.found] == [f"product.attributes {text}" for text in words]
    assert all((v.reason, v.field) == (Reason.FIELD_INVALID, "product.attributes") for v in problems.found)


@pytest.mark.parametrize("attributes", [deep(1_000), {"a": "\ud800"}, {"a": {1: 2}}], ids=["deep", "surrogate", "key"])
def test_attributes_that_no_product_may_have_are_not_ready(attributes: dict[str, Any]) -> None:
    assert ("attributes", FieldProblemKind.INVALID) in found(attributes)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(exclude_categories=[])),
    lambda child: st.lists(child, max_size=4) | st.dictionaries(st.text(max_size=8), child, max_size=4),
    max_leaves=20,
)
NAMES = (
    "type properties required items $ref $defs $id $schema $dynamicRef allOf anyOf not if then enum const pattern"
    " patternProperties additionalProperties propertyNames prefixItems contains dependentSchemas dependentRequired a"
)
KEYWORDS = st.sampled_from(NAMES.split())
LEAVES = st.sampled_from([True, False, "object", "string", "#", "#/$defs/a", "#/properties/a", "^a", ["a"], [], {}, 1])
SCHEMA = st.recursive(
    LEAVES, lambda child: st.dictionaries(KEYWORDS, child, max_size=4) | st.lists(child, max_size=3), max_leaves=15
)


@settings(deadline=None)
@given(attributes=st.dictionaries(st.text(max_size=8), JSON, max_size=4), group=st.sampled_from(ProductGroup))
def test_no_attributes_raise(attributes: dict[str, Any], group: ProductGroup) -> None:
    check_attributes(Problems(), "attributes", attributes)
    assert SCHEMAS.problems(group, attributes, None) != []
    assert found(READY | {"x": attributes}) in ([], [("attributes", FieldProblemKind.INVALID)])


@settings(deadline=None, max_examples=300)
@given(schema=JSON | st.dictionaries(KEYWORDS, SCHEMA, max_size=5), attributes=st.dictionaries(KEYWORDS, JSON))
def test_no_schema_raises_and_one_that_is_taken_can_be_used(schema: Any, attributes: dict[str, Any]) -> None:
    if isinstance(schema, dict):
        schema["type"] = "object"
    problems = Problems()
    text = check_schema(problems, "schema", json.dumps(schema))
    assert (text == "") == bool(problems.found)
    if text:
        assert SCHEMAS.problems(GROUP, attributes, BrandSchema.of(text)) != []
        assert field_paths(GROUP, BrandSchema.of(text)) >= field_paths(GROUP, None)
