"""What the library says, in words for people that never repeat a value that was given."""

import json

import jsonschema_rs

from hallmint_server.catalog.schema.value import short

_TYPES = {
    "object": "an object",
    "array": "a list",
    "string": "a text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "null": "null",
}
_DEMANDS = {
    "pattern": "must match {}",
    "format": "must be written as {}",
    "minLength": "must have at least {} characters",
    "maxLength": "must have at most {} characters",
    "minItems": "must have at least {} entries",
    "maxItems": "must have at most {} entries",
    "minProperties": "must have at least {} fields",
    "maxProperties": "must have at most {} fields",
    "minimum": "must be at least {}",
    "maximum": "must be at most {}",
    "exclusiveMinimum": "must be more than {}",
    "exclusiveMaximum": "must be less than {}",
    "multipleOf": "must be a multiple of {}",
    "falseSchema": "must not be given",
    "additionalProperties": "holds fields that the schema does not allow",
    "uniqueItems": "must not hold the same entry twice",
}


def demand(kind: jsonschema_rs.ValidationErrorKind) -> str:
    """What a schema demands of a value, with its limit, in words that follow a field's name; at most 250 characters."""
    if kind.name == "type":
        return f"must be {' or '.join(_TYPES[name] for name in kind.as_dict()['types'])}"
    if kind.name == "enum":
        return f"must be one of {short(', '.join(str(option) for option in kind.value), 200)}"
    if kind.name == "const":
        return f"must be {short(json.dumps(kind.value, default=str))}"
    words = _DEMANDS.get(kind.name, f"does not fit the schema ({kind.name})")
    return words.format(short(str(kind.value), 200))


def refusal(error: ValueError) -> str:
    """Why the library did not take a schema, with the place and without what stands there."""
    if isinstance(error, jsonschema_rs.ValidationError) and error.instance_path:
        place = short("/".join(str(part) for part in ("#", *error.instance_path)))
        if error.kind.name == "format" or error.instance_path[-1] == "pattern":
            return (
                f"is not taken at {place}: a pattern must be one of a linear engine, without look-around, and not large"
            )
        return f"is not valid by JSON Schema 2020-12 at {place}"
    return "is not valid by JSON Schema 2020-12"
