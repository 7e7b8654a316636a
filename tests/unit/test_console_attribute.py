"""Attributes as a form: what the schema becomes, what is sent comes back the same, what was typed is never lost."""

import json
from importlib.resources import files
from typing import Any

import pytest

from hallmint_console.attribute.field import Field, Filling, plain, target
from hallmint_console.attribute.schema import Kind, paths, tree
from hallmint_console.attribute.sent import FormError, read
from hallmint_console.gtin import advice, check_digit

SCHEMA = json.dumps(
    {
        "type": "object",
        "required": ["name"],
        "$defs": {"fibre": {"type": "object", "properties": {"percent": {"type": "number"}}}},
        "properties": {
            "name": {"type": "string", "title": "Name", "maxLength": 100},
            "note": {"type": "string", "maxLength": 2000},
            "weight": {"type": "number"},
            "wet": {"type": "boolean"},
            "size": {"type": "string", "enum": ["S", "M"]},
            "care": {"type": "array", "minItems": 1, "items": {"type": "string"}},
            "substances": {"type": "array", "items": {"$ref": "#/$defs/fibre"}},
            "foam": {"title": "Foam", "anyOf": [{"type": "string"}, {"type": "object"}]},
            "a/b~c": {"type": "object", "properties": {"d e": {"type": "string"}}},
        },
    }
)
VALUE: dict[str, Any] = {
    "name": "<b>",
    "note": "two\nlines",
    "weight": 2.5,
    "wet": False,
    "size": "M",
    "care": ["cold", "dry"],
    "substances": [{"percent": 3, "own": None}, {"percent": 4}],
    "foam": {"type": "latex"},
    "a/b~c": {"d e": "x"},
    "unknown": [1, {"0": {}, "empty": []}],
}


def sent(root: Field) -> list[tuple[str, str]]:
    """What a browser sends of the fields."""
    found = []
    for each in root.walk():
        if each.node.kind is Kind.LIST:
            found.append((each.name, ""))
            if each.is_empty:
                found.append((f"e{each.pointer}", "yes"))
        elif each.node.kind is not Kind.GROUP:
            found.append((each.name, each.text.replace("\n", "\r\n")))
        if each.rest is not None:
            found.append((f"x{each.pointer}", each.rest))
    return found


def again(value: dict[str, Any], schema: str = SCHEMA, brand_schema: str = "") -> dict[str, Any]:
    return read(sent(Filling().field(tree(schema, brand_schema), value))).attributes


@pytest.mark.parametrize(
    "value",
    [
        {},
        VALUE,
        {"substances": []},
        {"name": 5.0, "care": "not a list", "wet": "perhaps", "size": "XXL", "weight": [1]},
        {"substances": ["no object", {"percent": "much"}]},
        {"foam": "soft", "a/b~c": 7},
        {"foam": ["x"], "unknown": None},
    ],
)
def test_a_form_that_is_sent_as_it_came_changes_nothing(value: dict[str, Any]) -> None:
    assert again(value) == value


@pytest.mark.parametrize("group", ["battery", "textile", "electronics", "furniture"])
def test_the_demonstration_goes_through_the_forms_of_its_groups(group: str) -> None:
    schema = files("hallmint_server.catalog.schema").joinpath(f"{group}.json").read_text(encoding="utf-8")
    catalogue = json.loads(files("hallmint_server.demo").joinpath("catalogue.json").read_text(encoding="utf-8"))
    own = [each["attributes"] for each in catalogue["products"] if each["group"] == group]
    assert own
    for attributes in own:
        assert again(attributes, schema) == attributes


def test_what_is_typed_wrong_is_kept_as_it_is() -> None:
    form = read([("n/weight", "heavy"), ("j/foam", "{"), ("x", "[1]"), ("t/name", " a "), ("n/big", "1e999")])
    assert form.attributes == {"weight": "heavy", "name": "a", "big": "1e999"}
    assert form.broken == {"/foam": "{", "x": "[1]"}
    root = Filling(broken=form.broken).field(tree(SCHEMA, ""), form.attributes)
    texts = {each.pointer: each.text for each in root.walk()}
    assert (texts["/foam"], texts["/weight"], root.rest) == ("{", "heavy", "[1]")
    assert root.rest_problem
    assert next(each for each in root.walk() if each.pointer == "/foam").problem == "This is no JSON."


def test_rows_that_are_blank_are_no_rows_and_none_is_an_answer() -> None:
    rows = [("l/care", ""), ("t/care/10", "b"), ("t/care/2", "a"), ("t/care/3", "  ")]
    assert read(rows).attributes == {"care": ["a", "b"]}
    assert read([("l/care", "")]).attributes == {}
    assert read([("l/care", ""), ("e/care", "yes")]).attributes == {"care": []}
    assert read([("l/a", ""), ("l/a/0/b", ""), ("t/a/0/b/0", "x")]).attributes == {"a": [{"b": ["x"]}]}


@pytest.mark.parametrize(
    "fields",
    [
        [("t/a", "x"), ("t/a/b", "y")],
        [("t/a", "x"), ("t/a", "y")],
        [("t/a/b", "y"), ("t/a", "x")],
        [("t" + "/a" * 50, "x")],
    ],
)
def test_what_no_form_of_ours_sends_is_refused(fields: list[tuple[str, str]]) -> None:
    with pytest.raises(FormError):
        read(fields)


def test_a_brands_schema_adds_to_the_installations() -> None:
    added = {"type": "object", "required": ["note"], "properties": {"own": {"type": "integer", "title": "Own"}}}
    root = tree(SCHEMA, json.dumps(added))
    assert root.children["note"].is_required
    assert root.children["own"].kind is Kind.NUMBER
    assert root.children["name"].is_required
    assert not root.children["weight"].is_required
    assert ("own", "Own") in list(paths(root))
    assert [path for path, _ in paths(root) if path.startswith("a/b")] == ["a/b~c", "a/b~c.d e"]


def test_a_problem_is_led_to_its_field_or_the_nearest() -> None:
    root = Filling(problems={"attributes.care[1]": "too long"}).field(tree(SCHEMA, ""), VALUE)
    assert target(root, "attributes.care[1]").problem == "too long"
    for path, pointer in (
        ("attributes.name", "/name"),
        ("attributes.substances[1].percent", "/substances/1/percent"),
        ("attributes.substances[7].percent", "/substances"),
        ("attributes.nowhere", ""),
        ("attributes.named", ""),
    ):
        assert target(root, path).pointer == pointer


def test_numbers_are_written_as_people_do() -> None:
    assert plain({"a": [5.0, 2.5, 1e20, True]}) == {"a": [5, 2.5, 1e20, True]}
    assert json.dumps(plain([5.0])) == "[5]"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ""),
        ("09506000134352", ""),
        ("9506000134352", ""),
        ("9506000134353", "it would be 2"),
        ("950600013435", "The last digit does not fit"),
        ("9506000134", "has 8, 12, 13 or 14 digits; this has 10"),
        ("95060001343", "if the last one is missing, it is"),
        ("95O6000134352", "digits only"),
        ("\uff19506000134352", "digits only"),
    ],
)
def test_advice_on_a_gtin(text: str, words: str) -> None:
    assert (words in advice(text)) if words else not advice(text)


def test_the_check_digit() -> None:
    assert check_digit("629104150021") == "3"  # the example of the GS1 General Specifications
