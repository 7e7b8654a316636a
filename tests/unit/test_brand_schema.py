"""Which schemas of a brand are taken, and in what form."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hallmint_server.catalog.readiness import check_schema
from hallmint_server.errors import Problems, Reason


def refusals(text: str) -> list[str]:
    problems = Problems()
    canonical = check_schema(problems, "schema", text)
    assert all(v.reason is Reason.FIELD_INVALID and v.field == "schema" for v in problems.found)
    assert all(len(v.description) < 400 for v in problems.found)
    assert (canonical == "") == bool(problems.found)
    return [v.description for v in problems.found]


def test_a_checked_schema_is_canonical() -> None:
    problems = Problems()
    text = check_schema(problems, "schema", '{ "type":"object",\n "properties": {"ü":{}, "b":{"type":"string"} } }')
    assert text == '{"properties":{"b":{"type":"string"},"ü":{}},"type":"object"}'
    assert check_schema(problems, "schema", text) == text
    assert problems.found == []


DEFINITIONS = {"$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"allOf": [{"$ref": "#/$defs/a"}]}}}
DOUBLING = {"d0": {"type": "string"}} | {
    f"d{n}": {"allOf": [{"$ref": f"#/$defs/d{n - 1}"}, {"$ref": f"#/$defs/d{n - 1}"}]} for n in range(1, 31)
}
CHAIN: dict[str, Any] = {"d0": {}} | {f"d{n}": {"$ref": f"#/$defs/d{n - 1}"} for n in range(1, 1_000)}


@pytest.mark.parametrize(
    ("keywords", "words"),
    [
        ({"$ref": "http://127.0.0.1:9/schema"}, "$ref must point to a place in this schema"),
        ({"properties": {"a": {"$ref": "file:///etc/passwd"}}}, "#/properties/a: $ref must point"),
        ({"$dynamicRef": "https://a.example/#x"}, "$dynamicRef must point"),
        ({"$ref": "other.json#/a"}, "$ref must point"),
        ({"$ref": "#/$defs/none"}, "$ref must point"),
        ({"$ref": "#name"}, "$ref must point"),
        ({"$ref": 3}, "$ref must point"),
        ({"properties": {"a": {"$id": "http://a.example/", "$ref": "b"}}}, "only the whole schema may have an $id"),
        ({"$schema": "http://127.0.0.1:9/meta"}, "$schema may only be"),
        ({"$schema": "http://json-schema.org/draft-07/schema#"}, "$schema may only be"),
        ({"properties": {"a": {"$dynamicAnchor": "x"}}}, "$dynamicAnchor is not taken"),
        ({"unevaluatedProperties": False}, "unevaluatedProperties is not taken"),
        ({"$ref": "#"}, "leads back to itself"),
        ({"properties": {"a": {"items": {"$ref": "#"}}}}, "leads back to itself"),
        (DEFINITIONS, "leads back to itself"),
        ({"$defs": DOUBLING, "$ref": "#/$defs/d30"}, "more than 2,000 subschemas"),
        ({"$defs": CHAIN, "$ref": "#/$defs/d999"}, "more than 64 subschemas inside each other"),
        ({"properties": {"a": {"enum": list(range(3_000))}}}, "more than 2,000 subschemas and listed values"),
        ({"properties": {"a": {"pattern": "(?=a)b"}}}, "#/properties/a/pattern: a pattern must be one of a linear"),
        ({"properties": {"a": {"pattern": "(a)\\1"}}}, "#/properties/a/pattern: a pattern must be one of a linear"),
        ({"properties": {"a": {"pattern": "((a{900}){900}){900}"}}}, "a pattern must be one of a linear engine"),
        ({"patternProperties": {"(?<!a)b": True}}, "a pattern must be one of a linear engine"),
        ({"properties": {"a": {"pattern": "a" * 501}}}, "a pattern must have at most 500"),
        ({"patternProperties": {f"^{n}": True for n in range(21)}}, "more than 20 patterns"),
        ({"properties": {"a" * 101: True}}, "a field's name must have 1 to 100"),
        ({"required": [""]}, "a field's name must have 1 to 100"),
        ({"properties": {"a": {"type": "strin"}}}, "is not valid by JSON Schema 2020-12 at #/properties/a/type"),
        ({"maxProperties": -1}, "is not valid by JSON Schema 2020-12 at #/maxProperties"),
        ({"title": "\x00"}, "no NUL"),
        ({"title": "\ud800"}, "no lone surrogates"),
        ({"type": "array"}, '"type": "object"'),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_schema_that_could_do_harm_is_refused(keywords: dict[str, Any], words: str) -> None:
    told = refusals(json.dumps({"type": "object"} | keywords))
    assert any(words in description for description in told), told


def nested(depth: int) -> str:
    return '{"type":"object","not":' * depth + "{}" + "}" * depth


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x" * 10_000_000, "at most 64 KiB"),
        ("ü" * 40_000, "at most 64 KiB"),
        (nested(1_000), "nested"),
        (nested(32), "nested at most 32 deep"),
        ("[" * 60_000, "nested"),
        ("", "is not JSON"),
        ("{", "is not JSON"),
        ("[]", '"type": "object"'),
        ("true", '"type": "object"'),
        ('{"type":"object","type":"object"}', "a key stands twice"),
        ('{"type":"object","maximum":NaN}', "NaN is no number"),
        ('{"type":"object","maximum":1e999}', "finite numbers"),
        ('{"type":"object","maximum":1' + "0" * 400 + "}", "finite numbers"),
        ('{"type":"object","maximum":1' + "0" * 5_000 + "}", "limit"),
        ('{"type":"object","title":"\ud800"}', "no lone surrogates"),
        ('{"type":"object","enum":[' + ",".join(["1e15"] * 12_000) + "]}", "more than 2,000"),
    ],
    ids=lambda value: value[:20],
)
def test_what_is_no_schema_is_refused(text: str, words: str) -> None:
    told = refusals(text)
    assert any(words in description for description in told), told


def test_all_faults_are_told_at_once_and_not_without_end() -> None:
    told = refusals(json.dumps({"type": "object", "properties": {"a": {"$ref": "x"}, "b": {"$anchor": "y"}}}))
    assert len(told) == 2
    assert len(refusals(json.dumps({"type": "object", "allOf": [{"$anchor": "y"}] * 1_000}))) == 20


@given(text=st.text())
def test_no_text_raises_as_a_schema(text: str) -> None:
    assert refusals(text) or json.loads(text)["type"] == "object"
